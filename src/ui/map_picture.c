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

static double onto(const struct map_scale *scale, double value) {
    return fmin(scale->high, fmax(scale->low, value));
}

void map_cross(const struct app *app, const struct map *map, double *x, double *y) {
    const bool moved = app->map.moved;
    *x = onto(&map->x, moved ? app->map.at_x : map_axis_get(&app->now.plan, map->x.axis));
    *y = onto(&map->y, moved ? app->map.at_y : map_axis_get(&app->now.plan, map->y.axis));
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

/* Where the plan is, if it is one of those that the map is of. */
static void find_plan(const struct app *app, struct map_picture *picture) {
    const struct map *map = &picture->map;
    const struct plan *plan = &app->now.plan;
    const double x = onto(&map->x, map_axis_get(plan, map->x.axis));
    const double y = onto(&map->y, map_axis_get(plan, map->y.axis));
    struct plan at;
    picture->plan_here = map_plan(app, map, x, y, &at) && !map_differences(plan, &at);
    picture->plan_differs = map_differences(plan, &at);
    picture->plan_col = map_col(map, x);
    picture->plan_row = map_row(map, y);
}

static void find_cross(const struct app *app, struct map_picture *picture) {
    const struct map *map = &picture->map;
    map_cross(app, map, &picture->x, &picture->y);
    picture->cross_moved = app->map.moved;
    picture->cross_col = map_col(map, picture->x);
    picture->cross_row = map_row(map, picture->y);
}

bool map_better(const struct map *map, double a, double b) {
    return isnan(b) || (map_lower_is_better(map->output) ? a < b : a > b);
}

static void say_why(struct map_picture *picture, const char *why) {
    picture->silent = true;
    if (!picture->why[0]) text_copy(picture->why, sizeof picture->why, why);
}

/* What cells have in common with those before them: the turning point does not hang on D, and takes
 * a search; what a law does not know at all it does not know at any N and D. */
struct memory {
    struct plan turned, silent;
    double d_crit;
    bool turn_known, silence_known;
};

static bool same_but(const struct plan *a, const struct plan *b, bool N_too) {
    struct plan like = *a;
    like.D = b->D;
    if (N_too) like.N = b->N;
    return plan_same(&like, b);
}

static double value_of(const struct preset *preset, const struct map *map, struct memory *memory,
                       const struct plan *plan, struct result *result) {
    if (map->output != OUT_D_CRIT) return map_value(preset, map, plan, result);
    if (law_eval(preset, plan, result) == LAW_SILENT) return NAN;
    if (memory->turn_known && same_but(&memory->turned, plan, false)) return memory->d_crit;
    memory->turned = *plan;
    memory->turn_known = true;
    memory->d_crit = law_turn(preset, plan);
    return memory->d_crit;
}

/* What of the plan is outside the fitted range, as law_eval says it. */
static unsigned stretched(const struct preset *preset, unsigned moves, const struct plan *plan) {
    unsigned beyond = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!(preset->ranged & moves & INPUT_BIT(i))) continue;
        if (preset_stretch(preset, plan, (enum input)i) != 0) beyond |= INPUT_BIT(i);
    }
    return beyond;
}

/* One cell's value, NAN where it has none, and whether the runs reach it. */
static double work_out_value(const struct app *app, struct map_picture *picture,
                             struct memory *memory, const struct plan *plan, bool *fitted) {
    const struct preset *preset = app_primary(app);
    const struct map *map = &picture->map;
    const unsigned moves = map_moves(map);
    struct result result;
    if (memory->silence_known && same_but(&memory->silent, plan, true)) {
        *fitted = !stretched(preset, moves, plan);
        return NAN;
    }
    const double value = value_of(preset, map, memory, plan, &result);
    *fitted = !(result.beyond & moves);
    if (result.status == LAW_SILENT) {
        say_why(picture, result.why);
        memory->silence_known = result.at_any_size;
        memory->silent = *plan;
    } else if (isnan(value)) {
        say_why(picture, map->output == OUT_D_CRIT ? "no D_crit: more data always helps"
                                                   : "the law has no such number");
    }
    return value;
}

/* One cell: its value, whether the runs reach it; returns what it costs. */
static double work_out_cell(const struct app *app, struct map_picture *picture,
                            struct memory *memory, int col, int row) {
    const struct preset *preset = app_primary(app);
    const struct map *map = &picture->map;
    const int at = row * map->area.w + col;
    struct plan plan;
    picture->value[at] = NAN;
    if (!map_cell_plan(app, map, col, row, &plan)) {
        picture->fitted[at] = !(preset->ranged & map_moves(map));
        say_why(picture, map_leaves(map));
        return NAN;
    }
    picture->value[at] = work_out_value(app, picture, memory, &plan, &picture->fitted[at]);
    return cost_training(preset->law, &plan);
}

/* A cell whose neighbour before it stands for the same plan: it has all that that has. */
static void copy_cell(struct map_picture *picture, double *cost, int at, int from) {
    picture->value[at] = picture->value[from];
    picture->fitted[at] = picture->fitted[from];
    cost[at] = cost[from];
}

/* Cell by cell, along D where it is an axis. */
static void work_out_cells(const struct app *app, struct map_picture *picture, double *cost) {
    const struct map *map = &picture->map;
    const int w = map->area.w, h = map->area.h;
    const bool by_rows = map->x.axis == MAP_D;
    struct memory memory = {.turn_known = false};
    for (int i = 0; i < w * h; i++) {
        const int col = by_rows ? i % w : i / h, row = by_rows ? i / w : i % h, at = row * w + col;
        if (col > 0 && map->x.whole && map_x(map, col) == map_x(map, col - 1))
            copy_cell(picture, cost, at, at - 1);
        else if (row > 0 && map->y.whole && map_y(map, row) == map_y(map, row - 1))
            copy_cell(picture, cost, at, at - w);
        else
            cost[at] = log(work_out_cell(app, picture, &memory, col, row));
    }
}

/* The best is one place, and no plain: where cells elsewhere are as good there is no best one. */
static void find_best_cell(struct map_picture *picture) {
    const struct map *map = &picture->map;
    const int w = map->area.w, cells = w * map->area.h;
    int best = -1;
    for (int i = 0; i < cells; i++) {
        const double value = picture->value[i];
        if (isnan(value)) continue;
        if (best < 0 || map_better(map, value, picture->value[best])) best = i;
    }
    picture->best = best;
    picture->best_value = best < 0 ? NAN : picture->value[best];
    for (int i = 0; i < cells; i++) {
        if (picture->value[i] != picture->best_value) continue;
        const bool same =
            map_x(map, i % w) == map_x(map, best % w) && map_y(map, i / w) == map_y(map, best / w);
        if (!same) picture->best = -1;
    }
}

/* The best itself, wherever between the cells it is. */
static void settle_best(const struct app *app, struct map_picture *picture) {
    const struct map *map = &picture->map;
    const int w = map->area.w;
    find_best_cell(picture);
    if (picture->best >= 0) {
        struct map_best *best = &picture->exact;
        map_best_find(app, map, picture->best % w, picture->best / w, best);
        picture->best = map_row(map, best->y) * w + map_col(map, best->x);
        picture->best_value = best->value;
    }
    for (int i = 0; map->output == MAP_OVER_BEST && i < w * map->area.h; i++)
        picture->value[i] -= picture->best_value;
}

/* Of a map with nothing on it: what the law says where the cross is. */
static void say_why_here(const struct app *app, struct map_picture *picture) {
    struct plan plan;
    struct result result;
    if (!map_plan(app, &picture->map, picture->x, picture->y, &plan)) return;
    if (law_eval(app_primary(app), &plan, &result) == LAW_SILENT)
        text_copy(picture->why, sizeof picture->why, result.why);
}

static int wanted_levels(const struct rect *area) {
    const int want = 6 + area->h / 4;
    return want > 15 ? 15 : want;
}

static bool make_room(struct map_picture *picture, double **cost) {
    const struct rect *area = &picture->map.area;
    const size_t cells = (size_t)area->w * (size_t)area->h;
    picture->value = calloc(cells * 2, sizeof *picture->value);
    picture->fitted = calloc(cells, sizeof *picture->fitted);
    picture->contour = calloc(cells * 3, sizeof *picture->contour);
    if (!picture->value || !picture->fitted || !picture->contour) {
        map_picture_free(picture);
        return false;
    }
    *cost = picture->value + cells;
    picture->mark = picture->contour + cells;
    picture->dots = picture->mark + cells;
    return true;
}

bool map_picture_make(const struct app *app, struct map_picture *picture) {
    double *cost;
    *picture = (struct map_picture){.map = map_of(app)};
    if (!make_room(picture, &cost)) return false;
    const struct rect *area = &picture->map.area;
    picture->mode = app->ascii ? HEAT_ASCII : app->colors >= 256 ? HEAT_COLORS : HEAT_SHADES;
    picture->heat = (struct heat){.w = area->w, .h = area->h, .value = picture->value};
    work_out_cells(app, picture, cost);
    settle_best(app, picture);
    find_plan(app, picture);
    find_cross(app, picture);
    if (isnan(picture->best_value)) say_why_here(app, picture);
    map_lines(app, picture, cost);
    const int output = picture->map.output;
    const bool counts = output == OUT_N_EFF || output == OUT_D_CRIT;
    heat_choose_levels(&picture->heat, wanted_levels(area), counts ? 0 : 1e-4,
                       map_lower_is_better(output));
    heat_contours(&picture->heat, picture->contour);
    return true;
}

void map_picture_free(struct map_picture *picture) {
    free(picture->value);
    free(picture->fitted);
    free(picture->contour);
}
