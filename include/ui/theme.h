/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the looks of look.h are shown as: a screen is painted in the program's own inks, and these
 * are exchanged just before it is shown. */
#ifndef UI_THEME_H
#define UI_THEME_H

#include "base/err.h"
#include "ui/look.h"

struct theme {
    int base;     /* a row of the themes that come with the program, 0 the terminal's own */
    unsigned own; /* 1u << enum look that the user has set */
    struct ink ink[LOOK_COUNT];
};

/* A look as the user's settings and the manual have it. */
struct look_row {
    const char *name, *help;
};

extern const struct look_row look_rows[LOOK_COUNT];

/* Take a theme by name: "default", "colourblind", "plain". The user's own looks stay. False with a
 * message. */
bool theme_choose(struct theme *theme, const char *name, struct err *err);

/* Set a look (by its name: "key", "bad-strong") to colours and manners in words: "cyan bold",
 * "black on 208", "reverse". Colours are the sixteen by name, 0 to 255, or "default". False with a
 * message. */
bool theme_set(struct theme *theme, const char *look, const char *words, struct err *err);

/* Whether the theme leaves colours out altogether. */
bool theme_plain(const struct theme *theme);

/* Exchange a painted screen's inks. */
void theme_paint(const struct theme *theme, struct canvas *canvas);

#endif
