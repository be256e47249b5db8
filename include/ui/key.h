/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys and mouse moves as the planner hears them, and their names. */
#ifndef UI_KEY_H
#define UI_KEY_H

#include <stdbool.h>
#include <stdint.h>

/* A key is a Unicode character, a control character (Ctrl-A is 1 … Ctrl-Z is 26), or one of these.
 */
enum key {
    K_TAB = 9,
    K_ENTER = 13,
    K_ESCAPE = 27,
    K_CTRL_UNDERSCORE = 31,
    K_SPACE = 32,
    K_BACKSPACE = 127,
    K_SPECIAL = 0x110000,
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_SHIFT_LEFT,
    K_SHIFT_RIGHT,
    K_SHIFT_UP,
    K_SHIFT_DOWN,
    K_HOME,
    K_END,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_INSERT,
    K_DELETE,
    K_BACK_TAB,
    K_F1,
    K_F2,
    K_F3,
    K_F4,
    K_F5,
    K_F6,
    K_F7,
    K_F8,
    K_F9,
    K_F10,
    K_F11,
    K_F12,
    K_SPECIAL_END,
    K_ALT = 0x200000 /* with a character or Backspace: Alt held down */
};

enum event_kind {
    EVENT_NONE,
    EVENT_KEY,    /* key */
    EVENT_PASTED, /* key: one character of a paste; never a command */
    EVENT_PRESS,
    EVENT_DRAG,
    EVENT_RELEASE, /* left button at x, y */
    EVENT_WHEEL_UP,
    EVENT_WHEEL_DOWN, /* at x, y */
    EVENT_RESIZE,     /* the terminal has a new size, or must be painted again */
    EVENT_END         /* end of input, or a signal to end */
};

struct event {
    enum event_kind kind;
    uint32_t key;
    int x, y; /* cell, from 0 */
};

enum { KEY_NAME = 16 };

/* tmux's names: a character, Enter Escape Tab Space BSpace Up Down Left Right Home End PageUp (also
 * PPage) PageDown (NPage) IC DC BTab F1–F12 C-x C-_ S-Left S-Right S-Up S-Down, M- before a
 * character or BSpace. False where it is none. */
bool key_parse(const char *name, uint32_t *key);

/* What a key is heard as: Ctrl-H, the other Backspace, as Backspace; Ctrl-J, the other Enter, as
 * Enter. */
uint32_t key_heard(uint32_t key);

/* The name for people, in help and key bars: "←", "Enter", "Ctrl-R", "Alt-b", "Shift-←", "F1", "q".
 */
const char *key_name(char out[KEY_NAME], uint32_t key);

#endif
