/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What run to do next: of the runs that a budget allows, the one that would leave a chosen answer
 * the least uncertain.
 *
 * With Σ the covariance of a fitted preset's coefficients, g the slopes of the answer over them
 * and j those of a candidate's ln loss, one more measurement of variance σ² makes of the answer's
 * variance
 *     gᵀΣg − (gᵀΣj)² / (σ² + jᵀΣj),
 * which is exact where the law is straight over the interval (Gauss–Markov; Chaloner and Verdinelli
 * 1995, c-optimality), and does not need the loss that the run will have.
 *
 * Candidates: each kind of run that the data have (its bits and formats), on 24 sizes from the
 * smallest measured on, with D the most that the budget pays for and the ranges allow, and its 1/3,
 * 1/10, 1/30. N and D are at most NEXT_STRETCH times outside what the preset was fitted on, and D/N
 * within what is asked: what is straight near the data need not be far away. */
#ifndef ENGINE_NEXT_RUN_H
#define ENGINE_NEXT_RUN_H

#include "base/err.h"
#include "engine/output.h"
#include "engine/preset.h"

enum { NEXT_KINDS = 64, NEXT_STRETCH = 3 };

struct next_question {
    const struct preset *preset; /* with covariance; it must outlive the job */
    struct plan plan;            /* the answer's, and what is not in a kind */
    enum output output;
    double sigma;                 /* deviation of one run's ln loss from the law */
    double budget;                /* of the next run: FLOP at 16 bit (cost_training) */
    double N_low;                 /* the smallest size to try */
    double ratio_low, ratio_high; /* of D/N */
    int kinds;
    struct plan kind[NEXT_KINDS]; /* N and D do not matter */
};

struct next_answer {
    double value;    /* of the output at the plan */
    double now;      /* how far it may be off either way, at INTERVAL_PERCENT; NAN where unknown */
    struct plan run; /* the best candidate */
    double compute;  /* what it costs */
    double stretch;  /* how many times outside the fitted range its N or D is, the more of the two;
                        1 inside: preset_stretches has the words */
    double then;     /* now after it, with a degree of freedom more; NAN where no run would help */
    int candidates;  /* that the law could say something of */
    const char *why; /* "" or why there is no answer */
};

struct next_job;

/* Prepare; the question is copied. NULL where there is no memory. */
struct next_job *next_start(const struct next_question *question);

/* Work until it is done (true) or the clock (seconds of CLOCK_MONOTONIC) has passed deadline. A
 * bite is one candidate: some 30 µs. */
bool next_step(struct next_job *job, double deadline);

/* The answer of a job that is done; the job is freed. */
void next_finish(struct next_job *job, struct next_answer *answer);

/* Free a job at any time; NULL is harmless. */
void next_cancel(struct next_job *job);

#endif
