/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Compare view's parts: its rows with their numbers, the table, and what stands below it. */
#ifndef UI_COMPARE_PARTS_H
#define UI_COMPARE_PARTS_H

#include "engine/output.h"
#include "ui/app.h"

enum {
    COMPARE_ADDED = 0, /* figures: this, then the outputs */
    COMPARE_FIGURES = 1 + OUTPUT_COUNT,
    COMPARE_COSTS = 2, /* columns after the laws': training compute, bytes of the weights */
    COMPARE_COLUMNS = APP_PRESETS + COMPARE_COSTS,
    COMPARE_ROWS = 1 + PLAN_PINS,
    COMPARE_PRESENT = -1, /* in place of a pin's index: the present plan */
    COMPARE_CELL = 17,    /* columns of a cell: a blank, the value, the difference and its mark */
    COMPARE_HEAD = 2      /* rows above the plans' */
};

struct compare_table {
    int figure; /* in the laws' columns */
    int laws, columns, rows;
    int baseline; /* its row, −1 where there is none */
    int chosen;   /* the row under the cursor */
    int column;   /* the column under the cursor */
    struct compare_row {
        int pin;                       /* index, or COMPARE_PRESENT */
        double value[COMPARE_COLUMNS]; /* NAN where the law does not say */
    } row[COMPARE_ROWS];               /* in the order in which they are shown */
};

/* Work the rows out and sort them. */
void compare_make(const struct app *app, struct compare_table *table);

/* Another figure of the same rows, in their order; without the costs. */
void compare_also(const struct app *app, const struct compare_table *table, int figure,
                  struct compare_table *also);

/* The plan of a row and what it is called. */
const struct plan *compare_plan(const struct app *app, const struct compare_row *row);
const char *compare_name(const struct app *app, const struct compare_row *row);

/* A figure of a plan under a preset; NAN where the law does not say. */
double compare_figure(const struct preset *preset, const struct plan *plan, int figure);

/* What a figure is called: "added by quantising"; brief: "added". */
const char *compare_figure_title(int figure);
const char *compare_figure_name(int figure);

/* Whether less of what a column shows is better. */
bool compare_lower_is_better(const struct compare_table *table, int column);

/* A number of a column, for reading, in at most seven columns. */
const char *compare_show(char out[NUM_TEXT], const struct compare_table *table, int column,
                         double value);

/* How a value differs from another, in at most seven columns: losses and shares by a difference
 * with its sign, counts and costs by a factor; "" where one of them is missing, "=" where they are
 * alike. */
struct compare_delta {
    int better; /* +1, or −1 for worse, 0 for neither */
    char text[NUM_TEXT];
};
struct compare_delta compare_difference(double from, double to, bool lower_is_better);
struct compare_delta compare_factor(double from, double to, bool lower_is_better);

/* That of a cell against the baseline's. */
struct compare_delta compare_cell(const struct compare_table *table, int row, int column);

/* What marks better and worse, beside the colour; "" for neither. */
const char *compare_mark(int better, bool ascii);

/* Put a difference right-aligned in seven columns and its mark in the eighth. */
void compare_put(struct canvas *canvas, int x, int y, const struct compare_delta *delta);

/* Where things stand; a height of 0 where there is no room for a part. */
struct compare_layout {
    struct rect table, panel, laws;
    int from, rows;   /* the first row in sight, and how many */
    int first, shown; /* the first column in sight, and how many */
    int name_w;       /* columns before the cells */
    int words_w;      /* columns after them for what differs; 0 where there are none to spare */
};

struct compare_layout compare_lay_out(const struct app *app, const struct compare_table *table);

/* A column's head: the preset's name, or what a cost is. */
void compare_title(const struct app *app, const struct compare_table *table, int column,
                   char out[PRESET_NAME]);

/* The whole view. */
void compare_draw(const struct app *app, struct canvas *canvas);

/* What there is to say of the row under the cursor: how it differs from the baseline, and why its
 * loss does under the law of the column. Returns the rows used. */
int compare_panel(const struct app *app, const struct compare_table *table, struct canvas *canvas,
                  struct rect rect);

/* What each law says of it, and why not. */
void compare_laws(const struct app *app, const struct compare_table *table, struct canvas *canvas,
                  struct rect rect);

#endif
