/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/save.h"
#include "scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void check_content(const struct scratch *scratch, const char *file, const char *content) {
    char *bytes = scratch_read(scratch, file);
    assert_string_equal(bytes, content);
    free(bytes);
}

static void check_part(const struct err *err, const char *part) {
    if (!strstr(err->text, part)) fail_msg("\"%s\" lacks \"%s\"", err->text, part);
}

static void start(struct save *save, const char *path, bool force) {
    struct err err;
    if (!save_open(save, path, force, &err)) fail_msg("%s", err.text);
    assert_true(fputs("new\n", save->to) >= 0);
}

static void finish(struct save *save, bool force) {
    struct err err;
    if (!save_commit(save, force, &err)) fail_msg("%s", err.text);
}

static void whole_or_not_at_all(void **state) {
    char path[SCRATCH_FILE];
    struct save save;
    start(&save, scratch_path(*state, "out.csv", path), false);
    assert_int_not_equal(access(path, F_OK), 0);
    finish(&save, false);
    check_content(*state, "out.csv", "new\n");
    assert_int_equal(scratch_count(*state), 1);
    struct stat info;
    const mode_t mask = umask(0);
    umask(mask);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0666 & ~mask);
}

static void given_up(void **state) {
    char path[SCRATCH_FILE];
    struct save save;
    start(&save, scratch_path(*state, "out.csv", path), false);
    assert_int_not_equal(access(path, F_OK), 0);
    save_cancel(&save);
    assert_int_equal(scratch_count(*state), 0);
}

/* Killed while it writes, a program leaves nothing behind (where the file system has files without
 * names). */
static void killed(void **state) {
    char path[SCRATCH_FILE];
    scratch_path(*state, "out.csv", path);
    char *slash = strrchr(path, '/');
    *slash = '\0';
    const int nameless = open(path, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    *slash = '/';
    if (nameless < 0) skip();
    close(nameless);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct save save;
        struct err err;
        if (!save_open(&save, path, false, &err)) _exit(1);
        fputs("half", save.to);
        fflush(save.to);
        kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(scratch_count(*state), 0);
}

static void never_over_a_file(void **state) {
    char path[SCRATCH_FILE];
    struct save save;
    struct err err;
    scratch_write(*state, "out.csv", "old\n", 4);
    assert_false(save_open(&save, scratch_path(*state, "out.csv", path), false, &err));
    check_part(&err, "out.csv: exists already; expected a new name, or --force");
    check_content(*state, "out.csv", "old\n");
    assert_int_equal(scratch_count(*state), 1);
}

static void not_even_in_a_race(void **state) {
    char path[SCRATCH_FILE];
    struct save save;
    struct err err;
    start(&save, scratch_path(*state, "out.csv", path), false);
    scratch_write(*state, "out.csv", "theirs\n", 7);
    assert_false(save_commit(&save, false, &err));
    check_part(&err, "out.csv: exists already; expected a new name, or --force");
    check_content(*state, "out.csv", "theirs\n");
    assert_int_equal(scratch_count(*state), 1);
}

static void force_replaces(void **state) {
    char path[SCRATCH_FILE];
    struct save save;
    scratch_write(*state, "out.csv", "old and longer\n", 15);
    assert_int_equal(chmod(scratch_path(*state, "out.csv", path), 0640), 0);
    start(&save, path, true);
    check_content(*state, "out.csv", "old and longer\n");
    finish(&save, true);
    check_content(*state, "out.csv", "new\n");
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_int_equal(scratch_count(*state), 1);
}

static void through_a_link(void **state) {
    char path[SCRATCH_FILE];
    struct save save;
    struct stat info;
    struct err err;
    scratch_write(*state, "real.csv", "old\n", 4);
    assert_int_equal(symlink("real.csv", scratch_path(*state, "link.csv", path)), 0);
    assert_false(save_open(&save, path, false, &err));
    start(&save, path, true);
    finish(&save, true);
    assert_int_equal(lstat(path, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    check_content(*state, "real.csv", "new\n");
    assert_int_equal(symlink("nowhere", scratch_path(*state, "dangling.csv", path)), 0);
    assert_false(save_open(&save, path, false, &err));
    assert_false(save_open(&save, path, true, &err));
    check_part(&err, "No such file");
}

static void where_nothing_can_be_written(void **state) {
    char path[SCRATCH_FILE];
    const struct scratch *scratch = *state;
    struct save save;
    struct err err;
    assert_false(save_open(&save, scratch->folder, false, &err));
    check_part(&err, "a directory; expected a file");
    assert_false(save_open(&save, scratch->folder, true, &err));
    assert_false(save_open(&save, scratch_path(scratch, "none/out.csv", path), false, &err));
    check_part(&err, "none/out.csv: No such file");
    assert_false(save_open(&save, "", false, &err));
    char *deep = calloc(1, 5001);
    assert_non_null(deep);
    memset(deep, 'x', 5000);
    assert_false(save_open(&save, deep, false, &err));
    check_part(&err, "too long");
    free(deep);
}

static void a_full_device(void **state) {
    (void)state;
    struct save save;
    struct err err;
    start(&save, "/dev/full", false);
    assert_false(save_commit(&save, false, &err));
    assert_string_equal(err.text, "/dev/full: No space left on device");
    start(&save, "/dev/null", false);
    finish(&save, false);
    assert_int_equal(access("/dev/null", F_OK), 0);
}

static void a_pipe(void **state) {
    char path[SCRATCH_FILE], got[16] = "";
    struct save save;
    struct err err;
    alarm(10); /* it must not block */
    assert_int_equal(mkfifo(scratch_path(*state, "pipe", path), 0600), 0);
    assert_false(save_open(&save, path, false, &err));
    check_part(&err, "pipe: nobody reads that pipe");
    const int reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    start(&save, path, false);
    finish(&save, false);
    assert_int_equal(read(reader, got, sizeof got), 4);
    assert_string_equal(got, "new\n");
    close(reader);
    alarm(0);
}

/* Run with standard output at path; what save_commit says of it. */
static bool to_stdout(const char *path, struct err *err) {
    struct save save;
    fflush(stdout);
    const int before = dup(1), to = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(before >= 0 && to >= 0);
    assert_int_equal(dup2(to, 1), 1);
    close(to);
    bool done = save_open(&save, NULL, false, err) && fputs("words\n", save.to) >= 0;
    done = save_commit(&save, false, err) && done;
    dup2(before, 1);
    close(before);
    return done;
}

static void standard_output(void **state) {
    char path[SCRATCH_FILE];
    struct err err;
    assert_true(to_stdout(scratch_path(*state, "out.txt", path), &err));
    check_content(*state, "out.txt", "words\n");
    const bool done = to_stdout("/dev/full", &err);
    fflush(stdout); /* glibc kept what the device did not take */
    clearerr(stdout);
    assert_false(done);
    assert_string_equal(err.text, "standard output: No space left on device");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whole_or_not_at_all, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(killed, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(given_up, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(never_over_a_file, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(not_even_in_a_race, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(force_replaces, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(through_a_link, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(where_nothing_can_be_written, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(a_full_device, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(a_pipe, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(standard_output, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
