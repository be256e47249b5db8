/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands for a character where only ASCII can be shown. */
#ifndef UI_FOLD_H
#define UI_FOLD_H

#include <stdint.h>

enum { FOLD_TEXT = 8 };

/* In running text: `α` is "alpha", `…` is "...", `⁹` is "^9" (only "9" where the character before
 * it was a superscript too); "" for what takes no column, "?" for what is unknown or a control
 * character. before is the character that came before, 0 for none. Returns out. */
const char *fold_text(char out[FOLD_TEXT], uint32_t code, uint32_t before);

/* In one cell: the one ASCII character that looks most like it. */
char fold_cell(uint32_t code);

#endif
