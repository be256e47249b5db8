/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimum: the papers' problems side by side for the present budget, and over budgets. */
#include "ui/export_parts.h"
#include "ui/look.h"
#include "ui/optimum_parts.h"
#include "ui/view.h"
#include "ui/widget.h"

enum { ROOMY = 110, WIDE = 180, TEXT_W = 38, LEAST_CHART = 8, DETAIL = 2 };

/* The words stand beside the charts, or in a few rows above them where there is no such room. */
struct optimum_layout optimum_lay_out(const struct app *app) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    struct optimum_layout layout = {.table = {0, 1, app->cols, 2 + optimum_kinds(app, kind)}};
    const bool airy = app->rows >= 30;
    if (app->cols >= WIDE && app->rows >= 50) {
        layout.table.w = 128;
        layout.budgets = (struct rect){130, 1, app->cols - 130, 2 + BUDGET_ROWS};
    }
    int y = layout.table.y + layout.table.h + airy;
    if (layout.budgets.h >= layout.table.h) y = 1 + layout.budgets.h + airy;
    const bool beside = app->cols >= ROOMY;
    const int w = app->cols - (beside ? TEXT_W + 3 : 0), left = app->rows - 1 - y;
    layout.words =
        beside ? (struct rect){w + 1, y + 1, TEXT_W, left - 1} : (struct rect){2, y, w - 3, left};
    const int h = left - (beside ? 0 : DETAIL + airy);
    if (h < LEAST_CHART) return layout;
    if (!beside) layout.words.h = DETAIL;
    layout.charts = layout.budgets.h && h >= 2 * LEAST_CHART ? CHART_COUNT : 1;
    const int across = layout.charts > 1 ? 2 : 1;
    for (int i = 0; i < layout.charts; i++) {
        const int part = h / across;
        layout.chart[i] = (struct rect){(i % 2) * (w / 2), y + left - h + (i / 2) * part,
                                        w / across, i / 2 ? h - part : part};
    }
    return layout;
}

/* Text in what is left of rect, which shrinks by the rows that it took. */
static void put_text(struct canvas *canvas, struct rect *rect, enum look look, const char *text) {
    const int taken = widget_text(canvas, *rect, looks[look], text);
    rect->y += taken;
    rect->h -= taken;
}

/* What Enter would do, the chosen problem in words, then the others that have a line. */
static void draw_words(const struct app *app, const struct optimum_row *chosen,
                       const struct budget_curves *curves, struct canvas *canvas,
                       struct rect rect) {
    static const enum optimum_kind told[] = {OPTIMUM_JOINT, OPTIMUM_SIZE, OPTIMUM_SERVED,
                                             OPTIMUM_OTHER};
    char text[OPTIMUM_WORDS];
    const bool beside = app->cols >= ROOMY;
    optimum_promise(app, chosen, text);
    put_text(canvas, &rect, LOOK_KEY, text);
    optimum_row_sure(app, chosen, text);
    if (*text) put_text(canvas, &rect, LOOK_TEXT, text);
    if (rect.h < 1) return;
    if (beside) rect = (struct rect){rect.x, rect.y + 1, rect.w, rect.h - 1};
    optimum_words(app, chosen->kind, optimum_curve(curves, chosen->kind), text);
    if (rect.h == 1)
        widget_fit(canvas, (struct rect){rect.x, rect.y, rect.w, 1}, looks[LOOK_TEXT], text);
    else
        put_text(canvas, &rect, LOOK_TEXT, text);
    if (chosen->optimum.status != LAW_SILENT && chosen->optimum.why[0])
        put_text(canvas, &rect, LOOK_WARN, chosen->optimum.why);
    for (int i = 0; i < 4 && beside; i++) {
        if (told[i] == chosen->kind || !optimum_curve(curves, told[i])) continue;
        rect = (struct rect){rect.x, rect.y + 1, rect.w, rect.h - 1};
        if (rect.h < 5) return;
        optimum_words(app, told[i], optimum_curve(curves, told[i]), text);
        put_text(canvas, &rect, LOOK_DIM, text);
    }
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    struct optimum_row row[OPTIMUM_KINDS];
    struct budget_curves curves = {.count = 0};
    (void)facts;
    const int count = optimum_rows(app, row);
    const struct optimum_layout layout = optimum_lay_out(app);
    const struct optimum_row *chosen = &row[optimum_chosen(app)];
    optimum_draw_table(app, row, count, canvas, layout.table);
    if (layout.budgets.h) optimum_draw_budgets(app, chosen, canvas, layout.budgets);
    if (layout.charts) optimum_curves(app, row, count, &curves);
    if (layout.words.h > 0) draw_words(app, chosen, &curves, canvas, layout.words);
    for (int i = 0; i < layout.charts; i++) {
        const int chart = layout.charts > 1 ? i : (int)app->optimum.chart;
        optimum_draw_chart(app, &curves, row, count, canvas, layout.chart[i],
                           (enum optimum_chart)chart);
    }
}

const struct view_row view_optimum = {.name = "optimum",
                                      .key = '4',
                                      .title = "Optimum",
                                      .brief = "Best",
                                      .help = "the papers' problems, solved for a budget",
                                      .draw = draw,
                                      .table = optimum_table,
                                      .figure = optimum_figure,
                                      .mouse = optimum_mouse,
                                      .keys = &optimum_keys};
