/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum { REPLACEMENT = 0xFFFD };

/* Bytes of the valid sequence at s, and its code point; 0 where it is broken. */
static int decode(const unsigned char *s, uint32_t *code) {
    if (s[0] < 0x80) {
        *code = s[0];
        return 1;
    }
    const int length = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
    uint32_t value = s[0] & (0xFFu >> (length + 1));
    for (int i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80) return 0;
        value = value << 6 | (s[i] & 0x3Fu);
    }
    if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
    *code = value;
    return length;
}

uint32_t text_next(const char **at) {
    uint32_t code;
    if (**at == '\0') return 0;
    const int length = decode((const unsigned char *)*at, &code);
    if (length == 0) {
        (*at)++;
        return REPLACEMENT;
    }
    *at += length;
    return code;
}

size_t text_encode(char out[TEXT_CHAR], uint32_t code) {
    size_t length = 0;
    if (code < 0x80) {
        out[length++] = (char)code;
    } else if (code < 0x800) {
        out[length++] = (char)(0xC0 | code >> 6);
        out[length++] = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out[length++] = (char)(0xE0 | code >> 12);
        out[length++] = (char)(0x80 | (code >> 6 & 0x3F));
        out[length++] = (char)(0x80 | (code & 0x3F));
    } else {
        out[length++] = (char)(0xF0 | code >> 18);
        out[length++] = (char)(0x80 | (code >> 12 & 0x3F));
        out[length++] = (char)(0x80 | (code >> 6 & 0x3F));
        out[length++] = (char)(0x80 | (code & 0x3F));
    }
    out[length] = '\0';
    return length;
}

bool text_valid(const char *text) {
    uint32_t code;
    while (*text) {
        const int length = decode((const unsigned char *)text, &code);
        if (length == 0) return false;
        text += length;
    }
    return true;
}

/* wcwidth knows a locale's characters only; in the C locale it knows none beyond ASCII, so the
 * blocks that we draw with are named here. */
int text_char_width(uint32_t code) {
    if (code < 0x300) return 1;
    if (code >= 0x370 && code < 0x400) return 1;
    if (code >= 0x2010 && code < 0x2B00 && !(code >= 0x2028 && code <= 0x202E)) return 1;
    const int width = wcwidth((wchar_t)code);
    return width < 0 ? 1 : width;
}

int text_width(const char *text) {
    int width = 0;
    while (*text)
        width += text_char_width(text_next(&text));
    return width;
}

struct span {
    uint32_t first, last;
};

/* Controls; soft hyphen; combining marks; Arabic, Hebrew and Mongolian invisible marks; bidi;
 * separators; fillers; variation selectors; private use; interlinear marks; tags; non-characters.
 */
static const struct span unsafe_spans[] = {
    {0x0, 0x1F},        {0x7F, 0x9F},       {0xAD, 0xAD},       {0x300, 0x36F},
    {0x483, 0x489},     {0x591, 0x5BD},     {0x600, 0x605},     {0x610, 0x61C},
    {0x64B, 0x65F},     {0x6D6, 0x6DD},     {0x70F, 0x70F},     {0x115F, 0x1160},
    {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x1AB0, 0x1AFF},   {0x1DC0, 0x1DFF},
    {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x20D0, 0x20FF},
    {0x3164, 0x3164},   {0xE000, 0xF8FF},   {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0xFFFD, 0xFFFF},   {0x13430, 0x13455}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF}};

bool text_unsafe(uint32_t code) {
    for (size_t i = 0; i < sizeof unsafe_spans / sizeof *unsafe_spans; i++) {
        if (code >= unsafe_spans[i].first && code <= unsafe_spans[i].last) return true;
    }
    return (code & 0xFFFE) == 0xFFFE || (code >= 0x300 && text_char_width(code) == 0);
}

void text_clean(char *out, size_t size, const char *text) {
    size_t length = 0;
    while (*text) {
        char encoded[TEXT_CHAR];
        uint32_t code = text_next(&text);
        if (text_unsafe(code)) code = 0xB7;
        const size_t bytes = text_encode(encoded, code);
        if (length + bytes >= size) break;
        memcpy(out + length, encoded, bytes);
        length += bytes;
    }
    out[length] = '\0';
}

char *text_copy(char *out, size_t size, const char *text) {
    size_t length = strlen(text);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    memmove(out, text, length);
    out[length] = '\0';
    return out;
}

void text_format(char *out, size_t size, const char *format, va_list args) {
    const int wanted = vsnprintf(out, size, format, args);
    if (size == 0 || wanted < 0 || (size_t)wanted < size) return;
    /* The last character may have lost its end: drop it then, and no byte that was broken before.
     */
    size_t start = size - 1;
    while (start > 0 && size - start < TEXT_CHAR && ((unsigned char)out[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && (unsigned char)out[start - 1] >= 0xC0) {
        uint32_t code;
        if (decode((const unsigned char *)out + start - 1, &code) == 0) out[start - 1] = '\0';
    }
}

void text_append(char *out, size_t size, const char *format, ...) {
    const size_t length = strlen(out);
    char added[2048];
    va_list args;
    va_start(args, format);
    text_format(added, sizeof added, format, args);
    va_end(args);
    if (length < size) text_copy(out + length, size - length, added);
}

enum { WORD = 40 };

/* What it costs to take one character for another: little where only the case differs. */
static int swap_cost(char a, char b) {
    if (a == b) return 0;
    return tolower((unsigned char)a) == tolower((unsigned char)b) ? 1 : 4;
}

static int least(int a, int b) {
    return a < b ? a : b;
}

/* Edit distance, 4 for an edit and 1 for a change of case; two neighbours changed about is one
 * edit. */
static int distance(const char *a, const char *b) {
    int row[3][WORD + 1];
    const int m = (int)strlen(a), n = (int)strlen(b);
    if (m > WORD || n > WORD) return 4 * WORD;
    int *before = row[0], *last = row[1], *now = row[2];
    for (int j = 0; j <= n; j++)
        last[j] = 4 * j;
    for (int i = 1; i <= m; i++) {
        now[0] = 4 * i;
        for (int j = 1; j <= n; j++) {
            now[j] =
                least(least(last[j], now[j - 1]) + 4, last[j - 1] + swap_cost(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = least(now[j], before[j - 2] + 4);
            }
        }
        int *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[n];
}

const char *text_nearest(const char *word, const char *const *names, size_t count) {
    const char *best = NULL;
    int least_distance = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t typed = strlen(word);
        const bool begun = typed >= 3 && strncmp(word, names[i], typed) == 0;
        const int d = begun ? 1 : distance(word, names[i]);
        const int longest =
            (int)(strlen(word) > strlen(names[i]) ? strlen(word) : strlen(names[i]));
        const bool near = d <= 2 * longest && d <= 12;
        if (near && (!best || d < least_distance)) {
            best = names[i];
            least_distance = d;
        }
    }
    return best;
}

char *text_trim(char *text) {
    while (isspace((unsigned char)*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        text[--length] = '\0';
    return text;
}

void text_quote(char *out, size_t size, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_@%+=:,./-";
    if (*word && word[strspn(word, plain)] == '\0') {
        text_append(out, size, "%s", word);
        return;
    }
    text_append(out, size, "'");
    for (const char *at = word; *at;) {
        const char *const from = at;
        const uint32_t code = text_next(&at);
        if (code < 0x20 || code == 0x7F)
            text_append(out, size, "'$'\\%03o''", (unsigned)code);
        else
            text_append(out, size, "%.*s", (int)(at - from), code == '\'' ? "" : from);
        if (code == '\'') text_append(out, size, "'\\''");
    }
    text_append(out, size, "'");
}
