/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/data_parts.h"

#include "base/num.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
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

enum { KEYS = 13 };

struct span {
    double low, high;
};

/* What was seen of the runs that were looked at; table: numbers of different runs, one more than
 * they are, by what a law sees of them (0: none), a power of 2 of places. */
struct data_check {
    const struct runs *runs;
    size_t at;
    struct span N, D;
    size_t more; /* N above D */
    size_t *table, mask;
    size_t twice;
    int first, second; /* lines of the first that is */
};

struct data_check *data_check_new(const struct runs *runs) {
    struct data_check *const check = calloc(1, sizeof *check);
    if (!check) return NULL;
    size_t room = 64;
    while (room < 2 * runs->count)
        room *= 2;
    *check =
        (struct data_check){.runs = runs, .N = {INFINITY, 0}, .D = {INFINITY, 0}, .mask = room - 1};
    check->table = calloc(room, sizeof *check->table);
    return check;
}

void data_check_free(struct data_check *check) {
    if (!check) return;
    free(check->table);
    free(check);
}

static void widen(struct span *span, double value) {
    span->low = fmin(span->low, value);
    span->high = fmax(span->high, value);
}

/* Everything that a law sees. */
static void take_keys(const struct run *run, double key[KEYS]) {
    const struct plan *const p = &run->plan;
    const double keys[KEYS] = {p->N, p->D, run->loss, p->w,   p->a,    p->kv,     p->post,
                               p->G, p->E, p->M,      p->fc2, p->bias, run->group};
    for (int i = 0; i < KEYS; i++)
        key[i] = keys[i] + 0.0; /* 0 for -0 too: they compare by bytes */
}

/* Splitmix's mixing of each number into the next. */
static uint64_t hash(const double key[KEYS]) {
    uint64_t mixed = 0;
    for (int i = 0; i < KEYS; i++) {
        uint64_t bits;
        memcpy(&bits, &key[i], sizeof bits);
        mixed = (mixed ^ bits) + 0x9E3779B97F4A7C15u;
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
        mixed ^= mixed >> 31;
    }
    return mixed;
}

/* Put a run into the table, unless one like it is there. */
static void look_for(struct data_check *check, size_t run) {
    double key[KEYS], other[KEYS];
    take_keys(&check->runs->run[run], key);
    size_t place = (size_t)hash(key) & check->mask;
    for (; check->table[place]; place = (place + 1) & check->mask) {
        const struct run *const before = &check->runs->run[check->table[place] - 1];
        take_keys(before, other);
        if (memcmp(key, other, sizeof key) != 0) continue;
        if (check->twice++ > 0) return;
        check->first = before->line;
        check->second = check->runs->run[run].line;
        return;
    }
    check->table[place] = run + 1;
}

bool data_check_some(struct data_check *check, size_t some) {
    const struct runs *const runs = check->runs;
    for (; check->at < runs->count && some > 0; check->at++, some--) {
        const struct plan *const plan = &runs->run[check->at].plan;
        widen(&check->N, plan->N);
        widen(&check->D, plan->D);
        check->more += plan->N > plan->D;
        if (check->table) look_for(check, check->at); /* else a warning less */
    }
    return check->at == runs->count;
}

static void say_units(enum input input, const struct span *span, struct data_report *report) {
    char from[NUM_TEXT], to[NUM_TEXT];
    num_si(from, span->low);
    num_si(to, span->high);
    if (span->high < inputs[input].low) {
        warn(report, "%s looks like %s (%s … %s): expected %s as they are, as in 7e9",
             inputs[input].name, unit_of(input, span->low, span->high), from, to,
             input == IN_N ? "parameters" : "tokens");
    } else if (span->low < inputs[input].low) {
        warn(report, "%s is as small as %s in some rows, and up to %s: is it in one unit?",
             inputs[input].name, from, to);
    }
}

void data_check_say(const struct data_check *check, struct data_report *report) {
    const size_t count = check->runs->count, twice = check->twice;
    say_units(IN_N, &check->N, report);
    say_units(IN_D, &check->D, report);
    /* Sizes in different units compare to nothing. */
    if (report->warnings == 0 && 2 * check->more > count)
        warn(report, "N is above D in %zu of %zu rows: are the two swapped?", check->more, count);
    if (twice == 0) return;
    warn(report,
         "%zu %s given twice, loss included, and %s twice: the first is line %d, as line %d", twice,
         twice == 1 ? "row is" : "rows are", twice == 1 ? "counts" : "count", check->second,
         check->first);
}
