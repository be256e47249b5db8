/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Plan view's parts and where they stand at a size of screen. */
#ifndef UI_PLAN_PARTS_H
#define UI_PLAN_PARTS_H

#include "ui/app.h"
#include "ui/facts.h"
#include "ui/plot.h"

/* Places; a height of 0 where there is no room for a part. */
struct plan_layout {
    struct rect inputs; /* its head on the first row; a slider a row, blank rows between groups
                           where spaced */
    bool spaced;
    struct rect cost, moves, about, details;
    struct rect answers;
    bool airy; /* blank rows between the answers */
    struct rect laws;
    bool all_laws;             /* the primary one among them */
    struct rect chart, second; /* second: loss over D, or over N where the first is over D */
};

struct plan_layout plan_layout(const struct app *app);

/* Left: sliders, what the plan costs, best moves, what the selected input is, every law's numbers.
 */
void plan_draw_inputs(const struct app *app, const struct facts *facts, struct canvas *canvas,
                      const struct plan_layout *layout);
void plan_draw_cost(const struct app *app, struct canvas *canvas, struct rect rect);
void plan_draw_moves(const struct app *app, const struct facts *facts, struct canvas *canvas,
                     struct rect rect);
void plan_draw_details(const struct app *app, const struct facts *facts, struct canvas *canvas,
                       struct rect rect);
void plan_draw_about(const struct app *app, struct canvas *canvas, struct rect rect);

/* The row of an input's slider, and the input of a row (INPUT_NONE between them). */
int plan_input_row(const struct plan_layout *layout, enum input input);
enum input plan_row_input(const struct plan_layout *layout, int y);

/* The track's columns in every row. */
struct rect plan_track(const struct plan_layout *layout);

/* Right: the primary law's answers, and the other laws in a line each. */
void plan_draw_answers(const struct app *app, const struct facts *facts, struct canvas *canvas,
                       const struct plan_layout *layout);
void plan_draw_laws(const struct app *app, const struct facts *facts, struct canvas *canvas,
                    const struct plan_layout *layout);

/* Why a law that has a loss has nothing to add to it. */
const char *plan_blind_text(const struct app *app, int index);

/* The preset whose line is at a row, −1 where none is. */
int plan_row_law(const struct app *app, const struct plan_layout *layout, int y);

/* The range of an input that a chart shows: decades around the plan, the fitted range and D_crit;
 * all of a short scale. */
void plan_chart_range(const struct app *app, enum input over, double *low, double *high);

/* Loss over an input: as planned, and before PTQ. One value a dot column, NAN where there is none.
 */
enum { PLAN_COLUMNS = 2 * 512 };
struct plan_curves {
    int count;
    bool both; /* the plan is quantised after training */
    double after[PLAN_COLUMNS], before[PLAN_COLUMNS];
    bool dotted[PLAN_COLUMNS];                    /* outside the fitted runs */
    bool sure;                                    /* the preset has a covariance: */
    double low[PLAN_COLUMNS], high[PLAN_COLUMNS]; /* how sure `after` is */
};

/* The chart in rect: its place and ranges, and its curves. False where there is no loss anywhere.
 */
bool plan_chart_compute(const struct app *app, const struct facts *facts, struct rect rect,
                        enum input over, struct plot *plot, struct plan_curves *curves);

/* What the curve after PTQ is called: "after PTQ 4". */
void plan_chart_after(const struct app *app, enum input over, char *out, size_t size);

/* The curve of loss over an input, with the point, D_crit and the fitted range. */
void plan_draw_chart(const struct app *app, const struct facts *facts, struct canvas *canvas,
                     struct rect rect, enum input over);

/* The input that the first chart is over: the selected one where the loss has it on a scale, else
 * D. */
enum input plan_chart_input(const struct app *app);

/* Keep the chart's range as it is for a drag in it. */
void plan_chart_grab(struct app *app, enum input over);

/* The value of that input at a screen column. */
double plan_chart_value(const struct app *app, struct rect rect, enum input over, int x);

#endif
