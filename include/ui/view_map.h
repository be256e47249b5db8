/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Map view's state, and what it says of each cell: an output of the primary law over two
 * inputs. */
#ifndef UI_VIEW_MAP_H
#define UI_VIEW_MAP_H

#include "engine/output.h"
#include "ui/canvas.h"

struct app;

/* What an axis can be; P is w = a = kv. */
enum map_axis {
    MAP_N,
    MAP_D,
    MAP_P,
    MAP_W,
    MAP_A,
    MAP_KV,
    MAP_POST,
    MAP_G,
    MAP_E,
    MAP_M,
    MAP_AXES
};

/* The outputs, and the loss above the least one on the map. */
enum { MAP_OVER_BEST = OUTPUT_COUNT, MAP_OUTPUTS };

/* The range of an axis: from the centre of the first cell to that of the last. */
struct map_scale {
    enum map_axis axis;
    double low, high;
    bool log;
    bool whole; /* cells have whole values: formats, and bits that the law has in a table */
};

/* What the view remembers; all zero at first: the law's own map, the cross on the plan. */
struct map_state {
    bool chosen; /* x, y, output and hold are the user's; else the law's first picture */
    enum map_axis x, y;
    int output;
    bool hold;
    int picture;       /* of the papers' own, the one shown last */
    bool moved;        /* the cross is at at_x, at_y; else where the plan is */
    double at_x, at_y; /* values of the axes */
    bool kept;         /* the ranges stay as they are while the plan is inside */
    struct map_scale kept_x, kept_y;
};

/* One map, as it stands on a screen. */
struct map {
    struct map_scale x, y;
    int output;
    bool hold;           /* each cell spends the budget; the follower makes it so */
    enum input follower; /* D, or N where D is an axis; INPUT_NONE where nothing is held */
    double budget;       /* FLOP at 16 bit: what optima of this plan may spend */
    struct rect area;    /* a cell of the screen a cell of the map */
};

struct map map_of(const struct app *app);

/* The value of an axis at a share of its length, 0 … 1, and the share at which a value is. */
double map_scale_at(const struct map_scale *scale, double share);
double map_scale_share(const struct map_scale *scale, double value);

/* The value of an axis at a cell's centre, columns from the left and rows from the top; and the
 * cell nearest to a value, inside the map. */
double map_x(const struct map *map, int col);
double map_y(const struct map *map, int row);
int map_col(const struct map *map, double x);
int map_row(const struct map *map, double y);

/* What a plan has on an axis: `off` counts as 16 bits, P is the most of w, a and kv. */
double map_axis_get(const struct plan *plan, enum map_axis axis);

/* The input that an axis is shown as, "P" its name where it is three of them. */
enum input map_axis_input(enum map_axis axis);
const char *map_axis_name(enum map_axis axis);

/* The plan at values of the axes; false where what follows would leave its range. */
bool map_plan(const struct app *app, const struct map *map, double x, double y, struct plan *plan);

/* The inputs that two plans have otherwise, rounding aside, as INPUT_BITs. */
unsigned map_differences(const struct plan *a, const struct plan *b);

/* The plan that a cell stands for: at its centre. */
bool map_cell_plan(const struct app *app, const struct map *map, int col, int row,
                   struct plan *plan);

/* Why it has none, in words. */
const char *map_leaves(const struct map *map);

/* What the map shows of a plan (the loss for MAP_OVER_BEST), and the result it is taken from; NAN
 * where the law says nothing. */
double map_value(const struct preset *preset, const struct map *map, const struct plan *plan,
                 struct result *result);

/* The output that its values are taken from: the loss for MAP_OVER_BEST. */
int map_shown_output(int output);

/* What an output is called, and whether less of it is better. */
const char *map_output_title(int output);
bool map_lower_is_better(int output);

/* Whether the law has anything to show on an axis. */
bool map_axis_known(const struct preset *preset, enum map_axis axis);

/* Make x, y, output and hold the user's, as they are now. */
void map_choose(struct app *app);

/* The same before what is shown changes: the cross goes back to the plan, the ranges follow. */
void map_start_over(struct app *app);

#endif
