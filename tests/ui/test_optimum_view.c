/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Optimum view: what stands on screen is what the optimiser says, and Enter adopts it. */
#include "ui/screen.h"

#include "engine/cost.h"
#include "engine/optimum.h"
#include <stdlib.h>
#include <string.h>

static const char published[] = "N=7B D=1T C=1e23 post=off";

static int row_of(const struct screen *screen, const char *name) {
    int x, y;
    check_that(screen_find(screen, name, 1, &x, &y), "no row %s", name);
    return y;
}

/* The text of a row from a column on, ASCII only. */
static const char *row_text(const struct screen *screen, int y, char out[256]) {
    int count = 0;
    for (int x = 0; x < screen->canvas.cols && count < 255; x++) {
        const uint32_t ch = canvas_at(&screen->canvas, x, y)->ch;
        out[count++] = ch < 128 ? (char)ch : '?';
    }
    out[count] = '\0';
    return out;
}

static void check_row(const struct screen *screen, const char *name, const char *const *texts) {
    char text[256];
    row_text(screen, row_of(screen, name), text);
    const char *at = text + strlen(name);
    for (; *texts; texts++) {
        const char *found = strstr(at, *texts);
        check_that(found != NULL, "%s: no %s in \"%s\"", name, *texts, text);
        at = found + strlen(*texts);
    }
}

static int chosen(const struct screen *screen) {
    return (int)screen->app.optimum.chosen;
}

/* The papers' own numbers, in their columns. */
static void rows_are_the_papers(void **state) {
    static const struct {
        const char *words, *name, *text[6];
    } cases[] = {
        {"N=7B D=1T C=1e21 post=off", "joint: N, D, w=a=kv", {"7.0", "5.34B", "71.3B", "2.9125"}},
        {"N=7B D=1T C=1e25 post=off", "joint: N, D, w=a=kv", {"7.0", "534B", "7.13T", "2.7798"}},
        {"N=7B D=1T C=1e21 post=off", "bits fixed at 4", {"4.0", "13.9B", "47.9B", "2.9447"}},
        {"N=7B D=1T C=1e21 post=off", "bits fixed at 8", {"8.0", "4.73B", "70.5B", "2.9133"}},
        {"N=7B D=1T C=1e21 post=off", "bits fixed at 16", {"16.0", "3.05B", "54.6B", "2.9333"}},
        {"N=8B D=1T C=7.2e23 post=off", "N fixed at 8.00B", {"13.8", "8.00B", "17.4T", "2.8221"}},
        {"N=12.5B P=8 post=off", "served: N", {"7.9", "12.7B", "2.8094", "C ?"}},
        {"C=1e21 post=off", "sun-2025: E", {"4.2"}},
        {"C=1e27 post=off", "sun-2025: E", {"6.0"}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct screen *screen = screen_open(120, 36, cases[i].words);
        screen_keys(screen, "4");
        check_row(screen, cases[i].name, cases[i].text);
        screen_close(screen);
    }
}

/* Kumar's models of Llama 3: 13.762, 11.022, 8.969 bits. */
static void chart_has_the_llamas(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, published);
    screen_keys(screen, "4");
    assert_true(screen_shows(screen, "Llama-3 8B 13.8"));
    assert_true(screen_shows(screen, "70B 11.0"));
    assert_true(screen_shows(screen, "405B 9.0"));
    screen_close(screen);
}

/* The best bits of a curve stand in the row that its axis says. */
static void chart_is_true_at_the_cell(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("kumar-2024", 120, 36, published, false);
    int x, y, axis_x, axis_y;
    screen_keys(screen, "4 Down Down Down Down");
    assert_true(screen_find(screen, "best bits over C", 1, &x, &y));
    assert_true(screen_find(screen, "14┤", y, &axis_x, &axis_y));
    assert_true(screen_find(screen, "● Llama-3 8B 13.8", y, &x, &y));
    assert_true(abs(y - axis_y) <= 1);
    screen_close(screen);
}

static void enter_adopts_and_undo_brings_back(void **state) {
    static const enum optimum_kind kinds[] = {OPTIMUM_JOINT, OPTIMUM_BITS_4, OPTIMUM_BITS_8,
                                              OPTIMUM_BITS_16, OPTIMUM_SIZE};
    (void)state;
    struct screen *screen = screen_open(120, 36, published);
    const struct preset *preset = app_primary(&screen->app);
    const struct plan before = screen->app.now.plan;
    screen_keys(screen, "4");
    for (int i = 0; i < 5; i++) {
        assert_int_equal(chosen(screen), kinds[i]);
        screen_keys(screen, "Enter");
        const struct plan *plan = &screen->app.now.plan;
        assert_true(screen_bar_shows(screen, "adopted"));
        check_that(cost_training(preset->law, plan) <= 1e23 * (1 + 1e-9), "over its budget");
        check_near(cost_training(preset->law, plan), 1e23, 1e-6, "C of row %d", i);
        assert_true(plan->w == plan->a && plan->a == plan->kv);
        if (kinds[i] == OPTIMUM_JOINT) check_near(plan->w, 7.0021, 1e-4, "P*");
        if (kinds[i] == OPTIMUM_BITS_8) assert_true(plan->w == 8);
        if (kinds[i] == OPTIMUM_SIZE) assert_true(plan->N == before.N);
        screen_keys(screen, "u Down");
        assert_true(same_plan(&before, &screen->app.now.plan));
    }
    assert_int_equal(chosen(screen), OPTIMUM_SERVED);
    screen_keys(screen, "Enter");
    assert_true(screen_value(screen, IN_W) == PLAN_OFF);
    check_near(screen_value(screen, IN_N) * screen_value(screen, IN_POST), 7e9 * 8, 1e-9, "N·bits");
    screen_keys(screen, "u Down Enter");
    assert_true(screen_bar_shows(screen, "the best whole layout"));
    const double bits = 1 + screen_value(screen, IN_E) + screen_value(screen, IN_M);
    assert_true(screen_value(screen, IN_E) == round(screen_value(screen, IN_E)));
    assert_true(screen_value(screen, IN_W) == bits && screen_value(screen, IN_KV) == bits);
    screen_keys(screen, "u");
    assert_true(same_plan(&before, &screen->app.now.plan));
    screen_close(screen);
}

static void arrows_move_the_budget(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, "N=7B D=1T P=16 post=off");
    const double own = 6 * 7e9 * 1e12;
    screen_keys(screen, "4 Right");
    check_near(screen_value(screen, IN_C), 2 * own, 1e-12, "C");
    assert_true(screen_bar_shows(screen, "C 8.4e22 FLOP (was 4.2e22, its own)"));
    assert_true(screen_shows(screen, "a budget of 84e21 FLOP") ||
                screen_shows(screen, "a budget of 8.4e22 FLOP"));
    screen_keys(screen, "L");
    check_near(screen_value(screen, IN_C), 20 * own, 1e-12, "C");
    screen_keys(screen, "Left H . ,");
    check_near(screen_value(screen, IN_C), own, 1e-12, "C");
    screen_keys(screen, "Home");
    assert_true(screen_value(screen, IN_C) == PLAN_OWN);
    assert_true(screen_bar_shows(screen, "C 4.2e22 FLOP, what the plan costs"));
    assert_true(screen_shows(screen, "what this one costs, 4.2e22 FLOP"));
    screen_keys(screen, "u u u u u u u");
    assert_true(screen_value(screen, IN_C) == PLAN_OWN);
    screen_keys(screen, "= =1e21 Enter");
    assert_true(screen_value(screen, IN_C) == 1e21);
    screen_keys(screen, "= =7x Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_FIELD);
    assert_true(screen->app.status_bad);
    screen_keys(screen, "Escape");
    assert_true(screen_value(screen, IN_C) == 1e21);
    screen_close(screen);
}

static void hold_stays_out_of_it(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, published);
    screen_keys(screen, "f 4 Right");
    assert_true(screen_value(screen, IN_D) == 1e12 && screen_value(screen, IN_N) == 7e9);
    screen_close(screen);
}

/* The cheapest plan for the loss that a budget's best has costs that budget. */
static void target_is_the_dual(void **state) {
    static const char *const joint[] = {"7.0", "53.4B", "713B", "1e23", NULL};
    (void)state;
    struct screen *screen = screen_open(120, 36, published);
    const struct problem problem = {.free = FREE_N | FREE_D | FREE_P, .budget = 1e23};
    struct optimum optimum;
    char keys[80];
    optimum_solve(app_primary(&screen->app), &screen->app.now.plan, &problem, &optimum);
    snprintf(keys, sizeof keys, "4 t =%.12f Enter", optimum.loss);
    screen_keys(screen, keys);
    assert_true(screen_shows(screen, "cheapest plan for a loss of 2.8119"));
    check_row(screen, "joint: N, D, w=a=kv", joint);
    assert_true(screen_shows(screen, "no plan in the ranges reaches the loss"));
    screen_keys(screen, "Enter");
    check_near(cost_training(app_primary(&screen->app)->law, &screen->app.now.plan), 1e23, 1e-4,
               "C");
    screen_keys(screen, "u Right");
    check_near(screen->app.optimum.target, optimum.loss + 0.01, 1e-5, "target");
    screen_keys(screen, "t =x Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_FIELD);
    screen_keys(screen, "Escape t Enter");
    assert_true(screen->app.optimum.target == 0);
    assert_true(screen_shows(screen, "best plan for a budget of 1e23 FLOP"));
    assert_true(screen_bar_shows(screen, "back to the best plans for C 1e23 FLOP"));
    screen_close(screen);
}

static void whole_bits_are_whole(void **state) {
    static const char *const layout[] = {"5.0", NULL};
    (void)state;
    struct screen *screen = screen_open(120, 36, published);
    screen_keys(screen, "4 w Escape");
    assert_true(screen_shows(screen, "whole bits"));
    check_row(screen, "sun-2025: N, D, E2M2", layout);
    screen_keys(screen, "Enter");
    assert_true(screen_value(screen, IN_W) == 7);
    screen_keys(screen, "u w Enter");
    check_near(screen_value(screen, IN_W), 7.0021, 1e-4, "P*");
    screen_close(screen);
}

/* A problem that makes no sense under a law has its reason, no number. */
static void reasons_instead_of_numbers(void **state) {
    static const struct {
        const char *preset, *words, *name, *why;
    } cases[] = {
        {"hoffmann-2022", "", "joint: N, D, w=a=kv", "does not look at training bits"},
        {"hoffmann-2022", "", "served: N", "ignores post"},
        {"ouyang-2024", "", "N fixed at 7.00B", "does not look at training bits"},
        {"chen-2025", "P=4", "bits fixed at 8", "not fitted for w8 a8"},
        {"frantar-2025", "P=4", "served: N", "ignores post"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct screen *screen = screen_open_with(cases[i].preset, 120, 36, cases[i].words, false);
        const struct plan before = screen->app.now.plan;
        char text[256];
        screen_keys(screen, "4");
        row_text(screen, row_of(screen, cases[i].name), text);
        check_that(strstr(text, cases[i].why) != NULL, "%s: \"%s\"", cases[i].preset, text);
        while (row_of(screen, "▸") != row_of(screen, cases[i].name))
            screen_keys(screen, "Down");
        screen_keys(screen, "Enter");
        assert_true(screen_bar_shows(screen, "nothing to adopt: "));
        assert_true(same_plan(&before, &screen->app.now.plan));
        assert_int_equal(screen->app.undo.count, 1);
        screen_close(screen);
    }
}

static void lifetime_only_where_something_is_served(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, published);
    screen_keys(screen, "4");
    assert_false(screen_shows(screen, "lifetime: N"));
    screen_keys(screen, ": =Dinf=10T Enter");
    assert_true(screen_shows(screen, "lifetime: N"));
    for (int i = 0; i < 6; i++)
        screen_keys(screen, "Down");
    assert_int_equal(chosen(screen), OPTIMUM_LIFETIME);
    screen_keys(screen, ": =Dinf=0 Enter");
    assert_true(screen_shows(screen, "▸joint"));
    screen_close(screen);
}

static void mouse_chooses_and_moves(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, published);
    screen_keys(screen, "4");
    screen_mouse(screen, EVENT_PRESS, 20, row_of(screen, "bits fixed at 8"));
    assert_int_equal(chosen(screen), OPTIMUM_BITS_8);
    screen_mouse(screen, EVENT_WHEEL_DOWN, 20, 5);
    assert_int_equal(chosen(screen), OPTIMUM_BITS_16);
    const int count = screen->app.undo.count;
    screen_mouse(screen, EVENT_PRESS, 60, 20);
    const double there = screen_value(screen, IN_C);
    assert_true(there > 1e23);
    screen_mouse(screen, EVENT_DRAG, 30, 20);
    assert_true(screen_value(screen, IN_C) < 1e23);
    screen_mouse(screen, EVENT_RELEASE, 30, 20);
    assert_int_equal(screen->app.undo.count, count + 1);
    screen_keys(screen, "u");
    assert_true(screen_value(screen, IN_C) == 1e23);
    screen_mouse(screen, EVENT_WHEEL_UP, 30, 20);
    assert_true(screen_value(screen, IN_C) == 2e23);
    screen_close(screen);
}

static void charts_switch(void **state) {
    static const char *const titles[] = {"best bits over C", "N* over C", "D* over C",
                                         "loss over C"};
    (void)state;
    struct screen *screen = screen_open(80, 24, published);
    screen_keys(screen, "4");
    for (int i = 0; i < 5; i++) {
        assert_true(screen_shows(screen, titles[i % 4]));
        screen_keys(screen, "y");
    }
    screen_resize(screen, 200, 60);
    for (int i = 0; i < 4; i++)
        assert_true(screen_shows(screen, titles[i]));
    assert_true(screen_shows(screen, "over budgets · joint"));
    screen_close(screen);
}

static void all_sizes_are_clean(void **state) {
    static const int sizes[][2] = {{60, 16}, {80, 24}, {81, 25}, {109, 30}, {120, 36}, {200, 60}};
    static const char *const presets[] = {"kumar-2024 sun-2025", "sun-2025",
                                          "sun-2025 kumar-2024", "ouyang-2024",
                                          "quartet-2025",        "besiroglu-2024"};
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j < 12; j++) {
            struct screen *screen = screen_open_with(presets[i], sizes[j / 2][0], sizes[j / 2][1],
                                                     "Dinf=1T C=1e30", j % 2);
            screen_keys(screen, "4 Down Down y");
            screen_check_cells(screen, presets[i]);
            screen_close(screen);
        }
    }
}

/* With no joint answer at the plan's own budget all curves are drawn. */
static void any_budget_can_be_drawn(void **state) {
    static const char *const plans[] = {"C=1e6",  "C=1e8",  "C=1e10",
                                        "C=1e11", "C=1e33", "C=1e9 D=1e18 a=1 post=off"};
    static const int sizes[][2] = {{60, 16}, {80, 24}, {200, 60}};
    (void)state;
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        for (size_t s = 0; s < 3; s++) {
            struct screen *screen = screen_open(sizes[s][0], sizes[s][1], plans[i]);
            screen_keys(screen, "4 y y y w");
            screen_check_cells(screen, plans[i]);
            screen_close(screen);
        }
    }
}

/* 8e9 served bits, by hand: P 6.7597, N 1.1835e9, D_crit 1.0678e13: 1e24 FLOP are 13.19 times that.
 */
static void served_for_less_says_how_much(void **state) {
    (void)state;
    struct screen *screen = screen_open(120, 36, "N=1B D=1T P=8 C=1e24 post=off");
    screen_keys(screen, "4");
    int x, y;
    check_that(screen_find(screen, "C ÷13.2", 1, &x, &y), "no C ÷13.2");
    check_that(y == row_of(screen, "served"), "it is in row %d", y);
    screen_close(screen);
}

int main(void) {
    setenv("XDG_DATA_HOME", "/no/such/folder", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_the_papers),
        cmocka_unit_test(chart_has_the_llamas),
        cmocka_unit_test(chart_is_true_at_the_cell),
        cmocka_unit_test(enter_adopts_and_undo_brings_back),
        cmocka_unit_test(any_budget_can_be_drawn),
        cmocka_unit_test(arrows_move_the_budget),
        cmocka_unit_test(hold_stays_out_of_it),
        cmocka_unit_test(target_is_the_dual),
        cmocka_unit_test(whole_bits_are_whole),
        cmocka_unit_test(reasons_instead_of_numbers),
        cmocka_unit_test(lifetime_only_where_something_is_served),
        cmocka_unit_test(mouse_chooses_and_moves),
        cmocka_unit_test(charts_switch),
        cmocka_unit_test(served_for_less_says_how_much),
        cmocka_unit_test(all_sizes_are_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
