/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan under each law, as text for people. */
#ifndef CLI_EVAL_TEXT_H
#define CLI_EVAL_TEXT_H

#include "cli/out.h"
#include "cli/words.h"

/* Print the table over all laws and what limits each of them. */
void eval_text(struct out *out, const struct words *words);

#endif
