/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/config.h"

#include "../io/scratch.h"
#include "screen.h"
#include "ui/action.h"
#include <stdlib.h>
#include <string.h>

/* The user's own settings are not the tests'. */
static int forget_environment(void **state) {
    (void)state;
    for (int i = 0; i < config_row_count; i++)
        unsetenv(config_rows[i].variable);
    return unsetenv("NO_COLOR");
}

/* The settings of a file with that text, and of no other. */
static struct config *config_of(struct scratch *scratch, const char *text, size_t size) {
    char path[SCRATCH_FILE];
    struct err err;
    struct config *config = malloc(sizeof *config);
    assert_non_null(config);
    scratch_write(scratch, "config.ini", text, size ? size : strlen(text));
    if (!config_read(config, scratch_path(scratch, "config.ini", path), &err))
        fail_msg("%s", err.text);
    return config;
}

/* What a setting may be is said in words: all that can be held is among them. */
static void what_can_be_held_is_told(void **state) {
    (void)state;
    for (int i = 0; i < config_row_count; i++) {
        for (int k = 0; k < HOLD_COUNT && strcmp(config_rows[i].name, "hold") == 0; k++)
            check_that(strstr(config_rows[i].values, hold_names[k]) != NULL, "%s", hold_names[k]);
    }
}

static void a_whole_file(void **state) {
    struct config *config =
        config_of(*state,
                  "# mine\n[start]\npresets = sun-2025,\n  kumar-2024\nview = map\nhold = D/N\n"
                  "resume = yes\n[screen]\nascii = on\nmouse = no\ncolor = never\n"
                  "theme = colourblind\nunits = PF-days\n[keys]\nx = optimum\nmap.Equals = none\n"
                  "[colors]\ngood = 208 on black bold\n",
                  0);
    assert_int_equal(config->notes.count, 0);
    assert_string_equal(config->presets, "sun-2025, kumar-2024");
    assert_int_equal(config->view, VIEW_MAP);
    assert_int_equal(config->hold, HOLD_RATIO);
    assert_true(config->resume && config->ascii && !config->mouse && config->pf_days);
    assert_int_equal(config->color, CONFIG_COLOR_NEVER);
    assert_int_equal(config->keys.count, 2);
    assert_int_equal(config->keys.key[1].key, '=');
    assert_int_equal(config->keys.key[1].views, 1u << VIEW_MAP);
    assert_null(config->keys.key[1].action);
    assert_int_equal(config->theme.ink[LOOK_GOOD].fg, 209);
    assert_int_equal(config->theme.ink[LOOK_GOOD].bg, COLOR_BLACK_);
    free(config);
}

/* Each stands between two good lines, which count all the same. */
static const struct breakage breakages[] = {
    {"theme\n", 0, 3, "theme", "expected [section] or NAME = VALUE"},
    {"= yes\n", 0, 3, "without a name", "expected NAME = VALUE"},
    {"theem = plain\n", 0, 3, "theem", "expected theme"},
    {"theme = plane\n", 0, 3, "plane: no such theme", "expected plain"},
    {"theme = zzzzzzzzzz\n", 0, 3, "no such theme", "expected one of default"},
    {"color = maybe\n", 0, 3, "maybe", "expected one like auto"},
    {"mouse = perhaps\n", 0, 3, "perhaps", "expected yes or no"},
    {"mouse = no\n  indeed\n", 0, 3, "goes on below", "expected it flush left"},
    {"units = joule\n", 0, 3, "joule", "expected one like FLOP"},
    {"theme = \xFF\xFE\n", 0, 3, "not UTF-8", "expected UTF-8"},
    {"a\0b = c\n", 8, 3, "a NUL byte", "expected text"},
    {"[kyes]\nq = none\n", 0, 3, "[kyes]", "expected [keys]"},
    {"[keys\nq = none\n", 0, 3, "[keys", "expected a ]"},
    {"[]\nq = none\n", 0, 3, "[]", "expected the name"},
    {"[start]\nview = mpa\n", 0, 4, "view", "did you mean map"},
    {"[start]\nhold = all\n", 0, 4, "hold", "expected one like none"},
    {"[keys]\nC-1 = quit\n", 0, 4, "C-1: no such key", "expected a character"},
    {"[keys]\nmpa.x = quit\n", 0, 4, "mpa.x: no such key", "expected a character"},
    {"[keys]\nx = quti\n", 0, 4, "quti: no such action", "expected quit"},
    {"[keys]\nplan.x = page-up\n", 0, 4, "page-up: no such action", "expected page-up"},
    {"[keys]\nx =\n", 0, 4, "no such action", "expected one like"},
    {"[colors]\ngodo = red\n", 0, 4, ":4: godo: no such look", "expected good"},
    {"[colors]\ngood = 256\n", 0, 4, ":4: good: 256", "expected a colour"},
    {"[colors]\ngood =\n", 0, 4, "good", "expected a colour"},
    {"[colors]\ngood = red on\n", 0, 4, "good", "after on"},
    {"[colors]\ngood = red on bold\n", 0, 4, "bold", "expected a colour"},
};

static void a_bad_line_and_the_rest_counts(void **state) {
    static const char before[] = "[screen]\nascii = yes\n", after[] = "[start]\nresume = yes\n";
    for (size_t i = 0; i < sizeof breakages / sizeof *breakages; i++) {
        const struct breakage *bad = &breakages[i];
        char text[512], place[32];
        const size_t size = bad->size ? bad->size : strlen(bad->text), head = strlen(before);
        memcpy(text, before, head);
        memcpy(text + head, bad->text, size);
        memcpy(text + head + size, after, strlen(after));
        struct config *config = config_of(*state, text, head + size + strlen(after));
        snprintf(place, sizeof place, "config.ini:%d: ", bad->line);
        const char *said = config->notes.note[0].text;
        check_that(config->notes.count == 1, "%s: %d notes", bad->text, config->notes.count);
        check_that(strstr(said, place) != NULL, "%s: %s", bad->text, said);
        check_that(strstr(said, bad->found) != NULL, "%s: %s", bad->found, said);
        check_that(strstr(said, bad->expected) != NULL, "%s: %s", bad->expected, said);
        check_that(config->ascii && config->resume, "%s: the rest did not count", bad->text);
        check_that(config->keys.count == 0, "%s: bound a key", bad->text);
        free(config);
    }
}

static void a_flood_of_bad_lines(void **state) {
    enum { LINES = 20000 };
    static const char line[] = "nonsense\n";
    char *text = malloc(LINES * (sizeof line - 1) + 64);
    char *at = text;
    assert_non_null(text);
    for (int i = 0; i < LINES; i++)
        at = stpcpy(at, line);
    strcpy(at, "[screen]\nascii = yes\n");
    struct config *config = config_of(*state, text, 0);
    assert_int_equal(config->notes.count, LINES);
    assert_true(config->ascii);
    free(config);
    free(text);
}

static void keys_without_end(void **state) {
    char text[4096] = "[keys]\n";
    for (int i = 0; i < USER_KEYS + 1; i++)
        snprintf(text + strlen(text), 32, "%c%c = quit\n", 0xC4, 0x80 + i % 64);
    strcat(text, "z = quit\n");
    struct config *config = config_of(*state, text, 0);
    assert_int_equal(config->keys.count, USER_KEYS);
    assert_int_equal(config->notes.count, 2);
    free(config);
}

/* The environment is above the file, and a bad variable changes nothing. */
static void the_environment(void **state) {
    setenv("BITPLAN_THEME", "plain", 1);
    setenv("BITPLAN_MOUSE", "sometimes", 1);
    struct config *config =
        config_of(*state, "[screen]\ntheme = colourblind\nmouse = no\ncolor = always\n", 0);
    assert_true(theme_plain(&config->theme));
    assert_false(config->mouse);
    assert_int_equal(config->color, CONFIG_COLOR_ALWAYS);
    assert_int_equal(config->notes.count, 1);
    assert_non_null(strstr(config->notes.note[0].text, "BITPLAN_MOUSE: sometimes: expected yes"));
    free(config);
    setenv("NO_COLOR", "1", 1);
    config = config_of(*state, "[screen]\ncolor = always\n", 0);
    assert_int_equal(config->color, CONFIG_COLOR_AUTO);
    free(config);
    unsetenv("NO_COLOR");
    unsetenv("BITPLAN_THEME");
    unsetenv("BITPLAN_MOUSE");
}

static struct screen *screen_with(struct scratch *scratch, const char *text) {
    struct screen *screen = screen_open(120, 36, "");
    struct config *config = config_of(scratch, text, 0);
    config_dress(config, &screen->app, true);
    free(config);
    screen_resize(screen, 120, 36);
    return screen;
}

static void the_users_keys(void **state) {
    struct screen *screen =
        screen_with(*state, "[keys]\nx = undo\nu = none\nF9 = step-up\nq = pin\nmap.1 = none\n");
    const double start = screen_value(screen, IN_N);
    assert_true(screen_bar_shows(screen, "x undo") && !screen_bar_shows(screen, "u undo"));
    assert_true(screen_bar_shows(screen, "Ctrl-C quit"));
    assert_true(screen_bar_shows(screen, "←→ adjust"));
    screen_keys(screen, "F9");
    assert_true(screen_value(screen, IN_N) > start);
    screen_keys(screen, "u");
    assert_true(screen_value(screen, IN_N) > start);
    screen_keys(screen, "x");
    assert_true(screen_value(screen, IN_N) == start);
    screen_keys(screen, "q");
    assert_int_equal(screen->app.pins.count, 1);
    assert_false(screen->app.quit);
    screen_keys(screen, "3 1");
    assert_int_equal(screen->app.view, VIEW_MAP);
    screen_keys(screen, "?");
    assert_true(screen_shows(screen, "F9 → l"));
    screen_close(screen);
}

/* A hint in the last row does with the mouse what its key does. */
static void a_click_on_the_users_hint(void **state) {
    int x, y;
    struct screen *screen = screen_with(*state, "[keys]\nx = pin\nm = none\n");
    assert_true(screen_find(screen, "x pin", 35, &x, &y));
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_int_equal(screen->app.pins.count, 1);
    screen_close(screen);
}

static void each_look_knows_its_place(void **state) {
    (void)state;
    for (int i = 0; i < LOOK_COUNT; i++)
        assert_int_equal(looks[i].look, i);
}

static const struct cell *cell_of(const struct screen *screen, const char *text) {
    int x, y;
    assert_true(screen_find(screen, text, 0, &x, &y));
    return canvas_at(&screen->canvas, x, y);
}

static void a_theme_shows_looks_otherwise(void **state) {
    struct screen *screen = screen_with(*state, "[colors]\nbrand = 33 on 44 underline\n");
    const struct ink dim = cell_of(screen, "kumar-2024")->ink;
    theme_paint(&screen->app.theme, &screen->canvas);
    const struct ink brand = cell_of(screen, "bitplan")->ink;
    assert_true(brand.fg == 34 && brand.bg == 45 && brand.attr == ATTR_UNDERLINE);
    const struct ink after = cell_of(screen, "kumar-2024")->ink;
    assert_true(after.fg == dim.fg && after.bg == dim.bg && after.attr == dim.attr);
    screen_close(screen);
}

static void the_plain_theme_has_no_colour(void **state) {
    static const char *const keys[] = {"1", "2", "3", "4", "5", "8"};
    struct screen *screen = screen_with(*state, "[screen]\ntheme = plain\n");
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        screen_keys(screen, keys[k]);
        theme_paint(&screen->app.theme, &screen->canvas);
        for (int i = 0; i < 120 * 36; i++)
            assert_true(screen->canvas.cells[i].ink.fg == 0 && screen->canvas.cells[i].ink.bg == 0);
        assert_true(cell_of(screen, "bitplan")->ink.attr & ATTR_REVERSE);
    }
    screen_close(screen);
}

static void units_of_compute(void **state) {
    struct screen *screen = screen_with(*state, "[screen]\nunits = PF-days\n");
    assert_true(screen_shows(screen, "243 PF-days"));
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_can_be_held_is_told),
        cmocka_unit_test_setup_teardown(a_whole_file, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(a_bad_line_and_the_rest_counts, scratch_make,
                                        scratch_remove),
        cmocka_unit_test_setup_teardown(a_flood_of_bad_lines, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(keys_without_end, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(the_environment, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(the_users_keys, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(a_click_on_the_users_hint, scratch_make, scratch_remove),
        cmocka_unit_test(each_look_knows_its_place),
        cmocka_unit_test_setup_teardown(a_theme_shows_looks_otherwise, scratch_make,
                                        scratch_remove),
        cmocka_unit_test_setup_teardown(the_plain_theme_has_no_colour, scratch_make,
                                        scratch_remove),
        cmocka_unit_test_setup_teardown(units_of_compute, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, forget_environment, NULL);
}
