/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure a preset is: against slopes written out by hand, and what must not change. */
#include "engine/covariance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FREE = 4 };

static const char *const names[FREE] = {"A", "alpha", "B", "E"};
static const double values[FREE] = {400, .34, 2000, 1.7};

/* Coefficients that trade off as fits have them: A and alpha all but along one line. */
static const double sigma[FREE][FREE] = {{900, .0253, 10, .2},
                                         {.0253, 7.2e-7, 2e-4, 5e-6},
                                         {10, 2e-4, 4e4, .1},
                                         {.2, 5e-6, .1, 1e-3}};

static void make(struct preset *preset) {
    struct err err;
    preset_init(preset, law_find("chinchilla"));
    preset->covariance = covariance_new(FREE);
    assert_non_null(preset->covariance);
    assert_true(preset_coefficient(preset, "beta", ".37", &err));
    for (int i = 0; i < FREE; i++) {
        char text[NUM_TEXT];
        assert_true(preset_coefficient(preset, names[i], num_shortest(text, values[i]), &err));
        assert_true(preset_slot(preset, names[i], &preset->covariance->slot[i]));
        memcpy(preset->covariance->value + i * FREE, sigma[i], sizeof sigma[i]);
    }
}

static struct plan plan_of(double N, double D) {
    struct plan plan = plan_default();
    plan.N = N;
    plan.D = D;
    return plan;
}

/* The loss' deviation by slopes of A·N^−α + B·D^−β + E on paper. */
static double by_hand(double N, double D) {
    const double slope[FREE] = {pow(N, -values[1]), -values[0] * log(N) * pow(N, -values[1]),
                                pow(D, -.37), 1};
    double sum = 0;
    for (int i = 0; i < FREE; i++) {
        for (int j = 0; j < FREE; j++)
            sum += slope[i] * slope[j] * sigma[i][j];
    }
    return sqrt(sum);
}

static void losses(void **state) {
    (void)state;
    struct preset preset;
    make(&preset);
    for (double N = 1e7; N < 1e13; N *= 30) {
        const struct plan plan = plan_of(N, 20 * N);
        struct interval interval[OUTPUT_COUNT];
        struct answer answer;
        answer_plan(&preset, &plan, &answer);
        assert_true(interval_outputs(&preset, &plan, interval));
        const double middle = (interval[OUT_LOSS].low + interval[OUT_LOSS].high) / 2;
        const double reach = (interval[OUT_LOSS].high - interval[OUT_LOSS].low) / 2;
        assert_true(fabs(middle - answer.result.loss) < 1e-12);
        assert_true(fabs(reach - 1.6448536269514722 * by_hand(N, 20 * N)) < 1e-6 * reach);
        assert_true(isnan(interval[OUT_D_CRIT].low) && isnan(interval[OUT_N_EFF].high));
    }
    preset_free(&preset);
}

static double loss_at(const struct preset *preset, const void *data) {
    struct result result;
    law_eval(preset, data, &result);
    return result.loss;
}

/* E is in both losses: their difference is surer than either, by exactly what they share. */
static void differences(void **state) {
    (void)state;
    struct preset preset;
    make(&preset);
    const struct plan small = plan_of(1e9, 2e10), large = plan_of(1e10, 2e11);
    double a[PRESET_FREE], b[PRESET_FREE], both[PRESET_FREE];
    assert_true(covariance_slopes(&preset, loss_at, &small, a));
    assert_true(covariance_slopes(&preset, loss_at, &large, b));
    for (int i = 0; i < FREE; i++)
        both[i] = a[i] - b[i];
    const struct covariance *const c = preset.covariance;
    const double apart = covariance_product(c, a, a) + covariance_product(c, b, b);
    const double shared = covariance_product(c, a, b);
    assert_true(shared > 0);
    assert_true(fabs(covariance_product(c, both, both) - (apart - 2 * shared)) < 1e-12);
    preset_free(&preset);
}

static void without(void **state) {
    (void)state;
    struct preset preset, copy;
    struct interval interval[OUTPUT_COUNT];
    make(&preset);
    const struct plan plan = plan_of(1e9, 2e10);
    assert_true(preset_copy(&copy, &preset));
    preset_free(&preset);
    assert_false(interval_outputs(&preset, &plan, interval));
    assert_true(isnan(interval[OUT_LOSS].low));
    assert_true(isnan(covariance_deviation(&preset, loss_at, &plan)));
    assert_true(interval_outputs(&copy, &plan, interval));
    preset_move(&preset, &copy);
    assert_null(copy.covariance);
    assert_non_null(preset.covariance);
    preset_free(&preset);
}

/* Ratios stay above 0, however unsure. */
static void ratios(void **state) {
    (void)state;
    const struct interval wide = interval_around(.5, 1, true), exact = interval_around(2, 0, true);
    assert_true(wide.low > 0 && wide.high > 1 && fabs(wide.low * wide.high - .25) < 1e-12);
    assert_true(exact.low == 2 && exact.high == 2);
    const struct interval loss = interval_around(.5, 1, false);
    assert_true(loss.low < 0 && fabs(loss.low + loss.high - 1) < 1e-12);
}

/* A loss is off by so much, or by more than any loss is. */
static void reaches_in_words(void **state) {
    char text[NUM_TEXT];
    (void)state;
    assert_string_equal(interval_reach(text, .00284), "±0.0028");
    assert_string_equal(interval_reach(text, 4.7), "±4.7000");
    assert_string_equal(interval_reach(text, 1.5e12), "± open");
    assert_string_equal(interval_reach(text, INFINITY), "± open");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reaches_in_words), cmocka_unit_test(losses),
                                       cmocka_unit_test(differences), cmocka_unit_test(without),
                                       cmocka_unit_test(ratios)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
