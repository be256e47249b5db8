/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best plan of problems at random, held against blind climbers that know nothing but law_eval
 * and cost_of: none of them gets below it. And the cheapest plan of that loss costs as much.
 *
 * $TEST_SEED and $TEST_PROBLEMS set other problems and how many. */
#include "trial.h"

#include "engine/cost.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROBLEMS = 150, CLIMBERS = 10, STEPS = 250 };

static const double slack = 1e-9;

static void random_problem(struct trial *t) {
    static const enum input all[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};
    struct problem *problem = &t->problem;
    *problem = (struct problem){.cost = (enum cost_kind)trial_pick(t, COST_KINDS),
                                .whole = trial_pick(t, 2)};
    problem->budget = problem->cost == COST_INFERENCE ? random_log(&t->dice, 1e8, 1e14)
                                                      : random_log(&t->dice, 1e17, 1e30);
    if (trial_pick(t, 3)) problem->free = FREE_N | FREE_D;
    const int more = trial_pick(t, 3) + (problem->free == 0);
    for (int i = 0; i < more; i++)
        problem->free |= INPUT_BIT(all[trial_pick(t, 9)]);
    if (trial_pick(t, 3) == 0) problem->free |= FREE_P;
    trial_turn(t);
}

/* A value of an input: anything in its range, or where something may happen. */
static double some_value(struct trial *t, enum input input) {
    const struct input_row *row = &inputs[input];
    if (row->scale == SCALE_LOG)
        return trial_pick(t, 8) ? random_log(&t->dice, row->low, row->high) : row->low;
    const int kind = trial_pick(t, 8);
    if (kind == 0) return row->low;
    if (kind == 1) return row->high;
    const double any = trial_uniform(t, row->low, row->high);
    return kind < 5 ? floor(any) : any;
}

static double moved(struct trial *t, enum input input, double x, double size) {
    const struct input_row *row = &inputs[input];
    const double step = size * (trial_uniform(t, -1, 1) + trial_uniform(t, -1, 1));
    x = row->scale == SCALE_LOG ? x * exp(step) : x + step;
    if (t->problem.whole && row->scale == SCALE_LINEAR) x = round(x);
    return fmax(row->low, fmin(row->high, x));
}

/* Onto a place where something may happen: the value of another input of bits, or a row of the
 * table. */
static double snapped(struct trial *t, const struct plan *plan) {
    static const enum input bits[] = {IN_W, IN_A, IN_KV, IN_POST};
    const double x = plan_get(plan, bits[trial_pick(t, 4)]);
    return x == PLAN_OFF ? 16 : x;
}

/* A climber's place: a plan, and the share of what the budget would pay. */
struct climber {
    struct plan plan;
    double share, loss;
};

static void restart(struct trial *t, struct climber *c, bool at_best) {
    c->plan = at_best ? t->best.plan : t->plan;
    c->share = 1;
    c->loss = INFINITY;
    for (int i = 0; i < INPUT_COUNT && !at_best; i++) {
        if (t->turned & INPUT_BIT(i))
            plan_set(&c->plan, (enum input)i, some_value(t, (enum input)i));
        if (t->problem.whole && (t->turned & INPUT_BIT(i)) && inputs[i].scale == SCALE_LINEAR)
            plan_set(&c->plan, (enum input)i, floor(plan_get(&c->plan, (enum input)i)));
    }
    trial_tie(t, &c->plan);
}

static void step(struct trial *t, struct climber *c, double size) {
    struct climber next = *c;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        if (!(t->turned & INPUT_BIT(i)) || trial_pick(t, 3) == 0) continue;
        const bool bits = input == IN_W || input == IN_A || input == IN_KV || input == IN_POST;
        double x = moved(t, input, plan_get(&next.plan, input), size);
        if (bits && trial_pick(t, 6) == 0) x = snapped(t, &next.plan);
        if (t->problem.whole && inputs[i].scale == SCALE_LINEAR) x = floor(x);
        plan_set(&next.plan, input, x);
    }
    trial_tie(t, &next.plan);
    next.share = trial_pick(t, 3) ? fmin(1, next.share * exp(trial_uniform(t, -size, size))) : 1;
    if (!trial_pay(t, &next.plan, next.share)) return;
    next.loss = trial_loss(t, &next.plan);
    if (next.loss < c->loss) *c = next;
}

static void check_climbers(struct trial *t) {
    const bool silent = t->best.status == LAW_SILENT;
    for (int i = 0; i < CLIMBERS; i++) {
        struct climber c;
        restart(t, &c, !silent && i == 0);
        double size = i == 0 ? .01 : 3;
        for (int j = 0; j < STEPS; j++, size *= .96)
            step(t, &c, size);
        if (isinf(c.loss)) continue;
        check_that(!silent, "%s: silent (%s), but w %g a %g kv %g post %g N %g D %g has %g",
                   trial_words(t), t->best.why, c.plan.w, c.plan.a, c.plan.kv, c.plan.post,
                   c.plan.N, c.plan.D, c.loss);
        check_that(c.loss >= t->best.loss - slack,
                   "%s: found %.12g (w %.9g a %.9g kv %.9g post %.9g G %g E %.9g M %.9g N %.9g D "
                   "%.9g), but w %.9g a %.9g kv %.9g post %.9g G %g E %.9g M %.9g N %.9g D %.9g "
                   "has %.12g",
                   trial_words(t), t->best.loss, t->best.plan.w, t->best.plan.a, t->best.plan.kv,
                   t->best.plan.post, t->best.plan.G, t->best.plan.E, t->best.plan.M,
                   t->best.plan.N, t->best.plan.D, c.plan.w, c.plan.a, c.plan.kv, c.plan.post,
                   c.plan.G, c.plan.E, c.plan.M, c.plan.N, c.plan.D, c.loss);
    }
}

static void check_answer(const struct trial *t) {
    const struct plan *plan = &t->best.plan;
    const double cost = cost_of(t->problem.cost, t->preset->law, plan);
    check_that(isfinite(t->best.loss) && t->best.loss > 0, "%s: loss %g", trial_words(t),
               t->best.loss);
    check_near(t->best.loss, trial_loss(t, plan), 0, "%s: loss", trial_words(t));
    check_near(t->best.C, cost, 0, "%s: C", trial_words(t));
    check_that(cost <= t->problem.budget, "%s: costs %.17g", trial_words(t), cost);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        const double x = plan_get(plan, input), was = plan_get(&t->plan, input);
        if (!(t->turned & INPUT_BIT(i))) {
            check_that(x == was, "%s: %s was not free", trial_words(t), inputs[i].name);
        } else if (!input_word(input, x)) {
            check_that(x >= inputs[i].low && x <= inputs[i].high, "%s: %s is %g", trial_words(t),
                       inputs[i].name, x);
            check_that(!t->problem.whole || inputs[i].scale == SCALE_LOG || x == floor(x),
                       "%s: %s is %g", trial_words(t), inputs[i].name, x);
        }
    }
    if (t->tied)
        check_that(plan->w == plan->a && plan->w == plan->kv, "%s: not tied", trial_words(t));
}

/* What the loss costs is what the budget was, or less where money cannot help. */
static void check_dual(const struct trial *t) {
    struct problem problem = t->problem;
    struct optimum back;
    problem.target = t->best.loss;
    problem.budget = NAN;
    optimum_solve(t->preset, &t->plan, &problem, &back);
    check_that(back.status != LAW_SILENT, "%s: no way back to %.17g: %s", trial_words(t),
               t->best.loss, back.why);
    check_that(back.loss <= t->best.loss * (1 + 1e-15), "%s: reaches %.17g, not %.17g",
               trial_words(t), back.loss, t->best.loss);
    /* at the bottom of a valley a loss says little of where it is */
    const bool spent = t->best.C > t->problem.budget * (1 - 1e-9);
    check_that(back.C <= t->best.C * (1 + (spent ? 1e-9 : 1e-6)), "%s: cost %.12g, cheapest %.12g",
               trial_words(t), t->best.C, back.C);
    if (back.C >= t->best.C * (1 - 1e-9)) return;
    problem = t->problem;
    problem.budget = back.C * (1 + 1e-9);
    optimum_solve(t->preset, &t->plan, &problem, &back);
    check_near(back.loss, t->best.loss, 1e-9, "%s: loss of the cheapest", trial_words(t));
}

static void test_climbers(void **state) {
    (void)state;
    struct preset presets[SHIPPED_PRESETS];
    for (int i = 0; i < SHIPPED_PRESETS; i++)
        presets[i] = preset_of(shipped_presets[i]);
    const long count = trial_setting("TEST_PROBLEMS", PROBLEMS);
    int answered = 0;
    for (int i = 0; i < count; i++) {
        struct trial t = trial_start(i);
        t.preset = trial_pick(&t, 3) ? &presets[trial_pick(&t, SHIPPED_PRESETS)] : &presets[0];
        trial_plan(&t);
        random_problem(&t);
        optimum_solve(t.preset, &t.plan, &t.problem, &t.best);
        check_climbers(&t);
        if (t.best.status == LAW_SILENT) continue;
        answered++;
        check_answer(&t);
        check_dual(&t);
    }
    check_that(answered > count / 2, "only %d of %ld have an answer", answered, count);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_climbers)};
    return cmocka_run_group_tests_name("brute", tests, NULL, NULL);
}
