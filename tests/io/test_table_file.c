/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/table_file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check_cell(const char *text, const char *expected) {
    char *written = NULL;
    size_t size;
    FILE *to = open_memstream(&written, &size);
    assert_non_null(to);
    table_cell(to, text, true);
    assert_int_equal(fclose(to), 0);
    assert_string_equal(written, expected);
    free(written);
}

static void quotes_where_needed(void **state) {
    (void)state;
    check_cell("", "");
    check_cell("off", "off");
    check_cell("two words", "two words");
    check_cell("a,b", "\"a,b\"");
    check_cell("say \"no\"", "\"say \"\"no\"\"\"");
    check_cell("one\ntwo", "\"one\ntwo\"");
    check_cell("one\rtwo", "\"one\rtwo\"");
    check_cell(" x", "\" x\"");
    check_cell("x\t", "\"x\t\"");
    check_cell("#1", "\"#1\"");
    check_cell("é", "é");
}

static void rows(void **state) {
    (void)state;
    char *written = NULL;
    size_t size;
    FILE *to = open_memstream(&written, &size);
    assert_non_null(to);
    table_cell(to, "N", true);
    table_cell(to, "loss, nats", false);
    table_row_end(to);
    table_number(to, 7e9, true);
    table_number(to, NAN, false);
    table_number(to, INFINITY, false);
    table_number(to, 2.5, false);
    table_row_end(to);
    assert_int_equal(fclose(to), 0);
    assert_string_equal(written, "N,\"loss, nats\"\n7e9,,,2.5\n");
    free(written);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(quotes_where_needed),
                                       cmocka_unit_test(rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
