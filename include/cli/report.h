/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces that commands' JSON and CSV share. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "cli/out.h"
#include "engine/output.h"
#include "io/json_out.h"
#include <stdio.h>

/* The program's version, "0.1.0". */
const char *report_version(void);

/* Print a value, pretty or on one line, and free it. Where memory ran out the output is marked as
 * failed. */
void report_print(struct out *out, struct jout *value, bool pretty);

/* An input's value under key: a number, or a word as text ("off", "channel", "own"). */
void report_input(struct jout *object, const char *key, enum input input, double value);

/* The plan as an object of all inputs. */
struct jout *report_plan(const struct plan *plan);

/* The scalar keys of an answer, in the contract's order, each as a key of object. */
void report_scalars(struct jout *object, const struct answer *answer);

/* Their names, and their values, as CSV cells that are not a row's first. */
void report_scalar_titles(FILE *to);
void report_scalar_cells(FILE *to, const struct answer *answer);

/* What a result takes for granted: entry number index of the preset's list and then the plan's own,
 * NULL after the last. */
const char *report_assumed(const struct preset *preset, const struct result *result, int index);

/* "ok", "beyond" or "silent". */
const char *report_status(enum law_status status);

#endif
