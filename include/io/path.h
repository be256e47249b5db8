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

enum { PATH_LONGEST = 4096 };

/* The file of a module that is loaded while running: the one installed beside the running program's
 * bin, or for a program in a build folder the one built there, or the one below the install prefix.
 * False where there is none. */
bool path_module(const char *name, char out[PATH_LONGEST]);

/* Put the home folder for a leading "~" of "~" or "~/…"; false where it does not fit or is not
 * known. */
bool path_expand(const char *path, char out[PATH_LONGEST]);

#endif
