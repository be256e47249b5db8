/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures' module, inside: a figure laid out on a sheet. */
#ifndef IO_FIGURE_DRAW_H
#define IO_FIGURE_DRAW_H

#include "io/pen.h"

enum { SHEET_BOXES = 160, SHEET_KEY = 14 /* a row of the legend */ };

struct sheet_box {
    double x, y, w, h;
};

/* A sheet with a chart on it, and the places that text has taken. */
struct sheet {
    struct pen *pen;
    const struct figure *figure;
    struct sheet_box plot;
    int boxes;
    struct sheet_box box[SHEET_BOXES];
};

extern const struct pen_ink sheet_dark, sheet_grey, sheet_pale, sheet_red;
extern const struct pen_type sheet_small, sheet_tiny;

/* A colour of the palette; −1 dark. */
struct pen_ink sheet_color(int number);

/* Where a point of the chart is on the sheet, and one of the field's. */
struct pen_point sheet_at(const struct sheet *sheet, double x, double y);
struct pen_point sheet_cell(const struct sheet *sheet, double col, double row);

/* Whether a box overlaps no text and lies in the plot; keep one as taken. */
bool sheet_is_free(const struct sheet *sheet, struct sheet_box box);
void sheet_take(struct sheet *sheet, struct sheet_box box);

/* Text on a pale ground with its middle at (x, y), where it is free; returns whether it was. */
bool sheet_label(struct sheet *sheet, double x, double y, struct pen_ink ink, const char *text);

/* The field: bands, their levels as lines, other lines; and once all lines are there, the names of
 * those. */
void sheet_draw_field(struct sheet *sheet);
void sheet_label_field(struct sheet *sheet);

/* What the bands' colours mean, downwards from (x, y). */
void sheet_draw_scale(struct sheet *sheet, double x, double y);

/* Bands under the lines, what stands alone in a series, measured points; the legend's rows from the
 * baseline of the first. */
void sheet_draw_bands(struct sheet *sheet);
void sheet_draw_entries(struct sheet *sheet, const struct figure_series *series);
void sheet_draw_cloud(struct sheet *sheet);
void sheet_draw_keys(struct sheet *sheet, double x, double y);

/* A page of characters, whole. */
bool figure_draw_page(const struct figure *figure, enum figure_format format, FILE *to);

#endif
