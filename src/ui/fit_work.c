/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fit_work.h"

#include "base/clock.h"
#include "base/text.h"
#include "engine/cost.h"
#include "engine/fit_request.h"
#include "io/fit_save.h"
#include "io/preset_file.h"
#include "ui/fit_ask.h"
#include "ui/fit_laws.h"
#include "ui/state.h"
#include "ui/view.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BEYOND = 4 /* times the measured D/N */, COMMAND = 8192 };

static bool goes_on(const struct fit_work *work) {
    return work && work->phase >= FIT_PHASE_READ && work->phase <= FIT_PHASE_NEXT;
}

const struct fit_work *fit_work_shown(const struct app *app) {
    const struct fit_work *const work = app->fit_work;
    return work && work->fitted && work->result.status != FIT_REFUSED ? work : NULL;
}

static void preset_drop(struct fit_work *work) {
    if (work->preset) preset_free(work->preset);
    free(work->preset);
    work->preset = NULL;
}

static void end_boot(struct fit_work *work) {
    boot_work_free(work->boot_work);
    boot_free(&work->boot);
    work->boot_work = NULL;
}

void fit_work_free(struct app *app) {
    struct fit_work *const work = app->fit_work;
    app->fit_work = NULL;
    fit_laws_free(app);
    if (!work) return;
    data_close(work->reading);
    if (work->job) fit_cancel(work->job);
    next_cancel(work->next_job);
    end_boot(work);
    if (work->fitted) fit_free(&work->result);
    preset_drop(work);
    runs_free(&work->runs);
    free(work->left);
    free(work->size);
    free(work->asked);
    free(work);
}

void fit_work_again(struct app *app) {
    app->fit.stale = app->fit.file[0] != '\0';
}

static void fail(struct fit_work *work) {
    work->phase = FIT_PHASE_FAILED;
}

/* What is wrong with the file, as this view has words for it. */
static void say_broken(struct fit_work *work) {
    char *const text = work->err.text;
    const bool row = strstr(text, ": column ") || strstr(text, " cells; expected");
    fit_ask_typed(work->asked, &work->err);
    fit_ask_own_words(text, sizeof work->err.text);
    if (row && !work->ask.skip_bad)
        text_append(text, sizeof work->err.text, "; the row `bad rows` leaves such out");
}

/* Ask for the file. False with a message. */
static bool open_data(const struct fit_state *state, struct fit_work *work) {
    if (!fit_ask_data(state, work->asked, &work->ask, &work->err)) return false;
    work->reading = fit_ask_open(work->asked, &work->ask, &work->err);
    return work->reading != NULL;
}

/* Begin anew: with the file. */
static void begin(struct app *app) {
    fit_work_free(app);
    app->fit.stale = false;
    app->fit.first = 0;
    struct fit_work *const work = app->fit_work = calloc(1, sizeof *work);
    if (!work) {
        app_say(app, true, "out of memory");
        return;
    }
    runs_init(&work->runs);
    work->objective = INFINITY;
    work->phase = FIT_PHASE_READ;
    work->asked = calloc(1, sizeof *work->asked);
    if (!work->asked) err_set(&work->err, "out of memory");
    if (!work->asked || !open_data(&app->fit, work)) fail(work);
}

/* The file is read: make the fit ready. */
static bool begin_fit(const struct fit_state *state, struct fit_work *work) {
    data_take(work->reading, &work->runs, &work->report);
    for (int i = 0; i < work->report.warnings; i++)
        fit_ask_own_words(work->report.warning[i], sizeof work->report.warning[i]);
    data_close(work->reading);
    work->reading = NULL;
    work->phase = FIT_PHASE_FIT;
    work->progress = 0;
    if (!fit_request_group(&work->runs, work->ask.law, work->ask.by != NULL, &work->err) ||
        !fit_ask_problem(state, &work->runs, &work->problem, &work->err) ||
        !fit_ask_bootstrap(state, &work->resamples, &work->seed, &work->err))
        return false;
    work->problem.profile = work->runs.count <= FIT_PROFILE_MOST;
    return true;
}

static void read_some(const struct fit_state *state, struct fit_work *work, double deadline) {
    const enum data_state now = data_step(work->reading, deadline, &work->err);
    work->progress = data_progress(work->reading);
    if (now == DATA_READING) return;
    if (now == DATA_BROKEN) say_broken(work);
    if (now == DATA_BROKEN || !begin_fit(state, work)) fail(work);
}

static struct fit_saving saving_of(const struct fit_work *work, const bool *keep, const char *name,
                                   const char *command) {
    return (struct fit_saving){.problem = &work->problem,
                               .result = &work->result,
                               .keep = keep,
                               .name = name,
                               .data = work->asked->path,
                               .ask = &work->ask,
                               .report = &work->report,
                               .command = command,
                               .version = BITPLAN_VERSION,
                               .seed = work->seed,
                               .resamples = work->resamples};
}

/* What it would be as a preset: the law that the next run is looked for with. */
static void make_preset(struct app *app) {
    struct fit_work *const work = app->fit_work;
    bool keep[RUNS_GROUPS], all;
    preset_drop(work);
    if (!fit_ask_keep(&app->fit, &work->runs, keep, &all, &work->no_preset)) return;
    const struct fit_saving saving = saving_of(work, all ? NULL : keep, "fit", "");
    work->preset = calloc(1, sizeof *work->preset);
    if (!work->preset)
        err_set(&work->no_preset, "out of memory");
    else if (!fit_save_preset(&saving, work->preset, &work->no_preset))
        free(work->preset), work->preset = NULL;
}

/* After the sizes the resamples, where they are asked for. Without memory for them the intervals
 * stay as they are. */
static void begin_boot(struct fit_work *work) {
    work->phase = FIT_PHASE_DONE;
    if (work->resamples == 0) return;
    const bool room = boot_init(&work->boot, &work->result, (uint64_t)work->seed, work->resamples,
                                0, work->resamples);
    if (room) work->boot_work = boot_work_start(&work->problem, &work->result);
    if (work->boot_work)
        work->phase = FIT_PHASE_BOOT;
    else
        work->resamples = 0;
}

/* The place of the fit that is used unsaved among those loaded, or −1. */
static int unsaved(const struct app *app) {
    for (int i = 0; i < app->preset_count; i++) {
        if (preset_unsaved(app->presets[i])) return i;
    }
    return -1;
}

/* The preset at that place, or a further one; NULL with a message where there are too many. */
static struct preset *place_for(struct app *app, int at, struct err *err) {
    if (at >= 0) return app->presets[at];
    struct preset *const preset =
        app->preset_count < APP_PRESETS ? calloc(1, sizeof *preset) : NULL;
    if (preset) app->presets[app->preset_count++] = preset;
    if (!preset) err_set(err, "out of memory, or %d presets at once", APP_PRESETS);
    return preset;
}

bool fit_work_use(struct app *app, struct err *err) {
    const struct fit_work *const work = fit_work_shown(app);
    struct preset copy;
    char name[PRESET_NAME - sizeof " (unsaved)"];
    if (!work) return err_set(err, "there is no fit with numbers");
    if (!work->preset) return err_set(err, "%s", work->no_preset.text);
    if (!preset_copy(&copy, work->preset)) return err_set(err, "out of memory");
    int at = unsaved(app);
    struct preset *const place = place_for(app, at, err);
    if (!place) {
        preset_free(&copy);
        return false;
    }
    if (at >= 0) preset_free(place);
    preset_move(place, &copy);
    fit_save_name(app->fit.file, place->name);
    text_copy(name, sizeof name, place->name);
    place->name[0] = '\0';
    text_append(place->name, sizeof place->name, "%s (unsaved)", name);
    app_choose_preset(app, at >= 0 ? at : app->preset_count - 1);
    app->fit.used = true;
    return true;
}

/* What was used unsaved is now that file: it keeps its place. */
static bool use_file(struct app *app, const char *path, struct err *err) {
    const int at = unsaved(app);
    struct preset preset;
    app->fit.used = false;
    if (at < 0) return app_renew_preset(app, path, err);
    if (!preset_file_open(path, &preset, err)) return false;
    preset_free(app->presets[at]);
    preset_move(app->presets[at], &preset);
    app_choose_preset(app, at);
    return true;
}

/* The fit is another one, or surer of itself: its preset too, and where that is in use. */
static void renew_preset(struct app *app) {
    struct err err;
    make_preset(app);
    if (app->fit.used && !fit_work_use(app, &err)) app_say_failed(app, "not used", err.text);
}

/* The fit is done: what comes after it is made ready. */
static void take_result(struct app *app) {
    struct fit_work *const work = app->fit_work;
    fit_finish(work->job, &work->result);
    work->job = NULL;
    work->fitted = true;
    work->phase = FIT_PHASE_DONE;
    if (work->result.status == FIT_REFUSED) return;
    renew_preset(app);
    work->phase = FIT_PHASE_SIZES;
}

/* Which sizes are left out. */
static void find_sizes(struct fit_work *work) {
    work->size = calloc(work->runs.count, sizeof *work->size);
    if (work->size) work->sizes = fit_sizes(&work->runs, work->size, work->runs.count);
    if (work->sizes >= 2) {
        work->to_leave = fit_sizes_to_leave(work->runs.count, work->sizes);
        work->left = calloc(work->to_leave, sizeof *work->left);
    }
    if (!work->left) begin_boot(work);
}

static void fit_some(struct app *app, double deadline) {
    struct fit_work *const work = app->fit_work;
    if (!work->job) work->job = fit_open(&work->problem, &work->err);
    if (!work->job) {
        fail(work);
        return;
    }
    const bool done = fit_step(work->job, deadline);
    work->progress = fit_progress(work->job, &work->objective);
    if (!done) return;
    if (!fit_broken(work->job, &work->err)) {
        take_result(app);
        return;
    }
    fit_cancel(work->job);
    work->job = NULL;
    fail(work);
}

/* The resamples' intervals and covariance are what is told, as of the command. */
static void take_boot(struct app *app) {
    struct fit_work *const work = app->fit_work;
    work->phase = FIT_PHASE_DONE;
    const int fitted = boot_take(&work->boot, &work->problem, &work->result);
    end_boot(work);
    if (fitted < 0) {
        work->resamples = 0; /* the intervals are the fit's own */
        app_say_failed(app, "no intervals from resamples", "out of memory");
    }
    renew_preset(app);
    work->advised = false;
}

static void resample(struct app *app, double deadline) {
    struct fit_work *const work = app->fit_work;
    do {
        if (!boot_some(work->boot_work, &work->boot, work->resampled, deadline)) return;
        work->resampled++;
    } while (work->resampled < work->resamples && !clock_late(deadline));
    if (work->resampled == work->resamples) take_boot(app);
}

static void leave_size(struct fit_work *work, double deadline) {
    struct fit_left *const left = &work->left[work->lefts];
    struct err err;
    if (!work->job) {
        const double size = work->size[work->sizes - 1 - work->lefts]; /* the largest first */
        *left = (struct fit_left){size, 0, NAN, NAN, FIT_REFUSED};
        work->job = fit_leave_start(&work->problem, left->N, &err);
    }
    if (work->job && !fit_step(work->job, deadline)) return;
    if (work->job && !fit_broken(work->job, NULL))
        fit_leave_finish(work->job, left);
    else
        fit_cancel(work->job);
    work->job = NULL;
    work->lefts++;
    if (work->lefts == work->to_leave) begin_boot(work);
}

static double dearest(const struct fit_work *work) {
    double most = 0;
    for (size_t i = 0; i < work->runs.count; i++)
        most = fmax(most, cost_training(work->problem.law, &work->runs.run[i].plan));
    return most;
}

/* The kinds of run there are: all that differs between them but N and D. */
static void take_kinds(const struct fit_work *work, struct next_question *question) {
    double low = INFINITY, high = 0;
    question->N_low = INFINITY;
    for (size_t i = 0; i < work->runs.count; i++) {
        struct plan kind = work->runs.run[i].plan;
        question->N_low = fmin(question->N_low, kind.N);
        low = fmin(low, kind.D / kind.N);
        high = fmax(high, kind.D / kind.N);
        kind.N = kind.D = question->plan.N;
        int k = 0;
        while (k < question->kinds && !plan_same(&question->kind[k], &kind))
            k++;
        if (k == question->kinds && k < NEXT_KINDS) question->kind[question->kinds++] = kind;
    }
    question->ratio_low = low / BEYOND;
    question->ratio_high = high * BEYOND;
}

/* Whether the advice on screen is that for another question. */
static bool needs_advice(const struct app *app) {
    const struct fit_work *const work = app->fit_work;
    if (!fit_work_shown(app) || !work->preset || !work->preset->covariance) return false;
    return !work->advised || work->question.output != app->fit.answer ||
           !plan_same(&work->question.plan, &app->now.plan) ||
           (app->fit.budget > 0 && work->question.budget != app->fit.budget);
}

static void begin_advice(struct app *app) {
    struct fit_work *const work = app->fit_work;
    const struct fit_result *const result = &work->result;
    const double n = (double)result->n, spare = n - result->p;
    struct next_question *const question = &work->question;
    *question = (struct next_question){.preset = work->preset,
                                       .plan = app->now.plan,
                                       .output = app->fit.answer};
    question->sigma = result->rms_log * sqrt(spare > 0 ? n / spare : 1);
    question->budget = app->fit.budget > 0 ? app->fit.budget : dearest(work);
    take_kinds(work, question);
    work->advised = true;
    work->next_job = next_start(question);
    work->next = (struct next_answer){.value = NAN,
                                      .now = NAN,
                                      .then = NAN,
                                      .why = work->next_job ? "" : "out of memory"};
    if (work->next_job) work->phase = FIT_PHASE_NEXT;
}

bool fit_work_busy(const struct app *app) {
    const struct fit_work *const work = app->fit_work;
    if (goes_on(work) || fit_laws_busy(app)) return true;
    if (app->view != VIEW_FIT && !(app->fit.used && app->fit.stale)) return false;
    return app->fit.stale || (work && work->phase == FIT_PHASE_DONE && needs_advice(app));
}

static void step(struct app *app, double deadline) {
    struct fit_work *const work = app->fit_work;
    if (app->fit.stale) {
        begin(app);
    } else if (!goes_on(work) && fit_laws_busy(app)) {
        fit_laws_step(app, deadline);
    } else if (work->phase == FIT_PHASE_READ) {
        read_some(&app->fit, work, deadline);
    } else if (work->phase == FIT_PHASE_FIT) {
        fit_some(app, deadline);
    } else if (work->phase == FIT_PHASE_SIZES && !work->left) {
        find_sizes(work);
    } else if (work->phase == FIT_PHASE_SIZES) {
        leave_size(work, deadline);
    } else if (work->phase == FIT_PHASE_BOOT) {
        resample(app, deadline);
    } else if (work->phase == FIT_PHASE_NEXT) {
        if (!next_step(work->next_job, deadline)) return;
        next_finish(work->next_job, &work->next);
        work->next_job = NULL;
        work->phase = FIT_PHASE_DONE;
    } else {
        begin_advice(app);
    }
}

/* A session's fit that cannot be made again leaves other laws in every view: that is told in each.
 */
void fit_work_step(struct app *app, double deadline) {
    step(app, deadline);
    const struct fit_work *const work = app->fit_work;
    const bool failed = work && work->phase == FIT_PHASE_FAILED;
    if (failed && app->fit.used && unsaved(app) < 0)
        app_say_failed(app, "the fit that was in use is not there", work->err.text);
}

bool fit_work_cancel(struct app *app) {
    struct fit_work *const work = app->fit_work;
    const bool asked = app->fit.stale;
    app->fit.stale = false;
    if (!goes_on(work)) return fit_laws_cancel(app) || asked;
    data_close(work->reading);
    if (work->job) fit_cancel(work->job);
    next_cancel(work->next_job);
    if (work->boot_work) work->resamples = 0; /* none are in the intervals */
    end_boot(work);
    work->reading = NULL;
    work->job = NULL;
    work->next_job = NULL;
    work->phase = FIT_PHASE_CANCELLED;
    return true;
}

/* Whether what is written can be loaded: it has a place already, or there is one more. */
static bool has_place(const struct app *app, const char *path, struct err *err) {
    if (app->preset_count < APP_PRESETS || unsaved(app) >= 0) return true;
    for (int i = 0; i < app->preset_count; i++) {
        if (strcmp(app->presets[i]->file, path) == 0) return true;
    }
    return err_set(err, "%d presets are loaded, the most there can be: begin with fewer by -p",
                   APP_PRESETS);
}

bool fit_work_unsaved(const struct app *app) {
    const struct fit_work *const work = fit_work_shown(app);
    return app->fit.used || (work && !work->saved);
}

bool fit_work_save(struct app *app, const char *path, bool replace, struct err *err) {
    struct fit_work *const work = fit_work_shown(app) ? app->fit_work : NULL;
    bool keep[RUNS_GROUPS], all;
    char name[PRESET_NAME], command[COMMAND];
    if (!work) return err_set(err, "there is no fit to be kept");
    if (!has_place(app, path, err)) return false;
    if (!fit_ask_keep(&app->fit, &work->runs, keep, &all, err)) return false;
    fit_save_name(path, name);
    fit_ask_command(&app->fit, false, command, sizeof command);
    const struct fit_saving saving = saving_of(work, all ? NULL : keep, name, command);
    work->saved = fit_save(&saving, path, replace, err);
    return work->saved && use_file(app, path, err);
}
