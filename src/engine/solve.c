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
static double descend(solve_function *f, void *context, double low, double mid, double high,
                      const double value[3]) {
    gsl_set_error_handler_off();
    gsl_min_fminimizer *minimizer = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
    if (!minimizer) return mid;
    gsl_function function = {.function = f, .params = context};
    gsl_min_fminimizer_set_with_values(minimizer, &function, mid, value[1], low, value[0], high,
                                       value[2]);
    for (int i = 0; i < ROUNDS && gsl_min_fminimizer_iterate(minimizer) == GSL_SUCCESS; i++) {
        const double a = gsl_min_fminimizer_x_lower(minimizer);
        const double b = gsl_min_fminimizer_x_upper(minimizer);
        if (b - a <= 1e-7 * (1 + fabs(a))) break;
    }
    const double best = gsl_min_fminimizer_x_minimum(minimizer);
    gsl_min_fminimizer_free(minimizer);
    return best;
}

double solve_minimum(solve_function *f, void *context, double low, double mid, double high,
                     double *least) {
    const double value[3] = {f(low, context), f(mid, context), f(high, context)};
    double best = value[0] < value[1] ? low : mid;
    *least = fmin(value[0], value[1]);
    if (value[2] < *least) {
        best = high;
        *least = value[2];
    }
    if (!(value[1] < value[0] && value[1] < value[2])) return best;
    const double x = descend(f, context, low, mid, high, value);
    const double found = f(x, context);
    if (found > *least) return best;
    *least = found;
    return x;
}
