/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include "io/preset_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const shipped_presets[SHIPPED_PRESETS] = {
    "kumar-2024",     "kumar-2024-fp", "ouyang-2024",  "ouyang-2024-bits",
    "frantar-2025",   "chen-2025",     "sun-2025",     "hoffmann-2022",
    "besiroglu-2024", "quest-2025",    "quartet-2025", "quartet-2025-luq",
};

struct preset preset_of(const char *name) {
    const char *folder = getenv("TEST_PRESETS");
    char path[PRESET_FILE];
    struct preset preset;
    struct err err;
    snprintf(path, sizeof path, "%s/%s.ini", folder ? folder : "presets", name);
    if (!preset_file_read(path, &preset, &err)) fail_msg("%s", err.text);
    return preset;
}

struct plan plan_of(const char *words) {
    struct plan plan = plan_default();
    struct err err;
    char copy[512], *rest = NULL;
    check_that(strlen(words) < sizeof copy, "too many words: %s", words);
    strcpy(copy, words);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (!plan_word(&plan, word, &err)) fail_msg("%s: %s", words, err.text);
    }
    return plan;
}

struct result result_of(const struct preset *preset, const char *words) {
    const struct plan plan = plan_of(words);
    struct result result;
    law_eval(preset, &plan, &result);
    return result;
}

bool is_near(double found, double expected, double relative, double absolute) {
    if (isnan(expected) || isnan(found)) return isnan(expected) && isnan(found);
    if (isinf(expected) || isinf(found)) return expected == found;
    return fabs(found - expected) <= relative * fabs(expected) + absolute;
}

void check_near(double found, double expected, double relative, const char *what, ...) {
    if (is_near(found, expected, relative, 0)) return;
    char text[512];
    va_list args;
    va_start(args, what);
    vsnprintf(text, sizeof text, what, args);
    va_end(args);
    fail_msg("%s: found %.17g, expected %.17g", text, found, expected);
}

void check_that(bool holds, const char *what, ...) {
    if (holds) return;
    char text[512];
    va_list args;
    va_start(args, what);
    vsnprintf(text, sizeof text, what, args);
    va_end(args);
    fail_msg("%s", text);
}

double random_between(uint64_t *state, double low, double high) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(*state >> 11) / 9007199254740992.0;
}

double random_log(uint64_t *state, double low, double high) {
    return exp(random_between(state, log(low), log(high)));
}

double golden_minimum(double (*f)(double x, void *context), void *context, double low,
                      double high) {
    const double ratio = (sqrt(5) - 1) / 2;
    double x1 = high - ratio * (high - low), x2 = low + ratio * (high - low);
    double f1 = f(x1, context), f2 = f(x2, context);
    for (int i = 0; i < 80; i++) {
        if (f1 < f2) {
            high = x2;
            x2 = x1;
            f2 = f1;
            x1 = high - ratio * (high - low);
            f1 = f(x1, context);
        } else {
            low = x1;
            x1 = x2;
            f1 = f2;
            x2 = low + ratio * (high - low);
            f2 = f(x2, context);
        }
    }
    return (low + high) / 2;
}

double bisect(double (*f)(double x, void *context), void *context, double low, double high) {
    const bool rising = f(low, context) < 0;
    check_that(rising == (f(high, context) > 0), "no change of sign between %g and %g", low, high);
    for (int i = 0; i < 100; i++) {
        const double middle = (low + high) / 2;
        if ((f(middle, context) < 0) == rising) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (low + high) / 2;
}
