/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Map view's parts: the cells worked out, the picture, and what stands beside it. */
#ifndef UI_MAP_PARTS_H
#define UI_MAP_PARTS_H

#include "ui/app.h"
#include "ui/heat.h"

/* What runs through a cell, besides contours. */
enum map_mark {
    MARK_NONE,
    MARK_FRAME, /* the edge of the fitted range, from inside */
    MARK_ISO,   /* what costs the budget */
    MARK_DCRIT, /* D at its D_crit */
    MARK_RIDGE, /* the best x of its row */
    MARK_TEXT   /* a label, or its margin */
};

struct map_picture {
    struct map map;
    struct heat heat;
    enum heat_mode mode;
    double *value;         /* cells, row by row from the top; NAN where the law says nothing */
    bool *fitted;          /* inside the fitted range of what the map moves */
    uint8_t *contour;      /* see heat_contours */
    uint8_t *mark;         /* enum map_mark */
    int best;              /* the cell of the best value, −1 where none or several have it */
    double best_value;     /* NAN for none; of the loss, not of what is above it */
    bool drawn[MARK_TEXT]; /* which marks there are */
    bool silent;           /* some cell has no value */
    char why[RESULT_WHY];
    int cross_col, cross_row, plan_col, plan_row;
    bool cross_moved;
    double x, y; /* at the cross */
};

/* Work a map out; false where there is no memory. */
bool map_picture_make(const struct app *app, struct map_picture *picture);
void map_picture_free(struct map_picture *picture);

/* The inputs that a map moves, as INPUT_BITs. */
unsigned map_moves(const struct map *map);

/* Where the cross stands: values of the axes. */
void map_cross(const struct app *app, const struct map *map, double *x, double *y);

/* A number of that output, for reading; a level in as few digits as it has. */
const char *map_show(char out[NUM_TEXT], int output, double value);
const char *map_show_level(char out[NUM_TEXT], int output, double level);

/* A tick in as few digits as it has: "1B" and "2.5T", not "1.00B" and "2.50T". */
const char *map_show_tick(char out[NUM_TEXT], enum input input, double value);

/* How a band is shown. */
struct heat_shade map_shade(const struct map_picture *picture, int band);

/* The character of a mark. */
uint32_t map_glyph(enum map_mark mark, bool ascii);

/* The cells with axes, lines and labels. */
void map_paint(struct map_picture *picture, struct canvas *canvas);

/* Read-outs at the cross, the scale, what the marks are. */
void map_panel(const struct app *app, const struct map_picture *picture, struct canvas *canvas);

#endif
