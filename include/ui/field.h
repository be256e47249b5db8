/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of text being typed, edited as readline does. */
#ifndef UI_FIELD_H
#define UI_FIELD_H

#include "ui/canvas.h"
#include "ui/key.h"

enum { FIELD_TEXT = 256 };

struct field {
    char text[FIELD_TEXT];
    int cursor; /* byte, always between characters */
};

void field_set(struct field *field, const char *text);

/* Take a key: characters, ←→ Home End, Ctrl-A E B F, Backspace Delete Ctrl-H D, Ctrl-K U W. Returns
 * whether it was one. */
bool field_key(struct field *field, uint32_t key);

/* Show it with its cursor, scrolled so that the cursor is in sight. */
void field_draw(struct canvas *canvas, int x, int y, int width, const struct field *field);

#endif
