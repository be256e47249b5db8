/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measured runs in the Curve view and its figure: each stands where its own loss puts it. */
#include "engine/implied.h"
#include "io/scratch.h"
#include "ui/curve_parts.h"
#include "ui/export_parts.h"
#include "ui/fit_work.h"
#include "ui/screen.h"
#include "ui/state.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 16384 };

static const double sizes[] = {3e7, 1e8, 3e8, 1e9}, ratios[] = {10, 25, 60, 150, 400},
                    bits[] = {16, 8, 4}, eff[] = {1, .97, .75};

/* 60 runs of a law with a table, each off by its own share. */
static void write_runs(const struct scratch *scratch) {
    static char text[TEXT];
    strcpy(text, "run,N,D,w,a,loss\n");
    size_t at = strlen(text);
    for (int i = 0; i < 60; i++) {
        const double N = sizes[i % 4], D = N * ratios[i / 4 % 5];
        const int b = i / 20;
        const double loss = 400 / pow(N * eff[b], .34) + 410 / pow(D, .28) + 1.7;
        at += (size_t)snprintf(text + at, sizeof text - at, "r%d,%.0f,%.0f,%g,%g,%.6f\n", i, N, D,
                               bits[b], bits[b], loss * exp(.004 * (i * 7 % 5 - 2)));
        assert_true(at < sizeof text);
    }
    scratch_write(scratch, "runs.csv", text, at);
}

/* The Curve view beside a fit of law compression to those runs, which is the primary law. */
static struct screen *open_fit(const struct scratch *scratch, int cols, int rows) {
    char path[SCRATCH_FILE], keys[2 * SCRATCH_FILE + 64];
    struct screen *const screen =
        screen_open_with("hoffmann-2022", cols, rows, "N=3e8 D=1e10 P=4 post=off", false);
    write_runs(scratch);
    snprintf(keys, sizeof keys, "9 Enter =%s Enter Down Right Right Right",
             scratch_path(scratch, "runs.csv", path));
    screen_keys(screen, keys);
    app_work(&screen->app, INFINITY);
    snprintf(keys, sizeof keys, "w C-u =%s Enter 2", scratch_path(scratch, "own.ini", path));
    screen_keys(screen, keys);
    assert_string_equal(app_primary(&screen->app)->name, "own");
    return screen;
}

static void compute(const struct screen *screen, struct curve_picture *picture) {
    curve_place(&screen->app, picture);
    assert_true(curve_compute(&screen->app, picture));
}

static const struct run *run_of(const struct screen *screen, const struct curve_run *point) {
    return &screen->app.fit_work->runs.run[point->row];
}

/* Loss over D: a run is as far from the line, in ratio, as the fit says that it is off. */
static void brought_by_its_residual(void **state) {
    struct curve_picture picture;
    int on_line = 0;
    struct screen *const screen = open_fit(*state, 120, 36);
    const struct fit_result *const fit = &screen->app.fit_work->result;
    screen_keys(screen, "y");
    compute(screen, &picture);
    assert_int_equal(picture.runs->count, 60);
    assert_false(picture.runs->foreign);
    for (int i = 0; i < 60; i++) {
        const struct curve_run *const point = &picture.runs->run[i];
        const struct run *const run = run_of(screen, point);
        struct plan plan = screen->app.now.plan;
        struct result line;
        plan.D = run->plan.D;
        law_eval(app_primary(&screen->app), &plan, &line);
        check_near(point->x, run->plan.D, 0, "x of %d", i);
        check_near(log(point->y / line.loss), fit->row[point->row].residual, 1e-6, "run %d", i);
        const bool alike = run->plan.w == 4 && fabs(log(run->plan.N / 3e8)) < log(1.1);
        assert_int_equal(point->on_line, alike);
        on_line += alike;
        if (alike) check_near(point->y, run->loss, 1e-9, "a run of the line is as measured");
    }
    assert_int_equal(on_line, 5);
    assert_true(screen_shows(screen, "● 5 measured runs of this line"));
    assert_true(screen_shows(screen, "○ 55 runs"));
    curve_free(&picture);
    screen_close(screen);
}

/* N_eff/N over P: each run at its own bits, at the share that the fit's own table implies. */
static void implied_shares(void **state) {
    struct curve_picture picture;
    struct screen *const screen = open_fit(*state, 120, 36);
    const struct fit_result *const fit = &screen->app.fit_work->result;
    screen_keys(screen, "x t y y y y");
    assert_true(screen_shows(screen, "N_eff/N over P"));
    assert_false(screen_shows(screen, "does not change"));
    compute(screen, &picture);
    assert_int_equal(picture.runs->count, 60);
    for (int i = 0; i < 60; i++) {
        const struct curve_run *const point = &picture.runs->run[i];
        const struct run *const run = run_of(screen, point);
        assert_true(point->on_line && point->x == run->plan.w);
        check_near(point->y, fit->row[point->row].implied_f, 1e-6, "implied by run %d", i);
        check_near(implied_share(app_primary(&screen->app), &run->plan, run->loss),
                   fit->row[point->row].implied_f, 1e-6, "without the fit, run %d", i);
    }
    curve_free(&picture);
    screen_close(screen);
}

/* A table's entries stand where its whole bits are, and are what the law says. */
static void entries_of_a_table(void **state) {
    struct curve_picture picture;
    int found = 0;
    struct screen *const screen = open_fit(*state, 120, 36);
    screen_keys(screen, "x t");
    compute(screen, &picture);
    const struct curve *const line = picture.line[picture.own];
    const int columns = plot_columns(&picture.plot);
    for (int i = 0; i < columns; i++) {
        const double x = curve_column_x(&picture.plot, line, IN_W, i, CURVE_ADDED);
        if (!curve_is_entry(line, i, columns)) continue;
        assert_true(x == 4 || x == 8 || x == 16);
        assert_true(line->y[i] == curve_at(line, IN_W, x, CURVE_ADDED).value);
        found++;
    }
    assert_int_equal(found, 3);
    assert_true(screen_shows(screen, "▪ entries of a law's table"));
    curve_free(&picture);
    screen_close(screen);
}

/* Members of a family have their own runs, and those of no member are left out. */
static void runs_of_a_family(void **state) {
    struct curve_picture picture;
    struct screen *const screen = open_fit(*state, 120, 36);
    screen->app.curve.family = IN_W;
    screen_keys(screen, "y");
    compute(screen, &picture);
    for (int i = 0; i < picture.runs->count; i++) {
        const struct curve_run *const point = &picture.runs->run[i];
        assert_true(plan_bits(picture.line[point->line]->plan.w) == run_of(screen, point)->plan.w);
        assert_true(isfinite(point->y));
    }
    assert_int_equal(picture.runs->count, 20); /* a is 4: no entry of it and another w */
    curve_free(&picture);
    screen_close(screen);
}

/* The nearest run is named with its numbers; r takes all away and brings them back, and so does a
 * plan file. */
static void named_and_switched(void **state) {
    char words[512];
    struct curve_picture picture;
    struct err err;
    struct plan_file *const file = malloc(sizeof *file);
    struct screen *const screen = open_fit(*state, 120, 36);
    assert_non_null(file);
    screen_keys(screen, "y");
    compute(screen, &picture);
    const struct curve_run *const point = curve_run_at(&picture, 7.5e9);
    assert_non_null(point);
    assert_true(run_of(screen, point)->plan.N == 3e8 && run_of(screen, point)->plan.w == 4);
    curve_run_words(&screen->app, &picture, point, words, sizeof words);
    assert_non_null(strstr(words, "N 300M, D 7.50B, w 4, a 4: loss 2.9"));
    curve_free(&picture);
    screen_keys(screen, "r");
    assert_false(screen_shows(screen, "measured runs"));
    compute(screen, &picture);
    assert_null(picture.runs);
    curve_free(&picture);
    state_write(&screen->app, file);
    struct screen *const again = screen_open(120, 36, "");
    check_that(state_read(&again->app, "plan.ini", file, &err), "%s", err.text);
    assert_false(again->app.curve.runs);
    screen_keys(screen, "r");
    assert_true(screen_shows(screen, "measured runs"));
    free(file);
    screen_close(again);
    screen_close(screen);
}

/* Another law's line has the same runs, and says that it is no fit of them; without data there are
 * none, with a reason. */
static void other_laws_and_none(void **state) {
    struct screen *const screen = open_fit(*state, 120, 36);
    screen_keys(screen, "y");
    assert_false(screen_shows(screen, "not the present fit"));
    app_choose_preset(&screen->app, 0);
    screen_keys(screen, "");
    assert_true(screen_shows(screen, "not the present fit"));
    assert_true(screen_shows(screen, "hoffmann-2022: no interval"));
    screen_keys(screen, "y y y y y y y r"); /* D_crit is not measured */
    assert_true(screen_bar_shows(screen, "runs do not measure this"));
    assert_true(screen->app.curve.runs);
    screen_close(screen);
    struct screen *const none = screen_open(80, 24, "");
    screen_keys(none, "2 r");
    assert_true(screen_bar_shows(none, "no runs are loaded"));
    assert_true(none->app.curve.runs);
    screen_close(none);
}

/* Of many runs so many are drawn, of all parts of the file and whatever its period. */
static void many_runs_are_thinned(void **state) {
    enum { MANY = 400000, PERIOD = 100 };
    struct curve_picture picture;
    int seen[PERIOD] = {0}, kinds = 0;
    size_t before = 0;
    struct screen *const screen = open_fit(*state, 200, 60);
    struct runs *const runs = &screen->app.fit_work->runs;
    const size_t first = runs->count;
    for (int i = 0; i < MANY; i++) {
        struct run run = runs->run[(size_t)i % first];
        run.name = NULL;
        run.group = RUNS_ALONE;
        assert_true(runs_add(runs, &run));
    }
    screen_keys(screen, "y");
    compute(screen, &picture);
    assert_int_equal(picture.runs->count, CURVE_RUNS);
    for (int i = 0; i < picture.runs->count; i++) {
        const size_t row = picture.runs->run[i].row;
        assert_true(i == 0 || row > before);
        assert_true(row < runs->count && row - before < 3 * runs->count / CURVE_RUNS);
        seen[row % PERIOD]++;
        before = row;
    }
    for (int i = 0; i < PERIOD; i++)
        kinds += seen[i] > 0;
    assert_int_equal(kinds, PERIOD);
    assert_true(screen_shows(screen, "4000 of 400060"));
    curve_free(&picture);
    screen_close(screen);
}

/* What the screen has, the figure has: a band about the fitted line, the runs, and what they are.
 */
static void figure_has_them(void **state) {
    struct facts facts;
    struct screen *const screen = open_fit(*state, 120, 36);
    screen_keys(screen, "y");
    facts_compute(&screen->app, &facts);
    struct figure *const figure = figure_new();
    assert_non_null(figure);
    assert_true(curve_figure(&screen->app, &facts, figure));
    assert_int_equal(figure->series_count, 2);
    assert_null(figure->series[0].low); /* hoffmann-2022 has no covariance */
    const struct figure_series *const own = &figure->series[1];
    assert_non_null(own->low);
    for (int i = 0; i < own->count; i++) {
        check_near(own->high[i] + own->low[i], 2 * own->y[i], 1e-12, "the line is in its middle");
        assert_true(own->high[i] > own->low[i]);
    }
    assert_int_equal(figure->cloud.count, 60);
    assert_int_equal(figure->keys, 3);
    assert_string_equal(figure->key[0].text, "90 % interval of own");
    assert_int_equal(figure->key[1].sign, FIGURE_SIGN_FULL);
    assert_int_equal(figure->key[2].sign, FIGURE_SIGN_HOLLOW);
    figure_free(figure);
    screen_close(screen);
}

/* At any size, over anything, by any output. */
static void all_of_it_at_all_sizes(void **state) {
    static const int at[][2] = {{60, 16}, {80, 24}, {200, 60}};
    struct screen *const screen = open_fit(*state, 60, 16);
    for (size_t s = 0; s < 3; s++) {
        screen_resize(screen, at[s][0], at[s][1]);
        for (int x = 0; x < 9; x++) {
            for (int y = 0; y <= OUTPUT_COUNT; y++) {
                screen_keys(screen, "y");
                screen_check_cells(screen, "with runs");
                screen_keys(screen, "t");
                screen_check_cells(screen, "tied");
            }
            screen_keys(screen, "x v");
        }
    }
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(brought_by_its_residual, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(implied_shares, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(entries_of_a_table, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(runs_of_a_family, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(named_and_switched, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(other_laws_and_none, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(many_runs_are_thinned, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(figure_has_them, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(all_of_it_at_all_sizes, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests_name("curve_runs", tests, NULL, NULL);
}
