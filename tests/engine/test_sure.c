/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told to first order, against coefficients drawn from their covariance. */
#include "engine/sure.h"

#include "support.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DRAWS = 20000 };

static double normal(uint64_t *state) {
    const double radius = sqrt(-2 * log(random_between(state, 1e-300, 1)));
    return radius * cos(6.283185307179586 * random_between(state, 0, 1));
}

/* L of Σ = L·Lᵀ, row by row; where a coefficient follows from those before, its column is 0. */
static void factor(const struct covariance *covariance, double *root) {
    const int n = covariance->count;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = covariance->value[i * n + j];
            for (int k = 0; k < j; k++)
                sum -= root[i * n + k] * root[j * n + k];
            const double own = covariance->value[i * n + i];
            if (i == j)
                root[i * n + i] = sum > 1e-9 * own ? sqrt(sum) : 0;
            else
                root[i * n + j] = root[j * n + j] > 0 ? sum / root[j * n + j] : 0;
        }
    }
}

struct sample {
    double mean, deviation, below; /* below: the share that is less than 0 */
};

static struct sample draw(const struct preset *preset, covariance_value *value, const void *data,
                          int draws) {
    const struct covariance *const covariance = preset->covariance;
    const int n = covariance->count;
    double *const root = calloc((size_t)(n * n), sizeof *root);
    double z[PRESET_FREE], sum = 0, squares = 0;
    uint64_t state = 20241107;
    int below = 0;
    factor(covariance, root);
    const double middle = value(preset, data);
    for (int d = 0; d < draws; d++) {
        struct preset drawn = *preset;
        for (int i = 0; i < n; i++) {
            z[i] = normal(&state);
            for (int k = 0; k <= i; k++)
                *preset_at(&drawn, covariance->slot[i]) += root[i * n + k] * z[k];
        }
        const double at = value(&drawn, data) - middle;
        sum += at;
        squares += at * at;
        below += middle + at < 0;
    }
    free(root);
    const double mean = sum / draws;
    return (struct sample){middle + mean, sqrt(squares / draws - mean * mean),
                           (double)below / draws};
}

static double added_of(const struct preset *preset, const void *data) {
    struct result result;
    law_eval(preset, data, &result);
    return result.qat_delta;
}

struct two {
    struct plan plan, base;
};

static double apart(const struct preset *preset, const void *data) {
    const struct two *const two = data;
    struct result here, there;
    law_eval(preset, &two->plan, &here);
    law_eval(preset, &two->base, &there);
    return here.loss - there.loss;
}

static void added(void **state) {
    (void)state;
    struct preset preset = preset_of("quest-2025-refit");

    static const char *const bits[] = {"w=2 a=2 post=off N=500M D=20B",
                                       "w=3 a=3 post=off N=500M D=20B",
                                       "w=4 a=4 post=off N=500M D=20B"};
    for (int i = 0; i < 3; i++) {
        const struct plan plan = plan_of(bits[i]);
        check_near(sure_added(&preset, &plan),
                   interval_deviations(preset.covariance->freedom) *
                       draw(&preset, added_of, &plan, DRAWS).deviation,
                   .03, "added at %s", bits[i]);
    }
    preset_free(&preset);
}

/* Two plans near each other: the chance that the one is better is the share of draws in which it
 * is, and what both share has cancelled. */
static void pairs(void **state) {
    (void)state;
    struct preset preset = preset_of("quest-2025-refit");

    const struct plan base = plan_of("w=4 a=4 post=off N=400M D=20B");
    static const double sizes[] = {5.6e8, 5.8e8, 6e8, 6.3e8};
    bool told = false;
    for (int i = 0; i < 4; i++) {
        struct two two = {plan_of("w=3 a=3 post=off D=20B"), base};
        two.plan.N = sizes[i];
        const struct sure_pair pair = sure_against(&preset, &two.plan, &two.base);
        const struct sample sample = draw(&preset, apart, &two, DRAWS);
        check_near(pair.difference, apart(&preset, &two), 1e-12, "difference");
        check_near(pair.deviation, sample.deviation, .03, "deviation of the difference");
        assert_true(fabs(pair.chance - sample.below) < .02);
        told = told || (pair.chance > .05 && pair.chance < .95);
    }
    assert_true(told);
    preset_free(&preset);
}

/* An optimum's numbers, drawn: their spread in the logarithm is what the ends are of. */
struct search {
    struct plan plan;
    struct problem problem;
    int figure; /* 0 to 3: P, N, D, loss */
};

static enum law_status find(const struct preset *preset, const void *data,
                            struct optimum *optimum) {
    const struct search *const search = data;
    return optimum_solve(preset, &search->plan, &search->problem, optimum);
}

static double found(const struct preset *preset, const void *data) {
    const struct search *const search = data;
    struct optimum optimum;
    find(preset, data, &optimum);
    const double figure[] = {log(optimum.P), log(optimum.plan.N), log(optimum.plan.D),
                             optimum.loss};
    return figure[search->figure];
}

static void check_optimum(const struct preset *preset, const struct search *asked, int draws) {
    struct search search = *asked;
    struct sure_optimum sure;
    assert_true(sure_optimum(preset, find, &search, &sure));
    const double deviations = interval_deviations(preset->covariance->freedom);
    const struct interval *const ends[] = {&sure.P, &sure.N, &sure.D};
    for (int i = 0; i < 4; i++) {
        search.figure = i;
        const double drawn = draw(preset, found, &search, draws).deviation;
        const double reach = i == 3 ? sure.loss : log(ends[i]->high / ends[i]->low) / 2;
        if (isnan(reach)) /* at rest */
            check_that(drawn < 1e-5, "%s, figure %d: moves by %g", preset->name, i, drawn);
        else
            check_near(reach / deviations, drawn, .03, "%s, figure %d", preset->name, i);
    }
}

/* Of a law with a table. Its A is known to a third only, along a ridge: draws of the whole
 * covariance leave the ridge, and at times the law. A hundredth of the deviations stays on it. */
static void table_optima(void **state) {
    (void)state;
    struct preset preset = preset_of("quartet-2025-refit");
    const struct search search = {plan_of("w=4 a=4 post=off N=500M D=20B"),
                                  {.free = FREE_N | FREE_D | FREE_P, .budget = 1e20},
                                  0};
    const int n = preset.covariance->count;
    for (int i = 0; i < n * n; i++)
        preset.covariance->value[i] /= 1e4;
    check_optimum(&preset, &search, DRAWS);
    preset_free(&preset);
}

/* Half a hundredth of each coefficient is open, two of them tied. */
static struct preset preset_unsure(void) {
    static const char *const names[] = {"A", "alpha", "B", "beta", "gamma_w", "gamma_a"};
    enum { FREE = sizeof names / sizeof *names };
    struct preset preset = preset_of("kumar-2024");
    preset.covariance = covariance_new(FREE);
    for (int i = 0; i < FREE; i++) {
        assert_true(preset_slot(&preset, names[i], &preset.covariance->slot[i]));
        const double size = *preset_at(&preset, preset.covariance->slot[i]) / 200;
        preset.covariance->value[i * FREE + i] = size * size;
    }
    struct covariance *const c = preset.covariance;
    c->value[1] = c->value[FREE] = .95 * sqrt(c->value[0] * c->value[FREE + 1]);
    return preset;
}

static double turn(const struct preset *preset, const void *data) {
    return log(law_dcrit(preset, data));
}

/* The ends of D_crit are as far apart, in the logarithm, as the draws are. */
static void turns(void **state) {
    (void)state;
    struct preset preset = preset_unsure();
    const struct plan plan = plan_of("N=7B w=4 a=8 kv=16 post=3");
    struct interval interval[OUTPUT_COUNT];
    assert_true(interval_outputs(&preset, &plan, interval));
    const double reach = log(interval[OUT_D_CRIT].high / interval[OUT_D_CRIT].low) / 2;
    check_near(reach / interval_deviations(INFINITY), draw(&preset, turn, &plan, DRAWS).deviation,
               .03, "D_crit");
    preset_free(&preset);
}

/* Of bits that are real numbers. */
static void real_optima(void **state) {
    (void)state;
    struct preset preset = preset_unsure();
    const struct problem joint = {.free = FREE_N | FREE_D | FREE_P, .budget = 1e22};
    const struct search off = {plan_of("post=off"), joint, 0};
    check_optimum(&preset, &off, DRAWS);
    const struct search served = {plan_of("post=4"), joint, 0};
    check_optimum(&preset, &served, 4000);
    preset_free(&preset);
}

/* Of few runs: by Student's t with 3 degrees of freedom, whose quantiles are in every table (2.3534
 * at 95 %; 1.6377 at 90 %). */
static void few_runs(void **state) {
    (void)state;
    struct preset preset = preset_unsure();
    const struct plan base = plan_of("N=7B D=1T w=8 a=8 kv=16 post=off");
    struct plan plan = base;
    plan.N *= 1.01;
    const struct sure_pair many = sure_against(&preset, &plan, &base);
    preset.covariance->freedom = 3;
    const struct sure_pair few = sure_against(&preset, &plan, &base);
    check_near(many.reach / many.deviation, 1.6448536269514722, 1e-12, "normal");
    check_near(few.reach / few.deviation, 2.3533634348018264, 1e-9, "Student");
    assert_true(few.chance > .5 && few.chance < many.chance);
    const int n = preset.covariance->count;
    /* at 1.6377 deviations the chance is nine in ten */
    const double scale = few.difference / few.deviation / 1.6377443536962102;
    for (int i = 0; i < n * n; i++)
        preset.covariance->value[i] *= scale * scale;
    check_near(sure_against(&preset, &plan, &base).chance, .9, 1e-6, "nine in ten");
    preset_free(&preset);
}

static void without(void **state) {
    (void)state;
    struct preset preset = preset_of("quest-2025");
    char text[128] = "x";

    const struct plan plan = plan_of("w=4 a=4 post=off N=500M D=20B"),
                      base = plan_of("w=4 a=4 post=off N=400M D=20B");
    const struct sure_pair pair = sure_against(&preset, &plan, &base);
    assert_true(isnan(pair.chance) && isnan(sure_added(&preset, &plan)));
    sure_words(&pair, "A", text, sizeof text);
    assert_string_equal(text, "");
    const struct search search = {plan, {.free = FREE_N | FREE_D, .budget = 1e20}, 0};
    struct sure_optimum sure;
    assert_false(sure_optimum(&preset, find, &search, &sure));
    assert_true(isnan(sure.N.low) && isnan(sure.D.high) && isnan(sure.loss));
    preset_free(&preset);
    preset = preset_of("quest-2025-refit");
    const struct sure_pair same = sure_against(&preset, &base, &base);
    assert_true(isnan(same.chance) && same.difference == 0);
    preset_free(&preset);
}

static void words(void **state) {
    (void)state;
    char text[128];
    const struct sure_pair better = {-.0123, .001, .0016, .97}, worse = {.5, .01, .0164, 1e-9};
    sure_words(&better, "A", text, sizeof text);
    assert_string_equal(text, "better than A with 97 %: −0.0123 ±0.0016");
    sure_words(&worse, "A", text, sizeof text);
    assert_string_equal(text, "worse than A with over 99 %: +0.5000 ±0.0164");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(added),        cmocka_unit_test(pairs),       cmocka_unit_test(turns),
        cmocka_unit_test(table_optima), cmocka_unit_test(real_optima), cmocka_unit_test(without),
        cmocka_unit_test(few_runs),     cmocka_unit_test(words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
