/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas.h"

#include "base/text.h"
#include "ui/fold.h"

#include <stdarg.h>
#include <stdlib.h>

enum { PRINTED = 4096 };

static const struct cell blank = {.ch = ' '};

struct canvas canvas_new(int cols, int rows, bool ascii) {
    struct canvas canvas = {.ascii = ascii};
    if (cols <= 0 || rows <= 0) return canvas;
    canvas.cells = calloc((size_t)cols * (size_t)rows, sizeof *canvas.cells);
    if (!canvas.cells) return canvas;
    canvas.cols = cols;
    canvas.rows = rows;
    canvas_clear(&canvas);
    return canvas;
}

void canvas_free(struct canvas *canvas) {
    free(canvas->cells);
    canvas->cells = NULL;
    canvas->cols = canvas->rows = 0;
}

void canvas_clear(struct canvas *canvas) {
    const size_t count = (size_t)canvas->cols * (size_t)canvas->rows;
    for (size_t i = 0; i < count; i++)
        canvas->cells[i] = blank;
}

static struct cell *cell_at(const struct canvas *canvas, int x, int y) {
    if (x < 0 || y < 0 || x >= canvas->cols || y >= canvas->rows) return NULL;
    return &canvas->cells[(size_t)y * (size_t)canvas->cols + (size_t)x];
}

const struct cell *canvas_at(const struct canvas *canvas, int x, int y) {
    return cell_at(canvas, x, y);
}

/* Half a wide character cannot be shown: where one half is written over, the other becomes blank.
 */
static void part(const struct canvas *canvas, int x, int y) {
    struct cell *const cell = cell_at(canvas, x, y), *const right = cell_at(canvas, x + 1, y);
    if (cell && cell->ch == 0 && x > 0) cell[-1].ch = ' ';
    if (cell && right && right->ch == 0) right->ch = ' ';
}

static void write_cell(const struct canvas *canvas, int x, int y, struct ink ink, uint32_t ch) {
    struct cell *const cell = cell_at(canvas, x, y);
    if (!cell) return;
    part(canvas, x, y);
    *cell = (struct cell){.ch = ch, .ink = ink};
}

static void write_wide(const struct canvas *canvas, int x, int y, struct ink ink, uint32_t ch) {
    const bool whole = cell_at(canvas, x, y) && cell_at(canvas, x + 1, y);
    write_cell(canvas, x, y, ink, ' ');
    write_cell(canvas, x + 1, y, ink, ' ');
    if (!whole) return;
    cell_at(canvas, x, y)->ch = ch;
    cell_at(canvas, x + 1, y)->ch = 0;
}

/* A text on its way into cells: characters as they are, or folded. */
struct walk {
    const char *at, *folded;
    char fold[FOLD_TEXT];
    uint32_t before;
    bool ascii;
};

/* The next character and its columns (1 or 2); false at the end. */
static bool walk_next(struct walk *walk, uint32_t *ch, int *width) {
    for (;;) {
        if (walk->folded && *walk->folded) {
            *ch = (unsigned char)*walk->folded++;
            *width = 1;
            return true;
        }
        const uint32_t code = text_next(&walk->at);
        if (code == 0) return false;
        if (walk->ascii) {
            walk->folded = fold_text(walk->fold, code, walk->before);
            walk->before = code;
            continue;
        }
        const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
        *ch = control ? '?' : code;
        *width = text_char_width(*ch);
        if (*width > 0) return true;
    }
}

int canvas_put(struct canvas *canvas, int x, int y, int max, struct ink ink, const char *text) {
    struct walk walk = {.at = text, .ascii = canvas->ascii};
    uint32_t ch;
    int width, taken = 0;
    while (walk_next(&walk, &ch, &width) && width <= max - taken) {
        if (width == 2) {
            write_wide(canvas, x + taken, y, ink, ch);
        } else {
            write_cell(canvas, x + taken, y, ink, ch);
        }
        taken += width;
    }
    return taken;
}

int canvas_print(struct canvas *canvas, int x, int y, int max, struct ink ink, const char *format,
                 ...) {
    char text[PRINTED];
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return length < 0 ? 0 : canvas_put(canvas, x, y, max, ink, text);
}

void canvas_put_right(struct canvas *canvas, int x, int y, int max, struct ink ink,
                      const char *text) {
    const int width = canvas_width(canvas, text);
    canvas_put(canvas, width < max ? x + max - width : x, y, max, ink, text);
}

int canvas_width(const struct canvas *canvas, const char *text) {
    struct walk walk = {.at = text, .ascii = canvas->ascii};
    uint32_t ch;
    int width, taken = 0;
    while (walk_next(&walk, &ch, &width))
        taken += width;
    return taken;
}

void canvas_set(struct canvas *canvas, int x, int y, struct ink ink, uint32_t ch) {
    if (canvas->ascii) ch = (unsigned char)fold_cell(ch);
    const bool control = ch < 0x20 || (ch >= 0x7F && ch < 0xA0);
    write_cell(canvas, x, y, ink, control || text_char_width(ch) != 1 ? '?' : ch);
}

void canvas_copy_row(struct canvas *canvas, int y, const struct canvas *from, int from_y) {
    for (int x = 0; x < canvas->cols && y >= 0 && y < canvas->rows; x++) {
        const struct cell *const cell = canvas_at(from, x, from_y);
        *cell_at(canvas, x, y) = cell ? *cell : blank;
    }
}

static struct rect clip(const struct canvas *canvas, struct rect rect) {
    const int left = rect.x < 0 ? 0 : rect.x, top = rect.y < 0 ? 0 : rect.y;
    const int right = rect.x + rect.w < canvas->cols ? rect.x + rect.w : canvas->cols;
    const int bottom = rect.y + rect.h < canvas->rows ? rect.y + rect.h : canvas->rows;
    return (struct rect){left, top, right - left, bottom - top};
}

void canvas_tint(struct canvas *canvas, struct rect rect, struct ink ink) {
    const struct rect in = clip(canvas, rect);
    for (int y = in.y; y < in.y + in.h; y++) {
        for (int x = in.x; x < in.x + in.w; x++)
            cell_at(canvas, x, y)->ink = ink;
    }
}

void canvas_fill(struct canvas *canvas, struct rect rect, struct ink ink) {
    const struct rect in = clip(canvas, rect);
    for (int y = in.y; y < in.y + in.h; y++) {
        for (int x = in.x; x < in.x + in.w; x++)
            write_cell(canvas, x, y, ink, ' ');
    }
}

static void write_row(const struct canvas *canvas, int y, FILE *to) {
    int end = canvas->cols;
    while (end > 0 && canvas_at(canvas, end - 1, y)->ch == ' ')
        end--;
    for (int x = 0; x < end; x++) {
        char text[TEXT_CHAR];
        const uint32_t ch = canvas_at(canvas, x, y)->ch;
        if (ch == 0) continue;
        text_encode(text, ch);
        fputs(text, to);
    }
    fputc('\n', to);
}

bool canvas_write(const struct canvas *canvas, FILE *to) {
    for (int y = 0; y < canvas->rows; y++)
        write_row(canvas, y, to);
    return fflush(to) == 0 && !ferror(to);
}
