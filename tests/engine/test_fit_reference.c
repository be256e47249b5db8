/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fit's objective against the least that SciPy found from many starts (reference/make_fit.py):
 * on runs made here, and on measured ones where they are there: in $TEST_DATA, or where the build
 * says. */
#include "fit_data.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* SciPy's own digits end there. */
static const double digits = 1e-8;

static const char *reference, *data;

/* "mixed": of data_mixed, else of data_make. */
static const struct {
    const char *name, *preset;
    uint64_t seed;
    double sd;
    unsigned form;
} made[] = {
    {"made-1", "besiroglu-2024", 1, 0.003, 0},
    {"made-2", "besiroglu-2024", 2, 0.01, 0},
    {"made-3", "hoffmann-2022", 3, 0.001, 0},
    {"made-4", "hoffmann-2022", 4, 0.02, 0},
    {"made-precision-5", "kumar-2024", 5, 0.003, FIT_SHIFT},
    {"made-precision-6", "kumar-2024", 6, 0.0005, FIT_SHIFT},
    {"made-precision-plain-7", "kumar-2024", 7, 0.003, 0},
    {"made-qat-8", "chen-2025", 8, 0.003, 0},
    {"made-qat-9", "chen-2025", 9, 0.001, 0},
    {"made-fp-10", "sun-2025", 10, 0.003, 0},
    {"made-fp-11", "sun-2025", 11, 0.01, 0},
    {"made-qid-12", "ouyang-2024", 12, 0.003, 0},
    {"made-qid-13", "ouyang-2024", 13, 0.01, 0},
    {"made-qid-bits-14", "ouyang-2024-bits", 14, 0.003, FIT_BY_BITS},
    {"made-groups-15", "frantar-2025", 15, 0.003, 0},
    {"made-groups-16", "quest-2025", 16, 0.003, 0},
    {"made-groups-17", "frantar-2025", 17, 0.02, 0},
    {"made-quartet-18", "quartet-2025", 18, 0.003, FIT_OUTER | FIT_EFF_D},
    {"made-quartet-19", "quartet-2025-luq", 19, 0.01, FIT_OUTER | FIT_EFF_D},
    {"mixed-precision-20", "kumar-2024", 20, 0.003, FIT_SHIFT},
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

static void print_head(const char *what) {
    printf("%-25s %-11s %4s %4s  %-16s  %-16s  %8s  %s\n", what, "law", "runs", "free",
           "our objective", "SciPy's best", "ours is", "status");
}

static void compare(const char *name, const struct fit_problem *problem) {
    struct fit_result result;
    struct err err;
    const double expected = expected_of(name);
    if (!fit_run(problem, &result, &err)) fail_msg("%s: %s", name, err.text);
    const double above = result.objective / expected - 1;
    printf("%-25s %-11s %4zu %4d  %.10e  %.10e  %+8.0e  %s%s\n", name, problem->law->name, result.n,
           result.p, result.objective, expected, above, fit_status_word(result.status),
           above < -digits ? ", lower than SciPy's" : "");
    check_that(result.objective <= expected * (1 + digits), "%s: %.12g is above SciPy's %.12g",
               name, result.objective, expected);
    check_that(result.status >= FIT_OK, "%s: %s", name, result.why);
    fit_free(&result);
}

static void made_runs(void **state) {
    (void)state;
    print_head("runs made here");
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        const struct preset preset = preset_of(made[i].preset);
        struct runs runs;
        const bool mixed = strncmp(made[i].name, "mixed", 5) == 0;
        (mixed ? data_mixed : data_make)(&preset, made[i].seed, made[i].sd, &runs);
        struct fit_problem problem = fit_problem(preset.law, &runs);
        problem.form = made[i].form;
        compare(made[i].name, &problem);
        runs_free(&runs);
    }
}

/* By name, whether they are there or not. */
static void measured_runs(void **state) {
    (void)state;
    const char *folder = getenv("TEST_DATA") ? getenv("TEST_DATA") : data;
    int found = 0;
    print_head("measured runs");
    for (int i = 0; i < data_set_count; i++) {
        const struct data_set *set = &data_sets[i];
        struct runs runs;
        if (!data_read(set, folder, &runs)) {
            printf("%-25s %-11s skipped: no %s/%s\n", set->name, set->law->name, folder, set->file);
            continue;
        }
        struct fit_problem problem = fit_problem(set->law, &runs);
        problem.form = set->form;
        compare(set->name, &problem);
        runs_free(&runs);
        found++;
    }
    if (found == 0) skip();
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_runs),
        cmocka_unit_test(measured_runs),
    };
    if (argc != 3) return 2;
    reference = argv[1];
    data = argv[2];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
