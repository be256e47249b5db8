/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best place of a map, between its cells too. */
#include "engine/optimum.h"
#include "ui/map_parts.h"
#include <math.h>

static unsigned free_of(enum map_axis axis) {
    return axis == MAP_P ? (unsigned)FREE_P : INPUT_BIT(map_axis_input(axis));
}

/* The value at shares of the axes. */
static double value_at(const struct app *app, const struct map *map, double u, double v) {
    struct plan plan;
    struct result result;
    if (!map_plan(app, map, map_scale_at(&map->x, u), map_scale_at(&map->y, v), &plan)) return NAN;
    return map_value(app_primary(app), map, &plan, &result);
}

static double clamp(double share) {
    return fmin(1, fmax(0, share));
}

/* Look around from a cell: at 5 × 5 places, going on where the best is at their edge and nearer by
 * half where it is not. A narrow valley on a slant is followed so too. */
static void look_around(const struct app *app, const struct map *map, double place[2],
                        double *value) {
    enum { TURNS = 400 };
    const double nearest = 1e-9;
    double reach[2] = {1.0 / (map->area.w - 1), 1.0 / (map->area.h - 1)};
    *value = value_at(app, map, place[0], place[1]);
    for (int turn = 0; turn < TURNS && fmax(reach[0], reach[1]) > nearest; turn++) {
        const double from[2] = {place[0], place[1]};
        bool on = false;
        for (int i = 0; i < 25; i++) {
            const int right = i % 5 - 2, up = i / 5 - 2;
            const double u = clamp(from[0] + right * reach[0] / 2);
            const double v = clamp(from[1] + up * reach[1] / 2);
            const double here = value_at(app, map, u, v);
            if (isnan(here) || !map_better(map, here, *value)) continue;
            *value = here;
            on = (right * right == 4 && u != from[0]) || (up * up == 4 && v != from[1]);
            place[0] = u;
            place[1] = v;
        }
        for (int k = 0; k < 2 && !on; k++)
            reach[k] /= 2;
    }
}

/* The budget's optimum over what the map moves, exact; false where the map is of no such problem.
 */
static bool solve(const struct app *app, const struct map *map, struct optimum *optimum) {
    if (map_shown_output(map->output) != OUT_LOSS || !map->hold) return false;
    const struct problem problem = {.free = free_of(map->x.axis) | free_of(map->y.axis) |
                                            INPUT_BIT(map->follower),
                                    .cost = COST_TRAINING,
                                    .budget = map->budget,
                                    .whole = map->x.whole || map->y.whole};
    return optimum_solve(app_primary(app), &app->now.plan, &problem, optimum) != LAW_SILENT;
}

static bool inside(const struct map_scale *scale, double value) {
    return value >= scale->low && value <= scale->high;
}

void map_best_find(const struct app *app, const struct map *map, int col, int row,
                   struct map_best *best) {
    double place[2] = {map_scale_share(&map->x, map_x(map, col)),
                       map_scale_share(&map->y, map_y(map, row))};
    struct optimum optimum;
    struct plan plan;
    struct result result;
    look_around(app, map, place, &best->value);
    best->x = map_scale_at(&map->x, place[0]);
    best->y = map_scale_at(&map->y, place[1]);
    best->off_map = NAN;
    if (!solve(app, map, &optimum)) return;
    const double x = map_axis_get(&optimum.plan, map->x.axis);
    const double y = map_axis_get(&optimum.plan, map->y.axis);
    /* the search ends within rounding of it; elsewhere it spends less, or is beyond the axes */
    const double enough = 1e-9;
    if (inside(&map->x, x) && inside(&map->y, y) && map_plan(app, map, x, y, &plan)) {
        const double value = map_value(app_primary(app), map, &plan, &result);
        if (value <= best->value + enough) {
            best->x = x;
            best->y = y;
            best->value = value;
        }
    }
    if (optimum.loss < best->value - 5e-5) best->off_map = optimum.loss;
}
