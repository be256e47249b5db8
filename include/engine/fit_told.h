/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fits without sizes told of each run, and what is made of it; for fit_compare.c and
 * fit_verdict.c alone. */
#ifndef ENGINE_FIT_TOLD_H
#define ENGINE_FIT_TOLD_H

#include "engine/fit_compare.h"

struct fit_sum {
    double total;
    size_t rows;
};

struct fit_told {
    const struct runs *runs;
    size_t *first;       /* of each run's cluster (runs_clusters); NULL: each run is its own */
    struct fit_sum *sum; /* one for each run, to work in */
    double *left[FIT_RIVALS], *large[FIT_RIVALS]; /* ln measured − ln predicted, one for each run,
                                                     NAN where there is none */
    double *sizes;                                /* the different N, ascending */
    double *room;                                 /* one for each run, to work in */
};

/* Where what a run tells is added up: with that of its cluster. */
struct fit_sum *told_sum(const struct fit_told *told, size_t run);

/* Fill in the tests, the verdicts and the order. Residuals of rows that not all predict are set to
 * NAN. */
void fit_verdicts(struct fit_comparison *comparison, struct fit_told *told);

#endif
