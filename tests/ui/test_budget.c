/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is held while something moves, and the optimum for a budget. */
#include "ui/screen.h"

#include "engine/cost.h"
#include <stdlib.h>

static int open_planner(void **state) {
    *state = screen_open(120, 36, "");
    return 0;
}

static int close_planner(void **state) {
    screen_close(*state);
    return 0;
}

static enum input selected(const struct screen *screen) {
    return screen->app.now.selected;
}

/* 6·N·D·max(w, a, kv)/16, worked out here: off counts as 16. */
static double compute(const struct screen *screen) {
    const struct plan *plan = &screen->app.now.plan;
    const double bits = fmax(fmin(plan->w, 16), fmax(fmin(plan->a, 16), fmin(plan->kv, 16)));
    return 6 * plan->N * plan->D * bits / 16;
}

static void hold_c_keeps_the_compute(void **state) {
    static const char *const moves[] = {"Right",
                                        "Right Right",
                                        "h",
                                        "Down Right",
                                        "L",
                                        ".",
                                        "Down Left Left",
                                        ",",
                                        "Down End",
                                        "Left",
                                        "Down = =2.5 Enter",
                                        "Down Right",
                                        "Up Up Up Home Up Up = =20B Enter"};
    struct screen *screen = *state;
    screen_keys(screen, "Right f");
    const double held = compute(screen);
    assert_true(screen_shows(screen, "hold: C"));
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        const struct plan before = screen->app.now.plan;
        screen_keys(screen, moves[i]);
        assert_false(same_plan(&before, &screen->app.now.plan));
        check_near(compute(screen), held, 1e-12, "C after %s", moves[i]);
        if (selected(screen) == IN_D) assert_true(screen_value(screen, IN_N) != before.N);
        if (selected(screen) == IN_N) assert_true(screen_value(screen, IN_D) != before.D);
    }
    screen_keys(screen, "f f f Right");
    assert_true(screen_shows(screen, "hold: none"));
    assert_false(is_near(compute(screen), held, 1e-6, 0));
}

static void hold_ratio_keeps_tokens_a_parameter(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "f f");
    assert_true(screen_shows(screen, "hold: D/N"));
    const double ratio = 1e12 / 7e9;
    static const char *const moves[] = {"Right", "L", ", ,", "Down H", "Right", "= =3T Enter"};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        screen_keys(screen, moves[i]);
        check_near(screen_value(screen, IN_D) / screen_value(screen, IN_N), ratio, 1e-12,
                   "D/N after %s", moves[i]);
    }
    const struct plan before = screen->app.now.plan;
    screen_keys(screen, "Down Right Down Left");
    assert_true(before.N == screen_value(screen, IN_N) && before.D == screen_value(screen, IN_D));
}

static void hold_refuses_to_leave_a_range(void **state) {
    static const struct {
        const char *plan, *keys;
    } cases[] = {
        {"N=1e14 D=2e6", "f Down End"},  {"N=1e14 D=2e6", "f Down Right Right = =1e17 Enter"},
        {"N=1e5 D=1e18", "f Down Left"}, {"N=1e14 D=1e18", "f f Left Right Down Right"},
        {"N=1e13 D=1e6", "f f Left"},    {"N=1e14 D=1e6 P=16", "f Down Down Down Down Right"},
        {"N=1e5 D=1e18 P=8", "f Left"},  {"N=1e5 D=9e17 P=8", "f Down Down = =4 Enter"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct screen *screen = screen_open(80, 24, cases[i].plan);
        (void)state;
        screen_keys(screen, cases[i].keys);
        for (int input = 0; input < 2; input++) {
            const double value = screen_value(screen, (enum input)input);
            check_that(value >= inputs[input].low && value <= inputs[input].high, "%s %s: %s = %g",
                       cases[i].plan, cases[i].keys, inputs[input].name, value);
        }
        screen_close(screen);
    }
    struct screen *screen = screen_open(80, 24, "N=1e14 D=2e6");
    screen_keys(screen, "f Down");
    const struct plan before = screen->app.now.plan;
    const int count = screen->app.undo.count;
    screen_keys(screen, "Home");
    assert_true(screen_bar_shows(screen, "C held: N would leave its range"));
    assert_true(same_plan(&before, &screen->app.now.plan));
    assert_int_equal(screen->app.undo.count, count);
    screen_keys(screen, "= =1e6 Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_FIELD);
    assert_string_equal(screen->app.field.text, "1e6");
    assert_true(same_plan(&before, &screen->app.now.plan));
    screen_close(screen);
}

/* By hand: N·(bits + 16/G)/8. */
static double bytes_of(const struct screen *screen) {
    return screen_value(screen, IN_N) *
           (screen_value(screen, IN_POST) + 16 / screen_value(screen, IN_G)) / 8;
}

static void bytes_are_held(void **state) {
    struct screen *screen = *state;
    const double bytes = bytes_of(screen), N = screen_value(screen, IN_N);
    screen_keys(screen, "f f f");
    assert_true(screen_shows(screen, "hold: bytes"));
    screen_keys(screen, "Down Right Down Right Down Right");
    assert_true(screen_value(screen, IN_N) == N); /* D, w and a take no room */
    screen_keys(screen, "Down Down Right");
    assert_true(screen_value(screen, IN_POST) == 5);
    check_near(bytes_of(screen), bytes, 1e-12, "bytes at 5 bits");
    screen_keys(screen, "Down Right");
    check_near(bytes_of(screen), bytes, 1e-12, "bytes at G 256");
    screen_keys(screen, "Up Up Up Up Up Up , , ,");
    assert_true(screen_value(screen, IN_POST) > 5);
    check_near(bytes_of(screen), bytes, 1e-12, "bytes of a smaller model");
    const double post = screen_value(screen, IN_POST);
    screen_keys(screen, "End");
    assert_true(screen_bar_shows(screen, "bytes held: post would leave its range"));
    assert_true(screen_value(screen, IN_POST) == post);
}

static void hold_is_undone_too(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "f Right");
    screen_keys(screen, "u u");
    assert_true(screen_shows(screen, "hold: none"));
    screen_keys(screen, "C-r C-r");
    assert_true(screen_shows(screen, "hold: C"));
    assert_true(screen_value(screen, IN_N) == 14e9);
    check_near(screen_value(screen, IN_D), 0.5e12, 1e-12, "D");
}

static void optimum_is_no_worse(void **state) {
    static const struct {
        const char *presets, *plan;
    } cases[] = {{"kumar-2024", ""},
                 {"kumar-2024", "N=7B D=1T w=4 a=8 kv=16 post=3"},
                 {"kumar-2024", "N=1B D=100B P=8 post=off"},
                 {"kumar-2024", "N=100M D=10T P=16 post=2"},
                 {"kumar-2024-fp", "N=1B D=20B"},
                 {"ouyang-2024", "N=70B D=15T post=3"},
                 {"frantar-2025", "w=4 a=16 post=off"},
                 {"chen-2025", "w=4 a=4 G=32"},
                 {"sun-2025", "N=1B D=100B E=2 M=1"},
                 {"hoffmann-2022", ""},
                 {"quartet-2025", "w=4 a=4"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct screen *screen = screen_open_with(cases[i].presets, 120, 36, cases[i].plan, false);
        const struct law *law = app_primary(&screen->app)->law;
        const struct plan before = screen->app.now.plan;
        const double loss = screen_loss(screen), budget = cost_training(law, &before);
        screen_keys(screen, "o");
        check_that(screen_loss(screen) <= loss, "%s %s: %.9g above %.9g", cases[i].presets,
                   cases[i].plan, screen_loss(screen), loss);
        check_that(cost_training(law, &screen->app.now.plan) <= budget * (1 + 1e-9),
                   "%s %s: over its budget", cases[i].presets, cases[i].plan);
        assert_true(screen_bar_shows(screen, "took the joint optimum for ") ||
                    screen_bar_shows(screen, "took the best N and D for "));
        screen_keys(screen, "u");
        assert_true(same_plan(&before, &screen->app.now.plan));
        screen_close(screen);
    }
}

static void optimum_spends_a_given_budget(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, ": =C=1e25 Space =post=off Enter o");
    check_near(compute(screen), 1e25, 1e-6, "C");
    assert_true(screen_value(screen, IN_C) == 1e25);
}

static void optimum_says_why_there_is_none(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("chen-2025", 80, 24, "P=8", false);
    const struct plan before = screen->app.now.plan;
    screen_keys(screen, "o");
    assert_true(screen_bar_shows(screen, "no optimum: "));
    assert_true(screen->app.status_bad);
    assert_true(same_plan(&before, &screen->app.now.plan));
    assert_int_equal(screen->app.undo.count, 1);
    screen_close(screen);
}

static void held_compute_follows_the_law(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("kumar-2024 sun-2025", 120, 36, "E=2 M=1", false);
    screen_keys(screen, "f p Down Enter Right");
    assert_string_equal(app_primary(&screen->app)->name, "sun-2025");
    check_near(screen_value(screen, IN_D), 0.5e12, 1e-12, "D once N is doubled");
    screen_keys(screen, "u u Right");
    assert_string_equal(app_primary(&screen->app)->name, "kumar-2024");
    check_near(screen_value(screen, IN_D), 0.5e12, 1e-12, "D under the law before");
    screen_close(screen);
}

#define WITH_PLANNER(test) cmocka_unit_test_setup_teardown(test, open_planner, close_planner)

int main(void) {
    setenv("XDG_DATA_HOME", "/no/such/folder", 1);
    const struct CMUnitTest tests[] = {
        WITH_PLANNER(hold_c_keeps_the_compute),
        WITH_PLANNER(hold_ratio_keeps_tokens_a_parameter),
        WITH_PLANNER(hold_refuses_to_leave_a_range),
        WITH_PLANNER(bytes_are_held),
        WITH_PLANNER(hold_is_undone_too),
        WITH_PLANNER(optimum_is_no_worse),
        WITH_PLANNER(optimum_spends_a_given_budget),
        WITH_PLANNER(optimum_says_why_there_is_none),
        WITH_PLANNER(held_compute_follows_the_law),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
