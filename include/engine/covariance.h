/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure a preset is of its coefficients, and so of whatever is computed from them. */
#ifndef ENGINE_COVARIANCE_H
#define ENGINE_COVARIANCE_H

#include "engine/output.h"
#include "engine/preset.h"

/* The covariance of a preset's free coefficients; a coefficient that is not among them is taken as
 * known. */
struct covariance {
    int count;
    double freedom;           /* degrees of freedom that it was estimated with; INFINITY: not known,
                               * and taken as normal */
    struct preset_slot *slot; /* the free coefficients */
    double *value;            /* count × count, symmetric, in the coefficients' own units */
};

/* Intervals are of this level: in so many cases of a hundred they hold the true value. */
enum { INTERVAL_PERCENT = 90 };

/* How many deviations an interval reaches either way: of Student's t with so many degrees of
 * freedom, of a normal distribution where they are INFINITY. */
double interval_deviations(double freedom);

/* Room for count coefficients, all 0 and of unknown freedom. NULL where there is no memory. */
struct covariance *covariance_new(int count);
struct covariance *covariance_copy(const struct covariance *covariance);
void covariance_free(struct covariance *covariance);

/* Whether numbers can vary so: no covariance is above the root of its two variances, and no
 * combination of coefficients has a variance below 0 (but for rounding). False with the two
 * coefficients at fault; i = j where only all together are. */
bool covariance_holds(const struct covariance *covariance, int *i, int *j);

/* A number computed from a preset; NAN where there is none. */
typedef double covariance_value(const struct preset *preset, const void *data);

/* The slopes of a value over the free coefficients, by central differences: slope[count]. False
 * where the preset has no covariance or the value is missing close by. */
bool covariance_slopes(const struct preset *preset, covariance_value *value, const void *data,
                       double *slope);

/* Σ of two values by their slopes, aᵀ·Σ·b: the variance where both are the same. */
double covariance_product(const struct covariance *covariance, const double *a, const double *b);

/* The value's standard deviation (delta method); NAN where it has none. */
double covariance_deviation(const struct preset *preset, covariance_value *value, const void *data);

/* How far the value may be off either way, at INTERVAL_PERCENT; NAN where it has no deviation. */
double covariance_reach(const struct preset *preset, covariance_value *value, const void *data);

/* What a preset is sure of: low and high are NAN where the preset has no covariance. */
struct interval {
    double low, high;
};

/* The interval of a value that reaches so far: symmetric, or where ratio is set symmetric in its
 * logarithm, so that what is positive stays so. */
struct interval interval_around(double value, double reach, bool ratio);

/* What a loss may be off by: "±0.0028"; "± open" where the runs leave some coefficient open, so
 * that it is more than any loss. Returns out. */
const char *interval_reach(char out[NUM_TEXT], double reach);

/* The intervals of all outputs of a plan. False where the preset has no covariance; all are NAN
 * then. */
bool interval_outputs(const struct preset *preset, const struct plan *plan,
                      struct interval interval[OUTPUT_COUNT]);

#endif
