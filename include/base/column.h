/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic on columns of n numbers, many at a time. The numbers are the same on all machines.
 * Columns do not overlap, unless one is named twice where that is said. */
#ifndef BASE_COLUMN_H
#define BASE_COLUMN_H

/* e^x in place, within 1.5 units of the last place; 0 below −708 and infinite above 709. */
void column_exp(double *x, int n);

/* ln x, within 1.5 units of the last place; NAN unless x is a normal number above 0. out may be
 * x. */
void column_log(double *out, const double *x, int n);

/* ln(1 + x) for x from −1 + 2⁻⁵³ on, within 4 units of the last place. out may be x. */
void column_log1p(double *out, const double *x, int n);

/* Σ a·b, in an order that depends on n alone. */
double column_dot(const double *a, const double *b, int n);

/* Σ a·b of one a and a number of b, each as column_dot has it. */
void column_dots(const double *a, const double *const *b, int count, int n, double *sum);

/* out = a·b */
void column_multiply(double *out, const double *a, const double *b, int n);

/* out += times·a */
void column_add(double *out, double times, const double *a, int n);

/* out += a·b */
void column_add_product(double *out, const double *a, const double *b, int n);

#endif
