/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sort.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 11, DIGITS = 6, VALUES = 1 << BITS };

/* From 0 up the bits of doubles have the order of the numbers. */
static size_t digit_of(double key, int digit) {
    uint64_t bits;
    memcpy(&bits, &key, sizeof bits);
    return (size_t)(bits >> (digit * BITS)) & (VALUES - 1);
}

static void count_digits(const struct sort_pair *pairs, size_t count, size_t (*counts)[VALUES]) {
    memset(counts, 0, DIGITS * sizeof *counts);
    for (size_t i = 0; i < count; i++) {
        for (int digit = 0; digit < DIGITS; digit++)
            counts[digit][digit_of(pairs[i].key, digit)]++;
    }
}

/* Each pair to where its digit has it. */
static void move_all(const struct sort_pair *from, size_t count, int digit, const size_t *counts,
                     struct sort_pair *to) {
    size_t at[VALUES], sum = 0;
    for (size_t value = 0; value < VALUES; value++) {
        at[value] = sum;
        sum += counts[value];
    }
    for (size_t i = 0; i < count; i++)
        to[at[digit_of(from[i].key, digit)]++] = from[i];
}

bool sort_pairs(struct sort_pair *pairs, size_t count) {
    size_t counts[DIGITS][VALUES];
    struct sort_pair *const room = malloc((count + 1) * sizeof *room);
    struct sort_pair *from = pairs, *to = room;
    if (!room) return false;
    count_digits(pairs, count, counts);
    for (int digit = 0; digit < DIGITS && count > 0; digit++) {
        if (counts[digit][digit_of(pairs[0].key, digit)] == count) continue; /* all have it */
        move_all(from, count, digit, counts[digit], to);
        struct sort_pair *const held = from;
        from = to;
        to = held;
    }
    if (from != pairs) memcpy(pairs, from, count * sizeof *pairs);
    free(room);
    return true;
}
