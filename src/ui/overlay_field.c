/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include <string.h>

void overlay_field_open(struct app *app, const struct prompt *prompt) {
    app->overlay = OVERLAY_FIELD;
    app->prompt = prompt;
    field_set(&app->field, "");
}

void overlay_field_draw(const struct app *app, struct canvas *canvas) {
    char label[64] = "", words[200] = "";
    const int y = canvas->rows - 1;
    app->prompt->label(app, label, sizeof label);
    canvas_fill(canvas, (struct rect){0, y, canvas->cols, 1}, looks[LOOK_TEXT]);
    const int taken = 1 + canvas_put(canvas, 1, y, canvas->cols - 2, looks[LOOK_KEY], label);
    field_draw(canvas, taken, y, canvas->cols - taken - 1, &app->field);
    if (app->field.text[0] == '\0') {
        app->prompt->hint(app, words, sizeof words);
        canvas_put(canvas, taken + 2, y, canvas->cols - taken - 3, looks[LOOK_DIM], words);
    }
    if (!app->status[0]) return;
    canvas_fill(canvas, (struct rect){0, y - 1, canvas->cols, 1}, looks[LOOK_TEXT]);
    canvas_put(canvas, 1, y - 1, canvas->cols - 2, looks[LOOK_BAD_STRONG], app->status);
}

static void commit(struct app *app) {
    char typed[FIELD_TEXT];
    text_copy(typed, sizeof typed, app->field.text);
    const char *text = text_trim(typed);
    const bool nothing = !*text && !app->prompt->takes_empty;
    if (nothing || app->prompt->commit(app, text)) app->overlay = OVERLAY_NONE;
}

void overlay_field_key(struct app *app, uint32_t key) {
    static const uint32_t ctrl_c = 3;
    if (key == K_ESCAPE || key == ctrl_c) {
        app->overlay = OVERLAY_NONE;
    } else if (key == K_ENTER) {
        commit(app);
    } else {
        field_key(&app->field, key);
    }
}
