/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep as a table for people, of columns fixed in advance, so that rows can be printed as they
 * come. */
#ifndef CLI_SWEEP_TEXT_H
#define CLI_SWEEP_TEXT_H

#include "cli/out.h"
#include "cli/words.h"

void sweep_text_titles(struct out *out, const struct words *words);

/* The row of one point and preset; and those of all presets. */
void sweep_text_row(struct out *out, const struct words *words, long long number, int preset);
void sweep_text_rows(struct out *out, const struct words *words, long long number);

void sweep_text_legend(struct out *out);

#endif
