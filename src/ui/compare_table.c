/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Compare view's table, and what stands where. */
#include "base/text.h"
#include "ui/compare_parts.h"
#include "ui/look.h"
#include "ui/widget.h"
#include <math.h>

enum { MARKS_W = 4, SIDE_BY_SIDE = 110, WORDS_LEAST = 24 };

static int least(int a, int b) {
    return a < b ? a : b;
}

static void lay_columns(const struct app *app, const struct compare_table *table,
                        struct compare_layout *layout) {
    int longest = 0;
    const int most = app->cols < 100 ? 10 : 24;
    for (int i = 0; i < table->rows; i++) {
        const int width = text_width(compare_name(app, &table->row[i]));
        if (width > longest) longest = width;
    }
    layout->name_w = MARKS_W + least(longest, most);
    layout->shown = least(table->columns, (app->cols - layout->name_w) / COMPARE_CELL);
    layout->first = table->column < layout->shown ? 0 : table->column - layout->shown + 1;
    const int left = app->cols - layout->name_w - layout->shown * COMPARE_CELL;
    layout->words_w = layout->shown == table->columns && left >= WORDS_LEAST ? left - 2 : 0;
}

struct compare_layout compare_lay_out(const struct app *app, const struct compare_table *table) {
    struct compare_layout layout = {.from = 0};
    const int room = app->rows - 2, airy = app->rows >= 30;
    const int below = room < 20 ? 8 : 12; /* rows that the panel wants */
    layout.table = (struct rect){0, 1, app->cols, least(COMPARE_HEAD + table->rows, room - below)};
    layout.rows = layout.table.h - COMPARE_HEAD;
    layout.from = table->chosen < layout.rows ? 0 : table->chosen - layout.rows + 1;
    lay_columns(app, table, &layout);
    const int y = layout.table.y + layout.table.h + airy, left = app->rows - 1 - y;
    layout.panel = (struct rect){0, y, app->cols, left};
    if (app->cols < SIDE_BY_SIDE) return layout;
    layout.panel.w = 64;
    layout.laws = (struct rect){layout.panel.w + 1, y, app->cols - layout.panel.w - 1, left};
    return layout;
}

static void clean_name(const struct app *app, const struct compare_row *row,
                       char out[PRESET_NAME]) {
    text_clean(out, PRESET_NAME, compare_name(app, row));
}

void compare_title(const struct app *app, const struct compare_table *table, int column,
                   char out[PRESET_NAME]) {
    static const char *const costs[COMPARE_COSTS] = {"training FLOP", "weights, bytes"};
    text_clean(out, PRESET_NAME,
               column < table->laws ? app->presets[column]->name : costs[column - table->laws]);
}

static void draw_titles(const struct app *app, const struct compare_table *table,
                        const struct compare_layout *layout, struct canvas *canvas, int y) {
    canvas_put(canvas, MARKS_W - 1, y, layout->name_w - MARKS_W, looks[LOOK_DIM], "plan");
    for (int i = 0; i < layout->shown; i++) {
        char title[PRESET_NAME];
        const int column = layout->first + i, x = layout->name_w + i * COMPARE_CELL;
        const bool on = column == table->column, main = table->figure == app->compare.figure;
        const bool sorted = main && column == app->compare.sort - 1;
        compare_title(app, table, column, title);
        const int width = least(canvas_width(canvas, title), COMPARE_CELL - 3);
        widget_fit(canvas, (struct rect){x + 2, y, width, 1}, looks[on ? LOOK_SELECTED : LOOK_DIM],
                   title);
        if (sorted)
            canvas_put(canvas, x + 2 + width, y, 1, looks[LOOK_KEY],
                       app->compare.worst_first ? "▴" : "▾");
    }
    if (layout->first > 0) canvas_put(canvas, layout->name_w - 1, y, 1, looks[LOOK_KEY], "◂");
    if (layout->first + layout->shown < table->columns)
        canvas_put(canvas, canvas->cols - 1, y, 1, looks[LOOK_KEY], "▸");
    if (layout->words_w)
        canvas_put(canvas, layout->name_w + layout->shown * COMPARE_CELL + 2, y, layout->words_w,
                   looks[LOOK_DIM], table->baseline < 0 ? "" : "what differs");
}

static void draw_cell(const struct compare_table *table, int row, int column, struct canvas *canvas,
                      int x, int y) {
    char text[NUM_TEXT];
    const double value = table->row[row].value[column];
    const bool on = row == table->chosen && column == table->column;
    const enum look look = on ? LOOK_SELECTED : isnan(value) ? LOOK_DIM : LOOK_TEXT;
    const struct compare_delta delta = compare_cell(table, row, column);
    canvas_put_right(canvas, x + 1, y, 7, looks[look], compare_show(text, table, column, value));
    if (row != table->baseline) compare_put(canvas, x + 9, y, &delta);
}

static void draw_row(const struct app *app, const struct compare_table *table,
                     const struct compare_layout *layout, struct canvas *canvas, int row, int y) {
    char name[PRESET_NAME], words[256];
    const struct compare_row *at = &table->row[row];
    const bool on = row == table->chosen, present = at->pin == COMPARE_PRESENT;
    clean_name(app, at, name);
    if (on) canvas_put(canvas, 0, y, 1, looks[LOOK_KEY], "▸");
    if (present || row == table->baseline)
        canvas_put(canvas, 1, y, 1, looks[LOOK_KEY], present ? "◆" : "▿");
    widget_fit(canvas, (struct rect){MARKS_W - 1, y, layout->name_w - MARKS_W, 1},
               looks[on ? LOOK_KEY : LOOK_STRONG], name);
    for (int i = 0; i < layout->shown; i++)
        draw_cell(table, row, layout->first + i, canvas, layout->name_w + i * COMPARE_CELL, y);
    if (!layout->words_w || table->baseline < 0 || row == table->baseline) return;
    pins_difference(compare_plan(app, &table->row[table->baseline]), compare_plan(app, at), words,
                    sizeof words);
    const int x = layout->name_w + layout->shown * COMPARE_CELL + 2;
    widget_fit(canvas, (struct rect){x, y, layout->words_w, 1}, looks[LOOK_DIM], words);
}

static void draw_table(const struct app *app, const struct compare_table *table,
                       const struct compare_layout *layout, struct canvas *canvas) {
    char head[128] = "", right[160] = "", name[PRESET_NAME];
    const int y = layout->table.y;
    text_append(head, sizeof head, "%s · a column a law", compare_figure_title(table->figure));
    if (table->baseline >= 0) {
        clean_name(app, &table->row[table->baseline], name);
        text_append(right, sizeof right, "%s better %s worse than ▿ %s",
                    compare_mark(1, canvas->ascii), compare_mark(-1, canvas->ascii), name);
    }
    if (layout->from > 0) text_append(right, sizeof right, "  ↑ more");
    if (layout->from + layout->rows < table->rows) text_append(right, sizeof right, "  ↓ more");
    widget_rule(canvas, 0, y, canvas->cols, head, *right ? right : NULL);
    draw_titles(app, table, layout, canvas, y + 1);
    for (int i = 0; i < layout->rows; i++)
        draw_row(app, table, layout, canvas, layout->from + i, y + COMPARE_HEAD + i);
}

static void draw_none(const struct app *app, const struct compare_layout *layout,
                      struct canvas *canvas) {
    const struct rect rect = {2, layout->panel.y + 1, app->cols - 4, layout->panel.h - 1};
    widget_text(canvas, rect, looks[LOOK_TEXT],
                "No plan is pinned yet. m pins the present one as A. Then move a slider (1), take "
                "an optimum (o or 4) or a format (5) and pin again: all stand here side by side, "
                "each law in its column, with differences against A.\n\n"
                "Laws were fitted on other data each: compare plans down a column, not laws along "
                "a row.");
}

/* Where there is room left, other figures of the same rows. */
static void draw_more(const struct app *app, const struct compare_table *table,
                      const struct compare_layout *layout, struct canvas *canvas, int y) {
    static const int figures[] = {COMPARE_ADDED,     1 + OUT_LOSS,        1 + OUT_QAT_DELTA,
                                  1 + OUT_PTQ_DELTA, 1 + OUT_N_EFF_RATIO, 1 + OUT_D_CRIT};
    struct compare_layout place = *layout;
    place.words_w = 0;
    place.shown = least(layout->shown, table->laws - layout->first);
    for (size_t i = 0; i < sizeof figures / sizeof *figures && place.shown > 0; i++) {
        struct compare_table also;
        if (figures[i] == table->figure) continue;
        if (y + 1 + layout->table.h > app->rows - 1) return;
        compare_also(app, table, figures[i], &also);
        place.table.y = y + 1;
        draw_table(app, &also, &place, canvas);
        y += 1 + layout->table.h;
    }
}

void compare_draw(const struct app *app, struct canvas *canvas) {
    struct compare_table table;
    compare_make(app, &table);
    struct compare_layout layout = compare_lay_out(app, &table);
    draw_table(app, &table, &layout, canvas);
    if (app->pins.count == 0) {
        draw_none(app, &layout, canvas);
        return;
    }
    const int used = compare_panel(app, &table, canvas, layout.panel);
    const int left = layout.panel.h - used;
    if (layout.laws.h == 0 && left >= 3)
        layout.laws = (struct rect){0, layout.panel.y + used, app->cols, left};
    if (layout.laws.h) compare_laws(app, &table, canvas, layout.laws);
    const int laws_end = layout.laws.y + least(layout.laws.h, 1 + table.laws);
    const int panel_end = layout.panel.y + used;
    draw_more(app, &table, &layout, canvas, laws_end > panel_end ? laws_end : panel_end);
}
