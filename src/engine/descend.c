/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/descend.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const double least_step = 1e-9;

enum { ROUNDS = 4000, BESIDES = 6 };

struct walker {
    descend_function *f;
    void *context;
    int count;
    const double *low, *high;
    double *x, at;
    uint64_t dice;
};

/* A step of that size; whether it led down, and was taken. */
static bool step_along(struct walker *w, const double *direction, double size) {
    double next[DESCEND_MOST];
    bool moved = false;
    for (int i = 0; i < w->count; i++) {
        next[i] = fmax(w->low[i], fmin(w->high[i], w->x[i] + size * direction[i]));
        moved |= next[i] != w->x[i];
    }
    if (!moved) return false;
    const double at = w->f(next, w->context);
    if (!(at < w->at)) return false;
    memcpy(w->x, next, (size_t)w->count * sizeof *next);
    w->at = at;
    return true;
}

static bool step_either(struct walker *w, const double *direction, double size) {
    return step_along(w, direction, size) || step_along(w, direction, -size);
}

/* Ridges lie where some of the coordinates are equal: every set of them moves together. */
static bool try_together(struct walker *w, double size) {
    bool down = false;
    for (unsigned set = 1; set < 1u << (unsigned)w->count; set++) {
        double direction[DESCEND_MOST] = {0};
        for (int i = 0; i < w->count; i++)
            direction[i] = set >> (unsigned)i & 1u ? 1 : 0;
        down |= step_either(w, direction, size);
    }
    return down;
}

static bool try_against(struct walker *w, double size) {
    bool down = false;
    for (int i = 0; i < w->count; i++) {
        for (int j = i + 1; j < w->count; j++) {
            double direction[DESCEND_MOST] = {0};
            direction[i] = 1;
            direction[j] = -1;
            down |= step_either(w, direction, size);
        }
    }
    return down;
}

/* A wall may run at any angle: along it none of the others leads. The dice are the same in each
 * run. */
static bool try_besides(struct walker *w, double size) {
    bool down = false;
    for (int n = 0; n < BESIDES; n++) {
        double direction[DESCEND_MOST] = {0};
        for (int i = 0; i < w->count; i++) {
            w->dice = w->dice * 6364136223846793005u + 1442695040888963407u;
            direction[i] = (double)(w->dice >> 11) / 4503599627370496.0 - 1;
        }
        down |= step_either(w, direction, size);
    }
    return down;
}

/* All directions once, and once more along what they led to. */
static bool try_all(struct walker *w, double size) {
    double before[DESCEND_MOST], onward[DESCEND_MOST];
    memcpy(before, w->x, (size_t)w->count * sizeof *before);
    bool down = try_together(w, size);
    down |= try_against(w, size);
    if (!down && w->count > 1) down = try_besides(w, size);
    if (!down) return false;
    for (int i = 0; i < w->count; i++)
        onward[i] = w->x[i] - before[i];
    for (double reach = 1; step_along(w, onward, reach);)
        reach *= 2;
    return true;
}

double descend(descend_function *f, void *context, int count, const double *low, const double *high,
               double step, double *x, double at) {
    struct walker w = {f, context, count, low, high, x, at, 1};
    double size = step;
    for (int i = 0; i < ROUNDS && size > least_step; i++) {
        if (!try_all(&w, size)) size /= 2;
    }
    return w.at;
}
