/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner's state through a plan file and back: the same state, and the same screen. */
#include "ui/state.h"

#include "../io/scratch.h"
#include "screen.h"
#include <stdlib.h>
#include <string.h>

/* Keys that leave something behind in each view. */
static const char *const walks[] = {
    "",
    "Right Right Down",
    "f Right m Right m Down Left",
    "2 x x y Right Right",
    "2 v Right",
    "2 Y Y",
    "3 Right Right Up",
    "3 x y z f",
    "3 g g g Up",
    "3 Up Enter Left",
    "4 Down Down y",
    "4 w Down y y y",
    "4 t =2.9 Enter",
    "5 Right Right Down",
    "5 i d",
    "5 g g Left",
    "8 Down Down",
    "p Down Enter m",
};

static void fresh_from(struct screen *screen, const struct plan_file *file, struct app *app) {
    struct preset *presets[APP_PRESETS];
    for (int i = 0; i < file->preset_count; i++) {
        struct err err;
        presets[i] = malloc(sizeof *presets[i]);
        assert_non_null(presets[i]);
        if (!preset_file_open(file->presets[i], presets[i], &err)) fail_msg("%s", err.text);
    }
    app_init(app, &file->plan, presets, file->preset_count, false);
    app->cols = screen->app.cols;
    app->rows = screen->app.rows;
}

static void check_same_screen(struct app *a, struct app *b, const char *keys) {
    a->status[0] = b->status[0] = '\0';
    a->overlay = b->overlay = OVERLAY_NONE;
    struct canvas one = canvas_new(a->cols, a->rows, false),
                  two = canvas_new(a->cols, a->rows, false);
    app_draw(a, &one);
    app_draw(b, &two);
    for (int i = 0; i < one.cols * one.rows; i++) {
        if (memcmp(&one.cells[i], &two.cells[i], sizeof *one.cells) != 0)
            fail_msg("after \"%s\" the cell at %d, %d is another", keys, i % one.cols,
                     i / one.cols);
    }
    canvas_free(&one);
    canvas_free(&two);
}

static void through_a_file(struct scratch *scratch, const char *keys) {
    struct screen *screen = screen_open(120, 36, "N=7B D=1T w=4 post=3");
    struct plan_file *file = calloc(3, sizeof *file);
    struct app *app = malloc(sizeof *app);
    char path[SCRATCH_FILE];
    struct err err;
    assert_true(file && app);
    screen_keys(screen, keys);
    state_write(&screen->app, &file[0]);
    FILE *to = fopen(scratch_path(scratch, "plan.ini", path), "w");
    assert_true(to && plan_file_write(to, "bitplan", &file[0], &err) && fclose(to) == 0);
    if (!plan_file_read(path, &file[1], &err)) fail_msg("%s", err.text);
    fresh_from(screen, &file[1], app);
    if (!state_read(app, path, &file[1], &err)) fail_msg("after \"%s\": %s", keys, err.text);
    state_write(app, &file[2]);
    assert_memory_equal(&file[0], &file[2], sizeof *file);
    check_same_screen(&screen->app, app, keys);
    app_free(app);
    free(app);
    free(file);
    screen_close(screen);
}

static void every_view_comes_back(void **state) {
    for (size_t i = 0; i < sizeof walks / sizeof *walks; i++)
        through_a_file(*state, walks[i]);
}

/* Any keys at all. */
static void any_walk_comes_back(void **state) {
    static const char *const keys[] = {"Right", "Left", "Up",  "Down",  "1", "2", "3",   "4", "5",
                                       "8",     "x",    "y",   "z",     "f", "g", "v",   "w", "i",
                                       "d",     "m",    "Tab", "Enter", "H", "L", "End", "o"};
    uint64_t random = 20261122;
    for (int n = 0; n < 40; n++) {
        char walk[256] = "";
        for (int i = 0; i < 20; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            const size_t at = (size_t)(random >> 33) % (sizeof keys / sizeof *keys);
            strcat(strcat(walk, keys[at]), " ");
        }
        through_a_file(*state, walk);
    }
}

static void what_is_no_setting(void **state) {
    static const char *const wrong[][3] = {
        {"veiw", "plan", "veiw: unknown; did you mean view"},
        {"view", "plam", "view: plam: unknown; did you mean plan"},
        {"curve.x", "Q", "curve.x: Q: unknown"},
        {"curve.log", "yes", "expected on or off"},
        {"curve.cursor", "much", "expected a number"},
        {"formats.bits", "99", "expected a whole number up to"},
        {"map.x", "loss", "unknown"},
        {"baseline", "Z", "no such pin"},
        {"held", "-1", "above 0"},
        {"primary", "6", "from 1 to 5"},
    };
    struct screen *screen = screen_open(80, 24, "N=7B");
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err err;
        assert_false(state_set(&screen->app, wrong[i][0], wrong[i][1], &err));
        if (!strstr(err.text, wrong[i][2]))
            fail_msg("\"%s\" is not said: %s", wrong[i][2], err.text);
    }
    screen_close(screen);
}

static void what_does_not_go_together(void **state) {
    static const struct plan_file files[] = {
        {.settings = {{"formats.bits", "4", 3}, {"formats.E", "8", 4}}, .setting_count = 2},
        {.settings = {{"map.kept", "on", 3}}, .setting_count = 1},
        {.settings = {{"optimum.target", "-2", 3}}, .setting_count = 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct screen *screen = screen_open(80, 24, "N=7B");
        struct err err;
        assert_false(state_read(&screen->app, "plan.ini", &files[i], &err));
        assert_non_null(strstr(err.text, "plan.ini: [view]"));
        screen_close(screen);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_view_comes_back, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(any_walk_comes_back, scratch_make, scratch_remove),
        cmocka_unit_test(what_is_no_setting),
        cmocka_unit_test(what_does_not_go_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
