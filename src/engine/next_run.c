/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/next_run.h"

#include "base/clock.h"
#include "base/num.h"
#include "engine/cost.h"
#include "engine/covariance.h"
#include <math.h>
#include <stdlib.h>

/* Sizes are half an octave apart, and tokens shares of the most that a size may have: the same for
 * every budget, so that a larger one has the candidates of a smaller. 0 stands for as many tokens
 * as the budget pays. */
enum { SIZES = 24, SHARES = 7 };

static const double share_of[SHARES] = {0, 1, 1.0 / 3, 1.0 / 10, 1.0 / 30, 1.0 / 100, 1.0 / 300};

struct next_job {
    struct next_question question;
    struct next_answer answer;
    int at;                    /* the next candidate */
    double slope[PRESET_FREE]; /* of the answer */
    double variance;           /* of the answer, and the least after a run */
    double least;
};

struct asked {
    const struct plan *plan;
    enum output output;
};

static double get_output(const struct preset *preset, const void *data) {
    const struct asked *const asked = data;
    struct answer answer;
    if (asked->output == OUT_D_CRIT) {
        answer_plan(preset, asked->plan, &answer);
    } else {
        law_eval(preset, asked->plan, &answer.result);
        answer.d_crit = NAN;
    }
    return output_get(&answer, asked->output);
}

static double get_log_loss(const struct preset *preset, const void *data) {
    struct result result;
    law_eval(preset, data, &result);
    return log(result.loss);
}

/* The answer as it is now; false where it has no deviation. */
static bool ask_now(struct next_job *job) {
    const struct next_question *const question = &job->question;
    const struct asked asked = {&question->plan, question->output};
    struct next_answer *const answer = &job->answer;
    answer->value = get_output(question->preset, &asked);
    answer->why = "the law does not say it of this plan";
    if (isnan(answer->value)) return false;
    answer->why = "no coefficient that it needs has an interval";
    if (!covariance_slopes(question->preset, get_output, &asked, job->slope)) return false;
    job->variance = covariance_product(question->preset->covariance, job->slope, job->slope);
    job->least = job->variance;
    if (!(job->variance > 0) || !isfinite(job->variance)) return false;
    answer->now = interval_deviations(question->preset->covariance->freedom) * sqrt(job->variance);
    answer->why = "no run within the budget says more of it";
    return true;
}

struct next_job *next_start(const struct next_question *question) {
    struct next_job *const job = calloc(1, sizeof *job);
    if (!job) return NULL;
    job->question = *question;
    job->answer = (struct next_answer){.value = NAN, .now = NAN, .then = NAN, .why = ""};
    if (!ask_now(job)) job->at = question->kinds * SIZES * SHARES;
    return job;
}

/* To two digits, and not up: a budget is one. */
static double round_down(double x) {
    const double step = pow(10, floor(log10(x)) - 1);
    return num_round(step * floor(x / step * (1 + 1e-12)), 2);
}

/* The most of an input that a candidate has, or the least. */
static double most_of(const struct preset *preset, enum input input) {
    const double fitted =
        preset->ranged & INPUT_BIT(input) ? preset->range[input].high : inputs[input].high;
    return fmin(inputs[input].high, NEXT_STRETCH * fitted);
}

static double least_of(const struct preset *preset, enum input input) {
    const double fitted =
        preset->ranged & INPUT_BIT(input) ? preset->range[input].low : inputs[input].low;
    return fmax(inputs[input].low, fitted / NEXT_STRETCH);
}

/* Candidate number `at`; false where it would be out of the budget or a range. */
static bool make_candidate(const struct next_question *question, int at, struct plan *plan) {
    const struct preset *const preset = question->preset;
    const double share = share_of[at % SHARES], half_octaves = at / SHARES % SIZES;
    const double N_low = fmax(question->N_low, least_of(preset, IN_N));
    *plan = question->kind[at / (SHARES * SIZES)];
    plan->N = num_round(N_low * exp2(half_octaves / 2), 2);
    plan->D = 1;
    const double paid = question->budget / cost_training(preset->law, plan);
    const double D_most = fmin(most_of(preset, IN_D), question->ratio_high * plan->N);
    plan->D = round_down(share > 0 ? share * D_most : fmin(paid, D_most));
    return plan->N <= most_of(preset, IN_N) && plan->D <= paid &&
           plan->D >= least_of(preset, IN_D) && plan->D / plan->N >= question->ratio_low;
}

static double stretch_of(const struct preset *preset, const struct plan *plan) {
    return fmax(1, fmax(preset_stretch(preset, plan, IN_N), preset_stretch(preset, plan, IN_D)));
}

static void try_candidate(struct next_job *job, int at) {
    const struct preset *const preset = job->question.preset;
    double slope[PRESET_FREE];
    struct plan plan;
    if (!make_candidate(&job->question, at, &plan) ||
        !covariance_slopes(preset, get_log_loss, &plan, slope))
        return;
    const double shared = covariance_product(preset->covariance, job->slope, slope);
    const double own = covariance_product(preset->covariance, slope, slope);
    const double left =
        job->variance - shared * shared / (job->question.sigma * job->question.sigma + own);
    job->answer.candidates++;
    if (!(left < job->least * (1 - 1e-9))) return;
    job->least = left;
    job->answer.run = plan;
    job->answer.compute = cost_training(preset->law, &plan);
    job->answer.stretch = stretch_of(preset, &plan);
    job->answer.then = interval_deviations(preset->covariance->freedom + 1) * sqrt(fmax(0, left));
    job->answer.why = "";
}

bool next_step(struct next_job *job, double deadline) {
    const int all = job->question.kinds * SIZES * SHARES;
    while (job->at < all) {
        try_candidate(job, job->at++);
        if (job->at < all && clock_late(deadline)) return false;
    }
    return true;
}

void next_finish(struct next_job *job, struct next_answer *answer) {
    *answer = job->answer;
    free(job);
}

void next_cancel(struct next_job *job) {
    free(job);
}
