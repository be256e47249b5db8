/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen needs to know of the present plan, worked out once a frame. */
#ifndef UI_FACTS_H
#define UI_FACTS_H

#include "engine/optimum.h"
#include "engine/output.h"
#include "engine/sure.h"
#include "ui/app.h"

enum { FACTS_MOVES = 40 };

/* One change of one input, and what it does. */
struct move {
    enum input input;
    double to;
    double loss;    /* then, under the primary law; NAN where there is none */
    double delta;   /* against now; NAN where there is none then or now */
    double compute; /* training compute afterwards / before */
    double bytes;   /* weights as served, afterwards − before */
};

struct facts {
    struct answer answer[APP_PRESETS];
    double added[APP_PRESETS];      /* law_added */
    struct move step[INPUT_COUNT];  /* one step up, or down from the top; input INPUT_NONE where the
                                       law ignores it */
    struct move moves[FACTS_MOVES]; /* best first; those without a loss left out */
    int move_count;
    struct optimum optimum; /* at the plan's budget: joint, or N and D where bits cannot be */
    bool joint;
    double optimum_off_bits; /* P* of the same with post off; NAN where that is no question */
    double optimum_gap;      /* the plan's loss above the optimum's; NAN where there is none */
    struct spread {
        double low, high; /* over the laws that answer; low above high: fewer than two do */
    } ptq, train;
    /* How sure the primary law is: NAN where its preset has no covariance. */
    struct interval interval[OUTPUT_COUNT];
    double loss_reach, added_reach; /* either way, at INTERVAL_PERCENT */
};

/* The search whose answer is facts.optimum. */
struct problem facts_problem(const struct preset *preset, const struct plan *plan);

void facts_compute(const struct app *app, struct facts *facts);

#endif
