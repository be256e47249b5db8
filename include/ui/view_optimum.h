/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Optimum view keeps beside the plan. */
#ifndef UI_VIEW_OPTIMUM_H
#define UI_VIEW_OPTIMUM_H

#include <stdbool.h>

/* The papers' problems, in the order in which they stand. */
enum optimum_kind {
    OPTIMUM_JOINT,  /* N, D and bits */
    OPTIMUM_BITS_4, /* N and D at 4 bits, and so on */
    OPTIMUM_BITS_8,
    OPTIMUM_BITS_16,
    OPTIMUM_SIZE,     /* D and bits at the plan's N */
    OPTIMUM_SERVED,   /* N and bits after training for what the plan costs to serve, D free */
    OPTIMUM_LIFETIME, /* N, D and bits for training and serving Dinf tokens */
    OPTIMUM_OTHER,    /* the joint one under another loaded law */
    OPTIMUM_KINDS
};

/* What its chart shows over the budget. */
enum optimum_chart { CHART_BITS, CHART_N, CHART_D, CHART_LOSS, CHART_COUNT };

struct optimum_state {
    enum optimum_kind chosen;
    enum optimum_chart chart;
    bool whole;    /* whole bits only */
    double target; /* nats/token: the cheapest plans that reach it; 0: the best for the budget */
};

#endif
