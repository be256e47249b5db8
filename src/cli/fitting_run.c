/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The work of bitplan fit: the fit itself, the sizes left out, the resamples. All of it stops at a
 * signal, with nothing half written. */
#include "base/clock.h"
#include "base/num.h"
#include "cli/ending.h"
#include "cli/fitting.h"
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PACE .1 /* seconds between looks at the clock's and the user's wishes */

struct work {
    struct fitting *fitting;
    struct ending ending;
    bool terminal; /* that progress is shown on */
    double shown;
};

/* Say how far it is, from time to time. False where it is to end. */
static bool go_on(struct work *work, const char *what, double done, double all) {
    const double time = clock_now();
    if (work->terminal && time - work->shown >= 2 * PACE) {
        work->shown = time;
        fprintf(stderr, "\r%s: %.0f of %.0f\033[K", what, done, all);
        fflush(stderr);
    }
    work->fitting->interrupted = ending_pending(&work->ending);
    return work->fitting->interrupted == 0;
}

static bool interrupted(const char *what, struct err *err) {
    return err_set(err, "interrupted %s; nothing is written", what);
}

static bool run_fit(struct work *work, struct err *err) {
    struct fitting *const fitting = work->fitting;
    struct fit_job *const job = fit_start(&fitting->problem, err);
    if (!job) return false;
    while (!fit_step(job, clock_now() + PACE)) {
        double objective;
        const double done = fit_progress(job, &objective);
        if (go_on(work, "fit, hundredths", 100 * done, 100)) continue;
        fit_cancel(job);
        return interrupted("while fitting", err);
    }
    fit_finish(job, &fitting->result);
    return true;
}

static bool leave_sizes(struct work *work, const double *sizes, size_t count, struct err *err) {
    struct fitting *const fitting = work->fitting;
    for (size_t i = 0; i < count; i++) {
        if (!fit_leave_size(&fitting->problem, sizes[i], &fitting->left[i], err)) return false;
        fitting->lefts++;
        if (!go_on(work, "sizes left out", (double)i + 1, (double)count))
            return interrupted("while sizes were left out", err);
    }
    return true;
}

static bool run_lefts(struct work *work, struct err *err) {
    struct fitting *const fitting = work->fitting;
    const size_t count = fit_sizes(&fitting->runs, NULL, 0);
    const size_t most = fit_sizes_to_leave(fitting->runs.count, count);
    if (count < 3) return true;
    double *const sizes = calloc(count, sizeof *sizes);
    fitting->left = calloc(most, sizeof *fitting->left);
    if (sizes) fit_sizes(&fitting->runs, sizes, count);
    const bool done = sizes && fitting->left ? leave_sizes(work, sizes + (count - most), most, err)
                                             : err_starved(err, "out of memory");
    free(sizes);
    return done;
}

void fitting_shard_range(const struct fitting *fitting, int *first, int *last) {
    const long long shards = fitting->options->shards, shard = fitting->options->shard;
    const long long all = fitting->resamples;
    *first = shards > 0 ? (int)(all * (shard - 1) / shards) : 0;
    *last = shards > 0 ? (int)(all * shard / shards) : (int)all;
}

/* Each resample is the same whichever thread makes it; one at a time looks at the signals. */
static bool make_resamples(struct work *work) {
    struct fitting *const fitting = work->fitting;
    struct boot *const boot = &fitting->boot;
    atomic_bool stop, starved;
    atomic_int done;
    atomic_init(&stop, false);
    atomic_init(&starved, false);
    atomic_init(&done, 0);
#pragma omp parallel
    {
        struct boot_work *own = boot_work_start(&fitting->problem, &fitting->result);
        if (!own) atomic_store(&starved, true);
#pragma omp for schedule(dynamic, 1)
        for (int i = boot->first; i < boot->last; i++) {
            if (atomic_load(&stop) || !own) continue;
            boot_one(own, boot, i);
            const int count = atomic_fetch_add(&done, 1) + 1;
#pragma omp critical
            if (!atomic_load(&stop) && !go_on(work, "resamples", count, boot->last - boot->first))
                atomic_store(&stop, true);
        }
        boot_work_free(own);
    }
    return !atomic_load(&starved);
}

static bool run_bootstrap(struct work *work, struct err *err) {
    struct fitting *const fitting = work->fitting;
    int first, last;
    if (fitting->options->fit.merge) return fitting_shard_read(fitting, err);
    if (fitting->resamples == 0) return true;
    fitting_shard_range(fitting, &first, &last);
    if (!boot_init(&fitting->boot, &fitting->result, (uint64_t)fitting->seed, fitting->resamples,
                   first, last) ||
        !make_resamples(work))
        return err_starved(err, "out of memory");
    if (fitting->interrupted) return interrupted("while resampling", err);
    return true;
}

/* The bootstrap's intervals are what is told, where there is one. */
static bool take_intervals(struct fitting *fitting, struct err *err) {
    fitting->resampled = boot_take(&fitting->boot, &fitting->problem, &fitting->result);
    return fitting->resampled >= 0 || err_starved(err, "out of memory");
}

static bool run_compare(struct work *work, struct err *err) {
    struct fitting *const fitting = work->fitting;
    struct fit_compare *const job = fit_compare_start(fitting->comparison, &fitting->problem, err);
    if (!job) return false;
    bool going = true;
    while (going && !fit_compare_step(job, clock_now() + PACE))
        going = go_on(work, "comparison, hundredths", 100 * fit_compare_progress(job), 100);
    fit_compare_free(job);
    return going || interrupted("while comparing", err);
}

static bool run_all(struct work *work, struct err *err) {
    struct fitting *const fitting = work->fitting;
    if (fitting->comparison) return run_compare(work, err);
    if (!run_fit(work, err)) return false;
    if (fitting->result.status == FIT_REFUSED) return true;
    if (!run_bootstrap(work, err)) return false;
    if (fitting->options->shards > 0) return true;
    if (fitting->resamples > 0 && !take_intervals(fitting, err)) return false;
    return run_lefts(work, err);
}

bool fitting_work(struct fitting *fitting, struct err *err) {
    struct work work = {.fitting = fitting,
                        .shown = clock_now(),
                        .terminal = isatty(STDERR_FILENO)};
    const double start = work.shown;
    ending_hold(&work.ending);
    const bool done = run_all(&work, err);
    if (work.shown > start) fputs("\r\033[K", stderr);
    return done;
}
