/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be typed: a value, NAME=VALUE words, a target to solve for. */
#include "base/text.h"
#include "engine/format.h"
#include "engine/invert.h"
#include "ui/overlay.h"
#include "ui/state.h"
#include <math.h>
#include <string.h>
#include <strings.h>

static void value_label(const struct app *app, char *out, size_t size) {
    text_append(out, size, "%s = ", inputs[app->now.selected].name);
}

static void value_hint(const struct app *app, char *out, size_t size) {
    char now[NUM_TEXT];
    const enum input input = app->now.selected;
    text_append(out, size, "now %s; %s", input_text(now, input, plan_get(&app->now.plan, input)),
                inputs[input].title);
    for (const struct input_word *word = inputs[input].words; word->name; word++) {
        text_append(out, size, "%s%s", word == inputs[input].words ? ", or " : ", ", word->name);
    }
}

static void words_label(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, ":");
}

static void words_hint(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "NAME=VALUE …, as in N=70B D=15T P=8 fmt=E4M3 post=off");
}

/* Whether a word is of a format of integers, which have no exponent and mantissa. */
static bool is_integers(const char *word) {
    struct format format;
    struct err err;
    return strncmp(word, "fmt=", 4) == 0 && format_parse(word + 4, &format, &err) &&
           isnan(format.E);
}

/* Blank-separated NAME=VALUE words, all or none. */
static bool words_commit(struct app *app, const char *text) {
    struct err err;
    bool integers = false;
    struct plan plan = app->now.plan;
    char words[FIELD_TEXT];
    char *rest = NULL;
    text_copy(words, sizeof words, text);
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        integers |= is_integers(word);
        if (plan_word(&plan, word, &err)) continue;
        app_say(app, true, "%s", err.text);
        return false;
    }
    if (!plan_same(&app->now.plan, &plan)) app_remember(app);
    app->now.plan = plan;
    if (integers)
        app_say(app, false, "integers set w, a and kv; E and M, of the fp law, stay: see 5");
    if (app->now.hold != HOLD_NONE) app_say(app, false, "nothing is held any more");
    app->now.hold = HOLD_NONE;
    return true;
}

static bool value_commit(struct app *app, const char *text) {
    struct err err;
    double value;
    if (strchr(text, '=')) return words_commit(app, text);
    if (!input_parse(app->now.selected, text, &value, &err)) {
        app_say(app, true, "%s", err.text);
        return false;
    }
    app_move(app, app->now.selected, value);
    return !app->status[0];
}

static void solve_label(const struct app *app, char *out, size_t size) {
    text_append(out, size, "%s at which ", inputs[app->now.selected].name);
}

static void solve_hint(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "OUTPUT=VALUE, as in loss=2.9 or ptq_delta=.05");
}

/* OUTPUT=VALUE; OUTPUT_COUNT with a message where it is none. */
static enum output read_target(const char *text, double *target, struct err *err) {
    char name[32];
    const char *equals = strchr(text, '=');
    if (!equals) {
        err_set(err, "%.40s: expected OUTPUT=VALUE, as in loss=2.9", text);
        return OUTPUT_COUNT;
    }
    const size_t length = (size_t)(equals - text);
    text_copy(name, length + 1 < sizeof name ? length + 1 : sizeof name, text);
    char value[FIELD_TEXT];
    text_copy(value, sizeof value, equals + 1);
    if (!num_parse(text_trim(value), target)) {
        err_set(err, "%.40s: no number after =; expected one, as in loss=2.9", text);
        return OUTPUT_COUNT;
    }
    const char *trimmed = text_trim(name);
    const enum output output = output_find(trimmed, strlen(trimmed));
    if (output != OUTPUT_COUNT) return output;
    const char *near = output_nearest(trimmed);
    err_set(err, "%.30s: no such output; %s %s", trimmed,
            near ? "did you mean" : "expected one like", near ? near : "loss");
    return OUTPUT_COUNT;
}

static bool solve_commit(struct app *app, const char *text) {
    struct err err;
    double target;
    struct inverse inverse;
    char number[NUM_TEXT];
    const enum input input = app->now.selected;
    const enum output output = read_target(text, &target, &err);
    if (output == OUTPUT_COUNT) {
        app_say(app, true, "%s", err.text);
        return false;
    }
    if (!invert_takes(input)) {
        app_say(app, true, "%s: no output follows it; choose another input", inputs[input].name);
        return false;
    }
    if (invert_solve(app_primary(app), &app->now.plan, input, false, output, target, &inverse) ==
        LAW_SILENT) {
        app_say(app, true, "%s", inverse.why);
        return false;
    }
    if (app->now.hold != HOLD_NONE) app_hold(app, HOLD_NONE);
    app_move(app, input, inverse.value);
    app_say(app, false, "%s %s gives %s%s", inputs[input].name,
            input_show(number, input, inverse.value), text,
            inverse.count > 1 ? "; the nearest of several" : "");
    return true;
}

static void pin_label(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "return to pin ");
}

static void pin_hint(const struct app *app, char *out, size_t size) {
    for (int i = 0; i < app->pins.count; i++)
        text_append(out, size, "%s%s", i > 0 ? ", " : "", app->pins.pin[i].name);
}

/* The pin of that name, a small letter being as good; −1 with a message. */
static int read_pin(const struct app *app, const char *text, struct err *err) {
    const char *names[PLAN_PINS];
    for (int i = 0; i < app->pins.count; i++) {
        names[i] = app->pins.pin[i].name;
        if (strcasecmp(names[i], text) == 0) return i;
    }
    return state_choice(text, names, app->pins.count, err);
}

static bool pin_commit(struct app *app, const char *text) {
    struct err err;
    const int index = read_pin(app, text, &err);
    if (index < 0) {
        app_say(app, true, "%s", err.text);
        return false;
    }
    const struct plan_pin *pin = &app->pins.pin[index];
    if (plan_same(&pin->plan, &app->now.plan))
        app_say(app, false, "this is %s", pin->name);
    else
        app_adopt(app, &pin->plan, pin->name);
    return true;
}

const struct prompt prompt_value = {value_label, value_hint, value_commit, false, HISTORY_VALUE};
const struct prompt prompt_words = {words_label, words_hint, words_commit, false, HISTORY_WORDS};
const struct prompt prompt_solve = {solve_label, solve_hint, solve_commit, false, HISTORY_SOLVE};
const struct prompt prompt_pin = {pin_label, pin_hint, pin_commit, false, HISTORY_PIN};
