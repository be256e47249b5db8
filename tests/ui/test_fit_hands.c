/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Fit view says of a file that is odd, what it asks before it writes, how it explains
 * itself, and how rows are left out. */
#include "base/text.h"
#include "engine/fit_request.h"
#include "ui/export_parts.h"
#include "ui/fit_ask.h"
#include "ui/fit_runs.h"
#include "ui/fit_work.h"
#include "ui/session.h"
#include "ui/state.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The row in which text is, or −1. */
static int row_of(const struct screen *screen, const char *text) {
    int x, y;
    return screen_find(screen, text, 0, &x, &y) ? y : -1;
}

/* What is odd about the data heads the panel, above the status. */
static void test_warned_first(void **state) {
    static const char text[] = "N,D,loss\n1e8,2,3.1\n2e8,4,3.0\n4e8,8,2.9\n1e8,9,3.05\n2e8,9,2.98\n"
                               "4e8,20,2.85\n8e8,9,2.87\n8e8,30,2.75\n";
    scratch_write(*state, "runs.csv", text, sizeof text - 1);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 80, 24);
    fit_screen_work(screen);
    assert_int_equal(row_of(screen, "▲ D looks like billions"), 2);
    assert_true(row_of(screen, "converged") > 2);
    screen_resize(screen, 60, 16);
    assert_int_equal(row_of(screen, "▲ D looks like"), 2);
    assert_true(row_of(screen, "converged") > 2);
    screen_close(screen);
}

/* Messages name the form's rows, never the command's options. */
static void test_own_language(void **state) {
    static const struct {
        const char *text, *keys, *shown;
    } bad[] = {
        {"N,tokens,loss\n1e8,2e9,3.1\n", "", "or in columns D="},
        {"a,b,c\n1e8,2e9,3.1\n", "", "or in columns N=COLUMN"},
        {"N,D,loss\n1e8,2e9,NaN\n", "", "the row `bad rows` leaves such out"},
        {"N,D,loss\n1e8,2e9\n", "", "the row `bad rows` leaves such out"},
        {"N,D,w,loss\n1e8,2e9,4,3\n", "Down Right Right Right Right", "or G=VALUE in values"},
        {"N,D,loss\n1e8,2,3.1\n2e8,4,3\n", "", "or in columns D=D*1e9"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        scratch_write(*state, "bad.csv", bad[i].text, strlen(bad[i].text));
        struct screen *const screen = fit_screen_open(*state, "bad.csv", 200, 60);
        screen_keys(screen, bad[i].keys);
        fit_screen_work(screen);
        const struct fit_work *const work = screen->app.fit_work;
        const char *const said =
            work->report.warnings > 0 ? work->report.warning[0] : work->err.text;
        check_that(strstr(said, bad[i].shown), "%zu: %s: %s", i, bad[i].shown, said);
        assert_false(screen_shows(screen, "--"));
        screen_close(screen);
    }
}

static void test_completes_columns(void **state) {
    static const char text[] = "name,params,tokens,tokens_B,val_loss\na,1,2,3,4\n";
    scratch_write(*state, "named.csv", text, sizeof text - 1);
    struct screen *const screen = fit_screen_open(*state, "named.csv", 120, 36);
    screen_keys(screen, "Down Down Down Enter Tab");
    assert_true(screen_shows(screen, "name, params, tokens, tokens_B, val_loss"));
    screen_keys(screen, "=N=p Tab");
    assert_string_equal(screen->app.field.text, "N=params");
    screen_keys(screen, "=,D=t Tab");
    assert_string_equal(screen->app.field.text, "N=params,D=tokens");
    screen_keys(screen, "Tab");
    assert_true(screen_shows(screen, "tokens, tokens_B"));
    screen_keys(screen, "=,loss=x Tab");
    assert_true(screen_shows(screen, "no column begins like that"));
    assert_string_equal(screen->app.field.text, "N=params,D=tokens,loss=x");
    screen_keys(screen, "Escape Down Enter =pa Tab");
    assert_string_equal(screen->app.field.text, "params");
    screen_keys(screen, "Escape");
    screen_close(screen);
}

/* Type a name for the preset. */
static void save_as(struct screen *screen, const char *name) {
    screen_keys(screen, "w C-u");
    for (const char *at = name; *at; at++)
        app_event(&screen->app, &(struct event){.kind = EVENT_KEY, .key = (unsigned char)*at});
    screen_keys(screen, "Enter");
}

/* Names that would not load again are refused with the field still open, and nothing is written. */
static void test_refuses_names(void **state) {
    const struct scratch *const scratch = *state;
    char longest[100] = "", path[SCRATCH_FILE];
    memset(longest, 'a', 64);
    const struct {
        const char *name, *said;
    } bad[] = {{"-", "expected a name"},
               {"a;b", "has a ;"},
               {"a,b", "has a ,"},
               {"a\"b", "has a \""},
               {longest, "64 bytes; expected at most 63"},
               {" ./x/", "a folder"},
               {"./ x.ini", "a blank"}};
    setenv("XDG_DATA_HOME", scratch->folder, 1);
    fit_runs_write(scratch, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(scratch, "runs.csv", 120, 36);
    fit_screen_work(screen);
    const int files = scratch_count(scratch), loaded = screen->app.preset_count;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        save_as(screen, bad[i].name);
        check_that(strstr(screen->app.status, bad[i].said), "%s: %s", bad[i].name,
                   screen->app.status);
        assert_int_equal(screen->app.overlay, OVERLAY_FIELD);
        screen_keys(screen, "Escape");
    }
    assert_int_equal(scratch_count(scratch), files);
    assert_int_equal(screen->app.preset_count, loaded);
    save_as(screen, "mine");
    check_that(strstr(screen->app.status, "bitplan/presets/mine.ini"), "%s", screen->app.status);
    struct stat info;
    assert_int_equal(stat(scratch_path(scratch, "bitplan/presets/mine.ini", path), &info), 0);
    unsetenv("XDG_DATA_HOME");
    screen_close(screen);
}

/* A shipped preset of the name is asked about, as a file that is there. */
static void test_hides_no_shipped(void **state) {
    const struct scratch *const scratch = *state;
    char path[SCRATCH_FILE];
    struct stat info;
    setenv("XDG_DATA_HOME", scratch->folder, 1);
    fit_runs_write(scratch, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(scratch, "runs.csv", 120, 36);
    fit_screen_work(screen);
    scratch_path(scratch, "bitplan/presets/kumar-2024.ini", path);
    save_as(screen, "kumar-2024");
    assert_true(screen_shows(screen, "kumar-2024 is a shipped preset"));
    assert_int_not_equal(stat(path, &info), 0);
    screen_keys(screen, "Enter");
    assert_int_equal(stat(path, &info), 0);
    unsetenv("XDG_DATA_HOME");
    screen_close(screen);
}

/* With no room for another preset nothing is written. */
static void test_no_room(void **state) {
    char path[SCRATCH_FILE], name[SCRATCH_FILE];
    struct stat info;
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    fit_screen_work(screen);
    for (int i = screen->app.preset_count; i < APP_PRESETS; i++) {
        snprintf(name, sizeof name, "p%d.ini", i);
        save_as(screen, scratch_path(*state, name, path));
    }
    assert_int_equal(screen->app.preset_count, APP_PRESETS);
    save_as(screen, scratch_path(*state, "more.ini", path));
    check_that(strstr(screen->app.status, "16 presets are loaded"), "%s", screen->app.status);
    assert_int_not_equal(stat(path, &info), 0);
    screen_keys(screen, "Escape");
    save_as(screen, scratch_path(*state, name, path));
    screen_keys(screen, "Enter");
    check_that(strstr(screen->app.status, "primary law now"), "%s", screen->app.status);
    screen_close(screen);
}

/* K explains each row that the law has; of the forms, those that it has. */
static void test_explains_rows(void **state) {
    (void)state;
    struct screen *const screen = screen_open(60, 16, "");
    screen_keys(screen, "9 Down Right Right Right Up K");
    for (int i = 0; i < FIT_ASK_ROWS; i++) {
        char title[80] = "";
        text_append(title, sizeof title, "Fit · %s ", fit_ask_rows[i].name);
        check_that(screen_shows(screen, title), "%s", title);
        screen_check_cells(screen, title);
        screen_keys(screen, "Down");
    }
    assert_true(screen_shows(screen, "Fit · file"));
    screen_keys(screen, "j j");
    assert_true(screen_shows(screen, "gamma     the outer exponent"));
    assert_false(screen_shows(screen, "no-shift"));
    screen_keys(screen, "Escape");
    assert_string_equal(fit_ask_rows[screen->app.fit.row].name, "form");
    screen_close(screen);
}

/* The worst row is left out by its name, or by its line where the name would not do. */
static void test_leaves_out(void **state) {
    static const char twins[] = "run,N,D,loss\na,1e8,2e9,3.1\na,2e8,4e9,3.0\n\"b,c\",4e8,8e9,2.9\n"
                                "d,1e8,9e9,3.9\nd,2e8,9e9,2.98\ne,4e8,2e10,2.85\nf,8e8,9e9,2.87\n"
                                "g,8e8,3e10,2.75\n";
    char expected[FIT_NAME];
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    screen_keys(screen, "d");
    assert_true(screen_bar_shows(screen, "no rows"));
    fit_screen_work(screen);
    size_t rows[3];
    const struct fit_work *const before = screen->app.fit_work;
    fit_worst(&before->result, &before->runs, rows, 3);
    snprintf(expected, sizeof expected, "run!=%s", before->runs.run[rows[1]].name);
    screen_keys(screen, "d C-u =0 Enter");
    assert_true(screen_shows(screen, "expected a number from 1"));
    screen_keys(screen, "C-u =2 Enter");
    assert_string_equal(screen->app.fit.where, expected);
    fit_screen_work(screen);
    assert_int_equal(screen->app.fit_work->result.n, 23);
    screen_keys(screen, "d Enter");
    fit_screen_work(screen);
    assert_int_equal(screen->app.fit_work->result.n, 22);
    screen_close(screen);
    scratch_write(*state, "twins.csv", twins, sizeof twins - 1);
    struct screen *const other = fit_screen_open(*state, "twins.csv", 120, 36);
    fit_screen_work(other);
    screen_keys(other, "d Enter");
    fit_screen_work(other);
    assert_string_equal(other->app.fit.where, "line!=2");
    assert_int_equal(other->app.fit_work->result.n, 7);
    screen_close(other);
}

/* What is taken away while laws are compared is the comparison; that it is shown is kept. */
static void test_laws_taken_away(void **state) {
    struct table table;
    struct facts facts;
    struct err err;
    struct plan_file *const file = malloc(sizeof *file);
    assert_non_null(file);
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    screen_keys(screen, "v");
    table_init(&table);
    facts_compute(&screen->app, &facts);
    assert_false(fit_table(&screen->app, &facts, &table));
    fit_screen_work(screen);
    assert_true(fit_table(&screen->app, &facts, &table));
    assert_string_equal(table.column[0].name, "law");
    assert_string_equal(table.value[0].word, "chinchilla");
    assert_non_null(strstr(table.words, "--law all --format csv"));
    assert_true(table_at(&table, 0, 2) == 24 && table_at(&table, 0, 3) == 5);
    table_free(&table);
    state_write(&screen->app, file);
    struct screen *const again = screen_open(120, 36, "");
    check_that(state_read(&again->app, "plan.ini", file, &err), "%s", err.text);
    screen_keys(again, "9");
    fit_screen_work(again);
    assert_true(screen_shows(again, "laws compared"));
    assert_true(screen_shows(again, "● chinchilla"));
    free(file);
    screen_close(screen);
    screen_close(again);
}

/* Where the session cannot be kept, a fit that is in no file is asked about before it is lost. */
static void test_quits_with_a_fit(void **state) {
    char folder[SCRATCH_FILE], path[SCRATCH_FILE];
    struct session session;
    scratch_write(*state, "file", "x", 1);
    setenv("XDG_STATE_HOME", scratch_path(*state, "file", folder), 1);
    fit_runs_write(*state, "runs.csv", 6, .001);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 120, 36);
    session_start(&session, &screen->app);
    assert_true(session_may_quit(&session, &screen->app));
    fit_screen_work(screen);
    screen_keys(screen, "x");
    assert_false(session_may_quit(&session, &screen->app));
    assert_non_null(strstr(screen->app.status, "quit again to lose this plan and the fit"));
    assert_true(session_may_quit(&session, &screen->app));
    session.asked = false;
    save_as(screen, scratch_path(*state, "mine.ini", path));
    assert_false(fit_work_unsaved(&screen->app));
    session_end(&session, &screen->app);
    unsetenv("XDG_STATE_HOME");
    screen_close(screen);
}

/* Bits are named, since activations may have others. */
static void test_names_bits(void **state) {
    static const char text[] =
        "N,D,w,a,loss\n1e8,2e9,4,8,3.1\n2e8,4e9,8,8,3.0\n4e8,8e9,16,16,2.9\n1e8,9e9,3,8,3.3\n"
        "2e8,9e9,4,16,2.98\n4e8,2e10,3,4,2.95\n8e8,9e9,8,4,2.87\n8e8,3e10,16,16,2.75\n"
        "3e7,9e8,16,16,3.9\n6e7,9e9,4,4,3.6\n6e7,3e9,8,8,3.5\n3e7,3e9,3,3,4.1\n";
    scratch_write(*state, "runs.csv", text, sizeof text - 1);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 80, 24);
    screen_keys(screen, "Down Right x x x");
    fit_screen_work(screen);
    assert_true(screen_shows(screen, "along bits of w"));
    assert_true(screen_shows(screen, "of view 1's plan, N 1.00B D 100B"));
    screen_close(screen);
}

/* Groups are told apart by the ends of their names, with three dots before them too. */
static void test_group_ends(void **state) {
    static const char text[] =
        "N,D,loss,method\n1e8,2e9,3.1,Method-1\n2e8,4e9,3.0,Method-1\n4e8,8e9,2.9,Method-1\n"
        "1e8,9e9,3.05,Method-22\n2e8,9e9,2.98,Method-22\n4e8,2e10,2.85,Method-22\n"
        "8e8,9e9,2.87,BF16\n8e8,3e10,2.75,BF16\n5e7,3e9,3.4,BF16\n5e7,9e9,3.3,BF16\n";
    scratch_write(*state, "runs.csv", text, sizeof text - 1);
    struct screen *const screen = fit_screen_open(*state, "runs.csv", 80, 24);
    screen->app.ascii = true;
    screen_keys(screen, "Down Right Right Right Down Down Down Down Enter =method Enter");
    fit_screen_work(screen);
    assert_true(screen_shows(screen, "...hod-1 "));
    screen_keys(screen, "PageDown");
    assert_true(screen_shows(screen, "...od-22 "));
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_warned_first, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_own_language, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_completes_columns, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_refuses_names, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_hides_no_shipped, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_no_room, scratch_make, scratch_remove),
        cmocka_unit_test(test_explains_rows),
        cmocka_unit_test_setup_teardown(test_leaves_out, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_laws_taken_away, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_quits_with_a_fit, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_group_ends, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(test_names_bits, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
