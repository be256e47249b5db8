/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that share their noise, as checkpoints of one training do: intervals hold the truth as often
 * as they say, errors are those of fits without each cluster done by hand, and what cannot be told
 * is not said. */
#include "fit_data.h"
#include "support.h"

#include "engine/boot.h"

#include <stdio.h>
#include <string.h>

enum { SEEDS = 200, POINTS = 8 };

static const double level = 0.9;

/* Trainings of random sizes and lengths (and bits, under law precision), each with its own luck and
 * POINTS checkpoints on its way, numbered as clusters. */
static void trainings(const struct preset *preset, uint64_t seed, int count, double luck,
                      struct runs *runs) {
    static const double bits[] = {PLAN_OFF, 8, 5, 4};
    uint64_t state = seed * 15485863 + (uint64_t)count;
    runs_init(runs);
    for (int i = 0; i < 8; i++)
        random_between(&state, 0, 1);
    for (int i = 0; i < count; i++) {
        const double N = random_log(&state, 3e7, 3e9), D = N * random_log(&state, 10, 300);
        const double shared = luck * data_normal(&state);
        for (int k = 0; k < POINTS; k++) {
            struct run run = {.plan = plan_default(),
                              .weight = 1,
                              .group = RUNS_ALONE,
                              .cluster = (uint64_t)i * 0x9e3779b97f4a7c15u + 1};
            run.plan.w = run.plan.a = run.plan.kv = run.plan.post = PLAN_OFF;
            if (preset->law == &law_precision) {
                run.plan.w = bits[i % 4];
                run.plan.a = bits[i / 4 % 4];
                run.plan.kv = bits[i / 16 % 4];
            }
            run.plan.N = N;
            run.plan.D = D * (k + 1) / POINTS;
            data_measure(preset, luck / 4, &state, &run);
            run.loss *= exp(shared);
            if (!runs_add(runs, &run)) fail_msg("out of memory");
        }
    }
}

static void forget_clusters(struct runs *runs) {
    for (size_t i = 0; i < runs->count; i++)
        runs->run[i].cluster = 0;
}

struct kind {
    const char *preset;
    int count; /* trainings */
    double luck;
    enum fit_loss loss;
    bool clusters, profile;
};

/* The share of the intervals that hold the truth, over SEEDS sets. */
static double covered(const struct kind *kind) {
    const struct preset preset = preset_of(kind->preset);
    int held = 0, all = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct runs runs;
        trainings(&preset, seed, kind->count, kind->luck, &runs);
        if (!kind->clusters) forget_clusters(&runs);
        struct fit_problem problem = fit_problem(preset.law, &runs);
        problem.form = fit_usual_form(preset.law);
        problem.loss = kind->loss;
        problem.profile = kind->profile;
        problem.level = level;
        struct fit_result result = data_fit(&problem);
        for (int i = 0; i < result.count; i++) {
            const struct fit_coefficient *const c = &result.coefficient[i];
            const double truth = data_truth(&preset, c->name);
            if (c->role == FIT_FIXED) continue;
            held += c->low <= truth && truth <= c->high;
            all++;
        }
        fit_free(&result);
        runs_free(&runs);
    }
    return (double)held / all;
}

/* Without the clusters the intervals are much too narrow: the test can fail. */
static void intervals_hold_the_truth(void **state) {
    static const struct kind kinds[] = {
        {"besiroglu-2024", 12, 0.004, FIT_HUBER, true, false},
        {"besiroglu-2024", 12, 0.004, FIT_SQUARED, true, false},
        {"besiroglu-2024", 24, 0.004, FIT_HUBER, true, false},
        {"besiroglu-2024", 24, 0.004, FIT_SQUARED, true, false},
        {"besiroglu-2024", 24, 0.004, FIT_HUBER, true, true},
        {"besiroglu-2024", 60, 0.004, FIT_HUBER, true, false},
        {"besiroglu-2024", 60, 0.004, FIT_SQUARED, true, false},
        {"kumar-2024", 64, 0.002, FIT_HUBER, true, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct kind without = kinds[i];
        without.clusters = false;
        const double own = covered(&kinds[i]), narrow = covered(&without);
        printf(
            "%-14s %2d trainings of %d checkpoints, %-7s %-10s: 90 %% intervals by clusters hold "
            "%.1f %%, without %.1f %%\n",
            kinds[i].preset, kinds[i].count, POINTS,
            kinds[i].loss == FIT_HUBER ? "Huber" : "squared",
            kinds[i].profile ? "profile" : "covariance", 100 * own, 100 * narrow);
        check_that(own >= 0.85 && own <= 0.95, "%.1f %% are held", 100 * own);
        check_that(narrow < 0.6, "%.1f %% are held without clusters", 100 * narrow);
    }
}

/* Each cluster left out in turn: its weight is 0 in a fit of its own. */
static void errors_are_those_of_the_jackknife(void **state) {
    enum { COUNT = 14 };
    const struct preset preset = preset_of("besiroglu-2024");
    double squares[FIT_COEFFS] = {0};
    struct runs runs;
    (void)state;
    trainings(&preset, 5, COUNT, 1e-4, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    problem.loss = FIT_SQUARED;
    struct fit_result all = data_fit(&problem);
    for (int c = 0; c < COUNT; c++) {
        for (size_t i = 0; i < runs.count; i++)
            runs.run[i].weight = (int)i / POINTS != c;
        struct fit_result without = data_fit(&problem);
        for (int i = 0; i < all.count; i++) {
            const double step = without.coefficient[i].value - all.coefficient[i].value;
            squares[i] += step * step * (COUNT - 1) / COUNT;
        }
        fit_free(&without);
    }
    assert_int_equal(all.clusters, COUNT);
    assert_true(all.freedom == COUNT - 1);
    for (int i = 0; i < all.count; i++) {
        check_near(all.coefficient[i].error, sqrt(squares[i]), 0.005, all.coefficient[i].name);
    }
    fit_free(&all);
    runs_free(&runs);
}

/* A run given twice tells no more, where both are of its cluster. */
static void a_cluster_counts_once(void **state) {
    const struct preset preset = preset_of("besiroglu-2024");
    struct runs runs;
    (void)state;
    trainings(&preset, 5, 20, 0.003, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    problem.loss = FIT_SQUARED;
    struct fit_result once = data_fit(&problem);
    for (size_t i = 0, count = runs.count; i < count; i++) {
        struct run again = runs.run[i];
        again.loss *= 1 + 1e-12; /* not to the digit: that is told apart by itself */
        assert_true(runs_add(&runs, &again));
    }
    struct fit_result twice = data_fit(&problem);
    for (int i = 0; i < once.count; i++)
        check_near(twice.coefficient[i].error, once.coefficient[i].error, 1e-6,
                   once.coefficient[i].name);
    fit_free(&once);
    fit_free(&twice);
    runs_free(&runs);
}

/* The bootstrap draws whole clusters. */
static void resamples_are_of_clusters(void **state) {
    enum { RESAMPLES = 400 };
    const struct preset preset = preset_of("besiroglu-2024");
    struct boot boot;
    struct runs runs;
    double sd[FIT_COEFFS];
    (void)state;
    trainings(&preset, 3, 60, 0.001, &runs);
    const struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    struct fit_result result = data_fit(&problem);
    struct boot_work *const work = boot_work_start(&problem, &result);
    assert_non_null(work);
    assert_true(boot_init(&boot, &result, 1, RESAMPLES, 0, RESAMPLES));
    for (int i = 0; i < RESAMPLES; i++)
        boot_one(work, &boot, i);
    assert_true(boot_intervals(&boot, level, NULL, NULL, sd) > 390);
    for (int i = 0; i < result.count; i++) {
        const double error = result.coefficient[i].error;
        check_that(sd[i] > 0.75 * error && sd[i] < 1.33 * error, "%s: %g, by resamples %g",
                   result.coefficient[i].name, error, sd[i]);
    }
    boot_free(&boot);
    boot_work_free(work);
    fit_free(&result);
    runs_free(&runs);
}

/* What only one cluster tells, a group of its own, has no interval; the rest keeps its. */
static void what_one_cluster_tells_is_open(void **state) {
    const struct preset preset = preset_of("quest-2025");
    struct runs runs;
    (void)state;
    data_make(&preset, 5, 0.003, &runs);
    for (size_t i = 0; i < runs.count; i++)
        runs.run[i].cluster = runs.run[i].group == 1 ? 1 : i % 12 + 2;
    struct fit_problem problem = fit_problem(&law_compression, &runs);
    struct fit_result result = data_fit(&problem);
    int open = 0;
    for (int i = 0; i < result.count; i++) {
        const struct fit_coefficient *const c = &result.coefficient[i];
        if (c->group == 1) assert_true(!c->identified && c->low == 0 && c->high == INFINITY);
        if (c->group > 1) assert_true(c->identified && c->high < 1.1 * c->value);
        open += c->group == 1;
    }
    assert_int_equal(open, 1);
    fit_free(&result);
    runs_free(&runs);
}

static void one_cluster_is_refused(void **state) {
    const struct preset preset = preset_of("besiroglu-2024");
    struct runs runs;
    (void)state;
    data_make(&preset, 5, 0.003, &runs);
    for (size_t i = 0; i < runs.count; i++)
        runs.run[i].cluster = 7;
    data_refused(&runs, "every run is of one cluster");
    runs.run[0].cluster = 8;
    struct fit_result two = data_fit_chinchilla(&runs);
    assert_int_equal(two.clusters, 2);
    runs.run[0].cluster = 0;
    runs.run[1].cluster = 0;
    struct fit_result three = data_fit_chinchilla(&runs);
    assert_int_equal(three.clusters, 3);
    check_that(strstr(three.remark[0], "3 clusters alone") != NULL, "%s", three.remark[0]);
    fit_free(&two);
    fit_free(&three);
    runs_free(&runs);
}

static bool says_alike(const struct fit_result *result) {
    for (int i = 0; i < result->remarks; i++) {
        if (strstr(result->remark[i], "off together")) return true;
    }
    return false;
}

/* Trainings without clusters are told by their luck; where each run has its own there is no word.
 */
static void what_is_off_together_is_said(void **state) {
    const struct preset preset = preset_of("besiroglu-2024");
    int said = 0, falsely = 0, again = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct runs shared, own;
        trainings(&preset, seed, 24, 0.004, &shared);
        struct fit_result clusters = data_fit_chinchilla(&shared);
        forget_clusters(&shared);
        struct fit_result without = data_fit_chinchilla(&shared);
        data_make_chinchilla(seed, 0.004, &own);
        struct fit_result alone = data_fit_chinchilla(&own);
        said += says_alike(&without);
        again += says_alike(&clusters);
        falsely += says_alike(&alone);
        fit_free(&clusters);
        fit_free(&without);
        fit_free(&alone);
        runs_free(&shared);
        runs_free(&own);
    }
    assert_int_equal(said, 100);
    assert_int_equal(again, 0);
    assert_int_equal(falsely, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test(errors_are_those_of_the_jackknife),
        cmocka_unit_test(a_cluster_counts_once),
        cmocka_unit_test(resamples_are_of_clusters),
        cmocka_unit_test(what_one_cluster_tells_is_open),
        cmocka_unit_test(one_cluster_is_refused),
        cmocka_unit_test(what_is_off_together_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
