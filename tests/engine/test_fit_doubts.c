/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fit says where its runs do not tell, or tell something odd: no noise, no slope, weights,
 * bits or D/N that never differ, a law that is none of theirs. */
#include "fit_data.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

/* What counts is how weights compare: the objective alone is as large as they are. */
static void weights_are_by_their_mean(void **state) {
    (void)state;
    struct runs runs;
    data_make_chinchilla(3, 0.003, &runs);
    for (size_t i = 0; i < runs.count; i++)
        runs.run[i].weight = i % 3 == 0 ? 0.25 : 1;
    struct fit_result light = data_fit_chinchilla(&runs);
    for (size_t i = 0; i < runs.count; i++)
        runs.run[i].weight *= 1e-280;
    struct fit_result lighter = data_fit_chinchilla(&runs);
    check_near(lighter.objective, 1e-280 * light.objective, 1e-9, "objective");
    for (int i = 0; i < light.count; i++) {
        const struct fit_coefficient *a = &light.coefficient[i], *b = &lighter.coefficient[i];
        check_near(b->value, a->value, 1e-9, "%s", a->name);
        check_near(b->error, a->error, 1e-9, "error of %s", a->name);
        check_near(b->high, a->high, 1e-9, "end of %s", a->name);
    }
    assert_int_equal(light.status, FIT_OK);
    assert_int_equal(lighter.status, FIT_OK);
    fit_free(&light);
    fit_free(&lighter);
    runs_free(&runs);
}

/* Runs of next to no weight are no evidence: eight runs among 240 are as eight. */
static void weights_are_evidence(void **state) {
    (void)state;
    struct runs runs;
    data_make_chinchilla(3, 0.003, &runs);
    runs.run[7].weight = 1e300;
    data_refused(&runs, "240 runs count as 1 by their weights");
    for (size_t i = 0; i < runs.count; i++)
        runs.run[i].weight = i % 33 == 0 ? 1 : 1e-9;
    struct fit_result few = data_fit_chinchilla(&runs);
    check_that(few.remarks > 0 && strstr(few.remark[0], "240 runs count as 8 by their weights"),
               "%s", few.remark[0]);
    for (size_t i = 0; i < runs.count; i++)
        if (i % 33 != 0) runs.run[i].weight = 0;
    struct fit_result alone = data_fit_chinchilla(&runs);
    for (int i = 0; i < few.count; i++) {
        check_near(few.coefficient[i].error, alone.coefficient[i].error, 0.01, "error of %s",
                   few.coefficient[i].name);
    }
    fit_free(&few);
    fit_free(&alone);
    runs_free(&runs);
}

/* Runs without noise are found to the last digit, and no rounding keeps the search from ending. */
static void exact_runs_converge(void **state) {
    (void)state;
    for (int loss = FIT_HUBER; loss <= FIT_SQUARED; loss++) {
        struct runs runs;
        data_make_chinchilla(1, 0, &runs);
        struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
        problem.loss = (enum fit_loss)loss;
        struct fit_result result = data_fit(&problem);
        check_that(result.status == FIT_OK && result.objective < 1e-26, "%s at %g",
                   fit_status_word(result.status), result.objective);
        fit_free(&result);
        runs_free(&runs);
    }
}

/* Runs at bits that are the same for weights and activations: a saddle between those two. */
static void equal_bits_are_named(void **state) {
    (void)state;
    const struct preset preset = preset_of("kumar-2024");
    struct runs runs;
    data_make(&preset, 12, 0, &runs);
    uint64_t dice = 3;
    for (size_t i = 0; i < runs.count; i++) {
        struct plan *const plan = &runs.run[i].plan;
        plan->a = plan->kv = plan->w;
        data_measure(&preset, 0.002, &dice, &runs.run[i]);
    }
    struct fit_problem problem = fit_problem(&law_precision, &runs);
    problem.form = FIT_SHIFT;
    problem.profile = true;
    struct fit_result result = data_fit(&problem);
    check_that(result.status == FIT_UNIDENTIFIED && strstr(result.why, "w, a and kv are equal"),
               "%s: %s", fit_status_word(result.status), result.why);
    for (int i = 0; i < result.count; i++) {
        const struct fit_coefficient *c = &result.coefficient[i];
        const bool of_bits = strncmp(c->name, "gamma_", 6) == 0 || strncmp(c->name, "n_", 2) == 0;
        check_that(!of_bits || !c->identified, "%s is said to be identified", c->name);
        check_that(of_bits || (c->low < c->value && c->value < c->high), "%s in %g to %g", c->name,
                   c->low, c->high);
    }
    const double least = result.objective, E = fit_find(&result, "E")->high;
    const double rise = data_rise_at(&problem, "E", E, least);
    check_near(data_rise_at(&problem, "alpha", fit_find(&result, "alpha")->low, least), rise, 0.05,
               "below alpha");
    fit_free(&result);
    problem.form = 0;
    struct fit_result plain = data_fit(&problem);
    check_that(least <= plain.objective * (1 + 1e-9), "%g with the shift, %g without", least,
               plain.objective);
    problem.ties = 2;
    problem.tie[0] = (struct fit_tie){{"gamma_w", "gamma_a"}};
    problem.tie[1] = (struct fit_tie){{"gamma_w", "gamma_kv"}};
    struct fit_result tied = data_fit(&problem);
    check_that(!strstr(tied.why, "are equal"), "tied: %s", tied.why);
    check_that(plain.objective <= tied.objective * (1 + 1e-9), "%g free, %g tied", plain.objective,
               tied.objective);
    fit_free(&plain);
    fit_free(&tied);
    runs_free(&runs);
}

/* Bits that say nothing (16, where nothing is lost) leave A open, as its low end does. */
static void what_is_not_felt_leaves_others_open(void **state) {
    (void)state;
    const struct preset preset = preset_of("kumar-2024");
    struct runs runs;
    uint64_t dice = 5;
    data_make(&preset, 13, 0, &runs);
    for (size_t i = 0; i < runs.count; i++) {
        struct plan *const plan = &runs.run[i].plan;
        plan->a = 15;
        plan->kv = PLAN_OFF;
        data_measure(&preset, 0.002, &dice, &runs.run[i]);
    }
    struct fit_problem problem = fit_problem(&law_precision, &runs);
    problem.form = FIT_SHIFT;
    problem.profile = true;
    struct fit_result result = data_fit(&problem);
    const struct fit_coefficient *A = fit_find(&result, "A"), *alpha = fit_find(&result, "alpha");
    check_that(!A->identified && A->low < 0.5 * A->value, "A in %g to %g", A->low, A->high);
    check_that(alpha->low < alpha->value - 2e-3 && alpha->high > alpha->value + 2e-3,
               "alpha in %g to %g about %g", alpha->low, alpha->high, alpha->value);
    fit_free(&result);
    runs_free(&runs);
}

/* D = 20 N, but for 2 %. */
static void one_ratio_is_named(void **state) {
    (void)state;
    const struct preset preset = preset_of("besiroglu-2024");
    struct runs runs;
    uint64_t dice = 4;
    data_make_chinchilla(2, 0, &runs);
    for (size_t i = 0; i < runs.count; i++) {
        struct plan *const plan = &runs.run[i].plan;
        plan->N = 3e7 * pow(100, random_between(&dice, 0, 1));
        plan->D = 20 * plan->N * exp(0.02 * data_normal(&dice));
        data_measure(&preset, 0.003, &dice, &runs.run[i]);
    }
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    struct fit_result result = data_fit(&problem);
    bool said = strstr(result.why, "D/N") != NULL;
    check_that(result.status == FIT_UNIDENTIFIED && said, "%s: %s", fit_status_word(result.status),
               result.why);
    check_that(!fit_find(&result, "alpha")->identified && !fit_find(&result, "B")->identified,
               "said to be identified");
    fit_free(&result);
    problem.fixes = 1;
    problem.fix[0] = (struct fit_fix){"alpha", 0.3478};
    result = data_fit(&problem);
    check_that(!strstr(result.why, "D/N"), "with alpha given: %s", result.why);
    fit_free(&result);
    runs_free(&runs);
}

/* A law that is nowhere near its runs is not fitted. */
static void a_poor_fit_is_said(void **state) {
    (void)state;
    struct runs runs;
    data_make_chinchilla(1, 0.003, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    problem.fixes = 1;
    problem.fix[0] = (struct fit_fix){"E", 100};
    struct fit_result result = data_fit(&problem);
    check_that(result.status == FIT_POOR && strstr(result.why, "does not describe"), "%s: %s",
               fit_status_word(result.status), result.why);
    fit_free(&result);
    problem.fixes = 0;
    problem.delta = FIT_DELTA_LEAST / 2;
    struct err err;
    assert_false(fit_run(&problem, &result, &err));
    check_that(strstr(err.text, "1e-06"), "%s", err.text);
    runs_free(&runs);
}

/* Without the largest size there is no run of a group: what is fixed of it is void there. */
static void fixes_of_absent_groups_are_void(void **state) {
    (void)state;
    const struct preset preset = preset_of("quest-2025");
    struct runs runs;
    struct err err;
    struct fit_left left;
    double sizes[16];
    data_make(&preset, 3, 0.003, &runs);
    const size_t count = fit_sizes(&runs, sizes, 16);
    const int group = runs_group(&runs, "alone");
    for (size_t i = 0, left_out = 0; i < runs.count && left_out < 3; i++) {
        if (runs.run[i].plan.N < sizes[count - 1] * 0.99 || runs.run[i].group == runs.base)
            continue;
        runs.run[i].group = group;
        left_out++;
    }
    struct fit_problem problem = fit_problem(&law_compression, &runs);
    problem.fixes = 1;
    problem.fix[0] = (struct fit_fix){"eff_N.alone", 0.5};
    if (!fit_leave_size(&problem, sizes[count - 1], &left, &err)) fail_msg("%s", err.text);
    check_that(left.rows > 0 && left.rms_log < 0.01, "%zu rows off by %g", left.rows, left.rms_log);
    problem.fix[0] = (struct fit_fix){"eff_N.nowhere", 0.5};
    struct fit_result result;
    assert_false(fit_run(&problem, &result, &err));
    runs_free(&runs);
}

/* Loss that hardly follows N and D, or not at all: the least of fits with the exponents fixed is no
 * less. */
static void flat_loss_is_fitted(void **state) {
    (void)state;
    static const double exponents[] = {1e-3, 0.1, 0.5, 2, 5};
    for (int k = 0; k < 6; k++) {
        struct runs runs;
        const double sd = (double[]){1e-6, 1e-4, 1e-3}[k % 3];
        uint64_t dice = (uint64_t)k;
        data_make_chinchilla(2, 0, &runs);
        for (size_t i = 0; i < runs.count; i++) {
            const struct plan *const plan = &runs.run[i].plan;
            const double slope = k < 3 ? 0 : 10 * sd * pow(plan->N / 1e9, -0.4);
            runs.run[i].loss = (3 + slope) * exp(sd * data_normal(&dice));
        }
        struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
        struct fit_result result = data_fit(&problem);
        problem.fixes = 2;
        for (int pair = 0; pair < 25; pair++) {
            problem.fix[0] = (struct fit_fix){"alpha", exponents[pair / 5]};
            problem.fix[1] = (struct fit_fix){"beta", exponents[pair % 5]};
            struct fit_result other = data_fit(&problem);
            check_that(result.objective <= other.objective * (1 + 1e-4),
                       "scatter %g: %g, but %g with alpha %g and beta %g", sd, result.objective,
                       other.objective, exponents[pair / 5], exponents[pair % 5]);
            fit_free(&other);
        }
        fit_free(&result);
        runs_free(&runs);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_are_by_their_mean),
        cmocka_unit_test(weights_are_evidence),
        cmocka_unit_test(exact_runs_converge),
        cmocka_unit_test(equal_bits_are_named),
        cmocka_unit_test(what_is_not_felt_leaves_others_open),
        cmocka_unit_test(one_ratio_is_named),
        cmocka_unit_test(a_poor_fit_is_said),
        cmocka_unit_test(fixes_of_absent_groups_are_void),
        cmocka_unit_test(flat_loss_is_fitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
