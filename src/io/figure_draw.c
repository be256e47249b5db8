/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart on a sheet: title, axes, series with labels at their ends, marks, caption. */
#include "io/figure_draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 760, PLOT_HEIGHT = 400, MARGIN = 18, TICK = 4, LINE = 13, CAPTION = 11, LETTER = 8 };

const struct pen_ink sheet_dark = {.13, .13, .13, 1}, sheet_grey = {.42, .42, .42, 1},
                     sheet_pale = {.88, .88, .88, 1}, sheet_red = {.80, .22, .12, 1};
const struct pen_type sheet_small = {.size = 10.5}, sheet_tiny = {.size = 9};

static const struct pen_type title_type = {.size = 14, .bold = true};

struct pen_ink sheet_color(int number) {
    static const struct pen_ink palette[] = {{.00, .38, .66, 1}, {.82, .33, .05, 1},
                                             {.00, .56, .42, 1}, {.60, .30, .62, 1},
                                             {.55, .42, .05, 1}, {.20, .60, .80, 1},
                                             {.72, .12, .25, 1}, {.35, .35, .35, 1}};
    if (number < 0) return sheet_dark;
    return palette[(size_t)number % (sizeof palette / sizeof *palette)];
}

static double share_of(const struct figure_axis *axis, double value) {
    if (axis->log) return log(value / axis->low) / log(axis->high / axis->low);
    return (value - axis->low) / (axis->high - axis->low);
}

struct pen_point sheet_at(const struct sheet *sheet, double x, double y) {
    const struct sheet_box *plot = &sheet->plot;
    return (struct pen_point){plot->x + plot->w * share_of(&sheet->figure->x, x),
                              plot->y + plot->h * (1 - share_of(&sheet->figure->y, y))};
}

struct pen_point sheet_cell(const struct sheet *sheet, double col, double row) {
    const struct sheet_box *plot = &sheet->plot;
    const struct figure_field *field = &sheet->figure->field;
    return (struct pen_point){plot->x + plot->w * col / (field->w - 1),
                              plot->y + plot->h * row / (field->h - 1)};
}

static bool overlap(const struct sheet_box *a, const struct sheet_box *b) {
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

bool sheet_is_free(const struct sheet *sheet, struct sheet_box box) {
    const struct sheet_box *plot = &sheet->plot;
    if (box.x < plot->x || box.x + box.w > plot->x + plot->w || box.y < plot->y ||
        box.y + box.h > plot->y + plot->h)
        return false;
    for (int i = 0; i < sheet->boxes; i++) {
        if (overlap(&sheet->box[i], &box)) return false;
    }
    return true;
}

void sheet_take(struct sheet *sheet, struct sheet_box box) {
    if (sheet->boxes < SHEET_BOXES) sheet->box[sheet->boxes++] = box;
}

bool sheet_label(struct sheet *sheet, double x, double y, struct pen_ink ink, const char *text) {
    static const struct pen_ink ground = {1, 1, 1, .78};
    const double width = pen_width(sheet->pen, sheet_tiny, text);
    const struct sheet_box box = {x - width / 2 - 2, y - 6, width + 4, 12};
    if (!sheet_is_free(sheet, box)) return false;
    pen_box(sheet->pen, box.x, box.y + 0.5, box.w, box.h - 1, ground);
    pen_text(sheet->pen, x - width / 2, y + 3.2, sheet_tiny, ink, text);
    sheet_take(sheet, box);
    return true;
}

/* The points of a series that are in sight touch the box: text there would lie on the line. */
static bool on_a_line(const struct sheet *sheet, struct sheet_box box) {
    for (int i = 0; i < sheet->figure->series_count; i++) {
        const struct figure_series *series = &sheet->figure->series[i];
        for (int k = 0; k < series->count; k++) {
            const struct pen_point p = sheet_at(sheet, series->x[k], series->y[k]);
            const struct sheet_box dot = {p.x - 2, p.y - 2, 4, 4};
            if (overlap(&dot, &box)) return true;
        }
    }
    return false;
}

/* Ticks with their texts, left out where two would touch; a grid where no field lies. */
static void x_axis(struct sheet *sheet) {
    const struct figure_axis *axis = &sheet->figure->x;
    const struct sheet_box *plot = &sheet->plot;
    const double foot = plot->y + plot->h;
    double free_from = 0;
    for (int i = 0; i < axis->ticks; i++) {
        const double x = plot->x + plot->w * share_of(axis, axis->tick[i].at);
        const double width = pen_width(sheet->pen, sheet_small, axis->tick[i].text);
        const struct pen_point grid[] = {{x, plot->y}, {x, foot}};
        const struct pen_point mark[] = {{x, foot}, {x, foot + TICK}};
        if (!sheet->figure->field.value) pen_line(sheet->pen, grid, 2, 0.5, PEN_SOLID, sheet_pale);
        pen_line(sheet->pen, mark, 2, 0.8, PEN_SOLID, sheet_dark);
        if (x - width / 2 < free_from) continue;
        pen_text(sheet->pen, x - width / 2, foot + TICK + 11, sheet_small, sheet_dark,
                 axis->tick[i].text);
        free_from = x + width / 2 + 6;
    }
    const double width = pen_width(sheet->pen, sheet_small, axis->title);
    pen_text(sheet->pen, plot->x + (plot->w - width) / 2, foot + 32, sheet_small, sheet_dark,
             axis->title);
}

static void y_axis(struct sheet *sheet) {
    const struct figure_axis *axis = &sheet->figure->y;
    const struct sheet_box *plot = &sheet->plot;
    for (int i = 0; i < axis->ticks; i++) {
        const double y = plot->y + plot->h * (1 - share_of(axis, axis->tick[i].at));
        const double width = pen_width(sheet->pen, sheet_small, axis->tick[i].text);
        const struct pen_point grid[] = {{plot->x, y}, {plot->x + plot->w, y}};
        const struct pen_point mark[] = {{plot->x - TICK, y}, {plot->x, y}};
        if (!sheet->figure->field.value) pen_line(sheet->pen, grid, 2, 0.5, PEN_SOLID, sheet_pale);
        pen_line(sheet->pen, mark, 2, 0.8, PEN_SOLID, sheet_dark);
        pen_text(sheet->pen, plot->x - TICK - 3 - width, y + 3.6, sheet_small, sheet_dark,
                 axis->tick[i].text);
    }
    const struct pen_type turned = {.size = sheet_small.size, .turned = true};
    const double width = pen_width(sheet->pen, sheet_small, axis->title);
    pen_text(sheet->pen, MARGIN + 6, plot->y + (plot->h + width) / 2, turned, sheet_dark,
             axis->title);
}

static void frame(struct sheet *sheet) {
    const struct sheet_box *plot = &sheet->plot;
    const struct pen_point corner[] = {{plot->x, plot->y},
                                       {plot->x, plot->y + plot->h},
                                       {plot->x + plot->w, plot->y + plot->h}};
    pen_line(sheet->pen, corner, 3, 1, PEN_SOLID, sheet_dark);
}

/* A stretch of a series that is all inside or all beyond the fitted runs; the two meet. */
static void draw_stretch(struct sheet *sheet, const struct figure_series *series, int from, int to,
                         struct pen_point *point) {
    const bool beyond = series->beyond[from];
    const struct pen_ink ink = series->thin ? sheet_grey : sheet_color(series->color);
    const int last = to < series->count && !isnan(series->y[to]) ? to : to - 1;
    for (int i = from; i <= last; i++)
        point[i - from] = sheet_at(sheet, series->x[i], series->y[i]);
    pen_line(sheet->pen, point, last - from + 1, series->thin ? 1.1 : 2,
             series->thin ? PEN_DASHED
             : beyond     ? PEN_DOTTED
                          : PEN_SOLID,
             ink);
}

static void draw_series(struct sheet *sheet, const struct figure_series *series) {
    struct pen_point *point = malloc((size_t)series->count * sizeof *point);
    for (int from = 0, to; point && from < series->count; from = to) {
        to = from + 1;
        if (isnan(series->y[from])) continue;
        while (to < series->count && !isnan(series->y[to]) &&
               series->beyond[to] == series->beyond[from])
            to++;
        draw_stretch(sheet, series, from, to, point);
    }
    free(point);
}

/* Where a series was last in sight, and so where its label belongs. */
static bool end_of(const struct sheet *sheet, const struct figure_series *series,
                   struct pen_point *end) {
    const struct sheet_box *plot = &sheet->plot;
    for (int i = series->count - 1; i >= 0; i--) {
        if (isnan(series->y[i])) continue;
        *end = sheet_at(sheet, series->x[i], series->y[i]);
        if (end->y >= plot->y - 1 && end->y <= plot->y + plot->h + 1) return true;
    }
    return false;
}

struct end {
    int series;
    double wanted, y;
    bool joined; /* the line ends at the plot's right edge */
};

static int by_height(const void *a, const void *b) {
    const double x = ((const struct end *)a)->wanted, y = ((const struct end *)b)->wanted;
    return (x > y) - (x < y);
}

/* Labels in the right margin, each as high as its line ends, none over another. */
static void label_series(struct sheet *sheet) {
    struct end end[FIGURE_SERIES];
    const struct sheet_box *plot = &sheet->plot;
    const double edge = plot->x + plot->w, lowest = plot->y + plot->h;
    int count = 0;
    for (int i = 0; i < sheet->figure->series_count; i++) {
        struct pen_point at;
        const struct figure_series *series = &sheet->figure->series[i];
        if (!series->label[0] || !end_of(sheet, series, &at)) continue;
        end[count++] = (struct end){i, at.y, at.y, at.x > edge - 4};
    }
    qsort(end, (size_t)count, sizeof *end, by_height);
    for (int i = 1; i < count; i++)
        end[i].y = fmax(end[i].y, end[i - 1].y + LINE);
    for (int i = count - 1; i >= 0; i--) {
        const double floor = i == count - 1 ? lowest : end[i + 1].y - LINE;
        end[i].y = fmin(end[i].y, floor);
    }
    for (int i = 0; i < count; i++) {
        const struct figure_series *series = &sheet->figure->series[end[i].series];
        const struct pen_ink ink = series->thin ? sheet_grey : sheet_color(series->color);
        const struct pen_point lead[] = {{edge + (end[i].joined ? 1 : 10),
                                          end[i].joined ? end[i].wanted : end[i].y},
                                         {edge + 13, end[i].y},
                                         {edge + 18, end[i].y}};
        pen_line(sheet->pen, lead, 3, series->thin ? 0.8 : 1.4,
                 series->thin ? PEN_DASHED : PEN_SOLID, ink);
        pen_text(sheet->pen, edge + 22, end[i].y + 3.5, sheet_small, ink, series->label);
    }
}

/* Over a field: each name on its line, as near to the plot's middle as there is room. */
static void name_series(struct sheet *sheet) {
    const struct sheet_box *plot = &sheet->plot;
    for (int i = 0; i < sheet->figure->series_count; i++) {
        const struct figure_series *series = &sheet->figure->series[i];
        const double width = pen_width(sheet->pen, sheet_tiny, series->label) + 4;
        struct pen_point best = {0, 0};
        double least = INFINITY;
        for (int k = 0; k < series->count && series->label[0]; k++) {
            if (isnan(series->y[k])) continue;
            const struct pen_point p = sheet_at(sheet, series->x[k], series->y[k]);
            const double away = hypot(p.x - plot->x - plot->w / 2, p.y - plot->y - plot->h / 2);
            if (away >= least ||
                !sheet_is_free(sheet, (struct sheet_box){p.x - width / 2, p.y - 6, width, 12}))
                continue;
            least = away;
            best = p;
        }
        if (isfinite(least))
            sheet_label(sheet, best.x, best.y, sheet_color(series->color), series->label);
    }
}

static void draw_shape(struct sheet *sheet, const struct figure_mark *mark, struct pen_point p) {
    static const struct pen_ink white = {1, 1, 1, 1};
    const struct pen_ink ink = sheet_color(mark->color);
    const double radius = mark->kind == FIGURE_POINT ? 6 : 3.2;
    const struct pen_point outer[] = {{p.x, p.y - 7.5},
                                      {p.x + 7.5, p.y},
                                      {p.x, p.y + 7.5},
                                      {p.x - 7.5, p.y}};
    const struct pen_point inner[] = {{p.x, p.y - radius},
                                      {p.x + radius, p.y},
                                      {p.x, p.y + radius},
                                      {p.x - radius, p.y}};
    if (mark->kind == FIGURE_POINT) {
        pen_fill(sheet->pen, outer, 4, white);
        pen_fill(sheet->pen, inner, 4, ink);
    } else if (mark->kind == FIGURE_DOT) {
        pen_disc(sheet->pen, p.x, p.y, 4.4, white);
        pen_disc(sheet->pen, p.x, p.y, 3, ink);
    } else {
        const struct pen_type type = {.size = LETTER, .bold = true};
        char letter[5] = "";
        strncat(letter, mark->label, 1);
        pen_disc(sheet->pen, p.x, p.y, 7, ink);
        pen_disc(sheet->pen, p.x, p.y, 5.8, white);
        pen_text(sheet->pen, p.x - pen_width(sheet->pen, type, letter) / 2, p.y + 2.9, type, ink,
                 letter);
    }
    sheet_take(sheet, (struct sheet_box){p.x - 8, p.y - 8, 16, 16});
}

/* A label beside a mark, on the side where there is room. */
static void label_mark(struct sheet *sheet, const struct figure_mark *mark, struct pen_point p) {
    const double width = pen_width(sheet->pen, sheet_tiny, mark->label);
    const double away = mark->kind == FIGURE_VERTICAL ? 5 : 12;
    for (int ring = 0; ring < 12; ring++) {
        for (int side = 0; side < 2; side++) {
            const int rows = mark->kind == FIGURE_VERTICAL ? ring
                             : ring % 2                    ? (ring + 1) / 2
                                                           : -ring / 2;
            const double x = side ? p.x - away - width / 2 : p.x + away + width / 2;
            const double y = p.y + LINE * rows;
            const struct sheet_box box = {x - width / 2 - 2, y - 6, width + 4, 12};
            if (on_a_line(sheet, box) || !sheet_is_free(sheet, box)) continue;
            sheet_label(sheet, x, y, sheet_color(mark->color), mark->label);
            return;
        }
    }
}

static void draw_mark(struct sheet *sheet, const struct figure_mark *mark) {
    const struct sheet_box *plot = &sheet->plot;
    if (mark->kind == FIGURE_VERTICAL) {
        const double x = sheet_at(sheet, mark->x, sheet->figure->y.high).x;
        const struct pen_point line[] = {{x, plot->y}, {x, plot->y + plot->h}};
        if (!(x >= plot->x && x <= plot->x + plot->w)) return;
        pen_line(sheet->pen, line, 2, 1.1, PEN_DASHED, sheet_color(mark->color));
        label_mark(sheet, mark, (struct pen_point){x, plot->y + 8});
        return;
    }
    struct pen_point p = sheet_at(sheet, mark->x, mark->y);
    const bool inside = p.x >= plot->x - 1 && p.x <= plot->x + plot->w + 1 && p.y >= plot->y - 1 &&
                        p.y <= plot->y + plot->h + 1;
    if (!inside) return;
    draw_shape(sheet, mark, p);
    if (mark->kind != FIGURE_PIN || mark->label[1]) label_mark(sheet, mark, p);
}

/* Text over lines of width, broken at blanks; returns the y after it. Nothing is drawn without ink.
 */
static double draw_text(struct pen *pen, double x, double y, double width,
                        const struct pen_ink *ink, const char *text) {
    char line[FIGURE_TEXT];
    while (*text) {
        size_t length = 0;
        for (size_t at = 0;; at++) {
            if (text[at] && text[at] != ' ') continue;
            memcpy(line, text, at);
            line[at] = '\0';
            if (length > 0 && pen_width(pen, sheet_tiny, line) > width) break;
            length = at;
            if (!text[at]) break;
        }
        memcpy(line, text, length);
        line[length] = '\0';
        if (ink) pen_text(pen, x, y, sheet_tiny, *ink, line);
        y += CAPTION;
        text += length + (text[length] == ' ');
    }
    return y;
}

static double captions_height(const struct figure *figure) {
    struct pen *pen = pen_measure();
    double y = 0;
    for (int i = 0; pen && i < figure->captions; i++)
        y = draw_text(pen, 0, y, WIDTH - 2 * MARGIN, NULL, figure->caption[i]);
    pen_drop(pen);
    return y;
}

/* Where the chart begins, below title, note and legend. */
static double plot_top(const struct figure *figure) {
    return MARGIN + 18 + (figure->note[0] ? 15 : 0) + SHEET_KEY * figure->keys + 8;
}

/* The widest of the ticks' and the series' texts. */
static void place(struct sheet *sheet) {
    const struct figure *figure = sheet->figure;
    double left = 0, right = 0;
    for (int i = 0; i < figure->y.ticks; i++)
        left = fmax(left, pen_width(sheet->pen, sheet_small, figure->y.tick[i].text));
    for (int i = 0; i < figure->series_count; i++)
        right = fmax(right, pen_width(sheet->pen, sheet_small, figure->series[i].label));
    if (figure->field.value)
        right = fmax(80, pen_width(sheet->pen, sheet_small, figure->field.title));
    const double x = MARGIN + 18 + left + TICK + 3;
    const double beside = right > 0 ? right + 22 : 0;
    sheet->plot = (struct sheet_box){x, plot_top(figure), WIDTH - MARGIN - x - beside, PLOT_HEIGHT};
}

static void draw_all(struct sheet *sheet) {
    const struct figure *figure = sheet->figure;
    const struct sheet_box *plot = &sheet->plot;
    pen_text(sheet->pen, MARGIN, MARGIN + 12, title_type, sheet_dark, figure->title);
    pen_text(sheet->pen, MARGIN, MARGIN + 29, sheet_small, sheet_grey, figure->note);
    sheet_draw_keys(sheet, MARGIN, plot->y - 8 - SHEET_KEY * (figure->keys - 1));
    if (figure->field.value) sheet_draw_field(sheet);
    x_axis(sheet);
    y_axis(sheet);
    pen_clip(sheet->pen, plot->x, plot->y, plot->w, plot->h);
    sheet_draw_bands(sheet);
    for (int i = figure->series_count - 1; i >= 0; i--)
        draw_series(sheet, &figure->series[i]);
    pen_free_clip(sheet->pen);
    frame(sheet);
    sheet_draw_cloud(sheet);
    for (int i = figure->series_count - 1; i >= 0; i--)
        sheet_draw_entries(sheet, &figure->series[i]);
    for (int i = 0; i < figure->marks; i++)
        draw_mark(sheet, &figure->mark[i]);
    if (figure->field.value) {
        name_series(sheet);
        sheet_label_field(sheet);
        sheet_draw_scale(sheet, plot->x + plot->w + 14, plot->y + 10);
    } else
        label_series(sheet);
    double y = plot->y + plot->h + 54;
    for (int i = 0; i < figure->captions; i++)
        y = draw_text(sheet->pen, MARGIN, y, WIDTH - 2 * MARGIN, &sheet_grey, figure->caption[i]);
}

static bool draw_chart(const struct figure *figure, enum figure_format format, FILE *to) {
    struct sheet *sheet = calloc(1, sizeof *sheet);
    if (!sheet) return false;
    const double height = plot_top(figure) + PLOT_HEIGHT + 50 + captions_height(figure) + MARGIN;
    sheet->figure = figure;
    sheet->pen = pen_open(format, WIDTH, height, to);
    if (sheet->pen) {
        place(sheet);
        draw_all(sheet);
    }
    const bool drawn = pen_close(sheet->pen);
    free(sheet);
    return drawn;
}

static bool draw(const struct figure *figure, enum figure_format format, FILE *to) {
    const bool drawn =
        figure->page.cell ? figure_draw_page(figure, format, to) : draw_chart(figure, format, to);
    pen_forget();
    return drawn;
}

extern const struct figure_module figure_module;
const struct figure_module figure_module = {sizeof(struct figure), draw};
