/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laws, one row each. Adding one = a file law_x.c + a row in law.c + a preset; nothing else. */
#ifndef ENGINE_LAW_H
#define ENGINE_LAW_H

#include "engine/plan.h"
#include "engine/result.h"

struct powers;
struct preset;
struct variant;

enum { FORMULA_PIECES = 5, FORMULA_TEXT = 160 };

/* A law's formula in its additive pieces, as symbols and with a plan's numbers in place. */
struct formula {
    int count;
    struct formula_piece {
        enum term term;             /* the term whose colour and name it bears */
        double value;               /* in nats/token; the pieces add up to the loss */
        char symbols[FORMULA_TEXT]; /* "A·N_eff^−α" */
        char numbers[FORMULA_TEXT]; /* "4299·(4.34B)^−.4965" */
    } piece[FORMULA_PIECES];
    char remark[FORMULA_TEXT]; /* what else the numbers say, or "" */
};

/* Append a piece; numbers is printf-style. */
void formula_add(struct formula *formula, enum term term, double value, const char *symbols,
                 const char *numbers, ...) __attribute__((format(printf, 5, 6)));

/* A coefficient as formulas print it: five digits, no zero before the point (".4965"). Returns out.
 */
const char *formula_number(char out[NUM_TEXT], double value);

enum sign { SIGN_ANY, SIGN_NOT_NEGATIVE, SIGN_POSITIVE };

struct coefficient {
    const char *name;
    const char *meaning;
    enum sign sign;
    double fallback; /* taken where the file has none; NAN: the file must have it */
    bool optional;   /* may be absent all the same: the law's check decides */
};

struct law {
    const char *name;
    const char *title; /* what it is about: "N_eff, and PTQ after training" */
    const char *source;
    const char *formula;                    /* whole, for lists and the manual */
    const struct coefficient *coefficients; /* ends with a NULL name; index = index in preset.c[] */
    const struct coefficient
        *variant_coefficients; /* of each variant (`k.w4a4`); NULL where none */
    unsigned reads;            /* INPUT_BITs that it looks at */
    bool real_bits;         /* w, a and kv enter as real numbers, so that they can be optimised */
    const char *bits_words; /* how bits enter otherwise: "as entries of a table" */

    /* Read a variant's suffix ("w4a4fc2"); false where it is none. NULL where the law has none. */
    bool (*variant)(const char *suffix, struct variant *variant);
    const char *variant_words; /* what its suffixes look like, for messages */
    const char *no_variant;    /* what to say of a preset without any; NULL: it needs none */
    /* What a complete preset must hold beyond its coefficients; NULL where nothing more. */
    bool (*check)(const struct preset *preset, struct err *err);
    /* INPUT_BITs that a preset's coefficients make no difference to any answer: of a fit to runs
     * that had none of it. NULL: never. */
    unsigned (*unread)(const struct preset *preset);
    /* Fill the numbers, terms, assumed and why of a result already set to NAN, 0 and "". A loss
     * left at NAN, with a reason, is one that the law has not whatever N and D are. */
    void (*eval)(const struct preset *preset, const struct plan *plan, struct result *result);
    /* ∂loss/∂ln x for N, D, G and ∂loss/∂x for bits, total; slope[] comes filled with NAN. */
    void (*gradient)(const struct preset *preset, const struct plan *plan,
                     double slope[INPUT_COUNT]);
    /* The law at this plan's bits as a sum of powers; false where it is not one, or has no loss
     * there. NULL: never. */
    bool (*powers)(const struct preset *preset, const struct plan *plan, struct powers *powers);
    bool only_powers; /* where powers says false there is no loss */
    /* Tokens at which dL/dD = 0 where that does not follow from the powers, NAN where loss falls
     * for ever. */
    double (*dcrit)(const struct preset *preset, const struct plan *plan);
    /* P* of the joint optimum of training where nothing is quantised after it: the same for every
     * budget. NULL: not known in advance. NAN where it is not inside the range. */
    double (*best_bits)(const struct preset *preset, const struct plan *plan);
    /* The bits at which a training product runs; NULL: max(w, a, kv), off as 16. */
    double (*cost_bits)(const struct plan *plan);
    /* Set E and M to the real layout of least loss at so many bits in all. NULL: the law knows of
     * no layouts. */
    void (*layout)(const struct preset *preset, double bits, struct plan *plan);
    /* The formula's pieces for this plan. */
    void (*explain)(const struct preset *preset, const struct plan *plan, struct formula *formula);
};

extern const struct law law_chinchilla, law_precision, law_qid, law_compression, law_qat, law_fp;

/* All of them, by number from 0; there are at most LAWS_MOST. */
enum { LAWS_MOST = 16 };
int law_count(void);
const struct law *law_at(int index);

/* Their names, by number; returns how many. */
int law_names(const char *names[LAWS_MOST]);

/* The law of that name, or NULL. */
const struct law *law_find(const char *name);

/* Loss of one plan under one preset, with its parts.
 *
 * Given     preset   a law and its coefficients
 *           plan     N parameters, D tokens, bits, G elements a group
 * Returned  result   losses in nats/token; NAN where the law does not say
 * Status    LAW_OK, LAW_BEYOND (outside the fitted runs), LAW_SILENT (result->why says why) */
enum law_status law_eval(const struct preset *preset, const struct plan *plan,
                         struct result *result);

/* What quantising adds to a result's loss in all, qat_delta + ptq_delta: NAN where there is no
 * loss, and where the law looks at nothing that this plan quantises, so that a 0 would be no
 * answer. */
double law_added(const struct preset *preset, const struct plan *plan, const struct result *result);

/* Elasticities: ∂loss/∂ln x for N, D and G, ∂loss/∂x for bits, all total derivatives. NAN where the
 * law ignores x, where x is off or a word, at a kink or an infinite slope, or where there is no
 * loss. */
void law_gradient(const struct preset *preset, const struct plan *plan, double slope[INPUT_COUNT]);

/* Tokens at which this plan's dL/dD = 0, everything else as it is; NAN where loss falls for ever.
 */
double law_dcrit(const struct preset *preset, const struct plan *plan);

/* The same of a plan for which the law is known to have a loss; the plan's own D is not looked at.
 */
double law_turn(const struct preset *preset, const struct plan *plan);

/* The law's formula in pieces, for this plan. */
void law_explain(const struct preset *preset, const struct plan *plan, struct formula *formula);

#endif
