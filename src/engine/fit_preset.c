/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit as a preset. */
#include "base/text.h"
#include "engine/fit.h"
#include <stdio.h>
#include <string.h>

/* The w and a of a group's runs. */
struct bits {
    double w, a;
    bool any, several;
};

static void take_bits(const struct runs *runs, struct bits bits[RUNS_GROUPS]) {
    memset(bits, 0, RUNS_GROUPS * sizeof *bits);
    for (size_t i = 0; i < runs->count; i++) {
        const struct run *run = &runs->run[i];
        if (run->group < 0 || run->group >= RUNS_GROUPS || !(run->weight > 0)) continue;
        struct bits *const of = &bits[run->group];
        const double w = plan_bits(run->plan.w), a = plan_bits(run->plan.a);
        of->several |= of->any && (of->w != w || of->a != a);
        *of = (struct bits){w, a, true, of->several};
    }
}

/* The name by the group's w and a, "eff_N.w4.a16"; "" where it has several, or no run. */
static void put_name(const char *name, const struct bits *bits, char out[FIT_NAME]) {
    char w[NUM_TEXT], a[NUM_TEXT];
    out[0] = '\0';
    if (!bits->any || bits->several) return;
    snprintf(out, FIT_NAME, "%.*s.w%s.a%s", (int)strcspn(name, "."), name, num_shortest(w, bits->w),
             num_shortest(a, bits->a));
}

void fit_preset_names(const struct fit_problem *problem, const struct fit_result *result,
                      char (*out)[FIT_NAME]) {
    const bool grouped = problem->law == &law_compression;
    struct bits bits[RUNS_GROUPS];
    if (grouped) take_bits(problem->runs, bits);
    for (int i = 0; i < result->count; i++) {
        const struct fit_coefficient *const c = &result->coefficient[i];
        const bool alone = c->group == RUNS_ALONE || c->group == problem->runs->base;
        out[i][0] = '\0';
        if (!grouped || !strchr(c->name, '.'))
            text_copy(out[i], FIT_NAME, c->name);
        else if (!alone)
            put_name(c->name, &bits[c->group], out[i]);
    }
}

/* Whether a coefficient goes into the preset under a name by its group's w and a. */
static bool is_grouped(const struct fit_problem *problem, const struct fit_coefficient *c,
                       const bool *keep) {
    return problem->law == &law_compression && c->group != RUNS_ALONE &&
           c->group != problem->runs->base && (!keep || keep[c->group]);
}

/* Two groups of the same w and a: a preset has room for one. */
static bool check_twice(const struct fit_problem *problem, const struct fit_result *result,
                        const bool *keep, int i, const char (*names)[FIT_NAME], struct err *err) {
    const struct fit_coefficient *const c = &result->coefficient[i];
    const char *const name = names[i];
    for (int j = 0; j < i && is_grouped(problem, c, keep); j++) {
        const struct fit_coefficient *const before = &result->coefficient[j];
        if (!is_grouped(problem, before, keep) || strcmp(name, names[j]) != 0) continue;
        return err_set(err, "%s and %s are both %s, and a preset has one of them: keep one",
                       problem->runs->label[before->group], problem->runs->label[c->group],
                       strchr(name, '.') + 1);
    }
    return true;
}

static bool put_coefficients(const struct fit_problem *problem, const struct fit_result *result,
                             const bool *keep, struct preset *preset, struct err *err) {
    const bool grouped = problem->law == &law_compression;
    char names[FIT_COEFFS][FIT_NAME], text[NUM_TEXT];
    fit_preset_names(problem, result, names);
    for (int i = 0; i < result->count; i++) {
        const struct fit_coefficient *c = &result->coefficient[i];
        const char *const name = names[i];
        if (grouped && strchr(c->name, '.')) {
            if (c->group == problem->runs->base) continue;
            if (keep && c->group != RUNS_ALONE && !keep[c->group]) continue;
        }
        if (!*name) {
            return err_set(err,
                           "%s: its runs differ in w or a, which is how a preset tells them apart",
                           c->name);
        }
        if (!check_twice(problem, result, keep, i, (const char(*)[FIT_NAME])names, err))
            return false;
        if (is_grouped(problem, c, keep) && strcmp(strchr(name, '.'), ".w16.a16") == 0) {
            return err_set(err,
                           "%s is w16.a16, as full precision is, and a preset tells groups apart "
                           "by w and a: expected those of its runs, or other groups to keep",
                           problem->runs->label[c->group]);
        }
        if (!isfinite(c->value))
            return err_set(err, "%s is beyond all numbers: it is no coefficient for a preset",
                           c->name);
        if (!preset_coefficient(preset, name, num_shortest(text, c->value), err))
            return err_at(err, "%s", c->name);
    }
    return true;
}

/* The other coefficients that a preset of the law must have: where there was nothing to fit them to
 * they are put so that they say nothing. */
static bool put_silent(const struct fit_problem *problem, struct preset *preset, struct err *err) {
    static const char *const silent[][2] = {{"C_T", "0"},        {"gamma_D", "0"}, {"gamma_N", "0"},
                                            {"gamma_post", "1"}, {"b", "0"},       {"C_w", "1"},
                                            {"C_a", "1"},        {"C_kv", "1"}};
    if (problem->law != &law_precision) return true;
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        for (int k = 0; problem->law->coefficients[k].name; k++) {
            if (strcmp(problem->law->coefficients[k].name, silent[i][0]) != 0) continue;
            if (isnan(preset->c[k]) && !preset_coefficient(preset, silent[i][0], silent[i][1], err))
                return false;
        }
    }
    return true;
}

static const enum input ranged[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};
enum { RANGED = sizeof ranged / sizeof *ranged };

static void widen(const struct plan *plan, enum input input, struct range *range) {
    const bool bits = INPUT_BIT(input) & INPUTS_BITS;
    const double own = plan_get(plan, input);
    const double value = bits ? plan_bits(own) : own; /* off is as 16 */
    if (value == PLAN_OFF) return;
    range->low = fmin(range->low, value);
    range->high = fmax(range->high, value);
}

/* Of the inputs that the law reads, in one pass. */
static bool put_ranges(const struct fit_problem *problem, struct preset *preset, struct err *err) {
    struct range range[RANGED];
    enum input input[RANGED];
    int count = 0;
    for (int i = 0; i < RANGED; i++) {
        if (!(preset->reads & INPUT_BIT(ranged[i]))) continue;
        range[count] = (struct range){INFINITY, -INFINITY};
        input[count++] = ranged[i];
    }
    for (size_t i = 0; i < problem->runs->count; i++) {
        const struct run *const run = &problem->runs->run[i];
        for (int k = 0; run->weight > 0 && k < count; k++)
            widen(&run->plan, input[k], &range[k]);
    }
    for (int k = 0; k < count; k++) {
        char text[2 * NUM_TEXT + 2], from[NUM_TEXT], to[NUM_TEXT];
        if (range[k].low > range[k].high || (preset->ranged & INPUT_BIT(input[k]))) continue;
        snprintf(text, sizeof text, "%s:%s", input_text(from, input[k], range[k].low),
                 input_text(to, input[k], range[k].high));
        if (!preset_range(preset, inputs[input[k]].name, text, err)) return false;
    }
    return true;
}

bool fit_preset(const struct fit_problem *problem, const struct fit_result *result,
                const bool *keep, struct preset *preset, struct err *err) {
    if (!result->row) return err_set(err, "the fit has no numbers: %s", result->why);
    preset_init(preset, problem->law);
    return put_coefficients(problem, result, keep, preset, err) &&
           put_silent(problem, preset, err) && preset_complete(preset, err) &&
           put_ranges(problem, preset, err);
}
