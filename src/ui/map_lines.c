/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What runs through a map's cells besides contours: the fitted range, the budget, D_crit, the
 * ridge.
 */
#include "ui/map_parts.h"
#include <math.h>

static void set_mark(struct map_picture *picture, int at, enum map_mark mark) {
    picture->mark[at] = (uint8_t)mark;
    picture->drawn[mark] = true;
}

/* The cells of the fitted range that have a neighbour outside it. */
static void mark_frame(struct map_picture *picture) {
    const int w = picture->map.area.w, h = picture->map.area.h;
    const bool *in = picture->fitted;
    for (int i = 0; i < w * h; i++) {
        const int x = i % w, y = i / w;
        if (!in[i]) continue;
        const bool edge = (x > 0 && !in[i - 1]) || (x + 1 < w && !in[i + 1]) ||
                          (y > 0 && !in[i - w]) || (y + 1 < h && !in[i + w]);
        if (edge) set_mark(picture, i, MARK_FRAME);
    }
}

/* A straight piece between two places in cells, in dots of braille: 2 × 4 to a cell. */
static void put_piece(struct map_picture *picture, const double from[2], const double to[2]) {
    static const uint8_t dot[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    const int w = picture->map.area.w, h = picture->map.area.h;
    const double across = 2 * (to[0] - from[0]), down = 4 * (to[1] - from[1]);
    const int steps = 1 + (int)ceil(fmax(fabs(across), fabs(down)));
    for (int i = 0; i <= steps; i++) {
        const double share = (double)i / steps;
        const int x = (int)floor(2 * (from[0] + 0.5) + share * across);
        const int y = (int)floor(4 * (from[1] + 0.5) + share * down);
        if (x < 0 || y < 0 || x >= 2 * w || y >= 4 * h) continue;
        const int at = y / 4 * w + x / 2;
        picture->dots[at] |= dot[y % 4][x % 2];
        set_mark(picture, at, MARK_ISO);
    }
}

/* The line where cost is the budget, through the square of four cells from (x, y) on: where it
 * crosses their sides. */
static void put_crossing(struct map_picture *picture, const double *cost, double level, int x,
                         int y) {
    static const int corner[5][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    double place[4][2], over[5];
    int count = 0;
    for (int i = 0; i < 5; i++) {
        const double at = cost[(y + corner[i][1]) * picture->map.area.w + x + corner[i][0]] - level;
        /* what costs the budget to the last digits is not above it by rounding */
        over[i] = fabs(at) < 1e-9 ? -1e-9 : at;
    }
    for (int i = 0; i < 4; i++) {
        if (isnan(over[i]) || isnan(over[i + 1]) || (over[i] < 0) == (over[i + 1] < 0)) continue;
        const double share = over[i] / (over[i] - over[i + 1]);
        for (int k = 0; k < 2; k++)
            place[count][k] = corner[i][k] + share * (corner[i + 1][k] - corner[i][k]);
        place[count][0] += x;
        place[count++][1] += y;
    }
    for (int i = 0; i + 1 < count; i += 2)
        put_piece(picture, place[i], place[i + 1]);
}

/* The plans that cost the budget, where cells cost what they cost. */
static void mark_iso(struct map_picture *picture, const double *cost) {
    const double level = log(picture->map.budget);
    if (picture->map.hold) return;
    for (int y = 0; y + 1 < picture->map.area.h; y++) {
        for (int x = 0; x + 1 < picture->map.area.w; x++)
            put_crossing(picture, cost, level, x, y);
    }
}

/* D at which more of it begins to hurt, for each value of the other axis. */
static void mark_d_crit(const struct app *app, struct map_picture *picture) {
    const struct map *map = &picture->map;
    const bool along_y = map->y.axis == MAP_D;
    if (map->hold || (!along_y && map->x.axis != MAP_D)) return;
    const struct map_scale *scale = along_y ? &map->y : &map->x;
    for (int i = 0; i < (along_y ? map->area.w : map->area.h); i++) {
        struct plan plan;
        map_cell_plan(app, map, along_y ? i : 0, along_y ? 0 : i, &plan);
        const double D = law_dcrit(app_primary(app), &plan);
        if (!(D >= scale->low && D <= scale->high)) continue;
        const int col = along_y ? i : map_col(map, D), row = along_y ? map_row(map, D) : i;
        set_mark(picture, row * map->area.w + col, MARK_DCRIT);
    }
}

/* The best x of each row, where it is no end of the row. */
static void mark_ridge(struct map_picture *picture) {
    const int w = picture->map.area.w;
    for (int row = 0; row < picture->map.area.h; row++) {
        const double *value = picture->value + (size_t)row * (size_t)w;
        int best = -1;
        for (int col = 0; col < w; col++) {
            if (isnan(value[col])) continue;
            if (map_better(&picture->map, value[col], best < 0 ? NAN : value[best])) best = col;
        }
        if (best <= 0 || best == w - 1 || isnan(value[best - 1]) || isnan(value[best + 1]))
            continue;
        if (!map_better(&picture->map, value[best], value[w - 1])) continue;
        set_mark(picture, row * w + best, MARK_RIDGE);
    }
}

void map_lines(const struct app *app, struct map_picture *picture, const double *cost) {
    mark_frame(picture);
    mark_iso(picture, cost);
    mark_d_crit(app, picture);
    mark_ridge(picture);
}
