/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers' problems, as questions to the optimiser. */
#include "base/text.h"
#include "ui/optimum_parts.h"
#include <math.h>

static const double fixed_bits[OPTIMUM_KINDS] = {
    [OPTIMUM_BITS_4] = 4, [OPTIMUM_BITS_8] = 8, [OPTIMUM_BITS_16] = 16};

static bool has_layouts(const struct law *law) {
    return law->cost_bits != NULL;
}

static bool reads_training_bits(const struct law *law) {
    return law->reads & (INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV) | INPUT_BIT(IN_E) |
                         INPUT_BIT(IN_M));
}

/* The first loaded preset of a law with layouts; beside one of those, the first with real bits. */
static const struct preset *other_preset(const struct app *app) {
    const bool layouts = has_layouts(app_primary(app)->law);
    for (int i = 0; i < app->preset_count; i++) {
        const struct law *law = app->presets[i]->law;
        if (layouts ? law->real_bits && !has_layouts(law) : has_layouts(law))
            return app->presets[i];
    }
    return NULL;
}

const struct preset *optimum_preset(const struct app *app, enum optimum_kind kind) {
    return kind == OPTIMUM_OTHER ? other_preset(app) : app_primary(app);
}

int optimum_kinds(const struct app *app, enum optimum_kind kind[OPTIMUM_KINDS]) {
    int count = 0;
    for (int i = 0; i < OPTIMUM_KINDS; i++) {
        if (i == OPTIMUM_LIFETIME && !(app->now.plan.Dinf > 0)) continue;
        if (i == OPTIMUM_OTHER && !other_preset(app)) continue;
        kind[count++] = (enum optimum_kind)i;
    }
    return count;
}

double optimum_budget(const struct app *app) {
    return cost_budget(app_primary(app)->law, &app->now.plan);
}

static enum law_status no_question(struct optimum *optimum, const char *why) {
    *optimum = (struct optimum){.status = LAW_SILENT, .P = NAN, .C = NAN, .loss = NAN};
    text_copy(optimum->why, sizeof optimum->why, why);
    return LAW_SILENT;
}

/* Why a question makes no sense under a law; NULL where it does. */
static const char *senseless(const struct law *law, enum optimum_kind kind) {
    if (kind == OPTIMUM_SERVED) {
        const bool serves = has_layouts(law) || (law->reads & INPUT_BIT(IN_POST));
        return serves ? NULL : "this law does not look at post: serving fewer bits is free in it";
    }
    if (reads_training_bits(law) || kind == OPTIMUM_BITS_16) return NULL;
    return "this law does not look at training bits";
}

/* The best of the layouts that have so many bits. */
static enum law_status ask_layouts(const struct preset *preset, const struct plan *plan,
                                   const struct problem *problem, double bits,
                                   struct optimum *best) {
    no_question(best, "no layout has so many bits");
    for (double E = inputs[IN_E].low; E <= inputs[IN_E].high; E++) {
        struct plan at = *plan;
        struct optimum optimum;
        at.E = E;
        at.M = bits - 1 - E;
        if (at.M < inputs[IN_M].low || at.M > inputs[IN_M].high) continue;
        const enum law_status status = optimum_solve(preset, &at, problem, &optimum);
        if (status == LAW_SILENT && best->status != LAW_SILENT) continue;
        const bool better = problem->target > 0 ? optimum.C < best->C : optimum.loss < best->loss;
        if (best->status == LAW_SILENT || better) *best = optimum;
    }
    return best->status;
}

static enum law_status ask(const struct app *app, enum optimum_kind kind, bool whole, double budget,
                           double target, struct optimum *optimum) {
    const struct preset *preset = optimum_preset(app, kind);
    const struct law *law = preset->law;
    struct plan plan = app->now.plan;
    struct problem problem = {.free = FREE_N | FREE_D | FREE_P,
                              .budget = budget,
                              .target = target,
                              .whole = whole};
    const char *why = senseless(law, kind);
    if (why) return no_question(optimum, why);
    if (kind == OPTIMUM_SIZE) problem.free = FREE_D | FREE_P;
    if (kind == OPTIMUM_LIFETIME) problem.cost = COST_LIFETIME;
    if (kind == OPTIMUM_SERVED) {
        problem.cost = COST_INFERENCE;
        problem.budget = cost_serving(law, &plan) * sqrt(budget / optimum_budget(app));
        plan.w = plan.a = plan.kv = PLAN_OFF;
        plan.post = has_layouts(law) ? PLAN_OFF : inputs[IN_POST].fallback;
    }
    if (fixed_bits[kind] > 0) {
        problem.free = FREE_N | FREE_D;
        if (has_layouts(law))
            return ask_layouts(preset, &plan, &problem, fixed_bits[kind], optimum);
        plan.w = plan.a = plan.kv = fixed_bits[kind];
    }
    return optimum_solve(preset, &plan, &problem, optimum);
}

enum law_status optimum_ask(const struct app *app, enum optimum_kind kind, double budget,
                            double target, struct optimum *optimum) {
    return ask(app, kind, app->optimum.whole, budget, target, optimum);
}

bool optimum_adopted(const struct app *app, enum optimum_kind kind, struct plan *plan,
                     struct optimum *taken) {
    const bool layouts = has_layouts(optimum_preset(app, kind)->law);
    const bool whole = layouts || app->optimum.whole;
    if (ask(app, kind, whole, optimum_budget(app), app->optimum.target, taken) == LAW_SILENT)
        return false;
    *plan = taken->plan;
    const double bits = 1 + plan->E + plan->M;
    if (layouts && bits <= inputs[IN_W].high) plan->w = plan->a = plan->kv = bits;
    return true;
}

/* "E4M3" where an answer has a whole layout, else "E·M". */
static void layout_name(const struct optimum *answer, char *out, size_t size) {
    const struct plan *plan = answer ? &answer->plan : NULL;
    out[0] = '\0';
    if (plan && answer->status != LAW_SILENT && plan->E == round(plan->E) &&
        plan->M == round(plan->M))
        text_append(out, size, "E%.0fM%.0f", plan->E, plan->M);
    else
        text_append(out, size, "E·M");
}

static void brief_name(const struct app *app, enum optimum_kind kind, char out[OPTIMUM_NAME]) {
    char number[NUM_TEXT], name[PRESET_NAME];
    out[0] = '\0';
    if (fixed_bits[kind] > 0) {
        text_append(out, OPTIMUM_NAME, "%.0f bits", fixed_bits[kind]);
    } else if (kind == OPTIMUM_SIZE) {
        text_append(out, OPTIMUM_NAME, "N fixed %s", num_si(number, app->now.plan.N));
    } else if (kind == OPTIMUM_OTHER) {
        text_clean(name, sizeof name, optimum_preset(app, kind)->name);
        text_append(out, OPTIMUM_NAME, "%s", name);
    } else {
        text_append(out, OPTIMUM_NAME, "%s",
                    kind == OPTIMUM_JOINT    ? "joint"
                    : kind == OPTIMUM_SERVED ? "served"
                                             : "lifetime");
    }
}

void optimum_name(const struct app *app, enum optimum_kind kind, const struct optimum *answer,
                  bool brief, char out[OPTIMUM_NAME]) {
    char number[NUM_TEXT], layout[24];
    const struct preset *preset = optimum_preset(app, kind);
    brief_name(app, kind, out);
    if (brief) return;
    layout_name(answer, layout, sizeof layout);
    const bool layouts = has_layouts(preset->law);
    if (fixed_bits[kind] > 0) {
        text_copy(out, OPTIMUM_NAME, layouts ? "" : "bits fixed at ");
        text_append(out, OPTIMUM_NAME, "%.0f%s%s: N, D", fixed_bits[kind], layouts ? " bits, " : "",
                    layouts ? layout : "");
    } else if (kind == OPTIMUM_SIZE) {
        text_copy(out, OPTIMUM_NAME, "N fixed at ");
        text_append(out, OPTIMUM_NAME, "%s: D, %s", num_si(number, app->now.plan.N),
                    layouts ? layout : "P");
    } else if (kind == OPTIMUM_SERVED) {
        text_append(out, OPTIMUM_NAME, ": N·post ≤ %s",
                    num_si(number, cost_serving(preset->law, &app->now.plan)));
    } else {
        text_append(out, OPTIMUM_NAME, ": N, D, %s", layouts ? layout : "w=a=kv");
    }
}

static bool counts_ptq(const struct app *app, const struct law *law) {
    return app->now.plan.post != PLAN_OFF && (law->reads & INPUT_BIT(IN_POST));
}

static const char *joint_words(const struct app *app, const struct law *law) {
    const bool served = counts_ptq(app, law);
    if (has_layouts(law))
        return "joint: more compute wants more bits, 4 to 8 for any budget that exists.";
    if (!law->real_bits) return "joint: bits are rows of this law's table; only those are tried.";
    return served ? "joint: what PTQ adds is counted in. With post off P* never moves with C, only "
                    "N and D do (Finding 3)."
                  : "joint: P* never moves with C, only N and D do (Finding 3).";
}

void optimum_words(const struct app *app, enum optimum_kind kind, char *out, size_t size) {
    static const char *const words[OPTIMUM_KINDS] = {
        [OPTIMUM_BITS_4] = "bits fixed: fewer bits buy more parameters and tokens for the same C, "
                           "until they cost more than that buys.",
        [OPTIMUM_SIZE] = "N fixed: more compute goes into data, and then into bits: P* ≈ β·γ·ln C.",
        [OPTIMUM_SERVED] =
            "served: N·bits is what a token costs to serve; training is free here, "
            "so D goes to D_crit (eq. 29). Its line lets N·bits grow as the root of C.",
        [OPTIMUM_LIFETIME] = "lifetime: C pays for training and for serving Dinf tokens: smaller "
                             "models, trained for longer (2401.00448)."};
    char name[PRESET_NAME];
    const struct law *law = optimum_preset(app, kind)->law;
    const char *why = senseless(law, kind);
    out[0] = '\0';
    if (kind == OPTIMUM_OTHER) {
        text_clean(name, sizeof name, optimum_preset(app, kind)->name);
        text_append(out, size, "%s: other runs, so compare the bits, not the loss.%s", name,
                    has_layouts(law) ? " More compute wants more bits, 4 to 8 for any budget that "
                                       "exists."
                                     : "");
    } else if (why) {
        brief_name(app, kind, out);
        text_append(out, size, ": %s.", why);
    } else if (kind == OPTIMUM_SIZE && counts_ptq(app, law)) {
        text_copy(out, size,
                  "N fixed: the more data, the more PTQ adds, and bits stay near what it leaves. "
                  "With post off P* ≈ β·γ·ln C.");
    } else if (kind == OPTIMUM_SIZE && (has_layouts(law) || !law->real_bits)) {
        text_copy(out, size, "N fixed: more compute goes into data, and then into bits.");
    } else {
        text_append(out, size, "%s",
                    kind == OPTIMUM_JOINT  ? joint_words(app, law)
                    : fixed_bits[kind] > 0 ? words[OPTIMUM_BITS_4]
                                           : words[kind]);
    }
}
