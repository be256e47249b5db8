/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lessons' files: what a good one is read as, what is said of a broken one; and the file that keeps
 * a reader's progress. */
#include "io/lesson_file.h"

#include "io/progress.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define HEAD "[lesson]\ntitle = T\nfinding = F\nsource = S\npresets = kumar-2024, sun-2025\n"
#define STEP HEAD "[step 1]\ntext = read\n"

static void a_whole_one(void **state) {
    static const char text[] = STEP
        "  on\nview = curve\n[step two]\ntext = more\nset = N=1B\ncheck = 2 > 1\nask = which?\n"
        "a = one\nb = two\nanswer = b\nshow = so\n[step 3]\ntext = t\nask = how many?\n"
        "answer = d_crit\nwithin = 2\nshow = so\n";
    struct lesson lesson;
    struct err err;
    char path[SCRATCH_FILE], name[PRESET_FILE];
    scratch_write(*state, "good.ini", text, strlen(text));
    if (!lesson_file_read(scratch_path(*state, "good.ini", path), &lesson, &err))
        fail_msg("%s", err.text);
    assert_int_equal(lesson.steps, 3);
    assert_string_equal(lesson.step[0].text->value, "read\non");
    assert_int_equal(lesson.step[0].settings, 1);
    assert_string_equal(lesson.step[0].setting[0]->name, "view");
    assert_int_equal(lesson.step[1].choices, 2);
    assert_int_equal(lesson_right_choice(&lesson.step[1]), 1);
    assert_null(lesson.step[2].choice[0]);
    assert_true(lesson_preset(&lesson, 0, name));
    assert_string_equal(name, "kumar-2024");
    assert_true(lesson_preset(&lesson, 1, name));
    assert_string_equal(name, "sun-2025");
    assert_false(lesson_preset(&lesson, 2, name));
    lesson_file_free(&lesson);
}

static void broken_ones(void **state) {
    static const struct breakage breakages[] = {
        {"", 0, 0, "no [lesson]", "expected one"},
        {HEAD, 0, 0, "no [step 1]", "expected one"},
        {"[step 1]\ntext = t\n", 0, 0, "no [lesson]", "expected one"},
        {"[lesson]\ntitle = T\n[step 1]\ntext = t\n", 0, 1, "finding", "expected finding"},
        {HEAD "[step 1]\nview = curve\n", 0, 6, "[step 1] has no text", "expected text"},
        {STEP "[steps]\n", 0, 8, "[steps]", "step NAME"},
        {STEP "[step]\n", 0, 8, "[step]", "step NAME"},
        {HEAD "titel = T\n[step 1]\ntext = t\n", 0, 6, "titel", "expected title"},
        {STEP "text = again\n", 0, 8, "text again", "once"},
        {STEP "set =\n", 0, 8, "set = nothing", "expected a text"},
        {STEP "view = a\n  curve\n", 0, 8, "view", "flush left"},
        {STEP "ask = q\nshow = s\n", 0, 6, "ask without answer", "answer ="},
        {STEP "ask = q\nanswer = 1\nwithin = 2\n", 0, 6, "ask without show", "show ="},
        {STEP "ask = q\nanswer = 1\nshow = s\n", 0, 6, "without within", "within ="},
        {STEP "ask = q\na = x\nanswer = a\nshow = s\ncheck = 2>1\n", 0, 6, "one choice", "two"},
        {STEP "ask = q\na = x\nb = y\nanswer = c\nshow = s\ncheck = 2>1\n", 0, 6, "answer = c",
         "letter"},
        {STEP "ask = q\na = x\nb = y\nanswer = a\nshow = s\n", 0, 6, "no check", "condition"},
        {STEP "ask = q\na = x\nb = y\nanswer = a\nshow = s\ncheck = 2>1\nwithin = 2\n", 0, 6,
         "within beside", "number"},
        {STEP "ask = q\nb = x\n", 0, 9, "choice b", "expected a"},
        {STEP "show = s\n", 0, 6, "show without ask", "ask ="},
        {STEP "a = s\n", 0, 6, "a without ask", "ask ="},
        {STEP "within = 2\n", 0, 6, "within without ask", "ask ="},
        {STEP "v1=1\nv2=1\nv3=1\nv4=1\nv5=1\nv6=1\nv7=1\nv8=1\nv9=1\nv10=1\nv11=1\nv12=1\nv13=1\n",
         0, 20, "v13", "at most 12"},
        {STEP "\xFF = 1\n", 0, 8, "UTF-8", "UTF-8"},
        {"title = T\n", 0, 1, "before any section", "[section]"},
    };
    for (size_t i = 0; i < sizeof breakages / sizeof *breakages; i++) {
        struct lesson lesson;
        struct err err;
        char path[SCRATCH_FILE];
        scratch_write(*state, "bad.ini", breakages[i].text, strlen(breakages[i].text));
        if (lesson_file_read(scratch_path(*state, "bad.ini", path), &lesson, &err))
            fail_msg("taken: %s", breakages[i].text);
        check_message(&err, path, &breakages[i]);
        assert_null(lesson.ini.items);
    }
}

static void too_many_steps(void **state) {
    char text[2048] = HEAD, path[SCRATCH_FILE];
    struct lesson lesson;
    struct err err;
    for (int i = 0; i <= LESSON_STEPS; i++) {
        const size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "[step %d]\ntext = t\n", i);
    }
    scratch_write(*state, "many.ini", text, strlen(text));
    assert_false(lesson_file_read(scratch_path(*state, "many.ini", path), &lesson, &err));
    assert_non_null(strstr(err.text, "at most"));
}

static void progress_comes_back(void **state) {
    struct progress progress = {.count = 0}, again;
    struct err err;
    char path[SCRATCH_FILE];
    progress_line(&progress, "one", true)->step = 3;
    progress_line(&progress, "two", true)->done = true;
    assert_null(progress_line(&progress, "three", false));
    assert_null(progress_line(&progress, "a=b", true));
    assert_null(progress_line(&progress, "", true));
    scratch_path(*state, "home/state/bitplan/lessons", path);
    assert_true(progress_read(path, &again, &err));
    assert_int_equal(again.count, 0);
    if (!progress_write(path, &progress, &err)) fail_msg("%s", err.text);
    if (!progress_write(path, &progress, &err)) fail_msg("%s", err.text);
    if (!progress_read(path, &again, &err)) fail_msg("%s", err.text);
    assert_int_equal(again.count, 2);
    assert_int_equal(progress_line(&again, "one", false)->step, 3);
    assert_false(progress_line(&again, "one", false)->done);
    assert_true(progress_line(&again, "two", false)->done);
}

static void broken_progress(void **state) {
    static const struct breakage breakages[] = {
        {"[lesson]\n", 0, 1, "[lesson]", "[lessons]"},
        {"[lessons]\none = many\n", 0, 2, "one = many", "expected a step"},
        {"[lessons]\none = 0\n", 0, 2, "one = 0", "expected a step"},
        {"[lessons]\none = 3 dome\n", 0, 2, "3 dome", "expected a step"},
        {"[lessons]\none = 99\n", 0, 2, "one = 99", "expected a step"},
        {"[lessons]\nnonsense\n", 0, 2, "nonsense", "NAME = VALUE"},
    };
    for (size_t i = 0; i < sizeof breakages / sizeof *breakages; i++) {
        struct progress progress;
        struct err err;
        char path[SCRATCH_FILE];
        scratch_write(*state, "lessons", breakages[i].text, strlen(breakages[i].text));
        if (progress_read(scratch_path(*state, "lessons", path), &progress, &err))
            fail_msg("taken: %s", breakages[i].text);
        check_message(&err, path, &breakages[i]);
        assert_int_equal(progress.count, 0);
    }
}

/* A file where the folder should be: no one can write there, root included. */
static void nowhere_to_write(void **state) {
    struct progress progress = {.count = 0};
    struct err err = {""};
    char path[SCRATCH_FILE];
    scratch_write(*state, "file", "x", 1);
    assert_false(
        progress_write(scratch_path(*state, "file/bitplan/lessons", path), &progress, &err));
    assert_non_null(strstr(err.text, "file/bitplan: Not a directory"));
    assert_int_equal(scratch_count(*state), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_whole_one, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(broken_ones, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(too_many_steps, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(progress_comes_back, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(broken_progress, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(nowhere_to_write, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
