/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas.h"
#include "ui/fold.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct ink plain = {0};

/* What canvas_write makes of it. */
static void assert_shows(const struct canvas *canvas, const char *expected) {
    char *text = NULL;
    size_t size = 0;
    FILE *const to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_true(canvas_write(canvas, to));
    fclose(to);
    assert_string_equal(text, expected);
    free(text);
}

/* text put into a row of cols cells, at most max columns of it from x. */
static void assert_put(bool ascii, int cols, int x, int max, const char *text, const char *expected,
                       int taken) {
    struct canvas canvas = canvas_new(cols, 1, ascii);
    assert_int_equal(canvas_put(&canvas, x, 0, max, plain, text), taken);
    assert_shows(&canvas, expected);
    canvas_free(&canvas);
}

static void new_is_blank(void **state) {
    (void)state;
    struct canvas canvas = canvas_new(3, 2, false);
    assert_shows(&canvas, "\n\n");
    assert_null(canvas_at(&canvas, 3, 0));
    assert_null(canvas_at(&canvas, 0, -1));
    canvas_free(&canvas);
    assert_null(canvas.cells);
    assert_null(canvas_new(0, 5, false).cells);
    assert_null(canvas_new(5, -1, false).cells);
}

static void put_keeps_inside(void **state) {
    (void)state;
    assert_put(false, 5, 1, 10, "abc", " abc\n", 3);
    assert_put(false, 5, 1, 2, "abc", " ab\n", 2);
    assert_put(false, 5, 3, 10, "abc", "   ab\n", 3);
    assert_put(false, 5, -1, 10, "abc", "bc\n", 3);
    assert_put(false, 5, 9, 10, "abc", "\n", 3);
    assert_put(false, 5, 0, 0, "abc", "\n", 0);
    assert_put(false, 5, 0, -3, "abc", "\n", 0);
    struct canvas canvas = canvas_new(5, 1, false);
    assert_int_equal(canvas_put(&canvas, 0, 7, 5, plain, "abc"), 3);
    assert_shows(&canvas, "\n");
    canvas_free(&canvas);
}

static void put_measures_wide_characters(void **state) {
    (void)state;
    assert_put(false, 5, 0, 5, "漢字x", "漢字x\n", 5);
    assert_put(false, 5, 0, 3, "漢字", "漢\n", 2);
    assert_put(false, 5, 4, 5, "漢", "\n", 2);
    assert_put(false, 5, -1, 5, "漢x", " x\n", 3);
    assert_put(false, 5, 0, 5, "e\u0301x", "ex\n", 2);
}

static void half_a_wide_character_is_blank(void **state) {
    (void)state;
    struct canvas canvas = canvas_new(4, 1, false);
    canvas_put(&canvas, 0, 0, 4, plain, "漢字");
    assert_int_equal(canvas_at(&canvas, 1, 0)->ch, 0);
    canvas_set(&canvas, 1, 0, plain, 'x');
    assert_shows(&canvas, " x字\n");
    canvas_set(&canvas, 2, 0, plain, 'y');
    assert_shows(&canvas, " xy\n");
    canvas_free(&canvas);
}

static void controls_never_reach_a_cell(void **state) {
    (void)state;
    assert_put(false, 9, 0, 9, "a\033[1m\xc2\x9b\n", "a?[1m??\n", 7);
    assert_put(true, 9, 0, 9, "a\033[1m\xc2\x9b\n", "a?[1m??\n", 7);
    struct canvas canvas = canvas_new(1, 1, false);
    canvas_set(&canvas, 0, 0, plain, 0x1B);
    assert_shows(&canvas, "?\n");
    canvas_free(&canvas);
}

static void text_is_folded(void **state) {
    static const struct {
        const char *text, *folded;
    } folds[] = {{"−0.5 × 3 ÷ 2", "-0.5 x 3 / 2"},
                 {"a · b…", "a . b..."},
                 {"← → ↑ ↓", "<- -> ^ v"},
                 {"▲ ▸ ★ ◆ ● ✚", "! > * # o +"},
                 {"━╌─│┊┬┴┼┤├└┘┌┐", "=--||+++++++++"},
                 {"█▓▒░▌▍", "#%%%# "},
                 {"αβγδεν Π Δ", "alphabetagammadeltaepsilonnu prod D"},
                 {"10²¹ x₁ 10⁻⁹", "10^21 x1 10^-9"},
                 {"≤ ≥ ≠ ∞ ≈", "<= >= != inf ~"},
                 {"漢é☃", "???"},
                 {"e\u0301", "e"},
                 {"\xff", "?"}};
    (void)state;
    struct canvas canvas = canvas_new(60, 1, true);
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
        char expected[64];
        canvas_clear(&canvas);
        const int taken = canvas_put(&canvas, 0, 0, 60, plain, folds[i].text);
        canvas_put(&canvas, taken, 0, 1, plain, "]");
        snprintf(expected, sizeof expected, "%s]\n", folds[i].folded);
        assert_shows(&canvas, expected);
        assert_int_equal(canvas_width(&canvas, folds[i].text), taken);
    }
    canvas_free(&canvas);
}

static void pictures_fold_cell_by_cell(void **state) {
    static const struct {
        uint32_t code;
        char folded;
    } cells[] = {{0x2800, ' '}, {0x2801, '\''}, {0x2809, '\''}, {0x2812, '-'}, {0x2836, '-'},
                 {0x2840, '.'}, {0x28C0, '_'},  {0x28E4, '_'},  {0x2844, '.'}, {0x2847, ':'},
                 {0x28FF, '#'}, {0x2192, '>'},  {0x2026, '.'},  {0x3B1, 'a'},  {0x25C6, '#'},
                 {0x2503, '|'}, {0x2501, '='},  {0x253C, '+'},  {0x2588, '#'}, {0x258F, ' '},
                 {0x2592, '%'}, {0x6F22, '?'},  {'x', 'x'}};
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        assert_int_equal(fold_cell(cells[i].code), cells[i].folded);
    }
}

/* No character may fold to anything but printable ASCII, and none that text could hold is
 * forgotten. */
static void every_character_folds(void **state) {
    (void)state;
    char text[FOLD_TEXT];
    for (uint32_t code = 1; code < 0x11000; code++) {
        fold_text(text, code, 0);
        for (size_t i = 0; text[i]; i++)
            assert_in_range(text[i], 0x20, 0x7E);
        assert_in_range(fold_cell(code), 0x20, 0x7E);
    }
    /* The table is searched by halves: out of order, some of its rows would not be found. */
    static const uint32_t known[] = {0xB1, 0xF7, 0x394, 0x3C9, 0x2026, 0x2192, 0x2265, 0x271A};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_not_equal(fold_cell(known[i]), '?');
    }
}

static void print_and_right(void **state) {
    (void)state;
    struct canvas canvas = canvas_new(8, 3, false);
    assert_int_equal(canvas_print(&canvas, 0, 0, 8, plain, "%d %s", 12, "ab"), 5);
    canvas_put_right(&canvas, 0, 1, 8, plain, "−ab");
    canvas_put_right(&canvas, 0, 2, 3, plain, "abcdef");
    assert_shows(&canvas, "12 ab\n     −ab\nabc\n");
    canvas_free(&canvas);
}

static void tint_and_fill(void **state) {
    (void)state;
    const struct ink red = {.fg = COLOR_RED_}, green = {.bg = COLOR_GREEN_, .attr = ATTR_BOLD};
    struct canvas canvas = canvas_new(4, 2, false);
    canvas_put(&canvas, 0, 0, 4, red, "abcd");
    canvas_tint(&canvas, (struct rect){-1, -1, 3, 9}, green);
    assert_int_equal(canvas_at(&canvas, 1, 0)->ch, 'b');
    assert_int_equal(canvas_at(&canvas, 1, 1)->ink.bg, COLOR_GREEN_);
    assert_int_equal(canvas_at(&canvas, 1, 0)->ink.attr, ATTR_BOLD);
    assert_int_equal(canvas_at(&canvas, 2, 0)->ink.fg, COLOR_RED_);
    canvas_fill(&canvas, (struct rect){2, 0, 100, 1}, green);
    assert_shows(&canvas, "ab\n\n");
    assert_int_equal(canvas_at(&canvas, 3, 0)->ink.bg, COLOR_GREEN_);
    canvas_free(&canvas);
}

static void write_fails_where_it_cannot(void **state) {
    (void)state;
    FILE *const full = fopen("/dev/full", "w");
    if (!full) skip();
    struct canvas canvas = canvas_new(4, 2, false);
    assert_false(canvas_write(&canvas, full));
    canvas_free(&canvas);
    fclose(full);
}

int main(void) {
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_is_blank),
        cmocka_unit_test(put_keeps_inside),
        cmocka_unit_test(put_measures_wide_characters),
        cmocka_unit_test(half_a_wide_character_is_blank),
        cmocka_unit_test(controls_never_reach_a_cell),
        cmocka_unit_test(text_is_folded),
        cmocka_unit_test(pictures_fold_cell_by_cell),
        cmocka_unit_test(every_character_folds),
        cmocka_unit_test(print_and_right),
        cmocka_unit_test(tint_and_fill),
        cmocka_unit_test(write_fails_where_it_cannot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
