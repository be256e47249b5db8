/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans as INI files: read, and written so that they read back to the same. */
#ifndef IO_PLAN_FILE_H
#define IO_PLAN_FILE_H

#include "base/err.h"
#include "engine/plan.h"
#include "engine/preset.h"
#include <stdio.h>

enum {
    PLAN_PRESETS = 16,
    PLAN_PINS = 26,
    PLAN_SETTINGS = 96,
    PLAN_WORD = 32,   /* of a setting's name */
    PLAN_VALUE = 4096 /* of a setting's value: it may be a path */
};

/* A pinned plan. */
struct plan_pin {
    char name[PRESET_NAME];
    struct plan plan;
};

/* A line of [view]: what was on screen. The planner knows the names; here they are only kept. */
struct plan_setting {
    char name[PLAN_WORD], value[PLAN_VALUE];
    int line; /* in the file */
};

struct plan_file {
    struct plan plan;
    char presets[PLAN_PRESETS][PRESET_FILE]; /* names or files, first is primary */
    int preset_count;                        /* 0: the file names none */
    struct plan_pin pins[PLAN_PINS];
    int pin_count;
    struct plan_setting settings[PLAN_SETTINGS]; /* in the file's order, each name once */
    int setting_count;
};

/* Read a plan: `[plan]` with NAME = VALUE lines in the one grammar (P and fmt too, in the order of
 * the file) and `presets = a, b`; `[pin NAME]` likewise; `[view]` with settings. What is not named
 * is at its default. False with "file:line: what was found; what was expected". */
bool plan_file_read(const char *path, struct plan_file *file, struct err *err);

/* The same, but what is wrong is left out with a note, and the rest still counts. False where
 * nothing can be read. */
bool plan_file_read_good(const char *path, struct plan_file *file, struct notes *notes,
                         struct err *err);

/* Whether text can be a pin's name: 1 to 40 bytes of good UTF-8, no control characters, no ']' and
 * no '=' (INI), no blank first or last. False with a message. */
bool plan_pin_name(const char *name, struct err *err);

/* Whether a setting may have this value: text that an INI file gives back as it was. */
bool plan_file_holds(const char *value);

/* Write a plan file that plan_file_read reads back to the same plan, presets, pins and settings.
 * command: put after "# " in the first line. False with a message for a text that an INI file
 * cannot hold; what to could not take shows when it is closed. */
bool plan_file_write(FILE *to, const char *command, const struct plan_file *file, struct err *err);

#endif
