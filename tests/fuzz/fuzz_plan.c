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

static void check_file(const struct plan_file *file) {
    check_plan(&file->plan);
    for (int i = 0; i < file->pin_count; i++) {
        check_plan(&file->pins[i].plan);
        fuzz_require(file->pins[i].name[0] != '\0', "a pin's name");
    }
    for (int i = 0; i < file->preset_count; i++) {
        fuzz_require(file->presets[i][0] != '\0', "a preset's name");
    }
}

/* With what is wrong left out: a note for it where the strict reading fails, none where it does
 * not. */
static void check_good(const char *path, bool strict) {
    static struct plan_file file;
    struct notes notes = {.count = 0};
    struct err err;
    if (!plan_file_read_good(path, &file, &notes, &err)) {
        fuzz_check_message(&err, path);
        return;
    }
    check_file(&file);
    fuzz_require(!strict || notes.count == 0, "nothing left out of a good file");
    for (int i = 0; i < notes.count && i < NOTES_KEPT; i++)
        fuzz_check_message(&notes.note[i], path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct plan_file file;
    char path[FUZZ_PATH];
    struct err err;
    const int fd = fuzz_open(data, size, path);
    const bool strict = plan_file_read(path, &file, &err);
    if (strict)
        check_file(&file);
    else
        fuzz_check_message(&err, path);
    check_good(path, strict);
    fuzz_close(fd);
    return 0;
}
