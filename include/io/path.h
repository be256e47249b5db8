/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where files live. */
#ifndef IO_PATH_H
#define IO_PATH_H

#include <stdbool.h>
#include <stddef.h>

enum path_place { PATH_USER, PATH_SHIPPED, PATH_PLACES };

/* The folder of presets at a place: PATH_USER is $XDG_DATA_HOME/bitplan/presets (default
 * ~/.local/share), PATH_SHIPPED the first that exists of: the share/bitplan/presets beside the
 * running program's bin, the source tree it was built from, the install prefix. False where there
 * is none. */
bool path_presets(enum path_place place, char *out, size_t size);

#endif
