/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Curve view: what its panel says is what the laws say, and its cursor takes a value into the
 * plan. */
#include "ui/screen.h"

#include "engine/output.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The number in a row of the panel, right of its label. */
static double panel_number(const struct screen *screen, const char *label) {
    char text[64] = "";
    int x, y;
    check_that(screen_find(screen, label, 1, &x, &y), "no line called %s", label);
    for (int column = x + (int)strlen(label); column < screen->canvas.cols && strlen(text) < 20;
         column++) {
        const uint32_t ch = canvas_at(&screen->canvas, column, y)->ch;
        if (ch == ' ' && text[0]) break;
        if (ch == ' ' || ch == '+') continue;
        const size_t length = strlen(text);
        text[length] = ch == 0x2212 ? '-' : (char)ch;
        text[length + 1] = '\0';
    }
    double value = NAN;
    check_that(sscanf(text, "%lf", &value) == 1, "%s has no number: \"%s\"", label, text);
    return value;
}

static double added_at(const struct screen *screen, int index, enum input input, double value) {
    struct plan plan = screen->app.now.plan;
    struct result result;
    plan_set(&plan, input, value);
    law_eval(screen->app.presets[index], &plan, &result);
    return law_added(screen->app.presets[index], &plan, &result);
}

static void a_line_a_law(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, "w=4 a=4 post=3");
    screen_keys(screen, "2");
    for (int i = 0; i < screen->app.preset_count; i++) {
        char label[96];
        snprintf(label, sizeof label, "%d %s", i + 1, screen->app.presets[i]->name);
        const double expected = added_at(screen, i, IN_D, screen->app.now.plan.D);
        check_that(fabs(panel_number(screen, label) - expected) <= 5.1e-5, "%s at the plan", label);
    }
    screen_close(screen);
}

static void cursor_reads_and_adopts(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, "P=16 post=3");
    screen_keys(screen, "2 Right Right Right Right Right");
    const double cursor = screen->app.curve.cursor;
    assert_true(cursor > 1.2e12 && cursor < 1e14);
    const double expected = added_at(screen, 0, IN_D, cursor);
    assert_true(fabs(panel_number(screen, "1 kumar-2024") - expected) <= 5.1e-5);
    screen_keys(screen, "Enter");
    check_near(screen->app.now.plan.D, cursor, 5e-3, "adopted");
    assert_true(isnan(screen->app.curve.cursor));
    screen_keys(screen, "u");
    check_near(screen->app.now.plan.D, 1e12, 0, "undone");
    screen_close(screen);
}

static void enter_without_a_cursor_changes_nothing(void **state) {
    (void)state;
    struct screen *screen = screen_open(80, 24, "");
    const struct plan before = screen->app.now.plan;
    screen_keys(screen, "2 Enter");
    assert_true(same_plan(&before, &screen->app.now.plan));
    assert_true(screen_bar_shows(screen, "cursor"));
    screen_close(screen);
}

static void family_of_the_primary_law(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, "P=16 post=off");
    screen->app.curve.family = IN_POST;
    screen_keys(screen, "2");
    struct plan plan = screen->app.now.plan;
    struct result result;
    plan.post = 4;
    law_eval(screen->app.presets[0], &plan, &result);
    assert_true(fabs(panel_number(screen, "2 post 4") -
                     law_added(screen->app.presets[0], &plan, &result)) <= 5.1e-5);
    screen_close(screen);
}

/* Every output over every input can be drawn, at any size. */
static void all_outputs_over_all_inputs(void **state) {
    static const int sizes[][2] = {{60, 16}, {80, 24}, {200, 60}};
    (void)state;
    for (size_t s = 0; s < 3; s++) {
        struct screen *screen = screen_open(sizes[s][0], sizes[s][1], "w=4 a=4");
        screen_keys(screen, "2");
        for (int x = 0; x < 9; x++) {
            for (int y = 0; y <= OUTPUT_COUNT; y++) {
                screen_keys(screen, "y");
                screen_check_cells(screen, "curve");
            }
            screen_keys(screen, "x v");
        }
        screen_close(screen);
    }
}

static void the_mouse_moves_the_cursor(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, "");
    screen_keys(screen, "2");
    screen_mouse(screen, EVENT_PRESS, 40, 12);
    const double there = screen->app.curve.cursor;
    assert_true(!isnan(there));
    screen_mouse(screen, EVENT_DRAG, 60, 12);
    assert_true(screen->app.curve.cursor > there);
    screen_mouse(screen, EVENT_RELEASE, 60, 12);
    screen_keys(screen, "Escape");
    assert_true(isnan(screen->app.curve.cursor));
    screen_close(screen);
}

/* `s` on any screen: the input at which an output takes a value; undo brings the old one back. */
static void solves_for_a_target(void **state) {
    (void)state;
    struct screen *screen = screen_open(80, 24, "");
    struct result result;
    screen_keys(screen, "Down s =ptq_delta=.05 Enter");
    law_eval(screen->app.presets[0], &screen->app.now.plan, &result);
    check_near(result.ptq_delta, .05, 1e-9, "solved");
    assert_true(screen_bar_shows(screen, "gives ptq_delta=.05"));
    screen_keys(screen, "u s =loss=1 Enter");
    check_near(screen->app.now.plan.D, 1e12, 0, "no answer changes nothing");
    assert_int_equal(screen->app.overlay, OVERLAY_FIELD);
    screen_keys(screen, "Escape s =lss=1 Enter");
    assert_true(screen_shows(screen, "did you mean loss"));
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_a_law),
        cmocka_unit_test(cursor_reads_and_adopts),
        cmocka_unit_test(enter_without_a_cursor_changes_nothing),
        cmocka_unit_test(family_of_the_primary_law),
        cmocka_unit_test(all_outputs_over_all_inputs),
        cmocka_unit_test(the_mouse_moves_the_cursor),
        cmocka_unit_test(solves_for_a_target),
    };
    return cmocka_run_group_tests_name("curve", tests, NULL, NULL);
}
