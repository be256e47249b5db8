/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ncurses' door: no other module includes it. It writes cells; it reads no key and minds no signal.
 */
#ifndef UI_TERM_SCREEN_H
#define UI_TERM_SCREEN_H

#include "ui/canvas.h"

#include <stddef.h>

struct screen;

enum screen_kind { SCREEN_ABLE, SCREEN_UNKNOWN, SCREEN_UNABLE };

/* Whether terminals of that name (TERM) are known here, and can show a picture. */
enum screen_kind screen_kind(const char *name);

/* Standard output as a screen, with colours if it has any and they are wanted; NULL where there is
 * no memory. Its size is to be told by screen_fit. */
struct screen *screen_open(bool colored, bool sized);
void screen_close(struct screen *screen);

/* How many colours it shows, 0 for none. */
int screen_colors(const struct screen *screen);

/* What the terminal's description has under that name; NULL for nothing. */
const char *screen_capability(const char *name);

/* The bytes that bring the terminal back, whatever state it is in. They live as long as the screen.
 */
const char *screen_last_bytes(const struct screen *screen, size_t *length);

/* Take the terminal, and give it back. */
void screen_enter(struct screen *screen, bool mouse);
void screen_leave(struct screen *screen);

/* Write bytes of ours between two pictures. */
void screen_send(const char *bytes, size_t length);

/* The terminal's settings as they are now are those to leave it with. */
void screen_settings_found(void);

/* Make it cols × rows; blank if it had another size. False where there is no memory, and nothing
 * changed. */
bool screen_fit(struct screen *screen, int cols, int rows);

/* Show what of the canvas fits: what changed since the last one, or all of it where the terminal
 * may have lost its picture. */
void screen_show(struct screen *screen, const struct canvas *canvas, bool all);

#endif
