/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/table_file.h"

#include "base/num.h"
#include "base/text.h"

#include <csv.h>
#include <math.h>
#include <string.h>

enum { CELL = 8192 };

/* Quoted too: blanks at the ends, which readers trim, and a leading `#`, which some take for a
 * comment. */
static bool needs_quotes(const char *text) {
    const size_t length = strlen(text);
    if (length == 0) return false;
    return strpbrk(text, ",\"\r\n") || text[0] == '#' || strchr(" \t", text[0]) ||
           strchr(" \t", text[length - 1]);
}

/* Whether something in text must not reach a terminal, or is no text. Line ends are quoted, not
 * replaced. */
static bool unsafe(const char *text) {
    if (!text_valid(text)) return true;
    for (const char *at = text; *at;) {
        const uint32_t code = text_next(&at);
        if (text_unsafe(code) && code != '\n' && code != '\r' && code != '\t') return true;
    }
    return false;
}

void table_cell(FILE *to, const char *text, bool first) {
    char clean[CELL];
    if (!first) fputc(',', to);
    if (unsafe(text)) {
        text_clean(clean, sizeof clean, text);
        text = clean;
    }
    if (needs_quotes(text)) {
        csv_fwrite(to, text, strlen(text));
    } else {
        fputs(text, to);
    }
}

void table_number(FILE *to, double value, bool first) {
    char text[NUM_TEXT];
    table_cell(to, isfinite(value) ? num_shortest(text, value) : "", first);
}

void table_row_end(FILE *to) {
    fputc('\n', to);
}
