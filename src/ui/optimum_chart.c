/* SPDX-License-Identifier: GPL-3.0-or-later */
/* P*, N*, D* and the loss over the budget. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/optimum_parts.h"
#include "ui/pins_show.h"
#include "ui/plot.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

enum { COLUMNS = 2 * 512, AXIS_W = 8 };

static const double usual_low = 1e19, usual_high = 1e27;

static const struct ink inks[OPTIMUM_KINDS] = {
    [OPTIMUM_JOINT] = {COLOR_CYAN_, 0, 0},    [OPTIMUM_BITS_16] = {COLOR_CYAN_, 0, 0},
    [OPTIMUM_SIZE] = {COLOR_YELLOW_, 0, 0},   [OPTIMUM_SERVED] = {COLOR_GREEN_, 0, 0},
    [OPTIMUM_OTHER] = {COLOR_MAGENTA_, 0, 0},
};

static const char *const chart_titles[CHART_COUNT] = {[CHART_BITS] = "best bits over budget",
                                                      [CHART_N] = "N* over budget",
                                                      [CHART_D] = "D* over budget",
                                                      [CHART_LOSS] = "loss over budget"};

/* The budgets that people speak of, and the present one's decade. */
static void budget_range(const struct app *app, double *low, double *high) {
    const double now = optimum_budget(app);
    *low = fmin(usual_low, pow(10, floor(log10(now))));
    *high = fmax(usual_high, pow(10, ceil(log10(now))));
}

static double sample_budget(const struct budget_curves *curves, int i) {
    return curves->low * pow(curves->high / curves->low, (double)i / (BUDGET_SAMPLES - 1));
}

/* A kind's answers; false where it has none at all. */
static bool sample(const struct app *app, const struct budget_curves *curves,
                   enum optimum_kind kind, struct budget_curve *curve) {
    bool any = false;
    curve->kind = kind;
    for (int i = 0; i < BUDGET_SAMPLES; i++) {
        struct optimum optimum;
        const enum law_status status =
            optimum_ask(app, kind, sample_budget(curves, i), 0, &optimum);
        const bool answered = status != LAW_SILENT;
        curve->beyond[i] = status == LAW_BEYOND;
        curve->value[CHART_BITS][i] = answered ? optimum.P : NAN;
        curve->value[CHART_N][i] = answered ? optimum.plan.N : NAN;
        curve->value[CHART_D][i] = answered ? optimum.plan.D : NAN;
        curve->value[CHART_LOSS][i] = answered ? optimum.loss : NAN;
        any |= answered;
    }
    return any;
}

void optimum_curves(const struct app *app, struct budget_curves *curves) {
    static const enum optimum_kind drawn[] = {OPTIMUM_JOINT, OPTIMUM_BITS_16, OPTIMUM_SIZE,
                                              OPTIMUM_SERVED, OPTIMUM_OTHER};
    _Static_assert(sizeof drawn / sizeof *drawn <= BUDGET_CURVES, "a place for each curve");
    struct optimum optimum;
    budget_range(app, &curves->low, &curves->high);
    curves->count = 0;
    const bool joint =
        optimum_ask(app, OPTIMUM_JOINT, optimum_budget(app), 0, &optimum) != LAW_SILENT;
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        const struct preset *preset = optimum_preset(app, drawn[i]);
        if (!preset || (drawn[i] == OPTIMUM_BITS_16 && joint)) continue;
        /* a law that is no sum of powers takes too long to serve */
        if (drawn[i] == OPTIMUM_SERVED && !preset->law->powers) continue;
        if (sample(app, curves, drawn[i], &curves->curve[curves->count])) curves->count++;
    }
}

static bool is_log(enum optimum_chart chart) {
    return chart == CHART_N || chart == CHART_D;
}

/* Losses of other runs are not set against each other. */
static bool is_shown(const struct budget_curve *curve, enum optimum_chart chart) {
    return chart != CHART_LOSS || curve->kind != OPTIMUM_OTHER;
}

/* Between the samples along straight lines. */
static void resample(const struct budget_curve *curve, enum optimum_chart chart, int columns,
                     double *y, bool *dotted) {
    const double *value = curve->value[chart];
    for (int i = 0; i < columns; i++) {
        const double at = (double)i / (columns - 1) * (BUDGET_SAMPLES - 1);
        const int left = (int)fmin(BUDGET_SAMPLES - 2, floor(at));
        const double share = at - left;
        y[i] = is_log(chart) ? value[left] * pow(value[left + 1] / value[left], share)
                             : value[left] + share * (value[left + 1] - value[left]);
        dotted[i] = curve->beyond[share < 0.5 ? left : left + 1];
    }
}

/* Bits are counted: an axis from which whole numbers can be read. */
static void whole_ticks(struct plot *plot) {
    double tick[PLOT_TICKS];
    for (bool whole = false; !whole && plot->y_low >= 0.5; plot->y_low -= whole ? 0 : 0.5) {
        const int count = plot_ticks(plot->y_low, plot->y_high, false, plot->area.h / 2, tick);
        whole = true;
        for (int i = 0; i < count; i++)
            whole = whole && tick[i] == round(tick[i]);
    }
}

/* From the least to the most of all curves; a wall of loss is cut where the first curve ends. */
static bool y_range(const struct budget_curves *curves, enum optimum_chart chart,
                    struct plot *plot) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < curves->count; i++) {
        const struct budget_curve *curve = &curves->curve[i];
        for (int j = 0; j < BUDGET_SAMPLES && is_shown(curve, chart); j++) {
            if (isnan(curve->value[chart][j])) continue;
            low = fmin(low, curve->value[chart][j]);
            if (chart != CHART_LOSS || i == 0) high = fmax(high, curve->value[chart][j]);
        }
    }
    if (!(high >= low)) return false;
    if (is_log(chart)) {
        plot->y_low = pow(10, floor(log10(low)));
        plot->y_high = pow(10, ceil(log10(high) + 1e-9));
    } else if (chart == CHART_BITS) {
        plot->y_low = fmax(0, floor(low - 0.5));
        plot->y_high = ceil(high + 0.5);
        whole_ticks(plot);
    } else {
        const double span = fmax(high - low, 1e-3);
        plot->y_low = low - 0.06 * span;
        plot->y_high = high + 0.03 * span;
    }
    return true;
}

/* A mark with its label beside it, where there is room. */
static void put_point(struct canvas *canvas, const struct plot *plot, double x, double y,
                      const char *text) {
    static const int away[] = {0, 1, -1, 2, -2};
    const struct ink ink = inks[OPTIMUM_SIZE];
    const struct rect *area = &plot->area;
    const int column = area->x + (int)lround(plot_column(plot, x)) / 2;
    const int row = plot_row(plot, y, false), width = canvas_width(canvas, text);
    if (row < 0 || column < area->x || column >= area->x + area->w) return;
    canvas_set(canvas, column, row, ink, 0x25CF);
    for (int i = 0; i < 10; i++) {
        const int at = row + away[i / 2];
        const int left = i % 2 ? column - 1 - width : column + 2;
        const bool inside = left > area->x && left + width <= area->x + area->w && at >= area->y &&
                            at < area->y + area->h;
        if (!inside || !plot_blank(canvas, left, at, width)) continue;
        canvas_put(canvas, left, at, width, ink, text);
        return;
    }
}

/* The three Llama 3 models: D and bits for their N, at the compute of their 16-bit runs. */
static void put_llamas(const struct app *app, struct canvas *canvas, const struct plot *plot) {
    static const struct {
        double N, D;
        const char *name;
    } llama[] = {{8e9, 15e12, "Llama-3 8B"}, {70e9, 15e12, "70B"}, {405e9, 15.6e12, "405B"}};
    const struct preset *preset = app_primary(app);
    if (!preset->law->real_bits || preset->law->cost_bits) return;
    for (size_t i = 0; i < sizeof llama / sizeof *llama; i++) {
        char text[48];
        struct plan plan = app->now.plan;
        struct optimum optimum;
        const double C = 6 * llama[i].N * llama[i].D;
        const struct problem problem = {.free = FREE_D | FREE_P,
                                        .budget = C,
                                        .whole = app->optimum.whole};
        plan.N = llama[i].N;
        if (optimum_solve(preset, &plan, &problem, &optimum) == LAW_SILENT) continue;
        text_copy(text, sizeof text, llama[i].name);
        text_append(text, sizeof text, " %.1f", optimum.P);
        put_point(canvas, plot, C, optimum.P, text);
    }
}

static struct plot place(const struct app *app, struct rect rect) {
    struct plot plot = {.area = {rect.x + AXIS_W, rect.y + 1, rect.w - AXIS_W - 1, rect.h - 3},
                        .x_log = true};
    if (plot.area.w > COLUMNS / 2) plot.area.w = COLUMNS / 2;
    budget_range(app, &plot.x_low, &plot.x_high);
    return plot;
}

double optimum_chart_budget(const struct app *app, struct rect rect, int x) {
    const struct plot plot = place(app, rect);
    const double column = fmax(0, fmin(plot_columns(&plot) - 1, 2 * (x - plot.area.x)));
    return num_round(plot_x(&plot, column), 2);
}

static void draw_curves(const struct app *app, const struct budget_curves *curves,
                        struct canvas *canvas, const struct plot *plot, enum optimum_chart chart,
                        double at) {
    double y[BUDGET_CURVES][COLUMNS];
    bool dotted[COLUMNS];
    const double *shown[BUDGET_CURVES];
    int count = 0;
    for (int i = curves->count - 1; i >= 0; i--) {
        if (!is_shown(&curves->curve[i], chart)) continue;
        resample(&curves->curve[i], chart, plot_columns(plot), y[i], dotted);
        plot_curve(canvas, plot, y[i], dotted, plot_columns(plot), inks[curves->curve[i].kind]);
        shown[count++] = y[i];
    }
    if (chart == CHART_BITS) put_llamas(app, canvas, plot);
    if (chart == CHART_LOSS) pins_mark_plot(app, canvas, plot, IN_C, OUT_LOSS);
    plot_vertical(canvas, plot, at, looks[LOOK_DIM]);
    for (int i = 0; i < curves->count; i++) {
        char name[OPTIMUM_NAME];
        const enum optimum_kind kind = curves->curve[i].kind;
        if (!is_shown(&curves->curve[i], chart)) continue;
        optimum_name(app, kind, NULL, true, name);
        plot_label(canvas, plot, y[i], shown, count, inks[kind], name);
    }
}

static bool any_beyond(const struct budget_curves *curves) {
    for (int i = 0; i < curves->count; i++) {
        if (memchr(curves->curve[i].beyond, true, sizeof curves->curve[i].beyond)) return true;
    }
    return false;
}

void optimum_draw_chart(const struct app *app, const struct budget_curves *curves,
                        struct canvas *canvas, struct rect rect, enum optimum_chart chart,
                        double at) {
    struct plot plot = place(app, rect);
    plot.y_log = is_log(chart);
    widget_rule(canvas, rect.x, rect.y, rect.w, chart_titles[chart],
                any_beyond(curves) ? "dotted: beyond the runs" : NULL);
    if (!y_range(curves, chart, &plot)) {
        canvas_put(canvas, plot.area.x, rect.y + rect.h / 2, plot.area.w, looks[LOOK_DIM],
                   "no answer at any budget");
        return;
    }
    plot_axes(canvas, &plot, IN_C);
    draw_curves(app, curves, canvas, &plot, chart, at);
}
