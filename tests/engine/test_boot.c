/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A resample is the fit of the runs that were drawn, each as heavy as it was drawn often. */
#include "fit_data.h"
#include "support.h"

#include "engine/boot.h"
#include "engine/fit_parts.h"

#include <stdlib.h>
#include <string.h>

enum { RESAMPLES = 12, SEED = 3 };

/* SplitMix64, by which the bootstrap draws. */
static uint64_t mix(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* The draws of one resample, as weights of all runs, times what they weigh anyway. */
static void draw(const struct fit_model *m, const struct runs *all, int index, struct runs *drawn) {
    const uint64_t stream = mix(mix(SEED) ^ (uint64_t)index);
    for (size_t i = 0; i < m->rows; i++)
        drawn->run[i].weight = 0;
    for (size_t i = 0; i < m->rows; i++) {
        const double share = (double)(mix(stream + i) >> 11) / 9007199254740992.0;
        const size_t at = m->source[(size_t)(share * (double)m->rows)];
        drawn->run[at].weight += all->run[at].weight;
    }
}

/* The objective of the drawn runs at the values of the coefficients of that list. */
static double objective_at(const struct fit_problem *problem, const struct fit_result *list,
                           const double *values) {
    double value[FIT_COEFFS], u[FIT_COEFFS], phi[FIT_COEFFS];
    struct err err;
    struct fit_model *m = model_new(problem, 0, &err);
    struct fit_work *work = m ? work_new(m) : NULL;
    assert_non_null(work);
    for (int i = 0; i < m->coords; i++) /* groups are in the order of the runs */
        value[i] = values[fit_find(list, m->coord[i].name) - list->coefficient];
    coords_of_values(m, value, u);
    phi_of_coords(m, u, phi);
    const double at =
        m->weight_mean * fit_objective(m, work, m->weight, fit_delta(problem), phi, false);
    work_free(work);
    model_free(m);
    return at;
}

/* Each resample of the boot against a fit of its runs from nothing. */
static void check_resamples(const struct fit_problem *problem, const struct fit_result *whole,
                            const struct boot *boot, const char *name) {
    struct err err;
    struct fit_model *m = model_new(problem, 0, &err);
    struct runs drawn;
    assert_non_null(m);
    runs_init(&drawn);
    drawn = *problem->runs;
    drawn.run = malloc(drawn.count * sizeof *drawn.run);
    assert_non_null(drawn.run);
    memcpy(drawn.run, problem->runs->run, drawn.count * sizeof *drawn.run);
    struct fit_problem again = *problem;
    again.runs = &drawn;
    for (int i = 0; i < RESAMPLES; i++) {
        struct fit_result result;
        const double *values = boot->value + (ptrdiff_t)i * boot->count;
        draw(m, problem->runs, i, &drawn);
        if (!fit_run(&again, &result, &err)) fail_msg("%s", err.text);
        check_that(!isnan(values[0]), "%s: resample %d could not be fitted", name, i);
        check_near(objective_at(&again, whole, values), result.objective, 1e-6, "%s: resample %d",
                   name, i);
        fit_free(&result);
    }
    free(drawn.run);
    model_free(m);
}

static void check_law(const char *name, const struct law *law, struct runs *runs) {
    for (size_t i = 0; i < runs->count; i++)
        runs->run[i].weight = i % 5 == 0 ? 0.5 : 1;
    const struct fit_problem problem = fit_problem(law, runs);
    struct fit_result result;
    struct boot boot;
    struct err err;
    if (!fit_run(&problem, &result, &err)) fail_msg("%s", err.text);
    struct boot_work *work = boot_work_start(&problem, &result);
    assert_non_null(work);
    assert_true(boot_init(&boot, &result, SEED, RESAMPLES, 0, RESAMPLES));
    for (int i = 0; i < RESAMPLES; i++)
        boot_one(work, &boot, i);
    check_resamples(&problem, &result, &boot, name);
    boot_work_free(work);
    boot_free(&boot);
    fit_free(&result);
    runs_free(runs);
}

static void two_terms(void **state) {
    const struct preset preset = preset_of("besiroglu-2024");
    struct runs runs;
    (void)state;
    data_make(&preset, 5, 0.003, &runs);
    check_law(preset.name, preset.law, &runs);
}

static void pieces(void **state) {
    const struct preset preset = preset_of("kumar-2024");
    struct runs runs;
    (void)state;
    data_make(&preset, 5, 0.0005, &runs);
    check_law(preset.name, preset.law, &runs);
}

static void series(void **state) {
    static const char *const names[] = {"frantar-2025", "chen-2025"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct preset preset = preset_of(names[i]);
        struct runs runs;
        data_mixed(&preset, 5, 0.001, &runs);
        check_law(preset.name, preset.law, &runs);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_terms),
        cmocka_unit_test(pieces),
        cmocka_unit_test(series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
