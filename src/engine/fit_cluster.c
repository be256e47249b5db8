/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that share their noise: how sure a fit is then. */
#include "engine/fit_parts.h"
#include <gsl/gsl_blas.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>

/* A direction that a cluster tells alone: what is left of the information without it, of 1. And one
 * that the rows do not tell: what there is of it in all. */
static const double alone = 1e-6, untold = 0.5;

/* A variance beyond which nothing is known, and numbers would overflow. */
static const double wild = 1e25;

/* The first row that each row repeats; NULL where none repeats another, or there is no memory. */
static size_t *originals(const struct fit_model *m) {
    if (fit_distinct(m) == m->rows) return NULL;
    size_t *const original = malloc((m->rows + 1) * sizeof *original);
    if (original) fit_originals(m, original);
    return original;
}

/* A row that repeats another to the digit is of the other's cluster: it is no evidence of its own.
 */
static size_t number_rows(const struct fit_model *m, const size_t *first, size_t *named,
                          size_t *number) {
    size_t *const original = originals(m);
    size_t count = 0;
    for (size_t i = 0; i < m->problem->runs->count; i++)
        named[i] = SIZE_MAX;
    for (size_t i = 0; i < m->rows; i++) {
        size_t *const name = &named[first[m->source[original ? original[i] : i]]];
        if (*name == SIZE_MAX) *name = count++;
        if (number) number[i] = *name;
    }
    free(original);
    return count;
}

bool fit_clusters(const struct fit_model *m, size_t *number, size_t *count) {
    const struct runs *const runs = m->problem->runs;
    size_t *const first = malloc((runs->count + 1) * sizeof *first);
    size_t *const named = malloc((runs->count + 1) * sizeof *named);
    size_t clusters = 0;
    const bool whole = first && named && runs_clusters(runs, first, &clusters);
    *count = whole && clusters > 0 ? number_rows(m, first, named, number) : 0;
    free(first);
    free(named);
    return whole;
}

struct sandwich {
    const struct fit_shared *shared;
    double delta;
    size_t p;
    gsl_matrix *white;  /* its product with its transpose is the inverse */
    gsl_matrix *own;    /* a cluster's information, of 1 in all */
    gsl_matrix *told;   /* that of all clusters: 1 as far as the rows tell */
    gsl_matrix *vector; /* of a decomposition */
    gsl_matrix *meat, *part;
    gsl_matrix *lone; /* projection on what a single cluster tells */
    gsl_vector *value, *sum, *row;
    gsl_eigen_symmv_workspace *work;
};

static bool room(struct sandwich *s) {
    const size_t p = s->p;
    gsl_set_error_handler_off();
    s->white = gsl_matrix_calloc(p, p);
    s->own = gsl_matrix_calloc(p, p);
    s->told = gsl_matrix_calloc(p, p);
    s->part = gsl_matrix_calloc(p, p);
    s->lone = gsl_matrix_calloc(p, p);
    s->vector = gsl_matrix_calloc(p, p);
    s->meat = gsl_matrix_calloc(p, p);
    s->value = gsl_vector_calloc(p);
    s->sum = gsl_vector_calloc(p);
    s->row = gsl_vector_calloc(p);
    s->work = gsl_eigen_symmv_alloc(p);
    return s->white && s->own && s->told && s->part && s->lone && s->vector && s->meat &&
           s->value && s->sum && s->row && s->work;
}

static void clear(struct sandwich *s) {
    gsl_matrix_free(s->white);
    gsl_matrix_free(s->own);
    gsl_matrix_free(s->told);
    gsl_matrix_free(s->part);
    gsl_matrix_free(s->lone);
    gsl_matrix_free(s->vector);
    gsl_matrix_free(s->meat);
    gsl_vector_free(s->value);
    gsl_vector_free(s->sum);
    gsl_vector_free(s->row);
    gsl_eigen_symmv_free(s->work);
}

/* A coordinate's own scale; 0 where nothing is known of it. */
static double scale_of(const struct sandwich *s, const double *inverse, size_t i) {
    const double variance = inverse[i * s->p + i];
    return variance > 0 && variance < wild ? sqrt(variance) : 0;
}

/* By the correlations: scales lie many powers of ten apart. */
static void whiten(struct sandwich *s, const double *inverse) {
    const size_t p = s->p;
    for (size_t i = 0; i < p; i++) {
        for (size_t j = 0; j < p; j++) {
            const double scale = scale_of(s, inverse, i) * scale_of(s, inverse, j);
            gsl_matrix_set(s->part, i, j, scale > 0 ? inverse[i * p + j] / scale : i == j);
        }
    }
    gsl_eigen_symmv(s->part, s->value, s->vector, s->work);
    for (size_t i = 0; i < p; i++) {
        for (size_t k = 0; k < p; k++) {
            gsl_matrix_set(s->white, i, k,
                           gsl_matrix_get(s->vector, i, k) * scale_of(s, inverse, i) *
                               sqrt(fmax(0, gsl_vector_get(s->value, k))));
        }
    }
}

static void add_row(struct sandwich *s, size_t i) {
    const struct fit_shared *const shared = s->shared;
    const gsl_vector_const_view J = gsl_vector_const_view_array(shared->jacobian + i * s->p, s->p);
    const double off = shared->log_predicted[i] - shared->model->log_loss[i];
    const double pull = shared->model->weight[i] * fmax(-s->delta, fmin(s->delta, off));
    gsl_blas_dgemv(CblasTrans, 1, s->white, &J.vector, 0, s->row);
    gsl_blas_dsyr(CblasLower, shared->slope[i], s->row, s->own);
    gsl_blas_daxpy(pull / shared->noise->bend, s->row, s->sum);
}

/* The cluster's pull on the fit that was made without it. */
static void add_cluster(struct sandwich *s) {
    gsl_matrix_add(s->told, s->own);
    gsl_eigen_symmv(s->own, s->value, s->vector, s->work);
    gsl_vector_set_zero(s->row);
    for (size_t k = 0; k < s->p; k++) {
        const gsl_vector_const_view along = gsl_matrix_const_column(s->vector, k);
        const double rest = 1 - gsl_vector_get(s->value, k);
        double pull;
        gsl_blas_ddot(&along.vector, s->sum, &pull);
        if (rest > alone)
            gsl_blas_daxpy(pull / rest, &along.vector, s->row);
        else
            gsl_blas_dsyr(CblasLower, 1, &along.vector, s->lone);
    }
    gsl_blas_dsyr(CblasLower, 1, s->row, s->meat);
}

/* Where the rows do not tell, the clusters have nothing to scatter by: as without them. */
static void add_untold(struct sandwich *s) {
    gsl_eigen_symmv(s->told, s->value, s->vector, s->work);
    for (size_t k = 0; k < s->p; k++) {
        const gsl_vector_const_view along = gsl_matrix_const_column(s->vector, k);
        if (gsl_vector_get(s->value, k) < untold)
            gsl_blas_dsyr(CblasLower, s->shared->noise->scale, &along.vector, s->meat);
    }
}

/* Rows in the order of their clusters; cluster c has those from first[c] to before first[c + 1].
 * first has room for two more than there are, and is 0. */
static void order(const size_t *number, size_t rows, size_t clusters, size_t *row, size_t *first) {
    for (size_t i = 0; i < rows; i++)
        first[number[i] + 2]++;
    for (size_t c = 0; c < clusters; c++)
        first[c + 2] += first[c + 1];
    for (size_t i = 0; i < rows; i++)
        row[first[number[i] + 1]++] = i;
}

static bool add_clusters(struct sandwich *s) {
    const size_t rows = s->shared->model->rows, clusters = s->shared->clusters;
    size_t *const number = calloc(rows + 1, sizeof *number);
    size_t *const row = calloc(rows + 1, sizeof *row);
    size_t *const first = calloc(clusters + 2, sizeof *first);
    size_t count;
    const bool whole = number && row && first && fit_clusters(s->shared->model, number, &count);
    if (whole) order(number, rows, clusters, row, first);
    for (size_t c = 0; whole && c < clusters; c++) {
        gsl_matrix_set_zero(s->own);
        gsl_vector_set_zero(s->sum);
        for (size_t i = first[c]; i < first[c + 1]; i++)
            add_row(s, row[i]);
        add_cluster(s);
    }
    gsl_matrix_scale(s->meat, (double)(clusters - 1) / (double)clusters);
    free(number);
    free(row);
    free(first);
    return whole;
}

/* The middle, a lower triangle, between the white matrix and its transpose. */
static void put(struct sandwich *s, double times, const gsl_matrix *middle, double *out) {
    gsl_matrix_view to = gsl_matrix_view_array(out, s->p, s->p);
    gsl_blas_dsymm(CblasRight, CblasLower, times, middle, s->white, 0, s->part);
    gsl_blas_dgemm(CblasNoTrans, CblasTrans, 1, s->part, s->white, 0, &to.matrix);
}

bool fit_cluster_spread(const struct fit_shared *shared, const double *inverse, double *spread,
                        double *lone) {
    struct sandwich s = {.shared = shared,
                         .delta = fit_delta(shared->model->problem),
                         .p = (size_t)shared->model->frees};
    bool whole = room(&s);
    if (whole) {
        whiten(&s, inverse);
        whole = add_clusters(&s);
    }
    if (whole) {
        add_untold(&s);
        put(&s, 1 / shared->noise->scale, s.meat, spread);
        put(&s, 1, s.lone, lone);
        for (size_t i = 0; i < s.p; i++) {
            if (!(inverse[i * s.p + i] < wild)) spread[i * s.p + i] = wild;
        }
    }
    clear(&s);
    return whole;
}
