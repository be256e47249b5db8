/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson that runs: from step to step, guesses, and the way back to what was there before. */
#include "base/text.h"
#include "io/path.h"
#include "ui/action.h"
#include "ui/lesson_parts.h"
#include "ui/overlay.h"
#include <stdlib.h>
#include <string.h>

static bool progress_path(char *out, size_t size) {
    if (!path_state(out, size)) return false;
    text_append(out, size, "/lessons");
    return true;
}

static void read_progress(const struct app *app, struct lessons *all) {
    char path[PRESET_FILE];
    struct err err;
    if (!app->keeps_progress) return;
    if (!progress_path(path, sizeof path))
        text_copy(all->unkept, sizeof all->unkept, "there is no home to keep it in");
    else if (!progress_read(path, &all->progress, &err))
        text_copy(all->unkept, sizeof all->unkept, err.text);
}

struct lessons *lesson_all(struct app *app) {
    if (app->lessons) return app->lessons;
    app->lessons = calloc(1, sizeof *app->lessons);
    if (app->lessons)
        read_progress(app, app->lessons);
    else
        app_say(app, true, "out of memory");
    return app->lessons;
}

/* A file that was found broken is not written over: what is in it may be of worth. */
static void keep_progress(struct app *app, bool done) {
    struct lessons *all = app->lessons;
    char path[PRESET_FILE];
    struct err err;
    struct progress_line *line = progress_line(&all->progress, all->name, true);
    if (!line) return;
    const struct progress_line was = *line;
    line->step = done ? 0 : all->step;
    line->done = line->done || done;
    if (!app->keeps_progress || (line->step == was.step && line->done == was.done)) return;
    if (!all->unkept[0] && progress_path(path, sizeof path) &&
        !progress_write(path, &all->progress, &err))
        text_copy(all->unkept, sizeof all->unkept, err.text);
    if (!all->unkept[0] || all->told) return;
    all->told = true;
    app_say(app, true, "progress is not kept: %s", all->unkept);
}

static void put_by(const struct app *app, struct lesson_before *before) {
    before->now = app->now;
    before->undo = app->undo;
    memcpy(before->presets, app->presets, sizeof before->presets);
    before->preset_count = app->preset_count;
    before->view = app->view;
    before->scroll = app->scroll;
    before->curve = app->curve;
    before->map = app->map;
    before->optimum = app->optimum;
    before->formats = app->formats;
    before->compare = app->compare;
}

static void restore(struct app *app, const struct lesson_before *before) {
    app->now = before->now;
    app->undo = before->undo;
    memcpy(app->presets, before->presets, sizeof app->presets);
    app->preset_count = before->preset_count;
    app->view = before->view;
    app->scroll = before->scroll;
    app->curve = before->curve;
    app->map = before->map;
    app->optimum = before->optimum;
    app->formats = before->formats;
    app->compare = before->compare;
}

static void bring_back(struct app *app, const struct lesson_before *before) {
    for (int i = 0; i < app->preset_count; i++) {
        preset_free(app->presets[i]);
        free(app->presets[i]);
    }
    restore(app, before);
}

void lesson_outside(const struct app *app, struct app *outside) {
    *outside = *app;
    if (lesson_runs(app)) restore(outside, &app->lessons->before);
}

/* A preset of the lesson: the one that is loaded already, or its file's. */
static bool load_preset(struct app *app, const struct lesson_before *before, const char *name,
                        struct err *err) {
    struct preset *preset = malloc(sizeof *preset);
    if (!preset) return err_set(err, "out of memory");
    for (int i = 0; i < before->preset_count; i++) {
        if (strcmp(before->presets[i]->name, name) != 0) continue;
        if (preset_copy(preset, before->presets[i])) {
            app->presets[app->preset_count++] = preset;
            return true;
        }
        free(preset);
        return err_set(err, "out of memory");
    }
    if (!preset_file_open(name, preset, err)) {
        free(preset);
        return false;
    }
    app->presets[app->preset_count++] = preset;
    return true;
}

static bool load_presets(struct app *app, const struct lesson_before *before,
                         const struct lesson *lesson, struct err *err) {
    char name[PRESET_FILE];
    for (int n = 0; lesson_preset(lesson, n, name); n++) {
        if (n == LESSON_PRESETS) {
            err_set(err, "presets names more than %d; expected fewer", LESSON_PRESETS);
            return lesson_file_at(lesson, lesson->presets, err);
        }
        if (!load_preset(app, before, name, err))
            return lesson_file_at(lesson, lesson->presets, err);
    }
    return true;
}

/* All steps are gone through before the first is shown, so that none can fail later. */
static bool enter_all(struct app *app, struct lessons *all, struct err *err) {
    for (int i = 0; i < all->lesson.steps; i++) {
        if (!lesson_enter(app, &all->lesson, i, &all->page, err)) return false;
    }
    return true;
}

static bool open_lesson(struct app *app, struct lessons *all, const char *path, struct err *err) {
    if (!lesson_file_read(path, &all->lesson, err)) return false;
    put_by(app, &all->before);
    app->preset_count = 0;
    undo_start(&app->undo, &app->now);
    if (load_presets(app, &all->before, &all->lesson, err) && enter_all(app, all, err)) return true;
    bring_back(app, &all->before);
    lesson_file_free(&all->lesson);
    return false;
}

static void show_step(struct app *app, int step) {
    struct lessons *all = app->lessons;
    struct err err;
    all->step = step;
    all->answered = all->guessed = false;
    all->scroll = 0;
    app->drag = DRAG_NONE;
    if (!lesson_enter(app, &all->lesson, step, &all->page, &err))
        app_say(app, true, "%s", err.text);
}

bool lesson_start(struct app *app, const char *path, const char *name, int step, struct err *err) {
    struct lessons *all = lesson_all(app);
    if (!all) return err_set(err, "out of memory");
    if (all->running) lesson_leave(app);
    if (!open_lesson(app, all, path, err)) return false;
    text_copy(all->name, sizeof all->name, name);
    all->running = true;
    show_step(app, step < all->lesson.steps ? step : 0);
    return true;
}

bool lesson_runs(const struct app *app) {
    return app->lessons && app->lessons->running;
}

static bool runs_or_says(struct app *app) {
    if (!lesson_runs(app)) app_say(app, false, "no lesson runs; t in Explain lists them");
    return lesson_runs(app);
}

static void end(struct app *app, bool done) {
    struct lessons *all = app->lessons;
    bring_back(app, &all->before);
    all->running = false;
    app->drag = DRAG_NONE;
    app_say(app, false, done ? "lesson done; all is as it was before" : "lesson left");
    keep_progress(app, done);
    lesson_file_free(&all->lesson);
}

void lesson_leave(struct app *app) {
    if (runs_or_says(app)) end(app, false);
}

static void show_answer(struct app *app) {
    struct lessons *all = app->lessons;
    all->answered = true;
    const int most = lesson_page_rows(app) - lesson_room(app), at = lesson_answer_row(app);
    all->scroll = most < 0 ? 0 : at < most ? at : most;
}

void lesson_next(struct app *app) {
    if (!runs_or_says(app)) return;
    struct lessons *all = app->lessons;
    const int room = lesson_room(app), rows = lesson_page_rows(app);
    if (all->scroll + room < rows) {
        const int most = rows - room, to = all->scroll + (room > 1 ? room - 1 : 1);
        all->scroll = to < most ? to : most;
    } else if (all->lesson.step[all->step].ask && !all->answered) {
        show_answer(app);
    } else if (all->step + 1 < all->lesson.steps) {
        app_remember(app);
        show_step(app, all->step + 1);
    } else {
        end(app, true);
    }
}

void lesson_back(struct app *app) {
    if (!runs_or_says(app)) return;
    const int step = app->lessons->step;
    if (step == 0) app_say(app, false, "this is the first step");
    if (step > 0) app_remember(app);
    show_step(app, step > 0 ? step - 1 : 0);
}

/* The page stays as it is, a guess too. */
void lesson_again(struct app *app) {
    struct err err;
    if (!runs_or_says(app)) return;
    struct lessons *all = app->lessons;
    app_remember(app);
    if (!lesson_enter(app, &all->lesson, all->step, &all->page, &err))
        app_say(app, true, "%s", err.text);
}

static bool near_answer(const struct lesson_page *page, double guess) {
    if (page->within < 1) return fabs(guess - page->answer) <= page->within;
    const double ratio = guess / page->answer;
    return ratio > 0 && fabs(log(ratio)) <= log(page->within) * (1 + 1e-12);
}

static bool take_number(struct lessons *all, const char *text, struct err *err) {
    double guess;
    if (!num_parse(text, &guess))
        return err_set(err, "%.40s: expected a number, as in 7B or 1.5e12", text);
    all->right = near_answer(&all->page, guess);
    return true;
}

static bool take_choice(struct lessons *all, const char *text, struct err *err) {
    const struct lesson_step *step = &all->lesson.step[all->step];
    const int choice = (text[0] | 0x20) - 'a';
    if (text[1] || choice < 0 || choice >= step->choices)
        return err_set(err, "%.40s: expected a letter from a to %c", text, 'a' + step->choices - 1);
    all->right = choice == lesson_right_choice(step);
    return true;
}

bool lesson_take_guess(struct app *app, const char *text, struct err *err) {
    struct lessons *all = app->lessons;
    const bool choices = all->lesson.step[all->step].choices > 0;
    if (!(choices ? take_choice(all, text, err) : take_number(all, text, err))) return false;
    all->guessed = true;
    text_copy(all->guess, sizeof all->guess, text);
    show_answer(app);
    return true;
}

static void guess_label(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "your guess: ");
}

static void guess_hint(const struct app *app, char *out, size_t size) {
    const int choices = app->lessons->lesson.step[app->lessons->step].choices;
    if (choices > 0)
        text_append(out, size, "a letter from a to %c", 'a' + choices - 1);
    else
        text_append(out, size, "a number, as in 7B, 1.5e12 or .25");
}

static bool guess_commit(struct app *app, const char *text) {
    struct err err;
    if (!lesson_runs(app) || lesson_take_guess(app, text, &err)) return true;
    app_say(app, true, "%s", err.text);
    return false;
}

static const struct prompt prompt_guess = {guess_label, guess_hint, guess_commit, false};

void lesson_guess(struct app *app) {
    if (!runs_or_says(app)) return;
    const struct lessons *all = app->lessons;
    if (!all->lesson.step[all->step].ask)
        app_say(app, false, "nothing is asked here; n goes on");
    else if (all->answered)
        app_say(app, false, "answered; n goes on");
    else
        overlay_field_open(app, &prompt_guess);
}

const struct action *lesson_action(const struct app *app, uint32_t key) {
    if (!lesson_runs(app)) return NULL;
    for (int i = 0; i < planner_keys.binding_count; i++) {
        const struct binding *binding = &planner_keys.bindings[i];
        if (binding->key == key && strncmp(binding->action, "lesson-", 7) == 0)
            return action_find(&planner_keys, binding->action);
    }
    return NULL;
}

void lesson_free(struct app *app) {
    if (!app->lessons) return;
    if (app->lessons->running) end(app, false);
    free(app->lessons->rows);
    free(app->lessons);
    app->lessons = NULL;
}

/* A planner without a screen goes through it. */
bool lesson_check(const char *path, char title[LESSON_TITLE], int *steps, struct err *err) {
    struct app *app = malloc(sizeof *app);
    const struct plan plan = plan_default();
    if (!app) return err_set(err, "out of memory");
    app_init(app, &plan, NULL, 0, false);
    const bool started = lesson_start(app, path, "", 0, err);
    if (started) {
        *steps = app->lessons->lesson.steps;
        lesson_flat(title, LESSON_TITLE, app->lessons->lesson.title->value);
    }
    app_free(app);
    free(app);
    return started;
}
