/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/overlay.h"

#include "base/text.h"
#include "ui/action.h"
#include "ui/look.h"
#include "ui/view.h"
#include <string.h>

struct rect overlay_place(const struct canvas *canvas, int width, int height) {
    const int w = width + 4 < canvas->cols ? width + 4 : canvas->cols;
    const int h = height + 2 < canvas->rows ? height + 2 : canvas->rows;
    return (struct rect){(canvas->cols - w) / 2 + 2, (canvas->rows - h) / 2 + 1, w - 4, h - 2};
}

struct rect overlay_frame(struct canvas *canvas, int width, int height, const char *title) {
    const struct rect in = overlay_place(canvas, width, height);
    const int w = in.w + 4, h = in.h + 2;
    const struct rect all = {in.x - 2, in.y - 1, w, h};
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
    return in;
}

static void add_key(char *out, size_t size, uint32_t key) {
    char name[KEY_NAME];
    text_append(out, size, "%s%s", *out ? " " : "", key_name(name, key));
}

/* Whether the user says what a key means wherever it has this meaning. */
static bool taken(const struct user_keys *user, const struct binding *binding) {
    for (unsigned i = 0; i < VIEW_COUNT; i++) {
        if (binding->views & 1u << i && !user_keys_find(user, i, binding->key)) return false;
    }
    return true;
}

/* The keys of an action as they stand in help, the user's first: "→ l". */
static void keys_of(const struct user_keys *user, const struct keymap *map, const char *action,
                    char *out, size_t size) {
    out[0] = '\0';
    for (int i = 0; i < user->count; i++) {
        const char *own = user->key[i].action;
        if (own && strcmp(own, action) == 0) add_key(out, size, user->key[i].key);
    }
    for (int i = 0; i < map->binding_count; i++) {
        const struct binding *binding = &map->bindings[i];
        if (strcmp(binding->action, action) == 0 && !taken(user, binding))
            add_key(out, size, binding->key);
    }
}

enum { HELP_KEYS = 16, HELP_WIDTH = 68 };

static const char *const mouse_help[] = {"drag a slider or click its track; the wheel steps it",
                                         "click a tab, a law, the curve, a key in the last row"};

enum { MOUSE_LINES = sizeof mouse_help / sizeof *mouse_help };

/* Lines of help: the planner's actions, views with their own, mouse. */
static int help_lines(void) {
    int lines = planner_keys.action_count + VIEW_COUNT + MOUSE_LINES;
    for (int i = 0; i < VIEW_COUNT; i++)
        lines += views[i]->keys ? views[i]->keys->action_count : 0;
    return lines;
}

static int help_rows(const struct app *app) {
    const int room = app->rows - 4, all = help_lines();
    return all < room ? all : room;
}

static int help_most(const struct app *app) {
    const int most = help_lines() - help_rows(app);
    return most > 0 ? most : 0;
}

static void help_text(struct canvas *canvas, struct rect row, const char *keys, const char *text,
                      const char *where) {
    canvas_put(canvas, row.x, row.y, HELP_KEYS - 1, looks[LOOK_KEY], keys);
    const int taken = HELP_KEYS + canvas_put(canvas, row.x + HELP_KEYS, row.y, row.w - HELP_KEYS,
                                             looks[LOOK_TEXT], text);
    if (where)
        canvas_print(canvas, row.x + taken + 1, row.y, row.w - taken - 1, looks[LOOK_DIM], "(%s)",
                     where);
}

static void help_action(const struct user_keys *user, struct canvas *canvas, struct rect row,
                        const struct keymap *map, int index, const char *where) {
    char keys[96];
    keys_of(user, map, map->actions[index].name, keys, sizeof keys);
    help_text(canvas, row, keys, map->actions[index].help, where);
}

static void help_line(const struct user_keys *user, struct canvas *canvas, struct rect row,
                      int index) {
    if (index < planner_keys.action_count) {
        help_action(user, canvas, row, &planner_keys, index, NULL);
        return;
    }
    index -= planner_keys.action_count;
    for (int i = 0; i < VIEW_COUNT; i++) {
        char key[2] = {views[i]->key, '\0'};
        const int own = views[i]->keys ? views[i]->keys->action_count : 0;
        if (index == 0) help_text(canvas, row, key, views[i]->help, NULL);
        if (index > 0 && index <= own)
            help_action(user, canvas, row, views[i]->keys, index - 1, views[i]->title);
        if (index <= own) return;
        index -= 1 + own;
    }
    help_text(canvas, row, index == 0 ? "mouse" : "", mouse_help[index], NULL);
}

void overlay_help_draw(const struct app *app, struct canvas *canvas) {
    const int most = help_most(app), from = app->help_scroll < most ? app->help_scroll : most;
    const struct rect in = overlay_frame(canvas, HELP_WIDTH, help_rows(app), "keys");
    for (int row = 0; row < in.h; row++) {
        help_line(&app->keys, canvas, (struct rect){in.x, in.y + row, in.w, 1}, from + row);
    }
    canvas_print(canvas, in.x, in.y + in.h, in.w, looks[LOOK_DIM], " %sEscape closes ",
                 most > 0 ? "↑↓ scrolls, " : "");
}

static void help_key(struct app *app, uint32_t key) {
    const int most = help_most(app), page = help_rows(app) - 1;
    int to = app->help_scroll < most ? app->help_scroll : most;
    if (key == K_DOWN || key == 'j') {
        to++;
    } else if (key == K_UP || key == 'k') {
        to--;
    } else if (key == K_PAGE_DOWN || key == K_SPACE) {
        to += page;
    } else if (key == K_PAGE_UP) {
        to -= page;
    } else if (key == K_ESCAPE || key == '?' || key == 'q' || key == K_ENTER) {
        app->overlay = OVERLAY_NONE;
    }
    app->help_scroll = to < 0 ? 0 : to > most ? most : to;
}

void overlay_draw(const struct app *app, struct canvas *canvas) {
    if (app->overlay == OVERLAY_HELP) overlay_help_draw(app, canvas);
    if (app->overlay == OVERLAY_PICKER) overlay_picker_draw(app, canvas);
    if (app->overlay == OVERLAY_FIELD) overlay_field_draw(app, canvas);
}

void overlay_key(struct app *app, const struct event *event) {
    static const uint32_t ctrl_c = 3;
    if (event->key == ctrl_c && app->overlay != OVERLAY_FIELD) app->quit = true;
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
    }
}
