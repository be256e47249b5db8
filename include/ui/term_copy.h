/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text for the terminal's clipboard. */
#ifndef UI_TERM_COPY_H
#define UI_TERM_COPY_H

#include <stddef.h>

enum {
    COPY_TEXT = 2048, /* a terminal may pass over longer ones; its NUL counts */
    COPY_BYTES = 4 * ((COPY_TEXT + 2) / 3) + 16
};

/* The bytes that ask a terminal to put text into its clipboard: OSC 52 (xterm, "Manipulate
 * Selection Data"), base64 of RFC 4648. Returns how many; 0 where text is too long. */
size_t copy_bytes(char out[COPY_BYTES], const char *text);

#endif
