/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fuzzy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_better(const char *query, const char *better, const char *worse) {
    const int high = fuzzy_score(query, better, NULL), low = fuzzy_score(query, worse, NULL);
    if (high <= low) fail_msg("%s: %s has %d, %s has %d", query, better, high, worse, low);
}

static void assert_marks(const char *query, const char *text, const char *marks) {
    bool mark[FUZZY_TEXT] = {false};
    char shown[FUZZY_TEXT + 1] = "";
    assert_true(fuzzy_score(query, text, mark) > FUZZY_NONE);
    for (size_t i = 0; i < strlen(marks); i++)
        shown[i] = mark[i] ? '^' : '.';
    assert_string_equal(shown, marks);
}

static void in_their_order_or_not_at_all(void **state) {
    (void)state;
    assert_true(fuzzy_score("opt", "optimum", NULL) > FUZZY_NONE);
    assert_true(fuzzy_score("omm", "optimum", NULL) > FUZZY_NONE);
    assert_int_equal(fuzzy_score("tpo", "optimum", NULL), FUZZY_NONE);
    assert_int_equal(fuzzy_score("optimums", "optimum", NULL), FUZZY_NONE);
    assert_int_equal(fuzzy_score("a", "", NULL), FUZZY_NONE);
    assert_int_equal(fuzzy_score("", "optimum", NULL), 0);
    assert_int_equal(fuzzy_score("  ", "", NULL), 0);
}

static void better_ones_first(void **state) {
    (void)state;
    assert_better("opt", "optimum", "one past the");
    assert_better("opt", "optimum", "take the optimum");
    assert_better("sb", "step back", "subtract bits");
    assert_better("nv", "next-view", "unveil");
    assert_better("un", "undo", "run down");
    assert_better("N", "N", "nothing");
    assert_better("N", "N tokens", "n tokens");
    assert_better("abc", "xx abc", "a xbxc");
    assert_better("view", "next-view", "v-i-e-w");
}

static void words_may_stand_anywhere(void **state) {
    (void)state;
    assert_true(fuzzy_score("opt take", "take the optimum", NULL) > FUZZY_NONE);
    assert_int_equal(fuzzy_score("opt zzz", "take the optimum", NULL), FUZZY_NONE);
    assert_marks("opt take", "take the optimum", "^^^^.....^^^....");
}

static void the_best_is_marked(void **state) {
    (void)state;
    assert_marks("opt", "one past the optimum", ".............^^^....");
    assert_marks("nv", "next-view", "^....^...");
    assert_marks("NV", "next-view", "^....^...");
    assert_marks("é", "aéb", ".^.");
}

/* The best score over all ways to match, found by trying each. */
static void try_all(const char *query, const char *text, int from, int last, int sum, int *best) {
    if (!*query) {
        if (sum > *best) *best = sum;
        return;
    }
    for (int j = from; text[j]; j++) {
        if (text[j] != *query) continue;
        const bool start = text[j] != '-' && (j == 0 || text[j - 1] == '-');
        int points = 8 + 1 + (j == 0 ? 6 : 0) + (start ? 12 : 0);
        if (last < 0)
            points -= j < 6 ? j : 6;
        else if (j == last + 1)
            points += 14;
        else
            points -= 3 + (j - last - 1);
        try_all(query + 1, text, j + 1, j, sum + points, best);
    }
}

static void none_is_better(void **state) {
    (void)state;
    srand(5);
    for (int round = 0; round < 3000; round++) {
        char text[15], query[4];
        const int length = rand() % 14, count = 1 + rand() % 3;
        for (int i = 0; i < length; i++)
            text[i] = "abc-"[rand() % 4];
        for (int i = 0; i < count; i++)
            query[i] = "abc"[rand() % 3];
        text[length] = query[count] = '\0';
        int best = FUZZY_NONE;
        try_all(query, text, 0, -1, 0, &best);
        assert_int_equal(fuzzy_score(query, text, NULL), best);
    }
}

static void long_ones_are_cut(void **state) {
    char text[400], query[100];
    bool mark[FUZZY_TEXT] = {false};
    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memset(query, 'a', sizeof query - 1);
    query[sizeof query - 1] = '\0';
    assert_int_equal(fuzzy_score(query, text, mark), FUZZY_NONE);
    query[32] = '\0';
    assert_true(fuzzy_score(query, text, mark) > FUZZY_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_their_order_or_not_at_all),
        cmocka_unit_test(better_ones_first),
        cmocka_unit_test(words_may_stand_anywhere),
        cmocka_unit_test(the_best_is_marked),
        cmocka_unit_test(none_is_better),
        cmocka_unit_test(long_ones_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
