/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lessons as a reader meets them: from the list to the last step, and back to one's own plan. */
#include "ui/lesson.h"

#include "../io/scratch.h"
#include "io/lesson_file.h"
#include "io/progress.h"
#include "screen.h"
#include "ui/action.h"
#include "ui/lesson_parts.h"
#include "ui/view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A home of its own, and the shipped lessons. */
static int open_home(void **state) {
    if (scratch_make(state) != 0) return -1;
    const struct scratch *scratch = *state;
    setenv("XDG_DATA_HOME", scratch->folder, 1);
    setenv("XDG_STATE_HOME", scratch->folder, 1);
    return 0;
}

static const char *home_file(void **state, const char *name, char out[SCRATCH_FILE]) {
    return scratch_path(*state, name, out);
}

static void put_lesson(void **state, const char *name, const char *text) {
    char path[SCRATCH_FILE];
    mkdir(home_file(state, "bitplan", path), 0700);
    mkdir(home_file(state, "bitplan/lessons", path), 0700);
    scratch_write(*state, name, text, strlen(text));
}

#define HEAD                                                                                       \
    "[lesson]\ntitle = A small one\nfinding = F\nsource = the source\npresets = sun-2025, "        \
    "kumar-2024\nset = N=2B\n"
#define CHOICE                                                                                     \
    "[step 1]\nset = D=20B\nview = plan\ninput = D\ntext = first of {N}\nask = which?\na = this "  \
    "one\nb = that one\nanswer = b\ncheck = 2 > 1\nshow = so it is\n"
#define NUMBER                                                                                     \
    "[step 2]\nlaw = kumar-2024\nview = explain\ntext = second\nask = how many?\nanswer = D/N\n"   \
    "within = 2\nshow = so many\n[step 3]\ntext = last\n"

static void start_small(void **state, struct screen *screen) {
    char path[SCRATCH_FILE];
    struct err err;
    put_lesson(state, "bitplan/lessons/small.ini", HEAD CHOICE NUMBER);
    home_file(state, "bitplan/lessons/small.ini", path);
    if (!lesson_start(&screen->app, path, "small", 0, &err)) fail_msg("%s", err.text);
    screen_keys(screen, "");
}

/* Every shipped lesson passes its own check: all that it sets can be set, every number in its text
 * is worked out, every claim holds; and it is of the length that a sitting bears. */
static void shipped_ones_hold(void **state) {
    struct preset_list list;
    struct err err;
    (void)state;
    assert_true(lesson_list_read(&list, &err));
    assert_int_equal(list.count, 8);
    for (size_t i = 0; i < list.count; i++) {
        char title[LESSON_TITLE];
        int steps;
        if (!lesson_check(list.entries[i].path, title, &steps, &err)) fail_msg("%s", err.text);
        check_that(steps >= 4 && steps <= 8, "%s has %d steps", title, steps);
    }
    preset_list_free(&list);
}

/* n alone goes from the list's nth lesson to its end, whatever the window; no cell is bad. */
static void walk(int nth, int cols, int rows, bool ascii) {
    struct screen *screen = screen_open_with("kumar-2024 chen-2025", cols, rows, "N=3B", ascii);
    const struct plan own = screen->app.now.plan;
    screen_keys(screen, "8 t");
    for (int i = 0; i < nth; i++)
        screen_keys(screen, "Down");
    screen_keys(screen, "Enter");
    assert_true(lesson_runs(&screen->app));
    int presses = 0;
    for (; lesson_runs(&screen->app) && presses < 200; presses++) {
        char when[80];
        snprintf(when, sizeof when, "lesson %d, n %d times, %dx%d", nth, presses, cols, rows);
        screen_check_cells(screen, when);
        screen_keys(screen, "n");
    }
    check_that(presses < 200, "lesson %d has no end at %dx%d", nth, cols, rows);
    assert_true(screen_bar_shows(screen, "lesson done"));
    assert_true(same_plan(&screen->app.now.plan, &own));
    assert_int_equal(screen->app.view, VIEW_EXPLAIN);
    screen_close(screen);
}

static void each_can_be_walked(void **state) {
    (void)state;
    for (int i = 0; i < 8; i++) {
        walk(i, 80, 24, false);
        walk(i, 60, 16, false);
        walk(i, 120, 36, true);
        walk(i, 200, 60, false);
    }
}

/* All of a step's text comes by in the smallest window. */
static void the_text_is_all_there(void **state) {
    (void)state;
    struct screen *screen = screen_open(60, 16, "");
    screen_keys(screen, "8 t Enter");
    for (int i = 0; i < 4 && !screen_shows(screen, "2/7"); i++)
        screen_keys(screen, "n");
    bool asked = false, begun = screen_shows(screen, "Now its weights");
    for (int i = 0; i < 6; i++) {
        asked = asked || screen_shows(screen, "What becomes of the loss");
        screen_keys(screen, "n");
    }
    assert_true(begun && asked);
    screen_close(screen);
}

static void guesses(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    start_small(state, screen);
    assert_true(screen_shows(screen, "first of 2.00B"));
    assert_true(screen->app.now.plan.D == 20e9 && screen->app.now.plan.N == 2e9);
    assert_string_equal(app_primary(&screen->app)->name, "sun-2025");
    assert_int_equal(screen->app.now.selected, IN_D);
    assert_false(screen_shows(screen, "so it is"));
    screen_keys(screen, ": =lesson-guess Enter =x Enter");
    assert_true(screen_shows(screen, "from a to b"));
    screen_keys(screen, "Escape d");
    assert_false(screen_shows(screen, "It is b"));
    screen_keys(screen, "a");
    assert_true(screen_shows(screen, "It is b, not a."));
    assert_true(screen_shows(screen, "so it is"));
    screen_keys(screen, "a");
    assert_true(screen_bar_shows(screen, "answered"));
    screen_keys(screen, "n");
    assert_string_equal(app_primary(&screen->app)->name, "kumar-2024");
    assert_int_equal(screen->app.view, VIEW_EXPLAIN);
    screen_keys(screen, "a =often Enter");
    assert_true(screen_shows(screen, "expected a number"));
    const double answer = screen->app.now.plan.D / screen->app.now.plan.N;
    char typed[64];
    snprintf(typed, sizeof typed, "C-u =%.0f Enter", answer * 1.9);
    screen_keys(screen, typed);
    assert_true(screen_shows(screen, "Right: 500."));
    assert_true(screen_shows(screen, "so many"));
    screen_keys(screen, "BSpace n n");
    assert_true(screen_shows(screen, "how many?"));
    snprintf(typed, sizeof typed, "a =%.0f Enter", answer * 2.1);
    screen_keys(screen, typed);
    assert_true(screen_shows(screen, "It is 500, not 1050."));
    screen_keys(screen, "n a");
    assert_true(screen_bar_shows(screen, "nothing is asked"));
    screen_close(screen);
}

/* The reader moves as they like; a step brings its own plan, R and u too. */
static void moving_about(void **state) {
    struct screen *screen = screen_open(100, 30, "N=7B");
    screen_keys(screen, "m");
    start_small(state, screen);
    const struct plan step = screen->app.now.plan;
    screen_keys(screen, "Right Right 4 5 1 Escape");
    assert_true(screen_bar_shows(screen, "Q leaves the lesson"));
    assert_false(same_plan(&screen->app.now.plan, &step));
    assert_true(lesson_runs(&screen->app) && screen_shows(screen, "first of"));
    const struct plan moved = screen->app.now.plan;
    screen_keys(screen, "R");
    assert_true(same_plan(&screen->app.now.plan, &step));
    screen_keys(screen, "u");
    assert_true(same_plan(&screen->app.now.plan, &moved));
    screen_keys(screen, "n n");
    assert_true(screen_shows(screen, "second"));
    screen_keys(screen, "BSpace");
    assert_true(same_plan(&screen->app.now.plan, &step));
    screen_keys(screen, "BSpace");
    assert_true(screen_bar_shows(screen, "first step"));
    assert_int_equal(screen->app.pins.count, 1);
    screen_close(screen);
}

/* Plan, laws, view and undo are as they were; what was pinned stays. */
static void leaving_brings_all_back(void **state) {
    struct screen *screen = screen_open(100, 30, "N=7B");
    screen_keys(screen, "Right Right p Down Enter 2 y");
    const struct plan own = screen->app.now.plan;
    const int y = screen->app.curve.y;
    const struct preset *law = app_primary(&screen->app);
    start_small(state, screen);
    screen_keys(screen, "Right Right n n p Down Enter m 3 Q");
    assert_false(lesson_runs(&screen->app));
    assert_true(same_plan(&screen->app.now.plan, &own));
    assert_ptr_equal(app_primary(&screen->app), law);
    assert_int_equal(screen->app.preset_count, 5);
    assert_int_equal(screen->app.view, VIEW_CURVE);
    assert_int_equal(screen->app.curve.y, y);
    assert_int_equal(screen->app.pins.count, 1);
    screen_keys(screen, "u u u");
    assert_true(screen_value(screen, IN_N) == 7e9);
    screen_keys(screen, "u");
    assert_true(screen_bar_shows(screen, "nothing to undo"));
    screen_keys(screen, "n a R Q BSpace");
    assert_string_equal(screen->app.status, "");
    assert_true(screen_value(screen, IN_N) == 7e9);
    screen_close(screen);
}

/* Quitting within a lesson leaves one's own plan behind. */
static void quitting_leaves_it(void **state) {
    struct screen *screen = screen_open(80, 24, "N=7B");
    const struct plan own = screen->app.now.plan;
    start_small(state, screen);
    struct app *outside = malloc(sizeof *outside);
    assert_non_null(outside);
    lesson_outside(&screen->app, outside);
    assert_true(same_plan(&outside->now.plan, &own));
    assert_int_equal(outside->preset_count, 5);
    assert_string_equal(app_primary(outside)->name, "kumar-2024");
    assert_true(lesson_runs(&screen->app) && screen->app.preset_count == 2);
    free(outside);
    app_event(&screen->app, &(struct event){.kind = EVENT_KEY, .key = 'q'});
    assert_true(screen->app.quit);
    assert_true(same_plan(&screen->app.now.plan, &own));
    screen_close(screen);
}

/* They come before a view's own while a lesson runs, and are nothing anywhere when none does: not
 * in the last row, not in the palette. The user's keys come before them, and the panel names those.
 */
static void keys_of_its_own(void **state) {
    struct screen *screen = screen_open(120, 30, "");
    struct err err;
    const struct action *const next = action_find(&lesson_keys, "lesson-next");
    screen_keys(screen, "m 6");
    assert_string_equal(action_for(&screen->app, 'n')->name, "rename-pin");
    assert_null(action_for(&screen->app, 'Q'));
    assert_true(screen_bar_shows(screen, "n name"));
    assert_true(user_keys_bind(&screen->app.keys, "x", "lesson-next", &err));
    assert_null(action_for(&screen->app, 'x'));
    screen_keys(screen, ": =lesson-nex");
    assert_false(screen_shows(screen, "the answer, the next step"));
    screen_keys(screen, "Escape");
    start_small(state, screen);
    screen_keys(screen, "6");
    assert_ptr_equal(action_for(&screen->app, 'n'), next);
    assert_ptr_equal(action_for(&screen->app, 'x'), next);
    assert_false(screen_bar_shows(screen, "name"));
    assert_true(screen_shows(screen, "x show me"));
    assert_true(user_keys_bind(&screen->app.keys, "Q", "none", &err));
    screen_keys(screen, "Q Escape");
    assert_true(lesson_runs(&screen->app));
    assert_true(screen_bar_shows(screen, ":lesson-leave leaves the lesson"));
    screen_keys(screen, "x x");
    assert_true(screen_shows(screen, "second"));
    screen_keys(screen, ": =lesson-leave Enter");
    assert_false(lesson_runs(&screen->app));
    screen_close(screen);
}

static void press_on(struct screen *screen, const char *text) {
    int x, y;
    check_that(screen_find(screen, text, 1, &x, &y), "%s is not on screen", text);
    screen_mouse(screen, EVENT_PRESS, x, y);
    screen_mouse(screen, EVENT_RELEASE, x, y);
}

static void with_the_mouse(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    put_lesson(state, "bitplan/lessons/small.ini", HEAD CHOICE NUMBER);
    screen_keys(screen, "8");
    press_on(screen, "lessons");
    press_on(screen, "A small one");
    assert_true(screen_shows(screen, "first of 2.00B"));
    press_on(screen, "that one");
    assert_true(screen_shows(screen, "Right: b."));
    press_on(screen, "n next");
    press_on(screen, "a guess");
    screen_keys(screen, "=500 Enter");
    assert_true(screen_shows(screen, "Right: 500."));
    /* a view's own mouse, in the rows that are left */
    screen_keys(screen, "1");
    const struct rect track = screen_track(screen, IN_N);
    screen_mouse(screen, EVENT_PRESS, track.x + track.w - 1, track.y);
    screen_mouse(screen, EVENT_RELEASE, track.x + track.w - 1, track.y);
    assert_true(screen_value(screen, IN_N) == inputs[IN_N].high);
    press_on(screen, "Backspace back");
    assert_true(screen_shows(screen, "first of 2.00B"));
    press_on(screen, "Q leave");
    assert_false(lesson_runs(&screen->app));
    screen_close(screen);
}

/* What only setting and working out can find: file and line are named, and nothing has changed. */
static void claims_that_fail(void **state) {
    static const struct breakage breakages[] = {
        {HEAD "[step 1]\ntext = t\nset = N=big\n", 0, 9, "N=big", "expected"},
        {HEAD "[step 1]\ntext = t\nlaw = chen-2025\n", 0, 9, "chen-2025", "lesson's presets"},
        {HEAD "[step 1]\ntext = t\nview = plam\n", 0, 9, "plam", "plan"},
        {HEAD "[step 1]\ntext = t\ntxet = t\n", 0, 9, "txet", "expected"},
        {HEAD "[step 1]\ntext = t\nprimary = 2\n", 0, 9, "primary", "law = NAME"},
        {HEAD "[step 1]\ntext = t\nbaseline = A\n", 0, 9, "baseline", "expected none"},
        {HEAD "[step 1]\ntext = t\nmap.kept = on\nmap.kept_x.low = 2\n", 0, 7, "map.kept",
         "expected each low end below"},
        {HEAD "[step 1]\ntext = t\nformats.bits = 3\nformats.E = 8\n", 0, 7, "E 8", "no format"},
        {HEAD "[step 1]\ntext = {lose}\n", 0, 8, "lose", "loss"},
        {HEAD "[step 1]\ntext = a { brace\n", 0, 8, "{", "expected {SUM}"},
        {HEAD "[step 1]\ntext = {n_eff}\n", 0, 8, "no value", "expected a number"},
        {HEAD "[step 1]\ntext = t\ncheck = 2 < 1\n", 0, 9, "2 < 1", "expected what is so"},
        {HEAD "[step 1]\ntext = t\ncheck = loss\n", 0, 9, "ends", "expected <"},
        {HEAD "[step 1]\ntext = t\nask = q\nanswer = n_eff\nwithin = 2\nshow = s\n", 0, 10, "n_eff",
         "expected a number"},
        {HEAD "[step 1]\ntext = t\nask = q\nanswer = D\nwithin = 0\nshow = s\n", 0, 11,
         "within = 0", "expected a factor"},
        {"[lesson]\ntitle = T\nfinding = F\nsource = S\npresets = kumar-2042\n[step 1]\ntext = t\n",
         0, 5, "kumar-2042", "expected kumar-2024"},
    };
    struct screen *screen = screen_open(80, 24, "N=7B");
    const struct plan own = screen->app.now.plan;
    for (size_t i = 0; i < sizeof breakages / sizeof *breakages; i++) {
        char path[SCRATCH_FILE], title[LESSON_TITLE];
        int steps;
        struct err err;
        scratch_write(*state, "bad.ini", breakages[i].text, strlen(breakages[i].text));
        home_file(state, "bad.ini", path);
        check_that(!lesson_start(&screen->app, path, "bad", 0, &err), "%s", breakages[i].text);
        check_message(&err, path, &breakages[i]);
        assert_false(lesson_runs(&screen->app));
        assert_true(same_plan(&screen->app.now.plan, &own));
        assert_int_equal(screen->app.preset_count, 5);
        assert_false(lesson_check(path, title, &steps, &err));
    }
    screen_close(screen);
}

/* A broken one is named in the list and keeps no other from it; one's own of a shipped name wins.
 */
static void the_list(void **state) {
    put_lesson(state, "bitplan/lessons/0-broken.ini", "[lesson]\ntitel = T\n");
    put_lesson(state, "bitplan/lessons/1-more-data-can-hurt.ini", HEAD CHOICE NUMBER);
    struct screen *screen = screen_open(80, 24, "");
    screen_keys(screen, "8 t");
    assert_true(screen_shows(screen, "broken"));
    assert_true(screen_shows(screen, "0-broken.ini:2: titel; expected title"));
    assert_true(screen_shows(screen, "A small one"));
    assert_false(screen_shows(screen, "More data can hurt"));
    assert_true(screen_shows(screen, "Why seven or eight bits"));
    screen_keys(screen, "Enter");
    assert_true(screen_bar_shows(screen, "titel"));
    assert_false(lesson_runs(&screen->app));
    screen_keys(screen, "t End");
    assert_true(screen_shows(screen, "2404.10102"));
    screen_keys(screen, "Escape");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

static void progress_is_kept(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    screen->app.keeps_progress = true;
    screen_keys(screen, "8 t Down Enter n n n Q");
    screen_keys(screen, "t");
    assert_true(screen_shows(screen, "step 2"));
    screen_close(screen);
    char *kept = scratch_read(*state, "bitplan/lessons");
    assert_non_null(strstr(kept, "2-why-seven-or-eight-bits = 2\n"));
    free(kept);

    screen = screen_open(80, 24, "");
    screen->app.keeps_progress = true;
    screen_keys(screen, "8 t Down Enter");
    assert_true(screen_shows(screen, "2/7"));
    while (lesson_runs(&screen->app))
        screen_keys(screen, "n");
    screen_keys(screen, "t");
    assert_true(screen_shows(screen, "✓ done"));
    screen_close(screen);
    kept = scratch_read(*state, "bitplan/lessons");
    assert_non_null(strstr(kept, "2-why-seven-or-eight-bits = 1 done\n"));
    free(kept);
}

/* As `bitplan render` and tests are. */
static void nothing_is_written_unasked(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    screen_keys(screen, "8 t Enter n Q");
    screen_close(screen);
    assert_int_equal(scratch_count(*state), 0);
}

/* A broken file stays as it is; a home that cannot be written to is told of once. */
static void progress_that_cannot_be_kept(void **state) {
    static const char broken[] = "[lessons]\nsmall = lots\n";
    char path[SCRATCH_FILE];
    mkdir(home_file(state, "bitplan", path), 0700);
    scratch_write(*state, "bitplan/lessons", broken, strlen(broken));
    struct screen *screen = screen_open(120, 24, "");
    screen->app.keeps_progress = true;
    screen_keys(screen, "8 t Enter n Q");
    assert_true(screen_bar_shows(screen, "progress is not kept"));
    screen_keys(screen, "t Enter Q");
    assert_false(screen_bar_shows(screen, "progress is not kept"));
    assert_true(screen_bar_shows(screen, "lesson left"));
    screen_close(screen);
    char *kept = scratch_read(*state, "bitplan/lessons");
    assert_string_equal(kept, broken);
    free(kept);

    unlink(home_file(state, "bitplan/lessons", path));
    setenv("XDG_STATE_HOME", home_file(state, "bitplan/file", path), 1);
    scratch_write(*state, "bitplan/file", "x", 1);
    screen = screen_open(120, 24, "");
    screen->app.keeps_progress = true;
    screen_keys(screen, "8 t Enter n Q");
    assert_true(screen_bar_shows(screen, "progress is not kept"));
    screen_keys(screen, "t");
    assert_true(screen_shows(screen, "step 2"));
    screen_close(screen);
}

/* Every view at every usual size keeps within the rows that the panel leaves it. */
static void every_view_above_the_panel(void **state) {
    static const int sizes[][2] = {{60, 16}, {60, 17}, {61, 20}, {80, 24}, {120, 36}, {200, 60}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct screen *screen = screen_open(sizes[i][0], sizes[i][1], "");
        start_small(state, screen);
        for (int view = 0; view < VIEW_COUNT; view++) {
            char key[] = {views[view]->key, '\0'};
            screen_keys(screen, key);
            screen_keys(screen, "Right Down x y Enter PageDown u");
            screen_check_cells(screen, views[view]->name);
            check_that(screen_shows(screen, "first of 2.00B"), "%s hides the panel at %dx%d",
                       views[view]->name, sizes[i][0], sizes[i][1]);
            check_that(screen_shows(screen, "leave"), "%s hides the keys", views[view]->name);
        }
        screen_close(screen);
    }
}

#define IN_A_HOME(test) cmocka_unit_test_setup_teardown(test, open_home, scratch_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_HOME(shipped_ones_hold),
        IN_A_HOME(each_can_be_walked),
        IN_A_HOME(the_text_is_all_there),
        IN_A_HOME(guesses),
        IN_A_HOME(moving_about),
        IN_A_HOME(leaving_brings_all_back),
        cmocka_unit_test_setup_teardown(keys_of_its_own, open_home, scratch_remove),
        IN_A_HOME(quitting_leaves_it),
        IN_A_HOME(with_the_mouse),
        IN_A_HOME(claims_that_fail),
        IN_A_HOME(the_list),
        IN_A_HOME(progress_is_kept),
        IN_A_HOME(nothing_is_written_unasked),
        IN_A_HOME(progress_that_cannot_be_kept),
        IN_A_HOME(every_view_above_the_panel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
