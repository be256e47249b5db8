/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be taken away from the planner, and how it is written. */
#ifndef UI_EXPORT_H
#define UI_EXPORT_H

#include "base/err.h"
#include <stddef.h>

struct app;

enum export_kind {
    EXPORT_PLAN,
    EXPORT_CSV,
    EXPORT_JSON,
    EXPORT_SVG,
    EXPORT_PDF,
    EXPORT_PNG,
    EXPORT_TEXT,
    EXPORT_REPORT,
    EXPORT_KINDS
};

struct export_row {
    const char *name;   /* "data CSV" */
    const char *help;   /* "the numbers behind this view" */
    const char *suffix; /* ".csv": a file's name chooses the kind by it */
};

extern const struct export_row exports[EXPORT_KINDS];

/* What the overlay keeps. */
struct export_state {
    enum export_kind kind;
    bool replace; /* the file is there already, which has been said: Enter replaces it */
};

/* "" or why this kind cannot be had now. */
const char *export_refusal(const struct app *app, enum export_kind kind);

/* A name for the file: "bitplan-curve.svg". */
void export_name(const struct app *app, enum export_kind kind, char *out, size_t size);

/* The kind that a file's name asks for; kind where it asks for none. */
enum export_kind export_kind_of(const char *name, enum export_kind kind);

/* The first file that is there already of those that would be written; false where none is. */
bool export_exists(enum export_kind kind, const char *path, char *out, size_t size);

/* Write it, whole or not at all; "~/" is the home folder. said: what was written, "plan.ini, 612
 * bytes". False with a message: nothing is lost. */
bool export_write(const struct app *app, enum export_kind kind, const char *path, bool force,
                  char *said, size_t size, struct err *err);

#endif
