/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What resamples say of a fit: intervals, and a covariance that far resamples hardly move. */
#include "base/num.h"
#include "engine/boot.h"
#include "engine/fit_parts.h"
#include <gsl/gsl_blas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 30, POINTS_MOST = 20000, SIGHTS = 64 };

static const double tails = 5;       /* degrees of freedom of the distribution that is fitted */
static const double rounding = 1e-9; /* of a variance: what trades off fully is singular */
static const double blind = 1e-6;    /* of a direction that the runs tell nothing of */
static const double far_level = .999, far_share = .05;

/* Resamples as points in the coordinates that move. */
struct cloud {
    size_t count, width;
    int *phi;         /* the model's coordinates, one for each of width */
    double *point;    /* count × width: by what the predictions have moved */
    double *distance; /* squared, in deviations */
    double *middle;   /* width */
    gsl_matrix *scatter, *root;
    gsl_vector *aside;
};

/* How predictions move with the coordinates, and how far they did in each resample at some of the
 * runs. */
struct sight {
    const struct fit_model *m;
    struct fit_work *work;
    double *base, *there, *jacobian; /* rows, rows, rows × frees */
    double *scale;                   /* width: lengths of the columns of slopes */
    gsl_matrix *slopes;              /* rows × width, by those lengths; decomposed */
    gsl_vector *turns, *step, *moved, *rest;
    size_t sights;
    double *seen; /* sights × POINTS_MOST */
};

static void cloud_free(struct cloud *cloud) {
    free(cloud->phi);
    free(cloud->point);
    free(cloud->distance);
    free(cloud->middle);
    gsl_matrix_free(cloud->scatter);
    gsl_matrix_free(cloud->root);
    gsl_vector_free(cloud->aside);
}

static bool cloud_room(struct cloud *cloud, size_t most) {
    const size_t width = cloud->width;
    cloud->point = calloc(most * width + 1, sizeof *cloud->point);
    cloud->distance = calloc(most + 1, sizeof *cloud->distance);
    cloud->middle = calloc(width + 1, sizeof *cloud->middle);
    cloud->scatter = gsl_matrix_calloc(width, width);
    cloud->root = gsl_matrix_calloc(width, width);
    cloud->aside = gsl_vector_calloc(width);
    return cloud->point && cloud->distance && cloud->middle && cloud->scatter && cloud->root &&
           cloud->aside;
}

static void sight_free(struct sight *sight) {
    work_free(sight->work);
    double *const all[] = {sight->base, sight->there, sight->jacobian, sight->scale, sight->seen};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    gsl_vector *const vectors[] = {sight->turns, sight->step, sight->moved, sight->rest};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        gsl_vector_free(vectors[i]);
    gsl_matrix_free(sight->slopes);
}

static bool sight_room(struct sight *sight, const struct fit_model *m, size_t width) {
    const size_t rows = m->rows;
    *sight = (struct sight){.m = m, .sights = rows < SIGHTS ? rows : SIGHTS};
    sight->work = work_new(m);
    sight->base = calloc(rows + 1, sizeof(double));
    sight->there = calloc(rows + 1, sizeof(double));
    sight->jacobian = calloc(rows * (size_t)m->frees + 1, sizeof(double));
    sight->scale = calloc(width + 1, sizeof(double));
    sight->seen = calloc(sight->sights * POINTS_MOST + 1, sizeof(double));
    sight->slopes = gsl_matrix_calloc(rows, width);
    sight->turns = gsl_vector_calloc(width);
    sight->step = gsl_vector_calloc(width);
    sight->moved = gsl_vector_calloc(rows);
    sight->rest = gsl_vector_calloc(rows);
    return sight->work && sight->base && sight->there && sight->jacobian && sight->scale &&
           sight->seen && sight->slopes && sight->turns && sight->step && sight->moved &&
           sight->rest;
}

static void place_of(const struct fit_model *m, const double *value, double *phi) {
    double u[FIT_COEFFS];
    coords_of_values(m, value, u);
    phi_of_coords(m, u, phi);
}

/* Look from the fit: false where the runs tell nothing of some direction. */
static bool sight_aim(struct sight *sight, const struct fit_result *result,
                      const struct cloud *cloud) {
    const struct fit_model *const m = sight->m;
    double value[FIT_COEFFS], phi[FIT_COEFFS];
    for (int i = 0; i < m->coords; i++)
        value[i] = result->coefficient[i].value;
    place_of(m, value, phi);
    if (!fit_predict(m, sight->work, phi, sight->base, sight->jacobian)) return false;
    for (size_t c = 0; c < cloud->width; c++) {
        gsl_vector_view column = gsl_matrix_column(sight->slopes, c);
        for (size_t i = 0; i < m->rows; i++) {
            const double slope = sight->jacobian[i * (size_t)m->frees + (size_t)cloud->phi[c]];
            gsl_vector_set(&column.vector, i, sqrt(m->weight[i]) * slope);
        }
        sight->scale[c] = gsl_blas_dnrm2(&column.vector);
        if (!(sight->scale[c] > 0)) return false;
        gsl_vector_scale(&column.vector, 1 / sight->scale[c]);
    }
    gsl_linalg_QR_decomp(sight->slopes, sight->turns);
    for (size_t c = 0; c < cloud->width; c++) {
        if (fabs(gsl_matrix_get(sight->slopes, c, c)) < blind) return false;
    }
    return true;
}

/* The step of the coordinates that moves predictions, to first order, as the resample's own do. In
 * its own coordinates it may lie far along a bend that predictions hardly feel. */
static void take_point(struct sight *sight, struct cloud *cloud, const double *value) {
    const struct fit_model *const m = sight->m;
    double phi[FIT_COEFFS];
    place_of(m, value, phi);
    if (!fit_predict(m, sight->work, phi, sight->there, NULL)) return;
    for (size_t i = 0; i < m->rows; i++)
        gsl_vector_set(sight->moved, i, sqrt(m->weight[i]) * (sight->there[i] - sight->base[i]));
    gsl_linalg_QR_lssolve(sight->slopes, sight->turns, sight->moved, sight->step, sight->rest);
    for (size_t s = 0; s < sight->sights; s++) {
        const size_t row = s * m->rows / sight->sights;
        sight->seen[s * POINTS_MOST + cloud->count] = sight->there[row] - sight->base[row];
    }
    for (size_t c = 0; c < cloud->width; c++)
        cloud->point[cloud->count * cloud->width + c] =
            gsl_vector_get(sight->step, c) / sight->scale[c];
    cloud->count++;
}

static int stride_of(const struct boot *boot) {
    return 1 + (boot->last - boot->first - 1) / POINTS_MOST;
}

static const double *values_at(const struct boot *boot, int index) {
    const double *const value = boot->value + (ptrdiff_t)index * boot->count;
    return isnan(value[0]) ? NULL : value;
}

/* The coordinates that move at all: one may be at the end of its range in every resample. */
static void find_moving(const struct boot *boot, const struct fit_model *m, struct cloud *cloud) {
    bool moves[FIT_COEFFS] = {false};
    double first[FIT_COEFFS], phi[FIT_COEFFS];
    bool any = false;
    for (int k = 0; k < boot->last - boot->first; k += stride_of(boot)) {
        const double *const value = values_at(boot, k);
        if (!value) continue;
        place_of(m, value, phi);
        if (!any) memcpy(first, phi, sizeof first);
        any = true;
        for (int i = 0; i < m->frees; i++)
            moves[i] = moves[i] || phi[i] != first[i];
    }
    for (int i = 0; i < m->frees; i++) {
        if (moves[i]) cloud->phi[cloud->width++] = i;
    }
}

/* Middle and scatter of the points, each as heavy as it is near: all alike at first. */
static void weigh(struct cloud *cloud, bool first) {
    const size_t width = cloud->width;
    double weights = 0;
    gsl_matrix_set_zero(cloud->scatter);
    memset(cloud->middle, 0, width * sizeof *cloud->middle);
    for (size_t k = 0; k < cloud->count; k++) {
        double *const weight = &cloud->distance[k];
        *weight = first ? 1 : (tails + (double)width) / (tails + *weight);
        weights += *weight;
        for (size_t i = 0; i < width; i++)
            cloud->middle[i] += *weight * cloud->point[k * width + i];
    }
    for (size_t i = 0; i < width; i++)
        cloud->middle[i] /= weights;
    for (size_t k = 0; k < cloud->count; k++) {
        for (size_t i = 0; i < width; i++)
            gsl_vector_set(cloud->aside, i, cloud->point[k * width + i] - cloud->middle[i]);
        gsl_blas_dsyr(CblasLower, cloud->distance[k] / (double)cloud->count, cloud->aside,
                      cloud->scatter);
    }
}

/* How far each point is; false where the scatter is none. */
static bool measure(struct cloud *cloud) {
    const size_t width = cloud->width;
    gsl_matrix_memcpy(cloud->root, cloud->scatter);
    for (size_t i = 0; i < width; i++)
        *gsl_matrix_ptr(cloud->root, i, i) *= 1 + rounding;
    if (gsl_linalg_cholesky_decomp1(cloud->root) != GSL_SUCCESS) return false;
    for (size_t k = 0; k < cloud->count; k++) {
        for (size_t i = 0; i < width; i++)
            gsl_vector_set(cloud->aside, i, cloud->point[k * width + i] - cloud->middle[i]);
        gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, cloud->root, cloud->aside);
        gsl_blas_ddot(cloud->aside, cloud->aside, &cloud->distance[k]);
    }
    return true;
}

/* The share of points beyond what a normal distribution has hardly any of. */
static double find_far(const struct cloud *cloud, double scale) {
    const double far = scale * gsl_cdf_chisq_Pinv(far_level, (double)cloud->width);
    size_t count = 0;
    for (size_t k = 0; k < cloud->count; k++)
        count += cloud->distance[k] > far;
    return (double)count / (double)cloud->count;
}

/* The covariance by the scatter of two numbers whose slopes over phi are known. */
static double product(const struct cloud *cloud, const double *one, const double *other) {
    double sum = 0;
    for (size_t a = 0; a < cloud->width; a++) {
        for (size_t b = 0; b < cloud->width; b++)
            sum += one[cloud->phi[a]] * other[cloud->phi[b]] *
                   gsl_matrix_get(cloud->scatter, a > b ? a : b, a > b ? b : a);
    }
    return sum;
}

/* How much wider or narrower than by the scatter the resamples' predictions of runs are, in the
 * middle of the runs: by the square. */
static double find_scale(const struct sight *sight, const struct cloud *cloud, double level) {
    double ratio[SIGHTS];
    const double normal = 2 * gsl_cdf_ugaussian_Pinv((1 + level) / 2);
    for (size_t s = 0; s < sight->sights; s++) {
        double *const seen = sight->seen + s * POINTS_MOST;
        qsort(seen, cloud->count, sizeof *seen, num_ascending);
        const double width = boot_quantile(seen, (int)cloud->count, (1 + level) / 2) -
                             boot_quantile(seen, (int)cloud->count, (1 - level) / 2);
        const size_t row = s * sight->m->rows / sight->sights;
        const double *const slope = sight->jacobian + row * (size_t)sight->m->frees;
        ratio[s] = width * width / (normal * normal) / product(cloud, slope, slope);
    }
    qsort(ratio, sight->sights, sizeof *ratio, num_ascending);
    return ratio[sight->sights / 2];
}

/* The scatter, as wide as the resamples' predictions are. Returns the share of resamples that is
 * far off, or NAN where there is no scatter. */
static double settle(const struct sight *sight, struct cloud *cloud, double level) {
    bool whole = true;
    for (int round = 0; round < ROUNDS && whole; round++) {
        weigh(cloud, round == 0);
        whole = measure(cloud);
    }
    if (!whole) return NAN;
    const double scale = find_scale(sight, cloud, level);
    if (!(scale > 0) || !isfinite(scale)) return NAN;
    gsl_matrix_scale(cloud->scatter, scale);
    return find_far(cloud, scale);
}

static bool put_covariance(const struct fit_model *m, const struct cloud *cloud,
                           struct fit_result *result) {
    const size_t p = (size_t)m->frees, count = (size_t)m->coords;
    double value[FIT_COEFFS], u[FIT_COEFFS];
    double *const slope = calloc(count * p + 1, sizeof *slope);
    if (!slope) return false;
    for (size_t i = 0; i < count; i++)
        value[i] = result->coefficient[i].value;
    coords_of_values(m, value, u);
    for (size_t i = 0; i < count; i++)
        coord_slopes(m, (int)i, u, slope + i * p);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++)
            result->covariance[i * count + j] = product(cloud, slope + i * p, slope + j * p);
    }
    free(slope);
    return true;
}

static void say_far(double far, struct fit_result *result) {
    if (far <= far_share) return;
    fit_remark(result,
               "%.0f %% of the resamples lie far from the rest: the covariance holds the middle "
               "%.0f %%, and says little beyond",
               100 * far, 100 * result->level);
}

/* The points by which answers are sure; false where there was no memory. */
static bool take_cloud(const struct boot *boot, const struct fit_model *m, struct cloud *cloud,
                       struct fit_result *result) {
    const int all = boot->last - boot->first;
    struct sight sight;
    bool whole = cloud_room(cloud, (size_t)all / (size_t)stride_of(boot) + 1);
    whole = sight_room(&sight, m, cloud->width) && whole;
    if (whole && sight_aim(&sight, result, cloud)) {
        for (int k = 0; k < all; k += stride_of(boot)) {
            const double *const value = values_at(boot, k);
            if (value) take_point(&sight, cloud, value);
        }
        const double far = settle(&sight, cloud, result->level);
        result->resampled = !isnan(far);
        if (result->resampled) whole = put_covariance(m, cloud, result);
        say_far(far, result);
    }
    sight_free(&sight);
    return whole;
}

static bool take_covariance(const struct boot *boot, const struct fit_model *m,
                            struct fit_result *result) {
    struct cloud cloud = {.phi = calloc((size_t)m->frees + 1, sizeof *cloud.phi)};
    gsl_set_error_handler_off();
    bool whole = cloud.phi != NULL;
    if (whole) find_moving(boot, m, &cloud);
    if (whole && cloud.width > 0 && cloud.width <= m->rows)
        whole = take_cloud(boot, m, &cloud, result);
    if (whole && !result->resampled)
        fit_remark(result, "the resamples have no covariance, as the runs tell nothing of some "
                           "direction: answers are as sure as the fit alone says");
    cloud_free(&cloud);
    return whole;
}

/* Values of coefficients are in the order of the model, as the result's. */
static bool try_covariance(const struct boot *boot, const struct fit_problem *problem, int fitted,
                           struct fit_result *result) {
    struct err err;
    const int each = BOOT_EACH * result->p, least = each > BOOT_FEWEST ? each : BOOT_FEWEST;
    if (fitted < least) {
        fit_remark(result,
                   "%d resamples that could be fitted are few for a covariance, by which answers "
                   "are sure: it is the fit's own; expected %d",
                   fitted, least);
        return true;
    }
    struct fit_model *const m = model_new(problem, NULL, &err);
    const bool whole = m && take_covariance(boot, m, result);
    model_free(m);
    return whole;
}

int boot_take(const struct boot *boot, const struct fit_problem *problem,
              struct fit_result *result) {
    double low[FIT_COEFFS], high[FIT_COEFFS], deviation[FIT_COEFFS];
    const int fitted = boot_intervals(boot, result->level, low, high, deviation);
    if (fitted < 0) return -1;
    for (int i = 0; i < result->count; i++) {
        struct fit_coefficient *const c = &result->coefficient[i];
        if (c->role == FIT_FIXED) continue;
        c->low = low[i];
        c->high = high[i];
        c->error = deviation[i];
    }
    return try_covariance(boot, problem, fitted, result) ? fitted : -1;
}
