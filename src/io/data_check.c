/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/data_parts.h"

#include "base/num.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void warn(struct data_report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void warn(struct data_report *report, const char *format, ...) {
    if (report->warnings == DATA_WARNINGS) return;
    char *const out = report->warning[report->warnings++];
    va_list args;
    va_start(args, format);
    text_format(out, DATA_TEXT, format, args);
    va_end(args);
}

/* What a column of sizes that are all too small is counted in: models have millions of parameters
 * and more, runs tens of millions of tokens and more. */
static const char *unit_of(enum input input, double low, double high) {
    if (input == IN_N) return low < 20 ? "billions" : "millions";
    return high <= 2e4 ? "billions" : "millions";
}

static void check_units(const struct runs *runs, enum input input, struct data_report *report) {
    double low = INFINITY, high = 0;
    char from[NUM_TEXT], to[NUM_TEXT];
    for (size_t i = 0; i < runs->count; i++) {
        const double value = plan_get(&runs->run[i].plan, input);
        low = fmin(low, value);
        high = fmax(high, value);
    }
    num_si(from, low);
    num_si(to, high);
    if (high < inputs[input].low) {
        warn(report, "%s looks like %s (%s … %s): expected %s as they are, as in 7e9",
             inputs[input].name, unit_of(input, low, high), from, to,
             input == IN_N ? "parameters" : "tokens");
    } else if (low < inputs[input].low) {
        warn(report, "%s is as small as %s in some rows, and up to %s: is it in one unit?",
             inputs[input].name, from, to);
    }
}

static void check_order(const struct runs *runs, struct data_report *report) {
    size_t more = 0;
    for (size_t i = 0; i < runs->count; i++)
        more += runs->run[i].plan.N > runs->run[i].plan.D;
    if (2 * more > runs->count)
        warn(report, "N is above D in %zu of %zu rows: are the two swapped?", more, runs->count);
}

/* By everything that a law sees, and then by the line: the same runs come to stand together. */
static int compare_runs(const void *left, const void *right) {
    const struct run *const a = *(const struct run *const *)left;
    const struct run *const b = *(const struct run *const *)right;
    const double pairs[][2] = {{a->plan.N, b->plan.N},       {a->plan.D, b->plan.D},
                               {a->loss, b->loss},           {a->plan.w, b->plan.w},
                               {a->plan.a, b->plan.a},       {a->plan.kv, b->plan.kv},
                               {a->plan.post, b->plan.post}, {a->plan.G, b->plan.G},
                               {a->plan.E, b->plan.E},       {a->plan.M, b->plan.M},
                               {a->plan.fc2, b->plan.fc2},   {a->plan.bias, b->plan.bias},
                               {a->group, b->group}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i][0] != pairs[i][1]) return pairs[i][0] < pairs[i][1] ? -1 : 1;
    }
    return 0;
}

static void check_twice(const struct runs *runs, struct data_report *report) {
    const struct run **sorted = calloc(runs->count, sizeof *sorted);
    if (!sorted) return; /* a warning less */
    for (size_t i = 0; i < runs->count; i++)
        sorted[i] = &runs->run[i];
    qsort(sorted, runs->count, sizeof *sorted, compare_runs);
    size_t twice = 0;
    int first = 0, second = 0;
    for (size_t i = 1; i < runs->count; i++) {
        if (compare_runs(&sorted[i - 1], &sorted[i]) != 0) continue;
        const int one = sorted[i - 1]->line, other = sorted[i]->line;
        if (twice++ > 0 && (one > other ? one : other) > second) continue;
        first = one < other ? one : other;
        second = one < other ? other : one;
    }
    free(sorted);
    if (twice > 0) {
        warn(report,
             "%zu %s given twice, loss included, and %s twice: the first is line %d, as line %d",
             twice, twice == 1 ? "row is" : "rows are", twice == 1 ? "counts" : "count", second,
             first);
    }
}

void data_check(const struct runs *runs, struct data_report *report) {
    check_units(runs, IN_N, report);
    check_units(runs, IN_D, report);
    /* Sizes in different units compare to nothing. */
    if (report->warnings == 0) check_order(runs, report);
    check_twice(runs, report);
}
