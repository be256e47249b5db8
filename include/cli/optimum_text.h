/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The optimum for reading: a table, and what must be known of each law's answer. */
#ifndef CLI_OPTIMUM_TEXT_H
#define CLI_OPTIMUM_TEXT_H

#include "cli/out.h"
#include "cli/words.h"
#include "engine/optimum.h"
#include "engine/sure.h"

/* What a law answered, and to which problem. */
struct solved {
    const struct preset *preset;
    const struct plan *given;
    struct problem problem; /* its budget too, where that is the plan's own cost */
    double plan_loss;       /* of the plan that was given */
    struct optimum best;
};

/* How far its preset's runs leave the answer open; false where that is not known. */
bool optimum_sure(const struct solved *solved, struct sure_optimum *sure);

enum { FREE_LIST = 64 };

/* The names of what is free, in the contract's order, with between between them. Returns out. */
const char *optimum_free(char out[FREE_LIST], unsigned chosen, const char *between);

/* The bit of a name of length bytes among those that may be free, 0 where it is none. */
unsigned optimum_free_bit(const char *name, size_t length);

/* Print solved[count], all of the same problem. */
void optimum_text(struct out *out, const struct words *words, const struct solved *solved,
                  int count);

#endif
