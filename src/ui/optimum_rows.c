/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers' problems, as questions to the optimiser. */
#include "base/text.h"
#include "ui/optimum_parts.h"
#include <math.h>

double optimum_fixed_bits(enum optimum_kind kind) {
    static const double bits[OPTIMUM_KINDS] = {
        [OPTIMUM_BITS_4] = 4, [OPTIMUM_BITS_8] = 8, [OPTIMUM_BITS_16] = 16};
    return bits[kind];
}

bool optimum_has_layouts(const struct law *law) {
    return law->cost_bits != NULL;
}

bool optimum_reads_bits(const struct preset *preset) {
    return preset->reads & (INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV) | INPUT_BIT(IN_E) |
                            INPUT_BIT(IN_M));
}

/* The first loaded preset of a law with layouts; beside one of those, the first with real bits. */
static const struct preset *other_preset(const struct app *app) {
    const bool layouts = optimum_has_layouts(app_primary(app)->law);
    for (int i = 0; i < app->preset_count; i++) {
        const struct law *law = app->presets[i]->law;
        if (layouts ? law->real_bits && !optimum_has_layouts(law) : optimum_has_layouts(law))
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

int optimum_chosen(const struct app *app) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    const int count = optimum_kinds(app, kind);
    for (int i = 0; i < count; i++) {
        if (kind[i] == app->optimum.chosen) return i;
    }
    return 0;
}

double optimum_own_budget(const struct app *app, enum optimum_kind kind) {
    if (kind == OPTIMUM_SERVED) return cost_serving(app_primary(app)->law, &app->now.plan);
    return optimum_budget(app);
}

/* Why a question makes no sense under a law; NULL where it does. */
static const char *senseless(const struct preset *preset, enum optimum_kind kind, double target) {
    if (kind == OPTIMUM_OTHER && target > 0) return "another law's scale: its losses are not these";
    if (kind == OPTIMUM_SERVED) {
        const bool serves =
            optimum_has_layouts(preset->law) || (preset->reads & INPUT_BIT(IN_POST));
        return serves ? NULL : "this law ignores post: fewer served bits are free";
    }
    if (optimum_reads_bits(preset) || kind == OPTIMUM_BITS_16) return NULL;
    return "this law does not look at training bits: see 16";
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

static enum law_status ask_under(const struct preset *preset, const struct app *app,
                                 enum optimum_kind kind, bool whole, double budget, double target,
                                 struct optimum *optimum) {
    const struct law *law = preset->law;
    struct plan plan = app->now.plan;
    struct problem problem = {.free = FREE_N | FREE_D | FREE_P,
                              .budget = budget,
                              .target = target,
                              .whole = whole};
    const char *why = senseless(preset, kind, target);
    if (why) return no_question(optimum, why);
    if (kind == OPTIMUM_SIZE) problem.free = FREE_D | FREE_P;
    if (kind == OPTIMUM_LIFETIME) problem.cost = COST_LIFETIME;
    if (kind == OPTIMUM_SERVED) {
        problem.cost = COST_INFERENCE;
        plan.w = plan.a = plan.kv = PLAN_OFF;
        plan.post = optimum_has_layouts(law) ? PLAN_OFF : inputs[IN_POST].fallback;
    }
    const double bits = optimum_fixed_bits(kind);
    if (bits > 0) {
        problem.free = FREE_N | FREE_D;
        if (optimum_has_layouts(law)) return ask_layouts(preset, &plan, &problem, bits, optimum);
        plan.w = plan.a = plan.kv = bits;
    }
    return optimum_solve(preset, &plan, &problem, optimum);
}

static enum law_status ask(const struct app *app, enum optimum_kind kind, bool whole, double budget,
                           double target, struct optimum *optimum) {
    return ask_under(optimum_preset(app, kind), app, kind, whole, budget, target, optimum);
}

struct question {
    const struct app *app;
    enum optimum_kind kind;
};

static enum law_status ask_again(const struct preset *preset, const void *data,
                                 struct optimum *optimum) {
    const struct question *const question = data;
    const struct app *const app = question->app;
    return ask_under(preset, app, question->kind, app->optimum.whole,
                     optimum_own_budget(app, question->kind), app->optimum.target, optimum);
}

void optimum_row_sure(const struct app *app, const struct optimum_row *row,
                      char out[OPTIMUM_WORDS]) {
    const struct question question = {app, row->kind};
    const struct preset *const preset = optimum_preset(app, row->kind);
    struct sure_optimum sure;
    char ends[OPTIMUM_WORDS - 16];
    out[0] = '\0';
    if (row->optimum.status == LAW_SILENT || !preset->covariance) return;
    if (!sure_optimum(preset, ask_again, &question, &sure)) {
        text_append(out, OPTIMUM_WORDS,
                    "%d %%: open: it jumps, or ends, within what the runs allow", INTERVAL_PERCENT);
        return;
    }
    sure_optimum_words(&sure, ends, sizeof ends);
    if (*ends) text_append(out, OPTIMUM_WORDS, "%d %%: %s", INTERVAL_PERCENT, ends);
}

enum law_status optimum_ask(const struct app *app, enum optimum_kind kind, double budget,
                            double target, struct optimum *optimum) {
    return ask(app, kind, app->optimum.whole, budget, target, optimum);
}

static bool is_whole(double value) {
    return value == round(value);
}

/* A layout is of whole numbers, and under its law w, a and kv say nothing: they follow it. */
static struct plan plan_of(const struct law *law, const struct optimum *taken) {
    struct plan plan = taken->plan;
    const double bits = 1 + plan.E + plan.M;
    if (optimum_has_layouts(law) && bits <= inputs[IN_W].high) plan.w = plan.a = plan.kv = bits;
    return plan;
}

static void solve(const struct app *app, enum optimum_kind kind, bool both,
                  struct optimum_row *row) {
    const double budget = optimum_own_budget(app, kind), target = app->optimum.target;
    const struct law *law = optimum_preset(app, kind)->law;
    row->kind = kind;
    ask(app, kind, app->optimum.whole, budget, target, &row->optimum);
    row->taken = row->optimum;
    if (both && optimum_has_layouts(law) && row->optimum.status != LAW_SILENT &&
        !(is_whole(row->optimum.plan.E) && is_whole(row->optimum.plan.M)))
        ask(app, kind, true, budget, target, &row->taken);
    row->adopted = plan_of(law, &row->taken);
}

void optimum_row(const struct app *app, enum optimum_kind kind, struct optimum_row *row) {
    solve(app, kind, true, row);
}

/* Layouts for a loss take long: all rows with both would cost more than a key may. */
int optimum_rows(const struct app *app, struct optimum_row row[OPTIMUM_KINDS]) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    const int count = optimum_kinds(app, kind), chosen = optimum_chosen(app);
    for (int i = 0; i < count; i++)
        solve(app, kind[i], app->optimum.target <= 0 || i == chosen, &row[i]);
    return count;
}

bool optimum_rounds(const struct optimum_row *row) {
    const struct plan *real = &row->optimum.plan, *whole = &row->taken.plan;
    return row->optimum.status != LAW_SILENT && row->taken.status != LAW_SILENT &&
           (real->E != whole->E || real->M != whole->M);
}

double optimum_training(const struct app *app, const struct optimum_row *row) {
    return cost_training(optimum_preset(app, row->kind)->law, &row->optimum.plan);
}

double optimum_place(const struct app *app, const struct optimum_row *row) {
    if (row->optimum.status == LAW_SILENT) return NAN;
    if (row->kind == OPTIMUM_SERVED) return optimum_training(app, row);
    return app->optimum.target > 0 ? row->optimum.C : optimum_budget(app);
}
