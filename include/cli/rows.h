/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a sweep as CSV or JSON, written into memory: any stretch of them, by any thread, with
 * the same bytes. */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "cli/words.h"
#include <stddef.h>
#include <stdio.h>

/* Points of the axes; −1 where they are more than can be counted. */
long long rows_points(const struct words *words);

/* A place on the axes: one thread's. */
struct rows;

/* NULL where there was no memory. words must outlive it; format is CSV or JSON. */
struct rows *rows_new(const struct words *words, enum opt_format format);
void rows_free(struct rows *rows);

/* Bytes that the rows of a point take at most. */
size_t rows_room(const struct rows *rows);

/* Write the rows of count points from number first on, one for each preset, in order. JSON rows
 * after the sweep's very first begin with their comma. Returns how many bytes. */
size_t rows_write(struct rows *rows, long long first, long long count, char *out);

/* The row of one point and preset; comma: JSON's before it. */
size_t rows_write_one(struct rows *rows, long long number, int preset, bool comma, char *out);

/* The titles' row of CSV. */
void rows_titles(FILE *to, const struct words *words);

/* The plan at a point of the sweep. */
struct plan rows_plan(const struct words *words, long long number);

#endif
