/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/words.h"

#include "base/text.h"
#include "io/preset_file.h"
#include "io/session_file.h"
#include "ui/config.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SCREEN_LEAST = 1, SCREEN_MOST = 1000 };

/* What a word is. */
enum role { ROLE_FILE, ROLE_VALUE, ROLE_SIZE, ROLE_KEY };

/* Read COLSxROWS, of at most five digits each; false where the word has not that form. */
static bool read_size(const char *word, int *cols, int *rows) {
    static const char digits[] = "0123456789";
    const size_t wide = strspn(word, digits);
    if (wide == 0 || wide > 5 || word[wide] != 'x') return false;
    const char *const second = word + wide + 1;
    const size_t high = strspn(second, digits);
    if (high == 0 || high > 5 || second[high] != '\0') return false;
    *cols = (int)strtol(word, NULL, 10);
    *rows = (int)strtol(second, NULL, 10);
    return true;
}

static bool names_ini(const char *word) {
    const size_t length = strlen(word);
    return length > 4 && strcmp(word + length - 4, ".ini") == 0;
}

static enum role role_of(const char *word, enum words_kind kind, bool sized) {
    int cols, rows;
    if (kind == WORDS_SCREEN && sized && word[0] == '=' && word[1]) return ROLE_KEY;
    if (kind != WORDS_SCREEN) return strchr(word, '=') ? ROLE_VALUE : ROLE_FILE;
    if (strchr(word, '=') && word[0] != '=') return ROLE_VALUE;
    if (!sized && read_size(word, &cols, &rows)) return ROLE_SIZE;
    return sized && !names_ini(word) ? ROLE_KEY : ROLE_FILE;
}

static const char *command_name(const struct options *options) {
    return *options->command->name ? options->command->name : "the planner";
}

/* The file's name without its folder and .ini. */
static void plan_name(const char *path, char out[WORDS_NAME]) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const size_t length = strlen(name) - (names_ini(name) ? 4 : 0);
    text_copy(out, length < WORDS_NAME ? length + 1 : WORDS_NAME, name);
}

/* A file's plan and its pins, each as one of several. */
static bool add_plans(const char *path, const struct plan_file *file, struct words *words,
                      struct err *err) {
    const int count = words->plan_count + 1 + file->pin_count;
    struct words_plan *plans = realloc(words->plans, (size_t)count * sizeof *plans);
    if (!plans) return err_set(err, "out of memory");
    words->plans = plans;
    struct words_plan *own = &plans[words->plan_count];
    plan_name(path, own->name);
    own->plan = file->plan;
    for (int i = 0; i < file->pin_count; i++) {
        struct words_plan *pin = own + 1 + i;
        text_copy(pin->name, sizeof pin->name, own->name);
        text_append(pin->name, sizeof pin->name, "/%s", file->pins[i].name);
        pin->plan = file->pins[i].plan;
    }
    words->plan_count = count;
    return true;
}

/* A file after the first of several: of it only the plans count. */
static bool read_next(const char *path, struct words *words, struct err *err) {
    struct plan_file file;
    return plan_file_read(path, &file, err) && add_plans(path, &file, words, err);
}

static bool read_file(const struct options *options, enum words_kind kind, const char *path,
                      struct words *words, struct err *err) {
    if (words->has_file && kind != WORDS_PLANS) {
        return err_set(err, "%s: %s takes one plan file, and %s is one already", path,
                       command_name(options), words->path);
    }
    if (access(path, F_OK) != 0 && !strchr(path, '/') && !names_ini(path)) {
        if (input_find(path) != INPUT_NONE)
            return err_set(err, "%s: expected %s=VALUE", path, path);
        return err_set(err, "%s: no such plan file; expected NAME=VALUE or a plan file", path);
    }
    if (words->has_file) return read_next(path, words, err);
    if (!plan_file_read(path, &words->file, err)) return false;
    if (kind == WORDS_PLANS && !add_plans(path, &words->file, words, err)) return false;
    words->plan = words->file.plan;
    words->has_file = true;
    text_copy(words->path, sizeof words->path, path);
    return true;
}

/* The size, the keys and the plan file, wherever they stand. */
static bool read_places(const struct options *options, enum words_kind kind, struct words *words,
                        struct err *err) {
    for (int i = 0; i < options->word_count; i++) {
        const char *const word = options->words[i];
        switch (role_of(word, kind, words->cols > 0)) {
        case ROLE_FILE:
            if (kind == WORDS_SCREEN && words->cols == 0 && !names_ini(word) &&
                access(word, F_OK) != 0) {
                return err_set(err, "%s: expected COLSxROWS first, such as 80x24", word);
            }
            if (!read_file(options, kind, word, words, err)) return false;
            break;
        case ROLE_SIZE:
            read_size(word, &words->cols, &words->rows);
            if (words->cols < SCREEN_LEAST || words->cols > SCREEN_MOST ||
                words->rows < SCREEN_LEAST || words->rows > SCREEN_MOST) {
                return err_set(err, "%s: expected columns and rows from %d to %d", word,
                               SCREEN_LEAST, SCREEN_MOST);
            }
            break;
        case ROLE_KEY:
            words->keys[words->key_count++] = word;
            break;
        case ROLE_VALUE:
            break;
        }
    }
    if (kind == WORDS_SCREEN && words->cols == 0) {
        return err_set(err, "render: expected COLSxROWS, such as 80x24, found none");
    }
    return true;
}

/* From the first axis on, every word is a step: so at each point later words win, axes or not. */
static bool read_step(const char *word, struct words *words, struct err *err) {
    struct words_step *const step = &words->steps[words->step_count++];
    step->column = axis_is(word);
    return axis_parse(word, &step->axis, err);
}

static bool read_value(enum words_kind kind, const char *word, struct words *words,
                       struct err *err) {
    if (kind == WORDS_AXES && (words->step_count > 0 || axis_is(word)))
        return read_step(word, words, err);
    for (int i = 0; i < words->plan_count; i++) {
        if (!plan_word(&words->plans[i].plan, word, err)) return false;
    }
    return plan_word(&words->plan, word, err);
}

static bool refuse_axis(const struct options *options, const char *word, struct err *err) {
    if (strchr(word, ',')) {
        return err_set(
            err, "%s: expected one value, its decimals after a point; bitplan sweep takes lists",
            word);
    }
    return err_set(err, "%s: %s takes one value of each input; bitplan sweep takes axes", word,
                   command_name(options));
}

static bool read_values(const struct options *options, enum words_kind kind, struct words *words,
                        struct err *err) {
    bool sized = false;
    for (int i = 0; i < options->word_count; i++) {
        const char *const word = options->words[i];
        const enum role role = role_of(word, kind, sized);
        if (role == ROLE_SIZE) sized = true;
        if (role != ROLE_VALUE) continue;
        if (kind != WORDS_AXES && axis_is(word)) return refuse_axis(options, word, err);
        if (!read_value(kind, word, words, err)) return false;
    }
    return true;
}

/* The inputs that a word sets. */
static unsigned sets(const struct axis *axis) {
    if (axis->input != INPUT_NONE) return INPUT_BIT(axis->input);
    return INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
}

/* An axis that later words override would print a column of values that are not the plan's. */
static bool check_axes(const struct words *words, struct err *err) {
    unsigned later = 0;
    if (!words->steps) return true;
    for (int i = words->step_count - 1; i >= 0; i--) {
        const struct axis *const axis = &words->steps[i].axis;
        if (words->steps[i].column && !(sets(axis) & ~later)) {
            return err_set(err, "%s: this axis has no effect, a later word sets the same input",
                           axis->name);
        }
        later |= sets(axis);
    }
    return true;
}

static bool load_one(const char *name, struct words *words, struct err *err) {
    if (words->preset_count == PLAN_PRESETS)
        return err_set(err, "%.60s: at most %d presets at once", name, PLAN_PRESETS);
    if (!preset_file_open(name, &words->presets[words->preset_count], err)) return false;
    words->preset_count++;
    return true;
}

/* Those that the user gave for this run: all must be there. */
static bool load_given(const struct options *options, struct words *words, struct err *err) {
    for (int i = 0; i < options->preset_count; i++) {
        if (!load_one(options->presets[i], words, err)) return false;
    }
    const bool file = words->has_file && options->preset_count == 0;
    for (int i = 0; file && i < words->file.preset_count; i++) {
        if (load_one(words->file.presets[i], words, err)) continue;
        if (!words->resumed) return false;
        notes_add(&words->notes, err);
    }
    return true;
}

/* Those of the settings, else the built-in ones: one that is broken keeps no other from loading. */
static void load_usual(const struct options *options, struct words *words) {
    char names[CONFIG_PRESETS] = "", *rest = NULL;
    struct err err;
    if (options->config) text_copy(names, sizeof names, options->config->presets);
    for (char *name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        if (*text_trim(name) && !load_one(text_trim(name), words, &err)) out_fail(0, &err);
    }
    if (words->preset_count > 0) return;
    for (int i = 0; i < PRESET_DEFAULTS; i++) {
        if (!load_one(preset_defaults[i], words, &err)) out_fail(0, &err);
    }
}

static bool load_presets(const struct options *options, struct words *words, struct err *err) {
    if (!load_given(options, words, err)) return false;
    if (words->preset_count == 0) load_usual(options, words);
    return words->preset_count > 0 || err_set(err, "none of the default presets can be read");
}

/* A fit that the planner used without a file is not among the presets of a plan file; the planner
 * makes it again, commands do not. */
static void say_lost(const struct options *options, enum words_kind kind,
                     const struct words *words) {
    struct err err;
    const bool planner = kind == WORDS_SCREEN || !*options->command->name;
    if (planner || !words->has_file || options->preset_count > 0) return;
    for (int i = 0; i < words->file.setting_count; i++) {
        const struct plan_setting *const line = &words->file.settings[i];
        if (strcmp(line->name, "fit.used") != 0 || strcmp(line->value, "on") != 0) continue;
        err_set(&err, "%s:%d: the fit in use is in no file; the law here is %s", words->path,
                line->line, words->presets[0].name);
        out_fail(0, &err);
    }
}

/* The last session in place of a plan file. */
static void read_session(struct words *words) {
    struct err err;
    if (!session_file_latest(words->path)) return;
    words->resumed = plan_file_read_good(words->path, &words->file, &words->notes, &err);
    if (!words->resumed) notes_add(&words->notes, &err);
    words->has_file = words->resumed;
    if (words->resumed) words->plan = words->file.plan;
}

static bool resume(const struct options *options, struct words *words, struct err *err) {
    if (options->resume && words->has_file)
        return err_set(err, "--resume with %s: expected one of them", words->path);
    const bool always = options->config && options->config->resume && !words->has_file;
    if (options->resume || (always && !*options->command->name)) read_session(words);
    return true;
}

static bool read_all(const struct options *options, enum words_kind kind, struct words *words,
                     struct err *err) {
    const size_t most = (size_t)options->word_count + 1;
    words->keys = calloc(most, sizeof *words->keys);
    words->steps = kind == WORDS_AXES ? calloc(most, sizeof *words->steps) : NULL;
    words->presets = calloc(PLAN_PRESETS, sizeof *words->presets);
    if (!words->keys || !words->presets || (kind == WORDS_AXES && !words->steps)) {
        return err_set(err, "out of memory");
    }
    words->plan = plan_default();
    return read_places(options, kind, words, err) && resume(options, words, err) &&
           read_values(options, kind, words, err) && check_axes(words, err) &&
           load_presets(options, words, err);
}

bool words_read(const struct options *options, enum words_kind kind, struct words *words,
                struct err *err) {
    memset(words, 0, sizeof *words);
    if (read_all(options, kind, words, err)) {
        say_lost(options, kind, words);
        return true;
    }
    words_free(words);
    return false;
}

void words_free(struct words *words) {
    for (int i = 0; i < words->preset_count; i++)
        preset_free(&words->presets[i]);
    free(words->presets);
    free(words->plans);
    free(words->steps);
    free(words->keys);
    memset(words, 0, sizeof *words);
}
