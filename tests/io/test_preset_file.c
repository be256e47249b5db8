/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "engine/covariance.h"
#include "io/path.h"
#include "io/preset_file.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define HEAD      "[preset]\nname = mine\nlaw = chinchilla\ntitle = Mine\nsource = here\n"
#define NUMBERS   "[coefficients]\nA = 400\nalpha = .34\nB = 410\nbeta = .28\nE = 1.7\n"
#define WHOLE     HEAD NUMBERS
#define BITS_HEAD "[preset]\nname = mine\nlaw = precision\ntitle = Mine\nsource = here\n"

static const char *const shipped[] = {
    "besiroglu-2024",     "chen-2025",   "frantar-2025",     "hoffmann-2022", "kumar-2024",
    "kumar-2024-fp",      "ouyang-2024", "ouyang-2024-bits", "quartet-2025",  "quartet-2025-luq",
    "quartet-2025-refit", "quest-2025",  "quest-2025-refit", "sun-2025"};

static void read_text(struct scratch *scratch, const char *text, struct preset *preset) {
    char path[SCRATCH_FILE];
    struct err err;
    scratch_write(scratch, "mine.ini", text, strlen(text));
    if (!preset_file_read(scratch_path(scratch, "mine.ini", path), preset, &err)) {
        fail_msg("%s", err.text);
    }
    assert_string_equal(preset->file, path);
}

/* Of A, alpha, B and beta as a_whole_preset gives them; E is taken as known. */
static void check_covariance(const struct preset *preset) {
    static const char *const names[] = {"A", "alpha", "B", "beta"};
    static const double expected[4][4] = {{2, -.5, 0, 0},
                                          {-.5, .25, 0, 0},
                                          {0, 0, 4, 1e-3},
                                          {0, 0, 1e-3, 1e-4}};
    const struct covariance *const covariance = preset->covariance;
    assert_non_null(covariance);
    assert_int_equal(covariance->count, 4);
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            char row[PRESET_NAME], column[PRESET_NAME];
            preset_slot_name(preset, covariance->slot[i], row);
            preset_slot_name(preset, covariance->slot[j], column);
            int k = 0, l = 0;
            while (strcmp(names[k], row) != 0)
                assert_true(++k < 4);
            while (strcmp(names[l], column) != 0)
                assert_true(++l < 4);
            assert_true(covariance->value[i * 4 + j] == expected[k][l]);
        }
    }
}

static void a_whole_preset(void **state) {
    struct preset preset;
    read_text(*state,
              "[coefficients]\nE = 1.7\nA = 400\nalpha = .34\nB = 410\nbeta = .28\n"
              "[fitted-range]\nN = 7e7:1.6e10\nD = 5B:\n"
              "[preset]\nlaw = chinchilla\nname = mine\ntitle = Mine\nsource = here\nbase = other\n"
              "assumed = this; that ;comment\n  and this; more\nnote = one\n  two\n"
              "[covariance]\nA.A = 2\nA.alpha = -.5\nbeta.B = 1e-3\n"
              "alpha.alpha = .25\nB.B = 4\nbeta.beta = 1e-4\n"
              "[fit]\nseed = 1\nrows = 12\nfreedom = 7\nwhere = N=1:2\ncommand = bitplan fit\n",
              &preset);
    assert_true(preset.covariance->freedom == 7);
    assert_string_equal(preset.law->name, "chinchilla");
    assert_string_equal(preset.name, "mine");
    assert_string_equal(preset.title, "Mine");
    assert_string_equal(preset.source, "here");
    assert_string_equal(preset.base, "other");
    assert_string_equal(preset.note, "one\ntwo");
    assert_int_equal(preset.assumed_count, 3);
    assert_string_equal(preset.assumed[0], "this");
    assert_string_equal(preset.assumed[1], "that and this");
    assert_string_equal(preset.assumed[2], "more");
    assert_true(preset.c[0] == 400 && preset.c[4] == 1.7);
    assert_int_equal(preset.ranged, INPUT_BIT(IN_N) | INPUT_BIT(IN_D));
    assert_true(preset.range[IN_N].low == 7e7 && preset.range[IN_N].high == 1.6e10);
    assert_true(preset.range[IN_D].low == 5e9 && preset.range[IN_D].high == INFINITY);
    check_covariance(&preset);
    preset_free(&preset);
    assert_null(preset.covariance);
}

#define LONG_LINE                                                                                  \
    "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901" \
    "23"
#define LONG_NOTE "\n  " LONG_LINE LONG_LINE

static const struct breakage breakages[] = {
    {"", 0, 0, "no [preset] section", "expected one with name, law"},
    {NUMBERS, 0, 0, "no [preset] section", "expected one with name, law"},
    {"[preset]\nlaw = chinchilla\ntitle = t\nsource = s\n" NUMBERS, 0, 1, "no name", "expected"},
    {"\n[preset]\nname = x\ntitle = t\nsource = s\n" NUMBERS, 0, 2, "no law", "expected"},
    {"[preset]\nname = x\nlaw = chinchilla\nsource = s\n" NUMBERS, 0, 1, "no title", "expected"},
    {"[preset]\nname = x\nlaw = chinchilla\ntitle = t\n" NUMBERS, 0, 1, "no source", "expected"},
    {"[preset]\nname = x\nlaw = chinchila\ntitle = t\nsource = s\n" NUMBERS, 0, 3,
     "law = chinchila", "expected one of chinchilla, precision, qid"},
    {"[preset]\nname = x\nlaw = fp\n  qat\ntitle = t\nsource = s\n", 0, 3, "law goes on below",
     "expected it flush left"},
    {"[preset]\nname =\nlaw = fp\ntitle = t\nsource = s\n", 0, 2, "name is empty", "expected"},
    {"[preset]\nname = " LONG_LINE "\nlaw = fp\ntitle = t\nsource = s\n", 0, 2, "name has 94 bytes",
     "expected at most 63"},
    {HEAD "titel = x\n" NUMBERS, 0, 6, "titel", "expected title"},
    {HEAD "zzzzzzz = x\n" NUMBERS, 0, 6, "zzzzzzz", "expected one of name, law, title"},
    {HEAD "title = x\n" NUMBERS, 0, 6, "title again, already in line 4", "expected it once"},
    {HEAD "assumed = ;;\n" NUMBERS, 0, 6, "assumed is empty", "expected"},
    {HEAD "assumed = a;b;c;d;e;f;g;h;i;j;k;l;m\n" NUMBERS, 0, 6, "more than 12", "expected fewer"},
    {HEAD "note = x" LONG_NOTE LONG_NOTE LONG_NOTE LONG_NOTE LONG_NOTE LONG_NOTE "\n" NUMBERS, 0, 6,
     "note has 1135 bytes", "expected at most 1023"},
    {WHOLE "[coeficients]\nE = 2\n", 0, 12, "[coeficients]", "expected [coefficients]"},
    {WHOLE "[zzzzzz]\n", 0, 12, "[zzzzzz]", "expected one of [preset], [coefficients]"},
    {WHOLE "[Preset]\n", 0, 12, "[Preset]", "expected [preset]"},
    {WHOLE "[ fit ]\n", 0, 12, "[ fit ]", "expected [fit]"},
    {WHOLE "[coefficients]\n", 0, 12, "[coefficients] again", "expected it once"},
    {HEAD, 0, 0, "coefficient A", "missing"},
    {HEAD "\n[coefficients]\nA = 1\nalpha = 1\nB = 1\nE = 1\n", 0, 7, "coefficient beta",
     "missing"},
    {WHOLE "alhpa = 1\n", 0, 12, "alhpa", "alpha?"},
    {WHOLE "A = 2\n", 0, 12, "A again, already in line 7", "expected it once"},
    {HEAD "[coefficients]\nalpha = abc\n", 0, 7, "alpha = abc", "expected one, as in alpha = 0.34"},
    {HEAD "[coefficients]\nalpha =\n", 0, 7, "alpha = ", "expected"},
    {HEAD "[coefficients]\nalpha = 0,34\n", 0, 7, "alpha = 0,34", "expected"},
    {HEAD "[coefficients]\nalpha = nan\n", 0, 7, "alpha = nan", "expected"},
    {HEAD "[coefficients]\nalpha = 1e999\n", 0, 7, "alpha = 1e999", "expected"},
    {HEAD "[coefficients]\nalpha = -1\n", 0, 7, "alpha = -1", "expected a number above 0"},
    {HEAD "[coefficients]\nalpha = 1\n  B = 2\n", 0, 7,
     "alpha goes on below with the indented line B = 2", "expected it flush left"},
    {HEAD "[coefficients]\nalpha.w4 = 1\n", 0, 7, "alpha.w4", "alpha"},
    {WHOLE "[fitted-range]\nx = 1:2\n", 0, 13, "x", "expected"},
    {WHOLE "[fitted-range]\nN = 1e9\n", 0, 13, "N = 1e9", "expected low:high"},
    {WHOLE "[fitted-range]\nN = 1e9:1e8\n", 0, 13, "above the high one", "expected low:high"},
    {WHOLE "[fitted-range]\nN = 1e9:many\n", 0, 13, "many", "expected"},
    {WHOLE "[fitted-range]\nw = 3:16\n", 0, 13, "w", "expected one that it reads"},
    {WHOLE "[covariance]\nA.alhpa = 1\n", 0, 13, "A.alhpa", "expected two coefficients"},
    {WHOLE "[covariance]\nA = 1\n", 0, 13, "A;", "as in A.alpha"},
    {WHOLE "[covariance]\nA.alpha = x\n", 0, 13, "A.alpha = x", "expected a number"},
    {WHOLE "[covariance]\nA.A = -1\n", 0, 13, "A.A = -1", "expected a variance"},
    {WHOLE "[covariance]\nA.alpha = 1\n", 0, 13, "A.alpha is above the root", "expected both"},
    {WHOLE "[covariance]\nA.A = 4\nalpha.alpha = 1\nA.alpha = -3\n", 0, 15, "A.alpha is above",
     "expected both"},
    {WHOLE "[covariance]\nA.A = 1\nB.B = 1\nE.E = 1\nA.B = .9\nA.E = .9\nB.E = -.9\n", 0, 15,
     "below 0", "expected the covariance of a fit"},
    {WHOLE "[covariance]\nA.alpha = 1\nB.B = 1\nalpha.A = 1\n", 0, 15,
     "alpha.A, the same as A.alpha in line 13", "expected each pair once"},
    {"[preset]\nname = q\nlaw = qat\ntitle = t\nsource = s\n" NUMBERS
     "k.w4a4 = 1\ngamma_N.w4a4 = 1\ngamma_D.w4a4 = 1\ngamma_G.w4a4 = 1\n"
     "[covariance]\nk.w4a4.k.w4a4 = 1\nA.k.w4a16 = 1\n",
     0, 18, "A.k.w4a16", "has no k.w4a16"},
    {WHOLE "[fit]\nsede = 1\n", 0, 13, "sede", "expected seed"},
    {WHOLE "[fit]\nrows = 9\nobjective = abc\n", 0, 14, "objective = abc", "expected a number"},
    {WHOLE "[fit]\nrows = 1.5\n", 0, 13, "rows = 1.5", "expected a whole number from 1 on"},
    {WHOLE "[fit]\nfreedom = 0\n", 0, 13, "freedom = 0", "expected a number from 0.5 on"},
    {WHOLE "[fit]\nseed = -1\n", 0, 13, "seed = -1", "expected a whole number from 0 on"},
    {WHOLE "[fit]\nsha256 = 00\n", 0, 13, "sha256 = 00", "expected the 64 hexadecimal digits"},
    {WHOLE "[fit]\nloss = l1\n", 0, 13, "loss = l1", "expected one of huber, squared"},
    {WHOLE "[fit]\nlaw = qid\n", 0, 13, "law = qid", "expected chinchilla"},
    {"[preset]\nname = q\nlaw = qat\ntitle = t\nsource = s\n" NUMBERS "k.w4a4 = 1\n", 0, 6,
     "gamma_N.w4a4", "missing"},
    {"[preset]\nname = q\nlaw = qat\ntitle = t\nsource = s\n" NUMBERS "k.w5a5 = 1\n", 0, 12,
     "k.w5a5", "w5a5"},
    {"[preset]\nname = q\nlaw = qid\ntitle = t\nsource = s\n[coefficients]\nL_N = 1\nalpha_N = 1\n"
     "L_D = 1\nalpha_D = 1\nk = 1\n",
     0, 6, "coefficient beta is missing", "expected k, beta, alpha and gamma"},
    {BITS_HEAD NUMBERS "gamma_w = 2\n", 0, 6, "coefficient n_w", "missing"},
    {HEAD "[coefficients]\nalpha = \x1B[31m\n", 0, 7, "alpha = ·[31m", "expected"},
};

static void broken_files(void **state) {
    for (size_t i = 0; i < COUNT(breakages); i++) {
        const struct breakage *b = &breakages[i];
        char name[32], path[SCRATCH_FILE];
        struct preset preset;
        struct err err;
        snprintf(name, sizeof name, "broken%zu.ini", i);
        scratch_write(*state, name, b->text, strlen(b->text));
        if (preset_file_read(scratch_path(*state, name, path), &preset, &err)) {
            fail_msg("read: %s", b->text);
        }
        check_message(&err, path, b);
    }
}

static void all_shipped_load(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(shipped); i++) {
        char path[PRESET_FILE];
        struct preset preset;
        struct err err;
        snprintf(path, sizeof path, "%s/%s.ini", SHIPPED_PRESETS, shipped[i]);
        if (!preset_file_read(path, &preset, &err)) fail_msg("%s", err.text);
        assert_string_equal(preset.name, shipped[i]);
        assert_true(strlen(preset.note) > 0);
        preset_free(&preset);
        if (!preset_file_open(shipped[i], &preset, &err)) fail_msg("%s", err.text);
        preset_free(&preset);
    }
}

static void shipped_numbers(void **state) {
    (void)state;
    struct preset preset;
    struct err err;
    assert_true(preset_file_open("kumar-2024", &preset, &err));
    assert_int_equal(preset.assumed_count, 3);
    assert_string_equal(preset.assumed[2], "illustrative C_kv");
    assert_true(preset.range[IN_N].low == 3e7 && preset.range[IN_N].high == 2.2e8);
    assert_true(preset.range[IN_KV].low == 4 && preset.range[IN_KV].high == 16);
    assert_true(preset_file_open("chen-2025", &preset, &err));
    assert_int_equal(preset.variant_count, 5);
    assert_true(preset.range[IN_G].low == 32 && preset.range[IN_G].high == PLAN_CHANNEL);
    const struct variant *mixed = preset_variant(&preset, 16, 4, NAN, true);
    assert_non_null(mixed);
    assert_true(mixed->c[0] == .1273 && mixed->c[3] == .4491);
    assert_true(preset_file_open("ouyang-2024-bits", &preset, &err));
    assert_true(preset.range[IN_D].low == -INFINITY && preset.range[IN_D].high == 3e11);
    assert_non_null(preset_variant(&preset, NAN, NAN, 3, false));
    assert_true(preset_file_open("frantar-2025", &preset, &err));
    assert_string_equal(preset.base, "hoffmann-2022");
    assert_string_equal(preset.assumed[0], "borrowed base");
    assert_int_equal(preset.ranged, 0);
    assert_true(preset_file_open("quest-2025", &preset, &err));
    assert_int_equal(preset.variant_count, 9);
    assert_true(preset_variant(&preset, 8, 8, NAN, false)->c[0] == 1.01619263);
}

/* A folder for the user's own presets below the scratch folder. */
static void make_user_folder(struct scratch *scratch) {
    char path[SCRATCH_FILE];
    assert_int_equal(setenv("XDG_DATA_HOME", scratch->folder, 1), 0);
    assert_int_equal(mkdir(scratch_path(scratch, "bitplan", path), 0700), 0);
    assert_int_equal(mkdir(scratch_path(scratch, "bitplan/presets", path), 0700), 0);
}

#define USER "bitplan/presets/"

static void the_users_folder_wins(void **state) {
    struct preset preset;
    struct err err;
    make_user_folder(*state);
    static const char own[] =
        "[preset]\nname = kumar-2024\nlaw = chinchilla\ntitle = Mine\nsource = "
        "here\n" NUMBERS;
    scratch_write(*state, USER "kumar-2024.ini", own, strlen(own));
    scratch_write(*state, USER "mine.ini", WHOLE, strlen(WHOLE));
    scratch_write(*state, USER ".hidden.ini", WHOLE, strlen(WHOLE));
    scratch_write(*state, USER "readme.txt", WHOLE, strlen(WHOLE));
    scratch_write(*state, USER "broken.ini", "[", 1);
    assert_true(preset_file_open("kumar-2024", &preset, &err));
    assert_string_equal(preset.title, "Mine");
    assert_true(preset_file_open("mine", &preset, &err));
    assert_true(preset_file_open("ouyang-2024", &preset, &err));
    struct preset_list list;
    assert_true(preset_list_read(&list, &err));
    assert_int_equal(list.count, COUNT(shipped) + 2);
    for (size_t i = 1; i < list.count; i++) {
        assert_true(strcmp(list.entries[i - 1].name, list.entries[i].name) < 0);
    }
    char path[PRESET_FILE];
    assert_true(preset_file_find("kumar-2024", path, &err));
    bool listed = false;
    for (size_t i = 0; i < list.count; i++)
        listed = listed || !strcmp(list.entries[i].path, path);
    assert_true(listed);
    preset_list_free(&list);
}

static void names_and_files(void **state) {
    char path[SCRATCH_FILE];
    struct preset preset;
    struct err err;
    make_user_folder(*state);
    scratch_write(*state, USER "other.ini", WHOLE, strlen(WHOLE));
    assert_false(preset_file_open("other", &preset, &err));
    scratch_path(*state, USER "other.ini", path);
    const struct breakage unequal = {.line = 2,
                                     .found = "name = mine",
                                     .expected = "expected other"};
    check_message(&err, path, &unequal);
    assert_true(preset_file_open(path, &preset, &err)); /* as a file it may be called as it likes */
    assert_false(preset_file_open("kumar-2023", &preset, &err));
    assert_non_null(strstr(err.text, "kumar-2023; expected kumar-2024"));
    assert_false(preset_file_open("\x1B]x", &preset, &err));
    assert_non_null(strstr(err.text, "·]x"));
    assert_false(preset_file_open("", &preset, &err));
    assert_int_equal(symlink("nowhere", scratch_path(*state, USER "sun-2025.ini", path)), 0);
    assert_false(preset_file_open("sun-2025", &preset, &err));
    assert_non_null(strstr(err.text, USER "sun-2025.ini: No such file"));
}

static void where_the_user_folder_is(void **state) {
    (void)state;
    char out[256];
    assert_int_equal(setenv("HOME", "/home/x", 1), 0);
    assert_int_equal(setenv("XDG_DATA_HOME", "relative", 1), 0);
    assert_true(path_presets(PATH_USER, out, sizeof out));
    assert_string_equal(out, "/home/x/.local/share/bitplan/presets");
    assert_int_equal(setenv("XDG_DATA_HOME", "/data", 1), 0);
    assert_true(path_presets(PATH_USER, out, sizeof out));
    assert_string_equal(out, "/data/bitplan/presets");
    assert_false(path_presets(PATH_USER, out, 10));
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
    assert_int_equal(unsetenv("HOME"), 0);
    assert_false(path_presets(PATH_USER, out, sizeof out));
}

/* Print the preset into printed.ini. */
static void print_preset(struct scratch *scratch, const char *path) {
    char printed[SCRATCH_FILE];
    struct err err;
    FILE *to = fopen(scratch_path(scratch, "printed.ini", printed), "w");
    assert_non_null(to);
    if (!preset_file_print(path, to, &err)) fail_msg("%s", err.text);
    assert_int_equal(fclose(to), 0);
}

static void printed_as_read(void **state) {
    for (size_t i = 0; i < COUNT(shipped); i++) {
        char path[PRESET_FILE], copy[SCRATCH_FILE];
        struct preset before, after;
        struct err err;
        assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
        assert_true(preset_file_find(shipped[i], path, &err));
        print_preset(*state, path);
        assert_true(preset_file_read(path, &before, &err));
        assert_true(preset_file_read(scratch_path(*state, "printed.ini", copy), &after, &err));
        preset_free(&before);
        preset_free(&after);
        memset(before.file, 0, sizeof before.file);
        memset(after.file, 0, sizeof after.file);
        assert_memory_equal(&before, &after, sizeof before);
    }
}

static void printed_safely(void **state) {
    char path[SCRATCH_FILE];
    struct preset preset;
    struct err err;
    static const char unsafe[] = "\xEF\xBB\xBF" HEAD "note = a\x1B[31m\xE2\x80\xAEz\tb\r\n" NUMBERS
                                 "\x0C; " LONG_LINE LONG_LINE "1234567\x1B\n";
    scratch_write(*state, "unsafe.ini", unsafe, strlen(unsafe));
    print_preset(*state, scratch_path(*state, "unsafe.ini", path));
    char *printed = scratch_read(*state, "printed.ini");
    assert_non_null(strstr(printed, "note = a·[31m·z b\n"));
    assert_non_null(strstr(printed, " ; " LONG_LINE LONG_LINE "1234567?\n"));
    for (const char *at = printed; *at;) {
        const uint32_t code = text_next(&at);
        assert_true(code == '\n' || !text_unsafe(code));
    }
    free(printed);
    assert_true(preset_file_read(scratch_path(*state, "printed.ini", path), &preset, &err));
}

static void not_printed(void **state) {
    char path[SCRATCH_FILE];
    struct err err;
    scratch_write(*state, "broken.ini", "[preset]\n", 9);
    scratch_write(*state, "mine.ini", WHOLE, strlen(WHOLE));
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    setvbuf(full, NULL, _IONBF, 0);
    assert_false(preset_file_print(scratch_path(*state, "mine.ini", path), full, &err));
    assert_non_null(strstr(err.text, "could not be written"));
    fclose(full);
    assert_false(preset_file_print(scratch_path(*state, "broken.ini", path), stderr, &err));
    assert_non_null(strstr(err.text, "broken.ini:1: "));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_shipped_load),
        cmocka_unit_test(shipped_numbers),
        cmocka_unit_test_setup_teardown(a_whole_preset, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(broken_files, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(the_users_folder_wins, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(names_and_files, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(printed_as_read, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(printed_safely, scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(not_printed, scratch_make, scratch_remove),
        cmocka_unit_test(where_the_user_folder_is),
    };
    unsetenv("XDG_DATA_HOME");
    setenv("HOME", "/nonexistent", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
