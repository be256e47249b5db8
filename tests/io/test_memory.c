/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where memory runs out, at whichever allocation, there is a message and nothing is lost. The
 * linker sends the io floor's own calls through the __wrap_ functions. */
#include "io/json_out.h"
#include "io/preset_file.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static long calls_left = -1; /* allocations that still succeed; below 0: all */

static int refused(void) {
    if (calls_left < 0) return 0;
    if (calls_left == 0) return 1;
    calls_left--;
    return 0;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size) {
    return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size) {
    return refused() ? NULL : __real_realloc(block, size);
}

typedef bool attempt_function(struct err *err);

static bool read_preset(struct err *err) {
    struct preset preset;
    return preset_file_open("kumar-2024", &preset, err);
}

static bool find_preset(struct err *err) {
    char path[PRESET_FILE];
    return preset_file_find("kumar-2023", path, err) || strstr(err->text, "expected kumar-2024");
}

static bool list_presets(struct err *err) {
    struct preset_list list;
    if (!preset_list_read(&list, err)) return false;
    preset_list_free(&list);
    return true;
}

static bool write_json(struct err *err) {
    struct jout *root = jout_object(), *list = jout_list();
    FILE *to = fopen("/dev/null", "w");
    jout_text(root, "x", "a\xFF");
    jout_number(list, NULL, 1);
    jout_add(root, "list", list);
    const bool done = to && jout_write(root, true, to);
    if (to) fclose(to);
    jout_free(root);
    return done || err_set(err, "no memory");
}

/* Let the first, then the second, … allocation fail and all after it, until none is missed. */
static void starve(attempt_function *attempt) {
    enum { MOST = 2000 };
    for (long n = 0; n < MOST; n++) {
        struct err err = {""};
        calls_left = n;
        const bool done = attempt(&err);
        const bool enough = calls_left > 0;
        calls_left = -1;
        if (enough) {
            assert_true(n > 0);
            assert_true(done);
            return;
        }
        if (!done) assert_true(err.text[0] != '\0');
    }
    fail_msg("it never has enough memory");
}

static void presets(void **state) {
    (void)state;
    starve(read_preset);
    starve(find_preset);
    starve(list_presets);
}

static void json(void **state) {
    (void)state;
    starve(write_json);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(presets), cmocka_unit_test(json)};
    unsetenv("XDG_DATA_HOME");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
