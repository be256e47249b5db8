/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/complete.h"

#include "io/path.h"
#include "scratch.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* What becomes of a name typed in the folder, and how many there are. */
static void check(const struct scratch *scratch, const char *typed, const char *completed,
                  int count) {
    char text[SCRATCH_FILE], expected[SCRATCH_FILE];
    scratch_path(scratch, typed, text);
    scratch_path(scratch, completed, expected);
    assert_int_equal(complete_path(text, sizeof text), count);
    assert_string_equal(text, expected);
}

static void as_far_as_all_agree(void **state) {
    const struct scratch *scratch = *state;
    scratch_write(scratch, "plan-a.ini", "", 0);
    scratch_write(scratch, "plan-b.ini", "", 0);
    scratch_write(scratch, "größe-1", "", 0);
    scratch_write(scratch, "größe-2", "", 0);
    scratch_write(scratch, ".hidden", "", 0);
    check(scratch, "p", "plan-", 2);
    check(scratch, "plan-", "plan-", 2);
    check(scratch, "plan-a", "plan-a.ini", 1);
    check(scratch, "gr", "größe-", 2);
    check(scratch, "x", "x", 0);
    check(scratch, ".h", ".hidden", 1);
    check(scratch, "none/x", "none/x", 0);
}

static void folders_and_home(void **state) {
    const struct scratch *scratch = *state;
    char folder[SCRATCH_FILE], text[64] = "~/su", path[PATH_LONGEST];
    mkdir(scratch_path(scratch, "sub", folder), 0777);
    check(scratch, "s", "sub/", 1);
    setenv("HOME", scratch->folder, 1);
    assert_int_equal(complete_path(text, sizeof text), 1);
    assert_string_equal(text, "~/sub/");
    assert_true(path_expand("~/x", path));
    assert_string_equal(path, scratch_path(scratch, "x", folder));
    assert_true(path_expand("~x", path));
    assert_string_equal(path, "~x");
    assert_true(path_expand("a~/b", path));
    assert_string_equal(path, "a~/b");
    unsetenv("HOME");
    assert_false(path_expand("~/x", path));
    rmdir(scratch_path(scratch, "sub", folder));
}

/* What would not fit, or could not be shown, is not put into the text. */
static void what_does_not_fit(void **state) {
    const struct scratch *scratch = *state;
    char text[SCRATCH_FILE];
    scratch_write(scratch, "a-rather-long-name", "", 0);
    scratch_write(scratch, "bad\033name", "", 0);
    scratch_path(scratch, "a", text);
    const size_t room = strlen(text) + 4;
    assert_int_equal(complete_path(text, room), 0);
    check(scratch, "a", "a-rather-long-name", 1);
    check(scratch, "b", "b", 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_far_as_all_agree, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(folders_and_home, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(what_does_not_fit, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
