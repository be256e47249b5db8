/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best N and D of a sum of powers, at exponents far from those of any fit. */
#include "engine/powers.h"
#include "support.h"

#include <math.h>

enum { TRIALS = 3000, STEPS = 200 };

struct trial {
    struct powers powers;
    struct budget budget;
    struct span_of N, D;
};

/* Least loss at a ln N: the slope over ln D rises, so that its root is found by halving. */
static double loss_at(double x, void *context) {
    const struct trial *t = context;
    const struct powers *l = &t->powers;
    const double N = exp(x), most = budget_tokens(&t->budget, N);
    double low = log(t->D.low), high = log(fmin(t->D.high, most));
    if (high < low) return INFINITY;
    for (int i = 0; i < 80; i++) {
        const double y = (low + high) / 2;
        const double slope =
            l->p * l->k * exp(l->p * y - l->q * x) - l->beta * l->b * exp(-l->beta * y);
        *(slope > 0 ? &high : &low) = y;
    }
    return powers_loss(l, N, exp(low));
}

/* The least over a walk of ln N, refined about its best. */
static double least_of(struct trial *t) {
    const double low = log(t->N.low), high = log(t->N.high), step = (high - low) / STEPS;
    double at = low, least = INFINITY;
    for (int i = 0; i <= STEPS; i++) {
        const double loss = loss_at(low + i * step, t);
        if (!(loss < least)) continue;
        least = loss;
        at = low + i * step;
    }
    const double x = golden_minimum(loss_at, t, fmax(low, at - step), fmin(high, at + step));
    return fmin(least, loss_at(x, t));
}

static struct trial random_trial(uint64_t *seed) {
    struct trial t = {.powers = {.a = random_log(seed, 1, 1e7),
                                 .alpha = random_log(seed, .03, 2),
                                 .b = random_log(seed, 1, 1e7),
                                 .beta = random_log(seed, .03, 2),
                                 .outer = 1,
                                 .k = random_log(seed, 1e-12, 1e4),
                                 .p = random_log(seed, .03, 2),
                                 .q = random_log(seed, .03, 2),
                                 .floor = 1},
                      .N = {1e5, 1e14},
                      .D = {1e6, 1e18}};
    const double kind = random_between(seed, 0, 1);
    if (kind < .1) t.powers.k = 0;
    if (kind > .9) t.powers.p *= -1; /* more data makes it less */
    t.budget = (struct budget){.each_token = 3, .most = random_log(seed, 1e13, 1e30)};
    return t;
}

static void test_training(void **state) {
    (void)state;
    uint64_t seed = 1;
    int inside = 0;
    for (int i = 0; i < TRIALS; i++) {
        struct trial t = random_trial(&seed);
        double N, D;
        const bool found = powers_best(&t.powers, &t.budget, t.N, t.D, &N, &D);
        check_that(found, "no. %d: nothing found", i);
        check_that(N >= t.N.low && N <= t.N.high && D >= t.D.low && D <= t.D.high,
                   "no. %d: N = %g, D = %g", i, N, D);
        check_that(3 * N * D <= t.budget.most * (1 + 1e-12), "no. %d: too dear", i);
        const double loss = powers_loss(&t.powers, N, D), least = least_of(&t);
        check_that(loss <= least * (1 + 1e-11), "no. %d: loss %.17g, elsewhere %.17g", i, loss,
                   least);
        inside += N > t.N.low && N < t.N.high && D > t.D.low && D < t.D.high;
    }
    check_that(inside > TRIALS / 5, "only %d of %d inside their ranges", inside, TRIALS);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_training)};
    return cmocka_run_group_tests_name("powers", tests, NULL, NULL);
}
