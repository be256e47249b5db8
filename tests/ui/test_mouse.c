/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner by the mouse: places are found on the screen, as a hand finds them. */
#include "ui/screen.h"

#include <stdlib.h>
#include <string.h>

static int open_planner(void **state) {
    *state = screen_open(120, 36, "");
    return 0;
}

static int close_planner(void **state) {
    screen_close(*state);
    return 0;
}

static void click(struct screen *screen, int x, int y) {
    screen_mouse(screen, EVENT_PRESS, x, y);
    screen_mouse(screen, EVENT_RELEASE, x, y);
}

static void click_text(struct screen *screen, const char *text, int from) {
    int x, y;
    check_that(screen_find(screen, text, from, &x, &y), "%s is not on screen", text);
    click(screen, x, y);
}

static const char *primary(const struct screen *screen) {
    return app_primary(&screen->app)->name;
}

static void click_on_a_track(void **state) {
    struct screen *screen = *state;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        const struct rect track = screen_track(screen, input);
        for (int x = 0; x < track.w; x += (track.w - 1) / 3) {
            click(screen, track.x + x, track.y);
            const double expected = input_at_fraction(input, (double)x / (track.w - 1));
            assert_int_equal(screen->app.now.selected, input);
            check_that(screen_value(screen, input) == expected, "%s at %d of %d: %g, not %g",
                       inputs[i].name, x, track.w, screen_value(screen, input), expected);
        }
    }
}

/* The knob stands where the hand is. */
static void knob_follows_the_hand(void **state) {
    struct screen *screen = *state;
    static const enum input tried[] = {IN_N, IN_D, IN_W, IN_POST, IN_M, IN_C};
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        const struct rect track = screen_track(screen, tried[i]);
        screen_mouse(screen, EVENT_PRESS, track.x, track.y);
        for (int x = track.x; x < track.x + track.w; x++) {
            screen_mouse(screen, EVENT_DRAG, x, track.y);
            int knob = track.x;
            while (canvas_at(&screen->canvas, knob, track.y)->ch != 0x25CF)
                knob++;
            check_that(abs(knob - x) <= 1, "%s: hand at %d, knob at %d", inputs[tried[i]].name, x,
                       knob);
        }
        screen_mouse(screen, EVENT_RELEASE, track.x, track.y);
    }
}

static void drag_is_one_undo_step(void **state) {
    struct screen *screen = *state;
    const struct plan before = screen->app.now.plan;
    const struct rect track = screen_track(screen, IN_D);
    screen_mouse(screen, EVENT_PRESS, track.x + 3, track.y);
    for (int x = 4; x < track.w; x++)
        screen_mouse(screen, EVENT_DRAG, track.x + x, track.y);
    /* Off the track the slider is still in the hand. */
    screen_mouse(screen, EVENT_DRAG, track.x + track.w + 40, track.y + 9);
    assert_true(screen_value(screen, IN_D) == inputs[IN_D].high);
    screen_mouse(screen, EVENT_DRAG, 0, 0);
    assert_true(screen_value(screen, IN_D) == inputs[IN_D].low);
    screen_mouse(screen, EVENT_RELEASE, 0, 0);
    const struct plan after = screen->app.now.plan;
    assert_int_equal(screen->app.undo.count, 2);
    screen_keys(screen, "u");
    assert_true(same_plan(&before, &screen->app.now.plan));
    screen_keys(screen, "C-r");
    assert_true(same_plan(&after, &screen->app.now.plan));
    /* Two drags are two steps. */
    for (int i = 0; i < 2; i++) {
        screen_mouse(screen, EVENT_PRESS, track.x + 9 + i, track.y);
        screen_mouse(screen, EVENT_DRAG, track.x + 12 + i, track.y);
        screen_mouse(screen, EVENT_RELEASE, track.x + 12 + i, track.y);
    }
    assert_int_equal(screen->app.undo.count, 4);
}

static void drag_ends_with_the_button_or_a_key(void **state) {
    struct screen *screen = *state;
    const struct rect track = screen_track(screen, IN_N);
    screen_mouse(screen, EVENT_DRAG, track.x, track.y);
    assert_true(screen_value(screen, IN_N) == 7e9);
    click(screen, track.x + 2, track.y);
    const double clicked = screen_value(screen, IN_N);
    screen_mouse(screen, EVENT_DRAG, track.x + 5, track.y);
    assert_true(screen_value(screen, IN_N) == clicked);
    screen_mouse(screen, EVENT_PRESS, track.x + 2, track.y);
    screen_keys(screen, "Down");
    const struct plan before = screen->app.now.plan;
    screen_mouse(screen, EVENT_DRAG, track.x + 9, track.y);
    assert_true(same_plan(&before, &screen->app.now.plan));
}

static void press_beside_a_track_selects(void **state) {
    struct screen *screen = *state;
    const struct plan before = screen->app.now.plan;
    for (int i = INPUT_COUNT - 1; i >= 0; i--) {
        const struct rect track = screen_track(screen, (enum input)i);
        click(screen, 3, track.y);
        assert_int_equal(screen->app.now.selected, i);
        screen_keys(screen, "Down");
        click(screen, track.x + track.w + 1, track.y);
        assert_int_equal(screen->app.now.selected, i);
    }
    assert_true(same_plan(&before, &screen->app.now.plan));
    assert_int_equal(screen->app.undo.count, 1);
}

static void wheel_steps_what_is_under_it(void **state) {
    struct screen *screen = *state;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        const struct rect track = screen_track(screen, input);
        const double before = screen_value(screen, input);
        const double up = input_step(input, before, +1, STEP_ONE);
        screen_mouse(screen, EVENT_WHEEL_UP, track.x + 1, track.y);
        assert_int_equal(screen->app.now.selected, input);
        check_that(screen_value(screen, input) == up, "%s up", inputs[i].name);
        const double down = input_step(input, up, -1, STEP_ONE);
        screen_mouse(screen, EVENT_WHEEL_DOWN, track.x + 1, track.y);
        check_that(screen_value(screen, input) == down, "%s down", inputs[i].name);
    }
}

static void click_on_a_tab(void **state) {
    struct screen *screen = *state;
    for (int i = 0; i < 2; i++) {
        click_text(screen, "Explain", 0);
        assert_int_equal(screen->app.view, VIEW_EXPLAIN);
        click_text(screen, "Plan", 0);
        assert_int_equal(screen->app.view, VIEW_PLAN);
    }
    click(screen, 1, 0);
    click(screen, 115, 0);
    assert_int_equal(screen->app.view, VIEW_PLAN);
}

static void click_on_a_law(void **state) {
    static const int sizes[][2] = {{80, 24}, {120, 36}, {200, 60}};
    static const char *const names[] = {"sun-2025", "ouyang-2024", "chen-2025", "frantar-2025",
                                        "kumar-2024"};
    struct screen *screen = *state;
    for (size_t s = 0; s < 3; s++) {
        screen_resize(screen, sizes[s][0], sizes[s][1]);
        for (size_t i = 0; i < 5; i++) {
            int x, y;
            const char *head =
                sizes[s][1] < 30 ? "other laws: quantising adds" : "quantising adds, by law";
            check_that(screen_find(screen, head, 1, &x, &y), "no list of laws");
            check_that(screen_find(screen, names[i], y, &x, &y), "%s is not listed", names[i]);
            click(screen, x, y);
            assert_string_equal(primary(screen), names[i]);
        }
        screen_keys(screen, "u");
        assert_string_equal(primary(screen), names[3]);
        screen_keys(screen, "C-r");
    }
}

static void click_on_the_chart(void **state) {
    static const enum input tried[] = {IN_N, IN_D, IN_W, IN_A, IN_POST, IN_G, IN_E};
    struct screen *screen = *state;
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        while (screen->app.now.selected != tried[i])
            screen_keys(screen, "Down");
        double last = 0;
        struct rect chart = screen_chart(screen);
        for (int share = 2; share <= 6; share += 2) {
            const int count = screen->app.undo.count;
            const int x = chart.x + chart.w * share / 8;
            click(screen, x, chart.y + 2);
            const double value = screen_value(screen, tried[i]);
            check_that(value > last, "%s: %g after %g", inputs[tried[i]].name, value, last);
            assert_true(value >= inputs[tried[i]].low && value <= inputs[tried[i]].high);
            check_that(screen->app.undo.count <= count + 1, "%s: more than one step to undo",
                       inputs[tried[i]].name);
            last = value;
            screen_keys(screen, "u");
        }
    }
}

/* Dragged along the chart, the plan follows, in one step to undo. */
static void drag_on_the_chart(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "Down Down");
    const struct plan before = screen->app.now.plan;
    const struct rect chart = screen_chart(screen);
    screen_mouse(screen, EVENT_PRESS, chart.x + 5, chart.y + 1);
    double last = screen_value(screen, IN_W);
    for (int x = 10; x < chart.w; x += 5) {
        screen_mouse(screen, EVENT_DRAG, chart.x + x, chart.y + 1);
        assert_true(screen_value(screen, IN_W) > last);
        last = screen_value(screen, IN_W);
    }
    screen_mouse(screen, EVENT_DRAG, screen->app.cols + 50, chart.y + 1);
    assert_true(screen_value(screen, IN_W) == 16);
    screen_mouse(screen, EVENT_RELEASE, 0, 0);
    screen_keys(screen, "u");
    assert_true(same_plan(&before, &screen->app.now.plan));
}

static void click_in_the_key_bar(void **state) {
    struct screen *screen = *state;
    const int bar = screen->app.rows - 1;
    click_text(screen, "optimum", bar);
    assert_true(screen_bar_shows(screen, "took the joint optimum"));
    screen_keys(screen, "Down");
    click_text(screen, "undo", bar);
    assert_true(screen_value(screen, IN_N) == 7e9);
    click_text(screen, "adjust", bar);
    assert_true(screen_value(screen, IN_N) == 14e9);
    click_text(screen, "hold", bar);
    assert_int_equal(screen->app.now.hold, HOLD_COMPUTE);
    screen_keys(screen, "Down");
    click_text(screen, "find", bar);
    assert_int_equal(screen->app.overlay, OVERLAY_PALETTE);
    screen_keys(screen, "Escape");
    click_text(screen, "pin", bar);
    assert_int_equal(screen->app.pins.count, 1);
    screen_keys(screen, "Down");
    click_text(screen, "law", bar);
    assert_int_equal(screen->app.overlay, OVERLAY_PICKER);
    screen_keys(screen, "Escape");
    click_text(screen, "type", bar);
    assert_int_equal(screen->app.overlay, OVERLAY_FIELD);
    screen_keys(screen, "Escape");
    click_text(screen, "help", bar);
    assert_int_equal(screen->app.overlay, OVERLAY_HELP);
    screen_keys(screen, "Escape");
    click_text(screen, "quit", bar);
    assert_true(screen->app.quit);
}

static void picker_by_mouse(void **state) {
    static const int sizes[][2] = {{60, 16}, {80, 24}, {120, 36}, {200, 60}};
    struct screen *screen = *state;
    for (size_t s = 0; s < 4; s++) {
        int x, y;
        screen_resize(screen, sizes[s][0], sizes[s][1]);
        screen_keys(screen, "p");
        check_that(screen_find(screen, "presets", 1, &x, &y), "no picker");
        click_text(screen, "chen-2025 ", y);
        assert_int_equal(screen->app.overlay, OVERLAY_NONE);
        assert_string_equal(primary(screen), "chen-2025");
        screen_keys(screen, "u");
        assert_string_equal(primary(screen), "kumar-2024");
        /* The wheel moves, a press above or below closes. */
        screen_keys(screen, "p");
        screen_mouse(screen, EVENT_WHEEL_DOWN, 30, 8);
        assert_true(screen_shows(screen, "▸ ouyang-2024"));
        screen_mouse(screen, EVENT_WHEEL_UP, 30, 8);
        assert_true(screen_shows(screen, "▸ kumar-2024"));
        click(screen, 30, 0);
        assert_int_equal(screen->app.overlay, OVERLAY_NONE);
        assert_string_equal(primary(screen), "kumar-2024");
        assert_int_equal(screen->app.view, VIEW_PLAN);
    }
}

/* What was scrolled into sight can be taken. */
static void picker_scrolled(void **state) {
    struct screen *screen = *state;
    screen_resize(screen, 60, 16);
    screen_keys(screen, "p End");
    click_text(screen, "hoffmann-2022 ", 1);
    assert_string_equal(primary(screen), "hoffmann-2022");
}

static void help_by_mouse(void **state) {
    struct screen *screen = *state;
    screen_resize(screen, 80, 24);
    screen_keys(screen, "?");
    assert_true(screen_shows(screen, "one step down"));
    for (int i = 0; i < 150; i++)
        screen_mouse(screen, EVENT_WHEEL_DOWN, 40, 10);
    assert_true(screen_shows(screen, "click a tab"));
    for (int i = 0; i < 150; i++)
        screen_mouse(screen, EVENT_WHEEL_UP, 40, 10);
    assert_true(screen_shows(screen, "one step down"));
    click(screen, 40, 10);
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    assert_true(screen_value(screen, IN_N) == 7e9);
}

/* Nothing is there: heads of sections, the gap between groups, answers, beyond the window. */
static void press_outside_does_nothing(void **state) {
    static const int places[][2] = {{60, 2}, {90, 5},   {5, 1},   {119, 1},
                                    {30, 4}, {400, 10}, {10, 400}};
    struct screen *screen = *state;
    const struct moment before = screen->app.now;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        click(screen, places[i][0], places[i][1]);
        check_that(same_plan(&before.plan, &screen->app.now.plan) &&
                       before.primary == screen->app.now.primary &&
                       before.selected == screen->app.now.selected,
                   "press at %d, %d", places[i][0], places[i][1]);
        assert_int_equal(screen->app.view, VIEW_PLAN);
        assert_int_equal(screen->app.overlay, OVERLAY_NONE);
        assert_int_equal(screen->app.undo.count, 1);
        assert_false(screen->app.quit);
    }
    screen_keys(screen, "8");
    for (int y = 1; y < 35; y++) {
        click(screen, 60, y);
        screen_mouse(screen, EVENT_DRAG, 70, y);
        screen_mouse(screen, EVENT_WHEEL_UP, 70, y);
    }
    assert_true(same_plan(&before.plan, &screen->app.now.plan));
    assert_int_equal(screen->app.undo.count, 1);
}

static void hold_is_kept_under_the_mouse(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "f");
    const double held = 7e9 * 1e12;
    const struct rect track = screen_track(screen, IN_N);
    screen_mouse(screen, EVENT_PRESS, track.x, track.y);
    for (int x = 0; x < track.w; x++) {
        screen_mouse(screen, EVENT_DRAG, track.x + x, track.y);
        check_near(screen_value(screen, IN_N) * screen_value(screen, IN_D), held, 1e-12, "N·D");
        assert_true(screen_value(screen, IN_D) >= 1e6 && screen_value(screen, IN_D) <= 1e18);
    }
}

#define WITH_PLANNER(test) cmocka_unit_test_setup_teardown(test, open_planner, close_planner)

int main(void) {
    setenv("XDG_DATA_HOME", "/no/such/folder", 1);
    const struct CMUnitTest tests[] = {
        WITH_PLANNER(click_on_a_track),
        WITH_PLANNER(knob_follows_the_hand),
        WITH_PLANNER(drag_is_one_undo_step),
        WITH_PLANNER(drag_ends_with_the_button_or_a_key),
        WITH_PLANNER(press_beside_a_track_selects),
        WITH_PLANNER(wheel_steps_what_is_under_it),
        WITH_PLANNER(click_on_a_tab),
        WITH_PLANNER(click_on_a_law),
        WITH_PLANNER(click_on_the_chart),
        WITH_PLANNER(drag_on_the_chart),
        WITH_PLANNER(click_in_the_key_bar),
        WITH_PLANNER(picker_by_mouse),
        WITH_PLANNER(picker_scrolled),
        WITH_PLANNER(help_by_mouse),
        WITH_PLANNER(press_outside_does_nothing),
        WITH_PLANNER(hold_is_kept_under_the_mouse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
