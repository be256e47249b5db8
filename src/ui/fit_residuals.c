/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view: how far each run is from the law, along what may be the reason. */
#include "base/text.h"
#include "engine/fit_request.h"
#include "ui/fit_parts.h"
#include "ui/look.h"
#include "ui/plot.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

enum { AXIS_W = 8, AXIS_H = 2 };

/* Bits of what the law reads first of: weights in training, after it, the format. */
static double bits_of(const struct law *law, const struct plan *plan) {
    if (law->reads & INPUT_BIT(IN_W)) return plan_bits(plan->w);
    if (law->reads & INPUT_BIT(IN_POST)) return plan_bits(plan->post);
    if (law->reads & INPUT_BIT(IN_E)) return 1 + plan->E + plan->M;
    return plan_bits(PLAN_OFF);
}

/* Which bits those are: activations may have others. */
static const char *bits_title(const struct law *law) {
    if (law->reads & INPUT_BIT(IN_W)) return "bits of w";
    if (law->reads & INPUT_BIT(IN_POST)) return "bits of post";
    return law->reads & INPUT_BIT(IN_E) ? "bits, 1+E+M" : "bits, which this law ignores";
}

/* input: whose numbers the axis shows alike; a loss reads as bits do. */
static const struct along {
    const char *name, *title;
    enum input input;
    bool log;
} alongs[FIT_ALONGS] = {[FIT_ALONG_LOSS] = {"loss", "loss", IN_W, false},
                        [FIT_ALONG_N] = {"N", "N", IN_N, true},
                        [FIT_ALONG_D] = {"D", "D", IN_D, true},
                        [FIT_ALONG_BITS] = {"bits", "bits", IN_W, false}};

const char *fit_along_name(enum fit_along along) {
    return alongs[along].name;
}

double fit_along_value(const struct fit_work *work, enum fit_along along, size_t row) {
    const struct plan *const plan = &work->runs.run[row].plan;
    switch (along) {
    case FIT_ALONG_N:
        return plan->N;
    case FIT_ALONG_D:
        return plan->D;
    case FIT_ALONG_BITS:
        return bits_of(work->problem.law, plan);
    default:
        return work->result.row[row].predicted;
    }
}

static double percent(double residual) {
    return 100 * expm1(residual);
}

/* Runs that do not count have no residual: they are not asked, being far apart in memory. */
static bool counts(const struct fit_work *work, size_t row) {
    return isfinite(work->result.row[row].residual);
}

/* The range of both, a little wider than the points; false where there are none. */
static bool scale(const struct fit_work *work, enum fit_along along, struct plot *plot) {
    double low = 0, high = 0; /* of what is seen of the residuals */
    plot->x_low = INFINITY;
    plot->x_high = -INFINITY;
    plot->x_log = alongs[along].log;
    for (size_t i = 0; i < work->result.rows; i++) {
        if (!counts(work, i)) continue;
        const double x = fit_along_value(work, along, i);
        plot->x_low = fmin(plot->x_low, x);
        plot->x_high = fmax(plot->x_high, x);
        low = fmin(low, work->result.row[i].residual);
        high = fmax(high, work->result.row[i].residual);
    }
    if (!(plot->x_low <= plot->x_high)) return false;
    const double most = fmax(percent(high), -percent(low));
    const double ratio = plot->x_high / plot->x_low, span = plot->x_high - plot->x_low;
    const double wider = plot->x_log ? pow(ratio, .04) * 1.02 : span * .04 + .05;
    plot->x_low = plot->x_log ? plot->x_low / wider : plot->x_low - wider;
    plot->x_high = plot->x_log ? plot->x_high * wider : plot->x_high + wider;
    plot->y_high = most > 0 ? 1.1 * most : 1;
    plot->y_low = -plot->y_high;
    return true;
}

static void draw_zero(struct canvas *canvas, const struct plot *plot) {
    const int row = plot_row(plot, 0, true);
    for (int i = 0; i < plot->area.w; i++)
        canvas_set(canvas, plot->area.x + i, row, looks[LOOK_DIM], 0x2508);
}

static void draw_worst(const struct fit_work *work, enum fit_along along, const struct plot *plot,
                       struct canvas *canvas) {
    size_t rows[FIT_WORST];
    const int count = fit_worst(&work->result, &work->runs, rows, 5);
    for (int i = count - 1; i >= 0; i--) {
        const double column = plot_column(plot, fit_along_value(work, along, rows[i]));
        const int row = plot_row(plot, percent(work->result.row[rows[i]].residual), true);
        canvas_set(canvas, plot->area.x + (int)lround(column) / 2, row, looks[LOOK_KEY],
                   (uint32_t)('1' + i));
    }
}

void fit_draw_residuals(const struct app *app, const struct fit_work *work, struct canvas *canvas,
                        struct rect rect) {
    char title[80] = "";
    const enum fit_along along = app->fit.along;
    struct plot plot = {
        .area = {rect.x + AXIS_W, rect.y + 1, rect.w - AXIS_W - 1, rect.h - 1 - AXIS_H}};
    if (!work || plot.area.h < 2 || !scale(work, along, &plot)) return;
    text_append(title, sizeof title,
                rect.w < 50 ? "off by, %%, along %s" : "measured − law, %%, along %s",
                along == FIT_ALONG_BITS ? bits_title(work->problem.law) : alongs[along].title);
    widget_rule(canvas, rect.x, rect.y, rect.w, title, rect.w < 50 ? NULL : "x: another");
    plot_axes(canvas, &plot, alongs[along].input);
    draw_zero(canvas, &plot);
    for (size_t i = 0; i < work->result.rows; i++) {
        if (!counts(work, i)) continue;
        plot_point(canvas, &plot, fit_along_value(work, along, i),
                   percent(work->result.row[i].residual), looks[LOOK_BEFORE]);
    }
    draw_worst(work, along, &plot, canvas);
}
