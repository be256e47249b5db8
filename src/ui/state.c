/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/state.h"

#include "base/text.h"
#include "ui/state_fields.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

int state_choice(const char *word, const char *const *names, int count, struct err *err) {
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], word) == 0) return i;
    }
    const char *near = text_nearest(word, names, (size_t)count);
    err_set(err, "%s: unknown; %s %s", word, near ? "did you mean" : "expected one like",
            near ? near : names[0]);
    return -1;
}

static void get_view(const struct app *app, char out[PLAN_VALUE]) {
    if (app->view != VIEW_PLAN) text_copy(out, PLAN_VALUE, views[app->view]->name);
}

static bool set_view(struct app *app, const char *value, struct err *err) {
    const char *names[VIEW_COUNT];
    for (int i = 0; i < VIEW_COUNT; i++)
        names[i] = views[i]->name;
    const int view = state_choice(value, names, VIEW_COUNT, err);
    if (view >= 0) app->view = (enum view)view;
    return view >= 0;
}

static void get_input(const struct app *app, char out[PLAN_VALUE]) {
    if (app->now.selected != IN_N) text_copy(out, PLAN_VALUE, inputs[app->now.selected].name);
}

static bool set_input(struct app *app, const char *value, struct err *err) {
    const enum input input = input_find(value);
    if (input == INPUT_NONE) return plan_unknown_name(value, err);
    app->now.selected = input;
    return true;
}

static void get_hold(const struct app *app, char out[PLAN_VALUE]) {
    if (app->now.hold != HOLD_NONE) text_copy(out, PLAN_VALUE, hold_names[app->now.hold]);
}

static bool set_hold(struct app *app, const char *value, struct err *err) {
    const int hold = state_choice(value, hold_names, HOLD_COUNT, err);
    if (hold >= 0) app_hold(app, (enum hold)hold);
    return hold >= 0;
}

/* What is held, to the last digit: the plan that holds it only comes near. */
static void get_held(const struct app *app, char out[PLAN_VALUE]) {
    char number[NUM_TEXT];
    if (app->now.hold != HOLD_NONE) text_copy(out, PLAN_VALUE, num_shortest(number, app->now.held));
}

static bool set_held(struct app *app, const char *value, struct err *err) {
    double held;
    if (!num_parse(value, &held) || !(held > 0))
        return err_set(err, "%s: expected a number above 0", value);
    app->now.held = held;
    return true;
}

bool preset_unsaved(const struct preset *preset) {
    return preset->file[0] == '\0';
}

/* The primary preset, or where that is in no file the first that is; preset_count for none. */
static int first_named(const struct app *app) {
    int first = 0;
    if (!preset_unsaved(app_primary(app))) return app->now.primary;
    while (first < app->preset_count && preset_unsaved(app->presets[first]))
        first++;
    return first;
}

/* The file names the primary preset first: where it stands on screen, from 1. */
static void get_primary(const struct app *app, char out[PLAN_VALUE]) {
    int place = 1;
    for (int i = 0; i < first_named(app); i++)
        place += !preset_unsaved(app->presets[i]);
    if (place > 1) text_append(out, PLAN_VALUE, "%d", place);
}

static bool set_primary(struct app *app, const char *value, struct err *err) {
    double place;
    if (!num_parse(value, &place) || place != (int)place || place < 1 || place > app->preset_count)
        return err_set(err, "%s: expected a place from 1 to %d", value, app->preset_count);
    struct preset *primary = app->presets[0];
    const int at = (int)place - 1;
    for (int i = 0; i < at; i++)
        app->presets[i] = app->presets[i + 1];
    app->presets[at] = primary;
    app->now.primary = at;
    return true;
}

static void get_baseline(const struct app *app, char out[PLAN_VALUE]) {
    const struct plan_pin *baseline = pins_baseline(&app->pins);
    if (baseline) text_copy(out, PLAN_VALUE, baseline->name);
}

static bool set_baseline(struct app *app, const char *value, struct err *err) {
    app->pins.baseline = pins_find(&app->pins, value);
    return app->pins.baseline >= 0 || err_set(err, "%s: there is no such pin", value);
}

static const struct setting settings[] = {
    {"primary", get_primary, set_primary}, {"view", get_view, set_view},
    {"input", get_input, set_input},       {"hold", get_hold, set_hold},
    {"held", get_held, set_held},          {"baseline", get_baseline, set_baseline},
};

enum { SETTINGS = sizeof settings / sizeof *settings };

/* The nth of all settings, the planner's first and then each view's; NULL past the last. */
static const struct setting *nth(int n) {
    if (n < SETTINGS) return &settings[n];
    n -= SETTINGS;
    for (int i = 0; i < VIEW_COUNT; i++) {
        if (n < views[i]->setting_count) return &views[i]->settings[n];
        n -= views[i]->setting_count;
    }
    return NULL;
}

void state_preset(const struct preset *preset, char out[PRESET_FILE]) {
    char path[PRESET_FILE];
    struct err err;
    if (preset_file_find(preset->name, path, &err) && strcmp(path, preset->file) == 0) {
        text_copy(out, PRESET_FILE, preset->name);
        return;
    }
    char *full = realpath(preset->file, NULL);
    text_copy(out, PRESET_FILE, full ? full : preset->file);
    free(full);
}

/* No line for what is as at the start. */
static void add_line(struct plan_file *file, const char *name, const char *value) {
    if (!value[0]) return;
    struct plan_setting *line = &file->settings[file->setting_count++];
    text_copy(line->name, sizeof line->name, name);
    text_copy(line->value, sizeof line->value, value);
    line->line = 0;
}

void state_write(const struct app *app, struct plan_file *file) {
    const struct setting *setting;
    /* what is beyond the counts is never looked at, and half a megabyte of it is not touched */
    file->preset_count = file->setting_count = 0;
    file->plan = app->now.plan;
    const int first = first_named(app);
    if (first < app->preset_count)
        state_preset(app->presets[first], file->presets[file->preset_count++]);
    for (int i = 0; i < app->preset_count; i++) {
        if (i != first && !preset_unsaved(app->presets[i]))
            state_preset(app->presets[i], file->presets[file->preset_count++]);
    }
    file->pin_count = app->pins.count;
    memcpy(file->pins, app->pins.pin, sizeof file->pins);
    for (int i = 0; (setting = nth(i)); i++) {
        char value[PLAN_VALUE] = "";
        setting->get(app, value);
        add_line(file, setting->name, value);
    }
    for (int i = 0; i < state_field_count(); i++) {
        char value[PLAN_VALUE];
        state_field_get(app, i, value);
        add_line(file, state_field_name(i), value);
    }
}

bool state_set(struct app *app, const char *name, const char *value, struct err *err) {
    const char *names[PLAN_SETTINGS];
    const struct setting *setting;
    int count = 0;
    for (; (setting = nth(count)) && count < PLAN_SETTINGS; count++) {
        names[count] = setting->name;
        if (strcmp(setting->name, name) == 0)
            return setting->set(app, value, err) || err_at(err, "%s", name);
    }
    for (int i = 0; i < state_field_count(); i++) {
        names[count++] = state_field_name(i);
        if (strcmp(state_field_name(i), name) == 0)
            return state_field_set(app, i, value, err) || err_at(err, "%s", name);
    }
    return state_choice(name, names, count, err) >= 0;
}

static void take_pins(struct app *app, const struct plan_file *file) {
    pins_init(&app->pins);
    memcpy(app->pins.pin, file->pins, sizeof file->pins);
    app->pins.count = file->pin_count;
}

static bool take_at(struct app *app, const char *path, const struct plan_setting *line,
                    struct err *err) {
    return state_set(app, line->name, line->value, err) ||
           err_at(err, "%s:%d: [view]", path, line->line);
}

bool state_read(struct app *app, const char *path, const struct plan_file *file, struct err *err) {
    take_pins(app, file);
    for (int i = 0; i < file->setting_count; i++) {
        if (!take_at(app, path, &file->settings[i], err)) return false;
    }
    return state_fields_check(app, err) || err_at(err, "%s: [view]", path);
}

/* The pins whose names are free; how many there were. */
static int add_pins(struct app *app, const struct plan_file *file) {
    struct err err;
    int added = 0;
    for (int i = 0; i < file->pin_count; i++)
        added += pins_add(&app->pins, file->pins[i].name, &file->pins[i].plan, &err) >= 0;
    return added;
}

bool state_load(struct app *app, const char *path, struct err *err) {
    struct plan_file file;
    char pinned[48] = "";
    int primary = app->now.primary;
    if (!plan_file_read(path, &file, err)) return false;
    for (int i = file.preset_count - 1; i >= 0; i--) {
        primary = app_load_preset(app, file.presets[i], err);
        if (primary < 0) return err_at(err, "%s: presets", path);
    }
    app_adopt(app, &file.plan, path);
    app->now.primary = primary;
    const int pins = add_pins(app, &file);
    if (pins > 0) text_append(pinned, sizeof pinned, "; %d pin%s", pins, pins > 1 ? "s" : "");
    text_append(app->status, sizeof app->status, "%s", pinned);
    return true;
}

void state_read_good(struct app *app, const char *path, const struct plan_file *file,
                     struct notes *notes) {
    struct err err;
    take_pins(app, file);
    for (int i = 0; i < file->setting_count; i++) {
        if (!take_at(app, path, &file->settings[i], &err)) notes_add(notes, &err);
    }
    if (state_fields_check(app, &err)) return;
    notes_add(notes, &err);
    state_fields_reset(app);
}
