/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term_color.h"

enum { GREY = 8, CUBE = 16, RAMP = 232 };

struct rgb {
    int r, g, b;
};

/* What colour number n of 256 looks like on most terminals. */
static struct rgb rgb_of(int n) {
    static const struct rgb own[CUBE] = {{0, 0, 0},      {205, 0, 0},     {0, 205, 0},
                                         {205, 205, 0},  {0, 0, 238},     {205, 0, 205},
                                         {0, 205, 205},  {229, 229, 229}, {127, 127, 127},
                                         {255, 0, 0},    {0, 255, 0},     {255, 255, 0},
                                         {92, 92, 255},  {255, 0, 255},   {0, 255, 255},
                                         {255, 255, 255}};
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    if (n < CUBE) return own[n];
    if (n >= RAMP)
        return (struct rgb){8 + 10 * (n - RAMP), 8 + 10 * (n - RAMP), 8 + 10 * (n - RAMP)};
    n -= CUBE;
    return (struct rgb){levels[n / 36], levels[n / 6 % 6], levels[n % 6]};
}

/* The nearest of the first count colours. */
static int nearest(int n, int count) {
    const struct rgb want = rgb_of(n);
    int best = 0, least = 3 * 256 * 256;
    for (int i = 0; i < count; i++) {
        const struct rgb have = rgb_of(i);
        const int r = have.r - want.r, g = have.g - want.g, b = have.b - want.b;
        const int distance = r * r + g * g + b * b;
        if (distance < least) {
            best = i;
            least = distance;
        }
    }
    return best;
}

static struct paint paint_mono(struct ink ink) {
    const uint8_t bar = ink.bg != COLOR_DEFAULT ? ATTR_REVERSE : 0;
    return (struct paint){.fg = -1, .bg = -1, .attr = ink.attr | bar};
}

static struct paint paint_8(struct ink ink) {
    struct paint paint = {.fg = ink.fg - 1, .bg = ink.bg - 1, .attr = ink.attr};
    if (paint.fg >= CUBE) paint.fg = nearest(paint.fg, CUBE);
    if (paint.bg >= CUBE) paint.bg = nearest(paint.bg, CUBE);
    if (paint.bg == GREY) { /* none of the eight is between the text and its background */
        paint.bg = -1;
        paint.attr |= ATTR_REVERSE;
    }
    if (paint.fg == GREY) {
        paint.fg = -1;
        paint.attr |= ATTR_DIM;
    }
    if (paint.fg > GREY) {
        paint.fg -= GREY;
        paint.attr |= ATTR_BOLD;
    }
    if (paint.bg > GREY) paint.bg -= GREY;
    return paint;
}

static int direct(int n) {
    const struct rgb rgb = n < 8 ? (struct rgb){0} : rgb_of(n);
    return n < 8 ? n : rgb.r << 16 | rgb.g << 8 | rgb.b;
}

struct paint term_color_paint(struct ink ink, int colors) {
    if (ink.fg > 256) ink.fg = COLOR_DEFAULT;
    if (ink.bg > 256) ink.bg = COLOR_DEFAULT;
    if (colors < 8) return paint_mono(ink);
    if (colors < 16) return paint_8(ink);
    struct paint paint = {.fg = ink.fg - 1, .bg = ink.bg - 1, .attr = ink.attr};
    if (colors < 256) {
        if (paint.fg >= CUBE) paint.fg = nearest(paint.fg, CUBE);
        if (paint.bg >= CUBE) paint.bg = nearest(paint.bg, CUBE);
    } else if (colors > 256) {
        paint.fg = direct(paint.fg);
        paint.bg = direct(paint.bg);
    }
    return paint;
}
