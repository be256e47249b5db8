/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether there is anything to fit, and what is odd in the data. */
#include "base/num.h"
#include "base/seen.h"
#include "base/text.h"
#include "engine/fit_parts.h"
#include <stdarg.h>
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

static void take_row(const void *data, size_t index, double *out) {
    const struct fit_model *const m = data;
    run_numbers(&m->problem->runs->run[m->source[index]], out);
}

struct fit_telling {
    const struct fit_model *m;
    struct seen seen;
    size_t at, distinct;
};

struct fit_telling *telling_new(const struct fit_model *m) {
    struct fit_telling *const telling = calloc(1, sizeof *telling);
    if (!telling) return NULL;
    telling->m = m;
    if (seen_make(&telling->seen, m->rows, RUN_NUMBERS, take_row, m)) return telling;
    free(telling);
    return NULL;
}

void telling_free(struct fit_telling *telling) {
    if (!telling) return;
    seen_free(&telling->seen);
    free(telling);
}

bool telling_step(struct fit_telling *telling, const double *deadline, size_t *original,
                  size_t *distinct) {
    enum { SOME = 4096 };
    while (telling->at < telling->m->rows) {
        const size_t i = telling->at++, first = seen_put(&telling->seen, i);
        if (original) original[i] = first;
        telling->distinct += first == i;
        if (telling->at % SOME == 0 && fit_late(deadline)) return false;
    }
    *distinct = telling->distinct;
    return true;
}

size_t fit_originals(const struct fit_model *m, size_t *original) {
    struct fit_telling *const telling = telling_new(m);
    size_t distinct = m->rows;
    if (telling) telling_step(telling, NULL, original, &distinct);
    for (size_t i = 0; !telling && original && i < m->rows; i++)
        original[i] = i;
    telling_free(telling);
    return distinct;
}

size_t fit_distinct(const struct fit_model *m) {
    return m->distinct > 0 ? m->distinct : fit_originals(m, NULL);
}

double fit_evidence(const struct fit_model *m, double distinct) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < m->rows; i++) {
        sum += m->weight[i];
        squares += m->weight[i] * m->weight[i];
    }
    return squares > 0 ? distinct * (sum / squares) * (sum / (double)m->rows) : 0;
}

/* Whether there are more runs than coefficients, by what they weigh too. */
static bool check_count(const struct fit_model *m, struct fit_result *result) {
    const size_t distinct = fit_distinct(m);
    const double evidence = fit_evidence(m, (double)distinct);
    char text[NUM_TEXT];
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
    num_shortest(text, num_round(evidence, 3));
    if (evidence < (m->frees + 1) * (1 - 1e-9)) {
        return refuse(result,
                      "%zu runs count as %s by their weights: expected at least %d for %d free "
                      "coefficients",
                      m->rows, text, m->frees + 1, m->frees);
    }
    if (evidence < 2 * m->frees && evidence < 0.9 * (double)distinct) {
        fit_remark(result, "%zu runs count as %s by their weights, for %d free coefficients",
                   m->rows, text, m->frees);
    }
    return true;
}

enum { FEW_CLUSTERS = 10 };

/* Whether there are clusters enough to tell how they scatter. */
static bool check_clusters(const struct fit_model *m, struct fit_result *result) {
    size_t clusters;
    if (m->partial) return true; /* no interval is asked for */
    if (!fit_clusters(m, NULL, &clusters)) return refuse(result, "out of memory");
    if (clusters > 0 && clusters < FIT_LEAST_CLUSTERS) {
        return refuse(result,
                      "%zu cluster%s: how clusters scatter cannot be seen; expected %d or more, "
                      "better %d",
                      clusters, clusters == 1 ? "" : "s", FIT_LEAST_CLUSTERS, FEW_CLUSTERS);
    }
    if (clusters > 0 && clusters < FEW_CLUSTERS) {
        fit_remark(result, "%zu clusters alone tell how clusters scatter: intervals are rough",
                   clusters);
    }
    return true;
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
    if (!check_count(m, result) || !check_clusters(m, result)) return false;
    if (m->frees == 0) return refuse(result, "every coefficient is fixed: there is nothing to fit");
    return check_variety(m, result);
}
