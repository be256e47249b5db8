/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/cost.h"

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

double cost_served_bits(const struct plan *plan) {
    return plan->post == PLAN_OFF ? plan_bits(plan->w) : plan->post;
}

double cost_serving(const struct plan *plan) {
    return plan->N * cost_served_bits(plan);
}

double cost_lifetime(const struct law *law, const struct plan *plan) {
    return cost_training(law, plan) + 2 * plan->N * plan->Dinf * cost_served_bits(plan) / 16;
}

double cost_weight_bytes(const struct plan *plan) {
    const double served = cost_served_bits(plan);
    const double scales = served < 16 && plan->G < PLAN_CHANNEL ? 16 / plan->G : 0;
    return plan->N * (served + scales) / 8;
}
