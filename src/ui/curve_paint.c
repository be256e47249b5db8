/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Curve view's picture. */
#include "ui/curve_parts.h"
#include "ui/look.h"
#include "ui/pins_show.h"
#include <math.h>
#include <string.h>

enum { CLOUD = 300 };

uint32_t curve_run_sign(bool on_line, bool ascii) {
    if (ascii) return on_line ? '@' : 'o';
    return on_line ? 0x25CF : 0x25CB;
}

static void draw_entries(const struct plot *plot, const struct curve *line, struct canvas *canvas) {
    const int columns = plot_columns(plot);
    for (int i = 0; i < columns; i++) {
        const int row = curve_is_entry(line, i, columns) ? plot_row(plot, line->y[i], false) : -1;
        if (row < 0) continue;
        canvas_set(canvas, plot->area.x + i / 2, row, line->ink, canvas->ascii ? '*' : 0x25AA);
    }
}

/* The plan's own line goes over the others, the first listed over those after it. */
static void draw_lines(const struct curve_picture *picture, struct canvas *canvas) {
    const struct plot *plot = &picture->plot;
    for (int i = picture->count; i >= 0; i--) {
        const int at = i == 0 ? picture->own : i - 1;
        if (i > 0 && at == picture->own) continue;
        const struct curve *line = picture->line[at];
        plot_curve(canvas, plot, line->y, line->dotted, plot_columns(plot), line->ink);
    }
}

/* Those of the line itself over those that were brought to it. */
static void draw_runs(const struct curve_picture *picture, struct canvas *canvas) {
    const struct plot *plot = &picture->plot;
    for (int i = 0; i < 2 * picture->runs->count; i++) {
        const struct curve_run *run = &picture->runs->run[i % picture->runs->count];
        const bool on_line = i >= picture->runs->count;
        if (run->on_line != on_line || !curve_run_shown(plot, run)) continue;
        const int column = (int)fmax(0, round(plot_column(plot, run->x))) / 2;
        canvas_set(canvas, plot->area.x + column, plot_row(plot, run->y, false),
                   looks[on_line ? LOOK_STRONG : LOOK_TEXT],
                   curve_run_sign(on_line, canvas->ascii));
    }
}

/* The one that the panel names. */
static void draw_named_run(const struct curve_picture *picture, double x, struct canvas *canvas) {
    const struct plot *plot = &picture->plot;
    const struct curve_run *run = curve_run_at(picture, x);
    if (!run) return;
    const int column = (int)fmax(0, round(plot_column(plot, run->x))) / 2;
    canvas_set(canvas, plot->area.x + column, plot_row(plot, run->y, false), looks[LOOK_KEY],
               curve_run_sign(run->on_line, canvas->ascii));
}

/* A sign on a line at x, where that is in the picture. */
static void put_mark(const struct app *app, const struct curve_picture *picture,
                     const struct curve *line, double x, struct ink ink, uint32_t sign,
                     struct canvas *canvas) {
    const struct plot *plot = &picture->plot;
    const double column = plot_column(plot, x);
    if (isnan(column) || column < -0.5 || column > plot_columns(plot) - 0.5) return;
    const double y = curve_at(line, app->curve.x, x, app->curve.y).value;
    const int row = plot_row(plot, y, false);
    if (row < 0) return;
    canvas_set(canvas, plot->area.x + (int)fmax(0, round(column)) / 2, row, ink, sign);
}

/* Each line has a D_crit of its own; that of the plan's goes all the way up. */
static void draw_turns(const struct app *app, const struct curve_picture *picture,
                       struct canvas *canvas) {
    const struct plot *plot = &picture->plot;
    const struct curve *own = picture->line[picture->own];
    plot_named_vertical(canvas, plot, own->d_crit, own->ink, "D_crit");
    for (int i = picture->count; i >= 0; i--) {
        const struct curve *line = picture->line[i == 0 ? picture->own : i - 1];
        put_mark(app, picture, line, line->d_crit, line->ink, 0x25BC, canvas);
    }
}

static void draw_marks(const struct app *app, const struct curve_picture *picture,
                       struct canvas *canvas) {
    const struct plot *plot = &picture->plot;
    plot_vertical(canvas, plot, plan_get(&app->now.plan, app->curve.x), looks[LOOK_DIM]);
    if (!isnan(app->curve.cursor)) plot_vertical(canvas, plot, app->curve.cursor, looks[LOOK_KEY]);
    draw_turns(app, picture, canvas); /* after them: its name is to stand beside no other */
    for (int i = 0; i < picture->count; i++)
        put_mark(app, picture, picture->line[i], curve_cursor(app, plot), looks[LOOK_STRONG],
                 0x25C6, canvas);
}

/* The name at the line, or where there is no room for it what is short of it. */
static void draw_labels(const struct curve_picture *picture, struct canvas *canvas) {
    const double *all[CURVE_LINES];
    for (int i = 0; i < picture->count; i++)
        all[i] = picture->line[i]->y;
    for (int i = 0; i < picture->count; i++) {
        const struct curve *line = picture->line[i];
        if (!plot_label(canvas, &picture->plot, line->y, all, picture->count, line->ink,
                        line->label))
            plot_label(canvas, &picture->plot, line->y, all, picture->count, line->ink,
                       line->brief);
    }
}

/* Where the picture is blank, from the top. */
static void say_flat(const struct curve_picture *picture, const char *x, struct canvas *canvas) {
    char text[64];
    const struct rect *area = &picture->plot.area;
    snprintf(text, sizeof text, "does not change with %s", x);
    const int width = (int)strlen(text), left = area->x + (area->w - width) / 2;
    for (int y = area->y; y < area->y + area->h; y++) {
        if (!plot_blank(canvas, left, y, width)) continue;
        canvas_put(canvas, left, y, width, looks[LOOK_TEXT], text);
        return;
    }
}

void curve_paint(const struct app *app, const struct curve_picture *picture,
                 struct canvas *canvas) {
    plot_axes(canvas, &picture->plot, app->curve.x);
    if (picture->band)
        plot_band(canvas, &picture->plot, picture->band->low, picture->band->high, looks[LOOK_DIM]);
    /* a cloud would hide the lines, a few points are hidden by them */
    const bool cloud = picture->runs && picture->runs->count > CLOUD;
    if (cloud) draw_runs(picture, canvas);
    draw_lines(picture, canvas);
    if (picture->runs && !cloud) draw_runs(picture, canvas);
    for (int i = picture->count - 1; i >= 0; i--)
        draw_entries(&picture->plot, picture->line[i], canvas);
    if (picture->flat) say_flat(picture, curve_x_name(&app->curve), canvas);
    draw_marks(app, picture, canvas);
    pins_mark_plot(app, canvas, &picture->plot, app->curve.x, app->curve.y);
    if (picture->panel.w > 0) draw_named_run(picture, curve_cursor(app, &picture->plot), canvas);
    draw_labels(picture, canvas);
}
