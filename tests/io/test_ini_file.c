/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "io/ini_file.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct ini_file read_text(struct scratch *scratch, const char *text) {
    char path[SCRATCH_FILE];
    struct ini_file file;
    struct err err;
    scratch_write(scratch, "x.ini", text, strlen(text));
    if (!ini_file_read(scratch_path(scratch, "x.ini", path), &file, &err)) fail_msg("%s", err.text);
    return file;
}

static void check_item(const struct ini_file *file, size_t index, int line, const char *section,
                       const char *name, const char *value) {
    assert_true(index < file->count);
    const struct ini_item *item = &file->items[index];
    assert_int_equal(item->line, line);
    assert_string_equal(item->section, section);
    if (!name) {
        assert_null(item->name);
        assert_null(item->value);
        return;
    }
    assert_string_equal(item->name, name);
    assert_string_equal(item->value, value);
}

static void lines_and_sections(void **state) {
    struct ini_file file =
        read_text(*state, "# first\n\n[a]\nx = 1\ny:2\n[none]\n[b] ; why\n  z =  3 \n");
    assert_int_equal(file.count, 6);
    check_item(&file, 0, 3, "a", NULL, NULL);
    check_item(&file, 1, 4, "a", "x", "1");
    check_item(&file, 2, 5, "a", "y", "2");
    check_item(&file, 3, 6, "none", NULL, NULL);
    check_item(&file, 4, 7, "b", NULL, NULL);
    check_item(&file, 5, 8, "b", "z", "3");
    assert_ptr_equal(ini_file_find(&file, "a", "y"), &file.items[2]);
    assert_ptr_equal(ini_file_find(&file, "none", NULL), &file.items[3]);
    assert_null(ini_file_find(&file, "b", "x"));
    ini_file_free(&file);
    assert_int_equal(file.count, 0);
}

static void continued_values(void **state) {
    struct ini_file file =
        read_text(*state, "[a]\nx = 1 ; no\n  2 ; nor this\n\n ; nor this\n\t[3]\ny=a;b\n");
    assert_int_equal(file.count, 3);
    check_item(&file, 1, 2, "a", "x", "1\n2\n[3]");
    check_item(&file, 2, 7, "a", "y", "a;b");
    struct err err;
    assert_true(ini_item_is_line(&file.items[2], &err));
    assert_false(ini_item_is_line(&file.items[1], &err));
    assert_string_equal(err.text,
                        "x goes on below with the indented line 2; expected it flush left");
    ini_file_free(&file);
}

static void byte_order_mark_and_crlf(void **state) {
    struct ini_file file = read_text(*state, "\xEF\xBB\xBF[a]\r\nx = 1\r\n  2\r\ny = é");
    assert_int_equal(file.count, 3);
    check_item(&file, 0, 1, "a", NULL, NULL);
    check_item(&file, 1, 2, "a", "x", "1\n2");
    check_item(&file, 2, 4, "a", "y", "é");
    ini_file_free(&file);
}

static void longest_lines(void **state) {
    char text[600] = "[", value[200];
    memset(text + 1, 's', 49);
    memset(value, 'v', sizeof value);
    value[197] = '\0';
    text_append(text, sizeof text, "]\r\nx=%s\r\n  more\n", value);
    struct ini_file file = read_text(*state, text);
    assert_int_equal(file.count, 2);
    assert_int_equal(strlen(file.items[0].section), 49);
    assert_int_equal(strlen(file.items[1].value), 197 + 5);
    ini_file_free(&file);
}

static void an_empty_file(void **state) {
    struct ini_file file = read_text(*state, "");
    assert_int_equal(file.count, 0);
    ini_file_free(&file);
}

#define TEN     "0123456789"
#define FIFTY   TEN TEN TEN TEN TEN
#define HUNDRED FIFTY FIFTY

static void broken_files(void **state) {
    static const struct breakage breakages[] = {
        {"[a]\nx=" HUNDRED HUNDRED "\n", 0, 2, "a line of 202 bytes", "at most 199"},
        {"[a]\nx=" HUNDRED FIFTY TEN TEN TEN TEN "01234567\r\n", 0, 2, "200", "at most 199"},
        {"[a]\n; " HUNDRED HUNDRED "\n", 0, 2, "a line of 202 bytes", "at most 199"},
        {"\n[" FIFTY "]\n", 0, 2, "50 bytes", "at most 49"},
        {"[a]\nx\0y = 1\n", 13, 2, "NUL", "expected text"},
        {"[a]\nb = \xFF\n", 0, 2, "not UTF-8", "expected UTF-8"},
        {"[a]\nb = \xC0\xAF\n", 0, 2, "not UTF-8", "expected UTF-8"},
        {"\xFF\xFE[\0a\0]\0", 8, 1, "NUL", "expected text"},
        {"[a]\n\nfoo bar\nx = 1\n", 0, 3, "foo bar", "expected [section] or NAME = VALUE"},
        {"[a]\nfoo bar\n[b\n", 0, 2, "foo bar", "expected [section] or NAME = VALUE"},
        {"[a ; b]\n", 0, 1, "[a ; b]", "expected [section] or NAME = VALUE"},
        {"x = 1\n[a]\n", 0, 1, "x before any section", "expected a [section]"},
        {"\xEF\xBB\xBF\xEF\xBB\xBF# x\n[a]\n", 0, 1, "a second byte-order mark", "expected one"},
        {"[a]\n = 1\n", 0, 2, "= 1 without a name", "expected NAME = VALUE"},
        {"[a\nx = 1\n", 0, 1, "[a", "expected a ]"},
        {"[]\n", 0, 1, "[]", "expected the name"},
        {"[a] x = 1\n", 0, 1, "[a] with x = 1 after it", "expected the section alone"},
        {"[a]\nx = 1\n[b]\nx = 1\n[a]\n", 0, 5, "[a] again, already in line 1", "expected it once"},
        {"[a]\nx = 1\ny = 1\nx : 2\nx = 3\n", 0, 4, "x again, already in line 2",
         "expected it once"},
        {"[a]\nfoo\x1B[31m bar\n", 0, 2, "foo·[31m bar", "expected"},
    };
    char path[SCRATCH_FILE];
    scratch_path(*state, "broken.ini", path);
    for (size_t i = 0; i < sizeof breakages / sizeof *breakages; i++) {
        const struct breakage *b = &breakages[i];
        struct ini_file file;
        struct err err;
        scratch_write(*state, "broken.ini", b->text, b->size ? b->size : strlen(b->text));
        if (ini_file_read(path, &file, &err)) fail_msg("read: %s", b->text);
        check_message(&err, path, b);
        assert_int_equal(file.count, 0);
    }
}

static void refuse(const char *path, const char *found) {
    struct ini_file file;
    struct err err;
    const struct breakage breakage = {.found = found, .expected = ""};
    assert_false(ini_file_read(path, &file, &err));
    check_message(&err, path, &breakage);
}

static void what_is_no_regular_file(void **state) {
    char path[SCRATCH_FILE];
    const struct scratch *scratch = *state;
    alarm(10); /* it must not block */
    refuse(scratch->folder, "a directory; expected a regular file");
    refuse("/dev/null", "a device; expected a regular file");
    assert_int_equal(mkfifo(scratch_path(scratch, "fifo.ini", path), 0600), 0);
    refuse(path, "a pipe; expected a regular file");
    refuse(scratch_path(scratch, "none.ini", path), "No such file");
    assert_int_equal(symlink("nowhere", scratch_path(scratch, "dangling.ini", path)), 0);
    refuse(path, "No such file");
    assert_int_equal(symlink("loop.ini", scratch_path(scratch, "loop.ini", path)), 0);
    refuse(path, "symbolic links");
    refuse("", "No such file");
    alarm(0);
}

static void unreadable_and_huge(void **state) {
    char path[SCRATCH_FILE];
    scratch_write(*state, "secret.ini", "[a]\n", 4);
    assert_int_equal(chmod(scratch_path(*state, "secret.ini", path), 0), 0);
    if (geteuid() != 0) refuse(path, "Permission denied");
    enum { SIZE = (1 << 20) + 1 };
    char *lines = malloc(SIZE);
    assert_non_null(lines);
    memset(lines, '\n', SIZE);
    scratch_write(*state, "huge.ini", lines, SIZE);
    free(lines);
    refuse(scratch_path(*state, "huge.ini", path), "expected a smaller file");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_and_sections, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(continued_values, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(byte_order_mark_and_crlf, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(longest_lines, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(an_empty_file, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(broken_files, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(what_is_no_regular_file, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(unreadable_and_huge, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
