/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A law asked the other way round: at which value of an input does an output take a value? */
#ifndef ENGINE_INVERT_H
#define ENGINE_INVERT_H

#include "engine/output.h"
#include "engine/preset.h"

enum { INVERSE_VALUES = 16, INVERSE_WHY = 192 };

struct inverse {
    enum law_status status;        /* at the nearest; LAW_SILENT: none, why has the reason */
    double value;                  /* the nearest to the plan's own, on the input's scale */
    double values[INVERSE_VALUES]; /* all of them, ascending, words last */
    int count;
    double loss;           /* at value */
    char why[INVERSE_WHY]; /* also a remark where there is an answer */
};

/* Whether an output can depend on the input at all: N D w a kv post G E M. */
bool invert_takes(enum input input);

/* Find the values of an input (or of P: w, a and kv as one, input IN_W and tied) in its range at
 * which the output is target, everything else as in plan: to 1e-9 of it, or beside a wall, where
 * the output is steeper than numbers are fine, the nearest number there is. Jumps over the target
 * are no answers; where the output stays at the target over a stretch, its two ends are. Whole
 * inputs are tried one by one. */
enum law_status invert_solve(const struct preset *preset, const struct plan *plan, enum input input,
                             bool tied, enum output output, double target, struct inverse *inverse);

#endif
