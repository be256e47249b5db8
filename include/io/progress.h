/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a reader has come in each lesson, kept in a file: a [lessons] section with lines
 * NAME = STEP, and `done` after the step, or alone, for a lesson that was finished. */
#ifndef IO_PROGRESS_H
#define IO_PROGRESS_H

#include "base/err.h"
#include "io/lesson_file.h"

enum { PROGRESS_LESSONS = 64 };

struct progress {
    struct progress_line {
        char name[LESSON_NAME];
        int step; /* where the reader stands, from 0 */
        bool done;
    } line[PROGRESS_LESSONS];
    int count;
};

/* Read the file; there is nothing in one that does not exist. False with "file:line: …" for one
 * that is broken, *progress then empty. */
bool progress_read(const char *path, struct progress *progress, struct err *err);

/* Write it, whole or not at all, its folder being made where it is missing. */
bool progress_write(const char *path, const struct progress *progress, struct err *err);

/* The line of a lesson, NULL where there is none; make: add one, NULL only where there are too many
 * or an INI file cannot hold the name. */
struct progress_line *progress_line(struct progress *progress, const char *name, bool make);

#endif
