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

/* The folder of what is kept from one run to the next: $XDG_STATE_HOME/bitplan (default
 * ~/.local/state/bitplan). False where there is no home. It need not exist. */
bool path_state(char *out, size_t size);

enum { PATH_CONFIGS = 16 };

/* Files of settings, of falling weight: 0 is $XDG_CONFIG_HOME/bitplan/config.ini (default
 * ~/.config), the others bitplan/config.ini in each of $XDG_CONFIG_DIRS (default /etc/xdg). False
 * where there is none of that number. They need not exist. */
bool path_config(int nth, char *out, size_t size);

#endif
