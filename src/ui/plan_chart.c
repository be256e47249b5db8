/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "engine/covariance.h"
#include "ui/look.h"
#include "ui/plan_parts.h"
#include "ui/plot.h"
#include "ui/widget.h"
#include <math.h>
#include <stdlib.h>

enum { AXIS_W = 8 };

enum input plan_chart_input(const struct app *app) {
    const enum input input = app->now.selected;
    return input == IN_C || input == IN_DINF || input == IN_FC2 || input == IN_BIAS ? IN_D : input;
}

/* Decades around the plan, the fitted range and the turning point; all of a short scale. */
void plan_chart_range(const struct app *app, enum input over, double *low, double *high) {
    const struct preset *preset = app_primary(app);
    const struct input_row *row = &inputs[over];
    *low = row->low;
    *high = row->high;
    if (row->scale != SCALE_LOG || over == IN_G) return;
    const double value = plan_get(&app->now.plan, over);
    double from = value / 30, to = value * 30;
    if (preset->ranged & INPUT_BIT(over)) {
        if (isfinite(preset->range[over].low)) from = fmin(from, preset->range[over].low);
        if (isfinite(preset->range[over].high)) to = fmax(to, preset->range[over].high * 3);
    }
    const double turn = over == IN_D ? law_dcrit(preset, &app->now.plan) : NAN;
    if (turn > value / 1e4 && turn < value * 1e4) {
        from = fmin(from, turn / 10);
        to = fmax(to, turn * 10);
    }
    *low = fmax(row->low, pow(10, floor(log10(from) + 1e-9)));
    *high = fmin(row->high, pow(10, ceil(log10(to) - 1e-9)));
}

static struct plot place(const struct app *app, struct rect rect, enum input over) {
    struct plot plot = {.area = {rect.x + AXIS_W, rect.y + 1, rect.w - AXIS_W - 1, rect.h - 3},
                        .x_log = inputs[over].scale == SCALE_LOG};
    if (plot.area.w > PLAN_COLUMNS / 2) plot.area.w = PLAN_COLUMNS / 2;
    if (app->drag == DRAG_CHART && over == plan_chart_input(app)) {
        plot.x_low = app->drag_low;
        plot.x_high = app->drag_high;
    } else {
        plan_chart_range(app, over, &plot.x_low, &plot.x_high);
    }
    return plot;
}

void plan_chart_grab(struct app *app, enum input over) {
    plan_chart_range(app, over, &app->drag_low, &app->drag_high);
}

double plan_chart_value(const struct app *app, struct rect rect, enum input over, int x) {
    const struct plot plot = place(app, rect, over);
    const double value =
        plot_x(&plot, fmax(0, fmin(plot_columns(&plot) - 1, 2 * (x - plot.area.x))));
    const struct input_row *row = &inputs[over];
    if (over == IN_G) return exp2(round(log2(value)));
    if (row->scale == SCALE_LOG) return fmin(row->high, fmax(row->low, num_round(value, 2)));
    return row->whole ? round(value) : round(value * 10) / 10;
}

static double loss_of(const struct preset *preset, const void *data) {
    struct result result;
    law_eval(preset, data, &result);
    return result.loss;
}

static void take_interval(const struct preset *preset, const struct plan *plan, int i,
                          struct plan_curves *curves) {
    const double deviation = covariance_deviation(preset, loss_of, plan);
    const struct interval interval = interval_around(curves->after[i], deviation, false);
    curves->low[i] = interval.low;
    curves->high[i] = interval.high;
}

static void sample(const struct app *app, const struct plot *plot, enum input over,
                   struct plan_curves *curves) {
    const struct preset *preset = app_primary(app);
    const bool ranged = preset->ranged & INPUT_BIT(over);
    const bool served_low = over == IN_POST || app->now.plan.post != PLAN_OFF;
    curves->count = plot_columns(plot);
    curves->sure = preset->covariance != NULL;
    curves->both = served_low && (preset->reads & INPUT_BIT(IN_POST));
    for (int i = 0; i < curves->count; i++) {
        struct plan plan;
        struct result result;
        const double x = plot_x(plot, i);
        curves->after[i] = curves->before[i] = curves->low[i] = curves->high[i] = NAN;
        curves->dotted[i] = ranged && (x < preset->range[over].low * (1 - 1e-9) ||
                                       x > preset->range[over].high * (1 + 1e-9));
        if (!app_moved(app, over, x, &plan)) continue;
        law_eval(preset, &plan, &result);
        curves->after[i] = result.loss;
        if (curves->sure) take_interval(preset, &plan, i, curves);
        plan.post = PLAN_OFF;
        if (!curves->both) continue;
        law_eval(preset, &plan, &result);
        curves->before[i] = result.loss;
    }
}

/* From the least loss to where most of the curve and the plan are in sight: a wall is cut off. */
static void y_range(const struct plan_curves *curves, double now, struct plot *plot) {
    double sorted[2 * PLAN_COLUMNS];
    int count = 0;
    for (int i = 0; i < curves->count; i++) {
        if (!isnan(curves->after[i])) sorted[count++] = curves->after[i];
        if (curves->both && !isnan(curves->before[i])) sorted[count++] = curves->before[i];
    }
    plot->y_low = plot->y_high = NAN;
    if (count == 0) return;
    qsort(sorted, (size_t)count, sizeof *sorted, num_ascending);
    const double least = sorted[0], most = sorted[count - 1];
    double top = fmax(sorted[count * 3 / 4], least + 0.02);
    if (!isnan(now)) top = fmax(top, least + 2 * (now - least));
    top = fmax(fmin(top, most), least + 0.002);
    plot->y_low = least - 0.06 * (top - least);
    plot->y_high = top + 0.03 * (top - least);
}

static void mark_plan(struct canvas *canvas, const struct plot *plot, double value, double loss) {
    const int column = plot_vertical(canvas, plot, value, looks[LOOK_BEFORE]);
    const int row = plot_row(plot, loss, true);
    if (column >= 0 && row >= 0) canvas_set(canvas, column, row, looks[LOOK_STRONG], 0x25C6);
}

/* One of each a cell. */
static void draw_band(struct canvas *canvas, const struct plot *plot,
                      const struct plan_curves *curves) {
    double low[PLAN_COLUMNS / 2], high[PLAN_COLUMNS / 2];
    for (int i = 0; i < plot->area.w; i++) {
        const double *const from = curves->low + (ptrdiff_t)2 * i, *const to = curves->high +
                                                                               (ptrdiff_t)2 * i;
        low[i] = (from[0] + from[1]) / 2;
        high[i] = (to[0] + to[1]) / 2;
    }
    plot_band(canvas, plot, low, high, looks[LOOK_DIM]);
}

static void draw_curves(struct canvas *canvas, const struct plot *plot,
                        const struct plan_curves *curves) {
    const enum look look = curves->both ? LOOK_BAD : LOOK_BEFORE;
    if (curves->sure) draw_band(canvas, plot, curves);
    if (curves->both) {
        plot_curve(canvas, plot, curves->before, curves->dotted, curves->count, looks[LOOK_BEFORE]);
    }
    plot_curve(canvas, plot, curves->after, curves->dotted, curves->count, looks[look]);
}

void plan_chart_after(const struct app *app, enum input over, char *out, size_t size) {
    char post[NUM_TEXT];
    text_copy(out, size, "after PTQ");
    if (over != IN_POST)
        text_append(out, size, " %s", input_show(post, IN_POST, app->now.plan.post));
}

/* Last, where nothing else stands. */
static void label_curves(const struct app *app, struct canvas *canvas, const struct plot *plot,
                         const struct plan_curves *curves, enum input over) {
    char after[32];
    if (!curves->both) return;
    plan_chart_after(app, over, after, sizeof after);
    const double *const all[] = {curves->after, curves->before};
    plot_label(canvas, plot, curves->after, all, 2, looks[LOOK_BAD], after);
    plot_label(canvas, plot, curves->before, all, 2, looks[LOOK_BEFORE], "before");
}

bool plan_chart_compute(const struct app *app, const struct facts *facts, struct rect rect,
                        enum input over, struct plot *plot, struct plan_curves *curves) {
    *plot = place(app, rect, over);
    sample(app, plot, over, curves);
    y_range(curves, facts->answer[app->now.primary].result.loss, plot);
    return !isnan(plot->y_low);
}

void plan_draw_chart(const struct app *app, const struct facts *facts, struct canvas *canvas,
                     struct rect rect, enum input over) {
    char head[64] = "loss over ";
    struct plan_curves curves = {.count = 0};
    struct plot plot;
    const struct answer *answer = &facts->answer[app->now.primary];
    text_append(head, sizeof head, "%s", inputs[over].name);
    if (app->now.hold != HOLD_NONE)
        text_append(head, sizeof head, " at the same %s", hold_names[app->now.hold]);
    const bool ranged = app_primary(app)->ranged & INPUT_BIT(over);
    const bool sure = app_primary(app)->covariance && rect.w >= 60;
    widget_rule(canvas, rect.x, rect.y, rect.w, head,
                ranged ? sure ? "░ 90 %, dotted: beyond the runs" : "dotted: beyond the runs"
                       : NULL);
    if (!plan_chart_compute(app, facts, rect, over, &plot, &curves)) {
        canvas_put(canvas, plot.area.x, plot.area.y + plot.area.h / 2, plot.area.w, looks[LOOK_DIM],
                   "no loss anywhere on this line");
        return;
    }
    plot_axes(canvas, &plot, over);
    draw_curves(canvas, &plot, &curves);
    if (over == IN_D) plot_named_vertical(canvas, &plot, answer->d_crit, looks[LOOK_BAD], "D_crit");
    mark_plan(canvas, &plot, plan_get(&app->now.plan, over), answer->result.loss);
    label_curves(app, canvas, &plot, &curves, over);
}
