/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes that a terminal sends, read as events. No terminal here, and no clock: the caller feeds
 * bytes and tells of silence.
 *
 * Understood are the keys of xterm, rxvt, the Linux console and the VT100 and those learned from
 * terminfo, Alt as ESC before a character, SGR and X10 mouse reports, bracketed paste, UTF-8. Every
 * other well-formed control sequence is swallowed whole; a broken one ends where it breaks. */
#ifndef UI_TERM_INPUT_H
#define UI_TERM_INPUT_H

#include "ui/key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { INPUT_BYTES = 4096, INPUT_SEQUENCE = 64, INPUT_KEYS = 40, INPUT_KEY_BYTES = 12 };

enum input_state {
    INPUT_GROUND,
    INPUT_UTF8,      /* inside a character of several bytes */
    INPUT_ESC,       /* after ESC */
    INPUT_CSI,       /* after ESC [ */
    INPUT_SS3,       /* after ESC O */
    INPUT_CONSOLE,   /* after ESC [ [, the Linux console's function keys */
    INPUT_X10,       /* after ESC [ M, three bytes of an old mouse report */
    INPUT_STRING,    /* in an OSC, DCS, APC, PM or SOS string */
    INPUT_STRING_ESC /* after ESC in such a string */
};

struct input_key {
    char bytes[INPUT_KEY_BYTES];
    uint32_t key;
};

struct input {
    uint8_t bytes[INPUT_BYTES]; /* fed and not yet read: from head to tail */
    size_t head, tail;
    enum input_state state;
    bool paste;
    uint8_t raw[INPUT_SEQUENCE]; /* the sequence begun, from its first byte */
    size_t length;               /* beyond INPUT_SEQUENCE where it is too long to be meant */
    int cols, rows;              /* of the screen: mouse reports from elsewhere are no clicks */
    struct input_key keys[INPUT_KEYS];
    size_t key_count;
};

/* No keys learned, no bytes waiting. */
void input_start(struct input *input, int cols, int rows);

/* The screen has a new size. */
void input_resize(struct input *input, int cols, int rows);

/* What this terminal sends for a key; NULL, too long and a plain character are passed over. */
void input_learn(struct input *input, const char *bytes, uint32_t key);

/* Returns how many of the bytes there was room for: all, where all earlier ones have been read. */
size_t input_feed(struct input *input, const void *bytes, size_t count);

/* The next event; false where none is complete. */
bool input_next(struct input *input, struct event *event);

/* How long the terminal may be silent, in ms, before what it has begun is given up; -1 for ever. */
int input_patience(const struct input *input);

/* It has been silent that long: a lone ESC was the Escape key (true), which also ends a paste that
 * has no end; anything else is dropped (false). */
bool input_silence(struct input *input, struct event *event);

#endif
