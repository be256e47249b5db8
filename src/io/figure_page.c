/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of characters: what is a table on screen is one on paper. */
#include "io/figure_draw.h"

#include <math.h>
#include <stdlib.h>

enum { MARGIN = 18, SIZE = 11, HEIGHT = 14, CAPTION = 12 };

static const struct pen_type type = {.size = SIZE, .fixed = true};

static struct pen_ink ink_of(uint32_t color) {
    return (struct pen_ink){((color >> 16) & 255) / 255.0, ((color >> 8) & 255) / 255.0,
                            (color & 255) / 255.0, 1};
}

static void encode(uint32_t code, char out[5]) {
    int count = 0;
    if (code < 0x80) {
        out[count++] = (char)code;
    } else if (code < 0x800) {
        out[count++] = (char)(0xC0 | code >> 6);
        out[count++] = (char)(0x80 | (code & 63));
    } else {
        if (code >= 0x10000) out[count++] = (char)(0xF0 | code >> 18);
        out[count++] = (char)(code < 0x10000 ? 0xE0 | code >> 12 : 0x80 | ((code >> 12) & 63));
        out[count++] = (char)(0x80 | ((code >> 6) & 63));
        out[count++] = (char)(0x80 | (code & 63));
    }
    out[count] = '\0';
}

/* Lines and blocks are drawn as such: fonts leave gaps between them. */
static bool draw_block(struct pen *pen, double x, double y, double w, uint32_t ch,
                       struct pen_ink ink) {
    if (ch == 0x2500 || ch == 0x2504 || ch == 0x254C) {
        pen_box(pen, x, y + HEIGHT / 2.0, ch == 0x2500 ? w : w / 2, 0.8, ink);
    } else if (ch == 0x2588) {
        pen_box(pen, x, y, w, HEIGHT, ink);
    } else if (ch >= 0x2589 && ch <= 0x258F) {
        pen_box(pen, x, y, w * (0x2590 - ch) / 8.0, HEIGHT, ink);
    } else if (ch >= 0x2581 && ch <= 0x2587) {
        const double part = HEIGHT * (ch - 0x2580) / 8.0;
        pen_box(pen, x, y + HEIGHT - part, w, part, ink);
    } else {
        return false;
    }
    return true;
}

/* The dots of a braille cell, two by four. */
static void draw_dots(struct pen *pen, double x, double y, double w, uint32_t ch,
                      struct pen_ink ink) {
    static const int row[8] = {0, 1, 2, 0, 1, 2, 3, 3}, col[8] = {0, 0, 0, 1, 1, 1, 0, 1};
    for (int i = 0; i < 8; i++) {
        if (!((ch - 0x2800) & 1u << i)) continue;
        pen_disc(pen, x + w * (0.25 + 0.5 * col[i]), y + HEIGHT * (0.125 + 0.25 * row[i]), 0.9,
                 ink);
    }
}

static void draw_cell(struct pen *pen, const struct figure_cell *cell, double x, double y,
                      double w) {
    char text[5];
    const struct pen_ink ink = ink_of(cell->fg);
    const struct pen_type bold = {.size = SIZE, .fixed = true, .bold = cell->bold};
    if (cell->bg != 0xFFFFFF) pen_box(pen, x, y, w + 0.4, HEIGHT, ink_of(cell->bg));
    if (cell->ch <= ' ' || draw_block(pen, x, y, w, cell->ch, ink)) return;
    if (cell->ch >= 0x2800 && cell->ch <= 0x28FF) {
        draw_dots(pen, x, y, w, cell->ch, ink);
        return;
    }
    encode(cell->ch, text);
    pen_text(pen, x, y + HEIGHT - 3.4, bold, ink, text);
}

static double cell_width(void) {
    struct pen *pen = pen_measure();
    const double width = pen ? pen_width(pen, type, "0") : SIZE * 0.6;
    pen_drop(pen);
    return width;
}

bool figure_draw_page(const struct figure *figure, enum figure_format format, FILE *to) {
    const struct figure_page *page = &figure->page;
    const double w = cell_width(), foot = figure->captions * CAPTION + 6;
    struct pen *pen =
        pen_open(format, page->cols * w + 2 * MARGIN, page->rows * HEIGHT + 2 * MARGIN + foot, to);
    if (!pen) return false;
    for (int i = 0; i < page->cols * page->rows; i++) {
        const int col = i % page->cols, row = i / page->cols;
        const double x = MARGIN + col * w, y = MARGIN + row * HEIGHT;
        draw_cell(pen, &page->cell[i], x, y, w);
    }
    for (int i = 0; i < figure->captions; i++)
        pen_text(pen, MARGIN, MARGIN + page->rows * HEIGHT + 14 + i * CAPTION, sheet_tiny,
                 sheet_grey, figure->caption[i]);
    return pen_close(pen);
}
