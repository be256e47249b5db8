/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner by its keys. */
#include "ui/screen.h"

#include "base/text.h"
#include <stdlib.h>
#include <string.h>

static int open_planner(void **state) {
    *state = screen_open(120, 36, "");
    return 0;
}

static int close_planner(void **state) {
    screen_close(*state);
    return 0;
}

static enum input selected(const struct screen *screen) {
    return screen->app.now.selected;
}

static void select_wraps(void **state) {
    struct screen *screen = *state;
    assert_int_equal(selected(screen), IN_N);
    for (int i = 1; i <= INPUT_COUNT; i++) {
        screen_keys(screen, i % 2 ? "Down" : "j");
        assert_int_equal(selected(screen), i % INPUT_COUNT);
    }
    screen_keys(screen, "Up");
    assert_int_equal(selected(screen), INPUT_COUNT - 1);
    screen_keys(screen, "k");
    assert_int_equal(selected(screen), INPUT_COUNT - 2);
    assert_int_equal(screen->app.undo.count, 1);
}

static void selection_is_marked(void **state) {
    struct screen *screen = *state;
    for (int i = 0; i < INPUT_COUNT; i++) {
        char mark[32];
        snprintf(mark, sizeof mark, "▸%s ", inputs[i].name);
        assert_true(screen_shows(screen, mark));
        screen_keys(screen, "Down");
    }
}

static void steps_are_the_tables(void **state) {
    static const struct {
        const char *keys;
        int direction;
        enum step_size size;
    } steps[] = {
        {"Right", +1, STEP_ONE},      {"l", +1, STEP_ONE},    {"Left", -1, STEP_ONE},
        {"h", -1, STEP_ONE},          {".", +1, STEP_FINE},   {",", -1, STEP_FINE},
        {"S-Right", +1, STEP_COARSE}, {"L", +1, STEP_COARSE}, {"S-Left", -1, STEP_COARSE},
        {"H", -1, STEP_COARSE},
    };
    struct screen *screen = *state;
    for (int i = 0; i < INPUT_COUNT; i++) {
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
            const double before = screen_value(screen, (enum input)i);
            const double next =
                input_step((enum input)i, before, steps[s].direction, steps[s].size);
            screen_keys(screen, steps[s].keys);
            check_that(screen_value(screen, (enum input)i) == next, "%s by %s: %g", inputs[i].name,
                       steps[s].keys, screen_value(screen, (enum input)i));
        }
        screen_keys(screen, "Down");
    }
}

static void steps_are_what_they_say(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "Right");
    assert_true(screen_value(screen, IN_N) == 14e9);
    screen_keys(screen, "L");
    assert_true(screen_value(screen, IN_N) == 140e9);
    screen_keys(screen, "Down Down . Left");
    assert_true(screen_value(screen, IN_W) == 7.1);
    screen_keys(screen, "End");
    assert_true(screen_value(screen, IN_W) == PLAN_OFF);
    screen_keys(screen, "Right");
    assert_true(screen_value(screen, IN_W) == PLAN_OFF);
    assert_true(screen_bar_shows(screen, "w is at the end of its range"));
    screen_keys(screen, "Left");
    assert_true(screen_value(screen, IN_W) == 16);
    screen_keys(screen, "Home Left");
    assert_true(screen_value(screen, IN_W) == 1);
}

/* A step that does nothing leaves nothing to undo. */
static void no_change_is_not_remembered(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "Home");
    const int count = screen->app.undo.count;
    screen_keys(screen, "Home Left , H");
    assert_int_equal(screen->app.undo.count, count);
}

static void values_are_typed(void **state) {
    static const struct {
        enum input input;
        const char *text;
        double value;
    } typed[] = {{IN_N, "70B", 70e9},
                 {IN_N, "1.5e12", 1.5e12},
                 {IN_N, "7_000_000", 7e6},
                 {IN_D, "15T", 15e12},
                 {IN_W, "off", PLAN_OFF},
                 {IN_W, "3.5", 3.5},
                 {IN_G, "32", 32},
                 {IN_G, "channel", PLAN_CHANNEL},
                 {IN_G, "tensor", PLAN_TENSOR},
                 {IN_POST, "2", 2},
                 {IN_C, "1e25", 1e25},
                 {IN_C, "own", PLAN_OWN},
                 {IN_BIAS, "off", 0},
                 {IN_FC2, "8", 8},
                 {IN_DINF, "0", 0}};
    struct screen *screen = *state;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        char keys[64];
        while (selected(screen) != typed[i].input)
            screen_keys(screen, "Down");
        snprintf(keys, sizeof keys, "%s =%s Enter", i % 2 ? "=" : "Enter", typed[i].text);
        screen_keys(screen, keys);
        assert_int_equal(screen->app.overlay, OVERLAY_NONE);
        check_that(screen_value(screen, typed[i].input) == typed[i].value, "%s", typed[i].text);
    }
}

static void errors_keep_what_was_typed(void **state) {
    static const char *const wrong[] = {"7x", "1e99", "-3", "channel", "nan", "N=7x", "Q=3", "8,5"};
    struct screen *screen = *state;
    screen_keys(screen, "Down Down");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char keys[64];
        const struct plan before = screen->app.now.plan;
        snprintf(keys, sizeof keys, "= =%s Enter", wrong[i]);
        screen_keys(screen, keys);
        assert_int_equal(screen->app.overlay, OVERLAY_FIELD);
        assert_string_equal(screen->app.field.text, wrong[i]);
        assert_true(screen_bar_shows(screen, wrong[i]));
        assert_true(screen->app.status[0] && screen->app.status_bad);
        assert_true(screen_shows(screen, screen->app.status));
        assert_true(same_plan(&before, &screen->app.now.plan));
        assert_int_equal(screen->app.undo.count, 1);
        screen_keys(screen, "BSpace");
        assert_false(screen->app.status[0]);
        screen_keys(screen, "C-u =5 Enter");
        assert_int_equal(screen->app.overlay, OVERLAY_NONE);
        assert_true(screen_value(screen, IN_W) == 5);
        screen_keys(screen, "u");
        undo_start(&screen->app.undo, &screen->app.now);
    }
}

static void words_all_or_none(void **state) {
    struct screen *screen = *state;
    const struct plan before = screen->app.now.plan;
    screen_keys(screen, ": =N=70B Space =D=15T Space Space =fmt=E5M2 Space =post=off Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    const struct plan expected = plan_of("N=70B D=15T fmt=E5M2 post=off");
    assert_true(same_plan(&expected, &screen->app.now.plan));
    screen_keys(screen, "u");
    assert_true(same_plan(&before, &screen->app.now.plan));
    screen_keys(screen, ": =N=1B Space =D=1x Space =w=4 Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_PALETTE);
    assert_true(same_plan(&before, &screen->app.now.plan));
    assert_true(screen_shows(screen, "D=1x"));
    screen_keys(screen, "Escape");
    /* The field of one input takes words as well. */
    screen_keys(screen, "= =N=1B Space =w=4 Enter");
    const struct plan both = plan_of("N=1B w=4");
    assert_true(same_plan(&both, &screen->app.now.plan));
}

static void letters_go_into_the_field(void **state) {
    struct screen *screen = *state;
    const struct plan before = screen->app.now.plan;
    char letters[128] = "";
    for (char c = '!'; c <= '~'; c++)
        text_append(letters, sizeof letters, "%c", c);
    for (int assigns = 0; assigns < 2; assigns++) {
        screen_keys(screen, assigns ? ":" : "=");
        for (const char *at = letters; *at; at++)
            app_event(&screen->app, &(struct event){.kind = EVENT_KEY, .key = (uint32_t)*at});
        assert_string_equal(screen->app.field.text, letters);
        assert_int_equal(screen->app.overlay, assigns ? OVERLAY_PALETTE : OVERLAY_FIELD);
        assert_false(screen->app.quit);
        screen_keys(screen, "é");
        assert_string_equal(screen->app.field.text + strlen(letters), "é");
        screen_keys(screen, "Up Down Tab F1 Escape");
        assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    }
    assert_true(same_plan(&before, &screen->app.now.plan));
    assert_int_equal(selected(screen), IN_N);
}

static void escape_and_nothing_change_nothing(void **state) {
    struct screen *screen = *state;
    const struct plan before = screen->app.now.plan;
    screen_keys(screen, "= =70B Escape");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_keys(screen, "= Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_keys(screen, "= =7x Enter Escape");
    assert_false(screen->app.status[0]);
    screen_keys(screen, "? Escape p Escape : Escape");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    assert_true(same_plan(&before, &screen->app.now.plan));
    screen_keys(screen, "Escape");
    assert_false(screen->app.quit);
}

static void paste(struct screen *screen, const char *text) {
    while (*text)
        screen_event(screen, &(struct event){.kind = EVENT_PASTED, .key = text_next(&text)});
}

static void paste_goes_only_into_a_field(void **state) {
    struct screen *screen = *state;
    const struct plan before = screen->app.now.plan;
    paste(screen, "qo?p8:=");
    assert_false(screen->app.quit);
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    assert_int_equal(screen->app.view, VIEW_PLAN);
    for (int i = 0; i < 2; i++) {
        screen_keys(screen, i ? "p" : "?");
        const enum overlay overlay = screen->app.overlay;
        paste(screen, "qjk");
        assert_int_equal(screen->app.overlay, overlay);
        screen_keys(screen, "Escape");
    }
    assert_true(same_plan(&before, &screen->app.now.plan));
    screen_keys(screen, ":");
    paste(screen, "N=70B D=15T");
    assert_string_equal(screen->app.field.text, "N=70B D=15T");
    screen_keys(screen, "Enter");
    const struct plan pasted = plan_of("N=70B D=15T");
    assert_true(same_plan(&pasted, &screen->app.now.plan));
}

static void undo_redo_chain(void **state) {
    struct screen *screen = *state;
    struct plan seen[6] = {screen->app.now.plan};
    static const char *const changes[] = {"Right", "Down L", "Down = =3.5 Enter",
                                          ": =N=1B Space =post=off Enter", "o"};
    for (int i = 0; i < 5; i++) {
        screen_keys(screen, changes[i]);
        seen[i + 1] = screen->app.now.plan;
        assert_false(same_plan(&seen[i], &seen[i + 1]));
    }
    for (int round = 0; round < 2; round++) {
        for (int i = 4; i >= 0; i--) {
            screen_keys(screen, "u");
            assert_true(same_plan(&seen[i], &screen->app.now.plan));
        }
        screen_keys(screen, "u");
        assert_true(screen_bar_shows(screen, "nothing to undo"));
        for (int i = 1; i <= 5; i++) {
            screen_keys(screen, "C-r");
            assert_true(same_plan(&seen[i], &screen->app.now.plan));
        }
        screen_keys(screen, "C-r");
        assert_true(screen_bar_shows(screen, "nothing to redo"));
    }
}

static void redo_is_lost_after_a_change(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "Right Right Right u u");
    assert_true(screen_value(screen, IN_N) == 14e9);
    screen_keys(screen, "Down Right C-r");
    assert_true(screen_bar_shows(screen, "nothing to redo"));
    assert_true(screen_value(screen, IN_N) == 14e9);
    assert_true(screen_value(screen, IN_D) == 2e12);
    screen_keys(screen, "u u");
    assert_true(screen_value(screen, IN_N) == 7e9);
    assert_true(screen_value(screen, IN_D) == 1e12);
}

static void history_keeps_the_newest(void **state) {
    enum { LEFT = UNDO_MOST - 1, CHANGES = LEFT + 44 };
    struct screen *screen = *state;
    double seen[CHANGES + 1];
    screen_keys(screen, "Down Home");
    undo_start(&screen->app.undo, &screen->app.now);
    seen[0] = screen_value(screen, IN_D);
    for (int i = 1; i <= CHANGES; i++) {
        app_event(&screen->app, &(struct event){.kind = EVENT_KEY, .key = '.'});
        seen[i] = screen_value(screen, IN_D);
        assert_true(seen[i] > seen[i - 1]);
    }
    for (int round = 0; round < 2; round++) {
        for (int i = CHANGES - 1; i >= CHANGES - LEFT; i--) {
            app_event(&screen->app, &(struct event){.kind = EVENT_KEY, .key = 'u'});
            assert_true(screen_value(screen, IN_D) == seen[i]);
        }
        screen_keys(screen, "u");
        assert_true(screen_bar_shows(screen, "nothing to undo"));
        assert_true(screen_value(screen, IN_D) == seen[CHANGES - LEFT]);
        for (int i = CHANGES - LEFT + 1; i <= CHANGES; i++) {
            app_event(&screen->app, &(struct event){.kind = EVENT_KEY, .key = 18});
            assert_true(screen_value(screen, IN_D) == seen[i]);
        }
    }
}

static const char *primary(const struct screen *screen) {
    return app_primary(&screen->app)->name;
}

static void picker_by_keys(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "p Down Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    assert_string_equal(primary(screen), "ouyang-2024");
    assert_true(screen_shows(screen, "ouyang-2024 · qid"));
    screen_keys(screen, "u");
    assert_string_equal(primary(screen), "kumar-2024");
    screen_keys(screen, "C-r");
    assert_string_equal(primary(screen), "ouyang-2024");
    /* One that was not loaded. */
    screen_keys(screen, "p End Up Enter");
    assert_string_equal(primary(screen), "quest-2025");
    assert_int_equal(screen->app.preset_count, 6);
    screen_keys(screen, "u");
    assert_string_equal(primary(screen), "ouyang-2024");
    /* It opens where it was left, and choosing what is there changes nothing. */
    const int count = screen->app.undo.count;
    screen_keys(screen, "p Enter");
    assert_string_equal(primary(screen), "ouyang-2024");
    assert_int_equal(screen->app.undo.count, count);
    screen_keys(screen, "p Home Up Enter");
    assert_string_equal(primary(screen), "kumar-2024");
    screen_keys(screen, "p j j k Escape");
    assert_string_equal(primary(screen), "kumar-2024");
}

/* Every shipped one can be chosen, and then each has its place in the list once. */
static void picker_loads_all(void **state) {
    struct screen *screen = *state;
    enum { ALL = SHIPPED_PRESETS + OWN_PRESETS };
    for (int i = 0; i < ALL; i++) {
        screen_keys(screen, "p Home");
        for (int row = 0; row < i; row++)
            screen_keys(screen, "Down");
        screen_keys(screen, "Enter");
    }
    assert_int_equal(screen->app.preset_count, ALL);
    for (int i = 0; i < SHIPPED_PRESETS; i++) {
        int times = 0;
        for (int k = 0; k < ALL; k++)
            times += strcmp(screen->app.presets[k]->name, shipped_presets[i]) == 0;
        check_that(times == 1, "%s: %d times", shipped_presets[i], times);
    }
}

static void views_by_keys(void **state) {
    struct screen *screen = *state;
    static const struct {
        const char *key;
        enum view view;
    } keys[] = {{"8", VIEW_EXPLAIN}, {"8", VIEW_EXPLAIN},    {"1", VIEW_PLAN},   {"BTab", VIEW_FIT},
                {"Tab", VIEW_PLAN},  {"Tab", VIEW_PLAN + 1}, {"BTab", VIEW_PLAN}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        screen_keys(screen, keys[i].key);
        assert_int_equal(screen->app.view, keys[i].view);
        assert_int_equal(screen_shows(screen, "where the loss comes from"),
                         keys[i].view == VIEW_EXPLAIN);
    }
}

static void explain_scrolls_as_far_as_there_is_text(void **state) {
    struct screen *screen = *state;
    screen_resize(screen, 80, 24);
    screen_keys(screen, "8");
    assert_true(screen_shows(screen, "↓ more"));
    for (int i = 0; i < 100; i++)
        screen_keys(screen, "PageDown");
    assert_false(screen_shows(screen, "↓ more"));
    assert_true(screen_shows(screen, "what quantising adds."));
    const int most = screen->app.scroll;
    screen_keys(screen, "PageDown");
    assert_int_equal(screen->app.scroll, most);
    screen_keys(screen, "PageUp");
    assert_true(screen_shows(screen, "↓ more"));
    for (int i = 0; i < 100; i++)
        screen_keys(screen, "PageUp");
    assert_int_equal(screen->app.scroll, 0);
}

static void both_keys_quit(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "8 q");
    assert_true(screen->app.quit);
    screen->app.quit = false;
    screen_keys(screen, "C-c");
    assert_true(screen->app.quit);
    screen->app.quit = false;
    screen_event(screen, &(struct event){.kind = EVENT_END});
    assert_true(screen->app.quit);
}

static void too_small_is_refused_and_quits(void **state) {
    static const int sizes[][2] = {{59, 24}, {80, 15}, {10, 3}, {1, 1}, {0, 0}};
    struct screen *screen = *state;
    const struct plan before = screen->app.now.plan;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        screen_resize(screen, sizes[i][0], sizes[i][1]);
        if (sizes[i][0] > 30) assert_true(screen_shows(screen, "bitplan needs 60x16"));
        screen_keys(screen, "Right Down o p = ? 8");
        for (int y = 0; y < sizes[i][1]; y++)
            screen_mouse(screen, EVENT_PRESS, sizes[i][0] / 2, y);
        assert_true(same_plan(&before, &screen->app.now.plan));
        assert_int_equal(screen->app.overlay, OVERLAY_NONE);
        screen_keys(screen, "q");
        assert_true(screen->app.quit);
        screen->app.quit = false;
    }
    screen_resize(screen, 60, 16);
    assert_false(screen_shows(screen, "needs"));
    assert_true(screen_shows(screen, "▸N "));
}

static void words_last_one_event(void **state) {
    struct screen *screen = *state;
    screen_keys(screen, "u");
    assert_true(screen_bar_shows(screen, "nothing to undo"));
    screen_resize(screen, 100, 30);
    assert_true(screen_bar_shows(screen, "nothing to undo"));
    screen_keys(screen, "Down");
    assert_false(screen_bar_shows(screen, "nothing to undo"));
    assert_true(screen_bar_shows(screen, "q quit"));
}

#define WITH_PLANNER(test) cmocka_unit_test_setup_teardown(test, open_planner, close_planner)

int main(void) {
    setenv("XDG_DATA_HOME", "/no/such/folder", 1);
    const struct CMUnitTest tests[] = {
        WITH_PLANNER(select_wraps),
        WITH_PLANNER(selection_is_marked),
        WITH_PLANNER(steps_are_the_tables),
        WITH_PLANNER(steps_are_what_they_say),
        WITH_PLANNER(no_change_is_not_remembered),
        WITH_PLANNER(values_are_typed),
        WITH_PLANNER(errors_keep_what_was_typed),
        WITH_PLANNER(words_all_or_none),
        WITH_PLANNER(letters_go_into_the_field),
        WITH_PLANNER(escape_and_nothing_change_nothing),
        WITH_PLANNER(paste_goes_only_into_a_field),
        WITH_PLANNER(undo_redo_chain),
        WITH_PLANNER(redo_is_lost_after_a_change),
        WITH_PLANNER(history_keeps_the_newest),
        WITH_PLANNER(picker_by_keys),
        WITH_PLANNER(picker_loads_all),
        WITH_PLANNER(views_by_keys),
        WITH_PLANNER(explain_scrolls_as_far_as_there_is_text),
        WITH_PLANNER(both_keys_quit),
        WITH_PLANNER(too_small_is_refused_and_quits),
        WITH_PLANNER(words_last_one_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
