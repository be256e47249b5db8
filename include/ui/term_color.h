/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ink as a terminal of few colours, or none, can show it. */
#ifndef UI_TERM_COLOR_H
#define UI_TERM_COLOR_H

#include "ui/canvas.h"

struct paint {
    int fg, bg; /* the terminal's colour numbers, -1 for its defaults */
    uint8_t attr;
};

/* colors: how many the terminal has; 0 to use none. Above 256 it takes RGB values for numbers from
 * 8 on. Where a coloured background cannot be had it becomes reverse, so that bars stay visible; of
 * 8 colours the bright ones become bold, and grey the default colour, dim. */
struct paint term_color_paint(struct ink ink, int colors);

#endif
