/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often 90 % intervals hold the coefficient that the runs were made with: over 200 data sets of
 * 240 runs, for each kind of interval. Printed, and between 85 % and 95 %. */
#include "fit_data.h"
#include "support.h"

#include <stdio.h>

enum { SEEDS = 200 };

static void cover(const char *name, double sd, enum fit_loss loss, bool profile) {
    const struct preset preset = preset_of(name);
    int inside[PRESET_COEFFS] = {0}, count = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        struct runs runs;
        struct fit_result result;
        struct err err;
        data_make(&preset, (uint64_t)(1000 + seed), sd, &runs);
        struct fit_problem problem = fit_problem(preset.law, &runs);
        problem.loss = loss;
        problem.profile = profile;
        if (!fit_run(&problem, &result, &err)) fail_msg("%s", err.text);
        count = result.count;
        for (int i = 0; i < count; i++) {
            const struct fit_coefficient *c = &result.coefficient[i];
            inside[i] += c->low <= preset.c[i] && preset.c[i] <= c->high;
        }
        fit_free(&result);
        runs_free(&runs);
    }
    printf("%s, noise %g, %s, %s:", name, sd, loss == FIT_HUBER ? "Huber" : "squared",
           profile ? "profile" : "covariance");
    for (int i = 0; i < count; i++)
        printf(" %s %.1f %%", preset.law->coefficients[i].name, 100.0 * inside[i] / SEEDS);
    printf("\n");
    for (int i = 0; i < count; i++) {
        const double rate = (double)inside[i] / SEEDS;
        check_that(rate >= 0.85 && rate <= 0.95, "%s: %g of the intervals hold it",
                   preset.law->coefficients[i].name, rate);
    }
}

static void huber(void **state) {
    (void)state;
    cover("besiroglu-2024", 0.003, FIT_HUBER, false);
}

static void huber_much_noise(void **state) {
    (void)state;
    cover("besiroglu-2024", 0.01, FIT_HUBER, false);
}

static void squared(void **state) {
    (void)state;
    cover("besiroglu-2024", 0.003, FIT_SQUARED, false);
}

static void profile(void **state) {
    (void)state;
    cover("besiroglu-2024", 0.003, FIT_HUBER, true);
}

static void precision(void **state) {
    (void)state;
    cover("kumar-2024", 0.003, FIT_HUBER, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(huber),   cmocka_unit_test(huber_much_noise), cmocka_unit_test(squared),
        cmocka_unit_test(profile), cmocka_unit_test(precision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
