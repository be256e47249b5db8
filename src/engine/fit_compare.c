/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws side by side: who can use which rows, the fits with and without sizes, and who is best. */
#include "engine/fit_compare.h"

#include "base/num.h"
#include "base/text.h"
#include "engine/fit_parts.h"
#include "engine/fit_request.h"
#include <gsl/gsl_cdf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum stage {
    STAGE_CHECK,
    STAGE_COMMON,
    STAGE_FIT,
    STAGE_LEAVE,
    STAGE_LARGE,
    STAGE_JUDGE,
    STAGE_DONE
};

struct fit_compare {
    struct fit_comparison *comparison;
    struct runs runs; /* those given, the weight 0 where not all laws can use one */
    struct fit_problem problem[FIT_RIVALS];
    double *left[FIT_RIVALS], *large[FIT_RIVALS]; /* residuals of each run, NAN where none */
    double *residual, *sizes;
    uint32_t *can; /* a bit for each rival that can use the run */
    enum stage stage;
    int at;      /* the rival whose turn it is */
    size_t size; /* and the size */
    int fits;    /* done */
    struct fit_job *job;
};

_Static_assert(FIT_RIVALS <= 32, "more than a run's flags can tell apart");

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

static void list(struct fit_comparison *comparison, const struct law *law, const char *form) {
    const struct fit_test none = {0, NAN, NAN, NAN, NAN};
    if (comparison->count == FIT_RIVALS) return;
    comparison->rival[comparison->count++] = (struct fit_rival){
        .law = law, .form = form, .objective = NAN, .rms_log = NAN, .left = none, .large = none};
}

/* What the law's usual form is called; "" where the law has no other. */
static const char *usual_word(const struct law *law) {
    const char *word = "";
    const unsigned usual = fit_usual_form(law);
    for (int i = 0; i < FIT_FORMS; i++) {
        if (fit_forms[i].law != law) continue;
        if (usual && fit_forms[i].set == usual) return fit_forms[i].name;
        word = "plain";
    }
    return word;
}

static void list_law(struct fit_comparison *comparison, const struct law *law) {
    for (int i = 0; i < comparison->count; i++) {
        if (comparison->rival[i].law == law) return;
    }
    list(comparison, law, usual_word(law));
    for (int i = 0; i < FIT_FORMS; i++) {
        if (fit_forms[i].rival && fit_forms[i].law == law) list(comparison, law, fit_forms[i].name);
    }
}

void fit_compare_list(struct fit_comparison *comparison, const struct law *const *laws, int count) {
    list_law(comparison, &law_chinchilla);
    for (int i = 0; i < count; i++)
        list_law(comparison, laws[i]);
}

void fit_compare_refuse(struct fit_comparison *comparison, const struct law *law, const char *why) {
    for (int i = 0; i < comparison->count; i++) {
        if (comparison->rival[i].law == law) text_copy(comparison->rival[i].why, FIT_WORDS, why);
    }
}

/* The rivals' problems: as that given, but for law and form. */
static bool take_problems(struct fit_compare *work, const struct fit_problem *like,
                          struct err *err) {
    for (int i = 0; i < work->comparison->count; i++) {
        const struct fit_rival *const rival = &work->comparison->rival[i];
        struct fit_problem *const problem = &work->problem[i];
        *problem = *like;
        problem->law = rival->law;
        problem->runs = &work->runs;
        problem->form = fit_usual_form(rival->law);
        if (*rival->form && !fit_request_form(problem, rival->form, err)) return false;
    }
    return true;
}

static bool take_room(struct fit_compare *work, const struct runs *runs, struct err *err) {
    const size_t n = runs->count + 1;
    work->runs = *runs;
    work->runs.run = calloc(n, sizeof *work->runs.run);
    work->can = calloc(n, sizeof *work->can);
    work->residual = calloc(n, sizeof *work->residual);
    work->sizes = calloc(n, sizeof *work->sizes);
    bool whole = work->runs.run && work->can && work->residual && work->sizes;
    for (int i = 0; i < work->comparison->count; i++) {
        work->left[i] = malloc(n * sizeof(double));
        work->large[i] = malloc(n * sizeof(double));
        whole = whole && work->left[i] && work->large[i];
        for (size_t k = 0; whole && k < runs->count; k++)
            work->left[i][k] = work->large[i][k] = NAN;
    }
    if (!whole) return err_starved(err, "out of memory");
    if (runs->count > 0) memcpy(work->runs.run, runs->run, runs->count * sizeof *runs->run);
    return true;
}

struct fit_compare *fit_compare_start(struct fit_comparison *comparison,
                                      const struct fit_problem *like, struct err *err) {
    struct fit_compare *work = calloc(1, sizeof *work);
    if (!work) {
        err_starved(err, "out of memory");
        return NULL;
    }
    work->comparison = comparison;
    comparison->runs = like->runs->count;
    if (take_room(work, like->runs, err) && take_problems(work, like, err)) return work;
    fit_compare_free(work);
    return NULL;
}

void fit_compare_free(struct fit_compare *work) {
    if (!work) return;
    fit_cancel(work->job);
    for (int i = 0; i < FIT_RIVALS; i++) {
        free(work->left[i]);
        free(work->large[i]);
    }
    free(work->runs.run); /* their names are the caller's */
    free(work->can);
    free(work->residual);
    free(work->sizes);
    free(work);
}

static void refuse(struct fit_rival *rival, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void refuse(struct fit_rival *rival, const char *format, ...) {
    va_list args;
    va_start(args, format);
    text_format(rival->why, sizeof rival->why, format, args);
    va_end(args);
    rival->compared = false;
}

/* Which runs a rival can use, and whether they are enough. */
static void check(struct fit_compare *work, int i) {
    struct fit_rival *const rival = &work->comparison->rival[i];
    struct fit_result result = {0};
    struct err err;
    if (*rival->why) return;
    struct fit_model *const m = model_new(&work->problem[i], NULL, &err);
    if (!m) {
        refuse(rival, "%s", err.text);
        return;
    }
    rival->usable = m->rows;
    for (size_t k = 0; k < m->rows; k++)
        work->can[m->source[k]] |= 1u << i;
    rival->compared = fit_check(m, &result);
    if (!rival->compared && m->rows < work->runs.count)
        refuse(rival, "it can use %zu of %zu rows: %s", m->rows, work->runs.count, result.why);
    else if (!rival->compared)
        refuse(rival, "%s", result.why);
    model_free(m);
}

/* What a law must be able to use of the rows that another can. */
static const double most_of = 0.9;

/* Among all laws, one that cannot use most of the rows is not to take them from the others. */
static void leave_narrow(struct fit_comparison *comparison) {
    size_t most = 0;
    for (int i = 0; i < comparison->count; i++) {
        const struct fit_rival *const rival = &comparison->rival[i];
        if (rival->compared && rival->usable > most) most = rival->usable;
    }
    for (int i = 0; i < comparison->count; i++) {
        struct fit_rival *const rival = &comparison->rival[i];
        if (!rival->compared || (double)rival->usable >= most_of * (double)most) continue;
        refuse(rival, "it can use only %zu of %zu rows; --law %s,chinchilla compares it on those",
               rival->usable, comparison->runs, rival->law->name);
    }
}

static size_t rows_of(const struct runs *runs, double size) {
    const struct fit_gap gap = {size, size};
    size_t count = 0;
    for (size_t i = 0; i < runs->count; i++)
        count += runs->run[i].weight > 0 && gap_has(&gap, &runs->run[i]);
    return count;
}

/* The largest size, and smaller ones to it while there are too few rows and enough are left. */
static void choose_large(struct fit_compare *work) {
    struct fit_comparison *const comparison = work->comparison;
    size_t rows = 0;
    if (comparison->sizes < 2) return;
    for (size_t at = comparison->sizes; at-- > 1;) {
        if (comparison->large_sizes > 0 && (rows >= FIT_LARGE_ROWS || at < 2)) break;
        rows += rows_of(&work->runs, work->sizes[at]);
        comparison->large_low = work->sizes[at];
        comparison->large_sizes++;
    }
    comparison->large_high = work->sizes[comparison->sizes - 1];
}

/* From here on only those runs count that all compared laws can use. */
static void narrow(struct fit_compare *work) {
    struct fit_comparison *const comparison = work->comparison;
    uint32_t all = 0;
    if (comparison->all) leave_narrow(comparison);
    for (int i = 0; i < comparison->count; i++) {
        if (comparison->rival[i].compared) all |= 1u << i;
    }
    for (size_t i = 0; i < work->runs.count; i++) {
        const bool common = all && (work->can[i] & all) == all;
        comparison->rows += common;
        if (!common) work->runs.run[i].weight = 0;
    }
    comparison->sizes = fit_sizes(&work->runs, work->sizes, work->runs.count + 1);
    choose_large(work);
    const bool short_enough = comparison->rows <= FIT_LEAVE_ROWS / (comparison->sizes + 1);
    comparison->left_sizes = comparison->sizes > 1 && short_enough ? comparison->sizes : 0;
}

static void take_fit(struct fit_compare *work, struct fit_rival *rival) {
    struct fit_result result;
    fit_finish(work->job, &result);
    rival->status = result.status;
    rival->p = result.p;
    rival->objective = result.objective;
    rival->rms_log = result.rms_log;
    if (result.status == FIT_REFUSED)
        refuse(rival, "%s", result.why);
    else
        text_copy(rival->why, sizeof rival->why, result.why);
    fit_free(&result);
}

static void take_left(struct fit_compare *work, struct fit_rival *rival, double *residual) {
    struct fit_left left;
    fit_leave_rows(work->job, &left, work->residual);
    if (left.N == work->comparison->large_high) rival->large_status = left.status;
    for (size_t i = 0; i < work->runs.count; i++) {
        if (!isnan(work->residual[i])) residual[i] = work->residual[i];
    }
}

/* Whether the largest size was left out alone, so that its residuals are there. */
static bool large_known(const struct fit_comparison *comparison) {
    return comparison->large_sizes == 1 && comparison->left_sizes > 0;
}

static void copy_large(struct fit_compare *work, int i) {
    const struct fit_gap gap = {work->comparison->large_low, work->comparison->large_high};
    for (size_t k = 0; k < work->runs.count; k++) {
        if (gap_has(&gap, &work->runs.run[k])) work->large[i][k] = work->left[i][k];
    }
}

/* The job of the stage for the rival whose turn it is; NULL where there is none. */
static struct fit_job *start_job(struct fit_compare *work, struct err *err) {
    const struct fit_comparison *const comparison = work->comparison;
    const struct fit_problem *const problem = &work->problem[work->at];
    if (work->stage == STAGE_FIT) return fit_start(problem, err);
    if (work->stage == STAGE_LEAVE) return fit_leave_start(problem, work->sizes[work->size], err);
    return fit_leave_sizes(problem, comparison->large_low, comparison->large_high, err);
}

/* What a finished job says, and what is next. */
static void take_job(struct fit_compare *work) {
    struct fit_rival *const rival = &work->comparison->rival[work->at];
    if (work->stage == STAGE_FIT)
        take_fit(work, rival);
    else
        take_left(work, rival,
                  work->stage == STAGE_LEAVE ? work->left[work->at] : work->large[work->at]);
    work->job = NULL;
    work->fits++;
}

/* How many jobs a stage has for a rival. */
static size_t jobs_of(const struct fit_compare *work, enum stage stage, int at) {
    const struct fit_comparison *const comparison = work->comparison;
    if (!comparison->rival[at].compared) return 0;
    if (stage == STAGE_FIT) return 1;
    if (stage == STAGE_LEAVE) return comparison->left_sizes;
    return comparison->large_sizes > 0 && !large_known(comparison) ? 1 : 0;
}

/* Some of a stage's work; it moves on by itself. */
static void step_jobs(struct fit_compare *work, double deadline) {
    struct err err;
    if (work->at == work->comparison->count) {
        work->stage++;
        work->at = 0;
        return;
    }
    if (work->size >= jobs_of(work, work->stage, work->at)) {
        work->size = 0;
        work->at++;
        return;
    }
    if (!work->job) work->job = start_job(work, &err);
    if (!work->job && work->stage == STAGE_FIT)
        refuse(&work->comparison->rival[work->at], "%s", err.text);
    if (work->job && !fit_step(work->job, deadline)) return;
    if (work->job) take_job(work);
    work->size++;
}

static struct fit_test *test_of(struct fit_rival *rival, bool large) {
    return large ? &rival->large : &rival->left;
}

static bool predicts_any(const struct fit_compare *work, const double *residual) {
    for (size_t i = 0; i < work->runs.count; i++) {
        if (!isnan(residual[i])) return true;
    }
    return false;
}

/* Keep the residuals of those rows that all rivals predict who predict any. */
static void keep_common(struct fit_compare *work, double *const residual[FIT_RIVALS]) {
    const int count = work->comparison->count;
    bool predicts[FIT_RIVALS];
    for (int i = 0; i < count; i++)
        predicts[i] = predicts_any(work, residual[i]);
    for (size_t k = 0; k < work->runs.count; k++) {
        bool all = true;
        for (int i = 0; i < count; i++)
            all &= !predicts[i] || !isnan(residual[i][k]);
        for (int i = 0; i < count && !all; i++)
            residual[i][k] = NAN;
    }
}

static void take_errors(struct fit_compare *work, double *const residual[FIT_RIVALS], bool large) {
    keep_common(work, residual);
    for (int i = 0; i < work->comparison->count; i++) {
        struct fit_test *const left = test_of(&work->comparison->rival[i], large);
        double sum = 0, squares = 0;
        for (size_t k = 0; k < work->runs.count; k++) {
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

/* How much larger a rival's errors are than the best's in large, row by row; true where that is
 * surely so. Not squares: of a few rows the worst would be all that counts. */
static bool is_behind_large(struct fit_compare *work, int i, int best) {
    const double *const own = work->large[i], *const least = work->large[best];
    size_t count = 0;
    for (size_t k = 0; k < work->runs.count; k++) {
        if (isnan(own[k]) || isnan(least[k])) continue;
        work->residual[count++] = fabs(own[k]) - fabs(least[k]);
    }
    struct fit_rival *const rival = work->comparison->rival;
    return is_above(work->residual, count, rival[best].large.rms_log, &rival[i].large);
}

/* The same in left, size by size: rows of one size share the luck of one fit. */
static bool is_behind_left(struct fit_compare *work, int i, int best) {
    const double *const own = work->left[i], *const least = work->left[best];
    size_t count = 0;
    for (size_t s = 0; s < work->comparison->left_sizes; s++) {
        const struct fit_gap gap = {work->sizes[s], work->sizes[s]};
        double sum = 0, rows = 0;
        for (size_t k = 0; k < work->runs.count; k++) {
            if (isnan(own[k]) || isnan(least[k]) || !gap_has(&gap, &work->runs.run[k])) continue;
            sum += fabs(own[k]) - fabs(least[k]);
            rows++;
        }
        if (rows > 0) work->residual[count++] = sum / rows;
    }
    struct fit_rival *const rival = work->comparison->rival;
    return is_above(work->residual, count, rival[best].left.rms_log, &rival[i].left);
}

/* Whether the errors of a rival are those of the law, and not of where a search broke off. */
static bool is_settled(const struct fit_rival *rival) {
    return rival->compared && !isnan(rival->large.rms_log) && rival->status >= FIT_OK &&
           rival->large_status >= FIT_OK;
}

static void judge(struct fit_compare *work, int i, int best) {
    struct fit_rival *const rival = &work->comparison->rival[i];
    const bool large = is_behind_large(work, i, best), left = is_behind_left(work, i, best);
    const bool few = rival->large.rows < FIT_LARGE_ROWS;
    rival->verdict = i == best                 ? FIT_BEST
                     : !few && (large || left) ? FIT_BEHIND
                     : is_settled(rival)       ? FIT_TIE
                                               : FIT_UNDECIDED;
}

/* Whether a rival stands above another. */
static bool above(const struct fit_rival *a, const struct fit_rival *b) {
    if (a->compared != b->compared) return a->compared;
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
    bool any = false;
    for (int i = 0; i < comparison->count; i++)
        any |= comparison->rival[i].compared;
    if (!any) {
        text_copy(comparison->why, FIT_WORDS, "no law can be fitted to these rows");
    } else if (comparison->sizes < 3) {
        text_copy(comparison->why, FIT_WORDS,
                  comparison->sizes == 1
                      ? "too few sizes to leave one out: all runs have one N; expected 3 or more"
                      : "too few sizes to leave one out: 2 different N; expected 3 or more");
    } else {
        text_copy(comparison->why, FIT_WORDS,
                  "no law has a fit that converges with and without the largest size");
    }
}

static void judge_all(struct fit_compare *work) {
    struct fit_comparison *const comparison = work->comparison;
    int best = FIT_NONE;
    for (int i = 0; i < comparison->count && large_known(comparison); i++)
        copy_large(work, i);
    take_errors(work, work->left, false);
    take_errors(work, work->large, true);
    for (int i = 0; i < comparison->count; i++) {
        const struct fit_rival *const rival = &comparison->rival[i];
        if (!is_settled(rival)) continue;
        if (best == FIT_NONE || rival->large.rms_log < comparison->rival[best].large.rms_log)
            best = i;
    }
    for (int i = 0; i < comparison->count && best != FIT_NONE; i++) {
        if (!isnan(comparison->rival[i].large.rms_log)) judge(work, i, best);
        if (comparison->rival[i].compared) say_large(&comparison->rival[i]);
    }
    if (best == FIT_NONE) say_none(comparison);
    sort(comparison);
}

static void step(struct fit_compare *work, double deadline) {
    if (work->stage == STAGE_CHECK && work->at < work->comparison->count) {
        check(work, work->at++);
    } else if (work->stage == STAGE_CHECK) {
        work->stage = STAGE_COMMON;
        work->at = 0;
    } else if (work->stage == STAGE_COMMON) {
        narrow(work);
        work->stage = STAGE_FIT;
    } else if (work->stage == STAGE_JUDGE) {
        judge_all(work);
        work->stage = STAGE_DONE;
    } else {
        step_jobs(work, deadline);
    }
}

bool fit_compare_step(struct fit_compare *work, double deadline) {
    const double *const until = deadline < INFINITY ? &deadline : NULL;
    while (work->stage != STAGE_DONE) {
        step(work, deadline);
        if (fit_late(until)) break;
    }
    return work->stage == STAGE_DONE;
}

double fit_compare_progress(const struct fit_compare *work) {
    size_t all = 0;
    if (work->stage <= STAGE_COMMON) return 0;
    if (work->stage >= STAGE_JUDGE) return 1;
    for (int i = 0; i < work->comparison->count; i++) {
        for (enum stage stage = STAGE_FIT; stage <= STAGE_LARGE; stage++)
            all += jobs_of(work, stage, i);
    }
    const double part = work->job ? fit_progress(work->job, NULL) : 0;
    return all > 0 ? fmin(1, (work->fits + part) / (double)all) : 1;
}
