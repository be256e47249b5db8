/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure as plain data, and the door to what draws it.
 *
 * The drawing itself is a module (cairo) that is loaded when a figure is written: linked into the
 * program it would cost every start. A figure is either a chart (axes with series, marks and a
 * field of values) or a page of characters. */
#ifndef IO_FIGURE_H
#define IO_FIGURE_H

#include "base/err.h"
#include "base/num.h"
#include <stdint.h>
#include <stdio.h>

enum {
    FIGURE_TICKS = 24,
    FIGURE_SERIES = 24,
    FIGURE_MARKS = 40,
    FIGURE_LEVELS = 16,
    FIGURE_CONTOURS = 3,
    FIGURE_CAPTIONS = 6,
    FIGURE_KEYS = 4,
    FIGURE_LABEL = 64,
    FIGURE_TITLE = 200,
    FIGURE_TEXT = 1024
};

struct figure_axis {
    char title[FIGURE_TITLE];
    double low, high;
    bool log;
    int ticks;
    struct figure_tick {
        double at;
        char text[NUM_TEXT];
    } tick[FIGURE_TICKS];
};

/* A line through points in order; NAN is a gap, and a point between two gaps a bar. */
struct figure_series {
    char label[FIGURE_LABEL]; /* beside its end; "" for none */
    int color;                /* a number of the palette, from 0 */
    bool thin;                /* dashed and thin: a line to see others by */
    int count;
    double *x, *y;
    bool *beyond;       /* outside the fitted runs: dotted */
    double *low, *high; /* the ends of a band at each point, NAN for none; NULL: no band */
};

/* Measured points: discs, full or hollow. */
struct figure_cloud {
    int count;
    struct figure_spot {
        double x, y;
        int color;
        bool full;
    } * spot; /* NULL: none */
};

/* A line of the legend above the chart. */
struct figure_key {
    enum figure_sign { FIGURE_SIGN_FULL, FIGURE_SIGN_HOLLOW, FIGURE_SIGN_BAND } sign;
    int color;
    char text[FIGURE_TITLE];
};

enum figure_mark_kind {
    FIGURE_POINT,   /* a diamond: the plan */
    FIGURE_PIN,     /* a ring with a letter in it */
    FIGURE_DOT,     /* a small disc */
    FIGURE_VERTICAL /* a line at x from bottom to top */
};

struct figure_mark {
    enum figure_mark_kind kind;
    double x, y;
    int color; /* of the palette; −1 dark */
    char label[FIGURE_LABEL];
};

/* w × h values at points from edge to edge of both axes, row by row from the top. */
struct figure_field {
    int w, h;
    double *value; /* NAN where there is none; NULL: no field */
    int levels;
    double level[FIGURE_LEVELS];
    char level_text[FIGURE_LEVELS][NUM_TEXT];
    bool lower_is_better;
    char title[FIGURE_LABEL];
    int contours; /* lines of other values over the same points */
    struct figure_contour {
        double *value, level;
        char label[FIGURE_LABEL];
        bool dashed;
    } contour[FIGURE_CONTOURS];
};

/* Characters on a grid; colours are 0xRRGGBB, dark on white. */
struct figure_page {
    int cols, rows;
    struct figure_cell {
        uint32_t ch, fg, bg;
        bool bold;
    } * cell; /* NULL: no page */
};

struct figure {
    char title[FIGURE_TITLE], note[FIGURE_TITLE];
    struct figure_axis x, y;
    int series_count, marks;
    struct figure_series series[FIGURE_SERIES];
    struct figure_mark mark[FIGURE_MARKS];
    struct figure_cloud cloud;
    int keys;
    struct figure_key key[FIGURE_KEYS];
    struct figure_field field;
    struct figure_page page;
    int captions;
    char caption[FIGURE_CAPTIONS][FIGURE_TEXT];
    bool starved; /* there was no memory for some of it */
};

enum figure_format { FIGURE_SVG, FIGURE_PDF, FIGURE_PNG };

/* An empty figure; NULL where there is no memory. */
struct figure *figure_new(void);
void figure_free(struct figure *figure);

/* A series of count points, to be filled in; NULL where there is no room or memory. */
struct figure_series *figure_series(struct figure *figure, const char *label, int count);

/* A band for a series, all NAN; false where there is no memory. */
bool figure_band(struct figure *figure, struct figure_series *series);

/* Room for count measured points; NULL where there is no memory. */
struct figure_spot *figure_cloud(struct figure *figure, int count);

/* A line of the legend. */
void figure_key(struct figure *figure, enum figure_sign sign, int color, const char *text);

void figure_mark(struct figure *figure, enum figure_mark_kind kind, double x, double y, int color,
                 const char *label);

/* Room for a field of w × h values, or for a line over it; false where there is no memory. */
bool figure_field(struct figure *figure, int w, int h);
double *figure_contour(struct figure *figure, double level, const char *label, bool dashed);

/* Room for a page; false where there is no memory. */
bool figure_page(struct figure *figure, int cols, int rows);

/* A line below the figure (printf-style). */
void figure_caption(struct figure *figure, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether figures can be drawn: "" or why not. */
const char *figure_refusal(void);

/* Draw it. False with a message: the module is not there, or what it draws could not be written. */
bool figure_write(const struct figure *figure, enum figure_format format, FILE *to,
                  struct err *err);

/* What the module gives: `figure_module` is its one symbol. */
struct figure_module {
    size_t figure_size; /* of struct figure: a module of another version is refused */
    bool (*draw)(const struct figure *figure, enum figure_format format, FILE *to);
};

#endif
