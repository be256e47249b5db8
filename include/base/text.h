/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 text: reading it, measuring it in terminal columns, making it safe to show. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_CHAR = 5 }; /* bytes that one encoded character needs, NUL included */

/* Decode the character at *at, advance *at beyond it and return its code point. A byte that is no
 * valid UTF-8 (overlong, surrogate, beyond U+10FFFF, cut short) gives U+FFFD and advances by one.
 * At the end of the text (NUL) it returns 0 and does not advance. */
uint32_t text_next(const char **at);

/* Encode code into out, NUL-terminated; returns the number of bytes (1–4). */
size_t text_encode(char out[TEXT_CHAR], uint32_t code);

/* Whether text is valid UTF-8 from end to end. */
bool text_valid(const char *text);

/* Columns that a character takes on a terminal: 0 (combining), 1 or 2. Unprintable ones count 1. */
int text_char_width(uint32_t code);

/* Columns that text takes on a terminal. */
int text_width(const char *text);

/* Whether a character must not reach a screen: controls (C0, C1, DEL), line and paragraph
 * separators, bidi marks and overrides, invisible format characters, combining marks, private use,
 * non-characters. */
bool text_unsafe(uint32_t code);

/* Copy text from a file for showing: unsafe characters and broken UTF-8 become `·`; cut to fit. */
void text_clean(char *out, size_t size, const char *text);

/* Copy text cut to size - 1 bytes, never inside a character. Returns out. */
char *text_copy(char *out, size_t size, const char *text);

/* vprintf into out, cut to fit, never inside a character. */
void text_format(char *out, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/* printf onto the end of what out already holds; cut to fit. */
void text_append(char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Append one word for a shell: as it is where no character of it means anything there, else in
 * quotes. Control characters have no place in quotes on one line, so they go as $'\ooo'. */
void text_quote(char *out, size_t size, const char *word);

/* The name in names[count] that is nearest to word by edits (case counts little), or NULL where
 * none is near enough to be meant. */
const char *text_nearest(const char *word, const char *const *names, size_t count);

/* Cut blanks off both ends, in place; returns the first character that stays. */
char *text_trim(char *text);

#endif
