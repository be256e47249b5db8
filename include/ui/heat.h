/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A field of values as bands between round levels, with their contours. */
#ifndef UI_HEAT_H
#define UI_HEAT_H

#include "ui/canvas.h"

enum { HEAT_LEVELS = 16 };

/* w × h values, row by row from the top; NAN where there is none. */
struct heat {
    int w, h;
    const double *value;
    double level[HEAT_LEVELS]; /* round values, ascending */
    int levels;
};

/* Choose at most want round levels: one step apart, no smaller than least (0: any), or, where the
 * bulk of the values spans decades, at 1, 2 and 5 of each or fewer. The few values farthest from
 * the best lie beyond the last level. */
void heat_choose_levels(struct heat *heat, int want, double least, bool low_is_best);

/* How many levels are at or below value: 0 … levels; −1 for NAN. */
int heat_band(const struct heat *heat, double value);

/* Contours: mark[cell] is 1 + the level whose line runs through the cell, 0 where none does. A line
 * runs between neighbours on either side of the level and is marked on the one nearer to it. */
void heat_contours(const struct heat *heat, uint8_t *mark);

/* How a band is shown: with a background of 256 colours, or with shades, in ASCII or not. */
enum heat_mode { HEAT_COLORS, HEAT_SHADES, HEAT_ASCII };

struct heat_shade {
    uint32_t fill;        /* the character of a cell with nothing in it */
    struct ink ink, text; /* of the fill, and of what stands in such a cell */
};

/* The nth of so many bands, 0 the best. Bands side by side never look alike; without 256 colours
 * they take the textures in the order of their darkness, and again from the first where there are
 * more bands than textures. */
struct heat_shade heat_shade(enum heat_mode mode, int nth, int bands);

/* A cell where there is no value. */
struct heat_shade heat_nothing(enum heat_mode mode);

#endif
