/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the engine share: presets, plans in one line, comparisons that say what failed.
 */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/law.h"
#include "engine/preset.h"

enum { SHIPPED_PRESETS = 12, /* published */ OWN_PRESETS = 2 /* refits, shipped too */ };

extern const char *const shipped_presets[SHIPPED_PRESETS];

/* The shipped preset of that name, from the folder in $TEST_PRESETS. Fails the test where it does
 * not load. */
struct preset preset_of(const char *name);

/* The default plan with NAME=VALUE words applied, separated by blanks. Fails the test at a bad
 * word. */
struct plan plan_of(const char *words);

/* What the preset says of that plan. */
struct result result_of(const struct preset *preset, const char *words);

/* Whether |found − expected| ≤ relative·|expected| + absolute; two NANs are near. */
bool is_near(double found, double expected, double relative, double absolute);

/* Fail the test with what (printf-style) and both numbers where |found − expected| >
 * relative·|expected|. */
void check_near(double found, double expected, double relative, const char *what, ...)
    __attribute__((format(printf, 4, 5)));

/* Fail the test with a message (printf-style) where holds is false. */
void check_that(bool holds, const char *what, ...) __attribute__((format(printf, 2, 3)));

/* Random numbers that are the same everywhere: uniform in [low, high), and in the logarithm. */
double random_between(uint64_t *state, double low, double high);
double random_log(uint64_t *state, double low, double high);

/* The minimum of f over [low, high] by golden section: f has one valley there. */
double golden_minimum(double (*f)(double x, void *context), void *context, double low, double high);

/* The root of f in [low, high] by bisection: f changes sign there, else the test fails. */
double bisect(double (*f)(double x, void *context), void *context, double low, double high);

#endif
