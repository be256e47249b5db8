/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantities: numbers that are written as text and worked out of a plan when they are asked for, so
 * that a lesson cannot quote a figure that the laws do not give.
 *
 *     SUM        a + b − c, a * b / c, (a), −a, a number of the grammar (7B, 1e12, .5)
 *     OUTPUT     loss d_crit ptq_delta …: what the law says of the plan
 *     INPUT      N D w …: what the plan has
 *     flop       training compute of the plan, FLOP at 16 bit
 *     beyond_X   how far input X is outside the fitted range, a factor above 1; 0 inside
 *     coef_X     a coefficient of the law by its name in the preset: coef_gamma_D
 *     best_X     X of the best plan for the budget: an input, or P, loss, C
 *     NAME(WORD …)    any of them with other words over the plan: loss(post=3 law=chen-2025);
 *                     best_X takes free=N,D,P and cost=training|inference|lifetime as well
 *     cross(X, a, b)  the value of input X (N D G and bits) at which a and b are equal;
 *                     of several the nearest to the plan's
 *
 * A condition compares two sums, a < b, a > b, a <= b, a >= b, and joins comparisons by `and`. */
#ifndef ENGINE_QUANTITY_H
#define ENGINE_QUANTITY_H

#include "base/err.h"
#include "engine/preset.h"

/* What a quantity is worked out of. */
struct quantity_of {
    struct plan plan;
    const struct preset *preset;         /* its law */
    const struct preset *const *presets; /* those that law=NAME may name */
    int preset_count;
};

/* The value of a sum; NAN where the law does not say. False with a message where text is none. */
bool quantity_eval(const char *text, const struct quantity_of *of, double *value, struct err *err);

/* Whether a condition holds; what is NAN is neither above nor below. False with a message, *holds
 * untouched, where text is none. */
bool quantity_holds(const char *text, const struct quantity_of *of, bool *holds, struct err *err);

/* Copy text with every {SUM} replaced by its value for reading: bits, N and D as inputs are shown,
 * losses with four decimals, the rest with three digits. {SUM|%} is a percentage, {SUM|.2} has two
 * decimals. False with a message for a sum that is none or has no value, a brace without its pair,
 * and where out is too small. */
bool quantity_fill(char *out, size_t size, const char *text, const struct quantity_of *of,
                   struct err *err);

/* A value for reading as quantity_fill shows that of text. */
const char *quantity_show(char out[NUM_TEXT], const char *text, double value);

#endif
