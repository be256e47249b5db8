/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/history.h"

#include "base/text.h"
#include "screen.h"
#include <stdlib.h>
#include <string.h>

static void newest_first(void **state) {
    struct history history = {.text = ""};
    char line[64];
    (void)state;
    assert_false(history_get(&history, 0, line, sizeof line));
    history_add(&history, "N=7B");
    history_add(&history, "D=1T");
    history_add(&history, "w=4");
    assert_true(history_get(&history, 0, line, sizeof line));
    assert_string_equal(line, "w=4");
    assert_true(history_get(&history, 2, line, sizeof line));
    assert_string_equal(line, "N=7B");
    assert_false(history_get(&history, 3, line, sizeof line));
    history_add(&history, "N=7B");
    assert_string_equal(history.text, "D=1T\nw=4\nN=7B\n");
    assert_int_equal(history_find(&history, "d=", 0), 2);
    assert_int_equal(history_find(&history, "=", 1), 1);
    assert_int_equal(history_find(&history, "post", 0), -1);
}

static void what_cannot_be_kept_is_not(void **state) {
    static const char *const bad[] = {"", "a\nb", "a\033b", "\xFF", "\xE2\x80\xAE"};
    struct history history = {.text = "x\n"};
    char wide[600];
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        history_add(&history, bad[i]);
    memset(wide, 'a', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    history_add(&history, wide);
    assert_string_equal(history.text, "x\n");
}

static void the_oldest_go(void **state) {
    struct history history = {.text = ""};
    char line[600];
    (void)state;
    for (int i = 0; i < 5000; i++) {
        snprintf(line, sizeof line, "line %d %.*s", i, i % 300,
                 "------------------------------------------------------------------------------");
        history_add(&history, line);
        char back[600];
        assert_true(history_get(&history, 0, back, sizeof back));
        assert_string_equal(back, line);
        assert_true(strlen(history.text) < sizeof history.text);
    }
    assert_true(strlen(history.text) > HISTORY_TEXT / 2);
    assert_true(strncmp(history.text, "line ", 5) == 0);
}

static void lines_out_and_in(void **state) {
    struct history all[HISTORY_KINDS] = {{""}}, back[HISTORY_KINDS] = {{""}};
    struct err err;
    char *text = NULL, *rest = NULL;
    size_t size;
    (void)state;
    history_add(&all[HISTORY_WORDS], "N=7B D=1T");
    history_add(&all[HISTORY_WORDS], "w=4");
    history_add(&all[HISTORY_SOLVE], "loss=2.9");
    FILE *const file = open_memstream(&text, &size);
    history_write(all, file);
    fclose(file);
    assert_string_equal(text, "words N=7B D=1T\nwords w=4\nsolve loss=2.9\n");
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        assert_true(history_take(back, line, &err));
    assert_memory_equal(back, all, sizeof all);
    assert_false(history_take(back, "wurds x", &err));
    assert_false(history_take(back, "words", &err));
    free(text);
}

static void arrows_bring_it_back(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    const struct field *const field = &screen->app.field;
    (void)state;
    screen_keys(screen, "= =70B Enter = =8B Enter = =9 Up");
    assert_string_equal(field->text, "8B");
    screen_keys(screen, "Up");
    assert_string_equal(field->text, "70B");
    screen_keys(screen, "Up");
    assert_string_equal(field->text, "70B");
    screen_keys(screen, "Down Down Down");
    assert_string_equal(field->text, "9");
    screen_keys(screen, "C-p C-_");
    assert_string_equal(field->text, "9");
    /* Another question has another history. */
    screen_keys(screen, "Escape s Up");
    assert_string_equal(field->text, "");
    screen_close(screen);
}

static void what_is_refused_is_not_kept(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    screen_keys(screen, "= =7x Enter Escape = Up");
    assert_string_equal(screen->app.field.text, "");
    screen_close(screen);
}

static void searched_backwards(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    const struct field *const field = &screen->app.field;
    (void)state;
    screen_keys(screen, "= =71B Enter = =8B Enter = =72B Enter = =x C-r");
    assert_true(screen_bar_shows(screen, "back to '':"));
    screen_keys(screen, "7");
    assert_string_equal(field->text, "72B");
    screen_keys(screen, "C-r");
    assert_string_equal(field->text, "71B");
    screen_keys(screen, "C-r");
    assert_string_equal(field->text, "71B");
    assert_true(screen_bar_shows(screen, "not found '7':"));
    screen_keys(screen, "C-g");
    assert_string_equal(field->text, "x");
    screen_keys(screen, "C-r 8 Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    assert_true(screen_value(screen, IN_N) == 8e9);
    screen_keys(screen, "= C-r 7 1 Left");
    assert_string_equal(field->text, "71B");
    assert_false(screen->app.recall.searching);
    screen_close(screen);
}

/* Alt and a key are what Escape and then the key are, where Alt means nothing. */
static void alt_without_a_meaning(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    screen_keys(screen, "= =a Space =b M-b");
    assert_int_equal(screen->app.overlay, OVERLAY_FIELD);
    assert_int_equal(screen->app.field.cursor, 2);
    screen_keys(screen, "M-?");
    assert_int_equal(screen->app.overlay, OVERLAY_HELP);
    screen_keys(screen, "M-q");
    assert_true(screen->app.quit);
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newest_first),         cmocka_unit_test(what_cannot_be_kept_is_not),
        cmocka_unit_test(the_oldest_go),        cmocka_unit_test(lines_out_and_in),
        cmocka_unit_test(arrows_bring_it_back), cmocka_unit_test(what_is_refused_is_not_kept),
        cmocka_unit_test(searched_backwards),   cmocka_unit_test(alt_without_a_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
