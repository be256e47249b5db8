/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/overlay.h"

#include "ui/action.h"
#include "ui/look.h"
#include "ui/view.h"
#include <stdio.h>
#include <string.h>

struct rect overlay_frame(struct canvas *canvas, int width, int height, const char *title) {
    const int w = width + 4 < canvas->cols ? width + 4 : canvas->cols;
    const int h = height + 2 < canvas->rows ? height + 2 : canvas->rows;
    const struct rect all = {(canvas->cols - w) / 2, (canvas->rows - h) / 2, w, h};
    canvas_fill(canvas, all, looks[LOOK_TEXT]);
    for (int i = 1; i < w - 1; i++) {
        canvas_set(canvas, all.x + i, all.y, looks[LOOK_DIM], 0x2500);
        canvas_set(canvas, all.x + i, all.y + h - 1, looks[LOOK_DIM], 0x2500);
    }
    for (int i = 1; i < h - 1; i++) {
        canvas_set(canvas, all.x, all.y + i, looks[LOOK_DIM], 0x2502);
        canvas_set(canvas, all.x + w - 1, all.y + i, looks[LOOK_DIM], 0x2502);
    }
    canvas_set(canvas, all.x, all.y, looks[LOOK_DIM], 0x250C);
    canvas_set(canvas, all.x + w - 1, all.y, looks[LOOK_DIM], 0x2510);
    canvas_set(canvas, all.x, all.y + h - 1, looks[LOOK_DIM], 0x2514);
    canvas_set(canvas, all.x + w - 1, all.y + h - 1, looks[LOOK_DIM], 0x2518);
    canvas_print(canvas, all.x + 2, all.y, w - 4, looks[LOOK_STRONG], " %s ", title);
    return (struct rect){all.x + 2, all.y + 1, w - 4, h - 2};
}

/* The keys of an action as they stand in help: "→ l". */
static void keys_of(const char *action, unsigned *where, char *out, size_t size) {
    out[0] = '\0';
    *where = 0;
    for (int i = 0; i < binding_count(); i++) {
        char name[KEY_NAME];
        if (strcmp(bindings[i].action, action) != 0) continue;
        *where |= bindings[i].views;
        const size_t length = strlen(out);
        snprintf(out + length, size - length, "%s%s", length ? " " : "",
                 key_name(name, bindings[i].key));
    }
}

enum { HELP_KEYS = 18, HELP_TEXT = 44 };

static int help_rows(const struct app *app) {
    const int room = app->rows - 4;
    const int all = action_count() + 3;
    return all < room ? all : room;
}

static void help_line(const struct app *app, struct canvas *canvas, struct rect in, int row,
                      int index) {
    char keys[96];
    unsigned on;
    const struct action *action = &actions[index];
    keys_of(action->name, &on, keys, sizeof keys);
    canvas_put(canvas, in.x, in.y + row, HELP_KEYS - 1, looks[LOOK_KEY], keys);
    const int taken = canvas_put(canvas, in.x + HELP_KEYS, in.y + row, in.w - HELP_KEYS,
                                 looks[LOOK_TEXT], action->help);
    if (on & 1u << app->view) return;
    for (int i = 0; i < VIEW_COUNT; i++) {
        if (!(on & 1u << i)) continue;
        canvas_print(canvas, in.x + HELP_KEYS + taken + 1, in.y + row, in.w - HELP_KEYS - taken - 1,
                     looks[LOOK_DIM], "(%s)", views[i]->title);
        return;
    }
}

void overlay_help_draw(const struct app *app, struct canvas *canvas) {
    static const char *const mouse[] = {
        "drag a slider or click its track; the wheel steps it",
        "click a tab, a law's row, the curve, a key in the last row"};
    const int rows = help_rows(app), all = action_count() + 3;
    const struct rect in = overlay_frame(canvas, HELP_KEYS + HELP_TEXT + 14, rows, "keys");
    for (int row = 0; row < in.h; row++) {
        const int index = row + app->scroll;
        if (index < action_count()) {
            help_line(app, canvas, in, row, index);
        } else if (index > action_count() && index < all) {
            canvas_put(canvas, in.x, in.y + row, HELP_KEYS, looks[LOOK_KEY],
                       index == action_count() + 1 ? "mouse" : "");
            canvas_put(canvas, in.x + HELP_KEYS, in.y + row, in.w - HELP_KEYS, looks[LOOK_TEXT],
                       mouse[index - action_count() - 1]);
        }
    }
    canvas_print(canvas, in.x, in.y + in.h, in.w, looks[LOOK_DIM], " %sEscape closes ",
                 all > rows ? "↑↓ scrolls, " : "");
}

static void help_key(struct app *app, uint32_t key) {
    const int most = action_count() + 3 - help_rows(app);
    if (key == K_DOWN || key == 'j')
        app->scroll += app->scroll < most;
    else if (key == K_UP || key == 'k')
        app->scroll -= app->scroll > 0;
    else if (key == K_ESCAPE || key == '?' || key == 'q' || key == K_ENTER) {
        app->overlay = OVERLAY_NONE;
        app->scroll = 0;
    }
}

void overlay_draw(const struct app *app, struct canvas *canvas) {
    if (app->overlay == OVERLAY_HELP) overlay_help_draw(app, canvas);
    if (app->overlay == OVERLAY_PICKER) overlay_picker_draw(app, canvas);
    if (app->overlay == OVERLAY_FIELD) overlay_field_draw(app, canvas);
}

void overlay_key(struct app *app, const struct event *event) {
    if (app->overlay == OVERLAY_HELP)
        help_key(app, event->key);
    else if (app->overlay == OVERLAY_PICKER)
        overlay_picker_key(app, event->key);
    else if (app->overlay == OVERLAY_FIELD)
        overlay_field_key(app, event->key);
}

void overlay_mouse(struct app *app, const struct event *event) {
    if (app->overlay == OVERLAY_PICKER) {
        overlay_picker_mouse(app, event);
    } else if (app->overlay == OVERLAY_HELP) {
        const bool wheel = event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN;
        if (wheel)
            help_key(app, event->kind == EVENT_WHEEL_UP ? K_UP : K_DOWN);
        else if (event->kind == EVENT_PRESS)
            help_key(app, K_ESCAPE);
    } else if (event->kind == EVENT_PRESS && event->y != app->rows - 1) {
        app->overlay = OVERLAY_NONE;
    }
}
