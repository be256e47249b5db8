/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optimum.h"

#include "base/text.h"
#include "engine/dials.h"
#include "engine/solve.h"
#include "engine/spend.h"
#include <float.h>
#include <math.h>
#include <string.h>

static enum law_status refuse(struct optimum *optimum, const char *why) {
    text_copy(optimum->why, sizeof optimum->why, why);
    optimum->status = LAW_SILENT;
    return LAW_SILENT;
}

/* What P stands for in a problem: where serving is bought, the bits that are served. */
static unsigned tied_inputs(const struct law *law, const struct problem *problem,
                            const struct plan *plan) {
    if (!(problem->free & FREE_P)) return 0;
    if (law->cost_bits) return INPUT_BIT(IN_E) | INPUT_BIT(IN_M);
    if (problem->cost == COST_INFERENCE)
        return plan->post == PLAN_OFF ? INPUT_BIT(IN_W) : INPUT_BIT(IN_POST);
    return INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
}

/* With P*, known in advance, only N and D are left. */
static double known_bits(const struct preset *preset, const struct problem *problem,
                         struct plan *plan) {
    const unsigned free = problem->free & ~(unsigned)FREE_WIDE;
    const bool joint = free == (FREE_N | FREE_D | FREE_P) && problem->cost == COST_TRAINING;
    if (!joint || problem->whole || !preset->law->best_bits) return NAN;
    const double bits = preset->law->best_bits(preset, plan);
    if (isnan(bits)) return NAN;
    plan->w = plan->a = plan->kv = bits;
    const double loss = spend_best(preset, problem->free, problem->cost, problem->budget, plan);
    /* at the edge of N or D the balance is another */
    const struct span_of N = spend_range(IN_N, problem->free, plan->N),
                         D = spend_range(IN_D, problem->free, plan->D);
    const bool inside = plan->N > N.low && plan->N < N.high && plan->D > D.low && plan->D < D.high;
    return inside ? loss : NAN;
}

/* Least loss for a budget. */
static double primal(const struct preset *preset, const struct problem *problem,
                     struct plan *plan) {
    const struct plan start = *plan;
    const double known = known_bits(preset, problem, plan);
    if (!isnan(known)) return known;
    const unsigned tied = tied_inputs(preset->law, problem, &start);
    struct problem untied = *problem;
    untied.free = (problem->free & ~(unsigned)FREE_P) | tied;
    *plan = start;
    return dials_best(preset, &untied, tied & INPUT_BIT(IN_A), plan);
}

/* The cheapest plan of a loss, as the root of what its budget's best plan misses the loss by. */
struct chase {
    const struct preset *preset;
    struct problem problem;
    const struct plan *start;
    struct plan best;
};

/* What a budget misses by that pays for no plan with a loss: Brent's parabolas need numbers. */
static const double wall = 1e9;

static double missed(double ln_budget, void *context) {
    struct chase *chase = context;
    chase->best = *chase->start;
    chase->problem.budget = exp(ln_budget);
    struct result result;
    if (!isfinite(primal(chase->preset, &chase->problem, &chase->best))) return wall;
    law_eval(chase->preset, &chase->best, &result);
    /* where money cannot help the loss stays the same: the root is where that begins */
    const double miss = result.loss - chase->problem.target;
    return miss > 0 ? miss : miss - 1e-15;
}

/* ln of a budget that is more than any plan costs. */
static const double most_budget = 120;

/* The least budget whose best plan reaches the target: what a budget buys never gets worse as it
 * grows. The root is known to rounding only: the last steps go up from it. */
static double dual(const struct preset *preset, const struct problem *problem, struct plan *plan) {
    const double low = 0, high = most_budget;
    struct chase chase = {preset, *problem, plan, *plan};
    chase.problem.target = problem->target;
    /* the least loss there is, asked back, is known to its last digits only */
    const double over = missed(high, &chase);
    if (over >= wall || over > 4 * DBL_EPSILON * problem->target) return INFINITY;
    if (over > 0) chase.problem.target += over;
    double at = solve_root(missed, &chase, low, high, 1e-15);
    if (isnan(at)) at = low;
    for (double step = 1e-14 * (1 + at); missed(at, &chase) > 0; step *= 2)
        at = fmin(high, at + step);
    *plan = chase.best;
    return chase.problem.target;
}

/* On the edge of its range, by the least that counts. */
static bool at_end(enum input input, unsigned free, double value) {
    const struct span_of range = spend_range(input, free | INPUT_BIT(input), value);
    if (input_word(input, value)) return false;
    return value <= range.low * (1 + 1e-9) + 1e-12 || value >= range.high * (1 - 1e-9);
}

static unsigned edges(const struct preset *preset, const struct problem *problem,
                      const struct plan *plan) {
    unsigned at_edge = 0;
    const unsigned tied = tied_inputs(preset->law, problem, plan);
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!((problem->free | tied) & INPUT_BIT(i))) continue;
        if (!at_end((enum input)i, problem->free, plan_get(plan, (enum input)i))) continue;
        if (problem->free & INPUT_BIT(i))
            at_edge |= INPUT_BIT(i);
        else if (tied & INPUT_BIT(i))
            at_edge |= FREE_P;
    }
    return at_edge;
}

/* Free inputs that the law does not look at go where they cost least, or stay: that is no finding
 * of the law's. */
static void remark_ignored(const struct preset *preset, const struct problem *problem,
                           const struct plan *plan, struct optimum *optimum) {
    char names[32] = "";
    const unsigned tied = tied_inputs(preset->law, problem, plan);
    const unsigned free = problem->free & FREE_BITS & ~preset->reads;
    if (tied && !(tied & preset->reads)) text_append(names, sizeof names, "P");
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!(free & INPUT_BIT(i))) continue;
        text_append(names, sizeof names, "%s%s", *names ? ", " : "", inputs[i].name);
    }
    if (!*names) return;
    text_append(optimum->why, sizeof optimum->why,
                "%sthis law does not look at %s: the cheapest is no finding of its own",
                *optimum->why ? "; " : "", names);
}

/* Bits that no run had low: how much they cost is then what the law was given, not what it was
 * fitted to. */
static void remark_untold(const struct preset *preset, const struct problem *problem,
                          struct optimum *optimum) {
    const unsigned tied = tied_inputs(preset->law, problem, &optimum->plan);
    const unsigned turned = (problem->free | tied) & preset->reads & preset->ranged & INPUTS_BITS;
    char names[32] = "";
    for (int i = 0; i < INPUT_COUNT; i++) {
        const double bits = plan_get(&optimum->plan, (enum input)i);
        if (!(turned & INPUT_BIT(i)) || preset->range[i].low < 16 || bits >= 16) continue;
        text_append(names, sizeof names, "%s%s", *names ? ", " : "", inputs[i].name);
    }
    if (!*names) return;
    text_append(optimum->why, sizeof optimum->why,
                "%sno run had %s below 16 bits: %s is what the law assumes, not what runs told",
                *optimum->why ? "; " : "", names, tied ? "P*" : "their best");
}

/* off is none of the bits that are searched: where the search ends at 16, which costs as much, say
 * what it would have saved. */
static void remark_off(const struct preset *preset, const struct problem *problem,
                       struct optimum *optimum) {
    const unsigned words =
        INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV) | INPUT_BIT(IN_POST);
    const unsigned turned = problem->free | tied_inputs(preset->law, problem, &optimum->plan);
    char names[32] = "", less[NUM_TEXT];
    struct plan off = optimum->plan;
    struct result result;
    double loss = optimum->loss;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const struct plan before = off;
        const double bits = plan_get(&off, (enum input)i);
        if (!(turned & words & INPUT_BIT(i)) || bits < inputs[i].high * (1 - 1e-9)) continue;
        plan_set(&off, (enum input)i, PLAN_OFF);
        law_eval(preset, &off, &result);
        const bool dearer = cost_of(problem->cost, preset->law, &off) > optimum->C * (1 + 1e-9);
        if (dearer || !(result.loss < loss - 1e-12)) {
            off = before;
            continue;
        }
        loss = result.loss;
        text_append(names, sizeof names, "%s%s", *names ? ", " : "", inputs[i].name);
    }
    if (!*names) return;
    text_append(optimum->why, sizeof optimum->why, "%s%s off cost%s as 16 and lose%s %s less",
                *optimum->why ? "; " : "", names, strchr(names, ',') ? "" : "s",
                strchr(names, ',') ? "" : "s",
                num_shortest(less, num_round(optimum->loss - loss, 2)));
}

/* The least loss that any budget buys, INFINITY where the law has none for what is not free. */
static double endless(const struct preset *preset, const struct problem *problem,
                      const struct plan *plan) {
    struct problem unpaid = *problem;
    struct plan best = *plan;
    unpaid.budget = exp(most_budget);
    return primal(preset, &unpaid, &best);
}

/* One reason: the law has no loss whatever is spent, or what was asked for is too little. */
static enum law_status no_answer(const struct preset *preset, const struct problem *problem,
                                 const struct plan *plan, struct optimum *optimum) {
    struct result result;
    char least[NUM_TEXT];
    const bool silent = law_eval(preset, plan, &result) == LAW_SILENT;
    const double loss = silent || problem->target > 0 ? endless(preset, problem, plan) : 0;
    if (!isfinite(loss))
        return refuse(optimum, silent ? result.why : "no plan in the ranges has a loss");
    if (!(problem->target > 0))
        return refuse(optimum, "the budget pays for no plan in the ranges that has a loss");
    text_append(optimum->why, sizeof optimum->why,
                "no plan in the ranges reaches the loss: the least there is %s",
                num_shortest(least, num_round(loss, 6)));
    optimum->status = LAW_SILENT;
    return LAW_SILENT;
}

enum law_status optimum_solve(const struct preset *preset, const struct plan *plan,
                              const struct problem *problem, struct optimum *optimum) {
    struct plan best = *plan;
    struct result result;
    memset(optimum, 0, sizeof *optimum);
    optimum->plan = *plan;
    optimum->loss = optimum->P = optimum->C = NAN;
    const unsigned known = FREE_N | FREE_D | FREE_P | FREE_BITS;
    const unsigned free = problem->free & ~(unsigned)FREE_WIDE;
    if (free == 0 || (free & ~known)) return refuse(optimum, "nothing that can be chosen is free");
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
    remark_untold(preset, problem, optimum);
    remark_off(preset, problem, optimum);
    remark_ignored(preset, problem, plan, optimum);
    return optimum->status;
}

enum law_status optimum_past(const struct preset *preset, const struct plan *plan,
                             const struct problem *problem, struct optimum *optimum) {
    const unsigned both = FREE_N | FREE_D;
    struct problem wide = *problem;
    struct optimum past;
    char N[NUM_TEXT], D[NUM_TEXT];
    optimum_solve(preset, plan, problem, optimum);
    if ((problem->free & both) != both || problem->cost == COST_INFERENCE) return optimum->status;
    const bool silent = optimum->status == LAW_SILENT;
    if (silent ? !(problem->target > 0) : !(optimum->at_edge & both)) return optimum->status;
    wide.free |= FREE_WIDE;
    if (optimum_solve(preset, plan, &wide, &past) == LAW_SILENT) return optimum->status;
    if (past.at_edge & both) return optimum->status;
    *optimum = past;
    text_append(optimum->why, sizeof optimum->why, "%spast what a plan can be set to (N %s, D %s)",
                *optimum->why ? "; " : "", num_shortest(N, inputs[IN_N].high),
                num_shortest(D, inputs[IN_D].high));
    return optimum->status;
}
