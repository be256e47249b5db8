/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least loss on a grid of plans, without a look at every point of it. */
#ifndef ENGINE_GRID_H
#define ENGINE_GRID_H

#include "engine/axis.h"
#include "engine/law.h"

/* All plans that the axes span. A plan whose C is a number is looked at only where training it
 * costs no more than that. */
struct grid {
    const struct preset *preset;
    const struct plan *plan;        /* what no axis sets */
    const struct axis *const *axes; /* applied in this order; the last is the fastest */
    int count;
};

struct grid_least {
    bool found;       /* false: no plan on the grid has a loss within its budget */
    long long number; /* of the point, from 0, as a sweep counts them; the first of equals */
    double loss;      /* law_eval's */
    struct plan plan;
};

/* The point of least loss. At fixed bits the loss is a sum of exponentials of ln N and ln D, and so
 * convex, and with the best real D still convex in ln N: that is a bound for each N of the grid,
 * which is walked to its least; N is then visited outward from there while the bound is below the
 * best loss found. Nothing is assumed of the bits. For a law that is no such sum, each N is
 * visited; that its loss over D has one valley is all that is assumed. False where there was no
 * memory. */
bool grid_best(const struct grid *grid, struct grid_least *least);

/* The same by looking at every point: with the law's powers in tables, or by law_eval where it has
 * none. */
bool grid_dense(const struct grid *grid, struct grid_least *least);

#endif
