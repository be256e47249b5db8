/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Curve view's parts: its lines with their values, the picture, the panel beside it. */
#ifndef UI_CURVE_PARTS_H
#define UI_CURVE_PARTS_H

#include "engine/output.h"
#include "ui/app.h"
#include "ui/plot.h"

enum {
    CURVE_LINES = APP_PRESETS, /* a law each, or a family */
    CURVE_COLUMNS = 2 * 512,
    CURVE_ADDED = OUTPUT_COUNT, /* what quantising adds, as an output */
    CURVE_OUTPUTS = OUTPUT_COUNT + 1
};

/* What a line is of, and its values, one a dot column. */
struct curve {
    const struct preset *preset;
    struct plan plan;        /* the plan that x moves in */
    char label[PRESET_NAME]; /* "kumar-2024", "post 3" */
    char brief[NUM_TEXT];    /* with little room: "1", its number in the panel, "kumar" without one;
                                "3" */
    bool own;                /* the primary law's, or the plan's own member of the family */
    struct ink ink;          /* of its dots, its label and its D_crit */
    double d_crit;           /* tokens; NAN where loss falls for ever, or x is not D */
    double y[CURVE_COLUMNS]; /* NAN where the law does not say */
    bool dotted[CURVE_COLUMNS]; /* any input of that point is outside the fitted runs */
};

struct curve_picture {
    struct plot plot;
    struct rect panel; /* w ≤ 0 where there is no room for it */
    bool flat;         /* no line changes with x */
    int count, own;    /* own: the index of the line that is the plan's */
    struct curve *line[CURVE_LINES];
};

/* An output as the view calls it: "loss added by quantising", "added". */
const char *curve_output_title(int y);
const char *curve_output_name(int y);

/* Where the picture and the panel stand, and the range of x. */
void curve_place(const struct app *app, struct curve_picture *picture);

/* Work out every line; false where none has a value anywhere. Then curve_free, in either case. */
bool curve_compute(const struct app *app, struct curve_picture *picture);
void curve_free(struct curve_picture *picture);

/* Whether y is drawn on a log scale. */
bool curve_log(const struct curve_state *state);

/* Where the cursor is, or the plan where it has not been moved; inside the picture. */
double curve_cursor(const struct app *app, const struct plot *plot);

/* A line's value at x, and the plan that the law is asked about there: for D_crit as many tokens as
 * that is. */
double curve_value(const struct curve *line, enum input x, double at, int y, struct plan *point);

/* The picture with its axes, lines, marks and labels. */
void curve_paint(const struct app *app, const struct curve_picture *picture, struct canvas *canvas);

/* Read-outs at the cursor, what stretches each line, and what the output is. */
void curve_panel(const struct app *app, const struct curve_picture *picture, struct canvas *canvas);

#endif
