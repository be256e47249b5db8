/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field for all that can be done: what matches is listed above it, the best at its side. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include "ui/palette.h"
#include "ui/widget.h"
#include <stdlib.h>
#include <string.h>

enum { LIST_ROWS = 10, NAME_COLS = 18, NOTE_COLS = 12 };

void overlay_palette_open(struct app *app) {
    overlay_palette_close(app);
    overlay_field_open(app, &prompt_words);
    app->palette = palette_new(app);
    if (app->palette) app->overlay = OVERLAY_PALETTE;
}

void overlay_palette_close(struct app *app) {
    free(app->palette);
    app->palette = NULL;
    if (app->overlay == OVERLAY_PALETTE) app->overlay = OVERLAY_NONE;
}

bool overlay_palette_types(const struct app *app) {
    return app->palette != NULL;
}

static int list_rows(const struct app *app) {
    const int room = app->rows - 6, most = room < LIST_ROWS ? room : LIST_ROWS;
    return app->palette->found < most ? app->palette->found : most;
}

/* The row below the list, the field's. */
static int list_end(const struct app *app) {
    return app->rows - 1;
}

static int first_in_sight(const struct app *app) {
    return app->palette->at < 0 ? 0 : overlay_top(app->palette->at, list_rows(app));
}

/* Text with the characters that match underlined; returns the columns it took. */
static int put_marked(struct canvas *canvas, struct rect at, enum look look, const char *text,
                      const bool mark[FUZZY_TEXT]) {
    int x = 0;
    for (int i = 0; *text && x < at.w; i++) {
        char bytes[TEXT_CHAR];
        struct ink ink = looks[look];
        const bool marked = i < FUZZY_TEXT && mark[i];
        if (marked) ink = looks[LOOK_KEY];
        if (marked) ink.attr |= ATTR_UNDERLINE;
        text_encode(bytes, text_next(&text));
        x += canvas_put(canvas, at.x + x, at.y, at.w - x, ink, bytes);
    }
    return x;
}

static void draw_item(const struct app *app, struct canvas *canvas, int y, int index) {
    const struct palette_item *const item = &app->palette->item[app->palette->order[index]];
    const bool at = index == app->palette->at;
    const char *const note = item->note[0] ? item->note : item->source->label;
    bool name[FUZZY_TEXT], help[FUZZY_TEXT];
    palette_marks(item, app->field.text, name, help);
    canvas_fill(canvas, (struct rect){0, y, canvas->cols, 1}, looks[LOOK_TEXT]);
    canvas_put(canvas, 1, y, 1, looks[LOOK_KEY], at ? "▸" : " ");
    const int room = canvas->cols - 3 - NOTE_COLS - 2;
    const int most = item->help[0] ? NAME_COLS : room;
    int x = 3 + put_marked(canvas, (struct rect){3, y, most, 1}, at ? LOOK_STRONG : LOOK_TEXT,
                           item->name, name);
    if (x < 3 + NAME_COLS) x = 3 + NAME_COLS;
    put_marked(canvas, (struct rect){x + 1, y, room - x - 1, 1}, at ? LOOK_TEXT : LOOK_DIM,
               item->help, help);
    canvas_put_right(canvas, canvas->cols - NOTE_COLS - 2, y, NOTE_COLS,
                     looks[item->action ? LOOK_KEY : LOOK_DIM], note);
}

void overlay_palette_draw(const struct app *app, struct canvas *canvas) {
    char many[48] = "";
    const struct palette *const palette = app->palette;
    const int rows = list_rows(app), end = list_end(app), first = first_in_sight(app);
    overlay_field_draw(app, canvas);
    for (int i = 0; i < rows; i++)
        draw_item(app, canvas, end - 1 - i, first + i);
    canvas_fill(canvas, (struct rect){0, end - rows - 1, canvas->cols, 1}, looks[LOOK_TEXT]);
    text_append(many, sizeof many, "%d of %d", palette->found, palette->count);
    if (app->status[0]) {
        canvas_put(canvas, 1, end - rows - 1, canvas->cols - 2, looks[LOOK_BAD_STRONG],
                   app->status);
    } else if (palette->found == 0 && strchr(app->field.text, '=')) {
        widget_rule(canvas, 0, end - rows - 1, canvas->cols, "Enter sets it · Ctrl-R searches back",
                    NULL);
    } else {
        widget_rule(canvas, 0, end - rows - 1, canvas->cols,
                    "↑↓ choose · Tab completes · Enter runs · Ctrl-R searches back", many);
    }
}

static const struct palette_item *chosen(const struct app *app) {
    const struct palette *const palette = app->palette;
    const int at = palette->at < 0 ? 0 : palette->at;
    return at < palette->found ? &palette->item[palette->order[at]] : NULL;
}

static void complete(struct app *app, const struct palette_item *item) {
    char text[FIELD_TEXT];
    palette_complete(item, app->field.text, text, sizeof text);
    field_replace(&app->field, text);
    palette_find(app->palette, app->field.text);
}

/* The item is the palette's, which is closed before it runs: it may open another overlay. */
static void run(struct app *app) {
    const struct palette_item item = *chosen(app);
    if (!item.source->run) {
        complete(app, &item);
        return;
    }
    overlay_palette_close(app);
    item.source->run(app, &item);
}

static void move(struct app *app, int direction) {
    struct palette *const palette = app->palette;
    const int to = palette->at + direction;
    if (to >= -1 && to < palette->found) palette->at = to;
}

/* All else is the field's. */
static void type(struct app *app, uint32_t key) {
    char before[FIELD_TEXT];
    text_copy(before, sizeof before, app->field.text);
    overlay_field_key(app, key);
    if (app->overlay != OVERLAY_PALETTE)
        overlay_palette_close(app);
    else if (strcmp(before, app->field.text) != 0)
        palette_find(app->palette, app->field.text);
}

void overlay_palette_key(struct app *app, uint32_t key) {
    enum { CTRL_N = 14, CTRL_P = 16 };
    const bool searching = app->recall.searching;
    if (!searching && (key == K_UP || key == CTRL_P)) {
        move(app, +1);
    } else if (!searching && (key == K_DOWN || key == CTRL_N)) {
        move(app, -1);
    } else if (key == K_TAB) {
        if (chosen(app)) complete(app, chosen(app));
    } else if (!searching && key == K_ENTER && app->palette->at >= 0) {
        run(app);
    } else {
        type(app, key);
    }
}

void overlay_palette_mouse(struct app *app, const struct event *event) {
    const int row = list_end(app) - 1 - event->y;
    if (event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN) {
        move(app, event->kind == EVENT_WHEEL_UP ? +1 : -1);
    } else if (event->kind == EVENT_PRESS && row >= list_rows(app)) {
        overlay_palette_close(app);
    } else if (event->kind == EVENT_PRESS && row >= 0) {
        app->palette->at = first_in_sight(app) + row;
        run(app);
    }
}
