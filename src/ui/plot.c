/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot.h"

#include "base/num.h"
#include "ui/look.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BRAILLE = 0x2800, PLOT_ROWS = 256 };

/* A tick's value without the dust that steps leave. */
static double clean(double value, double step) {
    return num_round(round(value / step) * step, 12);
}

static int linear_ticks(double low, double high, int want, double tick[PLOT_TICKS]) {
    static const double steps[] = {1, 2, 2.5, 5};
    const double scale = pow(10, floor(log10((high - low) / want)));
    for (int i = 0; i < 12; i++) {
        const double step = scale * steps[i % 4] * pow(10, floor(i / 4.0));
        const double first = ceil(low / step - 1e-9), last = floor(high / step + 1e-9);
        if (last - first + 1 > want) continue;
        int count = 0;
        for (double at = first; at <= last; at++)
            tick[count++] = clean(at * step, step);
        return count;
    }
    return 0;
}

/* Every nth decade. */
static int decade_ticks(double first, double last, int want, double tick[PLOT_TICKS]) {
    const double stride = ceil((last - first + 1) / want);
    int count = 0;
    for (double at = first; at <= last + 1e-9 && count < want; at += stride)
        tick[count++] = num_round(pow(10, at), 12);
    return count;
}

/* The multiples of each power of ten that lie inside; more than fit are counted, not kept. */
static int mark_ticks(double low, double high, const char *marks, double tick[PLOT_TICKS]) {
    int count = 0;
    for (double decade = floor(log10(low)); decade <= ceil(log10(high)); decade++) {
        for (const char *mark = marks; *mark; mark++) {
            const double at = num_round((*mark - '0') * pow(10, decade), 12);
            const bool inside = at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9);
            if (inside && count++ < PLOT_TICKS) tick[count - 1] = at;
        }
    }
    return count;
}

static int log_ticks(double low, double high, int want, double tick[PLOT_TICKS]) {
    static const char *const marks[] = {"125", "15", "1"};
    const double first = ceil(log10(low) - 1e-9), last = floor(log10(high) + 1e-9);
    if (last - first >= 1) return decade_ticks(first, last, want, tick);
    if (mark_ticks(low, high, marks[0], tick) < 2) return linear_ticks(low, high, want, tick);
    for (int i = 0; i < 3; i++) {
        const int count = mark_ticks(low, high, marks[i], tick);
        if (count <= want) return count;
    }
    return 0;
}

int plot_ticks(double low, double high, bool log, int want, double tick[PLOT_TICKS]) {
    if (!(high > low) || want < 1) return 0;
    if (want > PLOT_TICKS) want = PLOT_TICKS;
    return log ? log_ticks(low, high, want, tick) : linear_ticks(low, high, want, tick);
}

int plot_columns(const struct plot *plot) {
    return 2 * plot->area.w;
}

double plot_x(const struct plot *plot, double column) {
    const double share = column / (plot_columns(plot) - 1);
    if (plot->x_log) return plot->x_low * pow(plot->x_high / plot->x_low, share);
    return plot->x_low + share * (plot->x_high - plot->x_low);
}

double plot_column(const struct plot *plot, double x) {
    const double share = plot->x_log ? log(x / plot->x_low) / log(plot->x_high / plot->x_low)
                                     : (x - plot->x_low) / (plot->x_high - plot->x_low);
    return share * (plot_columns(plot) - 1);
}

/* Dot row of y, from the top, real. */
static double dot_row(const struct plot *plot, double y) {
    const double share = plot->y_log ? log(plot->y_high / y) / log(plot->y_high / plot->y_low)
                                     : (plot->y_high - y) / (plot->y_high - plot->y_low);
    return share * (4 * plot->area.h - 1);
}

int plot_row(const struct plot *plot, double y, bool clamp) {
    const double dot = dot_row(plot, y);
    const int last = 4 * plot->area.h - 1;
    if (isnan(dot)) return -1;
    if (dot < -0.5 || dot > last + 0.5) {
        if (!clamp) return -1;
        return plot->area.y + (dot < 0 ? 0 : plot->area.h - 1);
    }
    return plot->area.y + (int)fmax(0, fmin(last, round(dot))) / 4;
}

/* "1B" and "2.5T", not "1.00B" and "2.50T": ticks are round. */
static void strip_zeros(char *text) {
    char *point = strchr(text, '.');
    if (!point) return;
    char *end = point + 1;
    while (*end >= '0' && *end <= '9')
        end++;
    char *kept = end;
    while (kept[-1] == '0')
        kept--;
    if (kept[-1] == '.') kept--;
    memmove(kept, end, strlen(end) + 1);
}

const char *plot_tick_text(char out[NUM_TEXT], enum input input, double value) {
    input_show(out, input, value);
    strip_zeros(out);
    return out;
}

static void x_axis(struct canvas *canvas, const struct plot *plot, enum input x_input) {
    double tick[PLOT_TICKS];
    char text[NUM_TEXT];
    const int below = plot->area.y + plot->area.h;
    const struct ink ink = looks[LOOK_DIM];
    const int count = plot_ticks(plot->x_low, plot->x_high, plot->x_log, plot->area.w / 8, tick);
    int free_from = plot->area.x - 3;
    for (int i = 0; i < count; i++) {
        const int x = plot->area.x + (int)lround(plot_column(plot, tick[i])) / 2;
        canvas_set(canvas, x, below, ink, 0x2534);
        plot_tick_text(text, x_input, tick[i]);
        const int width = canvas_width(canvas, text);
        int at = x - width / 2;
        const int end = plot->area.x + plot->area.w;
        if (at + width > end) at = end - width;
        if (at < free_from) continue;
        canvas_put(canvas, at, below + 1, width, ink, text);
        free_from = at + width + 1;
    }
}

/* Ticks to the left: with as many decimals as their step needs, large or log-spaced ones with
 * suffixes. */
static void y_axis(struct canvas *canvas, const struct plot *plot) {
    double tick[PLOT_TICKS];
    char text[NUM_TEXT];
    const struct rect *area = &plot->area;
    const int count = plot_ticks(plot->y_low, plot->y_high, plot->y_log, area->h / 2, tick);
    const double step = count > 1 ? tick[1] - tick[0] : 1;
    int decimals = 0;
    while (decimals < 5 && fabs(step * pow(10, decimals) - round(step * pow(10, decimals))) > 1e-6)
        decimals++;
    for (int i = 0; i < count; i++) {
        const int row = plot_row(plot, tick[i], false);
        if (row < 0) continue;
        if (plot->y_log || fabs(tick[i]) >= 1e4 || (step < 1e-5 && fabs(tick[i]) < 1e-3)) {
            num_si(text, tick[i]);
            strip_zeros(text);
        } else {
            num_fixed(text, tick[i], decimals);
        }
        canvas_set(canvas, area->x - 1, row, looks[LOOK_DIM], 0x2524);
        canvas_put_right(canvas, area->x - 8, row, 7, looks[LOOK_DIM], text);
    }
}

void plot_axes(struct canvas *canvas, const struct plot *plot, enum input x_input) {
    const struct rect *area = &plot->area;
    const struct ink ink = looks[LOOK_DIM];
    for (int i = 0; i < area->w; i++)
        canvas_set(canvas, area->x + i, area->y + area->h, ink, 0x2500);
    for (int i = 0; i < area->h; i++)
        canvas_set(canvas, area->x - 1, area->y + i, ink, 0x2502);
    canvas_set(canvas, area->x - 1, area->y + area->h, ink, 0x2514);
    y_axis(canvas, plot);
    x_axis(canvas, plot, x_input);
}

/* A dot's bit in its cell: rows, columns. */
static const uint32_t bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

/* Put a cell's dots on what is there: curves that cross share a cell. */
static void put_dots(struct canvas *canvas, int x, int y, uint32_t dots, struct ink ink) {
    const struct cell *cell = canvas_at(canvas, x, y);
    if (!cell || dots == 0) return;
    const bool braille = cell->ch >= BRAILLE && cell->ch <= BRAILLE + 0xFF;
    canvas_set(canvas, x, y, ink, (braille ? cell->ch : BRAILLE) | dots);
}

/* The dot rows that a curve covers in one column: from beside the dot before to its own, so that a
 * steep curve stays a line. False where nothing of it is in the picture. */
static bool covered(const struct plot *plot, double before, double at, int *low, int *high) {
    const int last = 4 * plot->area.h - 1;
    if (isnan(at)) return false;
    const double from = isnan(before) || before == at ? at : before + (at > before ? 1 : -1);
    *low = (int)lround(fmax(-1, fmin(last + 1, fmin(from, at))));
    *high = (int)lround(fmax(-1, fmin(last + 1, fmax(from, at))));
    if (*low < 0) *low = 0;
    if (*high > last) *high = last;
    return *low <= *high;
}

void plot_curve(struct canvas *canvas, const struct plot *plot, const double *y, const bool *dotted,
                int count, struct ink ink) {
    uint32_t dots[PLOT_ROWS] = {0};
    double before = NAN;
    const int rows = plot->area.h < PLOT_ROWS ? plot->area.h : PLOT_ROWS;
    for (int i = 0; i < count; i++) {
        const double at = dot_row(plot, y[i]);
        int low, high;
        if (!(dotted[i] && (i / 2) % 2) && covered(plot, before, at, &low, &high)) {
            for (int row = low; row <= high && row / 4 < rows; row++)
                dots[row / 4] |= bits[row % 4][i % 2];
        }
        before = at;
        if (i % 2 == 0 && i < count - 1) continue;
        for (int row = 0; row < rows; row++) {
            put_dots(canvas, plot->area.x + i / 2, plot->area.y + row, dots[row], ink);
            dots[row] = 0;
        }
    }
}

void plot_point(struct canvas *canvas, const struct plot *plot, double x, double y,
                struct ink ink) {
    const double column = round(plot_column(plot, x)), row = round(dot_row(plot, y));
    if (!(column >= 0 && column < plot_columns(plot) && row >= 0 && row < 4 * plot->area.h)) return;
    const int at = (int)column, down = (int)row;
    put_dots(canvas, plot->area.x + at / 2, plot->area.y + down / 4, bits[down % 4][at % 2], ink);
}

/* A thinner band would only speckle the gaps of its curve. */
enum { BAND_DOTS = 6 };

void plot_band(struct canvas *canvas, const struct plot *plot, const double *low,
               const double *high, struct ink ink) {
    for (int i = 0; i < plot->area.w; i++) {
        if (isnan(low[i]) || isnan(high[i])) continue;
        const double top = dot_row(plot, high[i]), bottom = dot_row(plot, low[i]);
        if (bottom - top < BAND_DOTS) continue;
        for (int row = 0; row < plot->area.h; row++) {
            const double middle = 4 * row + 1.5;
            /* on a log scale what is not above 0 has no row: it is below all of them */
            if (middle < top || middle > bottom) continue;
            const bool edge = middle - 4 < top || middle + 4 > bottom;
            if (canvas->ascii && !edge) continue; /* no letter is as light as a shade */
            canvas_set(canvas, plot->area.x + i, plot->area.y + row, ink, 0x2591);
        }
    }
}

int plot_vertical(struct canvas *canvas, const struct plot *plot, double x, struct ink ink) {
    const double column = plot_column(plot, x);
    if (isnan(column) || column < -0.5 || column > plot_columns(plot) - 0.5) return -1;
    const int at = plot->area.x + (int)fmax(0, round(column)) / 2;
    for (int i = 0; i < plot->area.h; i++) {
        const struct cell *cell = canvas_at(canvas, at, plot->area.y + i);
        if (cell && cell->ch == ' ') canvas_set(canvas, at, plot->area.y + i, ink, 0x250A);
    }
    return at;
}

void plot_named_vertical(struct canvas *canvas, const struct plot *plot, double x, struct ink ink,
                         const char *name) {
    const int column = plot_vertical(canvas, plot, x, ink), width = canvas_width(canvas, name);
    const int left = column - width - 1;
    for (int y = plot->area.y; column >= 0 && y < plot->area.y + plot->area.h; y++) {
        const bool before = left > plot->area.x && plot_blank(canvas, left, y, width);
        const int at = before ? left : column + 2;
        if (!plot_blank(canvas, at, y, width)) continue;
        canvas_put(canvas, at, y, width, ink, name);
        return;
    }
}

bool plot_blank(const struct canvas *canvas, int x, int y, int width) {
    for (int i = -1; i <= width; i++) {
        const struct cell *cell = canvas_at(canvas, x + i, y);
        if (!cell || cell->ch != ' ') return false;
    }
    return true;
}

/* Whether a label in row `at` is nearer to its own curve than to another, all along its width. */
static bool nearest_to(const struct plot *plot, const double *own, const double *other, int first,
                       int last, int at) {
    for (int i = first; i <= last; i++) {
        const int here = plot_row(plot, own[i], true), there = plot_row(plot, other[i], true);
        if (there >= 0 && here >= 0 && abs(there - at) <= abs(here - at)) return false;
    }
    return true;
}

static bool nearest_of_all(const struct plot *plot, const double *own, const double *const *others,
                           int count, int first, int last, int at) {
    for (int i = 0; i < count; i++) {
        if (others[i] != own && !nearest_to(plot, own, others[i], first, last, at)) return false;
    }
    return true;
}

bool plot_label(struct canvas *canvas, const struct plot *plot, const double *own,
                const double *const *others, int count, struct ink ink, const char *text) {
    static const int away[] = {-1, 1, -2, 2, -3, 3, -4, 4};
    const int width = canvas_width(canvas, text);
    const struct rect *area = &plot->area;
    for (int x = area->x + area->w - width - 1; x > area->x; x--) {
        const int first = 2 * (x - area->x);
        const int row = plot_row(plot, own[first + width], false);
        for (int i = 0; i < 8 && row >= 0; i++) {
            const int at = row + away[i];
            if (at < area->y || at >= area->y + area->h || !plot_blank(canvas, x, at, width))
                continue;
            if (!nearest_of_all(plot, own, others, count, first, first + 2 * width - 1, at))
                continue;
            canvas_put(canvas, x, at, width, ink, text);
            return true;
        }
    }
    return false;
}
