/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/app.h"

#include "base/text.h"
#include "engine/cost.h"
#include "ui/action.h"
#include "ui/overlay.h"
#include "ui/view.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const hold_names[HOLD_COUNT] = {
    [HOLD_NONE] = "none", [HOLD_COMPUTE] = "C", [HOLD_RATIO] = "D/N"};

void app_init(struct app *app, const struct plan *plan, struct preset **presets, int count,
              bool ascii) {
    memset(app, 0, sizeof *app);
    app->now.plan = *plan;
    app->ascii = ascii;
    app->curve = curve_start();
    pins_init(&app->pins);
    app->colors = 256;
    for (int i = 0; i < count && i < APP_PRESETS; i++)
        app->presets[app->preset_count++] = presets[i];
}

void app_free(struct app *app) {
    overlay_picker_close(app);
    for (int i = 0; i < app->preset_count; i++)
        free(app->presets[i]);
    app->preset_count = 0;
}

const struct preset *app_primary(const struct app *app) {
    return app->presets[app->now.primary];
}

void app_say(struct app *app, bool bad, const char *format, ...) {
    char text[APP_STATUS];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    text_clean(app->status, sizeof app->status, text);
    app->status_bad = bad;
}

/* N or D that keeps what is held once the rest of the plan has moved; which of them follows. */
static bool keep_held(const struct app *app, enum input moved, struct plan *plan) {
    const double bits = cost_bits(app_primary(app)->law, plan);
    const enum input follower = moved == IN_D ? IN_N : IN_D;
    const double other = follower == IN_N ? plan->D : plan->N;
    double value;
    if (app->now.hold == HOLD_COMPUTE) {
        value = app->now.held * 16 / (6 * bits * other);
    } else {
        if (moved != IN_N && moved != IN_D) return true;
        value = follower == IN_N ? plan->D / app->now.held : plan->N * app->now.held;
    }
    const struct input_row *row = &inputs[follower];
    if (value < row->low * (1 - 1e-12) || value > row->high * (1 + 1e-12)) return false;
    plan_set(plan, follower, fmin(row->high, fmax(row->low, value)));
    return true;
}

bool app_moved(const struct app *app, enum input input, double value, struct plan *plan) {
    *plan = app->now.plan;
    plan_set(plan, input, value);
    return app->now.hold == HOLD_NONE || keep_held(app, input, plan);
}

void app_adopt(struct app *app, const struct plan *plan, const char *how) {
    char changes[APP_STATUS];
    pins_difference(&app->now.plan, plan, changes, sizeof changes);
    app_remember(app);
    app->now.plan = *plan;
    app->now.hold = HOLD_NONE;
    app_say(app, false, "%s: %s; u undoes", how, changes);
}

void app_remember(struct app *app) {
    app->past_count = app->past_at; /* what was undone is gone once something new is done */
    if (app->past_count == HISTORY) {
        app->past_first = (app->past_first + 1) % HISTORY;
        app->past_count--;
    }
    app->past[(app->past_first + app->past_count) % HISTORY] = app->now;
    app->past_count++;
    app->past_at = app->past_count;
}

/* The ring holds all moments but the present one, whose place is swapped with the one gone to. */
bool app_recall(struct app *app, int direction) {
    if (direction < 0 && app->past_at == 0) return false;
    if (direction > 0 && app->past_at == app->past_count) return false;
    const int slot = direction < 0 ? app->past_at - 1 : app->past_at;
    struct moment *other = &app->past[(app->past_first + slot) % HISTORY];
    const struct moment present = app->now;
    app->now = *other;
    *other = present;
    app->past_at += direction;
    return true;
}

void app_move(struct app *app, enum input input, double value) {
    struct plan plan;
    if (value == plan_get(&app->now.plan, input)) return;
    if (!app_moved(app, input, value, &plan)) {
        app_say(app, true, "%s held: %s would leave its range",
                app->now.hold == HOLD_COMPUTE ? "C" : "D/N", input == IN_D ? "N" : "D");
        return;
    }
    if (app->drag == DRAG_NONE || !app->drag_saved) app_remember(app);
    app->drag_saved = true;
    app->now.plan = plan;
}

void app_hold(struct app *app, enum hold hold) {
    const struct plan *plan = &app->now.plan;
    app->now.hold = hold;
    if (hold == HOLD_COMPUTE) app->now.held = cost_training(app_primary(app)->law, plan);
    if (hold == HOLD_RATIO) app->now.held = plan->D / plan->N;
}

void app_show(struct app *app, enum view view) {
    if (view == VIEW_CURVE) app->now.selected = app->curve.x;
    app->view = view;
    app->scroll = 0;
}

void app_choose_preset(struct app *app, int index) {
    if (index == app->now.primary || index < 0 || index >= app->preset_count) return;
    app_remember(app);
    app->now.primary = index;
    app->scroll = 0;
    app_hold(app, app->now.hold);
}

bool app_add_preset(struct app *app, const char *name_or_file, struct err *err) {
    for (int i = 0; i < app->preset_count; i++) {
        if (strcmp(app->presets[i]->name, name_or_file) == 0) {
            app_choose_preset(app, i);
            return true;
        }
    }
    if (app->preset_count == APP_PRESETS)
        return err_set(err, "at most %d presets at once", APP_PRESETS);
    struct preset *preset = malloc(sizeof *preset);
    if (!preset) return err_set(err, "out of memory");
    if (!preset_file_open(name_or_file, preset, err)) {
        free(preset);
        return false;
    }
    app->presets[app->preset_count++] = preset;
    app_choose_preset(app, app->preset_count - 1);
    return true;
}

static void press_in_bar(struct app *app, const struct event *event) {
    struct canvas measure = {.cols = app->cols, .rows = app->rows, .ascii = app->ascii};
    struct hint hint[HINTS];
    const int count = action_hints(&measure, &app->keys, app->view, hint);
    for (int i = 0; i < count; i++) {
        if (event->x >= hint[i].x && event->x < hint[i].x + hint[i].width) {
            const struct action *action = action_of(&app->keys, app->view, &hint[i]);
            action->run(app);
            return;
        }
    }
}

static void press_in_tabs(struct app *app, const struct event *event) {
    for (int i = 0; i < VIEW_COUNT; i++) {
        const char *title;
        const struct rect tab = view_tab(app->cols, (enum view)i, &title);
        if (event->x >= tab.x && event->x < tab.x + tab.w) {
            app_show(app, (enum view)i);
        }
    }
}

static void mouse_event(struct app *app, const struct event *event) {
    if (event->kind == EVENT_RELEASE) {
        app->drag = DRAG_NONE;
        return;
    }
    if (app->overlay != OVERLAY_NONE) {
        overlay_mouse(app, event);
        return;
    }
    const bool wheel = event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN;
    if (wheel && app->drag != DRAG_NONE) return; /* the drag keeps its input */
    if (event->kind == EVENT_PRESS && event->y == 0) {
        press_in_tabs(app, event);
    } else if (event->kind == EVENT_PRESS && event->y == app->rows - 1) {
        press_in_bar(app, event);
    } else if (views[app->view]->mouse) {
        views[app->view]->mouse(app, event);
    }
}

static void key_event(struct app *app, const struct event *event) {
    app->drag = DRAG_NONE;
    if (app->overlay != OVERLAY_NONE) {
        overlay_key(app, event);
        return;
    }
    const bool bound = user_keys_find(&app->keys, app->view, event->key) != NULL;
    const struct action *action = action_for(&app->keys, app->view, event->key);
    for (int i = 0; !bound && i < VIEW_COUNT; i++) {
        if (event->key == (uint32_t)(unsigned char)views[i]->key) app_show(app, (enum view)i);
    }
    if (action) action->run(app);
}

static bool too_small(const struct app *app) {
    return app->cols < APP_MIN_COLS || app->rows < APP_MIN_ROWS;
}

/* What was said stands until something is done. */
static bool does_something(enum event_kind kind) {
    return kind != EVENT_RESIZE && kind != EVENT_RELEASE && kind != EVENT_END;
}

/* A paste is text, never a command: only what can stand in a field. */
static void paste(struct app *app, uint32_t key) {
    const bool blank = key == K_ENTER || key == K_TAB || key == '\n';
    if (app->overlay != OVERLAY_FIELD) return;
    if (blank)
        field_key(&app->field, ' ');
    else if (key >= K_SPACE && key < K_SPECIAL && key != K_BACKSPACE)
        field_key(&app->field, key);
}

/* In a window too small for anything there is only the way out. */
static void tiny_event(struct app *app, const struct event *event) {
    static const uint32_t ctrl_c = 3;
    if (event->kind == EVENT_END) app->quit = true;
    if (event->kind == EVENT_KEY && (event->key == 'q' || event->key == ctrl_c)) app->quit = true;
}

void app_event(struct app *app, const struct event *event) {
    const bool said = app->status[0] && app->overlay == OVERLAY_NONE;
    if (too_small(app)) {
        tiny_event(app, event);
        return;
    }
    if (does_something(event->kind)) app->status[0] = '\0';
    /* what was said stood in place of the keys: there was none to click on */
    if (said && event->kind == EVENT_PRESS && event->y == app->rows - 1) return;
    switch (event->kind) {
    case EVENT_KEY:
        key_event(app, event);
        return;
    case EVENT_PASTED:
        paste(app, event->key);
        return;
    case EVENT_PRESS:
    case EVENT_DRAG:
    case EVENT_RELEASE:
    case EVENT_WHEEL_UP:
    case EVENT_WHEEL_DOWN:
        mouse_event(app, event);
        return;
    case EVENT_END:
        app->quit = true;
        return;
    default:
        return;
    }
}
