/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: ncurses lives behind this door and nowhere else.
 *
 * Whatever ends the program (return, error, SIGINT, SIGTERM, SIGHUP, SIGQUIT, a crash), the
 * terminal is left as it was found: cooked, cursor shown, mouse and paste modes off, main screen
 * back. SIGTSTP and SIGCONT work. */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "base/err.h"
#include "ui/canvas.h"
#include "ui/key.h"

enum term_color { TERM_COLOR_AUTO, TERM_COLOR_ALWAYS, TERM_COLOR_NEVER };

struct term_options {
    enum term_color color; /* AUTO: as the terminal can, unless NO_COLOR is set and not empty */
    bool mouse;
};

struct terminal;

/* Take the terminal over. False with a message where there is none that can do it. Only one at a
 * time. */
bool term_open(const struct term_options *options, struct terminal **term, struct err *err);

/* Give it back as it was. Harmless on NULL. */
void term_close(struct terminal *term);

/* Its size now. */
void term_size(const struct terminal *term, int *cols, int *rows);

/* How many colours it shows, 0 for none. */
int term_colors(const struct terminal *term);

/* Show a canvas: only what changed since the last one is written. */
void term_show(struct terminal *term, const struct canvas *canvas);

/* Whether it is known to take text for its clipboard; and give it that. What is too long is not
 * sent. */
bool term_copies(const struct terminal *term);
void term_copy(struct terminal *term, const char *text);

/* The next event, waited for so many ms, or for ever and without a timer (-1); EVENT_NONE where
 * none came in that time. Several may be waiting: *more says so, and then the caller need not paint
 * between them. */
struct event term_read(struct terminal *term, int ms, bool *more);

/* The signal that asked to end (EVENT_END), 0 where it was end of input. */
int term_signal(const struct terminal *term);

#endif
