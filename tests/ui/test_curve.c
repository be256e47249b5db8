/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Curve view: what its panel says is what the laws say, and its cursor takes a value into the
 * plan. */
#include "ui/screen.h"

#include "engine/output.h"
#include "ui/curve_parts.h"
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
    assert_true(fabs(panel_number(screen, "post 4") -
                     law_added(screen->app.presets[0], &plan, &result)) <= 5.1e-5);
    screen_close(screen);
}

/* An output asked of the law itself. */
static double output_at(const struct preset *preset, const struct plan *plan, int y) {
    struct answer answer;
    answer_plan(preset, plan, &answer);
    return y == CURVE_ADDED ? law_added(preset, plan, &answer.result)
                            : output_get(&answer, (enum output)y);
}

static bool same_ink(struct ink a, struct ink b) {
    return a.fg == b.fg && a.bg == b.bg && a.attr == b.attr;
}

/* Whether a cell bears a dot of a curve, or a mark that was put on one; under the plan's own line
 * nothing else's ink. */
static bool is_on_curve(const struct cell *cell, const struct curve *line) {
    if (cell->ch == 0x25C6 || cell->ch == 0x25BC) return true;
    const bool dots = cell->ch > 0x2800 && cell->ch <= 0x28FF;
    return dots && (!line->own || same_ink(cell->ink, line->ink));
}

static void check_line(const struct screen *screen, const struct curve_picture *picture,
                       const struct curve *line, double family) {
    const struct curve_state *state = &screen->app.curve;
    const struct plot *plot = &picture->plot;
    for (int i = 0; i < plot_columns(plot); i++) {
        const double x = plot_x(plot, i);
        struct plan plan = screen->app.now.plan;
        struct result result;
        if (state->family != INPUT_NONE) plan_set(&plan, state->family, family);
        plan_set(&plan, state->x, inputs[state->x].whole ? round(x) : x);
        const double expected = output_at(line->preset, &plan, state->y);
        check_that(isnan(expected) ? isnan(line->y[i]) : line->y[i] == expected,
                   "%s at %g: %.17g, expected %.17g", line->label, x, line->y[i], expected);
        if (state->y == OUT_D_CRIT && !isnan(expected)) plan.D = expected;
        const bool beyond = law_eval(line->preset, &plan, &result) == LAW_BEYOND;
        check_that(line->dotted[i] == beyond, "%s at %g: dotted %d", line->label, x, !beyond);
        const int row = plot_row(plot, expected, false);
        const bool gap = beyond && (i / 2) % 2;
        if (row < 0 || gap) continue;
        const struct cell *cell = canvas_at(&screen->canvas, plot->area.x + i / 2, row);
        check_that(is_on_curve(cell, line), "%s at %g: U+%04X", line->label, x, (unsigned)cell->ch);
    }
}

/* The value that a member of a family is of: the one that the plan of its line has. */
static void check_picture(const struct screen *screen) {
    struct curve_picture picture;
    const enum input family = screen->app.curve.family;
    int own = 0;
    curve_place(&screen->app, &picture);
    assert_true(curve_compute(&screen->app, &picture));
    for (int i = 0; i < picture.count; i++) {
        const struct curve *line = picture.line[i];
        const double value = family == INPUT_NONE ? NAN : plan_get(&line->plan, family);
        check_line(screen, &picture, line, value);
        own += line->own;
        if (family == INPUT_NONE) continue;
        char label[64], text[NUM_TEXT];
        snprintf(label, sizeof label, "%s %s", inputs[family].name,
                 input_show(text, family, value));
        assert_string_equal(line->label, label);
        check_that(screen_shows(screen, label), "no %s in the panel", label);
    }
    assert_int_equal(own, 1);
    curve_free(&picture);
}

/* Every dot column of every line is what the law says at that column's x: laws and families, over
 * log and plain inputs, on log and plain scales. */
static void columns_are_the_law(void **state) {
    static const struct {
        const char *words;
        enum input x, family;
        int y;
        bool other_scale;
    } pictures[] = {{"w=4 a=4 post=3", IN_D, INPUT_NONE, CURVE_ADDED, false},
                    {"w=4 a=4 post=3", IN_D, INPUT_NONE, CURVE_ADDED, true},
                    {"P=16 post=3", IN_D, IN_POST, CURVE_ADDED, false},
                    {"P=16 post=5.5", IN_N, IN_POST, OUT_LOSS, true},
                    {"N=100M D=10B P=6", IN_D, IN_W, OUT_LOSS, false},
                    {"N=100M D=10B P=7", IN_W, IN_A, OUT_N_EFF, false},
                    {"N=100M D=10B", IN_POST, IN_N, OUT_PTQ_DELTA, true},
                    {"P=16 post=3", IN_N, IN_POST, OUT_D_CRIT, false},
                    {"N=200M D=20B", IN_G, INPUT_NONE, CURVE_ADDED, true},
                    {"N=200M D=20B", IN_M, INPUT_NONE, OUT_LOSS, false}};
    (void)state;
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        struct screen *screen = screen_open(120, 36, pictures[i].words);
        screen->app.curve.x = pictures[i].x;
        screen->app.curve.family = pictures[i].family;
        screen->app.curve.y = pictures[i].y;
        screen_keys(screen, pictures[i].other_scale ? "2 g" : "2");
        check_picture(screen);
        screen_close(screen);
    }
}

/* A family of the layouts' law too, and a primary law that is not the first in the list. */
static void columns_of_other_laws(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("sun-2025 kumar-2024", 120, 36, "N=1B D=100B", false);
    screen->app.curve.family = IN_M;
    screen_keys(screen, "2");
    check_picture(screen);
    screen->app.curve.family = INPUT_NONE;
    app_choose_preset(&screen->app, 1);
    screen_keys(screen, "x x x X X X");
    check_picture(screen);
    screen_close(screen);
}

/* A point is solid only where every input is inside the fitted runs, and the panel says which is
 * not. */
static void dots_are_judged_by_all_inputs(void **state) {
    struct curve_picture picture;
    (void)state;
    struct screen *screen = screen_open_with("kumar-2024", 120, 36, "N=7B D=1T P=16 post=4", false);
    screen_keys(screen, "2");
    assert_true(screen_shows(screen, "▲ N ×32, D ×38"));
    curve_place(&screen->app, &picture);
    assert_true(curve_compute(&screen->app, &picture));
    for (int i = 0; i < plot_columns(&picture.plot); i++)
        assert_true(picture.line[0]->dotted[i]);
    curve_free(&picture);
    screen_close(screen);
    screen = screen_open_with("kumar-2024", 120, 36, "N=100M D=10B P=16 post=4", false);
    screen_keys(screen, "2");
    assert_false(screen_shows(screen, "▲ N"));
    curve_place(&screen->app, &picture);
    assert_true(curve_compute(&screen->app, &picture));
    for (int i = 0; i < plot_columns(&picture.plot); i++) {
        const double D = plot_x(&picture.plot, i);
        assert_int_equal(picture.line[0]->dotted[i], D < 1.5e9 || D > 2.6e10);
    }
    curve_free(&picture);
    screen_close(screen);
}

/* The plan's own value is a member even where it is none of the usual ones, and is marked. */
static void the_plans_own_member(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("kumar-2024", 120, 36, "P=16 post=3.5", false);
    screen->app.curve.family = IN_POST;
    screen_keys(screen, "2");
    assert_true(screen_shows(screen, "kumar-2024 by post"));
    assert_true(screen_shows(screen, "▸ post 3.5"));
    assert_true(screen_shows(screen, "  post 3 "));
    assert_false(screen_shows(screen, "1 post"));
    screen_close(screen);
}

/* Each member's D_crit stands on its own line, in its own ink. */
static void d_crit_of_each_member(void **state) {
    struct curve_picture picture;
    int marked = 0;
    (void)state;
    struct screen *screen = screen_open_with("kumar-2024", 120, 36, "D=4T P=16 post=4", false);
    screen->app.curve.family = IN_POST;
    screen_keys(screen, "2");
    curve_place(&screen->app, &picture);
    assert_true(curve_compute(&screen->app, &picture));
    for (int i = 0; i < picture.count; i++) {
        const struct curve *line = picture.line[i];
        struct plan plan = line->plan;
        const double turn = law_dcrit(line->preset, &plan);
        const double column = plot_column(&picture.plot, turn);
        if (isnan(turn) || column < 0 || column > plot_columns(&picture.plot) - 1) continue;
        plan.D = turn;
        const int row = plot_row(&picture.plot, output_at(line->preset, &plan, CURVE_ADDED), false);
        if (row < 0) continue;
        const int x = picture.plot.area.x + (int)round(column) / 2;
        const struct cell *cell = canvas_at(&screen->canvas, x, row);
        check_that(cell->ch == 0x25BC && same_ink(cell->ink, line->ink), "%s: U+%04X", line->label,
                   (unsigned)cell->ch);
        marked++;
    }
    assert_true(marked >= 3);
    assert_true(screen_shows(screen, "▼ is a line's D_crit"));
    curve_free(&picture);
    screen_close(screen);
}

/* What does not change says so, between ticks that can be told apart, on either scale. */
static void constant_outputs_have_an_axis(void **state) {
    static const char *const keys[] = {"2", "2 g", "2 y", "2 y g", "2 y y y", "2 y y y g"};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char last[16] = "";
        int ticks = 0;
        struct screen *screen = screen_open_with("kumar-2024", 120, 36, "N=7B D=1T", false);
        screen->app.curve.x = IN_M;
        screen_keys(screen, keys[i]);
        assert_true(screen_shows(screen, "does not change with M"));
        for (int y = 2; y < 33; y++) {
            char text[16] = "";
            if (canvas_at(&screen->canvas, 7, y)->ch != 0x2524) continue;
            for (int x = 0; x < 7; x++)
                text[x] = (char)canvas_at(&screen->canvas, x, y)->ch;
            check_that(strcmp(text, last) != 0, "%s: two ticks are %s", keys[i], text);
            strcpy(last, text);
            ticks++;
        }
        check_that(ticks >= 2, "%s: %d ticks", keys[i], ticks);
        screen_close(screen);
    }
}

/* Why a law does not speak can be read to its end. */
static void reasons_are_whole(void **state) {
    (void)state;
    struct screen *screen = screen_open(80, 24, "P=8");
    screen_keys(screen, "2 x y");
    assert_true(screen_shows(screen, "w8 a8 not in the table; it has w4"));
    assert_true(screen_shows(screen, "a16, w4 a4, w1 a1"));
    assert_false(screen_shows(screen, "…"));
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
        cmocka_unit_test(columns_are_the_law),
        cmocka_unit_test(columns_of_other_laws),
        cmocka_unit_test(dots_are_judged_by_all_inputs),
        cmocka_unit_test(the_plans_own_member),
        cmocka_unit_test(d_crit_of_each_member),
        cmocka_unit_test(constant_outputs_have_an_axis),
        cmocka_unit_test(reasons_are_whole),
        cmocka_unit_test(all_outputs_over_all_inputs),
        cmocka_unit_test(the_mouse_moves_the_cursor),
        cmocka_unit_test(solves_for_a_target),
    };
    return cmocka_run_group_tests_name("curve", tests, NULL, NULL);
}
