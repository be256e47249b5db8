/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optimum.h"

#include "engine/cost.h"
#include "engine/solve.h"
#include <stdio.h>
#include <string.h>

/* One search: what is fixed, and the plan being varied. */
struct search {
    const struct preset *preset;
    const struct problem *problem;
    struct plan plan;
    double near; /* ln N of the last answer, 0 before there is one: the next is not far */
};

/* The most tokens that the budget pays at the plan's N and bits, within the range of D. */
static double affordable(const struct search *s) {
    const double bits = cost_bits(s->preset->law, &s->plan);
    return fmin(inputs[IN_D].high, s->problem->budget * 16 / (6 * s->plan.N * bits));
}

/* Spend on D as far as the budget goes and more data does not hurt (loss over D has one valley).
 * Returns whether it is the budget that stops it. */
static bool best_tokens(struct search *s) {
    const double most = affordable(s);
    const double turn = law_dcrit(s->preset, &s->plan);
    const bool turns = !isnan(turn) && turn < most;
    s->plan.D = turns ? fmax(inputs[IN_D].low, turn) : most;
    return !turns && most < inputs[IN_D].high;
}

/* d loss/d ln N at the best D: along the budget, where that is what stops D. */
static double size_slope(double x, void *context) {
    struct search *s = context;
    double slope[INPUT_COUNT];
    s->plan.N = exp(x);
    const bool stopped = best_tokens(s);
    law_gradient(s->preset, &s->plan, slope);
    return stopped ? slope[IN_N] - slope[IN_D] : slope[IN_N];
}

static double plan_loss(const struct search *s) {
    struct result result;
    law_eval(s->preset, &s->plan, &result);
    return isnan(result.loss) ? INFINITY : result.loss;
}

/* Best N and D at the plan's bits: the loss over ln N has one valley. INFINITY where there is none.
 */
static double solve_size(struct search *s) {
    const double bits = cost_bits(s->preset->law, &s->plan);
    const double most = s->problem->budget * 16 / (6 * bits * inputs[IN_D].low);
    const double low = log(inputs[IN_N].low), high = log(fmin(inputs[IN_N].high, most));
    if (high < low) return INFINITY;
    double from = fmax(low, s->near - 0.5), to = fmin(high, s->near + 0.5);
    if (!(s->near > 0 && from < to && size_slope(from, s) < 0 && size_slope(to, s) > 0)) {
        from = low;
        to = high;
        const double at_low = size_slope(low, s);
        if (isnan(at_low)) return INFINITY;
        if (at_low >= 0) return plan_loss(s);
        if (size_slope(high, s) <= 0) return plan_loss(s);
    }
    s->near = solve_root(size_slope, s, from, to, 1e-8);
    s->plan.N = exp(s->near);
    best_tokens(s);
    return plan_loss(s);
}

/* Least loss at w = a = kv = P, over N and D or D alone. */
static double loss_at_bits(double P, void *context) {
    struct search *s = context;
    s->plan.w = s->plan.a = s->plan.kv = P;
    if (s->problem->free & FREE_N) return solve_size(s);
    if (affordable(s) < inputs[IN_D].low) return INFINITY;
    best_tokens(s);
    return plan_loss(s);
}

/* The same, with a wall in place of infinity: Brent's parabolas need numbers. */
static double walled_loss(double P, void *context) {
    static const double wall = 1e9;
    return fmin(wall, loss_at_bits(P, context));
}

enum { SCAN = 2 * 15 + 2 }; /* half bits from 1 to 16, and the kink at P = post */

/* The bits to scan, ascending. */
static int scan_bits(const struct plan *plan, double bits[SCAN]) {
    int count = 0;
    for (int i = 0; i <= 2 * 15; i++) {
        const double P = 1 + i / 2.0;
        if (plan->post < P && count > 0 && plan->post > bits[count - 1]) bits[count++] = plan->post;
        bits[count++] = P;
    }
    return count;
}

/* With PTQ the loss over P can have several valleys, split by the kink at P = post: scan, refine
 * each that could win, keep the best (speed.md). */
static double solve_bits(struct search *s) {
    double bits[SCAN], loss[SCAN], best_bits = 16, best = INFINITY;
    const int count = scan_bits(&s->plan, bits);
    for (int i = 0; i < count; i++)
        loss[i] = loss_at_bits(bits[i], s);
    for (int i = 0; i < count; i++) {
        const bool valley =
            (i == 0 || loss[i] <= loss[i - 1]) && (i == count - 1 || loss[i] <= loss[i + 1]);
        if (!valley || isinf(loss[i])) continue;
        double least = loss[i], at = bits[i];
        const bool inner = i > 0 && i < count - 1;
        if (inner) at = solve_minimum(walled_loss, s, bits[i - 1], bits[i], bits[i + 1], &least);
        if (least < best) {
            best = least;
            best_bits = at;
        }
    }
    return loss_at_bits(best_bits, s);
}

static enum law_status refuse(struct optimum *optimum, const char *why) {
    snprintf(optimum->why, sizeof optimum->why, "%s", why);
    optimum->status = LAW_SILENT;
    return LAW_SILENT;
}

/* Whether the problem can be put to this law at all. */
static bool askable(const struct preset *preset, const struct problem *problem,
                    struct optimum *optimum) {
    const unsigned free = problem->free;
    const bool known = free == (FREE_N | FREE_D) || free == (FREE_D | FREE_P) ||
                       free == (FREE_N | FREE_D | FREE_P);
    if (!known) {
        refuse(optimum, "no such problem; free N and D, N, D and P, or D and P");
        return false;
    }
    if ((free & FREE_P) && !preset->law->real_bits) {
        snprintf(optimum->why, sizeof optimum->why,
                 "training bits enter this law %s: free N and D only", preset->law->bits_words);
        optimum->status = LAW_SILENT;
        return false;
    }
    return true;
}

static unsigned edges(const struct plan *plan, unsigned free) {
    static const struct {
        unsigned free;
        enum input input;
    } checked[] = {{FREE_N, IN_N}, {FREE_D, IN_D}, {FREE_P, IN_W}, {FREE_P, IN_A}, {FREE_P, IN_KV}};
    unsigned at_edge = 0;
    for (size_t i = 0; i < sizeof checked / sizeof *checked; i++) {
        const struct input_row *row = &inputs[checked[i].input];
        const double value = plan_get(plan, checked[i].input);
        const bool at_end = value <= row->low * (1 + 1e-9) || value >= row->high * (1 - 1e-9);
        if ((free & checked[i].free) && at_end) at_edge |= INPUT_BIT(checked[i].input);
    }
    return at_edge;
}

/* Why the plan that the search ended on has no loss. */
static enum law_status no_answer(const struct search *s, struct optimum *optimum) {
    struct result result;
    struct search probe = *s;
    if (affordable(&probe) < inputs[IN_D].low) {
        return refuse(optimum, "the budget does not pay for the least N and D of the range");
    }
    law_eval(s->preset, &s->plan, &result);
    return refuse(optimum, result.why[0] ? result.why : "no plan in the range has a loss");
}

enum law_status optimum_solve(const struct preset *preset, const struct plan *plan,
                              const struct problem *problem, struct optimum *optimum) {
    struct search s = {.preset = preset, .problem = problem, .plan = *plan};
    memset(optimum, 0, sizeof *optimum);
    optimum->plan = *plan;
    optimum->loss = optimum->P = optimum->C = NAN;
    if (!askable(preset, problem, optimum)) return LAW_SILENT;
    const double loss = problem->free & FREE_P ? solve_bits(&s) : solve_size(&s);
    if (!isfinite(loss)) return no_answer(&s, optimum);
    struct result result;
    optimum->status = law_eval(preset, &s.plan, &result);
    optimum->plan = s.plan;
    optimum->P = cost_bits(preset->law, &s.plan);
    optimum->C = cost_training(preset->law, &s.plan);
    optimum->loss = result.loss;
    optimum->at_edge = edges(&s.plan, problem->free);
    return optimum->status;
}
