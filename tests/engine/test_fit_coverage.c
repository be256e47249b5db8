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

#include "base/num.h"
#include "engine/boot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEEDS = 200, RESAMPLES = 200, TABLE_SEEDS = 400 };

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

/* Runs anywhere in two orders of N and of D/N: the same in each data set of that size. */
static void scatter(const struct preset *preset, int count, struct runs *runs) {
    uint64_t state = 7;
    runs_init(runs);
    for (int i = 0; i < count; i++) {
        struct result result;
        struct run run = {.plan = plan_default(), .weight = 1, .group = RUNS_ALONE};
        run.plan.w = run.plan.a = run.plan.kv = run.plan.post = PLAN_OFF;
        run.plan.N = 3e7 * pow(100, random_between(&state, 0, 1));
        run.plan.D = run.plan.N * 3 * pow(100, random_between(&state, 0, 1));
        law_eval(preset, &run.plan, &result);
        run.loss = result.loss;
        if (!runs_add(runs, &run)) fail_msg("out of memory");
    }
}

/* One coefficient over the data sets: what was found, and what error it was said to have. */
struct found {
    double value[TABLE_SEEDS], error[TABLE_SEEDS];
    int inside, sound; /* sound: those that have an error */
};

static void find(const struct preset *preset, const struct runs *runs, int seed, double sd,
                 struct found found[5]) {
    struct runs noisy;
    struct fit_result result;
    struct err err;
    uint64_t state = (uint64_t)(1000 + seed) * 7919;
    runs_init(&noisy);
    for (size_t i = 0; i < runs->count; i++) {
        struct run run = runs->run[i];
        run.loss *= exp(sd * data_normal(&state));
        if (!runs_add(&noisy, &run)) fail_msg("out of memory");
    }
    const struct fit_problem problem = fit_problem(preset->law, &noisy);
    if (!fit_run(&problem, &result, &err)) fail_msg("%s", err.text);
    for (int i = 0; i < 5; i++) {
        const struct fit_coefficient *c = &result.coefficient[i];
        const double truth = data_truth(preset, c->name);
        found[i].value[seed] = c->value;
        if (!isnan(c->error)) found[i].error[found[i].sound++] = c->error;
        found[i].inside += c->low <= truth && truth <= c->high;
    }
    fit_free(&result);
    runs_free(&noisy);
}

static double quantile(double *value, int count, double share) {
    qsort(value, (size_t)count, sizeof *value, num_ascending);
    return value[(int)(share * (count - 1))];
}

/* The error said, by the deviation that there is: the quarters of a normal's are 1.349 apart. */
static double error_by_deviation(struct found *f) {
    const double apart =
        quantile(f->value, TABLE_SEEDS, 0.75) - quantile(f->value, TABLE_SEEDS, 0.25);
    return quantile(f->error, f->sound, 0.5) / (apart / 1.349);
}

/* From noise that Huber's δ takes for squares to noise far beyond it, and from few runs to many:
 * errors are as wide as what is found is apart, intervals hold what they say. With 20 runs at 3 %
 * a coefficient is 0 as often as not, and has no deviation. */
static void errors_at_any_noise(void **state) {
    (void)state;
    static const int counts[] = {20, 40, 60, 120, 240};
    static const double noise[] = {0.001, 0.003, 0.01, 0.03};
    static struct found found[5];
    const struct preset preset = preset_of("besiroglu-2024");
    double all = 0;
    printf("error of alpha and beta by their deviation, share of intervals of all five that hold; "
           "%d data sets each\n",
           TABLE_SEEDS);
    for (size_t n = 0; n < sizeof counts / sizeof *counts; n++) {
        struct runs runs;
        scatter(&preset, counts[n], &runs);
        printf("%4d runs", counts[n]);
        for (size_t k = 0; k < sizeof noise / sizeof *noise; k++) {
            double inside = 0;
            memset(found, 0, sizeof found);
            for (int seed = 0; seed < TABLE_SEEDS; seed++)
                find(&preset, &runs, seed, noise[k], found);
            for (int i = 0; i < 5; i++)
                inside += found[i].inside / (5.0 * TABLE_SEEDS);
            const double ratio =
                sqrt(error_by_deviation(&found[1]) * error_by_deviation(&found[3]));
            all += log(ratio);
            printf("   %.1f %%: %.2f %.1f %%", 100 * noise[k], ratio, 100 * inside);
            check_that(ratio > 0.85 && ratio < 1.15, "%d runs at %g: error by deviation %.2f",
                       counts[n], noise[k], ratio);
            check_that(inside >= mean_low && inside <= mean_high, "%d runs at %g: %.1f %% hold",
                       counts[n], noise[k], 100 * inside);
        }
        printf("\n");
        runs_free(&runs);
    }
    check_that(fabs(all / 20) < 0.05, "errors are off by %.1f %% on average", 100 * all / 20);
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
        cmocka_unit_test(covariance),          cmocka_unit_test(other_noise_and_loss),
        cmocka_unit_test(errors_at_any_noise), cmocka_unit_test(profile),
        cmocka_unit_test(bootstrap),
    };
    const struct CMUnitTest longer[] = {
        cmocka_unit_test(profile_of_every_law),
        cmocka_unit_test(quartets_form),
    };
    if (argc > 1 && strcmp(argv[1], "long") == 0) return cmocka_run_group_tests(longer, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
