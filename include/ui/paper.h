/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan on one page of Markdown, with its pictures beside it. */
#ifndef UI_PAPER_H
#define UI_PAPER_H

#include "base/err.h"
#include "ui/app.h"
#include <stdio.h>

enum { PAPER_PICTURES = 3, PAPER_PATH = 4096 };

/* The file of picture number index of a report, "REPORT-plan.svg" for "REPORT.md"; false where that
 * is too long. */
bool paper_picture(const char *report, int index, char out[PAPER_PATH]);

/* Write the pictures beside the report; false with a message. *drawn: a bit (1u << index) for each
 * that there is. Where none can be drawn the page has a chart in characters. */
bool paper_pictures(const struct app *app, const char *report, bool force, unsigned *drawn,
                    struct err *err);

/* What a picture shows: "loss over D". */
const char *paper_shows(int index);

/* Print the page; drawn: the pictures that lie beside it. False where memory ran out. */
bool paper_print(const struct app *app, const char *report, unsigned drawn, FILE *to);

#endif
