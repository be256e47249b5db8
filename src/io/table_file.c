/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/table_file.h"

#include "base/num.h"

#include <csv.h>
#include <math.h>
#include <string.h>

/* Quoted too: blanks at the ends, which readers trim, and a leading `#`, which some take for a
 * comment. */
static bool needs_quotes(const char *text) {
    const size_t length = strlen(text);
    if (length == 0) return false;
    return strpbrk(text, ",\"\r\n") || text[0] == '#' || strchr(" \t", text[0]) ||
           strchr(" \t", text[length - 1]);
}

void table_cell(FILE *to, const char *text, bool first) {
    if (!first) fputc(',', to);
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
