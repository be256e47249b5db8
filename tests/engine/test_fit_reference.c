/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fit's objective against the least that SciPy found from many starts (reference/make_fit.py):
 * on runs made here, and on measured ones where they are there, in $TEST_DATA. */
#include "fit_data.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* SciPy's own digits end there. */
static const double digits = 1e-8;

static const char *reference;

static const struct {
    const char *name, *preset;
    uint64_t seed;
    double sd;
} made[] = {
    {"made-1", "besiroglu-2024", 1, 0.003},       {"made-2", "besiroglu-2024", 2, 0.01},
    {"made-3", "hoffmann-2022", 3, 0.001},        {"made-4", "hoffmann-2022", 4, 0.02},
    {"made-precision-5", "kumar-2024", 5, 0.003}, {"made-precision-6", "kumar-2024", 6, 0.0005},
};

static double expected_of(const char *name) {
    char line[256], word[128];
    double value, found = NAN;
    FILE *file = fopen(reference, "r");
    if (!file) fail_msg("cannot read %s", reference);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "%127s %lf", word, &value) == 2 && strcmp(word, name) == 0) found = value;
    }
    fclose(file);
    if (isnan(found)) fail_msg("%s has no %s", reference, name);
    return found;
}

static void compare(const char *name, const struct fit_problem *problem) {
    struct fit_result result;
    struct err err;
    const double expected = expected_of(name);
    if (!fit_run(problem, &result, &err)) fail_msg("%s: %s", name, err.text);
    printf("%-20s %4zu runs %2d free  ours %.10e  SciPy %.10e  %+.1e  %s\n", name, result.n,
           result.p, result.objective, expected, result.objective / expected - 1,
           fit_status_word(result.status));
    check_that(result.objective <= expected * (1 + digits), "%s: %.12g is above SciPy's %.12g",
               name, result.objective, expected);
    check_that(result.status >= FIT_OK, "%s: %s", name, result.why);
    fit_free(&result);
}

static void made_runs(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        const struct preset preset = preset_of(made[i].preset);
        struct runs runs;
        data_make(&preset, made[i].seed, made[i].sd, &runs);
        const struct fit_problem problem = fit_problem(preset.law, &runs);
        compare(made[i].name, &problem);
        runs_free(&runs);
    }
}

static void measured_runs(void **state) {
    (void)state;
    const char *folder = getenv("TEST_DATA");
    int found = 0;
    for (int i = 0; folder && i < data_set_count; i++) {
        const struct data_set *set = &data_sets[i];
        struct runs runs;
        if (!data_read(set, folder, &runs)) continue;
        struct fit_problem problem = fit_problem(set->law, &runs);
        problem.form = set->form;
        compare(set->name, &problem);
        runs_free(&runs);
        found++;
    }
    if (found > 0) return;
    printf("no measured runs in $TEST_DATA: skipped\n");
    skip();
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_runs),
        cmocka_unit_test(measured_runs),
    };
    if (argc != 2) return 2;
    reference = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
