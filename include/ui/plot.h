/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves in braille dots with axes and round ticks. */
#ifndef UI_PLOT_H
#define UI_PLOT_H

#include "engine/plan.h"
#include "ui/canvas.h"

enum { PLOT_TICKS = 24 };

/* Round values from low to high, at most want of them (and at least two where there is room):
 * decades, or 1-2-5 within few decades, on a log scale; 1, 2, 2.5 or 5 times a power of ten else.
 * Returns how many. */
int plot_ticks(double low, double high, bool log, int want, double tick[PLOT_TICKS]);

/* A tick in as few digits as it has: "1B" and "2.5T", not "1.00B" and "2.50T". Returns out. */
const char *plot_tick_text(char out[NUM_TEXT], enum input input, double value);

struct plot {
    struct rect area; /* cells of the picture itself, without axes */
    double x_low, x_high;
    bool x_log;
    double y_low, y_high;
    bool y_log;
};

/* Dots across and down: 2 × 4 to a cell. */
int plot_columns(const struct plot *plot);

/* The x of a dot column, and its inverse (real, may lie outside). */
double plot_x(const struct plot *plot, double column);
double plot_column(const struct plot *plot, double x);

/* The cell row of y, clamped to the picture's edge rows only where clamp is set, else −1 outside.
 */
int plot_row(const struct plot *plot, double y, bool clamp);

/* Axes with ticks below and to the left: needs 6 columns left of and 2 rows below the area. x
 * labels are the input's. */
void plot_axes(struct canvas *canvas, const struct plot *plot, enum input x_input);

/* A curve of count values, one a dot column; NAN is a gap; dotted[i] draws every second pair of
 * dots. */
void plot_curve(struct canvas *canvas, const struct plot *plot, const double *y, const bool *dotted,
                int count, struct ink ink);

/* A dot at a point; nothing where it is outside. */
void plot_point(struct canvas *canvas, const struct plot *plot, double x, double y, struct ink ink);

/* Shade the cells whose middle is between low and high, one of each a cell column; NAN is a gap,
 * and so is what is too thin to be seen beside its curve. To be drawn before the curves. */
void plot_band(struct canvas *canvas, const struct plot *plot, const double *low,
               const double *high, struct ink ink);

/* Put a label beside a curve, in a row where there is room and no other curve is as near, from the
 * right. Curves hold a value a dot column; others may be NULL where count is 0. Returns whether
 * there was a place. */
bool plot_label(struct canvas *canvas, const struct plot *plot, const double *own,
                const double *const *others, int count, struct ink ink, const char *text);

/* Whether cells and one on either side are blank. */
bool plot_blank(const struct canvas *canvas, int x, int y, int width);

/* A vertical line of `┊` at x, where no curve is. Returns its cell column, −1 where outside. */
int plot_vertical(struct canvas *canvas, const struct plot *plot, double x, struct ink ink);

/* The same with its name beside it, to the left where there is room, from the top. */
void plot_named_vertical(struct canvas *canvas, const struct plot *plot, double x, struct ink ink,
                         const char *name);

#endif
