/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Formats view: its cells are what the law says, and Enter adopts one. */
#include "ui/screen.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_W = 12, CELL_W = 8, FIRST_ROW = 3 };

static struct screen *open_formats(const char *words) {
    struct screen *screen = screen_open(120, 36, words);
    screen_keys(screen, "5");
    return screen;
}

/* The text of a layout's cell at 120 columns, blanks cut off. */
static const char *cell(const struct screen *screen, int bits, int E, char out[16]) {
    int count = 0;
    for (int i = 0; i < CELL_W - 1; i++) {
        const int x = NAME_W + E * CELL_W + i, y = FIRST_ROW + bits - 3;
        const uint32_t ch = canvas_at(&screen->canvas, x, y)->ch;
        if (ch != ' ') out[count++] = ch < 128 ? (char)ch : '?';
    }
    out[count] = '\0';
    return out;
}

/* log2 B over γ·(E+.5)^δ·(M+.5)^ν, times D^β/N^α, with the paper's coefficients. */
static double added(double N, double D, double B, double E, double M) {
    return pow(D, .5162) / pow(N, .2368) * log2(B) /
           (11334.5197 * pow(E + .5, 3.1926) * pow(M + .5, 2.9543));
}

static void cells_are_the_law(void **state) {
    (void)state;
    struct screen *screen = open_formats("N=7B D=1T");
    for (int bits = 3; bits <= 16; bits++) {
        for (int E = 0; E <= 8; E++) {
            char text[16];
            const int M = bits - 1 - E;
            cell(screen, bits, E, text);
            if (M < 0) {
                check_that(text[0] == '\0', "E%d of %d bits: %s", E, bits, text);
            } else if (M > 10) {
                assert_string_equal(text, "?");
            } else {
                const double expected = added(7e9, 1e12, 128, E, M);
                check_that(fabs(atof(text) - expected) <= (expected >= 1 ? 0.005 : 5e-5) + 1e-9,
                           "E%dM%d: %s, expected %.6f", E, M, text, expected);
            }
        }
    }
    screen_close(screen);
}

/* 2501.02423: FP4 E2M1, FP8 E4M3, FP16 E8M7, and all between. */
static void best_layouts_are_the_papers(void **state) {
    static const char *const best[] = {"E1M1", "E2M1", "E2M2", "E3M2", "E3M3", "E4M3", "E4M4",
                                       "E5M4", "E5M5", "E6M5", "E6M6", "E7M6", "E7M7", "E8M7"};
    (void)state;
    struct screen *screen = open_formats("N=7B D=1T");
    for (int bits = 3; bits <= 16; bits++) {
        int x, y;
        assert_true(screen_find(screen, best[bits - 3], FIRST_ROW + bits - 3, &x, &y));
        assert_int_equal(y, FIRST_ROW + bits - 3);
        const int mark = NAME_W + (best[bits - 3][1] - '0') * CELL_W + CELL_W - 1;
        const uint32_t ch = canvas_at(&screen->canvas, mark, y)->ch;
        check_that(ch == (bits == 8 ? 0x25C6 : '*'), "%s is not marked", best[bits - 3]);
    }
    screen_close(screen);
}

/* The paper's 1730T, 27T, .4T at N 1e9. */
static void d_crit_is_the_papers(void **state) {
    char text[16];
    (void)state;
    struct screen *screen = open_formats("N=1B D=100B");
    screen_keys(screen, "d");
    assert_string_equal(cell(screen, 4, 2, text), "393B");
    assert_string_equal(cell(screen, 8, 4, text), "27.3T");
    assert_string_equal(cell(screen, 16, 8, text), "1.73P");
    screen_keys(screen, "d");
    assert_true(screen_shows(screen, "393B"));
    assert_true(screen_shows(screen, "27.3T"));
    screen_close(screen);
    screen = open_formats("N=7B D=1T");
    assert_true(screen_shows(screen, "614B  D is past it"));
    assert_true(screen_shows(screen, "2.65T  D is near it"));
    screen_close(screen);
}

static void groups_are_the_law(void **state) {
    (void)state;
    struct screen *screen = open_formats("N=7B D=1T E=2 M=1");
    static const double sizes[] = {16, 32, 64, 128, 256, 512};
    for (int i = 0; i < 6; i++) {
        char text[16];
        snprintf(text, sizeof text, "%.4f", added(7e9, 1e12, sizes[i], 2, 1));
        check_that(screen_shows(screen, text), "G %g: no %s", sizes[i], text);
    }
    assert_true(screen_shows(screen, "+0.50 b"));
    screen_keys(screen, "]");
    assert_true(screen_shows(screen, "G 256"));
    char text[16];
    assert_string_equal(cell(screen, 4, 2, text), "0.0834");
    screen_keys(screen, "[ [");
    assert_string_equal(cell(screen, 4, 2, text), "0.0625");
    screen_keys(screen, "[ [ [ [");
    assert_true(screen_shows(screen, "G 16"));
    screen_keys(screen, "] ] ] ] ] ] ] ]");
    assert_true(screen_shows(screen, "G channel"));
    assert_true(screen_value(screen, IN_G) == 128);
    screen_close(screen);
}

static void enter_adopts_and_undo_brings_back(void **state) {
    (void)state;
    struct screen *screen = open_formats("N=7B D=1T w=4 a=8 kv=16 post=3");
    const struct plan before = screen->app.now.plan;
    screen_keys(screen, "Up Up Up Up Left ] Enter");
    assert_true(screen_bar_shows(screen, "adopted: w a kv 4, G 256, E 2, M 1; u undoes"));
    assert_true(screen_value(screen, IN_E) == 2 && screen_value(screen, IN_M) == 1);
    assert_true(screen_value(screen, IN_G) == 256 && screen_value(screen, IN_W) == 4);
    assert_true(screen_value(screen, IN_A) == 4 && screen_value(screen, IN_KV) == 4);
    assert_true(screen_value(screen, IN_POST) == 3);
    screen_keys(screen, "Enter");
    assert_true(screen_bar_shows(screen, "the plan has that format already"));
    screen_keys(screen, "u");
    assert_true(same_plan(&before, &screen->app.now.plan));
    screen_keys(screen, "C-r");
    assert_true(screen_value(screen, IN_E) == 2);
    screen_close(screen);
}

static void nineteen_bits_leave_the_integers(void **state) {
    (void)state;
    struct screen *screen = open_formats("N=7B D=1T P=16 E=8 M=10");
    screen_keys(screen, "] Enter");
    assert_true(screen_bar_shows(screen, "w, a and kv end at 16 bits"));
    assert_true(screen_value(screen, IN_W) == 16 && screen_value(screen, IN_G) == 256);
    screen_keys(screen, "Up");
    assert_int_equal(screen->app.formats.bits, 16);
    screen_close(screen);
}

/* Whatever is pressed, the chosen layout is one. */
static void arrows_stay_on_layouts(void **state) {
    static const char *const keys[] = {"Up", "Down", "Left", "Right", "b", "Home"};
    uint64_t random = 5;
    (void)state;
    struct screen *screen = open_formats("N=7B D=1T");
    for (int i = 0; i < 400; i++) {
        screen_keys(screen, keys[(int)random_between(&random, 0, 6)]);
        const struct formats_state *at = &screen->app.formats;
        const int M = at->bits - 1 - at->E;
        const bool layout = at->bits == 0 || (at->bits >= 3 && at->bits <= 16 && at->E >= 0 &&
                                              at->E <= 8 && M >= 0 && M <= 10);
        check_that(layout, "bits %d E %d", at->bits, at->E);
    }
    screen_close(screen);
}

/* Four bits as integers: 2505.14302's variants, and a reason where a law does not speak. */
static void integers_of_the_other_laws(void **state) {
    static const struct {
        const char *name;
        double w, a, fc2;
    } uses[] = {{"W4 ", 4, PLAN_OFF, PLAN_OFF},
                {"A4 ", PLAN_OFF, 4, PLAN_OFF},
                {"W4A4 ", 4, 4, PLAN_OFF},
                {"W4A4 FC2 8 ", 4, 4, 8}};
    (void)state;
    struct screen *screen = open_formats("N=7B D=1T E=2 M=1");
    const struct preset chen = preset_of("chen-2025");
    int x, y;
    assert_true(screen_find(screen, "4 bits as integers", 1, &x, &y));
    assert_true(screen_find(screen, "chen-2025", y, &x, &y));
    for (int i = 0; i < 4; i++) {
        struct plan plan = screen->app.now.plan;
        struct result result;
        char text[40], number[NUM_TEXT];
        plan.w = uses[i].w;
        plan.a = uses[i].a;
        plan.kv = plan.post = PLAN_OFF;
        plan.fc2 = uses[i].fc2;
        law_eval(&chen, &plan, &result);
        snprintf(text, sizeof text, "%s%s", uses[i].name, num_signed(number, result.qat_delta, 4));
        check_that(screen_shows(screen, text), "no %s", text);
    }
    screen_keys(screen, "Down");
    assert_true(screen_shows(screen, "5 bits as integers"));
    assert_true(screen_shows(screen, "not fitted for w5 a16"));
    assert_true(screen_shows(screen, "w5 a16 not in the table"));
    screen_close(screen);
}

static void without_the_law_it_says_how_to_get_one(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("kumar-2024", 80, 24, "", false);
    screen_keys(screen, "5");
    assert_true(screen_shows(screen, "Press p"));
    screen_keys(screen, "Up Right ] d b Enter");
    assert_true(screen_bar_shows(screen, "no loaded law looks at E and M"));
    assert_int_equal(screen->app.undo.count, 1);
    screen_close(screen);
    screen = screen_open(80, 24, "G=tensor");
    screen_keys(screen, "5");
    assert_true(screen_shows(screen, "not fitted for G = tensor"));
    screen_keys(screen, "[");
    assert_true(screen_shows(screen, "G channel"));
    screen_close(screen);
}

static void mouse_chooses(void **state) {
    (void)state;
    struct screen *screen = open_formats("N=7B D=1T");
    screen_mouse(screen, EVENT_PRESS, NAME_W + 2 * CELL_W + 3, FIRST_ROW + 1);
    assert_int_equal(screen->app.formats.bits, 4);
    assert_int_equal(screen->app.formats.E, 2);
    screen_mouse(screen, EVENT_WHEEL_DOWN, 40, 5);
    assert_int_equal(screen->app.formats.bits, 5);
    int x, y;
    assert_true(screen_find(screen, "channel", 1, &x, &y));
    screen_mouse(screen, EVENT_PRESS, x + 3, y);
    assert_true(screen->app.formats.G == PLAN_CHANNEL);
    screen_mouse(screen, EVENT_WHEEL_DOWN, x + 3, y);
    assert_true(screen->app.formats.G == 512);
    screen_close(screen);
}

/* All fourteen rows at 80×24; in less they scroll with the choice. */
static void small_windows_hold_the_table(void **state) {
    int x, y;
    (void)state;
    struct screen *screen = screen_open(80, 24, "N=7B D=1T");
    screen_keys(screen, "5");
    assert_true(screen_find(screen, "E1M1", 1, &x, &y));
    assert_true(screen_find(screen, "E8M7", 1, &x, &y));
    screen_resize(screen, 60, 16);
    assert_false(screen_shows(screen, " 16 "));
    screen_keys(screen, "Down Down Down Down Down Down Down Down");
    assert_true(screen_shows(screen, "▸16 "));
    screen_close(screen);
}

static void all_sizes_are_clean(void **state) {
    static const int sizes[][2] = {{60, 16}, {79, 23}, {80, 24}, {109, 30}, {120, 36}, {200, 60}};
    (void)state;
    for (size_t i = 0; i < 12; i++) {
        struct screen *screen =
            screen_open_with("chen-2025 sun-2025 kumar-2024 quest-2025 hoffmann-2022",
                             sizes[i / 2][0], sizes[i / 2][1], "N=1e5 D=1e18 w=4 a=4", i % 2);
        screen_keys(screen, "5 Up d Down ]");
        screen_check_cells(screen, "formats");
        screen_close(screen);
    }
}

int main(void) {
    setenv("XDG_DATA_HOME", "/no/such/folder", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_the_law),
        cmocka_unit_test(best_layouts_are_the_papers),
        cmocka_unit_test(d_crit_is_the_papers),
        cmocka_unit_test(groups_are_the_law),
        cmocka_unit_test(enter_adopts_and_undo_brings_back),
        cmocka_unit_test(nineteen_bits_leave_the_integers),
        cmocka_unit_test(arrows_stay_on_layouts),
        cmocka_unit_test(integers_of_the_other_laws),
        cmocka_unit_test(without_the_law_it_says_how_to_get_one),
        cmocka_unit_test(mouse_chooses),
        cmocka_unit_test(small_windows_hold_the_table),
        cmocka_unit_test(all_sizes_are_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
