/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user chose, and the table that says all there is to know about each input. */
#ifndef ENGINE_PLAN_H
#define ENGINE_PLAN_H

#include "base/err.h"
#include "base/num.h"
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Words as values. Where a number is meant, finite; `off` is infinitely many bits: no loss from it.
 */
#define PLAN_OFF     INFINITY /* w a kv post fc2: not quantised */
#define PLAN_CHANNEL 1e300    /* G: one scale a channel */
#define PLAN_TENSOR  INFINITY /* G: one scale a tensor */
#define PLAN_OWN     0.0      /* C: the plan's own cost */

struct plan {
    double N;    /* parameters, non-embedding */
    double D;    /* training tokens */
    double w;    /* bits of the weights in training, or PLAN_OFF */
    double a;    /* bits of the activations in training, or PLAN_OFF */
    double kv;   /* bits of the KV cache in training, or PLAN_OFF */
    double post; /* bits of the weights after PTQ, or PLAN_OFF */
    double G;    /* elements that share one scale, or PLAN_CHANNEL, PLAN_TENSOR */
    double E;    /* exponent bits, whole */
    double M;    /* mantissa bits, whole (real in an optimum without whole layouts) */
    double fc2;  /* bits of the FC2 input: 8 or PLAN_OFF */
    double C;    /* budget for optima, FLOP at 16 bit, or PLAN_OWN */
    double Dinf; /* tokens served over the model's life, 0 for none */
    double bias; /* 1: the PTQ term's shift b is on; 0: off */
};

/* Bits as a number: `off` costs and counts as 16. */
double plan_bits(double bits);

enum input {
    IN_N,
    IN_D,
    IN_W,
    IN_A,
    IN_KV,
    IN_POST,
    IN_G,
    IN_E,
    IN_M,
    IN_FC2,
    IN_C,
    IN_DINF,
    IN_BIAS,
    INPUT_COUNT,
    INPUT_NONE = INPUT_COUNT
};

/* A set of inputs: bit (1u << input). */
#define INPUT_BIT(input) (1u << (unsigned)(input))

/* The bits that a number is kept in. */
enum { INPUTS_BITS = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV) | INPUT_BIT(IN_POST) };

enum scale { SCALE_LINEAR, SCALE_LOG };

struct input_word {
    const char *name; /* "off", "channel"; NULL ends a list */
    double value;
    bool below; /* sits below the numbers on a slider (else above) */
};

struct input_row {
    const char *name;  /* the word of the one grammar */
    const char *title; /* "training tokens" */
    const char *unit;  /* "tokens", "bits", "" */
    double low, high;  /* of the numbers; low above high: no numbers, only words */
    double fallback;   /* the default */
    enum scale scale;
    double step;                    /* one step: a factor on log scales, else added */
    double coarse, fine;            /* the same for big and small steps */
    bool whole;                     /* whole numbers only */
    const struct input_word *words; /* in slider order; NULL-terminated, may be empty */
    const char *help;               /* a sentence or two */
};

extern const struct input_row inputs[INPUT_COUNT];

/* The plan with every input at its default. */
struct plan plan_default(void);

double plan_get(const struct plan *plan, enum input input);
void plan_set(struct plan *plan, enum input input, double value);

/* Whether two plans have every input alike. */
bool plan_same(const struct plan *a, const struct plan *b);

/* The input of that name, or INPUT_NONE. */
enum input input_find(const char *name);

/* Read one value of an input: a number in its range or one of its words.
 * False with a message that names the input, what was found and what was expected. */
bool input_parse(enum input input, const char *text, double *value, struct err *err);

/* The name of the word that value stands for, or NULL where it is a number. */
const char *input_word(enum input input, double value);

/* As text of the one grammar, shortest form: "7e9", "8", "off". Returns out. */
const char *input_text(char out[NUM_TEXT], enum input input, double value);

/* For reading: "7.00B", "4", "off", "1e-3". Returns out. */
const char *input_show(char out[NUM_TEXT], enum input input, double value);

enum step_size { STEP_FINE, STEP_ONE, STEP_COARSE };

/* The value one step up (+1) or down (-1) from value: over the numbers, then over the words. Stays
 * where it is at the end of the range. */
double input_step(enum input input, double value, int direction, enum step_size size);

/* Where value sits on a slider, 0 … 1: numbers by the input's scale, words at the ends. */
double input_fraction(enum input input, double value);

/* The value at a slider's fraction; a slider drag rounds to a neat value. Inverse of input_fraction
 * up to that rounding. */
double input_at_fraction(enum input input, double fraction);

/* One NAME=VALUE word of the grammar applied to a plan: inputs, and the short forms P= (w, a and kv
 * at once) and fmt= (a format, see engine/format.h). False with a message that names the word and,
 * for a misspelt name, the nearest one; the plan is then unchanged. */
bool plan_word(struct plan *plan, const char *word, struct err *err);

/* The same with name and value apart. */
bool plan_assign(struct plan *plan, const char *name, const char *value, struct err *err);

/* An error about a name that is none: the nearest known one is suggested. Returns false. */
bool plan_unknown_name(const char *name, struct err *err);

#endif
