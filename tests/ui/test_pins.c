/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pins.h"

#include "screen.h"
#include <string.h>

static void letters_in_turn(void **state) {
    struct pins pins;
    struct err err;
    const struct plan plan = plan_of("N=1B"), other = plan_of("N=2B");
    (void)state;
    pins_init(&pins);
    assert_null(pins_baseline(&pins));
    assert_int_equal(pins_add(&pins, NULL, &plan, &err), 0);
    assert_int_equal(pins_add(&pins, "half", &other, &err), 1);
    assert_int_equal(pins_add(&pins, NULL, &other, &err), 2);
    assert_string_equal(pins.pin[2].name, "B");
    assert_string_equal(pins_baseline(&pins)->name, "A");
    pins_remove(&pins, 0);
    assert_null(pins_baseline(&pins));
    assert_string_equal(pins.gone.name, "A");
    assert_int_equal(pins_add(&pins, NULL, &plan, &err), 2);
    assert_string_equal(pins.pin[2].name, "A");
}

static void the_baseline_keeps_its_plan(void **state) {
    struct pins pins;
    struct err err;
    const struct plan plan = plan_default();
    (void)state;
    pins_init(&pins);
    for (int i = 0; i < 3; i++)
        assert_int_equal(pins_add(&pins, NULL, &plan, &err), i);
    pins.baseline = 2;
    pins_remove(&pins, 0);
    assert_string_equal(pins_baseline(&pins)->name, "C");
}

static void names_that_cannot_be(void **state) {
    static const char *const bad[] = {"", " a", "a ", "a]b", "a=b", "a;b", "a\tb", "\xFF", "A"};
    struct pins pins;
    struct err err;
    const struct plan plan = plan_default();
    (void)state;
    pins_init(&pins);
    pins_add(&pins, NULL, &plan, &err);
    pins_add(&pins, NULL, &plan, &err);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(pins_add(&pins, bad[i], &plan, &err), -1);
        assert_false(pins_rename(&pins, 1, bad[i], &err));
    }
    assert_true(pins_rename(&pins, 1, "B", &err));
    assert_true(pins_rename(&pins, 1, "much longer", &err));
}

static void twenty_six(void **state) {
    struct pins pins;
    struct err err;
    const struct plan plan = plan_default();
    (void)state;
    pins_init(&pins);
    for (int i = 0; i < PLAN_PINS; i++)
        assert_int_equal(pins_add(&pins, NULL, &plan, &err), i);
    assert_string_equal(pins.pin[25].name, "Z");
    assert_int_equal(pins_add(&pins, NULL, &plan, &err), -1);
}

static void differences_in_words(void **state) {
    const struct plan a = plan_of("N=7B P=8"), b = plan_of("N=70B P=6"),
                      c = plan_of("N=7B P=8 w=6");
    char text[128];
    (void)state;
    pins_difference(&a, &b, text, sizeof text);
    assert_string_equal(text, "N 70.0B, w a kv 6");
    pins_difference(&a, &c, text, sizeof text);
    assert_string_equal(text, "w 6");
    pins_difference(&a, &a, text, sizeof text);
    assert_string_equal(text, "the same plan");
}

static void a_pin_comes_back_by_its_letter(void **state) {
    struct screen *screen = screen_open(100, 30, "N=7B post=4");
    (void)state;
    const struct plan first = screen->app.now.plan;
    screen_keys(screen, "'");
    assert_true(screen_bar_shows(screen, "no plan is pinned"));
    screen_keys(screen, "m = =70B Enter ' =a Enter");
    assert_true(same_plan(&screen->app.now.plan, &first));
    assert_true(screen_bar_shows(screen, "A: N 7.00B"));
    screen_keys(screen, "u");
    assert_true(screen_value(screen, IN_N) == 70e9);
    screen_keys(screen, "' =x Enter");
    assert_true(screen_shows(screen, "x: unknown"));
    screen_close(screen);
}

static void words_on_a_map_go_round_pins(void **state) {
    struct screen *screen = screen_open(80, 24, "N=8B D=15T P=16 post=4");
    (void)state;
    screen_keys(screen, "m : =post=6 Space =N=6B Enter 3");
    assert_true(screen_shows(screen, "(A)"));
    assert_true(screen_shows(screen, "✚ you") || screen_shows(screen, "you ✚"));
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_in_turn),
        cmocka_unit_test(the_baseline_keeps_its_plan),
        cmocka_unit_test(names_that_cannot_be),
        cmocka_unit_test(twenty_six),
        cmocka_unit_test(differences_in_words),
        cmocka_unit_test(a_pin_comes_back_by_its_letter),
        cmocka_unit_test(words_on_a_map_go_round_pins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
