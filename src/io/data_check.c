/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/data_parts.h"

#include "base/num.h"
#include "base/seen.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void data_warn(struct data_report *report, const char *format, ...) {
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

struct span {
    double low, high;
};

/* What was seen of the runs that were looked at. */
struct data_check {
    const struct runs *runs;
    size_t at;
    struct span N, D;
    size_t more; /* N above D */
    struct seen seen;
    bool seeing; /* there was memory for it */
    size_t twice;
    int first, second; /* lines of the first that is */
};

static void take_row(const void *data, size_t index, double *out) {
    const struct runs *const runs = data;
    run_numbers(&runs->run[index], out);
}

struct data_check *data_check_new(const struct runs *runs) {
    struct data_check *const check = calloc(1, sizeof *check);
    if (!check) return NULL;
    check->runs = runs;
    check->N = check->D = (struct span){INFINITY, 0};
    check->seeing = seen_make(&check->seen, runs->count, RUN_NUMBERS, take_row, runs);
    return check;
}

void data_check_free(struct data_check *check) {
    if (!check) return;
    seen_free(&check->seen);
    free(check);
}

static void widen(struct span *span, double value) {
    span->low = fmin(span->low, value);
    span->high = fmax(span->high, value);
}

static void look_for(struct data_check *check, size_t run) {
    const size_t before = seen_put(&check->seen, run);
    if (before == run || check->twice++ > 0) return;
    check->first = check->runs->run[before].line;
    check->second = check->runs->run[run].line;
}

bool data_check_some(struct data_check *check, size_t some) {
    const struct runs *const runs = check->runs;
    for (; check->at < runs->count && some > 0; check->at++, some--) {
        const struct plan *const plan = &runs->run[check->at].plan;
        widen(&check->N, plan->N);
        widen(&check->D, plan->D);
        check->more += plan->N > plan->D;
        if (check->seeing) look_for(check, check->at); /* else a warning less */
    }
    return check->at == runs->count;
}

static void say_units(enum input input, const struct span *span, const char *title,
                      struct data_report *report) {
    char from[NUM_TEXT], to[NUM_TEXT];
    num_si(from, span->low);
    num_si(to, span->high);
    if (span->high < inputs[input].low) {
        const char *const unit = unit_of(input, span->low, span->high);
        data_warn(report,
                  "%s looks like %s (%s … %s): expected %s as they are, or --column %s=%s*%s",
                  inputs[input].name, unit, from, to, input == IN_N ? "parameters" : "tokens",
                  inputs[input].name, title, *unit == 'b' ? "1e9" : "1e6");
    } else if (span->low < inputs[input].low) {
        data_warn(report, "%s is as small as %s in some rows, and up to %s: is it in one unit?",
                  inputs[input].name, from, to);
    }
}

/* What an input's column is called. */
static const char *title_of(const struct data_columns *columns, enum input input) {
    const int at = columns->input[input];
    return at == DATA_NONE ? inputs[input].name : columns->title[at];
}

void data_check_say(const struct data_check *check, const struct data_columns *columns,
                    struct data_report *report) {
    const size_t count = check->runs->count, twice = check->twice;
    say_units(IN_N, &check->N, title_of(columns, IN_N), report);
    say_units(IN_D, &check->D, title_of(columns, IN_D), report);
    /* Sizes in different units compare to nothing. */
    if (report->warnings == 0 && 2 * check->more > count)
        data_warn(report, "N is above D in %zu of %zu rows: are the two swapped?", check->more,
                  count);
    if (twice == 0) return;
    data_warn(
        report,
        "%zu %s an earlier one, loss included: no evidence of %s own; the first is line %d, as "
        "line %d",
        twice, twice == 1 ? "row repeats" : "rows repeat", twice == 1 ? "its" : "their",
        check->second, check->first);
}
