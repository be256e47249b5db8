/* SPDX-License-Identifier: GPL-3.0-or-later */
/* L = n/N^α + d/D^β + ε + (D^β/N^α)·log2(B)/(γ·(E+.5)^δ·(M+.5)^ν): floating-point training by
 * exponent and mantissa bits and block size. Source: 2501.02423. */
#include "engine/law.h"
#include "engine/powers.h"
#include "engine/preset.h"
#include <stdio.h>

enum { N_SIZE, ALPHA, D_SIZE, BETA, EPSILON, GAMMA, DELTA, NU, CHANNEL };

static const struct coefficient coefficients[] = {
    [N_SIZE] = {"n", "size of the parameter term", SIGN_POSITIVE, NAN},
    [ALPHA] = {"alpha", "exponent of N", SIGN_POSITIVE, NAN},
    [D_SIZE] = {"d", "size of the data term", SIGN_POSITIVE, NAN},
    [BETA] = {"beta", "exponent of D", SIGN_POSITIVE, NAN},
    [EPSILON] = {"epsilon", "loss of an endless model on endless data", SIGN_NOT_NEGATIVE, NAN},
    [GAMMA] = {"gamma", "scale that divides the precision term", SIGN_POSITIVE, NAN},
    [DELTA] = {"delta", "exponent of E + 0.5", SIGN_POSITIVE, NAN},
    [NU] = {"nu", "exponent of M + 0.5", SIGN_POSITIVE, NAN},
    [CHANNEL] = {"log2B_channel", "what stands for log2 B with a scale a channel", SIGN_POSITIVE,
                 NAN},
    {NULL, NULL, SIGN_ANY, NAN}};

/* What D^β multiplies in the precision term, without log2 B. */
static double spread(const double *c, const struct plan *plan) {
    return pow(plan->N, -c[ALPHA]) /
           (c[GAMMA] * pow(plan->E + 0.5, c[DELTA]) * pow(plan->M + 0.5, c[NU]));
}

static double log2_block(const double *c, const struct plan *plan) {
    return plan->G == PLAN_CHANNEL ? c[CHANNEL] : log2(plan->G);
}

static double added_loss(const double *c, const struct plan *plan) {
    return pow(plan->D, c[BETA]) * spread(c, plan) * log2_block(c, plan);
}

static void eval(const struct preset *preset, const struct plan *plan, struct result *result) {
    const double *c = preset->c;
    const double params = c[N_SIZE] * pow(plan->N, -c[ALPHA]),
                 data = c[D_SIZE] * pow(plan->D, -c[BETA]);
    result->loss_full = c[EPSILON] + params + data;
    if (plan->G == PLAN_TENSOR) {
        snprintf(result->why, sizeof result->why, "not fitted for G = tensor");
        return;
    }
    if (plan->G == PLAN_CHANNEL) result->assumed = 1u << ASSUMED_CHANNEL_FITTED;
    result->ptq_delta = plan->post == PLAN_OFF ? 0 : NAN;
    result->qat_delta = added_loss(c, plan);
    result->term[TERM_FLOOR] = c[EPSILON];
    result->term[TERM_PARAMS] = params;
    result->term[TERM_DATA] = data;
    result->term[TERM_TRAIN_BITS] = result->qat_delta;
    result->loss = result->loss_full + result->qat_delta;
}

static void gradient(const struct preset *preset, const struct plan *plan,
                     double slope[INPUT_COUNT]) {
    const double *c = preset->c;
    const double added = added_loss(c, plan);
    slope[IN_N] = -c[ALPHA] * (c[N_SIZE] * pow(plan->N, -c[ALPHA]) + added);
    slope[IN_D] = c[BETA] * (added - c[D_SIZE] * pow(plan->D, -c[BETA]));
    slope[IN_G] = plan->G < PLAN_CHANNEL ? pow(plan->D, c[BETA]) * spread(c, plan) / M_LN2 : NAN;
}

static bool as_powers(const struct preset *preset, const struct plan *plan, struct powers *powers) {
    const double *c = preset->c;
    struct plan unit = *plan;
    unit.N = 1;
    if (plan->G == PLAN_TENSOR) return false;
    *powers = (struct powers){.a = c[N_SIZE],
                              .alpha = c[ALPHA],
                              .b = c[D_SIZE],
                              .beta = c[BETA],
                              .outer = 1,
                              .k = spread(c, &unit) * log2_block(c, plan),
                              .p = c[BETA],
                              .q = c[ALPHA],
                              .floor = c[EPSILON]};
    return true;
}

static double cost_bits(const struct plan *plan) {
    return 1 + plan->E + plan->M;
}

/* (E+.5)^δ·(M+.5)^ν at E + M = bits − 1 is highest where E+.5 : M+.5 is δ : ν; it has one top, and
 * so ends at the range's edge where that lies beyond it. */
static void layout(const struct preset *preset, double bits, struct plan *plan) {
    const double *c = preset->c;
    const double least = fmax(inputs[IN_E].low, bits - 1 - inputs[IN_M].high),
                 most = fmin(inputs[IN_E].high, bits - 1 - inputs[IN_M].low);
    const double E = c[DELTA] * bits / (c[DELTA] + c[NU]) - 0.5;
    plan->E = fmax(least, fmin(most, E));
    plan->M = fmax(inputs[IN_M].low, fmin(inputs[IN_M].high, bits - 1 - plan->E));
}

static void explain(const struct preset *preset, const struct plan *plan, struct formula *formula) {
    const double *c = preset->c;
    char a[NUM_TEXT], b[NUM_TEXT], d[NUM_TEXT], n[NUM_TEXT], t[NUM_TEXT], g[NUM_TEXT], v[NUM_TEXT];
    char be[NUM_TEXT], al[NUM_TEXT], nu[NUM_TEXT];
    formula_add(formula, TERM_PARAMS, c[N_SIZE] * pow(plan->N, -c[ALPHA]), "n/N^α", "%s/(%s)^%s",
                formula_number(a, c[N_SIZE]), num_si(n, plan->N), formula_number(b, c[ALPHA]));
    formula_add(formula, TERM_DATA, c[D_SIZE] * pow(plan->D, -c[BETA]), "d/D^β", "%s/(%s)^%s",
                formula_number(a, c[D_SIZE]), num_si(t, plan->D), formula_number(b, c[BETA]));
    formula_add(formula, TERM_FLOOR, c[EPSILON], "ε", "%s", formula_number(a, c[EPSILON]));
    if (plan->G == PLAN_TENSOR) return;
    formula_add(formula, TERM_TRAIN_BITS, added_loss(c, plan),
                "(D^β/N^α)·log2 B/(γ·(E+.5)^δ·(M+.5)^ν)", "((%s)^%s/(%s)^%s)·%s/(%s·%g^%s·%g^%s)",
                t, formula_number(be, c[BETA]), n, formula_number(al, c[ALPHA]),
                formula_number(d, log2_block(c, plan)), formula_number(g, c[GAMMA]), plan->E + 0.5,
                formula_number(v, c[DELTA]), plan->M + 0.5, formula_number(nu, c[NU]));
}

_Static_assert(sizeof coefficients / sizeof *coefficients <= PRESET_COEFFS + 1, "too many");

const struct law law_fp = {
    .name = "fp",
    .title = "floating-point training by exponent and mantissa bits and block size",
    .source = "arXiv:2501.02423",
    .formula = "L = n/N^α + d/D^β + ε + (D^β/N^α)·log2(B)/(γ·(E+.5)^δ·(M+.5)^ν), B = G",
    .coefficients = coefficients,
    .reads =
        INPUT_BIT(IN_N) | INPUT_BIT(IN_D) | INPUT_BIT(IN_G) | INPUT_BIT(IN_E) | INPUT_BIT(IN_M),
    .bits_words = "as E and M",
    .eval = eval,
    .gradient = gradient,
    .cost_bits = cost_bits,
    .layout = layout,
    .powers = as_powers,
    .explain = explain,
};
