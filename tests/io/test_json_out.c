/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/json_out.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Print value, free it, and compare. */
static void check_text(struct jout *value, bool pretty, const char *expected) {
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_true(jout_write(value, pretty, to));
    assert_int_equal(fclose(to), 0);
    assert_string_equal(text, expected);
    free(text);
    jout_free(value);
}

static void numbers(void **state) {
    (void)state;
    struct jout *list = jout_list();
    const double values[] = {7e9, .25, 0, -1.5e-7, 0.1, NAN, INFINITY, -INFINITY, 1e22};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        jout_number(list, NULL, values[i]);
    jout_whole(list, NULL, 9007199254740993);
    check_text(list, false, "[7e9,0.25,0,-1.5e-7,0.1,null,null,null,1e22,9007199254740993]\n");
}

static void texts(void **state) {
    (void)state;
    struct jout *object = jout_object();
    jout_text(object, "plain", "off");
    jout_text(object, "none", NULL);
    jout_text(object, "marks", "a\"b\\c/d\n\x1B é");
    jout_text(object, "broken", "x\xFFy");
    check_text(object, false,
               "{\"plain\":\"off\",\"none\":null,\"marks\":\"a\\\"b\\\\c/d\\n\\u001b é\","
               "\"broken\":\"x\xEF\xBF\xBDy\"}\n");
}

static void children(void **state) {
    (void)state;
    struct jout *root = jout_object(), *list = jout_list(), *row = jout_object();
    jout_add(root, "list", list);
    jout_add(list, NULL, row); /* may be filled after it was added */
    jout_number(row, "x", 1);
    jout_add(root, "empty", jout_list());
    check_text(root, false, "{\"list\":[{\"x\":1}],\"empty\":[]}\n");
}

static void pretty(void **state) {
    (void)state;
    struct jout *root = jout_object(), *list = jout_list();
    jout_number(list, NULL, 1);
    jout_number(list, NULL, 2);
    jout_text(root, "a", "b");
    jout_add(root, "list", list);
    check_text(root, true, "{\n  \"a\": \"b\",\n  \"list\": [\n    1,\n    2\n  ]\n}\n");
}

static void what_is_missing_fails(void **state) {
    (void)state;
    struct jout *root = jout_object(), *list = jout_list();
    jout_add(root, "list", list);
    jout_add(list, NULL, NULL); /* as where memory ran out */
    FILE *to = fopen("/dev/null", "w");
    assert_non_null(to);
    assert_false(jout_write(root, false, to));
    assert_false(jout_write(NULL, false, to));
    jout_number(NULL, "x", 1);
    jout_add(NULL, "x", jout_list());
    fclose(to);
    jout_free(root);
}

static void a_full_device(void **state) {
    (void)state;
    struct jout *root = jout_object();
    FILE *to = fopen("/dev/full", "w");
    assert_non_null(to);
    setvbuf(to, NULL, _IONBF, 0);
    assert_false(jout_write(root, true, to));
    fclose(to);
    jout_free(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(texts),
        cmocka_unit_test(children),
        cmocka_unit_test(pretty),
        cmocka_unit_test(what_is_missing_fails),
        cmocka_unit_test(a_full_device),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
