/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mutate ROUNDS FILE…: feed a fuzzer's entry with the files and with mutations of them, the same
 * ones each time. */
#include "fuzz.h"

#include "io/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1 << 14, CHANGES = 4 };

struct input_bytes {
    uint8_t at[MOST];
    size_t size;
};

/* xorshift64*: its numbers are the same on every machine. */
static uint64_t next_random(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static size_t below(uint64_t *state, size_t end) {
    return end ? (size_t)(next_random(state) >> 33) % end : 0;
}

static void insert(struct input_bytes *input, size_t place, const void *bytes, size_t size) {
    if (input->size + size > MOST) return;
    memmove(input->at + place + size, input->at + place, input->size - place);
    memcpy(input->at + place, bytes, size);
    input->size += size;
}

static void cut(struct input_bytes *input, size_t place, size_t size) {
    if (size > input->size - place) size = input->size - place;
    memmove(input->at + place, input->at + place + size, input->size - place - size);
    input->size -= size;
}

/* Start and length, with its end, of the line that place is in. */
static size_t find_line(const struct input_bytes *input, size_t place, size_t *length) {
    size_t start = place, end = place;
    while (start > 0 && input->at[start - 1] != '\n')
        start--;
    while (end < input->size && input->at[end] != '\n')
        end++;
    *length = end - start + (end < input->size);
    return start;
}

static void change(struct input_bytes *input, uint64_t *state) {
    static const char *const pieces[] = {"\n",
                                         " ",
                                         "=",
                                         ":",
                                         "[",
                                         "]",
                                         ";",
                                         "\t",
                                         "\xEF\xBB\xBF",
                                         "\xFF",
                                         "\x1B[m",
                                         "e999",
                                         "nan",
                                         "-",
                                         "\r",
                                         "note =",
                                         "off",
                                         "channel",
                                         "[fit]\n",
                                         "[pin A]\n",
                                         "[view]\n",
                                         "a, b",
                                         "w = 3..16",
                                         ",",
                                         "_",
                                         "1e3",
                                         "\xC2\x9B",
                                         "[covariance]\nA.alpha = 1\n"};
    const size_t place = below(state, input->size + 1);
    const char *piece = pieces[below(state, sizeof pieces / sizeof *pieces)];
    uint8_t line[MOST];
    size_t length;
    const size_t start = find_line(input, place, &length);
    switch (below(state, 6)) {
    case 0:
        if (place < input->size) input->at[place] = (uint8_t)next_random(state);
        break;
    case 1:
        cut(input, place, 1 + below(state, 8));
        break;
    case 2:
        cut(input, start, length);
        break;
    case 3: /* a line goes elsewhere as well */
        memcpy(line, input->at + start, length);
        insert(input, find_line(input, below(state, input->size + 1), &(size_t){0}), line, length);
        break;
    case 4: /* a long one */
        memset(line, 'x', 250);
        insert(input, place, line, 1 + below(state, 250));
        break;
    default:
        insert(input, place, piece, strlen(piece));
    }
}

static bool run_file(const char *path, long rounds, uint64_t *state) {
    static struct input_bytes input;
    struct err err;
    size_t size;
    char *bytes = bytes_read(path, MOST, &size, &err);
    if (!bytes) {
        fprintf(stderr, "%s\n", err.text);
        return false;
    }
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
    for (long i = 0; i < rounds; i++) {
        memcpy(input.at, bytes, size);
        input.size = size;
        const size_t changes = 1 + below(state, CHANGES);
        for (size_t k = 0; k < changes; k++)
            change(&input, state);
        LLVMFuzzerTestOneInput(input.at, input.size);
    }
    free(bytes);
    return true;
}

int main(int count, char **words) {
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    const long rounds = count > 2 ? strtol(words[1], NULL, 10) : 0;
    if (rounds <= 0) {
        fprintf(stderr, "usage: mutate ROUNDS FILE…\n");
        return 2;
    }
    for (int i = 2; i < count; i++) {
        if (!run_file(words[i], rounds, &state)) return 1;
    }
    return 0;
}
