/* SPDX-License-Identifier: GPL-3.0-or-later */
/* L = A·N_eff^−α + B·D^−β + E + δ_PTQ: training bits act as fewer parameters, and quantising after
 * training hurts more the longer it was. Source: 2411.04330 eqs 9, 11, 13, Finding 4.2, App. K. */
#include "engine/law.h"
#include "engine/powers.h"
#include "engine/preset.h"
#include <stdio.h>

enum {
    A,
    ALPHA,
    B,
    BETA,
    E,
    GAMMA_W,
    N_W,
    GAMMA_A,
    N_A,
    GAMMA_KV,
    N_KV,
    C_T,
    GAMMA_D,
    GAMMA_N,
    GAMMA_POST,
    SHIFT,
    C_W,
    C_A,
    C_KV
};

static const struct coefficient coefficients[] = {
    [A] = {"A", "size of the parameter term", SIGN_POSITIVE, NAN},
    [ALPHA] = {"alpha", "exponent of N_eff", SIGN_POSITIVE, NAN},
    [B] = {"B", "size of the data term", SIGN_POSITIVE, NAN},
    [BETA] = {"beta", "exponent of D", SIGN_POSITIVE, NAN},
    [E] = {"E", "loss of an endless model on endless data", SIGN_NOT_NEGATIVE, NAN},
    [GAMMA_W] = {"gamma_w", "bits over which weights lose parameters", SIGN_POSITIVE, NAN},
    [N_W] = {"n_w", "shift of the weights' curve", SIGN_ANY, NAN},
    [GAMMA_A] = {"gamma_a", "bits over which activations lose parameters", SIGN_POSITIVE, NAN},
    [N_A] = {"n_a", "shift of the activations' curve", SIGN_ANY, NAN},
    [GAMMA_KV] = {"gamma_kv", "bits over which the KV cache loses parameters", SIGN_POSITIVE, NAN},
    [N_KV] = {"n_kv", "shift of the KV cache's curve", SIGN_ANY, NAN},
    [C_T] = {"C_T", "size of the PTQ term", SIGN_NOT_NEGATIVE, NAN},
    [GAMMA_D] = {"gamma_D", "exponent of D in the PTQ term", SIGN_ANY, NAN},
    [GAMMA_N] = {"gamma_N", "exponent of N_eff in the PTQ term", SIGN_ANY, NAN},
    [GAMMA_POST] = {"gamma_post", "bits over which PTQ hurts", SIGN_POSITIVE, NAN},
    [SHIFT] = {"b", "shift of the PTQ term", SIGN_ANY, NAN},
    [C_W] = {"C_w", "robustness gained from trained weight bits", SIGN_NOT_NEGATIVE, NAN},
    [C_A] = {"C_a", "robustness gained from trained activation bits", SIGN_NOT_NEGATIVE, NAN},
    [C_KV] = {"C_kv", "robustness gained from trained KV bits", SIGN_NOT_NEGATIVE, NAN},
    {NULL, NULL, SIGN_ANY, NAN}};

/* The three parts that are trained low. */
static const struct part {
    enum input input;
    int gamma, n, robust;
} parts[] = {{IN_W, GAMMA_W, N_W, C_W}, {IN_A, GAMMA_A, N_A, C_A}, {IN_KV, GAMMA_KV, N_KV, C_KV}};

enum { PARTS = sizeof parts / sizeof *parts };

/* f(P; γ, n) = max(0, 1 − e^(−P/γ + n)), 1 where off (App. K) */
static double part_factor(const double *c, const struct part *part, double bits) {
    if (bits == PLAN_OFF) return 1;
    const double factor = -expm1(c[part->n] - bits / c[part->gamma]);
    return factor > 0 ? factor : 0;
}

static double params_ratio(const double *c, const struct plan *plan) {
    double ratio = 1;
    for (int i = 0; i < PARTS; i++)
        ratio *= part_factor(c, &parts[i], plan_get(plan, parts[i].input));
    return ratio;
}

/* r = Π 1 − e^(−C·(P − post)) where P > post, else 0; 1 where off (robustification, eq. 9). Bits
 * are often tied and C alike: then the parts have one factor. */
static double robustness(const double *c, const struct plan *plan) {
    double product = 1, at = 0, factor = 0;
    for (int i = 0; i < PARTS; i++) {
        const double bits = plan_get(plan, parts[i].input);
        if (bits == PLAN_OFF) continue;
        if (bits <= plan->post) return 0;
        const double gained = c[parts[i].robust] * (bits - plan->post);
        if (gained != at) factor = -expm1(-gained);
        at = gained;
        product *= factor;
    }
    return product;
}

/* Whether PTQ adds anything. */
static bool adds(const struct plan *plan) {
    return plan->post != PLAN_OFF && plan->post < plan->w;
}

/* δ_PTQ without its factor D^γ_D (eq. 9); shrink is N_eff^−γ_N */
static double ptq_scale(const double *c, const struct plan *plan, double shrink) {
    const double shift = plan->bias != 0 ? c[SHIFT] : 0;
    return c[C_T] * exp(shift - plan->post / c[GAMMA_POST]) * shrink * robustness(c, plan);
}

static double ptq(const double *c, const struct plan *plan, double n_eff) {
    if (!adds(plan)) return 0;
    return ptq_scale(c, plan, pow(n_eff, -c[GAMMA_N])) * pow(plan->D, c[GAMMA_D]);
}

static void say_diverges(const double *c, const struct plan *plan, struct result *result) {
    for (int i = 0; i < PARTS; i++) {
        const double bits = plan_get(plan, parts[i].input);
        if (part_factor(c, &parts[i], bits) > 0) continue;
        snprintf(result->why, sizeof result->why,
                 "diverges at %s = %.3g: no effective parameters are left up to %.3g bits",
                 inputs[parts[i].input].name, bits, c[parts[i].gamma] * c[parts[i].n]);
        return;
    }
    snprintf(result->why, sizeof result->why, "diverges: no effective parameters are left");
}

/* Eq. 9 as printed makes δ 0 where post reaches a or kv too; that is the formula's, not a finding.
 */
static void remark_zero(const struct plan *plan, struct result *result) {
    const bool low_a = plan->post >= plan->a, low_kv = plan->post >= plan->kv;
    if (plan->post == PLAN_OFF || plan->post >= plan->w || !(low_a || low_kv)) return;
    snprintf(result->why, sizeof result->why,
             "no PTQ loss because post >= %s: eq. 9 as printed says so, no run showed it",
             low_a ? "a" : "kv");
}

/* A fit to runs that had no such bits: 1 - e^-P/gamma is 1 from the first of them on. */
static unsigned unread(const struct preset *preset) {
    const double *c = preset->c;
    const bool served = c[C_T] > 0;
    unsigned bits = served ? 0 : INPUT_BIT(IN_POST) | INPUT_BIT(IN_BIAS);
    for (int i = 0; i < PARTS && !served; i++) {
        const enum input input = parts[i].input;
        if (part_factor(c, &parts[i], inputs[input].low) == 1) bits |= INPUT_BIT(input);
    }
    return bits;
}

/* What the coefficients make no difference to is no finding of 0. */
static void say_unread(const struct preset *preset, const struct plan *plan,
                       struct result *result) {
    bool low = false, known = false;
    for (int i = 0; i < PARTS; i++) {
        const bool on = plan_bits(plan_get(plan, parts[i].input)) < 16;
        low |= on;
        known |= on && (preset->reads & INPUT_BIT(parts[i].input));
    }
    if (low && !known) {
        result->n_eff = result->n_eff_ratio = NAN;
        result->qat_delta = result->term[TERM_TRAIN_BITS] = NAN;
    }
    if (plan->post == PLAN_OFF || (preset->reads & INPUT_BIT(IN_POST))) return;
    result->ptq_delta = result->term[TERM_PTQ] = NAN;
}

static void eval(const struct preset *preset, const struct plan *plan, struct result *result) {
    const double *c = preset->c;
    const double full = c[A] * pow(plan->N, -c[ALPHA]);
    result->n_eff_ratio = params_ratio(c, plan);
    result->n_eff = plan->N * result->n_eff_ratio;
    result->term[TERM_FLOOR] = c[E];
    result->term[TERM_PARAMS] = full;
    result->term[TERM_DATA] = c[B] * pow(plan->D, -c[BETA]);
    result->loss_full = c[E] + full + result->term[TERM_DATA];
    if (!(result->n_eff > 0)) {
        say_diverges(c, plan, result);
        return;
    }
    result->qat_delta = full * expm1(-c[ALPHA] * log(result->n_eff_ratio));
    result->ptq_delta = ptq(c, plan, result->n_eff);
    result->term[TERM_TRAIN_BITS] = result->qat_delta;
    result->term[TERM_PTQ] = result->ptq_delta;
    result->loss = result->loss_full + result->qat_delta + result->ptq_delta;
    say_unread(preset, plan, result);
    if (!isnan(result->ptq_delta)) remark_zero(plan, result);
}

/* ∂ln r/∂P = −∂ln r/∂post, where P > post */
static double robust_slope(const double *c, const struct part *part, double bits, double post) {
    return c[part->robust] / expm1(c[part->robust] * (bits - post));
}

/* ∂loss/∂P of a trained part: through N_eff, and through its robustness where PTQ adds something.
 */
static double part_slope(const double *c, const struct part *part, const struct plan *plan,
                         double along, double delta) {
    const double bits = plan_get(plan, part->input);
    if (bits == PLAN_OFF || bits == plan->post) return NAN;
    const double gamma = c[part->gamma];
    const double lost = exp(c[part->n] - bits / gamma);
    double slope = along * lost / (gamma * part_factor(c, part, bits));
    if (delta > 0) slope += delta * robust_slope(c, part, bits, plan->post);
    return slope;
}

static double post_slope(const double *c, const struct plan *plan, double delta) {
    if (plan->post == PLAN_OFF) return NAN;
    double sum = -1 / c[GAMMA_POST];
    for (int i = 0; i < PARTS; i++) {
        const double bits = plan_get(plan, parts[i].input);
        if (bits == plan->post) return NAN;
        if (bits == PLAN_OFF || delta == 0) continue;
        sum -= robust_slope(c, &parts[i], bits, plan->post);
    }
    return delta == 0 ? 0 : delta * sum;
}

static void gradient(const struct preset *preset, const struct plan *plan,
                     double slope[INPUT_COUNT]) {
    const double *c = preset->c;
    const double n_eff = plan->N * params_ratio(c, plan);
    const double delta = ptq(c, plan, n_eff);
    const double along = -c[ALPHA] * c[A] * pow(n_eff, -c[ALPHA]) - c[GAMMA_N] * delta;
    slope[IN_N] = along;
    slope[IN_D] = -c[BETA] * c[B] * pow(plan->D, -c[BETA]) + c[GAMMA_D] * delta;
    for (int i = 0; i < PARTS; i++)
        slope[parts[i].input] = part_slope(c, &parts[i], plan, along, delta);
    slope[IN_POST] = post_slope(c, plan, delta);
}

/* eq. 13 follows: with N → N_eff and ×1/Π r inside where trained low */
static bool as_powers(const struct preset *preset, const struct plan *plan, struct powers *powers) {
    const double *c = preset->c;
    const double ratio = params_ratio(c, plan);
    if (!(ratio > 0)) return false;
    const double log_ratio = log(ratio);
    *powers =
        (struct powers){.a = c[A] * exp(-c[ALPHA] * log_ratio),
                        .alpha = c[ALPHA],
                        .b = c[B],
                        .beta = c[BETA],
                        .outer = 1,
                        .k = adds(plan) ? ptq_scale(c, plan, exp(-c[GAMMA_N] * log_ratio)) : 0,
                        .p = c[GAMMA_D],
                        .q = c[GAMMA_N],
                        .floor = c[E]};
    return true;
}

/* Σ ∂ln f/∂ln P at tied bits, and its own derivative: without PTQ the joint optimum is where it is
 * 1, whatever C, A, B, α and β. It falls all the way for a shift n >= 0 (eqs 24–28 as they stand
 * for). */
static double bits_balance(const double *c, double P, double *slope) {
    double sum = 0;
    *slope = 0;
    for (int i = 0; i < PARTS; i++) {
        const double gamma = c[parts[i].gamma], lost = 1 / expm1(P / gamma - c[parts[i].n]);
        sum += P / gamma * lost;
        *slope += lost / gamma * (1 - P / gamma * (1 + lost));
    }
    return sum;
}

/* Its logarithm is nearly a line: Newton's steps, halving the bracket where one leaves it. NAN
 * where the balance is not inside it. */
static double balanced_bits(const double *c, double low, double high) {
    double P = sqrt(low * high), sum = NAN, slope;
    for (int i = 0; i < 100; i++) {
        sum = bits_balance(c, P, &slope);
        *(sum > 1 ? &low : &high) = P;
        const double next = P - log(sum) * sum / slope;
        const double step = next > low && next < high ? next - P : (low + high) / 2 - P;
        P += step;
        if (fabs(step) < 1e-8 * P) break; /* the next one is of the order of its square */
    }
    return fabs(sum - 1) < 1e-6 ? P : NAN;
}

static double best_bits(const struct preset *preset, const struct plan *plan) {
    const double *c = preset->c;
    double low = inputs[IN_W].low;
    for (int i = 0; i < PARTS; i++) {
        if (c[parts[i].n] < 0) return NAN;
        low = fmax(low, c[parts[i].gamma] * c[parts[i].n] * (1 + 1e-9));
    }
    if (plan->post != PLAN_OFF || low >= inputs[IN_W].high) return NAN;
    return balanced_bits(c, low, inputs[IN_W].high);
}

static void explain_ptq(const double *c, const struct plan *plan, double n_eff,
                        struct formula *formula) {
    char ct[NUM_TEXT], bits[NUM_TEXT], gp[NUM_TEXT], shift[NUM_TEXT], d[NUM_TEXT], gd[NUM_TEXT];
    char n[NUM_TEXT], gn[NUM_TEXT], r[NUM_TEXT];
    if (plan->post == PLAN_OFF) {
        formula_add(formula, TERM_PTQ, 0, "δ_PTQ", "0 (post off)");
        return;
    }
    if (plan->post >= plan->w) {
        formula_add(formula, TERM_PTQ, 0, "δ_PTQ", "0 (post >= w)");
        return;
    }
    formula_add(formula, TERM_PTQ, ptq(c, plan, n_eff),
                plan->bias != 0
                    ? "C_T·e^(−post/γ_post + b)·D^γ_D/N_eff^γ_N · Π(1 − e^−C_x(P_x−post))"
                    : "C_T·e^(−post/γ_post)·D^γ_D/N_eff^γ_N · Π(1 − e^−C_x(P_x−post))",
                "%s·e^(−%s/%s%s%s)·(%s)^%s/(%s)^%s · %s", formula_number(ct, c[C_T]),
                formula_number(bits, plan->post), formula_number(gp, c[GAMMA_POST]),
                plan->bias != 0 ? " + " : "",
                plan->bias != 0 ? formula_number(shift, c[SHIFT]) : "", num_si(d, plan->D),
                formula_number(gd, c[GAMMA_D]), num_si(n, n_eff), formula_number(gn, c[GAMMA_N]),
                formula_number(r, num_round(robustness(c, plan), 3)));
}

static void explain(const struct preset *preset, const struct plan *plan, struct formula *formula) {
    const double *c = preset->c;
    char a[NUM_TEXT], b[NUM_TEXT], x[NUM_TEXT];
    const double n_eff = plan->N * params_ratio(c, plan);
    formula_add(formula, TERM_PARAMS, n_eff > 0 ? c[A] * pow(n_eff, -c[ALPHA]) : NAN, "A·N_eff^−α",
                "%s·(%s)^−%s", formula_number(a, c[A]), num_si(x, n_eff),
                formula_number(b, c[ALPHA]));
    formula_add(formula, TERM_DATA, c[B] * pow(plan->D, -c[BETA]), "B·D^−β", "%s·(%s)^−%s",
                formula_number(a, c[B]), num_si(x, plan->D), formula_number(b, c[BETA]));
    formula_add(formula, TERM_FLOOR, c[E], "E", "%s", formula_number(a, c[E]));
    if (n_eff > 0) explain_ptq(c, plan, n_eff, formula);
    snprintf(formula->remark, sizeof formula->remark,
             "N_eff/N = f_w·f_a·f_kv = %.3f·%.3f·%.3f = %.3f", part_factor(c, &parts[0], plan->w),
             part_factor(c, &parts[1], plan->a), part_factor(c, &parts[2], plan->kv),
             params_ratio(c, plan));
}

_Static_assert(sizeof coefficients / sizeof *coefficients <= PRESET_COEFFS + 1, "too many");

const struct law law_precision = {
    .name = "precision",
    .title = "training bits as fewer effective parameters, and PTQ that hurts more after more data",
    .source = "arXiv:2411.04330 eqs 9, 11",
    .formula = "L = A·N_eff^−α + B·D^−β + E + δ_PTQ, N_eff = N·f(w)·f(a)·f(kv), f(P) = max(0, 1 − "
               "e^(−P/γ + n))",
    .coefficients = coefficients,
    .reads = INPUT_BIT(IN_N) | INPUT_BIT(IN_D) | INPUT_BIT(IN_W) | INPUT_BIT(IN_A) |
             INPUT_BIT(IN_KV) | INPUT_BIT(IN_POST) | INPUT_BIT(IN_BIAS),
    .real_bits = true,
    .unread = unread,
    .eval = eval,
    .gradient = gradient,
    .powers = as_powers,
    .only_powers = true,
    .best_bits = best_bits,
    .explain = explain,
};
