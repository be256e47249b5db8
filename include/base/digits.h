/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decimal digits of a double. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

enum { DIGITS_MOST = 17 };

/* The fewest digits that read back to value (above 0, finite), without a point and without zeros at
 * the end; of those that are as few, the nearest. Returns how many; *exponent is the decimal
 * exponent of the first. */
int digits_shortest(double value, char digits[DIGITS_MOST], int *exponent);

/* The same by printing and reading back: slow, and so simple that the other is tested against it.
 */
int digits_by_trial(double value, char digits[DIGITS_MOST], int *exponent);

#endif
