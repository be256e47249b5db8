/* SPDX-License-Identifier: GPL-3.0-or-later */
/* L = (A·(N·eff_N)^−α + B·(D·eff_D)^−β)^γ + E: a table says how many parameters and tokens are left
 * effective. Source: 2502.16440; 2502.05003 (QuEST); 2505.14669 (Quartet: eff_D and γ). */
#include "engine/law.h"

#include "base/text.h"
#include "engine/powers.h"
#include "engine/preset.h"
#include <stdio.h>
#include <stdlib.h>

enum { A, ALPHA, B, BETA, E, GAMMA };
enum { EFF_N, EFF_D };

static const struct coefficient coefficients[] = {
    [A] = {"A", "size of the parameter term", SIGN_POSITIVE, NAN},
    [ALPHA] = {"alpha", "exponent of N", SIGN_POSITIVE, NAN},
    [B] = {"B", "size of the data term", SIGN_POSITIVE, NAN},
    [BETA] = {"beta", "exponent of D", SIGN_POSITIVE, NAN},
    [E] = {"E", "loss of an endless model on endless data", SIGN_NOT_NEGATIVE, NAN},
    [GAMMA] = {"gamma", "outer exponent", SIGN_POSITIVE, 1},
    {NULL, NULL, SIGN_ANY, NAN}};

static const struct coefficient table[] = {
    [EFF_N] = {"eff_N", "share of the parameters left effective", SIGN_POSITIVE, 1},
    [EFF_D] = {"eff_D", "share of the tokens left effective", SIGN_POSITIVE, 1},
    {NULL, NULL, SIGN_ANY, NAN}};

/* "w4.a16" */
static bool read_variant(const char *suffix, struct variant *variant) {
    if (suffix[0] != 'w') return false;
    char w[8] = "";
    int i = 1;
    while (suffix[i] && suffix[i] != '.' && i < 8) {
        w[i - 1] = suffix[i];
        i++;
    }
    if (suffix[i] != '.' || suffix[i + 1] != 'a') return false;
    if (!num_parse(w, &variant->w) || !num_parse(suffix + i + 2, &variant->a)) return false;
    return variant->w >= 1 && variant->w <= 16 && variant->a >= 1 && variant->a <= 16;
}

/* The shares left effective; false where the table does not say. */
static bool effective(const struct preset *preset, const struct plan *plan, double *n, double *d) {
    const double w = plan_bits(plan->w), a = plan_bits(plan->a);
    *n = *d = 1;
    if (w == 16 && a == 16) return true;
    const struct variant *v = preset_variant(preset, w, a, NAN, false);
    if (!v) return false;
    *n = v->c[EFF_N];
    *d = v->c[EFF_D];
    return true;
}

static void say_unknown(const struct preset *preset, const struct plan *plan,
                        struct result *result) {
    char w[NUM_TEXT], a[NUM_TEXT];
    snprintf(result->why, sizeof result->why, "w%s a%s not in the table; it has",
             num_shortest(w, num_round(plan_bits(plan->w), 3)),
             num_shortest(a, num_round(plan_bits(plan->a), 3)));
    for (int i = 0; i < preset->variant_count; i++) {
        const struct variant *v = &preset->variant[i];
        text_append(result->why, sizeof result->why, "%s w%g a%g", i ? "," : "", v->w, v->a);
    }
}

/* What the shares that are lost add: from them, for the difference of two losses has few digits
 * left where it is small. */
static double added_loss(const double *c, double params, double data, double n, double d) {
    double inside = 0;
    if (n != 1) inside += params * expm1(-c[ALPHA] * log(n));
    if (d != 1) inside += data * expm1(-c[BETA] * log(d));
    if (c[GAMMA] == 1) return inside;
    return pow(params + data, c[GAMMA]) * expm1(c[GAMMA] * log1p(inside / (params + data)));
}

static void eval(const struct preset *preset, const struct plan *plan, struct result *result) {
    const double *c = preset->c;
    double n, d;
    const double params = c[A] * pow(plan->N, -c[ALPHA]), data = c[B] * pow(plan->D, -c[BETA]);
    result->loss_full = pow(params + data, c[GAMMA]) + c[E];
    if (!effective(preset, plan, &n, &d)) {
        say_unknown(preset, plan, result);
        return;
    }
    result->n_eff_ratio = n;
    result->n_eff = plan->N * n;
    result->d_eff_ratio = d;
    result->ptq_delta = plan->post == PLAN_OFF ? 0 : NAN;
    result->qat_delta = added_loss(c, params, data, n, d);
    result->term[TERM_TRAIN_BITS] = result->qat_delta;
    result->loss = result->loss_full + result->qat_delta;
    if (c[GAMMA] == 1) {
        result->term[TERM_FLOOR] = c[E];
        result->term[TERM_PARAMS] = params;
        result->term[TERM_DATA] = data;
    } else {
        result->term[TERM_BASE] = result->loss_full;
    }
}

static void gradient(const struct preset *preset, const struct plan *plan,
                     double slope[INPUT_COUNT]) {
    const double *c = preset->c;
    double n, d;
    if (!effective(preset, plan, &n, &d)) return;
    const double params = c[A] * pow(plan->N * n, -c[ALPHA]),
                 data = c[B] * pow(plan->D * d, -c[BETA]);
    const double outer = c[GAMMA] * pow(params + data, c[GAMMA] - 1);
    slope[IN_N] = -outer * c[ALPHA] * params;
    slope[IN_D] = -outer * c[BETA] * data;
}

static bool as_powers(const struct preset *preset, const struct plan *plan, struct powers *powers) {
    const double *c = preset->c;
    double n, d;
    if (!effective(preset, plan, &n, &d)) return false;
    *powers = (struct powers){.a = c[A] * pow(n, -c[ALPHA]),
                              .alpha = c[ALPHA],
                              .b = c[B] * pow(d, -c[BETA]),
                              .beta = c[BETA],
                              .outer = c[GAMMA],
                              .floor = c[E]};
    return true;
}

/* With an outer power the parts do not add: one piece for both. */
static void explain(const struct preset *preset, const struct plan *plan, struct formula *formula) {
    const double *c = preset->c;
    char a[NUM_TEXT], x[NUM_TEXT], al[NUM_TEXT], b[NUM_TEXT], y[NUM_TEXT], be[NUM_TEXT],
        g[NUM_TEXT], e[NUM_TEXT];
    double n, d;
    if (!effective(preset, plan, &n, &d)) return;
    const double params = c[A] * pow(plan->N * n, -c[ALPHA]),
                 data = c[B] * pow(plan->D * d, -c[BETA]);
    formula_number(a, c[A]);
    formula_number(al, c[ALPHA]);
    formula_number(b, c[B]);
    formula_number(be, c[BETA]);
    num_si(x, plan->N * n);
    num_si(y, plan->D * d);
    if (c[GAMMA] == 1) {
        formula_add(formula, TERM_PARAMS, params, "A·(N·eff)^−α", "%s·(%s)^−%s", a, x, al);
        formula_add(formula, TERM_DATA, data, "B·D^−β", "%s·(%s)^−%s", b, y, be);
    } else {
        formula_add(formula, TERM_BASE, pow(params + data, c[GAMMA]),
                    "(A·(N·eff_N)^−α + B·(D·eff_D)^−β)^γ", "(%s·(%s)^−%s + %s·(%s)^−%s)^%s", a, x,
                    al, b, y, be, formula_number(g, c[GAMMA]));
    }
    formula_add(formula, TERM_FLOOR, c[E], "E", "%s", formula_number(e, c[E]));
    snprintf(formula->remark, sizeof formula->remark,
             "eff_N = %.3g, eff_D = %.3g from the table, w%g a%g", n, d, plan_bits(plan->w),
             plan_bits(plan->a));
}

_Static_assert(sizeof coefficients / sizeof *coefficients <= PRESET_COEFFS + 1, "too many");

const struct law law_compression = {
    .name = "compression",
    .title = "compressed training as a table of effective parameters",
    .source = "arXiv:2502.16440",
    .formula = "L = (A·(N·eff_N)^−α + B·(D·eff_D)^−β)^γ + E, eff by (w, a) from a table",
    .coefficients = coefficients,
    .variant_coefficients = table,
    .reads = INPUT_BIT(IN_N) | INPUT_BIT(IN_D) | INPUT_BIT(IN_W) | INPUT_BIT(IN_A),
    .variant = read_variant,
    .variant_words = "w and a, as in eff_N.w4.a16",
    .bits_words = "as entries of a table",
    .no_variant = "no table; expected at least one entry, as in eff_N.w4.a16 = 0.9",
    .eval = eval,
    .gradient = gradient,
    .powers = as_powers,
    .only_powers = true,
    .explain = explain,
};
