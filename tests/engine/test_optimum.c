/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best plan beats its neighbours and a dense grid, keeps to its budget, and scales as it must.
 */
#include "support.h"

#include "engine/cost.h"
#include "engine/optimum.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ALL_FREE = FREE_N | FREE_D | FREE_P };

/* A problem, solved. */
struct solved {
    const struct preset *preset;
    struct plan plan;
    struct problem problem;
    struct optimum best;
    const char *words;
};

static struct solved solve(const struct preset *preset, const char *words, unsigned free,
                           double budget) {
    struct solved at = {.preset = preset, .plan = plan_of(words), .words = words};
    at.problem = (struct problem){.free = free, .budget = budget};
    const enum law_status status = optimum_solve(preset, &at.plan, &at.problem, &at.best);
    check_that(status != LAW_SILENT && status == at.best.status, "%s: %s", words, at.best.why);
    return at;
}

static double loss_of(const struct preset *preset, const struct plan *plan) {
    struct result result;
    law_eval(preset, plan, &result);
    return result.loss;
}

static void check_budget(const struct solved *at) {
    const struct plan *best = &at->best.plan;
    const double cost = cost_training(at->preset->law, best);
    check_that(cost <= at->problem.budget, "%s: costs %g", at->words, cost);
    check_near(at->best.C, cost, 1e-9, "%s: C", at->words);
    check_near(at->best.loss, loss_of(at->preset, best), 1e-12, "%s: loss", at->words);
    check_near(at->best.P, cost_bits(at->preset->law, best), 1e-12, "%s: P", at->words);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        const double x = plan_get(best, input);
        const bool bits = input == IN_W || input == IN_A || input == IN_KV;
        const unsigned freed = input == IN_N ? FREE_N : input == IN_D ? FREE_D : bits ? FREE_P : 0;
        if (at->problem.free & freed) {
            check_that(x >= inputs[i].low && x <= inputs[i].high, "%s: %s is %g", at->words,
                       inputs[i].name, x);
        } else {
            check_near(x, plan_get(&at->plan, input), 0, "%s: %s was not free", at->words,
                       inputs[i].name);
        }
    }
}

/* No plan that keeps to the budget does better than the one found. */
static void check_no_better(const struct solved *at, const struct plan *other) {
    const double loss = loss_of(at->preset, other);
    if (isnan(loss) || cost_training(at->preset->law, other) > at->problem.budget) return;
    check_that(loss >= at->best.loss - 1e-9, "%s: N %.9g D %.9g w %.6g has %.12g, found %.12g",
               at->words, other->N, other->D, other->w, loss, at->best.loss);
}

/* As many tokens as the budget has left, or fewer where more would hurt. */
static void with_tokens(const struct solved *at, struct plan *plan) {
    const double all = at->problem.budget * 16 / (6 * plan->N * cost_bits(at->preset->law, plan));
    plan->D = all;
    for (double share = 1; share > 1e-8; share *= .8) {
        plan->D = fmin(fmax(all * share, 1e6), 1e18);
        check_no_better(at, plan);
    }
}

static void check_grid(const struct solved *at) {
    const bool any_P = at->problem.free & FREE_P, any_N = at->problem.free & FREE_N;
    for (double P = any_P ? 3.2 : 16; P <= 16; P += .2) {
        struct plan plan = at->plan;
        if (any_P) plan.w = plan.a = plan.kv = P;
        if (!any_N) {
            with_tokens(at, &plan);
            continue;
        }
        for (plan.N = 1e5; plan.N <= 1e14; plan.N *= 1.25)
            with_tokens(at, &plan);
    }
}

static void check_neighbours(const struct solved *at) {
    for (int i = 0; i < 125; i++) {
        struct plan plan = at->best.plan;
        const double n = i % 5 - 2, d = i / 5 % 5 - 2, p = i / 25 - 2;
        const double bits = cost_bits(at->preset->law, &plan);
        if (at->problem.free & FREE_P && bits + p * .02 > 16) continue;
        if (at->problem.free & FREE_N) plan.N *= exp(n * .01);
        if (at->problem.free & FREE_P) plan.w = plan.a = plan.kv = bits + p * .02;
        const double all =
            at->problem.budget * 16 / (6 * plan.N * cost_bits(at->preset->law, &plan));
        check_no_better(at, &plan);
        plan.D = fmin(plan.D * exp(d * .01), all * (1 - 1e-12));
        check_no_better(at, &plan);
    }
}

struct row {
    const char *preset, *words;
    unsigned free;
    double budget;
};

static void check_row(const struct row *row) {
    const struct preset preset = preset_of(row->preset);
    const struct solved at = solve(&preset, row->words, row->free, row->budget);
    check_budget(&at);
    check_neighbours(&at);
    check_grid(&at);
}

static void test_precision(void **state) {
    (void)state;
    static const struct row row[] = {
        {"kumar-2024", "P=4 post=off", FREE_N | FREE_D, 1e21},
        {"kumar-2024", "w=4 a=8 kv=off post=off", FREE_N | FREE_D, 1e23},
        {"kumar-2024", "P=8 post=4", FREE_N | FREE_D, 1e21},
        {"kumar-2024", "P=8 post=3", FREE_N | FREE_D, 1e25},
        {"kumar-2024", "w=off a=off kv=off post=4", FREE_N | FREE_D, 1e26},
        {"kumar-2024", "post=off", ALL_FREE, 1e19},
        {"kumar-2024", "post=off", ALL_FREE, 1e25},
        {"kumar-2024", "post=4", ALL_FREE, 1e21},
        {"kumar-2024", "post=3", ALL_FREE, 1e24},
        {"kumar-2024", "post=6 bias=off", ALL_FREE, 1e23},
        {"kumar-2024", "post=9", ALL_FREE, 1e22},
        {"kumar-2024-fp", "post=4.5", ALL_FREE, 1e22},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        check_row(&row[i]);
}

static void test_fixed_N(void **state) {
    (void)state;
    static const struct row row[] = {
        {"kumar-2024", "N=8e9 post=off", FREE_D | FREE_P, 7.2e23},
        {"kumar-2024", "N=8e9 post=4", FREE_D | FREE_P, 7.2e23},
        {"kumar-2024", "N=7e9 post=8", FREE_D | FREE_P, 4.2e22},
        {"kumar-2024", "N=1e9 post=3", FREE_D | FREE_P, 1e24},
        {"kumar-2024", "N=405e9 post=off", FREE_D | FREE_P, 3.8e25},
        {"kumar-2024-fp", "N=1e9 post=5", FREE_D | FREE_P, 1e22},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        check_row(&row[i]);
}

static void test_other_laws(void **state) {
    (void)state;
    static const struct row row[] = {
        {"hoffmann-2022", "post=off", FREE_N | FREE_D, 1e23},
        {"besiroglu-2024", "post=off", FREE_N | FREE_D, 1e21},
        {"frantar-2025", "w=4 a=4 post=off", FREE_N | FREE_D, 1e22},
        {"quartet-2025", "w=4 a=4 post=off", FREE_N | FREE_D, 1e22},
        {"chen-2025", "w=4 a=4 G=channel", FREE_N | FREE_D, 1e22},
        {"ouyang-2024", "post=3", FREE_N | FREE_D, 1e23},
        {"sun-2025", "E=2 M=1", FREE_N | FREE_D, 1e24},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        check_row(&row[i]);
}

/* Eqs 14–17: at α = β N* is [f^−α·αA/(βB)]^(1/2α)·√(C/P), and D* follows from the budget. */
static void test_closed_form(void **state) {
    (void)state;
    const struct preset kumar = preset_of("kumar-2024");
    static const char *const words[] = {"P=4 post=off", "P=6.5 post=off", "P=16 post=off"};
    for (int i = 0; i < 3; i++) {
        for (double C = 1e19; C < 1e26; C *= 100) {
            const struct solved at = solve(&kumar, words[i], FREE_N | FREE_D, C);
            const double f = result_of(&kumar, words[i]).n_eff_ratio;
            const double K = 16 * C / (6 * at.best.P);
            const double N = sqrt(K) * pow(4.299e3 * pow(f, -.4965) / 1.806e4, 1 / (2 * .4965));
            check_near(at.best.plan.N, N, 1e-4, "N* at %s, C %g", words[i], C);
            check_near(at.best.plan.D, K / N, 1e-4, "D* at %s, C %g", words[i], C);
        }
    }
}

/* The joint P* is that of max f_w·f_a·f_kv/P whatever the budget; at fixed N it grows with ln C. */
static void test_bits_and_budget(void **state) {
    (void)state;
    const struct preset kumar = preset_of("kumar-2024");
    double last = 0;
    for (double C = 1e19; C < 1e28; C *= 1000) {
        const struct solved at = solve(&kumar, "post=off", ALL_FREE, C);
        check_near(at.best.P, 7.0021, 1e-4, "joint P* at %g", C);
    }
    for (double C = 1e21; C < 1e24; C *= 10) {
        const struct solved at = solve(&kumar, "N=8e9 post=off", FREE_D | FREE_P, C);
        check_that(at.best.P > last, "P* at fixed N falls to %g at %g", at.best.P, C);
        last = at.best.P;
    }
}

/* With served bits fixed there is a number of tokens beyond which money cannot help. */
static void test_unspent(void **state) {
    (void)state;
    const struct preset kumar = preset_of("kumar-2024");
    const struct solved at = solve(&kumar, "N=1e9 post=3", FREE_D | FREE_P, 1e25);
    check_that(at.best.C < .99 * at.problem.budget, "all of it is spent: %g", at.best.C);
    check_near(at.best.plan.D, law_dcrit(&kumar, &at.best.plan), 1e-4, "D* is D_crit");
}

/* A law with its bits in a table is looked at in each row, and at 16; the best is as good as each
 * of them at its own best N and D. */
static void test_tables(void **state) {
    (void)state;
    static const struct {
        const char *preset, *rows[6];
        bool tied;
    } table[] = {
        {"frantar-2025", {"P=1", "P=4", "P=16"}, true},
        {"quest-2025", {"P=1", "P=2", "P=3", "P=4", "P=8", "P=16"}, true},
        {"chen-2025", {"P=4", "P=16"}, true},
        {"chen-2025", {"w=4 a=4 kv=1", "w=4 a=16 kv=1", "w=16 a=4 kv=1", "w=16 a=16 kv=1"}, false},
        {"quartet-2025", {"P=4", "P=16"}, true},
    };
    const unsigned apart = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct preset preset = preset_of(table[i].preset);
        const unsigned bits = table[i].tied ? (unsigned)FREE_P : apart;
        for (double C = 1e19; C < 1e28; C *= 1e4) {
            const struct solved best = solve(&preset, "", FREE_N | FREE_D | bits, C);
            double least = INFINITY;
            for (int j = 0; j < 6 && table[i].rows[j]; j++) {
                const struct solved at = solve(&preset, table[i].rows[j], FREE_N | FREE_D, C);
                least = fmin(least, at.best.loss);
            }
            check_near(best.best.loss, least, 1e-14, "%s at %g", table[i].preset, C);
        }
    }
}

/* Bits that the law does not look at are the fewest where they cost something, and stay where they
 * do not; both with a remark. */
static void test_ignored(void **state) {
    (void)state;
    const struct preset hoffmann = preset_of("hoffmann-2022"), sun = preset_of("sun-2025");
    struct solved at = solve(&hoffmann, "", ALL_FREE, 1e22);
    check_near(at.best.plan.w, 1, 0, "w of a law without bits");
    check_that(at.best.at_edge & FREE_P, "the edge is not marked");
    check_that(strstr(at.best.why, "does not look at P"), "says \"%s\"", at.best.why);
    at = solve(&hoffmann, "G=channel", FREE_N | FREE_D | INPUT_BIT(IN_G), 1e22);
    check_near(at.best.plan.G, PLAN_CHANNEL, 0, "G of a law without groups");
    check_that(at.best.at_edge == 0, "channel is no edge");
    at = solve(&sun, "w=6", FREE_N | FREE_D | INPUT_BIT(IN_W), 1e22);
    check_near(at.best.plan.w, 6, 0, "w under fp costs nothing");
    check_that(strstr(at.best.why, "does not look at w"), "says \"%s\"", at.best.why);
}

/* What a loss costs is what it was bought for, past what a plan can be set to as well. Returns
 * whether there is an answer. */
static bool check_way_back(const struct preset *preset, const char *words,
                           const struct problem *problem) {
    const struct plan plan = plan_of(words);
    struct problem dual = *problem;
    struct optimum bought, back;
    if (optimum_past(preset, &plan, problem, &bought) == LAW_SILENT) return false;
    check_that(bought.C <= problem->budget, "%s %s: %.17g costs %.17g", preset->name, words,
               problem->budget, bought.C);
    dual.target = bought.loss;
    dual.budget = NAN;
    optimum_past(preset, &plan, &dual, &back);
    check_that(back.loss <= bought.loss, "%s %s cost %d C %g: a loss of %.17g, back %.17g %s",
               preset->name, words, problem->cost, problem->budget, bought.loss, back.loss,
               back.why);
    check_near(back.C, bought.C, 1e-9, "%s %s cost %d C %g: the cost of its loss", preset->name,
               words, problem->cost, problem->budget);
    return true;
}

static void test_ways_back(void **state) {
    (void)state;
    static const char *const words[] = {"post=off w=off a=off kv=off Dinf=1e13", "post=4 w=4 a=4"};
    int answered = 0;
    for (int i = 0; i < SHIPPED_PRESETS * COST_KINDS * 4; i++) {
        const struct preset preset = preset_of(shipped_presets[i / 4 / COST_KINDS]);
        struct problem problem = {.free = i & 2 ? ALL_FREE : FREE_N | FREE_D,
                                  .cost = (enum cost_kind)(i / 4 % COST_KINDS)};
        for (problem.budget = 1e8; problem.budget < 3e33; problem.budget *= 31.6)
            answered += check_way_back(&preset, words[i % 2], &problem);
    }
    check_that(answered > 1000, "only %d have an answer", answered);
}

static struct optimum ask(const char *name, const char *words, struct problem problem) {
    const struct preset preset = preset_of(name);
    const struct plan plan = plan_of(words);
    struct optimum best;
    optimum_solve(&preset, &plan, &problem, &best);
    return best;
}

/* What has no answer says why. */
static void test_silent(void **state) {
    (void)state;
    const struct {
        const char *preset, *words, *why;
        struct problem problem;
    } row[] = {
        {"chen-2025", "w=5 a=5", "not fitted for w5 a5", {.free = FREE_N | FREE_D, .budget = 1e22}},
        {"sun-2025", "G=tensor", "tensor", {.free = FREE_N | FREE_D, .budget = 1e22}},
        {"kumar-2024", "", "pays for no plan", {.free = ALL_FREE, .budget = 1e10}},
        {"kumar-2024",
         "N=1e12",
         "pays for no plan",
         {.free = FREE_D, .cost = COST_INFERENCE, .budget = 1e9}},
        {"kumar-2024", "P=3 post=off", "diverges", {.free = FREE_N | FREE_D, .budget = 1e22}},
        {"kumar-2024", "", "reaches the loss", {.free = ALL_FREE, .target = 2}},
        {"chen-2025", "w=5 a=5", "w5 a5", {.free = FREE_N | FREE_D, .target = 1e33}},
        {"kumar-2024", "", "nothing", {.free = 0, .budget = 1e22}},
        {"kumar-2024", "", "nothing", {.free = INPUT_BIT(IN_FC2), .budget = 1e22}},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct optimum best = ask(row[i].preset, row[i].words, row[i].problem);
        check_that(best.status == LAW_SILENT && isnan(best.loss), "%s %s: a loss", row[i].preset,
                   row[i].words);
        check_that(strstr(best.why, row[i].why), "%s %s: says \"%s\"", row[i].preset, row[i].words,
                   best.why);
    }
}

/* With C_w = 1 one part alone free has valleys at the kink P = post and
 * beyond it (speed.md); two parts apart, and P tied. */
static void test_valleys(void **state) {
    (void)state;
    const struct problem fixed_N = {.free = FREE_D | FREE_P, .budget = 1e22};
    const struct problem w_alone = {.free = FREE_N | FREE_D | INPUT_BIT(IN_W), .budget = 1e22};
    struct optimum best = ask("kumar-2024", "N=1e9 post=4", fixed_N);
    check_near(best.P, 16, 0, "N 1e9: P");
    check_near(best.loss, 3.03781, 2e-6, "N 1e9: L");
    check_that(best.at_edge == FREE_P, "N 1e9: edge %x", best.at_edge);
    best = ask("kumar-2024", "a=8 kv=8 post=4", w_alone);
    check_near(best.plan.w, 4, 0, "w alone: at the kink");
    check_near(best.loss, 2.8549, 2e-5, "w alone: L");
    check_that(best.at_edge == 0, "w alone: edge %x", best.at_edge);
}

/* A valley between two kinks, half a bit wide; and bits that a wall leaves next to nothing of. */
static void test_narrow(void **state) {
    (void)state;
    struct problem life = {.free = FREE_N | FREE_D | INPUT_BIT(IN_KV) | INPUT_BIT(IN_POST),
                           .cost = COST_LIFETIME,
                           .budget = 5.0435925392085917e23};
    const struct optimum both = ask("kumar-2024", "w=5 a=5 Dinf=5572842473540.173", life);
    life.free &= ~INPUT_BIT(IN_KV);
    const struct optimum post = ask("kumar-2024", "w=5 a=5 kv=5 Dinf=5572842473540.173", life);
    check_that(both.loss <= post.loss + 1e-12, "kv free: %.15g, kv 5: %.15g", both.loss, post.loss);
    /* the bottom that no budget betters, by one way and another, and asked back */
    const char *const words = "N=239170437324.80133 w=off kv=5 post=4";
    struct problem bottom = {.free = FREE_D | FREE_P | INPUT_BIT(IN_A), .budget = 1.3934e29};
    const struct optimum least = ask("kumar-2024", words, bottom);
    bottom.target = least.loss;
    const struct optimum back = ask("kumar-2024", words, bottom);
    check_near(back.loss, least.loss, 1e-15, "the least loss, asked back");
    check_near(back.C, least.C, 1e-5, "what it costs");
    const double N = 3.528e11, D = 1.0662e13;
    const struct problem walled = {.free = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV),
                                   .budget = 6 * N * D * 3.15 / 16};
    const struct optimum few = ask("kumar-2024", "N=3.528e11 D=1.0662e13 post=off", walled);
    check_near(few.plan.a, 3.15, 1e-9, "3.15 bits are paid for, 3.11 are too few: a");
    check_near(few.plan.kv, 3.15, 1e-9, "kv");
}

/* Whole bits are never better than real ones, and no whole neighbour is better than they are. */
static void test_whole(void **state) {
    (void)state;
    const struct preset kumar = preset_of("kumar-2024");
    for (double C = 1e19; C < 1e27; C *= 30) {
        struct problem problem = {.free = ALL_FREE, .budget = C, .whole = true};
        const struct optimum whole = ask("kumar-2024", "post=5", problem);
        problem.whole = false;
        const struct optimum real = ask("kumar-2024", "post=5", problem);
        check_that(whole.P == floor(whole.P), "P %g at %g", whole.P, C);
        check_that(whole.loss >= real.loss - 1e-12, "whole beats real at %g", C);
        for (int P = 4; P <= 16; P++) {
            char words[40];
            snprintf(words, sizeof words, "P=%d post=5", P);
            const struct solved at = solve(&kumar, words, FREE_N | FREE_D, C);
            check_that(at.best.loss >= whole.loss - 1e-12, "%d bits beat %g at %g", P, whole.P, C);
        }
    }
}

/* Serving for ever outweighs training: fewer parameters, more tokens, as Dinf grows (2401.00448).
 */
static void test_lifetime(void **state) {
    (void)state;
    static const char *const words[] = {"post=off P=16 Dinf=0", "post=off P=16 Dinf=1e12",
                                        "post=off P=16 Dinf=1e14"};
    double N = INFINITY, D_per_N = 0;
    for (int i = 0; i < 3; i++) {
        const struct optimum best =
            ask("hoffmann-2022", words[i],
                (struct problem){.free = FREE_N | FREE_D, .cost = COST_LIFETIME, .target = 2});
        check_that(best.plan.N < N && best.plan.D / best.plan.N > D_per_N, "%s: N %g, D %g",
                   words[i], best.plan.N, best.plan.D);
        N = best.plan.N;
        D_per_N = best.plan.D / best.plan.N;
        check_near(best.loss, 2, 1e-12, "%s: L", words[i]);
    }
    const struct optimum training =
        ask("hoffmann-2022", words[0], (struct problem){.free = FREE_N | FREE_D, .target = 2});
    const struct optimum unserved =
        ask("hoffmann-2022", words[0],
            (struct problem){.free = FREE_N | FREE_D, .cost = COST_LIFETIME, .target = 2});
    check_near(unserved.C, training.C, 1e-12, "no tokens served: the cost of training");
    check_near(unserved.plan.N, training.plan.N, 1e-6, "no tokens served: N");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_precision),       cmocka_unit_test(test_fixed_N),
        cmocka_unit_test(test_other_laws),      cmocka_unit_test(test_closed_form),
        cmocka_unit_test(test_bits_and_budget), cmocka_unit_test(test_unspent),
        cmocka_unit_test(test_silent),          cmocka_unit_test(test_tables),
        cmocka_unit_test(test_ignored),         cmocka_unit_test(test_valleys),
        cmocka_unit_test(test_narrow),          cmocka_unit_test(test_whole),
        cmocka_unit_test(test_lifetime),        cmocka_unit_test(test_ways_back),
    };
    return cmocka_run_group_tests_name("optimum", tests, NULL, NULL);
}
