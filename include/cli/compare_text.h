/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans side by side, as text for people. */
#ifndef CLI_COMPARE_TEXT_H
#define CLI_COMPARE_TEXT_H

#include "cli/out.h"
#include "cli/words.h"

/* Print what the plans differ in, what quantising adds to each and how their losses differ from the
 * first's, law by law, what they cost, and which law says nothing of which. */
void compare_text(struct out *out, const struct words *words);

#endif
