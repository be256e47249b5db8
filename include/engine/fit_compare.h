/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws side by side on the same runs, by how they predict sizes that they were not fitted to.
 *
 * Each law is fitted, in each of its forms that make sense, to the runs that all of them can use.
 * Then the largest sizes are left out and predicted by the fits to the smaller ones alone, which is
 * the test that matters to a planner; and each size once, predicted by the fit to all others.
 * Errors are of ln loss, and over those rows that every law predicts. */
#ifndef ENGINE_FIT_COMPARE_H
#define ENGINE_FIT_COMPARE_H

#include "engine/fit.h"

enum {
    FIT_RIVALS = 16,
    FIT_LARGE_ROWS = 3 /* the test's least, of rows, or clusters: below the largest size, smaller
                          ones are taken to it */
};

enum fit_verdict {
    FIT_UNDECIDED, /* there was nothing to decide by */
    FIT_BEHIND,
    FIT_TIE, /* with the best: see below, or rows are too few to say */
    FIT_BEST
};

/* "best", "tie", "behind", or NULL */
const char *fit_verdict_word(enum fit_verdict verdict);

/* Errors of predictions, ln measured − ln predicted, over rows that were left out. */
struct fit_test {
    size_t rows;
    double rms_log, bias_log;    /* bias: their mean */
    double behind, behind_error; /* mean of |its error| − |the best's| over the rows, in left over
                                    the sizes; and the standard error of that, NAN of one */
};

/* A law in one form, and what came of it. Errors are NAN where there are none.
 *
 * The best is that of the least rms in `large`, of those whose fits converge, with and without it;
 * others can be behind, but tie with none. Another is behind it where it is surely (99 %, of
 * Student's) the worse in `large`, from row to row (from cluster to cluster, where runs share their
 * noise), or in `left`, from size to size, since rows of one size share the luck of one fit, and by
 * a tenth of the best's rms or more; else it ties. With fewer than FIT_LARGE_ROWS rows or clusters
 * in `large` all tie. */
struct fit_rival {
    const struct law *law;
    const char *form;    /* its word of fit_forms, "" where the law has only one */
    bool compared;       /* false: why says why not, and nothing but usable is known */
    char why[FIT_WORDS]; /* or what else there is to say, or "" */
    size_t usable;       /* runs that it can use */
    enum fit_status status;
    int p;                        /* free coefficients */
    double objective, rms_log;    /* of the fit to all rows that are compared */
    enum fit_status large_status; /* of the fit to the smaller sizes */
    struct fit_test left;         /* of every size, each predicted from all others */
    struct fit_test large;        /* of the largest sizes, predicted from the smaller ones alone */
    enum fit_verdict verdict;
};

struct fit_comparison {
    struct fit_rival rival[FIT_RIVALS]; /* when it is done the best first, by large.rms_log; then
                                           those undecided, and those not compared */
    int count;
    bool all;        /* laws that cannot use nine tenths of the rows are not to narrow the others */
    size_t runs;     /* there are */
    size_t rows;     /* of them that all compared laws can use */
    size_t clusters; /* of those rows; 0: each has its own noise */
    size_t sizes;    /* different N among those rows */
    size_t left_sizes;            /* of them left out each once: all, or 0 where that is too long */
    size_t large_sizes;           /* of them in the planner's test; 0: too few sizes */
    double large_low, large_high; /* N */
    char why[FIT_WORDS];          /* why no law is best, or "" */
};

/* Put the forms of each law into an empty comparison, and first chinchilla alone, by which it is
 * seen what a law about bits is good for. */
void fit_compare_list(struct fit_comparison *comparison, const struct law *const *laws, int count);

/* Keep a law out, in all its forms: why. */
void fit_compare_refuse(struct fit_comparison *comparison, const struct law *law, const char *why);

/* "precision no-shift". Returns out. */
const char *fit_rival_name(const struct fit_rival *rival, char out[FIT_NAME]);

/* Whether rival i is not compared for the same reason as the next one, another form of its law:
 * what there is to say is said once, of the last. */
bool fit_rival_joins(const struct fit_comparison *comparison, int i);

/* What a comparison says of each rival: a number, or a word. */
struct fit_rival_cell {
    const char *name, *unit;
    double (*number)(const struct fit_rival *rival);    /* NULL: it is a word */
    const char *(*word)(const struct fit_rival *rival); /* "": none */
};

enum { FIT_RIVAL_CELLS = 19 };
extern const struct fit_rival_cell fit_rival_cells[FIT_RIVAL_CELLS];

/* An error of ln loss in percent, for reading: two decimals, from ten on one. Returns out. */
const char *fit_rival_percent(char out[NUM_TEXT], double value, bool sign);

/* "5 rows of the largest size, N 822M"; false where nothing was predicted. */
bool fit_compare_large(const struct fit_comparison *comparison, char *out, size_t size);

struct fit_compare;

/* Prepare the work on a list. like: the runs, in groups where a law needs them; the loss, what is
 * fixed and tied, and how hard to look; law and form are the rivals'. comparison and the runs are
 * the caller's, and stay until the work is freed. NULL with a message where memory ran out. */
struct fit_compare *fit_compare_start(struct fit_comparison *comparison,
                                      const struct fit_problem *like, struct err *err);

/* Work until it is done (true) or the clock has passed deadline, as fit_step. */
bool fit_compare_step(struct fit_compare *work, double deadline);

/* 0 … 1 */
double fit_compare_progress(const struct fit_compare *work);

/* Free the work at any time; once it was done, the comparison has its answers. */
void fit_compare_free(struct fit_compare *work);

#endif
