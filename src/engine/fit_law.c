/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each law in the form that the fit knows: coordinates, terms and where the search starts. */
#include "base/text.h"
#include "engine/fit_parts.h"
#include <stdio.h>
#include <string.h>

/* The laws' own columns. */
enum { GROUP_LOG = COLUMN_OWN, QAT_OFFSET };
enum { LESS_LOG_E = COLUMN_OWN, LESS_LOG_M, CHANNEL, BLOCK_OFFSET };
enum { LESS_LOG_POST = COLUMN_OWN, QID_OFFSET };
enum { BITS_W = COLUMN_OWN, BITS_A, BITS_KV, OVER_W, OVER_A, OVER_KV, LESS_POST, PTQ_OFFSET };

/* Coordinates run over these; what reaches an end is said to be at a bound. */
static const double size_low = -25, size_high = 12;
static const double exponent_low = 1e-4, exponent_high = 6;

/* Bits that lose nothing. */
static const double endless = 1e9;

static bool has_ptq(const struct fit_problem *problem) {
    for (size_t i = 0; i < problem->runs->count; i++) {
        const struct plan *plan = &problem->runs->run[i].plan;
        if (plan->post != PLAN_OFF && plan->post < plan->w) return true;
    }
    return false;
}

/* A coordinate of its own; returns its local. */
static int add(struct fit_model *m, const char *name, enum fit_kind kind, double low, double high) {
    struct fit_coord *coord = &m->coord[m->coords];
    *coord = (struct fit_coord){.kind = kind,
                                .ref = FIT_NONE,
                                .mix = {FIT_NONE, FIT_NONE},
                                .low = low,
                                .high = high,
                                .group = RUNS_ALONE};
    text_copy(coord->name, sizeof coord->name, name);
    m->local[m->locals] = (struct fit_local){m->coords++, false};
    return m->locals++;
}

/* One for each series, under the names stem.label. */
static int add_series(struct fit_model *m, const char *stem, enum fit_kind kind, double low,
                      double high) {
    const int local = m->locals, first = m->coords;
    for (int i = 0; i < m->series; i++) {
        char name[FIT_NAME];
        snprintf(name, sizeof name, "%.12s.%s", stem, m->label[i]);
        add(m, name, kind, low, high);
        m->coord[first + i].group = i;
        m->locals = local + 1;
    }
    m->local[local] = (struct fit_local){first, true};
    return local;
}

static int add_size(struct fit_model *m, const char *name) {
    return add(m, name, KIND_LOG, size_low, size_high);
}

static int add_exponent(struct fit_model *m, const char *name) {
    return add(m, name, KIND_PLAIN, exponent_low, exponent_high);
}

static int add_any(struct fit_model *m, const char *name) {
    return add(m, name, KIND_PLAIN, -exponent_high, exponent_high);
}

static struct fit_term *add_term(struct fit_model *m) {
    struct fit_term *term = &m->term[m->terms++];
    *term = (struct fit_term){.share = FIT_NONE, .offset = FIT_NONE, .stretch = FIT_NONE};
    return term;
}

static void slot(struct fit_term *term, int local, int column) {
    term->slot[term->slots++] = (struct fit_slot){local, column};
}

/* A size's coordinate is the term's logarithm at the mean: take the exponents' part out again. A
 * series' size goes with its own exponents. */
static void centre(struct fit_model *m, int size, int which, int exponent, double mean) {
    const int count = m->local[size].series ? m->series : 1;
    for (int i = 0; i < count; i++) {
        struct fit_coord *coord = &m->coord[m->local[size].coord + i];
        coord->mix[which] = m->local[exponent].coord + (m->local[exponent].series ? i : 0);
        coord->mixed[which] = mean;
    }
}

/* A·N^−α + B·D^−β + E under the law's names for them; returns the local of the first, the others
 * follow. */
static int add_base(struct fit_model *m, const char *const name[5]) {
    const int a = add_size(m, name[0]), alpha = add_exponent(m, name[1]);
    const int b = add_size(m, name[2]), beta = add_exponent(m, name[3]);
    struct fit_term *params = add_term(m);
    slot(params, a, FIT_NONE);
    slot(params, alpha, COLUMN_LESS_X);
    struct fit_term *data = add_term(m);
    slot(data, b, FIT_NONE);
    slot(data, beta, COLUMN_LESS_Y);
    centre(m, a, 0, alpha, m->mean_x);
    centre(m, b, 1, beta, m->mean_y);
    m->floor = add(m, name[4], KIND_PLAIN, 0, INFINITY);
    m->grid[0] = alpha;
    m->grid[1] = beta;
    return a;
}

static const char *const base_names[5] = {"A", "alpha", "B", "beta", "E"};

static void seed(struct fit_seed *s, int local, double value) {
    s->local[s->count] = local;
    s->value[s->count++] = value;
}

static void chinchilla(struct fit_model *m) {
    add_base(m, base_names);
}

/* A local whose coefficient is what the outer exponent leaves of its coordinate. */
static void under_outer(struct fit_model *m, int local, enum fit_kind kind, int outer) {
    struct fit_coord *coord = &m->coord[m->local[local].coord];
    coord->kind = kind;
    coord->ref = outer;
}

static void compression(struct fit_model *m) {
    const unsigned form = m->problem->form;
    const int a = add_base(m, base_names), alpha = a + 1, beta = a + 3;
    m->term[0].share = add_series(m, "eff_N", KIND_SHARE, -exponent_high, exponent_high);
    for (int i = 0; i < m->series; i++)
        m->coord[m->coords - m->series + i].ref = m->local[alpha].coord;
    slot(&m->term[0], m->term[0].share, FIT_LESS);
    if (form & FIT_EFF_D) {
        m->term[1].share = add_series(m, "eff_D", KIND_SHARE, -exponent_high, exponent_high);
        for (int i = 0; i < m->series; i++)
            m->coord[m->coords - m->series + i].ref = m->local[beta].coord;
        slot(&m->term[1], m->term[1].share, FIT_LESS);
    }
    if (!(form & FIT_OUTER)) return;
    m->outer = add(m, "gamma", KIND_PLAIN, 1e-2, 8);
    const int outer = m->local[m->outer].coord;
    for (int i = 0; i < 2; i++) {
        m->term[i].inner = true;
        under_outer(m, a + 2 * i, KIND_SHARE, outer);
        under_outer(m, a + 2 * i + 1, KIND_QUOTIENT, outer);
    }
}

static void qat(struct fit_model *m) {
    add_base(m, base_names);
    const int k = add_series(m, "k", KIND_LOG, size_low, size_high);
    const int by_n = add_series(m, "gamma_N", KIND_PLAIN, -exponent_high, exponent_high);
    const int by_d = add_series(m, "gamma_D", KIND_PLAIN, -exponent_high, exponent_high);
    const int by_g = add_series(m, "gamma_G", KIND_PLAIN, exponent_low, exponent_high);
    struct fit_term *term = add_term(m);
    slot(term, k, FIT_NONE);
    slot(term, by_n, COLUMN_LESS_X);
    slot(term, by_d, COLUMN_Y);
    slot(term, by_g, GROUP_LOG);
    term->offset = QAT_OFFSET;
    centre(m, k, 0, by_n, m->mean_x);
    centre(m, k, 1, by_d, -m->mean_y);
    static const double start[][3] = {{0.25, 0.1, 0.7}, {0.4, 0.2, 0.3}, {0.15, 0.03, 1}};
    for (m->seeds = 0; m->seeds < 3; m->seeds++) {
        struct fit_seed *s = &m->seed[m->seeds];
        seed(s, by_n, start[m->seeds][0]);
        seed(s, by_d, start[m->seeds][1]);
        seed(s, by_g, start[m->seeds][2]);
    }
}

static void floating(struct fit_model *m) {
    static const char *const names[5] = {"n", "alpha", "d", "beta", "epsilon"};
    const int alpha = add_base(m, names) + 1, beta = alpha + 2;
    const int gamma = add(m, "gamma", KIND_LOG_OF, size_low, size_high);
    const int by_e = add_exponent(m, "delta"), by_m = add_exponent(m, "nu");
    const int channel = add(m, "log2B_channel", KIND_LOG, -3, 6);
    struct fit_term *term = add_term(m);
    slot(term, gamma, FIT_NONE);
    slot(term, alpha, COLUMN_LESS_X);
    slot(term, beta, COLUMN_Y);
    slot(term, by_e, LESS_LOG_E);
    slot(term, by_m, LESS_LOG_M);
    slot(term, channel, CHANNEL);
    term->offset = BLOCK_OFFSET;
    centre(m, gamma, 0, alpha, m->mean_x);
    centre(m, gamma, 1, beta, -m->mean_y);
    for (m->seeds = 0; m->seeds < 2; m->seeds++) {
        seed(&m->seed[m->seeds], by_e, m->seeds ? 1.5 : 3);
        seed(&m->seed[m->seeds], by_m, m->seeds ? 1.5 : 3);
        seed(&m->seed[m->seeds], channel, 2.5);
    }
}

/* L_16 = ((L_N/N)^(alpha_N/alpha_D) + L_D/D)^alpha_D: the outer exponent is the tokens' own. */
static void qid_base(struct fit_model *m) {
    const int size = add(m, "L_N", KIND_SHARE, size_low, size_high);
    const int alpha = add_exponent(m, "alpha_N");
    const int data = add(m, "L_D", KIND_SHARE, size_low, size_high);
    const int beta = add_exponent(m, "alpha_D");
    const int size_of[2] = {size, data}, exponent_of[2] = {alpha, beta};
    const double mean[2] = {m->mean_x, m->mean_y};
    for (int i = 0; i < 2; i++) {
        struct fit_term *term = add_term(m);
        term->inner = true;
        slot(term, size_of[i], FIT_NONE);
        slot(term, exponent_of[i], i ? COLUMN_LESS_Y : COLUMN_LESS_X);
        under_outer(m, size_of[i], KIND_SHARE, m->local[exponent_of[i]].coord);
        centre(m, size_of[i], i, exponent_of[i], mean[i]);
        m->grid[i] = exponent_of[i];
    }
    m->outer = beta;
}

static void qid(struct fit_model *m) {
    const bool by_bits = m->problem->form & FIT_BY_BITS;
    qid_base(m);
    const int k = by_bits ? add_series(m, "k", KIND_LOG, size_low, size_high) : add_size(m, "k");
    const int beta = by_bits ? add_series(m, "beta", KIND_PLAIN, exponent_low, exponent_high)
                             : add_exponent(m, "beta");
    const int alpha = by_bits ? add_series(m, "alpha", KIND_PLAIN, -exponent_high, exponent_high)
                              : add_any(m, "alpha");
    struct fit_term *term = add_term(m);
    slot(term, k, FIT_NONE);
    slot(term, beta, COLUMN_Y);
    slot(term, alpha, COLUMN_LESS_X);
    term->offset = QID_OFFSET;
    centre(m, k, 0, alpha, m->mean_x);
    centre(m, k, 1, beta, -m->mean_y);
    const int gamma = by_bits ? FIT_NONE : add(m, "gamma", KIND_PLAIN, -30, 30);
    if (!by_bits) slot(term, gamma, LESS_LOG_POST);
    for (m->seeds = 0; m->seeds < 2; m->seeds++) {
        seed(&m->seed[m->seeds], beta, m->seeds ? 0.7 : 0.5);
        seed(&m->seed[m->seeds], alpha, m->seeds ? 0.4 : 0.2);
        if (!by_bits) seed(&m->seed[m->seeds], gamma, m->seeds ? 3 : 5.5);
    }
}

static void ptq(struct fit_model *m, int robust[3]) {
    static const char *const names[3] = {"C_w", "C_a", "C_kv"};
    const int size = add_size(m, "C_T");
    const int by_d = add_any(m, "gamma_D"), by_n = add_any(m, "gamma_N");
    const int bits = add(m, "gamma_post", KIND_INVERSE, 1e-2, 20);
    const int shift = add_any(m, "b");
    struct fit_term *term = add_term(m);
    slot(term, size, FIT_NONE);
    slot(term, by_d, COLUMN_Y);
    slot(term, by_n, COLUMN_LESS_X);
    slot(term, bits, LESS_POST);
    slot(term, shift, FIT_NONE);
    term->offset = PTQ_OFFSET;
    term->stretch = by_n;
    term->robust = true;
    centre(m, size, 0, by_n, m->mean_x);
    centre(m, size, 1, by_d, -m->mean_y);
    for (int i = 0; i < 3; i++) {
        robust[i] = add(m, names[i], KIND_PLAIN, 1e-3, 50);
        m->piece[m->pieces++] = (struct fit_piece){FIT_NONE, robust[i], OVER_W + i, true, FIT_NONE};
    }
    for (int i = 0; i < m->seeds; i++) {
        seed(&m->seed[i], by_d, 0.4);
        seed(&m->seed[i], by_n, 0.35);
        seed(&m->seed[i], bits, i % 2 ? 1 : 1.7);
        seed(&m->seed[i], shift, 0);
        for (int x = 0; x < 3; x++)
            seed(&m->seed[i], robust[x], 1);
    }
}

/* The first of the bits that are as bits i in every run, some of them quantised. */
static int twin_of(const struct fit_model *m, int i) {
    for (int k = 0; k < i; k++) {
        bool same = true, any = false;
        for (size_t row = 0; same && row < m->rows; row++) {
            same = m->column[BITS_W + k][row] == m->column[BITS_W + i][row];
            any |= m->column[BITS_W + k][row] < endless;
        }
        if (same && any) return k;
    }
    return FIT_NONE;
}

static void precision(struct fit_model *m) {
    static const char *const names[3][2] = {{"gamma_w", "n_w"},
                                            {"gamma_a", "n_a"},
                                            {"gamma_kv", "n_kv"}};
    static const double start[] = {0.4, 0.8, 1.6};
    int robust[3];
    const int alpha = add_base(m, base_names) + 1;
    m->term[0].stretch = alpha;
    m->seeds = 3;
    for (int i = 0; i < 3; i++) {
        const int kappa = add(m, names[i][0], KIND_INVERSE, 1e-2, 20);
        const int n = add(m, names[i][1], KIND_PLAIN, -20, 40);
        /* From one start two pieces of the same bits would stay the same: a saddle. */
        const int turn = twin_of(m, i) == FIT_NONE ? 0 : i;
        m->piece[m->pieces++] = (struct fit_piece){n, kappa, BITS_W + i, false, twin_of(m, i)};
        for (int s = 0; s < m->seeds; s++) {
            seed(&m->seed[s], kappa, start[s] * (1 + 0.2 * turn));
            seed(&m->seed[s], n, 0);
        }
    }
    if (has_ptq(m->problem)) ptq(m, robust);
}

static const struct {
    const struct law *law;
    void (*build)(struct fit_model *m);
    int columns; /* of its own */
} forms[] = {
    {&law_chinchilla, chinchilla, 0},
    {&law_precision, precision, 8},
    {&law_qid, qid, 2},
    {&law_compression, compression, 0},
    {&law_qat, qat, 2},
    {&law_fp, floating, 4},
};

int law_own_columns(const struct law *law) {
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].law == law) return forms[i].columns;
    }
    return 0;
}

bool model_law(struct fit_model *model, struct err *err) {
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].law != model->problem->law) continue;
        model->floor = model->outer = model->grid[0] = model->grid[1] = FIT_NONE;
        forms[i].build(model);
        if (model->seeds == 0) model->seeds = 1;
        return true;
    }
    return err_set(err, "law %s cannot be fitted", model->problem->law->name);
}

static bool unquantised(const struct plan *plan) {
    return plan_bits(plan->w) == 16 && plan_bits(plan->a) == 16;
}

bool law_series(const struct fit_problem *problem, const struct run *run, char out[RUNS_LABEL]) {
    const struct law *law = problem->law;
    const struct plan *plan = &run->plan;
    struct variant variant;
    out[0] = '\0';
    const bool no_group = law == &law_qat && unquantised(plan); /* what G is does not matter */
    if (run->missing & law->reads & ~(no_group ? INPUT_BIT(IN_G) : 0)) return false;
    if (law == &law_compression) {
        if (run->group < 0 || run->group >= problem->runs->groups) return false;
        text_copy(out, RUNS_LABEL, problem->runs->label[run->group]);
    }
    if (law == &law_qat && !unquantised(plan)) {
        const double w = plan_bits(plan->w), a = plan_bits(plan->a);
        snprintf(out, RUNS_LABEL, "w%ga%g%s", w, a, plan->fc2 == 8 ? "fc2" : "");
        if (plan->fc2 == 8 && !law->variant(out, &variant))
            snprintf(out, RUNS_LABEL, "w%ga%g", w, a);
        return plan->G != PLAN_TENSOR && plan->G > 1 && law->variant(out, &variant);
    }
    if (law == &law_qid && (problem->form & FIT_BY_BITS) && plan->post != PLAN_OFF)
        num_shortest(out, plan->post);
    return law != &law_fp || (plan->G != PLAN_TENSOR && plan->G > 1);
}

static void precision_columns(const struct plan *plan, double out[FIT_COLUMNS]) {
    const double bits[3] = {plan->w, plan->a, plan->kv};
    const bool on = plan->post != PLAN_OFF && plan->post < plan->w && plan->post < plan->a &&
                    plan->post < plan->kv;
    for (int i = 0; i < 3; i++) {
        const bool off = bits[i] == PLAN_OFF;
        out[BITS_W + i] = off ? endless : bits[i];
        out[OVER_W + i] = off || !on ? endless : bits[i] - plan->post;
    }
    out[LESS_POST] = on ? -plan->post : 0;
    out[PTQ_OFFSET] = on ? 0 : -INFINITY;
}

/* As law_qat.c: a scale a channel stands for the hidden size. */
static double group_size(const struct plan *plan) {
    return plan->G == PLAN_CHANNEL ? cbrt(128 * plan->N / 12) : plan->G;
}

void law_columns(const struct fit_problem *problem, const struct run *run,
                 double out[FIT_COLUMNS]) {
    const struct plan *plan = &run->plan;
    const struct law *law = problem->law;
    if (law == &law_precision) precision_columns(plan, out);
    if (law == &law_qat) {
        const bool off = unquantised(plan);
        out[GROUP_LOG] = off ? 0 : log(log2(group_size(plan)));
        out[QAT_OFFSET] = off ? -INFINITY : 0;
    }
    if (law == &law_fp) {
        const bool channel = plan->G == PLAN_CHANNEL;
        out[LESS_LOG_E] = -log(plan->E + 0.5);
        out[LESS_LOG_M] = -log(plan->M + 0.5);
        out[CHANNEL] = channel ? 1 : 0;
        out[BLOCK_OFFSET] = channel ? 0 : log(log2(plan->G));
    }
    if (law == &law_qid) {
        const bool off = plan->post == PLAN_OFF;
        out[LESS_LOG_POST] = off ? 0 : -log(plan->post);
        out[QID_OFFSET] = off ? -INFINITY : 0;
    }
}
