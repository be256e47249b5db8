/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/command_line.h"

#include "base/text.h"
#include "io/preset_file.h"
#include "ui/state.h"
#include <stdio.h>
#include <string.h>

enum { WORDS = 512 };

/* The words that make plan of the default one, begun with a short form ("P=6") or "". */
static void words_after(const char *first, const struct plan *plan, char *out, size_t size) {
    struct plan reached = plan_default();
    struct err err;
    out[0] = '\0';
    if (*first && !plan_word(&reached, first, &err)) return;
    text_append(out, size, "%s", first);
    for (int i = 0; i < INPUT_COUNT; i++) {
        char text[NUM_TEXT];
        const enum input input = (enum input)i;
        const double value = plan_get(plan, input);
        if (value == plan_get(&reached, input)) continue;
        text_append(out, size, "%s%s=%s", *out ? " " : "", inputs[i].name,
                    input_text(text, input, value));
    }
}

void command_words(const struct plan *plan, char *out, size_t size) {
    char tied[NUM_TEXT + 2], layout[NUM_TEXT + 4], number[NUM_TEXT], words[WORDS];
    snprintf(tied, sizeof tied, "P=%s", input_text(number, IN_W, plan->w));
    snprintf(layout, sizeof layout, "fmt=E%dM%d", (int)plan->E, (int)plan->M);
    const char *const starts[] = {tied, layout};
    words_after("", plan, out, size);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        words_after(starts[i], plan, words, sizeof words);
        if (*words && strlen(words) < strlen(out)) text_copy(out, size, words);
    }
}

static bool is_start(const struct app *app) {
    if (app->now.primary != 0 || app->preset_count != PRESET_DEFAULTS) return false;
    for (int i = 0; i < PRESET_DEFAULTS; i++) {
        char name[PRESET_FILE];
        state_preset(app->presets[i], name);
        if (strcmp(name, preset_defaults[i]) != 0) return false;
    }
    return true;
}

static void append_preset(const struct preset *preset, char *out, size_t size) {
    char name[PRESET_FILE];
    if (preset_unsaved(preset)) return;
    state_preset(preset, name);
    text_append(out, size, " -p ");
    text_quote(out, size, name);
}

static bool any_unsaved(const struct app *app) {
    bool any = false;
    for (int i = 0; i < app->preset_count; i++)
        any |= preset_unsaved(app->presets[i]);
    return any;
}

void command_line_bare(const struct app *app, const char *command, char *out, size_t size,
                       bool *lacks) {
    char words[WORDS];
    out[0] = '\0';
    text_append(out, size, "bitplan%s%s", *command ? " " : "", command);
    if (!is_start(app)) {
        append_preset(app_primary(app), out, size);
        for (int i = 0; i < app->preset_count; i++) {
            if (i != app->now.primary) append_preset(app->presets[i], out, size);
        }
    }
    command_words(&app->now.plan, words, sizeof words);
    if (*words) text_append(out, size, " %s", words);
    *lacks = any_unsaved(app);
}

void command_line(const struct app *app, const char *command, char *out, size_t size) {
    bool lacks;
    command_line_bare(app, command, out, size, &lacks);
    if (lacks) text_append(out, size, "%s", " # without the fit, which is in no file");
}
