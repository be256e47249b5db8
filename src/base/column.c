/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/column.h"

#include "base/clones.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 8 };

/* ln 2 in two parts, the first with room for a whole number of 11 bits beside it. */
static const double ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;

static inline uint64_t bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double of_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Which of two, without a branch: compilers take no loop with one for wide columns. */
static inline double keep(bool first, double a, double b) {
    const uint64_t mask = -(uint64_t)first;
    return of_bits((bits_of(a) & mask) | (bits_of(b) & ~mask));
}

/* e^x = 2^k·e^r with |r| ≤ ln 2/2, and e^r by its series. Adding 1.5·2⁵² rounds to a whole k, which
 * then stands in the last bits. */
static inline double exp_of(double x) {
    static const double rounder = 0x1.8p52, log2_e = 0x1.71547652b82fep0;
    const double shifted = x * log2_e + rounder, k = shifted - rounder;
    const double r = (x - k * ln2_high) - k * ln2_low, rr = r * r;
    const double even =
        1. / 2 +
        rr * (1. / 24 +
              rr * (1. / 720 + rr * (1. / 40320 + rr * (1. / 3628800 + rr * (1. / 479001600)))));
    const double odd =
        1. / 6 +
        rr * (1. / 120 + rr * (1. / 5040 +
                               rr * (1. / 362880 + rr * (1. / 39916800 + rr * (1. / 6227020800)))));
    const double power = of_bits((bits_of(shifted) << 52) + bits_of(1));
    const double value = (1 + (r + rr * (even + r * odd))) * power;
    return keep(x > 709, INFINITY, keep(x < -708, 0, value));
}

/* ln x = k·ln 2 + ln(1 + f) with 1 + f from √½ to √2, and with s = f/(2 + f)
 * ln(1 + f) = f − f²/2 + s·(f²/2 + Σ 2·s²ⁱ/(2i + 1)), i from 1. */
static inline double log_of(double x) {
    static const double root_half = 0x1.6a09e667f3bcdp-1, two52 = 0x1p52;
    const uint64_t raised = (bits_of(x) + (bits_of(1) - bits_of(root_half))) >> 52;
    const double k = of_bits(raised | bits_of(two52)) - (two52 + 1023);
    const double f = of_bits(bits_of(x) - (raised << 52) + bits_of(1)) - 1;
    const double s = f / (2 + f), z = s * s, zz = z * z, half = f * f / 2;
    const double even = 2. / 3 + zz * (2. / 7 + zz * (2. / 11 + zz * (2. / 15 + zz * (2. / 19))));
    const double odd = 2. / 5 + zz * (2. / 9 + zz * (2. / 13 + zz * (2. / 17 + zz * (2. / 21))));
    const double rest = s * (half + z * (even + z * odd)) + k * ln2_low;
    const double value = k * ln2_high - ((half - rest) - f);
    return keep((x >= DBL_MIN) & (x <= DBL_MAX), value, NAN);
}

CLONES void column_exp(double *x, int n) {
    for (int i = 0; i < n; i++)
        x[i] = exp_of(x[i]);
}

CLONES void column_log(double *out, const double *x, int n) {
    for (int i = 0; i < n; i++)
        out[i] = log_of(x[i]);
}

/* What 1 + x loses in rounding is made good to first order. */
CLONES void column_log1p(double *out, const double *x, int n) {
    for (int i = 0; i < n; i++) {
        const double sum = 1 + x[i];
        out[i] = log_of(sum) + (x[i] - (sum - 1)) / sum;
    }
}

static inline double dot(const double *restrict a, const double *restrict b, int n) {
    double sum[LANES] = {0};
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
        for (int k = 0; k < LANES; k++)
            sum[k] += a[i + k] * b[i + k];
    }
    for (int k = 0; i < n; i++, k++)
        sum[k] += a[i] * b[i];
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

CLONES double column_dot(const double *a, const double *b, int n) {
    return dot(a, b, n);
}

CLONES void column_dots(const double *a, const double *const *b, int count, int n, double *sum) {
    for (int i = 0; i < count; i++)
        sum[i] = dot(a, b[i], n);
}

CLONES void column_multiply(double *restrict out, const double *restrict a,
                            const double *restrict b, int n) {
    for (int i = 0; i < n; i++)
        out[i] = a[i] * b[i];
}

CLONES void column_add(double *restrict out, double times, const double *restrict a, int n) {
    for (int i = 0; i < n; i++)
        out[i] += times * a[i];
}

CLONES void column_add_product(double *restrict out, const double *restrict a,
                               const double *restrict b, int n) {
    for (int i = 0; i < n; i++)
        out[i] += a[i] * b[i];
}
