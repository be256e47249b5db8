/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/heat.h"

#include "base/num.h"
#include "ui/look.h"
#include <math.h>
#include <stdlib.h>

enum { SAMPLES = 2048 };

/* The share of the field that may lie beyond the last level. */
static const double rare = 0.15;

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

static double at_share(const double *sorted, int count, double share) {
    return sorted[(int)lround(share * (count - 1))];
}

/* Multiples of the smallest round step of which no more than want are in (low, high]; as many of
 * them as there is room for then go on to far. */
static void even_levels(struct heat *heat, double low, double high, double far, int want,
                        double least) {
    static const double parts[] = {1, 2, 5};
    const double decade = floor(log10((high - low) / want));
    for (int i = 0; i < 9; i++) {
        const double step = parts[i % 3] * pow(10, decade + floor(i / 3.0));
        double first = floor(low / step) + 1, last = floor(high / step);
        if (step < least * (1 - 1e-9) || last - first + 1 > want) continue;
        const double room = want - (last - first + 1);
        if (far > high) last += fmin(room, floor(far / step) - last);
        if (far < low) first -= fmin(room, first - floor(far / step) - 1);
        for (double at = first; at <= last; at++)
            heat->level[heat->levels++] = num_round(at * step, 12);
        return;
    }
}

/* 1, 2 and 5 of each decade in (low, high], else 1 and 3, else every decade, every second, … */
static void decade_levels(struct heat *heat, double low, double high, int want) {
    static const char *const marks[] = {"125", "13", "1"};
    const int first = (int)floor(log10(low)), last = (int)floor(log10(high));
    for (int i = 0;; i++) {
        const int stride = i < 3 ? 1 : i - 1;
        int count = 0;
        for (int decade = first; decade <= last; decade++) {
            if (decade % stride != 0) continue;
            for (const char *mark = marks[i < 3 ? i : 2]; *mark; mark++) {
                const double level = num_round((*mark - '0') * pow(10, decade), 12);
                if (level <= low || level > high) continue;
                if (count < want) heat->level[count] = level;
                count++;
            }
        }
        heat->levels = count;
        if (count <= want) return;
    }
}

/* Levels by decades, where the bulk of the values spans some; false where it does not. */
static bool choose_by_decades(struct heat *heat, const double *sorted, int count, int want,
                              double least, bool low_is_best) {
    const double spanned = 30;
    int zeros = 0;
    while (zeros < count && sorted[zeros] == 0)
        zeros++;
    const double *above = sorted + zeros;
    const int positive = count - zeros;
    if (positive < 2 || above[0] < 0) return false;
    const double first = at_share(above, positive, low_is_best ? 0.01 : rare / 2);
    const double high = at_share(above, positive, 1 - rare / 2);
    const double low = fmax(first, least * (1 - 1e-9));
    if (!(high > low * spanned)) return false;
    decade_levels(heat, low, high, want);
    return true;
}

void heat_choose_levels(struct heat *heat, int want, double least, bool low_is_best) {
    double sorted[SAMPLES];
    const int count = sample(heat, sorted);
    heat->levels = 0;
    if (want > HEAT_LEVELS) want = HEAT_LEVELS;
    if (count == 0 || choose_by_decades(heat, sorted, count, want, least, low_is_best)) return;
    /* a few far-off cells on the worst side do not stretch the steps */
    const double low = low_is_best ? sorted[0] : at_share(sorted, count, rare);
    const double high = low_is_best ? at_share(sorted, count, 1 - rare) : sorted[count - 1];
    const double far = at_share(sorted, count, low_is_best ? 1 - 0.6 * rare : 0.6 * rare);
    if (high > low) even_levels(heat, low, high, far, want, least);
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

enum { RAMP = sizeof ramp, DARK = 7, BLACK = 16, WHITE = 231 };

/* Textures from the lightest on; colours, where there are any, once all have been used. */
static const uint32_t shades[] = {' ', 0x2571, 0x2573, 0x2591, 0x2592, 0x2593, 0x2588};
static const uint32_t signs[] = {' ', ':', '~', '=', '%', '&', '#', '@'};
static const uint16_t tints[] = {COLOR_DEFAULT, COLOR_CYAN_, COLOR_BLUE_, COLOR_MAGENTA_};

struct heat_shade heat_shade(enum heat_mode mode, int nth, int bands) {
    const double share = bands > 1 ? 1 - (double)nth / (bands - 1) : 0.5;
    if (mode == HEAT_COLORS) {
        const int at = (int)lround(share * (RAMP - 1));
        const struct ink ink = {(uint16_t)(1 + (at < DARK ? WHITE : BLACK)),
                                (uint16_t)(1 + ramp[at]), 0};
        return (struct heat_shade){' ', ink, ink};
    }
    const bool ascii = mode == HEAT_ASCII;
    const int textures =
        (int)(ascii ? sizeof signs / sizeof *signs : sizeof shades / sizeof *shades);
    const int tint = nth / textures % (int)(sizeof tints / sizeof *tints);
    const uint32_t fill = (ascii ? signs : shades)[nth % textures];
    return (struct heat_shade){fill, {tints[tint], 0, 0}, looks[LOOK_TEXT]};
}

struct heat_shade heat_nothing(enum heat_mode mode) {
    const uint32_t fill = mode == HEAT_COLORS ? 0x2591 : mode == HEAT_SHADES ? 0xD7 : 'x';
    return (struct heat_shade){fill, looks[LOOK_DIM], looks[LOOK_DIM]};
}
