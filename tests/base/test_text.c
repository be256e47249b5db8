/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: what is valid, how wide it is, what may reach a screen; and the nearest name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/text.h"

#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Broken: how many bytes there are, each of which must come out as U+FFFD by itself. */
static const char *const broken[] = {
    "\x80",             /* a continuation alone */
    "\xC0\xAF",         /* overlong */
    "\xC1\xBF",         /* overlong */
    "\xE0\x80\xAF",     /* overlong */
    "\xE0\x9F\xBF",     /* overlong */
    "\xF0\x80\x80\xAF", /* overlong */
    "\xF0\x8F\xBF\xBF", /* overlong */
    "\xED\xA0\x80",     /* surrogate */
    "\xED\xBF\xBF",     /* surrogate */
    "\xF4\x90\x80\x80", /* beyond U+10FFFF */
    "\xF5\x80\x80\x80", /* beyond */
    "\xFF",
    "\xFE",
    "\xC3",         /* cut short */
    "\xE2\x82",     /* cut short */
    "\xF0\x9F\x98", /* cut short */
};

static void test_next(void **state) {
    (void)state;
    const char *at = "aé€😀";
    assert_int_equal(text_next(&at), 'a');
    assert_int_equal(text_next(&at), 0xE9);
    assert_int_equal(text_next(&at), 0x20AC);
    assert_int_equal(text_next(&at), 0x1F600);
    const char *end = at;
    assert_int_equal(text_next(&at), 0);
    assert_ptr_equal(at, end);
}

static void test_broken(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char text[16];
        snprintf(text, sizeof text, "%sx", broken[i]);
        assert_false(text_valid(text));
        assert_false(text_valid(broken[i]));
        const char *at = text;
        for (size_t j = 0; j < strlen(broken[i]); j++) {
            assert_int_equal(text_next(&at), 0xFFFD);
            assert_ptr_equal(at, text + j + 1);
        }
        assert_int_equal(text_next(&at), 'x');
    }
    assert_true(text_valid(""));
    assert_true(text_valid("α·N_eff^−α ½ 漢字 \xF4\x8F\xBF\xBF \xED\x9F\xBF \xEE\x80\x80"));
}

static void test_encode(void **state) {
    (void)state;
    char out[TEXT_CHAR];
    for (uint32_t code = 1; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 97) {
        if (code >= 0xD800 && code <= 0xDFFF) continue;
        const size_t length = text_encode(out, code);
        const char *at = out;
        assert_int_equal(length, code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
        assert_int_equal(strlen(out), length);
        assert_true(text_valid(out));
        assert_int_equal(text_next(&at), code);
        assert_ptr_equal(at, out + length);
    }
}

static void check_widths(void) {
    assert_int_equal(text_width(""), 0);
    assert_int_equal(text_width("plain"), 5);
    assert_int_equal(text_width("−0.0060"), 7);
    assert_int_equal(text_width("N×D αβγ ·½"), 10);
    assert_int_equal(text_width("│▏█▁▂▃▄░▒▓╋●◆→"), 14);
    assert_int_equal(text_width("⠁⣿⡇"), 3);
    assert_int_equal(text_width("∞—…≤≈∂δ"), 7);
    assert_int_equal(text_char_width(0x7F), 1);
    assert_int_equal(text_char_width(1), 1);
}

static void test_width(void **state) {
    (void)state;
    check_widths();
    if (!setlocale(LC_CTYPE, "C.UTF-8")) fail_msg("no C.UTF-8 locale");
    check_widths();
    assert_int_equal(text_width("漢字"), 4);
    assert_int_equal(text_width("e\xCC\x81"), 1); /* a combining acute accent takes no column */
    assert_int_equal(text_char_width(0x200B), 0);
    assert_int_equal(text_char_width(0x1F600), 2);
}

static void check_unsafe(const uint32_t *codes, size_t count, bool unsafe) {
    for (size_t i = 0; i < count; i++) {
        if (text_unsafe(codes[i]) != unsafe) {
            fail_msg("U+%04X is %s", (unsigned)codes[i], unsafe ? "let through" : "held back");
        }
    }
}

/* In the C locale too. */
static void test_unsafe(void **state) {
    (void)state;
    static const uint32_t unsafe[] = {0x1,     0x7,     0x9,      0xA,     0x1B,    0x1F,
                                      0x7F,    0x80,    0x9B,     0x9F,    0xAD,    0x300,
                                      0x36F,   0x591,   0x61C,    0x64B,   0x180E,  0x200B,
                                      0x200D,  0x200E,  0x200F,   0x2028,  0x2029,  0x202A,
                                      0x202E,  0x2060,  0x2066,   0x2069,  0x206F,  0x20E3,
                                      0x115F,  0xE000,  0xF8FF,   0xFDD0,  0xFE0F,  0xFEFF,
                                      0xFFF9,  0xFFFE,  0xFFFF,   0x1FFFE, 0x1FFFF, 0xE0001,
                                      0xE0100, 0xF0000, 0x10FFFD, 0x10FFFF};
    /* Rarer combining marks are known to a UTF-8 locale only. */
    static const uint32_t combining[] = {0x5C7,  0x670,  0x93C,  0xE31,
                                         0x302A, 0x3099, 0xA66F, 0x1D167};
    static const uint32_t safe[] = {' ',    '~',    0xA0,   0xB7,   0xE9,    0x3B1,  0x416,  0x5D0,
                                    0x627,  0x905,  0xE01,  0x2013, 0x2026,  0x2212, 0x221E, 0x2588,
                                    0x28FF, 0x6F22, 0xAC00, 0xFF21, 0x1F600, 0x20000};
    setlocale(LC_CTYPE, "C");
    check_unsafe(unsafe, sizeof unsafe / sizeof *unsafe, true);
    check_unsafe(safe, sizeof safe / sizeof *safe, false);
    if (!setlocale(LC_CTYPE, "C.UTF-8")) fail_msg("no C.UTF-8 locale");
    check_unsafe(unsafe, sizeof unsafe / sizeof *unsafe, true);
    check_unsafe(combining, sizeof combining / sizeof *combining, true);
    check_unsafe(safe, sizeof safe / sizeof *safe, false);
}

static void test_clean(void **state) {
    (void)state;
    char out[64], small[6];
    text_clean(out, sizeof out, "plain α");
    assert_string_equal(out, "plain α");
    text_clean(out, sizeof out, "a\x1B[31mb\n\tc\x7F");
    assert_string_equal(out, "a·[31mb··c·");
    text_clean(out, sizeof out, "x\xE2\x80\xAEy\xFFz\xC2\x9B");
    assert_string_equal(out, "x·y·z·");
    text_clean(small, sizeof small, "abcαβ");
    assert_string_equal(small, "abcα");
    text_clean(small, sizeof small, "abcdαβ");
    assert_string_equal(small, "abcd");
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        text_clean(out, sizeof out, broken[i]);
        assert_true(text_valid(out));
        assert_int_equal(strlen(out), 2 * strlen(broken[i]));
    }
}

static void test_copy(void **state) {
    (void)state;
    char out[6];
    assert_string_equal(text_copy(out, sizeof out, "abc"), "abc");
    assert_string_equal(text_copy(out, sizeof out, "abcde"), "abcde");
    assert_string_equal(text_copy(out, sizeof out, "abcdef"), "abcde");
    assert_string_equal(text_copy(out, sizeof out, "abcdα"), "abcd");
    assert_string_equal(text_copy(out, sizeof out, "abcαβ"), "abcα");
    assert_string_equal(text_copy(out, 1, "α"), "");
}

static void test_append(void **state) {
    (void)state;
    char out[10] = "";
    text_append(out, sizeof out, "%d", 12);
    text_append(out, sizeof out, " %s", "αβ");
    assert_string_equal(out, "12 αβ");
    text_append(out, sizeof out, "%s", "γγ");
    assert_string_equal(out, "12 αβγ");
    text_append(out, sizeof out, "%s", "x");
    assert_string_equal(out, "12 αβγ");
}

static void test_trim(void **state) {
    (void)state;
    char both[] = "  a b \t\r\n", none[] = "a", blank[] = " \t ", empty[] = "";
    assert_string_equal(text_trim(both), "a b");
    assert_string_equal(text_trim(none), "a");
    assert_string_equal(text_trim(blank), "");
    assert_string_equal(text_trim(empty), "");
}

static void test_nearest(void **state) {
    (void)state;
    static const char *const names[] = {
        "N", "D", "w", "post", "kv", "fmt", "Dinf", "kumar-2024", "ouyang-2024", "kumar-2024-fp"};
    static const char *const row[][2] = {{"n", "N"},
                                         {"psot", "post"},
                                         {"pots", "post"},
                                         {"POST", "post"},
                                         {"pst", "post"},
                                         {"kumar2024", "kumar-2024"},
                                         {"kumar-2023", "kumar-2024"},
                                         {"fm", "fmt"},
                                         {"dinf", "Dinf"},
                                         {"ouyan-2024", "ouyang-2024"},
                                         {"kumar-2024fp", "kumar-2024-fp"}};
    const size_t count = sizeof names / sizeof *names;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const char *found = text_nearest(row[i][0], names, count);
        if (!found) fail_msg("nothing near \"%s\"", row[i][0]);
        assert_string_equal(found, row[i][1]);
    }
    assert_null(text_nearest("zebra", names, count));
    assert_null(text_nearest("x", names, count));
    assert_null(text_nearest("", names, count));
    assert_null(text_nearest("post", names, 0));
    char endless[300];
    memset(endless, 'N', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_null(text_nearest(endless, names, count));
}

static void test_err(void **state) {
    (void)state;
    struct err err;
    assert_false(err_set(&err, "found %d", 3));
    assert_string_equal(err.text, "found 3");
    assert_false(err_at(&err, "x.ini:%d", 12));
    assert_string_equal(err.text, "x.ini:12: found 3");
    char text[2 * ERR_TEXT];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    err_set(&err, "%s", text);
    assert_int_equal(strlen(err.text), ERR_TEXT - 1);
    err_at(&err, "here");
    assert_int_equal(strlen(err.text), ERR_TEXT - 1);
    assert_memory_equal(err.text, "here: aaa", 9);
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "α", 2);
    err_set(&err, "x%s", text); /* never cut inside a character */
    assert_true(text_valid(err.text));
    assert_int_equal(strlen(err.text), ERR_TEXT - 1);
    err_set(&err, "%s", text);
    assert_true(text_valid(err.text));
    err_at(&err, "yy");
    assert_true(text_valid(err.text));
    err_at(&err, "y");
    assert_true(text_valid(err.text));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next),   cmocka_unit_test(test_broken),
        cmocka_unit_test(test_encode), cmocka_unit_test(test_width),
        cmocka_unit_test(test_unsafe), cmocka_unit_test(test_clean),
        cmocka_unit_test(test_copy),   cmocka_unit_test(test_append),
        cmocka_unit_test(test_trim),   cmocka_unit_test(test_nearest),
        cmocka_unit_test(test_err),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
