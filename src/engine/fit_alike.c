/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether runs that differ in D alone are off the law together. */
#include "base/num.h"
#include "base/seen.h"
#include "engine/fit_parts.h"
#include <gsl/gsl_cdf.h>
#include <stdlib.h>

/* How sure it must be; and how many times the variance of a mean of such runs is what it would be
 * if each had its own noise. */
static const double chance = 1e-4, worth = 2.25;

/* Of those that differ in D alone: how many, and what they are off. */
struct kin {
    double sum, squares;
    size_t rows;
};

/* What tells runs apart beside D and the loss, which are first to last. */
static void take_row(const void *data, size_t index, double *out) {
    const struct fit_model *const m = data;
    struct run run = m->problem->runs->run[m->source[index]];
    run.plan.D = run.loss = 0;
    run_numbers(&run, out);
}

/* Sums by the first row of each kind, of rows that repeat no other: original. False where there is
 * no memory. */
static bool gather(const struct fit_model *m, const double *log_predicted, const size_t *original,
                   struct kin *kin) {
    struct seen seen;
    if (!seen_make(&seen, m->rows, RUN_NUMBERS, take_row, m)) return false;
    for (size_t i = 0; i < m->rows; i++) {
        if (original[i] != i) continue;
        struct kin *const own = &kin[seen_put(&seen, i)];
        const double off = m->log_loss[i] - log_predicted[i];
        own->sum += off;
        own->squares += off * off;
        own->rows++;
    }
    seen_free(&seen);
    return true;
}

/* The spread between kinds and within them, each by its degrees of freedom. */
struct spread {
    double between, within; /* mean squares */
    double kinds, rest;     /* degrees of freedom */
    double each;            /* rows in a kind */
};

static struct spread spread_of(const struct kin *kin, size_t rows) {
    struct spread s = {0};
    double all = 0;
    for (size_t i = 0; i < rows; i++) {
        const double n = (double)kin[i].rows;
        if (n < 2) continue;
        const double between = kin[i].sum * kin[i].sum / n;
        s.between += between;
        s.within += kin[i].squares - between;
        s.kinds++;
        all += n;
    }
    s.rest = all - s.kinds;
    s.each = all / s.kinds;
    s.between /= s.kinds;
    s.within /= s.rest;
    return s;
}

static void remark(const struct spread *s, struct fit_result *result) {
    const double share = (s->between - s->within) / (s->between + (s->each - 1) * s->within);
    char shown[NUM_TEXT];
    if (s->kinds < 3 || s->rest < 3 || 1 + (s->each - 1) * share < worth ||
        gsl_cdf_fdist_Q(s->between / s->within, s->kinds, s->rest) > chance)
        return;
    fit_remark(
        result,
        "errors go together in runs that differ in D alone (correlation %s): if they are "
        "checkpoints of one run, give the column that names it as cluster, or intervals are too "
        "narrow; if not, the law misses something of N",
        num_fixed(shown, share, 2));
}

void fit_remark_alike(const struct fit_model *m, const double *log_predicted,
                      struct fit_result *result) {
    if (m->rows > FIT_PROFILE_MOST) return;
    size_t *const original = calloc(m->rows + 1, sizeof *original);
    struct kin *const kin = calloc(m->rows + 1, sizeof *kin);
    if (original && kin) {
        fit_originals(m, original);
        if (gather(m, log_predicted, original, kin)) {
            const struct spread s = spread_of(kin, m->rows);
            remark(&s, result);
        }
    }
    free(original);
    free(kin);
}
