/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term_color.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_paint(struct ink ink, int colors, int fg, int bg, int attr) {
    const struct paint paint = term_color_paint(ink, colors);
    assert_int_equal(paint.fg, fg);
    assert_int_equal(paint.bg, bg);
    assert_int_equal(paint.attr, attr);
}

/* Colour number n of the cube as an ink's. */
static uint16_t cube(int r, int g, int b) {
    return (uint16_t)(1 + 16 + 36 * r + 6 * g + b);
}

static void all_colours(void **state) {
    (void)state;
    assert_paint((struct ink){0}, 256, -1, -1, 0);
    assert_paint((struct ink){.fg = COLOR_RED_, .bg = 256, .attr = ATTR_DIM}, 256, 1, 255,
                 ATTR_DIM);
    assert_paint((struct ink){.fg = 999, .bg = 257}, 256, -1, -1, 0);
}

static void sixteen(void **state) {
    (void)state;
    assert_paint((struct ink){.fg = COLOR_GREY_, .bg = 16}, 16, 8, 15, 0);
    assert_paint((struct ink){.fg = cube(5, 0, 0), .bg = cube(0, 0, 0)}, 16, 9, 0, 0);
    assert_paint((struct ink){.bg = 1 + 255}, 16, -1, 7, 0);
}

static void eight(void **state) {
    (void)state;
    assert_paint((struct ink){.fg = COLOR_CYAN_}, 8, 6, -1, 0);
    assert_paint((struct ink){.fg = 1 + 9}, 8, 1, -1, ATTR_BOLD);
    assert_paint((struct ink){.fg = COLOR_GREY_}, 8, -1, -1, ATTR_DIM);
    assert_paint((struct ink){.bg = COLOR_GREY_}, 8, -1, -1, ATTR_REVERSE);
    assert_paint((struct ink){.bg = cube(0, 5, 0)}, 8, -1, 2, 0);
}

static void none(void **state) {
    (void)state;
    assert_paint((struct ink){.fg = COLOR_RED_, .attr = ATTR_BOLD}, 0, -1, -1, ATTR_BOLD);
    assert_paint((struct ink){.bg = COLOR_BLUE_}, 0, -1, -1, ATTR_REVERSE);
    assert_paint((struct ink){.bg = COLOR_BLUE_, .attr = ATTR_REVERSE}, 0, -1, -1, ATTR_REVERSE);
}

static void direct(void **state) {
    (void)state;
    assert_paint((struct ink){.fg = COLOR_RED_, .bg = cube(5, 5, 5)}, 1 << 24, 1, 0xFFFFFF, 0);
    assert_paint((struct ink){0}, 1 << 24, -1, -1, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_colours), cmocka_unit_test(sixteen), cmocka_unit_test(eight),
        cmocka_unit_test(none),        cmocka_unit_test(direct),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
