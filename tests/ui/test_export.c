/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is taken away reads back to what it was taken from. */
#include "ui/export.h"

#include "io/figure.h"
#include "io/plan_file.h"
#include "io/scratch.h"
#include "ui/export_parts.h"
#include "ui/screen.h"
#include "ui/state.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

static struct plan_file *state_of(const struct app *app) {
    struct plan_file *file = malloc(sizeof *file);
    assert_non_null(file);
    state_write(app, file);
    return file;
}

/* Two states alike, the lines of their settings' file aside. */
static void check_same(const struct plan_file *a, const struct plan_file *b) {
    assert_true(plan_same(&a->plan, &b->plan));
    assert_int_equal(a->preset_count, b->preset_count);
    for (int i = 0; i < a->preset_count; i++)
        assert_string_equal(a->presets[i], b->presets[i]);
    assert_int_equal(a->pin_count, b->pin_count);
    for (int i = 0; i < a->pin_count; i++) {
        assert_string_equal(a->pins[i].name, b->pins[i].name);
        assert_true(plan_same(&a->pins[i].plan, &b->pins[i].plan));
    }
    assert_int_equal(a->setting_count, b->setting_count);
    for (int i = 0; i < a->setting_count; i++) {
        assert_string_equal(a->settings[i].name, b->settings[i].name);
        assert_string_equal(a->settings[i].value, b->settings[i].value);
    }
}

/* A plan file read into a planner of its own has the state of the planner that wrote it. */
static void check_reopens(const struct screen *screen, const char *path) {
    struct err err;
    struct plan_file *file = malloc(sizeof *file);
    assert_non_null(file);
    check_that(plan_file_read(path, file, &err), "%s", err.text);
    char presets[1024] = "";
    for (int i = 0; i < file->preset_count; i++) {
        strcat(presets, i ? " " : "");
        strcat(presets, file->presets[i]);
    }
    struct screen *again = screen_open_with(presets, 100, 30, "", false);
    again->app.now.plan = file->plan;
    check_that(state_read(&again->app, path, file, &err), "%s", err.text);
    struct plan_file *was = state_of(&screen->app), *is = state_of(&again->app);
    check_same(was, is);
    free(was);
    free(is);
    free(file);
    screen_close(again);
}

static void a_plan_reopens(void **state) {
    static const char keys[][24] = {"Right", "Left", "Up", "Down", "m", "f",
                                    "o",     "1",    "2",  "3",    "4", "5",
                                    "8",     "L",    ",",  "x",    "y", "p Down Enter",
                                    "u",     "v"};
    const struct scratch *scratch = *state;
    uint64_t random = 20261122;
    for (int run = 0; run < 40; run++) {
        char path[SCRATCH_FILE], said[256];
        struct err err;
        struct screen *screen = screen_open(100, 30, "N=7B post=3");
        for (int i = 0; i < 25; i++)
            screen_keys(screen, keys[(int)random_between(&random, 0, sizeof keys / sizeof *keys)]);
        scratch_path(scratch, "plan.ini", path);
        check_that(export_write(&screen->app, EXPORT_PLAN, path, run > 0, said, sizeof said, &err),
                   "run %d: %s", run, err.text);
        check_reopens(screen, path);
        screen_close(screen);
    }
    assert_int_equal(scratch_count(scratch), 1);
}

/* Each number of the Curve's table is the engine's. */
static void numbers_are_the_engines(void **state) {
    struct table table;
    struct facts facts;
    int checked = 0;
    (void)state;
    struct screen *screen = screen_open(100, 30, "N=7B w=4 a=4 kv=4 post=3");
    facts_compute(&screen->app, &facts);
    table_init(&table);
    assert_true(curve_table(&screen->app, &facts, &table));
    assert_int_equal(table.columns, 1 + screen->app.preset_count);
    for (int row = 0; row < table_rows(&table); row++) {
        struct plan plan = screen->app.now.plan;
        plan.D = table_at(&table, row, 0);
        for (int i = 0; i < screen->app.preset_count; i++) {
            struct result result;
            law_eval(screen->app.presets[i], &plan, &result);
            const double expected = law_added(screen->app.presets[i], &plan, &result);
            const double found = table_at(&table, row, 1 + i);
            assert_true(found == expected || (isnan(found) && isnan(expected)));
            checked += !isnan(found);
        }
    }
    assert_true(checked > 300);
    table_free(&table);
    screen_close(screen);
}

/* A figure's ranges hold its ticks in order, and its lines have points in sight. */
static void check_figure(const struct figure *figure, const char *view) {
    const struct figure_axis *const axes[] = {&figure->x, &figure->y};
    for (int i = 0; i < 2; i++) {
        check_that(axes[i]->ticks >= 2, "%s: %d ticks", view, axes[i]->ticks);
        for (int k = 0; k < axes[i]->ticks; k++) {
            const double at = axes[i]->tick[k].at;
            check_that(at >= axes[i]->low * (1 - 1e-9) - 1e-9 && at <= axes[i]->high * (1 + 1e-9),
                       "%s: a tick at %g", view, at);
            check_that(k == 0 || at > axes[i]->tick[k - 1].at, "%s: ticks out of order", view);
        }
        check_that(axes[i]->title[0], "%s: an axis without a title", view);
    }
    for (int i = 0; i < figure->series_count; i++) {
        int seen = 0;
        for (int k = 0; k < figure->series[i].count; k++) {
            const double y = figure->series[i].y[k];
            seen += y >= figure->y.low && y <= figure->y.high;
        }
        check_that(seen > 0 || figure->field.value, "%s: %s is out of sight", view,
                   figure->series[i].label);
    }
    check_that(figure->captions >= 2 && strstr(figure->caption[figure->captions - 1], "bitplan"),
               "%s: no command below it", view);
    check_that(figure->marks > 0 && !figure->starved, "%s: no marks", view);
}

static void figures_are_whole(void **state) {
    static const char *const words[] = {"N=7B D=1T w=4 post=3", "P=16 post=off", "N=1e5 D=1e6",
                                        "N=1e14 D=1e18 post=1"};
    static const char *const keys[] = {"1",   "2",       "2 y", "2 v v", "3",
                                       "3 g", "3 g g g", "4",   "4 y y", "1 Down Down"};
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            struct facts facts;
            struct screen *screen = screen_open(100, 30, words[i]);
            screen_keys(screen, keys[k]);
            facts_compute(&screen->app, &facts);
            struct figure *figure = figure_new();
            assert_non_null(figure);
            if (views[screen->app.view]->figure(&screen->app, &facts, figure))
                check_figure(figure, keys[k]);
            figure_free(figure);
            screen_close(screen);
        }
    }
}

static void the_name_chooses_the_kind(void **state) {
    struct screen *screen = screen_open(100, 30, "");
    (void)state;
    screen_keys(screen, "2 e");
    assert_int_equal(screen->app.overlay, OVERLAY_EXPORT);
    assert_string_equal(screen->app.field.text, "bitplan.ini");
    screen_keys(screen, "Down");
    assert_string_equal(screen->app.field.text, "bitplan-curve.csv");
    screen_keys(screen, "C-u =q.jk.pdf");
    assert_int_equal(screen->app.export.kind, EXPORT_PDF);
    screen_keys(screen, "Down");
    assert_string_equal(screen->app.field.text, "q.jk.png");
    screen_keys(screen, "C-u =plain");
    screen_keys(screen, "Down");
    assert_string_equal(screen->app.field.text, "plain");
    assert_int_equal(screen->app.export.kind, EXPORT_TEXT);
    screen_keys(screen, "C-u Enter");
    assert_true(screen_shows(screen, "a name for the file is missing"));
    screen_keys(screen, "Escape");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

static void by_mouse(void **state) {
    struct screen *screen = screen_open(100, 30, "");
    int x, y;
    (void)state;
    screen_keys(screen, "e");
    assert_true(screen_find(screen, "report", 0, &x, &y));
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_int_equal(screen->app.export.kind, EXPORT_REPORT);
    assert_string_equal(screen->app.field.text, "bitplan-report.md");
    screen_mouse(screen, EVENT_WHEEL_UP, x, y);
    assert_int_equal(screen->app.export.kind, EXPORT_TEXT);
    screen_mouse(screen, EVENT_PRESS, 0, 0);
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_plan_reopens, scratch_make, scratch_remove),
        cmocka_unit_test(numbers_are_the_engines),
        cmocka_unit_test(figures_are_whole),
        cmocka_unit_test(the_name_chooses_the_kind),
        cmocka_unit_test(by_mouse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
