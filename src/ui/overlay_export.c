/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to take away, and into which file. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include <stdlib.h>
#include <string.h>

enum { CTRL_C = 3, CTRL_N = 14, CTRL_P = 16 };
enum { NAME_W = 14, MESSAGE = 2, ROWS = EXPORT_KINDS + 2 + MESSAGE, WIDTH = 66 };

void overlay_export_open(struct app *app) {
    char name[FIELD_TEXT];
    export_name(app, app->export.kind, name, sizeof name);
    field_set(&app->field, name);
    app->export.replace = false;
    app->overlay = OVERLAY_EXPORT;
}

static void draw_kind(const struct app *app, struct canvas *canvas, struct rect row, int i) {
    const bool on = i == (int)app->export.kind;
    const char *refusal = export_refusal(app, (enum export_kind)i);
    const enum look look = refusal[0] ? LOOK_DIM : on ? LOOK_KEY : LOOK_STRONG;
    canvas_put(canvas, row.x, row.y, 1, looks[LOOK_KEY], on ? "▸" : " ");
    canvas_put(canvas, row.x + 2, row.y, NAME_W - 1, looks[look], exports[i].name);
    canvas_put(canvas, row.x + 2 + NAME_W, row.y, row.w - NAME_W - 8,
               looks[refusal[0] ? LOOK_DIM : LOOK_TEXT], refusal[0] ? refusal : exports[i].help);
    canvas_put_right(canvas, row.x, row.y, row.w, looks[LOOK_DIM], exports[i].suffix);
}

/* Text over two rows, broken anywhere: a path has no blanks. */
static void draw_message(const struct app *app, struct canvas *canvas, struct rect rect) {
    char part[APP_STATUS];
    const char *at = app->status;
    for (int row = 0; row < MESSAGE && *at; row++) {
        text_copy(part, sizeof part, at);
        while (canvas_width(canvas, part) > rect.w) {
            size_t end = strlen(part) - 1;
            while (end > 0 && ((unsigned char)part[end] & 0xC0) == 0x80)
                end--;
            part[end] = '\0';
        }
        char *blank = at[strlen(part)] ? strrchr(part, ' ') : NULL;
        if (blank && blank > part + strlen(part) / 2) blank[1] = '\0';
        canvas_put(canvas, rect.x, rect.y + row, rect.w, looks[LOOK_BAD_STRONG], part);
        at += strlen(part);
    }
}

void overlay_export_draw(const struct app *app, struct canvas *canvas) {
    const int y = canvas->rows - 1;
    const struct rect in =
        overlay_frame(canvas, WIDTH < canvas->cols - 4 ? WIDTH : canvas->cols - 4, ROWS,
                      "take away");
    for (int i = 0; i < EXPORT_KINDS; i++)
        draw_kind(app, canvas, (struct rect){in.x, in.y + i, in.w, 1}, i);
    const int file = in.y + EXPORT_KINDS + 1;
    canvas_put(canvas, in.x, file, 6, looks[LOOK_KEY], "file");
    field_draw(canvas, in.x + 6, file, in.w - 6, &app->field);
    draw_message(app, canvas, (struct rect){in.x, file + 1, in.w, MESSAGE});
    canvas_fill(canvas, (struct rect){0, y, canvas->cols, 1}, looks[LOOK_TEXT]);
    canvas_put(canvas, 1, y, canvas->cols - 2, looks[LOOK_DIM],
               "↑↓ what   Tab completes   Enter writes   Escape closes");
}

/* The name keeps all but its suffix. */
static void choose(struct app *app, int step) {
    char name[FIELD_TEXT], plain[FIELD_TEXT];
    struct export_state *state = &app->export;
    const enum export_kind was = state->kind;
    export_name(app, was, plain, sizeof plain);
    const bool own = strcmp(app->field.text, plain) != 0;
    state->kind = (enum export_kind)(((int)was + step + EXPORT_KINDS) % EXPORT_KINDS);
    if (!own) {
        export_name(app, state->kind, name, sizeof name);
    } else {
        const size_t length = strlen(app->field.text), suffix = strlen(exports[was].suffix);
        const bool has =
            length > suffix && strcmp(app->field.text + length - suffix, exports[was].suffix) == 0;
        text_copy(name, has ? length - suffix + 1 : sizeof name, app->field.text);
        text_append(name, sizeof name, "%s", has ? exports[state->kind].suffix : "");
    }
    field_set(&app->field, name);
}

static void write_it(struct app *app) {
    char typed[FIELD_TEXT], said[APP_STATUS], there[APP_STATUS];
    struct err err;
    struct export_state *state = &app->export;
    text_copy(typed, sizeof typed, app->field.text);
    const char *path = text_trim(typed);
    if (!*path) {
        app_say(app, true, "a name for the file is missing");
        return;
    }
    if (!state->replace && export_exists(state->kind, path, there, sizeof there)) {
        state->replace = true;
        app_say(app, true, "%s exists: press Enter again to replace it", there);
        return;
    }
    if (export_write(app, state->kind, path, state->replace, said, sizeof said, &err)) {
        app->overlay = OVERLAY_NONE;
        app_say(app, false, "wrote %s", said);
    } else {
        app_say(app, true, "%s", err.text);
    }
    state->replace = false;
}

void overlay_export_key(struct app *app, uint32_t key) {
    if (key == K_ENTER) {
        write_it(app);
        return;
    }
    app->export.replace = false;
    if (key == K_ESCAPE || key == CTRL_C) {
        app->overlay = OVERLAY_NONE;
    } else if (key == K_UP || key == CTRL_P) {
        choose(app, -1);
    } else if (key == K_DOWN || key == CTRL_N) {
        choose(app, +1);
    } else if (key == K_TAB) {
        overlay_complete(app);
    } else {
        field_key(&app->field, key);
        app->export.kind = export_kind_of(app->field.text, app->export.kind);
    }
}

bool overlay_export_types(const struct app *app) {
    (void)app;
    return true;
}

void overlay_export_mouse(struct app *app, const struct event *event) {
    const struct canvas screen = {.cols = app->cols, .rows = app->rows};
    const struct rect in =
        overlay_place(&screen, WIDTH < app->cols - 4 ? WIDTH : app->cols - 4, ROWS);
    app->export.replace = false;
    if (event->kind == EVENT_WHEEL_UP) choose(app, -1);
    if (event->kind == EVENT_WHEEL_DOWN) choose(app, +1);
    if (event->kind != EVENT_PRESS) return;
    const int row = event->y - in.y;
    const bool inside = event->x >= in.x && event->x < in.x + in.w && row >= -1 && row <= in.h;
    if (!inside)
        app->overlay = OVERLAY_NONE;
    else if (row >= 0 && row < EXPORT_KINDS)
        choose(app, row - (int)app->export.kind);
}
