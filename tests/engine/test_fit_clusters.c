/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that share their noise, as checkpoints of one training do: intervals hold the truth as often
 * as they say, errors are those of fits without each cluster done by hand, and what cannot be told
 * is not said. */
#include "fit_data.h"
#include "support.h"

#include "engine/boot.h"

#include <stdio.h>
#include <string.h>

enum { SEEDS = 200, WITHOUT = 40, POINTS = 8 };

static const double level = 0.9;

/* How many checkpoints the trainings have. */
enum lengths { EVEN, UNEVEN, ONE_LONG };

static int points_of(enum lengths lengths, int training, uint64_t *state) {
    if (lengths == UNEVEN) return (int)random_log(state, 1, 41);
    if (lengths == ONE_LONG) return training == 0 ? 200 : POINTS / 2;
    return POINTS;
}

/* Trainings of random sizes and lengths (and bits, under law precision), each with its own luck and
 * checkpoints on its way, numbered as clusters. */
static void trainings_of(const struct preset *preset, uint64_t seed, int count, double luck,
                         enum lengths lengths, struct runs *runs) {
    static const double bits[] = {PLAN_OFF, 8, 5, 4};
    uint64_t state = seed * 15485863 + (uint64_t)count;
    runs_init(runs);
    for (int i = 0; i < 8; i++)
        random_between(&state, 0, 1);
    for (int i = 0; i < count; i++) {
        const double N = random_log(&state, 3e7, 3e9), D = N * random_log(&state, 10, 300);
        const double shared = luck * data_normal(&state);
        const int points = points_of(lengths, i, &state);
        for (int k = 0; k < points; k++) {
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
            run.plan.D = D * (k + 1) / points;
            data_measure(preset, luck / 4, &state, &run);
            run.loss *= exp(shared);
            if (!runs_add(runs, &run)) fail_msg("out of memory");
        }
    }
}

static void trainings(const struct preset *preset, uint64_t seed, int count, double luck,
                      struct runs *runs) {
    trainings_of(preset, seed, count, luck, EVEN, runs);
}

static void forget_clusters(struct runs *runs) {
    for (size_t i = 0; i < runs->count; i++)
        runs->run[i].cluster = 0;
}

struct kind {
    const char *preset;
    int count; /* trainings */
    enum lengths lengths;
    double luck;
    enum fit_loss loss;
    bool profile;
};

enum { ASKED = 3 };

/* How many intervals hold the truth: of each coefficient, and of the loss of plans inside the runs
 * and far beyond them. */
struct held {
    int coefficient[FIT_COEFFS], coefficients;
    int answer[ASKED], fits;
};

static void add_answers(const struct preset *truth, const struct fit_problem *problem,
                        const struct fit_result *result, struct held *held) {
    static const char *const words[ASKED] = {"N=300M D=20B post=off w=off a=off kv=off",
                                             "N=1B D=50B post=off w=off a=off kv=off",
                                             "N=30B D=3T post=off w=off a=off kv=off"};
    struct preset preset = data_preset(problem, result);
    for (int i = 0; i < ASKED; i++)
        held->answer[i] += data_holds(truth, &preset, words[i]);
    preset_free(&preset);
}

static void add_set(const struct kind *kind, uint64_t seed, bool clusters, struct held *held) {
    const struct preset truth = preset_of(kind->preset);
    struct runs runs;
    trainings_of(&truth, seed, kind->count, kind->luck, kind->lengths, &runs);
    if (!clusters) forget_clusters(&runs);
    struct fit_problem problem = fit_problem(truth.law, &runs);
    problem.form = fit_usual_form(truth.law);
    problem.loss = kind->loss;
    problem.profile = kind->profile;
    problem.level = level;
    struct fit_result result = data_fit(&problem);
    held->coefficients = 0;
    for (int i = 0; i < result.count; i++) {
        const struct fit_coefficient *const c = &result.coefficient[i];
        const double value = data_truth(&truth, c->name);
        if (c->role == FIT_FIXED) continue;
        held->coefficient[held->coefficients++] += c->low <= value && value <= c->high;
    }
    if (result.status >= FIT_OK) {
        held->fits++;
        add_answers(&truth, &problem, &result, held);
    }
    fit_free(&result);
    runs_free(&runs);
}

static double mean_of(const int *count, int n, int of) {
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += count[i];
    return sum / n / of;
}

static void print_held(const struct kind *kind, const struct held *own,
                       const struct held *without) {
    static const char *const lengths[] = {"even", "uneven", "one long"};
    printf("%-14s %2d trainings, %-8s %-7s %-10s: %.1f %% (", kind->preset, kind->count,
           lengths[kind->lengths], kind->loss == FIT_HUBER ? "Huber" : "squared",
           kind->profile ? "profile" : "covariance",
           100 * mean_of(own->coefficient, own->coefficients, SEEDS));
    for (int k = 0; k < own->coefficients; k++)
        printf("%s%.0f", k ? " " : "", 100. * own->coefficient[k] / SEEDS);
    printf("), loss at %d plans", ASKED);
    for (int k = 0; k < ASKED; k++)
        printf(" %.0f", 100. * own->answer[k] / own->fits);
    printf(" %%; without clusters %.1f and %.1f %%\n",
           100 * mean_of(without->coefficient, own->coefficients, WITHOUT),
           100 * mean_of(without->answer, ASKED, without->fits));
}

/* Few clusters, or uneven ones under Huber's loss, make intervals wider than they need be; none are
 * to be much too narrow, and without the clusters all are: the test can fail. */
static void check_held(const struct held *own, const struct held *without) {
    const double mean = mean_of(own->coefficient, own->coefficients, SEEDS);
    check_that(mean >= 0.87 && mean <= 0.97, "%.1f %% are held", 100 * mean);
    for (int k = 0; k < own->coefficients; k++)
        check_that(own->coefficient[k] >= 0.83 * SEEDS, "%d of %d", own->coefficient[k], SEEDS);
    for (int k = 0; k < ASKED; k++)
        check_that(own->answer[k] >= 0.83 * own->fits, "%d of %d", own->answer[k], own->fits);
    assert_true(own->fits > 0.9 * SEEDS);
    check_that(mean_of(without->coefficient, own->coefficients, WITHOUT) < 0.6, "without clusters");
}

static void intervals_hold_the_truth(void **state) {
    static const struct kind kinds[] = {
        {"besiroglu-2024", 12, EVEN, 0.004, FIT_HUBER, false},
        {"besiroglu-2024", 12, EVEN, 0.004, FIT_SQUARED, false},
        {"besiroglu-2024", 24, EVEN, 0.004, FIT_HUBER, false},
        {"besiroglu-2024", 24, EVEN, 0.004, FIT_SQUARED, false},
        {"besiroglu-2024", 24, EVEN, 0.004, FIT_HUBER, true},
        {"besiroglu-2024", 60, EVEN, 0.004, FIT_HUBER, false},
        {"besiroglu-2024", 60, EVEN, 0.004, FIT_SQUARED, false},
        {"besiroglu-2024", 12, UNEVEN, 0.004, FIT_HUBER, false},
        {"besiroglu-2024", 24, UNEVEN, 0.004, FIT_HUBER, false},
        {"besiroglu-2024", 24, UNEVEN, 0.004, FIT_SQUARED, false},
        {"besiroglu-2024", 16, ONE_LONG, 0.004, FIT_HUBER, false},
        {"besiroglu-2024", 16, ONE_LONG, 0.004, FIT_SQUARED, false},
        {"kumar-2024", 64, EVEN, 0.002, FIT_HUBER, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct kind *const kind = &kinds[i];
        struct held own = {0}, without = {0};
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            add_set(kind, seed, true, &own);
            if (seed <= WITHOUT) add_set(kind, seed, false, &without);
        }
        print_held(kind, &own, &without);
        check_held(&own, &without);
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
        check_near(all.coefficient[i].error, sqrt(squares[i]), 0.005, "%s",
                   all.coefficient[i].name);
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
        check_near(twice.coefficient[i].error, once.coefficient[i].error, 1e-6, "%s",
                   once.coefficient[i].name);
    fit_free(&once);
    fit_free(&twice);
    runs_free(&runs);
}

/* Every run three times over, each time as if it were of other clusters. */
static void copies_are_no_clusters(void **state) {
    const struct preset preset = preset_of("besiroglu-2024");
    struct runs runs;
    (void)state;
    trainings(&preset, 5, 20, 0.003, &runs);
    const struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    struct fit_result once = data_fit(&problem);
    for (size_t i = 0, count = runs.count; i < 2 * count; i++) {
        struct run again = runs.run[i % count];
        again.cluster += i + 1;
        assert_true(runs_add(&runs, &again));
    }
    struct fit_result often = data_fit(&problem);
    assert_int_equal(often.clusters, 20);
    for (int i = 0; i < once.count; i++)
        check_near(often.coefficient[i].error, once.coefficient[i].error, 0.05, "%s",
                   once.coefficient[i].name);
    fit_free(&once);
    fit_free(&often);
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

static bool says(const struct fit_result *result, const char *words) {
    for (int i = 0; i < result->remarks; i++) {
        if (strstr(result->remark[i], words)) return true;
    }
    return false;
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
    check_that(says(&result, "one cluster alone tells eff_N.w1.a1:"), "%d remarks", result.remarks);
    fit_free(&result);
    runs_free(&runs);
}

/* What no run tells has no interval, clusters or not. */
static void what_no_run_tells_is_open(void **state) {
    const struct preset preset = preset_of("besiroglu-2024");
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct runs runs;
        trainings(&preset, seed, 15, 0.004, &runs);
        for (size_t i = 0; i < runs.count; i++) { /* the loss as it was, all at one N */
            struct run *const run = &runs.run[i];
            struct result was, is;
            law_eval(&preset, &run->plan, &was);
            run->plan.N = 1e9;
            law_eval(&preset, &run->plan, &is);
            run->loss *= is.loss / was.loss;
        }
        struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
        snprintf(problem.fix[0].name, FIT_NAME, "alpha");
        problem.fix[0].value = 0.34;
        problem.fixes = 1;
        struct fit_result result = data_fit(&problem);
        assert_int_equal(result.status, FIT_UNIDENTIFIED);
        assert_false(result.coefficient[0].identified);
        fit_free(&result);
        runs_free(&runs);
    }
}

static void one_cluster_is_refused(void **state) {
    const struct preset preset = preset_of("besiroglu-2024");
    struct runs runs;
    (void)state;
    data_make(&preset, 5, 0.003, &runs);
    for (size_t i = 0; i < runs.count; i++)
        runs.run[i].cluster = 7;
    data_refused(&runs, "1 cluster: how clusters scatter");
    runs.run[0].cluster = 8;
    data_refused(&runs, "2 clusters: how clusters scatter");
    runs.run[0].cluster = 0;
    runs.run[1].cluster = 0;
    struct fit_result three = data_fit_chinchilla(&runs);
    assert_int_equal(three.clusters, 3);
    check_that(strstr(three.remark[0], "3 clusters alone") != NULL, "%s", three.remark[0]);
    fit_free(&three);
    runs_free(&runs);
}

static bool says_alike(const struct fit_result *result) {
    return says(result, "errors go together");
}

/* Trainings without clusters are told by their luck; where each run has its own there is no word.
 */
static void what_is_off_together_is_said(void **state) {
    const struct preset preset = preset_of("besiroglu-2024");
    int said = 0, falsely = 0, again = 0, repeated = 0;
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
        for (int i = 0; i < 5; i++)
            assert_true(runs_add(&own, &own.run[7 * i]));
        struct fit_result copies = data_fit_chinchilla(&own);
        repeated += says_alike(&copies);
        fit_free(&copies);
        fit_free(&clusters);
        fit_free(&without);
        fit_free(&alone);
        runs_free(&shared);
        runs_free(&own);
    }
    assert_int_equal(said, 100);
    assert_int_equal(again, 0);
    assert_int_equal(falsely, 0);
    assert_int_equal(repeated, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test(errors_are_those_of_the_jackknife),
        cmocka_unit_test(a_cluster_counts_once),
        cmocka_unit_test(copies_are_no_clusters),
        cmocka_unit_test(resamples_are_of_clusters),
        cmocka_unit_test(what_one_cluster_tells_is_open),
        cmocka_unit_test(what_no_run_tells_is_open),
        cmocka_unit_test(one_cluster_is_refused),
        cmocka_unit_test(what_is_off_together_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
