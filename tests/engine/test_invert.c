/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every value that solving finds gives the output that was asked for; the published ones are found.
 */
#include "support.h"

#include "engine/invert.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct inverse ask(const char *name, const char *words, const char *input,
                          enum output output, double target) {
    const struct preset preset = preset_of(name);
    const struct plan plan = plan_of(words);
    const bool tied = strcmp(input, "P") == 0;
    struct inverse inverse;
    const enum law_status status = invert_solve(&preset, &plan, tied ? IN_W : input_find(input),
                                                tied, output, target, &inverse);
    check_that(status == inverse.status, "%s: two statuses", words);
    check_that((status == LAW_SILENT) == (inverse.count == 0), "%s: %d values", words,
               inverse.count);
    check_that(inverse.count > 0 || *inverse.why, "%s: no value and no reason", words);
    return inverse;
}

/* Ouyang et al.: tokens until QiD is .2, by size and bits; D = (q·N^α/k)^(1/β). */
static void test_tokens_to_qid(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double D, tolerance;
    } row[] = {{"post=4 N=1e9", 1.4424e12, 3e-3},
               {"post=4 N=7e9", 4.5066e12, 3e-3},
               {"post=4 N=70e9", 1.73499e13, 3e-3},
               {"post=4 N=405e9", 4.84861e13, 3e-3}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct inverse found = ask("ouyang-2024-bits", row[i].words, "D", OUT_PTQ_DELTA, .2);
        assert_int_equal(found.count, 1);
        check_near(found.value, row[i].D, row[i].tolerance, "%s", row[i].words);
    }
    static const double law[][4] = {{2, 4.11e-4, .224, .5195},
                                    {3, 1.1695e-5, .3547, .6728},
                                    {4, 6.1325e-6, .3835, .6551}};
    for (int i = 0; i < 3; i++) {
        for (double N = 1e9; N < 1e12; N *= 7) {
            char words[60];
            snprintf(words, sizeof words, "post=%g N=%.17g", law[i][0], N);
            const struct inverse found = ask("ouyang-2024-bits", words, "D", OUT_PTQ_DELTA, .2);
            check_near(found.value, pow(.2 * pow(N, law[i][2]) / law[i][1], 1 / law[i][3]), 1e-9,
                       "%s", words);
        }
    }
}

/* f(P) = 1 − e^(−P/γ + n), out of N_eff/N and out of the loss (eq. 30). */
static void test_bits_of_a_share(void **state) {
    (void)state;
    const struct preset kumar = preset_of("kumar-2024");
    for (double f = .05; f < .99; f += .06) {
        const double P = 2.6745 * (.3037 - log(1 - f));
        const struct inverse found =
            ask("kumar-2024", "a=off kv=off post=off", "w", OUT_N_EFF_RATIO, f);
        if (P < 1) {
            assert_int_equal(found.count, 0);
            continue;
        }
        assert_int_equal(found.count, 1);
        check_near(found.value, P, 1e-9, "f = %g", f);
        struct plan plan = plan_of("a=off kv=off post=off");
        struct result result;
        plan.w = P;
        law_eval(&kumar, &plan, &result);
        const struct inverse again =
            ask("kumar-2024", "a=off kv=off post=off", "w", OUT_LOSS, result.loss);
        check_near(again.value, P, 1e-9, "f = %g out of the loss", f);
    }
    static const double tied[][2] = {{4, .1910}, {5, .4271}, {6, .6113}, {8, .8278}, {12, .9671}};
    for (int i = 0; i < 5; i++) {
        const struct inverse found =
            ask("kumar-2024", "post=off", "P", OUT_N_EFF_RATIO, tied[i][1]);
        check_near(found.value, tied[i][0], 1e-3, "P at N_eff/N %g", tied[i][1]);
    }
}

/* The size whose D_crit is as published. */
static void test_size_of_dcrit(void **state) {
    (void)state;
    static const struct {
        const char *preset, *words;
        double d_crit;
    } row[] = {{"kumar-2024", "w=off a=off kv=off post=4", 9.5739e10},
               {"kumar-2024", "w=off a=off kv=off post=8", 8.1714e13},
               {"sun-2025", "G=128 E=4 M=3", 2.7329e13},
               {"sun-2025", "G=128 E=2 M=1", 3.9285e11}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct inverse found =
            ask(row[i].preset, row[i].words, "N", OUT_D_CRIT, row[i].d_crit);
        assert_int_equal(found.count, 1);
        check_near(found.value, 1e9, 2e-3, "%s: N", row[i].words);
    }
}

/* On both sides of D_crit, at it, and past reach. */
static void test_both_sides(void **state) {
    (void)state;
    const char *words = "N=1e9 w=off a=off kv=off post=4 D=1e9";
    const struct preset kumar = preset_of("kumar-2024");
    struct plan plan = plan_of(words);
    plan.D = law_dcrit(&kumar, &plan);
    struct result bottom;
    law_eval(&kumar, &plan, &bottom);
    struct inverse found = ask("kumar-2024", words, "D", OUT_LOSS, bottom.loss + 1e-5);
    assert_int_equal(found.count, 2);
    check_that(found.values[0] < plan.D && plan.D < found.values[1], "not on both sides");
    check_near(found.value, found.values[0], 0, "nearest to 1e9");
    found = ask("kumar-2024", "N=1e9 w=off a=off kv=off post=4 D=1e15", "D", OUT_LOSS,
                bottom.loss + 1e-5);
    check_near(found.value, found.values[1], 0, "nearest to 1e15");
    found = ask("kumar-2024", words, "D", OUT_LOSS, bottom.loss);
    check_that(found.count >= 1, "the bottom itself");
    check_near(found.value, plan.D, 1e-3, "the bottom itself");
    found = ask("kumar-2024", words, "D", OUT_LOSS, bottom.loss - 1e-3);
    assert_int_equal(found.count, 0);
    check_that(strstr(found.why, "goes from"), "says \"%s\"", found.why);
}

/* Words, rows of tables, whole inputs, stretches and what a law does not look at. */
static void test_special_values(void **state) {
    (void)state;
    struct inverse found = ask("kumar-2024", "P=8", "post", OUT_PTQ_DELTA, 0);
    assert_int_equal(found.count, 3);
    check_near(found.values[0], 8, 1e-9, "from w on nothing is lost");
    check_near(found.values[1], 16, 0, "up to 16");
    check_near(found.values[2], PLAN_OFF, 0, "and off");
    found = ask("frantar-2025", "a=4", "w", OUT_N_EFF_RATIO, .747);
    assert_int_equal(found.count, 1);
    check_near(found.value, 4, 0, "a row of the table");
    found = ask("frantar-2025", "a=4", "w", OUT_N_EFF_RATIO, .8);
    assert_int_equal(found.count, 0);
    const struct preset sun = preset_of("sun-2025");
    const double e3 = result_of(&sun, "E=3 M=3").qat_delta;
    found = ask("sun-2025", "E=6 M=3", "E", OUT_QAT_DELTA, e3);
    assert_int_equal(found.count, 1);
    check_near(found.value, 3, 0, "a whole input");
    found = ask("sun-2025", "E=6 M=3", "E", OUT_QAT_DELTA, e3 * 1.01);
    assert_int_equal(found.count, 0);
    check_that(strstr(found.why, "E is whole"), "says \"%s\"", found.why);
    found = ask("sun-2025", "", "w", OUT_LOSS, 2);
    check_that(strstr(found.why, "does not look at w"), "says \"%s\"", found.why);
    found = ask("chen-2025", "w=5 a=5", "D", OUT_LOSS, 2);
    check_that(strstr(found.why, "not fitted for w5 a5"), "says \"%s\"", found.why);
    check_that(!invert_takes(IN_C) && !invert_takes(IN_FC2) && !invert_takes(INPUT_NONE),
               "takes what moves nothing");
}

/* Groups: log2 G enters linearly under fp, so twice the added loss is G squared; `channel` is found
 * by its own number. */
static void test_groups(void **state) {
    (void)state;
    const struct preset sun = preset_of("sun-2025");
    const double added = result_of(&sun, "G=64").qat_delta;
    struct inverse found = ask("sun-2025", "G=128", "G", OUT_QAT_DELTA, 2 * added);
    assert_int_equal(found.count, 1);
    check_near(found.value, 4096, 1e-9, "G of twice the loss");
    found = ask("sun-2025", "G=128", "G", OUT_QAT_DELTA, result_of(&sun, "G=channel").qat_delta);
    check_that(found.count == 2, "%d values", found.count);
    check_near(found.values[0], exp2(13.1567), 1e-9, "the number that stands for channel");
    check_near(found.values[1], PLAN_CHANNEL, 0, "channel");
}

/* Where the law is silent up to 3.11 bits the loss comes from infinity: the root beside it. */
static void test_beside_silence(void **state) {
    (void)state;
    const struct inverse found = ask("kumar-2024", "post=off w=8 kv=8", "a", OUT_LOSS, 500);
    assert_int_equal(found.count, 1);
    check_that(found.value > 3.11 && found.value < 3.12, "a = %g", found.value);
    check_near(found.loss, 500, 1e-6, "its loss");
}

static double output_at(const struct preset *preset, struct plan plan, enum input input, bool tied,
                        double x, enum output output) {
    struct answer answer;
    plan_set(&plan, input, x);
    if (tied) plan.a = plan.kv = x;
    answer_plan(preset, &plan, &answer);
    return output_get(&answer, output);
}

/* Take an output at some value of an input: asked back, that value is among the answers, and each
 * answer has that output. */
static void test_there_and_back(void **state) {
    (void)state;
    static const enum input moved[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};
    uint64_t dice = 4;
    int asked = 0;
    for (int i = 0; i < 3000; i++) {
        const struct preset preset = preset_of(shipped_presets[i % SHIPPED_PRESETS]);
        struct plan plan = plan_of("w=4 a=4 kv=16");
        plan.post = floor(random_between(&dice, 2, 17));
        plan.N = random_log(&dice, 1e8, 1e12);
        plan.D = random_log(&dice, 1e9, 1e14);
        const enum input input = moved[(int)random_between(&dice, 0, 9)];
        const enum output output = (enum output)random_between(&dice, 0, OUTPUT_COUNT);
        const bool tied = input == IN_W && random_between(&dice, 0, 1) < .5;
        const struct input_row *row = &inputs[input];
        double x = row->scale == SCALE_LOG ? random_log(&dice, row->low, row->high)
                                           : random_between(&dice, row->low, row->high);
        if (row->whole) x = floor(x);
        const double target = output_at(&preset, plan, input, tied, x, output);
        struct inverse back;
        struct result result;
        struct plan at = plan;
        plan_set(&at, input, x);
        if (tied) at.a = at.kv = x;
        if (isnan(target) || law_eval(&preset, &at, &result) == LAW_SILENT) continue;
        if (!(preset.law->reads & INPUT_BIT(input))) continue;
        invert_solve(&preset, &plan, input, tied, output, target, &back);
        asked++;
        check_that(back.count > 0, "%s: %s of %s %.17g is %.17g, but: %s", preset.name,
                   outputs[output].name, inputs[input].name, x, target, back.why);
        for (int j = 0; j < back.count; j++) {
            check_near(output_at(&preset, plan, input, tied, back.values[j], output), target, 1e-9,
                       "%s: %s at %s %.17g", preset.name, outputs[output].name, inputs[input].name,
                       back.values[j]);
        }
    }
    check_that(asked > 500, "only %d asked", asked);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens_to_qid),  cmocka_unit_test(test_bits_of_a_share),
        cmocka_unit_test(test_size_of_dcrit),  cmocka_unit_test(test_both_sides),
        cmocka_unit_test(test_special_values), cmocka_unit_test(test_groups),
        cmocka_unit_test(test_beside_silence), cmocka_unit_test(test_there_and_back),
    };
    return cmocka_run_group_tests_name("invert", tests, NULL, NULL);
}
