/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV (libcsv's door). */
#ifndef IO_TABLE_FILE_H
#define IO_TABLE_FILE_H

#include <stdbool.h>
#include <stdio.h>

/* Write one cell, what must not reach a screen replaced by `·`, quoted where CSV needs it, `,`
 * before it unless it is the first of its row. */
void table_cell(FILE *to, const char *text, bool first);

/* The same for a number in its shortest form; NAN and infinities are an empty cell. */
void table_number(FILE *to, double value, bool first);

/* End the row. */
void table_row_end(FILE *to);

#endif
