/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/field.h"

#include "support.h"

#include "base/text.h"
#include <string.h>

enum { CTRL = '@' }; /* CTRL of a capital letter is the letter less this */

/* text before the cursor and after it: "ab|c" */
static struct field field_of(const char *shown) {
    struct field field;
    const char *bar = strchr(shown, '|');
    assert_non_null(bar);
    field_set(&field, shown);
    memmove(field.text + (bar - shown), bar + 1, strlen(bar + 1) + 1);
    field.cursor = (int)(bar - shown);
    return field;
}

static void check_key(const char *before, uint32_t key, const char *after) {
    struct field field = field_of(before);
    const struct field expected = field_of(after);
    check_that(field_key(&field, key), "%s: key %u is none of a field's", before, (unsigned)key);
    check_that(strcmp(field.text, expected.text) == 0 && field.cursor == expected.cursor,
               "%s, key %u: %s with the cursor at %d, not %s", before, (unsigned)key, field.text,
               field.cursor, after);
}

static void set_ends_at_the_end(void **state) {
    struct field field;
    (void)state;
    field_set(&field, "é×");
    assert_string_equal(field.text, "é×");
    assert_int_equal(field.cursor, 4);
    field_set(&field, "");
    assert_int_equal(field.cursor, 0);
}

static void characters_are_put_at_the_cursor(void **state) {
    (void)state;
    check_key("|", 'q', "q|");
    check_key("a|c", 'b', "ab|c");
    check_key("|b", 0xE9, "é|b");
    check_key("漢|", 0x5B57, "漢字|");
    check_key("é|é", 0x1D49C, "é𝒜|é");
    check_key("a|b", ' ', "a |b");
}

static void cursor_goes_by_characters(void **state) {
    static const uint32_t left[] = {K_LEFT, 'B' - CTRL}, right[] = {K_RIGHT, 'F' - CTRL};
    (void)state;
    for (int i = 0; i < 2; i++) {
        check_key("aé|b", left[i], "a|éb");
        check_key("漢|", left[i], "|漢");
        check_key("𝒜|", left[i], "|𝒜");
        check_key("|ab", left[i], "|ab");
        check_key("a|éb", right[i], "aé|b");
        check_key("|漢字", right[i], "漢|字");
        check_key("ab|", right[i], "ab|");
    }
}

static void cursor_goes_to_the_ends(void **state) {
    static const uint32_t home[] = {K_HOME, 'A' - CTRL}, end[] = {K_END, 'E' - CTRL};
    (void)state;
    for (int i = 0; i < 2; i++) {
        check_key("aé|b", home[i], "|aéb");
        check_key("|aé漢", end[i], "aé漢|");
        check_key("|", home[i], "|");
        check_key("|", end[i], "|");
    }
}

static void characters_are_taken_out(void **state) {
    static const uint32_t back[] = {K_BACKSPACE, 'H' - CTRL}, here[] = {K_DELETE, 'D' - CTRL};
    (void)state;
    for (int i = 0; i < 2; i++) {
        check_key("aé|b", back[i], "a|b");
        check_key("漢字|", back[i], "漢|");
        check_key("|ab", back[i], "|ab");
        check_key("a|éb", here[i], "a|b");
        check_key("|漢字", here[i], "|字");
        check_key("ab|", here[i], "ab|");
    }
}

static void more_is_taken_out_at_once(void **state) {
    (void)state;
    check_key("aé|bc", 'K' - CTRL, "aé|");
    check_key("|aé", 'K' - CTRL, "|");
    check_key("aé|", 'K' - CTRL, "aé|");
    check_key("aé|bc", 'U' - CTRL, "|bc");
    check_key("|bc", 'U' - CTRL, "|bc");
    check_key("N=7B D=1T|", 'W' - CTRL, "N=7B |");
    check_key("N=7B  é漢  |x", 'W' - CTRL, "N=7B  |x");
    check_key("N=7B D=|1T", 'W' - CTRL, "N=7B |1T");
    check_key("  |", 'W' - CTRL, "|");
    check_key("|a", 'W' - CTRL, "|a");
}

static void words_are_gone_over_and_taken(void **state) {
    (void)state;
    check_key("N=70B D|", K_ALT | 'b', "N=70B |D");
    check_key("N=70B |D", K_ALT | 'b', "N=|70B D");
    check_key("|  ", K_ALT | 'b', "|  ");
    check_key("|N=70B", K_ALT | 'f', "N|=70B");
    check_key("N|=é漢 D", K_ALT | 'f', "N=é漢| D");
    check_key("N=70B|  ", K_ALT | 'f', "N=70B  |");
    check_key("N|=70B D", K_ALT | 'd', "N| D");
    check_key("N=70B|", K_ALT | K_BACKSPACE, "N=|");
    check_key("|", K_ALT | 'd', "|");
}

static void characters_change_about(void **state) {
    (void)state;
    check_key("ab|", 'T' - CTRL, "ba|");
    check_key("a|b", 'T' - CTRL, "ba|");
    check_key("é|漢x", 'T' - CTRL, "漢é|x");
    check_key("|ab", 'T' - CTRL, "|ab");
    check_key("a|", 'T' - CTRL, "a|");
    check_key("|", 'T' - CTRL, "|");
}

static void type_text(struct field *field, const char *text) {
    while (*text)
        field_key(field, text_next(&text));
}

static void what_was_taken_comes_back(void **state) {
    struct field field = {.text = ""};
    (void)state;
    field_key(&field, 'Y' - CTRL);
    assert_string_equal(field.text, "");
    type_text(&field, "N=7B D=1T post=4");
    field_key(&field, 'W' - CTRL);
    field_key(&field, 'W' - CTRL);
    assert_string_equal(field.text, "N=7B ");
    field_key(&field, K_HOME);
    field_key(&field, 'Y' - CTRL);
    assert_string_equal(field.text, "D=1T post=4N=7B ");
    /* Another field has it too; what is taken later stands alone. */
    field_set(&field, "x y");
    field_key(&field, 'Y' - CTRL);
    assert_string_equal(field.text, "x yD=1T post=4");
    field_key(&field, 'U' - CTRL);
    field_key(&field, 'Y' - CTRL);
    field_key(&field, 'Y' - CTRL);
    assert_string_equal(field.text, "x yD=1T post=4x yD=1T post=4");
    field_set(&field, "one two");
    field_key(&field, K_HOME);
    field_key(&field, K_ALT | 'd');
    field_key(&field, K_ALT | 'd');
    field_key(&field, 'Y' - CTRL);
    assert_string_equal(field.text, "one two");
    /* Nothing taken leaves what was. */
    field_key(&field, 'K' - CTRL);
    field_key(&field, 'Y' - CTRL);
    assert_string_equal(field.text, "one twoone two");
}

static void undone_step_by_step(void **state) {
    struct field field = {.text = ""};
    (void)state;
    type_text(&field, "N=7B D=1T");
    field_key(&field, 'W' - CTRL);
    field_key(&field, 'T' - CTRL);
    field_key(&field, K_CTRL_UNDERSCORE);
    assert_string_equal(field.text, "N=7B ");
    field_key(&field, K_CTRL_UNDERSCORE);
    assert_string_equal(field.text, "N=7B D=1T");
    field_key(&field, K_CTRL_UNDERSCORE);
    assert_string_equal(field.text, "N=7B");
    field_key(&field, K_CTRL_UNDERSCORE);
    assert_string_equal(field.text, "");
    field_key(&field, K_CTRL_UNDERSCORE);
    assert_string_equal(field.text, "");
    for (int i = 0; i < 2 * FIELD_UNDO; i++)
        type_text(&field, "a ");
    for (int i = 0; i < 2 * FIELD_UNDO; i++)
        field_key(&field, K_CTRL_UNDERSCORE);
    assert_int_equal(strlen(field.text), 4 * FIELD_UNDO - 2 * FIELD_UNDO + 1);
}

static void other_keys_are_not_its(void **state) {
    static const uint32_t others[] = {K_UP,      K_DOWN, K_TAB,  K_ENTER, K_ESCAPE,   K_F1,
                                      K_PAGE_UP, 0,      3,      18,      0x9B,       0x202E,
                                      0x200B,    0xFFFE, 0xE000, 0x301,   K_BACK_TAB, K_SHIFT_LEFT};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct field field = field_of("a|b");
        check_that(!field_key(&field, others[i]), "key %u", (unsigned)others[i]);
        assert_string_equal(field.text, "ab");
        assert_int_equal(field.cursor, 1);
    }
}

static void full_is_full(void **state) {
    (void)state;
    for (uint32_t key = 0xE9; key; key = key == 0xE9 ? 0x5B57 : key == 0x5B57 ? 'x' : 0) {
        struct field field;
        char encoded[TEXT_CHAR];
        field_set(&field, "");
        const size_t size = text_encode(encoded, key);
        for (int i = 0; i < FIELD_TEXT + 9; i++)
            field_key(&field, key);
        assert_true(text_valid(field.text));
        assert_int_equal(strlen(field.text), (FIELD_TEXT - 1) / size * size);
        assert_int_equal(field.cursor, strlen(field.text));
        field_key(&field, K_BACKSPACE);
        assert_int_equal(strlen(field.text), ((FIELD_TEXT - 1) / size - 1) * size);
    }
}

/* Whatever is typed, the text is UTF-8 and the cursor between two characters. */
static void stays_whole(void **state) {
    static const uint32_t keys[] = {K_LEFT,      K_RIGHT,     K_HOME,      K_END,
                                    K_BACKSPACE, K_DELETE,    21,          23,
                                    11,          ' ',         'a',         0xE9,
                                    0x6F22,      0x1D49C,     'b',         ' ',
                                    0x3B1,       K_LEFT,      'T' - CTRL,  'Y' - CTRL,
                                    K_ALT | 'b', K_ALT | 'f', K_ALT | 'd', K_CTRL_UNDERSCORE};
    uint64_t random = 3;
    struct field field = {.text = ""};
    (void)state;
    for (int i = 0; i < 20000; i++) {
        /* Deleting all at once is rare, so that the field also gets full. */
        uint32_t key = keys[(int)random_between(&random, 0, sizeof keys / sizeof *keys)];
        if ((key == 21 || key == 11) && random_between(&random, 0, 100) > 1) key = 'c';
        field_key(&field, key);
        assert_true(text_valid(field.text));
        assert_in_range(field.cursor, 0, strlen(field.text));
        assert_true(((unsigned char)field.text[field.cursor] & 0xC0) != 0x80);
    }
}

static uint32_t code_at(const struct canvas *canvas, int x) {
    return canvas_at(canvas, x, 0)->ch;
}

static int cursor_column(const struct canvas *canvas) {
    for (int x = 0; x < canvas->cols; x++) {
        if (canvas_at(canvas, x, 0)->ink.attr & ATTR_REVERSE || canvas_at(canvas, x, 0)->ink.bg)
            return x;
    }
    return -1;
}

static void cursor_is_always_in_sight(void **state) {
    struct canvas canvas = canvas_new(20, 1, false);
    struct field field;
    (void)state;
    field_set(&field, "N=7B D=1000000000000 w=4 a=8 漢字漢字 post=3");
    while (true) {
        canvas_clear(&canvas);
        field_draw(&canvas, 2, 0, 10, &field);
        assert_in_range(cursor_column(&canvas), 2, 11);
        assert_int_equal(code_at(&canvas, 1), ' ');
        assert_int_equal(code_at(&canvas, 12), ' ');
        const char *at = field.text + field.cursor;
        const uint32_t under = text_next(&at);
        assert_int_equal(code_at(&canvas, cursor_column(&canvas)), under ? under : ' ');
        if (field.cursor == 0) break;
        field_key(&field, K_LEFT);
    }
    assert_int_equal(code_at(&canvas, 2), 'N');
    canvas_free(&canvas);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_ends_at_the_end),
        cmocka_unit_test(characters_are_put_at_the_cursor),
        cmocka_unit_test(cursor_goes_by_characters),
        cmocka_unit_test(cursor_goes_to_the_ends),
        cmocka_unit_test(characters_are_taken_out),
        cmocka_unit_test(more_is_taken_out_at_once),
        cmocka_unit_test(words_are_gone_over_and_taken),
        cmocka_unit_test(characters_change_about),
        cmocka_unit_test(what_was_taken_comes_back),
        cmocka_unit_test(undone_step_by_step),
        cmocka_unit_test(other_keys_are_not_its),
        cmocka_unit_test(full_is_full),
        cmocka_unit_test(stays_whole),
        cmocka_unit_test(cursor_is_always_in_sight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
