/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure the Curve view's own line is, where its preset has a covariance. */
#include "base/text.h"
#include "ui/curve_parts.h"
#include <math.h>
#include <stdlib.h>

struct asked {
    const struct curve *line;
    enum input x;
    double at;
    int y;
};

static double value_of(const struct preset *preset, const void *data) {
    const struct asked *const asked = data;
    const struct curve *const line = asked->line;
    return curve_ask(preset, &line->plan, line->tied, asked->x, asked->at, asked->y).value;
}

bool curve_is_loss(int y) {
    return y != OUT_N_EFF && y != OUT_D_CRIT && y != OUT_N_EFF_RATIO && y != OUT_D_EFF_RATIO;
}

struct interval curve_interval(const struct curve *line, enum input x, double at, int y) {
    const struct asked asked = {line, x, at, y};
    if (!line->preset->covariance) return (struct interval){NAN, NAN};
    const double value = value_of(line->preset, &asked);
    const double reach = covariance_reach(line->preset, value_of, &asked);
    if (isnan(value) || isnan(reach)) return (struct interval){NAN, NAN};
    return interval_around(value, reach, !curve_is_loss(y));
}

/* Where a cell's interval is asked for: in its middle, or at an entry of a table. */
static double cell_x(const struct plot *plot, const struct curve *own, enum input x, int cell,
                     int y) {
    for (int column = 2 * cell; column <= 2 * cell + 1; column++) {
        const double at = curve_column_x(plot, own, x, column, y);
        if (at != plot_x(plot, column)) return at;
    }
    return plot_x(plot, 2 * cell + 0.5);
}

enum { OPEN = 20 };

/* A share or a size that is known to no factor, as beside a wall: shading all of the picture's
 * height would say nothing. */
static bool is_open(const struct interval *interval, int y) {
    return !curve_is_loss(y) && interval->high > OPEN * OPEN * interval->low;
}

void curve_band(const struct app *app, struct curve_picture *picture) {
    const struct curve *const own = picture->line[picture->own];
    const enum input x = app->curve.x;
    const int y = app->curve.y;
    if (!own->preset->covariance) return;
    picture->band = malloc(sizeof *picture->band);
    for (int i = 0; picture->band && i < picture->plot.area.w; i++) {
        const double at = cell_x(&picture->plot, own, x, i, y);
        struct interval interval = curve_interval(own, x, at, y);
        if (is_open(&interval, y)) interval = (struct interval){NAN, NAN};
        picture->band->low[i] = interval.low;
        picture->band->high[i] = interval.high;
    }
}

void curve_band_words(const struct app *app, const struct curve_picture *picture, double x,
                      char *out, size_t size) {
    char low[NUM_TEXT], high[NUM_TEXT];
    const int y = app->curve.y;
    out[0] = '\0';
    if (!app_primary(app)->covariance)
        text_append(out, size, "%s: no interval published.", app_primary(app)->name);
    if (!picture->band) return;
    text_append(out, size, "░ band: %d %%", INTERVAL_PERCENT);
    const struct interval here = curve_interval(picture->line[picture->own], app->curve.x, x, y);
    if (!(here.low < here.high)) return;
    if (curve_is_loss(y))
        text_append(out, size, ", here %s", interval_reach(low, (here.high - here.low) / 2));
    else
        text_append(out, size, ", here %s…%s", num_si(low, here.low), num_si(high, here.high));
}
