/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include <string.h>

void overlay_field_open(struct app *app, bool assigns) {
    app->overlay = OVERLAY_FIELD;
    app->field_assigns = assigns;
    app->field_use = NULL;
    field_set(&app->field, "");
}

void overlay_field_ask(struct app *app, const struct field_use *use) {
    overlay_field_open(app, false);
    app->field_use = use;
}

static void prompt(const struct app *app, char *out, size_t size) {
    out[0] = '\0';
    if (app->field_use) {
        text_append(out, size, "%s", app->field_use->prompt);
        return;
    }
    text_append(out, size, app->field_assigns ? ":" : "%s = ", inputs[app->now.selected].name);
}

/* What may be typed, where nothing is yet. */
static void hint(const struct app *app, char *out, size_t size) {
    char now[NUM_TEXT];
    const enum input input = app->now.selected;
    out[0] = '\0';
    if (app->field_use) {
        text_append(out, size, "%s", app->field_use->hint);
        return;
    }
    if (app->field_assigns) {
        text_append(out, size, "NAME=VALUE …, as in N=70B D=15T P=8 fmt=E4M3 post=off");
        return;
    }
    text_append(out, size, "now %s; %s", input_text(now, input, plan_get(&app->now.plan, input)),
                inputs[input].title);
    for (const struct input_word *word = inputs[input].words; word->name; word++) {
        text_append(out, size, "%s%s", word == inputs[input].words ? ", or " : ", ", word->name);
    }
}

void overlay_field_draw(const struct app *app, struct canvas *canvas) {
    char label[48], words[200];
    const int y = canvas->rows - 1;
    prompt(app, label, sizeof label);
    canvas_fill(canvas, (struct rect){0, y, canvas->cols, 1}, looks[LOOK_TEXT]);
    const int taken = 1 + canvas_put(canvas, 1, y, canvas->cols - 2, looks[LOOK_KEY], label);
    field_draw(canvas, taken, y, canvas->cols - taken - 1, &app->field);
    if (app->field.text[0] == '\0') {
        hint(app, words, sizeof words);
        canvas_put(canvas, taken + 2, y, canvas->cols - taken - 3, looks[LOOK_DIM], words);
    }
    if (!app->status[0]) return;
    canvas_fill(canvas, (struct rect){0, y - 1, canvas->cols, 1}, looks[LOOK_TEXT]);
    canvas_put(canvas, 1, y - 1, canvas->cols - 2, looks[LOOK_BAD_STRONG], app->status);
}

/* Apply blank-separated NAME=VALUE words, all or none. */
static bool apply_words(const char *text, struct plan *plan, struct err *err) {
    char words[FIELD_TEXT];
    char *rest = NULL;
    text_copy(words, sizeof words, text);
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (!plan_word(plan, word, err)) return false;
    }
    return true;
}

static void commit(struct app *app) {
    struct err err;
    struct plan plan = app->now.plan;
    char typed[FIELD_TEXT];
    text_copy(typed, sizeof typed, app->field.text);
    const char *value = text_trim(typed);
    const enum input input = app->now.selected;
    double number;
    if (app->field_use) {
        if (app->field_use->take(app, value)) app->overlay = OVERLAY_NONE;
        return;
    }
    if (*value && (app->field_assigns || strchr(value, '='))) {
        if (!apply_words(value, &plan, &err)) {
            app_say(app, true, "%s", err.text);
            return;
        }
        if (!plan_same(&app->now.plan, &plan)) app_remember(app);
        app->now.plan = plan;
        if (app->now.hold != HOLD_NONE) app_say(app, false, "nothing is held any more");
        app->now.hold = HOLD_NONE;
        app->overlay = OVERLAY_NONE;
        return;
    } else if (*value) {
        if (!input_parse(input, value, &number, &err)) {
            app_say(app, true, "%s", err.text);
            return;
        }
        app_move(app, input, number);
        if (app->status[0]) return;
    }
    app->overlay = OVERLAY_NONE;
}

void overlay_field_key(struct app *app, uint32_t key) {
    if (key == K_ESCAPE || key == 3)
        app->overlay = OVERLAY_NONE;
    else if (key == K_ENTER)
        commit(app);
    else
        field_key(&app->field, key);
}
