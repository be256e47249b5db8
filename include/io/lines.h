/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text file of any length, line by line, in bounded memory. */
#ifndef IO_LINES_H
#define IO_LINES_H

#include "base/err.h"
#include "base/sha256.h"
#include <stddef.h>

enum { LINES_MOST = 1 << 16 }; /* bytes of a line */

struct lines;

/* Start reading a regular file. NULL with "file: reason" where it is none (a directory, a FIFO: it
 * never blocks) or cannot be read. */
struct lines *lines_open(const char *path, struct err *err);
void lines_close(struct lines *lines);

/* The next line, from 1: its bytes with one '\n' at the end, whether it ended in LF, CR LF, CR or
 * with the file; a byte order mark is left out. They hold until the next call. NULL at the end, and
 * with *failed and "what was found; expected …" where there is a NUL or over LINES_MOST bytes. */
const char *lines_next(struct lines *lines, size_t *size, bool *failed, struct err *err);

/* The number of the line read last, 0 before the first. */
int lines_number(const struct lines *lines);

/* How much of the file has been read, 0 … 1, by its size when it was opened. */
double lines_share(const struct lines *lines);

/* The sum of the whole file, in hexadecimal, once its end was reached. */
void lines_sum(struct lines *lines, char out[SHA256_TEXT]);

#endif
