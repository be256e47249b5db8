/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Optimum view's rows: Enter makes the plan that a row showed, what is said before it is true,
 * and each line of the charts has its name and its mark where they belong. */
#include "ui/screen.h"

#include "engine/cost.h"
#include "ui/optimum_parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const all_presets = "kumar-2024 ouyang-2024 frantar-2025 chen-2025 sun-2025";

static const struct {
    const char *presets, *words;
} plans[] = {
    {"kumar-2024 sun-2025", "N=7B D=1T C=1e23 post=off"},
    {"kumar-2024 sun-2025", ""},
    {"kumar-2024 sun-2025", "N=1B D=100B Dinf=10T"},
    {"kumar-2024-fp", "N=70B D=15T post=3"},
    {"sun-2025 kumar-2024", ""},
    {"sun-2025 kumar-2024", "N=1B D=20B G=32 C=1e24 Dinf=1T"},
    {"chen-2025 sun-2025", "P=4"},
    {"ouyang-2024", "post=3"},
    {"frantar-2025", "w=4 a=4"},
    {"hoffmann-2022", "N=1B D=20B post=off"},
};

enum { PLANS = sizeof plans / sizeof *plans };

/* Whether a plan costs no more than the row's question allows. */
static void check_price(const struct screen *screen, const struct optimum_row *row,
                        const struct plan *plan, double budget, const char *what) {
    const struct law *law = optimum_preset(&screen->app, row->kind)->law;
    const double cost = row->kind == OPTIMUM_SERVED     ? cost_serving(law, plan)
                        : row->kind == OPTIMUM_LIFETIME ? cost_lifetime(law, plan)
                                                        : cost_training(law, plan);
    if (screen->app.optimum.target > 0)
        check_near(cost, row->taken.C, 1e-12, "%s: the cost of row %d", what, (int)row->kind);
    else
        check_that(cost <= budget * (1 + 1e-9), "%s: row %d costs %.12g, not %.12g", what,
                   (int)row->kind, cost, budget);
}

static void check_adopting(struct screen *screen, enum optimum_kind kind, const char *key,
                           const char *what) {
    struct optimum_row row;
    struct result result;
    const struct plan before = screen->app.now.plan;
    const double budget = optimum_own_budget(&screen->app, kind);
    screen->app.optimum.chosen = kind;
    optimum_row(&screen->app, kind, &row);
    screen_keys(screen, key);
    const struct plan *plan = &screen->app.now.plan;
    if (row.optimum.status == LAW_SILENT) {
        assert_true(same_plan(&before, plan));
        assert_true(row.optimum.why[0] && isnan(row.optimum.loss));
        return;
    }
    const struct preset *preset = optimum_preset(&screen->app, kind);
    law_eval(preset, plan, &result);
    check_near(result.loss, row.taken.loss, 1e-12, "%s: the loss of row %d", what, (int)kind);
    if (!optimum_rounds(&row))
        check_near(result.loss, row.optimum.loss, 1e-12, "%s: row %d", what, (int)kind);
    else
        assert_true(plan->E == round(plan->E) && plan->M == round(plan->M));
    if (screen->app.optimum.target > 0)
        check_that(result.loss <= screen->app.optimum.target * (1 + 1e-12),
                   "%s: row %d misses the loss: %.12g", what, (int)kind, result.loss);
    check_price(screen, &row, plan, budget, what);
    if (!same_plan(&before, plan)) screen_keys(screen, "u");
    assert_true(same_plan(&before, &screen->app.now.plan));
}

/* With Enter or with o, for a budget or for a loss. */
static void adopting_gives_what_the_row_showed(void **state) {
    static const double targets[] = {0, 2.6, 2.9};
    (void)state;
    for (int i = 0; i < PLANS; i++) {
        struct screen *screen = screen_open_with(plans[i].presets, 120, 36, plans[i].words, false);
        screen_keys(screen, "4");
        for (int j = 0; j < 6; j++) {
            enum optimum_kind kind[OPTIMUM_KINDS];
            const int count = optimum_kinds(&screen->app, kind);
            screen->app.optimum.target = targets[j / 2];
            screen->app.optimum.whole = j % 2;
            for (int k = 0; k < count; k++)
                check_adopting(screen, kind[k], k % 2 ? "o" : "Enter", plans[i].words);
        }
        screen_close(screen);
    }
}

static int head_row(const struct screen *screen) {
    int x, y;
    assert_true(screen_find(screen, " the row", 1, &x, &y));
    return y;
}

/* Under one law and for one loss, or with the reason and no number. */
static void a_target_is_the_same_for_all_rows(void **state) {
    struct optimum_row row[OPTIMUM_KINDS];
    int x, y;
    (void)state;
    struct screen *screen = screen_open_with(all_presets, 120, 36, "N=7B post=off", false);
    screen_keys(screen, "4 t =2.83 Enter");
    assert_true(screen_shows(screen, "cheapest plan for a loss of 2.8300"));
    assert_true(screen_shows(screen, "by kumar-2024"));
    const int count = optimum_rows(&screen->app, row);
    for (int i = 0; i < count; i++) {
        if (row[i].kind == OPTIMUM_OTHER)
            assert_true(row[i].optimum.status == LAW_SILENT);
        else
            check_near(row[i].optimum.loss, 2.83, 1e-6, "the loss of row %d", (int)row[i].kind);
    }
    assert_true(screen_find(screen, "another law's scale", 1, &x, &y));
    screen_keys(screen, "y y y");
    assert_false(screen_shows(screen, "┊"));
    assert_true(screen_find(screen, "◆", head_row(screen) + 1, &x, &y));
    const struct cell *left = canvas_at(&screen->canvas, x - 1, y);
    assert_true(left->ch == 0x2508 || left->ch >= 0x2800);
    screen_close(screen);
}

/* The mark of the chosen row stands at its C. */
static void marks_stand_at_their_cost(void **state) {
    static const char *const targets[] = {"", " t =2.83 Enter", " t =3.1 Enter"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct screen *screen = screen_open_with(all_presets, 120, 36, "N=7B post=off", false);
        char keys[64];
        snprintf(keys, sizeof keys, "4%s y", targets[i]);
        screen_keys(screen, keys);
        for (int k = 0; k < OPTIMUM_KINDS - 2; k++) {
            struct optimum_row row;
            int x, y;
            optimum_row(&screen->app, screen->app.optimum.chosen, &row);
            assert_true(screen_find(screen, "◆", head_row(screen) + 1, &x, &y) ==
                        (row.optimum.status != LAW_SILENT));
            const struct rect chart = optimum_lay_out(&screen->app).chart[0];
            const double C = optimum_place(&screen->app, &row);
            if (row.optimum.status != LAW_SILENT)
                check_that(fabs(log10(optimum_chart_budget(&screen->app, chart, x) / C)) < 0.16,
                           "target %d, row %d: ◆ at %d is not %g", i, k, x, C);
            screen_keys(screen, "Down");
        }
        screen_close(screen);
    }
}

/* In the column right of the picture. */
static int names_beside(const struct screen *screen, const char *name) {
    int x, y, count = 0;
    assert_true(screen_find(screen, " C, FLOP", head_row(screen), &x, &y));
    for (int at = head_row(screen); at < y; at++) {
        bool same = true;
        for (int i = 0; name[i]; i++) {
            const struct cell *cell = canvas_at(&screen->canvas, x + 1 + i, at);
            same = same && cell && cell->ch == (uint32_t)(unsigned char)name[i];
        }
        count += same;
    }
    return count;
}

static void every_line_has_its_name(void **state) {
    static const int sizes[][2] = {{80, 24}, {60, 30}, {109, 30}, {120, 36}};
    (void)state;
    for (int i = 0; i < 4 * PLANS; i++) {
        const int p = i / 4;
        struct screen *screen = screen_open_with(plans[p].presets, sizes[i % 4][0], sizes[i % 4][1],
                                                 plans[p].words, i % 8 > 3);
        screen_keys(screen, "4");
        for (int chart = 0; chart < CHART_COUNT; chart++) {
            struct optimum_row row[OPTIMUM_KINDS];
            struct budget_curves curves;
            const int count = optimum_rows(&screen->app, row);
            optimum_curves(&screen->app, row, count, &curves);
            for (int c = 0; c < curves.count; c++) {
                char name[OPTIMUM_NAME];
                const bool left_out = chart == CHART_LOSS && curves.curve[c].kind == OPTIMUM_OTHER;
                optimum_brief(&screen->app, curves.curve[c].kind, name);
                check_that(names_beside(screen, name) == !left_out, "%s %s: %s in chart %d",
                           plans[p].presets, plans[p].words, name, chart);
            }
            screen_keys(screen, "y");
        }
        screen_close(screen);
    }
}

static void what_is_served_says_how_it_trains(void **state) {
    static const int sizes[][2] = {{60, 16}, {80, 24}, {120, 36}, {200, 60}};
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct screen *screen = screen_open_with(all_presets, sizes[i][0], sizes[i][1], "", false);
        screen_keys(screen, "4 Down Down Down Down Down");
        assert_int_equal(screen->app.optimum.chosen, OPTIMUM_SERVED);
        assert_true(screen_shows(screen, "N·post ≤ 28.0B bits a token"));
        assert_true(screen_shows(screen, "w a kv off"));
        assert_true(screen_shows(screen, "Enter: "));
        screen_keys(screen, "o");
        assert_true(screen_value(screen, IN_W) == PLAN_OFF);
        assert_true(screen_value(screen, IN_A) == PLAN_OFF);
        assert_true(screen_value(screen, IN_KV) == PLAN_OFF);
        screen_close(screen);
    }
}

/* A real layout has the whole one that Enter takes beside it. */
static void layouts_are_shown_as_they_are_taken(void **state) {
    struct optimum_row row;
    char shown[64];
    (void)state;
    struct screen *screen = screen_open_with(all_presets, 120, 36, "C=1e23 post=off", false);
    screen_keys(screen, "4 Up");
    assert_int_equal(screen->app.optimum.chosen, OPTIMUM_OTHER);
    optimum_row(&screen->app, OPTIMUM_OTHER, &row);
    assert_true(row.taken.loss > row.optimum.loss);
    snprintf(shown, sizeof shown, "E%.1fM%.1f → E%.0fM%.0f +%.4f", row.optimum.plan.E,
             row.optimum.plan.M, row.taken.plan.E, row.taken.plan.M,
             row.taken.loss - row.optimum.loss);
    check_that(screen_shows(screen, shown), "no %s", shown);
    screen_keys(screen, "Enter");
    assert_true(screen_value(screen, IN_E) == row.taken.plan.E);
    assert_true(screen_value(screen, IN_M) == row.taken.plan.M);
    screen_close(screen);
}

static void training_bits_that_a_law_ignores_are_not_asked(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("ouyang-2024", 80, 24, "", false);
    screen_keys(screen, "4");
    assert_true(screen_shows(screen, "16 bits, as fitted: N, D"));
    assert_true(screen_shows(screen, "this law does not look at training bits: see 16"));
    assert_true(
        screen_shows(screen, "This law's runs all trained at 16 bits: only that is asked."));
    screen_close(screen);
}

/* The figures of the growth of bits are the curve's. */
static void growth_is_the_curves(void **state) {
    struct optimum_row row[OPTIMUM_KINDS];
    struct budget_curves curves;
    char words[OPTIMUM_WORDS], low[32], high[32];
    (void)state;
    struct screen *screen = screen_open_with("sun-2025", 120, 36, "", false);
    const int count = optimum_rows(&screen->app, row);
    optimum_curves(&screen->app, row, count, &curves);
    const struct budget_curve *curve = optimum_curve(&curves, OPTIMUM_JOINT);
    optimum_words(&screen->app, OPTIMUM_JOINT, curve, words);
    snprintf(low, sizeof low, ": %.1f at 1e19", curve->value[CHART_BITS][0]);
    snprintf(high, sizeof high, ", %.1f at 1e27", curve->value[CHART_BITS][BUDGET_SAMPLES - 1]);
    check_that(strstr(words, low) && strstr(words, high), "%s: not %s%s", words, low, high);
    screen_close(screen);
}

/* Outside this view o is the joint one, whichever row is chosen here. */
static void o_elsewhere_is_the_joint_one(void **state) {
    struct optimum_row row;
    (void)state;
    struct screen *screen = screen_open_with(all_presets, 120, 36, "C=1e23 post=off", false);
    screen_keys(screen, "4 Down Down 1");
    optimum_row(&screen->app, OPTIMUM_JOINT, &row);
    screen_keys(screen, "o");
    assert_true(screen_bar_shows(screen, "took the joint optimum for 1e23 FLOP: N 53.4B, D 713B"));
    assert_true(same_plan(&row.adopted, &screen->app.now.plan));
    screen_close(screen);
}

/* The way back is in the last row of every view, however narrow. */
static void the_bar_has_undo(void **state) {
    static const char *const keys[] = {"1", "2", "3", "4", "5", "8"};
    (void)state;
    for (int i = 0; i < 12; i++) {
        struct screen *screen =
            screen_open_with(all_presets, i < 6 ? 60 : 80, i < 6 ? 16 : 24, "", false);
        screen_keys(screen, keys[i % 6]);
        assert_true(screen_bar_shows(screen, "u undo   ? help   q quit"));
        screen_close(screen);
    }
}

int main(void) {
    setenv("XDG_DATA_HOME", "/no/such/folder", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adopting_gives_what_the_row_showed),
        cmocka_unit_test(a_target_is_the_same_for_all_rows),
        cmocka_unit_test(marks_stand_at_their_cost),
        cmocka_unit_test(every_line_has_its_name),
        cmocka_unit_test(what_is_served_says_how_it_trains),
        cmocka_unit_test(layouts_are_shown_as_they_are_taken),
        cmocka_unit_test(training_bits_that_a_law_ignores_are_not_asked),
        cmocka_unit_test(growth_is_the_curves),
        cmocka_unit_test(o_elsewhere_is_the_joint_one),
        cmocka_unit_test(the_bar_has_undo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
