/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a map is over, and the plan behind each of its cells. */
#include "ui/view_map.h"

#include "engine/cost.h"
#include "engine/optimum.h"
#include "ui/app.h"
#include <math.h>

enum { AXIS_W = 7, HEAD_ROWS = 2, LEAST_PANEL = 20, MOST_PANEL = 34 };

static const enum input axis_inputs[MAP_AXES] = {
    [MAP_N] = IN_N,   [MAP_D] = IN_D,       [MAP_P] = IN_W, [MAP_W] = IN_W, [MAP_A] = IN_A,
    [MAP_KV] = IN_KV, [MAP_POST] = IN_POST, [MAP_G] = IN_G, [MAP_E] = IN_E, [MAP_M] = IN_M};

enum input map_axis_input(enum map_axis axis) {
    return axis_inputs[axis];
}

const char *map_axis_name(enum map_axis axis) {
    return axis == MAP_P ? "P" : inputs[axis_inputs[axis]].name;
}

const char *map_output_title(int output) {
    return output == MAP_OVER_BEST ? "loss above the best" : outputs[output].title;
}

int map_shown_output(int output) {
    return output == MAP_OVER_BEST ? (int)OUT_LOSS : output;
}

bool map_lower_is_better(int output) {
    return output == MAP_OVER_BEST || outputs[output].lower_is_better;
}

bool map_axis_known(const struct preset *preset, enum map_axis axis) {
    const unsigned trained = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    if (axis == MAP_N || axis == MAP_D) return true;
    return preset->reads & (axis == MAP_P ? trained : INPUT_BIT(axis_inputs[axis]));
}

static bool is_bits(enum map_axis axis) {
    return axis >= MAP_P && axis <= MAP_POST;
}

double map_axis_get(const struct plan *plan, enum map_axis axis) {
    if (axis == MAP_P)
        return fmax(plan_bits(plan->w), fmax(plan_bits(plan->a), plan_bits(plan->kv)));
    const double value = plan_get(plan, axis_inputs[axis]);
    return is_bits(axis) ? plan_bits(value) : value;
}

static void axis_set(struct plan *plan, enum map_axis axis, double value) {
    plan_set(plan, axis_inputs[axis], value);
    if (axis == MAP_P) plan->a = plan->kv = value;
}

/* A round value at or beyond, 1-2-5, on the way down (-1) or up (+1). */
static double round_out(double value, int direction) {
    static const double marks[] = {1, 2, 5, 10};
    const double decade = pow(10, floor(log10(value) + 1e-12));
    double below = decade;
    for (int i = 0; i < 4; i++) {
        const double mark = num_round(marks[i] * decade, 12);
        if (direction > 0 && mark >= value * (1 - 1e-12)) return mark;
        if (mark <= value * (1 + 1e-12)) below = mark;
    }
    return below;
}

/* Where the budget is best spent at the plan's bits: a map of N or D should have it in sight. */
static void widen_to_optimum(const struct app *app, enum input input, double *low, double *high) {
    const struct preset *preset = app_primary(app);
    const struct problem problem = {.free = FREE_N | FREE_D,
                                    .budget = cost_budget(preset->law, &app->now.plan)};
    struct optimum optimum;
    if (optimum_solve(preset, &app->now.plan, &problem, &optimum) == LAW_SILENT) return;
    const double best = plan_get(&optimum.plan, input);
    *low = fmin(*low, best);
    *high = fmax(*high, best);
}

/* Decades around the plan, the optimum and, where nothing is held, the fitted range. */
static void size_range(const struct app *app, enum input input, bool hold, double *low,
                       double *high) {
    const struct preset *preset = app_primary(app);
    const struct range *range = &preset->range[input];
    const double value = plan_get(&app->now.plan, input), room = hold ? 10 : 30;
    *low = *high = value;
    widen_to_optimum(app, input, low, high);
    if (*low < value / 1e4) *low = value / 1e4;
    if (*high > value * 1e4) *high = value * 1e4;
    *low /= room;
    *high *= room;
    if (!hold && (preset->ranged & INPUT_BIT(input))) {
        if (isfinite(range->low)) *low = fmin(*low, range->low);
        if (isfinite(range->high)) *high = fmax(*high, range->high);
    }
    *low = fmax(inputs[input].low, round_out(*low, -1));
    *high = fmin(inputs[input].high, round_out(*high, +1));
}

static bool is_whole(const struct preset *preset, enum map_axis axis) {
    if (preset->law->real_bits) return false;
    if (axis == MAP_POST) return preset->variant_count > 0;
    return is_bits(axis) || inputs[axis_inputs[axis]].whole;
}

static struct map_scale scale_of(const struct app *app, enum map_axis axis, bool hold) {
    const struct law *law = app_primary(app)->law;
    const struct input_row *row = &inputs[axis_inputs[axis]];
    struct map_scale scale = {axis, row->low, row->high, row->scale == SCALE_LOG,
                              is_whole(app_primary(app), axis)};
    const double value = map_axis_get(&app->now.plan, axis);
    if (axis == MAP_N || axis == MAP_D) {
        size_range(app, axis_inputs[axis], hold, &scale.low, &scale.high);
        return scale;
    }
    if (axis == MAP_G) scale.low = 8, scale.high = 4096;
    if (is_bits(axis)) scale.low = law->real_bits ? 3 : 2;
    if (axis == MAP_POST) scale.low = 2, scale.high = 8;
    if (input_word(axis_inputs[axis], plan_get(&app->now.plan, axis_inputs[axis]))) return scale;
    scale.low = fmin(scale.low, scale.whole ? floor(value) : value);
    scale.high = fmax(scale.high, scale.whole ? ceil(value) : value);
    return scale;
}

double map_scale_at(const struct map_scale *scale, double share) {
    const double value = scale->log ? scale->low * pow(scale->high / scale->low, share)
                                    : scale->low + share * (scale->high - scale->low);
    if (scale->whole) return round(value);
    /* the ends are the ends, whatever pow() rounds to */
    return fmin(scale->high, fmax(scale->low, value));
}

double map_scale_share(const struct map_scale *scale, double value) {
    if (scale->high <= scale->low) return 0;
    const double share = scale->log ? log(value / scale->low) / log(scale->high / scale->low)
                                    : (value - scale->low) / (scale->high - scale->low);
    return fmax(0, fmin(1, share));
}

double map_x(const struct map *map, int col) {
    return map_scale_at(&map->x, (double)col / (map->area.w - 1));
}

double map_y(const struct map *map, int row) {
    return map_scale_at(&map->y, 1 - (double)row / (map->area.h - 1));
}

int map_col(const struct map *map, double x) {
    return (int)lround(map_scale_share(&map->x, x) * (map->area.w - 1));
}

int map_row(const struct map *map, double y) {
    return map->area.h - 1 - (int)lround(map_scale_share(&map->y, y) * (map->area.h - 1));
}

/* The first map of a law: over what an optimum is sought in. */
static void first_map(const struct preset *preset, struct map_state *state) {
    const bool bits = preset->law->real_bits && map_axis_known(preset, MAP_P);
    state->x = MAP_N;
    state->y = bits ? MAP_P : MAP_D;
    state->output = OUT_LOSS;
    state->hold = bits;
}

/* What is shown: what was chosen, as far as this law knows it. */
static struct map_state shown(const struct app *app) {
    const struct preset *const preset = app_primary(app);
    struct map_state state = app->map;
    const bool known = map_axis_known(preset, state.x) && map_axis_known(preset, state.y);
    if (!state.chosen || !known) first_map(preset, &state);
    return state;
}

void map_choose(struct app *app) {
    app->map = shown(app);
    app->map.chosen = true;
}

void map_start_over(struct app *app) {
    map_choose(app);
    app->map.moved = app->map.kept = false;
}

static bool inside(const struct map_scale *scale, enum map_axis axis, double value) {
    return scale->axis == axis && value >= scale->low && value <= scale->high;
}

static struct rect area_of(const struct app *app) {
    const int share = app->cols / 4;
    const int panel = share < LEAST_PANEL ? LEAST_PANEL : share > MOST_PANEL ? MOST_PANEL : share;
    const int foot = app->rows >= 30 ? 4 : 3;
    return (struct rect){AXIS_W, HEAD_ROWS, app->cols - AXIS_W - panel - 2,
                         app->rows - HEAD_ROWS - foot};
}

struct map map_of(const struct app *app) {
    const struct map_state state = shown(app);
    const struct plan *plan = &app->now.plan;
    const bool D_axis = state.x == MAP_D || state.y == MAP_D;
    const bool N_axis = state.x == MAP_N || state.y == MAP_N;
    struct map map = {.output = state.output,
                      .hold = state.hold && !(D_axis && N_axis),
                      .follower = INPUT_NONE,
                      .budget = cost_budget(app_primary(app)->law, plan),
                      .area = area_of(app)};
    if (map.hold) map.follower = D_axis ? IN_N : IN_D;
    const bool keep = state.kept && inside(&state.kept_x, state.x, map_axis_get(plan, state.x)) &&
                      inside(&state.kept_y, state.y, map_axis_get(plan, state.y));
    map.x = keep ? state.kept_x : scale_of(app, state.x, map.hold);
    map.y = keep ? state.kept_y : scale_of(app, state.y, map.hold);
    return map;
}

bool map_plan(const struct app *app, const struct map *map, double x, double y, struct plan *plan) {
    *plan = app->now.plan;
    axis_set(plan, map->x.axis, x);
    axis_set(plan, map->y.axis, y);
    if (map->follower == INPUT_NONE) return true;
    const struct input_row *row = &inputs[map->follower];
    const double other = map->follower == IN_D ? plan->N : plan->D;
    const double value = 16 * map->budget / (6 * cost_bits(app_primary(app)->law, plan) * other);
    plan_set(plan, map->follower, fmin(row->high, fmax(row->low, value)));
    return value >= row->low * (1 - 1e-12) && value <= row->high * (1 + 1e-12);
}

unsigned map_differences(const struct plan *a, const struct plan *b) {
    unsigned differ = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const double x = plan_get(a, (enum input)i), y = plan_get(b, (enum input)i);
        if (x != y && !(fabs(x - y) <= 1e-9 * fmin(fabs(x), fabs(y)))) differ |= INPUT_BIT(i);
    }
    return differ;
}

bool map_cell_plan(const struct app *app, const struct map *map, int col, int row,
                   struct plan *plan) {
    return map_plan(app, map, map_x(map, col), map_y(map, row), plan);
}

const char *map_leaves(const struct map *map) {
    return map->follower == IN_D ? "D would leave its range" : "N would leave its range";
}

double map_value(const struct preset *preset, const struct map *map, const struct plan *plan,
                 struct result *result) {
    struct answer answer = {.d_crit = NAN};
    const enum output output = (enum output)map_shown_output(map->output);
    if (law_eval(preset, plan, result) == LAW_SILENT) return NAN;
    if (output == OUT_D_CRIT) return law_turn(preset, plan);
    answer.result = *result;
    return output_get(&answer, output);
}
