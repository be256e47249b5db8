/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fit is worth: covariance, intervals, leverage, and what each row implies. */
#include "base/text.h"
#include "engine/fit_parts.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

/* A direction that the data tell nothing of, by the eigenvalue of the scaled information; by that
 * of the information itself, of its largest. */
static const double blind = 1e-13, dim = 1e-11;

struct report {
    const struct fit_model *m;
    const double *phi;
    size_t n;
    int p;
    double *log_predicted, *jacobian, *u;
    double *slopes; /* rows: weight times the slope of the pull; NULL where noise is not shared */
    const double *worth; /* those, or the weights */
    /* p × p: Σ worth·J·Jᵀ; its inverse without what is at a bound, and of that what is known; its
     * inverse as if nothing were at a bound. */
    double *gram, *inverse, *known, *all;
    /* p × p: covariance of phi in units of the noise's scale, without what is at a bound and as if
     * nothing were; of clusters where there are any, else the inverses. */
    double *spread[2];
    /* The same: of what one cluster alone tells, which has no scatter to be seen; 0 where it is not
     * that. */
    double *lone[2];
    double *slope; /* coords × p: of each coefficient's value */
    bool *bound;   /* of each phi */
    bool *loner;   /* of each coefficient: one cluster alone tells it */
};

static bool report_new(struct report *r, const struct fit_model *m, const double *phi) {
    const size_t p = (size_t)m->frees, n = m->rows, c = (size_t)m->coords;
    *r = (struct report){.m = m, .phi = phi, .n = n, .p = m->frees};
    r->log_predicted = calloc(n, sizeof(double));
    r->jacobian = calloc(n * p, sizeof(double));
    r->u = calloc(c, sizeof(double));
    r->worth = m->weight;
    r->gram = calloc(p * p, sizeof(double));
    r->inverse = calloc(p * p, sizeof(double));
    r->known = calloc(p * p, sizeof(double));
    r->all = calloc(p * p, sizeof(double));
    r->slope = calloc(c * p, sizeof(double));
    for (int all = 0; all < 2; all++) {
        r->spread[all] = calloc(p * p, sizeof(double));
        r->lone[all] = calloc(p * p, sizeof(double));
    }
    r->bound = calloc(p, sizeof(bool));
    r->loner = calloc(c, sizeof(bool));
    return r->log_predicted && r->jacobian && r->u && r->gram && r->inverse && r->known && r->all &&
           r->slope && r->spread[0] && r->spread[1] && r->lone[0] && r->lone[1] && r->bound &&
           r->loner;
}

static void report_free(struct report *r) {
    double *const all[] = {r->log_predicted, r->jacobian, r->u,     r->gram,      r->inverse,
                           r->known,         r->all,      r->slope, r->spread[0], r->spread[1],
                           r->lone[0],       r->lone[1],  r->slopes};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(r->bound);
    free(r->loner);
}

static double residual(const struct report *r, size_t i) {
    return r->log_predicted[i] - r->m->log_loss[i];
}

static void add_gram(struct report *r, const struct fit_walk *walk) {
    const int p = r->p;
    for (size_t i = walk->first; i < walk->first + (size_t)walk->rows; i++) {
        const double *J = r->jacobian + i * (size_t)p, weight = r->worth[i];
        for (int a = 0; a < p; a++) {
            for (int b = 0; b <= a; b++)
                r->gram[a * p + b] += weight * J[a] * J[b];
        }
    }
}

static void fill_gram(struct report *r) {
    const int p = r->p;
    for (int a = 0; a < p; a++) {
        for (int b = 0; b < a; b++)
            r->gram[b * p + a] = r->gram[a * p + b];
    }
}

/* How the inverse is made: each coordinate by its own scale, and directions that nothing is known
 * of given a variance that no interval can hide; or by the coordinates as they are, and without
 * those directions: what the data do not feel then moves by itself. */
enum inverse { WHOLE, KNOWN };

static double scale_of(const struct report *r, enum inverse kind, int i) {
    return kind == WHOLE ? sqrt(r->gram[i * r->p + i]) : 1;
}

/* Σ vectors·vectorsᵀ/values, by the scales. */
static void put_inverse(const struct report *r, enum inverse kind, const bool *out,
                        const gsl_vector *values, const gsl_matrix *V, double *inverse) {
    const int p = r->p;
    const double most = gsl_vector_max(values);
    for (int i = 0; i < p; i++) {
        for (int j = 0; j < p; j++) {
            const double scale = scale_of(r, kind, i) * scale_of(r, kind, j);
            double sum = 0;
            for (size_t k = 0; k < (size_t)p; k++) {
                const double value = fmax(gsl_vector_get(values, k), blind);
                if (kind == KNOWN && gsl_vector_get(values, k) < dim * most) continue;
                sum += gsl_matrix_get(V, (size_t)i, k) * gsl_matrix_get(V, (size_t)j, k) / value;
            }
            const bool skip = out && (out[i] || out[j]);
            inverse[i * p + j] = skip ? 0 : scale > 0 ? sum / scale : i == j ? 1e30 : 0;
        }
    }
}

static bool invert(const struct report *r, enum inverse kind, const bool *out, double *inverse) {
    const int p = r->p;
    gsl_set_error_handler_off();
    gsl_matrix *A = gsl_matrix_calloc((size_t)p, (size_t)p),
               *V = gsl_matrix_calloc((size_t)p, (size_t)p);
    gsl_vector *values = gsl_vector_calloc((size_t)p);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc((size_t)p);
    const bool whole = A && V && values && work;
    for (int i = 0; whole && i < p; i++) {
        for (int j = 0; j < p; j++) {
            const double scale = scale_of(r, kind, i) * scale_of(r, kind, j);
            const bool skip = (out && (out[i] || out[j])) || !(scale > 0);
            gsl_matrix_set(A, (size_t)i, (size_t)j, skip ? i == j : r->gram[i * p + j] / scale);
        }
    }
    if (whole) {
        gsl_eigen_symmv(A, values, V, work);
        put_inverse(r, kind, out, values, V, inverse);
    }
    gsl_eigen_symmv_free(work);
    gsl_vector_free(values);
    gsl_matrix_free(V);
    gsl_matrix_free(A);
    return whole;
}

static void take_slopes(struct report *r, struct fit_result *result) {
    for (int i = 0; i < r->m->coords; i++)
        result->coefficient[i].value = coord_slopes(r->m, i, r->u, r->slope + (ptrdiff_t)i * r->p);
}

static double product(const double *a, const double *M, const double *b, int p) {
    double sum = 0;
    for (int i = 0; i < p; i++) {
        if (a[i] == 0) continue;
        for (int j = 0; j < p; j++)
            sum += a[i] * M[i * p + j] * b[j];
    }
    return sum;
}

static void take_bounds(struct report *r) {
    for (int i = 0; i < r->p; i++) {
        const struct fit_coord *coord = &r->m->coord[r->m->free[i]];
        r->bound[i] = r->phi[i] <= coord->low || r->phi[i] >= coord->high;
    }
}

/* A coefficient that is fixed, tied, free or at a bound. */
static enum fit_role role_of(const struct report *r, int i) {
    const struct fit_link *link = &r->m->link[i];
    const struct fit_problem *problem = r->m->problem;
    if (link->count == 0) return FIT_FIXED;
    for (int k = 0; k < problem->fixes; k++) {
        if (strcmp(problem->fix[k].name, r->m->coord[i].name) == 0) return FIT_FIXED;
    }
    for (int k = 0; k < link->count; k++) {
        if (r->m->free[link->phi[k]] == i) return r->bound[link->phi[k]] ? FIT_BOUND : FIT_FREE;
    }
    return FIT_TIED;
}

/* The interval for a deviation in the coordinate in which it is even. */
static void take_interval(const struct report *r, int i, double reach, struct fit_coefficient *c) {
    const enum fit_kind kind = r->m->coord[i].kind;
    if (kind == KIND_PLAIN || kind == KIND_QUOTIENT) {
        const bool positive = r->m->coord[i].low >= 0;
        c->low = positive ? fmax(0, c->value - reach) : c->value - reach;
        c->high = c->value + reach;
    } else if (kind == KIND_INVERSE) {
        const double share = reach / c->value;
        c->low = c->value / (1 + share);
        c->high = share < 1 ? c->value / (1 - share) : INFINITY;
    } else {
        c->low = c->value * exp(-reach / c->value);
        c->high = c->value * exp(reach / c->value);
    }
}

/* The runs' own number of the group whose eff a coordinate is. */
static int group_of(const struct fit_model *m, int coord) {
    const int series = m->coord[coord].group;
    const struct runs *runs = m->problem->runs;
    if (series == RUNS_ALONE || m->problem->law != &law_compression) return RUNS_ALONE;
    for (int i = 0; i < runs->groups; i++) {
        if (strcmp(runs->label[i], m->label[series]) == 0) return i;
    }
    return RUNS_ALONE;
}

/* Whether a coefficient lies along directions that are known: its variance by those is no less than
 * the least that any direction could have. */
static bool is_known(const struct report *r, const double *slope) {
    double most = 0, squares = 0;
    for (int i = 0; i < r->p; i++) {
        most += r->gram[i * r->p + i];
        squares += slope[i] * slope[i];
    }
    return most * product(slope, r->known, slope, r->p) > 0.01 * squares;
}

/* How the coefficients go together, as far as the data tell. */
static void take_answers(const struct report *r, struct fit_noise *noise) {
    const int p = r->p, count = r->m->coords;
    for (int i = 0; i < count; i++) {
        const double *const slope = r->slope + (ptrdiff_t)i * p;
        for (int j = 0; is_known(r, slope) && j < count; j++) {
            noise->answer[i * count + j] = product(slope, r->known, r->slope + (ptrdiff_t)j * p, p);
        }
    }
}

/* The coefficients that one cluster alone tells; more than rounding makes of it. */
static void take_loners(struct report *r) {
    static const double rounding = 1e-8;
    for (int i = 0; i < r->m->coords; i++) {
        const double *const slope = r->slope + (ptrdiff_t)i * r->p;
        const bool all = role_of(r, i) == FIT_BOUND;
        r->loner[i] = product(slope, r->lone[all], slope, r->p) >
                      rounding * product(slope, all ? r->all : r->inverse, slope, r->p);
    }
}

/* Of two coefficients, in units of the noise's scale. What no scatter is seen of has a variance
 * that no interval can hide. */
static double covariance_of(const struct report *r, int i, int j, bool all) {
    static const double unknown = 1e12;
    const double *const a = r->slope + (ptrdiff_t)i * r->p;
    const double *const b = r->slope + (ptrdiff_t)j * r->p;
    const double seen = product(a, r->spread[all], b, r->p);
    const bool lone = r->loner[i] && r->loner[j];
    return lone ? seen + unknown * product(a, r->lone[all], b, r->p) : seen;
}

static void take_errors(struct report *r, const struct fit_noise *noise,
                        struct fit_result *result) {
    const int count = r->m->coords;
    for (int i = 0; i < count; i++) {
        struct fit_coefficient *c = &result->coefficient[i];
        const double *slope = r->slope + (ptrdiff_t)i * r->p;
        c->role = role_of(r, i);
        memcpy(c->name, r->m->coord[i].name, sizeof c->name);
        c->group = group_of(r->m, i);
        c->assumed = r->m->coord[i].by_form ? r->m->coord[i].assumed : NULL;
        const bool bound = c->role == FIT_BOUND;
        const double variance = noise->scale * covariance_of(r, i, i, bound);
        const double alone =
            noise->scale * product(slope, bound ? r->all : r->inverse, slope, r->p);
        const double error = sqrt(fmax(0, variance));
        c->error = bound ? NAN : error;
        noise->wider[i] = alone > 0 ? variance / alone : 1;
        take_interval(r, i, noise->quantile * error, c);
        for (int j = 0; j < count; j++)
            result->covariance[i * count + j] = noise->scale * covariance_of(r, i, j, false);
    }
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
            const bool none = result->coefficient[i].role == FIT_BOUND ||
                              result->coefficient[j].role == FIT_BOUND;
            if (none) result->covariance[i * count + j] = NAN;
        }
    }
}

/* ln N_eff/N by the row's own loss, everything but the term of the parameters as fitted
 * (2411.04330 eq. 30), or NAN. */
static double implied(const struct report *r, size_t i, int group, double full) {
    const struct fit_model *m = r->m;
    const bool outside = m->terms > 2 && m->column[m->term[2].offset][i] > -INFINITY;
    const double floor = m->floor == FIT_NONE ? 0 : r->u[m->local[m->floor].coord];
    const double outer = m->outer == FIT_NONE ? 1 : r->u[m->local[m->outer].coord];
    const double data = exp(term_log(m, r->u, 1, i, group) / outer);
    double rest = exp(m->log_loss[i]) - floor;
    if (outside || !(rest > 0)) return NAN;
    rest = pow(rest, 1 / outer) - data;
    return rest > 0 ? (full - outer * log(rest)) / r->u[m->local[m->grid[0]].coord] : NAN;
}

static void take_row(const struct report *r, size_t i, int group, struct fit_row *row) {
    const struct fit_model *m = r->m;
    const double *J = r->jacobian + i * (size_t)r->p;
    const bool shares = m->term[0].share != FIT_NONE, pieces = m->term[0].stretch != FIT_NONE;
    row->predicted = exp(r->log_predicted[i]);
    row->residual = -residual(r, i);
    row->leverage = fmin(1, r->worth[i] * product(J, r->inverse, J, r->p));
    row->implied_f = row->model_f = NAN;
    if (!shares && !pieces) return;
    double log_f = 0;
    const double alpha = r->u[m->local[m->grid[0]].coord];
    for (int k = 0; k < m->pieces; k++) {
        if (!m->piece[k].robust) log_f += piece_log(m, r->u, &m->piece[k], i);
    }
    if (shares) log_f = r->u[coord_at(m, m->term[0].share, group)] / alpha;
    row->model_f = exp(log_f);
    const double full = term_log(m, r->u, 0, i, group) + alpha * log_f;
    row->implied_f = exp(implied(r, i, group, full));
}

/* The noise of each row its own: the covariance is the inverse. */
static void spread_rows(struct report *r) {
    const size_t size = (size_t)r->p * (size_t)r->p * sizeof(double);
    memcpy(r->spread[false], r->inverse, size);
    memcpy(r->spread[true], r->all, size);
}

/* Rows of a cluster share it. */
static bool spread_clusters(struct report *r, struct fit_noise *noise, struct fit_result *result) {
    const size_t size = (size_t)r->p * (size_t)r->p * sizeof(double);
    const struct fit_shared shared = {r->m,  r->log_predicted, r->jacobian, r->slopes,
                                      noise, result->clusters};
    if (!fit_cluster_spread(&shared, r->inverse, r->spread[false], r->lone[false])) return false;
    noise->freedom = fmin(noise->freedom, (double)result->clusters - 1);
    noise->quantile = gsl_cdf_tdist_Pinv(0.5 + result->level / 2, noise->freedom);
    result->freedom = noise->freedom;
    if (memcmp(r->inverse, r->all, size) != 0)
        return fit_cluster_spread(&shared, r->all, r->spread[true], r->lone[true]);
    memcpy(r->spread[true], r->spread[false], size);
    memcpy(r->lone[true], r->lone[false], size);
    return true;
}

/* What the rows tell where they share their noise. */
static bool weigh_shared(struct report *r, struct fit_noise *noise) {
    struct fit_walk walk = {0};
    r->slopes = calloc(r->n, sizeof *r->slopes);
    if (!r->slopes) return false;
    fit_row_slopes(r->m, r->log_predicted, noise, r->slopes);
    r->worth = r->slopes;
    memset(r->gram, 0, (size_t)r->p * (size_t)r->p * sizeof *r->gram);
    while (fit_walk_on(r->m, &walk))
        add_gram(r, &walk);
    return true;
}

static bool take_spread(struct report *r, struct fit_noise *noise, struct fit_result *result) {
    if (result->clusters > 0) return spread_clusters(r, noise, result);
    spread_rows(r);
    fit_remark_alike(r->m, r->log_predicted, result);
    return true;
}

enum stage { STAGE_PREDICT, STAGE_NOISE, STAGE_TELL, STAGE_BLANK, STAGE_ROWS, STAGE_END };

struct fit_reporting {
    struct report r;
    struct fit_work *work;
    struct fit_noise *noise;
    struct fit_result *result;
    enum stage stage;
    struct fit_walk walk;    /* of a stage over the rows */
    size_t blank;            /* rows of the result that are blank, all that do not count being so */
    double squares, weights; /* of the residuals so far */
};

void reporting_free(struct fit_reporting *reporting) {
    if (!reporting) return;
    report_free(&reporting->r);
    free(reporting);
}

struct fit_reporting *reporting_new(const struct fit_model *m, struct fit_work *work,
                                    const double *phi, struct fit_noise *noise,
                                    struct fit_result *result) {
    struct fit_reporting *const reporting = calloc(1, sizeof *reporting);
    const size_t count = (size_t)m->coords;
    if (!reporting) return NULL;
    reporting->work = work;
    reporting->noise = noise;
    reporting->result = result;
    const bool whole = report_new(&reporting->r, m, phi);
    result->covariance = calloc(count * count, sizeof(double));
    noise->answer = calloc(count * count, sizeof(double));
    noise->wider = calloc(count, sizeof(double));
    result->rows = m->problem->runs->count;
    result->row = calloc(result->rows, sizeof *result->row);
    result->count = m->coords;
    if (whole && result->covariance && noise->answer && noise->wider && result->row)
        return reporting;
    reporting_free(reporting);
    return NULL;
}

static bool predict_some(struct fit_reporting *reporting) {
    struct report *const r = &reporting->r;
    if (!fit_predict_some(r->m, reporting->work, r->phi, &reporting->walk, r->log_predicted,
                          r->jacobian))
        return false;
    add_gram(r, &reporting->walk);
    return true;
}

/* What the clusters do not tell, and where they tell of less than the rows alone would. */
static void remark_clusters(const struct report *r, const struct fit_noise *noise,
                            struct fit_result *result) {
    static const double narrow = 0.5;
    char names[FIT_WORDS / 2] = "";
    double widest = 0;
    int lone = 0;
    for (int i = 0; i < result->count; i++) {
        const struct fit_coefficient *const c = &result->coefficient[i];
        if (c->role != FIT_FREE) continue;
        widest = fmax(widest, noise->wider[i]);
        if (!r->loner[i]) continue;
        if (lone++ < 3) text_append(names, sizeof names, "%s%s", lone > 1 ? ", " : "", c->name);
    }
    if (lone > 3) text_append(names, sizeof names, " and %d more", lone - 3);
    if (lone > 0) {
        fit_remark(result, "one cluster alone tells %s: how clusters scatter there is not seen",
                   names);
    }
    if (widest > 0 && widest < narrow) {
        fit_remark(result, "clusters scatter less than their rows do: intervals would be wider "
                           "without them; are they what shares its noise?");
    }
}

/* All that is told of the coefficients. */
static bool tell(struct report *r, struct fit_noise *noise, struct fit_result *result) {
    const bool profile = r->m->problem->profile;
    if (result->clusters > 0 && !weigh_shared(r, noise)) return false;
    model_coords(r->m, r->phi, r->u);
    take_bounds(r);
    fill_gram(r);
    if (!invert(r, WHOLE, r->bound, r->inverse) || !invert(r, WHOLE, NULL, r->all) ||
        (profile && !invert(r, KNOWN, r->bound, r->known)) || !take_spread(r, noise, result))
        return false;
    take_slopes(r, result);
    if (profile) take_answers(r, noise);
    if (result->clusters > 0) take_loners(r);
    take_errors(r, noise, result);
    if (result->clusters > 0) remark_clusters(r, noise, result);
    return true;
}

static bool blank_some(struct fit_reporting *reporting) {
    enum { SOME = 4096 };
    struct fit_result *const result = reporting->result;
    const size_t left = result->rows - reporting->blank;
    const size_t last = reporting->blank + (left < SOME ? left : SOME);
    for (; reporting->blank < last; reporting->blank++)
        result->row[reporting->blank] = (struct fit_row){NAN, NAN, NAN, NAN, NAN};
    return reporting->blank < result->rows;
}

static void take_rows(struct fit_reporting *reporting) {
    const struct report *const r = &reporting->r;
    const struct fit_model *const m = r->m;
    const struct fit_walk *const walk = &reporting->walk;
    for (size_t i = walk->first; i < walk->first + (size_t)walk->rows; i++) {
        take_row(r, i, walk->group, &reporting->result->row[m->source[i]]);
        reporting->squares += m->weight[i] * residual(r, i) * residual(r, i);
        reporting->weights += m->weight[i];
    }
}

/* Where some are left out there may be too few, and no interval is asked for. */
static bool count_clusters(struct fit_reporting *reporting) {
    size_t *const clusters = &reporting->result->clusters;
    if (!fit_clusters(reporting->r.m, NULL, clusters)) return false;
    if (*clusters < FIT_LEAST_CLUSTERS) *clusters = 0;
    return true;
}

/* A few rows of a stage, or the whole of one that is short. Whether it goes on: in *on. False where
 * there is no memory, or no loss. */
static bool report_some(struct fit_reporting *reporting, bool *on) {
    struct report *const r = &reporting->r;
    switch (reporting->stage) {
    case STAGE_PREDICT:
        *on = fit_walk_on(r->m, &reporting->walk);
        return !*on || predict_some(reporting);
    case STAGE_NOISE:
        return fit_take_noise(r->m, r->log_predicted, reporting->noise, reporting->result) &&
               count_clusters(reporting);
    case STAGE_TELL:
        return tell(r, reporting->noise, reporting->result);
    case STAGE_BLANK:
        *on = blank_some(reporting);
        return true;
    default:
        *on = fit_walk_on(r->m, &reporting->walk);
        if (*on) take_rows(reporting);
        return true;
    }
}

bool reporting_step(struct fit_reporting *reporting, const double *deadline, bool *done) {
    while (reporting->stage != STAGE_END) {
        bool on = false;
        if (!report_some(reporting, &on)) return false;
        if (!on) {
            reporting->stage++;
            reporting->walk = (struct fit_walk){0};
        }
        if (fit_late(deadline)) break;
    }
    *done = reporting->stage == STAGE_END;
    if (*done) reporting->result->rms_log = sqrt(reporting->squares / reporting->weights);
    return true;
}
