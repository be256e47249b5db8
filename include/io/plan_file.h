/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans as INI files. */
#ifndef IO_PLAN_FILE_H
#define IO_PLAN_FILE_H

#include "base/err.h"
#include "engine/plan.h"
#include "engine/preset.h"

enum { PLAN_PRESETS = 16, PLAN_PINS = 26 };

struct plan_file {
    struct plan plan;
    char presets[PLAN_PRESETS][PRESET_FILE]; /* names or files, first is primary */
    int preset_count;                        /* 0: the file names none */
    struct plan_pin {
        char name[PRESET_NAME];
        struct plan plan;
    } pins[PLAN_PINS];
    int pin_count;
    char view[16], input[16], hold[16]; /* what was on screen; "" where not said */
};

/* Read a plan: `[plan]` with NAME = VALUE lines in the one grammar (P and fmt too, in the order of
 * the file) and `presets = a, b`; `[pin NAME]` likewise; `[view]` with view, input, hold. What is
 * not named is at its default. False with "file:line: what was found; what was expected". */
bool plan_file_read(const char *path, struct plan_file *file, struct err *err);

#endif
