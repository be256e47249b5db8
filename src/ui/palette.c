/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/palette.h"

#include "base/text.h"
#include "io/folder.h"
#include "io/lesson_file.h"
#include "ui/action.h"
#include "ui/lesson.h"
#include "ui/overlay.h"
#include "ui/state.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

struct palette_item *palette_add(struct palette *palette, const struct palette_source *source,
                                 const char *name) {
    if (palette->count == PALETTE_ITEMS) return NULL;
    struct palette_item *const item = &palette->item[palette->count++];
    item->source = source;
    text_clean(item->name, sizeof item->name, name);
    return item;
}

/* The same with its help and note. */
static void add(struct palette *palette, const struct palette_source *source, const char *name,
                const char *help, const char *note) {
    struct palette_item *const item = palette_add(palette, source, name);
    if (!item) return;
    text_clean(item->help, sizeof item->help, help);
    text_clean(item->note, sizeof item->note, note);
}

static void fill_again(const struct app *app, const struct palette_source *source,
                       struct palette *palette) {
    char line[FIELD_TEXT];
    for (int i = 0; history_get(&app->history[HISTORY_WORDS], i, line, sizeof line); i++) {
        if (strlen(line) < PALETTE_NAME) add(palette, source, line, "", "");
    }
}

static void run_again(struct app *app, const struct palette_item *item) {
    if (prompt_words.commit(app, item->name)) history_add(&app->history[HISTORY_WORDS], item->name);
}

static void fill_keymap(const struct app *app, const struct keymap *keys, const char *where,
                        const struct palette_source *source, struct palette *palette) {
    for (int i = 0; keys && i < keys->action_count; i++) {
        const struct action *const action = &keys->actions[i];
        struct palette_item *const item = palette_add(palette, source, action->name);
        if (!item) return;
        text_append(item->help, sizeof item->help, "%s%s%s%s", action->help, *where ? " (" : "",
                    where, *where ? ")" : "");
        action_keys(&app->keys, keys, action->name, item->note, sizeof item->note);
        item->action = action;
    }
}

static void fill_actions(const struct app *app, const struct palette_source *source,
                         struct palette *palette) {
    if (lesson_runs(app)) fill_keymap(app, &lesson_keys, "lesson", source, palette);
    fill_keymap(app, views[app->view]->keys, views[app->view]->title, source, palette);
    fill_keymap(app, &planner_keys, "", source, palette);
}

static void run_action(struct app *app, const struct palette_item *item) {
    app_run(app, item->action);
}

static void fill_inputs(const struct app *app, const struct palette_source *source,
                        struct palette *palette) {
    for (int i = 0; i < INPUT_COUNT; i++) {
        char name[PALETTE_NAME] = "", help[PALETTE_HELP] = "", value[NUM_TEXT];
        const enum input input = (enum input)i;
        text_append(name, sizeof name, "%s=", inputs[i].name);
        text_append(help, sizeof help, "%s", inputs[i].title);
        add(palette, source, name, help, input_show(value, input, plan_get(&app->now.plan, input)));
    }
    add(palette, source, "P=", "w, a and kv at once", "");
    add(palette, source, "fmt=", "training format: E4M3, FP4, INT8", "");
}

static void fill_views(const struct app *app, const struct palette_source *source,
                       struct palette *palette) {
    (void)app;
    for (int i = 0; i < VIEW_COUNT; i++) {
        const char key[2] = {views[i]->key, '\0'};
        add(palette, source, views[i]->title, views[i]->help, key);
    }
}

static void run_view(struct app *app, const struct palette_item *item) {
    for (int i = 0; i < VIEW_COUNT; i++) {
        if (strcmp(views[i]->title, item->name) == 0) app_show(app, (enum view)i);
    }
}

static bool is_loaded(const struct app *app, const char *name) {
    for (int i = 0; i < app->preset_count; i++) {
        if (strcmp(app->presets[i]->name, name) == 0) return true;
    }
    return false;
}

/* Files are not opened: their titles would cost more than all the rest. */
static void fill_presets(const struct app *app, const struct palette_source *source,
                         struct palette *palette) {
    struct preset_list list;
    struct err err;
    for (int i = 0; i < app->preset_count; i++)
        add(palette, source, app->presets[i]->name, app->presets[i]->title, "");
    if (!preset_list_read(&list, &err)) return;
    for (size_t i = 0; i < list.count; i++) {
        if (!is_loaded(app, list.entries[i].name))
            add(palette, source, list.entries[i].name, "load it as the primary law", "");
    }
    preset_list_free(&list);
}

static void run_preset(struct app *app, const struct palette_item *item) {
    struct err err;
    if (!app_add_preset(app, item->name, &err)) app_say(app, true, "%s", err.text);
}

static void fill_pins(const struct app *app, const struct palette_source *source,
                      struct palette *palette) {
    for (int i = 0; i < app->pins.count; i++) {
        char changes[PALETTE_HELP];
        const struct plan_pin *const pin = &app->pins.pin[i];
        pins_difference(&app->now.plan, &pin->plan, changes, sizeof changes);
        add(palette, source, pin->name, changes, "");
    }
}

static void run_pin(struct app *app, const struct palette_item *item) {
    prompt_pin.commit(app, item->name);
}

/* A file's name as words: its title would have to be read from it. */
static void words_of(const char *name, char out[PALETTE_HELP]) {
    text_copy(out, PALETTE_HELP, name + strspn(name, "0123456789-"));
    for (char *at = out; (at = strchr(at, '-'));)
        *at = ' ';
}

static void fill_lessons(const struct app *app, const struct palette_source *source,
                         struct palette *palette) {
    struct preset_list list;
    struct err err;
    (void)app;
    if (!lesson_list_read(&list, &err)) return;
    for (size_t i = 0; i < list.count; i++) {
        char help[PALETTE_HELP];
        words_of(list.entries[i].name, help);
        add(palette, source, list.entries[i].name, help, "");
    }
    preset_list_free(&list);
}

static void run_lesson(struct app *app, const struct palette_item *item) {
    struct preset_list list;
    struct err err;
    if (!lesson_list_read(&list, &err)) {
        app_say(app, true, "%s", err.text);
        return;
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct preset_entry *entry = &list.entries[i];
        if (strcmp(entry->name, item->name) == 0 &&
            !lesson_open(app, entry->path, entry->name, &err))
            app_say(app, true, "%s", err.text);
    }
    preset_list_free(&list);
}

struct filling {
    const struct palette_source *source;
    struct palette *palette;
};

/* A name that cannot be shown as it is could not be told from another. */
static bool add_file(void *to, const char *file) {
    const struct filling *const filling = to;
    char shown[PALETTE_NAME];
    text_clean(shown, sizeof shown, file);
    if (strcmp(shown, file) == 0)
        add(filling->palette, filling->source, file, "load the plan in this file", "");
    return filling->palette->count < PALETTE_ITEMS;
}

static void fill_files(const struct app *app, const struct palette_source *source,
                       struct palette *palette) {
    struct filling filling = {source, palette};
    (void)app;
    folder_each(".", ".ini", add_file, &filling);
}

static void run_file(struct app *app, const struct palette_item *item) {
    struct err err;
    if (!state_load(app, item->name, &err)) app_say(app, true, "%s", err.text);
}

/* In the order in which they stand where nothing is typed yet. */
static const struct palette_source sources[] = {
    {"again", fill_again, run_again, false},     {"", fill_actions, run_action, false},
    {"input", fill_inputs, NULL, true},          {"view", fill_views, run_view, false},
    {"law", fill_presets, run_preset, false},    {"pin", fill_pins, run_pin, false},
    {"lesson", fill_lessons, run_lesson, false}, {"plan", fill_files, run_file, false},
};

struct palette *palette_new(const struct app *app) {
    struct palette *const palette = calloc(1, sizeof *palette);
    if (!palette) return NULL;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        sources[i].fill(app, &sources[i], palette);
    palette_find(palette, "");
    return palette;
}

/* The word that is being typed, where there are NAME=VALUE words before it. */
static const char *last_word(const char *text) {
    const char *const blank = strrchr(text, ' ');
    return blank ? blank + 1 : text;
}

/* What an item is looked for by: words by the last one typed, unless that has its value already. */
static const char *query_for(const struct palette_item *item, const char *text) {
    if (!strchr(text, '=')) return text;
    if (!item->source->words) return item->source->run == run_again ? text : NULL;
    const char *const word = last_word(text);
    return *word && !strchr(word, '=') ? word : NULL;
}

static void whole_text(const struct palette_item *item, char *out, size_t size) {
    text_copy(out, size, item->name);
    text_append(out, size, " %s", item->help);
}

static int score_of(const struct palette_item *item, const char *text) {
    char whole[PALETTE_NAME + PALETTE_HELP];
    const char *const query = query_for(item, text);
    if (!query) return FUZZY_NONE;
    whole_text(item, whole, sizeof whole);
    return fuzzy_score(query, whole, NULL);
}

/* Put an item after those as good as it. */
static void insert(struct palette *palette, int *scores, int item, int score) {
    int at = palette->found++;
    for (; at > 0 && scores[at - 1] < score; at--) {
        scores[at] = scores[at - 1];
        palette->order[at] = palette->order[at - 1];
    }
    scores[at] = score;
    palette->order[at] = (short)item;
}

void palette_find(struct palette *palette, const char *text) {
    enum { NEAR = 3, FAR = 5 }; /* below three fifths of the best it is chance */
    int scores[PALETTE_ITEMS] = {0};
    palette->found = 0;
    for (int i = 0; i < palette->count; i++) {
        const int score = score_of(&palette->item[i], text);
        if (score > FUZZY_NONE) insert(palette, scores, i, score);
    }
    const int best = palette->found > 0 ? scores[0] : FUZZY_NONE;
    while (palette->found > 0 && FAR * scores[palette->found - 1] < NEAR * best)
        palette->found--;
    const bool asked = text[strspn(text, " ")] && !strchr(text, '=');
    palette->at = asked && palette->found > 0 ? 0 : -1;
}

static int count_characters(const char *text) {
    int count = 0;
    while (*text) {
        text_next(&text);
        count++;
    }
    return count;
}

void palette_marks(const struct palette_item *item, const char *text, bool name[FUZZY_TEXT],
                   bool help[FUZZY_TEXT]) {
    char whole[PALETTE_NAME + PALETTE_HELP];
    bool mark[FUZZY_TEXT] = {false};
    const char *const query = query_for(item, text);
    const int length = count_characters(item->name);
    whole_text(item, whole, sizeof whole);
    if (query) fuzzy_score(query, whole, mark);
    for (int i = 0; i < FUZZY_TEXT; i++) {
        name[i] = i < length && mark[i];
        help[i] = i + length + 1 < FUZZY_TEXT && mark[i + length + 1];
    }
}

void palette_complete(const struct palette_item *item, const char *text, char *out, size_t size) {
    const size_t kept = item->source->words ? (size_t)(last_word(text) - text) : 0;
    text_copy(out, kept + 1 < size ? kept + 1 : size, text);
    text_append(out, size, "%s", item->name);
}
