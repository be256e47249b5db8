/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of all that can be read off a plan: for read-outs, JSON, CSV, axes. */
#ifndef ENGINE_OUTPUT_H
#define ENGINE_OUTPUT_H

#include "engine/law.h"

enum output {
    OUT_LOSS,
    OUT_LOSS_FULL,
    OUT_N_EFF,
    OUT_N_EFF_RATIO,
    OUT_D_EFF_RATIO,
    OUT_PTQ_DELTA,
    OUT_QAT_DELTA,
    OUT_D_CRIT,
    OUTPUT_COUNT
};

struct output_row {
    const char *name;  /* the key in JSON and CSV */
    const char *title; /* "effective parameters" */
    const char *unit;  /* "nats/token", "" */
    bool lower_is_better;
    size_t field; /* offset of the double in struct answer */
    const char *help;
};

extern const struct output_row outputs[OUTPUT_COUNT]; /* in the contract's order */

/* The output whose name the first length bytes are, or OUTPUT_COUNT. */
enum output output_find(const char *name, size_t length);

/* The name of the output that may have been meant, or NULL where none is near. */
const char *output_nearest(const char *name);

/* A result with the one scalar that needs a search of its own. */
struct answer {
    struct result result;
    double d_crit; /* tokens; NAN where loss falls for ever, or there is none */
};

/* law_eval and law_dcrit together. */
enum law_status answer_plan(const struct preset *preset, const struct plan *plan,
                            struct answer *answer);

/* Whether a preset's law has an output that bits can move; losses it always has. */
bool output_known(const struct preset *preset, enum output output);

double output_get(const struct answer *answer, enum output output);

#endif
