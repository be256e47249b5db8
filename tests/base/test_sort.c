/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order is that of a plain insertion, which keeps equal keys in order too. */
#include "base/sort.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PAIRS = 2000 };

static void insert_all(struct sort_pair *pairs, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const struct sort_pair moved = pairs[i];
        size_t at = i;
        for (; at > 0 && pairs[at - 1].key > moved.key; at--)
            pairs[at] = pairs[at - 1];
        pairs[at] = moved;
    }
}

static void check(struct sort_pair *pairs, size_t count) {
    static struct sort_pair expected[PAIRS];
    for (size_t i = 0; i < count; i++)
        pairs[i].with = (double)i;
    memcpy(expected, pairs, count * sizeof *pairs);
    insert_all(expected, count);
    assert_true(sort_pairs(pairs, count));
    assert_memory_equal(pairs, expected, count * sizeof *pairs);
}

static void test_order(void **state) {
    static struct sort_pair pairs[PAIRS];
    (void)state;
    for (size_t i = 0; i < PAIRS; i++)
        pairs[i].key = (double)(i * 7919 % 613) * pow(10, (double)(i * 31 % 600) - 320);
    pairs[7].key = pairs[9].key = INFINITY;
    check(pairs, PAIRS);
    assert_true(pairs[0].key == 0 && pairs[PAIRS - 1].key == INFINITY);
}

/* Numbers that have all but their last digits in common, or all of them. */
static void test_alike(void **state) {
    static struct sort_pair pairs[PAIRS];
    (void)state;
    for (size_t i = 0; i < PAIRS; i++)
        pairs[i].key = 3 + 1e-15 * (double)(i * 7919 % 613);
    check(pairs, PAIRS);
    for (size_t i = 0; i < PAIRS; i++)
        pairs[i].key = 1e9;
    check(pairs, PAIRS);
}

static void test_few(void **state) {
    struct sort_pair pairs[2] = {{2, 0}, {1, 0}};
    (void)state;
    assert_true(sort_pairs(pairs, 0));
    assert_true(pairs[0].key == 2);
    check(pairs, 1);
    check(pairs, 2);
    assert_true(pairs[0].key == 1 && pairs[1].key == 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order), cmocka_unit_test(test_alike),
                                       cmocka_unit_test(test_few)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
