/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fit a law to measured runs: coefficients, what the data can tell of them, and what they cannot.
 *
 * The objective is the field's (2203.15556 eq. 3, 2404.10102): the SUM over runs, not the mean, of
 *     weight · Huber_δ(ln predicted − ln measured),  Huber_δ(r) = r²/2 where |r| ≤ δ, else
 * δ(|r| − δ/2), with δ = 1e-3; or with squared loss the sum of weight·r²/2.
 *
 * Coefficients are sought in coordinates in which each term's logarithm is a straight line: logs of
 * sizes (A, B, k …), exponents as they are, E as it is (E ≥ 0), 1/γ for the bits' scales, and for a
 * group α·ln eff. Intervals are made there and brought back, and so are lopsided where that is
 * right. The search is deterministic: no random starts. */
#ifndef ENGINE_FIT_H
#define ENGINE_FIT_H

#include "base/err.h"
#include "engine/law.h"
#include "engine/preset.h"
#include "engine/runs.h"
#include <stdint.h>

enum {
    FIT_NAME = 80,                     /* "eff_N.QuEST, 4, 4" */
    FIT_COEFFS = 24 + 2 * RUNS_GROUPS, /* of the longest law with a full table */
    FIT_FIXES = 32,
    FIT_WORDS = 256,
    FIT_REMARKS = 8,
    FIT_LEAVE_ROWS = 200000,
    FIT_LEAVE_SIZES = 64,
    FIT_PROFILE_MOST = 20000 /* runs: beyond, the time of profile intervals would be felt */
};

/* What is free beyond a law's plain form. */
enum fit_form {
    FIT_SHIFT = 1,  /* precision: n_w, n_a and n_kv free; without it they are 0 */
    FIT_OUTER = 2,  /* compression: the outer exponent gamma free; without it 1 */
    FIT_EFF_D = 4,  /* compression: an eff_D for each group; without it 1 */
    FIT_BY_BITS = 8 /* qid: k, beta and alpha for each `post` on its own */
};

enum fit_loss { FIT_HUBER, FIT_SQUARED };

/* Huber's delta: at less the objective is next to one of absolute values, and the search has no
 * curve to go by. */
#define FIT_DELTA_LEAST 1e-6

struct fit_problem {
    const struct law *law;
    const struct runs *runs; /* stays the caller's, and as it is until the fit is finished */
    unsigned form;           /* of enum fit_form */
    enum fit_loss loss;
    double delta;    /* of Huber, FIT_DELTA_LEAST or more; fit_problem sets 1e-3 */
    double level;    /* of the intervals; fit_problem sets .9 */
    bool profile;    /* profile intervals too: each coefficient takes some 5 to 10 fits */
    bool exhaustive; /* the customary 4500 starts (2203.15556) on top of our own few; only for laws
                        that start from A, alpha, B, beta and E */
    struct fit_fix {
        char name[FIT_NAME]; /* as results name it: "E", "gamma_w", "eff_N.w4.a4" */
        double value;
    } fix[FIT_FIXES]; /* --fix */
    int fixes;
    struct fit_tie {
        char name[2][FIT_NAME]; /* the second is as the first */
    } tie[FIT_FIXES];           /* --tie */
    int ties;
};

/* A problem with every choice at its default. */
struct fit_problem fit_problem(const struct law *law, const struct runs *runs);

/* The form that names Quartet's law, or the law's usual one: precision has its shift (as its
 * authors' own fits), the others nothing. */
unsigned fit_usual_form(const struct law *law);

enum fit_status {
    FIT_UNCONVERGED = -2, /* numbers are there, but a step would still lower the objective */
    FIT_REFUSED = -1,     /* no numbers: why says so (too few rows, one value of N only …) */
    FIT_OK = 0,
    FIT_AT_BOUND = 1,     /* some coefficient stands on the end of its range */
    FIT_UNIDENTIFIED = 2, /* the data leave some coefficient open; loss inside the data is good */
    FIT_POOR = 3 /* the law is more than 20 % off, rms: it does not describe the runs at all */
};

/* "ok", "not converged", "refused", "at bound", "not identified", "poor fit" */
const char *fit_status_word(enum fit_status status);

enum fit_role { FIT_FREE, FIT_FIXED, FIT_TIED, FIT_BOUND };

struct fit_coefficient {
    char name[FIT_NAME]; /* "A", "k.w4a4", "eff_N.w4.a16", "eff_N.QuEST, 4, 4" */
    double value;
    double error;       /* of value; 0 where fixed, NAN where unknown or at a bound */
    double low, high;   /* the interval at problem.level: profile where asked for, else from the
                           covariance; NAN where unknown; an end may be 0 or INFINITY: open */
    enum fit_role role; /* fixed by the user or by the form; tied to another; at a bound */
    bool identified; /* false: the interval has an open end, is wider than a factor of 100 (sizes,
                        scales, eff) or than twice the value (E, exponents), or is far narrower than
                        the error; or the coefficient can change places with another, as those of
                        two bits that are equal in every run, or of N and D where all runs have one
                        D/N (within some 10 %) */
    int group;       /* of the runs, for an eff; else RUNS_ALONE */
    const char *assumed; /* whence a fixed value that the answers hang on, though no run told it:
                          * "illustrative", "of arXiv:2505.14302"; else NULL */
};

struct fit_row {
    double predicted; /* loss, nats/token */
    double residual;  /* ln measured − ln predicted */
    double leverage;  /* 0 … 1: the diagonal of the weighted hat matrix of ln predicted */
    double implied_f; /* N_eff/N that this row's loss implies under the fit (2411.04330 eq. 30),
                         NAN where the law has none or the loss is at or below the fit's floor */
    double model_f;   /* N_eff/N of the fit itself; NAN where the law has none */
};

/* The covariance is that of the values, to first order; NAN for what is at a bound, 0 for what is
 * fixed. It is Huber's estimate for regression, the noise being alike in all runs:
 *
 *     K²·(mean ψ²)·n/(n − p)/(mean ψ')² · (XᵀWX)⁻¹,  K = 1 + (p/n)·(1 − s)/s
 *
 * with X = ∂ln predicted. ψ' is δ/h within a window h and 0 beyond, s the share of the residuals in
 * it; h is δ, or wider where δ is less than their spread. With squared loss that is the usual
 * σ²·(XᵀWX)⁻¹. n counts different runs, as many as their weights W are worth, (Σw)²/Σw²; intervals
 * are Student's with n − p degrees of freedom. Where noise is not alike, or the law does not hold,
 * the bootstrap's intervals are wider.
 *
 * Where runs share their noise (run.cluster) it is that of the clusters' pulls, with each pull as
 * the fit without the cluster would have it (CV3 of MacKinnon, Nielsen and Webb, Leverage,
 * influence, and the jackknife in clustered regression models, 2023), and Student's has as many
 * degrees of freedom as there are clusters, less one. Intervals by profile rise by as much. */
struct fit_result {
    const struct law *law;
    enum fit_status status;
    char why[FIT_WORDS];                 /* the reason where the status is not FIT_OK, in words */
    char remark[FIT_REMARKS][FIT_WORDS]; /* flat directions, duplicates, what was left out … */
    int remarks;
    size_t n;         /* rows that counted */
    size_t clusters;  /* of runs that share their noise; 0: each has its own */
    int p;            /* free coefficients */
    double freedom;   /* degrees of freedom of the intervals: different runs (by weight) less p,
                         or clusters less 1 */
    double objective; /* as above: a sum */
    double rms_log;   /* root of the (weighted) mean square of ln measured − ln predicted */
    double level;
    struct fit_coefficient coefficient[FIT_COEFFS];
    int count;
    bool resampled;      /* intervals and covariance are a bootstrap's (boot_take) */
    double *covariance;  /* count × count, of the values by name: see above */
    struct fit_row *row; /* one for each of problem.runs */
    size_t rows;
    int minima; /* different minima that were met */
    int starts, iterations;
};

/* What the covariance is from: "fit", "resamples", or NULL where there is none. */
const char *fit_covariance_word(const struct fit_result *result);

struct fit_job;

/* Prepare a fit. NULL with a message where the problem is none: an unknown name to fix or tie, a
 * law that needs groups and has none, no memory. Data that cannot be fitted are no such error: the
 * result says FIT_REFUSED. */
struct fit_job *fit_start(const struct fit_problem *problem, struct err *err);

/* The same, where many rows are to be put in order in bites too: that is left to fit_step. Once it
 * says that it is done, fit_broken says whether the problem was none, with the message that
 * fit_start would have had; such a job has no result, and is but for fit_cancel. */
struct fit_job *fit_open(const struct fit_problem *problem, struct err *err);
bool fit_broken(const struct fit_job *job, struct err *err);

/* Work until it is done (true) or the clock has passed deadline, in seconds of CLOCK_MONOTONIC
 * (INFINITY: to the end). One bite is a look at all rows in a descent, a point of the scan, or a
 * few rows of what goes through them once: some 50 µs for 240 rows, and tens of milliseconds for a
 * million. How it is bitten does not change the answer. */
bool fit_step(struct fit_job *job, double deadline);

/* 0 … 1, and the least objective so far (INFINITY: none yet). */
double fit_progress(const struct fit_job *job, double *objective);

/* The result of a job that is done; the job is freed. The result is the caller's to free. */
void fit_finish(struct fit_job *job, struct fit_result *result);

/* Free a job at any time. */
void fit_cancel(struct fit_job *job);

void fit_free(struct fit_result *result);

/* All of it at once. False with a message where fit_start says so. */
bool fit_run(const struct fit_problem *problem, struct fit_result *result, struct err *err);

/* The result's coefficient of that name, or NULL. */
const struct fit_coefficient *fit_find(const struct fit_result *result, const char *name);

/* Put the coefficients into a preset, and the range of the inputs that the law reads; all else of
 * it (name, title …) is the caller's. Groups become variants by the w and a of their runs. keep:
 * one flag a group, NULL for all. False with a message where a group has several (w, a), two kept
 * groups have the same, or the preset would not be complete. */
bool fit_preset(const struct fit_problem *problem, const struct fit_result *result,
                const bool *keep, struct preset *preset, struct err *err);

/* The names that the coefficients have in a preset's file ("eff_N.w4.a4" for "eff_N.QuEST, 4, 4"),
 * for [covariance] keys; "" where fit_preset would not have one. out: result->count of them. */
void fit_preset_names(const struct fit_problem *problem, const struct fit_result *result,
                      char (*out)[FIT_NAME]);

/* ---- Leave one size out: fit without the runs of one N, and predict them. */
struct fit_left {
    double N;        /* the size left out, the largest of several */
    size_t rows;     /* of that size */
    double rms_log;  /* of ln measured − ln predicted; NAN where the rest could not be fitted, or
                        its law gives some of them no loss */
    double bias_log; /* its mean */
    enum fit_status status; /* of the fit to the rest */
};

/* The different sizes among the runs that count, in ascending order (N within 1e-6 is one size);
 * returns how many there are, and fills at most room of them. The last is the test that matters to
 * a planner. */
size_t fit_sizes(const struct runs *runs, double *sizes, size_t room);

/* How many sizes to leave out, the largest first, of so many rows and sizes: FIT_LEAVE_SIZES at
 * most, and FIT_LEAVE_ROWS rows in all fits, but always the largest. */
size_t fit_sizes_to_leave(size_t rows, size_t sizes);

/* Fit without the size and predict it: about as long as a fit without intervals. Rows of a group
 * that the rest does not have are not predicted and not counted. False with a message as fit_run.
 */
bool fit_leave_size(const struct fit_problem *problem, double size, struct fit_left *left,
                    struct err *err);

/* The same in bites: a job for fit_step, which fit_cancel ends too, opened as fit_open has it. Its
 * answer, once it is done and not broken; the job is freed. */
struct fit_job *fit_leave_start(const struct fit_problem *problem, double size, struct err *err);
void fit_leave_finish(struct fit_job *job, struct fit_left *left);

/* Likewise without all sizes from low to high, and with what is told of each run: residual, one for
 * each of problem.runs (or NULL), is ln measured − ln predicted, NAN where a run was not left out
 * or is not predicted. left->N is then high. */
struct fit_job *fit_leave_sizes(const struct fit_problem *problem, double low, double high,
                                struct err *err);
void fit_leave_rows(struct fit_job *job, struct fit_left *left, double *residual);

#endif
