/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fit says of itself: intervals, bootstrap, sizes left out, and what bad data get. */
#include "fit_data.h"
#include "support.h"

#include "engine/boot.h"

#include <stdio.h>
#include <string.h>

static void bad_data_are_refused(void **state) {
    (void)state;
    struct runs runs;
    data_make_chinchilla(1, 0.003, &runs);
    const size_t all = runs.count;
    runs.count = 5;
    data_refused(&runs, "5 different runs for 5 free");
    runs.count = 0;
    data_refused(&runs, "no run counts");
    runs.count = all;
    for (size_t i = 0; i < all; i++)
        runs.run[i].weight = 0;
    data_refused(&runs, "no run counts");
    for (size_t i = 0; i < all; i++) {
        runs.run[i].weight = 1;
        runs.run[i].loss = -1;
    }
    data_refused(&runs, "no run counts");
    for (size_t i = 0; i < all; i++)
        runs.run[i].loss = 3;
    data_refused(&runs, "same loss");
    runs_free(&runs);
    data_make_chinchilla(1, 0.003, &runs);
    for (size_t i = 0; i < all; i++)
        runs.run[i].plan.N = 1e8;
    data_refused(&runs, "the same N");
    runs_free(&runs);
    data_make_chinchilla(1, 0.003, &runs);
    for (size_t i = 0; i < all; i++)
        runs.run[i] = (struct run){.plan = runs.run[i % 4].plan,
                                   .loss = runs.run[i % 4].loss,
                                   .weight = 1,
                                   .group = RUNS_ALONE,
                                   .name = runs.run[i].name};
    data_refused(&runs, "4 different runs");
    runs_free(&runs);
}

/* Two sizes cannot tell A, alpha and E apart. */
static void open_coefficients_are_named(void **state) {
    (void)state;
    struct runs runs;
    const struct preset preset = preset_of("besiroglu-2024");
    data_make_chinchilla(2, 0.003, &runs);
    for (size_t i = 0; i < runs.count; i++) {
        struct result result;
        runs.run[i].plan.N = i % 2 ? 1e8 : 1e9;
        law_eval(&preset, &runs.run[i].plan, &result);
        runs.run[i].loss = result.loss * (1 + 0.003 * sin(12.9 * (double)i));
    }
    struct fit_result result = data_fit_chinchilla(&runs);
    check_that(result.status == FIT_UNIDENTIFIED || result.status == FIT_AT_BOUND, "two sizes: %s",
               fit_status_word(result.status));
    check_that(!fit_find(&result, "A")->identified, "A is said to be identified");
    check_that(strstr(result.why, "A") && result.remarks > 0, "why: %s", result.why);
    fit_free(&result);
    runs_free(&runs);
}

/* A loss without a floor: E at 0 is said to be at a bound. */
static void a_bound_is_said(void **state) {
    (void)state;
    struct runs runs;
    struct preset preset = preset_of("besiroglu-2024");
    preset.c[4] = 0;
    data_make(&preset, 6, 0.01, &runs);
    for (size_t i = 0; i < runs.count; i++)
        runs.run[i].loss -= 0.05;
    struct fit_result result = data_fit_chinchilla(&runs);
    const struct fit_coefficient *E = fit_find(&result, "E");
    check_that(E->role == FIT_BOUND && E->value == 0 && isnan(E->error), "E is %g", E->value);
    check_that(result.status == FIT_AT_BOUND || result.status == FIT_UNIDENTIFIED, "status %s",
               fit_status_word(result.status));
    check_that(strstr(result.remark[0], "E stands at 0"), "%s", result.remark[0]);
    fit_free(&result);
    runs_free(&runs);
}

/* Runs that are there twice say no more than once. */
static void repetitions_are_no_evidence(void **state) {
    (void)state;
    struct runs runs;
    data_make_chinchilla(3, 0.003, &runs);
    struct fit_result once = data_fit_chinchilla(&runs);
    const size_t all = runs.count;
    for (size_t i = 0; i < all; i++) {
        const struct run again = runs.run[i];
        assert_true(runs_add(&runs, &again));
    }
    struct fit_result twice = data_fit_chinchilla(&runs);
    for (int i = 0; i < once.count; i++) {
        check_near(twice.coefficient[i].value, once.coefficient[i].value, 1e-6, "%s",
                   once.coefficient[i].name);
        check_that(twice.coefficient[i].error > 0.9 * once.coefficient[i].error,
                   "%s: error %g became %g", once.coefficient[i].name, once.coefficient[i].error,
                   twice.coefficient[i].error);
    }
    check_that(strstr(twice.remark[0], "repeat"), "%s", twice.remark[0]);
    fit_free(&once);
    fit_free(&twice);
    runs_free(&runs);
}

/* Groups are numbered as the runs number them, whatever rows come first. */
static void groups_are_the_runs_own(void **state) {
    (void)state;
    const struct preset preset = preset_of("quartet-2025");
    struct runs runs;
    struct err err;
    struct preset made;
    data_mixed(&preset, 2, 0.002, &runs);
    struct runs again = runs;
    again.groups = 0;
    runs_group(&again, "unused");
    const int w4 = runs_group(&again, "w4.a4"), base = runs_group(&again, "w16.a16");
    for (size_t i = 0; i < again.count; i++)
        again.run[i].group = again.run[i].plan.w == 4 ? w4 : base;
    again.base = runs_find_base(&again);
    assert_int_equal(again.base, base);
    struct fit_problem problem = fit_problem(&law_compression, &again);
    problem.form = FIT_OUTER | FIT_EFF_D;
    struct fit_result result = data_fit(&problem);
    assert_int_equal(fit_find(&result, "eff_N.w4.a4")->group, w4);
    assert_int_equal(fit_find(&result, "eff_D.w16.a16")->group, base);
    assert_int_equal(fit_find(&result, "A")->group, RUNS_ALONE);
    bool keep[RUNS_GROUPS] = {false};
    assert_false(fit_preset(&problem, &result, keep, &made, &err));
    keep[w4] = true;
    if (!fit_preset(&problem, &result, keep, &made, &err)) fail_msg("%s", err.text);
    assert_int_equal(made.variant_count, 1);
    again.base = RUNS_ALONE;
    assert_false(fit_run(&problem, &result, &err) || !strstr(err.text, "full precision"));
    fit_free(&result);
    runs_free(&runs);
}

static void unknown_names_are_errors(void **state) {
    (void)state;
    struct runs runs;
    struct fit_result result;
    struct err err;
    data_make_chinchilla(1, 0.003, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    problem.fixes = 1;
    problem.fix[0] = (struct fit_fix){"alhpa", 0.3};
    assert_false(fit_run(&problem, &result, &err));
    check_that(strstr(err.text, "did you mean alpha"), "%s", err.text);
    problem.fix[0] = (struct fit_fix){"A", -1};
    assert_false(fit_run(&problem, &result, &err));
    problem.fixes = 0;
    problem.ties = 1;
    problem.tie[0] = (struct fit_tie){{"A", "alpha"}};
    assert_false(fit_run(&problem, &result, &err));
    check_that(strstr(err.text, "cannot be tied"), "%s", err.text);
    problem.ties = 0;
    problem.law = &law_compression;
    assert_false(fit_run(&problem, &result, &err) && result.status != FIT_REFUSED);
    runs_free(&runs);
}

/* With little noise the objective is a parabola nearby: both kinds of interval are one. */
static void profiles_agree_with_the_covariance(void **state) {
    (void)state;
    struct runs runs;
    data_make_chinchilla(4, 0.0005, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    problem.loss = FIT_SQUARED;
    struct fit_result plain = data_fit(&problem);
    problem.profile = true;
    struct fit_result profile = data_fit(&problem);
    for (int i = 0; i < plain.count; i++) {
        const struct fit_coefficient *a = &plain.coefficient[i], *b = &profile.coefficient[i];
        const double width = a->high - a->low;
        check_that(fabs(a->low - b->low) < 0.03 * width && fabs(a->high - b->high) < 0.03 * width,
                   "%s: %g to %g by the covariance, %g to %g by the profile", a->name, a->low,
                   a->high, b->low, b->high);
    }
    fit_free(&plain);
    fit_free(&profile);
    runs_free(&runs);
}

/* A profile's ends are where the objective has risen by one and the same amount. */
static void profiles_end_alike(void **state) {
    (void)state;
    struct runs runs;
    data_make_chinchilla(8, 0.02, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    problem.profile = true;
    struct fit_result result = data_fit(&problem);
    const double least = result.objective;
    const double first = data_rise_at(&problem, "E", fit_find(&result, "E")->high, least);
    check_that(first > 0, "the objective does not rise");
    for (int i = 0; i < result.count; i++) {
        const struct fit_coefficient *c = &result.coefficient[i];
        check_near(data_rise_at(&problem, c->name, c->low, least), first, 0.02, "below %s",
                   c->name);
        check_near(data_rise_at(&problem, c->name, c->high, least), first, 0.02, "above %s",
                   c->name);
    }
    fit_free(&result);
    runs_free(&runs);
}

static void shards_are_the_whole(void **state) {
    (void)state;
    struct runs runs;
    struct err err;
    data_make_chinchilla(5, 0.003, &runs);
    const struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    struct fit_result result = data_fit(&problem);
    struct boot_work *work[2] = {boot_work_start(&problem, &result),
                                 boot_work_start(&problem, &result)};
    struct boot whole, shard[2], merged;
    assert_true(boot_init(&whole, &result, 9, 40, 0, 40));
    assert_true(boot_init(&shard[0], &result, 9, 40, 23, 40));
    assert_true(boot_init(&shard[1], &result, 9, 40, 0, 23));
    for (int i = 39; i >= 0; i--)
        boot_one(work[0], &whole, i);
    for (int i = 0; i < 40; i++)
        boot_one(work[i % 2], &shard[i < 23], i);
    if (!boot_merge(shard, 2, &merged, &err)) fail_msg("%s", err.text);
    assert_memory_equal(whole.value, merged.value, 40 * (size_t)result.count * sizeof(double));
    assert_false(boot_merge(shard, 1, &merged, &err));
    shard[1].seed = 10;
    assert_false(boot_merge(shard, 2, &merged, &err));
    boot_free(&merged);
    for (int i = 0; i < 2; i++) {
        boot_free(&shard[i]);
        boot_work_free(work[i]);
    }
    boot_free(&whole);
    fit_free(&result);
    runs_free(&runs);
}

static void the_bootstrap_agrees_with_the_covariance(void **state) {
    (void)state;
    struct runs runs;
    double low[8], high[8], sd[8];
    data_make_chinchilla(8, 0.003, &runs);
    const struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    struct fit_result result = data_fit(&problem);
    struct boot_work *work = boot_work_start(&problem, &result);
    struct boot boot;
    assert_true(boot_init(&boot, &result, 1, 400, 0, 400));
    for (int i = 0; i < 400; i++)
        boot_one(work, &boot, i);
    check_that(boot_intervals(&boot, 0.9, low, high, sd) >= 396, "too many resamples failed");
    for (int i = 0; i < result.count; i++) {
        const struct fit_coefficient *c = &result.coefficient[i];
        check_that(sd[i] > 0.75 * c->error && sd[i] < 1.33 * c->error,
                   "%s: deviation %g by the bootstrap, %g by the covariance", c->name, sd[i],
                   c->error);
        check_that(low[i] < c->value && c->value < high[i], "%s outside its interval", c->name);
    }
    boot_free(&boot);
    boot_work_free(work);
    fit_free(&result);
    runs_free(&runs);
}

/* A law that is true predicts a size that it has not seen; one that is not does so worse. */
static void sizes_left_out_tell_laws_apart(void **state) {
    (void)state;
    const struct preset preset = preset_of("kumar-2024");
    struct runs runs;
    struct err err;
    struct fit_left good, bad;
    double sizes[16];
    data_make(&preset, 9, 0.003, &runs);
    assert_int_equal(fit_sizes(&runs, sizes, 16), 12);
    check_near(sizes[11], 1e9, 1e-9, "the largest");
    struct fit_problem problem = fit_problem(&law_precision, &runs);
    if (!fit_leave_size(&problem, sizes[11], &good, &err)) fail_msg("%s", err.text);
    problem.law = &law_chinchilla;
    problem.form = 0;
    if (!fit_leave_size(&problem, sizes[11], &bad, &err)) fail_msg("%s", err.text);
    assert_int_equal(good.rows, 20);
    check_that(good.rms_log < 0.006, "the true law is off by %g", good.rms_log);
    check_that(bad.rms_log > 3 * good.rms_log, "another law is off by %g only", bad.rms_log);
    runs_free(&runs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_data_are_refused),
        cmocka_unit_test(open_coefficients_are_named),
        cmocka_unit_test(a_bound_is_said),
        cmocka_unit_test(repetitions_are_no_evidence),
        cmocka_unit_test(groups_are_the_runs_own),
        cmocka_unit_test(unknown_names_are_errors),
        cmocka_unit_test(profiles_agree_with_the_covariance),
        cmocka_unit_test(profiles_end_alike),
        cmocka_unit_test(shards_are_the_whole),
        cmocka_unit_test(the_bootstrap_agrees_with_the_covariance),
        cmocka_unit_test(sizes_left_out_tell_laws_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
