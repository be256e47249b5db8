/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever is written as a quantity: a message, or a number. */
#include "fuzz.h"

#include "engine/quantity.h"

#include <string.h>

enum { TEXT = 240 };

/* cross and best_ search: over and over they would take the fuzzer's time for themselves. */
static bool searches(const char *text) {
    return strstr(text, "cross") || strstr(text, "best_");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char text[TEXT + 1], filled[2 * TEXT];
    struct preset preset;
    struct err err = {""};
    double value = 0;
    bool holds = false;
    const size_t length = size < TEXT ? size : TEXT;
    memcpy(text, data, length);
    text[length] = '\0';
    if (searches(text)) return 0;
    preset_init(&preset, law_find("chinchilla"));
    for (int i = 0; i < PRESET_COEFFS; i++)
        preset.c[i] = 1;
    const struct preset *const presets[] = {&preset};
    const struct quantity_of of = {plan_default(), &preset, presets, 1};
    if (!quantity_eval(text, &of, &value, &err)) fuzz_require(err.text[0] != '\0', "a message");
    err.text[0] = '\0';
    if (!quantity_holds(text, &of, &holds, &err)) fuzz_require(err.text[0] != '\0', "a message");
    err.text[0] = '\0';
    if (!quantity_fill(filled, sizeof filled, text, &of, &err))
        fuzz_require(err.text[0] != '\0', "a message");
    return 0;
}
