/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lessons as INI files: guided tours that anyone can write with a text editor.
 *
 *     [lesson]
 *     title = More data can hurt
 *     finding = what it is about, in a sentence or two
 *     source = arXiv:2411.04330, eq. 9
 *     presets = kumar-2024, ouyang-2024      the laws it speaks of, the first is primary
 *     set = P=off post=4                     the plan that all steps start from (may be absent)
 *
 *     [step 1]                               any name after `step`; in the order of the file
 *     set = N=1B D=10B                       over the lesson's plan
 *     law = ouyang-2024                      the primary law here (else the first)
 *     view = curve                           and any other name of a plan file's [view]
 *     text = what to read; an indented line
 *       continues it, and {loss} is the number that the law gives here
 *     check = loss(D=1T) > loss              what must be so, or the lesson is refused
 *     ask = what will happen?
 *     a = one answer
 *     b = another
 *     answer = b                             right because check holds
 *     show = what to read after the guess
 *
 * A question without choices asks for a number: answer = d_crit, a SUM of engine/quantity.h, and
 * within = 2 lets a factor of 2 pass, within = .5 (below 1) so much more or less. Lines have at
 * most 199 bytes, and a `;` after a blank begins a comment. */
#ifndef IO_LESSON_FILE_H
#define IO_LESSON_FILE_H

#include "engine/preset.h"
#include "io/ini_file.h"
#include "io/preset_file.h"

enum {
    LESSON_STEPS = 24,
    LESSON_CHOICES = 4,
    LESSON_SETTINGS = 12,
    LESSON_PRESETS = 8,
    LESSON_NAME = 48 /* of its file, without .ini */
};

/* A step; what the file does not have is NULL. */
struct lesson_step {
    const struct ini_item *head; /* its section's line */
    const struct ini_item *text, *set, *law, *check, *ask, *answer, *within, *show;
    const struct ini_item *choice[LESSON_CHOICES];
    int choices;
    const struct ini_item *setting[LESSON_SETTINGS]; /* what is none of the names above */
    int settings;
};

struct lesson {
    struct ini_file ini; /* all texts are its */
    char path[PRESET_FILE];
    const struct ini_item *title, *finding, *source, *presets, *set;
    struct lesson_step step[LESSON_STEPS];
    int steps;
};

/* Read a lesson: its form, not whether what it says can be set or holds (ui/lesson.h does that).
 * False with "file:line: what was found; what was expected". */
bool lesson_file_read(const char *path, struct lesson *lesson, struct err *err);

void lesson_file_free(struct lesson *lesson);

/* Put "file:line: " of an item before the message in err. Returns false. */
bool lesson_file_at(const struct lesson *lesson, const struct ini_item *item, struct err *err);

/* The number of the right choice of a step that has choices. */
int lesson_right_choice(const struct lesson_step *step);

/* The nth name of the lesson's presets; false after the last. */
bool lesson_preset(const struct lesson *lesson, int n, char name[PRESET_FILE]);

/* The lessons that there are: names of files, nothing is opened; those of the user's folder win. */
bool lesson_list_read(struct preset_list *list, struct err *err);

#endif
