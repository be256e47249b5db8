/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a preset's file holds: a message, or a preset that is whole and prints as one that is
 * the same. */
#include "fuzz.h"

#include "io/preset_file.h"

#include <string.h>

static void check_whole(const struct preset *preset) {
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

static bool same(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

static void check_same_variant(const struct variant *a, const struct variant *b) {
    fuzz_require(strcmp(a->suffix, b->suffix) == 0, "the same variants");
    for (int i = 0; i < VARIANT_COEFFS; i++)
        fuzz_require(same(a->c[i], b->c[i]), "their numbers");
}

/* Text may differ in characters that are unsafe to show, numbers may not. */
static void check_same(const struct preset *a, const struct preset *b) {
    fuzz_require(a->law == b->law, "the same law");
    fuzz_require(a->ranged == b->ranged, "the same ranges");
    fuzz_require(a->assumed_count == b->assumed_count, "the same assumptions");
    fuzz_require(a->variant_count == b->variant_count, "as many variants");
    for (int i = 0; i < PRESET_COEFFS; i++)
        fuzz_require(same(a->c[i], b->c[i]), "the same numbers");
    for (int i = 0; i < a->variant_count; i++)
        check_same_variant(&a->variant[i], &b->variant[i]);
    for (enum input i = 0; i < INPUT_COUNT; i++) {
        fuzz_require(same(a->range[i].low, b->range[i].low), "the same low ends");
        fuzz_require(same(a->range[i].high, b->range[i].high), "the same high ends");
    }
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
    preset_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[FUZZ_PATH];
    struct preset preset;
    struct err err;
    const int fd = fuzz_open(data, size, path);
    if (preset_file_read(path, &preset, &err)) {
        check_whole(&preset);
        check_printed(&preset, path);
        preset_free(&preset);
    } else {
        fuzz_check_message(&err, path);
    }
    fuzz_close(fd);
    return 0;
}
