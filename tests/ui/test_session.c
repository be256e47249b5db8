/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session.h"

#include "../io/scratch.h"
#include "screen.h"
#include "ui/state.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct run {
    struct screen *screen;
    struct session session;
    char path[SAVE_PATH];
};

/* A planner whose sessions are kept below that folder. */
static void start(struct run *run, const char *folder) {
    setenv("XDG_STATE_HOME", folder, 1);
    run->screen = screen_open(80, 24, "");
    session_start(&run->session, &run->screen->app);
}

static void finish(struct run *run) {
    session_end(&run->session, &run->screen->app);
    screen_close(run->screen);
}

static struct plan_file *kept(char path[SAVE_PATH]) {
    struct err err;
    struct plan_file *file = malloc(sizeof *file);
    assert_true(session_file_latest(path));
    if (!plan_file_read(path, file, &err)) fail_msg("%s", err.text);
    return file;
}

static void at_rest_there_is_no_timer(void **state) {
    struct run run;
    const struct scratch *scratch = *state;
    start(&run, scratch->folder);
    assert_int_equal(session_patience(&run.session, 5000), -1);
    session_touch(&run.session, 5000);
    session_tick(&run.session, &run.screen->app, 5200);
    assert_int_equal(session_patience(&run.session, 5200), -1);
    finish(&run);
    assert_false(session_file_latest(run.path));
}

/* 200 ms after the last key, but not more than a second after the first. */
static void when_it_is_due(void **state) {
    struct run run;
    const struct scratch *scratch = *state;
    start(&run, scratch->folder);
    session_touch(&run.session, 1000);
    assert_int_equal(session_patience(&run.session, 1000), 200);
    for (long long now = 1000; now <= 1900; now += 100)
        session_touch(&run.session, now);
    assert_int_equal(session_patience(&run.session, 1900), 100);
    screen_keys(run.screen, "m");
    session_tick(&run.session, &run.screen->app, 1999);
    assert_false(run.session.written);
    session_tick(&run.session, &run.screen->app, 2000);
    assert_true(run.session.written);
    finish(&run);
    struct plan_file *file = kept(run.path);
    assert_int_equal(file->pin_count, 1);
    free(file);
}

/* What is read back is the state that was written. */
static void it_comes_back(void **state) {
    struct run run;
    struct notes notes = {.count = 0};
    const struct scratch *scratch = *state;
    start(&run, scratch->folder);
    screen_keys(run.screen, "m Right Right m f Down 8 PageDown");
    session_touch(&run.session, 0);
    const int run_scroll = run.screen->app.scroll;
    finish(&run);
    struct plan_file *file = kept(run.path), *again = malloc(sizeof *again);
    struct screen *back = screen_open(80, 24, "");
    back->app.now.plan = file->plan;
    state_read_good(&back->app, run.path, file, &notes);
    assert_int_equal(notes.count, 0);
    state_write(&back->app, again);
    assert_int_equal(again->setting_count, file->setting_count);
    for (int i = 0; i < again->setting_count; i++) {
        assert_string_equal(again->settings[i].name, file->settings[i].name);
        assert_string_equal(again->settings[i].value, file->settings[i].value);
    }
    assert_int_equal(back->app.scroll, run_scroll);
    assert_true(back->app.scroll > 0);
    assert_true(same_plan(&again->plan, &file->plan));
    assert_int_equal(again->pin_count, 2);
    screen_close(back);
    free(file);
    free(again);
}

static void said_once_and_asked_once(void **state) {
    struct run run;
    char folder[SCRATCH_FILE];
    scratch_write(*state, "file", "x", 1);
    start(&run, scratch_path(*state, "file", folder));
    struct app *app = &run.screen->app;
    assert_true(session_may_quit(&run.session, app));
    screen_keys(run.screen, "m");
    session_touch(&run.session, 0);
    assert_true(session_tick(&run.session, app, 200));
    check_that(strncmp(app->status, "the session is not kept: Not a directory; /", 43) == 0, "%s",
               app->status);
    assert_true(app->status_bad);
    session_touch(&run.session, 1000);
    assert_false(session_tick(&run.session, app, 1200));
    assert_false(session_may_quit(&run.session, app));
    assert_non_null(strstr(app->status, "quit again to lose this plan and its pins: Not a dir"));
    assert_true(session_may_quit(&run.session, app));
    finish(&run);
}

/* Whatever stands where the history should: the planner starts, and long lines are none. */
static void history_of_other_kinds(void **state) {
    static const char lines[] = "words N=7B\nvalue \001\nno kind\nwords";
    char folder[SCRATCH_FILE], path[SCRATCH_FILE], text[4000];
    struct run run;
    const struct scratch *scratch = *state;
    assert_int_equal(mkdir(scratch_path(scratch, "bitplan", folder), 0700), 0);
    scratch_path(scratch, "bitplan/history", path);
    assert_int_equal(mkfifo(path, 0600), 0);
    alarm(20); /* the pipe has no writer */
    start(&run, scratch->folder);
    alarm(0);
    assert_string_equal(run.screen->app.history[HISTORY_WORDS].text, "");
    finish(&run);
    assert_int_equal(unlink(path), 0);
    memset(text, 'x', sizeof text - 1);
    text[511] = '\0'; /* a NUL ends it, and not a line of 512 bytes */
    memcpy(text, lines, sizeof lines - 1);
    scratch_write(scratch, "bitplan/history", text, sizeof text - 1);
    start(&run, scratch->folder);
    assert_string_equal(run.screen->app.history[HISTORY_WORDS].text, "N=7B\n");
    assert_string_equal(run.screen->app.history[HISTORY_VALUE].text, "");
    finish(&run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(at_rest_there_is_no_timer, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(when_it_is_due, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(it_comes_back, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(said_once_and_asked_once, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(history_of_other_kinds, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
