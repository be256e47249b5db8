/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table for people: columns as wide as what stands in them. */
#ifndef CLI_GRID_H
#define CLI_GRID_H

#include "cli/out.h"

struct grid_column {
    const char *title;
    bool right; /* numbers: aligned at their right end */
};

struct grid;

/* An empty table. NULL where there was no memory: the functions below then do nothing,
 * but that grid_print makes the output fail. */
struct grid *grid_new(const struct grid_column *columns, int count);
void grid_free(struct grid *grid);

/* Fill the next cell, row by row. Longer texts are cut to 127 bytes. */
void grid_cell(struct grid *grid, enum out_ink ink, const char *text);

/* Print titles and rows; where memory had run out, mark the output as failed. */
void grid_print(const struct grid *grid, struct out *out);

#endif
