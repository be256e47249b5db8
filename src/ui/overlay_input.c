/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to know of one input: from the inputs table, the laws and the presets on screen. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include "ui/widget.h"
#include <math.h>

enum { LABEL = 11, WIDTH = 72, ROWS_MOST = 60, TEXT = 512 };

/* A page that is written from its top down. */
struct page {
    struct canvas *canvas;
    int y;
};

static void write_part(struct page *page, const char *label, const char *text) {
    struct canvas *const canvas = page->canvas;
    if (!*text) return;
    canvas_put(canvas, 0, page->y, LABEL - 1, looks[LOOK_DIM], label);
    page->y += widget_text(canvas,
                           (struct rect){LABEL, page->y, canvas->cols - LABEL, ROWS_MOST - page->y},
                           looks[LOOK_TEXT], text);
}

static void write_range(struct page *page, enum input input) {
    const struct input_row *const row = &inputs[input];
    char text[TEXT] = "", low[NUM_TEXT], high[NUM_TEXT];
    if (row->low <= row->high) {
        text_append(text, sizeof text, "%s … %s%s%s", input_text(low, input, row->low),
                    input_text(high, input, row->high), row->unit[0] ? " " : "", row->unit);
        if (row->whole) text_append(text, sizeof text, ", whole numbers");
    }
    for (const struct input_word *word = row->words; word->name; word++)
        text_append(text, sizeof text, "%s%s", *text ? ", or " : "", word->name);
    write_part(page, "range", text);
}

static void write_steps(struct page *page, enum input input) {
    const struct input_row *const row = &inputs[input];
    const char *const sign = row->scale == SCALE_LOG ? "×" : "±";
    char text[TEXT] = "", one[NUM_TEXT], coarse[NUM_TEXT], fine[NUM_TEXT];
    if (row->low > row->high) return;
    text_append(text, sizeof text, "%s%s; coarse %s%s, fine %s%s", sign, num_si(one, row->step),
                sign, num_si(coarse, row->coarse), sign, num_si(fine, num_round(row->fine, 3)));
    write_part(page, "steps", text);
}

static void write_slope(struct page *page, const struct app *app, enum input input) {
    double slope[INPUT_COUNT];
    char text[TEXT] = "", number[NUM_TEXT], more[NUM_TEXT];
    const struct preset *const preset = app_primary(app);
    law_gradient(preset, &app->now.plan, slope);
    if (isnan(slope[input])) {
        text_append(text, sizeof text, "no slope here under %s", preset->name);
    } else if (inputs[input].scale == SCALE_LOG) {
        text_append(text, sizeof text, "∂loss/∂ln %s %s under %s: 10 %% more, %s",
                    inputs[input].name, num_signed(number, slope[input], 4), preset->name,
                    num_signed(more, slope[input] * log(1.1), 4));
    } else {
        text_append(text, sizeof text, "∂loss/∂%s %s a bit under %s", inputs[input].name,
                    num_signed(number, slope[input], 4), preset->name);
    }
    write_part(page, "slope", text);
}

static void write_fitted(struct page *page, const struct app *app, enum input input) {
    char text[TEXT] = "", low[NUM_TEXT] = "", high[NUM_TEXT] = "";
    const struct preset *const preset = app_primary(app);
    const struct range *const range = &preset->range[input];
    if (!(preset->ranged & INPUT_BIT(input))) return;
    if (!isinf(range->low)) input_show(low, input, range->low);
    if (!isinf(range->high)) input_show(high, input, range->high);
    text_append(text, sizeof text, "%s … %s by %s", low, high, preset->name);
    write_part(page, "fitted on", text);
}

/* The presets on screen whose laws look at an input, or do not. */
static void write_laws(struct page *page, const struct app *app, enum input input, bool read) {
    char text[TEXT] = "";
    for (int i = 0; i < app->preset_count; i++) {
        const struct preset *const preset = app->presets[i];
        const bool reads = preset->reads & INPUT_BIT(input);
        if (reads == read)
            text_append(text, sizeof text, "%s%s (%s)", *text ? ", " : "", preset->name,
                        preset->law->name);
    }
    write_part(page, read ? "read by" : "ignored by", *text ? text : "none that is loaded");
}

static void write_page(struct page *page, const struct app *app, enum input input) {
    char text[TEXT] = "", now[NUM_TEXT], start[NUM_TEXT];
    write_part(page, "meaning", inputs[input].help);
    text_append(text, sizeof text, "%s; default %s",
                input_text(now, input, plan_get(&app->now.plan, input)),
                input_text(start, input, inputs[input].fallback));
    write_part(page, "now", text);
    write_range(page, input);
    write_steps(page, input);
    write_slope(page, app, input);
    write_fitted(page, app, input);
    write_laws(page, app, input, true);
    write_laws(page, app, input, false);
}

static int list_width(int cols) {
    return cols - 4 < WIDTH ? cols - 4 : WIDTH;
}

/* The page of the input shown, and how many rows of it are written; cells NULL without memory. */
static struct canvas page_of(const struct app *app, int *rows) {
    struct canvas canvas = canvas_new(list_width(app->cols) - 4, ROWS_MOST, app->ascii);
    struct page page = {&canvas, 0};
    if (canvas.cells) write_page(&page, app, (enum input)app->at);
    *rows = page.y;
    return canvas;
}

static int rows_in_sight(const struct app *app, int rows) {
    return rows < app->rows - 4 ? rows : app->rows - 4;
}

static int clamp(int value, int most) {
    return value < 0 ? 0 : value > most ? most : value;
}

void overlay_input_draw(const struct app *app, struct canvas *canvas) {
    char title[80];
    int rows;
    struct canvas page = page_of(app, &rows);
    const int shown = rows_in_sight(app, rows), from = clamp(app->help.scroll, rows - shown);
    title[0] = '\0';
    text_append(title, sizeof title, "%s · %s", inputs[app->at].name, inputs[app->at].title);
    const struct rect in = overlay_frame(canvas, list_width(canvas->cols) - 4, shown, title);
    for (int y = 0; page.cells && y < in.h; y++) {
        for (int x = 0; x < in.w; x++) {
            const struct cell *const cell = canvas_at(&page, x, from + y);
            if (cell) canvas_set(canvas, in.x + x, in.y + y, cell->ink, cell->ch);
        }
    }
    canvas_print(canvas, in.x, in.y + in.h, in.w, looks[LOOK_DIM],
                 " ↑↓ the other inputs%s, Escape closes ",
                 rows > shown ? ", PgUp PgDn scroll" : "");
    canvas_free(&page);
}

void overlay_input_open(struct app *app) {
    app->overlay = OVERLAY_INPUT;
    app->at = (int)app->now.selected;
    app->help.scroll = 0;
}

static void turn_to(struct app *app, int direction) {
    app->at = (app->at + INPUT_COUNT + direction) % INPUT_COUNT;
    app->help.scroll = 0;
}

static void scroll(struct app *app, int direction) {
    int rows;
    struct canvas page = page_of(app, &rows);
    const int shown = rows_in_sight(app, rows);
    app->help.scroll = clamp(app->help.scroll + direction * (shown - 1), rows - shown);
    canvas_free(&page);
}

void overlay_input_key(struct app *app, uint32_t key) {
    if (key == K_UP || key == 'k')
        turn_to(app, -1);
    else if (key == K_DOWN || key == 'j')
        turn_to(app, +1);
    else if (key == K_PAGE_UP)
        scroll(app, -1);
    else if (key == K_PAGE_DOWN || key == K_SPACE)
        scroll(app, +1);
    else if (key == K_ESCAPE || key == K_ENTER || key == 'q' || key == 'K' || key == K_F1)
        app->overlay = OVERLAY_NONE;
}

void overlay_input_mouse(struct app *app, const struct event *event) {
    if (event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN)
        turn_to(app, event->kind == EVENT_WHEEL_UP ? -1 : +1);
    else if (event->kind == EVENT_PRESS)
        app->overlay = OVERLAY_NONE;
}
