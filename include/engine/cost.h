/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan costs. */
#ifndef ENGINE_COST_H
#define ENGINE_COST_H

#include "engine/law.h"
#include "engine/plan.h"

/* What a budget can buy. */
enum cost_kind {
    COST_TRAINING,  /* FLOP at 16 bit */
    COST_INFERENCE, /* N·served bits (2411.04330 eq. 29) */
    COST_LIFETIME,  /* FLOP at 16 bit, training and serving (2401.00448) */
    COST_KINDS
};

extern const char *const cost_names[COST_KINDS]; /* "training", "inference", "lifetime" */

/* Bits at which training's matrix products run: max(w, a, kv), off counting as 16 (2411.04330 §4.1,
 * §4.3), or what the law says (`fp`: 1+E+M). law may be NULL. */
double cost_bits(const struct law *law, const struct plan *plan);

/* Training compute, FLOP at 16 bit: 6·N·D·bits/16. */
double cost_training(const struct law *law, const struct plan *plan);

/* The budget for optima: plan->C, or where that is PLAN_OWN the plan's own training cost. */
double cost_budget(const struct law *law, const struct plan *plan);

/* Bits a weight is served at: post, else those of the law's own format, else w, else 16. law may be
 * NULL. */
double cost_served_bits(const struct law *law, const struct plan *plan);

/* Bits moved a served token: N·served bits (2411.04330 eq. 29). */
double cost_serving(const struct law *law, const struct plan *plan);

/* Training and serving over a model's life: 6·N·D·P/16 + 2·N·Dinf·served/16, FLOP at 16 bit
 * (2401.00448). */
double cost_lifetime(const struct law *law, const struct plan *plan);

/* Bytes of the weights as served: N·served bits/8 plus 16 bits of scale for each group of G
 * weights. */
double cost_weight_bytes(const struct law *law, const struct plan *plan);

/* What a plan costs of a kind. */
double cost_of(enum cost_kind kind, const struct law *law, const struct plan *plan);

#endif
