/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/powers.h"

#include "engine/solve.h"
#include <math.h>

double powers_loss(const struct powers *l, double N, double D) {
    const double x = log(N), y = log(D);
    const double inside = l->a * exp(-l->alpha * x) + l->b * exp(-l->beta * y);
    const double base = l->outer == 1 ? inside : pow(inside, l->outer);
    const double added = l->k > 0 ? l->k * exp(l->p * y - l->q * x) : 0;
    return base + added + l->floor;
}

double powers_turn(const struct powers *l, double N) {
    if (!(l->k > 0) || l->p <= 0) return INFINITY;
    const double sum = l->p + l->beta;
    return pow(l->beta * l->b / (l->p * l->k), 1 / sum) * pow(N, l->q / sum);
}

double budget_tokens(const struct budget *budget, double N) {
    const double left = budget->most / N - budget->each_param;
    if (budget->each_token > 0) return left / budget->each_token;
    return left >= -1e-9 * budget->each_param ? INFINITY : -1;
}

/* What is being minimised over x = ln N. */
struct path {
    const struct powers *powers;
    const struct budget *budget;
    struct span_of D_range;
};

/* The best tokens at N: as far as the budget goes and more does not hurt. *stopped: it is the
 * budget that ends it. */
static double best_tokens(const struct path *path, double N, bool *stopped) {
    const double most = budget_tokens(path->budget, N);
    const double turn = powers_turn(path->powers, N);
    *stopped = most <= turn && most < path->D_range.high;
    return fmax(path->D_range.low, fmin(path->D_range.high, fmin(most, turn)));
}

/* d loss/d ln N along the best tokens. Where the budget ends them, they follow from N. */
static double slope(double x, void *context) {
    const struct path *path = context;
    const struct powers *l = path->powers;
    const double N = exp(x);
    bool stopped;
    const double y = log(best_tokens(path, N, &stopped));
    const double params = l->a * exp(-l->alpha * x), data = l->b * exp(-l->beta * y);
    const double added = l->k > 0 ? l->k * exp(l->p * y - l->q * x) : 0;
    const double outer = l->outer == 1 ? 1 : l->outer * pow(params + data, l->outer - 1);
    const double by_N = -outer * l->alpha * params - l->q * added;
    if (!stopped) return by_N;
    const double by_D = -outer * l->beta * data + l->p * added;
    const double follow = -path->budget->most / (path->budget->each_token * exp(x + y));
    return by_N + by_D * follow;
}

/* ln N of the least loss where all that is bought is N·D (training). Along the budget the slopes of
 * N, D and k's term balance where α·a·N^−α + (p+q)·k·… = β·b·D^−β. The logarithm of the left over
 * that of the right is convex in ln N and falls, so that Newton's steps from the left of its root
 * never pass it; the start is where the larger of the two alone would balance, which without k is
 * the closed form of 2411.04330 eqs 14–17. The outer power changes nothing. */
static double training_best(const struct powers *l, double log_product) {
    const double a = log(l->alpha * l->a), b = log(l->beta * l->b) - l->beta * log_product;
    double x = (a - b) / (l->alpha + l->beta);
    if (!(l->k > 0)) return x;
    const double rate = l->p + l->q, size = log(rate * l->k) + l->p * log_product;
    x = fmax(x, (size - b) / (rate + l->beta));
    for (int i = 0; i < 200; i++) {
        const double excess = size - a - (rate - l->alpha) * x; /* ln of k's slope over a's */
        const double lesser = exp(-fabs(excess)), share = (excess > 0 ? 1 : lesser) / (1 + lesser);
        const double sum = a - l->alpha * x + fmax(excess, 0) + log(1 + lesser);
        const double step =
            (sum - b - l->beta * x) / (l->alpha + l->beta + (rate - l->alpha) * share);
        x += step;
        if (fabs(step) < 1e-7) break; /* the next one is of the order of its square */
    }
    return x;
}

/* The range of N in which the budget pays for the least D. */
static bool payable(const struct path *path, struct span_of *N) {
    const double each = path->budget->each_token * path->D_range.low + path->budget->each_param;
    const double paid = path->budget->most / each;
    if (paid < N->low * (1 - 1e-12)) return false;
    N->high = fmax(N->low, fmin(N->high, paid));
    return true;
}

/* N where the slope along the best tokens is 0, or the end of the range towards which it falls. */
static double balanced(struct path *path, struct span_of N) {
    const double low = log(N.low), high = log(N.high);
    if (slope(high, path) <= 0) return N.high;
    const double root = solve_root(slope, path, low, high, 1e-12);
    return isnan(root) || root == low ? N.low : root == high ? N.high : exp(root);
}

bool powers_best(const struct powers *powers, const struct budget *budget, struct span_of N_range,
                 struct span_of D_range, double *N, double *D) {
    struct path path = {powers, budget, D_range};
    bool stopped;
    if (!payable(&path, &N_range)) return false;
    const bool grows = powers->k > 0 && powers->q < 0; /* PTQ hurts larger models more */
    const bool heals = powers->k > 0 && powers->p <= -powers->q;
    if (N_range.low >= N_range.high ||
        (!grows && (D_range.low >= D_range.high || budget->each_token == 0))) {
        *N = N_range.high; /* where D does not follow from N, the larger model is never worse */
    } else if (!grows && !heals && budget->each_param == 0) {
        const double product = budget->most / budget->each_token;
        const double best = exp(training_best(powers, log(product)));
        const double least = fmax(N_range.low, product / D_range.high);
        if (best > least && best < N_range.high) {
            *N = best; /* where dL/d ln D = dL/d ln N, below 0: the turning point is further on */
            *D = fmax(D_range.low, budget_tokens(budget, best));
            return true;
        }
        *N = fmin(N_range.high, fmax(best, least));
    } else {
        *N = balanced(&path, N_range);
    }
    *D = best_tokens(&path, *N, &stopped);
    return true;
}
