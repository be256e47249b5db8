/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/table_file.h"

#include "base/num.h"
#include "base/text.h"
#include "io/bytes.h"
#include "io/lines.h"

#include <csv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 8192, ROW_MOST = 1 << 20, CELLS_MOST = 4096 };

/* Quoted too: blanks at the ends, which readers trim, and a leading `#`, which some take for a
 * comment. */
static bool needs_quotes(const char *text) {
    const size_t length = strlen(text);
    if (length == 0) return false;
    return strpbrk(text, ",\"\r\n") || text[0] == '#' || strchr(" \t", text[0]) ||
           strchr(" \t", text[length - 1]);
}

/* Whether something in text must not reach a terminal, or is no text. Line ends are quoted, not
 * replaced. */
static bool unsafe(const char *text) {
    if (!text_valid(text)) return true;
    for (const char *at = text; *at;) {
        const uint32_t code = text_next(&at);
        if (text_unsafe(code) && code != '\n' && code != '\r' && code != '\t') return true;
    }
    return false;
}

void table_cell(FILE *to, const char *text, bool first) {
    char clean[CELL];
    if (!first) fputc(',', to);
    if (unsafe(text)) {
        text_clean(clean, sizeof clean, text);
        text = clean;
    }
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

struct table_reader {
    char *path;
    struct lines *lines;
    struct csv_parser parser;
    char *text; /* the row's cells, each with a NUL after it; ROW_MOST bytes */
    size_t length;
    size_t *start; /* of each cell in text; CELLS_MOST of them */
    const char **cell;
    int count;
    bool ended, too_large;
};

struct table_reader *table_open(const char *path, struct err *err) {
    struct table_reader *reader = calloc(1, sizeof *reader);
    struct lines *lines = reader ? lines_open(path, err) : NULL;
    if (reader && !lines) {
        free(reader);
        return NULL;
    }
    if (reader) {
        reader->lines = lines;
        reader->path = strdup(path);
        reader->text = malloc(ROW_MOST);
        reader->start = calloc(CELLS_MOST, sizeof *reader->start);
        reader->cell = calloc(CELLS_MOST, sizeof *reader->cell);
        csv_init(&reader->parser, CSV_STRICT);
        if (reader->path && reader->text && reader->start && reader->cell) return reader;
    }
    table_close(reader);
    err_starved(err, "no memory to read it");
    bytes_at(err, path, 0);
    return NULL;
}

void table_close(struct table_reader *reader) {
    if (!reader) return;
    csv_free(&reader->parser);
    lines_close(reader->lines);
    free(reader->cell);
    free(reader->start);
    free(reader->text);
    free(reader->path);
    free(reader);
}

static void take_cell(void *bytes, size_t size, void *data) {
    struct table_reader *const reader = data;
    if (reader->count == CELLS_MOST || size >= ROW_MOST - reader->length) {
        reader->too_large = true;
        return;
    }
    reader->start[reader->count++] = reader->length;
    memcpy(reader->text + reader->length, bytes, size);
    reader->length += size;
    reader->text[reader->length++] = '\0';
}

static void take_end(int byte, void *data) {
    struct table_reader *const reader = data;
    (void)byte;
    reader->ended = true;
}

static enum table_state broken(const struct table_reader *reader, int line, struct err *err) {
    bytes_at(err, reader->path, line);
    return TABLE_BROKEN;
}

static bool passed_over(const char *line) {
    const char first = line[strspn(line, " \t")];
    return first == '\n' || first == '#';
}

/* Whether a row was fed so far that it must be refused. */
static bool refused(struct table_reader *reader, size_t fed, size_t size, struct err *err) {
    const int error = csv_error(&reader->parser);
    const bool large = reader->too_large || csv_get_buffer_size(&reader->parser) > ROW_MOST;
    if (fed == size && !large) return false;
    if (fed == size) {
        err_set(err, "a row of over %d bytes or %d cells; does a quote not end?", ROW_MOST,
                CELLS_MOST);
    } else if (error == CSV_EPARSE) {
        err_set(err, "a quote in the middle of a cell; expected it doubled, the cell in quotes");
    } else {
        err_set(err, "%s", csv_strerror(error));
    }
    return true;
}

static enum table_state give(struct table_reader *reader, struct table_row *row) {
    for (int i = 0; i < reader->count; i++)
        reader->cell[i] = reader->text + reader->start[i];
    row->cell = reader->cell;
    row->count = reader->count;
    return TABLE_ROW;
}

enum table_state table_next(struct table_reader *reader, struct table_row *row, struct err *err) {
    bool inside = false, failed; /* inside: a row has begun */
    size_t size;
    const char *line;
    reader->length = 0;
    reader->count = 0;
    reader->ended = false;
    while ((line = lines_next(reader->lines, &size, &failed, err))) {
        if (!inside && passed_over(line)) continue;
        if (!inside) row->line = lines_number(reader->lines);
        inside = true;
        const size_t fed = csv_parse(&reader->parser, line, size, take_cell, take_end, reader);
        if (refused(reader, fed, size, err))
            return broken(reader, lines_number(reader->lines), err);
        if (reader->ended) return give(reader, row);
    }
    if (failed) return broken(reader, lines_number(reader->lines), err);
    if (!inside) return TABLE_END;
    err_set(err, "a quoted cell that does not end; expected another quote");
    return broken(reader, row->line, err);
}

double table_share(const struct table_reader *reader) {
    return lines_share(reader->lines);
}

void table_sum(struct table_reader *reader, char out[SHA256_TEXT]) {
    lines_sum(reader->lines, out);
}
