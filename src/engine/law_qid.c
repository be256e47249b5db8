/* SPDX-License-Identifier: GPL-3.0-or-later */
/* L = L_16 + QiD: the loss that PTQ adds grows with tokens and shrinks with size.
 * Source: 2411.17691, the unified law (bits as a power) and its per-bit ones (a table). */
#include "base/text.h"
#include "engine/law.h"
#include "engine/preset.h"
#include "engine/solve.h"
#include <stdio.h>

enum { L_N, ALPHA_N, L_D, ALPHA_D, K, BETA, ALPHA, GAMMA };
enum { BIT_K, BIT_BETA, BIT_ALPHA };

static const struct coefficient coefficients[] = {
    [L_N] = {"L_N", "parameters' scale in L_16", SIGN_POSITIVE, NAN},
    [ALPHA_N] = {"alpha_N", "parameters' exponent in L_16", SIGN_POSITIVE, NAN},
    [L_D] = {"L_D", "tokens' scale in L_16", SIGN_POSITIVE, NAN},
    [ALPHA_D] = {"alpha_D", "tokens' exponent in L_16", SIGN_POSITIVE, NAN},
    [K] = {"k", "size of QiD", SIGN_POSITIVE, NAN, true},
    [BETA] = {"beta", "exponent of D in QiD", SIGN_POSITIVE, NAN, true},
    [ALPHA] = {"alpha", "exponent of N in QiD", SIGN_ANY, NAN, true},
    [GAMMA] = {"gamma", "exponent of the bits in QiD", SIGN_ANY, NAN, true},
    {NULL, NULL, SIGN_ANY, NAN}};

static const struct coefficient by_bits[] = {
    [BIT_K] = {"k", "size of QiD at that many bits", SIGN_POSITIVE, NAN},
    [BIT_BETA] = {"beta", "exponent of D at that many bits", SIGN_POSITIVE, NAN},
    [BIT_ALPHA] = {"alpha", "exponent of N at that many bits", SIGN_ANY, NAN},
    {NULL, NULL, SIGN_ANY, NAN}};

static bool read_variant(const char *suffix, struct variant *variant) {
    return num_parse(suffix, &variant->post) && variant->post >= 1 && variant->post <= 16;
}

static bool check(const struct preset *preset, struct err *err) {
    const char *missing = NULL, *given = NULL;
    for (int i = K; i <= GAMMA; i++) {
        if (isnan(preset->c[i]))
            missing = missing ? missing : coefficients[i].name;
        else
            given = given ? given : coefficients[i].name;
    }
    if (preset->variant_count == 0 && missing) {
        return err_set(
            err,
            "coefficient %s is missing; expected k, beta, alpha and gamma, or k.4, beta.4 "
            "and alpha.4 for each bit width",
            missing);
    }
    if (preset->variant_count > 0 && given) {
        return err_set(err, "%s beside the per-bit laws; expected the one or the other", given);
    }
    return true;
}

/* What QiD is made of, for one plan. */
struct qid {
    double k, beta, alpha, gamma; /* gamma 0 for a per-bit law */
    bool known;
};

static struct qid qid_at(const struct preset *preset, double post) {
    const double *c = preset->c;
    if (preset->variant_count == 0) return (struct qid){c[K], c[BETA], c[ALPHA], c[GAMMA], true};
    const struct variant *v = preset_variant(preset, NAN, NAN, post, false);
    if (!v) return (struct qid){.known = false};
    return (struct qid){v->c[BIT_K], v->c[BIT_BETA], v->c[BIT_ALPHA], 0, true};
}

static double qid_value(const struct qid *q, const struct plan *plan) {
    return q->k * pow(plan->D, q->beta) * pow(plan->N, -q->alpha) * pow(plan->post, -q->gamma);
}

/* The two parts inside L_16's outer power. */
static double part_n(const double *c, double N) {
    return pow(c[L_N] / N, c[ALPHA_N] / c[ALPHA_D]);
}

static double part_d(const double *c, double D) {
    return c[L_D] / D;
}

static double full_loss(const double *c, const struct plan *plan) {
    return pow(part_n(c, plan->N) + part_d(c, plan->D), c[ALPHA_D]);
}

static void say_unknown(const struct preset *preset, double post, struct result *result) {
    snprintf(result->why, sizeof result->why, "post = %.4g is not in the table; it has", post);
    for (int i = 0; i < preset->variant_count; i++) {
        text_append(result->why, sizeof result->why, "%s %s", i ? "," : "",
                    preset->variant[i].suffix);
    }
}

static void eval(const struct preset *preset, const struct plan *plan, struct result *result) {
    const bool trained_low = plan->w != PLAN_OFF || plan->a != PLAN_OFF || plan->kv != PLAN_OFF;
    result->loss_full = full_loss(preset->c, plan);
    double added = 0;
    if (plan->post != PLAN_OFF) {
        const struct qid q = qid_at(preset, plan->post);
        if (!q.known) {
            say_unknown(preset, plan->post, result);
            return;
        }
        added = qid_value(&q, plan);
    }
    result->qat_delta = trained_low ? NAN : 0;
    result->ptq_delta = added;
    result->term[TERM_BASE] = result->loss_full;
    result->term[TERM_PTQ] = added;
    result->loss = result->loss_full + added;
}

/* ∂L_16/∂ln D */
static double full_slope_d(const double *c, double n_part, double D) {
    const double d_part = part_d(c, D);
    return -c[ALPHA_D] * d_part * pow(n_part + d_part, c[ALPHA_D] - 1);
}

static void gradient(const struct preset *preset, const struct plan *plan,
                     double slope[INPUT_COUNT]) {
    const double *c = preset->c;
    const double n_part = part_n(c, plan->N), d_part = part_d(c, plan->D);
    slope[IN_N] = -c[ALPHA_N] * n_part * pow(n_part + d_part, c[ALPHA_D] - 1);
    slope[IN_D] = full_slope_d(c, n_part, plan->D);
    if (plan->post == PLAN_OFF) return;
    const struct qid q = qid_at(preset, plan->post);
    const double added = qid_value(&q, plan);
    slope[IN_N] -= q.alpha * added;
    slope[IN_D] += q.beta * added;
    if (preset->variant_count == 0) slope[IN_POST] = -q.gamma * added / plan->post;
}

struct turning {
    const double *c;
    double n_part, scale, beta;
};

/* ∂loss/∂ln D at ln D = y: rises all the way, from falling to rising loss */
static double slope_at(double y, void *context) {
    const struct turning *t = context;
    return full_slope_d(t->c, t->n_part, exp(y)) + t->beta * t->scale * exp(t->beta * y);
}

/* The same in logarithms, where falling and rising part are nearly straight: Newton is there in a
 * few steps. NAN where it does not settle. */
static double turn_from(double y, const struct turning *t) {
    enum { STEPS = 12 };
    const double power = t->c[ALPHA_D] - 1, fixed = log(t->beta * t->scale) - log(t->c[ALPHA_D]);
    for (int i = 0; i < STEPS; i++) {
        const double d_part = part_d(t->c, exp(y)), inside = t->n_part + d_part;
        const double value = fixed + t->beta * y - log(d_part) - power * log(inside);
        const double step = value / (t->beta + 1 + power * d_part / inside);
        y -= step;
        if (fabs(step) < 1e-13) return y;
    }
    return NAN;
}

static double dcrit(const struct preset *preset, const struct plan *plan) {
    if (plan->post == PLAN_OFF) return NAN;
    const struct qid q = qid_at(preset, plan->post);
    struct plan unit = *plan;
    unit.D = 1;
    struct turning t = {preset->c, part_n(preset->c, plan->N), qid_value(&q, &unit), q.beta};
    const double most = log(1e60), near = turn_from(log(plan->N), &t);
    return exp(near >= 0 && near <= most ? near : solve_root(slope_at, &t, 0, most, 4e-16));
}

static void explain(const struct preset *preset, const struct plan *plan, struct formula *formula) {
    const double *c = preset->c;
    char a[NUM_TEXT], b[NUM_TEXT], d[NUM_TEXT], e[NUM_TEXT], f[NUM_TEXT], n[NUM_TEXT], t[NUM_TEXT],
        p[NUM_TEXT];
    formula_add(formula, TERM_BASE, full_loss(c, plan), "[(L_N/N)^(α_N/α_D) + L_D/D]^α_D",
                "[(%s/%s)^(%s/%s) + %s/%s]^%s", formula_number(a, c[L_N]), num_si(n, plan->N),
                formula_number(b, c[ALPHA_N]), formula_number(d, c[ALPHA_D]),
                formula_number(e, c[L_D]), num_si(t, plan->D), formula_number(f, c[ALPHA_D]));
    if (plan->post == PLAN_OFF) {
        formula_add(formula, TERM_PTQ, 0, "QiD", "0 (post off)");
        return;
    }
    const struct qid q = qid_at(preset, plan->post);
    if (!q.known) return;
    const bool unified = preset->variant_count == 0;
    formula_add(formula, TERM_PTQ, qid_value(&q, plan),
                unified ? "k·D^β/(N^α·P^γ)" : "k_P·D^β_P/N^α_P",
                unified ? "%s·(%s)^%s/((%s)^%s·%s^%s)" : "%s·(%s)^%s/(%s)^%s",
                formula_number(a, q.k), num_si(t, plan->D), formula_number(b, q.beta),
                num_si(n, plan->N), formula_number(d, q.alpha), formula_number(p, plan->post),
                formula_number(e, q.gamma));
}

_Static_assert(sizeof coefficients / sizeof *coefficients <= PRESET_COEFFS + 1, "too many");

const struct law law_qid = {
    .name = "qid",
    .title = "quantisation-induced degradation of PTQ models, over size and tokens",
    .source = "arXiv:2411.17691",
    .formula = "L = [(L_N/N)^(α_N/α_D) + L_D/D]^α_D + k·D^β/(N^α·P^γ), P = post",
    .coefficients = coefficients,
    .variant_coefficients = by_bits,
    .reads = INPUT_BIT(IN_N) | INPUT_BIT(IN_D) | INPUT_BIT(IN_POST),
    .variant = read_variant,
    .variant_words = "bits after PTQ, as in k.4",
    .check = check,
    .bits_words = "after training only, as post",
    .eval = eval,
    .gradient = gradient,
    .dcrit = dcrit,
    .explain = explain,
};
