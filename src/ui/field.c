/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/field.h"

#include "base/text.h"
#include "ui/look.h"
#include <string.h>

void field_set(struct field *field, const char *text) {
    text_copy(field->text, sizeof field->text, text);
    field->cursor = (int)strlen(field->text);
}

static int next_at(const struct field *field, int at) {
    const char *text = field->text + at;
    text_next(&text);
    return (int)(text - field->text);
}

static int before_at(const struct field *field, int at) {
    if (at > 0) at--;
    while (at > 0 && ((unsigned char)field->text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* Take out the bytes from low to high; the cursor is then at low. */
static void cut(struct field *field, int low, int high) {
    memmove(field->text + low, field->text + high, strlen(field->text + high) + 1);
    field->cursor = low;
}

static int word_before(const struct field *field) {
    int at = field->cursor;
    while (at > 0 && field->text[at - 1] == ' ')
        at--;
    while (at > 0 && field->text[at - 1] != ' ')
        at--;
    return at;
}

static bool insert(struct field *field, uint32_t key) {
    char bytes[TEXT_CHAR];
    if (key >= K_SPECIAL || text_unsafe(key)) return false;
    const size_t length = text_encode(bytes, key), old = strlen(field->text);
    if (old + length >= sizeof field->text) return true;
    char *at = field->text + field->cursor;
    memmove(at + length, at, old - (size_t)field->cursor + 1);
    memcpy(at, bytes, length);
    field->cursor += (int)length;
    return true;
}

enum {
    CTRL_A = 1,
    CTRL_B = 2,
    CTRL_D = 4,
    CTRL_E = 5,
    CTRL_F = 6,
    CTRL_H = 8,
    CTRL_K = 11,
    CTRL_U = 21,
    CTRL_W = 23
};

bool field_key(struct field *field, uint32_t key) {
    const int end = (int)strlen(field->text), at = field->cursor;
    switch (key) {
    case K_LEFT:
    case CTRL_B:
        field->cursor = before_at(field, at);
        return true;
    case K_RIGHT:
    case CTRL_F:
        field->cursor = next_at(field, at);
        return true;
    case K_HOME:
    case CTRL_A:
        field->cursor = 0;
        return true;
    case K_END:
    case CTRL_E:
        field->cursor = end;
        return true;
    case K_BACKSPACE:
    case CTRL_H:
        cut(field, before_at(field, at), at);
        return true;
    case K_DELETE:
    case CTRL_D:
        cut(field, at, next_at(field, at));
        return true;
    case CTRL_K:
        cut(field, at, end);
        return true;
    case CTRL_U:
        cut(field, 0, at);
        return true;
    case CTRL_W:
        cut(field, word_before(field), at);
        return true;
    default:
        return insert(field, key);
    }
}

void field_draw(struct canvas *canvas, int x, int y, int width, const struct field *field) {
    char before[FIELD_TEXT];
    int start = 0;
    text_copy(before, (size_t)field->cursor + 1, field->text);
    while (canvas_width(canvas, before + start) > width - 1 && before[start])
        start = next_at(field, start);
    const int cursor = canvas_width(canvas, before + start);
    canvas_fill(canvas, (struct rect){x, y, width, 1}, looks[LOOK_TEXT]);
    canvas_put(canvas, x, y, width, looks[LOOK_TEXT], field->text + start);
    canvas_tint(canvas, (struct rect){x + cursor, y, 1, 1}, looks[LOOK_SELECTED]);
}
