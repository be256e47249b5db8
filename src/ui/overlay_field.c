/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A field in the last row, with a history of what was typed in it before. */
#include "base/text.h"
#include "io/complete.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include <string.h>

void overlay_field_open(struct app *app, const struct prompt *prompt) {
    app->overlay = OVERLAY_FIELD;
    app->prompt = prompt;
    app->recall = (struct recall){.back = -1};
    field_set(&app->field, "");
}

bool overlay_field_types(const struct app *app) {
    return app->overlay == OVERLAY_FIELD;
}

static void label_of(const struct app *app, char *out, size_t size) {
    const struct recall *const recall = &app->recall;
    if (recall->searching)
        text_append(out, size, "%s '%s': ", recall->failed ? "not found" : "back to", recall->part);
    else
        app->prompt->label(app, out, size);
}

void overlay_field_draw(const struct app *app, struct canvas *canvas) {
    char label[64] = "", words[200] = "";
    const int y = canvas->rows - 1;
    label_of(app, label, sizeof label);
    canvas_fill(canvas, (struct rect){0, y, canvas->cols, 1}, looks[LOOK_TEXT]);
    const int taken = 1 + canvas_put(canvas, 1, y, canvas->cols / 2, looks[LOOK_KEY], label);
    field_draw(canvas, taken, y, canvas->cols - taken - 1, &app->field);
    if (app->field.text[0] == '\0' && !app->recall.searching) {
        app->prompt->hint(app, words, sizeof words);
        canvas_put(canvas, taken + 2, y, canvas->cols - taken - 3, looks[LOOK_DIM], words);
    }
    if (!app->status[0]) return;
    canvas_fill(canvas, (struct rect){0, y - 1, canvas->cols, 1}, looks[LOOK_TEXT]);
    canvas_put(canvas, 1, y - 1, canvas->cols - 2, looks[LOOK_BAD_STRONG], app->status);
}

static struct history *history_of(struct app *app) {
    return &app->history[app->prompt->history];
}

/* What was typed is taken before it is kept: a prompt may open another overlay. */
static void commit(struct app *app) {
    char typed[FIELD_TEXT];
    text_copy(typed, sizeof typed, app->field.text);
    const char *text = text_trim(typed);
    const struct prompt *const prompt = app->prompt;
    const enum overlay was = app->overlay;
    const bool nothing = !*text && !prompt->takes_empty;
    if (!nothing && !prompt->commit(app, text)) return;
    if (prompt->history != HISTORY_NONE) history_add(&app->history[prompt->history], text);
    if (app->prompt == prompt && app->overlay == was) app->overlay = OVERLAY_NONE;
}

/* One line back (+1) or forth (−1). */
static void go(struct app *app, int direction) {
    char line[FIELD_TEXT];
    struct recall *const recall = &app->recall;
    const int to = recall->back + direction;
    if (to < -1) return;
    if (recall->back < 0) text_copy(recall->typed, sizeof recall->typed, app->field.text);
    if (to < 0)
        text_copy(line, sizeof line, recall->typed);
    else if (!history_get(history_of(app), to, line, sizeof line))
        return;
    recall->back = to;
    field_replace(&app->field, line);
}

/* Show the first line from `back` on that has what is searched for. */
static void search(struct app *app, int back) {
    char line[FIELD_TEXT];
    struct recall *const recall = &app->recall;
    if (!recall->part[0]) return;
    const int found = history_find(history_of(app), recall->part, back);
    recall->failed = found < 0;
    if (recall->failed || !history_get(history_of(app), found, line, sizeof line)) return;
    recall->back = found;
    field_set(&app->field, line);
}

static void search_begin(struct app *app) {
    struct recall *const recall = &app->recall;
    if (recall->back < 0) text_copy(recall->typed, sizeof recall->typed, app->field.text);
    recall->searching = true;
    recall->failed = false;
    recall->part[0] = '\0';
}

void overlay_complete(struct app *app) {
    char name[FIELD_TEXT];
    text_copy(name, sizeof name, app->field.text);
    const int found = complete_path(name, sizeof name);
    if (found == 0) app_say(app, true, "no file or folder begins like that");
    if (found > 1 && strcmp(name, app->field.text) == 0)
        app_say(app, true, "%d files begin like that", found);
    if (found > 0) field_set(&app->field, name);
}

enum { CTRL_C = 3, CTRL_G = 7, CTRL_N = 14, CTRL_P = 16, CTRL_R = 18 };

/* A key while the history is searched; false where it ends the search and means what it else does.
 */
static bool search_key(struct app *app, uint32_t key) {
    struct recall *const recall = &app->recall;
    struct field part = {.text = ""};
    if (key == CTRL_R) {
        search(app, recall->back + 1);
        return true;
    }
    if (key == CTRL_G || key == CTRL_C || key == K_ESCAPE) {
        recall->searching = false;
        if (key != K_ESCAPE) {
            recall->back = -1;
            field_set(&app->field, recall->typed);
        }
        return true;
    }
    field_set(&part, recall->part);
    const bool typed = (key >= K_SPACE && key < K_SPECIAL) && field_key(&part, key);
    recall->searching = typed;
    if (!typed) return false;
    text_copy(recall->part, sizeof recall->part, part.text);
    search(app, recall->back < 0 ? 0 : key == K_BACKSPACE ? 0 : recall->back);
    return true;
}

void overlay_field_key(struct app *app, uint32_t key) {
    if (app->recall.searching && search_key(app, key)) return;
    if (key == K_ESCAPE || key == CTRL_C) {
        app->overlay = OVERLAY_NONE;
    } else if (key == K_ENTER) {
        commit(app);
    } else if (key == K_UP || key == CTRL_P) {
        go(app, +1);
    } else if (key == K_DOWN || key == CTRL_N) {
        go(app, -1);
    } else if (key == CTRL_R) {
        search_begin(app);
    } else if (key == K_TAB && app->prompt->complete) {
        app->prompt->complete(app);
    } else {
        field_key(&app->field, key);
    }
}
