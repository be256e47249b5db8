/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A field of values: bands of colour, and lines along which a value is the same. */
#include "io/figure_draw.h"

#include <math.h>
#include <stdlib.h>

enum { STOPS = 5, FINER = 4 };

/* From worst to best, dark to light. */
static struct pen_ink ramp(double share) {
    static const struct pen_ink stops[STOPS] = {{.30, .14, .42, 1},
                                                {.22, .36, .58, 1},
                                                {.18, .58, .56, 1},
                                                {.52, .77, .38, 1},
                                                {.97, .91, .42, 1}};
    const double at = fmax(0, fmin(1, share)) * (STOPS - 1);
    const int left = (int)fmin(STOPS - 2, floor(at));
    const struct pen_ink *a = &stops[left], *b = &stops[left + 1];
    const double part = at - left;
    return (struct pen_ink){a->r + part * (b->r - a->r), a->g + part * (b->g - a->g),
                            a->b + part * (b->b - a->b), 1};
}

static int band_of(const struct figure_field *field, double value) {
    int band = 0;
    if (isnan(value)) return -1;
    while (band < field->levels && field->level[band] <= value)
        band++;
    return band;
}

static struct pen_ink band_ink(const struct figure_field *field, int band) {
    const double share = field->levels > 0 ? (double)band / field->levels : 0.5;
    if (band < 0) return (struct pen_ink){.90, .90, .90, 1};
    return ramp(field->lower_is_better ? 1 - share : share);
}

/* The value between four points, at finer rows and columns; where one of them has none, that of the
 * nearest. */
static double value_at(const struct figure_field *field, int x, int y) {
    const int col = x / FINER, row = y / FINER;
    const int right = col + 1 < field->w ? 1 : 0, below = row + 1 < field->h ? field->w : 0;
    const double *at = field->value + (size_t)row * (size_t)field->w + (size_t)col;
    const double u = (double)(x % FINER) / FINER, v = (double)(y % FINER) / FINER;
    const double upper = at[0] + u * (at[right] - at[0]);
    const double lower = at[below] + u * (at[below + right] - at[below]);
    const double value = upper + v * (lower - upper);
    return isfinite(value) ? value : at[(u > .5 ? right : 0) + (v > .5 ? below : 0)];
}

/* Runs of one band along a fine row, each a little over its edge so that no seam shows. */
static void draw_row(struct sheet *sheet, int y) {
    const struct figure_field *field = &sheet->figure->field;
    const int most = (field->w - 1) * FINER + 1;
    for (int from = 0, to; from < most; from = to) {
        const int band = band_of(field, value_at(field, from, y));
        for (to = from + 1; to < most && band_of(field, value_at(field, to, y)) == band; to++) {
        }
        const struct pen_point a = sheet_cell(sheet, (from - 0.5) / FINER, (y - 0.5) / FINER);
        const struct pen_point b = sheet_cell(sheet, (to - 0.5) / FINER, (y + 0.5) / FINER);
        pen_box(sheet->pen, a.x, a.y, b.x - a.x + 0.4, b.y - a.y + 0.4, band_ink(field, band));
    }
}

/* Where a level lies between two corners; false where it does not. */
static bool crosses(double a, double b, double level, double *share) {
    if (isnan(a) || isnan(b) || (a < level) == (b < level)) return false;
    *share = (level - a) / (b - a);
    if (!isfinite(*share)) *share = 0.5;
    return true;
}

/* The line's ends in the square whose upper left corner is (col, row): 0, 2 or 4 points. */
static int square(const struct sheet *sheet, const double *value, int col, int row, double level,
                  struct pen_point out[4]) {
    const int w = sheet->figure->field.w;
    const double *at = value + (size_t)row * (size_t)w + (size_t)col;
    const double nw = at[0], ne = at[1], sw = at[w], se = at[w + 1];
    double share;
    int count = 0;
    if (crosses(nw, ne, level, &share)) out[count++] = sheet_cell(sheet, col + share, row);
    if (crosses(nw, sw, level, &share)) out[count++] = sheet_cell(sheet, col, row + share);
    if (crosses(ne, se, level, &share)) out[count++] = sheet_cell(sheet, col + 1, row + share);
    if (crosses(sw, se, level, &share)) out[count++] = sheet_cell(sheet, col + share, row + 1);
    return count & ~1;
}

/* All segments along which value is level; to be freed. */
static struct pen_point *trace(const struct sheet *sheet, const double *value, double level,
                               int *count) {
    const struct figure_field *field = &sheet->figure->field;
    const size_t most = 4 * (size_t)field->w * (size_t)field->h;
    struct pen_point *found = malloc(most * sizeof *found);
    *count = 0;
    for (int row = 0; found && row + 1 < field->h; row++) {
        for (int col = 0; col + 1 < field->w; col++)
            *count += square(sheet, value, col, row, level, found + *count);
    }
    return found;
}

/* A label on the line, as near to the plot's middle as there is room. */
static void label_line(struct sheet *sheet, const struct pen_point *point, int count,
                       struct pen_ink ink, const char *text) {
    const struct sheet_box *plot = &sheet->plot;
    const double width = pen_width(sheet->pen, sheet_tiny, text) + 4, height = 10;
    double least = INFINITY;
    int best = -1;
    for (int i = 0; i + 1 < count; i += 2) {
        const struct pen_point p = point[i];
        const struct sheet_box box = {p.x - width / 2, p.y - height / 2, width, height};
        const double away = hypot(p.x - plot->x - 0.62 * plot->w, p.y - plot->y - plot->h / 2);
        if (away >= least || !sheet_is_free(sheet, box)) continue;
        least = away;
        best = i;
    }
    if (best >= 0) sheet_label(sheet, point[best].x, point[best].y, ink, text);
}

static void draw_level(struct sheet *sheet, double level) {
    static const struct pen_ink thin = {0, 0, 0, .45};
    int count;
    struct pen_point *point = trace(sheet, sheet->figure->field.value, level, &count);
    if (point) pen_segments(sheet->pen, point, count, 0.6, PEN_SOLID, thin);
    free(point);
}

static void draw_contour(struct sheet *sheet, const struct figure_contour *contour) {
    static const struct pen_ink white = {1, 1, 1, .9};
    int count;
    struct pen_point *point = trace(sheet, contour->value, contour->level, &count);
    if (point) {
        pen_segments(sheet->pen, point, count, contour->dashed ? 1.6 : 2.6, PEN_SOLID, white);
        pen_segments(sheet->pen, point, count, 1.2, contour->dashed ? PEN_DASHED : PEN_SOLID,
                     sheet_dark);
    }
    free(point);
}

void sheet_draw_field(struct sheet *sheet) {
    const struct figure_field *field = &sheet->figure->field;
    const struct sheet_box *plot = &sheet->plot;
    pen_clip(sheet->pen, plot->x, plot->y, plot->w, plot->h);
    for (int y = 0; y <= (field->h - 1) * FINER; y++)
        draw_row(sheet, y);
    for (int i = 0; i < field->levels; i++)
        draw_level(sheet, field->level[i]);
    for (int i = 0; i < field->contours; i++)
        draw_contour(sheet, &field->contour[i]);
    pen_free_clip(sheet->pen);
}

static void label_level(struct sheet *sheet, const double *value, double level, const char *text) {
    int count;
    struct pen_point *point = trace(sheet, value, level, &count);
    if (point) label_line(sheet, point, count, sheet_dark, text);
    free(point);
}

void sheet_label_field(struct sheet *sheet) {
    const struct figure_field *field = &sheet->figure->field;
    for (int i = 0; i < field->contours; i++)
        label_level(sheet, field->contour[i].value, field->contour[i].level,
                    field->contour[i].label);
    for (int i = 0; i < field->levels; i++)
        label_level(sheet, field->value, field->level[i], field->level_text[i]);
}

void sheet_draw_scale(struct sheet *sheet, double x, double y) {
    enum { WIDTH = 14, HEIGHT = 16 };
    const struct figure_field *field = &sheet->figure->field;
    pen_text(sheet->pen, x, y, sheet_small, sheet_dark, field->title);
    y += 8;
    for (int band = field->levels; band >= 0; band--, y += HEIGHT) {
        pen_box(sheet->pen, x, y, WIDTH, HEIGHT, band_ink(field, band));
        if (band < 1) continue;
        pen_text(sheet->pen, x + WIDTH + 5, y + HEIGHT + 3, sheet_tiny, sheet_dark,
                 field->level_text[band - 1]);
    }
    for (int i = 0; i < field->w * field->h; i++) {
        if (!isnan(field->value[i])) continue;
        pen_box(sheet->pen, x, y + 8, WIDTH, HEIGHT, band_ink(field, -1));
        pen_text(sheet->pen, x + WIDTH + 5, y + 20, sheet_tiny, sheet_dark, "no number");
        return;
    }
}
