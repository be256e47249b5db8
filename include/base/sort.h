/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many numbers in ascending order, in a few passes over them: by digits, lowest first. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stdbool.h>
#include <stddef.h>

/* A number, and what goes along with it. */
struct sort_pair {
    double key, with;
};

/* Sort by key; those of the same key stay in order. Keys are 0 or above, or INFINITY: no −0, and no
 * NAN. False where there is no memory (as much again as the pairs have); they are then as they
 * were. */
bool sort_pairs(struct sort_pair *pairs, size_t count);

#endif
