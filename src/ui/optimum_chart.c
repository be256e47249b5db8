/* SPDX-License-Identifier: GPL-3.0-or-later */
/* P*, N*, D* and the loss over the training compute. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/optimum_parts.h"
#include "ui/pins_show.h"
#include "ui/plot.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

/* Each line's name stands at its right end, in a margin of LABEL_W. */
enum { COLUMNS = 2 * 512, AXIS_W = 8, LABEL_W = 13 };

static const struct ink inks[OPTIMUM_KINDS] = {
    [OPTIMUM_JOINT] = {COLOR_CYAN_, 0, 0},    [OPTIMUM_BITS_16] = {COLOR_CYAN_, 0, 0},
    [OPTIMUM_SIZE] = {COLOR_YELLOW_, 0, 0},   [OPTIMUM_SERVED] = {COLOR_GREEN_, 0, 0},
    [OPTIMUM_OTHER] = {COLOR_MAGENTA_, 0, 0},
};

static const char *const chart_titles[CHART_COUNT] = {[CHART_BITS] = "best bits over C",
                                                      [CHART_N] = "N* over C",
                                                      [CHART_D] = "D* over C",
                                                      [CHART_LOSS] = "loss over C"};

static bool is_log(enum optimum_chart chart) {
    return chart == CHART_N || chart == CHART_D;
}

/* Losses of other runs are not set against each other. */
static bool is_shown(enum optimum_kind kind, enum optimum_chart chart) {
    return chart != CHART_LOSS || kind != OPTIMUM_OTHER;
}

/* Between the samples along straight lines; nothing beyond them. */
static void resample(const struct budget_curve *curve, enum optimum_chart chart,
                     const struct plot *plot, double *y, bool *dotted) {
    const double *value = curve->value[chart], *ln_c = curve->ln_c;
    const int columns = plot_columns(plot);
    const double low = log(plot->x_low), step = (log(plot->x_high) - low) / (columns - 1);
    int left = 0;
    for (int i = 0; i < columns; i++) {
        const double at = low + i * step;
        while (left < BUDGET_SAMPLES - 2 && !(ln_c[left + 1] >= at))
            left++;
        const double share = (at - ln_c[left]) / (ln_c[left + 1] - ln_c[left]);
        const bool inside = share >= -1e-9 && share <= 1 + 1e-9;
        const double from = value[left], to = value[left + 1];
        y[i] = !inside         ? NAN
               : is_log(chart) ? from * pow(to / from, share)
                               : from + share * (to - from);
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
static bool y_range(const struct app *app, const struct budget_curves *curves,
                    enum optimum_chart chart, struct plot *plot) {
    double low = INFINITY, high = -INFINITY;
    if (chart == CHART_LOSS && app->optimum.target > 0) low = high = app->optimum.target;
    for (int i = 0; i < curves->count; i++) {
        const struct budget_curve *curve = &curves->curve[i];
        for (int j = 0; j < BUDGET_SAMPLES && is_shown(curve->kind, chart); j++) {
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

static bool inside(const struct plot *plot, int x, int y) {
    const struct rect *area = &plot->area;
    return x >= area->x && x < area->x + area->w && y >= area->y && y < area->y + area->h;
}

static int cell_column(const struct plot *plot, double x) {
    return plot->area.x + (int)floor(plot_column(plot, x) + 0.5) / 2;
}

/* Each row's answer where it stands: the chosen one's full, the others' that have a line hollow. */
static void put_marks(const struct app *app, const struct budget_curves *curves,
                      const struct optimum_row *row, int count, struct canvas *canvas,
                      const struct plot *plot, enum optimum_chart chart) {
    const int chosen = optimum_chosen(app);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < count; i++) {
            const struct optimum *found = &row[i].optimum;
            const double C = optimum_place(app, &row[i]);
            const double value[CHART_COUNT] = {found->P, found->plan.N, found->plan.D, found->loss};
            const bool full = i == chosen;
            if (full != (pass == 1) || isnan(C) || !is_shown(row[i].kind, chart)) continue;
            if (!full && !optimum_curve(curves, row[i].kind)) continue;
            const int x = cell_column(plot, C), y = plot_row(plot, value[chart], false);
            if (inside(plot, x, y))
                canvas_set(canvas, x, y, full ? looks[LOOK_KEY] : inks[row[i].kind],
                           full ? 0x25C6 : 0x25C7);
        }
    }
}

/* Whether a label would cover nothing but the line at the budget. */
static bool is_free(const struct canvas *canvas, const struct plot *plot, int x, int y, int width) {
    if (x <= plot->area.x || x + width >= plot->area.x + plot->area.w) return false;
    for (int i = -1; i <= width; i++) {
        const struct cell *cell = canvas_at(canvas, x + i, y);
        if (!cell || !inside(plot, x + i, y) || (cell->ch != ' ' && cell->ch != 0x250A))
            return false;
    }
    return true;
}

/* A label beside a mark, where there is room. */
static bool put_beside(struct canvas *canvas, const struct plot *plot, int x, int y,
                       const char *text) {
    static const int away[] = {0, 1, -1, 2, -2};
    const int width = canvas_width(canvas, text);
    for (int i = 0; i < 10; i++) {
        const int at = y + away[i / 2], left = i % 2 ? x - 1 - width : x + 2;
        if (!is_free(canvas, plot, left, at, width)) continue;
        canvas_put(canvas, left, at, width, inks[OPTIMUM_SIZE], text);
        return true;
    }
    return false;
}

enum { LLAMAS = 3 };

/* A mark on the screen, and what was in its cell. */
struct mark {
    int x, y;
    double bits;
    struct cell under;
    bool put;
};

static void mark_llama(const struct app *app, double N, double D, struct canvas *canvas,
                       const struct plot *plot, struct mark *mark) {
    struct plan plan = app->now.plan;
    struct optimum optimum;
    const double C = 6 * N * D;
    const struct problem problem = {.free = FREE_D | FREE_P,
                                    .budget = C,
                                    .whole = app->optimum.whole};
    plan.N = N;
    mark->put = false;
    if (optimum_solve(app_primary(app), &plan, &problem, &optimum) == LAW_SILENT) return;
    mark->x = cell_column(plot, C);
    mark->y = plot_row(plot, optimum.P, false);
    mark->bits = optimum.P;
    const struct cell *cell = canvas_at(canvas, mark->x, mark->y);
    if (!cell || !inside(plot, mark->x, mark->y) || cell->ch == 0x25CF || cell->ch == 0x25C6)
        return;
    mark->under = *cell;
    mark->put = true;
    canvas_set(canvas, mark->x, mark->y, inks[OPTIMUM_SIZE], 0x25CF);
}

/* The three Llama 3 models: D and bits for their N, at the compute of their 16-bit runs. One that
 * has no room for its name is left out. */
static void put_llamas(const struct app *app, struct canvas *canvas, const struct plot *plot) {
    static const struct {
        double N, D;
        const char *name;
    } llama[LLAMAS] = {{8e9, 15e12, "8B"}, {70e9, 15e12, "70B"}, {405e9, 15.6e12, "405B"}};
    const struct preset *preset = app_primary(app);
    struct mark mark[LLAMAS];
    bool named = false;
    if (!preset->law->real_bits || preset->law->cost_bits) return;
    for (int i = 0; i < LLAMAS; i++)
        mark_llama(app, llama[i].N, llama[i].D, canvas, plot, &mark[i]);
    for (int i = 0; i < LLAMAS; i++) {
        char text[48] = "";
        if (!mark[i].put) continue;
        text_append(text, sizeof text, "%s%s %.1f", named ? "" : "Llama-3 ", llama[i].name,
                    mark[i].bits);
        if (put_beside(canvas, plot, mark[i].x, mark[i].y, text))
            named = true;
        else
            canvas_set(canvas, mark[i].x, mark[i].y, mark[i].under.ink, mark[i].under.ch);
    }
}

static struct plot place(struct rect rect, double low, double high) {
    struct plot plot = {.area = {rect.x + AXIS_W, rect.y + 1, rect.w - AXIS_W - LABEL_W - 2,
                                 rect.h - 3},
                        .x_low = low,
                        .x_high = high,
                        .x_log = true};
    if (plot.area.w > COLUMNS / 2) plot.area.w = COLUMNS / 2;
    return plot;
}

double optimum_chart_budget(const struct app *app, struct rect rect, int x) {
    struct optimum_row row[OPTIMUM_KINDS];
    double low, high;
    const int count = app->optimum.target > 0 ? optimum_rows(app, row) : 0;
    optimum_range(app, row, count, &low, &high);
    const struct plot plot = place(rect, low, high);
    const double column = fmax(0, fmin(plot_columns(&plot) - 1, 2 * (x - plot.area.x)));
    return num_round(plot_x(&plot, column), 2);
}

/* A line's name, and the row in which it would stand best. */
struct label {
    enum optimum_kind kind;
    int row;
    double at; /* finer than a row: lines that end in the same one keep their order */
};

/* The last that a curve has, in the picture's rows; below it where it has nothing. */
static void find_end(const struct plot *plot, const double *y, struct label *label) {
    int last = plot_columns(plot) - 1;
    while (last > 0 && isnan(y[last]))
        last--;
    label->row = isnan(y[last]) ? plot->area.y + plot->area.h - 1 : plot_row(plot, y[last], true);
    label->at = -y[last];
}

/* One below the other, moved apart where lines end close together. */
static void put_labels(const struct app *app, struct canvas *canvas, const struct plot *plot,
                       struct label *label, int count) {
    const int first = plot->area.y, last = first + plot->area.h - 1;
    for (int i = 1; i < count; i++) {
        for (int j = i; j > 0 && label[j].at < label[j - 1].at; j--) {
            const struct label lower = label[j];
            label[j] = label[j - 1];
            label[j - 1] = lower;
        }
    }
    for (int i = 1; i < count; i++) {
        if (label[i].row <= label[i - 1].row) label[i].row = label[i - 1].row + 1;
    }
    for (int i = count - 1, limit = last; i >= 0; i--, limit = label[i + 1].row - 1) {
        if (label[i].row > limit) label[i].row = limit;
    }
    for (int i = 0; i < count; i++) {
        char name[OPTIMUM_NAME];
        optimum_brief(app, label[i].kind, name);
        if (label[i].row < first) continue;
        widget_fit(canvas, (struct rect){plot->area.x + plot->area.w + 1, label[i].row, LABEL_W, 1},
                   inks[label[i].kind], name);
    }
}

/* The budget, or in the chart of losses the one that is sought. */
static void put_line(const struct app *app, struct canvas *canvas, const struct plot *plot,
                     enum optimum_chart chart) {
    const double target = app->optimum.target;
    if (target <= 0) {
        plot_vertical(canvas, plot, optimum_budget(app), looks[LOOK_DIM]);
        return;
    }
    const int y = plot_row(plot, target, false);
    for (int x = plot->area.x; chart == CHART_LOSS && x < plot->area.x + plot->area.w; x++) {
        const struct cell *cell = canvas_at(canvas, x, y);
        if (cell && cell->ch == ' ') canvas_set(canvas, x, y, looks[LOOK_DIM], 0x2508);
    }
}

static void draw_curves(const struct app *app, const struct budget_curves *curves,
                        struct canvas *canvas, const struct plot *plot, enum optimum_chart chart) {
    double y[COLUMNS];
    bool dotted[COLUMNS];
    struct label label[BUDGET_CURVES];
    int count = 0;
    for (int i = curves->count - 1; i >= 0; i--) {
        const enum optimum_kind kind = curves->curve[i].kind;
        if (!is_shown(kind, chart)) continue;
        resample(&curves->curve[i], chart, plot, y, dotted);
        plot_curve(canvas, plot, y, dotted, plot_columns(plot), inks[kind]);
        label[count].kind = kind;
        find_end(plot, y, &label[count++]);
    }
    put_labels(app, canvas, plot, label, count);
}

static bool any_beyond(const struct budget_curves *curves) {
    for (int i = 0; i < curves->count; i++) {
        if (memchr(curves->curve[i].beyond, true, sizeof curves->curve[i].beyond)) return true;
    }
    return false;
}

void optimum_draw_chart(const struct app *app, const struct budget_curves *curves,
                        const struct optimum_row *row, int count, struct canvas *canvas,
                        struct rect rect, enum optimum_chart chart) {
    struct plot plot = place(rect, curves->low, curves->high);
    plot.y_log = is_log(chart);
    widget_rule(canvas, rect.x, rect.y, rect.w, chart_titles[chart],
                any_beyond(curves) ? "◆ the row · dotted: beyond the runs" : "◆ the row");
    if (!y_range(app, curves, chart, &plot)) {
        canvas_put(canvas, plot.area.x, rect.y + rect.h / 2, plot.area.w, looks[LOOK_DIM],
                   "no answer at any budget");
        return;
    }
    plot_axes(canvas, &plot, IN_C);
    canvas_put(canvas, plot.area.x + plot.area.w + 1, rect.y + rect.h - 1, LABEL_W, looks[LOOK_DIM],
               "C, FLOP");
    draw_curves(app, curves, canvas, &plot, chart);
    put_line(app, canvas, &plot, chart);
    put_marks(app, curves, row, count, canvas, &plot, chart);
    if (chart == CHART_BITS) put_llamas(app, canvas, &plot);
    if (chart == CHART_LOSS) pins_mark_plot(app, canvas, &plot, IN_C, OUT_LOSS);
}
