/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is what is read: every shipped preset, and texts that INI would take apart. */
#include "io/preset_write.h"

#include "engine/covariance.h"
#include "io/preset_file.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void write_to(struct scratch *scratch, const struct preset *preset,
                     const struct preset_line *lines, int count) {
    char path[SCRATCH_FILE];
    FILE *const to = fopen(scratch_path(scratch, "written.ini", path), "w");
    assert_non_null(to);
    preset_write(to, preset, lines, count);
    assert_int_equal(fclose(to), 0);
}

static void read_back(struct scratch *scratch, struct preset *preset) {
    char path[SCRATCH_FILE];
    struct err err;
    if (!preset_file_read(scratch_path(scratch, "written.ini", path), preset, &err))
        fail_msg("%s", err.text);
}

static void check_covariance(const struct preset *a, const struct preset *b) {
    assert_true(!a->covariance == !b->covariance);
    if (!a->covariance) return;
    const int n = a->covariance->count;
    assert_int_equal(b->covariance->count, n);
    for (int i = 0; i < n * n; i++) {
        char low[PRESET_NAME], high[PRESET_NAME];
        struct preset_slot slot;
        int at[2] = {0, 0};
        preset_slot_name(a, a->covariance->slot[i / n], low);
        preset_slot_name(a, a->covariance->slot[i % n], high);
        for (int k = 0; k < 2; k++) {
            assert_true(preset_slot(b, k ? high : low, &slot));
            while (b->covariance->slot[at[k]].row != slot.row ||
                   b->covariance->slot[at[k]].variant != slot.variant)
                assert_true(++at[k] < n);
        }
        assert_true(a->covariance->value[i] == b->covariance->value[at[0] * n + at[1]]);
    }
}

static void check_same(struct preset *before, struct preset *after) {
    check_covariance(before, after);
    preset_free(before);
    preset_free(after);
    memset(before->file, 0, sizeof before->file);
    memset(after->file, 0, sizeof after->file);
    assert_memory_equal(before, after, sizeof *before);
}

static void shipped(void **state) {
    struct preset_list list;
    struct err err;
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
    assert_true(preset_list_read(&list, &err));
    assert_true(list.count >= 12);
    for (size_t i = 0; i < list.count; i++) {
        struct preset before, after;
        if (!preset_file_read(list.entries[i].path, &before, &err)) fail_msg("%s", err.text);
        write_to(*state, &before, NULL, 0);
        read_back(*state, &after);
        check_same(&before, &after);
    }
    preset_list_free(&list);
}

static void make(struct preset *preset) {
    struct err err;
    preset_init(preset, law_find("compression"));
    strcpy(preset->name, "mine");
    strcpy(preset->title, "Mine");
    strcpy(preset->source, "here");
    static const char *const numbers[][2] = {{"A", "406.4"},       {"alpha", ".34"},
                                             {"B", "410.7"},       {"beta", ".28"},
                                             {"E", "1.69"},        {"eff_N.w4.a16", ".923"},
                                             {"eff_D.w2.a2", ".5"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(preset_coefficient(preset, numbers[i][0], numbers[i][1], &err));
    assert_true(preset_range(preset, "N", "1e8:", &err));
    assert_true(preset_range(preset, "w", "2:16", &err));
    assert_true(preset_complete(preset, &err));
    preset->covariance = covariance_new(3);
    assert_non_null(preset->covariance);
    assert_true(preset_slot(preset, "A", &preset->covariance->slot[0]));
    assert_true(preset_slot(preset, "eff_N.w4.a16", &preset->covariance->slot[1]));
    assert_true(preset_slot(preset, "eff_D.w2.a2", &preset->covariance->slot[2]));
    static const double value[9] = {4, -.1, 1e-300, -.1, .25, 1. / 3, 1e-300, 1. / 3, 1};
    memcpy(preset->covariance->value, value, sizeof value);
}

static void with_covariance(void **state) {
    struct preset before, after;
    make(&before);
    strcpy(before.note, "one line\nand another");
    strcpy(before.assumed[0], "this");
    strcpy(before.assumed[1], "that, and more");
    before.assumed_count = 2;
    write_to(*state, &before, NULL, 0);
    read_back(*state, &after);
    check_same(&before, &after);
}

/* Long and hostile texts: the file can be read, and lines of [fit] hold all words. */
static void awkward_texts(void **state) {
    struct preset before, after;
    char command[4096] = "bitplan fit";
    make(&before);
    while (strlen(command) < 4000)
        strcat(command, " --where 'a ; b' #c [x]=y");
    memset(before.title, 'x', sizeof before.title - 1);
    memset(before.assumed[0], 'y', sizeof before.assumed[0] - 1);
    memcpy(before.assumed[0] + 80, " ; ", 3);
    before.assumed_count = 1;
    for (size_t i = 0; i + 1 < sizeof before.note; i++)
        before.note[i] = "a#; \n[=:"[i % 8];
    const struct preset_line lines[] = {{"command", command}, {"where", ""}, {"by", "a\nb\x1B"}};
    write_to(*state, &before, lines, 3);
    read_back(*state, &after);
    assert_int_equal(after.assumed_count, 1);
    assert_true(after.c[0] == before.c[0]);
    char *const text = scratch_read(*state, "written.ini");
    int words = 0;
    for (const char *at = text; (at = strstr(at, "--where")); at++)
        words++;
    assert_int_equal(words, (4000 - 11 + 24) / 25);
    assert_null(strstr(text, "\nwhere"));
    assert_non_null(strstr(text, "\nby = a·b·\n"));
    free(text);
    preset_free(&before);
    preset_free(&after);
}

/* A command is broken between its words alone; one with a word of more than a line is cut, and says
 * so. */
static void commands(void **state) {
    static const struct preset_line whole[] = {
        {"command",
         "bitplan fit a --source 'x ; y  z' --where "
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
         "--where 'b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b'"}};
    static const char expected[] =
        "\ncommand = bitplan fit a --source 'x '$'\\073'' y '$'\\040''z' --where "
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --where \\\n"
        " 'b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b'\n";
    struct preset preset;
    char word[300] = "bitplan fit ";
    make(&preset);
    write_to(*state, &preset, whole, 1);
    char *text = scratch_read(*state, "written.ini");
    assert_non_null(strstr(text, expected));
    free(text);
    memset(word + strlen(word), 'x', 250);
    const struct preset_line longer[] = {{"command", word}};
    write_to(*state, &preset, longer, 1);
    text = scratch_read(*state, "written.ini");
    assert_non_null(strstr(text, "\ncommand = cut, "));
    assert_null(strstr(text, "\ncommand = bitplan"));
    free(text);
    preset_free(&preset);
    read_back(*state, &preset);
    preset_free(&preset);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(shipped), TEST(with_covariance), TEST(awkward_texts),
                                       TEST(commands)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
