/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"
#include "ui/plot.h"

#include <string.h>

static bool is_one_of(double value, const double *set, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (fabs(value - set[i]) < 1e-6) return true;
    }
    return false;
}

/* Its digits before the power of ten: 2.5 of 250. */
static double leading(double value) {
    const double digits = value / pow(10, floor(log10(value) + 1e-12));
    return fabs(digits - 10) < 1e-9 ? 1 : digits;
}

static void check_inside(const double *tick, int count, double low, double high) {
    const double slack = 1e-9 * fmax(fabs(low), fabs(high));
    for (int i = 0; i < count; i++) {
        check_that(tick[i] >= low - slack && tick[i] <= high + slack, "%g is not in %g … %g",
                   tick[i], low, high);
        if (i > 0) check_that(tick[i] > tick[i - 1], "%g after %g", tick[i], tick[i - 1]);
    }
}

static void check_linear(double low, double high, int want) {
    static const double steps[] = {1, 2, 2.5, 5};
    double tick[PLOT_TICKS];
    const int count = plot_ticks(low, high, false, want, tick);
    check_inside(tick, count, low, high);
    check_that(count <= PLOT_TICKS, "%d ticks", count);
    if (count < 2) return;
    const double step = num_round(tick[1] - tick[0], 3);
    check_that(is_one_of(leading(step), steps, 4), "%g … %g by %g", low, high, step);
    for (int i = 0; i < count; i++) {
        check_that(is_near(tick[i], tick[0] + i * step, 1e-9, 1e-9 * step), "%g … %g", low, high);
        const double multiple = tick[i] / step;
        check_that(fabs(multiple - round(multiple)) < 1e-4, "%g is no multiple of %g", tick[i],
                   step);
    }
    /* No tick is left out at either end. */
    check_that(tick[0] - step < low && tick[count - 1] + step > high, "%g … %g ends at %g and %g",
               low, high, tick[0], tick[count - 1]);
}

static void linear_ticks(void **state) {
    uint64_t random = 7;
    (void)state;
    check_linear(0, 10, 5);
    check_linear(1, 16, 8);
    check_linear(2.8, 3.6, 4);
    check_linear(-1, 1, 6);
    for (int i = 0; i < 2000; i++) {
        const double low = random_between(&random, -100, 100);
        const double span = random_log(&random, 1e-4, 1e4);
        check_linear(low, low + span, 1 + (int)random_between(&random, 0, PLOT_TICKS));
    }
}

/* How many of 1, 2 and 5 times a power of ten lie inside. */
static int marks_inside(double low, double high) {
    int count = 0;
    for (double decade = floor(log10(low)); decade <= ceil(log10(high)); decade++) {
        for (int i = 0; i < 3; i++) {
            const double at = (const double[]){1, 2, 5}[i] * pow(10, decade);
            count += at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9);
        }
    }
    return count;
}

static void check_log(double low, double high, int want) {
    static const double decades[] = {1}, marks[] = {1, 2, 5};
    double tick[PLOT_TICKS];
    const int count = plot_ticks(low, high, true, want, tick);
    const bool wide = floor(log10(high) + 1e-9) - ceil(log10(low) - 1e-9) >= 1;
    check_inside(tick, count, low, high);
    /* between two marks there are none: then steps as on a linear scale */
    const bool between = !wide && marks_inside(low, high) < 2;
    for (int i = 0; i < count && !between; i++) {
        check_that(is_one_of(leading(tick[i]), wide ? decades : marks, wide ? 1 : 3),
                   "%g … %g: %g is not round", low, high, tick[i]);
    }
    for (int i = 2; i < count && wide; i++)
        check_near(tick[i] / tick[i - 1], tick[1] / tick[0], 1e-9, "evenly spaced");
    if (wide) check_that(count <= want, "%g … %g: %d ticks, %d wanted", low, high, count, want);
}

static void log_ticks(void **state) {
    uint64_t random = 11;
    (void)state;
    check_log(1e7, 1e12, 6);
    check_log(1e5, 1e14, 4);
    check_log(1, 65536, 8);
    for (int i = 0; i < 2000; i++) {
        const double low = random_log(&random, 1e-3, 1e18);
        const double factor = random_log(&random, 1.5, 1e9);
        check_log(low, low * factor, 2 + (int)random_between(&random, 0, 12));
    }
}

/* Two at least where there is room for two. */
static void ticks_are_enough(void **state) {
    double tick[PLOT_TICKS];
    (void)state;
    for (int want = 4; want <= 12; want++) {
        assert_true(plot_ticks(2.76, 3.8, false, want, tick) >= 2);
        assert_true(plot_ticks(1, 16, false, want, tick) >= 2);
        assert_true(plot_ticks(1e7, 1e12, true, want, tick) >= 2);
        assert_true(plot_ticks(1e9, 9e9, true, want, tick) >= 2);
    }
}

static void no_ticks_where_there_is_no_range(void **state) {
    double tick[PLOT_TICKS];
    (void)state;
    assert_int_equal(plot_ticks(3, 3, false, 5, tick), 0);
    assert_int_equal(plot_ticks(3, 2, false, 5, tick), 0);
    assert_int_equal(plot_ticks(NAN, 2, false, 5, tick), 0);
    assert_int_equal(plot_ticks(1, 2, false, 0, tick), 0);
    assert_int_equal(plot_ticks(1, 10, true, -1, tick), 0);
    assert_true(plot_ticks(0, 1, false, 1000, tick) <= PLOT_TICKS);
}

static const struct plot plots[] = {
    {.area = {3, 2, 50, 12},
     .x_low = 1e7,
     .x_high = 1e12,
     .x_log = true,
     .y_low = 2.7,
     .y_high = 3.4},
    {.area = {0, 0, 1, 1}, .x_low = 1, .x_high = 16, .y_low = 0, .y_high = 1},
    {.area = {60, 30, 140, 24},
     .x_low = 1,
     .x_high = 65536,
     .x_log = true,
     .y_low = -2,
     .y_high = 40},
    {.area = {9, 1, 33, 7}, .x_low = 0, .x_high = 8, .y_low = 2.2731, .y_high = 2.2733},
};

static void columns_and_values_are_inverse(void **state) {
    (void)state;
    for (size_t p = 0; p < sizeof plots / sizeof *plots; p++) {
        const struct plot *plot = &plots[p];
        const int columns = plot_columns(plot);
        assert_int_equal(columns, 2 * plot->area.w);
        check_near(plot_x(plot, 0), plot->x_low, 1e-12, "the left end");
        check_near(plot_x(plot, columns - 1), plot->x_high, 1e-12, "the right end");
        for (int i = -3; i < columns + 3; i++) {
            const double column = plot_column(plot, plot_x(plot, i));
            check_that(fabs(column - i) < 1e-8, "column %d came back as %.12g", i, column);
            check_that(plot_x(plot, i + 1) > plot_x(plot, i), "column %d", i);
        }
    }
}

static void rows_go_down_as_values_do(void **state) {
    (void)state;
    for (size_t p = 0; p < sizeof plots / sizeof *plots; p++) {
        const struct plot *plot = &plots[p];
        const double span = plot->y_high - plot->y_low;
        const int top = plot->area.y, bottom = plot->area.y + plot->area.h - 1;
        assert_int_equal(plot_row(plot, plot->y_high, false), top);
        assert_int_equal(plot_row(plot, plot->y_low, false), bottom);
        int last = top;
        for (int i = 0; i <= 100; i++) {
            const int row = plot_row(plot, plot->y_high - span * i / 100, false);
            assert_in_range(row, last, bottom);
            last = row;
        }
        for (int clamp = 0; clamp < 2; clamp++) {
            assert_int_equal(plot_row(plot, plot->y_high + 2 * span, clamp), clamp ? top : -1);
            assert_int_equal(plot_row(plot, plot->y_low - 2 * span, clamp), clamp ? bottom : -1);
            assert_int_equal(plot_row(plot, NAN, clamp), -1);
        }
    }
}

/* A straight line from corner to corner touches every column, goes down, and leaves no gap. */
static void curve_is_a_line(void **state) {
    enum { W = 20, H = 10 };
    const struct plot plot = {
        .area = {2, 1, W, H}, .x_low = 0, .x_high = 1, .y_low = 0, .y_high = 1};
    struct canvas canvas = canvas_new(W + 4, H + 2, false);
    double y[2 * W];
    bool dotted[2 * W] = {false};
    (void)state;
    for (int i = 0; i < 2 * W; i++)
        y[i] = 1 - (double)i / (2 * W - 1);
    plot_curve(&canvas, &plot, y, dotted, 2 * W, (struct ink){0});
    for (int x = 0; x < W; x++) {
        int dots = 0;
        for (int row = 0; row < H + 2; row++) {
            const uint32_t code = canvas_at(&canvas, plot.area.x + x, row)->ch;
            if (code == ' ') continue;
            assert_in_range(code, 0x2801, 0x28FF);
            const int from = plot_row(&plot, y[2 * x], false),
                      to = plot_row(&plot, y[2 * x + 1], false);
            assert_in_range(row, from, to);
            dots++;
        }
        assert_true(dots >= 1);
    }
    assert_int_equal(canvas_at(&canvas, 1, 1)->ch, ' ');
    assert_int_equal(canvas_at(&canvas, 2 + W, H)->ch, ' ');
    canvas_free(&canvas);
}

static void gaps_and_walls(void **state) {
    const struct plot plot = {
        .area = {0, 0, 4, 4}, .x_low = 0, .x_high = 1, .y_low = 0, .y_high = 1};
    const double y[8] = {NAN, NAN, 0.5, 0.5, 1e300, -1e300, NAN, 0.5};
    const bool dotted[8] = {false};
    struct canvas canvas = canvas_new(4, 4, false);
    (void)state;
    plot_curve(&canvas, &plot, y, dotted, 8, (struct ink){0});
    for (int row = 0; row < 4; row++)
        assert_int_equal(canvas_at(&canvas, 0, row)->ch, ' ');
    int marked = 0;
    for (int row = 0; row < 4; row++)
        marked += canvas_at(&canvas, 1, row)->ch != ' ';
    assert_int_equal(marked, 1);
    canvas_free(&canvas);
}

static void vertical_line(void **state) {
    const struct plot plot = {
        .area = {2, 1, 10, 3}, .x_low = 0, .x_high = 19, .y_low = 0, .y_high = 1};
    struct canvas canvas = canvas_new(14, 5, false);
    (void)state;
    canvas_set(&canvas, 7, 2, (struct ink){0}, '#');
    assert_int_equal(plot_vertical(&canvas, &plot, 10, (struct ink){0}), 7);
    assert_int_equal(canvas_at(&canvas, 7, 1)->ch, 0x250A);
    assert_int_equal(canvas_at(&canvas, 7, 2)->ch, '#');
    assert_int_equal(canvas_at(&canvas, 7, 3)->ch, 0x250A);
    assert_int_equal(canvas_at(&canvas, 7, 4)->ch, ' ');
    assert_int_equal(plot_vertical(&canvas, &plot, 0, (struct ink){0}), 2);
    assert_int_equal(plot_vertical(&canvas, &plot, 19, (struct ink){0}), 11);
    assert_int_equal(plot_vertical(&canvas, &plot, -2, (struct ink){0}), -1);
    assert_int_equal(plot_vertical(&canvas, &plot, 21, (struct ink){0}), -1);
    assert_int_equal(plot_vertical(&canvas, &plot, NAN, (struct ink){0}), -1);
    canvas_free(&canvas);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_ticks),
        cmocka_unit_test(log_ticks),
        cmocka_unit_test(ticks_are_enough),
        cmocka_unit_test(no_ticks_where_there_is_no_range),
        cmocka_unit_test(columns_and_values_are_inverse),
        cmocka_unit_test(rows_go_down_as_values_do),
        cmocka_unit_test(curve_is_a_line),
        cmocka_unit_test(gaps_and_walls),
        cmocka_unit_test(vertical_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
