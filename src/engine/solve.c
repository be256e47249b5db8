/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/solve.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_roots.h>
#include <math.h>

enum { ROUNDS = 200 };

double solve_root(solve_function *f, void *context, double low, double high, double tolerance) {
    const double at_low = f(low, context), at_high = f(high, context);
    if (at_low == 0) return low;
    if (at_high == 0) return high;
    if (!(at_low * at_high < 0)) return NAN;
    gsl_set_error_handler_off();
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (!solver) return NAN;
    gsl_function function = {.function = f, .params = context};
    gsl_root_fsolver_set(solver, &function, low, high);
    for (int i = 0; i < ROUNDS && gsl_root_fsolver_iterate(solver) == GSL_SUCCESS; i++) {
        const double a = gsl_root_fsolver_x_lower(solver), b = gsl_root_fsolver_x_upper(solver);
        if (gsl_root_test_interval(a, b, 0, tolerance) == GSL_SUCCESS) break;
    }
    const double root = gsl_root_fsolver_root(solver);
    gsl_root_fsolver_free(solver);
    return root;
}

/* Brent's method from a proper bracket; the place of a minimum is known to half the digits only. */
static double descend(solve_function *f, void *context, const double x[3], const double at[3],
                      double *least) {
    gsl_set_error_handler_off();
    gsl_min_fminimizer *minimizer = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
    if (!minimizer) return x[1];
    gsl_function function = {.function = f, .params = context};
    gsl_min_fminimizer_set_with_values(minimizer, &function, x[1], at[1], x[0], at[0], x[2], at[2]);
    for (int i = 0; i < ROUNDS && gsl_min_fminimizer_iterate(minimizer) == GSL_SUCCESS; i++) {
        const double a = gsl_min_fminimizer_x_lower(minimizer);
        const double b = gsl_min_fminimizer_x_upper(minimizer);
        if (b - a <= 1e-7 * (1 + fabs(a))) break;
    }
    const double best = gsl_min_fminimizer_x_minimum(minimizer);
    *least = gsl_min_fminimizer_f_minimum(minimizer);
    gsl_min_fminimizer_free(minimizer);
    return best;
}

double solve_minimum(solve_function *f, void *context, const double x[3], const double at[3],
                     double *least) {
    int best = at[0] < at[1] ? 0 : 1;
    if (at[2] < at[best]) best = 2;
    *least = at[best];
    if (!(at[1] < at[0] && at[1] < at[2])) return x[best];
    return descend(f, context, x, at, least);
}
