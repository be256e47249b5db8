/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/undo.h"

#include "screen.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct moment moment_of(double N) {
    struct moment moment = {.plan = plan_default(), .selected = IN_N};
    moment.plan.N = N;
    return moment;
}

/* A change: the moment before it is kept, and the new one has another N. */
static void change(struct undo *undo, struct moment *now, double N) {
    undo_branch(undo, now);
    now->plan.N = N;
}

static void both_branches_are_kept(void **state) {
    struct undo undo;
    struct moment now = moment_of(1);
    (void)state;
    undo_start(&undo, &now);
    assert_int_equal(undo_before(&undo), -1);
    assert_int_equal(undo_after(&undo), -1);
    change(&undo, &now, 2);
    undo_go(&undo, undo_before(&undo), &now);
    assert_true(now.plan.N == 1);
    change(&undo, &now, 3);
    assert_int_equal(undo.count, 3);
    assert_int_equal(undo_depth(&undo), 1);
    undo_go(&undo, undo_before(&undo), &now);
    /* The newest is the way forth; the older one is still there. */
    undo_go(&undo, undo_after(&undo), &now);
    assert_true(now.plan.N == 3);
    undo_go(&undo, 1, &now);
    assert_true(now.plan.N == 2);
    undo_go(&undo, undo_before(&undo), &now);
    assert_true(now.plan.N == 1);
}

/* Change, undo, redo and leap at random, beside a list of all moments that never forgets: what the
 * tree still holds has the plan that it had, and the present one's parent is the one it came from.
 * N names a moment; parent[N] is where it came from. */
static void random_walk(int steps, uint64_t random) {
    struct undo undo;
    struct moment now = moment_of(1);
    int *const parent = calloc((size_t)steps + 2, sizeof *parent);
    int made = 1;
    assert_non_null(parent);
    undo_start(&undo, &now);
    for (int i = 0; i < steps; i++) {
        const double dice = random_between(&random, 0, 1);
        const int before = undo_before(&undo), after = undo_after(&undo);
        const int was = (int)now.plan.N;
        if (dice < 0.5) {
            change(&undo, &now, ++made);
            parent[made] = was;
        } else if (dice < 0.7 && before >= 0) {
            undo_go(&undo, before, &now);
            assert_int_equal(now.plan.N, parent[was]);
        } else if (dice < 0.9 && after >= 0) {
            undo_go(&undo, after, &now);
            assert_int_equal(parent[(int)now.plan.N], was);
        } else if (dice > 0.97) {
            const int to = (int)random_between(&random, 0, undo.count);
            const double wanted = to == undo.at ? now.plan.N : undo.node[to].moment.plan.N;
            undo_go(&undo, to, &now);
            assert_true(now.plan.N == wanted);
        }
        assert_in_range(undo.count, 1, UNDO_MOST);
        assert_in_range(undo.at, 0, undo.count - 1);
        assert_int_equal(undo.node[0].parent, -1);
        for (int k = 1; k < undo.count; k++) {
            const struct undo_node *const node = &undo.node[k];
            const int child = k == undo.at ? (int)now.plan.N : (int)node->moment.plan.N;
            assert_in_range(node->parent, 0, k - 1);
            const int from = node->parent == undo.at ? (int)now.plan.N
                                                     : (int)undo.node[node->parent].moment.plan.N;
            assert_int_equal(parent[child], from);
        }
    }
    free(parent);
}

static void any_moment_is_restored(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++)
        random_walk(4000, seed);
}

static void a_straight_line_loses_its_beginning(void **state) {
    struct undo undo;
    struct moment now = moment_of(0);
    (void)state;
    undo_start(&undo, &now);
    for (int i = 1; i <= UNDO_MOST + 10; i++)
        change(&undo, &now, i);
    assert_int_equal(undo.count, UNDO_MOST);
    assert_int_equal(undo_depth(&undo), UNDO_MOST - 1);
    while (undo_before(&undo) >= 0)
        undo_go(&undo, undo_before(&undo), &now);
    assert_true(now.plan.N == 11);
}

/* What nothing came of goes before what the present one came from. */
static void the_oldest_leaf_goes_first(void **state) {
    struct undo undo;
    struct moment now = moment_of(0);
    (void)state;
    undo_start(&undo, &now);
    for (int i = 1; i <= 3; i++) {
        change(&undo, &now, i);
        undo_go(&undo, 0, &now);
    }
    for (int i = 4; i < UNDO_MOST; i++)
        change(&undo, &now, i);
    assert_int_equal(undo.count, UNDO_MOST);
    change(&undo, &now, 1000);
    assert_true(undo.node[0].moment.plan.N == 0);
    assert_true(undo.node[1].moment.plan.N == 2);
    assert_int_equal(undo.count, UNDO_MOST);
}

static void the_tree_on_screen(void **state) {
    int x, y;
    struct screen *screen = screen_open(100, 30, "N=7B");
    (void)state;
    screen_keys(screen, "Right u Down Right f U");
    assert_true(screen_shows(screen, "undo tree"));
    assert_true(screen_shows(screen, "N 14.0B"));
    assert_true(screen_shows(screen, "D 2.00T"));
    assert_true(screen_find(screen, "hold C  ← now", 0, &x, &y));
    /* One moment up the list from the oldest but one: N 14B, which undo alone cannot reach. */
    screen_keys(screen, "End Up Enter");
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    assert_true(screen_value(screen, IN_N) == 14e9);
    assert_true(screen_value(screen, IN_D) == 1e12);
    screen_keys(screen, "U Home Enter");
    assert_true(screen_value(screen, IN_N) == 7e9);
    assert_int_equal(screen->app.now.hold, HOLD_COMPUTE);
    screen_keys(screen, "U");
    screen_find(screen, "the start", 0, &x, &y);
    screen_mouse(screen, EVENT_PRESS, x, y);
    assert_int_equal(undo_depth(&screen->app.undo), 0);
    assert_int_equal(screen->app.overlay, OVERLAY_NONE);
    screen_close(screen);
}

/* However bushy it is, it is painted in full and any row can be chosen. */
static void a_bushy_tree_is_painted(void **state) {
    uint64_t random = 9;
    struct screen *screen = screen_open(60, 16, "");
    (void)state;
    for (int i = 0; i < 400; i++) {
        const char *const keys[] = {"Right", "Left", "u", "Down", "u u", "C-r", "Up"};
        screen_keys(screen, keys[(int)random_between(&random, 0, 7)]);
    }
    screen_keys(screen, "U End");
    for (int i = 0; i < screen->app.undo.count; i++) {
        screen_check_cells(screen, "undo tree");
        assert_true(screen_shows(screen, "▸"));
        screen_keys(screen, "Up");
    }
    screen_close(screen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_branches_are_kept),
        cmocka_unit_test(any_moment_is_restored),
        cmocka_unit_test(a_straight_line_loses_its_beginning),
        cmocka_unit_test(the_oldest_leaf_goes_first),
        cmocka_unit_test(the_tree_on_screen),
        cmocka_unit_test(a_bushy_tree_is_painted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
