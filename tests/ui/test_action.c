/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of actions, one of bindings: help and the key bar say what the keys do. */
#include "ui/screen.h"

#include "ui/action.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

static void names_are_good(void **state) {
    (void)state;
    for (int i = 0; i < action_count(); i++) {
        assert_ptr_equal(action_find(actions[i].name), &actions[i]);
        assert_non_null(actions[i].run);
        assert_true(actions[i].help[0]);
        assert_int_equal(strspn(actions[i].name, "abcdefghijklmnopqrstuvwxyz-"),
                         strlen(actions[i].name));
    }
    assert_null(action_find("no-such-action"));
    assert_null(action_for(VIEW_PLAN, K_F12));
}

static void bindings_name_actions(void **state) {
    (void)state;
    for (int i = 0; i < binding_count(); i++) {
        char name[KEY_NAME];
        check_that(action_find(bindings[i].action) != NULL, "%s is no action", bindings[i].action);
        check_that(bindings[i].views && bindings[i].views < 1u << VIEW_COUNT, "%s in no view",
                   bindings[i].action);
        check_that(strcmp(key_name(name, bindings[i].key), "?") != 0 || bindings[i].key == '?',
                   "%s: its key has no name", bindings[i].action);
        check_that(key_heard(bindings[i].key) == bindings[i].key, "%s: a key that is never heard",
                   bindings[i].action);
    }
}

static void no_key_is_bound_twice(void **state) {
    (void)state;
    for (int i = 0; i < binding_count(); i++) {
        for (int k = 0; k < i; k++) {
            check_that(bindings[i].key != bindings[k].key ||
                           !(bindings[i].views & bindings[k].views),
                       "one key for %s and %s", bindings[i].action, bindings[k].action);
        }
        for (int view = 0; view < VIEW_COUNT; view++) {
            const bool here = bindings[i].views & 1u << view;
            const struct action *found = action_for((enum view)view, bindings[i].key);
            if (here) assert_ptr_equal(found, action_find(bindings[i].action));
        }
    }
}

static void every_action_has_a_key(void **state) {
    (void)state;
    for (int i = 0; i < action_count(); i++) {
        bool bound = false;
        for (int k = 0; k < binding_count() && !bound; k++)
            bound = strcmp(bindings[k].action, actions[i].name) == 0;
        check_that(bound, "%s has no key", actions[i].name);
    }
}

/* The number in a view's tab is the key that shows it. */
static void tabs_are_keys(void **state) {
    (void)state;
    struct screen *screen = screen_open(80, 24, "");
    for (int i = VIEW_COUNT - 1; i >= 0; i--) {
        char key[2] = {views[i]->key, '\0'}, tab[40];
        screen_keys(screen, key);
        assert_int_equal(screen->app.view, i);
        snprintf(tab, sizeof tab, "%s %s ", key, views[i]->title);
        assert_true(screen_shows(screen, tab));
    }
    screen_close(screen);
}

/* Whether help shows the action in one row with all its keys, at this scroll. */
static bool explains(const struct screen *screen, const struct action *action) {
    int x, y;
    if (!screen_find(screen, action->help, 1, &x, &y)) return false;
    for (int i = 0; i < binding_count(); i++) {
        char name[KEY_NAME];
        int key_x, key_y;
        if (strcmp(bindings[i].action, action->name) != 0) continue;
        key_name(name, bindings[i].key);
        if (!screen_find(screen, name, y, &key_x, &key_y) || key_y != y || key_x >= x) return false;
    }
    return true;
}

static void help_explains_every_action(void **state) {
    static const int sizes[][2] = {{60, 16}, {80, 24}, {120, 36}, {200, 60}};
    bool *explained = calloc((size_t)action_count(), sizeof *explained);
    (void)state;
    assert_non_null(explained);
    for (size_t s = 0; s < 4; s++) {
        struct screen *screen = screen_open(sizes[s][0], sizes[s][1], "");
        memset(explained, 0, (size_t)action_count() * sizeof *explained);
        screen_keys(screen, "8 ?");
        for (int scroll = 0; scroll < 60; scroll++) {
            for (int i = 0; i < action_count(); i++)
                explained[i] = explained[i] || explains(screen, &actions[i]);
            screen_keys(screen, "Down");
        }
        for (int i = 0; i < action_count(); i++)
            check_that(explained[i], "%s is not in help at %dx%d", actions[i].name, sizes[s][0],
                       sizes[s][1]);
        screen_keys(screen, "Escape");
        assert_int_equal(screen->app.overlay, OVERLAY_NONE);
        screen_close(screen);
    }
    free(explained);
}

/* The bar holds whole words, help and quit always, and each is pressed where it stands. */
static void bar_fits(void **state) {
    (void)state;
    for (int view = 0; view < VIEW_COUNT; view++) {
        for (int ascii = 0; ascii < 2; ascii++) {
            for (int cols = APP_MIN_COLS; cols <= 200; cols++) {
                const struct canvas canvas = {.cols = cols, .rows = 24, .ascii = ascii};
                struct hint hint[HINTS];
                const int count = action_hints(&canvas, (enum view)view, hint);
                assert_in_range(count, 3, HINTS);
                for (int i = 0; i < count; i++) {
                    assert_true(hint[i].x >= 1 && hint[i].x + hint[i].width <= cols);
                    assert_true(i == 0 || hint[i].x > hint[i - 1].x + hint[i - 1].width);
                }
                assert_string_equal(hint[count - 2].binding->action, "help");
                assert_string_equal(hint[count - 1].binding->action, "quit");
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_good),
        cmocka_unit_test(bindings_name_actions),
        cmocka_unit_test(no_key_is_bound_twice),
        cmocka_unit_test(every_action_has_a_key),
        cmocka_unit_test(tabs_are_keys),
        cmocka_unit_test(help_explains_every_action),
        cmocka_unit_test(bar_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
