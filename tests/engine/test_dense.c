/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best plan of problems at random with one to four free variables, held against every point of
 * a dense grid that the budget pays for: over the whole range, and close about the best plan
 * itself.
 *
 * $TEST_SEED and $TEST_PROBLEMS set other problems and how many. */
#include "trial.h"

#include "engine/cost.h"

#include <math.h>
#include <string.h>

enum { PROBLEMS = 1500, MOST_FREE = 4, POINTS = 512 };

static const double slack = 1e-9;

/* What is turned and its values. The purse comes last: D, or N where D is given; it is tried once
 * more at the most that the budget pays. */
struct axis {
    enum input input;
    int count;
    double value[POINTS];
};

struct dense {
    int axes;
    bool purse;
    struct axis axis[MOST_FREE + 2];
};

static const enum input all[] = {IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M, IN_N, IN_D};

enum { ALL = sizeof all / sizeof *all };

static bool by_log(enum input input) {
    return inputs[input].scale == SCALE_LOG;
}

static void add_value(const struct trial *t, struct axis *axis, double value) {
    const struct input_row *row = &inputs[axis->input];
    if (!by_log(axis->input) && t->problem.whole) value = round(value);
    if (isinf(value) || axis->count == POINTS) return;
    axis->value[axis->count++] = fmax(row->low, fmin(row->high, value));
}

/* Evenly over the range, and where something may happen: a row of a table, other bits. */
static void fill_range(const struct trial *t, struct axis *axis, int points) {
    const struct input_row *row = &inputs[axis->input];
    const bool bits = axis->input <= IN_POST && axis->input >= IN_W;
    const int steps =
        !by_log(axis->input) && t->problem.whole ? (int)(row->high - row->low) : points;
    for (int i = 0; i <= steps; i++) {
        const double share = (double)i / steps;
        add_value(t, axis,
                  by_log(axis->input) ? row->low * pow(row->high / row->low, share)
                                      : row->low + (row->high - row->low) * share);
    }
    for (int i = IN_W; bits && i <= IN_POST; i++)
        add_value(t, axis, plan_get(&t->plan, (enum input)i));
    add_value(t, axis, bits ? 4 : row->fallback);
}

/* About the best, a factor e^reach or as many bits to either side. */
static void fill_about(const struct trial *t, struct axis *axis, int points, double reach) {
    const double best = plan_get(&t->best.plan, axis->input);
    for (int i = -points; i <= points; i++) {
        const double by = reach * i / points;
        add_value(t, axis, by_log(axis->input) ? best * exp(by) : best + by);
    }
}

/* reach 0: the whole range. */
static struct dense grid_of(const struct trial *t, double reach) {
    static const int points[] = {200, 200, 40, 14, 7, 4, 3};
    struct dense grid = {0};
    unsigned turned = t->turned;
    if (t->tied) turned &= ~(INPUT_BIT(IN_A) | INPUT_BIT(IN_KV));
    const int each = points[__builtin_popcount(turned)];
    for (int i = 0; i < ALL; i++) {
        if (!(turned & INPUT_BIT(all[i]))) continue;
        struct axis *axis = &grid.axis[grid.axes++];
        axis->input = all[i];
        if (reach > 0)
            fill_about(t, axis, each / 2, reach);
        else
            fill_range(t, axis, each);
        grid.purse = all[i] == IN_N || all[i] == IN_D;
    }
    return grid;
}

/* The plan at a point of the grid; false where the budget does not pay for it. */
static bool plan_at(const struct trial *t, const struct dense *grid, const int *index,
                    struct plan *plan) {
    *plan = t->plan;
    bool most = false;
    for (int i = 0; i < grid->axes; i++) {
        const struct axis *axis = &grid->axis[i];
        most = index[i] == axis->count;
        plan_set(plan, axis->input, most ? inputs[axis->input].low : axis->value[index[i]]);
    }
    trial_tie(t, plan);
    if (most && !trial_pay(t, plan, 1)) return false;
    return cost_of(t->problem.cost, t->preset->law, plan) <= t->problem.budget;
}

static bool next_point(const struct dense *grid, int *index) {
    for (int i = 0; i < grid->axes; i++) {
        const bool last = i == grid->axes - 1;
        if (++index[i] < grid->axis[i].count + (last && grid->purse)) return true;
        index[i] = 0;
    }
    return false;
}

static void check_point(const struct trial *t, const struct plan *plan) {
    const double loss = trial_loss(t, plan);
    const struct plan *best = &t->best.plan;
    if (isinf(loss)) return;
    if (t->best.status != LAW_SILENT && loss >= t->best.loss - slack) return;
    check_that(false,
               "%s: %s %.12g (w %.9g a %.9g kv %.9g post %.9g G %.9g E %.9g M %.9g N %.9g D %.9g), "
               "but w %.9g a %.9g kv %.9g post %.9g G %.9g E %.9g M %.9g N %.9g D %.9g has %.12g",
               trial_words(t), t->best.why, t->best.loss, best->w, best->a, best->kv, best->post,
               best->G, best->E, best->M, best->N, best->D, plan->w, plan->a, plan->kv, plan->post,
               plan->G, plan->E, plan->M, plan->N, plan->D, loss);
}

static void check_grid(const struct trial *t, double reach) {
    const struct dense grid = grid_of(t, reach);
    int index[MOST_FREE + 2] = {0};
    do {
        struct plan plan;
        if (plan_at(t, &grid, index, &plan)) check_point(t, &plan);
    } while (next_point(&grid, index));
}

/* So many of the nine, or w, a and kv as one; a budget about what the plan costs. */
static void random_problem(struct trial *t, int free) {
    const unsigned trained = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    t->problem = (struct problem){.cost = (enum cost_kind)trial_pick(t, COST_KINDS),
                                  .whole = trial_pick(t, 2)};
    while (__builtin_popcount(t->problem.free) < free)
        t->problem.free |= INPUT_BIT(all[trial_pick(t, ALL)]);
    if (t->problem.free & trained && trial_pick(t, 4) == 0 && t->problem.cost != COST_INFERENCE &&
        !t->preset->law->cost_bits)
        t->problem.free = (t->problem.free & ~trained) | FREE_P;
    const double own = cost_of(t->problem.cost, t->preset->law, &t->plan);
    t->problem.budget = own * random_log(&t->dice, trial_pick(t, 2) ? .1 : 1e-4, 1e3);
    trial_turn(t);
}

static void test_grids(void **state) {
    (void)state;
    struct preset presets[SHIPPED_PRESETS];
    for (int i = 0; i < SHIPPED_PRESETS; i++)
        presets[i] = preset_of(shipped_presets[i]);
    const long count = trial_setting("TEST_PROBLEMS", PROBLEMS);
    int answered = 0;
    for (int i = 0; i < count; i++) {
        struct trial t = trial_start(i);
        t.preset = trial_pick(&t, 2) ? &presets[trial_pick(&t, SHIPPED_PRESETS)] : &presets[0];
        trial_plan(&t);
        random_problem(&t, 1 + i % MOST_FREE);
        optimum_solve(t.preset, &t.plan, &t.problem, &t.best);
        check_grid(&t, 0);
        if (t.best.status == LAW_SILENT) continue;
        answered++;
        check_grid(&t, .3);
        check_grid(&t, 2e-3);
    }
    check_that(answered > count / 2, "only %d of %ld have an answer", answered, count);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_grids)};
    return cmocka_run_group_tests_name("dense", tests, NULL, NULL);
}
