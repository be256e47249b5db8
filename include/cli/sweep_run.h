/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep from its first row to its last: in parallel where there is OpenMP, with progress on
 * standard error where that is a terminal, and an end between two rows where it is interrupted. */
#ifndef CLI_SWEEP_RUN_H
#define CLI_SWEEP_RUN_H

#include "cli/out.h"
#include "cli/words.h"

/* Points first … end − 1 of a sweep, already opened. */
struct sweep {
    struct out *out;
    const struct words *words;
    enum opt_format format;
    long long first, end;
    /* Prints the rows of one point, for what is not CSV or JSON. */
    void (*print)(struct out *out, const struct words *words, long long number);
};

/* Write the rows. Returns 0, or the number of the signal that interrupted it; then it has been said
 * how far it came, and what was written are whole rows. Where memory ran out the output is marked
 * as failed. */
int sweep_run(const struct sweep *sweep);

#endif
