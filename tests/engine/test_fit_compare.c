/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws compared: the law that made the runs is found, the errors are those of fits done by hand,
 * what the data cannot tell is a tie, and laws are compared on the same rows. */
#include "fit_data.h"
#include "support.h"

#include "engine/fit_compare.h"

#include <string.h>

static struct fit_comparison list_of(const struct law *const *laws, int count, bool all) {
    struct fit_comparison comparison = {.all = all};
    fit_compare_list(&comparison, laws, count);
    return comparison;
}

static struct fit_comparison list_all(void) {
    const struct law *laws[16];
    for (int i = 0; i < law_count(); i++)
        laws[i] = law_at(i);
    return list_of(laws, law_count(), true);
}

/* In bites of one step where `bites`, else at once. */
static void compare(struct fit_comparison *comparison, const struct runs *runs, bool bites) {
    struct err err;
    const struct fit_problem like = fit_problem(&law_chinchilla, runs);
    struct fit_compare *work = fit_compare_start(comparison, &like, &err);
    if (!work) fail_msg("%s", err.text);
    double before = 0;
    while (!fit_compare_step(work, bites ? 0 : INFINITY)) {
        const double now = fit_compare_progress(work);
        check_that(now >= before - 1e-12 && now <= 1, "progress from %g to %g", before, now);
        before = now;
    }
    fit_compare_free(work);
}

static const struct fit_rival *find(const struct fit_comparison *comparison, const struct law *law,
                                    const char *form) {
    for (int i = 0; i < comparison->count; i++) {
        const struct fit_rival *const rival = &comparison->rival[i];
        if (rival->law == law && strcmp(rival->form, form) == 0) return rival;
    }
    fail_msg("%s %s is not in the list", law->name, form);
    return NULL;
}

/* Runs of a dozen sizes that meet all that a preset's law tells apart. */
static void sized(const struct preset *preset, struct runs *runs) {
    uint64_t dice = 12345;
    data_mixed(preset, 3, 0, runs);
    for (size_t i = 0; i < runs->count; i++) {
        struct run *const run = &runs->run[i];
        run->plan.N = pow(10, round(4 * log10(run->plan.N)) / 4);
        data_measure(preset, 0.002, &dice, run);
    }
}

/* Each law by the runs that it made; the list is in the order of the planner's test. */
static void the_law_of_the_runs_is_best(void **state) {
    static const struct {
        const char *preset, *form;
        const struct law *law;
    } made[] = {{"kumar-2024", "shift", &law_precision},
                {"quest-2025", "plain", &law_compression},
                {"ouyang-2024", "plain", &law_qid},
                {"sun-2025", "", &law_fp}};
    (void)state;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        const struct preset preset = preset_of(made[i].preset);
        struct runs runs;
        sized(&preset, &runs);
        if (made[i].law != &law_compression) assert_true(runs_group_bits(&runs));
        struct fit_comparison comparison = list_all();
        compare(&comparison, &runs, false);
        const struct fit_rival *const own = find(&comparison, made[i].law, made[i].form);
        check_that(own->verdict == FIT_BEST || own->verdict == FIT_TIE, "%s is %s", made[i].preset,
                   fit_verdict_word(own->verdict));
        assert_int_equal(comparison.rival[0].verdict, FIT_BEST);
        check_that(comparison.rival[0].law == made[i].law, "%s: best is %s", made[i].preset,
                   comparison.rival[0].law->name);
        assert_int_equal(find(&comparison, &law_chinchilla, "")->verdict, FIT_BEHIND);
        for (int k = 1; k < comparison.count; k++) {
            const struct fit_rival *const above = &comparison.rival[k - 1];
            const struct fit_rival *const rival = &comparison.rival[k];
            assert_true(above->compared || !rival->compared);
            if (rival->compared) assert_true(above->large.rms_log <= rival->large.rms_log);
        }
        runs_free(&runs);
    }
}

/* The largest sizes by a fit to a copy of the runs without them. */
static void errors_are_those_of_a_fit_by_hand(void **state) {
    const struct law *const laws[] = {&law_precision};
    const struct preset made = preset_of("kumar-2024");
    struct runs runs, rest;
    struct err err;
    (void)state;
    data_make(&made, 5, 0.004, &runs);
    struct fit_comparison comparison = list_of(laws, 1, false);
    compare(&comparison, &runs, false);
    assert_int_equal(comparison.rows, 240);
    assert_int_equal(comparison.sizes, 12);
    assert_int_equal(comparison.large_sizes, 1);
    check_near(comparison.large_high, 1e9, 1e-9, "the largest size");
    runs_init(&rest);
    for (size_t i = 0; i < runs.count; i++) {
        if (runs.run[i].plan.N < 9e8) assert_true(runs_add(&rest, &runs.run[i]));
    }
    const struct fit_problem problem = fit_problem(&law_precision, &rest);
    struct fit_result result;
    struct preset preset;
    if (!fit_run(&problem, &result, &err) || !fit_preset(&problem, &result, NULL, &preset, &err))
        fail_msg("%s", err.text);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < runs.count; i++) {
        struct result loss;
        if (runs.run[i].plan.N < 9e8) continue;
        law_eval(&preset, &runs.run[i].plan, &loss);
        const double r = log(runs.run[i].loss / loss.loss);
        sum += r;
        squares += r * r;
    }
    const struct fit_rival *const rival = find(&comparison, &law_precision, "shift");
    assert_int_equal(rival->large.rows, 20);
    assert_int_equal(rival->left.rows, 240);
    check_near(rival->large.rms_log, sqrt(squares / 20), 1e-6, "rms by hand");
    check_near(rival->large.bias_log, sum / 20, 1e-5, "bias by hand");
    fit_free(&result);
    preset_free(&preset);
    runs_free(&rest);
    runs_free(&runs);
}

/* Bits that do nothing: a law of bits says no more than one without, and seldom is a lead seen. */
static void what_cannot_be_told_is_a_tie(void **state) {
    const struct law *const laws[] = {&law_precision, &law_qid};
    const struct preset made = preset_of("besiroglu-2024");
    int behind = 0, compared = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct runs runs;
        data_make(&made, seed, 0.01, &runs);
        for (size_t i = 0; i < runs.count; i++)
            runs.run[i].plan.w = runs.run[i].plan.a = 4 + (double)(i % 3) * 4;
        struct fit_comparison comparison = list_of(laws, 2, false);
        compare(&comparison, &runs, false);
        assert_int_equal(comparison.rival[0].verdict, FIT_BEST);
        for (int i = 1; i < comparison.count; i++) {
            compared += comparison.rival[i].compared;
            behind += comparison.rival[i].verdict == FIT_BEHIND;
        }
        assert_false(find(&comparison, &law_qid, "plain")->compared);
        assert_true(find(&comparison, &law_qid, "plain")->why[0] != '\0');
        runs_free(&runs);
    }
    assert_int_equal(compared, 16);
    check_that(behind <= 3, "%d of 16 are said to be behind", behind);
}

/* With fewer than three rows to predict nothing is decided, however far apart the errors are. */
static void few_rows_decide_nothing(void **state) {
    const struct law *const laws[] = {&law_precision};
    const struct preset made = preset_of("kumar-2024");
    struct runs runs;
    (void)state;
    data_make(&made, 5, 0.001, &runs);
    size_t large = 0;
    for (size_t i = 0; i < runs.count; i++) {
        if (runs.run[i].plan.N > 2e7 && large++ >= 2) runs.run[i].weight = 0;
    }
    struct fit_comparison comparison = list_of(laws, 1, false);
    compare(&comparison, &runs, false);
    assert_true(comparison.rival[0].large.rows < FIT_LARGE_ROWS);
    for (int i = 0; i < comparison.count; i++)
        assert_true(comparison.rival[i].verdict != FIT_BEHIND);
    runs_free(&runs);
}

static void too_few_sizes_are_said(void **state) {
    const struct preset made = preset_of("besiroglu-2024");
    (void)state;
    for (int sizes = 1; sizes <= 2; sizes++) {
        struct runs runs;
        data_make(&made, 2, 0.003, &runs);
        for (size_t i = 0; i < runs.count; i++)
            runs.run[i].weight = (int)(i % 12) < sizes ? 1 : 0;
        struct fit_comparison comparison = list_of(NULL, 0, false);
        compare(&comparison, &runs, false);
        assert_int_equal(comparison.rival[0].verdict, FIT_UNDECIDED);
        check_that(strstr(comparison.why, sizes == 1 ? "no law can be fitted" : "too few sizes") !=
                       NULL,
                   "%d sizes: %s", sizes, comparison.why);
        runs_free(&runs);
    }
}

/* A law that cannot use all rows takes them from the others where it is named, and is left out
 * where all are compared. */
static void laws_are_compared_on_the_same_rows(void **state) {
    const struct law *const laws[] = {&law_precision};
    const struct preset made = preset_of("kumar-2024");
    struct runs runs;
    (void)state;
    data_make(&made, 7, 0.003, &runs);
    for (size_t i = 0; i < runs.count; i += 4)
        runs.run[i].missing = INPUT_BIT(IN_A);
    for (int all = 0; all < 2; all++) {
        struct fit_comparison comparison = list_of(laws, 1, all);
        compare(&comparison, &runs, false);
        const struct fit_rival *const precision = find(&comparison, &law_precision, "shift");
        const struct fit_rival *const base = find(&comparison, &law_chinchilla, "");
        assert_int_equal(precision->usable, 180);
        assert_int_equal(base->usable, 240);
        assert_int_equal(comparison.rows, all ? 240 : 180);
        assert_int_equal(base->left.rows, all ? 240 : 180);
        assert_true(precision->compared == !all);
        if (!all) assert_int_equal(precision->left.rows, base->left.rows);
    }
    runs_free(&runs);
}

/* Two laws that each can use half of the runs and have too few in common: that which can use less
 * is out, and takes no row from the other. */
static void a_law_that_is_out_takes_no_rows(void **state) {
    const struct law *const laws[] = {&law_precision, &law_fp};
    const struct preset made = preset_of("kumar-2024");
    struct runs runs;
    (void)state;
    data_make(&made, 7, 0.003, &runs);
    for (size_t i = 0; i < runs.count; i++)
        runs.run[i].missing = i % 37 == 0 ? 0 : INPUT_BIT(i % 9 < 4 ? IN_A : IN_M);
    struct fit_comparison comparison = list_of(laws, 2, false);
    compare(&comparison, &runs, true);
    const struct fit_rival *const base = find(&comparison, &law_chinchilla, "");
    const struct fit_rival *const precision = find(&comparison, &law_precision, "shift");
    const struct fit_rival *const fp = find(&comparison, &law_fp, "");
    assert_true(precision->usable > 100 && fp->usable > 100);
    assert_true(precision->usable >= fp->usable);
    assert_true(precision->compared && !fp->compared && base->compared);
    check_that(strstr(fp->why, "of the rows that all laws can use: 7 different runs for ") != NULL,
               "%s", fp->why);
    assert_int_equal(comparison.rows, precision->usable);
    assert_int_equal(base->left.rows, precision->usable);
    assert_int_equal(precision->left.rows, precision->usable);
    assert_true(precision->verdict == FIT_BEST || precision->verdict == FIT_TIE);
    runs_free(&runs);
}

/* A law whose fit to the smaller sizes cannot be says so, and is not the best. */
static void a_fit_that_cannot_be_without_a_size_is_said(void **state) {
    const struct law *const laws[] = {&law_precision};
    const struct preset made = preset_of("kumar-2024");
    struct runs runs;
    (void)state;
    data_make(&made, 7, 0.003, &runs);
    for (size_t i = 0; i < runs.count; i++) {
        struct run *const run = &runs.run[i];
        if (run->plan.N < 9e8 && i / 12 != i % 5) run->weight = 0;
    }
    struct fit_comparison comparison = list_of(laws, 1, false);
    compare(&comparison, &runs, false);
    const struct fit_rival *const precision = find(&comparison, &law_precision, "shift");
    assert_int_equal(precision->large_status, FIT_REFUSED);
    check_that(strstr(precision->why, "without the largest size: refused") != NULL, "%s",
               precision->why);
    assert_int_equal(precision->verdict, FIT_UNDECIDED);
    assert_int_equal(find(&comparison, &law_chinchilla, "")->large.rows, 20);
    runs_free(&runs);
}

/* The same answer in bites, and left off at any. */
static void bites_change_nothing(void **state) {
    const struct law *const laws[] = {&law_precision};
    const struct preset made = preset_of("kumar-2024");
    struct runs runs;
    struct err err;
    (void)state;
    data_make(&made, 5, 0.004, &runs);
    struct fit_comparison whole = list_of(laws, 1, false), bitten = whole, left = whole;
    compare(&whole, &runs, false);
    compare(&bitten, &runs, true);
    for (int i = 0; i < whole.count; i++) {
        const struct fit_rival *const a = &whole.rival[i], *const b = &bitten.rival[i];
        assert_true(a->law == b->law && strcmp(a->form, b->form) == 0);
        assert_true(a->objective == b->objective && a->large.rms_log == b->large.rms_log);
        assert_true(a->left.rms_log == b->left.rms_log && a->verdict == b->verdict);
    }
    const struct fit_problem like = fit_problem(&law_chinchilla, &runs);
    for (int steps = 0; steps < 600; steps += 60) {
        struct fit_comparison again = left;
        struct fit_compare *work = fit_compare_start(&again, &like, &err);
        for (int i = 0; i < steps; i++)
            fit_compare_step(work, 0);
        fit_compare_free(work);
    }
    runs_free(&runs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_law_of_the_runs_is_best),
        cmocka_unit_test(errors_are_those_of_a_fit_by_hand),
        cmocka_unit_test(what_cannot_be_told_is_a_tie),
        cmocka_unit_test(few_rows_decide_nothing),
        cmocka_unit_test(too_few_sizes_are_said),
        cmocka_unit_test(laws_are_compared_on_the_same_rows),
        cmocka_unit_test(a_law_that_is_out_takes_no_rows),
        cmocka_unit_test(a_fit_that_cannot_be_without_a_size_is_said),
        cmocka_unit_test(bites_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
