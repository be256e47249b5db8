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

/* Root mean square of ln measured − ln predicted at which nothing is fitted. */
static const double astray = 0.2;

/* How many times the interval an error may be: one from slopes says more than that of a coefficient
 * that the data do not feel. */
static const double beside = 3;

/* Correlation from which two coefficients are said to trade off. */
static const double together = 0.9;

/* What stands before the name of that number in a list. */
static const char *between(int index, int count) {
    return index == 0 ? "" : index == count - 1 ? " and " : ", ";
}

static const struct fit_coefficient *of_local(const struct fit_model *m,
                                              const struct fit_result *result, int local) {
    return &result->coefficient[m->local[local].coord];
}

static bool both_free(const struct fit_model *m, const struct fit_result *result, int a, int b) {
    return of_local(m, result, a)->role == FIT_FREE && of_local(m, result, b)->role == FIT_FREE;
}

/* Whether two pieces of the same bits can change places, and nobody could tell. */
static bool is_twin(const struct fit_model *m, const struct fit_result *result, int piece) {
    const struct fit_piece *const p = &m->piece[piece];
    return p->twin != FIT_NONE && both_free(m, result, p->kappa, m->piece[p->twin].kappa);
}

/* Likewise the parts of N and D, where all runs have nearly one D/N. */
static bool is_one_ratio(const struct fit_model *m, const struct fit_result *result) {
    return m->one_ratio && m->grid[1] != FIT_NONE && both_free(m, result, m->grid[0], m->grid[1]);
}

static void untell(const struct fit_model *m, int local, struct fit_result *result) {
    struct fit_coefficient *const c = &result->coefficient[m->local[local].coord];
    if (c->role == FIT_FREE) c->identified = false;
}

/* What can change places with another is not told, however narrow its interval. */
static void untell_alike(const struct fit_model *m, struct fit_result *result) {
    for (int i = 0; i < m->pieces; i++) {
        const struct fit_piece *const p = &m->piece[i];
        if (!is_twin(m, result, i)) continue;
        untell(m, p->kappa, result);
        untell(m, m->piece[p->twin].kappa, result);
        untell(m, p->n, result);
        untell(m, m->piece[p->twin].n, result);
    }
    for (int t = 0; t < 2 && is_one_ratio(m, result); t++) {
        untell(m, m->grid[t], result);
        untell(m, m->term[t].slot[0].local, result);
    }
}

static void say_open_at(struct fit_result *result, const char *words) {
    fit_remark(result, "%s", words);
    if (result->status != FIT_UNIDENTIFIED) text_copy(result->why, sizeof result->why, words);
    result->status = FIT_UNIDENTIFIED;
}

/* "w and a": bits that are as bits `first` in every run. */
static void say_twins(const struct fit_model *m, int first, bool *named,
                      struct fit_result *result) {
    int members[FIT_PIECES], count = 0;
    char names[FIT_WORDS] = "", words[FIT_WORDS];
    members[count++] = first;
    for (int i = first + 1; i < m->pieces; i++) {
        if (m->piece[i].twin == first && is_twin(m, result, i)) members[count++] = i;
    }
    if (count < 2) return;
    for (int i = 0; i < count; i++) {
        const struct fit_piece *const p = &m->piece[members[i]];
        named[m->local[p->kappa].coord] = named[m->local[p->n].coord] = true;
        text_append(names, sizeof names, "%s%s", between(i, count),
                    strchr(of_local(m, result, p->kappa)->name, '_') + 1);
    }
    snprintf(words, sizeof words,
             "%s are equal in every run: which gamma and n are whose cannot be told, unless they "
             "are tied",
             names);
    say_open_at(result, words);
}

static void say_alike(const struct fit_model *m, bool *named, struct fit_result *result) {
    for (int i = 0; i < m->pieces; i++)
        say_twins(m, i, named, result);
    if (!is_one_ratio(m, result)) return;
    for (int t = 0; t < 2; t++)
        named[m->local[m->grid[t]].coord] = named[m->local[m->term[t].slot[0].local].coord] = true;
    say_open_at(result, "D/N is nearly the same in every run: the parts of N and D cannot be told "
                        "apart");
}

static bool told(const struct fit_model *m, int i, const struct fit_coefficient *c) {
    const enum fit_kind kind = m->coord[i].kind;
    if (c->role == FIT_FIXED) return true;
    if (c->role == FIT_BOUND || !isfinite(c->low) || !isfinite(c->high)) return false;
    if (c->error > beside * (c->high - c->low)) return false;
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
        text_append(out, size, "%s%s", between(k, count), result->coefficient[members[k]].name);
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
        return;
    }
    snprintf(out, size, several ? "%s trade off" : "the data leave %s open",
             several ? list : c->name);
    text_append(out, size, ": %s in %s to %s cannot be ruled out at %g %%",
                several ? c->name : "any", number(low, c->low), number(high, c->high),
                100 * result->level);
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
    char words[FIT_WORDS], text[NUM_TEXT];
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
    untell_alike(m, result);
    say_alike(m, named, result);
    for (int i = next_open(m, result, named); i != FIT_NONE; i = next_open(m, result, named)) {
        named[i] = true;
        say_open(result, i, named, words, sizeof words);
        say_open_at(result, words);
    }
    if (result->rms_log > astray) {
        result->status = FIT_POOR;
        snprintf(result->why, sizeof result->why,
                 "the law does not describe these runs: it is %s %% off; are the columns, units "
                 "and fixed values right?",
                 number(text, 100 * result->rms_log));
    }
    if (converged) return;
    result->status = FIT_UNCONVERGED;
    text_copy(words, sizeof words, result->why);
    snprintf(result->why, sizeof result->why,
             "the search ended before the objective stopped falling%s%.180s", *words ? "; " : "",
             words);
}

const char *fit_status_word(enum fit_status status) {
    return status == FIT_UNCONVERGED    ? "not converged"
           : status == FIT_REFUSED      ? "refused"
           : status == FIT_AT_BOUND     ? "at bound"
           : status == FIT_UNIDENTIFIED ? "not identified"
           : status == FIT_POOR         ? "poor fit"
                                        : "ok";
}

const char *fit_covariance_word(const struct fit_result *result) {
    if (!result->covariance) return NULL;
    return result->resampled ? "resamples" : "fit";
}
