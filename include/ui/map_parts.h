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

/* The best place of a map, exact. */
struct map_best {
    double x, y;    /* values of the axes */
    double value;   /* of the loss, not of what is above it */
    double off_map; /* the budget's optimum where it is better: beyond the axes, or spending less;
                       NAN where it is on the map */
};

struct map_picture {
    struct map map;
    struct heat heat;
    enum heat_mode mode;
    double *value;         /* cells, row by row from the top; NAN where the law says nothing */
    bool *fitted;          /* inside the fitted range of what the map moves */
    uint8_t *contour;      /* see heat_contours */
    uint8_t *mark;         /* enum map_mark */
    uint8_t *dots;         /* of braille, where the mark is MARK_ISO */
    int best;              /* the cell that the best is in, −1 where there is none or many are */
    double best_value;     /* NAN for none; of the loss, not of what is above it */
    struct map_best exact; /* where there is one */
    bool drawn[MARK_TEXT]; /* which marks there are */
    bool silent;           /* some cell has no value */
    char why[RESULT_WHY];
    int cross_col, cross_row, plan_col, plan_row;
    bool cross_moved;
    bool plan_here;        /* the plan is one of the map's, at plan_col, plan_row */
    unsigned plan_differs; /* where it is not: INPUT_BITs of what it has otherwise */
    double x, y;           /* at the cross */
};

/* Work a map out; false where there is no memory. */
bool map_picture_make(const struct app *app, struct map_picture *picture);
void map_picture_free(struct map_picture *picture);

/* Find the best around a cell, or the budget's optimum where the map is of that problem. */
void map_best_find(const struct app *app, const struct map *map, int col, int row,
                   struct map_best *best);

/* Whether a is a better value than b, or there is no b. */
bool map_better(const struct map *map, double a, double b);

/* Mark the lines; cost: the logarithm of each cell's. */
void map_lines(const struct app *app, struct map_picture *picture, const double *cost);

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

/* Show the next of the papers' own pictures that the law can draw, and say what it is. */
void map_next_picture(struct app *app);

/* The cells with axes, lines, pins and labels. */
void map_paint(const struct app *app, struct map_picture *picture, struct canvas *canvas);

/* Read-outs at the cross, the scale, what the marks are. */
void map_panel(const struct app *app, const struct map_picture *picture, struct canvas *canvas);

#endif
