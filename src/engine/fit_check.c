/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether there is anything to fit, and what is odd in the data. */
#include "base/text.h"
#include "engine/fit_parts.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void fit_remark(struct fit_result *result, const char *format, ...) {
    va_list args;
    if (result->remarks == FIT_REMARKS) return;
    va_start(args, format);
    text_format(result->remark[result->remarks++], FIT_WORDS, format, args);
    va_end(args);
}

static bool refuse(struct fit_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool refuse(struct fit_result *result, const char *format, ...) {
    va_list args;
    va_start(args, format);
    text_format(result->why, sizeof result->why, format, args);
    va_end(args);
    result->status = FIT_REFUSED;
    return false;
}

/* Whether all of a column are one value, within rounding. */
static bool one_value(const double *column, size_t n) {
    for (size_t i = 1; i < n; i++) {
        if (fabs(column[i] - column[0]) > 1e-9) return false;
    }
    return true;
}

static bool is_open(const struct fit_model *m, int local) {
    return local != FIT_NONE && m->link[m->local[local].coord].count > 0;
}

static const char *name_of(const struct fit_model *m, int local) {
    return m->coord[m->local[local].coord].name;
}

/* What two runs must have alike to be one run twice: to the digit, as bits. */
enum { KEY = 8 };

struct key {
    uint64_t word[KEY];
};

static struct key key_of(const struct fit_model *m, size_t row) {
    const struct run *run = &m->problem->runs->run[m->source[row]];
    const struct plan *p = &run->plan;
    const double value[KEY] = {p->N,      p->D,
                               run->loss, p->w,
                               p->a,      p->kv + 1e3 * p->E + 1e5 * p->M,
                               p->post,   p->G + 1e-3 * run->group};
    struct key key;
    memcpy(key.word, value, sizeof key.word);
    return key;
}

static size_t hash_of(const struct key *key) {
    uint64_t hash = 0;
    for (int i = 0; i < KEY; i++) {
        hash = (hash ^ key->word[i]) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    return (size_t)hash;
}

/* Each run that is not among them yet goes into a table by its hash, the next free place after it:
 * its row's number, from 1. */
size_t fit_distinct(const struct fit_model *m) {
    size_t size = 16, count = 0;
    while (size < 2 * m->rows)
        size *= 2;
    size_t *table = calloc(size, sizeof *table);
    if (!table) return m->rows;
    for (size_t i = 0; i < m->rows; i++) {
        const struct key key = key_of(m, i);
        size_t at = hash_of(&key) & (size - 1);
        for (; table[at]; at = (at + 1) & (size - 1)) {
            const struct key other = key_of(m, table[at] - 1);
            if (memcmp(&key, &other, sizeof key) == 0) break;
        }
        if (table[at]) continue;
        table[at] = i + 1;
        count++;
    }
    free(table);
    return count;
}

static bool check_variety(const struct fit_model *m, struct fit_result *result) {
    static const char *const input[2] = {"N", "D"};
    if (one_value(m->log_loss, m->rows))
        return refuse(result, "every run has the same loss: there is nothing to fit");
    for (int i = 0; i < 2; i++) {
        const int exponent = m->grid[i];
        if (!one_value(m->column[i ? COLUMN_Y : COLUMN_X], m->rows)) continue;
        if (exponent == FIT_NONE || !is_open(m, exponent)) continue;
        return refuse(result,
                      "all runs have the same %s: %s and %s cannot be told from the rest; expected "
                      "runs at several %s",
                      input[i], name_of(m, m->term[i].slot[0].local), name_of(m, exponent),
                      input[i]);
    }
    return true;
}

bool fit_check(const struct fit_model *m, struct fit_result *result) {
    const size_t distinct = fit_distinct(m);
    if (m->left_out > 0) {
        fit_remark(result,
                   "%zu run%s left out: the law is not defined there, or the loss is not above 0",
                   m->left_out, m->left_out == 1 ? " was" : "s were");
    }
    if (m->rows == 0) return refuse(result, "no run counts: there is nothing to fit");
    if (m->bare) {
        return refuse(result, "no run is quantised in a way that law %s looks at",
                      m->problem->law->name);
    }
    if (distinct < m->rows) {
        fit_remark(result, "%zu run%s another to the digit: no evidence of %s own",
                   m->rows - distinct, m->rows - distinct == 1 ? " repeats" : "s repeat",
                   m->rows - distinct == 1 ? "its" : "their");
    }
    if (distinct <= (size_t)m->frees) {
        return refuse(result,
                      "%zu different runs for %d free coefficients: expected at least %d, better "
                      "several for each",
                      distinct, m->frees, m->frees + 1);
    }
    if (m->frees == 0) return refuse(result, "every coefficient is fixed: there is nothing to fit");
    return check_variety(m, result);
}
