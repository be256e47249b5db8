/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Map: an output of the primary law over two inputs, and a cross to choose a plan with. */
#include "base/text.h"
#include "engine/cost.h"
#include "ui/action.h"
#include "ui/export_parts.h"
#include "ui/look.h"
#include "ui/map_parts.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>

enum { COARSE = 8 };

/* What all cells have: the budget, or the plan's own N and D; and how the result is served. */
static void shared_words(const struct app *app, const struct map *map, char *out, size_t size) {
    char value[NUM_TEXT];
    const unsigned moves = map_moves(map);
    const struct plan *plan = &app->now.plan;
    out[0] = '\0';
    if (map->hold) text_append(out, size, "C = %s", num_si(value, map->budget));
    for (int i = 0; i <= IN_D && !map->hold; i++) {
        if (moves & INPUT_BIT(i)) continue;
        text_append(out, size, "%s%s %s", out[0] ? ", " : "", inputs[i].name,
                    input_show(value, (enum input)i, plan_get(plan, (enum input)i)));
    }
    if ((moves & INPUT_BIT(IN_POST)) || !(app_primary(app)->reads & INPUT_BIT(IN_POST))) return;
    text_append(out, size, "%spost %s", out[0] ? ", " : "", input_show(value, IN_POST, plan->post));
}

/* In as many words as there is room for. */
static void title(const struct app *app, const struct map *map, const struct canvas *canvas,
                  char *out, size_t size) {
    char shared[80];
    const bool tied = map->x.axis == MAP_P || map->y.axis == MAP_P;
    shared_words(app, map, shared, sizeof shared);
    for (int words = 3; words >= 0; words--) {
        out[0] = '\0';
        text_append(out, size, "%s over %s × %s%s", map_output_title(map->output),
                    map_axis_name(map->x.axis), map_axis_name(map->y.axis),
                    tied && words > 1 ? " (w = a = kv)" : "");
        if (shared[0] && words > 0) text_append(out, size, ", at %s", shared);
        if (map->hold && words > 2) text_append(out, size, ": each cell spends the same compute");
        if (canvas_width(canvas, out) <= canvas->cols - 6) return;
    }
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    char head[160];
    struct map_picture picture;
    (void)facts;
    if (!map_picture_make(app, &picture)) return;
    title(app, &picture.map, canvas, head, sizeof head);
    widget_rule(canvas, 0, 1, canvas->cols, head, NULL);
    map_paint(app, &picture, canvas);
    map_panel(app, &picture, canvas);
    map_picture_free(&picture);
}

/* The ranges stay from the first move on, so that the map does not run away from the hand. */
static void keep_ranges(struct app *app, const struct map *map) {
    map_choose(app);
    app->map.kept = true;
    app->map.kept_x = map->x;
    app->map.kept_y = map->y;
}

static void cross_at(struct app *app, const struct map *map, double x, double y) {
    keep_ranges(app, map);
    app->map.moved = true;
    app->map.at_x = x;
    app->map.at_y = y;
}

static void cross_to(struct app *app, const struct map *map, int col, int row) {
    const int last_col = map->area.w - 1, last_row = map->area.h - 1;
    cross_at(app, map,
             map_x(map, col < 0          ? 0
                        : col > last_col ? last_col
                                         : col),
             map_y(map, row < 0          ? 0
                        : row > last_row ? last_row
                                         : row));
}

/* By cells, or to the next other value where several cells have one. */
static void cross_by(struct app *app, int right, int down) {
    double x, y;
    const struct map map = map_of(app);
    map_cross(app, &map, &x, &y);
    int col = map_col(&map, x) + right, row = map_row(&map, y) + down;
    while (right && col > 0 && col < map.area.w - 1 && map_x(&map, col) == x)
        col += right > 0 ? 1 : -1;
    while (down && row > 0 && row < map.area.h - 1 && map_y(&map, row) == y)
        row += down > 0 ? 1 : -1;
    cross_to(app, &map, col, row);
}

static void left(struct app *app) {
    cross_by(app, -1, 0);
}

static void right(struct app *app) {
    cross_by(app, 1, 0);
}

static void up(struct app *app) {
    cross_by(app, 0, -1);
}

static void down(struct app *app) {
    cross_by(app, 0, 1);
}

static void far_left(struct app *app) {
    cross_by(app, -COARSE, 0);
}

static void far_right(struct app *app) {
    cross_by(app, COARSE, 0);
}

static void far_up(struct app *app) {
    cross_by(app, 0, -COARSE / 2);
}

static void far_down(struct app *app) {
    cross_by(app, 0, COARSE / 2);
}

static void to_plan(struct app *app) {
    app->map.moved = false;
}

static void to_best(struct app *app) {
    struct map_picture picture;
    if (!map_picture_make(app, &picture)) return;
    const struct map map = picture.map;
    const struct map_best best = picture.exact;
    const bool one = picture.best >= 0, any = !isnan(picture.best_value);
    map_picture_free(&picture);
    if (one) {
        cross_at(app, &map, best.x, best.y);
        return;
    }
    app_say(app, false,
            any ? "there is no single best: many cells are alike"
                : "there is no best: the law says nothing here");
}

/* The cross becomes the plan. */
static void adopt(struct app *app) {
    struct plan plan;
    double x, y;
    const struct map map = map_of(app);
    map_cross(app, &map, &x, &y);
    if (!map_plan(app, &map, x, y, &plan)) {
        app_say(app, true, "not adopted: %s", map_leaves(&map));
        return;
    }
    if (map_differences(&app->now.plan, &plan) == 0) {
        app_say(app, false, "the cross stands on the plan: arrows or the mouse move it");
        return;
    }
    keep_ranges(app, &map);
    const enum hold hold = app->now.hold;
    app_adopt(app, &plan, "adopted");
    app_hold(app, hold);
    app->map.moved = false;
}

static bool overlap(enum map_axis a, enum map_axis b) {
    const bool trained = a >= MAP_W && a <= MAP_KV, other = b >= MAP_W && b <= MAP_KV;
    return a == b || (a == MAP_P && other) || (b == MAP_P && trained);
}

static enum map_axis next_axis(const struct app *app, enum map_axis axis, enum map_axis beside,
                               int direction) {
    const struct preset *const preset = app_primary(app);
    do {
        axis = (enum map_axis)(((int)axis + direction + MAP_AXES) % MAP_AXES);
    } while (!map_axis_known(preset, axis) || overlap(axis, beside));
    return axis;
}

static void turn_x(struct app *app, int direction) {
    map_start_over(app);
    app->map.x = next_axis(app, app->map.x, app->map.y, direction);
}

static void turn_y(struct app *app, int direction) {
    map_start_over(app);
    app->map.y = next_axis(app, app->map.y, app->map.x, direction);
}

static void turn_output(struct app *app, int direction) {
    const struct preset *preset = app_primary(app);
    map_start_over(app);
    do {
        app->map.output = (app->map.output + direction + MAP_OUTPUTS) % MAP_OUTPUTS;
    } while (!output_known(preset, (enum output)map_shown_output(app->map.output)));
}

static void x_next(struct app *app) {
    turn_x(app, 1);
}

static void x_last(struct app *app) {
    turn_x(app, -1);
}

static void y_next(struct app *app) {
    turn_y(app, 1);
}

static void y_last(struct app *app) {
    turn_y(app, -1);
}

static void output_next(struct app *app) {
    turn_output(app, 1);
}

static void output_last(struct app *app) {
    turn_output(app, -1);
}

static void hold(struct app *app) {
    const struct map map = map_of(app);
    const enum map_axis x = map.x.axis, y = map.y.axis;
    if ((x == MAP_N && y == MAP_D) || (x == MAP_D && y == MAP_N)) {
        app_say(app, true, "N and D are the axes: nothing is left to keep C with");
        return;
    }
    map_start_over(app);
    app->map.hold = !app->map.hold;
    app_say(app, false,
            app->map.hold ? "each cell spends the budget: %s follows"
                          : "each cell has the plan's own %s",
            x == MAP_D || y == MAP_D ? "N" : "D");
}

static void mouse(struct app *app, const struct event *event) {
    const struct map map = map_of(app);
    const int col = event->x - map.area.x, row = event->y - map.area.y;
    const bool inside = col >= 0 && col < map.area.w && row >= 0 && row < map.area.h;
    if (event->kind == EVENT_PRESS && inside) app->drag = DRAG_MAP;
    if (event->kind == EVENT_PRESS ? inside : app->drag == DRAG_MAP) cross_to(app, &map, col, row);
}

static const struct action actions[] = {
    {"cross-left", "the cross a cell left", left},
    {"cross-right", "the cross a cell right", right},
    {"cross-up", "the cross a cell up", up},
    {"cross-down", "the cross a cell down", down},
    {"cross-far-left", "the cross far left", far_left},
    {"cross-far-right", "the cross far right", far_right},
    {"cross-far-up", "the cross far up", far_up},
    {"cross-far-down", "the cross far down", far_down},
    {"cross-plan", "the cross back to the plan", to_plan},
    {"cross-best", "the cross to the best, exactly", to_best},
    {"adopt", "adopt the cross as the plan", adopt},
    {"x-next", "the next x axis", x_next},
    {"x-last", "the x axis before", x_last},
    {"y-next", "the next y axis", y_next},
    {"y-last", "the y axis before", y_last},
    {"output-next", "map the next output", output_next},
    {"output-last", "map the output before", output_last},
    {"hold-c", "each cell spends the budget, or not", hold},
    {"picture", "the papers' own pictures, in turn", map_next_picture},
};

enum { HERE = 1u << VIEW_MAP };

static const struct binding bindings[] = {
    {K_LEFT, "cross-left", HERE, "move", "arrows"},
    {K_RIGHT, "cross-right", HERE, NULL, NULL},
    {K_UP, "cross-up", HERE, NULL, NULL},
    {K_DOWN, "cross-down", HERE, NULL, NULL},
    {K_ENTER, "adopt", HERE, "adopt", NULL},
    {'x', "x-next", HERE, "axes", "x y"},
    {'X', "x-last", HERE, NULL, NULL},
    {'y', "y-next", HERE, NULL, NULL},
    {'Y', "y-last", HERE, NULL, NULL},
    {'g', "picture", HERE, "maps", NULL},
    {'z', "output-next", HERE, "output", NULL},
    {'Z', "output-last", HERE, NULL, NULL},
    {'f', "hold-c", HERE, "hold C", NULL},
    {K_END, "cross-best", HERE, "to ★", NULL},
    {K_HOME, "cross-plan", HERE, NULL, NULL},
    {K_ESCAPE, "cross-plan", HERE, NULL, NULL},
    {'h', "cross-left", HERE, NULL, NULL},
    {'l', "cross-right", HERE, NULL, NULL},
    {'k', "cross-up", HERE, NULL, NULL},
    {'j', "cross-down", HERE, NULL, NULL},
    {',', "cross-left", HERE, NULL, NULL},
    {'.', "cross-right", HERE, NULL, NULL},
    {K_SHIFT_LEFT, "cross-far-left", HERE, NULL, NULL},
    {'H', "cross-far-left", HERE, NULL, NULL},
    {K_SHIFT_RIGHT, "cross-far-right", HERE, NULL, NULL},
    {'L', "cross-far-right", HERE, NULL, NULL},
    {K_SHIFT_UP, "cross-far-up", HERE, NULL, NULL},
    {'K', "cross-far-up", HERE, NULL, NULL},
    {K_SHIFT_DOWN, "cross-far-down", HERE, NULL, NULL},
    {'J', "cross-far-down", HERE, NULL, NULL},
};

static const struct keymap keys = {.actions = actions,
                                   .action_count = sizeof actions / sizeof *actions,
                                   .bindings = bindings,
                                   .binding_count = sizeof bindings / sizeof *bindings};

const struct view_row view_map = {.name = "map",
                                  .key = '3',
                                  .title = "Map",
                                  .brief = "Map",
                                  .help = "an output over two inputs, as a map",
                                  .draw = draw,
                                  .table = map_table,
                                  .figure = map_figure,
                                  .mouse = mouse,
                                  .keys = &keys};
