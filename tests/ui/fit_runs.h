/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synthetic runs, and the Fit view with a file of them. */
#ifndef TESTS_UI_FIT_RUNS_H
#define TESTS_UI_FIT_RUNS_H

#include "io/scratch.h"
#include "ui/screen.h"

/* Runs of 406/N^.34 + 410/D^.28 + 1.69, four sizes times `ratios` (at most 1000), the loss off by
 * so much and back. */
void fit_runs_write(const struct scratch *scratch, const char *file, int ratios, double off);

/* The Fit view with a file of the folder typed into it. */
struct screen *fit_screen_open(const struct scratch *scratch, const char *file, int cols, int rows);

/* Do all that there is to do. */
void fit_screen_work(struct screen *screen);

#endif
