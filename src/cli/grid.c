/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/grid.h"

#include "base/text.h"
#include <stdlib.h>

enum { CELL = 128, COLUMNS = 12 };

struct grid_cell {
    char text[CELL];
    enum out_ink ink;
};

struct grid {
    struct grid_column columns[COLUMNS];
    int column_count;
    struct grid_cell *cells;
    int count, room;
    bool starved;
};

struct grid *grid_new(const struct grid_column *columns, int count) {
    struct grid *const grid = calloc(1, sizeof *grid);
    if (!grid) return NULL;
    grid->column_count = count < COLUMNS ? count : COLUMNS;
    for (int i = 0; i < grid->column_count; i++)
        grid->columns[i] = columns[i];
    return grid;
}

void grid_free(struct grid *grid) {
    if (!grid) return;
    free(grid->cells);
    free(grid);
}

void grid_cell(struct grid *grid, enum out_ink ink, const char *text) {
    if (!grid) return;
    if (grid->count == grid->room) {
        const int room = grid->room ? 2 * grid->room : 64;
        struct grid_cell *const cells = realloc(grid->cells, (size_t)room * sizeof *cells);
        if (!cells) {
            grid->starved = true;
            return;
        }
        grid->cells = cells;
        grid->room = room;
    }
    struct grid_cell *const cell = &grid->cells[grid->count++];
    text_copy(cell->text, sizeof cell->text, text);
    cell->ink = ink;
}

static int column_width(const struct grid *grid, const struct out *out, int column) {
    int width = out_width(out, grid->columns[column].title);
    for (int i = column; i < grid->count; i += grid->column_count) {
        const int cell = out_width(out, grid->cells[i].text);
        if (cell > width) width = cell;
    }
    return width;
}

static void put_cell(const struct grid *grid, struct out *out, int column, int width,
                     enum out_ink ink, const char *text) {
    const bool last = column + 1 == grid->column_count;
    const bool right = grid->columns[column].right;
    /* No blanks at the end of a line. */
    if (column > 0 && !(last && !*text)) fputs("  ", out->to);
    out_cell(out, ink, right ? -width : last ? 0 : width, text);
    if (last) fputc('\n', out->to);
}

void grid_print(const struct grid *grid, struct out *out) {
    if (!grid || grid->starved) {
        out->starved = true;
        return;
    }
    int width[COLUMNS] = {0};
    for (int c = 0; c < grid->column_count; c++) {
        width[c] = column_width(grid, out, c);
        put_cell(grid, out, c, width[c], OUT_FAINT, grid->columns[c].title);
    }
    for (int i = 0; i < grid->count; i++) {
        const int c = i % grid->column_count;
        put_cell(grid, out, c, width[c], grid->cells[i].ink, grid->cells[i].text);
    }
}
