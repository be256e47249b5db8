/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a preset's file holds: a message, or a preset that is whole and prints as one that is
 * the same. */
#include "fuzz.h"

#include "io/preset_file.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void check_whole(const struct preset *preset) {
    fuzz_require(preset->law != NULL, "a law");
    fuzz_require(preset->name[0] && preset->title[0] && preset->source[0], "a name, title, source");
    for (int i = 0; preset->law->coefficients[i].name; i++) {
        const bool given = isfinite(preset->c[i]);
        fuzz_require(given || preset->law->coefficients[i].optional, "all coefficients");
    }
    for (enum input i = 0; i < INPUT_COUNT; i++) {
        const struct range *range = &preset->range[i];
        fuzz_require(!(preset->ranged & INPUT_BIT(i)) || range->low <= range->high, "ranges");
    }
}

/* Text may differ in characters that are unsafe to show, numbers may not. */
static void check_same(const struct preset *a, const struct preset *b) {
    fuzz_require(a->law == b->law, "the same law");
    fuzz_require(memcmp(a->c, b->c, sizeof a->c) == 0, "the same coefficients");
    fuzz_require(memcmp(a->variant, b->variant, sizeof a->variant) == 0, "the same variants");
    fuzz_require(memcmp(a->range, b->range, sizeof a->range) == 0, "the same ranges");
    fuzz_require(a->assumed_count == b->assumed_count, "the same assumptions");
}

static void check_printed(const struct preset *preset, const char *path) {
    char printed[FUZZ_PATH];
    struct preset again;
    struct err err;
    const int fd = fuzz_open(NULL, 0, printed);
    FILE *to = fopen(printed, "w");
    fuzz_require(to && preset_file_print(path, to, &err) && fclose(to) == 0, "it can be printed");
    fuzz_require(preset_file_read(printed, &again, &err), "what is printed can be read");
    fuzz_close(fd);
    check_same(preset, &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[FUZZ_PATH];
    struct preset preset;
    struct err err;
    const int fd = fuzz_open(data, size, path);
    if (preset_file_read(path, &preset, &err)) {
        check_whole(&preset);
        check_printed(&preset, path);
    } else {
        fuzz_check_message(&err, path);
    }
    fuzz_close(fd);
    return 0;
}
