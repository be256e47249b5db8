/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every law here is at fixed bits: a sum of powers of N and D. From that form follow the
 * turning point in D, and the best N and D for a budget, without another look at the law.
 *
 *     loss = (a·N^−alpha + b·D^−beta)^outer + k·D^p·N^−q + floor         k = 0 unless outer = 1 */
#ifndef ENGINE_POWERS_H
#define ENGINE_POWERS_H

#include <stdbool.h>

struct powers {
    double a, alpha, b, beta, outer;
    double k, p, q;
    double floor;
};

/* A budget that is linear in N: each_token·N·D + each_param·N <= most.
 * Training: each_token = 6·bits/16. Serving (eq. 29): each_token = 0, each_param = served bits.
 * Lifetime: both. */
struct budget {
    double each_token, each_param, most;
};

struct span_of {
    double low, high;
};

/* Loss at N parameters and D tokens. */
double powers_loss(const struct powers *powers, double N, double D);

/* Tokens at which dL/dD = 0; INFINITY where loss falls for ever. (2411.04330 eq. 13, 2501.02423) */
double powers_turn(const struct powers *powers, double N);

/* Tokens that the budget pays at N parameters; INFINITY where tokens cost nothing, negative where N
 * alone is more than it pays. */
double budget_tokens(const struct budget *budget, double N);

/* The N and D of least loss within the budget and their ranges; loss over (ln N, ln D) has one
 * valley, so this is the least there is. False where the budget pays for nothing in the ranges. */
bool powers_best(const struct powers *powers, const struct budget *budget, struct span_of N_range,
                 struct span_of D_range, double *N, double *D);

#endif
