/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a plan's file holds: a message, or plans with each input in its range. */
#include "fuzz.h"

#include "io/plan_file.h"

#include <string.h>

static void check_plan(const struct plan *plan) {
    for (enum input i = 0; i < INPUT_COUNT; i++) {
        char text[NUM_TEXT];
        double value;
        struct err err;
        input_text(text, i, plan_get(plan, i));
        fuzz_require(input_parse(i, text, &value, &err), "each input in its range");
        fuzz_require(value == plan_get(plan, i), "each input read back");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct plan_file file;
    char path[FUZZ_PATH];
    struct err err;
    const int fd = fuzz_open(data, size, path);
    if (plan_file_read(path, &file, &err)) {
        check_plan(&file.plan);
        for (int i = 0; i < file.pin_count; i++) {
            check_plan(&file.pins[i].plan);
            fuzz_require(file.pins[i].name[0] != '\0', "a pin's name");
        }
        for (int i = 0; i < file.preset_count; i++) {
            fuzz_require(file.presets[i][0] != '\0', "a preset's name");
        }
    } else {
        fuzz_check_message(&err, path);
    }
    fuzz_close(fd);
    return 0;
}
