/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often 90 % intervals hold the coefficient that the runs were made with: over 200 data sets of
 * 240 runs, for each law and each kind of interval. Printed as a table. The mean over a law's
 * coefficients is to be between 85 % and 95 %, and each coefficient within three binomial
 * deviations of 90 %: one in 370 is outside by chance.
 *
 * Without an argument what is quick; with "long" what takes minutes where memory is watched: the
 * profile intervals of every law, and Quartet's form, whose search is the widest. */
#include "fit_data.h"
#include "support.h"

#include "engine/boot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEEDS = 200, RESAMPLES = 200 };

static const double level = 0.9, mean_low = 0.85, mean_high = 0.95;

enum kind { COVARIANCE, PROFILE, BOOTSTRAP };

static const char *const kinds[] = {"covariance", "profile", "bootstrap"};

/* The noise is .3 % of the loss; .1 % for laws with coefficients of their own for each way to
 * quantise, of which 40 or 60 runs at .3 % leave some open. */
struct made {
    const char *preset;
    unsigned form;
    double sd;
    enum fit_loss loss;
};

static const struct made laws_made[] = {
    {"besiroglu-2024", 0, 0.003, FIT_HUBER}, {"kumar-2024", FIT_SHIFT, 0.003, FIT_HUBER},
    {"ouyang-2024", 0, 0.003, FIT_HUBER},    {"ouyang-2024-bits", FIT_BY_BITS, 0.001, FIT_HUBER},
    {"frantar-2025", 0, 0.003, FIT_HUBER},   {"chen-2025", 0, 0.001, FIT_HUBER},
    {"sun-2025", 0, 0.003, FIT_HUBER},
};

static const struct made quartet = {"quartet-2025", FIT_OUTER | FIT_EFF_D, 0.003, FIT_HUBER},
                         much_noise = {"besiroglu-2024", 0, 0.01, FIT_HUBER},
                         squares = {"besiroglu-2024", 0, 0.003, FIT_SQUARED};

/* How often each coefficient was within, so far; those that were sought. */
struct count {
    char name[FIT_COEFFS][FIT_NAME];
    int inside[FIT_COEFFS], coefficients, seeds, ok;
};

/* The bootstrap's intervals in place of the fit's own. */
static void resample(const struct fit_problem *problem, int seed, struct fit_result *result) {
    struct boot boot;
    struct boot_work *work = boot_work_start(problem, result);
    double low[FIT_COEFFS], high[FIT_COEFFS];
    if (!work || !boot_init(&boot, result, (uint64_t)seed, RESAMPLES, 0, RESAMPLES))
        fail_msg("out of memory");
    for (int i = 0; i < RESAMPLES; i++)
        boot_one(work, &boot, i);
    boot_intervals(&boot, level, low, high, NULL);
    for (int i = 0; i < result->count; i++) {
        result->coefficient[i].low = low[i];
        result->coefficient[i].high = high[i];
    }
    boot_free(&boot);
    boot_work_free(work);
}

static void add_seed(const struct made *made, enum kind kind, int seed, struct count *count) {
    const struct preset preset = preset_of(made->preset);
    struct runs runs;
    struct fit_result result;
    struct err err;
    int at = 0;
    data_make(&preset, (uint64_t)(1000 + seed), made->sd, &runs);
    struct fit_problem problem = fit_problem(preset.law, &runs);
    problem.form = made->form;
    problem.loss = made->loss;
    problem.level = level;
    problem.profile = kind == PROFILE;
    if (!fit_run(&problem, &result, &err)) fail_msg("%s", err.text);
    if (kind == BOOTSTRAP) resample(&problem, seed, &result);
    for (int i = 0; i < result.count; i++) {
        const struct fit_coefficient *c = &result.coefficient[i];
        const double truth = data_truth(&preset, c->name);
        if (c->role == FIT_FIXED) continue;
        memcpy(count->name[at], c->name, sizeof c->name);
        count->inside[at++] += c->low <= truth && truth <= c->high;
    }
    count->coefficients = at;
    count->ok += result.status == FIT_OK;
    count->seeds++;
    fit_free(&result);
    runs_free(&runs);
}

static double share(const struct count *count, int i) {
    return (double)count->inside[i] / count->seeds;
}

static double print(const struct made *made, enum kind kind, const struct count *count) {
    double sum = 0;
    for (int i = 0; i < count->coefficients; i++)
        sum += share(count, i);
    const double mean = sum / count->coefficients;
    printf("%-16s noise %.1f %%  %-7s  %-10s  %d seeds, status ok %3d  mean %.1f %%\n",
           made->preset, 100 * made->sd, made->loss == FIT_HUBER ? "Huber" : "squared", kinds[kind],
           count->seeds, count->ok, 100 * mean);
    for (int i = 0; i < count->coefficients; i++) {
        printf("%s%s %.1f", i % 5 == 0 ? "    " : "  ", count->name[i], 100 * share(count, i));
        if (i % 5 == 4 || i + 1 == count->coefficients) printf("\n");
    }
    return mean;
}

static void cover(const struct made *made, enum kind kind) {
    static struct count count;
    memset(&count, 0, sizeof count);
    for (int seed = 0; seed < SEEDS; seed++)
        add_seed(made, kind, seed, &count);
    const double mean = print(made, kind, &count);
    const double band = 3 * sqrt(level * (1 - level) / SEEDS);
    check_that(mean >= mean_low && mean <= mean_high, "%s by %s: %.1f %% on average", made->preset,
               kinds[kind], 100 * mean);
    for (int i = 0; i < count.coefficients; i++) {
        check_that(fabs(share(&count, i) - level) <= band,
                   "%s by %s: %.1f %% of the intervals hold %s", made->preset, kinds[kind],
                   100 * share(&count, i), count.name[i]);
    }
}

static void every_law(enum kind kind) {
    for (size_t i = 0; i < sizeof laws_made / sizeof *laws_made; i++)
        cover(&laws_made[i], kind);
}

static void covariance(void **state) {
    (void)state;
    every_law(COVARIANCE);
}

static void other_noise_and_loss(void **state) {
    (void)state;
    cover(&much_noise, COVARIANCE);
    cover(&squares, COVARIANCE);
}

static void profile(void **state) {
    (void)state;
    cover(&laws_made[0], PROFILE);
}

static void bootstrap(void **state) {
    (void)state;
    cover(&laws_made[0], BOOTSTRAP);
}

static void profile_of_every_law(void **state) {
    (void)state;
    every_law(PROFILE);
}

static void quartets_form(void **state) {
    (void)state;
    cover(&quartet, COVARIANCE);
    cover(&quartet, PROFILE);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(covariance),
        cmocka_unit_test(other_noise_and_loss),
        cmocka_unit_test(profile),
        cmocka_unit_test(bootstrap),
    };
    const struct CMUnitTest longer[] = {
        cmocka_unit_test(profile_of_every_law),
        cmocka_unit_test(quartets_form),
    };
    if (argc > 1 && strcmp(argv[1], "long") == 0) return cmocka_run_group_tests(longer, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
