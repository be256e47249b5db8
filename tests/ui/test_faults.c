/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What once went wrong in the planner, each as the shortest way to it. */
#include "ui/screen.h"

#include "ui/plot.h"
#include <stdlib.h>

static int open_planner(void **state) {
    *state = screen_open(120, 36, "");
    return 0;
}

static int close_planner(void **state) {
    screen_close(*state);
    return 0;
}

/* The chart's scale stays put under the hand: a cell means one value for as long as it is held. */
static void chart_stays_under_a_drag(void **state) {
    struct screen *screen = *state;
    const struct rect chart = screen_chart(screen);
    const int edge = chart.x + chart.w - 1;
    screen_mouse(screen, EVENT_PRESS, edge, chart.y + 1);
    const double value = screen_value(screen, IN_N);
    for (int y = 2; y < 6; y++)
        screen_mouse(screen, EVENT_DRAG, edge, chart.y + y);
    assert_true(screen_value(screen, IN_N) == value);
    double last = value;
    for (int x = edge - 1; x > chart.x; x--) {
        screen_mouse(screen, EVENT_DRAG, x, chart.y + 1);
        check_that(screen_value(screen, IN_N) > last / 2, "one cell: %g to %g", last,
                   screen_value(screen, IN_N));
        last = screen_value(screen, IN_N);
    }
}

static void paste(struct screen *screen, const char *text) {
    for (; *text; text++) {
        const uint32_t key = (uint32_t)(unsigned char)*text;
        screen_event(screen, &(struct event){.kind = EVENT_PASTED, .key = key});
    }
}

/* A control character of a paste is no command: the field stays open with what was typed. */
static void paste_is_never_a_command(void **state) {
    static const char *const controls[] = {"\r", "\n", "\033", "\003", "\025", "\027", "\177"};
    struct screen *screen = *state;
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        screen_keys(screen, ": =N=70B");
        paste(screen, controls[i]);
        assert_int_equal(screen->app.overlay, OVERLAY_PALETTE);
        assert_true(screen_value(screen, IN_N) == 7e9);
        assert_memory_equal(screen->app.field.text, "N=70B", 5);
        screen_keys(screen, "Escape");
    }
}

static void quits_where_too_small_whatever_is_open(void **state) {
    static const char *const open[] = {"=", ":", "?", "p"};
    struct screen *screen = *state;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        screen_keys(screen, open[i]);
        screen_resize(screen, 50, 12);
        for (int key = 0; key < 2; key++) {
            screen_keys(screen, key ? "C-c" : "q");
            check_that(screen->app.quit, "%s open: %s does not quit", open[i],
                       key ? "Ctrl-C" : "q");
            screen->app.quit = false;
        }
        screen_resize(screen, 120, 36);
        screen_keys(screen, "Escape");
    }
}

static void ctrl_c_quits_over_help_and_picker(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "? C-c");
    assert_true(screen->app.quit);
    screen->app.quit = false;
    screen_keys(screen, "Escape p C-c");
    assert_true(screen->app.quit);
}

static void words_go_when_the_mouse_acts(void **state) {
    struct screen *screen = *state;
    const struct rect track = screen_track(screen, IN_D);
    screen_keys(screen, "u");
    screen_mouse(screen, EVENT_WHEEL_UP, track.x, track.y);
    assert_true(screen_value(screen, IN_D) == 2e12);
    assert_false(screen_bar_shows(screen, "nothing to undo"));
}

/* Keys that words cover cannot be pressed. */
static void covered_keys_are_not_pressed(void **state) {
    struct screen *screen = *state;
    int x, y;
    assert_true(screen_find(screen, "quit", screen->app.rows - 1, &x, &y));
    screen_keys(screen, "u");
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_false(screen->app.quit);
}

static void press_beside_the_picker_takes_nothing(void **state) {
    struct screen *screen = *state;
    int x, y;
    screen_keys(screen, "p");
    assert_true(screen_find(screen, "chen-2025 ", 1, &x, &y));
    screen_mouse(screen, EVENT_PRESS, 0, y);
    assert_string_equal(app_primary(&screen->app)->name, "kumar-2024");
}

/* What fits whole is shown from its start. */
static void scrolled_text_comes_back_in_a_larger_window(void **state) {
    struct screen *screen = *state;
    screen_resize(screen, 60, 16);
    screen_keys(screen, "?");
    for (int i = 0; i < 40; i++)
        screen_keys(screen, "Down");
    screen_resize(screen, 120, 170);
    assert_true(screen_shows(screen, "one step down"));
    screen_keys(screen, "Escape 8");
    screen_resize(screen, 80, 24);
    for (int i = 0; i < 40; i++)
        screen_keys(screen, "PageDown");
    screen_resize(screen, 120, 40);
    assert_true(screen_shows(screen, "fitted on N"));
}

/* The wheel selects another input while a slider is held: the hand still has the slider. */
static void drag_keeps_its_slider(void **state) {
    struct screen *screen = *state;
    const struct rect track = screen_track(screen, IN_D), other = screen_track(screen, IN_N);
    screen_mouse(screen, EVENT_PRESS, track.x, track.y);
    screen_mouse(screen, EVENT_WHEEL_UP, other.x, other.y);
    const double n = screen_value(screen, IN_N);
    screen_mouse(screen, EVENT_DRAG, track.x + 9, track.y);
    assert_true(screen_value(screen, IN_N) == n);
}

static void optimum_once_taken_is_no_change(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "o o");
    assert_int_equal(screen->app.undo.count, 2);
}

static void step_says_where_it_goes(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("chen-2025", 120, 36, "w=4 a=4", false);
    const struct rect track = screen_track(screen, IN_FC2);
    for (int x = track.x + track.w; x < 56; x++) {
        const bool sixteen = canvas_at(&screen->canvas, x, track.y)->ch == '1' &&
                             canvas_at(&screen->canvas, x + 1, track.y)->ch == '6';
        assert_false(sixteen);
    }
    screen_close(screen);
}

/* A number is shown whole or not at all. */
static void numbers_are_not_cut(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("quartet-2025", 120, 36, "w=4 a=4", false);
    assert_true(!screen_shows(screen, "D_eff/D") || screen_shows(screen, "D_eff/D 0.950"));
    screen_close(screen);
    screen = screen_open(60, 16, "");
    screen_keys(screen, "8");
    int x, y;
    assert_true(screen_find(screen, "E, the floor", 1, &x, &y));
    assert_true(screen_find(screen, "2.7648", y, &x, &y));
    screen_close(screen);
}

static void ticks_are_no_more_than_asked(void **state) {
    double tick[PLOT_TICKS];
    (void)state;
    for (int want = 2; want <= 12; want++) {
        for (int high = 1; high <= 400; high++) {
            const int count = plot_ticks(0, high / 10.0, false, want, tick);
            check_that(count <= want, "0 … %g: %d ticks, %d wanted", high / 10.0, count, want);
        }
        assert_in_range(plot_ticks(1, 9, true, want, tick), 0, want);
    }
    assert_true(plot_ticks(3, 4, true, 4, tick) >= 2);
}

#define WITH_PLANNER(test) cmocka_unit_test_setup_teardown(test, open_planner, close_planner)

int main(void) {
    setenv("XDG_DATA_HOME", "/no/such/folder", 1);
    const struct CMUnitTest tests[] = {
        WITH_PLANNER(chart_stays_under_a_drag),
        WITH_PLANNER(paste_is_never_a_command),
        WITH_PLANNER(quits_where_too_small_whatever_is_open),
        WITH_PLANNER(ctrl_c_quits_over_help_and_picker),
        WITH_PLANNER(words_go_when_the_mouse_acts),
        WITH_PLANNER(covered_keys_are_not_pressed),
        WITH_PLANNER(press_beside_the_picker_takes_nothing),
        WITH_PLANNER(scrolled_text_comes_back_in_a_larger_window),
        WITH_PLANNER(drag_keeps_its_slider),
        WITH_PLANNER(optimum_once_taken_is_no_change),
        WITH_PLANNER(step_says_where_it_goes),
        WITH_PLANNER(numbers_are_not_cut),
        WITH_PLANNER(ticks_are_no_more_than_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
