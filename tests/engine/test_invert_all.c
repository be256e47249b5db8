/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every input asked for every output under every preset: each value that is found gives the
 * target, none that a dense look sees is missed, and no target past the extremes has one. */
#include "support.h"

#include "engine/invert.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LOOK = 195, PLANS = 8 };

static const double close_by = 1e-9;

static const enum input moved[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};

enum { MOVED = sizeof moved / sizeof *moved, TIED = MOVED };

static const char *const plans[PLANS] = {
    "",
    "w=4 a=4 kv=16 post=off",
    "w=4 a=16 kv=off post=3 G=32",
    "w=off a=off kv=off post=4 N=1e9 D=1e10",
    "w=16 a=4 fc2=8 G=channel D=1e15",
    "P=16 post=2 N=1e8 D=1e14 E=2 M=1",
    "P=off post=off bias=off N=1e12 G=1",
    "w=3.5 a=5.2 kv=4.7 post=4.1 N=3e8 D=2e11 E=8 M=10 G=65536",
};

/* One question's curve, looked at densely. */
struct seen {
    const struct preset *preset;
    struct plan plan;
    enum input input;
    bool tied;
    enum output output;
    int count;
    double x[LOOK + 8], y[LOOK + 8]; /* of the numbers, ascending; NAN where the law is silent */
    char words[200];
};

static double output_at(const struct seen *s, double x) {
    struct answer answer;
    struct plan plan = s->plan;
    plan_set(&plan, s->input, x);
    if (s->tied) plan.a = plan.kv = x;
    if (answer_plan(s->preset, &plan, &answer) == LAW_SILENT) return NAN;
    return output_get(&answer, s->output);
}

/* Whole bits, rows of tables, are among the steps. */
static void look(struct seen *s) {
    const struct input_row *row = &inputs[s->input];
    const bool log_scale = row->scale == SCALE_LOG;
    const int steps = row->whole ? (int)(row->high - row->low) : LOOK;
    s->count = 0;
    for (int i = 0; i <= steps; i++) {
        const double share = (double)i / steps;
        const double x = log_scale ? row->low * pow(row->high / row->low, share)
                                   : row->low + (row->high - row->low) * i / steps;
        s->x[s->count] = fmax(row->low, fmin(row->high, x));
        s->y[s->count] = output_at(s, s->x[s->count]);
        s->count++;
    }
}

/* Beside a wall even the nearest number may be somewhat off. */
static bool nearest_there_is(const struct seen *s, double x, double target) {
    const double miss = fabs(output_at(s, x) - target);
    return miss <= 1e-6 * fabs(target) &&
           !(fabs(output_at(s, nextafter(x, -INFINITY)) - target) < miss) &&
           !(fabs(output_at(s, nextafter(x, INFINITY)) - target) < miss);
}

static struct inverse ask(const struct seen *s, double target) {
    struct inverse inverse;
    const enum law_status status =
        invert_solve(s->preset, &s->plan, s->input, s->tied, s->output, target, &inverse);
    check_that((status == LAW_SILENT) == (inverse.count == 0), "%s = %.17g: status %d, %d values",
               s->words, target, status, inverse.count);
    check_that(inverse.count > 0 || *inverse.why, "%s = %.17g: no reason", s->words, target);
    bool has = inverse.count == 0;
    for (int i = 0; i < inverse.count; i++) {
        const double x = inverse.values[i], y = output_at(s, x);
        has |= x == inverse.value;
        check_that(input_word(s->input, x) ||
                       (x >= inputs[s->input].low && x <= inputs[s->input].high),
                   "%s = %.17g: %.17g is out of range", s->words, target, x);
        check_that(i == 0 || x > inverse.values[i - 1], "%s = %.17g: not in order", s->words,
                   target);
        check_that(is_near(y, target, close_by, 0) || nearest_there_is(s, x, target),
                   "%s = %.17g: at %.17g it is %.17g", s->words, target, x, y);
    }
    check_that(has, "%s = %.17g: the nearest is none of them", s->words, target);
    return inverse;
}

/* Whether a value lies in [low, high], but for rounding. */
static bool found_in(const struct inverse *inverse, double low, double high) {
    for (int i = 0; i < inverse->count; i++) {
        if (inverse->values[i] >= low * (1 - 1e-9) && inverse->values[i] <= high * (1 + 1e-9))
            return true;
    }
    return false;
}

/* Every crossing that the look sees is found, unless it is a jump. Whole inputs do not cross. */
static void check_crossings(const struct seen *s, double target) {
    const struct inverse inverse = ask(s, target);
    if (inverse.count == INVERSE_VALUES || inputs[s->input].whole) return;
    for (int i = 0; i + 1 < s->count; i++) {
        const double a = s->y[i] - target, b = s->y[i + 1] - target;
        if (!(a * b < 0) || found_in(&inverse, s->x[i], s->x[i + 1])) continue;
        double low = s->x[i], high = s->x[i + 1];
        for (int j = 0; j < 200; j++) {
            const double middle = (low + high) / 2, y = output_at(s, middle) - target;
            *(y * a > 0 ? &low : &high) = middle;
        }
        const bool jump = !is_near(output_at(s, low), target, 1e-6, 0) ||
                          !is_near(output_at(s, high), target, 1e-6, 0);
        check_that(jump, "%s = %.17g: the one between %.17g and %.17g is missed; %d values, %s",
                   s->words, target, s->x[i], s->x[i + 1], inverse.count, inverse.why);
    }
}

/* Its value somewhere is found there, if that is not one of a stretch. */
static void check_own(const struct seen *s, int at) {
    const double target = s->y[at];
    const struct inverse inverse = ask(s, target);
    check_that(inverse.count > 0, "%s = %.17g: none, but %.17g has it; %s", s->words, target,
               s->x[at], inverse.why);
}

static void check_curve(struct seen *s) {
    double least = INFINITY, most = -INFINITY;
    int at_least = -1, at_most = -1;
    look(s);
    for (int i = 0; i < s->count; i++) {
        if (s->y[i] < least) least = s->y[at_least = i];
        if (s->y[i] > most) most = s->y[at_most = i];
    }
    if (at_least < 0) {
        struct inverse none = ask(s, 1);
        check_that(none.count == 0 || input_word(s->input, none.value), "%s: from nothing",
                   s->words);
        return;
    }
    check_own(s, at_least);
    check_own(s, at_most);
    if (isfinite(s->y[s->count / 3])) check_own(s, s->count / 3);
    const double spread = most - least;
    for (double share = 0.003; share < 1; share += .33)
        check_crossings(s, least + spread * share);
    if (least > 0 && most > least * 10) check_crossings(s, sqrt(least * most));
    ask(s, least - fabs(least) - 1e-3);
    ask(s, most + fabs(most) + 1e-3);
    ask(s, least + 1e-7 * fabs(least));
    ask(s, 0);
}

static void test_everything(void **state) {
    (void)state;
    static struct seen s;
    static struct preset presets[SHIPPED_PRESETS];
    int asked = 0;
    for (int i = 0; i < SHIPPED_PRESETS * PLANS * (MOVED + 1) * OUTPUT_COUNT; i++) {
        struct preset *preset = &presets[i % SHIPPED_PRESETS];
        if (i < SHIPPED_PRESETS) *preset = preset_of(shipped_presets[i]);
        const int plan = i / SHIPPED_PRESETS % PLANS, rest = i / SHIPPED_PRESETS / PLANS;
        const int input = rest % (MOVED + 1);
        s.preset = preset;
        s.plan = plan_of(plans[plan]);
        s.tied = input == TIED;
        s.input = s.tied ? IN_W : moved[input];
        s.output = (enum output)(rest / (MOVED + 1));
        if (!(preset->law->reads & INPUT_BIT(s.input))) continue;
        snprintf(s.words, sizeof s.words, "solve -p %s %s %s %s", preset->name, plans[plan],
                 s.tied ? "P" : inputs[s.input].name, outputs[s.output].name);
        check_curve(&s);
        asked++;
    }
    check_that(asked > 1000, "only %d asked", asked);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_everything)};
    return cmocka_run_group_tests_name("invert_all", tests, NULL, NULL);
}
