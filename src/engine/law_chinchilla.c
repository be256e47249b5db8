/* SPDX-License-Identifier: GPL-3.0-or-later */
/* L = A·N^−α + B·D^−β + E. Source: 2203.15556 (approach 3), 2404.10102. */
#include "engine/law.h"
#include "engine/powers.h"
#include "engine/preset.h"

enum { A, ALPHA, B, BETA, E };

static const struct coefficient coefficients[] = {
    {"A", "size of the parameter term", SIGN_POSITIVE, NAN},
    {"alpha", "exponent of N", SIGN_POSITIVE, NAN},
    {"B", "size of the data term", SIGN_POSITIVE, NAN},
    {"beta", "exponent of D", SIGN_POSITIVE, NAN},
    {"E", "loss of an endless model on endless data", SIGN_NOT_NEGATIVE, NAN},
    {NULL, NULL, SIGN_ANY, NAN}};

static bool quantised(const struct plan *plan) {
    return plan->w != PLAN_OFF || plan->a != PLAN_OFF || plan->kv != PLAN_OFF;
}

static void eval(const struct preset *preset, const struct plan *plan, struct result *result) {
    const double *c = preset->c;
    result->term[TERM_FLOOR] = c[E];
    result->term[TERM_PARAMS] = c[A] * pow(plan->N, -c[ALPHA]);
    result->term[TERM_DATA] = c[B] * pow(plan->D, -c[BETA]);
    result->loss = c[E] + result->term[TERM_PARAMS] + result->term[TERM_DATA];
    result->loss_full = result->loss;
    result->qat_delta = quantised(plan) ? NAN : 0;
    result->ptq_delta = plan->post == PLAN_OFF ? 0 : NAN;
}

static void gradient(const struct preset *preset, const struct plan *plan,
                     double slope[INPUT_COUNT]) {
    const double *c = preset->c;
    slope[IN_N] = -c[ALPHA] * c[A] * pow(plan->N, -c[ALPHA]);
    slope[IN_D] = -c[BETA] * c[B] * pow(plan->D, -c[BETA]);
}

static bool as_powers(const struct preset *preset, const struct plan *plan, struct powers *powers) {
    const double *c = preset->c;
    (void)plan;
    *powers = (struct powers){
        .a = c[A], .alpha = c[ALPHA], .b = c[B], .beta = c[BETA], .outer = 1, .floor = c[E]};
    return true;
}

static void explain(const struct preset *preset, const struct plan *plan, struct formula *formula) {
    const double *c = preset->c;
    char a[NUM_TEXT], b[NUM_TEXT], x[NUM_TEXT];
    formula_add(formula, TERM_PARAMS, c[A] * pow(plan->N, -c[ALPHA]), "A·N^−α", "%s·(%s)^−%s",
                formula_number(a, c[A]), num_si(x, plan->N), formula_number(b, c[ALPHA]));
    formula_add(formula, TERM_DATA, c[B] * pow(plan->D, -c[BETA]), "B·D^−β", "%s·(%s)^−%s",
                formula_number(a, c[B]), num_si(x, plan->D), formula_number(b, c[BETA]));
    formula_add(formula, TERM_FLOOR, c[E], "E", "%s", formula_number(a, c[E]));
}

_Static_assert(sizeof coefficients / sizeof *coefficients <= PRESET_COEFFS + 1, "too many");

const struct law law_chinchilla = {
    .name = "chinchilla",
    .title = "loss over parameters and data, at full precision",
    .source = "arXiv:2203.15556",
    .formula = "L = A·N^−α + B·D^−β + E",
    .coefficients = coefficients,
    .reads = INPUT_BIT(IN_N) | INPUT_BIT(IN_D),
    .bits_words = "not at all",
    .eval = eval,
    .gradient = gradient,
    .powers = as_powers,
    .only_powers = true,
    .explain = explain,
};
