/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roots and minima in one dimension. */
#ifndef ENGINE_SOLVE_H
#define ENGINE_SOLVE_H

typedef double solve_function(double x, void *context);

/* The x in [low, high] at which f changes its sign, to a relative tolerance; NAN where it does not.
 */
double solve_root(solve_function *f, void *context, double low, double high, double tolerance);

/* The x of least f between x[0] and x[2], f having one valley there with x[1] in it; at[] is f at
 * those three, at[1] at most the others. *least is f at what is returned. Where x[1] is no better
 * than an end, that end. */
double solve_minimum(solve_function *f, void *context, const double x[3], const double at[3],
                     double *least);

#endif
