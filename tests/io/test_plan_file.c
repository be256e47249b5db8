/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/plan_file.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void read_text(struct scratch *scratch, const char *text, struct plan_file *file) {
    char path[SCRATCH_FILE];
    struct err err;
    scratch_write(scratch, "plan.ini", text, strlen(text));
    if (!plan_file_read(scratch_path(scratch, "plan.ini", path), file, &err)) {
        fail_msg("%s", err.text);
    }
}

static void a_whole_plan(void **state) {
    struct plan_file file;
    read_text(
        *state,
        "# bitplan N=1e9\n[view]\nview = plan\ninput = w\nhold = D/N\n[pin B]\nN = 2B\nG=channel\n"
        "[plan]\npresets = kumar-2024, ./my.ini,\n  sun-2025\nN = 1B\nP = 4\nkv = off\n"
        "[pin small one]\nfmt = E2M1\n",
        &file);
    assert_true(file.plan.N == 1e9);
    assert_true(file.plan.w == 4 && file.plan.a == 4 && file.plan.kv == PLAN_OFF);
    assert_true(file.plan.D == plan_default().D);
    assert_int_equal(file.preset_count, 3);
    assert_string_equal(file.presets[0], "kumar-2024");
    assert_string_equal(file.presets[1], "./my.ini");
    assert_string_equal(file.presets[2], "sun-2025");
    assert_int_equal(file.pin_count, 2);
    assert_string_equal(file.pins[0].name, "B");
    assert_true(file.pins[0].plan.N == 2e9 && file.pins[0].plan.G == PLAN_CHANNEL);
    assert_true(file.pins[0].plan.w == plan_default().w);
    assert_string_equal(file.pins[1].name, "small one");
    assert_true(file.pins[1].plan.E == 2 && file.pins[1].plan.M == 1 && file.pins[1].plan.kv == 4);
    assert_int_equal(file.setting_count, 3);
    assert_string_equal(file.settings[0].name, "view");
    assert_string_equal(file.settings[0].value, "plan");
    assert_string_equal(file.settings[2].value, "D/N");
    assert_int_equal(file.settings[2].line, 5);
}

static void the_order_of_the_file(void **state) {
    struct plan_file file;
    read_text(*state, "[plan]\nw = 3\nP = 6\na = 5\n", &file);
    assert_true(file.plan.w == 6 && file.plan.a == 5 && file.plan.kv == 6);
}

static void an_empty_plan_is_the_default(void **state) {
    struct plan_file file;
    const struct plan usual = plan_default();
    read_text(*state, "[plan]\n", &file);
    assert_memory_equal(&file.plan, &usual, sizeof usual);
    assert_int_equal(file.preset_count, 0);
    assert_int_equal(file.pin_count, 0);
    assert_int_equal(file.setting_count, 0);
}

#define TEN_NAMES "a,a,a,a,a,a,a,a,a,a,"

static const struct breakage breakages[] = {
    {"", 0, 0, "no [plan] section", "expected one"},
    {"[pin A]\nN = 1B\n", 0, 0, "no [plan] section", "expected one"},
    {"N = 1B\n", 0, 1, "N before any section", "expected a [section]"},
    {"[plna]\n", 0, 1, "[plna]", "expected [plan]"},
    {"[preset]\nname = x\n", 0, 1, "[preset]", "expected [plan]"},
    {"[pinned]\n", 0, 1, "[pinned]", "expected"},
    {"[pin]\nN = 1B\n", 0, 1, "[pin] without a name", "expected [pin NAME]"},
    {"[pin A]\n[pin  A]\n", 0, 2, "[pin A] again", "expected each name once"},
    {"[plan]\nN = many\n", 0, 2, "many", "expected"},
    {"[plan]\nN = 1\n", 0, 2, "N=1", "expected"},
    {"[plan]\nw = 17\n", 0, 2, "w=17", "expected"},
    {"[plan]\nDinff = 1\n", 0, 2, "Dinff", "Dinf"},
    {"[plan]\nfmt = E9M9\n", 0, 2, "E9M9", "expected"},
    {"[plan]\nN = 1B\nN = 2B\n", 0, 3, "N again, already in line 2", "expected it once"},
    {"[plan]\nN = 1B\n  D = 2B\n", 0, 2, "N goes on below with the indented line D = 2B",
     "expected it flush left"},
    {"[plan]\npresets =\n", 0, 2, "presets has a gap", "expected presets = NAME, NAME"},
    {"[plan]\npresets = a,,b\n", 0, 2, "presets has a gap", "expected presets = NAME, NAME"},
    {"[plan]\npresets = " TEN_NAMES TEN_NAMES "a\n", 0, 2, "presets names more than 16",
     "expected fewer"},
    {"[plan]\n[pin A]\npresets = a\n", 0, 3, "presets", ""},
    {"[plan]\n[view]\na-name-of-more-than-thirty-one-bytes = 1\n", 0, 3, "a-name-of-more",
     "at most 31"},
    {"[plan]\n[pin a;b]\n", 0, 2, "a;b", "has no"},
    {"[plan]\nN = \x1B[2J\n", 0, 2, "·[2J", "expected"},
};

static void refuse(struct scratch *scratch, const struct breakage *b) {
    char path[SCRATCH_FILE];
    struct plan_file file;
    struct err err;
    scratch_write(scratch, "broken.ini", b->text, strlen(b->text));
    if (plan_file_read(scratch_path(scratch, "broken.ini", path), &file, &err)) {
        fail_msg("read: %s", b->text);
    }
    check_message(&err, path, b);
}

static void broken_files(void **state) {
    for (size_t i = 0; i < sizeof breakages / sizeof *breakages; i++)
        refuse(*state, &breakages[i]);
}

static void as_many_pins_as_letters(void **state) {
    char text[1024] = "[plan]\n";
    struct plan_file file;
    for (int i = 0; i < PLAN_PINS; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text), "[pin %d]\n", i);
    }
    read_text(*state, text, &file);
    assert_int_equal(file.pin_count, PLAN_PINS);
    snprintf(text + strlen(text), sizeof text - strlen(text), "[pin more]\n");
    const struct breakage breakage = {text, 0, PLAN_PINS + 2, "[pin more] after 26 others",
                                      "expected at most 26"};
    refuse(*state, &breakage);
}

static void write_file(const struct scratch *scratch, const struct plan_file *file) {
    char path[SCRATCH_FILE];
    struct err err;
    FILE *to = fopen(scratch_path(scratch, "written.ini", path), "w");
    assert_non_null(to);
    if (!plan_file_write(to, "bitplan written.ini", file, &err)) fail_msg("%s", err.text);
    assert_int_equal(fclose(to), 0);
}

static void what_was_written_reads_back(void **state) {
    struct plan_file file, again;
    char path[SCRATCH_FILE];
    struct err err;
    read_text(*state,
              "[plan]\nN = 70553000000.1\nD=123e9\nP=5.3\nkv=off\nG=tensor\nC=1e24\nbias=off\n"
              "Dinf=1e15\npresets = sun-2025, /a folder/x.ini, kumar-2024\n[pin A]\nG = channel\n"
              "[pin twice the data]\nD = 2e12\nfc2 = 8\n[view]\nview = map\nheld = 1e22\n",
              &file);
    write_file(*state, &file);
    assert_true(plan_file_read(scratch_path(*state, "written.ini", path), &again, &err));
    for (int i = 0; i < file.setting_count; i++)
        file.settings[i].line = again.settings[i].line;
    assert_memory_equal(&file, &again, sizeof file);
    char *text = scratch_read(*state, "written.ini");
    assert_memory_equal(text, "# bitplan written.ini\n", 22);
    free(text);
}

static void what_no_file_can_hold(void **state) {
    static const char *const presets[] = {"a,b.ini", "a ;b.ini", "a\nb", " a", "\xFF"};
    FILE *to = fopen("/dev/null", "w");
    (void)state;
    assert_non_null(to);
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++) {
        struct plan_file file = {.plan = plan_default(), .preset_count = 1};
        struct err err;
        snprintf(file.presets[0], sizeof file.presets[0], "%s", presets[i]);
        assert_false(plan_file_write(to, "bitplan", &file, &err));
        assert_non_null(strstr(err.text, "cannot hold"));
    }
    fclose(to);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_whole_plan, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(the_order_of_the_file, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(an_empty_plan_is_the_default, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(what_was_written_reads_back, scratch_make, scratch_remove),
        cmocka_unit_test(what_no_file_can_hold),
        cmocka_unit_test_setup_teardown(broken_files, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(as_many_pins_as_letters, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
