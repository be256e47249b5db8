/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV (libcsv's door). */
#ifndef IO_TABLE_FILE_H
#define IO_TABLE_FILE_H

#include "base/err.h"
#include "base/sha256.h"
#include <stdbool.h>
#include <stdio.h>

/* Write one cell, what must not reach a screen replaced by `·`, quoted where CSV needs it, `,`
 * before it unless it is the first of its row. */
void table_cell(FILE *to, const char *text, bool first);

/* The same for a number in its shortest form; NAN and infinities are an empty cell. */
void table_number(FILE *to, double value, bool first);

/* End the row. */
void table_row_end(FILE *to);

/* Reading: row by row, in bounded memory, so that a file may be of any length. */
struct table_reader;

/* A row as it was read; its texts hold until the next. */
struct table_row {
    const char *const *cell; /* NUL-terminated, blanks around unquoted ones cut off */
    int count;
    int line; /* where it starts, from 1 */
};

enum table_state { TABLE_END, TABLE_ROW, TABLE_BROKEN };

/* Start reading a regular file. NULL with "file: reason" where it cannot be. */
struct table_reader *table_open(const char *path, struct err *err);
void table_close(struct table_reader *reader);

/* The next row: LF, CR LF or CR at its end; blank lines, and lines that start with `#` outside
 * quotes, are passed over. TABLE_BROKEN with "file:line: what was found; expected …" where a quote
 * stands inside a cell or does not end, for a NUL, and a line over 64 KiB; nothing can be read
 * after that. */
enum table_state table_next(struct table_reader *reader, struct table_row *row, struct err *err);

/* How much of the file has been read, 0 … 1. */
double table_share(const struct table_reader *reader);

/* SHA-256 of the whole file, in hexadecimal, after TABLE_END. */
void table_sum(struct table_reader *reader, char out[SHA256_TEXT]);

#endif
