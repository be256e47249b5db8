/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of many rows of numbers are repetitions of earlier ones: a table by hash. */
#ifndef BASE_SEEN_H
#define BASE_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEEN_MOST = 16 }; /* numbers in a row */

/* The numbers of row `index`, `count` of them, of what data is. */
typedef void seen_row(const void *data, size_t index, double *out);

struct seen {
    seen_row *row;
    const void *data;
    int count;
    /* Of a row that was put in: its index and one more, and above the mask its hash; 0: none. */
    uint64_t *place;
    size_t mask;
};

/* A table for `most` rows, their indices below that. False where there is no memory. */
bool seen_make(struct seen *seen, size_t most, int count, seen_row *row, const void *data);
void seen_free(struct seen *seen);

/* The first row put in that has the same numbers (0 and −0 are one); the row itself where it is the
 * first, and it is put in then. */
size_t seen_put(struct seen *seen, size_t index);

#endif
