/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optimum.h"

#include "base/text.h"
#include "engine/dials.h"
#include "engine/spend.h"
#include <stdio.h>
#include <string.h>

static enum law_status refuse(struct optimum *optimum, const char *why) {
    text_copy(optimum->why, sizeof optimum->why, why);
    optimum->status = LAW_SILENT;
    return LAW_SILENT;
}

/* What P stands for in a problem. */
static unsigned tied_inputs(const struct law *law, enum cost_kind cost) {
    if (law->cost_bits) return INPUT_BIT(IN_E) | INPUT_BIT(IN_M);
    if (cost == COST_INFERENCE) return INPUT_BIT(IN_POST);
    return INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
}

/* With P*, known in advance, only N and D are left. */
static double known_bits(const struct preset *preset, const struct problem *problem,
                         struct plan *plan) {
    const bool joint =
        problem->free == (FREE_N | FREE_D | FREE_P) && problem->cost == COST_TRAINING;
    if (!joint || problem->whole || !preset->law->best_bits) return NAN;
    const double bits = preset->law->best_bits(preset, plan);
    if (isnan(bits)) return NAN;
    plan->w = plan->a = plan->kv = bits;
    const double loss = spend_best(preset, problem->free, problem->cost, problem->budget, plan);
    /* at the edge of N or D the balance is another */
    const bool inside = plan->N > inputs[IN_N].low && plan->N < inputs[IN_N].high &&
                        plan->D > inputs[IN_D].low && plan->D < inputs[IN_D].high;
    return inside ? loss : NAN;
}

/* Least loss for a budget. */
static double primal(const struct preset *preset, const struct problem *problem,
                     struct plan *plan) {
    const struct plan start = *plan;
    const double known = known_bits(preset, problem, plan);
    if (!isnan(known)) return known;
    struct problem untied = *problem;
    const bool P = problem->free & FREE_P;
    *plan = start;
    if (P)
        untied.free = (untied.free & ~(unsigned)FREE_P) | tied_inputs(preset->law, problem->cost);
    const bool together = P && (untied.free & INPUT_BIT(IN_W));
    return dials_best(preset, &untied, together, plan);
}

enum {
    LOWEST_COST = 0,
    HIGHEST_COST = 110
}; /* ln of the budgets between which the cheapest plan is looked for */

/* The least budget whose best plan reaches the target: what a budget buys never gets worse as it
 * grows. */
static double dual(const struct preset *preset, const struct problem *problem, struct plan *plan) {
    const struct plan start = *plan;
    struct problem at = *problem;
    double low = LOWEST_COST, high = HIGHEST_COST;
    at.budget = exp(high);
    if (!(primal(preset, &at, plan) <= problem->target)) return INFINITY;
    while (high - low > 1e-13 * high) {
        const double middle = (low + high) / 2;
        *plan = start;
        at.budget = exp(middle);
        if (primal(preset, &at, plan) <= problem->target)
            high = middle;
        else
            low = middle;
    }
    *plan = start;
    at.budget = exp(high);
    return primal(preset, &at, plan);
}

/* On the edge of its range, by the least that counts. */
static bool at_end(enum input input, double value) {
    const struct input_row *row = &inputs[input];
    if (value == PLAN_OFF) return false;
    return value <= row->low * (1 + 1e-9) + 1e-12 || value >= row->high * (1 - 1e-9);
}

static unsigned edges(const struct preset *preset, const struct problem *problem,
                      const struct plan *plan) {
    unsigned at_edge = 0;
    const unsigned tied = problem->free & FREE_P ? tied_inputs(preset->law, problem->cost) : 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!at_end((enum input)i, plan_get(plan, (enum input)i))) continue;
        if (problem->free & INPUT_BIT(i))
            at_edge |= INPUT_BIT(i);
        else if (tied & INPUT_BIT(i))
            at_edge |= FREE_P;
    }
    return at_edge;
}

/* Free bits that the law does not look at go where they cost least: that is the range's answer, not
 * the law's. */
static void remark_ignored(const struct preset *preset, const struct problem *problem,
                           struct optimum *optimum) {
    unsigned free = problem->free & FREE_BITS;
    if (problem->free & FREE_P) free |= tied_inputs(preset->law, problem->cost);
    if (free == 0 || (free & preset->law->reads)) return;
    snprintf(optimum->why, sizeof optimum->why,
             "training bits enter this law %s: the fewest, being the cheapest, are no finding",
             preset->law->bits_words);
}

static enum law_status no_answer(const struct preset *preset, const struct problem *problem,
                                 const struct plan *plan, struct optimum *optimum) {
    struct result result;
    if (problem->target > 0) return refuse(optimum, "no plan in the ranges reaches the loss");
    if (law_eval(preset, plan, &result) == LAW_SILENT && !(problem->free & (FREE_P | FREE_BITS))) {
        return refuse(optimum, result.why);
    }
    return refuse(optimum, "the budget pays for no plan in the ranges that has a loss");
}

enum law_status optimum_solve(const struct preset *preset, const struct plan *plan,
                              const struct problem *problem, struct optimum *optimum) {
    struct plan best = *plan;
    struct result result;
    memset(optimum, 0, sizeof *optimum);
    optimum->plan = *plan;
    optimum->loss = optimum->P = optimum->C = NAN;
    const unsigned known = FREE_N | FREE_D | FREE_P | FREE_BITS;
    if (problem->free == 0 || (problem->free & ~known))
        return refuse(optimum, "nothing that can be chosen is free");
    const double loss =
        problem->target > 0 ? dual(preset, problem, &best) : primal(preset, problem, &best);
    if (!isfinite(loss)) return no_answer(preset, problem, plan, optimum);
    optimum->status = law_eval(preset, &best, &result);
    optimum->plan = best;
    optimum->P = problem->cost == COST_INFERENCE ? cost_served_bits(preset->law, &best)
                                                 : cost_bits(preset->law, &best);
    optimum->C = cost_of(problem->cost, preset->law, &best);
    optimum->loss = result.loss;
    optimum->at_edge = edges(preset, problem, &best);
    text_copy(optimum->why, sizeof optimum->why, result.why);
    remark_ignored(preset, problem, optimum);
    return optimum->status;
}
