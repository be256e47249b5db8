/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the laws say of one plan, as JSON and as rows of CSV: eval's, and of each plan that is
 * compared. */
#ifndef CLI_EVAL_ROWS_H
#define CLI_EVAL_ROWS_H

#include "engine/plan.h"
#include "engine/preset.h"
#include "io/json_out.h"
#include <stdio.h>

/* A list with an object for each preset, in order. */
struct jout *eval_json(const struct preset *presets, int count, const struct plan *plan);

/* Titles and values as cells that end their row. first: nothing stands before them in it. */
void eval_csv_titles(FILE *to, bool first);
void eval_csv_row(FILE *to, bool first, const struct preset *preset, const struct plan *plan);

#endif
