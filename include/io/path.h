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

/* The folder of lessons at a place: in the user's data beside the presets ($XDG_DATA_HOME/bitplan/
 * lessons), shipped inside them. */
bool path_lessons(enum path_place place, char *out, size_t size);

/* Such a function. */
typedef bool path_folder(enum path_place place, char *out, size_t size);

/* The folder of what the program remembers: $XDG_STATE_HOME/bitplan (default ~/.local/state).
 * False where there is none. */
bool path_state(char *out, size_t size);

/* Make a folder, and those above it, where they are missing. False where it cannot be, errno
 * says why. */
bool path_make(const char *folder);

enum { PATH_CONFIGS = 16 };

/* Files of settings, of falling weight: 0 is $XDG_CONFIG_HOME/bitplan/config.ini (default
 * ~/.config), the others bitplan/config.ini in each of $XDG_CONFIG_DIRS (default /etc/xdg). False
 * where there is none of that number. They need not exist. */
bool path_config(int nth, char *out, size_t size);

enum { PATH_LONGEST = 4096 };

/* The file of a module that is loaded while running: the one installed beside the running program's
 * bin, or for a program in a build folder the one built there, or the one below the install prefix.
 * False where there is none. */
bool path_module(const char *name, char out[PATH_LONGEST]);

/* Put the home folder for a leading "~" of "~" or "~/…"; false where it does not fit or is not
 * known. */
bool path_expand(const char *path, char out[PATH_LONGEST]);

#endif
