/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws compared: whose errors are how large, and who is best. */
#include "base/num.h"
#include "base/text.h"
#include "engine/fit_parts.h"
#include "engine/fit_told.h"
#include <gsl/gsl_cdf.h>
#include <string.h>

const char *fit_verdict_word(enum fit_verdict verdict) {
    return verdict == FIT_BEST     ? "best"
           : verdict == FIT_TIE    ? "tie"
           : verdict == FIT_BEHIND ? "behind"
                                   : NULL;
}

const char *fit_rival_name(const struct fit_rival *rival, char out[FIT_NAME]) {
    text_copy(out, FIT_NAME, rival->law->name);
    if (*rival->form) text_append(out, FIT_NAME, " %s", rival->form);
    return out;
}

const char *fit_rival_percent(char out[NUM_TEXT], double value, bool sign) {
    const double percent = 100 * value;
    const int decimals = fabs(percent) < 9.995 ? 2 : 1;
    return sign ? num_signed(out, percent, decimals) : num_fixed(out, percent, decimals);
}

bool fit_compare_large(const struct fit_comparison *comparison, char *out, size_t size) {
    char low[NUM_TEXT], high[NUM_TEXT];
    const size_t rows = comparison->rival[0].large.rows;
    out[0] = '\0';
    if (comparison->large_sizes == 0 || rows == 0) return false;
    num_si(low, comparison->large_low);
    num_si(high, comparison->large_high);
    text_append(out, size, "%zu row%s of the ", rows, rows == 1 ? "" : "s");
    if (comparison->large_sizes == 1)
        text_append(out, size, "largest size, N %s", high);
    else
        text_append(out, size, "%zu largest sizes, N %s to %s", comparison->large_sizes, low, high);
    return true;
}

struct fit_sum *told_sum(const struct fit_told *told, size_t run) {
    return &told->sum[told->first ? told->first[run] : run];
}

static struct fit_test *test_of(struct fit_rival *rival, bool large) {
    return large ? &rival->large : &rival->left;
}

static bool predicts_any(const struct fit_told *told, const double *residual) {
    for (size_t i = 0; i < told->runs->count; i++) {
        if (!isnan(residual[i])) return true;
    }
    return false;
}

/* Keep the residuals of those rows that all rivals predict who predict any. */
static void keep_common(int count, const struct fit_told *told,
                        double *const residual[FIT_RIVALS]) {
    bool predicts[FIT_RIVALS];
    for (int i = 0; i < count; i++)
        predicts[i] = predicts_any(told, residual[i]);
    for (size_t k = 0; k < told->runs->count; k++) {
        bool all = true;
        for (int i = 0; i < count; i++)
            all &= !predicts[i] || !isnan(residual[i][k]);
        for (int i = 0; i < count && !all; i++)
            residual[i][k] = NAN;
    }
}

static void take_errors(struct fit_comparison *comparison, const struct fit_told *told,
                        double *const residual[FIT_RIVALS], bool large) {
    keep_common(comparison->count, told, residual);
    for (int i = 0; i < comparison->count; i++) {
        struct fit_test *const left = test_of(&comparison->rival[i], large);
        double sum = 0, squares = 0;
        for (size_t k = 0; k < told->runs->count; k++) {
            if (isnan(residual[i][k])) continue;
            left->rows++;
            sum += residual[i][k];
            squares += residual[i][k] * residual[i][k];
        }
        left->bias_log = sum / (double)left->rows;
        left->rms_log = sqrt(squares / (double)left->rows);
    }
}

/* How sure a lead must be, of Student's. More than the usual, for there are two tests, the best has
 * been chosen by one of them, and fits without a size have most rows in common: in runs of a law
 * that all rivals hold, some one in twenty is then said to be behind. */
static const double sure = 0.99;

/* Errors that differ by less are the same: the law that is listed first is the plainer. */
static const double alike = 1e-6;

/* And how large, of the best's rms error: what is less is no lead to plan by. */
static const double worth = 0.1;

/* Mean and standard error of values, and whether the mean is above 0 by more than they scatter, and
 * than is worth it beside `least`. */
static bool is_above(const double *value, size_t count, double least, struct fit_test *test) {
    const double n = (double)count;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++)
        sum += value[i];
    test->behind = sum / n;
    for (size_t i = 0; i < count; i++)
        squares += (value[i] - test->behind) * (value[i] - test->behind);
    test->behind_error = count > 1 ? sqrt(squares / (n - 1) / n) : NAN;
    if (count < FIT_LARGE_ROWS) return false;
    const double quantile = gsl_cdf_tdist_Pinv(sure, n - 1);
    return test->behind > quantile * test->behind_error && test->behind > worth * least;
}

/* How much larger a rival's errors are than the best's in large, row by row, or by the means of
 * clusters, `tests` of them; true where that is surely so. Not squares: of a few rows the worst
 * would be all that counts. */
static bool is_behind_large(struct fit_comparison *comparison, const struct fit_told *told, int i,
                            int best, size_t *tests) {
    const double *const own = told->large[i], *const least = told->large[best];
    size_t count = 0;
    memset(told->sum, 0, told->runs->count * sizeof *told->sum);
    for (size_t k = 0; k < told->runs->count; k++) {
        if (isnan(own[k]) || isnan(least[k])) continue;
        struct fit_sum *const sum = told_sum(told, k);
        sum->total += fabs(own[k]) - fabs(least[k]);
        sum->rows++;
    }
    for (size_t k = 0; k < told->runs->count; k++) {
        if (told->sum[k].rows > 0)
            told->room[count++] = told->sum[k].total / (double)told->sum[k].rows;
    }
    struct fit_rival *const rival = comparison->rival;
    *tests = count;
    return is_above(told->room, count, rival[best].large.rms_log, &rival[i].large);
}

/* The same in left, size by size: rows of one size share the luck of one fit. */
static bool is_behind_left(struct fit_comparison *comparison, const struct fit_told *told, int i,
                           int best) {
    const double *const own = told->left[i], *const least = told->left[best];
    size_t count = 0;
    for (size_t s = 0; s < comparison->left_sizes; s++) {
        const struct fit_gap gap = {told->sizes[s], told->sizes[s]};
        double sum = 0, rows = 0;
        for (size_t k = 0; k < told->runs->count; k++) {
            if (isnan(own[k]) || isnan(least[k]) || !gap_has(&gap, &told->runs->run[k])) continue;
            sum += fabs(own[k]) - fabs(least[k]);
            rows++;
        }
        if (rows > 0) told->room[count++] = sum / rows;
    }
    struct fit_rival *const rival = comparison->rival;
    return is_above(told->room, count, rival[best].left.rms_log, &rival[i].left);
}

/* Whether the errors of a rival are those of the law, and not of where a search broke off. */
static bool is_settled(const struct fit_rival *rival) {
    return rival->compared && isfinite(rival->large.rms_log) && rival->status >= FIT_OK &&
           rival->status != FIT_POOR && rival->large_status >= FIT_OK;
}

static void judge(struct fit_comparison *comparison, const struct fit_told *told, int i, int best) {
    struct fit_rival *const rival = &comparison->rival[i];
    size_t tests;
    const bool large = is_behind_large(comparison, told, i, best, &tests),
               left = is_behind_left(comparison, told, i, best);
    const bool few = tests < FIT_LARGE_ROWS;
    rival->verdict = i == best                 ? FIT_BEST
                     : !few && (large || left) ? FIT_BEHIND
                     : is_settled(rival)       ? FIT_TIE
                                               : FIT_UNDECIDED;
}

/* Whether a rival stands above another. */
static bool above(const struct fit_rival *a, const struct fit_rival *b) {
    if (a->compared != b->compared) return a->compared;
    if (a->verdict == FIT_BEST || b->verdict == FIT_BEST) return a->verdict == FIT_BEST;
    if (is_settled(a) != is_settled(b)) return is_settled(a);
    if (isnan(a->large.rms_log) || isnan(b->large.rms_log))
        return !isnan(a->large.rms_log) && isnan(b->large.rms_log);
    return a->large.rms_log < b->large.rms_log;
}

static void sort(struct fit_comparison *comparison) {
    for (int i = 1; i < comparison->count; i++) {
        const struct fit_rival rival = comparison->rival[i];
        int at = i;
        for (; at > 0 && above(&rival, &comparison->rival[at - 1]); at--)
            comparison->rival[at] = comparison->rival[at - 1];
        comparison->rival[at] = rival;
    }
}

/* What there is to say of the fit to the smaller sizes. */
static void say_large(struct fit_rival *rival) {
    if (rival->large_status >= FIT_OK) return;
    text_append(rival->why, sizeof rival->why, "%swithout the largest size: %s",
                *rival->why ? "; " : "", fit_status_word(rival->large_status));
}

/* Why no law is best. */
static void say_none(struct fit_comparison *comparison) {
    bool any = false, poor = true;
    for (int i = 0; i < comparison->count; i++) {
        any |= comparison->rival[i].compared;
        poor &= !comparison->rival[i].compared || comparison->rival[i].status == FIT_POOR;
    }
    if (!any) {
        text_copy(comparison->why, FIT_WORDS, "no law can be fitted to these rows");
    } else if (comparison->sizes < 3) {
        text_copy(comparison->why, FIT_WORDS,
                  comparison->sizes == 1
                      ? "too few sizes to leave one out: all runs have one N; expected 3 or more"
                      : "too few sizes to leave one out: 2 different N; expected 3 or more");
    } else if (poor) {
        text_copy(comparison->why, FIT_WORDS, "no law describes these runs: all are far off them");
    } else {
        text_copy(comparison->why, FIT_WORDS,
                  "no law has a fit that converges with and without the largest size");
    }
}

void fit_verdicts(struct fit_comparison *comparison, struct fit_told *told) {
    int best = FIT_NONE;
    take_errors(comparison, told, told->left, false);
    take_errors(comparison, told, told->large, true);
    for (int i = 0; i < comparison->count; i++) {
        const struct fit_rival *const rival = &comparison->rival[i];
        if (!is_settled(rival)) continue;
        if (best == FIT_NONE ||
            rival->large.rms_log < (1 - alike) * comparison->rival[best].large.rms_log)
            best = i;
    }
    for (int i = 0; i < comparison->count && best != FIT_NONE; i++) {
        if (!isnan(comparison->rival[i].large.rms_log)) judge(comparison, told, i, best);
    }
    for (int i = 0; i < comparison->count; i++) {
        if (comparison->rival[i].compared) say_large(&comparison->rival[i]);
    }
    if (best == FIT_NONE) say_none(comparison);
    sort(comparison);
}
