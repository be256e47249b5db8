/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit as a preset. */
#include "base/text.h"
#include "engine/fit.h"
#include <stdio.h>
#include <string.h>

/* The w and a of a group's runs, "w4.a16"; false where it has several, or no run. */
static bool group_bits(const struct runs *runs, int group, char *out, size_t size) {
    double w = NAN, a = NAN;
    for (size_t i = 0; i < runs->count; i++) {
        const struct run *run = &runs->run[i];
        if (run->group != group || !(run->weight > 0)) continue;
        const double own_w = plan_bits(run->plan.w), own_a = plan_bits(run->plan.a);
        if (!isnan(w) && (own_w != w || own_a != a)) return false;
        w = own_w;
        a = own_a;
    }
    if (isnan(w)) return false;
    char text_w[NUM_TEXT], text_a[NUM_TEXT];
    snprintf(out, size, "w%s.a%s", num_shortest(text_w, w), num_shortest(text_a, a));
    return true;
}

bool fit_preset_name(const struct fit_problem *problem, const struct fit_result *result, int i,
                     char out[FIT_NAME]) {
    const char *name = result->coefficient[i].name;
    text_copy(out, FIT_NAME, name);
    if (problem->law != &law_compression || !strchr(name, '.')) return true;
    const int group = result->coefficient[i].group;
    char bits[2 * NUM_TEXT + 4];
    if (group == RUNS_ALONE || group == problem->runs->base ||
        !group_bits(problem->runs, group, bits, sizeof bits)) {
        return false;
    }
    snprintf(out, FIT_NAME, "%.*s.%s", (int)strcspn(name, "."), name, bits);
    return true;
}

/* Whether a coefficient goes into the preset under a name by its group's w and a. */
static bool is_grouped(const struct fit_problem *problem, const struct fit_coefficient *c,
                       const bool *keep) {
    return problem->law == &law_compression && c->group != RUNS_ALONE &&
           c->group != problem->runs->base && (!keep || keep[c->group]);
}

/* Two groups of the same w and a: a preset has room for one. */
static bool check_twice(const struct fit_problem *problem, const struct fit_result *result,
                        const bool *keep, int i, const char *name, struct err *err) {
    const struct fit_coefficient *const c = &result->coefficient[i];
    char other[FIT_NAME];
    for (int j = 0; j < i && is_grouped(problem, c, keep); j++) {
        const struct fit_coefficient *const before = &result->coefficient[j];
        if (!is_grouped(problem, before, keep) || !fit_preset_name(problem, result, j, other) ||
            strcmp(name, other) != 0)
            continue;
        return err_set(err, "%s and %s are both %s, and a preset has one of them: keep one",
                       problem->runs->label[before->group], problem->runs->label[c->group],
                       strchr(name, '.') + 1);
    }
    return true;
}

static bool put_coefficients(const struct fit_problem *problem, const struct fit_result *result,
                             const bool *keep, struct preset *preset, struct err *err) {
    const bool grouped = problem->law == &law_compression;
    for (int i = 0; i < result->count; i++) {
        const struct fit_coefficient *c = &result->coefficient[i];
        char name[FIT_NAME], text[NUM_TEXT];
        if (grouped && strchr(c->name, '.')) {
            if (c->group == problem->runs->base) continue;
            if (keep && c->group != RUNS_ALONE && !keep[c->group]) continue;
        }
        if (!fit_preset_name(problem, result, i, name)) {
            return err_set(err,
                           "%s: its runs differ in w or a, which is how a preset tells them apart",
                           c->name);
        }
        if (!check_twice(problem, result, keep, i, name, err)) return false;
        if (is_grouped(problem, c, keep) && strcmp(strchr(name, '.'), ".w16.a16") == 0) {
            return err_set(err,
                           "%s is w16.a16, as full precision is, and a preset tells groups apart "
                           "by w and a: expected those of its runs, or other groups to keep",
                           problem->runs->label[c->group]);
        }
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

static bool put_range(const struct fit_problem *problem, enum input input, struct preset *preset,
                      struct err *err) {
    const bool bits = INPUT_BIT(input) & INPUTS_BITS;
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < problem->runs->count; i++) {
        const struct run *run = &problem->runs->run[i];
        const double own = plan_get(&run->plan, input);
        const double value = bits ? plan_bits(own) : own; /* off is as 16 */
        if (!(run->weight > 0) || value == PLAN_OFF) continue;
        low = fmin(low, value);
        high = fmax(high, value);
    }
    if (low > high || (preset->ranged & INPUT_BIT(input))) return true;
    char text[2 * NUM_TEXT + 2], from[NUM_TEXT], to[NUM_TEXT];
    snprintf(text, sizeof text, "%s:%s", input_text(from, input, low), input_text(to, input, high));
    return preset_range(preset, inputs[input].name, text, err);
}

bool fit_preset(const struct fit_problem *problem, const struct fit_result *result,
                const bool *keep, struct preset *preset, struct err *err) {
    static const enum input ranged[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};
    if (!result->row) return err_set(err, "the fit has no numbers: %s", result->why);
    preset_init(preset, problem->law);
    if (!put_coefficients(problem, result, keep, preset, err) ||
        !put_silent(problem, preset, err) || !preset_complete(preset, err)) {
        return false;
    }
    for (size_t i = 0; i < sizeof ranged / sizeof *ranged; i++) {
        if (!(preset->reads & INPUT_BIT(ranged[i]))) continue;
        if (!put_range(problem, ranged[i], preset, err)) return false;
    }
    return true;
}
