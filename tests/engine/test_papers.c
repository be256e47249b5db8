/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers that the papers print, and those computed from them elsewhere: to 5e-4, or as noted.
 */
#include "support.h"

#include "engine/cost.h"
#include "engine/optimum.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PRINTED 5e-4

enum { ALL_FREE = FREE_N | FREE_D | FREE_P };

static struct optimum solve(const struct preset *preset, const char *words, unsigned free,
                            double budget) {
    const struct plan plan = plan_of(words);
    const struct problem problem = {.free = free, .budget = budget};
    struct optimum best;
    const enum law_status status = optimum_solve(preset, &plan, &problem, &best);
    check_that(status != LAW_SILENT, "%s: %s", words, best.why);
    return best;
}

/* precision */

static void test_precision_effective_parameters(void **state) {
    (void)state;
    static const double ratio[][2] = {{3, 0},     {4, .1910}, {5, .4271},  {6, .6113},
                                      {7, .7404}, {8, .8278}, {12, .9671}, {16, .9937}};
    const struct preset kumar = preset_of("kumar-2024");
    struct plan plan = plan_of("post=off");
    for (size_t i = 0; i < sizeof ratio / sizeof *ratio; i++) {
        struct result result;
        plan.w = plan.a = plan.kv = ratio[i][0];
        law_eval(&kumar, &plan, &result);
        check_near(result.n_eff_ratio, ratio[i][1], PRINTED, "N_eff/N at %g bits", ratio[i][0]);
    }
    check_near(result_of(&kumar, "w=16 a=off kv=off post=off").n_eff_ratio, .9966, PRINTED,
               "f(16)");
    check_near(result_of(&kumar, "w=off a=off kv=off post=off").n_eff_ratio, 1, 0, "off");
}

static void test_precision_diverges(void **state) {
    (void)state;
    const struct preset kumar = preset_of("kumar-2024");
    static const char *const none[] = {"a=3.11 post=off", "a=1", "kv=2.31 post=off", "P=3"};
    static const char *const some[] = {"a=3.12 post=off", "kv=2.33 post=off", "w=1 post=off"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        const struct result result = result_of(&kumar, none[i]);
        check_that(isnan(result.loss) && result.status == LAW_SILENT, "%s: a loss", none[i]);
        check_that(strstr(result.why, "diverge"), "%s: says \"%s\"", none[i], result.why);
        check_near(result.n_eff_ratio, 0, 0, "%s: N_eff/N", none[i]);
        check_that(isfinite(result.loss_full), "%s: no loss_full", none[i]);
    }
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        const struct result result = result_of(&kumar, some[i]);
        check_that(isfinite(result.loss), "%s: no loss", some[i]);
        check_that(result.status == LAW_BEYOND, "%s: not marked as beyond", some[i]);
    }
}

static void test_precision_dcrit(void **state) {
    (void)state;
    static const struct {
        const char *post;
        double tokens;
    } row[] = {
        {"3", 1.7713e10}, {"4", 9.5739e10}, {"5", 5.1748e11}, {"6", 2.797e12}, {"8", 8.1714e13}};
    const struct preset kumar = preset_of("kumar-2024");
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct plan plan = plan_of("N=1e9 w=off a=off kv=off");
        struct err err;
        assert_true(plan_assign(&plan, "post", row[i].post, &err));
        check_near(law_dcrit(&kumar, &plan), row[i].tokens, PRINTED, "D_crit, post %s",
                   row[i].post);
    }
}

/* N, D, P, L found at the least loss; NAN where nothing is printed. */
struct best_row {
    const char *words;
    unsigned free;
    double budget, N, D, P, loss;
};

static void check_best(const struct preset *preset, const struct best_row *row) {
    const struct optimum best = solve(preset, row->words, row->free, row->budget);
    if (!isnan(row->N)) check_near(best.plan.N, row->N, PRINTED, "%s: N", row->words);
    if (!isnan(row->D)) check_near(best.plan.D, row->D, PRINTED, "%s: D", row->words);
    if (!isnan(row->P)) check_near(best.P, row->P, PRINTED, "%s: P", row->words);
    if (!isnan(row->loss)) check_near(best.loss, row->loss, 1e-5, "%s: L", row->words);
}

static void test_precision_optima(void **state) {
    (void)state;
    static const struct best_row row[] = {
        {"P=4 post=off", FREE_N | FREE_D, 1e21, 1.39222e10, 4.78853e10, 4, 2.94470},
        {"P=8 post=off", FREE_N | FREE_D, 1e21, 4.72871e9, 7.04914e10, 8, 2.91327},
        {"P=16 post=off", FREE_N | FREE_D, 1e21, 3.05184e9, 5.46119e10, 16, 2.93333},
        {"post=off", ALL_FREE, 1e21, 5.34335e9, 7.12732e10, 7.0021, 2.91246},
        {"post=off", ALL_FREE, 1e25, 5.34335e11, NAN, 7.0021, 2.77981},
        {"N=8e9 post=off", FREE_D | FREE_P, 6 * 8e9 * 15e12, 8e9, 1.74395e13, 13.762, 2.82209},
        {"N=70e9 post=off", FREE_D | FREE_P, 6 * 70e9 * 15e12, 70e9, NAN, 11.022, NAN},
        {"N=405e9 post=off", FREE_D | FREE_P, 6 * 405e9 * 15.6e12, 405e9, NAN, 8.969, NAN},
    };
    const struct preset kumar = preset_of("kumar-2024");
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        check_best(&kumar, &row[i]);
}

/* N·P = budget moved bits a token; the best D at each N is D_crit. */
struct serving {
    const struct preset *preset;
    double budget;
    struct plan plan;
    double loss;
};

static double serving_loss(double ln_n, void *context) {
    struct serving *at = context;
    struct result result;
    at->plan.N = exp(ln_n);
    at->plan.post = at->budget / at->plan.N;
    at->plan.D = law_dcrit(at->preset, &at->plan);
    law_eval(at->preset, &at->plan, &result);
    return at->loss = result.loss;
}

static void test_precision_serving(void **state) {
    (void)state;
    static const double row[][5] = {{1e9, 1.71703e8, 1.13611e12, 5.8240, 3.15236},
                                    {1e11, 1.27047e10, NAN, 7.8711, 2.80937}};
    const struct preset kumar = preset_of("kumar-2024");
    for (int i = 0; i < 2; i++) {
        const double budget = row[i][0];
        struct serving at = {&kumar, budget, plan_of("w=off a=off kv=off"), 0};
        const double best = golden_minimum(serving_loss, &at, log(budget / 12), log(budget / 3));
        serving_loss(best, &at);
        check_near(at.plan.N, row[i][1], PRINTED, "served N at %g", budget);
        if (i == 0) check_near(at.plan.D, row[i][2], PRINTED, "served D at %g", budget);
        check_near(at.plan.post, row[i][3], PRINTED, "served P at %g", budget);
        check_near(at.loss, row[i][4], 1e-5, "served L at %g", budget);
    }
}

/* The same by the optimiser: N, D and P of least loss at N·P bits moved a token (eq. 29). P* grows
 * as the logarithm of what is bought. */
static void test_precision_served(void **state) {
    (void)state;
    static const double row[][5] = {{1e9, 1.71703e8, 1.13611e12, 5.8240, 3.15236},
                                    {1e11, 1.27047e10, NAN, 7.8711, 2.80937}};
    const struct preset kumar = preset_of("kumar-2024");
    const struct plan plan = plan_of("w=off a=off kv=off");
    double P[4];
    for (int i = 0; i < 4; i++) {
        const struct problem problem = {.free = ALL_FREE,
                                        .cost = COST_INFERENCE,
                                        .budget = 1e8 * pow(100, i)};
        struct optimum best;
        assert_true(optimum_solve(&kumar, &plan, &problem, &best) != LAW_SILENT);
        P[i] = best.P;
        check_near(best.P, best.plan.post, 0, "P is post");
        check_near(best.C, problem.budget, 1e-12, "all is spent");
        check_near(best.plan.D, law_dcrit(&kumar, &best.plan), 1e-9, "D is D_crit");
    }
    for (int i = 0; i < 2; i++) {
        const struct problem problem = {.free = ALL_FREE,
                                        .cost = COST_INFERENCE,
                                        .budget = row[i][0]};
        struct optimum best;
        optimum_solve(&kumar, &plan, &problem, &best);
        check_near(best.plan.N, row[i][1], PRINTED, "served N at %g", row[i][0]);
        if (i == 0) check_near(best.plan.D, row[i][2], PRINTED, "served D at %g", row[i][0]);
        check_near(best.P, row[i][3], PRINTED, "served P at %g", row[i][0]);
        check_near(best.loss, row[i][4], 2e-6, "served L at %g", row[i][0]);
    }
    check_near(P[3] - P[2], P[2] - P[1], 5e-2, "P* by equal steps for equal factors");
}

static void test_precision_points(void **state) {
    (void)state;
    const struct preset kumar = preset_of("kumar-2024");
    struct result at = result_of(&kumar, "N=1.7e9 D=26e9 w=4 a=8 kv=16 post=off");
    check_near(at.n_eff_ratio, .620149, 1e-6, "4/8/16 N_eff/N");
    check_near(at.loss, 3.028999, 1e-6, "4/8/16 L");
    at = result_of(&kumar, "N=3e7 D=26e9 P=16 post=3");
    check_near(at.ptq_delta, .58704, PRINTED, "PTQ 3");
    check_near(at.loss, 4.30992, 1e-5, "L at PTQ 3");
    check_near(result_of(&kumar, "N=3e7 D=26e9 P=16 post=4").ptq_delta, .10800, PRINTED, "PTQ 4");
    check_near(result_of(&kumar, "N=3e7 D=26e9 P=16 post=5").ptq_delta, .01987, PRINTED, "PTQ 5");
    at = result_of(&kumar, "N=2.2e8 D=1.5e9 P=8 post=4");
    check_near(at.n_eff, 1.82107e8, 1e-5, "8/8/8 N_eff");
    check_near(at.ptq_delta, .0129183, 1e-5, "8/8/8 PTQ");
    check_near(at.loss, 3.620315, 1e-6, "8/8/8 L");
    const double with = result_of(&kumar, "bias=on").ptq_delta;
    check_near(with / result_of(&kumar, "bias=off").ptq_delta, 3.09, 1e-3, "e^b");
}

static void test_precision_inverts(void **state) {
    (void)state;
    const struct preset kumar = preset_of("kumar-2024");
    const double A = 4.299e3, alpha = .4965;
    for (double w = 1.5; w <= 16; w += .5) {
        struct plan plan = plan_of("N=1.7e9 D=26e9 a=off kv=off post=off");
        struct result low;
        plan.w = w;
        law_eval(&kumar, &plan, &low);
        const double rest = (low.loss - low.loss_full) / A + pow(plan.N, -alpha);
        const double f = pow(rest, -1 / alpha) / plan.N;
        check_near(f, 1 - exp(-w / 2.6745 + .3037), 1e-9, "f(%g) out of the loss (eq. 30)", w);
        check_near(low.n_eff_ratio, f, 1e-9, "N_eff/N at %g", w);
    }
}

/* qid */

static void test_qid_points(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double added;
    } row[] = {{"N=7e9 D=1e12 post=4", .0991583}, {"N=7e9 D=1e12 post=3", .482036},
               {"N=7e9 D=1e12 post=2", 4.47714},  {"N=70e9 D=1e14 post=2", 29.861},
               {"N=70e9 D=1e14 post=3", 3.2150},  {"N=70e9 D=1e14 post=4", .66135},
               {"N=7e9 D=1e12 post=off", 0}};
    const struct preset unified = preset_of("ouyang-2024");
    const struct preset by_bits = preset_of("ouyang-2024-bits");
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        check_near(result_of(&unified, row[i].words).ptq_delta, row[i].added, PRINTED, "%s",
                   row[i].words);
    }
    check_near(result_of(&unified, "N=7e9 D=1e12 post=4").ptq_delta, .0992, 1e-3, "unified");
    check_near(result_of(&by_bits, "N=7e9 D=1e12 post=4").ptq_delta, .0747, 1e-3, "by bits");
    check_near(result_of(&by_bits, "post=off").ptq_delta, 0, 0, "post off");
}

struct tokens {
    const struct preset *preset;
    struct plan plan;
    double target;
};

static double qid_excess(double ln_d, void *context) {
    struct tokens *at = context;
    struct result result;
    at->plan.D = exp(ln_d);
    law_eval(at->preset, &at->plan, &result);
    return result.ptq_delta - at->target;
}

static void test_qid_table(void **state) {
    (void)state;
    static const double row[][2] = {{1e9, 1.4424e12},
                                    {7e9, 4.5066e12},
                                    {70e9, 1.73499e13},
                                    {405e9, 4.84861e13}};
    const struct preset by_bits = preset_of("ouyang-2024-bits");
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct tokens at = {&by_bits, plan_of("post=4"), .2};
        at.plan.N = row[i][0];
        const double found = exp(bisect(qid_excess, &at, log(1e9), log(1e16)));
        check_near(found, row[i][1], 3e-3, "tokens until QiD is .2, N %g", row[i][0]);
    }
}

/* compression */

static void test_compression_table(void **state) {
    (void)state;
    static const struct {
        const char *preset, *words;
        double eff_n, eff_d;
    } row[] = {
        {"frantar-2025", "w=4 a=16", .923, 1},     {"frantar-2025", "w=4 a=off", .923, 1},
        {"frantar-2025", "w=4 a=4", .747, 1},      {"frantar-2025", "w=1 a=1", .067, 1},
        {"frantar-2025", "w=16 a=16", 1, 1},       {"frantar-2025", "w=off a=off", 1, 1},
        {"quest-2025", "w=1 a=1", .0205046859, 1}, {"quest-2025", "w=2 a=2", .151870911, 1},
        {"quest-2025", "w=3 a=3", .433126203, 1},  {"quest-2025", "w=4 a=4", .691831718, 1},
        {"quest-2025", "w=8 a=8", 1.01619263, 1},  {"quest-2025", "w=1 a=off", .138419575, 1},
        {"quest-2025", "w=2 a=16", .413717453, 1}, {"quest-2025", "w=3 a=16", .653058816, 1},
        {"quest-2025", "w=4 a=16", .840434222, 1}, {"quartet-2025", "w=4 a=4", .65, .95},
        {"quartet-2025", "w=off a=16", 1, 1},      {"quartet-2025-luq", "w=4 a=4", .49, .15},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct preset preset = preset_of(row[i].preset);
        const struct result at = result_of(&preset, row[i].words);
        check_near(at.n_eff_ratio, row[i].eff_n, 1e-12, "%s %s", row[i].preset, row[i].words);
        check_near(at.d_eff_ratio, row[i].eff_d, 1e-12, "%s %s", row[i].preset, row[i].words);
        check_that(isfinite(at.loss), "%s %s: no loss", row[i].preset, row[i].words);
    }
    const struct preset frantar = preset_of("frantar-2025");
    assert_string_equal(frantar.base, "hoffmann-2022");
    const struct preset base = preset_of("hoffmann-2022");
    const char *off = "w=off a=off kv=off post=off";
    check_near(result_of(&frantar, off).loss, result_of(&base, off).loss, 1e-14, "borrowed base");
}

static void test_not_in_the_table(void **state) {
    (void)state;
    static const char *const row[][2] = {
        {"frantar-2025", "w=4.5 a=16"},   {"frantar-2025", "w=8 a=8"},
        {"frantar-2025", "w=16 a=4"},     {"quest-2025", "w=8 a=16"},
        {"quartet-2025", "w=4 a=16"},     {"chen-2025", "w=8 a=8"},
        {"chen-2025", "w=4 a=4.5"},       {"ouyang-2024-bits", "post=5"},
        {"ouyang-2024-bits", "post=3.5"}, {"chen-2025", "w=4 a=4 G=tensor"},
        {"sun-2025", "G=tensor"}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct preset preset = preset_of(row[i][0]);
        const struct result at = result_of(&preset, row[i][1]);
        check_that(isnan(at.loss) && at.status == LAW_SILENT, "%s %s: a loss", row[i][0],
                   row[i][1]);
        check_that(*at.why, "%s %s: no reason", row[i][0], row[i][1]);
        check_that(isfinite(at.loss_full), "%s %s: no loss_full", row[i][0], row[i][1]);
    }
}

/* qat */

static void test_qat_points(void **state) {
    (void)state;
    static const char *const variants[] = {"w=4 a=4", "w=4 a=16", "w=16 a=4", "w=4 a=4 fc2=8",
                                           "w=16 a=4 fc2=8"};
    static const struct {
        const char *words;
        double base, added[5];
    } row[] = {
        {"N=297e6 D=50e9 G=32", 2.930385, {.0487376, .0213970, .0318454, .0381657, .0206531}},
        {"N=594e6 D=100e9 G=128", 2.740930, {.0573005, .0210090, .0399691, .0381151, .0216199}}};
    const struct preset chen = preset_of("chen-2025");
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 5; j++) {
            char words[128];
            snprintf(words, sizeof words, "%s %s", row[i].words, variants[j]);
            const struct result at = result_of(&chen, words);
            check_near(at.loss_full, row[i].base, 1e-6, "%s: base", words);
            check_near(at.qat_delta, row[i].added[j], 1e-5, "%s: added", words);
            check_near(at.loss, row[i].base + row[i].added[j], 1e-6, "%s: loss", words);
        }
    }
    const struct result plain = result_of(&chen, "w=4 a=16"),
                        mixed = result_of(&chen, "w=4 a=16 fc2=8");
    check_near(mixed.qat_delta, plain.qat_delta, 0, "W4A16 has no mixed variant");
    check_near(result_of(&chen, "w=off a=16 G=tensor").qat_delta, 0, 0, "not quantised");
}

/* N = 12·h³/128: a hidden size of 1536 has 339.7e6 parameters. */
static void test_qat_channel(void **state) {
    (void)state;
    const struct preset chen = preset_of("chen-2025");
    const struct result channel = result_of(&chen, "N=339738624 w=4 a=4 G=channel");
    const struct result hidden = result_of(&chen, "N=339738624 w=4 a=4 G=1536");
    check_near(channel.qat_delta, hidden.qat_delta, 1e-12, "channel is the hidden size");
    check_that(channel.assumed & 1u << ASSUMED_CHANNEL_IS_HIDDEN, "channel: nothing assumed");
    check_that(channel.assumed & 1u << ASSUMED_HIDDEN_SIZE, "hidden size: nothing assumed");
    check_that(hidden.assumed == 0, "a number: something assumed");
}

struct rivals {
    const struct preset *preset;
    struct plan weights, activations;
};

static double weights_lead(double ln_d, void *context) {
    struct rivals *at = context;
    struct result weights, activations;
    at->weights.D = at->activations.D = exp(ln_d);
    law_eval(at->preset, &at->weights, &weights);
    law_eval(at->preset, &at->activations, &activations);
    return weights.qat_delta - activations.qat_delta;
}

static void test_qat_crossing(void **state) {
    (void)state;
    const struct preset chen = preset_of("chen-2025");
    struct rivals plain = {&chen, plan_of("N=594e6 G=32 w=4 a=16"),
                           plan_of("N=594e6 G=32 w=16 a=4")};
    struct rivals mixed = plain;
    mixed.activations.fc2 = 8;
    check_near(exp(bisect(weights_lead, &plain, log(1e8), log(1e16))), 2.92746e12, PRINTED,
               "plain");
    check_near(exp(bisect(weights_lead, &mixed, log(1e8), log(1e16))), 9.55412e10, PRINTED,
               "FC2 8");
}

/* fp */

static void test_fp_points(void **state) {
    (void)state;
    const struct preset sun = preset_of("sun-2025");
    struct result at = result_of(&sun, "N=1e9 D=1e12 fmt=E4M3 G=128");
    check_near(at.loss_full, 2.462009, 1e-6, "E4M3 base");
    check_near(at.qat_delta, .00144913, 1e-5, "E4M3 added");
    at = result_of(&sun, "N=1e9 D=1e11 fmt=E2M1 G=128");
    check_near(at.loss_full, 2.562628, 1e-6, "E2M1 base");
    check_near(at.qat_delta, .0352375, 1e-5, "E2M1 added");
    check_near(result_of(&sun, "N=679e6 D=1e11 E=4 M=3 G=channel").loss, 2.612677, 1e-6, "channel");
}

static void test_fp_dcrit(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double tokens, paper;
    } row[] = {{"N=1e9 G=128 E=8 M=7", 1.7295e15, 1730e12},
               {"N=1e9 G=128 E=4 M=3", 2.7329e13, 27e12},
               {"N=1e9 G=128 E=2 M=1", 3.9285e11, .4e12}};
    const struct preset sun = preset_of("sun-2025");
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct plan plan = plan_of(row[i].words);
        const double found = law_dcrit(&sun, &plan);
        check_near(found, row[i].tokens, PRINTED, "D_crit %s", row[i].words);
        check_near(found, row[i].paper, 2e-2, "D_crit %s as the paper rounds it", row[i].words);
    }
}

static void test_fp_layouts(void **state) {
    (void)state;
    static const int best[][2] = {{1, 1}, {2, 1}, {2, 2}, {3, 2}, {3, 3}, {4, 3}, {4, 4},
                                  {5, 4}, {5, 5}, {6, 5}, {6, 6}, {7, 6}, {7, 7}, {8, 7}};
    const struct preset sun = preset_of("sun-2025");
    struct plan plan = plan_of("N=1e9 D=1e12 G=128");
    for (int bits = 3; bits <= 16; bits++) {
        double least = INFINITY, found = 0;
        for (int E = 0; E <= 8 && E < bits; E++) {
            struct result result;
            plan.E = E;
            plan.M = bits - 1 - E;
            law_eval(&sun, &plan, &result);
            if (result.loss < least) found = E;
            if (result.loss < least) least = result.loss;
        }
        check_near(found, best[bits - 3][0], 0, "exponent bits of the best layout at %d", bits);
        assert_int_equal(best[bits - 3][0] + best[bits - 3][1] + 1, bits);
    }
}

/* The best N, D and P of a budget, each P with its best real layout, by search over law_eval. */
struct layout {
    const struct preset *preset;
    struct plan plan;
    double budget, P;
};

static double layout_loss(double ln_n, void *context) {
    struct layout *at = context;
    struct result result;
    at->plan.N = exp(ln_n);
    at->plan.D = 16 * at->budget / (6 * at->plan.N * at->P);
    law_eval(at->preset, &at->plan, &result);
    return result.loss;
}

static double layout_bits(double P, void *context) {
    struct layout *at = context;
    at->P = P;
    at->plan.E = 3.1926 * P / (3.1926 + 2.9543) - .5;
    at->plan.M = P - 1 - at->plan.E;
    return layout_loss(golden_minimum(layout_loss, at, log(1e7), log(1e18)), at);
}

static void test_fp_joint(void **state) {
    (void)state;
    static const double row[][2] = {
        {1e21, 4.1903}, {1e23, 4.7174}, {1e25, 5.3108}, {1e27, 5.9788}, {1e31, 7.5776}};
    const struct preset sun = preset_of("sun-2025");
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct layout at = {&sun, plan_of("G=128"), row[i][0], 0};
        const double P = golden_minimum(layout_bits, &at, 2, 16);
        check_near(P, row[i][1], PRINTED, "P_opt at %g FLOP", row[i][0]);
    }
}

/* The same by the optimiser, over real and over whole layouts. */
static void test_fp_optimum(void **state) {
    (void)state;
    static const double row[][2] = {
        {1e21, 4.1903}, {1e23, 4.7174}, {1e25, 5.3108}, {1e27, 5.9788}, {1e31, 7.5776}};
    const unsigned layout = FREE_N | FREE_D | FREE_WIDE | INPUT_BIT(IN_E) | INPUT_BIT(IN_M);
    const struct preset sun = preset_of("sun-2025");
    const struct plan plan = plan_of("G=128");
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct problem problem = {.free = layout, .budget = row[i][0]};
        struct optimum real, whole, tied;
        optimum_solve(&sun, &plan, &problem, &real);
        check_near(real.P, row[i][1], PRINTED, "P_opt at %g FLOP", row[i][0]);
        check_near(real.plan.E, 3.1926 * real.P / (3.1926 + 2.9543) - .5, 1e-9, "E at %g",
                   row[i][0]);
        problem.free = ALL_FREE | FREE_WIDE;
        optimum_solve(&sun, &plan, &problem, &tied);
        check_near(tied.loss, real.loss, 0, "P is E and M");
        problem.whole = true;
        optimum_solve(&sun, &plan, &problem, &whole);
        check_that(whole.plan.E == floor(whole.plan.E) && whole.plan.M == floor(whole.plan.M),
                   "E%gM%g is not whole", whole.plan.E, whole.plan.M);
        check_that(whole.loss >= real.loss && fabs(whole.P - real.P) < 1, "whole P %g", whole.P);
        check_that(fabs(whole.plan.E - whole.plan.M) <= 1, "E%gM%g", whole.plan.E, whole.plan.M);
    }
}

/* The best whole layout at so many bits, with nothing but E and M to choose and a budget that pays
 * for just these bits. */
static void test_fp_layouts_chosen(void **state) {
    (void)state;
    static const char *const best[] = {"E1M1", "E2M1", "E2M2", "E3M2", "E3M3", "E4M3", "E4M4",
                                       "E5M4", "E5M5", "E6M5", "E6M6", "E7M6", "E7M7", "E8M7"};
    const struct preset sun = preset_of("sun-2025");
    for (int bits = 3; bits <= 16; bits++) {
        const struct plan plan = plan_of("N=1e9 D=1e12 G=128");
        const struct problem problem = {.free = INPUT_BIT(IN_E) | INPUT_BIT(IN_M),
                                        .whole = true,
                                        .budget = 6 * 1e9 * 1e12 * bits / 16};
        struct optimum found;
        char name[16];
        optimum_solve(&sun, &plan, &problem, &found);
        snprintf(name, sizeof name, "E%gM%g", found.plan.E, found.plan.M);
        assert_string_equal(name, best[bits - 3]);
    }
}

/* δ(W4A4) is about the sum of its parts, and the FC2 input at 8 bit spares most of what activations
 * add (2505.14302, their decomposition and figure on FC2). */
static void test_qat_parts(void **state) {
    (void)state;
    const struct preset chen = preset_of("chen-2025");
    static const char *const plans[] = {"N=297e6 D=50e9 G=32", "N=594e6 D=100e9 G=128"};
    for (int i = 0; i < 2; i++) {
        char words[4][80];
        static const char *const bits[] = {"w=4 a=4", "w=4 a=16", "w=16 a=4", "w=16 a=4 fc2=8"};
        double added[4];
        for (int j = 0; j < 4; j++) {
            snprintf(words[j], sizeof words[j], "%s %s", plans[i], bits[j]);
            added[j] = result_of(&chen, words[j]).qat_delta;
        }
        check_near(added[1] + added[2], added[0], .1, "%s: the parts' sum", plans[i]);
        check_that(added[2] > added[1], "%s: activations lead", plans[i]);
        check_that(added[3] < .7 * added[2], "%s: FC2 spares %g of %g", plans[i], added[3],
                   added[2]);
    }
}

static void test_cost(void **state) {
    (void)state;
    struct plan plan = plan_of("N=1e9 D=1e10 w=4 a=8 kv=6 E=8 M=10");
    check_near(cost_training(&law_precision, &plan), 6 * 1e9 * 1e10 * 8 / 16, 1e-15,
               "widest operand");
    check_near(cost_bits(&law_fp, &plan), 19, 0, "E8M10");
    plan.kv = PLAN_OFF;
    check_near(cost_bits(&law_precision, &plan), 16, 0, "off counts as 16");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_precision_effective_parameters),
        cmocka_unit_test(test_precision_diverges),
        cmocka_unit_test(test_precision_dcrit),
        cmocka_unit_test(test_precision_optima),
        cmocka_unit_test(test_precision_serving),
        cmocka_unit_test(test_precision_served),
        cmocka_unit_test(test_precision_points),
        cmocka_unit_test(test_precision_inverts),
        cmocka_unit_test(test_qid_points),
        cmocka_unit_test(test_qid_table),
        cmocka_unit_test(test_compression_table),
        cmocka_unit_test(test_not_in_the_table),
        cmocka_unit_test(test_qat_points),
        cmocka_unit_test(test_qat_channel),
        cmocka_unit_test(test_qat_crossing),
        cmocka_unit_test(test_fp_points),
        cmocka_unit_test(test_fp_dcrit),
        cmocka_unit_test(test_fp_layouts),
        cmocka_unit_test(test_fp_joint),
        cmocka_unit_test(test_fp_optimum),
        cmocka_unit_test(test_fp_layouts_chosen),
        cmocka_unit_test(test_qat_parts),
        cmocka_unit_test(test_cost),
    };
    return cmocka_run_group_tests_name("papers", tests, NULL, NULL);
}
