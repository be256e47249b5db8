/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map shows what the law says at each cell's centre; lines and labels are where they belong. */
#include "ui/screen.h"

#include "engine/cost.h"
#include "ui/map_parts.h"
#include <stdlib.h>
#include <string.h>

/* Maps of all laws: presets, words of the plan, keys that lead to the map. */
static const struct shown {
    const char *preset, *words, *keys;
    bool empty; /* the law says nothing there */
} maps[] = {
    {"kumar-2024", "N=700M P=12 post=off C=1e21", "3", false},
    {"kumar-2024", "", "3", false},
    {"kumar-2024", "", "3 g", false},
    {"kumar-2024", "", "3 g g", false},
    {"kumar-2024", "", "3 g g g", false},
    {"kumar-2024", "", "3 Z", false},
    {"kumar-2024", "", "3 g f x", false},
    {"kumar-2024", "N=1e14 D=1e18", "3", false},
    {"ouyang-2024", "", "3", false},
    {"ouyang-2024", "", "3 y", false},
    {"ouyang-2024-bits", "post=3", "3 Y", false},
    {"frantar-2025", "w=4 a=16", "3", false},
    {"chen-2025", "w=4 a=4", "3", false},
    {"chen-2025", "", "3", true},
    {"sun-2025", "", "3", false},
    {"sun-2025", "", "3 y y", false},
    {"sun-2025", "", "3 x x y y", false},
    {"hoffmann-2022", "", "3", false},
};

enum { MAPS = sizeof maps / sizeof *maps };

static struct screen *open_map(const struct shown *shown, int cols, int rows, bool ascii) {
    struct screen *screen = screen_open_with(shown->preset, cols, rows, shown->words, ascii);
    screen_keys(screen, shown->keys);
    assert_int_equal(screen->app.view, VIEW_MAP);
    return screen;
}

static struct map_picture picture_of(const struct screen *screen) {
    struct map_picture picture;
    assert_true(map_picture_make(&screen->app, &picture));
    return picture;
}

/* A value of a scale at a share, worked out here. */
static double value_at(const struct map_scale *scale, double share) {
    const double value = scale->log ? exp(log(scale->low) * (1 - share) + log(scale->high) * share)
                                    : scale->low * (1 - share) + scale->high * share;
    return scale->whole ? round(value) : value;
}

static void give(struct plan *plan, enum map_axis axis, double value) {
    static const char *const names[MAP_AXES] = {"N",  "D",    NULL, "w", "a",
                                                "kv", "post", "G",  "E", "M"};
    if (names[axis])
        plan_set(plan, input_find(names[axis]), value);
    else
        plan->w = plan->a = plan->kv = value;
}

/* The plan of a cell, by the definition: axes at the centre, and D (or N) from the budget. */
static struct plan plan_at(const struct screen *screen, const struct map *map, int col, int row) {
    struct plan plan = screen->app.now.plan;
    const struct law *law = app_primary(&screen->app)->law;
    give(&plan, map->x.axis, value_at(&map->x, (double)col / (map->area.w - 1)));
    give(&plan, map->y.axis, value_at(&map->y, 1 - (double)row / (map->area.h - 1)));
    if (map->follower == IN_D) plan.D = 16 * map->budget / (6 * plan.N * cost_bits(law, &plan));
    if (map->follower == IN_N) plan.N = 16 * map->budget / (6 * plan.D * cost_bits(law, &plan));
    return plan;
}

static void check_cells(const struct screen *screen, int output) {
    const struct preset *preset = app_primary(&screen->app);
    struct map_picture picture = picture_of(screen);
    const struct map *map = &picture.map;
    for (int i = 0; i < map->area.w * map->area.h; i += 1 + i % 3) {
        const int col = i % map->area.w, row = i / map->area.w;
        struct plan own = plan_at(screen, map, col, row), plan;
        struct answer answer;
        const bool inside = map_cell_plan(&screen->app, map, col, row, &plan);
        const double follower = map->follower == INPUT_NONE ? NAN : plan_get(&own, map->follower);
        if (!inside) {
            const struct input_row *range = &inputs[map->follower];
            assert_true(follower < range->low || follower > range->high);
            assert_true(isnan(picture.value[i]));
            continue;
        }
        for (int k = 0; k < INPUT_COUNT; k++)
            check_near(plan_get(&plan, (enum input)k), plan_get(&own, (enum input)k), 1e-12,
                       "%s of cell %d, %d", inputs[k].name, col, row);
        const bool silent = answer_plan(preset, &plan, &answer) == LAW_SILENT;
        const double base = output == MAP_OVER_BEST ? picture.best_value : 0;
        const double expected =
            silent ? NAN
                   : output_get(&answer, output == MAP_OVER_BEST ? OUT_LOSS : (enum output)output) -
                         base;
        check_that(is_near(picture.value[i], expected, 1e-12, 1e-12), "%s %s %d, %d: %g, not %g",
                   preset->name, map_output_title(output), col, row, picture.value[i], expected);
    }
    map_picture_free(&picture);
}

static void cells_are_the_law_at_their_centres(void **state) {
    (void)state;
    for (int i = 0; i < MAPS; i++) {
        struct screen *screen = open_map(&maps[i], 80, 24, false);
        map_choose(&screen->app);
        for (int output = 0; output < MAP_OUTPUTS; output++) {
            screen->app.map.output = output;
            check_cells(screen, output);
        }
        screen_close(screen);
    }
}

/* The corners are the ends of the ranges, to the last bit. */
static void corners_are_the_ends(void **state) {
    (void)state;
    for (int i = 0; i < MAPS; i++) {
        struct screen *screen = open_map(&maps[i], 120, 36, false);
        const struct map map = map_of(&screen->app);
        assert_true(map_x(&map, 0) == map.x.low && map_x(&map, map.area.w - 1) == map.x.high);
        assert_true(map_y(&map, 0) == map.y.high && map_y(&map, map.area.h - 1) == map.y.low);
        for (int col = 0; col < map.area.w; col++) {
            const double x = map_x(&map, col);
            assert_true(map_x(&map, map_col(&map, x)) == x);
            assert_true(x >= map.x.low && x <= map.x.high);
        }
        screen_close(screen);
    }
}

static bool between(const struct map_picture *picture, int a, int b, double level) {
    const double x = picture->value[a], y = picture->value[b];
    return (x < level) != (y < level) && !isnan(x) && !isnan(y);
}

/* Every marked cell has a neighbour on the other side of its level, and is the nearer one; between
 * any two neighbours in different bands a line is marked. */
static void check_contours(const struct map_picture *picture) {
    const int w = picture->heat.w, h = picture->heat.h;
    for (int i = 0; i < w * h; i++) {
        const int x = i % w, y = i / w;
        const int beside[] = {x > 0 ? i - 1 : -1, x + 1 < w ? i + 1 : -1, y > 0 ? i - w : -1,
                              y + 1 < h ? i + w : -1};
        bool found = !picture->contour[i];
        for (int k = 0; k < 4; k++) {
            if (beside[k] < 0) continue;
            if (picture->contour[i] &&
                between(picture, i, beside[k], picture->heat.level[picture->contour[i] - 1]))
                found = true;
            if (isnan(picture->value[i]) || isnan(picture->value[beside[k]])) continue;
            const bool same = heat_band(&picture->heat, picture->value[i]) ==
                              heat_band(&picture->heat, picture->value[beside[k]]);
            check_that(same || picture->contour[i] || picture->contour[beside[k]],
                       "no line between %d, %d and its neighbour", x, y);
        }
        check_that(found, "a line at %d, %d with nothing on its other side", x, y);
    }
}

static void contours_are_between_the_right_cells(void **state) {
    (void)state;
    for (int i = 0; i < MAPS; i++) {
        struct screen *screen = open_map(&maps[i], 120, 36, false);
        struct map_picture picture = picture_of(screen);
        check_contours(&picture);
        for (int k = 0; k < picture.heat.levels; k++) {
            const double level = picture.heat.level[k];
            assert_true(k == 0 || level > picture.heat.level[k - 1]);
            check_that(num_round(level, 5) == level, "%.17g is not round", level);
        }
        check_that(maps[i].empty || picture.heat.levels >= 4, "map %d: %d levels", i,
                   picture.heat.levels);
        map_picture_free(&picture);
        screen_close(screen);
    }
}

/* The ridge is the least loss of its row, and the star the least of all. */
static void ridge_and_star_are_the_least(void **state) {
    (void)state;
    struct screen *screen = open_map(&maps[0], 120, 36, false);
    struct map_picture picture = picture_of(screen);
    const int w = picture.heat.w;
    int rows = 0;
    for (int row = 0; row < picture.heat.h; row++) {
        int best = -1, marked = -1;
        for (int col = 0; col < w; col++) {
            const double value = picture.value[row * w + col];
            if (!isnan(value) && (best < 0 || value < picture.value[row * w + best])) best = col;
            if (picture.mark[row * w + col] == MARK_RIDGE) marked = col;
        }
        if (marked < 0) continue;
        assert_int_equal(marked, best);
        rows++;
    }
    /* all rows but the one that diverges */
    assert_int_equal(rows, picture.heat.h - 1);
    for (int i = 0; i < w * picture.heat.h; i++)
        assert_false(picture.value[i] < picture.value[picture.best]);
    /* 2411.04330 eq. 28: about 7 bits, and the loss of the optimum is just below */
    check_near(map_y(&picture.map, picture.best / w), 7.2, 0.05, "P of the best cell");
    check_near(picture.best_value, 2.91247, 1e-4, "its loss");
    map_picture_free(&picture);
    screen_close(screen);
}

/* On each level's line that has a label, it stands on that line; nothing is written over it. */
static int check_labels(const struct screen *screen, const struct map_picture *picture) {
    const struct rect *area = &picture->map.area;
    int labelled = 0;
    for (int level = 0; level < picture->heat.levels; level++) {
        char text[NUM_TEXT];
        map_show_level(text, picture->map.output, picture->heat.level[level]);
        const int width = (int)strlen(text);
        for (int at = 0; at < area->w * area->h; at++) {
            const int col = at % area->w, row = at / area->w;
            int same = 0;
            while (same < width && col + same < area->w &&
                   canvas_at(&screen->canvas, area->x + col + same, area->y + row)->ch ==
                       (uint32_t)(unsigned char)text[same])
                same++;
            if (same < width) continue;
            const uint32_t before =
                col > 0 ? canvas_at(&screen->canvas, area->x + col - 1, area->y + row)->ch : ' ';
            const struct cell *after =
                canvas_at(&screen->canvas, area->x + col + width, area->y + row);
            if ((before >= '0' && before <= '9') || before == '+') continue;
            if (after->ch >= '0' && after->ch <= '9') continue;
            bool on_line = false;
            for (int k = 0; k < width; k++)
                on_line = on_line || picture->contour[at + k] == level + 1;
            check_that(on_line, "%s at %d, %d is not on its line", text, col, row);
            labelled++;
        }
    }
    return labelled;
}

static void labels_stand_on_their_lines(void **state) {
    static const int sizes[][2] = {{60, 16}, {80, 24}, {120, 36}, {200, 60}};
    (void)state;
    for (int i = 0; i < MAPS; i++) {
        for (int k = 0; k < 8; k++) {
            struct screen *screen = open_map(&maps[i], sizes[k / 2][0], sizes[k / 2][1], k % 2);
            struct map_picture picture = picture_of(screen);
            const int labelled = check_labels(screen, &picture);
            /* where there is little room, a line may be too short for a label */
            check_that(maps[i].empty || labelled * 4 >= picture.heat.levels * (k < 2 ? 2 : 3),
                       "map %d at %dx%d: %d of %d levels have a label", i, sizes[k / 2][0],
                       sizes[k / 2][1], labelled, picture.heat.levels);
            screen_check_cells(screen, maps[i].keys);
            map_picture_free(&picture);
            screen_close(screen);
        }
    }
}

/* Cells of one band look alike, those of others do not; with few colours no background is used. */
static void bands_can_be_told_apart(void **state) {
    (void)state;
    struct screen *screen = open_map(&maps[0], 120, 36, false);
    for (int colors = 256; colors >= 0; colors -= 128) {
        screen->app.colors = colors;
        screen_resize(screen, 120, 36);
        struct map_picture picture = picture_of(screen);
        const struct rect *area = &picture.map.area;
        for (int i = 0; i < area->w * area->h; i++) {
            const struct cell *cell =
                canvas_at(&screen->canvas, area->x + i % area->w, area->y + i / area->w);
            const int band = heat_band(&picture.heat, picture.value[i]);
            const struct heat_shade shade = map_shade(&picture, band);
            if (colors < 256) assert_int_equal(cell->ink.bg, COLOR_DEFAULT);
            if (band >= 0 && colors == 256) assert_int_equal(cell->ink.bg, shade.ink.bg);
            if (band > 0 && colors == 256)
                assert_int_not_equal(shade.ink.bg, map_shade(&picture, band - 1).ink.bg);
        }
        map_picture_free(&picture);
    }
    screen_close(screen);
}

static void arrows_move_the_cross_and_enter_adopts(void **state) {
    (void)state;
    struct screen *screen = open_map(&maps[1], 120, 36, false);
    const struct plan before = screen->app.now.plan;
    const struct map map = map_of(&screen->app);
    const int col = map_col(&map, before.N), row = map_row(&map, before.w);
    screen_keys(screen, "Right l . Up Left k L J");
    assert_true(same_plan(&before, &screen->app.now.plan));
    assert_true(screen->app.map.at_x == map_x(&map, col + 2 + 8));
    assert_true(screen->app.map.at_y == map_y(&map, row - 2 + 4));
    const struct plan expected = plan_at(screen, &map, col + 10, row + 2);
    struct map_picture picture = picture_of(screen);
    const double shown = picture.value[(row + 2) * map.area.w + col + 10];
    map_picture_free(&picture);
    screen_keys(screen, "Enter");
    check_near(screen_value(screen, IN_N), expected.N, 1e-12, "N");
    check_near(screen_value(screen, IN_D), expected.D, 1e-12, "D");
    check_near(screen_value(screen, IN_W), expected.w, 1e-12, "w");
    assert_true(screen_value(screen, IN_W) == screen_value(screen, IN_KV));
    check_near(screen_loss(screen), shown, 1e-12, "the loss that the cell showed");
    assert_true(screen_bar_shows(screen, "adopted"));
    assert_false(screen->app.map.moved);
    /* the map stands still under the plan */
    const struct map after = map_of(&screen->app);
    assert_true(after.x.low == map.x.low && after.y.high == map.y.high);
    check_near(after.budget, map.budget, 1e-12, "the budget");
    screen_keys(screen, "u");
    assert_true(same_plan(&before, &screen->app.now.plan));
    screen_keys(screen, "Enter");
    assert_true(screen_bar_shows(screen, "the cross stands on the plan"));
    screen_close(screen);
}

static void end_goes_to_the_star_and_home_to_the_plan(void **state) {
    (void)state;
    struct screen *screen = open_map(&maps[0], 120, 36, false);
    screen_keys(screen, "End");
    assert_true(screen_shows(screen, "2.9125 best, you") || screen_shows(screen, "2.9125 best"));
    screen_keys(screen, "Enter");
    check_near(screen_loss(screen), 2.91247, 1e-4, "loss of the best cell");
    screen_keys(screen, "Right Home");
    assert_false(screen->app.map.moved);
    screen_close(screen);
    screen = open_map(&maps[13], 120, 36, false);
    screen_keys(screen, "End");
    assert_true(screen_bar_shows(screen, "there is no best"));
    screen_close(screen);
}

/* At the edges the cross stops. */
static void cross_stays_on_the_map(void **state) {
    static const char *const keys[] = {"H", "L", "K", "J", "Left", "Right", "Up", "Down"};
    (void)state;
    for (int i = 0; i < MAPS; i++) {
        struct screen *screen = open_map(&maps[i], 80, 24, false);
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            for (int n = 0; n < 60; n++) {
                screen_keys(screen, keys[k]);
                const struct map map = map_of(&screen->app);
                const double x = screen->app.map.at_x, y = screen->app.map.at_y;
                assert_true(x >= map.x.low && x <= map.x.high);
                assert_true(y >= map.y.low && y <= map.y.high);
            }
        }
        screen_close(screen);
    }
}

/* x, y and z go round and come back, and never to the same axis twice. */
static void axes_and_outputs_go_round(void **state) {
    static const char *const keys[] = {"x", "y", "z"}, *const back[] = {"X", "Y", "Z"};
    (void)state;
    for (int i = 0; i < MAPS; i++) {
        struct screen *screen = open_map(&maps[i], 80, 24, false);
        const struct preset *preset = app_primary(&screen->app);
        for (int k = 0; k < 3; k++) {
            map_choose(&screen->app);
            const struct map_state before = screen->app.map;
            int turns = 0;
            do {
                screen_keys(screen, keys[k]);
                assert_int_not_equal(screen->app.map.x, screen->app.map.y);
                assert_true(map_axis_known(preset, screen->app.map.x));
                assert_true(map_axis_known(preset, screen->app.map.y));
                turns++;
            } while (turns < 12 &&
                     (screen->app.map.x != before.x || screen->app.map.y != before.y ||
                      screen->app.map.output != before.output));
            assert_true(turns < 12);
            screen_keys(screen, keys[k]);
            screen_keys(screen, back[k]);
            assert_int_equal(screen->app.map.x, before.x);
            assert_int_equal(screen->app.map.y, before.y);
            assert_int_equal(screen->app.map.output, before.output);
        }
        screen_close(screen);
    }
}

static void f_holds_c(void **state) {
    (void)state;
    struct screen *screen = open_map(&maps[1], 120, 36, false);
    assert_int_equal(map_of(&screen->app).follower, IN_D);
    screen_keys(screen, "f");
    assert_int_equal(map_of(&screen->app).follower, INPUT_NONE);
    assert_true(screen_shows(screen, "at D 1.00T"));
    screen_keys(screen, "f x");
    assert_int_equal(map_of(&screen->app).follower, IN_N);
    screen_keys(screen, "g g f");
    assert_int_equal(map_of(&screen->app).x.axis == MAP_N, true);
    screen_close(screen);
    screen = open_map(&maps[17], 120, 36, false);
    screen_keys(screen, "f");
    assert_true(screen_bar_shows(screen, "nothing is left to keep C with"));
    screen_close(screen);
}

/* A law that knows nothing of the axes shows its own map. */
static void map_follows_the_law(void **state) {
    (void)state;
    struct screen *screen = screen_open_with("kumar-2024 hoffmann-2022", 120, 36, "", false);
    screen_keys(screen, "3 g g g");
    assert_int_equal(map_of(&screen->app).y.axis, MAP_POST);
    app_choose_preset(&screen->app, 1);
    assert_int_equal(map_of(&screen->app).x.axis, MAP_N);
    assert_int_equal(map_of(&screen->app).y.axis, MAP_D);
    screen_keys(screen, "Right g x y z");
    app_choose_preset(&screen->app, 0);
    screen_keys(screen, "Right");
    screen_close(screen);
}

static void mouse_drags_the_cross(void **state) {
    (void)state;
    struct screen *screen = open_map(&maps[1], 120, 36, false);
    const struct plan before = screen->app.now.plan;
    const struct map map = map_of(&screen->app);
    const int x = map.area.x + 5, y = map.area.y + 3;
    screen_mouse(screen, EVENT_PRESS, x, y);
    for (int i = 0; i < 20; i++) {
        screen_mouse(screen, EVENT_DRAG, x + i, y + i / 2);
        assert_int_equal(canvas_at(&screen->canvas, x + i, y + i / 2)->ch, 0x271A);
        assert_true(screen->app.map.at_x == map_x(&map, 5 + i));
        assert_true(screen->app.map.at_y == map_y(&map, 3 + i / 2));
    }
    screen_mouse(screen, EVENT_DRAG, 119, 35);
    assert_true(screen->app.map.at_x == map.x.high && screen->app.map.at_y == map.y.low);
    screen_mouse(screen, EVENT_RELEASE, 119, 35);
    screen_mouse(screen, EVENT_DRAG, x, y);
    assert_true(screen->app.map.at_x == map.x.high);
    /* beside the map a press is none of its business */
    screen_keys(screen, "Home");
    screen_mouse(screen, EVENT_PRESS, 2, 10);
    screen_mouse(screen, EVENT_PRESS, 115, 10);
    assert_false(screen->app.map.moved);
    assert_true(same_plan(&before, &screen->app.now.plan));
    screen_close(screen);
}

/* A new size keeps the cross at its values, and all is drawn anew. */
static void sizes_keep_the_cross(void **state) {
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++) {
        struct screen *screen = open_map(&maps[1], 120, 36, ascii);
        screen_keys(screen, "Right Up");
        const double x = screen->app.map.at_x, y = screen->app.map.at_y;
        for (int cols = 60; cols < 260; cols += 13) {
            for (int rows = 16; rows < 80; rows += 7) {
                screen_resize(screen, cols, rows);
                screen_check_cells(screen, "resized");
                const struct map map = map_of(&screen->app);
                const struct rect *area = &map.area;
                assert_true(area->w > 20 && area->h >= 10);
                assert_true(area->x + area->w + 18 <= cols && area->y + area->h + 3 <= rows);
                assert_true(screen->app.map.at_x == x && screen->app.map.at_y == y);
                assert_int_equal(canvas_at(&screen->canvas, area->x + map_col(&map, x),
                                           area->y + map_row(&map, y))
                                     ->ch,
                                 ascii ? '+' : 0x271A);
            }
        }
        screen_close(screen);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_the_law_at_their_centres),
        cmocka_unit_test(corners_are_the_ends),
        cmocka_unit_test(contours_are_between_the_right_cells),
        cmocka_unit_test(ridge_and_star_are_the_least),
        cmocka_unit_test(labels_stand_on_their_lines),
        cmocka_unit_test(bands_can_be_told_apart),
        cmocka_unit_test(arrows_move_the_cross_and_enter_adopts),
        cmocka_unit_test(end_goes_to_the_star_and_home_to_the_plan),
        cmocka_unit_test(cross_stays_on_the_map),
        cmocka_unit_test(axes_and_outputs_go_round),
        cmocka_unit_test(f_holds_c),
        cmocka_unit_test(map_follows_the_law),
        cmocka_unit_test(mouse_drags_the_cross),
        cmocka_unit_test(sizes_keep_the_cross),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
