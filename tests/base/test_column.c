/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/column.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { COUNT = 20003 };

/* From −1 to 1, spread evenly, at whatever rate. */
static double spread(int i) {
    return 2 * fmod((i + 1) * 0.6180339887498949, 1) - 1;
}

/* The distance in units of the last place of what is right. */
static void assert_near(double found, long double right, double most, const char *what, double x) {
    const double nearest = (double)right;
    const double unit = fabs(nextafter(nearest, INFINITY) - nearest);
    const double off = (double)fabsl(found - right) / unit;
    if (!(off <= most)) fail_msg("%s of %a: %a, %.2f units off", what, x, found, off);
}

static void powers_of_e(void **state) {
    static double x[COUNT], found[COUNT];
    static const double reach[] = {1e-9, 1, 20, 708};
    (void)state;
    for (size_t r = 0; r < sizeof reach / sizeof *reach; r++) {
        for (int i = 0; i < COUNT; i++)
            x[i] = found[i] = reach[r] * spread(i);
        column_exp(found, COUNT);
        for (int i = 0; i < COUNT; i++)
            assert_near(found[i], expl(x[i]), 1.5, "exp", x[i]);
    }
}

static void logarithms(void **state) {
    static double x[COUNT], found[COUNT];
    static const double reach[] = {1e-6, 0.5, 5, 700};
    (void)state;
    for (size_t r = 0; r < sizeof reach / sizeof *reach; r++) {
        for (int i = 0; i < COUNT; i++)
            x[i] = exp(reach[r] * spread(i));
        column_log(found, x, COUNT);
        for (int i = 0; i < COUNT; i++)
            assert_near(found[i], logl(x[i]), 1.5, "log", x[i]);
    }
}

static void logarithms_near_1(void **state) {
    static double x[COUNT], found[COUNT];
    (void)state;
    for (int sign = -1; sign <= 1; sign += 2) {
        for (int i = 0; i < COUNT; i++)
            x[i] = found[i] = sign * exp(-30 * (1 + spread(i)) - 1e-3);
        column_log1p(found, found, COUNT);
        for (int i = 0; i < COUNT; i++)
            assert_near(found[i], log1pl(x[i]), 4, "log1p", x[i]);
    }
}

static void what_is_beyond(void **state) {
    double x[] = {-INFINITY, -1e9, -708.5, 0, 709.5, 1e9, INFINITY, NAN};
    double y[] = {0, -0.0, -1, -INFINITY, INFINITY, NAN, 1e-310, 1};
    (void)state;
    column_exp(x, 8);
    for (int i = 0; i < 3; i++)
        assert_true(x[i] == 0);
    assert_true(x[3] == 1 && x[4] == INFINITY && x[5] == INFINITY && x[6] == INFINITY);
    assert_true(isnan(x[7]));
    column_log(y, y, 8);
    for (int i = 0; i < 7; i++)
        assert_true(isnan(y[i]));
    assert_true(y[7] == 0);
}

static void sums_of_any_length(void **state) {
    double a[131], b[131];
    (void)state;
    for (int i = 0; i < 131; i++) {
        a[i] = 1 + i;
        b[i] = i % 3 - 0.5;
    }
    for (int n = 0; n < 131; n++) {
        const double *const both[] = {b, a};
        double right[2] = {0, 0}, found[2];
        for (int i = 0; i < n; i++) { /* halves and whole numbers: no rounding */
            right[0] += a[i] * b[i];
            right[1] += a[i] * a[i];
        }
        column_dots(a, both, 2, n, found);
        assert_true(column_dot(a, b, n) == right[0]);
        assert_true(found[0] == right[0] && found[1] == right[1]);
    }
}

/* What a column's number becomes is its own affair, wherever it stands. */
static void alike_at_every_place(void **state) {
    double whole[67];
    (void)state;
    for (int i = 0; i < 67; i++)
        whole[i] = 9 * spread(i);
    column_exp(whole, 67);
    for (int i = 0; i < 67; i++) {
        double alone = 9 * spread(i), log_alone, log_among[67];
        column_exp(&alone, 1);
        assert_true(alone == whole[i]);
        column_log(log_among, whole, 67);
        column_log(&log_alone, &alone, 1);
        assert_true(log_alone == log_among[i]);
    }
}

static void sums_and_products(void **state) {
    double out[5] = {1, 2, 3, 4, 5};
    const double a[5] = {1, -1, 2, -2, 0}, b[5] = {3, 3, 3, 3, 3};
    (void)state;
    column_add(out, 2, a, 4);
    column_add_product(out, a, b, 4);
    for (int i = 0; i < 4; i++)
        assert_true(out[i] == i + 1 + 5 * a[i]);
    assert_true(out[4] == 5);
    column_multiply(out, a, b, 4);
    for (int i = 0; i < 4; i++)
        assert_true(out[i] == 3 * a[i]);
    assert_true(out[4] == 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(powers_of_e),        cmocka_unit_test(logarithms),
        cmocka_unit_test(logarithms_near_1),  cmocka_unit_test(what_is_beyond),
        cmocka_unit_test(sums_of_any_length), cmocka_unit_test(alike_at_every_place),
        cmocka_unit_test(sums_and_products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
