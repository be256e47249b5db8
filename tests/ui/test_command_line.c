/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/command_line.h"

#include "base/text.h"
#include "screen.h"
#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

static void check_words(const char *words, const char *expected) {
    char out[512];
    const struct plan plan = plan_of(words);
    command_words(&plan, out, sizeof out);
    assert_string_equal(out, expected);
}

static void only_what_differs(void **state) {
    (void)state;
    check_words("", "");
    check_words("N=70B", "N=7e10");
    check_words("P=6", "P=6");
    check_words("P=8 kv=4", "kv=4");
    check_words("P=6 kv=4", "P=6 kv=4");
    check_words("fmt=FP4", "fmt=E2M1");
    check_words("fmt=INT4 post=off", "P=4 post=off");
    check_words("G=channel bias=off Dinf=1T", "G=channel Dinf=1e12 bias=off");
}

/* The words of the shortest form are a plan's own. */
static void words_give_the_plan_back(void **state) {
    uint64_t random = 11;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct plan plan = plan_default();
        char out[512];
        const int changes = (int)random_between(&random, 0, 9);
        for (int i = 0; i < changes; i++) {
            const enum input input = (enum input)(int)random_between(&random, 0, INPUT_COUNT);
            plan_set(&plan, input, input_at_fraction(input, random_between(&random, 0, 1)));
        }
        if (round % 3 == 0 && plan.E + plan.M < 16) plan.w = plan.a = plan.kv = 1 + plan.E + plan.M;
        if (round % 4 == 0) plan.N = random_log(&random, 1e5, 1e14);
        command_words(&plan, out, sizeof out);
        const struct plan back = plan_of(out);
        check_that(same_plan(&plan, &back), "%s", out);
    }
}

static void presets_in_their_order(void **state) {
    char out[COMMAND_LINE];
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    command_line(&screen->app, "", out, sizeof out);
    assert_string_equal(out, "bitplan");
    screen_keys(screen, ": =N=70B Enter");
    command_line(&screen->app, "eval", out, sizeof out);
    assert_string_equal(out, "bitplan eval N=7e10");
    screen_keys(screen, "p Down Enter");
    command_line(&screen->app, "", out, sizeof out);
    assert_string_equal(out, "bitplan -p ouyang-2024 -p kumar-2024 -p frantar-2025 -p chen-2025 -p "
                             "sun-2025 N=7e10");
    screen_close(screen);
}

static void a_path_is_quoted(void **state) {
    char out[COMMAND_LINE];
    struct screen *screen = screen_open_with("sun-2025", 80, 24, "", false);
    (void)state;
    strcpy(screen->app.presets[0]->file, "/a folder/it's\n; here.ini");
    command_line(&screen->app, "", out, sizeof out);
    assert_string_equal(out, "bitplan -p '/a folder/it'\\''s'$'\\012''; here.ini'");
    screen_close(screen);
}

static void check_preset(const wordexp_t *found, size_t *word, const struct preset *preset) {
    assert_true(*word + 1 < found->we_wordc);
    assert_string_equal(found->we_wordv[*word], "-p");
    assert_string_equal(found->we_wordv[*word + 1], preset->file);
    *word += 2;
}

/* A shell takes the line apart into the presets, the primary one first, and words that make the
 * plan: whatever files they are from. */
static void a_shell_reads_it_back(void **state) {
    static const char letters[] = "ab '\"\\$`&;|<>(){}*?!#~=é%\t-";
    uint64_t random = 21;
    (void)state;
    for (int round = 0; round < 300; round++) {
        char out[COMMAND_LINE], words[512] = "";
        struct screen *screen =
            screen_open_with("sun-2025 kumar-2024 chen-2025", 80, 24, "", false);
        struct app *const app = &screen->app;
        wordexp_t found;
        for (int i = 0; i < 3; i++) {
            char *const file = app->presets[i]->file;
            strcpy(file, "/");
            for (int k = 0; k < 20 && round % 4; k++) {
                const size_t at = (size_t)random_between(&random, 0, sizeof letters - 1);
                if (letters[at] > 0) text_append(file, PRESET_FILE, "%c", letters[at]);
            }
            text_append(file, PRESET_FILE, "é%d.ini", i);
        }
        app->now.primary = (int)random_between(&random, 0, 3);
        app->now.plan.N = random_log(&random, 1e5, 1e14);
        app->now.plan.post = round % 2 ? PLAN_OFF : 3;
        command_line(app, "", out, sizeof out);
        /* Its only construct that wordexp does not know. */
        if (!strstr(out, "'$'")) {
            check_that(wordexp(out, &found, WRDE_NOCMD | WRDE_UNDEF) == 0, "%s", out);
            assert_string_equal(found.we_wordv[0], "bitplan");
            size_t word = 1;
            check_preset(&found, &word, app->presets[app->now.primary]);
            for (int i = 0; i < 3; i++) {
                if (i != app->now.primary) check_preset(&found, &word, app->presets[i]);
            }
            for (size_t i = 7; i < found.we_wordc; i++)
                text_append(words, sizeof words, "%s%s", i > 7 ? " " : "", found.we_wordv[i]);
            const struct plan back = plan_of(words);
            assert_true(same_plan(&back, &app->now.plan));
            wordfree(&found);
        }
        screen_close(screen);
    }
}

/* A cut one is still whole characters, and ends in time. */
static void cut_to_fit(void **state) {
    char whole[COMMAND_LINE], out[COMMAND_LINE];
    struct screen *screen = screen_open_with("sun-2025 kumar-2024", 80, 24, "N=1.2345e9", false);
    (void)state;
    command_line(&screen->app, "", whole, sizeof whole);
    for (size_t size = 1; size < 60; size++) {
        command_line(&screen->app, "", out, size);
        assert_true(strlen(out) < size);
        assert_memory_equal(out, whole, strlen(out));
    }
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_differs),      cmocka_unit_test(words_give_the_plan_back),
        cmocka_unit_test(presets_in_their_order), cmocka_unit_test(a_path_is_quoted),
        cmocka_unit_test(a_shell_reads_it_back),  cmocka_unit_test(cut_to_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
