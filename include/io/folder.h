/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a folder. */
#ifndef IO_FOLDER_H
#define IO_FOLDER_H

#include <stdbool.h>

/* Give the name of each file that ends in suffix, hidden ones left out, in no order, until take
 * returns false: then false. A folder that cannot be read has none. */
bool folder_each(const char *folder, const char *suffix,
                 bool (*take)(void *context, const char *file), void *context);

#endif
