/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of the views over axes: Curve, Map, Optimum. Where a sweep can ask for the same
 * points, they are its points to the last digit. */
#include "base/text.h"
#include "engine/axis.h"
#include "ui/curve_parts.h"
#include "ui/export_parts.h"
#include "ui/map_parts.h"
#include "ui/optimum_parts.h"
#include <math.h>

enum { CURVE_DECADE = 20, MAP_POINTS = 41 };

/* An axis word for so many points; whole inputs by whole steps. */
static void spaced_word(const char *name, bool whole, double low, double high, int count, char *out,
                        size_t size) {
    char from[NUM_TEXT], to[NUM_TEXT];
    num_shortest(from, low);
    num_shortest(to, high);
    out[0] = '\0';
    if (whole)
        text_append(out, size, "%s=%s..%s", name, from, to);
    else
        text_append(out, size, "%s=%s:%s:%d", name, from, to, count);
}

/* So many points that round numbers are among them. */
static int curve_points(enum input x, const struct plot *plot) {
    if (x == IN_G) return 4 * (int)lround(log2(plot->x_high / plot->x_low)) + 1;
    if (!plot->x_log) return 10 * (int)lround(plot->x_high - plot->x_low) + 1;
    return (int)lround(CURVE_DECADE * log10(plot->x_high / plot->x_low)) + 1;
}

/* A column a line. */
static void curve_columns(const struct app *app, const struct curve_picture *picture,
                          struct table *table) {
    const enum input x = app->curve.x;
    const int y = app->curve.y;
    table_column(table, curve_x_name(&app->curve), inputs[x].unit);
    for (int i = 0; i < picture->count; i++) {
        table_column(table, picture->line[i]->label,
                     y == CURVE_ADDED ? "nats/token" : outputs[y].unit);
    }
    text_append(table->title, sizeof table->title, "%s over %s, ", curve_output_title(y),
                curve_x_name(&app->curve));
    if (app->curve.family == INPUT_NONE)
        text_append(table->title, sizeof table->title, "a column a law");
    else
        text_append(table->title, sizeof table->title, "%s, a column a value of %s",
                    app_primary(app)->name, inputs[app->curve.family].name);
}

/* The family's values, as the sweep's second axis. */
static void family_word(const struct app *app, const struct curve_picture *picture, char *out,
                        size_t size) {
    const enum input family = app->curve.family;
    for (int i = 0; family != INPUT_NONE && i < picture->count; i++) {
        char text[NUM_TEXT];
        text_append(out, size, i == 0 ? " %s=%s" : "%s%s", i == 0 ? inputs[family].name : ",",
                    input_text(text, family, plan_get(&picture->line[i]->plan, family)));
    }
}

bool curve_table(const struct app *app, const struct facts *facts, struct table *table) {
    struct curve_picture picture = {.count = 0};
    struct axis axis;
    struct err err;
    const enum input x = app->curve.x;
    (void)facts;
    curve_place(app, &picture);
    const struct plot *plot = &picture.plot;
    spaced_word(curve_x_name(&app->curve), inputs[x].whole, plot->x_low, plot->x_high,
                curve_points(x, plot), table->words, sizeof table->words);
    const bool any = axis_parse(table->words, &axis, &err) && curve_compute(app, &picture);
    text_copy(table->command, sizeof table->command, "sweep");
    curve_columns(app, &picture, table);
    family_word(app, &picture, table->words, sizeof table->words);
    for (long long i = 0; any && i < axis.count; i++) {
        const double at = axis_value(&axis, i);
        table_put(table, at);
        for (int k = 0; k < picture.count; k++) {
            table_put(table, curve_at(picture.line[k], x, at, app->curve.y).value);
        }
    }
    curve_free(&picture);
    return any;
}

static bool parse_scale(const struct map_scale *scale, struct axis *axis, char *word, size_t size) {
    struct err err;
    const bool whole = scale->whole || inputs[map_axis_input(scale->axis)].whole;
    spaced_word(map_axis_name(scale->axis), whole, scale->low, scale->high, MAP_POINTS, word, size);
    return axis_parse(word, axis, &err);
}

static void map_columns(const struct map *map, struct table *table) {
    const enum input x = map_axis_input(map->x.axis), y = map_axis_input(map->y.axis);
    table_column(table, map_axis_name(map->x.axis), inputs[x].unit);
    table_column(table, map_axis_name(map->y.axis), inputs[y].unit);
    if (map->follower != INPUT_NONE)
        table_column(table, inputs[map->follower].name, inputs[map->follower].unit);
    if (map->output == MAP_OVER_BEST)
        table_column(table, "over_best", "nats/token");
    else
        table_column(table, outputs[map->output].name, outputs[map->output].unit);
}

/* One point; best: what is taken off, 0 for nothing. */
static double put_point(const struct app *app, const struct map *map, double x, double y,
                        double best, struct table *table) {
    struct plan plan;
    struct result result;
    const bool inside = map_plan(app, map, x, y, &plan);
    const double value = inside ? map_value(app_primary(app), map, &plan, &result) : NAN;
    table_put(table, x);
    table_put(table, y);
    if (map->follower != INPUT_NONE)
        table_put(table, inside ? plan_get(&plan, map->follower) : NAN);
    table_put(table, value - best);
    return value;
}

/* The least loss at the points of the table. */
static double least(const struct app *app, const struct map *map, const struct axis *x,
                    const struct axis *y) {
    double best = NAN;
    for (long long i = 0; i < x->count * y->count; i++) {
        struct plan plan;
        struct result result;
        if (!map_plan(app, map, axis_value(x, i / y->count), axis_value(y, i % y->count), &plan))
            continue;
        const double value = map_value(app_primary(app), map, &plan, &result);
        if (!(value >= best)) best = fmin(value, isnan(best) ? value : best);
    }
    return best;
}

bool map_table(const struct app *app, const struct facts *facts, struct table *table) {
    const struct map map = map_of(app);
    struct axis x, y;
    char word[TABLE_TITLE];
    (void)facts;
    if (!parse_scale(&map.x, &x, table->words, sizeof table->words) ||
        !parse_scale(&map.y, &y, word, sizeof word))
        return false;
    text_append(table->words, sizeof table->words, " %s", word);
    text_copy(table->command, sizeof table->command, "sweep");
    text_append(table->title, sizeof table->title, "%s over %s and %s, %s",
                map_output_title(map.output), map_axis_name(map.x.axis), map_axis_name(map.y.axis),
                app_primary(app)->name);
    if (map.follower != INPUT_NONE) {
        /* no sweep holds a budget: each row has its whole plan */
        table->words[0] = '\0';
        text_copy(table->command, sizeof table->command, "");
        text_append(table->title, sizeof table->title, ", at the same C");
    }
    map_columns(&map, table);
    const double best = map.output == MAP_OVER_BEST ? least(app, &map, &x, &y) : 0;
    for (long long i = 0; i < x.count; i++) {
        for (long long k = 0; k < y.count; k++)
            put_point(app, &map, axis_value(&x, i), axis_value(&y, k), best, table);
    }
    return true;
}

static void put_optimum(const struct app *app, const struct optimum_row *row, double budget,
                        struct table *table) {
    char name[OPTIMUM_NAME];
    static const enum input shown[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};
    const struct optimum *found = &row->optimum;
    const bool silent = found->status == LAW_SILENT;
    optimum_name(app, row, OPTIMUM_NAME, name);
    table_put_word(table, name);
    table_put_word(table, optimum_preset(app, row->kind)->name);
    table_put(table, budget);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        if (silent)
            table_put(table, NAN);
        else
            table_put_input(table, shown[i], plan_get(&found->plan, shown[i]));
    }
    table_put(table, silent ? NAN : found->P);
    table_put(table, silent ? NAN : found->C);
    table_put(table, silent ? NAN : found->loss);
    table_put_word(table, silent ? "silent" : found->status == LAW_BEYOND ? "beyond" : "ok");
    table_put_word(table, found->why);
}

/* A problem over budgets of training: what is served buys something else. */
static void put_budgets(const struct app *app, enum optimum_kind kind,
                        const struct budget_curves *curves, struct table *table) {
    for (int k = 0; k < BUDGET_SAMPLES; k++) {
        const double share = (double)k / (BUDGET_SAMPLES - 1);
        const double C = num_round(curves->low * pow(curves->high / curves->low, share), 12);
        struct optimum_row row = {.kind = kind};
        optimum_ask(app, kind, C, 0, &row.optimum);
        row.taken = row.optimum;
        put_optimum(app, &row, C, table);
    }
}

/* The rows on screen, then each problem that has a line in the chart over budgets. */
bool optimum_table(const struct app *app, const struct facts *facts, struct table *table) {
    struct optimum_row row[OPTIMUM_KINDS];
    static const char *const columns[] = {"N", "D", "w", "a", "kv", "post", "G", "E", "M"};
    struct budget_curves curves;
    (void)facts;
    const int count = optimum_rows(app, row);
    text_copy(table->title, sizeof table->title, "best plans for a budget");
    text_copy(table->command, sizeof table->command, "optimum");
    table_column(table, "problem", "");
    table_column(table, "preset", "");
    table_column(table, "budget", "");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_column(table, columns[i], inputs[input_find(columns[i])].unit);
    table_column(table, "P", "bits");
    table_column(table, "C", "");
    table_column(table, "loss", "nats/token");
    table_column(table, "status", "");
    table_column(table, "note", "");
    for (int i = 0; i < count; i++) {
        const bool aimed = app->optimum.target > 0;
        put_optimum(app, &row[i], aimed ? NAN : optimum_own_budget(app, row[i].kind), table);
    }
    optimum_curves(app, row, count, &curves);
    for (int i = 0; i < curves.count; i++) {
        if (curves.curve[i].kind != OPTIMUM_SERVED)
            put_budgets(app, curves.curve[i].kind, &curves, table);
    }
    return true;
}
