/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws side by side: who can use which rows, and the fits with and without sizes. */
#include "engine/fit_compare.h"

#include "base/text.h"
#include "engine/fit_parts.h"
#include "engine/fit_request.h"
#include "engine/fit_told.h"
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
    const struct runs *given;
    struct runs runs; /* those given, the weight 0 where not all laws can use one */
    struct fit_problem problem[FIT_RIVALS];
    struct fit_told told;
    size_t *first; /* of each run's cluster, once the rows are known */
    uint32_t *can; /* a bit for each rival that can use the run */
    enum stage stage;
    int at;           /* the rival whose turn it is */
    size_t size;      /* and the size */
    int fits;         /* done */
    uint32_t crowded; /* a bit for each rival refused since rows were taken, for others' sake */
    double reached;   /* progress before the rows were taken once more */
    struct fit_job *job;
    struct fit_making *making; /* of a rival that is checked */
    struct fit_telling *telling;
    struct fit_model *model;
};

_Static_assert(FIT_RIVALS <= 32, "more than a run's flags can tell apart");

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
    work->told.room = calloc(n, sizeof *work->told.room);
    work->told.sizes = calloc(n, sizeof *work->told.sizes);
    work->told.sum = calloc(n, sizeof *work->told.sum);
    work->first = calloc(n, sizeof *work->first);
    bool whole = work->runs.run && work->can && work->told.room && work->told.sizes &&
                 work->told.sum && work->first;
    for (int i = 0; i < work->comparison->count; i++) {
        work->told.left[i] = malloc(n * sizeof(double));
        work->told.large[i] = malloc(n * sizeof(double));
        whole = whole && work->told.left[i] && work->told.large[i];
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
    work->given = like->runs;
    work->told.runs = &work->runs;
    comparison->runs = like->runs->count;
    if (take_room(work, like->runs, err) && take_problems(work, like, err)) return work;
    fit_compare_free(work);
    return NULL;
}

static void end_check(struct fit_compare *work) {
    making_free(work->making);
    telling_free(work->telling);
    model_free(work->model);
    work->making = NULL;
    work->telling = NULL;
    work->model = NULL;
}

void fit_compare_free(struct fit_compare *work) {
    if (!work) return;
    end_check(work);
    fit_cancel(work->job);
    for (int i = 0; i < FIT_RIVALS; i++) {
        free(work->told.left[i]);
        free(work->told.large[i]);
    }
    free(work->runs.run); /* their names are the caller's */
    free(work->can);
    free(work->told.room);
    free(work->told.sizes);
    free(work->told.sum);
    free(work->first);
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

/* Nothing is predicted yet. */
static void blank(struct fit_compare *work, int i) {
    for (size_t k = 0; k < work->runs.count; k++)
        work->told.left[i][k] = work->told.large[i][k] = NAN;
}

/* Which runs a rival can use, and whether they are enough. */
static void check(struct fit_compare *work, int i) {
    struct fit_rival *const rival = &work->comparison->rival[i];
    const struct fit_model *const m = work->model;
    struct fit_result result = {0};
    rival->usable = m->rows;
    for (size_t k = 0; k < m->rows; k++)
        work->can[m->source[k]] |= 1u << i;
    rival->compared = fit_check(m, &result);
    if (!rival->compared && m->rows < work->runs.count)
        refuse(rival, "it can use %zu of %zu rows: %s", m->rows, work->runs.count, result.why);
    else if (!rival->compared)
        refuse(rival, "%s", result.why);
}

/* Whether the rival is checked, or needs none; else there is more to do. */
static bool check_some(struct fit_compare *work, int i, const double *deadline) {
    struct fit_rival *const rival = &work->comparison->rival[i];
    struct err err;
    if (*rival->why) return true;
    if (!work->model) {
        if (!work->making) work->making = making_new(&work->problem[i], NULL, &err);
        if (!work->making || !making_step(work->making, deadline, &work->model, &err)) {
            refuse(rival, "%s", err.text);
            end_check(work);
            return true;
        }
        if (!work->model) return false;
        work->telling = telling_new(work->model);
        work->model->distinct = work->model->rows;
    }
    if (work->telling && !telling_step(work->telling, deadline, NULL, &work->model->distinct))
        return false;
    check(work, i);
    end_check(work);
    return true;
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
        refuse(rival, "it can use only %zu of %zu rows: compare it with fewer laws, on those",
               rival->usable, comparison->runs);
    }
}

/* Which runs share their noise. Without memory for that nothing can be compared. */
static void take_clusters(struct fit_compare *work) {
    size_t clusters = 0;
    if (!runs_clusters(&work->runs, work->first, &clusters)) {
        for (int i = 0; i < work->comparison->count; i++)
            refuse(&work->comparison->rival[i], "out of memory");
    }
    work->told.first = clusters > 0 ? work->first : NULL;
    work->comparison->clusters = clusters;
}

/* How many rows from that size on tell something of their own: a cluster's are one. */
static size_t tests_from(const struct fit_compare *work, double low) {
    const struct runs *const runs = &work->runs;
    const struct fit_gap gap = {low, INFINITY};
    size_t count = 0;
    memset(work->told.sum, 0, runs->count * sizeof *work->told.sum);
    for (size_t i = 0; i < runs->count; i++) {
        if (runs->run[i].weight > 0 && gap_has(&gap, &runs->run[i]))
            count += told_sum(&work->told, i)->rows++ == 0;
    }
    return count;
}

/* The largest size, and smaller ones to it while there are too few tests and enough are left. */
static void choose_large(struct fit_compare *work) {
    struct fit_comparison *const comparison = work->comparison;
    size_t tests = 0;
    comparison->large_sizes = 0;
    if (comparison->sizes < 2) return;
    for (size_t at = comparison->sizes; at-- > 1;) {
        if (comparison->large_sizes > 0 && (tests >= FIT_LARGE_ROWS || at < 2)) break;
        tests = tests_from(work, work->told.sizes[at]);
        comparison->large_low = work->told.sizes[at];
        comparison->large_sizes++;
    }
    comparison->large_high = work->told.sizes[comparison->sizes - 1];
}

/* A bit for each rival that is compared. */
static uint32_t compared(const struct fit_comparison *comparison) {
    uint32_t all = 0;
    for (int i = 0; i < comparison->count; i++) {
        if (comparison->rival[i].compared) all |= 1u << i;
    }
    return all;
}

/* From here on only those runs count that all compared laws can use. */
static void narrow(struct fit_compare *work) {
    struct fit_comparison *const comparison = work->comparison;
    if (comparison->all) leave_narrow(comparison);
    const uint32_t all = compared(comparison);
    comparison->rows = 0;
    for (size_t i = 0; i < work->runs.count; i++) {
        const bool common = all && (work->can[i] & all) == all;
        comparison->rows += common;
        work->runs.run[i].weight = common ? work->given->run[i].weight : 0;
    }
    take_clusters(work);
    comparison->sizes = fit_sizes(&work->runs, work->told.sizes, work->runs.count + 1);
    choose_large(work);
    const bool all_sizes = comparison->rows <= FIT_LEAVE_ROWS / (comparison->sizes + 1);
    comparison->left_sizes = comparison->sizes > 1 && all_sizes ? comparison->sizes : 0;
}

static void take_fit(struct fit_compare *work, struct fit_rival *rival) {
    struct fit_result result;
    fit_finish(work->job, &result);
    rival->status = result.status;
    rival->p = result.p;
    rival->objective = result.objective;
    rival->rms_log = result.rms_log;
    if (result.status == FIT_REFUSED && work->comparison->rows < rival->usable) {
        refuse(rival, "of the rows that all laws can use: %s", result.why);
        work->crowded |= 1u << work->at;
    } else if (result.status == FIT_REFUSED) {
        refuse(rival, "%s", result.why);
    } else {
        text_copy(rival->why, sizeof rival->why, result.why);
    }
    fit_free(&result);
}

static void take_left(struct fit_compare *work, struct fit_rival *rival, double *residual) {
    struct fit_left left;
    fit_leave_rows(work->job, &left, work->told.room);
    if (left.N == work->comparison->large_high) rival->large_status = left.status;
    for (size_t i = 0; i < work->runs.count; i++) {
        if (!isnan(work->told.room[i])) residual[i] = work->told.room[i];
    }
}

/* Whether the largest size was left out alone, so that its residuals are there. */
static bool large_known(const struct fit_comparison *comparison) {
    return comparison->large_sizes == 1 && comparison->left_sizes > 0;
}

static void copy_large(struct fit_compare *work, int i) {
    const struct fit_gap gap = {work->comparison->large_low, work->comparison->large_high};
    for (size_t k = 0; k < work->runs.count; k++) {
        if (gap_has(&gap, &work->runs.run[k])) work->told.large[i][k] = work->told.left[i][k];
    }
}

/* The job of the stage for the rival whose turn it is; NULL where there is none. */
static struct fit_job *start_job(struct fit_compare *work, struct err *err) {
    const struct fit_comparison *const comparison = work->comparison;
    const struct fit_problem *const problem = &work->problem[work->at];
    if (work->stage == STAGE_FIT) return fit_open(problem, err);
    if (work->stage == STAGE_LEAVE)
        return fit_leave_start(problem, work->told.sizes[work->size], err);
    return fit_leave_sizes(problem, comparison->large_low, comparison->large_high, err);
}

/* What a finished job says, and what is next. */
static void take_job(struct fit_compare *work) {
    struct fit_rival *const rival = &work->comparison->rival[work->at];
    if (work->stage == STAGE_FIT) {
        take_fit(work, rival);
    } else {
        take_left(work, rival,
                  work->stage == STAGE_LEAVE ? work->told.left[work->at]
                                             : work->told.large[work->at]);
    }
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

/* Whether a law that is no longer compared keeps rows from those that are. */
static bool is_narrower(const struct fit_compare *work) {
    const uint32_t all = compared(work->comparison);
    for (size_t i = 0; i < work->runs.count && all; i++) {
        const bool common = (work->can[i] & all) == all;
        if (common && work->given->run[i].weight > 0 && !(work->runs.run[i].weight > 0))
            return true;
    }
    return false;
}

/* Of the laws that are refused because others narrow the rows, one is out with all its forms, that
 * which can use the least itself; the others have another chance. */
static void give_chances(struct fit_compare *work) {
    struct fit_rival *const rival = work->comparison->rival;
    int out = FIT_NONE;
    for (int i = 0; i < work->comparison->count; i++) {
        if (!(work->crowded & 1u << i)) continue;
        if (out == FIT_NONE || rival[i].usable <= rival[out].usable) out = i;
    }
    for (int i = 0; i < work->comparison->count; i++) {
        if (!(work->crowded & 1u << i) || rival[i].law == rival[out].law) continue;
        rival[i].compared = true;
        rival[i].why[0] = '\0';
    }
    work->crowded = 0;
}

/* The next stage; or the rows once more, and the fits to them, where one of the laws is out now. */
static void next_stage(struct fit_compare *work) {
    const double reached = fit_compare_progress(work);
    work->at = 0;
    if (work->stage == STAGE_FIT) give_chances(work);
    if (work->stage == STAGE_FIT && is_narrower(work)) {
        work->reached = reached;
        work->fits = 0;
        work->stage = STAGE_COMMON;
    } else {
        work->stage++;
    }
}

/* A fit that cannot be begun. */
static void take_none(struct fit_compare *work, const struct err *err) {
    struct fit_rival *const rival = &work->comparison->rival[work->at];
    const struct fit_comparison *const comparison = work->comparison;
    if (work->stage == STAGE_FIT)
        refuse(rival, "%s", err->text);
    else if (work->stage == STAGE_LARGE || work->told.sizes[work->size] == comparison->large_high)
        rival->large_status = FIT_REFUSED;
    work->fits++;
}

/* Some of a stage's work; it moves on by itself. */
static void step_jobs(struct fit_compare *work, double deadline) {
    struct err err;
    if (work->at == work->comparison->count) {
        next_stage(work);
        return;
    }
    if (work->size >= jobs_of(work, work->stage, work->at)) {
        work->size = 0;
        work->at++;
        return;
    }
    if (!work->job) work->job = start_job(work, &err);
    if (!work->job) take_none(work, &err);
    if (work->job && !fit_step(work->job, deadline)) return;
    if (work->job && fit_broken(work->job, &err)) {
        fit_cancel(work->job);
        work->job = NULL;
        take_none(work, &err);
    }
    if (work->job) take_job(work);
    work->size++;
}

static void step(struct fit_compare *work, double deadline) {
    const double *const until = deadline < INFINITY ? &deadline : NULL;
    if (work->stage == STAGE_CHECK && work->at < work->comparison->count) {
        if (check_some(work, work->at, until)) blank(work, work->at++);
    } else if (work->stage == STAGE_CHECK) {
        work->stage = STAGE_COMMON;
        work->at = 0;
    } else if (work->stage == STAGE_COMMON) {
        narrow(work);
        work->stage = STAGE_FIT;
    } else if (work->stage == STAGE_JUDGE) {
        for (int i = 0; i < work->comparison->count && large_known(work->comparison); i++)
            copy_large(work, i);
        fit_verdicts(work->comparison, &work->told);
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
    if (work->stage == STAGE_CHECK) return 0;
    if (work->stage >= STAGE_JUDGE) return 1;
    for (int i = 0; i < work->comparison->count; i++) {
        for (enum stage stage = STAGE_FIT; stage <= STAGE_LARGE; stage++)
            all += jobs_of(work, stage, i);
    }
    const double part = work->job ? fit_progress(work->job, NULL) : 0;
    const double done = all > 0 ? fmin(1, (work->fits + part) / (double)all) : 1;
    return work->reached + (1 - work->reached) * done;
}
