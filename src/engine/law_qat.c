/* SPDX-License-Identifier: GPL-3.0-or-later */
/* L = A·N^−α + B·D^−β + E + k·D^γ_D·(log2 G)^γ_G/N^γ_N, one fit for each of a few (w, a).
 * Source: 2505.14302. */
#include "engine/law.h"
#include "engine/powers.h"
#include "engine/preset.h"
#include <stdio.h>
#include <string.h>

enum { A, ALPHA, B, BETA, E };
enum { K, GAMMA_N, GAMMA_D, GAMMA_G };

static const struct coefficient coefficients[] = {
    [A] = {"A", "size of the parameter term", SIGN_POSITIVE, NAN},
    [ALPHA] = {"alpha", "exponent of N", SIGN_POSITIVE, NAN},
    [B] = {"B", "size of the data term", SIGN_POSITIVE, NAN},
    [BETA] = {"beta", "exponent of D", SIGN_POSITIVE, NAN},
    [E] = {"E", "loss of an endless model on endless data", SIGN_NOT_NEGATIVE, NAN},
    {NULL, NULL, SIGN_ANY, NAN}};

static const struct coefficient by_variant[] = {
    [K] = {"k", "size of the quantisation error", SIGN_POSITIVE, NAN},
    [GAMMA_N] = {"gamma_N", "exponent of N in it", SIGN_ANY, NAN},
    [GAMMA_D] = {"gamma_D", "exponent of D in it", SIGN_ANY, NAN},
    [GAMMA_G] = {"gamma_G", "exponent of log2 G in it", SIGN_POSITIVE, NAN},
    {NULL, NULL, SIGN_ANY, NAN}};

static const struct {
    const char *suffix;
    double w, a;
    bool fc2;
} variants[] = {
    {"w4a4", 4, 4, false},   {"w4a16", 4, 16, false},   {"w16a4", 16, 4, false},
    {"w4a4fc2", 4, 4, true}, {"w16a4fc2", 16, 4, true},
};

static bool read_variant(const char *suffix, struct variant *variant) {
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        if (strcmp(variants[i].suffix, suffix) != 0) continue;
        variant->w = variants[i].w;
        variant->a = variants[i].a;
        variant->fc2 = variants[i].fc2;
        return true;
    }
    return false;
}

static bool unquantised(const struct plan *plan) {
    return plan_bits(plan->w) == 16 && plan_bits(plan->a) == 16;
}

/* The variant of a (w, a); the plain one where no mixed one was fitted (W4A16). */
static const struct variant *find(const struct preset *preset, double w, double a, bool fc2) {
    const struct variant *v = fc2 ? preset_variant(preset, w, a, NAN, true) : NULL;
    return v ? v : preset_variant(preset, w, a, NAN, false);
}

static double hidden_size(double N) {
    return cbrt(128 * N / 12);
}

static double group(const struct plan *plan) {
    return plan->G == PLAN_CHANNEL ? hidden_size(plan->N) : plan->G;
}

static double delta(const struct variant *v, const struct plan *plan) {
    return v->c[K] * pow(plan->D, v->c[GAMMA_D]) * pow(log2(group(plan)), v->c[GAMMA_G]) *
           pow(plan->N, -v->c[GAMMA_N]);
}

static const struct variant *plan_variant(const struct preset *preset, const struct plan *plan) {
    return find(preset, plan_bits(plan->w), plan_bits(plan->a), plan->fc2 == 8);
}

static void say_unknown(const struct plan *plan, struct result *result) {
    char w[NUM_TEXT], a[NUM_TEXT];
    snprintf(result->why, sizeof result->why,
             "not fitted for w%s a%s, only for w4 a4, w4 a16 and w16 a4",
             num_shortest(w, num_round(plan_bits(plan->w), 3)),
             num_shortest(a, num_round(plan_bits(plan->a), 3)));
}

static void eval(const struct preset *preset, const struct plan *plan, struct result *result) {
    const double *c = preset->c;
    const double params = c[A] * pow(plan->N, -c[ALPHA]), data = c[B] * pow(plan->D, -c[BETA]);
    result->loss_full = c[E] + params + data;
    double added = 0;
    if (!unquantised(plan)) {
        const struct variant *v = plan_variant(preset, plan);
        if (!v) {
            say_unknown(plan, result);
            return;
        }
        if (plan->G == PLAN_TENSOR) {
            snprintf(result->why, sizeof result->why, "not fitted for G = tensor");
            return;
        }
        if (plan->G == PLAN_CHANNEL) {
            result->assumed = 1u << ASSUMED_CHANNEL_IS_HIDDEN | 1u << ASSUMED_HIDDEN_SIZE;
        }
        added = delta(v, plan);
    }
    result->ptq_delta = plan->post == PLAN_OFF ? 0 : NAN;
    result->qat_delta = added;
    result->term[TERM_FLOOR] = c[E];
    result->term[TERM_PARAMS] = params;
    result->term[TERM_DATA] = data;
    result->term[TERM_TRAIN_BITS] = added;
    result->loss = result->loss_full + added;
}

static void gradient(const struct preset *preset, const struct plan *plan,
                     double slope[INPUT_COUNT]) {
    const double *c = preset->c;
    slope[IN_N] = -c[ALPHA] * c[A] * pow(plan->N, -c[ALPHA]);
    slope[IN_D] = -c[BETA] * c[B] * pow(plan->D, -c[BETA]);
    if (unquantised(plan)) {
        slope[IN_G] = plan->G < PLAN_CHANNEL ? 0 : NAN;
        return;
    }
    const struct variant *v = plan_variant(preset, plan);
    const double added = delta(v, plan);
    const double by_group = v->c[GAMMA_G] * added / log(group(plan));
    const bool channel = plan->G == PLAN_CHANNEL;
    slope[IN_N] -= v->c[GAMMA_N] * added;
    if (channel) slope[IN_N] += by_group / 3; /* the assumed hidden size grows as N^(1/3) */
    slope[IN_D] += v->c[GAMMA_D] * added;
    slope[IN_G] = channel || plan->G == 1 ? NAN : by_group;
}

/* With G = channel the assumed hidden size grows with N, which is no power. */
static bool as_powers(const struct preset *preset, const struct plan *plan, struct powers *powers) {
    law_chinchilla.powers(preset, plan, powers);
    if (unquantised(plan)) return true;
    const struct variant *v = plan_variant(preset, plan);
    if (!v || plan->G >= PLAN_CHANNEL) return false;
    powers->k = v->c[K] * pow(log2(plan->G), v->c[GAMMA_G]);
    powers->p = v->c[GAMMA_D];
    powers->q = v->c[GAMMA_N];
    return true;
}

static double dcrit(const struct preset *preset, const struct plan *plan) {
    const double *c = preset->c;
    if (unquantised(plan)) return NAN;
    const struct variant *v = plan_variant(preset, plan);
    const double grows = v->c[GAMMA_D];
    struct plan unit = *plan;
    unit.D = 1;
    const double scale = delta(v, &unit);
    if (!(scale > 0) || grows <= 0) return NAN;
    return pow(c[BETA] * c[B] / (grows * scale), 1 / (grows + c[BETA]));
}

/* δ(W4A4) ≈ δ(W4A16) + δ(W16A4), the authors' decomposition: which of the two leads? */
static void remark_parts(const struct preset *preset, const struct plan *plan,
                         struct formula *formula) {
    const bool fc2 = plan->fc2 == 8;
    const struct variant *weights = find(preset, 4, 16, fc2),
                         *activations = find(preset, 16, 4, fc2);
    if (!weights || !activations || plan->w != 4 || plan->a != 4) return;
    const double w = delta(weights, plan), a = delta(activations, plan);
    snprintf(formula->remark, sizeof formula->remark,
             "W4A16 %.4f + W16A4 %.4f = %.4f by the authors' decomposition: %s lead", w, a, w + a,
             w > a ? "weights" : "activations");
}

static void explain(const struct preset *preset, const struct plan *plan, struct formula *formula) {
    char a[NUM_TEXT], b[NUM_TEXT], d[NUM_TEXT], e[NUM_TEXT], n[NUM_TEXT], t[NUM_TEXT], g[NUM_TEXT];
    law_chinchilla.explain(preset, plan, formula);
    if (unquantised(plan)) {
        formula_add(formula, TERM_TRAIN_BITS, 0, "δ(N, D, G)", "0 (not quantised)");
        return;
    }
    const struct variant *v = plan_variant(preset, plan);
    if (!v || plan->G == PLAN_TENSOR) return;
    formula_add(formula, TERM_TRAIN_BITS, delta(v, plan), "k·D^γ_D·(log2 G)^γ_G/N^γ_N",
                "%s·(%s)^%s·(log2 %s)^%s/(%s)^%s", formula_number(a, v->c[K]), num_si(t, plan->D),
                formula_number(b, v->c[GAMMA_D]), formula_number(g, num_round(group(plan), 4)),
                formula_number(d, v->c[GAMMA_G]), num_si(n, plan->N),
                formula_number(e, v->c[GAMMA_N]));
    remark_parts(preset, plan, formula);
}

_Static_assert(sizeof coefficients / sizeof *coefficients <= PRESET_COEFFS + 1, "too many");

const struct law law_qat = {
    .name = "qat",
    .title = "error of 4-bit quantisation-aware training, over size, tokens and group size",
    .source = "arXiv:2505.14302",
    .formula = "L = A·N^−α + B·D^−β + E + k·D^γ_D·(log2 G)^γ_G/N^γ_N, by (w, a)",
    .coefficients = coefficients,
    .variant_coefficients = by_variant,
    .reads = INPUT_BIT(IN_N) | INPUT_BIT(IN_D) | INPUT_BIT(IN_W) | INPUT_BIT(IN_A) |
             INPUT_BIT(IN_G) | INPUT_BIT(IN_FC2),
    .variant = read_variant,
    .variant_words = "w4a4, w4a16, w16a4, w4a4fc2 or w16a4fc2",
    .bits_words = "as a few fitted pairs (w, a)",
    .no_variant = "no variant; expected at least one, as in k.w4a4",
    .eval = eval,
    .gradient = gradient,
    .dcrit = dcrit,
    .powers = as_powers,
    .explain = explain,
};
