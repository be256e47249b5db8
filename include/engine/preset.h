/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A law with its coefficients, the range it was fitted on and where it comes from, in memory. */
#ifndef ENGINE_PRESET_H
#define ENGINE_PRESET_H

#include "base/err.h"
#include "engine/law.h"
#include "engine/plan.h"

enum {
    PRESET_COEFFS = 24,
    PRESET_VARIANTS = 64,
    VARIANT_COEFFS = 4,
    PRESET_NAME = 64,
    PRESET_LINE = 200,
    PRESET_NOTE = 1024,
    PRESET_FILE = 1024,
    PRESET_ASSUMED = 12
};

/* One row of a law's own table: a bit width, a (w, a) pair, a variant of the fit. */
struct variant {
    char suffix[24];   /* as in the file: "w4.a16", "w4a4fc2", "3" */
    double w, a, post; /* those that the law keys its table by, NAN the others */
    bool fc2;
    double c[VARIANT_COEFFS]; /* by the law's variant_coefficients[]; NAN where not given yet */
};

struct range {
    double low, high; /* −INFINITY, INFINITY where open; PLAN_CHANNEL for `channel` */
};

struct preset {
    const struct law *law;
    char name[PRESET_NAME];
    char title[PRESET_LINE];
    char source[PRESET_LINE];
    char base[PRESET_NAME]; /* the preset whose base is borrowed, or "" */
    char note[PRESET_NOTE]; /* lines joined by '\n' */
    char file[PRESET_FILE]; /* where it was read from */
    char assumed[PRESET_ASSUMED][PRESET_LINE];
    int assumed_count;
    double c[PRESET_COEFFS]; /* by law->coefficients[]; NAN where not given yet */
    struct variant variant[PRESET_VARIANTS];
    int variant_count;
    struct range range[INPUT_COUNT]; /* fitted; only where ranged has the bit */
    unsigned ranged;
};

/* An empty preset of a law: every coefficient NAN. */
void preset_init(struct preset *preset, const struct law *law);

/* Give a coefficient by its name in the file ("alpha", "k.w4a4", "eff_N.w4.a16"). False with a
 * message for an unknown name (the nearest is suggested), one given twice, text that is no finite
 * number, a sign that the law forbids, or a table that is full. */
bool preset_coefficient(struct preset *preset, const char *name, const char *text, struct err *err);

/* Give the fitted range of an input: "low:high", either end may be empty, ends in the grammar of
 * the input (`channel` too). False with a message for an unknown input, one given twice, low above
 * high. */
bool preset_range(struct preset *preset, const char *name, const char *text, struct err *err);

/* Whether the law has a coefficient of that name (for [covariance] keys `A.alpha`). */
bool preset_knows(const struct preset *preset, const char *name);

/* Fill in what may be absent and check that nothing else is. False with a message that names what
 * is missing. */
bool preset_complete(struct preset *preset, struct err *err);

/* The preset's variant with that w, a, post (NAN where the law does not key by it) and fc2, or
 * NULL. */
const struct variant *preset_variant(const struct preset *preset, double w, double a, double post,
                                     bool fc2);

/* How far an input of plan is outside the fitted range: value / high or low / value, above 1; NAN
 * for a word; 0 inside, or where no range is known. */
double preset_stretch(const struct preset *preset, const struct plan *plan, enum input input);

/* "N ×32, D ×38": all inputs that are outside, and how far; "" where none is. */
void preset_stretches(const struct preset *preset, const struct plan *plan, char *out, size_t size);

#endif
