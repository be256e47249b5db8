/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a map says beyond its cells: the exact best, round levels, lines, where the plan is, and
 * what a law cannot show. */
#include "ui/screen.h"

#include "engine/cost.h"
#include "engine/optimum.h"
#include "ui/map_parts.h"
#include <stdlib.h>
#include <string.h>

static const int sizes[][2] = {{60, 16}, {80, 24}, {120, 36}, {200, 60}};

enum { SIZES = sizeof sizes / sizeof *sizes };

static struct screen *open_map(const char *preset, const char *words, const char *keys, int cols,
                               int rows) {
    struct screen *screen = screen_open_with(preset, cols, rows, words, false);
    screen_keys(screen, keys);
    assert_int_equal(screen->app.view, VIEW_MAP);
    return screen;
}

static struct map_picture picture_of(const struct screen *screen) {
    struct map_picture picture;
    assert_true(map_picture_make(&screen->app, &picture));
    return picture;
}

/* Maps of problems that `optimum` solves. */
static const struct solved {
    const char *preset, *words, *keys;
    unsigned free;
} solved[] = {
    {"kumar-2024", "N=700M P=12 post=off C=1e21", "3", FREE_N | FREE_D | FREE_P},
    {"kumar-2024", "", "3", FREE_N | FREE_D | FREE_P},
    {"kumar-2024", "", "3 Z", FREE_N | FREE_D | FREE_P},
    {"kumar-2024", "N=1B D=350B post=4", "3", FREE_N | FREE_D | FREE_P},
    {"kumar-2024", "a=8 kv=8 post=off C=1e22", "3 g g f", FREE_N | FREE_D | INPUT_BIT(IN_W)},
    {"kumar-2024", "N=8B post=off C=1e24", "3 x", FREE_N | FREE_D | FREE_P},
    {"kumar-2024-fp", "post=off", "3", FREE_N | FREE_D | FREE_P},
    {"sun-2025", "C=1e23", "3 y y f", FREE_N | FREE_D | INPUT_BIT(IN_E)},
};

enum { SOLVED = sizeof solved / sizeof *solved };

/* Whatever the window and its cells: the star is the optimum, and Enter there adopts it. */
static void the_star_is_the_optimum(void **state) {
    (void)state;
    for (int i = 0; i < SOLVED; i++) {
        for (int k = 0; k < SIZES; k++) {
            const struct solved *at = &solved[i];
            struct screen *screen =
                open_map(at->preset, at->words, at->keys, sizes[k][0], sizes[k][1]);
            const struct preset *preset = app_primary(&screen->app);
            const struct plan before = screen->app.now.plan;
            const struct map map = map_of(&screen->app);
            assert_true(map.hold);
            const struct problem problem = {.free = at->free,
                                            .budget = cost_budget(preset->law, &before),
                                            .whole = map.x.whole || map.y.whole};
            struct optimum optimum;
            assert_true(optimum_solve(preset, &before, &problem, &optimum) != LAW_SILENT);
            struct map_picture picture = picture_of(screen);
            check_near(picture.best_value, optimum.loss, 1e-10, "map %d: the star", i);
            check_that(isnan(picture.exact.off_map), "map %d: off the map", i);
            map_picture_free(&picture);
            screen_keys(screen, "End Enter");
            check_near(screen_loss(screen), optimum.loss, 1e-10, "map %d: adopted", i);
            for (int n = 0; n <= IN_M; n++)
                check_near(screen_value(screen, (enum input)n),
                           plan_get(&optimum.plan, (enum input)n), 1e-6, "map %d: %s", i,
                           inputs[n].name);
            screen_close(screen);
        }
    }
}

/* Nothing on the map is better than the star, nor anything a little beside it. */
static void nothing_is_better_than_the_star(void **state) {
    static const char *const maps[][3] = {
        {"kumar-2024", "", "3 g"},      {"kumar-2024", "", "3 z z z"},
        {"kumar-2024", "", "3 f"},      {"ouyang-2024", "", "3"},
        {"frantar-2025", "w=4", "3 g"}, {"chen-2025", "w=4 a=4", "3 g g g"},
        {"sun-2025", "", "3"},          {"sun-2025", "", "3 g g"},
        {"hoffmann-2022", "", "3"},     {"kumar-2024", "w=5 a=9", "3 x x x y y f"}};
    (void)state;
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        struct screen *screen = open_map(maps[i][0], maps[i][1], maps[i][2], 80, 24);
        struct map_picture picture = picture_of(screen);
        const struct map *map = &picture.map;
        for (int at = 0; at < map->area.w * map->area.h; at++) {
            const double value = picture.value[at];
            check_that(isnan(value) || isnan(picture.best_value) ||
                           !map_better(map, value, picture.best_value),
                       "map %zu: cell %d has %.17g, the best %.17g", i, at, value,
                       picture.best_value);
        }
        const double u = map_scale_share(&map->x, picture.exact.x);
        const double v = map_scale_share(&map->y, picture.exact.y);
        for (int k = 0; k < 400 && picture.best >= 0; k++) {
            const double reach = pow(10, -1 - k / 80.0), turn = 2.4 * k;
            struct plan plan;
            struct result result;
            const double x = map_scale_at(&map->x, fmax(0, fmin(1, u + reach * cos(turn))));
            const double y = map_scale_at(&map->y, fmax(0, fmin(1, v + reach * sin(turn))));
            if (!map_plan(&screen->app, map, x, y, &plan)) continue;
            const double value = map_value(app_primary(&screen->app), map, &plan, &result);
            if (isnan(value)) continue;
            const double gain = map_lower_is_better(map->output) ? picture.best_value - value
                                                                 : value - picture.best_value;
            check_that(gain <= 1e-12 * fabs(value), "map %zu: %.3g better at %g, %g", i, gain, x,
                       y);
        }
        map_picture_free(&picture);
        screen_close(screen);
    }
}

/* Where the budget's optimum spends less than cells do, or is out of sight, the panel says so. */
static void an_optimum_off_the_map_is_told(void **state) {
    (void)state;
    struct screen *screen = open_map("kumar-2024", "N=1e14 D=1e18 post=3", "3", 120, 36);
    struct map_picture picture = picture_of(screen);
    assert_true(picture.exact.off_map > 0);
    assert_true(picture.exact.off_map < picture.best_value);
    assert_true(screen_shows(screen, "C's optimum is off the map"));
    map_picture_free(&picture);
    screen_close(screen);
}

/* One step apart, or at 1, 2, 3 and 5 of the decades. */
static void levels_are_even_and_round(void **state) {
    static const char *const presets[] = {"kumar-2024", "ouyang-2024", "frantar-2025",
                                          "chen-2025",  "sun-2025",    "hoffmann-2022"};
    (void)state;
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++) {
        struct screen *screen = open_map(presets[i], "w=4 a=4", "3", 120, 36);
        for (int turn = 0; turn < 24; turn++) {
            struct map_picture picture = picture_of(screen);
            const double *level = picture.heat.level;
            const int count = picture.heat.levels;
            bool even = true, decades = true;
            for (int k = 0; k < count; k++) {
                const double first = level[k] / pow(10, floor(log10(level[k]) + 1e-9));
                decades = decades && level[k] > 0 && fabs(first - round(first)) < 1e-9 &&
                          (first < 3.5 || fabs(first - 5) < 1e-9);
                if (k > 1)
                    even = even && is_near(level[k] - level[k - 1], level[1] - level[0], 1e-9, 0);
            }
            check_that(even || decades, "%s, %s: levels are uneven", presets[i],
                       map_output_title(picture.map.output));
            map_picture_free(&picture);
            screen_keys(screen, turn % 3 == 2 ? "z" : turn % 3 ? "g" : "y");
        }
        screen_close(screen);
    }
}

/* Each of a map's bands has an ink or a texture unlike its neighbours', in every kind of terminal.
 */
static void neighbouring_bands_differ(void **state) {
    static const enum heat_mode modes[] = {HEAT_COLORS, HEAT_SHADES, HEAT_ASCII};
    (void)state;
    for (int mode = 0; mode < 3; mode++) {
        for (int bands = 2; bands <= HEAT_LEVELS; bands++) {
            for (int n = 1; n < bands; n++) {
                const struct heat_shade a = heat_shade(modes[mode], n - 1, bands);
                const struct heat_shade b = heat_shade(modes[mode], n, bands);
                check_that(a.fill != b.fill || a.ink.bg != b.ink.bg, "bands %d and %d of %d", n - 1,
                           n, bands);
                assert_int_not_equal(b.fill, heat_nothing(HEAT_ASCII).fill);
            }
        }
    }
}

/* Where the line runs the cells on its sides cost more and less than the budget; one line a column
 * over N and D. */
static void the_budget_is_one_line(void **state) {
    (void)state;
    for (int k = 0; k < SIZES; k++) {
        struct screen *screen = open_map("kumar-2024", "", "3 g", sizes[k][0], sizes[k][1]);
        struct map_picture picture = picture_of(screen);
        const struct map *map = &picture.map;
        const int w = map->area.w, h = map->area.h;
        int marked = 0;
        for (int at = 0; at < w * h; at++) {
            if (!picture.dots[at]) continue;
            const double x = map_x(map, at % w), y = map_y(map, at / w);
            const double step_x = map_x(map, 1) / map_x(map, 0),
                         step_y = map_y(map, 0) / map_y(map, 1);
            const double cost = 6 * x * y * 8 / 16, reach = sqrt(step_x * step_y) * 1.0001;
            check_that(cost / map->budget < reach && map->budget / cost < reach, "%d, %d costs %g",
                       at % w, at / w, cost);
            marked++;
        }
        assert_true(marked >= h - 1 && marked < 2 * (w + h));
        assert_true(screen_shows(screen, "C = 2.1e22"));
        map_picture_free(&picture);
        screen_close(screen);
    }
}

/* A plan that no cell is like has no place on the map: that is said, and Enter takes the cross. */
static void a_plan_off_the_map_is_told(void **state) {
    (void)state;
    struct screen *screen = open_map("kumar-2024", "w=8 a=6 kv=12", "3", 120, 36);
    assert_true(screen_shows(screen, "cross"));
    assert_true(screen_shows(screen, "you are off the map: w 8"));
    screen_keys(screen, "Enter");
    assert_true(screen_bar_shows(screen, "adopted"));
    assert_true(screen_value(screen, IN_W) == 12 && screen_value(screen, IN_A) == 12);
    screen_keys(screen, "Home");
    assert_false(screen_shows(screen, "off the map: w"));
    assert_true(screen_shows(screen, "you"));
    screen_close(screen);
    /* off is no number of an axis */
    screen = open_map("kumar-2024", "post=off", "3 g g g", 120, 36);
    assert_true(screen_shows(screen, "you are off the map: post"));
    const struct map map = map_of(&screen->app);
    double x, y;
    map_cross(&screen->app, &map, &x, &y);
    assert_true(y == map.y.high && x == 8);
    screen_close(screen);
}

/* z comes by what bits can move under the law, and by nothing else. */
static void outputs_are_those_of_the_law(void **state) {
    static const struct {
        const char *preset;
        unsigned outputs; /* bits (1u << enum output) besides both losses */
    } known[] = {
        {"kumar-2024", 1u << OUT_N_EFF | 1u << OUT_N_EFF_RATIO | 1u << OUT_PTQ_DELTA |
                           1u << OUT_QAT_DELTA | 1u << OUT_D_CRIT},
        {"ouyang-2024", 1u << OUT_PTQ_DELTA | 1u << OUT_D_CRIT},
        {"ouyang-2024-bits", 1u << OUT_PTQ_DELTA | 1u << OUT_D_CRIT},
        {"frantar-2025", 1u << OUT_N_EFF | 1u << OUT_N_EFF_RATIO | 1u << OUT_QAT_DELTA},
        {"quartet-2025",
         1u << OUT_N_EFF | 1u << OUT_N_EFF_RATIO | 1u << OUT_D_EFF_RATIO | 1u << OUT_QAT_DELTA},
        {"chen-2025", 1u << OUT_QAT_DELTA | 1u << OUT_D_CRIT},
        {"sun-2025", 1u << OUT_QAT_DELTA | 1u << OUT_D_CRIT},
        {"hoffmann-2022", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct screen *screen = open_map(known[i].preset, "", "3", 80, 24);
        unsigned seen = 0;
        for (int turn = 0; turn < MAP_OUTPUTS; turn++) {
            screen_keys(screen, "z");
            seen |= 1u << (unsigned)screen->app.map.output;
        }
        const unsigned always = 1u << OUT_LOSS | 1u << OUT_LOSS_FULL | 1u << MAP_OVER_BEST;
        check_that(seen == (known[i].outputs | always), "%s: %x", known[i].preset, seen);
        screen_close(screen);
    }
}

/* What cells remember of those before them changes nothing: each is what the law says of its plan.
 */
static void cells_are_the_law(void **state) {
    static const char *const maps[][3] = {
        {"frantar-2025", "w=4 a=16", "3 g g"}, {"frantar-2025", "w=4 a=16", "3 g g g"},
        {"quest-2025", "w=4 a=4", "3 g g g"},  {"frantar-2025", "", "3"},
        {"chen-2025", "w=4 a=4", "3 x x"},     {"chen-2025", "w=4 a=4", "3 g g g"},
        {"sun-2025", "", "3 g g g g"},         {"ouyang-2024", "", "3 y Z Z"},
        {"ouyang-2024-bits", "", "3 y"},       {"kumar-2024", "a=3 kv=4", "3 y"},
        {"kumar-2024", "", "3 x x x y Z Z"},   {"kumar-2024", "", "3 g f Z Z y"}};
    (void)state;
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        struct screen *screen = open_map(maps[i][0], maps[i][1], maps[i][2], 80, 24);
        const struct preset *preset = app_primary(&screen->app);
        struct map_picture picture = picture_of(screen);
        const struct map *map = &picture.map;
        for (int at = 0; at < map->area.w * map->area.h; at++) {
            struct plan plan;
            struct answer answer;
            double expected = NAN;
            bool fitted = !(preset->ranged & map_moves(map));
            if (map_cell_plan(&screen->app, map, at % map->area.w, at / map->area.w, &plan)) {
                const bool says = answer_plan(preset, &plan, &answer) != LAW_SILENT;
                if (says)
                    expected = output_get(&answer, (enum output)map_shown_output(map->output));
                fitted = !(answer.result.beyond & map_moves(map));
            }
            check_that(is_near(picture.value[at], expected, 1e-12, 0),
                       "map %zu, cell %d: %g, not %g", i, at, picture.value[at], expected);
            check_that(picture.fitted[at] == fitted, "map %zu, cell %d: the fitted range", i, at);
        }
        map_picture_free(&picture);
        screen_close(screen);
    }
}

/* A map with nothing on it says why in its middle. */
static void a_silent_map_says_why(void **state) {
    static const char *const maps[][3] = {{"frantar-2025", "w8 a8 not in the", "3"},
                                          {"chen-2025", "not fitted for w8", "3"},
                                          {"ouyang-2024", "no D_crit", "3 Z Z"}};
    (void)state;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < SIZES; k++) {
            int x, y;
            struct screen *screen = open_map(maps[i][0], i == 2 ? "post=off" : "", maps[i][2],
                                             sizes[k][0], sizes[k][1]);
            const struct map map = map_of(&screen->app);
            assert_true(screen_find(screen, maps[i][1], map.area.y, &x, &y));
            bool inside = false;
            for (int row = map.area.y; row < map.area.y + map.area.h; row++) {
                if (screen_find(screen, maps[i][1], row, &x, &y) && x < map.area.x + map.area.w)
                    inside = true;
            }
            check_that(inside, "%s at %dx%d", maps[i][0], sizes[k][0], sizes[k][1]);
            /* the tabs and the cross are left as they are */
            assert_true(screen_shows(screen, "bitplan") && screen_shows(screen, "✚"));
            assert_true(screen_find(screen, "Map", 0, &x, &y) && y == 0);
            screen_close(screen);
        }
    }
}

/* g comes by every picture that a law can draw, says which, and is back where it was. */
static void pictures_go_round(void **state) {
    static const struct {
        const char *preset;
        int pictures;
    } papers[] = {{"kumar-2024", 8}, {"ouyang-2024", 3}, {"frantar-2025", 5},
                  {"chen-2025", 5},  {"sun-2025", 5},    {"hoffmann-2022", 1}};
    (void)state;
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        struct screen *screen = open_map(papers[i].preset, "w=4 a=4", "3 g", 120, 36);
        const struct map_state first = screen->app.map;
        int turns = 0;
        do {
            screen_keys(screen, "g");
            assert_true(strlen(screen->app.status) > 10 && strlen(screen->app.status) <= 58);
            turns++;
        } while (turns < 20 && screen->app.map.picture != first.picture);
        check_that(turns == papers[i].pictures, "%s: %d pictures", papers[i].preset, turns);
        screen_close(screen);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_star_is_the_optimum),
        cmocka_unit_test(nothing_is_better_than_the_star),
        cmocka_unit_test(an_optimum_off_the_map_is_told),
        cmocka_unit_test(levels_are_even_and_round),
        cmocka_unit_test(neighbouring_bands_differ),
        cmocka_unit_test(the_budget_is_one_line),
        cmocka_unit_test(a_plan_off_the_map_is_told),
        cmocka_unit_test(outputs_are_those_of_the_law),
        cmocka_unit_test(cells_are_the_law),
        cmocka_unit_test(a_silent_map_says_why),
        cmocka_unit_test(pictures_go_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
