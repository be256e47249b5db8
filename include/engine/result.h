/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a law says of a plan: values only, nothing points anywhere. A missing number is NAN. */
#ifndef ENGINE_RESULT_H
#define ENGINE_RESULT_H

#include "engine/plan.h"

enum law_status {
    LAW_SILENT = -1, /* no loss: result.why has the reason */
    LAW_OK = 0,
    LAW_BEYOND = 1 /* usable, dubious: outside the fitted runs */
};

/* The parts of a loss, in the order in which they are shown. */
enum term { TERM_FLOOR, TERM_PARAMS, TERM_DATA, TERM_BASE, TERM_TRAIN_BITS, TERM_PTQ, TERM_COUNT };

extern const char *const term_names[TERM_COUNT]; /* "floor", "params", … */

/* What a law takes for granted on top of what its preset lists, depending on the plan. */
enum assumption {
    ASSUMED_CHANNEL_IS_HIDDEN,
    ASSUMED_HIDDEN_SIZE,
    ASSUMED_CHANNEL_FITTED,
    ASSUMPTION_COUNT
};

extern const char *const assumption_words[ASSUMPTION_COUNT];

enum { RESULT_WHY = 192 };

struct result {
    enum law_status status;
    bool at_any_size;   /* silent, and so whatever N and D are */
    double loss;        /* nats/token, all terms; NAN where the law is silent */
    double loss_full;   /* the same N, D with nothing quantised; loss = loss_full + qat_delta +
                           ptq_delta */
    double n_eff;       /* parameters; NAN where the law has none */
    double n_eff_ratio; /* n_eff / N */
    double d_eff_ratio; /* effective tokens / D */
    double ptq_delta;   /* added after training: 0 where off, NAN where the law does not know it */
    double qat_delta;   /* added in training: 0 where off, NAN where the law does not know it */
    double term[TERM_COUNT]; /* parts that add up to loss; NAN where the law has no such part */
    unsigned ignores;     /* INPUT_BITs of those of w a kv post fc2 that are on and not looked at */
    unsigned beyond;      /* INPUT_BITs of those outside the fitted range */
    unsigned assumed;     /* bits (1u << enum assumption) */
    char why[RESULT_WHY]; /* the reason where silent, else a remark or "" */
};

#endif
