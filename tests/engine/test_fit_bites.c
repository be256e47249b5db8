/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit in the smallest bites says what it says at once, to the last bit, of more rows than any of
 * its stages takes in one. */
#include "fit_data.h"
#include "support.h"

#include "engine/boot.h"

#include <math.h>
#include <string.h>

enum { SEEDS = 20 };

/* Thousands of runs, every one given twice, some without a weight. */
static void make_many(const struct preset *preset, struct runs *runs) {
    data_make(preset, 0, 0.01, runs);
    for (int seed = 1; seed < 2 * SEEDS; seed++) {
        struct runs more;
        data_make(preset, (uint64_t)(seed % SEEDS), 0.01, &more);
        for (size_t i = 0; i < more.count; i++)
            assert_true(runs_add(runs, &more.run[i]));
        runs_free(&more);
    }
    for (size_t i = 0; i < runs->count; i += 7)
        runs->run[i].weight = i % 2 ? 0 : 0.3;
    if (preset->law == &law_compression) assert_true(runs_group_bits(runs));
}

static int step_through(struct fit_job *job) {
    double before = 0;
    int steps = 1;
    while (!fit_step(job, 0)) {
        const double done = fit_progress(job, NULL);
        check_that(done >= before && done <= 1, "progress went from %g to %g", before, done);
        before = done;
        steps++;
    }
    return steps;
}

static void check_same(const struct fit_result *a, const struct fit_result *b) {
    const size_t square = (size_t)a->count * (size_t)a->count * sizeof *a->covariance;
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->minima, b->minima);
    assert_int_equal(a->starts, b->starts);
    assert_int_equal(a->iterations, b->iterations);
    assert_int_equal(a->remarks, b->remarks);
    assert_memory_equal(&a->objective, &b->objective, sizeof a->objective);
    assert_memory_equal(&a->rms_log, &b->rms_log, sizeof a->rms_log);
    assert_memory_equal(&a->freedom, &b->freedom, sizeof a->freedom);
    for (int i = 0; i < a->count; i++) {
        const struct fit_coefficient *const c = &a->coefficient[i], *const d = &b->coefficient[i];
        const double left[] = {c->value, c->error, c->low, c->high};
        const double right[] = {d->value, d->error, d->low, d->high};
        assert_memory_equal(left, right, sizeof left);
    }
    assert_memory_equal(a->covariance, b->covariance, square);
    assert_memory_equal(a->row, b->row, a->rows * sizeof *a->row);
}

static void check_bites(const struct fit_problem *problem) {
    struct fit_result whole = data_fit(problem), bitten;
    struct err err;
    struct fit_job *const job = fit_open(problem, &err);
    assert_non_null(job);
    const int steps = step_through(job);
    check_that(steps > 100, "%zu rows were gone through in %d steps", problem->runs->count, steps);
    assert_false(fit_broken(job, &err));
    fit_finish(job, &bitten);
    check_same(&whole, &bitten);
    fit_free(&whole);
    fit_free(&bitten);
}

static void bites_change_no_answer(void **state) {
    static const char *const presets[] = {"besiroglu-2024", "kumar-2024", "quest-2025"};
    (void)state;
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++) {
        const struct preset preset = preset_of(presets[i]);
        struct runs runs;
        make_many(&preset, &runs);
        struct fit_problem problem = fit_problem(preset.law, &runs);
        check_bites(&problem);
        problem.loss = FIT_SQUARED;
        check_bites(&problem);
        runs_free(&runs);
    }
}

static void profiles_are_bitten_too(void **state) {
    (void)state;
    struct runs runs;
    data_make_chinchilla(3, 0.01, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    problem.profile = true;
    check_bites(&problem);
    runs_free(&runs);
}

static void a_size_is_left_out_in_bites(void **state) {
    (void)state;
    const struct preset preset = preset_of("quest-2025");
    struct runs runs;
    struct fit_left whole, bitten;
    struct err err;
    double sizes[16];
    make_many(&preset, &runs);
    const struct fit_problem problem = fit_problem(preset.law, &runs);
    const double largest = sizes[fit_sizes(&runs, sizes, 16) - 1];
    assert_true(fit_leave_size(&problem, largest, &whole, &err));
    struct fit_job *const job = fit_leave_start(&problem, largest, &err);
    assert_non_null(job);
    check_that(step_through(job) > 100, "it took few steps");
    assert_false(fit_broken(job, &err));
    fit_leave_finish(job, &bitten);
    assert_true(whole.rows > 0 && whole.rows == bitten.rows && whole.status == bitten.status);
    assert_true(whole.N == bitten.N);
    assert_true(whole.rms_log == bitten.rms_log && whole.bias_log == bitten.bias_log);
    runs_free(&runs);
}

static void resamples_are_bitten_too(void **state) {
    enum { RESAMPLES = 5 };
    (void)state;
    const struct preset preset = preset_of("quest-2025");
    struct runs runs;
    struct boot whole, bitten;
    make_many(&preset, &runs);
    const struct fit_problem problem = fit_problem(preset.law, &runs);
    struct fit_result result = data_fit(&problem);
    struct boot_work *const work = boot_work_start(&problem, &result);
    assert_non_null(work);
    assert_true(boot_init(&whole, &result, 7, RESAMPLES, 0, RESAMPLES));
    assert_true(boot_init(&bitten, &result, 7, RESAMPLES, 0, RESAMPLES));
    for (int i = 0; i < RESAMPLES; i++) {
        int steps = 1;
        boot_one(work, &whole, i);
        while (!boot_some(work, &bitten, i, 0))
            steps++;
        check_that(steps > 50, "resample %d took %d steps", i, steps);
    }
    check_that(!isnan(whole.value[0]), "no resample");
    assert_memory_equal(whole.value, bitten.value,
                        RESAMPLES * (size_t)whole.count * sizeof *whole.value);
    boot_work_free(work);
    boot_free(&whole);
    boot_free(&bitten);
    fit_free(&result);
    runs_free(&runs);
}

/* What fit_start refuses with a message is found out in a later bite. */
static void a_problem_that_is_none_is_said(void **state) {
    (void)state;
    struct runs runs;
    struct err at_once, later = {.text = ""};
    data_make_chinchilla(3, 0.01, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    strcpy(problem.fix[0].name, "gamma_w");
    problem.fixes = 1;
    assert_null(fit_start(&problem, &at_once));
    struct fit_job *const job = fit_open(&problem, &later);
    assert_non_null(job);
    step_through(job);
    assert_true(fit_broken(job, &later));
    assert_string_equal(later.text, at_once.text);
    fit_cancel(job);
    runs_free(&runs);
}

/* At any bite, and with everything freed: a sanitizer sees to that. */
static void it_may_end_at_any_bite(void **state) {
    (void)state;
    const struct preset preset = preset_of("besiroglu-2024");
    struct runs runs;
    struct err err;
    make_many(&preset, &runs);
    const struct fit_problem problem = fit_problem(preset.law, &runs);
    for (int last = 0, done = 0; !done; last += 1 + last / 2) {
        struct fit_job *const job = fit_open(&problem, &err);
        assert_non_null(job);
        for (int i = 0; i < last && !done; i++)
            done = fit_step(job, 0);
        fit_cancel(job);
    }
    runs_free(&runs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bites_change_no_answer),
        cmocka_unit_test(profiles_are_bitten_too),
        cmocka_unit_test(resamples_are_bitten_too),
        cmocka_unit_test(a_size_is_left_out_in_bites),
        cmocka_unit_test(it_may_end_at_any_bite),
        cmocka_unit_test(a_problem_that_is_none_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
