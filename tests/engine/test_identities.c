/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold whatever the numbers are: sums, slopes, D_crit, full precision, monotonicity. */
#include "support.h"

#include "engine/output.h"

#include <math.h>
#include <string.h>

enum { POINTS = 400 };

/* Plans in the middle of things: losses of ordinary size, every branch of every law hit often. */
static struct plan random_plan(uint64_t *state) {
    static const double pairs[][2] = {{4, 4},   {4, 16},
                                      {16, 4},  {PLAN_OFF, 4},
                                      {1, 1},   {3, 3},
                                      {8, 8},   {2, 16},
                                      {16, 16}, {PLAN_OFF, PLAN_OFF}};
    struct plan plan = plan_of("");
    plan.N = random_log(state, 1e7, 1e12);
    plan.D = random_log(state, 1e9, 1e14);
    plan.G = floor(random_log(state, 2, 65536));
    plan.E = floor(random_between(state, 0, 9));
    plan.M = floor(random_between(state, 0, 11));
    plan.post = random_between(state, 0, 1) < .5 ? floor(random_between(state, 2, 5))
                                                 : random_between(state, 2.5, 9);
    if (random_between(state, 0, 1) < .5) {
        const double *pair = pairs[(int)random_between(state, 0, sizeof pairs / sizeof *pairs)];
        plan.w = pair[0];
        plan.a = pair[1];
    } else {
        plan.w = random_between(state, 3, 15);
        plan.a = random_between(state, 4, 15);
    }
    plan.kv = random_between(state, 3, 15);
    if (random_between(state, 0, 1) < .2) plan.kv = PLAN_OFF;
    if (random_between(state, 0, 1) < .2) plan.post = PLAN_OFF;
    if (random_between(state, 0, 1) < .2) plan.G = PLAN_CHANNEL;
    if (random_between(state, 0, 1) < .3) plan.fc2 = 8;
    return plan;
}

/* Walk POINTS random plans under each preset. */
static void everywhere(void (*check)(const struct preset *preset, const struct plan *plan)) {
    for (int i = 0; i < SHIPPED_PRESETS; i++) {
        const struct preset preset = preset_of(shipped_presets[i]);
        uint64_t state = 20250 + (uint64_t)i;
        for (int j = 0; j < POINTS; j++) {
            const struct plan plan = random_plan(&state);
            check(&preset, &plan);
        }
    }
}

static double loss_of(const struct preset *preset, const struct plan *plan) {
    struct result result;
    law_eval(preset, plan, &result);
    return result.loss;
}

static double known(double value) {
    return isnan(value) ? 0 : value;
}

static void check_sums(const struct preset *preset, const struct plan *plan) {
    struct result at;
    law_eval(preset, plan, &at);
    double sum = 0;
    for (int i = 0; i < TERM_COUNT; i++)
        sum += known(at.term[i]);
    if (isnan(at.loss)) {
        check_near(sum, 0, 0, "%s: terms without a loss", preset->name);
        check_that(at.status == LAW_SILENT && *at.why, "%s: silent, no reason", preset->name);
        return;
    }
    check_near(sum, at.loss, 1e-12, "%s: the terms' sum", preset->name);
    check_near(at.loss_full + known(at.qat_delta) + known(at.ptq_delta), at.loss, 1e-12,
               "%s: full + QAT + PTQ", preset->name);
    if (!isnan(at.n_eff)) {
        check_near(at.n_eff, at.n_eff_ratio * plan->N, 1e-12, "%s: N_eff", preset->name);
    }
}

static void test_sums(void **state) {
    (void)state;
    everywhere(check_sums);
}

/* With nothing quantised nothing is added. `fp` reads E and M, which are never off. */
static void check_full(const struct preset *preset, const struct plan *plan) {
    struct plan full = *plan;
    struct result at, low;
    full.w = full.a = full.kv = full.post = PLAN_OFF;
    law_eval(preset, plan, &low);
    law_eval(preset, &full, &at);
    check_near(at.loss_full, low.loss_full, 1e-14, "%s: loss_full", preset->name);
    check_near(at.ptq_delta, 0, 0, "%s: PTQ off", preset->name);
    if (preset->law == &law_fp) return;
    check_near(at.loss, low.loss_full, 1e-14, "%s: nothing quantised", preset->name);
    check_near(at.qat_delta, 0, 0, "%s: QAT off", preset->name);
}

static void test_full_precision(void **state) {
    (void)state;
    everywhere(check_full);
}

/* ∂loss by five points, in the logarithm or in bits. */
static double difference(const struct preset *preset, const struct plan *plan, enum input input,
                         double step) {
    const bool log_scale = input == IN_N || input == IN_D || input == IN_G;
    double at[5];
    for (int i = 0; i < 5; i++) {
        struct plan moved = *plan;
        const double by = (i - 2) * step, x = plan_get(plan, input);
        plan_set(&moved, input, log_scale ? x * exp(by) : x + by);
        at[i] = loss_of(preset, &moved);
    }
    return (at[0] - 8 * at[1] + 8 * at[3] - at[4]) / (12 * step);
}

static bool near_a_kink(const struct plan *plan, enum input input) {
    if (input == IN_N || input == IN_D || input == IN_G) return false;
    if (input != IN_POST) return fabs(plan_get(plan, input) - plan->post) < .01;
    return fabs(plan->w - plan->post) < .01 || fabs(plan->a - plan->post) < .01 ||
           fabs(plan->kv - plan->post) < .01;
}

static void check_slopes(const struct preset *preset, const struct plan *plan) {
    double slope[INPUT_COUNT];
    const double loss = loss_of(preset, plan);
    law_gradient(preset, plan, slope);
    if (!isnan(loss)) check_that(!isnan(slope[IN_N]) && !isnan(slope[IN_D]), "%s", preset->name);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        if (isnan(slope[i]) || near_a_kink(plan, input)) continue;
        check_that(!isnan(loss), "%s: a slope in %s without a loss", preset->name, inputs[i].name);
        const double found = difference(preset, plan, input, 1e-3);
        check_that(is_near(slope[i], found, 1e-6, 1e-11 * loss),
                   "%s: slope in %s %.12g, by differences %.12g", preset->name, inputs[i].name,
                   slope[i], found);
    }
}

static void test_gradient(void **state) {
    (void)state;
    everywhere(check_slopes);
}

/* Which slopes there are, not only that those which are there are right. */
static void test_which_slopes(void **state) {
    (void)state;
    static const struct {
        const char *preset, *words;
        unsigned slopes;
    } row[] = {
        {"kumar-2024", "w=8 a=7 kv=6 post=4",
         1u << IN_W | 1u << IN_A | 1u << IN_KV | 1u << IN_POST},
        {"kumar-2024", "w=8 a=off kv=6 post=off", 1u << IN_W | 1u << IN_KV},
        {"kumar-2024", "w=4 a=7 kv=6 post=4", 1u << IN_A | 1u << IN_KV},
        {"ouyang-2024", "post=4", 1u << IN_POST},
        {"ouyang-2024", "post=off", 0},
        {"ouyang-2024-bits", "post=4", 0},
        {"frantar-2025", "w=4 a=4", 0},
        {"chen-2025", "w=4 a=4 G=128", 1u << IN_G},
        {"chen-2025", "w=4 a=4 G=channel", 0},
        {"chen-2025", "w=4 a=4 G=1", 0},
        {"sun-2025", "G=128", 1u << IN_G},
        {"sun-2025", "G=channel", 0},
        {"hoffmann-2022", "", 0},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct preset preset = preset_of(row[i].preset);
        const struct plan plan = plan_of(row[i].words);
        double slope[INPUT_COUNT];
        law_gradient(&preset, &plan, slope);
        for (unsigned j = 0; j < INPUT_COUNT; j++) {
            const bool expected = (row[i].slopes | 1u << IN_N | 1u << IN_D) & 1u << j;
            check_that(expected == !isnan(slope[j]), "%s %s: slope in %s is %g", row[i].preset,
                       row[i].words, inputs[j].name, slope[j]);
        }
    }
}

static double slope_at(const struct preset *preset, const struct plan *plan, double D) {
    struct plan moved = *plan;
    double slope[INPUT_COUNT];
    moved.D = D;
    law_gradient(preset, &moved, slope);
    return slope[IN_D];
}

static double loss_at(const struct preset *preset, const struct plan *plan, double D) {
    struct plan moved = *plan;
    moved.D = D;
    return loss_of(preset, &moved);
}

/* Loss falls before D_crit and rises after it; where there is none it falls as far as anyone looks.
 */
static void check_dcrit(const struct preset *preset, const struct plan *plan) {
    const double D = law_dcrit(preset, plan);
    const bool silent = isnan(loss_of(preset, plan));
    check_that(!silent || isnan(D), "%s: D_crit without a loss", preset->name);
    if (silent) return;
    if (isnan(D)) {
        for (double at = 1e6; at < 1e18; at *= 10) {
            check_that(slope_at(preset, plan, at) < 0, "%s: rises at %g", preset->name, at);
        }
        return;
    }
    check_that(D > 0 && isfinite(D), "%s: D_crit %g", preset->name, D);
    check_that(slope_at(preset, plan, D * (1 - 1e-7)) < 0, "%s: no fall before", preset->name);
    check_that(slope_at(preset, plan, D * (1 + 1e-7)) > 0, "%s: no rise after", preset->name);
    const double least = loss_at(preset, plan, D), rounding = 1e-14 * least;
    for (double factor = 1.01; factor < 1e4; factor *= 2) {
        check_that(loss_at(preset, plan, D * factor) >= least - rounding, "%s: after",
                   preset->name);
        check_that(loss_at(preset, plan, D / factor) >= least - rounding, "%s: before",
                   preset->name);
    }
}

static void test_dcrit(void **state) {
    (void)state;
    everywhere(check_dcrit);
}

/* The laws that have a D_crit have it wherever something is quantised in the way that they know. */
static void test_dcrit_exists(void **state) {
    (void)state;
    static const struct {
        const char *preset, *words;
        bool exists;
    } row[] = {
        {"kumar-2024", "post=4", true},       {"kumar-2024", "post=off", false},
        {"kumar-2024", "post=8", false},      {"kumar-2024", "w=off a=off kv=off post=4", true},
        {"ouyang-2024", "post=4", true},      {"ouyang-2024", "post=off", false},
        {"ouyang-2024-bits", "post=3", true}, {"frantar-2025", "w=4 a=4", false},
        {"chen-2025", "w=4 a=4", true},       {"chen-2025", "w=16 a=16", false},
        {"chen-2025", "w=4 a=4 G=1", false},  {"sun-2025", "G=128", true},
        {"sun-2025", "G=1", false},           {"hoffmann-2022", "", false},
        {"quartet-2025", "w=4 a=4", false},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct preset preset = preset_of(row[i].preset);
        const struct plan plan = plan_of(row[i].words);
        const double D = law_dcrit(&preset, &plan);
        check_that(!isnan(D) == row[i].exists, "%s %s: %g", row[i].preset, row[i].words, D);
    }
}

/* One plan's loss against another's, as the law's form has it. */
static void test_monotonic(void **state) {
    (void)state;
    static const char *const row[][3] = {
        /* preset, the better plan, the worse */
        {"kumar-2024", "post=off N=2e9", "post=off N=1e9"},
        {"kumar-2024", "post=off D=2e12", "post=off D=1e12"},
        {"kumar-2024", "post=off w=9", "post=off w=8"},
        {"kumar-2024", "post=off a=9", "post=off a=8"},
        {"kumar-2024", "post=off kv=9", "post=off kv=8"},
        {"kumar-2024", "post=off w=off a=off kv=off", "post=off P=16"},
        {"kumar-2024", "post=5", "post=4"},
        {"kumar-2024", "w=off a=off kv=off post=5", "w=off a=off kv=off post=4"},
        {"ouyang-2024", "post=4", "post=3"},
        {"ouyang-2024", "post=off", "post=16"},
        {"ouyang-2024-bits", "post=4", "post=3"},
        {"frantar-2025", "w=4 a=16", "w=4 a=4"},
        {"quest-2025", "w=3 a=3", "w=2 a=2"},
        {"quest-2025", "w=8 a=8", "w=off a=off"}, /* 8 bits gain, as published */
        {"chen-2025", "w=4 a=4 G=32", "w=4 a=4 G=64"},
        {"chen-2025", "w=4 a=4 fc2=8", "w=4 a=4"},
        {"chen-2025", "w=4 a=16", "w=4 a=4"},
        {"sun-2025", "E=5", "E=4"},
        {"sun-2025", "M=4", "M=3"},
        {"sun-2025", "G=64", "G=128"},
        {"hoffmann-2022", "N=8e9", "N=7e9"},
        {"besiroglu-2024", "D=2e12", "D=1e12"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct preset preset = preset_of(row[i][0]);
        const double better = result_of(&preset, row[i][1]).loss;
        const double worse = result_of(&preset, row[i][2]).loss;
        check_that(better < worse, "%s: %s %.9g, %s %.9g", row[i][0], row[i][1], better, row[i][2],
                   worse);
    }
}

/* Served bits at or above any trained part: nothing is added by definition. */
static void test_ptq_vanishes(void **state) {
    (void)state;
    static const char *const none[] = {"w=4 post=4",  "w=3.9 post=4",     "a=4 post=4",
                                       "kv=4 post=4", "w=16 kv=5 post=6", "P=16 post=16"};
    const struct preset kumar = preset_of("kumar-2024");
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        check_near(result_of(&kumar, none[i]).ptq_delta, 0, 0, "%s", none[i]);
    }
    check_that(result_of(&kumar, "P=4.01 post=4").ptq_delta > 0, "4.01 to 4 bits");
    check_that(result_of(&kumar, "w=off a=off kv=off post=16").ptq_delta > 0, "off to 16 bits");
}

/* answer_plan is law_eval and law_dcrit, no more. */
static void check_answer(const struct preset *preset, const struct plan *plan) {
    struct answer answer;
    struct result result;
    const enum law_status status = answer_plan(preset, plan, &answer);
    assert_int_equal(status, law_eval(preset, plan, &result));
    check_near(output_get(&answer, OUT_LOSS), result.loss, 0, "%s: loss", preset->name);
    check_near(output_get(&answer, OUT_D_CRIT), law_dcrit(preset, plan), 0, "%s", preset->name);
}

static void test_answer(void **state) {
    (void)state;
    everywhere(check_answer);
}

/* A law that is silent at any size is so at every N and D, for the same reason. */
static void check_silence(const struct preset *preset, const struct plan *plan) {
    struct result here, there;
    law_eval(preset, plan, &here);
    assert_true(!here.at_any_size || here.status == LAW_SILENT);
    for (int i = 0; i < 9 && here.at_any_size; i++) {
        struct plan other = *plan;
        other.N = pow(10, 5 + 9.0 * (i % 3) / 2);
        other.D = pow(10, 6 + 6.0 * (i / 3));
        assert_int_equal(law_eval(preset, &other, &there), LAW_SILENT);
        assert_true(there.at_any_size);
        assert_string_equal(there.why, here.why);
    }
}

static void test_silence(void **state) {
    struct result result;
    (void)state;
    everywhere(check_silence);
    const struct preset table = preset_of("frantar-2025"), formula = preset_of("kumar-2024");
    result = result_of(&table, "w=8 a=8");
    assert_true(result.at_any_size);
    result = result_of(&formula, "a=3");
    assert_true(result.at_any_size);
    result = result_of(&formula, "a=8");
    assert_false(result.at_any_size);
}

/* No plan has an output of which output_known says that the law has none. */
static void check_known(const struct preset *preset, const struct plan *plan) {
    struct answer answer, full;
    struct plan off = *plan;
    off.w = off.a = off.kv = off.post = PLAN_OFF;
    if (answer_plan(preset, plan, &answer) == LAW_SILENT) return;
    if (answer_plan(preset, &off, &full) == LAW_SILENT) return;
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        const double value = output_get(&answer, (enum output)i);
        const double unmoved = output_get(&full, (enum output)i);
        if (isnan(value) || value == unmoved) continue;
        check_that(output_known(preset, (enum output)i), "%s has %s", preset->name,
                   outputs[i].name);
    }
}

static void test_known(void **state) {
    (void)state;
    everywhere(check_known);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums),      cmocka_unit_test(test_full_precision),
        cmocka_unit_test(test_gradient),  cmocka_unit_test(test_which_slopes),
        cmocka_unit_test(test_silence),   cmocka_unit_test(test_known),
        cmocka_unit_test(test_dcrit),     cmocka_unit_test(test_dcrit_exists),
        cmocka_unit_test(test_monotonic), cmocka_unit_test(test_ptq_vanishes),
        cmocka_unit_test(test_answer),
    };
    return cmocka_run_group_tests_name("identities", tests, NULL, NULL);
}
