/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What one of the writers prints; to be freed. */
static char *printed(const struct table *table, bool json) {
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    if (json)
        assert_true(table_json(table, "bitplan eval N=7e9", "1.2", to));
    else
        assert_true(table_csv(table, "bitplan eval N=7e9", to));
    fclose(to);
    return text;
}

static struct table example(void) {
    struct table table;
    table_init(&table);
    strcpy(table.title, "a title\nwith a line end");
    table_column(&table, "D", "tokens");
    table_column(&table, "a, b", "");
    table_column(&table, "D", "");
    table_put(&table, 1.0 / 3);
    table_put_word(&table, "say \"x\"");
    table_put_input(&table, IN_G, PLAN_CHANNEL);
    table_put(&table, NAN);
    table_put_word(&table, "");
    table_put_input(&table, IN_N, 7e9);
    return table;
}

static void as_csv(void **state) {
    struct table table = example();
    (void)state;
    char *text = printed(&table, false);
    assert_string_equal(text, "# bitplan eval N=7e9\n# a title·with a line end\n# D in tokens\n"
                              "D,\"a, b\",D 2\n"
                              "0.3333333333333333,\"say \"\"x\"\"\",channel\n,,7e9\n");
    free(text);
    table_free(&table);
}

static void as_json(void **state) {
    struct table table = example();
    (void)state;
    char *text = printed(&table, true);
    assert_non_null(strstr(text, "\"command\": \"bitplan eval N=7e9\""));
    assert_non_null(strstr(text, "\"D\": 0.3333333333333333"));
    assert_non_null(strstr(text, "\"D 2\": \"channel\""));
    assert_non_null(strstr(text, "\"D\": null"));
    assert_non_null(strstr(text, "\"D 2\": 7e9"));
    free(text);
    table_free(&table);
}

static void cells_by_place(void **state) {
    struct table table = example();
    (void)state;
    assert_int_equal(table_rows(&table), 2);
    assert_true(table_at(&table, 0, 0) == 1.0 / 3);
    assert_true(table_at(&table, 1, 2) == 7e9);
    assert_true(isnan(table_at(&table, 0, 1)));
    assert_true(isnan(table_at(&table, 2, 0)));
    table_free(&table);
}

/* A table that lost a column is not printed as if it were whole. */
static void too_many_columns(void **state) {
    struct table table;
    (void)state;
    table_init(&table);
    for (int i = 0; i <= TABLE_COLUMNS; i++)
        table_column(&table, "x", "");
    FILE *to = fopen("/dev/null", "w");
    assert_false(table_csv(&table, "", to));
    assert_false(table_json(&table, "", "", to));
    fclose(to);
    table_free(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_csv),
        cmocka_unit_test(as_json),
        cmocka_unit_test(cells_by_place),
        cmocka_unit_test(too_many_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
