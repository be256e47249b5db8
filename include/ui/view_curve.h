/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Curve view remembers: any output over any input. */
#ifndef UI_VIEW_CURVE_H
#define UI_VIEW_CURVE_H

#include "engine/plan.h"
#include <stdbool.h>

struct curve_state {
    enum input x; /* what it is over */
    int y;        /* an enum output, or OUTPUT_COUNT for what quantising adds */
    enum input
        family; /* the second input of a family of the primary law; INPUT_NONE: a line a law */
    bool y_log;
    bool tied; /* over w, a or kv: the three move as one (P), unless a family is of one of them */
    bool runs; /* those of the Fit view's file are drawn too */
    double cursor; /* a value of x; NAN: at the plan */
};

/* What quantising adds over D, a line a law. */
struct curve_state curve_start(void);

#endif
