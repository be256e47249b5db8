/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repetitions are found against a plain double loop, whatever the rows. */
#include "base/seen.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ROWS = 3000 };

static double rows[ROWS][2];

static void take(const void *data, size_t index, double *out) {
    const double *const all = data;
    out[0] = all[2 * index];
    out[1] = all[2 * index + 1];
}

static size_t first_like(size_t index) {
    size_t first = 0;
    while (rows[first][0] != rows[index][0] || rows[first][1] != rows[index][1])
        first++;
    return first;
}

static void test_repetitions(void **state) {
    struct seen seen;
    size_t repeated = 0;
    (void)state;
    for (int i = 0; i < ROWS; i++) {
        rows[i][0] = i * 7919 % 13 - 6;
        rows[i][1] = i % 2 ? 1e9 * (i * 31 % 23) : -(double)(i * 31 % 23);
    }
    rows[5][0] = rows[6][0] = 0.5;
    rows[5][1] = 0.0;
    rows[6][1] = -0.0;
    assert_true(seen_make(&seen, ROWS, 2, take, rows));
    for (size_t i = 0; i < ROWS; i++) {
        const size_t first = first_like(i);
        assert_int_equal(seen_put(&seen, i), first);
        repeated += first != i;
    }
    assert_true(repeated > 100 && repeated < ROWS - 100);
    seen_free(&seen);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_repetitions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
