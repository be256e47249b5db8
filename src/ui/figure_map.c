/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map as a picture: bands with their levels, the fitted range, the budget, D_crit, the plan. */
#include "base/text.h"
#include "engine/cost.h"
#include "ui/export_parts.h"
#include "ui/map_parts.h"
#include <math.h>
#include <stdlib.h>

enum { COLS = 121, ROWS = 85, LEVELS = 9, CRIMSON = 6 };

struct lines {
    double *cost, *fitted;
};

/* One point: its value, what it costs, whether the runs reach it. */
static void work_out(const struct app *app, const struct map *map, int at, double *value,
                     const struct lines *lines) {
    const struct preset *preset = app_primary(app);
    struct plan plan;
    struct result result;
    value[at] = NAN;
    if (lines->cost) lines->cost[at] = NAN;
    if (lines->fitted) lines->fitted[at] = 0;
    if (!map_cell_plan(app, map, at % COLS, at / COLS, &plan)) return;
    value[at] = map_value(preset, map, &plan, &result);
    if (lines->cost) lines->cost[at] = log(cost_training(preset->law, &plan));
    if (lines->fitted) lines->fitted[at] = !(result.beyond & map_moves(map));
}

static void take_best_off(double *value) {
    double best = NAN;
    for (int i = 0; i < COLS * ROWS; i++)
        best = isnan(best) ? value[i] : fmin(best, value[i]);
    for (int i = 0; i < COLS * ROWS; i++)
        value[i] -= best;
}

static void choose_levels(const struct map *map, struct figure_field *field) {
    struct heat heat = {.w = COLS, .h = ROWS, .value = field->value};
    const bool counts = map->output == OUT_N_EFF || map->output == OUT_D_CRIT;
    heat_choose_levels(&heat, LEVELS, counts ? 0 : 1e-4, map_lower_is_better(map->output));
    field->levels = heat.levels;
    for (int i = 0; i < heat.levels; i++) {
        field->level[i] = heat.level[i];
        map_show_level(field->level_text[i], map->output, heat.level[i]);
    }
    field->lower_is_better = map_lower_is_better(map->output);
}

/* Where more tokens begin to hurt, over the other axis. */
static void add_d_crit(const struct app *app, const struct map *map, struct figure *figure) {
    const bool along_y = map->y.axis == MAP_D;
    if (map->hold || (!along_y && map->x.axis != MAP_D)) return;
    const int count = along_y ? COLS : ROWS;
    const struct map_scale *scale = along_y ? &map->y : &map->x;
    struct figure_series *series = figure_series(figure, "D_crit", count);
    for (int i = 0; series && i < count; i++) {
        struct plan plan;
        map_cell_plan(app, map, along_y ? i : 0, along_y ? 0 : i, &plan);
        const double turn = law_dcrit(app_primary(app), &plan);
        const bool in = turn >= scale->low && turn <= scale->high;
        series->x[i] = along_y ? map_x(map, i) : turn;
        series->y[i] = !in ? NAN : along_y ? turn : map_y(map, i);
    }
    if (series) series->color = CRIMSON;
}

/* What a plan has otherwise than the map where it is marked: ", but w 4". */
static void add_difference(const struct app *app, const struct map *map, const struct plan *plan,
                           char *out, size_t size) {
    struct plan there;
    map_plan(app, map, map_axis_get(plan, map->x.axis), map_axis_get(plan, map->y.axis), &there);
    const unsigned differ = map_differences(plan, &there);
    for (int i = 0, count = 0; i < INPUT_COUNT; i++) {
        char text[NUM_TEXT];
        if (!(differ & INPUT_BIT(i))) continue;
        text_append(out, size, "%s %s %s", count++ ? "," : ", but", inputs[i].name,
                    input_show(text, (enum input)i, plan_get(plan, (enum input)i)));
    }
}

static void add_points(const struct app *app, const struct map *map, struct figure *figure) {
    char label[FIGURE_LABEL] = "the plan";
    const struct plan *plan = &app->now.plan;
    for (int i = 0; i < app->pins.count; i++) {
        const struct plan *pin = &app->pins.pin[i].plan;
        if (plan_same(pin, plan)) continue;
        figure_mark(figure, FIGURE_PIN, map_axis_get(pin, map->x.axis),
                    map_axis_get(pin, map->y.axis), -1, app->pins.pin[i].name);
    }
    add_difference(app, map, plan, label, sizeof label);
    figure_mark(figure, FIGURE_POINT, map_axis_get(plan, map->x.axis),
                map_axis_get(plan, map->y.axis), -1, label);
}

/* Whether the edge of the fitted range runs through the map. */
static bool has_edge(const double *fitted) {
    for (int i = 1; fitted && i < COLS * ROWS; i++) {
        if (fitted[i] != fitted[0]) return true;
    }
    return false;
}

static void add_axis(const struct map_scale *scale, struct figure_axis *axis) {
    const enum input input = map_axis_input(scale->axis);
    export_axis(axis, input, scale->low, scale->high, scale->log);
    if (scale->axis == MAP_P)
        text_copy(axis->title, FIGURE_TITLE, "P: bits in training (w = a = kv)");
    else
        export_input_title(input, axis->title, FIGURE_TITLE);
}

static void add_words(const struct app *app, const struct map *map, struct figure *figure) {
    char title[FIGURE_TITLE], number[NUM_TEXT];
    text_copy(title, sizeof title, map_output_title(map->output));
    text_copy(figure->field.title, FIGURE_LABEL,
              map->output == MAP_OVER_BEST ? "above" : outputs[map->output].name);
    if (title[0] >= 'a' && title[0] <= 'z') title[0] = (char)(title[0] - 'a' + 'A');
    text_append(figure->title, FIGURE_TITLE, "%s over %s and %s · %s", title,
                map_axis_name(map->x.axis), map_axis_name(map->y.axis), app_primary(app)->name);
    export_plan_text(&app->now.plan, map_moves(map), figure->note, FIGURE_TITLE);
    if (map->hold)
        text_append(figure->note, FIGURE_TITLE, " · %s spends what is left of %s FLOP",
                    inputs[map->follower].name, num_si(number, map->budget));
}

/* The edge of the fitted range and the line of what costs the budget, where the map has them. */
static struct lines add_lines(const struct app *app, const struct map *map, struct figure *figure) {
    struct lines lines = {NULL, NULL};
    const struct preset *preset = app_primary(app);
    if (!map->hold) lines.cost = figure_contour(figure, log(map->budget), "same C", false);
    if (preset->ranged & map_moves(map)) lines.fitted = figure_contour(figure, 0.5, "fitted", true);
    return lines;
}

bool map_figure(const struct app *app, const struct facts *facts, struct figure *figure) {
    struct map map = map_of(app);
    (void)facts;
    map.area = (struct rect){0, 0, COLS, ROWS};
    if (!figure_field(figure, COLS, ROWS)) return false;
    const struct lines lines = add_lines(app, &map, figure);
    for (int i = 0; i < COLS * ROWS; i++)
        work_out(app, &map, i, figure->field.value, &lines);
    if (map.output == MAP_OVER_BEST) take_best_off(figure->field.value);
    choose_levels(&map, &figure->field);
    add_axis(&map.x, &figure->x);
    add_axis(&map.y, &figure->y);
    add_words(app, &map, figure);
    add_d_crit(app, &map, figure);
    add_points(app, &map, figure);
    if (has_edge(lines.fitted))
        figure_caption(figure, "Dashed: the edge of the runs that the law was fitted on.");
    export_captions(app, false, figure);
    return true;
}
