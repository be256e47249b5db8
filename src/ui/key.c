/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/key.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct name {
    const char *name; /* as typed to `render` and in key files; tmux's */
    uint32_t key;
    const char *shown; /* to people; NULL for a second name of the row above */
} names[] = {
    {"Up", K_UP, "↑"},
    {"Down", K_DOWN, "↓"},
    {"Left", K_LEFT, "←"},
    {"Right", K_RIGHT, "→"},
    {"S-Left", K_SHIFT_LEFT, "Shift-←"},
    {"S-Right", K_SHIFT_RIGHT, "Shift-→"},
    {"S-Up", K_SHIFT_UP, "Shift-↑"},
    {"S-Down", K_SHIFT_DOWN, "Shift-↓"},
    {"Home", K_HOME, "Home"},
    {"End", K_END, "End"},
    {"PageUp", K_PAGE_UP, "PgUp"},
    {"PPage", K_PAGE_UP, NULL},
    {"PgUp", K_PAGE_UP, NULL},
    {"PageDown", K_PAGE_DOWN, "PgDn"},
    {"NPage", K_PAGE_DOWN, NULL},
    {"PgDn", K_PAGE_DOWN, NULL},
    {"IC", K_INSERT, "Ins"},
    {"Insert", K_INSERT, NULL},
    {"DC", K_DELETE, "Del"},
    {"Delete", K_DELETE, NULL},
    {"BTab", K_BACK_TAB, "Shift-Tab"},
    {"S-Tab", K_BACK_TAB, NULL},
    {"Enter", K_ENTER, "Enter"},
    {"Escape", K_ESCAPE, "Esc"},
    {"Tab", K_TAB, "Tab"},
    {"Space", K_SPACE, "Space"},
    {"BSpace", K_BACKSPACE, "Backspace"},
    /* what an INI file's names cannot hold or begin with */
    {"Equals", '=', NULL},
    {"Colon", ':', NULL},
    {"Semicolon", ';', NULL},
    {"Hash", '#', NULL},
    {"Bracket", '[', NULL},
};

enum { NAMES = sizeof names / sizeof *names };

uint32_t key_heard(uint32_t key) {
    if (key == 8) return K_BACKSPACE;
    return key == 10 ? K_ENTER : key;
}

/* F1–F12. */
static bool parse_function(const char *name, uint32_t *key) {
    if ((name[0] != 'F' && name[0] != 'f') || name[1] < '1' || name[1] > '9') return false;
    uint32_t number = (uint32_t)(name[1] - '0');
    if (name[2]) {
        if (name[2] < '0' || name[2] > '9' || name[3]) return false;
        number = 10 * number + (uint32_t)(name[2] - '0');
    }
    if (number > 12) return false;
    *key = K_F1 + number - 1;
    return true;
}

/* C-x, C-_. */
static bool parse_control(const char *name, uint32_t *key) {
    if ((name[0] != 'C' && name[0] != 'c') || name[1] != '-' || !name[2] || name[3]) return false;
    if (name[2] == '_') {
        *key = K_CTRL_UNDERSCORE;
        return true;
    }
    const char letter = (char)(name[2] | 0x20);
    if (letter < 'a' || letter > 'z') return false;
    *key = key_heard((uint32_t)(letter - 'a' + 1));
    return true;
}

/* M- and a character of ASCII, or BSpace. */
static bool parse_alt(const char *name, uint32_t *key) {
    uint32_t plain;
    if ((name[0] != 'M' && name[0] != 'm') || name[1] != '-' || !name[2]) return false;
    if (!key_parse(name + 2, &plain) || plain < K_SPACE || plain > K_BACKSPACE) return false;
    *key = K_ALT | plain;
    return true;
}

bool key_parse(const char *name, uint32_t *key) {
    const char *after = name;
    const uint32_t code = text_next(&after);
    if (code == 0) return false;
    if (*after == '\0') {
        if (!text_valid(name) || code < 0x20 || code == 0x7F || text_unsafe(code)) return false;
        *key = code;
        return true;
    }
    for (size_t i = 0; i < NAMES; i++) {
        if (strcasecmp(name, names[i].name) == 0) {
            *key = names[i].key;
            return true;
        }
    }
    return parse_function(name, key) || parse_control(name, key) || parse_alt(name, key);
}

const char *key_name(char out[KEY_NAME], uint32_t key) {
    if (key & K_ALT) {
        char plain[KEY_NAME];
        snprintf(out, KEY_NAME, "Alt-%.*s", KEY_NAME - 5, key_name(plain, key & ~(uint32_t)K_ALT));
        return out;
    }
    for (size_t i = 0; i < NAMES; i++) {
        if (names[i].key == key && names[i].shown) return text_copy(out, KEY_NAME, names[i].shown);
    }
    if (key >= K_F1 && key <= K_F12) {
        snprintf(out, KEY_NAME, "F%u", (unsigned)(key - K_F1 + 1));
    } else if (key >= 1 && key <= 26) {
        snprintf(out, KEY_NAME, "Ctrl-%c", (int)('A' + key - 1));
    } else if (key == K_CTRL_UNDERSCORE) {
        text_copy(out, KEY_NAME, "Ctrl-_");
    } else if (key < K_SPECIAL && !text_unsafe(key)) {
        text_encode(out, key);
    } else {
        text_copy(out, KEY_NAME, "?");
    }
    return out;
}
