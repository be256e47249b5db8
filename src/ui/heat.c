/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/heat.h"

#include "base/num.h"
#include "ui/look.h"
#include <math.h>
#include <stdlib.h>

enum { SAMPLES = 2048 };

/* Values from all over the field, in order; returns how many. */
static int sample(const struct heat *heat, double sorted[SAMPLES]) {
    const int cells = heat->w * heat->h;
    /* a stride without a common factor with the width, so that no column is left out */
    int stride = cells / SAMPLES + 1, count = 0;
    while (stride > 1 && heat->w % stride == 0)
        stride++;
    for (int i = 0; i < cells; i += stride) {
        if (!isnan(heat->value[i])) sorted[count++] = heat->value[i];
    }
    qsort(sorted, (size_t)count, sizeof *sorted, num_ascending);
    return count;
}

/* The roundest value in (low, high), of those the nearest to want; NAN where none is a multiple of
 * least. */
static double roundest(double low, double high, double want, double least) {
    static const double parts[] = {1, .5, .2};
    const double most = fmax(fabs(low), fabs(high));
    double decade = pow(10, ceil(log10(most)));
    for (int i = 0; i < 3 * 12; i++) {
        const double step = decade * parts[i % 3];
        if (step < least * (1 - 1e-9)) return NAN;
        const double near = round(want / step) * step, up = (floor(low / step) + 1) * step;
        if (near > low && near < high) return num_round(near, 12);
        if (up > low && up < high) return num_round(up, 12);
        if (i % 3 == 2) decade /= 10;
    }
    return NAN;
}

void heat_choose_levels(struct heat *heat, int want, double least) {
    double sorted[SAMPLES];
    const int count = sample(heat, sorted);
    heat->levels = 0;
    if (want > HEAT_LEVELS) want = HEAT_LEVELS;
    for (int i = 0; i < want && count > 1; i++) {
        const int step = (count - 1) / want, at = (int)((i + 0.5) * (count - 1) / want);
        const double here = sorted[at];
        const double low = fmax(sorted[0], (here + sorted[at > step ? at - step : 0]) / 2);
        const double high = (here + sorted[at + step < count ? at + step : count - 1]) / 2;
        const double before = heat->levels ? heat->level[heat->levels - 1] : -INFINITY;
        if (!(high > low)) continue;
        const double level = roundest(fmax(low, before), high, here, least);
        if (level > before) heat->level[heat->levels++] = level;
    }
}

int heat_band(const struct heat *heat, double value) {
    int band = 0;
    if (isnan(value)) return -1;
    while (band < heat->levels && heat->level[band] <= value)
        band++;
    return band;
}

/* Mark the line between two cells on the one that is nearer to it. */
static void mark_between(const struct heat *heat, int a, int b, uint8_t *mark) {
    const double x = heat->value[a], y = heat->value[b];
    const int from = heat_band(heat, fmin(x, y)), to = heat_band(heat, fmax(x, y));
    if (isnan(x) || isnan(y) || from == to) return;
    /* where several lines run between two cells, the last that each of them is beside */
    const int beside_low = from, beside_high = to - 1;
    const int low = x < y ? a : b, high = x < y ? b : a;
    const double to_low = heat->level[beside_low] - heat->value[low];
    const double to_high = heat->value[high] - heat->level[beside_high];
    if (to_low < to_high)
        mark[low] = (uint8_t)(1 + beside_low);
    else
        mark[high] = (uint8_t)(1 + beside_high);
}

void heat_contours(const struct heat *heat, uint8_t *mark) {
    for (int i = 0; i < heat->w * heat->h; i++)
        mark[i] = 0;
    for (int y = 0; y < heat->h; y++) {
        for (int x = 0; x < heat->w; x++) {
            const int at = y * heat->w + x;
            if (x + 1 < heat->w) mark_between(heat, at, at + 1, mark);
            if (y + 1 < heat->h) mark_between(heat, at, at + heat->w, mark);
        }
    }
}

/* From worst to best, dark to light: each step can be told from the last without its hue. */
static const uint8_t ramp[] = {53, 54, 60, 24, 25, 31, 30, 36, 35, 71, 77, 113, 149, 148, 184, 226};

enum { RAMP = sizeof ramp, DARK = 7, BLACK = 16, WHITE = 231, SHADES = 4 };

struct heat_shade heat_shade(enum heat_mode mode, double share) {
    static const uint32_t shades[2][SHADES] = {{0x2593, 0x2592, 0x2591, ' '}, {'%', '=', '-', ' '}};
    static const uint16_t tints[SHADES] = {COLOR_MAGENTA_, COLOR_BLUE_, COLOR_CYAN_, 0};
    if (mode == HEAT_COLORS) {
        const int at = (int)lround(share * (RAMP - 1));
        const struct ink ink = {(uint16_t)(1 + (at < DARK ? WHITE : BLACK)),
                                (uint16_t)(1 + ramp[at]), 0};
        return (struct heat_shade){' ', ink, ink};
    }
    const int at = (int)fmin(SHADES - 1, floor(share * SHADES));
    return (struct heat_shade){shades[mode == HEAT_ASCII][at], {tints[at], 0, 0}, looks[LOOK_TEXT]};
}

struct heat_shade heat_nothing(enum heat_mode mode) {
    const uint32_t fill = mode == HEAT_COLORS ? 0x2591 : mode == HEAT_SHADES ? 0xD7 : 'x';
    return (struct heat_shade){fill, looks[LOOK_DIM], looks[LOOK_DIM]};
}
