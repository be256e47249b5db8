/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the engine and the views take. Prints one JSON object:
 *
 *     {"name", "seconds", "points", "repeats", "result"}
 *
 * seconds is the median of the repeats, and was spent on that many points: points of a grid
 * answered for, optima solved, fits, resamples, screens drawn. bench/run sets it beside the peers'
 * figures, and the result beside theirs. The problems are those of bench/peers/problem.py. */
#include "engine/boot.h"
#include "engine/grid.h"
#include "engine/optimum.h"
#include "io/json_out.h"
#include "io/preset_file.h"
#include "ui/app.h"
#include "ui/view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    REPEATS_LEAST = 9,
    REPEATS_MOST = 20000,
    BUDGETS = 41,
    COLS = 200,
    ROWS = 60,
    FIT_RUNS = 240,
    RESAMPLES = 100
};

static const double ENOUGH = 0.7; /* seconds of repeats */

struct bench {
    struct preset preset;
    struct plan plan;
    double seconds;
    long long points;
    int repeats;
    struct jout *result;
};

struct bench_row {
    const char *name, *what;
    void (*run)(struct bench *bench);
};

static void fail(const char *what) {
    fprintf(stderr, "bitplan-bench: %s\n", what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median time of work(context), of enough repeats. */
static double measure(void (*work)(void *context), void *context, int *repeats) {
    static double taken[REPEATS_MOST];
    const double start = now();
    int count = 0;
    while (count < REPEATS_MOST && (count < REPEATS_LEAST || now() - start < ENOUGH)) {
        const double begin = now();
        work(context);
        taken[count++] = now() - begin;
    }
    qsort(taken, (size_t)count, sizeof *taken, by_size);
    *repeats = count;
    return taken[count / 2];
}

static void load(struct bench *bench, const char *words) {
    char copy[256], *rest = NULL;
    struct err err;
    if (!preset_file_open("kumar-2024", &bench->preset, &err)) fail(err.text);
    bench->plan = plan_default();
    snprintf(copy, sizeof copy, "%s", words);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (!plan_word(&bench->plan, word, &err)) fail(err.text);
    }
}

struct grid_work {
    struct grid grid;
    bool (*best)(const struct grid *grid, struct grid_least *least);
    struct grid_least least;
};

static void work_grid(void *context) {
    struct grid_work *work = context;
    if (!work->best(&work->grid, &work->least)) fail("out of memory");
}

static void run_grid(struct bench *bench,
                     bool (*best)(const struct grid *grid, struct grid_least *least)) {
    static const char *const words[] = {"N=1e8:1e12:256", "D=1e9:1e14:512", "P=4:16:256"};
    struct axis axes[3];
    const struct axis *order[3];
    struct err err;
    load(bench, "post=4 C=1e23");
    bench->points = 1;
    for (int i = 0; i < 3; i++) {
        if (!axis_parse(words[i], &axes[i], &err)) fail(err.text);
        order[i] = &axes[i];
        bench->points *= axes[i].count;
    }
    struct grid_work work = {{&bench->preset, &bench->plan, order, 3}, best, {0}};
    bench->seconds = measure(work_grid, &work, &bench->repeats);
    jout_whole(bench->result, "number", work.least.number);
    jout_number(bench->result, "N", work.least.plan.N);
    jout_number(bench->result, "D", work.least.plan.D);
    jout_number(bench->result, "P", work.least.plan.w);
    jout_number(bench->result, "loss", work.least.loss);
}

static void run_bound(struct bench *bench) {
    run_grid(bench, grid_best);
}

static void run_dense(struct bench *bench) {
    run_grid(bench, grid_dense);
}

struct optimum_work {
    const struct bench *bench;
    double budget[BUDGETS];
    struct optimum optimum[BUDGETS];
};

static void work_optimum(void *context) {
    struct optimum_work *work = context;
    struct problem problem = {.free = FREE_N | FREE_D | FREE_P, .cost = COST_TRAINING};
    for (int i = 0; i < BUDGETS; i++) {
        problem.budget = work->budget[i];
        optimum_solve(&work->bench->preset, &work->bench->plan, &problem, &work->optimum[i]);
    }
}

static void run_series(struct bench *bench, const char *words) {
    struct optimum_work *work = calloc(1, sizeof *work);
    struct jout *budgets = jout_list(), *losses = jout_list();
    if (!work) fail("out of memory");
    load(bench, words);
    work->bench = bench;
    for (int i = 0; i < BUDGETS; i++)
        work->budget[i] = pow(10, 19 + i / 5.0);
    bench->points = BUDGETS;
    bench->seconds = measure(work_optimum, work, &bench->repeats);
    for (int i = 0; i < BUDGETS; i++) {
        jout_number(budgets, NULL, work->budget[i]);
        jout_number(losses, NULL, work->optimum[i].loss);
    }
    jout_add(bench->result, "C", budgets);
    jout_add(bench->result, "loss", losses);
    free(work);
}

static void run_optimum(struct bench *bench) {
    run_series(bench, "post=off");
}

static void run_optimum_ptq(struct bench *bench) {
    run_series(bench, "post=4");
}

/* What is fitted: a law, runs of whose preset are made with that noise in ln loss, on a grid of
 * sizes by lengths. */
struct fit_bench {
    const struct law *law;
    const char *preset;
    int sizes; /* of N; FIT_RUNS/sizes lengths of D */
    double noise;
    double N, N_span, D, D_span; /* from; over so many powers of 10 */
    bool bits;                   /* w, a and kv are spread too */
};

static const struct fit_bench chinchilla_fit = {
    &law_chinchilla, "besiroglu-2024", 12, 0.003, 1e7, 2, 2e8, 2.5, false};
static const struct fit_bench precision_fit = {&law_precision, "kumar-2024", 8,   0.001, 3e7, 1,
                                               1.5e9,          1.5,          true};

/* From 0 to 1, spread evenly. */
static double spread(int i, double rate) {
    return fmod((i + 1) * rate, 1);
}

/* Noise that looks normal and is the same everywhere. */
static double noise(int i) {
    const double u = spread(i, 0.6180339887498949), v = spread(i, M_SQRT2);
    return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

static void make_runs(const struct fit_bench *fit, const struct preset *preset, struct runs *runs) {
    const int lengths = FIT_RUNS / fit->sizes;
    runs_init(runs);
    for (int i = 0; i < FIT_RUNS; i++) {
        struct run run = {.plan = plan_default(), .weight = 1, .group = RUNS_ALONE};
        struct result result;
        run.plan.w = fit->bits ? 4 + floor(13 * spread(i, sqrt(3))) : PLAN_OFF;
        run.plan.a = fit->bits ? 4 + floor(13 * spread(i, sqrt(5))) : PLAN_OFF;
        run.plan.kv = fit->bits ? 4 + floor(13 * spread(i, sqrt(7))) : PLAN_OFF;
        run.plan.post = PLAN_OFF;
        run.plan.N = fit->N * pow(10, fit->N_span * (i % fit->sizes) / (fit->sizes - 1));
        run.plan.D = fit->D * pow(10, fit->D_span * floor(i / (double)fit->sizes) / (lengths - 1));
        law_eval(preset, &run.plan, &result);
        run.loss = result.loss * exp(fit->noise * noise(i));
        if (!runs_add(runs, &run)) fail("out of memory");
    }
}

struct fit_work_done {
    struct runs runs;
    struct fit_problem problem;
    struct fit_result result;
    struct boot boot;
};

static void work_fit(void *context) {
    struct fit_work_done *work = context;
    struct err err;
    fit_free(&work->result);
    if (!fit_run(&work->problem, &work->result, &err)) fail(err.text);
}

/* One thread, the work's own room included. */
static void work_bootstrap(void *context) {
    struct fit_work_done *work = context;
    struct boot_work *each = boot_work_start(&work->problem, &work->result);
    if (!each) fail("out of memory");
    for (int i = 0; i < RESAMPLES; i++)
        boot_one(each, &work->boot, i);
    boot_work_free(each);
}

static void start_fit(struct bench *bench, const struct fit_bench *fit_bench,
                      struct fit_work_done *work) {
    struct err err;
    if (!preset_file_open(fit_bench->preset, &bench->preset, &err)) fail(err.text);
    make_runs(fit_bench, &bench->preset, &work->runs);
    work->problem = fit_problem(fit_bench->law, &work->runs);
}

static void run_fit_of(struct bench *bench, const struct fit_bench *fit_bench) {
    struct fit_work_done work = {.result = {.row = NULL}};
    start_fit(bench, fit_bench, &work);
    bench->points = 1;
    bench->seconds = measure(work_fit, &work, &bench->repeats);
    jout_number(bench->result, "objective", work.result.objective);
    fit_free(&work.result);
    runs_free(&work.runs);
}

static void run_fit(struct bench *bench) {
    run_fit_of(bench, &chinchilla_fit);
}

static void run_fit_precision(struct bench *bench) {
    run_fit_of(bench, &precision_fit);
}

static void run_bootstrap_of(struct bench *bench, const struct fit_bench *fit_bench) {
    struct fit_work_done work = {.result = {.row = NULL}};
    struct jout *alpha = jout_list();
    start_fit(bench, fit_bench, &work);
    work_fit(&work);
    if (!boot_init(&work.boot, &work.result, 1, RESAMPLES, 0, RESAMPLES)) fail("out of memory");
    bench->points = RESAMPLES;
    bench->seconds = measure(work_bootstrap, &work, &bench->repeats);
    for (int i = 0; i < RESAMPLES; i++)
        jout_number(alpha, NULL, work.boot.value[i * work.boot.count + 1]);
    jout_add(bench->result, "alpha", alpha);
    boot_free(&work.boot);
    fit_free(&work.result);
    runs_free(&work.runs);
}

static void run_bootstrap(struct bench *bench) {
    run_bootstrap_of(bench, &chinchilla_fit);
}

static void run_bootstrap_precision(struct bench *bench) {
    run_bootstrap_of(bench, &precision_fit);
}

struct redraw_work {
    struct app app;
    struct canvas canvas;
};

static void work_redraw(void *context) {
    struct redraw_work *work = context;
    app_draw(&work->app, &work->canvas);
}

/* A planner over the five systems of the literature. */
static void start_app(struct app *app) {
    static const char *const names[] = {"kumar-2024", "ouyang-2024", "frantar-2025", "chen-2025",
                                        "sun-2025"};
    enum { COUNT = sizeof names / sizeof *names };
    struct preset *presets[APP_PRESETS];
    const struct plan plan = plan_default();
    struct err err;
    for (int i = 0; i < COUNT; i++) {
        presets[i] = malloc(sizeof *presets[i]);
        if (!presets[i]) fail("out of memory");
        if (!preset_file_open(names[i], presets[i], &err)) fail(err.text);
    }
    app_init(app, &plan, presets, COUNT, false);
    app->cols = COLS;
    app->rows = ROWS;
}

static void run_redraw(struct bench *bench) {
    struct redraw_work *work = calloc(1, sizeof *work);
    if (!work) fail("out of memory");
    start_app(&work->app);
    work->canvas = canvas_new(COLS, ROWS, false);
    if (!work->canvas.cells) fail("out of memory");
    bench->points = 1;
    for (int i = 0; i <= VIEW_COUNT; i++) {
        int repeats;
        const bool target = i == VIEW_COUNT;
        work->app.view = target ? VIEW_OPTIMUM : (enum view)i;
        work->app.optimum.target = target ? 2.85 : 0;
        const double seconds = measure(work_redraw, work, &repeats);
        jout_number(bench->result, target ? "optimum, target" : views[i]->name, seconds);
        if (seconds > bench->seconds) bench->seconds = seconds;
        bench->repeats += repeats;
    }
    canvas_free(&work->canvas);
    app_free(&work->app);
    free(work);
}

static const struct bench_row rows[] = {
    {"grid", "least loss on a grid of 256 N, 512 D and 256 P under a budget", run_bound},
    {"grid-dense", "the same by looking at every point", run_dense},
    {"optimum", "the joint optimum of N, D and P, nothing quantised afterwards", run_optimum},
    {"optimum-ptq", "the same with post = 4", run_optimum_ptq},
    {"fit", "240 runs, law chinchilla, intervals included", run_fit},
    {"bootstrap", "100 resamples of them, one thread", run_bootstrap},
    {"fit-precision", "240 runs at 4 to 16 bits, law precision, intervals included",
     run_fit_precision},
    {"bootstrap-precision", "100 resamples of them, one thread", run_bootstrap_precision},
    {"redraw", "the slowest view, 200x60, and the optimum for a loss; result: seconds of each",
     run_redraw},
};

enum { BENCHES = sizeof rows / sizeof *rows };

static void print(struct bench *bench, const char *name, bool json) {
    char each[NUM_TEXT];
    if (!json) {
        num_si(each, bench->seconds / (double)bench->points * 1e9);
        printf("%-19s %10.3f ms for %lld, %s ns each (median of %d)\n", name, bench->seconds * 1e3,
               bench->points, each, bench->repeats);
        jout_free(bench->result);
        return;
    }
    struct jout *object = jout_object();
    jout_text(object, "name", name);
    jout_number(object, "seconds", bench->seconds);
    jout_whole(object, "points", bench->points);
    jout_whole(object, "repeats", bench->repeats);
    jout_add(object, "result", bench->result);
    if (!jout_write(object, false, stdout)) fail("could not print");
    jout_free(object);
}

int main(int argc, char **argv) {
    const bool json = argc > 1 && strcmp(argv[1], "--json") == 0;
    const char *const name = argc == 2 + json ? argv[1 + json] : "";
    for (int i = 0; i < BENCHES; i++) {
        if (strcmp(name, rows[i].name) != 0) continue;
        struct bench *bench = calloc(1, sizeof *bench);
        if (!bench) fail("out of memory");
        bench->result = jout_object();
        rows[i].run(bench);
        print(bench, name, json);
        free(bench);
        return 0;
    }
    fprintf(stderr, "usage: bitplan-bench [--json] NAME\n");
    for (int i = 0; i < BENCHES; i++)
        fprintf(stderr, "  %-19s %s\n", rows[i].name, rows[i].what);
    return 2;
}
