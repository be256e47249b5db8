/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A preset as the INI file that preset_file_read reads back. */
#ifndef IO_PRESET_WRITE_H
#define IO_PRESET_WRITE_H

#include "engine/preset.h"
#include <stdio.h>

/* A line of [fit]: where the numbers come from. */
struct preset_line {
    const char *name;
    const char *value; /* any length: it goes on below where it must; "": the line is left out */
};

/* Print it whole, covariance included, with count lines in [fit]. What INI cannot hold (line ends,
 * a `;` after a blank) is replaced; but the line "command", quoted for a shell, is spelt so that it
 * runs again as it stands, and says so where it was cut. */
void preset_write(FILE *to, const struct preset *preset, const struct preset_line *fit, int count);

#endif
