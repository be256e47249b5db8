/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Compare view: its cells are what the laws say of each plan, its order is that of the column,
 * and what is done to pins there is done. */
#include "ui/screen.h"

#include "engine/cost.h"
#include "ui/compare_parts.h"
#include "ui/pins_show.h"
#include "ui/state.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

/* A is N=7B P=8 post=4, B N=70B P=6, C w=4 a=16; the present plan is C's with post off. */
static struct screen *open_compare(int cols, int rows) {
    struct screen *screen = screen_open(cols, rows, "N=7B D=1T P=8 post=4");
    screen_keys(screen, "m : =N=70B Space =P=6 Enter m : =N=7B Space =w=4 Space =a=16 Space =kv=16 "
                        "Enter m : =post=off Enter 6");
    assert_int_equal(screen->app.pins.count, 3);
    assert_int_equal(screen->app.view, VIEW_COMPARE);
    return screen;
}

static double expected(const struct preset *preset, const struct plan *plan, int figure) {
    struct answer answer;
    answer_plan(preset, plan, &answer);
    if (figure == COMPARE_ADDED) return law_added(preset, plan, &answer.result);
    return output_get(&answer, (enum output)(figure - 1));
}

static bool alike(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

static void values_are_the_laws(void **state) {
    (void)state;
    struct screen *screen = open_compare(120, 36);
    const struct app *app = &screen->app;
    for (int figure = 0; figure < COMPARE_FIGURES; figure++) {
        struct compare_table table;
        assert_int_equal(app->compare.figure, figure);
        compare_make(app, &table);
        assert_int_equal(table.rows, 4);
        assert_int_equal(table.columns, 7);
        for (int i = 0; i < table.rows; i++) {
            const struct plan *plan = i == 0 ? &app->now.plan : &app->pins.pin[i - 1].plan;
            for (int k = 0; k < table.laws; k++)
                check_that(alike(table.row[i].value[k], expected(app->presets[k], plan, figure)),
                           "figure %d of row %d under %s: %g", figure, i, app->presets[k]->name,
                           table.row[i].value[k]);
            const struct law *law = app_primary(app)->law;
            assert_true(table.row[i].value[table.laws] == cost_training(law, plan));
            assert_true(table.row[i].value[table.laws + 1] == cost_weight_bytes(law, plan));
        }
        screen_keys(screen, "y");
    }
    assert_int_equal(app->compare.figure, COMPARE_ADDED);
    screen_keys(screen, "Y");
    assert_int_equal(app->compare.figure, COMPARE_FIGURES - 1);
    screen_close(screen);
}

/* The digits and the sign on screen, of B against A. */
static void differences_are_shown(void **state) {
    (void)state;
    struct screen *screen = open_compare(80, 24);
    const struct app *app = &screen->app;
    const struct plan *a = &app->pins.pin[0].plan, *b = &app->pins.pin[1].plan;
    for (int k = 0; k < 2; k++) {
        char text[80], value[NUM_TEXT], delta[NUM_TEXT];
        const double here = expected(app->presets[k], b, COMPARE_ADDED),
                     there = expected(app->presets[k], a, COMPARE_ADDED);
        assert_true(here < there);
        snprintf(text, sizeof text, "%s %s✓", num_fixed(value, here, 4),
                 num_signed(delta, here - there, 4));
        check_that(screen_shows(screen, text), "no %s", text);
    }
    screen_keys(screen, "Down Down");
    assert_true(screen_shows(screen, "against A: N 70.0B, w a kv 6"));
    assert_true(screen_shows(screen, "chen-2025        —  not fitted for w6 a6"));
    screen_keys(screen, "Right Right Right");
    assert_true(screen_shows(screen, "chen-2025 says nothing of B: not fitted for w6 a6"));
    screen_close(screen);
}

/* The terms that the panel lists, summed, are the loss that it shows. */
static void terms_make_the_difference(void **state) {
    (void)state;
    struct screen *screen = open_compare(80, 24);
    const struct app *app = &screen->app;
    struct result from, to;
    int x, y;
    screen_keys(screen, "Down Down");
    law_eval(app->presets[0], &app->pins.pin[0].plan, &from);
    law_eval(app->presets[0], &app->pins.pin[1].plan, &to);
    double sum = 0;
    int shown = 0;
    for (int i = 0; i < TERM_COUNT; i++) {
        char text[NUM_TEXT];
        if (isnan(to.term[i])) continue;
        sum += to.term[i] - from.term[i];
        shown += screen_find(screen, num_fixed(text, to.term[i], 4), 8, &x, &y);
    }
    assert_int_equal(shown, 4); /* all but the floor, which is the same */
    assert_true(fabs(sum - (to.loss - from.loss)) < 1e-12);
    assert_true(screen_find(screen, "most", 8, &x, &y));
    char text[NUM_TEXT];
    assert_true(screen_find(screen, num_signed(text, to.loss - from.loss, 4), 8, &x, &y));
    screen_close(screen);
}

static void sorts_by_any_column(void **state) {
    (void)state;
    struct screen *screen = open_compare(120, 36);
    const int columns = screen->app.preset_count + COMPARE_COSTS;
    for (int figure = 0; figure < COMPARE_FIGURES; figure++, screen_keys(screen, "y")) {
        for (int column = 0; column < columns; column++) {
            screen->app.compare.column = column;
            screen->app.compare.sort = 0;
            for (int worst = 0; worst < 2; worst++) {
                struct compare_table table;
                screen_keys(screen, "r");
                compare_make(&screen->app, &table);
                const bool lower = compare_lower_is_better(&table, column) != (worst == 1);
                for (int i = 1; i < table.rows; i++) {
                    const double a = table.row[i - 1].value[column], b = table.row[i].value[column];
                    check_that(isnan(b) || (lower ? a <= b : a >= b),
                               "figure %d, column %d: %g before %g", figure, column, a, b);
                }
            }
            screen_keys(screen, "r");
            assert_int_equal(screen->app.compare.sort, 0);
        }
    }
    screen_close(screen);
}

/* The cursor stays on its plan, wherever sorting takes it. */
static void the_cursor_keeps_its_plan(void **state) {
    (void)state;
    struct screen *screen = open_compare(80, 24);
    screen_keys(screen, "Down Down r");
    struct compare_table table;
    compare_make(&screen->app, &table);
    assert_int_equal(table.row[table.chosen].pin, 1);
    screen_keys(screen, "End Up Home");
    compare_make(&screen->app, &table);
    assert_int_equal(table.chosen, 0);
    screen_close(screen);
}

static void adopts_and_undo_brings_back(void **state) {
    (void)state;
    struct screen *screen = open_compare(80, 24);
    const struct plan before = screen->app.now.plan;
    screen_keys(screen, "Enter");
    assert_true(screen_bar_shows(screen, "this is the present plan"));
    screen_keys(screen, "Down Down Enter");
    assert_true(same_plan(&screen->app.now.plan, &screen->app.pins.pin[1].plan));
    assert_true(screen_bar_shows(screen, "B: N 70.0B"));
    screen_keys(screen, "Enter");
    assert_true(screen_bar_shows(screen, "is B already"));
    screen_keys(screen, "u");
    assert_true(same_plan(&screen->app.now.plan, &before));
    screen_close(screen);
}

static void baseline_goes_where_it_is_put(void **state) {
    (void)state;
    struct screen *screen = open_compare(120, 36);
    struct compare_table table;
    assert_int_equal(screen->app.pins.baseline, 0);
    screen_keys(screen, "b");
    assert_int_equal(screen->app.pins.baseline, 0);
    screen_keys(screen, "Down Down b");
    assert_int_equal(screen->app.pins.baseline, 1);
    compare_make(&screen->app, &table);
    assert_int_equal(table.row[table.baseline].pin, 1);
    assert_true(screen_shows(screen, "worse than ▿ B"));
    assert_true(strcmp(compare_cell(&table, table.baseline, 0).text, "=") == 0);
    screen_keys(screen, "b");
    assert_int_equal(screen->app.pins.baseline, -1);
    assert_true(screen_shows(screen, "No pin is the baseline"));
    assert_false(screen_shows(screen, "✓"));
    screen_close(screen);
}

static void renames(void **state) {
    (void)state;
    struct screen *screen = open_compare(80, 24);
    screen_keys(screen, "Down Down n C-u =fp8 Space =big Enter");
    assert_string_equal(screen->app.pins.pin[1].name, "fp8 big");
    assert_true(screen_shows(screen, "fp8 big"));
    screen_keys(screen, "n C-u =A Enter");
    assert_true(screen_shows(screen, "there is a pin A already"));
    screen_keys(screen, "Escape");
    assert_string_equal(screen->app.pins.pin[1].name, "fp8 big");
    screen_keys(screen, "Home n");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

static void what_is_taken_away_comes_back(void **state) {
    (void)state;
    struct screen *screen = open_compare(80, 24);
    const struct pins before = screen->app.pins;
    screen_keys(screen, "X");
    assert_true(screen_bar_shows(screen, "no pin has been taken away"));
    for (int i = 0; i < 3; i++) {
        screen_keys(screen, "Home Down");
        for (int k = 0; k < i; k++)
            screen_keys(screen, "Down");
        screen_keys(screen, "x");
        assert_int_equal(screen->app.pins.count, 2);
        assert_int_equal(screen->app.pins.baseline, i == 0 ? -1 : 0);
        screen_keys(screen, "X");
        assert_int_equal(screen->app.pins.count, 3);
        assert_int_equal(screen->app.pins.baseline, 0);
        for (int k = 0; k < 3; k++) {
            assert_string_equal(screen->app.pins.pin[k].name, before.pin[k].name);
            assert_true(same_plan(&screen->app.pins.pin[k].plan, &before.pin[k].plan));
        }
        assert_int_equal(screen->app.compare.row, i + 1);
    }
    screen_keys(screen, "End x x x x X");
    assert_int_equal(screen->app.pins.count, 1);
    assert_string_equal(screen->app.pins.pin[0].name, "A");
    screen_close(screen);
}

static void without_pins_it_says_what_to_do(void **state) {
    (void)state;
    struct screen *screen = screen_open(80, 24, "");
    screen_keys(screen, "6");
    assert_true(screen_shows(screen, "No plan is pinned yet. m pins the present one as A."));
    screen_keys(screen, "Enter b n x X r y Down Right m");
    assert_int_equal(screen->app.pins.count, 1);
    assert_false(screen_shows(screen, "No plan is pinned yet"));
    screen_close(screen);
}

/* Columns that do not fit come when the cursor goes there; nothing else moves. */
static void columns_follow_the_cursor(void **state) {
    static const int sizes[][2] = {{60, 16}, {80, 24}, {120, 36}, {200, 60}};
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct screen *screen = open_compare(sizes[s][0], sizes[s][1]);
        const int columns = screen->app.preset_count + COMPARE_COSTS;
        for (int i = 0; i < columns; i++) {
            char title[PRESET_NAME];
            struct compare_table table;
            int x, y;
            compare_make(&screen->app, &table);
            assert_int_equal(table.column, i);
            compare_title(&screen->app, &table, i, title);
            check_that(screen_find(screen, title, 2, &x, &y) && y == 2, "no column %s", title);
            assert_true(screen_find(screen, " plan ", 2, &x, &y) && y == 2);
            screen_check_cells(screen, title);
            screen_keys(screen, "]");
        }
        screen_keys(screen, "[ [ [ [ [ [ [ [ [");
        assert_int_equal(screen->app.compare.column, 0);
        screen_close(screen);
    }
}

/* With as many pins as there can be, the chosen row is in sight. */
static void rows_scroll(void **state) {
    (void)state;
    struct screen *screen = screen_open(60, 16, "");
    for (int i = 0; i < PLAN_PINS; i++)
        screen_keys(screen, "Right m");
    screen_keys(screen, "6");
    for (int i = 0; i <= PLAN_PINS; i++) {
        bool found = false;
        for (int y = 3; y < 15; y++)
            found = found || canvas_at(&screen->canvas, 0, y)->ch == 0x25B8;
        check_that(found, "row %d is not in sight", i);
        screen_keys(screen, "Down");
    }
    screen_close(screen);
}

static void mouse_does_the_same(void **state) {
    (void)state;
    struct screen *screen = open_compare(80, 24);
    int x, y;
    assert_true(screen_find(screen, "ouyang-2024", 2, &x, &y) && y == 2);
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_int_equal(screen->app.compare.column, 1);
    assert_int_equal(screen->app.compare.sort, 2);
    assert_true(screen_bar_shows(screen, "by ouyang-2024, best first"));
    screen_mouse(screen, EVENT_PRESS, 4, 2); /* "plan" */
    assert_int_equal(screen->app.compare.sort, 0);
    screen_mouse(screen, EVENT_PRESS, 20, 5);
    assert_int_equal(screen->app.compare.row, 2);
    assert_int_equal(screen->app.compare.column, 0);
    screen_mouse(screen, EVENT_WHEEL_UP, 20, 5);
    assert_int_equal(screen->app.compare.row, 1);
    screen_mouse(screen, EVENT_PRESS, 79, 2); /* ▸: the columns beyond */
    assert_int_equal(screen->app.compare.column, 4);
    assert_true(screen_find(screen, "◂", 2, &x, &y));
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_int_equal(screen->app.compare.column, 0);
    assert_true(screen_find(screen, "base", 23, &x, &y));
    screen_mouse(screen, EVENT_WHEEL_DOWN, 20, 5);
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_int_equal(screen->app.pins.baseline, 1);
    screen_close(screen);
}

/* What is on screen comes back with a plan file. */
static void state_comes_back(void **state) {
    (void)state;
    struct screen *screen = open_compare(120, 36), *again = screen_open(120, 36, "");
    struct plan_file *file = malloc(sizeof *file);
    struct err err;
    assert_non_null(file);
    screen_keys(screen, "Down Down Right Right r r y y Right");
    state_write(&screen->app, file);
    again->app.now.plan = screen->app.now.plan;
    assert_true(state_read(&again->app, "x.ini", file, &err));
    assert_memory_equal(&again->app.compare, &screen->app.compare,
                        offsetof(struct compare_state, worst_first) + sizeof(bool));
    screen_resize(again, 120, 36);
    for (int y = 0; y < 35; y++) {
        for (int x = 0; x < 120; x++)
            assert_int_equal(canvas_at(&again->canvas, x, y)->ch,
                             canvas_at(&screen->canvas, x, y)->ch);
    }
    free(file);
    screen_close(screen);
    screen_close(again);
}

static void bad_settings_are_refused(void **state) {
    static const struct {
        const char *name, *value;
    } bad[] = {{"compare.row", "Z"},      {"compare.column", "8"},  {"compare.column", "0"},
               {"compare.column", "x"},   {"compare.sort", "1.5"},  {"compare.sort", "-1"},
               {"compare.figure", "los"}, {"compare.first", "last"}};
    (void)state;
    struct screen *screen = open_compare(80, 24);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct setting *setting = view_compare.settings;
        struct err err;
        while (strcmp(setting->name, bad[i].name) != 0)
            setting++;
        check_that(!setting->set(&screen->app, bad[i].value, &err), "%s = %s is taken", bad[i].name,
                   bad[i].value);
    }
    screen_close(screen);
}

/* The other views: a difference in the first row, and in Plan, with the numbers of the laws. */
static void every_view_has_the_difference(void **state) {
    (void)state;
    struct screen *screen = open_compare(120, 36);
    char text[80], delta[NUM_TEXT];
    const struct app *app = &screen->app;
    const double here = expected(app->presets[0], &app->now.plan, 1 + OUT_LOSS),
                 there = expected(app->presets[0], &app->pins.pin[0].plan, 1 + OUT_LOSS);
    snprintf(text, sizeof text, "vs A: loss %s", num_signed(delta, here - there, 4));
    for (int i = 0; i < VIEW_COUNT; i++) {
        const char key[2] = {views[i]->key, '\0'};
        int x, y;
        screen_keys(screen, key);
        check_that(screen_find(screen, text, 0, &x, &y) && y == 0, "%s has no %s", views[i]->name,
                   text);
    }
    screen_keys(screen, "1");
    snprintf(text, sizeof text, "loss %s", delta);
    int x, y;
    assert_true(screen_find(screen, text, 1, &x, &y));
    assert_true(screen_shows(screen, "compute ×2✗"));
    screen_close(screen);
}

/* ▿ stands at the baseline's value on a slider's track. */
static void sliders_mark_the_baseline(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, "N=7B w=8");
    screen_keys(screen, "m = =70B Enter");
    int x, y;
    assert_true(screen_find(screen, "▿", 1, &x, &y));
    assert_true(screen_find(screen, "N ", y, &x, &y));
    screen_keys(screen, "u");
    assert_false(screen_shows(screen, "▿"));
    screen_close(screen);
}

/* The first cell with that letter in reverse, in the rows of a picture. */
static bool find_mark(const struct screen *screen, uint32_t letter, int *x, int *y) {
    for (*y = 2; *y < screen->canvas.rows - 1; ++*y) {
        for (*x = 0; *x < screen->canvas.cols; ++*x) {
            const struct cell *cell = canvas_at(&screen->canvas, *x, *y);
            if (cell->ch == letter && (cell->ink.attr & ATTR_REVERSE)) return true;
        }
    }
    return false;
}

static void pins_are_marked_in_pictures(void **state) {
    (void)state;
    struct screen *screen =
        screen_open_with("kumar-2024", 120, 36, "N=7B D=1T P=8 post=off", false);
    int x = 0, y = 0, there_x = 0, there_y = 0;
    screen_keys(screen, "m : =N=3B Space =D=3T Enter m : =N=20B Enter 2 y");
    assert_true(find_mark(screen, 'A', &x, &y));
    assert_true(find_mark(screen, 'B', &there_x, &there_y));
    assert_true(x < there_x); /* 1T and 3T */
    /* at D 3T: A has another D, so that its place is in brackets, and B is on the map itself */
    screen_keys(screen, "3 f");
    assert_true(find_mark(screen, 'A', &x, &y));
    assert_true(find_mark(screen, 'B', &there_x, &there_y));
    assert_true(there_x < x && there_y == y);
    assert_int_equal(canvas_at(&screen->canvas, x - 1, y)->ch, '(');
    assert_int_not_equal(canvas_at(&screen->canvas, there_x - 1, y)->ch, '(');
    screen_resize(screen, 200, 60); /* room for the loss over the budget */
    screen_keys(screen, "4");
    assert_true(find_mark(screen, 'A', &x, &y));
    assert_true(find_mark(screen, 'B', &there_x, &there_y));
    assert_true(x <= there_x); /* B costs more */
    screen_keys(screen, "6 End x x 4");
    assert_false(find_mark(screen, 'A', &x, &y));
    screen_keys(screen, "3");
    assert_false(find_mark(screen, 'A', &x, &y));
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_the_laws),
        cmocka_unit_test(differences_are_shown),
        cmocka_unit_test(terms_make_the_difference),
        cmocka_unit_test(sorts_by_any_column),
        cmocka_unit_test(the_cursor_keeps_its_plan),
        cmocka_unit_test(adopts_and_undo_brings_back),
        cmocka_unit_test(baseline_goes_where_it_is_put),
        cmocka_unit_test(renames),
        cmocka_unit_test(what_is_taken_away_comes_back),
        cmocka_unit_test(without_pins_it_says_what_to_do),
        cmocka_unit_test(columns_follow_the_cursor),
        cmocka_unit_test(rows_scroll),
        cmocka_unit_test(mouse_does_the_same),
        cmocka_unit_test(state_comes_back),
        cmocka_unit_test(bad_settings_are_refused),
        cmocka_unit_test(every_view_has_the_difference),
        cmocka_unit_test(sliders_mark_the_baseline),
        cmocka_unit_test(pins_are_marked_in_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
