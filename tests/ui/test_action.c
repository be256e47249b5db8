/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of actions, one of bindings: help and the key bar say what the keys do. */
#include "ui/screen.h"

#include "ui/action.h"
#include "ui/lesson.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

/* All keymaps: the planner's, the lessons', and those of the views that have one. NULL after the
 * last. */
static const struct keymap *map_at(int index) {
    if (index == 0) return &planner_keys;
    if (index-- == 1) return &lesson_keys;
    for (int i = 0; i < VIEW_COUNT; i++) {
        if (views[i]->keys && --index == 0) return views[i]->keys;
    }
    return NULL;
}

static void names_are_good(void **state) {
    const struct keymap *map;
    (void)state;
    for (int m = 0; (map = map_at(m)); m++) {
        for (int i = 0; i < map->action_count; i++) {
            const struct action *action = &map->actions[i];
            assert_ptr_equal(action_find(map, action->name), action);
            assert_non_null(action->run);
            assert_true(action->help[0]);
            assert_int_equal(strspn(action->name, "abcdefghijklmnopqrstuvwxyz-"),
                             strlen(action->name));
        }
        assert_null(action_find(map, "no-such-action"));
    }
}

static void bindings_name_actions(void **state) {
    const struct keymap *map;
    (void)state;
    for (int m = 0; (map = map_at(m)); m++) {
        for (int i = 0; i < map->binding_count; i++) {
            char name[KEY_NAME];
            const struct binding *at = &map->bindings[i];
            check_that(action_find(map, at->action) != NULL, "%s is no action", at->action);
            check_that(at->views && at->views < 1u << VIEW_COUNT, "%s in no view", at->action);
            check_that(strcmp(key_name(name, at->key), "?") != 0 || at->key == '?',
                       "%s: its key has no name", at->action);
            check_that(key_heard(at->key) == at->key, "%s: a key that is never heard", at->action);
        }
    }
}

/* Within one keymap; a view's own goes before the planner's. */
static void no_key_is_bound_twice(void **state) {
    const struct keymap *map;
    (void)state;
    struct screen *screen = screen_open(80, 24, "");
    assert_null(action_for(&screen->app, K_F12));
    for (int m = 0; (map = map_at(m)); m++) {
        for (int i = 0; i < map->binding_count; i++) {
            const struct binding *a = &map->bindings[i];
            for (int k = 0; k < i; k++) {
                const struct binding *b = &map->bindings[k];
                check_that(a->key != b->key || !(a->views & b->views), "one key for %s and %s",
                           a->action, b->action);
            }
            for (int view = 0; view < VIEW_COUNT; view++) {
                const bool here = a->views & 1u << view;
                const struct keymap *own = views[view]->keys;
                screen->app.view = (enum view)view;
                if (here && (map == own || (map == &planner_keys && !own)))
                    assert_ptr_equal(action_for(&screen->app, a->key), action_find(map, a->action));
            }
        }
    }
    screen_close(screen);
}

static void every_action_has_a_key(void **state) {
    const struct keymap *map;
    (void)state;
    for (int m = 0; (map = map_at(m)); m++) {
        for (int i = 0; i < map->action_count; i++) {
            bool bound = false;
            for (int k = 0; k < map->binding_count && !bound; k++)
                bound = strcmp(map->bindings[k].action, map->actions[i].name) == 0;
            check_that(bound, "%s has no key", map->actions[i].name);
        }
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
static bool explains(const struct screen *screen, const struct keymap *map,
                     const struct action *action) {
    int x, y;
    if (!screen_find(screen, action->help, 1, &x, &y)) return false;
    for (int i = 0; i < map->binding_count; i++) {
        char name[KEY_NAME];
        int key_x, key_y;
        if (strcmp(map->bindings[i].action, action->name) != 0) continue;
        key_name(name, map->bindings[i].key);
        if (!screen_find(screen, name, y, &key_x, &key_y) || key_y != y || key_x >= x) return false;
    }
    return true;
}

static void check_help(int cols, int rows, const struct keymap *map) {
    enum { ACTIONS = 64 };
    bool explained[ACTIONS] = {false};
    assert_in_range(map->action_count, 1, ACTIONS);
    struct screen *screen = screen_open(cols, rows, "");
    screen_keys(screen, "8 ?");
    for (int scroll = 0; scroll < 160; scroll++) {
        for (int i = 0; i < map->action_count; i++)
            explained[i] = explained[i] || explains(screen, map, &map->actions[i]);
        screen_keys(screen, "Down");
    }
    for (int i = 0; i < map->action_count; i++)
        check_that(explained[i], "%s is not in help at %dx%d", map->actions[i].name, cols, rows);
    screen_keys(screen, "Escape");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

static void help_explains_every_action(void **state) {
    static const int sizes[][2] = {{60, 16}, {80, 24}, {120, 36}, {200, 60}};
    const struct keymap *map;
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        for (int m = 0; (map = map_at(m)); m++)
            check_help(sizes[s][0], sizes[s][1], map);
    }
}

/* The bar holds whole words, help and quit always, and each is pressed where it stands. */
static void bar_fits(void **state) {
    (void)state;
    struct screen *screen = screen_open(80, 24, "");
    for (int view = 0; view < VIEW_COUNT; view++) {
        screen->app.view = (enum view)view;
        for (int ascii = 0; ascii < 2; ascii++) {
            for (int cols = APP_MIN_COLS; cols <= 200; cols++) {
                const struct canvas canvas = {.cols = cols, .rows = 24, .ascii = ascii};
                struct hint hint[HINTS];
                const int count = action_hints(&canvas, &screen->app, hint);
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
    screen_close(screen);
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
