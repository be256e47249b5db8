/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of values of one input, as a sweep walks them. */
#ifndef ENGINE_AXIS_H
#define ENGINE_AXIS_H

#include "base/err.h"
#include "engine/plan.h"

enum { AXIS_NAME = 8, AXIS_LIST = 64 };

struct axis {
    char name[AXIS_NAME]; /* an input's, or P, or fmt */
    enum input input;     /* INPUT_NONE for P and fmt */
    long long count;
    double low, high; /* spaced from low to high … */
    bool log;         /* … evenly in the logarithm */
    double span;      /* from low to high: in the logarithm where log */
    int listed;       /* or so many values, as written: */
    char list[AXIS_LIST][NUM_TEXT];
};

/* Whether a NAME=VALUE word asks for several values: low:high:count, low..high or a list. */
bool axis_is(const char *word);

/* Read `N=1e8:1e12:41` (low:high:count, log-spaced on log inputs, low and high exact), `w=3..16`
 * (whole steps), `G=32,64,channel` (list), or one value. False with a message that names the word.
 */
bool axis_parse(const char *word, struct axis *axis, struct err *err);

/* Set plan to the axis' value number index (from 0). */
void axis_apply(const struct axis *axis, long long index, struct plan *plan);

/* The number that it is, of an axis over numbers. */
double axis_value(const struct axis *axis, long long index);

/* That value as text of the grammar. Returns out. */
const char *axis_text(char out[NUM_TEXT], const struct axis *axis, long long index);

#endif
