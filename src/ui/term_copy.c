/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term_copy.h"

#include <stdint.h>
#include <string.h>

/* Three bytes as four characters; those that are not there are zero, and told by `=`. */
static void encode(char out[4], const uint8_t *bytes, size_t count) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    for (size_t i = 0; i < 3; i++)
        bits = bits << 8 | (i < count ? bytes[i] : 0);
    for (size_t i = 0; i < 4; i++)
        out[i] = i > count ? '=' : digits[bits >> (18 - 6 * i) & 63];
}

size_t copy_bytes(char out[COPY_BYTES], const char *text) {
    static const char before[] = "\033]52;c;", after[] = "\a";
    const size_t length = strlen(text);
    char *at = out;
    if (length >= COPY_TEXT) return 0;
    memcpy(at, before, sizeof before - 1);
    at += sizeof before - 1;
    for (size_t i = 0; i < length; i += 3, at += 4)
        encode(at, (const uint8_t *)text + i, length - i < 3 ? length - i : 3);
    memcpy(at, after, sizeof after - 1);
    return (size_t)(at - out) + sizeof after - 1;
}
