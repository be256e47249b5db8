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
    PRESET_ASSUMED = 12,
    PRESET_FREE = PRESET_COEFFS + PRESET_VARIANTS * VARIANT_COEFFS
};

struct covariance;

/* Which of a preset's coefficients. */
struct preset_slot {
    short variant; /* its number, −1 for a plain one */
    short row;     /* by the law's coefficients[] or variant_coefficients[] */
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
    unsigned reads; /* INPUT_BITs that its answers hang on: its law's, less what its coefficients
                     * switch off (preset_complete) */
    struct covariance *covariance; /* owned; NULL where none was published */
};

/* An empty preset of a law: every coefficient NAN. */
void preset_init(struct preset *preset, const struct law *law);

/* Let go of what it owns; it is empty then. A copy made by `=` borrows, and is not to be freed. */
void preset_free(struct preset *preset);

/* A copy that owns what it has. False where there is no memory. */
bool preset_copy(struct preset *copy, const struct preset *preset);

/* Hand all over, what is owned included: from only borrows it then. */
void preset_move(struct preset *to, struct preset *from);

/* The coefficient of that name among those that the preset has. False where there is none. */
bool preset_slot(const struct preset *preset, const char *name, struct preset_slot *slot);

/* Where its value is. */
double *preset_at(struct preset *preset, struct preset_slot slot);

/* Its name, "alpha" or "k.w4a4". Returns out. */
const char *preset_slot_name(const struct preset *preset, struct preset_slot slot,
                             char out[PRESET_NAME]);

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
