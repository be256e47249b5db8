/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help and its search, what an input means, the command line and the clipboard. */
#include "screen.h"
#include "ui/command_line.h"
#include "ui/overlay.h"
#include "ui/view.h"
#include <string.h>

static void the_views_own_keys_come_first(void **state) {
    int own_x, own_y, all_x, all_y;
    struct screen *screen = screen_open(80, 60, "");
    (void)state;
    screen_keys(screen, "3 ?");
    assert_true(screen_find(screen, "in this view: Map", 0, &own_x, &own_y));
    assert_true(screen_find(screen, "everywhere", 0, &all_x, &all_y));
    assert_true(own_y < all_y);
    screen_close(screen);
}

static bool is_marked(const struct screen *screen, int x, int y) {
    return canvas_at(&screen->canvas, x, y)->ink.bg ||
           canvas_at(&screen->canvas, x, y)->ink.attr & ATTR_REVERSE;
}

static void help_is_searched(void **state) {
    int x, y;
    struct screen *screen = screen_open(80, 20, "");
    (void)state;
    screen_keys(screen, "? / =QUIT");
    assert_true(screen_find(screen, "quit", 0, &x, &y));
    assert_true(is_marked(screen, x, y) && is_marked(screen, x + 3, y));
    assert_false(is_marked(screen, x + 4, y));
    screen_keys(screen, "Enter");
    assert_false(screen->app.help.typing);
    const int first = screen->app.help.hit;
    screen_keys(screen, "C-u / =step Enter");
    const int hit = screen->app.help.hit;
    assert_true(hit >= 0 && hit != first);
    screen_keys(screen, "n");
    assert_true(screen->app.help.hit > hit);
    screen_keys(screen, "N");
    assert_int_equal(screen->app.help.hit, hit);
    screen_keys(screen, "/ =qqqq");
    assert_true(screen_shows(screen, "nothing"));
    assert_int_equal(screen->app.help.hit, -1);
    screen_keys(screen, "Escape");
    assert_int_equal(screen->app.overlay, OVERLAY_HELP);
    assert_string_equal(screen->app.help.wanted, "");
    screen_keys(screen, "q");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

/* All that a field does is in help. */
static void typing_is_in_help(void **state) {
    char keys[96];
    const char *help;
    int x, y, head;
    struct screen *screen = screen_open(80, 200, "");
    (void)state;
    screen_keys(screen, "?");
    assert_true(screen_find(screen, "while typing", 0, &x, &head));
    for (int i = 0; (help = field_help(i, keys, sizeof keys)); i++) {
        int key_x, key_y;
        check_that(screen_find(screen, keys, head, &key_x, &key_y), "%s", keys);
        check_that(screen_find(screen, help, key_y, &x, &y) && y == key_y && x > key_x, "%s", help);
    }
    screen_close(screen);
}

/* Each input is explained, with the presets whose laws read it apart from those that do not. */
static void every_input_is_explained(void **state) {
    struct screen *screen = screen_open(110, 40, "");
    (void)state;
    screen_keys(screen, "F1");
    for (int i = 0; i < INPUT_COUNT; i++) {
        char title[80];
        int x, read, ignored, y;
        snprintf(title, sizeof title, "%s · %s", inputs[i].name, inputs[i].title);
        assert_true(screen_shows(screen, title));
        assert_true(screen_find(screen, "read by ", 0, &x, &read));
        assert_true(screen_find(screen, "ignored by ", 0, &x, &ignored));
        for (int k = 0; k < screen->app.preset_count; k++) {
            char law[100];
            const struct preset *const preset = screen->app.presets[k];
            snprintf(law, sizeof law, "(%s)", preset->law->name);
            assert_true(screen_find(screen, law, read, &x, &y));
            check_that((y < ignored) == !!(preset->law->reads & INPUT_BIT(i)), "%s: %s", title,
                       law);
        }
        screen_keys(screen, "Down");
    }
    assert_int_equal(screen->app.at, IN_N);
    assert_int_equal(screen->app.now.selected, IN_N);
    screen_keys(screen, "K");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

static void a_long_page_scrolls(void **state) {
    struct screen *screen = screen_open(60, 16, "");
    (void)state;
    screen_keys(screen, "F1");
    assert_true(screen_shows(screen, "meaning"));
    screen_keys(screen, "PageDown PageDown");
    assert_false(screen_shows(screen, "meaning"));
    assert_true(screen_shows(screen, "ignored by"));
    screen_keys(screen, "PageUp PageUp");
    assert_true(screen_shows(screen, "meaning"));
    screen_close(screen);
}

static void the_command_line_is_shown(void **state) {
    struct screen *screen = screen_open(60, 16, "N=70B");
    (void)state;
    screen_keys(screen, "p Down Enter c");
    assert_true(screen_shows(screen, "bitplan -p ouyang-2024 -p kumar-2024 -p frantar-2025 -p \\"));
    assert_true(screen_shows(screen, "chen-2025 -p sun-2025 N=7e10"));
    assert_true(screen_bar_shows(screen, "select"));
    assert_string_equal(screen->app.copy, "");
    screen_keys(screen, "Escape");
    screen->app.copies = true;
    screen_keys(screen, "c");
    char line[COMMAND_LINE];
    command_line(&screen->app, "", line, sizeof line);
    assert_string_equal(screen->app.copy, line);
    assert_true(screen_bar_shows(screen, "clipboard"));
    screen_close(screen);
}

/* A blank in quotes ends no line, and what is too long for a clipboard is not sent there. */
static void quoted_blanks_end_no_line(void **state) {
    struct screen *screen = screen_open_with("sun-2025", 60, 16, "", false);
    (void)state;
    strcpy(screen->app.presets[0]->file, "/a folder/with it's many blanks in it/x.ini");
    screen_keys(screen, "c");
    assert_true(screen_shows(screen, "bitplan -p \\"));
    assert_true(screen_shows(screen, "'/a folder/with it'\\''s many blanks in it/x.ini'"));
    screen_close(screen);
}

static void bytes_for_the_clipboard(void **state) {
    static const char *const known[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"},
                                           {"é×\377", "w6nDl/8="}};
    char out[COPY_BYTES], expected[64], longest[COPY_TEXT + 1];
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        snprintf(expected, sizeof expected, "\033]52;c;%s\a", known[i][1]);
        const size_t length = copy_bytes(out, known[i][0]);
        assert_int_equal(length, strlen(expected));
        assert_memory_equal(out, expected, length);
    }
    memset(longest, 'x', sizeof longest);
    longest[COPY_TEXT] = '\0';
    assert_int_equal(copy_bytes(out, longest), 0);
    longest[COPY_TEXT - 1] = '\0';
    assert_in_range(copy_bytes(out, longest), COPY_TEXT, COPY_BYTES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_views_own_keys_come_first),
        cmocka_unit_test(help_is_searched),
        cmocka_unit_test(typing_is_in_help),
        cmocka_unit_test(every_input_is_explained),
        cmocka_unit_test(a_long_page_scrolls),
        cmocka_unit_test(the_command_line_is_shown),
        cmocka_unit_test(quoted_blanks_end_no_line),
        cmocka_unit_test(bytes_for_the_clipboard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
