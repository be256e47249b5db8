/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text, and back: always in the C locale. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>

enum { NUM_TEXT = 40 };

/* Read the whole of text as one finite number: digits with `_` between them, a decimal point,
 * e notation, then one of the suffixes k M B G T P (decimal: 1e3 1e6 1e9 1e9 1e12 1e15).
 * Returns false, with *value untouched, for anything else: empty text, blanks, a comma, hex, inf,
 * nan. */
bool num_parse(const char *text, double *value);

/* The shortest text that reads back to the same double ("7e9", "0.25", "1.5"); JSON's grammar.
 * Writes to out and returns it. What is no finite number is "inf", "-inf" or "nan", which reads
 * back as none. */
const char *num_shortest(char out[NUM_TEXT], double value);

/* For reading: three significant digits with the field's suffixes, "7.00B", "1.00T", "128M", and
 * "4.2e22" from 1e18 on; "999" and below keep up to three digits without trailing zeros ("16",
 * "4.5"). NAN is "—", infinity "∞". */
const char *num_si(char out[NUM_TEXT], double value);

/* For reading: fixed decimals with a sign, "+0.1263", "−0.0060" (U+2212); NAN is "—". */
const char *num_signed(char out[NUM_TEXT], double value, int decimals);

/* For reading: fixed decimals, "3.2778"; NAN is "—". */
const char *num_fixed(char out[NUM_TEXT], double value, int decimals);

/* A loss or a part of one, for reading: four decimals, signed where asked for; one that would show
 * less than two digits in them has two and a power of ten, "3.1e-6", "+3.1e-6". NAN is "—". */
const char *num_loss(char out[NUM_TEXT], double value, bool sign);

/* value rounded to that many significant decimal digits. */
double num_round(double value, int digits);

/* For qsort over doubles, least first; none may be NAN. */
int num_ascending(const void *a, const void *b);

#endif
