/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A preset made from few runs says 90 %: the law that the runs were made of is inside as often. */
#include "fit_data.h"
#include "support.h"

#include "engine/boot.h"

#include <string.h>

enum { SEEDS = 200, PLANS = 3 };

static const struct preset *truth;

/* As a team has them: sizes and lengths anywhere, no grid. */
static void make_runs(struct runs *runs, uint64_t seed, int count) {
    uint64_t state = seed * 7919 + (uint64_t)count;
    runs_init(runs);
    for (int i = 0; i < 8; i++)
        random_between(&state, 0, 1);
    for (int i = 0; i < count; i++) {
        struct run run = {.plan = plan_default(), .weight = 1, .group = RUNS_ALONE};
        run.plan.w = run.plan.a = run.plan.kv = run.plan.post = PLAN_OFF;
        run.plan.N = random_log(&state, 3e7, 3e9);
        run.plan.D = run.plan.N * random_log(&state, 3, 300);
        data_measure(truth, .003, &state, &run);
        assert_true(runs_add(runs, &run));
    }
}

/* How many of the plans' intervals hold the true loss; −1 where there is no fit. */
static int held(const struct fit_problem *problem, struct fit_result *result) {
    static const char *const words[PLANS] = {"N=300M D=6B post=off", "N=1B D=20B post=off",
                                             "N=7B D=140B post=off"};
    int count = 0;
    if (result->status == FIT_REFUSED) return -1;
    struct preset preset = data_preset(problem, result);
    for (int i = 0; i < PLANS; i++)
        count += data_holds(truth, &preset, words[i]);
    preset_free(&preset);
    return count;
}

static void resample(const struct fit_problem *problem, struct fit_result *result, int resamples) {
    struct boot boot;
    struct boot_work *const work = boot_work_start(problem, result);
    assert_non_null(work);
    assert_true(boot_init(&boot, result, 1, resamples, 0, resamples));
    for (int i = 0; i < resamples; i++)
        boot_one(work, &boot, i);
    assert_true(boot_take(&boot, problem, result) > 0 && result->resampled);
    boot_work_free(work);
    boot_free(&boot);
}

static void check(int count, enum fit_loss loss, int seeds, int resamples, double most) {
    int inside = 0, all = 0;
    for (int seed = 1; seed <= seeds; seed++) {
        struct fit_result result;
        struct runs runs;
        struct err err;
        make_runs(&runs, (uint64_t)seed, count);
        struct fit_problem problem = fit_problem(truth->law, &runs);
        problem.loss = loss;
        if (!fit_run(&problem, &result, &err)) fail_msg("%s", err.text);
        if (resamples > 0) resample(&problem, &result, resamples);
        const int hits = held(&problem, &result);
        inside += hits > 0 ? hits : 0;
        all += hits < 0 ? 0 : PLANS;
        fit_free(&result);
        runs_free(&runs);
    }
    const double share = (double)inside / all;
    print_message("%2d runs, %s%s: %.1f %% of %d\n", count,
                  loss == FIT_SQUARED ? "squares" : "Huber", resamples ? ", resampled" : "",
                  100 * share, all);
    check_that(all > PLANS * seeds * 9 / 10, "%d runs: too few fits", count);
    check_that(share >= .85 && share <= most, "%d runs: %g inside", count, share);
}

static void few_to_many(void **state) {
    static const int counts[] = {8, 12, 20, 40};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        check(counts[i], FIT_SQUARED, SEEDS, 0, .95);
    check(20, FIT_HUBER, SEEDS, 0, .95);
    check(40, FIT_HUBER, SEEDS, 0, .95);
}

/* Resamples of few runs lie wider than they need. */
static void resampled(void **state) {
    (void)state;
    check(20, FIT_HUBER, SEEDS, 200, .98);
    check(40, FIT_HUBER, SEEDS, 200, .98);
}

int main(void) {
    const struct preset preset = preset_of("besiroglu-2024");
    const struct CMUnitTest tests[] = {cmocka_unit_test(few_to_many), cmocka_unit_test(resampled)};
    truth = &preset;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
