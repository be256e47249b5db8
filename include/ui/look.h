/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inks by what they mean. Meaning never hangs on colour alone: each has a mark, a label or a place
 * as well. */
#ifndef UI_LOOK_H
#define UI_LOOK_H

#include "engine/result.h"
#include "ui/canvas.h"

enum look {
    LOOK_TEXT,
    LOOK_DIM,    /* labels, what can wait */
    LOOK_STRONG, /* answers */
    LOOK_KEY,    /* keys, what is selected */
    LOOK_BRAND,  /* the program's name */
    LOOK_TAB,    /* the view on screen */
    LOOK_GOOD,   /* lowers the loss */
    LOOK_BAD,    /* raises it */
    LOOK_BAD_STRONG,
    LOOK_WARN, /* stretched, assumed */
    LOOK_WARN_STRONG,
    LOOK_TRACK, /* a slider over the fitted range */
    LOOK_KNOB,
    LOOK_BEFORE,   /* the curve before PTQ, the present plan */
    LOOK_SELECTED, /* a row in a list */
    LOOK_COUNT
};

extern const struct ink looks[LOOK_COUNT];

/* The ink of a term of the loss: as text, and as a filled bar with dark text on it. */
extern const struct ink term_inks[TERM_COUNT], term_fills[TERM_COUNT];

/* What a term is called where there is room, and where there is little. */
extern const char *const term_titles[TERM_COUNT], *const term_letters[TERM_COUNT];

#endif
