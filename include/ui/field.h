/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of text being typed, edited as readline does. All zero is an empty one. */
#ifndef UI_FIELD_H
#define UI_FIELD_H

#include "ui/canvas.h"
#include "ui/key.h"

enum { FIELD_TEXT = 4096 /* a path */, FIELD_UNDO = 16 };

struct field_state {
    char text[FIELD_TEXT];
    int cursor; /* byte, always between characters */
};

struct field {
    char text[FIELD_TEXT];
    int cursor;              /* byte, always between characters */
    char killed[FIELD_TEXT]; /* what Ctrl-K, U, W took out last; it outlives field_set */
    enum { FIELD_OTHER, FIELD_TYPED, FIELD_KILLED } last; /* what the last key did */
    struct field_state undo[FIELD_UNDO];                  /* the oldest first */
    int undo_count;
};

/* Another text, the cursor at its end; nothing to undo. */
void field_set(struct field *field, const char *text);

/* Another text, which Ctrl-_ takes back. */
void field_replace(struct field *field, const char *text);

/* Take a key: characters; ←→ Home End, Ctrl-A E B F, Alt-B F by words; Backspace Delete Ctrl-H D;
 * Ctrl-K U W, Alt-D, Alt-Backspace, which Ctrl-Y brings back; Ctrl-T changes two characters about;
 * Ctrl-_ undoes. Returns whether it was one. */
bool field_key(struct field *field, uint32_t key);

/* Whether an Alt key means something to a field. */
bool field_takes(uint32_t key);

/* Its keys for help and the manual, by line from 0: what they do, with their names ("← Ctrl-B") in
 * keys; NULL past the last. */
const char *field_help(int line, char *keys, size_t size);

/* Show it with its cursor, scrolled so that the cursor is in sight. */
void field_draw(struct canvas *canvas, int x, int y, int width, const struct field *field);

#endif
