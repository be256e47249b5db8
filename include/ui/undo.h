/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What undo brings back: a tree of moments, so that what was undone is still there after something
 * new was done. */
#ifndef UI_UNDO_H
#define UI_UNDO_H

#include "engine/plan.h"

enum { UNDO_MOST = 256 };

/* What stays as it is when N, D or the bits move. */
enum hold { HOLD_NONE, HOLD_COMPUTE, HOLD_RATIO, HOLD_BYTES, HOLD_COUNT };

struct moment {
    struct plan plan;
    enum input selected;
    enum hold hold;
    double held; /* FLOP, D/N, or bytes of the weights as served */
    int primary; /* index into presets */
};

/* Moments from the oldest on; a parent stands before its children. The present one is kept by the
 * caller: what stands here for it is as old as the last change. */
struct undo {
    struct undo_node {
        struct moment moment;
        int parent; /* −1: the first */
    } node[UNDO_MOST];
    int count; /* at least 1 */
    int at;    /* the present one */
};

/* Only the present moment. */
void undo_start(struct undo *undo, const struct moment *now);

/* Keep the present moment, and begin a new one after it. Where all places are taken the oldest
 * moment that nothing came of goes, or the first of all where that is the present one. */
void undo_branch(struct undo *undo, const struct moment *now);

/* Go to a moment: the present one is kept, and *now becomes that. */
void undo_go(struct undo *undo, int to, struct moment *now);

/* The moment before the present one, and the newest of those after it; −1 where there is none. */
int undo_before(const struct undo *undo);
int undo_after(const struct undo *undo);

/* How many lie before the present one. */
int undo_depth(const struct undo *undo);

#endif
