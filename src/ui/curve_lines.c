/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of the Curve view, and the part of the plane that they are seen in. */
#include "base/text.h"
#include "ui/curve_parts.h"
#include "ui/plan_parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AXIS_W = 8, PANEL_W = 37, PANEL_COLS = 76 };

static const struct ink inks[] = {{COLOR_RED_, 0, ATTR_BOLD},
                                  {COLOR_CYAN_, 0, ATTR_BOLD},
                                  {COLOR_YELLOW_, 0, ATTR_BOLD},
                                  {COLOR_GREEN_, 0, ATTR_BOLD},
                                  {COLOR_MAGENTA_, 0, ATTR_BOLD},
                                  {COLOR_BLUE_, 0, ATTR_BOLD},
                                  {0, 0, ATTR_BOLD},
                                  {COLOR_RED_, 0, 0},
                                  {COLOR_CYAN_, 0, 0},
                                  {COLOR_YELLOW_, 0, 0},
                                  {COLOR_GREEN_, 0, 0},
                                  {COLOR_MAGENTA_, 0, 0},
                                  {COLOR_BLUE_, 0, 0},
                                  {0, 0, 0}};
enum { INKS = sizeof inks / sizeof *inks };

struct curve_state curve_start(void) {
    return (struct curve_state){
        .x = IN_D, .y = CURVE_ADDED, .family = INPUT_NONE, .runs = true, .cursor = NAN};
}

const char *curve_output_title(int y) {
    return y == CURVE_ADDED ? "loss added by quantising" : outputs[y].title;
}

const char *curve_output_name(int y) {
    return y == CURVE_ADDED ? "added" : outputs[y].name;
}

static bool is_tie(enum input input) {
    return input == IN_W || input == IN_A || input == IN_KV;
}

bool curve_tied(const struct curve_state *state) {
    return state->tied && is_tie(state->x) && !is_tie(state->family);
}

const char *curve_x_name(const struct curve_state *state) {
    return curve_tied(state) ? "P" : inputs[state->x].name;
}

struct curve_point curve_ask(const struct preset *preset, const struct plan *plan, bool tied,
                             enum input x, double at, int y) {
    struct answer answer;
    struct curve_point point = {.plan = *plan};
    const double value = inputs[x].whole ? round(at) : at;
    plan_set(&point.plan, x, value);
    if (tied) point.plan.w = point.plan.a = point.plan.kv = value;
    if (y == OUT_D_CRIT) {
        point.value = law_dcrit(preset, &point.plan);
        if (!isnan(point.value)) point.plan.D = point.value;
    }
    point.status = law_eval(preset, &point.plan, &answer.result);
    if (y == CURVE_ADDED)
        point.value = law_added(preset, &point.plan, &answer.result);
    else if (y != OUT_D_CRIT)
        point.value = output_get(&answer, (enum output)y);
    return point;
}

struct curve_point curve_at(const struct curve *line, enum input x, double at, int y) {
    return curve_ask(line->preset, &line->plan, line->tied, x, at, y);
}

double curve_column_x(const struct plot *plot, const struct curve *line, enum input x, int column,
                      int y) {
    const double at = plot_x(plot, column), whole = round(at);
    if (!is_tie(x) && x != IN_POST) return at;
    if (lround(plot_column(plot, whole)) != column) return at;
    return isnan(curve_at(line, x, at, y).value) ? whole : at;
}

bool curve_is_entry(const struct curve *line, int column, int columns) {
    if (isnan(line->y[column])) return false;
    return (column == 0 || isnan(line->y[column - 1])) &&
           (column == columns - 1 || isnan(line->y[column + 1]));
}

/* What people compare, and the plan's own value among them. */
static int family_values(const struct plan *plan, enum input input, double value[CURVE_LINES]) {
    static const double bits[] = {3, 4, 5, 6, 8, PLAN_OFF}, whole[] = {1, 2, 3, 4, 5, 6},
                        groups[] = {16, 32, 64, 128, 256, PLAN_CHANNEL},
                        factors[] = {0.01, 0.1, 1, 10, 100};
    const struct input_row *row = &inputs[input];
    const double own = plan_get(plan, input);
    const bool scaled = input == IN_N || input == IN_D;
    const double *set = scaled ? factors : row->whole ? whole : input == IN_G ? groups : bits;
    int count = 0;
    bool has_own = false;
    for (int i = 0; i < (scaled ? 5 : 6); i++) {
        const double at = scaled ? own * set[i] : set[i];
        if (scaled && (at < row->low || at > row->high)) continue;
        has_own |= at == own;
        value[count++] = at;
    }
    if (!has_own) value[count++] = own;
    qsort(value, (size_t)count, sizeof *value, num_ascending);
    return count;
}

static struct curve *add_line(struct curve_picture *picture, const struct preset *preset,
                              const struct plan *plan, bool own) {
    struct curve *line = picture->count < CURVE_LINES ? malloc(sizeof *line) : NULL;
    if (!line) return NULL;
    line->preset = preset;
    line->plan = *plan;
    line->own = own;
    line->tied = false;
    line->ink = inks[picture->count % INKS];
    line->label[0] = line->brief[0] = '\0';
    if (own) picture->own = picture->count;
    picture->line[picture->count++] = line;
    return line;
}

void curve_free(struct curve_picture *picture) {
    while (picture->count > 0)
        free(picture->line[--picture->count]);
    free(picture->band);
    free(picture->runs);
    picture->band = NULL;
    picture->runs = NULL;
}

static void find_laws(const struct app *app, struct curve_picture *picture) {
    for (int i = 0; i < app->preset_count; i++) {
        const struct preset *preset = app->presets[i];
        struct curve *line = add_line(picture, preset, &app->now.plan, i == app->now.primary);
        if (!line) return;
        text_clean(line->label, sizeof line->label, preset->name);
        /* a number means something beside the panel's list only */
        if (picture->panel.w > 0)
            text_append(line->brief, sizeof line->brief, "%d", picture->count);
        else
            text_append(line->brief, sizeof line->brief, "%.*s", (int)strcspn(line->label, "-"),
                        line->label);
    }
}

static void find_family(const struct app *app, struct curve_picture *picture) {
    const enum input input = app->curve.family;
    double value[CURVE_LINES];
    const int count = family_values(&app->now.plan, input, value);
    for (int i = 0; i < count; i++) {
        struct plan plan = app->now.plan;
        const bool own = value[i] == plan_get(&plan, input);
        plan_set(&plan, input, value[i]);
        struct curve *line = add_line(picture, app_primary(app), &plan, own);
        if (!line) return;
        input_show(line->brief, input, value[i]);
        text_append(line->label, sizeof line->label, "%s %s", inputs[input].name, line->brief);
    }
}

static void sample(const struct plot *plot, enum input x, int y, struct curve *line) {
    for (int i = 0; i < plot_columns(plot); i++) {
        const struct curve_point point = curve_at(line, x, curve_column_x(plot, line, x, i, y), y);
        line->y[i] = point.value;
        line->dotted[i] = point.status == LAW_BEYOND;
    }
    line->d_crit = x == IN_D ? law_dcrit(line->preset, &line->plan) : NAN;
}

bool curve_log(const struct curve_state *state) {
    /* counts of parameters and tokens span decades; the rest is seen on a plain scale */
    const bool count = state->y == OUT_N_EFF || state->y == OUT_D_CRIT;
    return state->y_log != count;
}

static bool is_flat(const struct curve *line, int columns) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < columns; i++) {
        if (!isfinite(line->y[i])) continue;
        low = fmin(low, line->y[i]);
        high = fmax(high, line->y[i]);
    }
    return !(high - low > 1e-9 * fmax(fabs(low), fabs(high)));
}

/* The least span of a plain scale on which ticks can still be told apart. */
static double least_span(double size, bool flat) {
    if (flat) return size > 0 ? 0.2 * size : 1;
    if (size >= 1e4) return 0.3 * size;
    return size < 1e-3 ? 0.1 * size : 1e-4 * fmax(size, 1);
}

/* Room around the values. */
static void widen(struct plot *plot, double least, double top, bool flat) {
    if (plot->y_log) {
        const double middle = sqrt(least) * sqrt(top), ratio = fmax(top / least, flat ? 10 : 1.5);
        plot->y_low = middle * pow(ratio, -0.55);
        plot->y_high = middle * pow(ratio, 0.55);
        return;
    }
    const double span = fmax(top - least, least_span(fmax(fabs(least), fabs(top)), flat));
    const double middle = (least + top) / 2;
    plot->y_low = middle - 0.55 * span;
    plot->y_high = middle + 0.55 * span;
}

/* All values that can be drawn, least first; returns how many. NULL where there is no memory. */
static double *sorted_values(const struct curve_picture *picture, int *count) {
    const int columns = plot_columns(&picture->plot);
    double *const sorted = malloc((size_t)(picture->count * columns + 1) * sizeof *sorted);
    *count = 0;
    for (int i = 0; sorted && i < picture->count; i++) {
        for (int k = 0; k < columns; k++) {
            const double y = picture->line[i]->y[k];
            if (isfinite(y) && (!picture->plot.y_log || y > 0)) sorted[(*count)++] = y;
        }
    }
    if (sorted) qsort(sorted, (size_t)*count, sizeof *sorted, num_ascending);
    return sorted;
}

/* All of the runs but one in fifty at either end. */
static void stretch_to_runs(const struct curve_picture *picture, double *least, double *top) {
    const struct plot *plot = &picture->plot;
    const int most = picture->runs ? picture->runs->count : 0;
    double *const sorted = most > 0 ? malloc((size_t)most * sizeof *sorted) : NULL;
    int count = 0;
    for (int i = 0; sorted && i < most; i++) {
        const struct curve_run *const run = &picture->runs->run[i];
        const double column = plot_column(plot, run->x);
        const bool inside = column > -0.5 && column < plot_columns(plot) - 0.5;
        if (inside && (!plot->y_log || run->y > 0)) sorted[count++] = run->y;
    }
    if (count > 0) {
        qsort(sorted, (size_t)count, sizeof *sorted, num_ascending);
        *least = fmin(*least, sorted[count / 50]);
        *top = fmax(*top, sorted[count - 1 - count / 50]);
    }
    free(sorted);
}

/* Most of what there is, and the plan's own point; a wall at one end is cut off. On a log scale
 * nothing is. */
static bool y_range(const struct app *app, struct curve_picture *picture) {
    struct plot *plot = &picture->plot;
    int count;
    plot->y_log = curve_log(&app->curve);
    double *sorted = sorted_values(picture, &count);
    if (count > 0) {
        const enum input x = app->curve.x;
        const double now =
            curve_at(picture->line[picture->own], x, plan_get(&app->now.plan, x), app->curve.y)
                .value;
        double top = sorted[plot->y_log ? count - 1 : count * 9 / 10];
        if (now > top) top = fmin(now, sorted[count - 1]);
        double least = sorted[0];
        stretch_to_runs(picture, &least, &top);
        widen(plot, least, top, picture->flat && !(top > least));
    }
    free(sorted);
    return count > 0;
}

void curve_place(const struct app *app, struct curve_picture *picture) {
    const int panel = app->cols >= PANEL_COLS ? PANEL_W : 0;
    struct plot *plot = &picture->plot;
    plot->area = (struct rect){AXIS_W, 2, app->cols - AXIS_W - 2 - panel, app->rows - 5};
    if (plot->area.w > CURVE_COLUMNS / 2) plot->area.w = CURVE_COLUMNS / 2;
    plot->x_log = inputs[app->curve.x].scale == SCALE_LOG;
    plan_chart_range(app, app->curve.x, &plot->x_low, &plot->x_high);
    picture->panel = (struct rect){app->cols - panel + 1, 2, panel - 1, app->rows - 4};
}

bool curve_compute(const struct app *app, struct curve_picture *picture) {
    picture->count = picture->own = 0;
    picture->band = NULL;
    picture->runs = NULL;
    if (app->curve.family == INPUT_NONE)
        find_laws(app, picture);
    else
        find_family(app, picture);
    picture->flat = true;
    for (int i = 0; i < picture->count; i++) {
        struct curve *line = picture->line[i];
        line->tied = curve_tied(&app->curve);
        sample(&picture->plot, app->curve.x, app->curve.y, line);
        picture->flat = picture->flat && is_flat(line, plot_columns(&picture->plot));
    }
    curve_runs(app, picture);
    if (!y_range(app, picture)) return false;
    curve_band(app, picture);
    return true;
}

double curve_cursor(const struct app *app, const struct plot *plot) {
    const double at =
        isnan(app->curve.cursor) ? plan_get(&app->now.plan, app->curve.x) : app->curve.cursor;
    return fmax(plot->x_low, fmin(plot->x_high, at));
}
