/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Curve view's parts: its lines with their values, the picture, the panel beside it. */
#ifndef UI_CURVE_PARTS_H
#define UI_CURVE_PARTS_H

#include "engine/covariance.h"
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

/* What the plan's own line is sure of, one interval a cell; NAN where it has none. */
struct curve_band {
    double low[CURVE_COLUMNS / 2], high[CURVE_COLUMNS / 2];
};

struct curve_picture {
    struct plot plot;
    struct rect panel; /* w ≤ 0 where there is no room for it */
    bool flat;         /* no line changes with x */
    int count, own;    /* own: the index of the line that is the plan's */
    struct curve *line[CURVE_LINES];
    struct curve_band *band; /* NULL where the own line's preset has no covariance */
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

/* A line at a value of x. */
struct curve_point {
    double value;     /* NAN where the law does not say */
    struct plan plan; /* what the law is asked about; for D_crit with as many tokens as that */
    enum law_status status; /* of that plan */
};

struct curve_point curve_at(const struct curve *line, enum input x, double at, int y);

/* The same at a value of x, as a value; NAN where the law does not say. */
double curve_value(const struct preset *preset, const struct plan *plan, enum input x, double at,
                   int y);

/* Whether an output is a loss or a part of one. */
bool curve_is_loss(int y);

/* How sure a line is at a value of x; both ends NAN where its preset has no covariance. */
struct interval curve_interval(const struct curve *line, enum input x, double at, int y);

/* Work out the own line's band, where it has one: part of curve_compute. */
void curve_band(const struct app *app, struct curve_picture *picture);

/* "░ holds 90 % of what the runs allow: 2.5938…2.6021 here."; "" where there is no band. */
void curve_band_words(const struct app *app, const struct curve_picture *picture, double x,
                      char *out, size_t size);

/* The picture with its axes, lines, marks and labels. */
void curve_paint(const struct app *app, const struct curve_picture *picture, struct canvas *canvas);

/* Read-outs at the cursor, what stretches each line, and what the output is. */
void curve_panel(const struct app *app, const struct curve_picture *picture, struct canvas *canvas);

#endif
