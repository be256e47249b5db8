/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of points are evaluated and formatted by all threads, each into memory of its own, and
 * written in order: the bytes are the same whatever the number of threads, and memory is constant.
 */
#include "cli/sweep_run.h"

#include "base/clock.h"
#include "cli/ending.h"
#include "cli/rows.h"
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK_ROWS = 2048, BATCH = 256, PROGRESS_MS = 200 };

struct job {
    const struct sweep *sweep;
    long long block; /* points in each */
    struct ending ending;
    double start;    /* by the clock */
    double shown;    /* seconds after start when progress was last shown */
    bool terminal;   /* that progress is shown on */
    long long done;  /* points written */
    int interrupted; /* the signal */
    atomic_bool stop;
};

static double seconds(const struct job *run) {
    return clock_now() - run->start;
}

static void show_time(char *out, size_t size, double left) {
    if (left < 100)
        snprintf(out, size, "%.0f s", left);
    else if (left < 6000)
        snprintf(out, size, "%.0f min", left / 60);
    else
        snprintf(out, size, "%.1f h", left / 3600);
}

static void show_progress(struct job *run) {
    char done[NUM_TEXT], all[NUM_TEXT], rate[NUM_TEXT], left[NUM_TEXT];
    const double now = seconds(run);
    if (!run->terminal || now - run->shown < PROGRESS_MS / 1e3) return;
    const double total = (double)(run->sweep->end - run->sweep->first);
    const double each = (double)run->done / now;
    run->shown = now;
    show_time(left, sizeof left, (total - (double)run->done) / each);
    fprintf(stderr, "\r%s of %s points, %s rows/s, %s left\033[K", num_si(done, (double)run->done),
            num_si(all, total), num_si(rate, each * run->sweep->words->preset_count), left);
    fflush(stderr);
}

static void clear_progress(const struct job *run) {
    if (run->shown > 0) fputs("\r\033[K", stderr);
}

/* After a block was written, or could not be. */
static void account(struct job *run, long long points) {
    struct out *out = run->sweep->out;
    if (ferror(out->to)) out->save.reason = errno;
    run->done += points;
    run->interrupted = ending_pending(&run->ending);
    if (run->interrupted || ferror(out->to) || out->starved) atomic_store(&run->stop, true);
    show_progress(run);
}

static long long block_start(const struct job *run, long long block) {
    const long long start = run->sweep->first + block * run->block;
    return start < run->sweep->end ? start : run->sweep->end;
}

static void write_block(struct job *run, const char *memory, size_t size, long long points) {
    const struct sweep *const sweep = run->sweep;
    if (atomic_load(&run->stop)) return;
    if (memory)
        fwrite(memory, 1, size, sweep->out->to);
    else
        sweep->out->starved = true;
    account(run, points);
}

/* The blocks come in batches, so that an end asked for is not held up by all that were to follow.
 */
static void run_parallel(struct job *run) {
    const struct sweep *const sweep = run->sweep;
    const long long blocks = (sweep->end - sweep->first + run->block - 1) / run->block;
#pragma omp parallel
    {
        struct rows *rows = rows_new(sweep->words, sweep->format);
        char *memory = rows ? malloc(rows_room(rows) * (size_t)run->block) : NULL;
        bool stop = false;
        for (long long batch = 0; batch < blocks && !stop; batch += BATCH) {
            const long long last = batch + BATCH < blocks ? batch + BATCH : blocks;
#pragma omp for ordered schedule(dynamic, 1)
            for (long long block = batch; block < last; block++) {
                const long long from = block_start(run, block), to = block_start(run, block + 1);
                const bool wanted = memory && !atomic_load(&run->stop);
                const size_t size = wanted ? rows_write(rows, from, to - from, memory) : 0;
#pragma omp ordered
                write_block(run, memory, size, to - from);
            }
            stop = atomic_load(&run->stop);
/* No thread may go on, and perhaps stop, before all have read that. */
#pragma omp barrier
        }
        free(memory);
        rows_free(rows);
    }
}

static void run_serial(struct job *run) {
    const struct sweep *const sweep = run->sweep;
    for (long long at = sweep->first; at < sweep->end && !atomic_load(&run->stop);) {
        const long long start = at;
        for (; at < sweep->end && at < start + run->block; at++)
            sweep->print(sweep->out, sweep->words, at);
        account(run, at - start);
    }
}

static void say_interrupted(const struct job *run) {
    const struct save *save = &run->sweep->out->save;
    fprintf(stderr, "bitplan: interrupted after %lld of %lld points; %s\n", run->done,
            run->sweep->end - run->sweep->first,
            save->path[0] ? "the output file is not written" : "the rows written so far are whole");
}

int sweep_run(const struct sweep *sweep) {
    struct job run = {.sweep = sweep};
    const int presets = sweep->words->preset_count;
    run.block = presets < BLOCK_ROWS ? BLOCK_ROWS / presets : 1;
    run.terminal = isatty(STDERR_FILENO) && !isatty(fileno(sweep->out->to));
    atomic_init(&run.stop, false);
    run.start = clock_now();
    ending_hold(&run.ending);
    if (sweep->print)
        run_serial(&run);
    else
        run_parallel(&run);
    clear_progress(&run);
    if (run.done == sweep->end - sweep->first) run.interrupted = 0; /* it came too late */
    if (run.interrupted) {
        fflush(sweep->out->to);
        say_interrupted(&run);
    }
    return run.interrupted;
}
