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
    bool tied;               /* x is w, a and kv at once */
    double d_crit;           /* tokens; NAN where loss falls for ever, or x is not D */
    double y[CURVE_COLUMNS]; /* NAN where the law does not say */
    bool dotted[CURVE_COLUMNS]; /* any input of that point is outside the fitted runs */
};

/* What the plan's own line is sure of, one interval a cell; NAN where it has none. */
struct curve_band {
    double low[CURVE_COLUMNS / 2], high[CURVE_COLUMNS / 2];
};

enum { CURVE_RUNS = 4000 }; /* drawn at most: of more, so many spread over all */

/* A measured run in the picture: y is the line's at the run's x, and off it by as much as the run
 * is off the law at the run's own inputs (a partial residual). */
struct curve_run {
    size_t row; /* in the Fit view's runs */
    int line;   /* the picture's that it belongs to */
    double x, y;
    double away;  /* how far its other inputs are from the line's, 0 for alike */
    bool on_line; /* they are alike: bits and groups the same, N and D within CURVE_NEAR */
};

#define CURVE_NEAR 1.1 /* a factor */

struct curve_runs {
    int count, on_line; /* of run */
    int asked;          /* how many were tried: others are silent, or of no line here */
    size_t all;         /* in the file, those of weight 0 and groups not kept included */
    bool foreign;       /* the primary preset is not the fit of these runs */
    struct curve_run run[CURVE_RUNS];
};

struct curve_picture {
    struct plot plot;
    struct rect panel; /* w ≤ 0 where there is no room for it */
    bool flat;         /* no line changes with x */
    int count, own;    /* own: the index of the line that is the plan's */
    struct curve *line[CURVE_LINES];
    struct curve_band *band; /* NULL where the own line's preset has no covariance */
    struct curve_runs *runs; /* NULL where there are none to be drawn */
};

/* An output as the view calls it: "loss added by quantising", "added". */
const char *curve_output_title(int y);
const char *curve_output_name(int y);

/* What x is called: "D", or "P" where bits are tied; whether they are. */
const char *curve_x_name(const struct curve_state *state);
bool curve_tied(const struct curve_state *state);

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

/* The same of a plan under a preset; tied: x is w, a and kv at once. */
struct curve_point curve_ask(const struct preset *preset, const struct plan *plan, bool tied,
                             enum input x, double at, int y);

/* The value of x of a dot column of a line: a law that is a table of whole bits is asked about
 * those, each in the column that is nearest. */
double curve_column_x(const struct plot *plot, const struct curve *line, enum input x, int column,
                      int y);

/* Whether a column's value stands alone: an entry of a table, and no line. */
bool curve_is_entry(const struct curve *line, int column, int columns);

/* Whether an output is a loss or a part of one. */
bool curve_is_loss(int y);

/* How sure a line is at a value of x; both ends NAN where its preset has no covariance. */
struct interval curve_interval(const struct curve *line, enum input x, double at, int y);

/* Put the Fit view's runs to the lines, where there are any and y is measured: part of
 * curve_compute. */
void curve_runs(const struct app *app, struct curve_picture *picture);

/* "" or why there are no runs to be drawn. */
const char *curve_runs_refusal(const struct app *app);

/* The run that is nearest to x, of those as near the one most alike to its line's plan; NULL where
 * none is in sight. */
const struct curve_run *curve_run_at(const struct curve_picture *picture, double x);

/* Whether a run is in the picture. */
bool curve_run_shown(const struct plot *plot, const struct curve_run *run);

/* A run's mark: full where it is of its line, hollow where it was brought there. */
uint32_t curve_run_sign(bool on_line, bool ascii);

/* How many are not. */
int curve_runs_hidden(const struct curve_picture *picture);

/* "run-07, N 100M, D 10.0B, w 4, a 4: loss 2.9531, law 2.9542, −0.04 %": a run and the law at its
 * own inputs. */
void curve_run_words(const struct app *app, const struct curve_picture *picture,
                     const struct curve_run *run, char *out, size_t size);

/* What the marks mean, and how many: "● 6 runs of this line (N, D within 10 %)", "○ 42 runs brought
 * to it by kumar-2024". Each "" where there is none. */
enum { CURVE_WORDS = 240 };
void curve_runs_legend(const struct app *app, const struct curve_picture *picture,
                       char on_line[CURVE_WORDS], char brought[CURVE_WORDS]);

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
