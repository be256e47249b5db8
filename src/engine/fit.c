/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fit as a job: scan, descend from each valley, and say what came of it. */
#include "engine/fit.h"

#include "base/sort.h"
#include "base/text.h"
#include "engine/fit_parts.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_MINIMA = 64, MOST_STARTS = 8, CUSTOMARY = 4500 };

enum stage {
    STAGE_MODEL,
    STAGE_TELL,
    STAGE_SCAN,
    STAGE_DESCEND,
    STAGE_AGAIN,
    STAGE_EXHAUST,
    STAGE_REPORT,
    STAGE_PROFILE,
    STAGE_WHOLE,
    STAGE_DONE
};

struct fit_job {
    struct fit_problem problem;
    struct fit_making *making; /* what is on, here and below */
    struct fit_telling *telling;
    struct fit_reporting *reporting;
    struct fit_model *model, *whole; /* whole: of all runs, where some are left out */
    struct err err;                  /* why the problem is none */
    bool broken;                     /* it is */
    struct fit_work *work;
    struct fit_scan *scan;
    struct fit_profile *profile; /* the one that is on */
    struct fit_descent descent;  /* likewise */
    const struct fit_start *start;
    struct fit_gap gap; /* sizes that are left out */
    bool leaves;        /* whether any are */
    int starts, at;
    int steep; /* starts with those of scan_steep; FIT_NONE: none are wanted */
    enum stage stage;
    const double *deadline; /* of the bite that is on */
    double *phi, *best, *first;
    double least, minimum[MOST_MINIMA];
    bool converged;
    struct fit_noise noise;
    struct fit_result result;
};

struct fit_problem fit_problem(const struct law *law, const struct runs *runs) {
    return (struct fit_problem){
        .law = law, .runs = runs, .form = fit_usual_form(law), .delta = 1e-3, .level = 0.9};
}

unsigned fit_usual_form(const struct law *law) {
    return law == &law_precision ? FIT_SHIFT : 0;
}

static void free_job(struct fit_job *job) {
    if (!job) return;
    making_free(job->making);
    telling_free(job->telling);
    reporting_free(job->reporting);
    profile_free(job->profile);
    scan_free(job->scan);
    model_free(job->whole);
    work_free(job->work);
    model_free(job->model);
    free(job->phi);
    free(job->best);
    free(job->first);
    free(job->noise.answer);
    free(job->noise.wider);
    free(job);
}

static bool check_problem(const struct fit_problem *problem, struct err *err) {
    if (!(problem->delta >= FIT_DELTA_LEAST))
        return err_set(err, "delta %g: expected a number of %g or more", problem->delta,
                       FIT_DELTA_LEAST);
    if (!(problem->level > 0 && problem->level < 1))
        return err_set(err, "level %g: expected a share between 0 and 1", problem->level);
    return true;
}

static bool job_room(struct fit_job *job, struct err *err) {
    const size_t p = (size_t)job->model->frees + 1;
    job->work = work_new(job->model);
    job->phi = calloc(p, sizeof(double));
    job->best = calloc(p, sizeof(double));
    job->first = calloc(p, sizeof(double));
    if (job->work && job->phi && job->best && job->first) return true;
    return err_starved(err, "out of memory");
}

/* A job on some of the runs: without those in the gap, or on all where it is NULL. */
static struct fit_job *start_on(const struct fit_problem *problem, const struct fit_gap *gap,
                                struct err *err) {
    if (!check_problem(problem, err)) return NULL;
    struct fit_job *job = calloc(1, sizeof *job);
    if (!job) {
        err_starved(err, "out of memory");
        return NULL;
    }
    job->problem = *problem;
    job->leaves = gap != NULL;
    if (gap) job->gap = *gap;
    job->least = INFINITY;
    job->making = making_new(&job->problem, gap, err);
    if (job->making) return job;
    free_job(job);
    return NULL;
}

/* The problem turned out to be none. */
static void end_broken(struct fit_job *job) {
    job->broken = true;
    job->stage = STAGE_DONE;
}

static void step_model(struct fit_job *job) {
    const struct fit_problem *const problem = &job->problem;
    if (!making_step(job->making, job->deadline, &job->model, &job->err)) {
        end_broken(job);
        return;
    }
    if (!job->model) return;
    making_free(job->making);
    job->making = NULL;
    if (!job_room(job, &job->err)) {
        end_broken(job);
        return;
    }
    job->result = (struct fit_result){.law = problem->law,
                                      .n = job->model->rows,
                                      .p = job->model->frees,
                                      .objective = NAN,
                                      .rms_log = NAN,
                                      .level = problem->level};
    job->telling = telling_new(job->model);
    job->stage = STAGE_TELL;
}

static void step_tell(struct fit_job *job) {
    struct fit_model *const m = job->model;
    m->distinct = m->rows;
    if (job->telling && !telling_step(job->telling, job->deadline, NULL, &m->distinct)) return;
    telling_free(job->telling);
    job->telling = NULL;
    job->stage = fit_check(m, &job->result) ? STAGE_SCAN : STAGE_DONE;
    for (int i = 0; i < m->remarks; i++)
        fit_remark(&job->result, "%s", m->remark[i]);
}

struct fit_job *fit_open(const struct fit_problem *problem, struct err *err) {
    return start_on(problem, NULL, err);
}

bool fit_broken(const struct fit_job *job, struct err *err) {
    if (job->broken && err) *err = job->err;
    return job->broken;
}

struct fit_job *fit_start(const struct fit_problem *problem, struct err *err) {
    struct fit_job *const job = fit_open(problem, err);
    while (job && job->stage <= STAGE_TELL)
        job->stage == STAGE_MODEL ? step_model(job) : step_tell(job);
    if (!job || !fit_broken(job, err)) return job;
    free_job(job);
    return NULL;
}

static void keep_minimum(struct fit_job *job, double value, bool converged) {
    struct fit_result *result = &job->result;
    bool known = !converged;
    for (int i = 0; i < result->minima && i < MOST_MINIMA; i++)
        known |= fabs(job->minimum[i] - value) <= 1e-6 * value + 1e-15;
    if (!known && result->minima < MOST_MINIMA) job->minimum[result->minima++] = value;
    if (!(value < job->least)) return;
    job->least = value;
    job->converged = converged;
    memcpy(job->best, job->phi, (size_t)job->model->frees * sizeof(double));
}

/* Down from phi, which `from` is put into first. True once it is down. */
static bool descend(struct fit_job *job, void (*from)(struct fit_job *)) {
    struct fit_descent *const descent = &job->descent;
    if (!descent->paused) {
        *descent = (struct fit_descent){.most = 200, .tolerance = 1e-11};
        from(job);
    }
    descent->deadline = job->deadline;
    const double value = fit_anneal(job->model, job->work, job->model->weight, job->phi, descent);
    if (descent->paused) return false;
    job->result.iterations += descent->iterations;
    job->result.starts++;
    if (value < INFINITY) keep_minimum(job, value, descent->converged);
    return true;
}

static void step_scan(struct fit_job *job) {
    if (!job->scan) job->scan = scan_new(job->model);
    if (job->scan && job->at < scan_slices(job->scan)) {
        job->at += scan_point(job->scan, job->at);
        return;
    }
    if (job->scan) job->starts = scan_starts(job->scan, &job->start);
    if (job->starts > 0)
        memcpy(job->first, job->start[0].phi, (size_t)job->model->frees * sizeof(double));
    job->at = 0;
    job->stage = STAGE_DESCEND;
}

static void from_scan(struct fit_job *job) {
    memcpy(job->phi, job->start[job->at].phi, (size_t)job->model->frees * sizeof(double));
}

static void step_descend(struct fit_job *job) {
    if (job->at < job->starts && job->at < MOST_STARTS) {
        job->at += descend(job, from_scan);
        return;
    }
    job->at = job->starts;
    job->stage = STAGE_AGAIN;
}

/* Whether the law starts from A, alpha, B, beta and E, as all but qid do. */
static bool has_base(const struct fit_model *m) {
    return m->grid[1] != FIT_NONE && m->floor != FIT_NONE;
}

static bool is_at_end(const struct fit_job *job, int local) {
    const struct fit_coord *const coord = &job->model->coord[job->model->local[local].coord];
    double u[FIT_COEFFS];
    model_coords(job->model, job->best, u);
    const double at = u[job->model->local[local].coord];
    return at <= coord->low || at >= coord->high;
}

/* Whether the best place may be none: the search did not settle there, or a term of the base has
 * gone flat, steep or to nothing. */
static bool is_doubtful(const struct fit_job *job) {
    const struct fit_model *const m = job->model;
    if (!has_base(m) || m->outer != FIT_NONE || !(job->least < INFINITY)) return false;
    bool doubtful = !job->converged;
    for (int t = 0; t < 2; t++)
        doubtful |= is_at_end(job, m->grid[t]) || is_at_end(job, m->term[t].slot[0].local);
    return doubtful;
}

static int size_of(const struct fit_model *m, int term) {
    return m->local[m->term[term].slot[0].local].coord;
}

/* Without the term: E takes what it had. */
static void drop_term(const struct fit_model *m, int term, double *u) {
    const int size = size_of(m, term);
    u[m->local[m->floor].coord] += exp(u[size]);
    u[size] = m->coord[size].low;
}

/* Without E: the term takes what it had, and is flat enough to fall as it did. */
static void drop_floor(const struct fit_model *m, int term, double *u) {
    double *const floor = &u[m->local[m->floor].coord], *const size = &u[size_of(m, term)];
    const double whole = exp(*size) + *floor;
    u[m->local[m->grid[term]].coord] *= exp(*size) / whole;
    *size = log(whole);
    *floor = 0;
}

/* Steep: all of it at the smallest run. */
static void steepen(const struct fit_model *m, int term, double *u) {
    const double *const column = m->column[term ? COLUMN_Y : COLUMN_X];
    double least = INFINITY;
    for (size_t i = 0; i < m->rows; i++)
        least = fmin(least, column[i]);
    const double steep = 4, loss = exp(m->log_loss[0]);
    u[m->local[m->grid[term]].coord] = steep;
    u[size_of(m, term)] = log(1e-3 * loss) + steep * least;
}

/* From the best place, by a way that descents hardly find: without a term or both, without E, or
 * with a steep one; or on from there. */
static void from_other(struct fit_job *job) {
    const struct fit_model *const m = job->model;
    const int way = job->at - job->steep;
    double u[FIT_COEFFS];
    model_coords(m, job->best, u);
    for (int t = 0; t < 2; t++) {
        if (way == t) steepen(m, t, u);
        if (way == 2 + t || way == 4) drop_term(m, t, u);
        if (way == 5 + t) drop_floor(m, t, u);
    }
    phi_of_coords(m, u, job->phi);
}

enum { WAYS = 8 };

static void step_again(struct fit_job *job) {
    if (job->steep == 0) job->steep = is_doubtful(job) ? scan_steep(job->scan) : FIT_NONE;
    if (job->at < job->steep) {
        job->at += descend(job, from_scan);
    } else if (job->steep != FIT_NONE && job->at < job->steep + WAYS) {
        job->at += descend(job, from_other);
    } else {
        job->at = 0;
        job->stage = job->problem.exhaustive && has_base(job->model) ? STAGE_EXHAUST : STAGE_REPORT;
    }
}

/* The next start of the customary grid (2203.15556, appendix D.3): exponents 0 … 2, ln E −1 … 1,
 * ln A and ln B 0 … 25. */
static void from_customary(struct fit_job *job) {
    const struct fit_model *m = job->model;
    int at = job->at;
    double u[FIT_COEFFS], x[5];
    static const int steps[5] = {5, 5, 5, 6, 6};
    static const double low[5] = {0, 0, -1, 0, 0}, by[5] = {0.5, 0.5, 0.5, 5, 5};
    for (int i = 0; i < 5; i++, at /= steps[i - 1])
        x[i] = low[i] + by[i] * (at % steps[i]);
    model_coords(m, job->first, u);
    u[m->local[m->grid[0]].coord] = x[0];
    u[m->local[m->grid[1]].coord] = x[1];
    u[m->local[m->floor].coord] = exp(x[2]);
    u[m->local[m->term[0].slot[0].local].coord] = x[3] - x[0] * m->mean_x;
    u[m->local[m->term[1].slot[0].local].coord] = x[4] - x[1] * m->mean_y;
    phi_of_coords(m, u, job->phi);
}

static void step_exhaust(struct fit_job *job) {
    if (job->at == CUSTOMARY) {
        job->stage = STAGE_REPORT;
        return;
    }
    job->at += descend(job, from_customary);
}

static void refuse(struct fit_job *job, const char *why) {
    job->result.status = FIT_REFUSED;
    text_copy(job->result.why, sizeof job->result.why, why);
    job->stage = STAGE_DONE;
}

/* All is known of the coefficients. What was left out is predicted by a model of all. */
static void judge(struct fit_job *job) {
    fit_judge(job->model, job->best, job->converged, &job->result);
    job->stage = job->leaves && job->result.status != FIT_REFUSED ? STAGE_WHOLE : STAGE_DONE;
}

static void step_report(struct fit_job *job) {
    bool done = false;
    job->at = 0;
    if (!(job->least < INFINITY)) {
        refuse(job, "no start led to a loss for every run");
        return;
    }
    job->result.objective = job->least * job->model->weight_mean;
    if (!job->reporting)
        job->reporting = reporting_new(job->model, job->work, job->best, &job->noise, &job->result);
    if (!job->reporting || !reporting_step(job->reporting, job->deadline, &done)) {
        refuse(job, "there was no memory for the intervals");
        return;
    }
    if (!done) return;
    reporting_free(job->reporting);
    job->reporting = NULL;
    job->stage = STAGE_PROFILE;
}

static void step_profile(struct fit_job *job) {
    if (job->problem.profile && job->at < job->model->coords) {
        if (!job->profile)
            job->profile =
                profile_new(job->model, job->best, &job->noise, job->least, job->at, &job->result);
        if (job->profile && !profile_step(job->profile, job->deadline)) return;
        profile_free(job->profile);
        job->profile = NULL;
        job->at++;
        return;
    }
    judge(job);
}

static void step_whole(struct fit_job *job) {
    struct err err;
    if (!job->making) job->making = making_new(&job->problem, NULL, &err);
    const bool goes_on = job->making && making_step(job->making, job->deadline, &job->whole, &err);
    if (!goes_on || job->whole) job->stage = STAGE_DONE;
}

bool fit_step(struct fit_job *job, double deadline) {
    static void (*const steps[])(struct fit_job *) = {step_model,   step_tell,    step_scan,
                                                      step_descend, step_again,   step_exhaust,
                                                      step_report,  step_profile, step_whole};
    job->deadline = deadline < INFINITY ? &deadline : NULL;
    while (job->stage != STAGE_DONE) {
        steps[job->stage](job);
        if (fit_late(job->deadline)) break;
    }
    job->deadline = job->descent.deadline = NULL;
    return job->stage == STAGE_DONE;
}

double fit_progress(const struct fit_job *job, double *objective) {
    static const double begun[] = {0, 0, 0, 0.3, 0.5, 0.5, 0.6, 0.6, 1, 1};
    const int slices = job->scan ? scan_slices(job->scan) : 1;
    const int few = job->starts < MOST_STARTS ? job->starts : MOST_STARTS;
    const int coords = job->model ? job->model->coords : 0;
    const int of[] = {0, 0, slices, few, 0, CUSTOMARY, 1, coords, 0};
    if (objective) *objective = job->model ? job->least * job->model->weight_mean : INFINITY;
    if (job->stage == STAGE_DONE) return 1;
    const double part = of[job->stage] > 0 ? (double)job->at / of[job->stage] : 0;
    return begun[job->stage] + (begun[job->stage + 1] - begun[job->stage]) * fmin(1, part);
}

void fit_finish(struct fit_job *job, struct fit_result *result) {
    *result = job->result;
    free_job(job);
}

void fit_cancel(struct fit_job *job) {
    if (!job) return;
    fit_free(&job->result);
    free_job(job);
}

void fit_free(struct fit_result *result) {
    free(result->covariance);
    free(result->row);
    result->covariance = NULL;
    result->row = NULL;
}

bool fit_run(const struct fit_problem *problem, struct fit_result *result, struct err *err) {
    struct fit_job *job = fit_start(problem, err);
    if (!job) return false;
    fit_step(job, INFINITY);
    fit_finish(job, result);
    return true;
}

const struct fit_coefficient *fit_find(const struct fit_result *result, const char *name) {
    for (int i = 0; i < result->count; i++) {
        if (strcmp(result->coefficient[i].name, name) == 0) return &result->coefficient[i];
    }
    return NULL;
}

size_t fit_sizes(const struct runs *runs, double *sizes, size_t room) {
    struct sort_pair *const all = malloc((runs->count + 1) * sizeof *all);
    size_t n = 0, count = 0;
    if (!all) return 0;
    for (size_t i = 0; i < runs->count; i++) {
        if (runs->run[i].weight > 0 && runs->run[i].plan.N > 0)
            all[n++] = (struct sort_pair){runs->run[i].plan.N, 0};
    }
    if (!sort_pairs(all, n)) n = 0;
    double last = 0;
    for (size_t i = 0; i < n; i++) {
        if (last > 0 && fabs(all[i].key / last - 1) < 1e-6) continue;
        last = all[i].key;
        if (count < room) sizes[count] = last;
        count++;
    }
    free(all);
    return count;
}

size_t fit_sizes_to_leave(size_t rows, size_t sizes) {
    const size_t by_rows = FIT_LEAVE_ROWS / (rows > 0 ? rows : 1);
    const size_t most = by_rows < 1 ? 1 : by_rows < FIT_LEAVE_SIZES ? by_rows : FIT_LEAVE_SIZES;
    return most < sizes ? most : sizes;
}

/* The group's number in the model that the rest made, or FIT_NONE. */
static int group_in(const struct fit_model *rest, const struct fit_model *whole, int group) {
    if (whole->series == 0) return 0;
    for (int i = 0; i < rest->series; i++) {
        if (strcmp(rest->label[i], whole->label[group]) == 0) return i;
    }
    return FIT_NONE;
}

/* Predict the runs that were left out under the fit to the rest: its coefficients in a model of
 * all. */
static void predict_left(const struct fit_job *job, const struct fit_model *whole,
                         struct fit_left *left, double *residual) {
    double value[FIT_COEFFS] = {0}, u[FIT_COEFFS], sum = 0, squares = 0;
    const struct fit_model *rest = job->model;
    for (int i = 0; i < whole->coords; i++) {
        const int at = model_coord(rest, whole->coord[i].name);
        value[i] = at == FIT_NONE ? 1 : job->result.coefficient[at].value;
    }
    coords_of_values(whole, value, u);
    for (int b = 0; b < whole->blocks; b++) {
        const struct fit_block *block = &whole->block[b];
        if (group_in(rest, whole, block->group) == FIT_NONE) continue;
        for (size_t i = block->first; i < block->first + block->count; i++) {
            if (!gap_has(&job->gap, &whole->problem->runs->run[whole->source[i]])) continue;
            const double r = whole->log_loss[i] - model_log(whole, u, i, block->group);
            if (residual) residual[whole->source[i]] = r;
            sum += r;
            squares += r * r;
            left->rows++;
        }
    }
    if (left->rows == 0) return;
    left->bias_log = sum / (double)left->rows;
    left->rms_log = sqrt(squares / (double)left->rows);
    if (!isfinite(left->rms_log)) left->bias_log = left->rms_log = NAN; /* no loss, or no end */
}

struct fit_job *fit_leave_sizes(const struct fit_problem *problem, double low, double high,
                                struct err *err) {
    struct fit_problem plain = *problem;
    const struct fit_gap gap = {low, high};
    plain.profile = false;
    return start_on(&plain, &gap, err);
}

struct fit_job *fit_leave_start(const struct fit_problem *problem, double size, struct err *err) {
    return fit_leave_sizes(problem, size, size, err);
}

void fit_leave_rows(struct fit_job *job, struct fit_left *left, double *residual) {
    *left = (struct fit_left){.N = job->gap.high,
                              .rms_log = NAN,
                              .bias_log = NAN,
                              .status = job->result.status};
    for (size_t i = 0; residual && i < job->problem.runs->count; i++)
        residual[i] = NAN;
    if (job->whole) predict_left(job, job->whole, left, residual);
    fit_cancel(job);
}

void fit_leave_finish(struct fit_job *job, struct fit_left *left) {
    fit_leave_rows(job, left, NULL);
}

bool fit_leave_size(const struct fit_problem *problem, double size, struct fit_left *left,
                    struct err *err) {
    struct fit_job *const job = fit_leave_start(problem, size, err);
    *left = (struct fit_left){.N = size, .rms_log = NAN, .bias_log = NAN, .status = FIT_REFUSED};
    if (!job) return false;
    fit_step(job, INFINITY);
    const bool broken = fit_broken(job, err);
    if (broken)
        fit_cancel(job);
    else
        fit_leave_finish(job, left);
    return !broken;
}
