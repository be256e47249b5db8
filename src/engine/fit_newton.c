/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damped Newton on the exact Hessian, between bounds. */
#include "engine/fit_parts.h"
#include <string.h>

static bool cholesky(double *L, int n) {
    for (int j = 0; j < n; j++) {
        double *row = L + j * n;
        for (int k = 0; k < j; k++) {
            double sum = row[k];
            const double *other = L + k * n;
            for (int i = 0; i < k; i++)
                sum -= row[i] * other[i];
            row[k] = sum / other[k];
        }
        double left = row[j];
        for (int i = 0; i < j; i++)
            left -= row[i] * row[i];
        if (!(left > row[j] * 1e-14)) return false;
        row[j] = sqrt(left);
    }
    return true;
}

bool solve_damped(const double *A, const double *b, const bool *open, double damp, int n,
                  double *factor, double *x) {
    int index[FIT_COEFFS], count = 0;
    for (int i = 0; i < n; i++) {
        x[i] = 0;
        if (!open || open[i]) index[count++] = i;
    }
    double y[FIT_COEFFS];
    for (int i = 0; i < count; i++) {
        for (int j = 0; j <= i; j++)
            factor[i * count + j] = A[index[i] * n + index[j]];
        const double own = fabs(factor[i * count + i]);
        factor[i * count + i] += damp * own + (damp > 0 ? 1e-300 : 0);
        y[i] = b[index[i]];
    }
    if (!cholesky(factor, count)) return false;
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < i; j++)
            y[i] -= factor[i * count + j] * y[j];
        y[i] /= factor[i * count + i];
    }
    for (int i = count - 1; i >= 0; i--) {
        for (int j = i + 1; j < count; j++)
            y[i] -= factor[j * count + i] * y[j];
        y[i] /= factor[i * count + i];
        x[index[i]] = y[i];
    }
    return true;
}

static const struct fit_coord *coord_of(const struct fit_model *m, int phi) {
    return &m->coord[m->free[phi]];
}

/* Which coordinates may move: not those that stand on an end and are drawn beyond it. */
static int find_open(const struct fit_model *m, const double *phi, const double *gradient, int hold,
                     bool *open) {
    int count = 0;
    for (int i = 0; i < m->frees; i++) {
        const struct fit_coord *coord = coord_of(m, i);
        open[i] = i != hold && !(phi[i] <= coord->low && gradient[i] > 0) &&
                  !(phi[i] >= coord->high && gradient[i] < 0);
        count += open[i];
    }
    return count;
}

/* The trial point: step by step within the ranges; returns the gain that the model expects. */
static double take_step(const struct fit_model *m, struct fit_work *work, const double *phi) {
    const int p = m->frees;
    double linear = 0, bent = 0;
    for (int i = 0; i < p; i++) {
        const struct fit_coord *coord = coord_of(m, i);
        work->trial[i] = fmax(coord->low, fmin(coord->high, phi[i] - work->step[i]));
        work->step[i] = work->trial[i] - phi[i];
    }
    for (int i = 0; i < p; i++) {
        double sum = 0;
        for (int j = 0; j < p; j++)
            sum += work->held_hessian[i * p + j] * work->step[j];
        linear += work->held_gradient[i] * work->step[i];
        bent += work->step[i] * sum;
    }
    return -(linear + bent / 2);
}

static void hold_derivatives(const struct fit_model *m, struct fit_work *work) {
    double *gradient = work->gradient, *hessian = work->hessian;
    (void)m;
    work->gradient = work->held_gradient;
    work->hessian = work->held_hessian;
    work->held_gradient = gradient;
    work->held_hessian = hessian;
}

double fit_descend(const struct fit_model *m, struct fit_work *work, const double *weight,
                   double delta, double *phi, int hold, struct fit_descent *descent) {
    const int p = m->frees;
    double at = fit_objective(m, work, weight, delta, phi, true), damp = 0;
    hold_derivatives(m, work);
    descent->converged = false;
    if (!(at < INFINITY)) return at;
    for (int round = 0; round < descent->most; round++) {
        if (find_open(m, phi, work->held_gradient, hold, work->open) == 0) {
            descent->converged = true;
            break;
        }
        while (!solve_damped(work->held_hessian, work->held_gradient, work->open, damp, p,
                             work->factor, work->step)) {
            damp = damp > 0 ? damp * 4 : 1e-4;
            if (damp > 1e12) return at;
        }
        const double expected = take_step(m, work, phi);
        if (fabs(expected) <= descent->tolerance * at || damp > 1e10) {
            descent->converged = damp <= 1e10 || fabs(expected) <= 1e-9 * at;
            break;
        }
        descent->iterations++;
        const double next = fit_objective(m, work, weight, delta, work->trial, true);
        if (!(next < at)) {
            damp = damp > 0 ? damp * 6 : 1e-3;
            continue;
        }
        const double ratio = expected > 0 ? (at - next) / expected : 0;
        if (ratio > 0.75)
            damp = damp > 1e-7 ? damp / 10 : 0;
        else if (ratio < 0.25)
            damp = damp > 0 ? damp * 3 : 1e-3;
        memcpy(phi, work->trial, (size_t)p * sizeof *phi);
        at = next;
        hold_derivatives(m, work);
    }
    return at;
}

double fit_anneal(const struct fit_model *m, struct fit_work *work, const double *weight,
                  double *phi, struct fit_descent *descent) {
    static const double wide[] = {0.03, 0.01, 0.003};
    const double delta = fit_delta(m->problem);
    struct fit_descent rough = {.most = 12, .tolerance = 1e-3};
    for (size_t i = 0; i < sizeof wide / sizeof *wide && delta < INFINITY; i++) {
        if (wide[i] > delta) fit_descend(m, work, weight, wide[i], phi, FIT_NONE, &rough);
    }
    descent->iterations += rough.iterations;
    return fit_descend(m, work, weight, delta, phi, FIT_NONE, descent);
}
