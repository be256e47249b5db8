/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A double is m·2^e. Times the power of ten that gives it 17 digits before the point, in fixed
 * point with 64 bits after it, every question (is there a multiple of 100, or of 10, nearer than
 * half the way to the next double? which whole number is nearest?) is a comparison of integers. All
 * that was cut off on the way is less than ERROR; a comparison closer than that, and the odd
 * spacing at a power of two, are left to printing and reading back. */
#include "base/digits.h"

#include <ctype.h>
#include <float.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum { ERROR = 8, STEP = 27, COARSE_LEAST = -11 };

/* 10^(27·(i + COARSE_LEAST)), its first 128 bits; the first bit is a 1. */
static const struct {
    uint64_t high, low;
} coarse[] = {
    {0xa76c582338ed2621u, 0xaf2af2b80af6f24eu}, /* 1e-297 */
    {0x873e4f75e2224e68u, 0x5a7744a6e804a291u}, /* 1e-270 */
    {0xda7f5bf590966848u, 0xaf39a475506a899eu}, /* 1e-243 */
    {0xb080392cc4349decu, 0xbd8d794d96aacfb3u}, /* 1e-216 */
    {0x8e938662882af53eu, 0x547eb47b7282ee9cu}, /* 1e-189 */
    {0xe65829b3046b0afau, 0x0cb4a5a3112a5112u}, /* 1e-162 */
    {0xba121a4650e4ddebu, 0x92f34d62616ce413u}, /* 1e-135 */
    {0x964e858c91ba2655u, 0x3a6a07f8d510f86fu}, /* 1e-108 */
    {0xf2d56790ab41c2a2u, 0xfae27299423fb9c3u}, /* 1e-81 */
    {0xc428d05aa4751e4cu, 0xaa97e14c3c26b886u}, /* 1e-54 */
    {0x9e74d1b791e07e48u, 0x775ea264cf55347du}, /* 1e-27 */
    {0x8000000000000000u, 0x0000000000000000u}, /* 1e0 */
    {0xcecb8f27f4200f3au, 0x0000000000000000u}, /* 1e27 */
    {0xa70c3c40a64e6c51u, 0x999090b65f67d924u}, /* 1e54 */
    {0x86f0ac99b4e8dafdu, 0x69a028bb3ded71a3u}, /* 1e81 */
    {0xda01ee641a708de9u, 0xe80e6f4820cc9495u}, /* 1e108 */
    {0xb01ae745b101e9e4u, 0x5ec05dcff72e7f8fu}, /* 1e135 */
    {0x8e41ade9fbebc27du, 0x14588f13be847307u}, /* 1e162 */
    {0xe5d3ef282a242e81u, 0x8f1668c8a86da5fau}, /* 1e189 */
    {0xb9a74a0637ce2ee1u, 0x6d953e2bd7173692u}, /* 1e216 */
    {0x95f83d0a1fb69cd9u, 0x4abdaf101564f98eu}, /* 1e243 */
    {0xf24a01a73cf2dccfu, 0xbc633b39673c8cecu}, /* 1e270 */
    {0xc3b8358109e84f07u, 0x0a862f80ec4700c8u}, /* 1e297 */
    {0x9e19db92b4e31ba9u, 0x6c07a2c26a8346d1u}, /* 1e324 */
};

/* 5^i, whole. */
static const uint64_t fives[STEP] = {1u,
                                     5u,
                                     25u,
                                     125u,
                                     625u,
                                     3125u,
                                     15625u,
                                     78125u,
                                     390625u,
                                     1953125u,
                                     9765625u,
                                     48828125u,
                                     244140625u,
                                     1220703125u,
                                     6103515625u,
                                     30517578125u,
                                     152587890625u,
                                     762939453125u,
                                     3814697265625u,
                                     19073486328125u,
                                     95367431640625u,
                                     476837158203125u,
                                     2384185791015625u,
                                     11920928955078125u,
                                     59604644775390625u,
                                     298023223876953125u,
                                     1490116119384765625u};

/* a·b without its last 64 bits */
static wide times(wide a, uint64_t b) {
    return (a >> 64) * b + (((a & UINT64_MAX) * b) >> 64);
}

/* value times a power of ten, and half the distance to the next double times the same: both in
 * units of 2^-64, rounded down. */
struct scaled {
    wide value, half;
};

/* 10^power as significand·2^exponent, the significand from 2^126. */
static wide ten_to(int power, int *exponent) {
    const int i = (power - STEP * COARSE_LEAST) / STEP;
    const int rest = power - STEP * (i + COARSE_LEAST);
    const wide large = (wide)coarse[i].high << 64 | coarse[i].low;
    const int shift = __builtin_clzll(fives[rest]);
    /* 1741647/2^19 is log2 10, near enough for all entries */
    *exponent = ((STEP * (i + COARSE_LEAST) * 1741647) >> 19) - 127 + rest - shift + 64;
    return times(large, fives[rest] << shift);
}

static struct scaled scale(uint64_t mantissa, int exponent, int power) {
    int by;
    const wide ten = ten_to(power, &by);
    const wide product = times(ten, mantissa << 11);
    return (struct scaled){product >> -(exponent + by + 117), ten >> -(exponent + by + 63)};
}

enum answer { NO, YES, CLOSE };

static enum answer less(wide a, wide b) {
    if (a + ERROR < b) return YES;
    return a > b + ERROR ? NO : CLOSE;
}

/* The multiple of step that is nearest, where it is nearer than half. */
static enum answer multiple(const struct scaled *v, uint64_t step, uint64_t *found) {
    const uint64_t whole = (uint64_t)(v->value >> 64), rest = whole % step;
    const wide above = (wide)rest << 64 | (uint64_t)v->value, below = ((wide)step << 64) - above;
    const enum answer down = less(above, below);
    if (down == CLOSE) return less(above, v->half) == NO ? NO : CLOSE;
    *found = down == YES ? whole - rest : whole - rest + step;
    return less(down == YES ? above : below, v->half);
}

/* The 17 digits, zeros at their end included, as a whole number; false where it is too close. */
static bool choose(const struct scaled *v, uint64_t *found) {
    for (uint64_t step = 100; step >= 10; step /= 10) {
        const enum answer is = multiple(v, step, found);
        if (is != NO) return is == YES;
    }
    const wide fraction = (uint64_t)v->value, middle = (wide)1 << 63;
    const enum answer down = less(fraction, middle);
    *found = (uint64_t)(v->value >> 64) + (down == NO);
    return down != CLOSE;
}

static void write_eight(uint32_t number, char *out) {
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233"
        "34353637383940414243444546474849505152535455565758596061626364656667"
        "6869707172737475767778798081828384858687888990919293949596979899";
    const uint32_t high = number / 10000, low = number % 10000;
    memcpy(out, pairs + (size_t)2 * (high / 100), 2);
    memcpy(out + 2, pairs + (size_t)2 * (high % 100), 2);
    memcpy(out + 4, pairs + (size_t)2 * (low / 100), 2);
    memcpy(out + 6, pairs + (size_t)2 * (low % 100), 2);
}

static int write_digits(uint64_t number, char digits[DIGITS_MOST]) {
    const uint64_t high = number / 100000000;
    digits[0] = (char)('0' + high / 100000000);
    write_eight((uint32_t)(high % 100000000), digits + 1);
    write_eight((uint32_t)(number % 100000000), digits + 9);
    int count = DIGITS_MOST;
    while (digits[count - 1] == '0')
        count--;
    return count;
}

int digits_shortest(double value, char digits[DIGITS_MOST], int *exponent) {
    static const uint64_t least = 10000000000000000u;
    uint64_t bits, found;
    memcpy(&bits, &value, sizeof bits);
    const uint64_t mantissa = bits & ((UINT64_C(1) << 52) - 1);
    const int top = (int)(bits >> 52) - 1023;
    if (mantissa == 0 || top == -1023) return digits_by_trial(value, digits, exponent);
    const uint64_t whole = mantissa | UINT64_C(1) << 52;
    int first = (top * 78913) >> 18; /* log10 2; one too low for a part of each power of two */
    struct scaled v = scale(whole, top - 52, DIGITS_MOST - 1 - first);
    if (v.value >> 64 >= 10 * least) v = scale(whole, top - 52, DIGITS_MOST - 1 - ++first);
    if (!choose(&v, &found)) return digits_by_trial(value, digits, exponent);
    if (found >= 10 * least) {
        found /= 10;
        first++;
    }
    *exponent = first;
    return write_digits(found, digits);
}

enum { TRIAL = 40 };

/* The sixteen digits that read back to value, where there are such. Above a power of two doubles
 * lie twice as far apart as below it: there the nearest text may be another double's while the one
 * after it is not. */
static bool sixteen_digits(char text[TRIAL], double value) {
    snprintf(text, TRIAL, "%.15e", value);
    if (strtod(text, NULL) == value) return true;
    char *last = strchr(text, 'e') - 1;
    if (*last == '9') return false;
    ++*last;
    return strtod(text, NULL) == value;
}

/* As "d.ddde±xx", with no digits that are not needed to read back the same. */
static void shortest_scientific(char text[TRIAL], double value) {
    /* Whatever has 15 digits or fewer comes out of 15 exactly; not so below the normal numbers. */
    for (int precision = value < DBL_MIN ? 0 : 14; precision <= 14; precision++) {
        snprintf(text, TRIAL, "%.*e", precision, value);
        if (strtod(text, NULL) == value) return;
    }
    if (!sixteen_digits(text, value)) snprintf(text, TRIAL, "%.16e", value);
}

int digits_by_trial(double value, char digits[DIGITS_MOST], int *exponent) {
    char text[TRIAL];
    shortest_scientific(text, value);
    int count = 0;
    const char *at = text;
    for (; *at != 'e'; at++) {
        if (isdigit((unsigned char)*at)) digits[count++] = *at;
    }
    *exponent = (int)strtol(at + 1, NULL, 10);
    while (count > 1 && digits[count - 1] == '0')
        count--;
    return count;
}
