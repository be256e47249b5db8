/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/spend.h"

#include "engine/powers.h"
#include "engine/solve.h"
#include <float.h>

static struct budget budget_of(const struct law *law, const struct plan *plan, enum cost_kind cost,
                               double most) {
    struct budget budget = {.most = most};
    if (cost != COST_INFERENCE) budget.each_token = 6 * cost_bits(law, plan) / 16;
    if (cost == COST_INFERENCE) budget.each_param = cost_served_bits(law, plan);
    if (cost == COST_LIFETIME)
        budget.each_param = 2 * plan->Dinf * cost_served_bits(law, plan) / 16;
    return budget;
}

struct span_of spend_range(enum input input, unsigned free, double value) {
    static const double wide = 1e9; /* so many times what can be set */
    if (!(free & INPUT_BIT(input))) return (struct span_of){value, value};
    const double reach = free & SPEND_WIDE && input <= IN_D ? wide : 1;
    return (struct span_of){inputs[input].low, inputs[input].high * reach};
}

/* A law that is no sum of powers, by its gradient. */
struct walk {
    const struct preset *preset;
    const struct budget *budget;
    struct span_of D;
    struct plan plan;
};

/* As far as the budget goes and more does not hurt, and the slopes there. Returns whether it is the
 * budget that ends it. The loss has one valley in D: the turning point is looked for only where the
 * last token hurts. */
static bool best_tokens(struct walk *walk, double by[INPUT_COUNT]) {
    const double most = budget_tokens(walk->budget, walk->plan.N);
    walk->plan.D = fmax(walk->D.low, fmin(walk->D.high, most));
    law_gradient(walk->preset, &walk->plan, by);
    if (!(by[IN_D] > 0) || walk->plan.D == walk->D.low) return most < walk->D.high;
    walk->plan.D = fmax(walk->D.low, law_dcrit(walk->preset, &walk->plan));
    law_gradient(walk->preset, &walk->plan, by);
    return false;
}

static double slope(double x, void *context) {
    struct walk *walk = context;
    double by[INPUT_COUNT];
    walk->plan.N = exp(x);
    if (!best_tokens(walk, by)) return by[IN_N];
    return by[IN_N] -
           by[IN_D] * walk->budget->most / (walk->budget->each_token * walk->plan.N * walk->plan.D);
}

/* Whether N and D that the budget pays for were found. */
static bool walk_best(struct walk *walk, struct span_of N) {
    const double each = walk->budget->each_token * walk->D.low + walk->budget->each_param;
    const double paid = walk->budget->most / each;
    if (paid < N.low * (1 - 1e-12)) return false;
    N.high = fmax(N.low, fmin(N.high, paid));
    const double low = log(N.low), high = log(N.high);
    const double at_low = N.low < N.high ? slope(low, walk) : -1;
    const bool up = N.low == N.high || slope(high, walk) <= 0;
    double by[INPUT_COUNT];
    if (isnan(at_low)) return false;
    walk->plan.N = up ? N.high : N.low;
    if (!up && at_low < 0) {
        const double root = solve_root(slope, walk, low, high, 1e-12);
        walk->plan.N = isnan(root) ? N.high : exp(root);
    }
    best_tokens(walk, by);
    return true;
}

/* Less of an input, by the last digit and then by more, until the plan costs no more than most. */
static bool lessen(const struct law *law, enum cost_kind cost, double most, enum input input,
                   double low, double furthest, struct plan *plan) {
    const double start = plan_get(plan, input);
    for (double step = 0; step <= furthest; step = fmax(DBL_EPSILON, 2 * step)) {
        plan_set(plan, input, fmax(low, nextafter(start - start * step, 0)));
        if (cost_of(cost, law, plan) <= most) return true;
    }
    plan_set(plan, input, start);
    return false;
}

/* A plan that ends at the budget may cost an ulp more than there is. Where serving costs most of
 * it, an ulp of D is nothing, and N is the one to take it from. */
static bool keep_within(const struct law *law, enum cost_kind cost, double most, struct span_of N,
                        struct span_of D, struct plan *plan) {
    static const double digits = 8 * DBL_EPSILON, far = 1e-9;
    const bool by_D = cost != COST_INFERENCE && plan->D > D.low, by_N = plan->N > N.low;
    if (cost_of(cost, law, plan) <= most) return true;
    return (by_D && lessen(law, cost, most, IN_D, D.low, digits, plan)) ||
           (by_N && lessen(law, cost, most, IN_N, N.low, digits, plan)) ||
           (by_D && lessen(law, cost, most, IN_D, D.low, far, plan));
}

double spend_best(const struct preset *preset, unsigned free, enum cost_kind cost, double most,
                  struct plan *plan) {
    struct powers powers;
    const struct budget budget = budget_of(preset->law, plan, cost, most);
    const struct span_of N = spend_range(IN_N, free, plan->N), D = spend_range(IN_D, free, plan->D);
    if (preset->law->powers && preset->law->powers(preset, plan, &powers)) {
        if (!powers_best(&powers, &budget, N, D, &plan->N, &plan->D)) return INFINITY;
        if (!keep_within(preset->law, cost, most, N, D, plan)) return INFINITY;
        return powers_loss(&powers, plan->N, plan->D);
    }
    if (preset->law->only_powers) return INFINITY;
    struct walk walk = {.preset = preset, .budget = &budget, .D = D, .plan = *plan};
    struct result result;
    if (law_eval(preset, plan, &result) == LAW_SILENT || !walk_best(&walk, N)) return INFINITY;
    *plan = walk.plan;
    if (!keep_within(preset->law, cost, most, N, D, plan)) return INFINITY;
    law_eval(preset, plan, &result);
    return isnan(result.loss) ? INFINITY : result.loss;
}
