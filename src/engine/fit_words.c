/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fit's numbers mean, in words: which coefficients the data leave open, and with what they
 * trade off. */
#include "base/num.h"
#include "base/text.h"
#include "engine/fit_parts.h"
#include <stdio.h>
#include <string.h>

/* How far apart an interval's ends may be. */
static const double wide_factor = 100, wide_times = 2;

/* Correlation from which two coefficients are said to trade off. */
static const double together = 0.9;

static bool told(const struct fit_model *m, int i, const struct fit_coefficient *c) {
    const enum fit_kind kind = m->coord[i].kind;
    if (c->role == FIT_FIXED) return true;
    if (c->role == FIT_BOUND || !isfinite(c->low) || !isfinite(c->high)) return false;
    if (kind != KIND_PLAIN && kind != KIND_QUOTIENT)
        return c->low > 0 && c->high <= wide_factor * c->low;
    if (m->coord[i].low < 0) return c->high - c->low <= wide_times * fmax(1, fabs(c->value));
    return c->low > 0 && c->high - c->low <= wide_times * c->value;
}

static double correlation(const struct fit_result *result, int i, int j) {
    const int n = result->count;
    const double own = sqrt(result->covariance[i * n + i]) * sqrt(result->covariance[j * n + j]);
    return own > 0 ? result->covariance[i * n + j] / own : 0;
}

/* "E, A and alpha": i and what goes with it. */
static int list_together(const struct fit_result *result, int i, bool *named, char *out,
                         size_t size) {
    int members[FIT_COEFFS], count = 0;
    members[count++] = i;
    for (int j = 0; j < result->count && count < 6; j++) {
        if (j != i && fabs(correlation(result, i, j)) >= together) members[count++] = j;
    }
    out[0] = '\0';
    for (int k = 0; k < count; k++) {
        named[members[k]] = true;
        text_append(out, size, "%s%s",
                    k == 0           ? ""
                    : k == count - 1 ? " and "
                                     : ", ",
                    result->coefficient[members[k]].name);
    }
    return count;
}

static const char *number(char out[NUM_TEXT], double value) {
    if (isinf(value)) return value > 0 ? "any height" : "any depth";
    return num_shortest(out, num_round(value, 3));
}

static void say_open(const struct fit_result *result, int i, bool *named, char *out, size_t size) {
    const struct fit_coefficient *c = &result->coefficient[i];
    char low[NUM_TEXT], high[NUM_TEXT], list[FIT_WORDS];
    const bool several = list_together(result, i, named, list, sizeof list) > 1;
    if (isnan(c->low) || isnan(c->high)) {
        snprintf(out, size, "the data leave %s open: no interval of %s could be found", list,
                 c->name);
    } else if (several) {
        snprintf(out, size, "%s trade off: any %s in %s to %s fits as well", list, c->name,
                 number(low, c->low), number(high, c->high));
    } else {
        snprintf(out, size, "the data leave %s open: any in %s to %s fits as well", c->name,
                 number(low, c->low), number(high, c->high));
    }
}

static void say_bound(const struct fit_result *result, int i, char *out, size_t size) {
    const struct fit_coefficient *c = &result->coefficient[i];
    char value[NUM_TEXT], high[NUM_TEXT];
    snprintf(out, size, "%s stands at %s, the end of its range", c->name, number(value, c->value));
    if (c->value == 0 && isfinite(c->high))
        text_append(out, size, "; the data allow up to %s", number(high, c->high));
}

/* The most telling of those that are open: E, then exponents and the rest as they stand. */
static int next_open(const struct fit_model *m, const struct fit_result *result,
                     const bool *named) {
    const int floor = m->floor == FIT_NONE ? FIT_NONE : m->local[m->floor].coord;
    if (floor != FIT_NONE && !result->coefficient[floor].identified && !named[floor] &&
        result->coefficient[floor].role == FIT_FREE) {
        return floor;
    }
    for (int i = 0; i < result->count; i++) {
        const struct fit_coefficient *c = &result->coefficient[i];
        if (!c->identified && !named[i] && c->role != FIT_BOUND) return i;
    }
    return FIT_NONE;
}

void fit_judge(const struct fit_model *m, const double *phi, bool converged,
               struct fit_result *result) {
    bool named[FIT_COEFFS] = {false};
    char words[FIT_WORDS];
    (void)phi;
    result->status = FIT_OK;
    for (int i = 0; i < result->count; i++) {
        struct fit_coefficient *c = &result->coefficient[i];
        c->identified = told(m, i, c);
        if (c->role != FIT_BOUND) continue;
        result->status = FIT_AT_BOUND;
        say_bound(result, i, words, sizeof words);
        fit_remark(result, "%s", words);
        if (!result->why[0]) text_copy(result->why, sizeof result->why, words);
    }
    for (int i = next_open(m, result, named); i != FIT_NONE; i = next_open(m, result, named)) {
        named[i] = true;
        say_open(result, i, named, words, sizeof words);
        fit_remark(result, "%s", words);
        if (result->status != FIT_UNIDENTIFIED) text_copy(result->why, sizeof result->why, words);
        result->status = FIT_UNIDENTIFIED;
    }
    if (converged) return;
    result->status = FIT_UNCONVERGED;
    text_copy(result->why, sizeof result->why,
              "the search ended before the objective stopped falling");
}

const char *fit_status_word(enum fit_status status) {
    return status == FIT_UNCONVERGED    ? "not converged"
           : status == FIT_REFUSED      ? "refused"
           : status == FIT_AT_BOUND     ? "at bound"
           : status == FIT_UNIDENTIFIED ? "not identified"
                                        : "ok";
}

const char *fit_covariance_word(const struct fit_result *result) {
    if (!result->covariance) return NULL;
    return result->resampled ? "resamples" : "fit";
}
