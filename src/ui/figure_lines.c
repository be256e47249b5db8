/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures with lines: Plan's chart, Curve, Optimum's chart. */
#include "base/text.h"
#include "ui/curve_parts.h"
#include "ui/export_parts.h"
#include "ui/optimum_parts.h"
#include "ui/plan_parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FAR_COLS = 240, FAR_ROWS = 80, CRIMSON = 6 };

/* The points of a plot's columns; false where y has none. */
static struct figure_series *add_series(struct figure *figure, const struct plot *plot,
                                        const char *label, const double *y, const bool *beyond) {
    const int columns = plot_columns(plot);
    bool any = false;
    for (int i = 0; i < columns; i++)
        any |= isfinite(y[i]);
    struct figure_series *series = any ? figure_series(figure, label, columns) : NULL;
    for (int i = 0; series && i < columns; i++) {
        series->x[i] = plot_x(plot, i);
        series->y[i] = isfinite(y[i]) && (!plot->y_log || y[i] > 0) ? y[i] : NAN;
        series->beyond[i] = beyond[i];
    }
    return series;
}

static bool any_beyond(const struct figure *figure) {
    for (int i = 0; i < figure->series_count; i++) {
        const struct figure_series *series = &figure->series[i];
        if (memchr(series->beyond, true, (size_t)series->count)) return true;
    }
    return false;
}

static void mark_d_crit(struct figure *figure, enum input x, double d_crit, int color) {
    char label[FIGURE_LABEL] = "D_crit ", number[NUM_TEXT];
    if (x != IN_D || isnan(d_crit)) return;
    text_append(label, sizeof label, "%s", num_si(number, d_crit));
    figure_mark(figure, FIGURE_VERTICAL, d_crit, 0, color, label);
}

static void key_band(const struct app *app, int color, struct figure *figure) {
    char text[FIGURE_TITLE] = "";
    text_append(text, sizeof text, "%d %% interval of %s", INTERVAL_PERCENT,
                app_primary(app)->name);
    figure_key(figure, FIGURE_SIGN_BAND, color, text);
}

static void add_band(const struct app *app, struct figure *figure, struct figure_series *series,
                     const struct plan_curves *curves) {
    if (!series || !curves->sure || !figure_band(figure, series)) return;
    memcpy(series->low, curves->low, (size_t)series->count * sizeof *series->low);
    memcpy(series->high, curves->high, (size_t)series->count * sizeof *series->high);
    key_band(app, series->color, figure);
}

bool plan_figure(const struct app *app, const struct facts *facts, struct figure *figure) {
    struct plot plot;
    struct app *window = export_window(app, FAR_COLS, FAR_ROWS);
    struct plan_curves *curves = malloc(sizeof *curves);
    const enum input over = plan_chart_input(app);
    const struct rect rect = {0, 0, FAR_COLS, FAR_ROWS};
    const struct answer *now = &facts->answer[app->now.primary];
    char after[32];
    const bool any =
        window && curves && plan_chart_compute(window, facts, rect, over, &plot, curves);
    if (any) {
        plan_chart_after(app, over, after, sizeof after);
        struct figure_series *series =
            add_series(figure, &plot, curves->both ? after : "loss", curves->after, curves->dotted);
        add_band(app, figure, series, curves);
        if (curves->both) add_series(figure, &plot, "before PTQ", curves->before, curves->dotted);
        text_append(figure->title, FIGURE_TITLE, "Loss over %s%s%s", inputs[over].name,
                    app->now.hold == HOLD_NONE ? "" : " at the same ",
                    app->now.hold == HOLD_NONE ? "" : hold_names[app->now.hold]);
        export_plan_text(&app->now.plan, INPUT_BIT(over), figure->note, FIGURE_TITLE);
        export_axis(&figure->x, over, plot.x_low, plot.x_high, plot.x_log);
        export_axis(&figure->y, INPUT_NONE, plot.y_low, plot.y_high, plot.y_log);
        export_input_title(over, figure->x.title, FIGURE_TITLE);
        export_output_title(OUT_LOSS, figure->y.title, FIGURE_TITLE);
        mark_d_crit(figure, over, now->d_crit, CRIMSON);
        figure_mark(figure, FIGURE_POINT, plan_get(&app->now.plan, over), now->result.loss, -1,
                    "the plan");
        export_captions(app, any_beyond(figure), figure);
    }
    free(window);
    free(curves);
    return any;
}

/* The lines that have no value anywhere, with the reason. */
static void say_silent(const struct curve_picture *picture, struct figure *figure) {
    char text[FIGURE_TEXT] = "";
    for (int i = 0; i < picture->count; i++) {
        const struct curve *line = picture->line[i];
        struct result result;
        bool any = false;
        for (int k = 0; k < plot_columns(&picture->plot); k++)
            any |= isfinite(line->y[k]);
        if (any) continue;
        const bool silent = law_eval(line->preset, &line->plan, &result) == LAW_SILENT;
        text_append(text, sizeof text, "%s%s (%s)", text[0] ? ", " : "No line: ", line->label,
                    silent ? result.why : "no such number in this law");
    }
    if (text[0]) figure_caption(figure, "%s.", text);
}

/* D_crit of each line, as a dot on it; the plan's own across the chart. */
static void mark_turns(const struct app *app, const struct curve_picture *picture,
                       struct figure *figure) {
    for (int i = 0; i < picture->count; i++) {
        const struct curve *line = picture->line[i];
        if (isnan(line->d_crit)) continue;
        if (line->own) {
            mark_d_crit(figure, app->curve.x, line->d_crit, i);
        } else {
            figure_mark(figure, FIGURE_DOT, line->d_crit,
                        curve_at(line, app->curve.x, line->d_crit, app->curve.y).value, i,
                        "D_crit");
        }
    }
}

static void mark_plan(const struct app *app, struct figure *figure) {
    const enum input x = app->curve.x;
    const struct preset *law = app_primary(app);
    for (int i = 0; i < app->pins.count; i++) {
        const struct plan_pin *pin = &app->pins.pin[i];
        if (plan_same(&pin->plan, &app->now.plan)) continue;
        const double there = plan_get(&pin->plan, x);
        figure_mark(figure, FIGURE_PIN, there,
                    curve_ask(law, &pin->plan, false, x, there, app->curve.y).value, -1, pin->name);
    }
    const double at = plan_get(&app->now.plan, x);
    figure_mark(figure, FIGURE_POINT, at,
                curve_ask(law, &app->now.plan, false, x, at, app->curve.y).value, -1, "the plan");
}

/* The plan's line with its band, a table's entries where they are. */
static void add_lines(const struct app *app, const struct curve_picture *picture,
                      struct figure *figure) {
    const struct plot *plot = &picture->plot;
    for (int i = 0; i < picture->count; i++) {
        const struct curve *line = picture->line[i];
        struct figure_series *series = add_series(figure, plot, line->label, line->y, line->dotted);
        if (!series) continue;
        series->color = i;
        for (int k = 0; k < series->count; k++)
            series->x[k] = curve_column_x(plot, line, app->curve.x, k, app->curve.y);
        if (!line->own || !picture->band || !figure_band(figure, series)) continue;
        for (int k = 0; k < series->count; k++) {
            const struct interval interval =
                curve_interval(line, app->curve.x, series->x[k], app->curve.y);
            series->low[k] = interval.low;
            series->high[k] = interval.high;
        }
    }
}

static void add_runs(const struct curve_picture *picture, struct figure *figure) {
    const int most = picture->runs ? picture->runs->count : 0;
    struct figure_spot *spot = most > 0 ? figure_cloud(figure, most) : NULL;
    for (int i = 0; spot && i < most; i++) {
        const struct curve_run *run = &picture->runs->run[i];
        const double y = curve_run_shown(&picture->plot, run) ? run->y : NAN;
        spot[i] = (struct figure_spot){run->x, y, run->line, run->on_line};
    }
}

/* What band and runs are. */
static void add_keys(const struct app *app, const struct curve_picture *picture,
                     struct figure *figure) {
    char on_line[CURVE_WORDS], brought[CURVE_WORDS];
    const int color = picture->own, hidden = curve_runs_hidden(picture);
    if (picture->band) key_band(app, color, figure);
    curve_runs_legend(app, picture, on_line, brought);
    if (hidden > 0)
        text_append(brought[0] ? brought : on_line, CURVE_WORDS, "; %d outside the picture",
                    hidden);
    if (on_line[0]) figure_key(figure, FIGURE_SIGN_FULL, color, on_line);
    if (brought[0]) figure_key(figure, FIGURE_SIGN_HOLLOW, color, brought);
}

static void curve_words(const struct app *app, struct figure *figure) {
    const enum input x = app->curve.x, family = app->curve.family;
    const unsigned bits = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    const unsigned moved = INPUT_BIT(x) | (curve_tied(&app->curve) ? bits : 0) |
                           (family == INPUT_NONE ? 0 : INPUT_BIT(family));
    char title[FIGURE_TITLE];
    text_copy(title, sizeof title, curve_output_title(app->curve.y));
    if (title[0] >= 'a' && title[0] <= 'z') title[0] = (char)(title[0] - 'a' + 'A');
    text_append(figure->title, FIGURE_TITLE, "%s over %s%s%s", title, curve_x_name(&app->curve),
                family == INPUT_NONE ? "" : " · ",
                family == INPUT_NONE ? "" : app_primary(app)->name);
    export_plan_text(&app->now.plan, moved, figure->note, FIGURE_TITLE);
}

bool curve_figure(const struct app *app, const struct facts *facts, struct figure *figure) {
    struct curve_picture picture = {.count = 0};
    struct app *window = export_window(app, FAR_COLS, FAR_ROWS);
    const enum input x = app->curve.x;
    (void)facts;
    if (!window) return false;
    curve_place(window, &picture);
    const bool any = curve_compute(window, &picture);
    if (any) {
        const struct plot *plot = &picture.plot;
        add_lines(app, &picture, figure);
        add_runs(&picture, figure);
        add_keys(app, &picture, figure);
        curve_words(app, figure);
        export_axis(&figure->x, x, plot->x_low, plot->x_high, plot->x_log);
        export_axis(&figure->y, INPUT_NONE, plot->y_low, plot->y_high, plot->y_log);
        export_input_title(x, figure->x.title, FIGURE_TITLE);
        if (curve_tied(&app->curve))
            text_copy(figure->x.title, FIGURE_TITLE, "P: bits of w, a and kv alike");
        export_output_title(app->curve.y, figure->y.title, FIGURE_TITLE);
        mark_turns(app, &picture, figure);
        mark_plan(app, figure);
        say_silent(&picture, figure);
        export_captions(app, any_beyond(figure), figure);
    }
    curve_free(&picture);
    free(window);
    return any;
}

/* Losses of other runs are not set against each other. */
static bool is_drawn(const struct budget_curve *curve, enum optimum_chart chart) {
    return chart != CHART_LOSS || curve->kind != OPTIMUM_OTHER;
}

/* From the least to the most of what is drawn; a wall of loss is cut where the first line ends. */
static bool fit_budgets(const struct figure *figure, enum optimum_chart chart, double *low,
                        double *high) {
    *low = INFINITY;
    *high = -INFINITY;
    for (int i = 0; i < figure->series_count; i++) {
        const struct figure_series *series = &figure->series[i];
        for (int k = 0; k < series->count; k++) {
            if (isnan(series->y[k])) continue;
            *low = fmin(*low, series->y[k]);
            if (chart != CHART_LOSS || i == 0) *high = fmax(*high, series->y[k]);
        }
    }
    if (!(*high >= *low)) return false;
    const double span = fmax(*high - *low, chart == CHART_BITS ? 1 : 1e-3);
    const bool log = chart == CHART_N || chart == CHART_D;
    *low = log ? pow(10, floor(log10(*low))) : *low - 0.08 * span;
    *high = log ? pow(10, ceil(log10(*high) + 1e-9)) : *high + 0.08 * span;
    return true;
}

static void budget_series(const struct app *app, const struct budget_curves *curves,
                          enum optimum_chart chart, struct figure *figure) {
    for (int i = 0; i < curves->count; i++) {
        const struct budget_curve *curve = &curves->curve[i];
        char name[OPTIMUM_NAME];
        if (!is_drawn(curve, chart)) continue;
        optimum_brief(app, curve->kind, name);
        struct figure_series *series = figure_series(figure, name, BUDGET_SAMPLES);
        for (int k = 0; series && k < BUDGET_SAMPLES; k++) {
            series->x[k] = exp(curve->ln_c[k]);
            series->y[k] = curve->value[chart][k];
            series->beyond[k] = curve->beyond[k];
        }
    }
}

bool optimum_figure(const struct app *app, const struct facts *facts, struct figure *figure) {
    static const struct {
        const char *title, *axis;
    } words[CHART_COUNT] = {[CHART_BITS] = {"Best bits over the budget", "P*: bits"},
                            [CHART_N] = {"Best size over the budget", "N*: parameters"},
                            [CHART_D] = {"Best tokens over the budget", "D*: tokens"},
                            [CHART_LOSS] = {"Least loss over the budget", "loss (nats/token)"}};
    const enum optimum_chart chart = app->optimum.chart;
    const bool log = chart == CHART_N || chart == CHART_D;
    const unsigned free = INPUT_BIT(IN_N) | INPUT_BIT(IN_D) | INPUT_BIT(IN_W) | INPUT_BIT(IN_A) |
                          INPUT_BIT(IN_KV) | INPUT_BIT(IN_C);
    struct optimum_row row[OPTIMUM_KINDS];
    struct budget_curves curves;
    double low, high;
    (void)facts;
    optimum_curves(app, row, optimum_rows(app, row), &curves);
    budget_series(app, &curves, chart, figure);
    if (!fit_budgets(figure, chart, &low, &high)) return false;
    text_append(figure->title, FIGURE_TITLE, "%s · %s", words[chart].title, app_primary(app)->name);
    export_plan_text(&app->now.plan, free, figure->note, FIGURE_TITLE);
    export_axis(&figure->x, IN_C, curves.low, curves.high, true);
    export_axis(&figure->y, INPUT_NONE, low, high, log);
    text_copy(figure->x.title, FIGURE_TITLE, "C: training budget (FLOP at 16 bit)");
    text_copy(figure->y.title, FIGURE_TITLE, words[chart].axis);
    figure_mark(figure, FIGURE_VERTICAL, optimum_budget(app), 0, -1,
                app->now.plan.C == PLAN_OWN ? "what the plan costs" : "the budget");
    export_captions(app, any_beyond(figure), figure);
    return true;
}
