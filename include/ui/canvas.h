/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid of cells to paint a screen into. No terminal here: term.c shows one, render prints one. */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { ATTR_BOLD = 1, ATTR_DIM = 2, ATTR_REVERSE = 4, ATTR_UNDERLINE = 8 };

/* Colours: 0 is the terminal's default, 1 + n its colour number n (0–15 its own sixteen, to 255 the
 * cube). */
enum {
    COLOR_DEFAULT = 0,
    COLOR_BLACK_ = 1,
    COLOR_RED_,
    COLOR_GREEN_,
    COLOR_YELLOW_,
    COLOR_BLUE_,
    COLOR_MAGENTA_,
    COLOR_CYAN_,
    COLOR_WHITE_,
    COLOR_GREY_
};

struct ink {
    uint16_t fg, bg;
    uint8_t attr;
    uint8_t look; /* enum look that it is, so that a theme can show it otherwise */
};

struct cell {
    uint32_t ch; /* code point; 0 in the right half of a wide character */
    struct ink ink;
};

struct rect {
    int x, y, w, h;
};

struct canvas {
    int cols, rows;
    bool ascii;         /* text is folded to ASCII as it is put */
    struct cell *cells; /* rows × cols, row by row */
};

/* A canvas of blanks; cells is NULL where there was no memory. */
struct canvas canvas_new(int cols, int rows, bool ascii);
void canvas_free(struct canvas *canvas);
void canvas_clear(struct canvas *canvas);

/* Put text at (x, y), at most max columns of it (nothing outside the canvas); returns the columns
 * it took. A wide character that does not fit whole is left out. In ASCII mode `×` is put as x, `−`
 * as -, `α` as "alpha", block and braille characters as what looks most like them. */
int canvas_put(struct canvas *canvas, int x, int y, int max, struct ink ink, const char *text);

/* printf into at most max columns. */
int canvas_print(struct canvas *canvas, int x, int y, int max, struct ink ink, const char *format,
                 ...) __attribute__((format(printf, 6, 7)));

/* The same with its right end at column x + max. */
void canvas_put_right(struct canvas *canvas, int x, int y, int max, struct ink ink,
                      const char *text);

/* Columns that text would take, folding included. */
int canvas_width(const struct canvas *canvas, const char *text);

/* One character in one cell. */
void canvas_set(struct canvas *canvas, int x, int y, struct ink ink, uint32_t ch);

/* Copy a row of another canvas of as many columns; one that it has not is blank. */
void canvas_copy_row(struct canvas *canvas, int y, const struct canvas *from, int from_y);

/* Change only the ink of cells. */
void canvas_tint(struct canvas *canvas, struct rect rect, struct ink ink);

/* Blanks with that ink. */
void canvas_fill(struct canvas *canvas, struct rect rect, struct ink ink);

/* The cell, or NULL outside. */
const struct cell *canvas_at(const struct canvas *canvas, int x, int y);

/* Print as UTF-8 text, a line a row, blanks at line ends left out. False where writing failed. */
bool canvas_write(const struct canvas *canvas, FILE *to);

#endif
