/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void names_are_parsed(void **state) {
    static const struct {
        const char *name;
        uint32_t key;
    } keys[] = {{"q", 'q'},
                {"=", '='},
                {"é", 0xE9},
                {"Enter", K_ENTER},
                {"Escape", K_ESCAPE},
                {"Tab", K_TAB},
                {"Space", K_SPACE},
                {"BSpace", K_BACKSPACE},
                {"Up", K_UP},
                {"PageUp", K_PAGE_UP},
                {"PPage", K_PAGE_UP},
                {"NPage", K_PAGE_DOWN},
                {"PageDown", K_PAGE_DOWN},
                {"IC", K_INSERT},
                {"DC", K_DELETE},
                {"BTab", K_BACK_TAB},
                {"F1", K_F1},
                {"F12", K_F12},
                {"C-r", 18},
                {"C-A", 1},
                {"C-h", K_BACKSPACE},
                {"C-m", K_ENTER},
                {"S-Left", K_SHIFT_LEFT},
                {"S-Down", K_SHIFT_DOWN}};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        uint32_t key = 0;
        assert_true(key_parse(keys[i].name, &key));
        assert_int_equal(key, keys[i].key);
    }
}

static void others_are_not(void **state) {
    static const char *const names[] = {"",     "qq",  "F0",   "F13",  "F1x",    "C-",    "C-1",
                                        "C-rr", "S-x", "\033", "\xff", "\u0301", "Enters"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint32_t key = 77;
        assert_false(key_parse(names[i], &key));
        assert_int_equal(key, 77);
    }
}

static void names_for_people(void **state) {
    static const struct {
        uint32_t key;
        const char *name;
    } keys[] = {{K_LEFT, "←"},        {K_ENTER, "Enter"},  {18, "Ctrl-R"},
                {K_F1, "F1"},         {K_F12, "F12"},      {K_SHIFT_LEFT, "Shift-←"},
                {'q', "q"},           {0xE9, "é"},         {K_SPACE, "Space"},
                {K_ESCAPE, "Esc"},    {K_PAGE_UP, "PgUp"}, {K_SPECIAL, "?"},
                {K_SPECIAL_END, "?"}, {0x202E, "?"}};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char name[KEY_NAME];
        assert_string_equal(key_name(name, keys[i].key), keys[i].name);
    }
}

static void every_special_key_has_a_name(void **state) {
    (void)state;
    for (uint32_t key = K_SPECIAL + 1; key < K_SPECIAL_END; key++) {
        char name[KEY_NAME];
        assert_string_not_equal(key_name(name, key), "?");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_parsed),
        cmocka_unit_test(others_are_not),
        cmocka_unit_test(names_for_people),
        cmocka_unit_test(every_special_key_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
