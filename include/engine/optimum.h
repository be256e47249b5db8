/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best plan for a budget, or the cheapest one that reaches a loss. */
#ifndef ENGINE_OPTIMUM_H
#define ENGINE_OPTIMUM_H

#include "engine/cost.h"
#include "engine/law.h"
#include "engine/preset.h"
#include "engine/spend.h"

/* What may be chosen: the inputs' bits, and P. P stands for w = a = kv, under a budget of serving
 * for `post` (2411.04330 eq. 29), and under a law with a format of its own (`fp`) for E and M. */
enum {
    FREE_N = INPUT_BIT(IN_N),
    FREE_D = INPUT_BIT(IN_D),
    FREE_P = 1u << INPUT_COUNT,
    FREE_WIDE = SPEND_WIDE, /* N and D past what an input can be set to */
    FREE_BITS = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV) | INPUT_BIT(IN_POST) |
                INPUT_BIT(IN_G) | INPUT_BIT(IN_E) | INPUT_BIT(IN_M)
};

struct problem {
    unsigned free;       /* FREE_N, FREE_D, FREE_P, INPUT_BITs of FREE_BITS; FREE_WIDE with them */
    enum cost_kind cost; /* what is bought */
    double budget; /* an upper bound, in the cost's unit; not looked at where there is a target */
    double target; /* above 0: the cheapest plan whose loss is at most this; where no loss is less,
                      it may be above by the last digit */
    bool whole;    /* whole bits only */
};

enum { OPTIMUM_WHY = 192 };

struct optimum {
    enum law_status
        status;            /* LAW_SILENT: why has the reason; LAW_BEYOND: outside the fitted runs */
    struct plan plan;      /* the best plan; what was not free is as it was */
    double P;              /* bits at which its products run; served bits where serving is bought */
    double C;              /* what it costs, at most the budget; less where more data would hurt */
    double loss;           /* nats/token */
    unsigned at_edge;      /* of the free ones (FREE_P too), those on the edge of their range */
    char why[OPTIMUM_WHY]; /* also a remark where there is an answer */
};

/* The plan of least loss among those that cost at most the budget (or the cheapest that reaches the
 * target), everything not free as in plan.
 *
 * At fixed bits the loss over (ln N, ln D) has one valley and is followed to its bottom; bits are
 * scanned, from the kinks where PTQ meets the trained bits too, and refined. Where a law has its
 * bits in a table, the table is gone through. Source  2411.04330 eqs 5, 14–17 (fixed P), 18–23
 * (fixed N), 24–28 (joint), 29 (served); 2401.00448 (lifetime) */
enum law_status optimum_solve(const struct preset *preset, const struct plan *plan,
                              const struct problem *problem, struct optimum *optimum);

/* The same, and past what N and D can be set to: where both are free and their ranges end the
 * answer, or keep the target out of reach, the law's own optimum, should it lie inside FREE_WIDE's.
 * why says so. */
enum law_status optimum_past(const struct preset *preset, const struct plan *plan,
                             const struct problem *problem, struct optimum *optimum);

#endif
