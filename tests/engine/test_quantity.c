/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantities as text: what they are worth by laws.md's own figures, and what is refused. */
#include "engine/quantity.h"

#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The presets that the tests ask, the first as the law. */
struct world {
    struct preset preset[3];
    const struct preset *list[3];
};

static int open_world(void **state) {
    static const char *const names[] = {"kumar-2024", "chen-2025", "sun-2025"};
    struct world *world = calloc(1, sizeof *world);
    if (!world) return -1;
    for (int i = 0; i < 3; i++) {
        world->preset[i] = preset_of(names[i]);
        world->list[i] = &world->preset[i];
    }
    *state = world;
    return 0;
}

static int close_world(void **state) {
    free(*state);
    return 0;
}

static struct quantity_of of_words(const struct world *world, const char *words) {
    return (struct quantity_of){.plan = plan_of(words),
                                .preset = &world->preset[0],
                                .presets = world->list,
                                .preset_count = 3};
}

static double value_of(const struct world *world, const char *words, const char *text) {
    struct err err;
    double value = NAN;
    const struct quantity_of of = of_words(world, words);
    if (!quantity_eval(text, &of, &value, &err)) fail_msg("%s: %s", text, err.text);
    return value;
}

/* Figures of the papers, and of laws.md's independent computation. */
static void published_figures(void **state) {
    static const struct {
        const char *words, *text;
        double expected;
    } cases[] = {
        {"N=1B P=off post=3", "d_crit", 1.7713e10},
        {"N=1B P=off post=3", "d_crit(post=5)", 5.1748e11},
        {"P=8 post=off C=1e21", "best_P", 7.0021},
        {"P=8 post=off C=1e21", "best_N(free=N,D P=4)", 1.39222e10},
        {"P=8 post=off C=1e21", "best_loss(free=N,D P=8)", 2.91327},
        {"P=16 post=off N=8B D=15T", "best_P(free=D,P)", 13.762},
        {"P=off C=1e11", "best_N(cost=inference)", 1.27047e10},
        {"N=594M G=32 post=off",
         "cross(D, qat_delta(w=4 a=16 law=chen-2025), qat_delta(w=16 a=4 law=chen-2025))",
         2.92746e12},
        {"N=1B G=128", "d_crit(E=2 M=1 law=sun-2025)", 3.9285e11},
        {"C=1e31 G=128", "best_P(law=sun-2025)", 7.5776},
        {"N=1B", "coef_gamma_post", .5907},
        {"N=4.4e8 D=1T", "beyond_N", 2},
        {"N=1e9 D=2e9 P=8", "flop", 6e18},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_near(value_of(*state, cases[i].words, cases[i].text), cases[i].expected, 5e-4, "%s",
                   cases[i].text);
    }
}

static void sums(void **state) {
    static const struct {
        const char *text;
        double expected;
    } cases[] = {
        {"1 + 2 * 3", 7},       {"(1 + 2) * 3", 9}, {"7B / 2", 3.5e9},
        {"-2 - -3", 1},         {"10 - 2 - 3", 5},  {"8 / 2 / 2", 2},
        {"1e+3 - 1e-1", 999.9}, {" D / N ", 10},    {"N(N=2B) / N", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_near(value_of(*state, "N=1B D=10B", cases[i].text), cases[i].expected, 1e-12, "%s",
                   cases[i].text);
}

/* Words over a plan are the same as that plan. */
static void words_are_a_plan(void **state) {
    const struct world *world = *state;
    const double there = result_of(&world->preset[1], "N=594M D=1e11 G=32 w=4 a=4 post=off").loss;
    assert_true(value_of(world, "N=1B",
                         "loss(law=chen-2025 N=594M D=1e11 G=32 w=4 a=4 post=off)") == there);
}

static void conditions(void **state) {
    static const struct {
        const char *text;
        bool holds;
    } cases[] = {
        {"1 < 2", true},
        {"2 < 1", false},
        {"1 <= 1", true},
        {"1 < 1", false},
        {"2 >= 2", true},
        {"3 > 2 and 2 > 1", true},
        {"3 > 2 and 1 > 2", false},
        {"1 > 2 and 3 > 2", false},
        {"d_crit(post=off) > 0", false},
        {"d_crit(post=off) <= 0", false}, /* there is none */
        {"loss(D=1T) > loss(D=10B)", true},
    };
    const struct quantity_of of = of_words(*state, "N=1B P=off post=3");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err;
        bool holds = !cases[i].holds;
        if (!quantity_holds(cases[i].text, &of, &holds, &err)) fail_msg("%s", err.text);
        check_that(holds == cases[i].holds, "%s", cases[i].text);
    }
}

static void refusals(void **state) {
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "expected a number or a name"},
        {"1 +", "expected a number or a name"},
        {"(1", "expected )"},
        {"1 2", "expected +"},
        {"lose", "loss"},
        {"loss(N=)", "N"},
        {"loss(Q=1)", "Q"},
        {"loss(N=1B", "expected NAME=VALUE words and )"},
        {"loss(law=hoffmann-2022)", "law=hoffmann-2022"},
        {"best_N(free=Q)", "free=Q"},
        {"best_N(cost=free)", "cost=free"},
        {"best_", "best_"},
        {"best_d_crit", "best_d_crit"},
        {"beyond_X", "beyond_X"},
        {"coef_nothing", "coef_nothing"},
        {"cross", "cross("},
        {"cross(D, 1", "cross("},
        {"cross(fc2, 1, 2)", "cross(fc2"},
        {"cross(D, cross(N, 1, 2), 1)", "cross in a cross"},
        {"((((((((((((((1))))))))))))))", "in one another"},
        {"1e999", "number"},
        {"loss > 1", "expected +"},
    };
    const struct quantity_of of = of_words(*state, "N=1B");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = {""};
        double value;
        check_that(!quantity_eval(cases[i].text, &of, &value, &err), "%s is taken", cases[i].text);
        check_that(strstr(err.text, cases[i].says) != NULL, "%s: %s", cases[i].text, err.text);
    }
    struct err err;
    bool holds;
    assert_false(quantity_holds("1", &of, &holds, &err));
    assert_false(quantity_holds("1 < 2 or 2 < 3", &of, &holds, &err));
    assert_false(quantity_holds("1 < 2 and", &of, &holds, &err));
}

static void for_reading(void **state) {
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"plain", "plain"},
        {"{N} and {D/N}", "1.00B and 10"},
        {"{n_eff_ratio(P=8)|%}", "82.8\u00a0%"},
        {"{d_crit}.", "17.7B."},
        {"{loss(post=off)}, {loss(post=off) - loss(post=off)}", "3.1067, 0.0000"},
        {"{loss/2|.1}", "1.6"},
        {"{.00142329*1}", "0.00142"},
        {"{best_P(post=off P=8 C=1e21)|.2}", "7.00"},
    };
    char out[128];
    struct err err;
    const struct quantity_of of = of_words(*state, "N=1B D=10B P=off post=3");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!quantity_fill(out, sizeof out, cases[i].text, &of, &err)) fail_msg("%s", err.text);
        assert_string_equal(out, cases[i].shown);
    }
    static const char *const bad[] = {"{",       "}",         "{loss",      "{}",
                                      "{loss|}", "{loss|.x}", "{loss|.22}", "{d_crit(post=off)}",
                                      "{lose}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_that(!quantity_fill(out, sizeof out, bad[i], &of, &err), "%s is taken", bad[i]);
    assert_false(quantity_fill(out, 4, "12345", &of, &err));
    assert_true(quantity_fill(out, 6, "12345", &of, &err));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_figures), cmocka_unit_test(sums),
        cmocka_unit_test(words_are_a_plan),  cmocka_unit_test(conditions),
        cmocka_unit_test(refusals),          cmocka_unit_test(for_reading),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
