/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include <stdlib.h>
#include <string.h>

/* What a row shows of a preset's file, or why it cannot be loaded. */
struct choice {
    char name[PRESET_NAME], law[24], title[PRESET_LINE], source[PRESET_LINE];
    char broken[ERR_TEXT];
};

struct picker {
    int count, at;
    struct choice choice[];
};

static void read_choice(const char *name, const char *file, struct preset *scratch,
                        struct choice *choice) {
    struct err err;
    text_clean(choice->name, sizeof choice->name, name);
    choice->broken[0] = '\0';
    if (!preset_file_read(file, scratch, &err)) {
        text_clean(choice->broken, sizeof choice->broken, err.text);
        return;
    }
    text_copy(choice->law, sizeof choice->law, scratch->law->name);
    text_clean(choice->title, sizeof choice->title, scratch->title);
    text_clean(choice->source, sizeof choice->source, scratch->source);
    preset_free(scratch);
}

static void take_loaded(const struct preset *preset, struct choice *choice) {
    text_clean(choice->name, sizeof choice->name, preset->name);
    text_copy(choice->law, sizeof choice->law, preset->law->name);
    text_clean(choice->title, sizeof choice->title, preset->title);
    text_clean(choice->source, sizeof choice->source, preset->source);
    choice->broken[0] = '\0';
}

static bool loaded(const struct app *app, const char *name) {
    for (int i = 0; i < app->preset_count; i++) {
        if (strcmp(app->presets[i]->name, name) == 0) return true;
    }
    return false;
}

/* Those on screen first, then the other files. */
static void fill(const struct app *app, const struct preset_list *list, struct preset *scratch,
                 struct picker *picker) {
    for (int i = 0; i < app->preset_count; i++)
        take_loaded(app->presets[i], &picker->choice[picker->count++]);
    for (size_t i = 0; i < list->count; i++) {
        const struct preset_entry *entry = &list->entries[i];
        if (!loaded(app, entry->name))
            read_choice(entry->name, entry->path, scratch, &picker->choice[picker->count++]);
    }
    picker->at = app->now.primary;
}

void overlay_picker_open(struct app *app) {
    struct preset_list list = {NULL, 0};
    struct err err;
    if (!preset_list_read(&list, &err)) {
        app_say(app, true, "%s", err.text);
        return;
    }
    const size_t most = list.count + (size_t)app->preset_count;
    struct preset *scratch = malloc(sizeof *scratch);
    app->picker = calloc(1, sizeof *app->picker + most * sizeof *app->picker->choice);
    if (scratch && app->picker) {
        fill(app, &list, scratch, app->picker);
        app->overlay = OVERLAY_PICKER;
    } else {
        app_say(app, true, "out of memory");
        overlay_picker_close(app);
    }
    free(scratch);
    preset_list_free(&list);
}

void overlay_picker_close(struct app *app) {
    free(app->picker);
    app->picker = NULL;
    if (app->overlay == OVERLAY_PICKER) app->overlay = OVERLAY_NONE;
}

static int list_rows(const struct app *app) {
    const int room = app->rows - 6;
    return app->picker->count < room ? app->picker->count : room;
}

static int list_width(int cols) {
    return cols - 4 < 120 ? cols - 4 : 120;
}

static void choice_row(struct canvas *canvas, struct rect in, int y, const struct choice *choice,
                       bool at, bool on) {
    const bool broken = choice->broken[0];
    canvas_put(canvas, in.x, y, 2, looks[LOOK_KEY], at ? "▸" : on ? "·" : " ");
    canvas_put(canvas, in.x + 2, y, 18,
               looks[at       ? LOOK_KEY
                     : broken ? LOOK_BAD
                              : LOOK_STRONG],
               choice->name);
    canvas_put(canvas, in.x + 21, y, 12, looks[LOOK_DIM], broken ? "broken" : choice->law);
    canvas_put(canvas, in.x + 34, y, in.w - 34, looks[broken ? LOOK_BAD : LOOK_TEXT],
               broken ? "cannot be loaded" : choice->title);
}

void overlay_picker_draw(const struct app *app, struct canvas *canvas) {
    const struct picker *picker = app->picker;
    const int rows = list_rows(app), top = overlay_top(app->picker->at, rows);
    const struct rect in = overlay_frame(canvas, list_width(canvas->cols), rows + 2, "presets");
    for (int i = 0; i < rows; i++) {
        choice_row(canvas, in, in.y + i, &picker->choice[top + i], top + i == picker->at,
                   top + i < app->preset_count);
    }
    const struct choice *choice = &picker->choice[picker->at];
    const bool broken = choice->broken[0];
    canvas_put(canvas, in.x, in.y + rows + 1, in.w, looks[broken ? LOOK_BAD : LOOK_DIM],
               broken ? choice->broken : choice->source);
    canvas_put(canvas, in.x, in.y + in.h, in.w, looks[LOOK_DIM],
               " ↑↓ choose, Enter makes it the primary law, Escape closes ");
}

static void take(struct app *app) {
    struct err err;
    char name[PRESET_NAME];
    text_copy(name, sizeof name, app->picker->choice[app->picker->at].name);
    const int at = app->picker->at;
    if (at < app->preset_count) {
        app_choose_preset(app, at);
    } else if (!app_add_preset(app, name, &err)) {
        app_say(app, true, "%s", err.text);
    }
    overlay_picker_close(app);
}

void overlay_picker_key(struct app *app, uint32_t key) {
    struct picker *picker = app->picker;
    if (key == K_ENTER) {
        take(app);
        return;
    }
    if (key == K_ESCAPE || key == 'q' || key == 'p') {
        overlay_picker_close(app);
        return;
    }
    picker->at = overlay_list_key(key, picker->at, picker->count, list_rows(app) - 1);
}

static struct rect picker_place(const struct app *app) {
    const struct canvas screen = {.cols = app->cols, .rows = app->rows};
    return overlay_place(&screen, list_width(app->cols), list_rows(app) + 2);
}

void overlay_picker_mouse(struct app *app, const struct event *event) {
    if (event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN) {
        overlay_picker_key(app, event->kind == EVENT_WHEEL_UP ? K_UP : K_DOWN);
        return;
    }
    const struct rect in = picker_place(app);
    const int row = overlay_list_row(&in, list_rows(app), event);
    if (event->kind != EVENT_PRESS) return;
    if (row < 0) {
        overlay_picker_close(app);
        return;
    }
    app->picker->at = overlay_top(app->picker->at, list_rows(app)) + row;
    take(app);
}
