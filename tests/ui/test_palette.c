/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/palette.h"

#include "io/scratch.h"
#include "screen.h"
#include "ui/action.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct palette_item *item_at(const struct screen *screen, int index) {
    const struct palette *const palette = screen->app.palette;
    assert_in_range(index, 0, palette->found - 1);
    return &palette->item[palette->order[index]];
}

static bool has(const struct screen *screen, const char *name) {
    for (int i = 0; i < screen->app.palette->found; i++) {
        if (strcmp(item_at(screen, i)->name, name) == 0) return true;
    }
    return false;
}

static void all_there_is(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    screen_keys(screen, "m 3 :");
    for (int i = 0; i < planner_keys.action_count; i++)
        assert_true(has(screen, planner_keys.actions[i].name));
    for (int i = 0; i < views[VIEW_MAP]->keys->action_count; i++)
        assert_true(has(screen, views[VIEW_MAP]->keys->actions[i].name));
    for (int i = 0; i < VIEW_COUNT; i++)
        assert_true(has(screen, views[i]->title));
    for (int i = 0; i < INPUT_COUNT; i++) {
        char name[16];
        snprintf(name, sizeof name, "%s=", inputs[i].name);
        assert_true(has(screen, name));
    }
    for (int i = 0; i < SHIPPED_PRESETS; i++)
        assert_true(has(screen, shipped_presets[i]));
    assert_true(has(screen, "A"));
    screen_close(screen);
}

/* What a name typed in full or nearly finds first. */
static void names_find_their_own(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    for (int i = 0; i < planner_keys.action_count; i++) {
        char keys[64];
        snprintf(keys, sizeof keys, ": =%s", planner_keys.actions[i].name);
        screen_keys(screen, keys);
        check_that(strcmp(item_at(screen, 0)->name, planner_keys.actions[i].name) == 0,
                   "%s finds %s", keys, item_at(screen, 0)->name);
        screen_keys(screen, "Escape");
    }
    screen_keys(screen, ": =quest");
    assert_string_equal(item_at(screen, 0)->name, "quest-2025");
    screen_keys(screen, "C-u =tke Space =opt");
    assert_string_equal(item_at(screen, 0)->name, "optimum");
    screen_close(screen);
}

static void words_with_values_are_set(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    screen_keys(screen, ": =post=5");
    assert_true(screen_shows(screen, "Enter sets it"));
    assert_false(screen_shows(screen, "0 of "));
    screen_keys(screen, "Enter : =fmt=INT8 Enter");
    assert_true(screen_bar_shows(screen, "E and M, of the fp law, stay"));
    screen_keys(screen, ": =fmt=FP8 Enter");
    assert_false(screen_bar_shows(screen, "E and M, of the fp law, stay"));
    screen_close(screen);
}

static void enter_runs(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    screen_keys(screen, ": =coarse-up Enter");
    assert_true(screen_value(screen, IN_N) == 70e9);
    assert_null(screen->app.palette);
    screen_keys(screen, ": =Explain Enter");
    assert_int_equal(screen->app.view, VIEW_EXPLAIN);
    screen_keys(screen, ": =quest Enter");
    assert_string_equal(app_primary(&screen->app)->name, "quest-2025");
    screen_keys(screen, ": =undo Enter");
    assert_string_equal(app_primary(&screen->app)->name, "kumar-2024");
    screen_keys(screen, ": =help Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_HELP);
    screen_keys(screen, "Escape : =presets Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_PICKER);
    screen_keys(screen, "Escape : Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

static void tab_completes_words(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    screen_keys(screen, ": =training Space =tok Tab");
    assert_string_equal(screen->app.field.text, "training D=");
    screen_keys(screen, "C-u =N=70B Space =group Tab =32 Space =P=6 Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    assert_true(screen_value(screen, IN_N) == 70e9);
    assert_true(screen_value(screen, IN_G) == 32);
    assert_true(screen_value(screen, IN_KV) == 6);
    /* Enter on an input asks for its value; what was typed before comes first. */
    screen_keys(screen, ": =post Enter");
    assert_string_equal(screen->app.field.text, "post=");
    screen_keys(screen, "=5 Enter");
    assert_true(screen_value(screen, IN_POST) == 5);
    screen_keys(screen, ": Up Up");
    assert_string_equal(item_at(screen, screen->app.palette->at)->name, "N=70B G=32 P=6");
    screen_keys(screen, "Enter");
    assert_true(screen_value(screen, IN_POST) == 5);
    screen_close(screen);
}

static void errors_stay_in_place(void **state) {
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    screen_keys(screen, ": =N=7B Space =Q=3 Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_PALETTE);
    assert_true(screen_shows(screen, "Q: unknown name"));
    assert_string_equal(screen->app.field.text, "N=7B Q=3");
    /* What is clicked on is where it was seen, the error being on screen. */
    int x, y;
    screen_keys(screen, "C-u =N=70B Enter : =N=8B Enter : =N= Enter");
    assert_true(screen->app.status_bad);
    assert_true(screen_find(screen, "N=70B ", 10, &x, &y));
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_true(screen_value(screen, IN_N) == 70e9);
    screen_keys(screen, ": =zzzz Enter");
    assert_true(screen_shows(screen, "zzzz"));
    assert_true(screen->app.status_bad);
    screen_keys(screen, "C-c");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    assert_null(screen->app.palette);
    screen_close(screen);
}

static void arrows_and_mouse_choose(void **state) {
    int x, y;
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    screen_keys(screen, ": =fine");
    assert_int_equal(screen->app.palette->at, 0);
    screen_keys(screen, "Up C-p Down C-n Down Down");
    assert_int_equal(screen->app.palette->at, -1);
    screen_keys(screen, "C-u =fine");
    assert_true(screen_find(screen, "fine-up ", 0, &x, &y));
    screen_mouse(screen, EVENT_WHEEL_UP, x, y);
    assert_int_equal(screen->app.palette->at, 1);
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    assert_true(screen_value(screen, IN_N) > 7e9);
    screen_keys(screen, ":");
    screen_mouse(screen, EVENT_PRESS, 5, 2);
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

static void matches_are_marked(void **state) {
    int x, y;
    struct screen *screen = screen_open(80, 24, "");
    (void)state;
    screen_keys(screen, ": =nv");
    assert_true(screen_find(screen, "next-view", 0, &x, &y));
    for (int i = 0; i < 9; i++) {
        const bool marked = canvas_at(&screen->canvas, x + i, y)->ink.attr & ATTR_UNDERLINE;
        assert_int_equal(marked, i == 0 || i == 5);
    }
    screen_close(screen);
}

/* A plan file of the present folder: plan, presets, pins, and undo brings the old ones back. */
static void files_are_loaded(void **state) {
    static const char text[] = "[plan]\nN = 70e9\nw = 4\npresets = quest-2025, kumar-2024\n"
                               "[pin A]\nN = 1e9\n[pin half]\nN = 2e9\n";
    char *const home = getcwd(NULL, 0);
    const struct scratch *const scratch = *state;
    struct screen *screen = screen_open(80, 24, "");
    scratch_write(scratch, "mine.ini", text, strlen(text));
    scratch_write(scratch, "bad.ini", "[plan]\nN = x\n", 13);
    assert_int_equal(chdir(scratch->folder), 0);
    screen_keys(screen, "m : =mine.ini Enter");
    assert_int_equal(chdir(home), 0);
    free(home);
    assert_true(screen_value(screen, IN_N) == 70e9);
    assert_true(screen_value(screen, IN_W) == 4);
    assert_string_equal(app_primary(&screen->app)->name, "quest-2025");
    assert_int_equal(screen->app.preset_count, 6);
    assert_int_equal(screen->app.pins.count, 2);
    assert_true(screen_bar_shows(screen, "1 pin"));
    screen_keys(screen, "u");
    assert_true(screen_value(screen, IN_N) == 7e9);
    assert_string_equal(app_primary(&screen->app)->name, "kumar-2024");
    screen_close(screen);
}

static void a_bad_file_changes_nothing(void **state) {
    char *const home = getcwd(NULL, 0);
    const struct scratch *const scratch = *state;
    struct screen *screen = screen_open(80, 24, "");
    const struct moment before = screen->app.now;
    scratch_write(scratch, "bad.ini", "[plan]\nN = x\n", 13);
    assert_int_equal(chdir(scratch->folder), 0);
    screen_keys(screen, ": =bad.ini Enter");
    assert_int_equal(chdir(home), 0);
    free(home);
    assert_true(screen_bar_shows(screen, "bad.ini:2:"));
    assert_true(same_plan(&before.plan, &screen->app.now.plan));
    assert_int_equal(screen->app.undo.count, 1);
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_there_is),
        cmocka_unit_test(names_find_their_own),
        cmocka_unit_test(enter_runs),
        cmocka_unit_test(words_with_values_are_set),
        cmocka_unit_test(tab_completes_words),
        cmocka_unit_test(errors_stay_in_place),
        cmocka_unit_test(arrows_and_mouse_choose),
        cmocka_unit_test(matches_are_marked),
        cmocka_unit_test_setup_teardown(files_are_loaded, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(a_bad_file_changes_nothing, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
