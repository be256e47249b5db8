/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/app.h"

#include "base/text.h"
#include "engine/cost.h"
#include "ui/action.h"
#include "ui/fit_work.h"
#include "ui/lesson.h"
#include "ui/overlay.h"
#include "ui/view.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const hold_names[HOLD_COUNT] = {
    [HOLD_NONE] = "none", [HOLD_COMPUTE] = "C", [HOLD_RATIO] = "D/N", [HOLD_BYTES] = "bytes"};

void app_init(struct app *app, const struct plan *plan, struct preset **presets, int count,
              bool ascii) {
    memset(app, 0, sizeof *app);
    app->now.plan = *plan;
    undo_start(&app->undo, &app->now);
    app->ascii = ascii;
    app->curve = curve_start();
    pins_init(&app->pins);
    app->colors = 256;
    for (int i = 0; i < count && i < APP_PRESETS; i++)
        app->presets[app->preset_count++] = presets[i];
}

void app_free(struct app *app) {
    overlay_picker_close(app);
    overlay_palette_close(app);
    lesson_free(app);
    fit_work_free(app);
    for (int i = 0; i < app->preset_count; i++) {
        preset_free(app->presets[i]);
        free(app->presets[i]);
    }
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

void app_say_failed(struct app *app, const char *what, const char *why) {
    const char *colon = NULL;
    for (const char *at = strstr(why, ": "); *why == '/' && at; at = strstr(at + 1, ": "))
        colon = at;
    if (colon)
        app_say(app, true, "%s: %s; %.*s", what, colon + 2, (int)(colon - why), why);
    else
        app_say(app, true, "%s: %s", what, why);
}

static bool keeps_bytes(const struct app *app, const struct plan *plan) {
    return fabs(cost_weight_bytes(app_primary(app)->law, plan) / app->now.held - 1) < 1e-12;
}

/* The input that moves so that what is held stays; INPUT_NONE where nothing has to. */
static enum input follower_of(const struct app *app, enum input moved, const struct plan *plan) {
    const enum input served = plan->post != PLAN_OFF ? IN_POST : IN_W;
    const bool size = moved == IN_N || moved == IN_D;
    switch (app->now.hold) {
    case HOLD_COMPUTE:
        return moved == IN_D ? IN_N : IN_D;
    case HOLD_RATIO:
        return !size ? INPUT_NONE : moved == IN_D ? IN_N : IN_D;
    case HOLD_BYTES:
        return keeps_bytes(app, plan) ? INPUT_NONE : moved == IN_N ? served : IN_N;
    default:
        return INPUT_NONE;
    }
}

/* Bits of so many bytes a parameter: below 16 the scales take their part. */
static double bits_of(const struct plan *plan, double bytes) {
    const double bits = 8 * bytes, scales = plan->G < PLAN_CHANNEL ? 16 / plan->G : 0;
    return bits - scales < 16 ? bits - scales : bits;
}

static double followed(const struct app *app, enum input follower, const struct plan *plan) {
    const struct law *law = app_primary(app)->law;
    const double held = app->now.held;
    if (app->now.hold == HOLD_RATIO) return follower == IN_N ? plan->D / held : plan->N * held;
    if (app->now.hold == HOLD_COMPUTE)
        return held * 16 / (6 * cost_bits(law, plan) * (follower == IN_N ? plan->D : plan->N));
    if (follower == IN_N) return held / (cost_weight_bytes(law, plan) / plan->N);
    /* a layout's bits are whole: they cannot follow */
    return law->cost_bits && follower == IN_W ? NAN : bits_of(plan, held / plan->N);
}

static bool keep_held(const struct app *app, enum input moved, struct plan *plan) {
    const enum input follower = follower_of(app, moved, plan);
    if (follower == INPUT_NONE) return true; /* it stays by itself */
    const double value = followed(app, follower, plan);
    const struct input_row *row = &inputs[follower];
    if (!(value >= row->low * (1 - 1e-12) && value <= row->high * (1 + 1e-12))) return false;
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
    undo_branch(&app->undo, &app->now);
}

bool app_recall(struct app *app, int to) {
    if (to < 0) return false;
    undo_go(&app->undo, to, &app->now);
    return true;
}

void app_move(struct app *app, enum input input, double value) {
    struct plan plan;
    if (value == plan_get(&app->now.plan, input)) return;
    if (!app_moved(app, input, value, &plan)) {
        app_say(app, true, "%s held: %s would leave its range", hold_names[app->now.hold],
                inputs[follower_of(app, input, &plan)].name);
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
    if (hold == HOLD_BYTES) app->now.held = cost_weight_bytes(app_primary(app)->law, plan);
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

int app_load_preset(struct app *app, const char *name_or_file, struct err *err) {
    for (int i = 0; i < app->preset_count; i++) {
        const struct preset *const preset = app->presets[i];
        if (strcmp(preset->name, name_or_file) == 0 || strcmp(preset->file, name_or_file) == 0)
            return i;
    }
    struct preset *preset = NULL;
    if (app->preset_count == APP_PRESETS)
        err_set(err, "at most %d presets at once", APP_PRESETS);
    else if (!(preset = malloc(sizeof *preset)))
        err_set(err, "out of memory");
    else if (preset_file_open(name_or_file, preset, err))
        app->presets[app->preset_count++] = preset;
    else
        free(preset), preset = NULL;
    return preset ? app->preset_count - 1 : -1;
}

bool app_add_preset(struct app *app, const char *name_or_file, struct err *err) {
    const int index = app_load_preset(app, name_or_file, err);
    if (index >= 0) app_choose_preset(app, index);
    return index >= 0;
}

bool app_renew_preset(struct app *app, const char *file, struct err *err) {
    int index = 0;
    while (index < app->preset_count && strcmp(app->presets[index]->file, file) != 0)
        index++;
    if (index == app->preset_count) return app_add_preset(app, file, err);
    struct preset *const preset = malloc(sizeof *preset);
    const bool read = preset ? preset_file_open(file, preset, err) : err_set(err, "out of memory");
    if (read) {
        preset_free(app->presets[index]);
        preset_move(app->presets[index], preset);
        app_choose_preset(app, index);
    }
    free(preset);
    return read;
}

bool app_busy(const struct app *app) {
    return fit_work_busy(app);
}

int app_stage(const struct app *app) {
    return app->fit_work ? (int)app->fit_work->phase : -1;
}

void app_work(struct app *app, double deadline) {
    do {
        if (app_busy(app)) fit_work_step(app, deadline);
    } while (isinf(deadline) && app_busy(app));
}

void app_run(struct app *app, const struct action *action) {
    const int rows = app->rows;
    const bool of_lesson = action_find(&lesson_keys, action->name) == action;
    if (!of_lesson) app->rows -= lesson_rows(app);
    action->run(app);
    app->rows = rows;
}

static void mouse_in_view(struct app *app, const struct event *event) {
    const int rows = app->rows;
    app->rows -= lesson_rows(app);
    views[app->view]->mouse(app, event);
    app->rows = rows;
}

static void press_in_bar(struct app *app, const struct event *event) {
    struct canvas measure = {.cols = app->cols, .rows = app->rows, .ascii = app->ascii};
    struct hint hint[HINTS];
    const int count = action_hints(&measure, app, hint);
    for (int i = 0; i < count; i++) {
        if (event->x >= hint[i].x && event->x < hint[i].x + hint[i].width) {
            app_run(app, action_for(app, hint[i].key));
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
    } else if (event->kind != EVENT_DRAG && event->y >= app->rows - 1 - lesson_rows(app)) {
        if (lesson_runs(app)) lesson_mouse(app, event);
    } else if (views[app->view]->mouse) {
        mouse_in_view(app, event);
    }
}

static void key_pressed(struct app *app, uint32_t key) {
    if (app->overlay != OVERLAY_NONE) {
        overlay_key(app, key);
        return;
    }
    const bool bound = user_keys_find(&app->keys, app->view, key) != NULL;
    if (!bound && lesson_choose(app, key)) return;
    for (int i = 0; !bound && i < VIEW_COUNT; i++) {
        if (key == (uint32_t)(unsigned char)views[i]->key) app_show(app, (enum view)i);
    }
    const struct action *action = action_for(app, key);
    if (action)
        app_run(app, action);
    else if (key == K_ESCAPE && lesson_runs(app))
        lesson_say_key(app, "", "lesson-leave", "leaves the lesson");
}

/* A terminal sends Alt and a key as it does Escape and then the key, typed in a hurry: where Alt
 * means nothing that is what it was. */
static void key_event(struct app *app, uint32_t key) {
    app->drag = DRAG_NONE;
    const bool alt = key & K_ALT;
    const bool meant = app->overlay == OVERLAY_NONE ? action_for(app, key) != NULL
                                                    : overlay_types(app) && field_takes(key);
    if (alt && !meant) key_pressed(app, K_ESCAPE);
    key_pressed(app, alt && !meant ? key & ~(uint32_t)K_ALT : key);
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
    if (!overlay_types(app)) return;
    if (blank)
        overlay_key(app, ' ');
    else if (key >= K_SPACE && key < K_SPECIAL && key != K_BACKSPACE)
        overlay_key(app, key);
}

/* In a window too small for anything there is only the way out. */
static void tiny_event(struct app *app, const struct event *event) {
    static const uint32_t ctrl_c = 3;
    if (event->kind == EVENT_END) app->quit = true;
    if (event->kind == EVENT_KEY && (event->key == 'q' || event->key == ctrl_c)) app->quit = true;
}

static void take_event(struct app *app, const struct event *event) {
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
        key_event(app, event->key);
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

void app_event(struct app *app, const struct event *event) {
    take_event(app, event);
    if (app->quit && lesson_runs(app)) lesson_leave(app); /* what is kept then is one's own */
}
