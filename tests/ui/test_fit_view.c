/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view on synthetic runs: it converges to the law that made them, can be left off, says
 * what is wrong with a file and where, and its preset is used at once. */
#include "engine/covariance.h"
#include "io/path.h"
#include "io/scratch.h"
#include "ui/command_line.h"
#include "ui/export_parts.h"
#include "ui/fit_ask.h"
#include "ui/fit_runs.h"
#include "ui/fit_work.h"
#include "ui/screen.h"
#include "ui/state.h"
#include "ui/view.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double value_of(const struct fit_work *fit, const char *name) {
    const struct fit_coefficient *const c = fit_find(&fit->result, name);
    assert_non_null(c);
    return c->value;
}

static void test_converges(void **state) {
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    assert_true(app_busy(&screen->app));
    fit_screen_work(screen);
    assert_false(app_busy(&screen->app));
    const struct fit_work *const fit = fit_work_shown(&screen->app);
    assert_non_null(fit);
    assert_int_equal(fit->phase, FIT_PHASE_DONE);
    assert_int_equal(fit->result.n, 24);
    assert_true(fabs(value_of(fit, "alpha") - .34) < .02);
    assert_true(fabs(value_of(fit, "beta") - .28) < .02);
    assert_true(fabs(value_of(fit, "E") - 1.69) < .05);
    assert_int_equal(fit->lefts, 4);
    assert_true(screen_shows(screen, "24 of 24 rows"));
    assert_true(screen_shows(screen, "N 2.00B left out"));
    screen_check_cells(screen, "after the fit");
    screen_close(screen);
}

/* The same fit in the smallest bites is the same, and progress never goes back. */
static void test_bites(void **state) {
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const whole = fit_screen_open(*state, "runs.csv", 80, 24);
    struct screen *const bitten = fit_screen_open(*state, "runs.csv", 80, 24);
    int bites = 0;
    double before = 0;
    fit_screen_work(whole);
    for (; app_busy(&bitten->app); bites++) {
        app_work(&bitten->app, 0);
        const struct fit_work *const fit = bitten->app.fit_work;
        if (fit->phase == FIT_PHASE_FIT) assert_true(fit->progress >= before);
        if (fit->phase == FIT_PHASE_FIT) before = fit->progress;
        screen_keys(bitten, "");
        screen_check_cells(bitten, "while it works");
    }
    assert_true(bites > 20);
    const struct fit_work *const a = whole->app.fit_work, *const b = bitten->app.fit_work;
    assert_true(a->result.objective == b->result.objective);
    assert_true(a->next.then == b->next.then && a->next.run.N == b->next.run.N);
    screen_close(whole);
    screen_close(bitten);
}

/* All laws on the file, in bites; left off, again, and away when something else is asked. */
static void test_laws(void **state) {
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    fit_screen_work(screen);
    screen_keys(screen, "v");
    assert_true(app_busy(&screen->app));
    for (int i = 0; i < 5; i++)
        app_work(&screen->app, 0);
    screen_keys(screen, "Escape");
    assert_false(app_busy(&screen->app));
    assert_true(screen_shows(screen, "left off"));
    screen_keys(screen, "v v");
    while (app_busy(&screen->app)) {
        app_work(&screen->app, 0);
        screen_keys(screen, "");
        screen_check_cells(screen, "while laws are compared");
    }
    assert_true(screen_shows(screen, "24 of 24 rows, 4 sizes"));
    assert_true(screen_shows(screen, "● chinchilla"));
    assert_true(screen_shows(screen, "precision: no column of bits"));
    assert_true(screen_shows(screen, "or G=VALUE in values"));
    assert_false(screen_shows(screen, "--column"));
    screen_keys(screen, "j j j j Enter =N=:3e7 Enter");
    fit_screen_work(screen);
    assert_true(screen_shows(screen, "no law can be fitted to these rows"));
    screen_keys(screen, "v");
    assert_false(screen_shows(screen, "laws compared"));
    screen_close(screen);
}

static void test_leaves_off(void **state) {
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 80, 24);
    static const enum fit_phase phases[] = {FIT_PHASE_READ, FIT_PHASE_FIT};
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        app_work(&screen->app, 0);
        while (app_busy(&screen->app) && screen->app.fit_work->phase < phases[i])
            app_work(&screen->app, 0);
        assert_int_equal(screen->app.fit_work->phase, phases[i]);
        screen_keys(screen, "Escape");
        assert_false(app_busy(&screen->app));
        assert_true(screen_shows(screen, "left off"));
        assert_null(fit_work_shown(&screen->app));
        if (i == 0) screen_keys(screen, "g");
    }
    screen_keys(screen, "g");
    fit_screen_work(screen);
    assert_non_null(fit_work_shown(&screen->app));
    screen_keys(screen, "Escape");
    assert_true(screen_bar_shows(screen, "nothing goes on"));
    screen_close(screen);
}

/* Nothing is done for a file while another view is on screen; what was begun goes on. */
static void test_waits_for_its_view(void **state) {
    char path[SCRATCH_FILE];
    struct err err;
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = screen_open(80, 24, "");
    assert_true(state_set(&screen->app, "fit.file", scratch_path(*state, "runs.csv", path), &err));
    assert_false(app_busy(&screen->app));
    screen_keys(screen, "9");
    assert_true(app_busy(&screen->app));
    app_work(&screen->app, 0);
    screen_keys(screen, "1");
    assert_true(app_busy(&screen->app));
    fit_screen_work(screen);
    assert_non_null(fit_work_shown(&screen->app));
    screen_close(screen);
}

static void test_bad_files(void **state) {
    static const struct {
        const char *text, *shown[3];
    } bad[] = {
        {"N,D,loss\n1e8,2e9,3.1\n2e8,x9,3.0\n", {"bad.csv:3", "column D", "x9"}},
        {"N,tokens,loss\n1e8,2e9,3.1\n", {"bad.csv:1", "D", "expected"}},
        {"N,D,loss\n1e8,2e9,3.1\n2e8,4e9,3\n", {"refused", "rows", ""}},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        scratch_write(*state, "bad.csv", bad[i].text, strlen(bad[i].text));
        struct screen *const screen = fit_screen_open(*state, "bad.csv", 200, 60);
        fit_screen_work(screen);
        assert_null(fit_work_shown(&screen->app));
        for (int k = 0; k < 3; k++)
            check_that(screen_shows(screen, bad[i].shown[k]), "%zu: %s", i, bad[i].shown[k]);
        screen_keys(screen, "w");
        assert_true(screen_bar_shows(screen, "no preset can be made"));
        screen_close(screen);
    }
    struct screen *const screen = fit_screen_open(*state, "none.csv", 200, 60);
    fit_screen_work(screen);
    assert_true(screen_shows(screen, "none.csv"));
    assert_int_equal(screen->app.fit_work->phase, FIT_PHASE_FAILED);
    screen_close(screen);
}

/* Rows, choices and lists change what is fitted. */
static void test_form(void **state) {
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    fit_screen_work(screen);
    screen_keys(screen, "Down Down Down Down Enter =N=1e8: Enter");
    fit_screen_work(screen);
    assert_int_equal(screen->app.fit_work->result.n, 18);
    screen_keys(screen, "Down Down Enter =E=1.69 Enter");
    fit_screen_work(screen);
    assert_int_equal(fit_find(&screen->app.fit_work->result, "E")->role, FIT_FIXED);
    screen_keys(screen, "Down Enter =alpha=beta Enter");
    fit_screen_work(screen);
    assert_int_equal(screen->app.fit_work->result.p, 3);
    screen_keys(screen, "Enter C-u =alpha Enter");
    fit_screen_work(screen);
    assert_true(screen_shows(screen, "expected NAME=NAME"));
    screen_keys(screen, "Enter C-u Enter Down Enter =N Enter");
    fit_screen_work(screen);
    assert_int_equal(screen->app.fit_work->result.clusters, 3);
    assert_true(screen_shows(screen, "in 3 clusters"));
    screen_keys(screen, "Enter C-u =none Enter");
    fit_screen_work(screen);
    assert_true(screen_shows(screen, "cluster none: no column none"));
    screen_keys(screen, "Enter C-u Enter Down Right");
    fit_screen_work(screen);
    assert_int_equal(screen->app.fit_work->problem.loss, FIT_SQUARED);
    assert_true(screen_shows(screen, "squares"));
    screen_close(screen);
}

/* What is written loads, is primary, says what the fit says, and is not overwritten unasked. */
static void test_saves(void **state) {
    char path[SCRATCH_FILE], keys[SCRATCH_FILE + 32], expected[64];
    struct result result;
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    fit_screen_work(screen);
    const double E = value_of(screen->app.fit_work, "E");
    const int loaded = screen->app.preset_count;
    snprintf(keys, sizeof keys, "w C-u =%s Enter", scratch_path(*state, "mine.ini", path));
    screen_keys(screen, keys);
    check_that(screen->app.preset_count == loaded + 1, "%s", screen->app.status);
    const struct preset *const mine = app_primary(&screen->app);
    assert_string_equal(mine->name, "mine");
    assert_non_null(mine->covariance);
    law_eval(mine, &screen->app.now.plan, &result);
    assert_true(fabs(result.term[TERM_FLOOR] - E) < 1e-9);
    snprintf(expected, sizeof expected, "%.4f", result.loss);
    screen_keys(screen, "1");
    assert_true(screen_shows(screen, expected));
    snprintf(keys, sizeof keys, "9 w C-u =%s Enter", path);
    screen_keys(screen, keys);
    assert_true(screen_shows(screen, "press Enter again"));
    screen_keys(screen, "Enter");
    assert_int_equal(screen->app.preset_count, loaded + 1);
    assert_true(screen_bar_shows(screen, "mine is the primary law now, and in /"));
    screen_close(screen);
}

static double log_loss(const struct preset *preset, const void *plan) {
    struct result result;
    law_eval(preset, plan, &result);
    return log(result.loss);
}

static double loss(const struct preset *preset, const void *plan) {
    struct result result;
    law_eval(preset, plan, &result);
    return result.loss;
}

/* What a plan's loss may be off by once a run has been measured: by the covariance itself, which
 * Sherman and Morrison's formula brings up to date. */
static double after_run(const struct next_question *question, const struct plan *run) {
    struct preset preset;
    double slope[PRESET_FREE], moved[PRESET_FREE];
    assert_true(preset_copy(&preset, question->preset));
    const int n = preset.covariance->count;
    double *const v = preset.covariance->value;
    assert_true(covariance_slopes(&preset, log_loss, run, slope));
    double spread = question->sigma * question->sigma;
    for (int i = 0; i < n; i++) {
        moved[i] = 0;
        for (int j = 0; j < n; j++)
            moved[i] += v[i * n + j] * slope[j];
        spread += slope[i] * moved[i];
    }
    for (int i = 0; i < n * n; i++)
        v[i] -= moved[i / n] * moved[i % n] / spread;
    preset.covariance->freedom++;
    const double reach = covariance_reach(&preset, loss, &question->plan);
    preset_free(&preset);
    return reach;
}

/* What the advice says of a run is what the covariance with that run says, and a run of half the
 * tokens or half the size says less. */
static void check_advice(const struct fit_work *fit) {
    const struct next_answer *const next = &fit->next;
    struct plan shorter = next->run, smaller = next->run;
    shorter.D /= 2;
    smaller.N /= 2;
    const double then = after_run(&fit->question, &next->run);
    check_that(fabs(next->then / then - 1) < 1e-5, "%g after it, not %g", then, next->then);
    assert_true(after_run(&fit->question, &shorter) > then);
    assert_true(after_run(&fit->question, &smaller) > then);
}

static void test_next_run(void **state) {
    fit_runs_write(*state, "runs.csv", 6, .003);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    fit_screen_work(screen);
    const struct next_answer *const next = &screen->app.fit_work->next;
    assert_true(next->candidates > 20);
    assert_true(next->now > 0 && next->then < next->now && next->then > 0);
    assert_true(next->compute <= screen->app.fit_work->question.budget * 1.05);
    assert_true(screen_shows(screen, "after a run of N"));
    check_advice(screen->app.fit_work);
    const double then = next->then, now = next->now;
    screen_keys(screen, "b =1e20 Enter");
    fit_screen_work(screen);
    assert_true(next->compute <= 1.05e20);
    assert_true(next->then > then && fabs(next->now / now - 1) < 1e-12);
    screen_keys(screen, "1 Right 9");
    assert_true(app_busy(&screen->app));
    fit_screen_work(screen);
    assert_true(next->now != now);
    screen_close(screen);
}

static void test_table(void **state) {
    struct table table;
    struct facts facts;
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    table_init(&table);
    facts_compute(&screen->app, &facts);
    assert_false(fit_table(&screen->app, &facts, &table));
    fit_screen_work(screen);
    table_free(&table);
    table_init(&table);
    assert_true(fit_table(&screen->app, &facts, &table));
    assert_int_equal(table_rows(&table), 24);
    assert_string_equal(table.column[0].name, "row");
    const int last = table.columns - 1;
    assert_string_equal(table.column[last].name, "leverage");
    double sum = 0;
    for (int i = 0; i < 24; i++) {
        const double observed = table_at(&table, i, last - 3);
        const double predicted = table_at(&table, i, last - 2);
        assert_true(fabs(log(observed / predicted) - table_at(&table, i, last - 1)) < 1e-12);
        sum += table_at(&table, i, last);
    }
    assert_true(fabs(sum - screen->app.fit_work->result.p) < 1e-6);
    table_free(&table);
    screen_close(screen);
}

/* A fit is the law of every view before it is saved, follows what is asked, and is then the file.
 */
static void test_used(void **state) {
    char path[SCRATCH_FILE], keys[SCRATCH_FILE + 32], line[COMMAND_LINE];
    struct plan_file *const file = malloc(sizeof *file);
    struct err err;
    assert_non_null(file);
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    screen_keys(screen, "t");
    assert_true(screen_bar_shows(screen, "cannot be used"));
    fit_screen_work(screen);
    const int loaded = screen->app.preset_count;
    screen_keys(screen, "t t 1");
    assert_int_equal(screen->app.preset_count, loaded + 1);
    assert_string_equal(app_primary(&screen->app)->name, "runs (unsaved)");
    assert_true(screen_shows(screen, "runs (unsaved)"));
    const double first = screen_loss(screen);
    screen_keys(screen, "9 Down Down Down Down Enter =N=1e8: Enter");
    fit_screen_work(screen);
    screen_keys(screen, "1");
    assert_true(screen_loss(screen) != first);
    assert_int_equal(screen->app.preset_count, loaded + 1);
    /* it has no name that a file or a shell could have */
    state_write(&screen->app, file);
    assert_int_equal(file->preset_count, loaded);
    command_line(&screen->app, "", line, sizeof line);
    assert_null(strstr(line, "unsaved"));
    assert_non_null(strstr(line, " # without the fit, which is in no file"));
    screen_keys(screen, "c");
    assert_true(screen_shows(screen, "as a command line, without the fit, which is in no file"));
    assert_false(screen_shows(screen, "#"));
    screen_keys(screen, "Escape");
    struct screen *const again = screen_open(120, 36, "N=1e9 D=1e11 post=off");
    check_that(state_read(&again->app, "plan.ini", file, &err), "%s", err.text);
    fit_screen_work(again);
    assert_string_equal(app_primary(&again->app)->name, "runs (unsaved)");
    assert_true(screen_loss(again) == screen_loss(screen));
    snprintf(keys, sizeof keys, "9 w C-u =%s Enter", scratch_path(*state, "mine.ini", path));
    screen_keys(screen, keys);
    assert_int_equal(screen->app.preset_count, loaded + 1);
    assert_string_equal(app_primary(&screen->app)->name, "mine");
    assert_false(screen->app.fit.used);
    command_line(&screen->app, "", line, sizeof line);
    assert_null(strstr(line, "#"));
    free(file);
    screen_close(screen);
    screen_close(again);
}

/* A file deep down: typed, read, kept in a plan file, and found from there. */
static void test_long_path(void **state) {
    char folder[SCRATCH_FILE], path[PATH_LONGEST], keys[PATH_LONGEST + 32];
    struct err err;
    struct plan_file *const file = malloc(sizeof *file), *const back = malloc(sizeof *back);
    assert_true(file && back);
    fit_runs_write(*state, "runs.csv", 6, .001);
    scratch_path(*state, "a folder # with a long name; ", folder);
    size_t length = (size_t)snprintf(path, sizeof path, "%s", folder);
    for (int i = 0; i < 9; i++)
        length += (size_t)snprintf(path + length, sizeof path - length, "/%0*d", 90, i);
    assert_true(path_make(path));
    snprintf(path + length, sizeof path - length, "/runs.csv");
    assert_int_equal(rename(scratch_path(*state, "runs.csv", keys), path), 0);
    struct screen *const screen = screen_open(80, 24, "N=1e9 D=1e11 post=off");
    screen_keys(screen, "9 Enter");
    for (const char *at = path; *at; at++)
        app_event(&screen->app, &(struct event){.kind = EVENT_KEY, .key = (unsigned char)*at});
    screen_keys(screen, "Enter");
    fit_screen_work(screen);
    assert_string_equal(screen->app.fit.file, path);
    assert_non_null(fit_work_shown(&screen->app));
    state_write(&screen->app, file);
    const char *const kept = scratch_path(*state, "plan.ini", folder);
    FILE *const to = fopen(kept, "w");
    assert_non_null(to);
    check_that(plan_file_write(to, "bitplan", file, &err), "%s", err.text);
    assert_int_equal(fclose(to), 0);
    check_that(plan_file_read(kept, back, &err), "%s", err.text);
    struct screen *const again = screen_open(80, 24, "N=1e9 D=1e11 post=off");
    check_that(state_read(&again->app, kept, back, &err), "%s", err.text);
    assert_string_equal(again->app.fit.file, path);
    free(file);
    free(back);
    screen_close(screen);
    screen_close(again);
}

/* Rows for what the command has: values, delta, bootstrap, starts; the command that is the same. */
static void test_rows(void **state) {
    char line[COMMAND_LINE];
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    fit_screen_work(screen);
    const double low = fit_find(&screen->app.fit_work->result, "E")->low;
    screen_keys(screen, "End Down Down Down Down Down Enter =w=4,G=32 Enter");
    fit_screen_work(screen);
    assert_true(screen->app.fit_work->runs.run[3].plan.G == 32);
    assert_true(screen->app.fit_work->runs.run[3].plan.w == 4);
    screen_keys(screen, "Enter C-u =G=x Enter");
    fit_screen_work(screen);
    assert_true(screen_shows(screen, "G=x"));
    screen_keys(screen,
                "Enter C-u Enter Down Down Down Enter =N Enter Down Down Enter =2e-3 Enter");
    fit_screen_work(screen);
    assert_true(screen->app.fit_work->problem.delta == 2e-3);
    screen_keys(screen, "Enter C-u Enter Down Enter =50,7 Enter");
    fit_screen_work(screen);
    assert_int_equal(screen->app.fit_work->resampled, 50);
    assert_true(fit_find(&screen->app.fit_work->result, "E")->low != low);
    screen_keys(screen, "Down Right");
    fit_screen_work(screen);
    assert_true(screen->app.fit_work->result.starts > 4500);
    fit_ask_command(&screen->app.fit, false, line, sizeof line);
    check_that(strstr(line,
                      "runs.csv --law chinchilla --bootstrap 50 --seed 7 --cluster N --exhaustive"),
               "%s", line);
    screen_keys(screen, "c");
    assert_true(screen_shows(screen, "this fit as a command line"));
    assert_true(screen_shows(screen, "--exhaustive"));
    screen_keys(screen, "Escape Up Enter C-u =none Enter");
    fit_screen_work(screen);
    assert_true(screen_shows(screen, "bootstrap none: expected a number of resamples"));
    screen_close(screen);
}

/* Keys are answered while a large file is read: no bite is near as long as all of it. */
static void test_reads_in_bites(void **state) {
    char path[SCRATCH_FILE];
    int bites = 0;
    FILE *const to = fopen(scratch_path(*state, "many.csv", path), "w");
    assert_non_null(to);
    fputs("N,D,loss\n", to);
    for (int i = 0; i < 20000; i++)
        fprintf(to, "%d,%d,3.%04d\n", 100000000 + i, 2000000000 - i, i % 9000);
    assert_int_equal(fclose(to), 0);
    struct screen *const screen = fit_screen_open(*state, "many.csv", 80, 24);
    double before = 0;
    do {
        app_work(&screen->app, 0);
        const struct fit_work *const fit = screen->app.fit_work;
        assert_true(fit->phase != FIT_PHASE_READ || fit->progress >= before);
        before = fit->progress;
        bites += fit->phase == FIT_PHASE_READ;
    } while (screen->app.fit_work->phase == FIT_PHASE_READ && bites < 300);
    assert_int_equal(bites, 300);
    screen_keys(screen, "");
    assert_true(screen_shows(screen, "reading"));
    screen_keys(screen, "1 Right");
    assert_true(app_busy(&screen->app));
    screen_keys(screen, "9 Escape");
    assert_false(app_busy(&screen->app));
    screen_close(screen);
}

/* What was asked comes back from a plan file, and with it the same fit. */
static void test_state(void **state) {
    struct err err;
    struct plan_file *const file = malloc(sizeof *file);
    assert_non_null(file);
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    screen_keys(screen, "Down Down Down Down Enter =N=1e8: Enter x");
    fit_screen_work(screen);
    state_write(&screen->app, file);
    struct screen *const again = screen_open(120, 36, "N=1e9 D=1e11 post=off");
    check_that(state_read(&again->app, "plan.ini", file, &err), "%s", err.text);
    fit_screen_work(again);
    assert_non_null(fit_work_shown(&again->app));
    assert_true(again->app.fit_work->result.objective == screen->app.fit_work->result.objective);
    assert_int_equal(again->app.fit.along, FIT_ALONG_N);
    free(file);
    screen_close(screen);
    screen_close(again);
}

static void test_mouse(void **state) {
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    int x, y;
    fit_screen_work(screen);
    assert_true(screen_find(screen, "residuals", 0, &x, &y));
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_string_equal(fit_ask_rows[screen->app.fit.row].name, "residuals");
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_int_equal(screen->app.fit.loss, FIT_SQUARED);
    fit_screen_work(screen);
    assert_true(screen_find(screen, "along loss", 0, &x, &y));
    screen_mouse(screen, EVENT_PRESS, x, y + 3);
    assert_true(screen_shows(screen, "along N"));
    screen_close(screen);
}

/* No size of window that the planner takes spoils it. */
static void test_sizes(void **state) {
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 60, 16);
    fit_screen_work(screen);
    for (int cols = 60; cols <= 220; cols += 7) {
        for (int rows = 16; rows <= 70; rows += 3) {
            screen_resize(screen, cols, rows);
            screen_check_cells(screen, "at a size");
            assert_true(screen_shows(screen, "converged"));
        }
    }
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_converges, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_bites, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_laws, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_leaves_off, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_waits_for_its_view, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_bad_files, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_form, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_saves, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_next_run, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_used, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_long_path, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_rows, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_reads_in_bites, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_table, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_state, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_mouse, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_sizes, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
