/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of moments, newest first: where each came from, and what it changed. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/overlay.h"

enum { LANES = 12, LIST_WIDTH = 96, WORDS = 160 };

/* Lines of descent side by side, while rows are gone through from the newest moment on: the moment
 * that each comes to next, −1 where the lane is free. */
struct lanes {
    int waits[LANES];
};

static int row_of(const struct app *app, int moment) {
    return app->undo.count - 1 - moment;
}

/* The lane of a moment: that of its first child in them, else a free one; −1 where all are taken.
 */
static int lane_of(const struct lanes *lanes, int moment) {
    for (int i = 0; i < LANES; i++) {
        if (lanes->waits[i] == moment) return i;
    }
    for (int i = 0; i < LANES; i++) {
        if (lanes->waits[i] < 0) return i;
    }
    return -1;
}

/* Go on below a moment: the lanes that came to it are one from there on. */
static void pass(struct lanes *lanes, int moment, int parent) {
    const int lane = lane_of(lanes, moment);
    for (int i = 0; i < LANES; i++) {
        if (lanes->waits[i] == moment) lanes->waits[i] = -1;
    }
    if (lane >= 0) lanes->waits[lane] = parent;
}

static int last_waiting(const struct lanes *lanes, int moment) {
    int last = -1;
    for (int i = 0; i < LANES; i++) {
        if (lanes->waits[i] == moment) last = i;
    }
    return last;
}

static void draw_lanes(struct canvas *canvas, int x, int y, const struct lanes *lanes, int moment,
                       bool present) {
    const int own = lane_of(lanes, moment), last = last_waiting(lanes, moment);
    for (int i = 0; i < LANES; i++) {
        const bool joins = i != own && lanes->waits[i] == moment, crossed = i > own && i < last;
        uint32_t ch = lanes->waits[i] < 0 ? ' ' : 0x2502;
        if (crossed) ch = joins ? 0x2534 : ch == ' ' ? 0x2500 : 0x253C;
        if (joins && i == last) ch = 0x2518;
        if (i == own) ch = present ? 0x25C6 : 0x25CB;
        canvas_set(canvas, x + 2 * i, y, looks[i == own && present ? LOOK_KEY : LOOK_DIM], ch);
        if (own >= 0 && i >= own && i < last)
            canvas_set(canvas, x + 2 * i + 1, y, looks[LOOK_DIM], 0x2500);
    }
}

static const struct moment *moment_at(const struct app *app, int index) {
    return index == app->undo.at ? &app->now : &app->undo.node[index].moment;
}

/* What a moment has otherwise than the one before it. */
static void words_of(const struct app *app, int index, char *out, size_t size) {
    const int parent = app->undo.node[index].parent;
    out[0] = '\0';
    if (parent < 0) {
        text_append(out, size, index == 0 ? "the start" : "the oldest that is kept");
        return;
    }
    const struct moment *const from = moment_at(app, parent), *const to = moment_at(app, index);
    if (!plan_same(&from->plan, &to->plan)) pins_difference(&from->plan, &to->plan, out, size);
    if (from->primary != to->primary) {
        char name[PRESET_NAME];
        text_clean(name, sizeof name, app->presets[to->primary]->name);
        text_append(out, size, "%slaw %s", *out ? ", " : "", name);
    }
    if (from->hold != to->hold)
        text_append(out, size, "%shold %s", *out ? ", " : "", hold_names[to->hold]);
    if (!*out) text_append(out, size, "the same plan");
}

static int list_rows(const struct app *app) {
    const int room = app->rows - 4, all = app->undo.count;
    return all < room ? all : room;
}

static int list_width(int cols) {
    return cols - 4 < LIST_WIDTH ? cols - 4 : LIST_WIDTH;
}

/* Lanes that any moment needs. */
static int lanes_used(const struct app *app) {
    struct lanes lanes;
    int most = 0;
    for (int i = 0; i < LANES; i++)
        lanes.waits[i] = -1;
    for (int i = app->undo.count - 1; i >= 0; i--) {
        const int lane = lane_of(&lanes, i);
        if (lane + 1 > most) most = lane + 1;
        if (lane < 0) most = LANES;
        pass(&lanes, i, app->undo.node[i].parent);
    }
    return most;
}

void overlay_undo_draw(const struct app *app, struct canvas *canvas) {
    const int rows = list_rows(app), top = overlay_top(app->at, rows);
    const struct rect in = overlay_frame(canvas, list_width(canvas->cols), rows, "undo tree");
    const int used = 2 * lanes_used(app) + 3;
    struct lanes lanes;
    for (int i = 0; i < LANES; i++)
        lanes.waits[i] = -1;
    for (int row = 0; row < top + in.h && row < app->undo.count; row++) {
        const int moment = row_of(app, row), y = in.y + row - top;
        const bool present = moment == app->undo.at, chosen = row == app->at;
        if (row >= top) {
            char words[WORDS];
            draw_lanes(canvas, in.x + 2, y, &lanes, moment, present);
            words_of(app, moment, words, sizeof words);
            canvas_put(canvas, in.x, y, 1, looks[LOOK_KEY], chosen ? "▸" : " ");
            canvas_print(canvas, in.x + used, y, in.w - used,
                         looks[chosen    ? LOOK_KEY
                               : present ? LOOK_STRONG
                                         : LOOK_TEXT],
                         "%s%s", words, present ? "  ← now" : "");
        }
        pass(&lanes, moment, app->undo.node[moment].parent);
    }
    canvas_put(canvas, in.x, in.y + in.h, in.w, looks[LOOK_DIM],
               " ↑↓ choose, Enter goes there, Escape closes ");
}

void overlay_undo_open(struct app *app) {
    app->overlay = OVERLAY_UNDO;
    app->at = row_of(app, app->undo.at);
}

static void go(struct app *app) {
    app->overlay = OVERLAY_NONE;
    const int to = row_of(app, app->at);
    if (to != app->undo.at) app_recall(app, to);
}

void overlay_undo_key(struct app *app, uint32_t key) {
    if (key == K_ENTER)
        go(app);
    else if (key == K_ESCAPE || key == 'q' || key == 'U')
        app->overlay = OVERLAY_NONE;
    else
        app->at = overlay_list_key(key, app->at, app->undo.count, list_rows(app) - 1);
}

void overlay_undo_mouse(struct app *app, const struct event *event) {
    const struct canvas screen = {.cols = app->cols, .rows = app->rows};
    const int rows = list_rows(app);
    const struct rect in = overlay_place(&screen, list_width(app->cols), rows);
    const int row = overlay_list_row(&in, rows, event);
    if (event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN) {
        overlay_undo_key(app, event->kind == EVENT_WHEEL_UP ? K_UP : K_DOWN);
    } else if (event->kind == EVENT_PRESS && row < 0) {
        app->overlay = OVERLAY_NONE;
    } else if (event->kind == EVENT_PRESS) {
        app->at = overlay_top(app->at, rows) + row;
        go(app);
    }
}
