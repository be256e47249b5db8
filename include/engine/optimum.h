/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best plan for a budget of training compute. */
#ifndef ENGINE_OPTIMUM_H
#define ENGINE_OPTIMUM_H

#include "engine/law.h"
#include "engine/preset.h"

/* What may be chosen. P stands for w = a = kv. */
enum { FREE_N = 1, FREE_D = 2, FREE_P = 4 };

struct problem {
    unsigned free; /* FREE_N | FREE_D (fixed bits), all three (joint), FREE_D | FREE_P (fixed N) */
    double budget; /* FLOP at 16 bit, an upper bound */
};

enum { OPTIMUM_WHY = 192 };

struct optimum {
    enum law_status
        status;       /* LAW_SILENT: why has the reason; LAW_BEYOND: outside the fitted runs */
    struct plan plan; /* the best plan; what was not free is as it was */
    double P;         /* bits at which its products run */
    double C;         /* what it costs: less than the budget where more data would hurt */
    double loss;      /* nats/token */
    unsigned
        at_edge; /* INPUT_BITs of what sits on the edge of its range (IN_W, IN_A, IN_KV for P) */
    char why[OPTIMUM_WHY];
};

/* The plan of least loss among those that cost at most the budget, everything not free as in plan.
 *
 * At fixed bits the loss over (ln N, ln D) has one valley; the bits are scanned, from the kinks P =
 * post too, and refined. P free needs a law in which bits are real numbers (`precision`). Source
 * 2411.04330 eqs 5, 14–17 (fixed P), 18–23 (fixed N), 24–28 (joint) */
enum law_status optimum_solve(const struct preset *preset, const struct plan *plan,
                              const struct problem *problem, struct optimum *optimum);

#endif
