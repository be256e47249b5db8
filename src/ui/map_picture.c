/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that a map shows, worked out cell by cell. */
#include "base/text.h"
#include "engine/cost.h"
#include "ui/map_parts.h"
#include "ui/plot.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

unsigned map_moves(const struct map *map) {
    const enum map_axis axes[] = {map->x.axis, map->y.axis};
    unsigned moves = map->follower != INPUT_NONE ? INPUT_BIT(map->follower) : 0;
    for (int i = 0; i < 2; i++) {
        moves |= INPUT_BIT(map_axis_input(axes[i]));
        if (axes[i] == MAP_P) moves |= INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    }
    return moves;
}

void map_cross(const struct app *app, const struct map *map, double *x, double *y) {
    const bool moved = app->map.moved;
    *x = moved ? app->map.at_x : map_axis_get(&app->now.plan, map->x.axis);
    *y = moved ? app->map.at_y : map_axis_get(&app->now.plan, map->y.axis);
}

const char *map_show(char out[NUM_TEXT], int output, double value) {
    if (output == OUT_N_EFF || output == OUT_D_CRIT) return num_si(out, value);
    const bool added = output == OUT_PTQ_DELTA || output == OUT_QAT_DELTA;
    return added || output == MAP_OVER_BEST ? num_signed(out, value, 4) : num_fixed(out, value, 4);
}

const char *map_show_tick(char out[NUM_TEXT], enum input input, double value) {
    if (input == IN_G) return num_fixed(out, value, 0);
    return plot_tick_text(out, input, value);
}

const char *map_show_level(char out[NUM_TEXT], int output, double level) {
    if (output == OUT_N_EFF || output == OUT_D_CRIT) {
        return map_show_tick(out, IN_N, level);
    }
    int decimals = 2;
    while (decimals < 8 &&
           fabs(level * pow(10, decimals) - round(level * pow(10, decimals))) > 1e-6)
        decimals++;
    return num_fixed(out, level, decimals);
}

static void cross_of(const struct app *app, struct map_picture *picture) {
    const struct map *map = &picture->map;
    const struct plan *plan = &app->now.plan;
    map_cross(app, map, &picture->x, &picture->y);
    picture->cross_moved = app->map.moved;
    picture->cross_col = map_col(map, picture->x);
    picture->cross_row = map_row(map, picture->y);
    picture->plan_col = map_col(map, map_axis_get(plan, map->x.axis));
    picture->plan_row = map_row(map, map_axis_get(plan, map->y.axis));
}

static bool better(const struct map_picture *picture, double a, double b) {
    return isnan(b) || (map_lower_is_better(picture->map.output) ? a < b : a > b);
}

static void say_why(struct map_picture *picture, const char *why) {
    picture->silent = true;
    if (!picture->why[0]) text_copy(picture->why, sizeof picture->why, why);
}

/* The turning point does not hang on D, and takes a search: cells that differ in D share it. */
struct turn {
    struct plan plan;
    double d_crit;
    bool known;
};

static double value_of(const struct preset *preset, const struct map *map, struct turn *turn,
                       const struct plan *plan, struct result *result) {
    struct plan same = turn->plan;
    if (map->output != OUT_D_CRIT) return map_value(preset, map, plan, result);
    if (law_eval(preset, plan, result) == LAW_SILENT) return NAN;
    same.D = plan->D;
    if (turn->known && plan_same(&same, plan)) return turn->d_crit;
    *turn = (struct turn){*plan, law_dcrit(preset, plan), true};
    return turn->d_crit;
}

/* One cell: its value, whether the runs reach it; returns what it costs. */
static double work_out_cell(const struct app *app, struct map_picture *picture, struct turn *turn,
                            int col, int row) {
    const struct preset *preset = app_primary(app);
    const struct map *map = &picture->map;
    const int at = row * map->area.w + col;
    struct plan plan;
    struct result result;
    picture->value[at] = NAN;
    if (!map_cell_plan(app, map, col, row, &plan)) {
        picture->fitted[at] = !(preset->ranged & map_moves(map));
        say_why(picture, map_leaves(map));
        return NAN;
    }
    const double value = value_of(preset, map, turn, &plan, &result);
    const double cost = cost_training(preset->law, &plan);
    picture->value[at] = value;
    picture->fitted[at] = !(result.beyond & map_moves(map));
    if (result.status == LAW_SILENT) {
        say_why(picture, result.why);
        return cost;
    }
    const double best = picture->best < 0 ? NAN : picture->value[picture->best];
    if (isnan(value)) {
        say_why(picture, map->output == OUT_D_CRIT ? "no D_crit: more data always helps"
                                                   : "the law has no such number");
    } else if (better(picture, value, best)) {
        picture->best = at;
    }
    return cost;
}

/* Cell by cell, along D where it is an axis. */
static void work_out_cells(const struct app *app, struct map_picture *picture, double *cost) {
    const struct map *map = &picture->map;
    const int w = map->area.w, h = map->area.h;
    const bool by_rows = map->x.axis == MAP_D;
    struct turn turn = {.known = false};
    picture->best = -1;
    for (int i = 0; i < w * h; i++) {
        const int col = by_rows ? i % w : i / h, row = by_rows ? i / w : i % h;
        cost[row * w + col] = log(work_out_cell(app, picture, &turn, col, row));
    }
}

/* The best is one place, and no plain: where cells elsewhere are as good there is no best one. */
static void settle_best(struct map_picture *picture) {
    const struct map *map = &picture->map;
    const int w = map->area.w, best = picture->best;
    picture->best_value = best < 0 ? NAN : picture->value[best];
    for (int i = 0; i < w * map->area.h; i++) {
        if (picture->value[i] != picture->best_value) continue;
        const bool same =
            map_x(map, i % w) == map_x(map, best % w) && map_y(map, i / w) == map_y(map, best / w);
        if (!same) picture->best = -1;
    }
    for (int i = 0; map->output == MAP_OVER_BEST && i < w * map->area.h; i++)
        picture->value[i] -= picture->best_value;
}

static void set_mark(struct map_picture *picture, int at, enum map_mark mark) {
    picture->mark[at] = (uint8_t)mark;
    picture->drawn[mark] = true;
}

/* The cells of the fitted range that have a neighbour outside it. */
static void mark_frame(struct map_picture *picture) {
    const int w = picture->map.area.w, h = picture->map.area.h;
    const bool *in = picture->fitted;
    for (int i = 0; i < w * h; i++) {
        const int x = i % w, y = i / w;
        if (!in[i]) continue;
        const bool edge = (x > 0 && !in[i - 1]) || (x + 1 < w && !in[i + 1]) ||
                          (y > 0 && !in[i - w]) || (y + 1 < h && !in[i + w]);
        if (edge) set_mark(picture, i, MARK_FRAME);
    }
}

/* The plans that cost the budget, where cells cost what they cost. */
static void mark_iso(struct map_picture *picture, const double *cost) {
    struct heat heat = {.w = picture->map.area.w,
                        .h = picture->map.area.h,
                        .value = cost,
                        .level = {log(picture->map.budget)},
                        .levels = 1};
    if (picture->map.hold) return;
    heat_contours(&heat, picture->contour);
    for (int i = 0; i < heat.w * heat.h; i++) {
        if (picture->contour[i]) set_mark(picture, i, MARK_ISO);
    }
}

/* D at which more of it begins to hurt, for each value of the other axis. */
static void mark_d_crit(const struct app *app, struct map_picture *picture) {
    const struct map *map = &picture->map;
    const bool along_y = map->y.axis == MAP_D;
    if (map->hold || (!along_y && map->x.axis != MAP_D)) return;
    const struct map_scale *scale = along_y ? &map->y : &map->x;
    for (int i = 0; i < (along_y ? map->area.w : map->area.h); i++) {
        struct plan plan;
        map_cell_plan(app, map, along_y ? i : 0, along_y ? 0 : i, &plan);
        const double D = law_dcrit(app_primary(app), &plan);
        if (!(D >= scale->low && D <= scale->high)) continue;
        const int col = along_y ? i : map_col(map, D), row = along_y ? map_row(map, D) : i;
        set_mark(picture, row * map->area.w + col, MARK_DCRIT);
    }
}

/* The best x of each row, where it is no end of the row. */
static void mark_ridge(struct map_picture *picture) {
    const int w = picture->map.area.w;
    for (int row = 0; row < picture->map.area.h; row++) {
        const double *value = picture->value + (size_t)row * (size_t)w;
        int best = -1;
        for (int col = 0; col < w; col++) {
            if (isnan(value[col])) continue;
            if (better(picture, value[col], best < 0 ? NAN : value[best])) best = col;
        }
        if (best <= 0 || best == w - 1 || isnan(value[best - 1]) || isnan(value[best + 1]))
            continue;
        if (!better(picture, value[best], value[w - 1])) continue;
        set_mark(picture, row * w + best, MARK_RIDGE);
    }
}

static int wanted_levels(const struct rect *area) {
    const int want = 3 + area->h / 4;
    return want < 4 ? 4 : want > 12 ? 12 : want;
}

bool map_picture_make(const struct app *app, struct map_picture *picture) {
    *picture = (struct map_picture){.map = map_of(app)};
    const struct rect *area = &picture->map.area;
    const size_t cells = (size_t)area->w * (size_t)area->h;
    picture->value = calloc(cells * 2, sizeof *picture->value);
    picture->fitted = calloc(cells, sizeof *picture->fitted);
    picture->contour = calloc(cells * 2, sizeof *picture->contour);
    if (!picture->value || !picture->fitted || !picture->contour) {
        map_picture_free(picture);
        return false;
    }
    double *cost = picture->value + cells;
    picture->mark = picture->contour + cells;
    picture->mode = app->ascii ? HEAT_ASCII : app->colors >= 256 ? HEAT_COLORS : HEAT_SHADES;
    picture->heat = (struct heat){.w = area->w, .h = area->h, .value = picture->value};
    work_out_cells(app, picture, cost);
    settle_best(picture);
    cross_of(app, picture);
    mark_frame(picture);
    mark_iso(picture, cost);
    mark_d_crit(app, picture);
    mark_ridge(picture);
    const bool counts = picture->map.output == OUT_N_EFF || picture->map.output == OUT_D_CRIT;
    heat_choose_levels(&picture->heat, wanted_levels(area), counts ? 0 : 1e-4);
    heat_contours(&picture->heat, picture->contour);
    return true;
}

void map_picture_free(struct map_picture *picture) {
    free(picture->value);
    free(picture->fitted);
    free(picture->contour);
}
