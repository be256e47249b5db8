/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that share their noise: how sure a fit is then. */
#include "engine/fit_parts.h"
#include <gsl/gsl_blas.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>

/* A direction that a cluster tells alone: what is left of the information without it, of 1. */
static const double lone = 1e-6;

/* Its variance, in units in which that of all runs is the information's: no interval hides it. */
static const double unknown = 1e12;

size_t fit_clusters(const struct fit_model *m, size_t *number) {
    const struct runs *const runs = m->problem->runs;
    size_t *const first = malloc((runs->count + 1) * sizeof *first), *const named =
                                                                         malloc((runs->count + 1) *
                                                                                sizeof *named);
    size_t count = 0;
    if (first && named && runs_clusters(runs, first) > 0) {
        for (size_t i = 0; i < runs->count; i++)
            named[i] = SIZE_MAX;
        for (size_t i = 0; i < m->rows; i++) {
            size_t *const name = &named[first[m->source[i]]];
            if (*name == SIZE_MAX) *name = count++;
            if (number) number[i] = *name;
        }
    }
    free(first);
    free(named);
    return count;
}

struct sandwich {
    const struct fit_model *m;
    const double *jacobian, *pull;
    size_t p;
    gsl_matrix *white;  /* its product with its transpose is the inverse */
    gsl_matrix *own;    /* a cluster's information, of 1 in all */
    gsl_matrix *vector; /* of a decomposition */
    gsl_matrix *meat;
    gsl_vector *value, *sum, *row;
    gsl_eigen_symmv_workspace *work;
};

static bool room(struct sandwich *s) {
    const size_t p = s->p;
    gsl_set_error_handler_off();
    s->white = gsl_matrix_calloc(p, p);
    s->own = gsl_matrix_calloc(p, p);
    s->vector = gsl_matrix_calloc(p, p);
    s->meat = gsl_matrix_calloc(p, p);
    s->value = gsl_vector_calloc(p);
    s->sum = gsl_vector_calloc(p);
    s->row = gsl_vector_calloc(p);
    s->work = gsl_eigen_symmv_alloc(p);
    return s->white && s->own && s->vector && s->meat && s->value && s->sum && s->row && s->work;
}

static void clear(struct sandwich *s) {
    gsl_matrix_free(s->white);
    gsl_matrix_free(s->own);
    gsl_matrix_free(s->vector);
    gsl_matrix_free(s->meat);
    gsl_vector_free(s->value);
    gsl_vector_free(s->sum);
    gsl_vector_free(s->row);
    gsl_eigen_symmv_free(s->work);
}

/* By the correlations: scales lie many powers of ten apart. */
static void whiten(struct sandwich *s, const double *inverse) {
    const size_t p = s->p;
    for (size_t i = 0; i < p; i++) {
        for (size_t j = 0; j < p; j++) {
            const double scale = sqrt(inverse[i * p + i]) * sqrt(inverse[j * p + j]);
            gsl_matrix_set(s->own, i, j, scale > 0 ? inverse[i * p + j] / scale : i == j);
        }
    }
    gsl_eigen_symmv(s->own, s->value, s->vector, s->work);
    for (size_t i = 0; i < p; i++) {
        for (size_t k = 0; k < p; k++) {
            gsl_matrix_set(s->white, i, k,
                           gsl_matrix_get(s->vector, i, k) * sqrt(inverse[i * p + i]) *
                               sqrt(fmax(0, gsl_vector_get(s->value, k))));
        }
    }
}

static void add_row(struct sandwich *s, size_t i) {
    const gsl_vector_const_view J = gsl_vector_const_view_array(s->jacobian + i * s->p, s->p);
    gsl_blas_dgemv(CblasTrans, 1, s->white, &J.vector, 0, s->row);
    gsl_blas_dsyr(CblasLower, s->m->weight[i], s->row, s->own);
    gsl_blas_daxpy(s->pull[i], s->row, s->sum);
}

/* The cluster's pull on the fit that was made without it. */
static void add_cluster(struct sandwich *s) {
    gsl_eigen_symmv(s->own, s->value, s->vector, s->work);
    gsl_vector_set_zero(s->row);
    for (size_t k = 0; k < s->p; k++) {
        const gsl_vector_const_view along = gsl_matrix_const_column(s->vector, k);
        const double rest = 1 - gsl_vector_get(s->value, k);
        double pull;
        gsl_blas_ddot(&along.vector, s->sum, &pull);
        if (rest > lone)
            gsl_blas_daxpy(pull / rest, &along.vector, s->row);
        else
            gsl_blas_dsyr(CblasLower, unknown, &along.vector, s->meat);
    }
    gsl_blas_dsyr(CblasLower, 1, s->row, s->meat);
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
    const size_t rows = s->m->rows;
    size_t *const number = calloc(rows + 1, sizeof *number);
    size_t *const row = calloc(rows + 1, sizeof *row);
    const size_t clusters = number && row ? fit_clusters(s->m, number) : 0;
    size_t *const first = calloc(clusters + 2, sizeof *first);
    const bool whole = clusters > 0 && first;
    if (whole) order(number, rows, clusters, row, first);
    for (size_t c = 0; whole && c < clusters; c++) {
        gsl_matrix_set_zero(s->own);
        gsl_vector_set_zero(s->sum);
        for (size_t i = first[c]; i < first[c + 1]; i++)
            add_row(s, row[i]);
        add_cluster(s);
    }
    if (whole) gsl_matrix_scale(s->meat, (double)(clusters - 1) / (double)clusters);
    free(number);
    free(row);
    free(first);
    return whole;
}

bool fit_cluster_spread(const struct fit_model *m, const double *jacobian, const double *pull,
                        const double *inverse, double *spread) {
    struct sandwich s = {.m = m, .jacobian = jacobian, .pull = pull, .p = (size_t)m->frees};
    bool whole = room(&s);
    if (whole) {
        whiten(&s, inverse);
        whole = add_clusters(&s);
    }
    if (whole) {
        gsl_matrix_view out = gsl_matrix_view_array(spread, s.p, s.p);
        gsl_blas_dsymm(CblasRight, CblasLower, 1, s.meat, s.white, 0, s.own);
        gsl_blas_dgemm(CblasNoTrans, CblasTrans, 1, s.own, s.white, 0, &out.matrix);
    }
    clear(&s);
    return whole;
}
