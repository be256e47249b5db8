/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed in fields, to be had again: a text of lines for each kind of question. */
#ifndef UI_HISTORY_H
#define UI_HISTORY_H

#include "base/err.h"
#include <stdio.h>

enum history_kind {
    HISTORY_NONE, /* nothing is kept */
    HISTORY_WORDS,
    HISTORY_VALUE,
    HISTORY_SOLVE,
    HISTORY_PIN,
    HISTORY_KINDS
};

/* In files; "" for HISTORY_NONE. */
extern const char *const history_names[HISTORY_KINDS];

enum { HISTORY_TEXT = 2048 };

/* The oldest line first, each ending in a newline. All zero is an empty one. */
struct history {
    char text[HISTORY_TEXT];
};

/* Keep a line as the newest: an equal one moves up, the oldest go where there is no room. A line
 * that is empty, holds what may not be shown or is too long to be kept is passed over. */
void history_add(struct history *history, const char *line);

/* The line that was typed `back` lines before the newest (0); false where there is none. */
bool history_get(const struct history *history, int back, char *out, size_t size);

/* The first from `back` on, backwards, that holds part (any case); −1 where none does. */
int history_find(const struct history *history, const char *part, int back);

/* All kinds as lines "KIND TEXT", oldest first within a kind. */
void history_write(const struct history all[HISTORY_KINDS], FILE *to);

/* Take one such line, as written above, without its newline. False with a message for an unknown
 * kind. */
bool history_take(struct history all[HISTORY_KINDS], const char *line, struct err *err);

#endif
