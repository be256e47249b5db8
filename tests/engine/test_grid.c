/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least of a grid: by branch and bound, by the dense kernel, and by law_eval at every point. */
#include "engine/cost.h"
#include "engine/grid.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AXES = 6, GRIDS = 400, WORD = 96 };

struct case_ {
    struct preset preset;
    struct plan plan;
    struct axis axes[AXES];
    const struct axis *order[AXES];
    int count;
    char words[AXES * WORD + 64]; /* for messages */
};

static void add(struct case_ *c, const char *word) {
    struct err err;
    if (!axis_parse(word, &c->axes[c->count], &err)) fail_msg("%s: %s", word, err.text);
    c->order[c->count] = &c->axes[c->count];
    c->count++;
    strcat(strcat(c->words, " "), word);
}

static int random_below(uint64_t *seed, int below) {
    return (int)random_between(seed, 0, below);
}

/* Points by law_eval, in a sweep's order; the first of equals. */
static struct grid_least brute(const struct grid *grid, long long *paid) {
    struct grid_least best = {.found = false, .loss = INFINITY};
    long long points = 1;
    *paid = 0;
    for (int i = 0; i < grid->count; i++)
        points *= grid->axes[i]->count;
    for (long long number = 0; number < points; number++) {
        struct plan plan = *grid->plan;
        struct result result;
        long long stride = points;
        for (int i = 0; i < grid->count; i++) {
            stride /= grid->axes[i]->count;
            axis_apply(grid->axes[i], number / stride % grid->axes[i]->count, &plan);
        }
        if (plan.C != PLAN_OWN && cost_training(grid->preset->law, &plan) > plan.C) continue;
        ++*paid;
        if (law_eval(grid->preset, &plan, &result) == LAW_SILENT || !(result.loss < best.loss))
            continue;
        best = (struct grid_least){true, number, result.loss, plan};
    }
    return best;
}

static void check_same(const struct case_ *c, const char *name, const struct grid_least *found,
                       const struct grid_least *expected) {
    check_that(found->found == expected->found, "%s:%s: %s an answer", name, c->words,
               found->found ? "has" : "lacks");
    if (!found->found) return;
    check_that(found->number == expected->number,
               "%s:%s: point %lld (%.17g), expected %lld (%.17g)", name, c->words, found->number,
               found->loss, expected->number, expected->loss);
    check_that(found->loss == expected->loss &&
                   memcmp(&found->plan, &expected->plan, sizeof found->plan) == 0,
               "%s:%s: another plan or loss at the same point", name, c->words);
}

/* Returns whether there was an answer. */
static bool check_grid(const struct case_ *c) {
    const struct grid grid = {&c->preset, &c->plan, c->order, c->count};
    struct grid_least found, dense;
    long long paid;
    const struct grid_least expected = brute(&grid, &paid);
    assert_true(grid_best(&grid, &found));
    assert_true(grid_dense(&grid, &dense));
    check_same(c, "branch and bound", &found, &expected);
    check_same(c, "dense", &dense, &expected);
    return expected.found;
}

static void random_span(uint64_t *seed, char *out, const char *name, double low, double high) {
    const double a = random_log(seed, low, high), b = random_log(seed, low, high);
    char from[NUM_TEXT], to[NUM_TEXT];
    num_shortest(from, num_round(fmin(a, b), 3));
    num_shortest(to, num_round(fmax(a, b) * 1.1, 3));
    switch (random_below(seed, 5)) {
    case 0:
        snprintf(out, WORD, "%s=%s,%s,%s", name, to, from, to); /* not sorted, one twice */
        break;
    case 1:
        snprintf(out, WORD, "%s=%s:%s:2", name, from, to);
        break;
    default:
        snprintf(out, WORD, "%s=%s:%s:%d", name, from, to, 3 + random_below(seed, 30));
    }
}

static const char *const bit_axes[] = {"P=3:16:9",   "P=2..16",      "w=1.5:16:7",
                                       "w=off,4,8",  "a=3,4,16,off", "post=2:9:6",
                                       "post=off,4", "kv=2..6",      "fmt=E4M3,INT4,FP4,BF16",
                                       "E=1..5",     "M=0..4",       "G=1,32,channel,tensor",
                                       "fc2=8,off"};

enum { BIT_AXES = sizeof bit_axes / sizeof *bit_axes };

/* Axes of N, D and one or two more in any order, with a budget or without, sometimes as an axis. */
static void random_axes(uint64_t *seed, struct case_ *c) {
    char word[4][WORD];
    int count = 0;
    c->count = 0;
    c->words[0] = '\0';
    c->plan = plan_default();
    if (random_below(seed, 8)) random_span(seed, word[count++], "N", 1e5, 1e13);
    if (random_below(seed, 8)) random_span(seed, word[count++], "D", 1e6, 1e16);
    const int first = random_below(seed, BIT_AXES), second = random_below(seed, BIT_AXES);
    snprintf(word[count++], WORD, "%s", bit_axes[first]);
    if (bit_axes[first][0] != bit_axes[second][0] && strchr("PMG", bit_axes[second][0]))
        snprintf(word[count++], WORD, "%s", bit_axes[second]);
    while (count > 0) {
        const int at = random_below(seed, count);
        add(c, word[at]);
        memcpy(word[at], word[--count], WORD);
    }
    const int budget = random_below(seed, 4);
    if (budget > 0) c->plan.C = random_log(seed, 1e16, 1e26);
    if (budget == 1) add(c, "C=1e19,1e22,1e20");
    if (random_below(seed, 3) == 0) c->plan.post = PLAN_OFF;
    if (random_below(seed, 3) == 0) c->plan.G = PLAN_CHANNEL;
    if (random_below(seed, 2) == 0) c->plan.w = c->plan.a = 4;
}

static void test_presets(void **state) {
    (void)state;
    uint64_t seed = 4711;
    int answered = 0;
    struct case_ *c = calloc(1, sizeof *c);
    for (int i = 0; i < GRIDS; i++) {
        c->preset = preset_of(shipped_presets[i % SHIPPED_PRESETS]);
        random_axes(&seed, c);
        strcat(strcat(c->words, " -p "), c->preset.name);
        answered += check_grid(c);
    }
    free(c);
    check_that(answered > GRIDS / 3, "only %d of %d grids had an answer", answered, GRIDS);
}

/* Any coefficients that a preset may have: shifts below 0, where ln f is not concave, exponents of
 * the PTQ term of either sign, none of it at all. */
static void test_coefficients(void **state) {
    (void)state;
    uint64_t seed = 815;
    int answered = 0;
    struct case_ *c = calloc(1, sizeof *c);
    for (int i = 0; i < GRIDS; i++) {
        c->preset = preset_of(i % 4 ? "kumar-2024" : "sun-2025");
        const struct coefficient *row = c->preset.law->coefficients;
        for (int k = 0; row[k].name; k++) {
            const bool shift = row[k].name[0] == 'n' && row[k].name[1] == '_';
            const bool ptq =
                strcmp(row[k].name, "gamma_D") == 0 || strcmp(row[k].name, "gamma_N") == 0;
            if (shift)
                c->preset.c[k] = random_between(&seed, -3, 2);
            else if (ptq)
                c->preset.c[k] = random_between(&seed, -.4, .8);
            else
                c->preset.c[k] *= random_between(&seed, .5, 2);
        }
        random_axes(&seed, c);
        snprintf(c->words + strlen(c->words), 32, " (law %s, no. %d)", c->preset.law->name, i);
        answered += check_grid(c);
    }
    free(c);
    check_that(answered > GRIDS / 3, "only %d of %d grids had an answer", answered, GRIDS);
}

/* More values than are kept at once, and steps so fine that neighbours hardly differ. */
static void test_fine(void **state) {
    (void)state;
    static const char *const grids[][3] = {
        {"N=1e8:1e11:7", "D=1e9:1e13:20000", "C=1e21"},
        {"N=1e8:1e11:20000", "D=1e9:1e13:7", "C=1e21"},
        {"D=9.4e10:9.41e10:5001", "N=1e9,1.1e9", "post=4"},
        {"N=2.6e9:2.6000001e9:5001", "D=1e11,1e12", "C=1e22"},
        {"D=1e9:1e15:30001", "P=4:4.000001:3", "post=3"},
    };
    struct case_ *c = calloc(1, sizeof *c);
    for (size_t i = 0; i < sizeof grids / sizeof *grids * 2; i++) {
        struct err err;
        const char *const *words = grids[i / 2];
        c->preset = preset_of(i % 2 ? "chen-2025" : "kumar-2024");
        c->plan = plan_of(i % 2 ? "w=4 a=4" : "N=1e9");
        c->count = 0;
        c->words[0] = '\0';
        for (int k = 0; k < 3; k++) {
            if (axis_is(words[k]))
                add(c, words[k]);
            else if (!plan_word(&c->plan, words[k], &err))
                fail_msg("%s", err.text);
        }
        assert_true(check_grid(c));
    }
    free(c);
}

/* Where the budget buys nothing, or the law is silent all over. */
static void test_none(void **state) {
    (void)state;
    struct case_ *c = calloc(1, sizeof *c);
    c->preset = preset_of("kumar-2024");
    c->plan = plan_of("C=1e6");
    add(c, "N=1e8:1e11:5");
    add(c, "D=1e9:1e13:5");
    assert_false(check_grid(c));
    c->plan = plan_of("a=3");
    assert_false(check_grid(c));
    c->preset = preset_of("chen-2025");
    assert_false(check_grid(c));
    free(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_presets),
        cmocka_unit_test(test_coefficients),
        cmocka_unit_test(test_fine),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
