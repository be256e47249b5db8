/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys: those of the present view, those of all, those of the other views; and a search. */
#include "base/text.h"
#include "ui/action.h"
#include "ui/lesson.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include "ui/view.h"
#include <string.h>

enum { HELP_KEYS = 16, HELP_WIDTH = 68 };

static const char *const mouse_help[] = {"drag a slider or click its track; the wheel steps it",
                                         "click a tab, a law, the curve, a key in the last row"};

/* Beside what a field does by itself. */
static const char *const typing_help[][2] = {{"Enter", "take it"},
                                             {"Esc Ctrl-C", "leave it"},
                                             {"↑ ↓", "what was typed before"},
                                             {"Ctrl-R", "search what was typed before"},
                                             {"Tab", "complete, after :"}};

enum {
    MOUSE_LINES = sizeof mouse_help / sizeof *mouse_help,
    TYPING_LINES = sizeof typing_help / sizeof *typing_help
};

struct help_line {
    char keys[96];
    char text[128];
    const char *where; /* the view that it holds in, or NULL */
    bool head;         /* text is a section's head */
};

static int own_count(enum view view) {
    return views[view]->keys ? views[view]->keys->action_count : 0;
}

static void set_action(const struct app *app, struct help_line *line, const struct keymap *map,
                       int index) {
    action_keys(&app->keys, map, map->actions[index].name, line->keys, sizeof line->keys);
    text_copy(line->text, sizeof line->text, map->actions[index].help);
}

/* Sections are gone through in order: whether line *index is in the next one of `count` lines, else
 * it is told from that one's end on. */
static bool here(int *index, int count) {
    if (*index < count) return true;
    *index -= count;
    return false;
}

static void set_head(struct help_line *line, const char *text) {
    text_copy(line->text, sizeof line->text, text);
    line->head = true;
}

static bool own_line(const struct app *app, int *index, struct help_line *line) {
    const int own = own_count(app->view);
    if (own == 0) return false;
    if (here(index, 1)) {
        text_append(line->text, sizeof line->text, "in this view: %s", views[app->view]->title);
        line->head = true;
        return true;
    }
    if (!here(index, own)) return false;
    set_action(app, line, views[app->view]->keys, *index);
    return true;
}

static bool lesson_line(const struct app *app, int *index, struct help_line *line) {
    if (here(index, 1)) {
        set_head(line, "in a lesson");
        return true;
    }
    if (!here(index, lesson_keys.action_count)) return false;
    set_action(app, line, &lesson_keys, *index);
    return true;
}

static bool planner_line(const struct app *app, int *index, struct help_line *line) {
    if (here(index, 1)) {
        set_head(line, "everywhere");
        return true;
    }
    if (!here(index, planner_keys.action_count)) return false;
    set_action(app, line, &planner_keys, *index);
    /* all its keys may mean something else in this view */
    if (!action_key(app, &planner_keys, planner_keys.actions[*index].name))
        line->where = "in other views";
    return true;
}

static bool view_line(int *index, struct help_line *line) {
    if (here(index, 1)) {
        set_head(line, "views");
        return true;
    }
    if (!here(index, VIEW_COUNT)) return false;
    line->keys[0] = views[*index]->key;
    text_copy(line->text, sizeof line->text, views[*index]->help);
    return true;
}

static bool other_line(const struct app *app, int *index, struct help_line *line) {
    if (here(index, 1)) {
        set_head(line, "in other views");
        return true;
    }
    for (int i = 0; i < VIEW_COUNT; i++) {
        if (i == (int)app->view || !here(index, own_count((enum view)i))) continue;
        set_action(app, line, views[i]->keys, *index);
        line->where = views[i]->title;
        return true;
    }
    return false;
}

const char *overlay_typing_help(int line, char *keys, size_t size) {
    if (line >= TYPING_LINES) return field_help(line - TYPING_LINES, keys, size);
    text_copy(keys, size, typing_help[line][0]);
    return typing_help[line][1];
}

static int typing_lines(void) {
    char keys[96];
    int count = 0;
    while (overlay_typing_help(count, keys, sizeof keys))
        count++;
    return count;
}

static bool typing_line(int *index, struct help_line *line) {
    if (here(index, 1)) {
        set_head(line, "while typing");
        return true;
    }
    if (!here(index, typing_lines())) return false;
    text_copy(line->text, sizeof line->text,
              overlay_typing_help(*index, line->keys, sizeof line->keys));
    return true;
}

static bool mouse_line(int *index, struct help_line *line) {
    if (here(index, 1)) {
        set_head(line, "mouse");
        return true;
    }
    if (!here(index, MOUSE_LINES)) return false;
    text_copy(line->text, sizeof line->text, mouse_help[*index]);
    return true;
}

/* A line of help by number from 0; false past the last. */
static bool help_line(const struct app *app, int index, struct help_line *line) {
    memset(line, 0, sizeof *line);
    const bool learns = lesson_runs(app);
    return (learns && lesson_line(app, &index, line)) || own_line(app, &index, line) ||
           planner_line(app, &index, line) || view_line(&index, line) ||
           other_line(app, &index, line) || (!learns && lesson_line(app, &index, line)) ||
           typing_line(&index, line) || mouse_line(&index, line);
}

static int help_lines(const struct app *app) {
    const int heads = own_count(app->view) ? 7 : 6;
    int lines = heads + planner_keys.action_count + lesson_keys.action_count + VIEW_COUNT +
                MOUSE_LINES + TYPING_LINES + typing_lines();
    for (int i = 0; i < VIEW_COUNT; i++)
        lines += own_count((enum view)i);
    return lines;
}

static int help_rows(const struct app *app) {
    const int room = app->rows - 4, all = help_lines(app);
    return all < room ? all : room;
}

static int help_most(const struct app *app) {
    return help_lines(app) - help_rows(app);
}

/* Where what is searched for stands in a text, or NULL. */
static const char *match_in(const struct app *app, const char *text) {
    return app->help.wanted[0] ? strcasestr(text, app->help.wanted) : NULL;
}

/* Put text and mark what is searched for in it; returns the columns it took. */
static int put_marked(const struct app *app, struct canvas *canvas, struct rect at, enum look look,
                      const char *text) {
    char before[128], match[128];
    const int taken = canvas_put(canvas, at.x, at.y, at.w, looks[look], text);
    const char *found = match_in(app, text);
    if (!found) return taken;
    text_copy(before, (size_t)(found - text) + 1, text);
    text_copy(match, strlen(app->help.wanted) + 1, found);
    const int from = canvas_width(canvas, before), width = canvas_width(canvas, match);
    if (from + width <= at.w)
        canvas_tint(canvas, (struct rect){at.x + from, at.y, width, 1}, looks[LOOK_SELECTED]);
    return taken;
}

static void draw_line(const struct app *app, struct canvas *canvas, struct rect row,
                      const struct help_line *line) {
    const struct rect keys = {row.x, row.y, HELP_KEYS - 1, 1},
                      text = {row.x + HELP_KEYS, row.y, row.w - HELP_KEYS, 1};
    if (line->head) {
        put_marked(app, canvas, row, LOOK_STRONG, line->text);
        return;
    }
    put_marked(app, canvas, keys, LOOK_KEY, line->keys);
    const int taken = HELP_KEYS + put_marked(app, canvas, text, LOOK_TEXT, line->text);
    if (line->where)
        canvas_print(canvas, row.x + taken + 1, row.y, row.w - taken - 1, looks[LOOK_DIM], "(%s)",
                     line->where);
}

static void draw_foot(const struct app *app, struct canvas *canvas, struct rect in) {
    const int y = in.y + in.h;
    if (app->help.typing) {
        const int taken = canvas_put(canvas, in.x, y, 2, looks[LOOK_KEY], " /");
        field_draw(canvas, in.x + taken, y, in.w - taken - 10, &app->field);
        if (app->help.hit < 0 && app->field.text[0])
            canvas_put_right(canvas, in.x, y, in.w, looks[LOOK_BAD], " nothing ");
        return;
    }
    canvas_print(canvas, in.x, y, in.w, looks[LOOK_DIM], " %s/ searches, %sEscape closes ",
                 help_most(app) > 0 ? "↑↓ scrolls, " : "",
                 app->help.wanted[0] ? "n N next and last, " : "");
}

void overlay_help_draw(const struct app *app, struct canvas *canvas) {
    const int most = help_most(app), from = app->help.scroll < most ? app->help.scroll : most;
    const struct rect in = overlay_frame(canvas, HELP_WIDTH, help_rows(app), "keys");
    struct help_line line;
    for (int row = 0; row < in.h && help_line(app, from + row, &line); row++) {
        draw_line(app, canvas, (struct rect){in.x, in.y + row, in.w, 1}, &line);
        if (from + row == app->help.hit)
            canvas_put(canvas, in.x - 1, in.y + row, 1, looks[LOOK_KEY], "▸");
    }
    draw_foot(app, canvas, in);
}

void overlay_help_open(struct app *app) {
    app->overlay = OVERLAY_HELP;
    app->help = (struct help_state){.hit = -1};
}

static void scroll_to(struct app *app, int to) {
    const int most = help_most(app);
    app->help.scroll = to < 0 ? 0 : to > most ? most : to;
}

/* Go to the first line that has what is searched for, from a line on in a direction and round. */
static void search(struct app *app, int from, int direction) {
    const int count = help_lines(app), rows = help_rows(app);
    app->help.hit = -1;
    for (int i = 0; i < count; i++) {
        struct help_line line;
        const int index = ((from + direction * i) % count + count) % count;
        help_line(app, index, &line);
        if (!match_in(app, line.keys) && !match_in(app, line.text)) continue;
        app->help.hit = index;
        if (index < app->help.scroll || index >= app->help.scroll + rows)
            scroll_to(app, index - rows / 3);
        return;
    }
}

static void type_key(struct app *app, uint32_t key) {
    static const uint32_t ctrl_c = 3;
    const bool leaves = key == K_ESCAPE || key == ctrl_c;
    if (leaves || key == K_ENTER) app->help.typing = false;
    if (leaves) field_set(&app->field, "");
    if (app->help.typing && !field_key(&app->field, key)) return;
    text_copy(app->help.wanted, sizeof app->help.wanted, app->field.text);
    search(app, app->help.hit < 0 ? app->help.scroll : app->help.hit, +1);
}

bool overlay_help_types(const struct app *app) {
    return app->help.typing;
}

void overlay_help_key(struct app *app, uint32_t key) {
    const int page = help_rows(app) - 1;
    if (app->help.typing) {
        type_key(app, key);
    } else if (key == K_ESCAPE || key == '?' || key == 'q' || key == K_ENTER) {
        app->overlay = OVERLAY_NONE;
    } else if (key == '/') {
        app->help.typing = true;
        app->help.hit = -1;
        field_set(&app->field, "");
    } else if (key == 'n' || key == 'N') {
        const int direction = key == 'n' ? 1 : -1;
        search(app, app->help.hit < 0 ? app->help.scroll : app->help.hit + direction, direction);
    } else {
        const int most = help_most(app), now = app->help.scroll < most ? app->help.scroll : most;
        scroll_to(app, overlay_list_key(key, now, most + 1, page));
    }
}

void overlay_help_mouse(struct app *app, const struct event *event) {
    if (event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN)
        scroll_to(app, app->help.scroll + (event->kind == EVENT_WHEEL_UP ? -1 : 1));
    else if (event->kind == EVENT_PRESS)
        app->overlay = OVERLAY_NONE;
}
