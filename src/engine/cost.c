/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/cost.h"

const char *const cost_names[COST_KINDS] = {
    [COST_TRAINING] = "training", [COST_INFERENCE] = "inference", [COST_LIFETIME] = "lifetime"};

double cost_bits(const struct law *law, const struct plan *plan) {
    if (law && law->cost_bits) return law->cost_bits(plan);
    return fmax(plan_bits(plan->w), fmax(plan_bits(plan->a), plan_bits(plan->kv)));
}

double cost_training(const struct law *law, const struct plan *plan) {
    return 6 * plan->N * plan->D * cost_bits(law, plan) / 16;
}

double cost_budget(const struct law *law, const struct plan *plan) {
    return plan->C == PLAN_OWN ? cost_training(law, plan) : plan->C;
}

double cost_served_bits(const struct law *law, const struct plan *plan) {
    if (plan->post != PLAN_OFF) return plan->post;
    return law && law->cost_bits ? law->cost_bits(plan) : plan_bits(plan->w);
}

double cost_serving(const struct law *law, const struct plan *plan) {
    return plan->N * cost_served_bits(law, plan);
}

double cost_lifetime(const struct law *law, const struct plan *plan) {
    return cost_training(law, plan) + 2 * plan->N * plan->Dinf * cost_served_bits(law, plan) / 16;
}

double cost_weight_bytes(const struct law *law, const struct plan *plan) {
    const double served = cost_served_bits(law, plan);
    const double scales = served < 16 && plan->G < PLAN_CHANNEL ? 16 / plan->G : 0;
    return plan->N * (served + scales) / 8;
}

double cost_of(enum cost_kind kind, const struct law *law, const struct plan *plan) {
    if (kind == COST_INFERENCE) return cost_serving(law, plan);
    if (kind == COST_LIFETIME) return cost_lifetime(law, plan);
    return cost_training(law, plan);
}
