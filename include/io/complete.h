/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files, completed while they are typed. */
#ifndef IO_COMPLETE_H
#define IO_COMPLETE_H

#include <stddef.h>

/* Complete the last part of a path as far as all files that begin like it agree, a folder with its
 * `/`. "~/" is the home folder, and stays as it is. Names that could not be typed or shown are left
 * out. Returns how many there are; text is unchanged where there are none or it would not fit. */
int complete_path(char *text, size_t size);

/* The same for what begins at text + from, by the words that begin like it. */
int complete_word(char *text, size_t size, size_t from, const char *const *words, int count);

#endif
