/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Optimum view's questions are called, and what their answers show. */
#include "base/text.h"
#include "engine/cost.h"
#include "ui/optimum_parts.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

void optimum_brief(const struct app *app, enum optimum_kind kind, char out[OPTIMUM_NAME]) {
    char number[NUM_TEXT], name[PRESET_NAME];
    out[0] = '\0';
    if (optimum_fixed_bits(kind) > 0) {
        text_append(out, OPTIMUM_NAME, "%.0f bits", optimum_fixed_bits(kind));
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

/* "E4M2", "E3.6M2.1". */
static void layout_text(const struct plan *plan, char out[32]) {
    char E[NUM_TEXT], M[NUM_TEXT];
    out[0] = '\0';
    text_append(out, 32, "E%sM%s", num_fixed(E, plan->E, plan->E != round(plan->E)),
                num_fixed(M, plan->M, plan->M != round(plan->M)));
}

/* What the whole layout costs beside the real one: "+0.0003", or "×1.01" where cost is sought. */
static void rounding_text(const struct app *app, const struct optimum_row *row, char out[32]) {
    char number[NUM_TEXT];
    out[0] = '\0';
    if (app->optimum.target > 0)
        text_append(out, 32, "×%s", num_fixed(number, row->taken.C / row->optimum.C, 2));
    else
        text_append(out, 32, "%s", num_signed(number, row->taken.loss - row->optimum.loss, 4));
}

enum { LONG, MIDDLE, FORMS };

/* What is chosen: "N, D, w=a=kv", "N, D, E4M3", "E3.6M2.1 → E4M2 +0.0003". */
static void chosen_text(const struct app *app, const struct optimum_row *row, int form, char *out,
                        size_t size) {
    char real[32], whole[32], more[32];
    const bool layouts = optimum_has_layouts(optimum_preset(app, row->kind)->law);
    const char *const free = row->kind == OPTIMUM_SIZE ? "D" : "N, D";
    if (!layouts || row->optimum.status == LAW_SILENT) {
        text_append(out, size, "%s, %s", free,
                    layouts                     ? "E·M"
                    : row->kind == OPTIMUM_SIZE ? "P"
                                                : "w=a=kv");
        return;
    }
    layout_text(&row->optimum.plan, real);
    layout_text(&row->taken.plan, whole);
    rounding_text(app, row, more);
    if (!optimum_rounds(row))
        text_append(out, size, "%s, %s", free, real);
    else if (form == LONG)
        text_append(out, size, "%s → %s %s", real, whole, more);
    else
        text_append(out, size, "%s→%s", real, whole);
}

static void served_name(const struct app *app, const struct optimum_row *row, int form, char *out,
                        size_t size) {
    char number[NUM_TEXT];
    const struct law *law = app_primary(app)->law;
    const char *const product = optimum_has_layouts(law) ? "N·bits" : "N·post";
    const bool answered = row->optimum.status != LAW_SILENT;
    if (app->optimum.target > 0) {
        text_append(out, size, "served: %s%s %s", form == LONG ? "least " : "", product,
                    answered ? num_si(number, row->optimum.C) : "");
        return;
    }
    num_si(number, optimum_own_budget(app, row->kind));
    if (answered && optimum_rounds(row)) {
        text_append(out, size, "served ≤ %s: ", number);
        chosen_text(app, row, form, out, size);
        return;
    }
    text_append(out, size, "served: %s ≤ %s%s", product, number, form == LONG ? ", any D" : "");
}

static void bits_name(const struct app *app, const struct optimum_row *row, char *out,
                      size_t size) {
    char layout[32];
    const struct preset *const preset = optimum_preset(app, row->kind);
    const struct law *const law = preset->law;
    const double bits = optimum_fixed_bits(row->kind);
    if (optimum_has_layouts(law)) {
        layout_text(&row->optimum.plan, layout);
        text_append(out, size, "%.0f bits%s%s: N, D", bits,
                    row->optimum.status == LAW_SILENT ? "" : ", ",
                    row->optimum.status == LAW_SILENT ? "" : layout);
    } else if (!optimum_reads_bits(preset) && row->kind == OPTIMUM_BITS_16) {
        text_append(out, size, "16 bits, as fitted: N, D");
    } else {
        text_append(out, size, "bits fixed at %.0f: N, D", bits);
    }
}

static void name_in_form(const struct app *app, const struct optimum_row *row, int form,
                         char out[OPTIMUM_NAME]) {
    char number[NUM_TEXT];
    out[0] = '\0';
    if (optimum_fixed_bits(row->kind) > 0) {
        bits_name(app, row, out, OPTIMUM_NAME);
        return;
    }
    if (row->kind == OPTIMUM_SERVED) {
        served_name(app, row, form, out, OPTIMUM_NAME);
        return;
    }
    if (row->kind == OPTIMUM_SIZE) {
        text_append(out, OPTIMUM_NAME, "%s %s: ", optimum_rounds(row) ? "N" : "N fixed at",
                    num_si(number, app->now.plan.N));
    } else {
        optimum_brief(app, row->kind, out);
    }
    if (row->kind != OPTIMUM_SIZE) text_append(out, OPTIMUM_NAME, ": ");
    chosen_text(app, row, form, out, OPTIMUM_NAME);
}

void optimum_name(const struct app *app, const struct optimum_row *row, int width,
                  char out[OPTIMUM_NAME]) {
    const struct canvas measure = {.ascii = app->ascii};
    for (int form = LONG; form < FORMS; form++) {
        name_in_form(app, row, form, out);
        if (canvas_width(&measure, out) <= width) return;
    }
    optimum_brief(app, row->kind, out);
}

static bool counts_ptq(const struct app *app, const struct preset *preset) {
    return app->now.plan.post != PLAN_OFF && (preset->reads & INPUT_BIT(IN_POST));
}

/* "More compute wants more bits: 3.7 at 1e19 FLOP, 6.0 at 1e27", from the curve itself. */
static void growth_words(const struct budget_curve *curve, char *out, size_t size) {
    char C[NUM_TEXT], bits[NUM_TEXT];
    int first = 0, last = BUDGET_SAMPLES - 1;
    text_append(out, size, "more compute wants more bits");
    while (curve && first < last && isnan(curve->value[CHART_BITS][first]))
        first++;
    while (curve && last > first && isnan(curve->value[CHART_BITS][last]))
        last--;
    if (curve && first < last) {
        text_append(out, size, ": %s at %s FLOP",
                    num_fixed(bits, curve->value[CHART_BITS][first], 1),
                    num_si(C, num_round(exp(curve->ln_c[first]), 2)));
        text_append(out, size, ", %s at %s", num_fixed(bits, curve->value[CHART_BITS][last], 1),
                    num_si(C, num_round(exp(curve->ln_c[last]), 2)));
    }
    text_append(out, size, ".");
}

static void joint_words(const struct app *app, const struct preset *preset,
                        const struct budget_curve *curve, char *out, size_t size) {
    text_copy(out, size, "joint: ");
    if (optimum_has_layouts(preset->law))
        growth_words(curve, out, size);
    else if (!preset->law->real_bits)
        text_append(out, size, "bits are rows of this law's table; only those are tried.");
    else if (counts_ptq(app, preset)) {
        text_append(out, size, "PTQ is counted in; with post off P* never moves with C.");
    } else {
        text_append(out, size, "P* never moves with C, only N and D do.");
    }
}

/* What it buys, and at which bits it trains: that is what adopting it sets. */
static void served_words(const struct app *app, char *out, size_t size) {
    char number[NUM_TEXT];
    const bool layouts = optimum_has_layouts(app_primary(app)->law);
    text_append(out, size, "served: %s", layouts ? "N·bits" : "N·post");
    if (app->optimum.target > 0)
        text_append(out, size, ", the least for the loss; ");
    else
        text_append(out, size, " ≤ %s bits a token; ",
                    num_si(number, optimum_own_budget(app, OPTIMUM_SERVED)));
    text_append(out, size, "training is free, at %s (eq. 29).", layouts ? "those bits" : "16 bits");
    text_append(out, size,
                " D goes to D_crit or the end of its range%s. Its line is over the C that this "
                "takes.",
                layouts ? "" : ", w a kv are off");
}

static void size_words(const struct app *app, const struct preset *preset, char *out, size_t size) {
    const struct law *const law = preset->law;
    if (counts_ptq(app, preset) && law->real_bits) {
        text_copy(out, size,
                  "N fixed: the more data, the more PTQ adds: bits stay near what it leaves. With "
                  "post off P* ≈ β·γ·ln C.");
    } else if (law->real_bits && !optimum_has_layouts(law)) {
        text_copy(out, size,
                  "N fixed: more compute goes into data, and then into bits: P* ≈ β·γ·ln C.");
    } else {
        text_copy(out, size, "N fixed: more compute goes into data, and then into bits.");
    }
}

static void other_words(const struct app *app, const struct law *law,
                        const struct budget_curve *curve, char *out, size_t size) {
    char name[PRESET_NAME];
    text_clean(name, sizeof name, optimum_preset(app, OPTIMUM_OTHER)->name);
    text_append(out, size, "%s: other runs: compare the bits, not the loss.", name);
    if (!optimum_has_layouts(law) || !curve) return;
    text_append(out, size, " There ");
    growth_words(curve, out, size);
}

void optimum_words(const struct app *app, enum optimum_kind kind, const struct budget_curve *curve,
                   char out[OPTIMUM_WORDS]) {
    const struct preset *const preset = optimum_preset(app, kind);
    out[0] = '\0';
    if (kind == OPTIMUM_OTHER) {
        other_words(app, preset->law, curve, out, OPTIMUM_WORDS);
    } else if (kind == OPTIMUM_SERVED) {
        served_words(app, out, OPTIMUM_WORDS);
    } else if (!optimum_reads_bits(preset)) {
        text_copy(out, OPTIMUM_WORDS,
                  "This law's runs all trained at 16 bits: only that is asked. With fewer it would "
                  "see a lower price and no loss.");
    } else if (kind == OPTIMUM_JOINT) {
        joint_words(app, preset, curve, out, OPTIMUM_WORDS);
    } else if (kind == OPTIMUM_SIZE) {
        size_words(app, preset, out, OPTIMUM_WORDS);
    } else if (kind == OPTIMUM_LIFETIME) {
        text_copy(out, OPTIMUM_WORDS,
                  "lifetime: C pays for training and for serving Dinf tokens. Models are smaller, "
                  "trained for longer (2401.00448).");
    } else {
        text_copy(out, OPTIMUM_WORDS,
                  "bits fixed: fewer of them buy more parameters and tokens for the same C. Too "
                  "few cost more loss than that buys.");
    }
}

void optimum_promise(const struct app *app, const struct optimum_row *row,
                     char out[OPTIMUM_WORDS]) {
    char changes[OPTIMUM_WORDS], layout[32], more[32];
    out[0] = '\0';
    if (row->taken.status == LAW_SILENT) {
        text_append(out, OPTIMUM_WORDS, "Nothing to adopt: %s.", row->taken.why);
        return;
    }
    pins_difference(&app->now.plan, &row->adopted, changes, sizeof changes);
    text_append(out, OPTIMUM_WORDS, "Enter: ");
    if (optimum_rounds(row)) {
        layout_text(&row->taken.plan, layout);
        rounding_text(app, row, more);
        text_append(out, OPTIMUM_WORDS, "the best whole layout %s (%s): ", layout, more);
    }
    text_append(out, OPTIMUM_WORDS, "%s", changes);
}
