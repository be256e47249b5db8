/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roots and minima in one dimension. */
#ifndef ENGINE_SOLVE_H
#define ENGINE_SOLVE_H

typedef double solve_function(double x, void *context);

/* The x in [low, high] at which f changes its sign, to a relative tolerance; NAN where it does not.
 */
double solve_root(solve_function *f, void *context, double low, double high, double tolerance);

/* The x of least f in [low, high], f having one valley there with mid in it (f(mid) at most f at
 * both ends); *least is f there. Where mid is no better than an end, that end. */
double solve_minimum(solve_function *f, void *context, double low, double mid, double high,
                     double *least);

#endif
