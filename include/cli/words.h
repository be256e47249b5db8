/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a command line: a plan file, NAME=VALUE, axes, a screen's size and keys; and the
 * presets. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "base/err.h"
#include "cli/opt.h"
#include "engine/axis.h"
#include "engine/preset.h"
#include "io/plan_file.h"

enum { WORDS_NAME = 320 };

enum words_kind {
    WORDS_PLAN,  /* [PLAN.ini] [NAME=VALUE…] */
    WORDS_PLANS, /* PLAN.ini… [NAME=VALUE…]: any number of files, the words over each of them */
    WORDS_AXES,  /* … where a NAME=VALUE may be an axis */
    WORDS_SCREEN /* … and COLSxROWS [KEY…]. After the size, a word is a key unless it is NAME=VALUE
                  * (`=` neither first nor alone) or ends in .ini. */
};

/* A NAME=VALUE word of a sweep, applied to each of its points. */
struct words_step {
    struct axis axis; /* of one value where the word is no axis */
    bool column;      /* the word is an axis */
};

/* A plan among several. */
struct words_plan {
    char name[WORDS_NAME]; /* its file's, without folder and .ini; of a pin in it "FILE/PIN" */
    struct plan plan;
};

struct words {
    struct plan plan; /* the file's, with the words over it, later ones winning */
    bool has_file;
    bool resumed;             /* the file is the last session */
    char path[SAVE_PATH];     /* the plan file's */
    struct plan_file file;    /* as read: pins, view. Only where has_file; the first where there are
                                 several */
    struct notes notes;       /* what was left out of a session */
    struct words_plan *plans; /* WORDS_PLANS: of every file its plan and then its pins, in order */
    int plan_count;
    struct preset *presets; /* at least one; the first is primary */
    int preset_count;
    struct words_step *steps; /* WORDS_AXES: the first axis and all words after it, in order */
    int step_count;
    int cols, rows; /* WORDS_SCREEN */
    const char **keys;
    int key_count;
};

/* Read the words and load the presets: --preset, else the plan file's, else the settings', else the
 * five default ones. One of the settings' or the default ones that cannot be read is named on
 * standard error and left out. Where the planner is to start from the last session, that is the
 * plan file, of which what is wrong is left out with a note. False with a
 * message; then there is nothing to free. */
bool words_read(const struct options *options, enum words_kind kind, struct words *words,
                struct err *err);

void words_free(struct words *words);

#endif
