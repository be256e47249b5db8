/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best plan of problems at random, held against blind climbers that know nothing but law_eval
 * and cost_of: none of them gets below it. And the cheapest plan of that loss costs as much.
 *
 * $TEST_SEED and $TEST_PROBLEMS set other problems and how many. */
#include "support.h"

#include "engine/cost.h"
#include "engine/optimum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROBLEMS = 150, CLIMBERS = 10, STEPS = 250 };

static const double slack = 1e-9;

struct trial {
    int number;
    const struct preset *preset;
    struct plan plan;
    struct problem problem;
    unsigned turned; /* INPUT_BITs, P put as the inputs it stands for */
    bool tied;
    struct optimum best;
    uint64_t dice;
};

static double uniform(struct trial *t, double low, double high) {
    return random_between(&t->dice, low, high);
}

static int pick(struct trial *t, int count) {
    return (int)uniform(t, 0, count);
}

/* As in a failure's message: enough to ask the program the same. */
static const char *words(const struct trial *t) {
    static char text[600];
    char number[NUM_TEXT];
    int length = snprintf(text, sizeof text, "trial %d: -p %s --cost %s%s free %x C=%.17g",
                          t->number, t->preset->name, cost_names[t->problem.cost],
                          t->problem.whole ? " --whole" : "", t->problem.free, t->problem.budget);
    for (int i = 0; i < INPUT_COUNT; i++) {
        length += snprintf(text + length, sizeof text - (size_t)length, " %s=%s", inputs[i].name,
                           input_text(number, (enum input)i, plan_get(&t->plan, (enum input)i)));
    }
    return text;
}

static double some_bits(struct trial *t, double low) {
    const int kind = pick(t, 6);
    if (kind == 0) return PLAN_OFF;
    if (kind == 1) return 16;
    if (kind == 2) return 4;
    return kind == 3 ? uniform(t, low, 16) : floor(uniform(t, low, 13));
}

static void random_plan(struct trial *t) {
    static const double groups[] = {1, 32, 128, 1024, PLAN_CHANNEL};
    struct plan *plan = &t->plan;
    *plan = plan_default();
    plan->N = random_log(&t->dice, 1e8, 1e12);
    plan->D = random_log(&t->dice, 1e9, 1e14);
    plan->w = some_bits(t, 3);
    plan->a = some_bits(t, 4);
    plan->kv = some_bits(t, 4);
    plan->post = some_bits(t, 2);
    if (t->preset->variant_count > 0 && pick(t, 2)) {
        const struct variant *v = &t->preset->variant[pick(t, t->preset->variant_count)];
        if (!isnan(v->post)) plan->post = v->post;
        if (!isnan(v->w)) plan->w = v->w;
        if (!isnan(v->a)) plan->a = v->a;
    }
    plan->G = groups[pick(t, 5)];
    plan->E = pick(t, 9);
    plan->M = pick(t, 11);
    plan->fc2 = pick(t, 2) ? 8 : PLAN_OFF;
    plan->Dinf = pick(t, 4) ? random_log(&t->dice, 1e10, 1e15) : 0;
    plan->bias = pick(t, 2);
}

static void random_problem(struct trial *t) {
    static const enum input all[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};
    const unsigned trained = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    struct problem *problem = &t->problem;
    *problem = (struct problem){.cost = (enum cost_kind)pick(t, COST_KINDS), .whole = pick(t, 2)};
    problem->budget = problem->cost == COST_INFERENCE ? random_log(&t->dice, 1e8, 1e14)
                                                      : random_log(&t->dice, 1e17, 1e30);
    if (pick(t, 3)) problem->free = FREE_N | FREE_D;
    const int more = pick(t, 3) + (problem->free == 0);
    for (int i = 0; i < more; i++)
        problem->free |= INPUT_BIT(all[pick(t, 9)]);
    if (pick(t, 3) == 0) problem->free |= FREE_P;
    t->turned = problem->free & ~(unsigned)FREE_P;
    t->tied = false;
    if (!(problem->free & FREE_P)) return;
    if (t->preset->law->cost_bits) {
        t->turned |= INPUT_BIT(IN_E) | INPUT_BIT(IN_M);
    } else if (problem->cost == COST_INFERENCE) {
        t->turned |= INPUT_BIT(t->plan.post == PLAN_OFF ? IN_W : IN_POST);
    } else {
        t->turned |= trained;
        t->tied = true;
    }
}

/* A value of an input: anything in its range, or where something may happen. */
static double some_value(struct trial *t, enum input input) {
    const struct input_row *row = &inputs[input];
    if (row->scale == SCALE_LOG)
        return pick(t, 8) ? random_log(&t->dice, row->low, row->high) : row->low;
    const int kind = pick(t, 8);
    if (kind == 0) return row->low;
    if (kind == 1) return row->high;
    const double any = uniform(t, row->low, row->high);
    return kind < 5 ? floor(any) : any;
}

static double moved(struct trial *t, enum input input, double x, double size) {
    const struct input_row *row = &inputs[input];
    const double step = size * (uniform(t, -1, 1) + uniform(t, -1, 1));
    x = row->scale == SCALE_LOG ? x * exp(step) : x + step;
    if (t->problem.whole && row->scale == SCALE_LINEAR) x = round(x);
    return fmax(row->low, fmin(row->high, x));
}

/* Onto a place where something may happen: the value of another input of bits, or a row of the
 * table. */
static double snapped(struct trial *t, const struct plan *plan) {
    static const enum input bits[] = {IN_W, IN_A, IN_KV, IN_POST};
    const double x = plan_get(plan, bits[pick(t, 4)]);
    return x == PLAN_OFF ? 16 : x;
}

/* Tokens, and where those are given parameters, as far as the budget goes; false where it does not.
 */
static bool pay(const struct trial *t, struct plan *plan, double share) {
    const struct law *law = t->preset->law;
    const enum cost_kind cost = t->problem.cost;
    if (t->turned & FREE_D) {
        struct plan less = *plan;
        less.D = 0;
        const double rest = t->problem.budget - cost_of(cost, law, &less);
        plan->D = cost == COST_INFERENCE ? inputs[IN_D].high
                                         : rest / (6 * plan->N * cost_bits(law, plan) / 16);
        plan->D = fmin(plan->D, inputs[IN_D].high) * share * (1 - 1e-13);
        if (!(plan->D >= inputs[IN_D].low)) return false;
    } else if (t->turned & FREE_N) {
        plan->N *= t->problem.budget / cost_of(cost, law, plan) * (1 - 1e-13);
        plan->N = fmin(plan->N, inputs[IN_N].high) * share;
        if (!(plan->N >= inputs[IN_N].low)) return false;
    }
    return cost_of(cost, law, plan) <= t->problem.budget;
}

static double loss_at(const struct trial *t, const struct plan *plan) {
    struct result result;
    law_eval(t->preset, plan, &result);
    return isnan(result.loss) ? INFINITY : result.loss;
}

static void tie(const struct trial *t, struct plan *plan) {
    if (t->tied) plan->a = plan->kv = plan->w;
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
    tie(t, &c->plan);
}

static void step(struct trial *t, struct climber *c, double size) {
    struct climber next = *c;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        if (!(t->turned & INPUT_BIT(i)) || pick(t, 3) == 0) continue;
        const bool bits = input == IN_W || input == IN_A || input == IN_KV || input == IN_POST;
        double x = moved(t, input, plan_get(&next.plan, input), size);
        if (bits && pick(t, 6) == 0) x = snapped(t, &next.plan);
        if (t->problem.whole && inputs[i].scale == SCALE_LINEAR) x = floor(x);
        plan_set(&next.plan, input, x);
    }
    tie(t, &next.plan);
    next.share = pick(t, 3) ? fmin(1, next.share * exp(uniform(t, -size, size))) : 1;
    if (!pay(t, &next.plan, next.share)) return;
    next.loss = loss_at(t, &next.plan);
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
                   words(t), t->best.why, c.plan.w, c.plan.a, c.plan.kv, c.plan.post, c.plan.N,
                   c.plan.D, c.loss);
        check_that(c.loss >= t->best.loss - slack,
                   "%s: found %.12g (w %.9g a %.9g kv %.9g post %.9g G %g E %.9g M %.9g N %.9g D "
                   "%.9g), but w %.9g a %.9g kv %.9g post %.9g G %g E %.9g M %.9g N %.9g D %.9g "
                   "has %.12g",
                   words(t), t->best.loss, t->best.plan.w, t->best.plan.a, t->best.plan.kv,
                   t->best.plan.post, t->best.plan.G, t->best.plan.E, t->best.plan.M,
                   t->best.plan.N, t->best.plan.D, c.plan.w, c.plan.a, c.plan.kv, c.plan.post,
                   c.plan.G, c.plan.E, c.plan.M, c.plan.N, c.plan.D, c.loss);
    }
}

static void check_answer(const struct trial *t) {
    const struct plan *plan = &t->best.plan;
    const double cost = cost_of(t->problem.cost, t->preset->law, plan);
    check_that(isfinite(t->best.loss) && t->best.loss > 0, "%s: loss %g", words(t), t->best.loss);
    check_near(t->best.loss, loss_at(t, plan), 0, "%s: loss", words(t));
    check_near(t->best.C, cost, 0, "%s: C", words(t));
    check_that(cost <= t->problem.budget * (1 + 1e-9), "%s: costs %.17g", words(t), cost);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        const double x = plan_get(plan, input), was = plan_get(&t->plan, input);
        if (!(t->turned & INPUT_BIT(i))) {
            check_that(x == was, "%s: %s was not free", words(t), inputs[i].name);
        } else if (x != was) {
            check_that(x >= inputs[i].low && x <= inputs[i].high, "%s: %s is %g", words(t),
                       inputs[i].name, x);
            check_that(!t->problem.whole || inputs[i].scale == SCALE_LOG || x == floor(x),
                       "%s: %s is %g", words(t), inputs[i].name, x);
        }
    }
    if (t->tied) check_that(plan->w == plan->a && plan->w == plan->kv, "%s: not tied", words(t));
}

/* What the loss costs is what the budget was, or less where money cannot help. */
static void check_dual(const struct trial *t) {
    struct problem problem = t->problem;
    struct optimum back;
    problem.target = t->best.loss;
    problem.budget = NAN;
    optimum_solve(t->preset, &t->plan, &problem, &back);
    check_that(back.status != LAW_SILENT, "%s: no way back to %.17g: %s", words(t), t->best.loss,
               back.why);
    check_that(back.loss <= t->best.loss, "%s: reaches %.17g, not %.17g", words(t), back.loss,
               t->best.loss);
    /* at the bottom of a valley a loss says little of where it is */
    const bool spent = t->best.C > t->problem.budget * (1 - 1e-9);
    check_that(back.C <= t->best.C * (1 + (spent ? 1e-9 : 1e-6)), "%s: cost %.12g, cheapest %.12g",
               words(t), t->best.C, back.C);
    if (back.C >= t->best.C * (1 - 1e-9)) return;
    problem = t->problem;
    problem.budget = back.C * (1 + 1e-9);
    optimum_solve(t->preset, &t->plan, &problem, &back);
    check_near(back.loss, t->best.loss, 1e-9, "%s: loss of the cheapest", words(t));
}

static long setting(const char *name, long fallback) {
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : fallback;
}

static void test_climbers(void **state) {
    (void)state;
    struct preset presets[SHIPPED_PRESETS];
    for (int i = 0; i < SHIPPED_PRESETS; i++)
        presets[i] = preset_of(shipped_presets[i]);
    const long count = setting("TEST_PROBLEMS", PROBLEMS);
    int answered = 0;
    for (int i = 0; i < count; i++) {
        struct trial t = {.number = i, .dice = (uint64_t)(setting("TEST_SEED", 1) * 1000003 + i)};
        for (int j = 0; j < 4; j++)
            uniform(&t, 0, 1);
        t.preset = pick(&t, 3) ? &presets[pick(&t, SHIPPED_PRESETS)] : &presets[0];
        random_plan(&t);
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
