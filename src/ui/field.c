/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/field.h"

#include "base/text.h"
#include "ui/look.h"
#include <ctype.h>
#include <string.h>

void field_set(struct field *field, const char *text) {
    text_copy(field->text, sizeof field->text, text);
    field->cursor = (int)strlen(field->text);
    field->last = FIELD_OTHER;
    field->undo_count = 0;
}

/* Keep what there is, for undo; the oldest goes where there is no room. */
static void keep(struct field *field) {
    if (field->undo_count == FIELD_UNDO) {
        memmove(field->undo, field->undo + 1, (FIELD_UNDO - 1) * sizeof *field->undo);
        field->undo_count--;
    }
    struct field_state *const state = &field->undo[field->undo_count++];
    text_copy(state->text, sizeof state->text, field->text);
    state->cursor = field->cursor;
}

void field_replace(struct field *field, const char *text) {
    keep(field);
    text_copy(field->text, sizeof field->text, text);
    field->cursor = (int)strlen(field->text);
    field->last = FIELD_OTHER;
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
    if (low == high) return;
    keep(field);
    memmove(field->text + low, field->text + high, strlen(field->text + high) + 1);
    field->cursor = low;
}

/* The same, to be brought back by Ctrl-Y; what is taken out right after goes with it. */
static void take(struct field *field, int low, int high) {
    char taken[FIELD_TEXT], before[FIELD_TEXT];
    if (low == high) return;
    text_copy(taken, (size_t)(high - low) + 1, field->text + low);
    text_copy(before, sizeof before, field->last == FIELD_KILLED ? field->killed : "");
    const bool forward = low == field->cursor;
    field->killed[0] = '\0';
    text_append(field->killed, sizeof field->killed, "%s%s", forward ? before : taken,
                forward ? taken : before);
    cut(field, low, high);
}

static bool is_word(const struct field *field, int at) {
    const unsigned char byte = (unsigned char)field->text[at];
    return byte >= 0x80 || isalnum(byte);
}

/* The start of the word before the cursor: of those that blanks part, or of letters and digits. */
static int blank_word_before(const struct field *field) {
    int at = field->cursor;
    while (at > 0 && field->text[at - 1] == ' ')
        at--;
    while (at > 0 && field->text[at - 1] != ' ')
        at--;
    return at;
}

static int word_before(const struct field *field) {
    int at = field->cursor;
    while (at > 0 && !is_word(field, at - 1))
        at--;
    while (at > 0 && is_word(field, at - 1))
        at--;
    return at;
}

static int word_after(const struct field *field) {
    int at = field->cursor;
    while (field->text[at] && !is_word(field, at))
        at++;
    while (field->text[at] && is_word(field, at))
        at++;
    return at;
}

/* Put text in at the cursor; what there is no room for is left out whole. */
static void put_in(struct field *field, const char *text) {
    const size_t length = strlen(text), old = strlen(field->text);
    if (length == 0 || old + length >= sizeof field->text) return;
    char *const at = field->text + field->cursor;
    memmove(at + length, at, old - (size_t)field->cursor + 1);
    for (size_t i = 0; i < length; i++)
        at[i] = text[i];
    field->cursor += (int)length;
}

/* What is typed in one go, up to a blank, is undone in one. */
static bool insert(struct field *field, uint32_t key) {
    char bytes[TEXT_CHAR];
    if (key >= K_SPECIAL || text_unsafe(key)) return false;
    text_encode(bytes, key);
    if (field->last != FIELD_TYPED || key == ' ') keep(field);
    put_in(field, bytes);
    field->last = FIELD_TYPED;
    return true;
}

static void go_left(struct field *field) {
    field->cursor = before_at(field, field->cursor);
}

static void go_right(struct field *field) {
    field->cursor = next_at(field, field->cursor);
}

static void go_home(struct field *field) {
    field->cursor = 0;
}

static void go_end(struct field *field) {
    field->cursor = (int)strlen(field->text);
}

static void go_word_left(struct field *field) {
    field->cursor = word_before(field);
}

static void go_word_right(struct field *field) {
    field->cursor = word_after(field);
}

static void cut_before(struct field *field) {
    cut(field, before_at(field, field->cursor), field->cursor);
}

static void cut_here(struct field *field) {
    cut(field, field->cursor, next_at(field, field->cursor));
}

static void take_rest(struct field *field) {
    take(field, field->cursor, (int)strlen(field->text));
}

static void take_start(struct field *field) {
    take(field, 0, field->cursor);
}

static void take_blank_word(struct field *field) {
    take(field, blank_word_before(field), field->cursor);
}

static void take_word_before(struct field *field) {
    take(field, word_before(field), field->cursor);
}

static void take_word_after(struct field *field) {
    take(field, field->cursor, word_after(field));
}

static void yank(struct field *field) {
    if (!field->killed[0]) return;
    keep(field);
    put_in(field, field->killed);
}

/* The character before the cursor and the one at it change places; at the end, the last two. */
static void change_about(struct field *field) {
    char left[TEXT_CHAR];
    int at = field->cursor;
    if (at > 0 && !field->text[at]) at = before_at(field, at);
    const int from = before_at(field, at), to = next_at(field, at);
    if (from == at || at == to) return;
    keep(field);
    const size_t size = (size_t)(at - from), moved = (size_t)(to - at);
    memcpy(left, field->text + from, size);
    memmove(field->text + from, field->text + at, moved);
    memcpy(field->text + from + moved, left, size);
    field->cursor = to;
}

static void undo(struct field *field) {
    if (field->undo_count == 0) return;
    const struct field_state *const state = &field->undo[--field->undo_count];
    text_copy(field->text, sizeof field->text, state->text);
    field->cursor = state->cursor;
}

enum { CTRL = 0x40 };

static const struct edit {
    uint32_t key;
    void (*run)(struct field *field);
    bool kills; /* Ctrl-Y brings back what it takes out */
    const char *help;
} edits[] = {
    {K_LEFT, go_left, false, "a character left"},
    {'B' - CTRL, go_left, false, "a character left"},
    {K_RIGHT, go_right, false, "a character right"},
    {'F' - CTRL, go_right, false, "a character right"},
    {K_HOME, go_home, false, "to the start"},
    {'A' - CTRL, go_home, false, "to the start"},
    {K_END, go_end, false, "to the end"},
    {'E' - CTRL, go_end, false, "to the end"},
    {K_ALT | 'b', go_word_left, false, "a word left"},
    {K_ALT | 'f', go_word_right, false, "a word right"},
    {K_BACKSPACE, cut_before, false, "delete the character before"},
    {'H' - CTRL, cut_before, false, "delete the character before"},
    {K_DELETE, cut_here, false, "delete the character here"},
    {'D' - CTRL, cut_here, false, "delete the character here"},
    {'K' - CTRL, take_rest, true, "cut to the end"},
    {'U' - CTRL, take_start, true, "cut to the start"},
    {'W' - CTRL, take_blank_word, true, "cut back to a blank"},
    {K_ALT | 'd', take_word_after, true, "cut the word after"},
    {K_ALT | K_BACKSPACE, take_word_before, true, "cut the word before"},
    {'Y' - CTRL, yank, false, "put in what was cut"},
    {'T' - CTRL, change_about, false, "change two characters about"},
    {K_CTRL_UNDERSCORE, undo, false, "undo"},
};

static const struct edit *edit_of(uint32_t key) {
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        if (edits[i].key == key) return &edits[i];
    }
    return NULL;
}

/* The first key that does what a row does. */
static bool is_first(const struct edit *edit) {
    return edit == edits || edit[-1].run != edit->run;
}

const char *field_help(int line, char *keys, size_t size) {
    const struct edit *const end = edits + sizeof edits / sizeof *edits;
    keys[0] = '\0';
    for (const struct edit *edit = edits; edit < end; edit++) {
        if (!is_first(edit) || line-- > 0) continue;
        for (const struct edit *same = edit; same < end && same->run == edit->run; same++) {
            char name[KEY_NAME];
            if (key_heard(same->key) != same->key) continue;
            text_append(keys, size, "%s%s", *keys ? " " : "", key_name(name, same->key));
        }
        return edit->help;
    }
    return NULL;
}

bool field_takes(uint32_t key) {
    return edit_of(key) != NULL;
}

bool field_key(struct field *field, uint32_t key) {
    const struct edit *const edit = edit_of(key);
    if (!edit) return insert(field, key);
    edit->run(field);
    field->last = edit->kills ? FIELD_KILLED : FIELD_OTHER;
    return true;
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
