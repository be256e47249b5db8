/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/seen.h"

#include <stdlib.h>
#include <string.h>

bool seen_make(struct seen *seen, size_t most, int count, seen_row *row, const void *data) {
    size_t room = 64;
    while (room < 2 * most)
        room *= 2;
    *seen = (struct seen){.row = row, .data = data, .count = count, .mask = room - 1};
    seen->place = calloc(room, sizeof *seen->place);
    return seen->place != NULL;
}

void seen_free(struct seen *seen) {
    free(seen->place);
    seen->place = NULL;
}

static void take(const struct seen *seen, size_t index, double out[SEEN_MOST]) {
    seen->row(seen->data, index, out);
    for (int i = 0; i < seen->count; i++)
        out[i] += 0.0; /* −0 becomes 0: rows compare by bytes */
}

/* Each number mixed into the next, and at the end once more as splitmix does. */
static uint64_t hash(const double *row, int count) {
    uint64_t mixed = 0;
    for (int i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &row[i], sizeof bits);
        mixed = (mixed ^ bits) * 0x9E3779B97F4A7C15u;
        mixed ^= mixed >> 32;
    }
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return mixed ^ mixed >> 31;
}

/* Rows are far apart in memory: only one of the same hash is looked at. */
size_t seen_put(struct seen *seen, size_t index) {
    double row[SEEN_MOST], other[SEEN_MOST];
    take(seen, index, row);
    const uint64_t hashed = hash(row, seen->count), above = hashed & ~(uint64_t)seen->mask;
    size_t at = (size_t)hashed & seen->mask;
    for (; seen->place[at]; at = (at + 1) & seen->mask) {
        if ((seen->place[at] & ~(uint64_t)seen->mask) != above) continue;
        const size_t before = (size_t)(seen->place[at] & seen->mask) - 1;
        take(seen, before, other);
        if (memcmp(row, other, (size_t)seen->count * sizeof *row) == 0) return before;
    }
    seen->place[at] = above | (index + 1);
    return index;
}
