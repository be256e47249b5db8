/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of `render`: a size, then keys, among options, inputs and a plan file. */
#include "cli/opt.h"
#include "cli/words.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct command commands[COMMAND_COUNT] = {
    [COMMAND_PLANNER] = {.name = ""},      [COMMAND_EVAL] = {.name = "eval"},
    [COMMAND_SWEEP] = {.name = "sweep"},   [COMMAND_OPTIMUM] = {.name = "optimum"},
    [COMMAND_SOLVE] = {.name = "solve"},   [COMMAND_COMPARE] = {.name = "compare"},
    [COMMAND_PRESET] = {.name = "preset"}, [COMMAND_LESSON] = {.name = "lesson"},
    [COMMAND_RENDER] = {.name = "render"}, [COMMAND_FIT] = {.name = "fit"},
};

enum { WORDS_MOST = 24 };

/* Parse a command line whose words are split at blanks; line is written to. */
static bool parse(char *line, struct options *options, struct words *words, struct err *err) {
    char name[] = "bitplan", *argv[WORDS_MOST + 2] = {name};
    int argc = 1;
    for (char *word = strtok(line, " "); word && argc <= WORDS_MOST; word = strtok(NULL, " ")) {
        argv[argc++] = word;
    }
    return opt_parse(argc, argv, commands, options, err) &&
           words_read(options, WORDS_SCREEN, words, err);
}

static void check_keys(const struct words *words, int count, const char *const *keys) {
    assert_int_equal(words->key_count, count);
    for (int i = 0; i < count; i++)
        assert_string_equal(words->keys[i], keys[i]);
}

static void keys_follow_the_size(void **state) {
    (void)state;
    char line[] = "render -p sun-2025 N=1e9 80x24 Down = =N=7B =w j C-r - S-Left 5 120x36 -5";
    static const char *const keys[] = {"Down", "=",      "=N=7B", "=w",     "j", "C-r",
                                       "-",    "S-Left", "5",     "120x36", "-5"};
    struct options options;
    struct words words;
    struct err err;
    assert_true(parse(line, &options, &words, &err));
    assert_int_equal(words.cols, 80);
    assert_int_equal(words.rows, 24);
    assert_true(words.plan.N == 1e9);
    assert_int_equal(words.preset_count, 1);
    assert_string_equal(words.presets[0].name, "sun-2025");
    check_keys(&words, sizeof keys / sizeof *keys, keys);
    words_free(&words);
}

static void inputs_and_options_may_follow_too(void **state) {
    (void)state;
    char line[] = "render 60x16 Right N=2e9 --ascii q --color never -p kumar-2024 D=1e10";
    static const char *const keys[] = {"Right", "q"};
    struct options options;
    struct words words;
    struct err err;
    assert_true(parse(line, &options, &words, &err));
    assert_true(options.ascii);
    assert_true(options.mouse);
    assert_int_equal(options.color, OUT_NEVER);
    assert_true(words.plan.N == 2e9 && words.plan.D == 1e10);
    check_keys(&words, 2, keys);
    words_free(&words);
}

static void check_refused(const char *line, const char *text) {
    char copy[128];
    struct options options;
    struct words words;
    struct err err;
    strncpy(copy, line, sizeof copy - 1)[sizeof copy - 1] = '\0';
    assert_false(parse(copy, &options, &words, &err));
    assert_non_null(strstr(err.text, text));
}

static void a_size_is_needed(void **state) {
    (void)state;
    check_refused("render", "COLSxROWS");
    check_refused("render N=7B", "COLSxROWS");
    check_refused("render Down 80x24", "Down: expected COLSxROWS");
    check_refused("render 80x", "80x: expected COLSxROWS");
    check_refused("render 80x0", "80x0: expected columns and rows");
    check_refused("render 99999x24", "99999x24: expected columns and rows");
    check_refused("render 999999999999x24", "expected COLSxROWS");
    check_refused("render 80x24 w=3..5", "one value");
    check_refused("render 80x24 no-such.ini", "no-such.ini");
    check_refused("render --no-mouse 80x24", "--no-mouse");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_follow_the_size),
        cmocka_unit_test(inputs_and_options_may_follow_too),
        cmocka_unit_test(a_size_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
