/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Downhill in a few dimensions, where the valley may have kinks and walls. */
#ifndef ENGINE_DESCEND_H
#define ENGINE_DESCEND_H

enum { DESCEND_MOST = 8 };

typedef double descend_function(const double *x, void *context);

/* Move x[count] to a place that no small step betters, within low[] and high[] (equal: that one
 * stays where it is), by steps that start at `step` along single coordinates, several together, two
 * against each other and a few directions besides. f may be INFINITY beyond a wall. Returns f
 * there; it is `at` where nothing was found. */
double descend(descend_function *f, void *context, int count, const double *low, const double *high,
               double step, double *x, double at);

#endif
