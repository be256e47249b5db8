/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner's state as a plan file holds it: plan, pins, and what is on screen as settings. */
#ifndef UI_STATE_H
#define UI_STATE_H

#include "io/plan_file.h"
#include "ui/app.h"

/* A line of [view]. Views have tables of their own; the planner's is in state.c. */
struct setting {
    const char *name; /* "curve.x" */
    /* Its value as text, at most PLAN_VALUE − 1 bytes; "" where it is as at the start, and then no
     * line is written. */
    void (*get)(const struct app *app, char out[PLAN_VALUE]);
    /* Take a value. False with a message that says what was expected. */
    bool (*set)(struct app *app, const char *value, struct err *err);
};

/* All that makes the state, as a plan file. False with a message where a preset's file cannot be
 * named there. */
void state_write(const struct app *app, struct plan_file *file);

/* Put a plan file's pins and settings into a planner whose presets are the file's, first is
 * primary; the plan itself stays as it is. path: for messages. False with "path:line: …"; the
 * settings before that line are taken. */
bool state_read(struct app *app, const char *path, const struct plan_file *file, struct err *err);

/* Take a plan file into a planner that runs: its plan, its presets, of which the first becomes the
 * primary one, and those of its pins whose names are free. Undo brings the plan and the primary law
 * back. False with a message, and the plan as it was. */
bool state_load(struct app *app, const char *path, struct err *err);

/* What a preset goes by in a plan file and on a command line: its name where it is from a folder of
 * presets, else its file's full path. */
void state_preset(const struct preset *preset, char out[PRESET_FILE]);

/* Whether it is in no file: a fit that is used before it is saved. Plan files and command lines
 * cannot name it. */
bool preset_unsaved(const struct preset *preset);

/* Take one setting by its name. False with a message. */
bool state_set(struct app *app, const char *name, const char *value, struct err *err);

/* The same, but a bad setting is left out with a note, and the rest still counts. */
void state_read_good(struct app *app, const char *path, const struct plan_file *file,
                     struct notes *notes);

/* The index of word in names, or −1 with a message that says which word is near. */
int state_choice(const char *word, const char *const *names, int count, struct err *err);

#endif
