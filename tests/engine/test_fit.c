/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fit's own truths: its slopes are those of its objective, it gets back the law that runs were
 * made of, and it predicts what the law says. */
#include "fit_data.h"
#include "support.h"

#include "engine/fit_parts.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *preset;
    unsigned form;
} cases[] = {
    {"besiroglu-2024", 0}, {"kumar-2024", FIT_SHIFT},
    {"ouyang-2024", 0},    {"ouyang-2024-bits", FIT_BY_BITS},
    {"quest-2025", 0},     {"quartet-2025", FIT_OUTER | FIT_EFF_D},
    {"chen-2025", 0},      {"sun-2025", 0},
};

enum { CASES = sizeof cases / sizeof *cases };

static struct fit_problem problem_of(int i, const struct preset *preset, const struct runs *runs) {
    struct fit_problem problem = fit_problem(preset->law, runs);
    problem.form = cases[i].form;
    return problem;
}

/* Somewhere near the true law, but at no kink: what the objective's slopes are is asked there. */
static void check_slopes(const struct fit_model *m, const char *name) {
    struct fit_work *work = work_new(m);
    uint64_t dice = 5;
    double phi[FIT_COEFFS], u[FIT_COEFFS] = {0};
    struct fit_scan *scan = scan_new(m);
    const struct fit_start *start;
    for (int i = 0; i < scan_slices(scan);)
        i += scan_point(scan, i);
    check_that(scan_starts(scan, &start) > 0, "%s: no start", name);
    for (int i = 0; i < m->frees; i++)
        phi[i] = start[0].phi[i] + random_between(&dice, 0.001, 0.01);
    scan_free(scan);
    model_coords(m, phi, u);
    const int p = m->frees;
    double *gradient = calloc((size_t)p, sizeof *gradient);
    double *hessian = calloc((size_t)(p * p), sizeof *hessian);
    fit_objective(m, work, m->weight, 0.05, phi, true);
    memcpy(gradient, work->gradient, (size_t)p * sizeof *gradient);
    memcpy(hessian, work->hessian, (size_t)(p * p) * sizeof *hessian);
    for (int i = 0; i < p; i++) {
        const double at = phi[i], h = 1e-6;
        double side[2], slope[2][FIT_COEFFS];
        for (int k = 0; k < 2; k++) {
            phi[i] = at + (k ? h : -h);
            side[k] = fit_objective(m, work, m->weight, 0.05, phi, true);
            memcpy(slope[k], work->gradient, (size_t)p * sizeof *slope[k]);
        }
        phi[i] = at;
        const char *coord = m->coord[m->free[i]].name;
        check_that(is_near(gradient[i], (side[1] - side[0]) / (2 * h), 1e-5, 1e-6),
                   "%s: slope by %s is %g, differences give %g", name, coord, gradient[i],
                   (side[1] - side[0]) / (2 * h));
        for (int j = 0; j < p; j++) {
            const double expected = (slope[1][j] - slope[0][j]) / (2 * h);
            const double scale = sqrt(fabs(hessian[i * p + i] * hessian[j * p + j]));
            check_that(is_near(hessian[i * p + j], expected, 1e-4, 1e-4 * scale + 1e-4),
                       "%s: bend by %s and %s is %g, differences give %g", name, coord,
                       m->coord[m->free[j]].name, hessian[i * p + j], expected);
        }
    }
    free(gradient);
    free(hessian);
    work_free(work);
}

static void slopes_are_the_objectives(void **state) {
    (void)state;
    for (int i = 0; i < CASES; i++) {
        const struct preset preset = preset_of(cases[i].preset);
        struct runs runs;
        struct err err;
        data_mixed(&preset, 1, 0.01, &runs);
        const struct fit_problem problem = problem_of(i, &preset, &runs);
        struct fit_model *model = model_new(&problem, NULL, &err);
        if (!model) fail_msg("%s", err.text);
        check_slopes(model, cases[i].preset);
        model_free(model);
        runs_free(&runs);
    }
}

static void exact_runs_give_the_law_back(void **state) {
    (void)state;
    for (int i = 0; i < CASES; i++) {
        const struct preset preset = preset_of(cases[i].preset);
        struct runs runs;
        data_mixed(&preset, 2, 0, &runs);
        const struct fit_problem problem = problem_of(i, &preset, &runs);
        struct fit_result result = data_fit(&problem);
        check_that(result.status != FIT_REFUSED && result.objective < 1e-12, "%s: %s, objective %g",
                   cases[i].preset, result.why, result.objective);
        for (int k = 0; k < result.count; k++) {
            const char *name = result.coefficient[k].name;
            const double expected = data_truth(&preset, name);
            check_that(is_near(result.coefficient[k].value, expected, 1e-3, 1e-3),
                       "%s: %s is %g, made with %g", cases[i].preset, name,
                       result.coefficient[k].value, expected);
        }
        fit_free(&result);
        runs_free(&runs);
    }
}

/* The rows' predictions are the law's own, from the preset that the fit gives. */
static void presets_say_what_the_fit_says(void **state) {
    (void)state;
    for (int i = 0; i < CASES; i++) {
        const struct preset made = preset_of(cases[i].preset);
        struct preset preset;
        struct runs runs;
        struct err err;
        data_mixed(&made, 3, 0.005, &runs);
        const struct fit_problem problem = problem_of(i, &made, &runs);
        struct fit_result result = data_fit(&problem);
        if (!fit_preset(&problem, &result, NULL, &preset, &err))
            fail_msg("%s: %s", cases[i].preset, err.text);
        for (size_t k = 0; k < runs.count; k++) {
            struct result said;
            law_eval(&preset, &runs.run[k].plan, &said);
            check_near(result.row[k].predicted, said.loss, 1e-9, "%s, row %zu", cases[i].preset, k);
            check_near(result.row[k].residual, log(runs.run[k].loss / said.loss), 1e-6,
                       "%s, residual of row %zu", cases[i].preset, k);
            if (isnan(result.row[k].model_f)) continue;
            check_near(result.row[k].model_f, said.n_eff_ratio, 1e-9, "%s, f of row %zu",
                       cases[i].preset, k);
        }
        fit_free(&result);
        runs_free(&runs);
    }
}

/* Equation 30 undoes the law: without noise each row implies the law's own f. */
static void rows_imply_the_laws_f(void **state) {
    (void)state;
    for (int i = 0; i < CASES; i++) {
        const struct preset preset = preset_of(cases[i].preset);
        struct runs runs;
        int asked = 0;
        data_mixed(&preset, 4, 0, &runs);
        const struct fit_problem problem = problem_of(i, &preset, &runs);
        struct fit_result result = data_fit(&problem);
        const bool has = preset.law == &law_precision || preset.law == &law_compression;
        for (size_t k = 0; k < runs.count; k++) {
            check_that(has || isnan(result.row[k].implied_f), "%s: an f where there is none",
                       cases[i].preset);
            if (isnan(result.row[k].implied_f)) continue;
            check_near(result.row[k].implied_f, result.row[k].model_f, 1e-3, "%s, row %zu",
                       cases[i].preset, k);
            asked++;
        }
        check_that(!has || asked > 40, "%s: %d rows imply an f", cases[i].preset, asked);
        fit_free(&result);
        runs_free(&runs);
    }
}

static void fixed_and_tied_stay_so(void **state) {
    (void)state;
    const struct preset preset = preset_of("besiroglu-2024");
    struct runs runs;
    data_make(&preset, 5, 0.003, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    problem.fixes = problem.ties = 1;
    problem.fix[0] = (struct fit_fix){"A", 400};
    problem.tie[0] = (struct fit_tie){{"alpha", "beta"}};
    struct fit_result result = data_fit(&problem);
    assert_int_equal(result.p, 3);
    check_near(fit_find(&result, "A")->value, 400, 1e-12, "A");
    check_near(fit_find(&result, "alpha")->value, fit_find(&result, "beta")->value, 1e-12, "alpha");
    assert_int_equal(fit_find(&result, "A")->role, FIT_FIXED);
    assert_int_equal(fit_find(&result, "beta")->role, FIT_TIED);
    check_that(fit_find(&result, "beta")->error > 0, "beta has no error");
    fit_free(&result);
    runs_free(&runs);
}

static void all_starts_find_no_less(void **state) {
    (void)state;
    const struct preset preset = preset_of("hoffmann-2022");
    struct runs runs;
    data_make(&preset, 4, 0.02, &runs);
    struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    struct fit_result few = data_fit(&problem);
    problem.exhaustive = true;
    struct fit_result all = data_fit(&problem);
    assert_int_equal(all.starts, few.starts + 4500);
    check_near(all.objective, few.objective, 1e-9, "objective");
    fit_free(&few);
    fit_free(&all);
    runs_free(&runs);
}

static void steps_lead_where_one_run_does(void **state) {
    (void)state;
    const struct preset preset = preset_of("besiroglu-2024");
    struct runs runs;
    struct err err;
    data_make(&preset, 7, 0.003, &runs);
    const struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    struct fit_result whole = data_fit(&problem), stepped;
    struct fit_job *job = fit_start(&problem, &err);
    double before = 0;
    int steps = 1;
    while (!fit_step(job, 0)) {
        const double done = fit_progress(job, NULL);
        check_that(done >= before && done <= 1, "progress went from %g to %g", before, done);
        before = done;
        steps++;
    }
    check_that(steps > 2, "%d steps", steps);
    fit_finish(job, &stepped);
    assert_true(stepped.objective == whole.objective);
    fit_cancel(fit_start(&problem, &err));
    fit_free(&whole);
    fit_free(&stepped);
    runs_free(&runs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slopes_are_the_objectives),
        cmocka_unit_test(exact_runs_give_the_law_back),
        cmocka_unit_test(presets_say_what_the_fit_says),
        cmocka_unit_test(rows_imply_the_laws_f),
        cmocka_unit_test(fixed_and_tied_stay_so),
        cmocka_unit_test(all_starts_find_no_less),
        cmocka_unit_test(steps_lead_where_one_run_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
