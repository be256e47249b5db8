/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trial.h"

#include "engine/cost.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

long trial_setting(const char *name, long fallback) {
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : fallback;
}

struct trial trial_start(int number) {
    struct trial t = {.number = number,
                      .dice = (uint64_t)(trial_setting("TEST_SEED", 1) * 1000003 + number)};
    for (int i = 0; i < 4; i++)
        trial_uniform(&t, 0, 1);
    return t;
}

double trial_uniform(struct trial *t, double low, double high) {
    return random_between(&t->dice, low, high);
}

int trial_pick(struct trial *t, int count) {
    return (int)trial_uniform(t, 0, count);
}

/* As in a failure's message: enough to ask the program the same. */
const char *trial_words(const struct trial *t) {
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
    const int kind = trial_pick(t, 6);
    if (kind == 0) return PLAN_OFF;
    if (kind == 1) return 16;
    if (kind == 2) return 4;
    return kind == 3 ? trial_uniform(t, low, 16) : floor(trial_uniform(t, low, 13));
}

void trial_plan(struct trial *t) {
    static const double groups[] = {1, 32, 128, 1024, PLAN_CHANNEL};
    struct plan *plan = &t->plan;
    *plan = plan_default();
    plan->N = random_log(&t->dice, 1e8, 1e12);
    plan->D = random_log(&t->dice, 1e9, 1e14);
    plan->w = some_bits(t, 3);
    plan->a = some_bits(t, 4);
    plan->kv = some_bits(t, 4);
    plan->post = some_bits(t, 2);
    if (t->preset->variant_count > 0 && trial_pick(t, 2)) {
        const struct variant *v = &t->preset->variant[trial_pick(t, t->preset->variant_count)];
        if (!isnan(v->post)) plan->post = v->post;
        if (!isnan(v->w)) plan->w = v->w;
        if (!isnan(v->a)) plan->a = v->a;
    }
    plan->G = groups[trial_pick(t, 5)];
    plan->E = trial_pick(t, 9);
    plan->M = trial_pick(t, 11);
    plan->fc2 = trial_pick(t, 2) ? 8 : PLAN_OFF;
    plan->Dinf = trial_pick(t, 4) ? random_log(&t->dice, 1e10, 1e15) : 0;
    plan->bias = trial_pick(t, 2);
}

void trial_turn(struct trial *t) {
    const unsigned trained = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    const struct problem *problem = &t->problem;
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

double trial_loss(const struct trial *t, const struct plan *plan) {
    struct result result;
    law_eval(t->preset, plan, &result);
    return isnan(result.loss) ? INFINITY : result.loss;
}

void trial_tie(const struct trial *t, struct plan *plan) {
    if (t->tied) plan->a = plan->kv = plan->w;
}

/* Tokens, and where those are given parameters, as far as the budget goes; false where it does not.
 */
bool trial_pay(const struct trial *t, struct plan *plan, double share) {
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
