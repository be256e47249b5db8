/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What runs say on a chart: bands about its lines, the runs themselves, and what the signs mean. */
#include "io/figure_draw.h"

#include <math.h>
#include <stdlib.h>

enum { DISC = 3 };

static struct pen_ink pale(int color) {
    struct pen_ink ink = sheet_color(color);
    ink.alpha = .2;
    return ink;
}

/* A value or the end of the axis that it is beyond: on a log scale 0 has no place. */
static struct pen_point clamped(const struct sheet *sheet, double x, double y) {
    const struct figure_axis *axis = &sheet->figure->y;
    return sheet_at(sheet, x, fmax(axis->low, fmin(axis->high, y)));
}

static bool is_point(const struct figure_series *series, int i) {
    return i >= 0 && i < series->count && isfinite(series->y[i]);
}

static bool has_band(const struct figure_series *series, int i) {
    return is_point(series, i) && isfinite(series->low[i]) && isfinite(series->high[i]);
}

/* From one end of the stretch along its upper ends, and back along the lower ones. */
static void fill_band(struct sheet *sheet, const struct figure_series *series, int from, int to,
                      struct pen_point *point) {
    const int count = to - from;
    for (int i = 0; i < count; i++) {
        const double x = series->x[from + i];
        point[i] = clamped(sheet, x, series->high[from + i]);
        point[2 * count - 1 - i] = clamped(sheet, x, series->low[from + i]);
    }
    if (count > 1)
        pen_fill(sheet->pen, point, 2 * count, pale(series->color));
    else
        pen_line(sheet->pen, point, 2, 5, PEN_SOLID, pale(series->color));
}

void sheet_draw_bands(struct sheet *sheet) {
    for (int k = 0; k < sheet->figure->series_count; k++) {
        const struct figure_series *series = &sheet->figure->series[k];
        if (!series->low) continue;
        struct pen_point *const point = malloc(2 * (size_t)series->count * sizeof *point);
        for (int from = 0, to; point && from < series->count; from = to) {
            to = from + 1;
            if (!has_band(series, from)) continue;
            while (to < series->count && has_band(series, to))
                to++;
            fill_band(sheet, series, from, to, point);
        }
        free(point);
    }
}

void sheet_draw_entries(struct sheet *sheet, const struct figure_series *series) {
    static const struct pen_ink white = {1, 1, 1, 1};
    const struct figure_axis *axis = &sheet->figure->y;
    for (int i = 0; i < series->count; i++) {
        if (!is_point(series, i) || is_point(series, i - 1) || is_point(series, i + 1)) continue;
        if (series->y[i] < axis->low || series->y[i] > axis->high) continue;
        const struct pen_point at = sheet_at(sheet, series->x[i], series->y[i]);
        pen_box(sheet->pen, at.x - 10, at.y - 2.5, 20, 5, white);
        pen_box(sheet->pen, at.x - 9, at.y - 1.5, 18, 3, sheet_color(series->color));
    }
}

static void draw_disc(struct pen *pen, double x, double y, int color, bool full) {
    static const struct pen_ink white = {1, 1, 1, 1};
    pen_disc(pen, x, y, DISC + .6, white);
    pen_disc(pen, x, y, DISC, sheet_color(color));
    if (!full) pen_disc(pen, x, y, DISC - 1, white);
}

/* Those of their line over those that were brought there. */
void sheet_draw_cloud(struct sheet *sheet) {
    const struct figure_cloud *cloud = &sheet->figure->cloud;
    for (int i = 0; i < 2 * cloud->count; i++) {
        const struct figure_spot *spot = &cloud->spot[i % cloud->count];
        if (isnan(spot->y) || spot->full != (i >= cloud->count)) continue;
        const struct pen_point at = sheet_at(sheet, spot->x, spot->y);
        draw_disc(sheet->pen, at.x, at.y, spot->color, spot->full);
    }
}

static void draw_sign(struct pen *pen, const struct figure_key *key, double x, double y) {
    if (key->sign == FIGURE_SIGN_BAND)
        pen_box(pen, x - 6, y - 4, 12, 8, pale(key->color));
    else
        draw_disc(pen, x, y, key->color, key->sign == FIGURE_SIGN_FULL);
}

void sheet_draw_keys(struct sheet *sheet, double x, double y) {
    for (int i = 0; i < sheet->figure->keys; i++, y += SHEET_KEY) {
        const struct figure_key *key = &sheet->figure->key[i];
        draw_sign(sheet->pen, key, x + 6, y - 3);
        pen_text(sheet->pen, x + 17, y, sheet_small, sheet_dark, key->text);
    }
}
