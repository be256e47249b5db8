/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view's work: the file read, the law fitted, each size left out once, and what run to do
 * next, one after the other, in bites between the keys. */
#ifndef UI_FIT_WORK_H
#define UI_FIT_WORK_H

#include "engine/boot.h"
#include "engine/fit.h"
#include "engine/next_run.h"
#include "io/data_file.h"
#include "ui/app.h"

enum fit_phase {
    FIT_PHASE_NONE, /* nothing was asked yet */
    FIT_PHASE_READ,
    FIT_PHASE_FIT,
    FIT_PHASE_SIZES,
    FIT_PHASE_BOOT,
    FIT_PHASE_NEXT,
    FIT_PHASE_DONE,
    FIT_PHASE_FAILED,   /* err says why */
    FIT_PHASE_CANCELLED /* by the user; what was had until then is there */
};

struct fit_work {
    enum fit_phase phase;
    struct err err;
    struct fit_asked *asked; /* the words that ask points into */
    struct data_ask ask;
    struct data_report report;
    struct data_reading *reading; /* while the file is read */
    struct runs runs;             /* empty until it has been */
    struct fit_problem problem;
    struct fit_job *job;
    double progress;  /* of what goes on: the file, the fit */
    double objective; /* INFINITY: none yet */
    bool fitted;      /* result has been filled in */
    bool saved;       /* as a preset */
    struct fit_result result;
    struct fit_left *left; /* each size left out, the largest first; lefts of to_leave are there */
    double *size;          /* of the runs' models, ascending; sizes of them */
    size_t sizes, to_leave, lefts;
    struct boot boot; /* the resamples, where they were asked for; resampled of them are made */
    struct boot_work *boot_work;
    int resamples, resampled;
    long long seed;
    struct preset *preset; /* what it would be as a preset; NULL: no_preset says why not */
    struct err no_preset;
    struct next_job *next_job;
    struct next_question question; /* that next is the answer to */
    bool advised;
    struct next_answer next;
};

/* Ask for all of it again. */
void fit_work_again(struct app *app);

/* Whether there is something to do, now that the Fit view is on screen or its work has begun. */
bool fit_work_busy(const struct app *app);

/* Some of it: until it is done or the clock (seconds of CLOCK_MONOTONIC) has passed deadline. */
void fit_work_step(struct app *app, double deadline);

/* Leave off. False where nothing went on. */
bool fit_work_cancel(struct app *app);

void fit_work_free(struct app *app);

/* Make the fit, as it is, the primary law of every view, under a name that says that it is not
 * saved; a fit that comes after takes its place. False with a message. */
bool fit_work_use(struct app *app, struct err *err);

/* Write the preset and make it the primary one. replace: a file that is there already. said: what
 * was done. False with a message. */
bool fit_work_save(struct app *app, const char *path, bool replace, struct err *err);

/* Whether there is a fit that is in no file. */
bool fit_work_unsaved(const struct app *app);

/* What there is of a fit with numbers to show; NULL where there is none. */
const struct fit_work *fit_work_shown(const struct app *app);

#endif
