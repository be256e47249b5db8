/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/law.h"

#include "base/text.h"
#include "engine/powers.h"
#include "engine/preset.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct law *const laws[] = {&law_chinchilla,  &law_precision, &law_qid,
                                         &law_compression, &law_qat,       &law_fp};

enum { LAW_COUNT = sizeof laws / sizeof *laws };

/* What a law can be said to ignore: an input that is off is not there to be ignored. */
static const enum input quantisers[] = {IN_W, IN_A, IN_KV, IN_POST, IN_FC2};

int law_count(void) {
    return LAW_COUNT;
}

const struct law *law_at(int index) {
    return laws[index];
}

int law_names(const char *names[LAWS_MOST]) {
    _Static_assert((int)LAW_COUNT <= (int)LAWS_MOST, "more laws than there is room for");
    for (int i = 0; i < LAW_COUNT; i++)
        names[i] = laws[i]->name;
    return LAW_COUNT;
}

const struct law *law_find(const char *name) {
    for (int i = 0; i < LAW_COUNT; i++) {
        if (strcmp(laws[i]->name, name) == 0) return laws[i];
    }
    return NULL;
}

static void clear_result(struct result *result) {
    *result = (struct result){.loss = NAN,
                              .loss_full = NAN,
                              .n_eff = NAN,
                              .n_eff_ratio = NAN,
                              .d_eff_ratio = NAN,
                              .ptq_delta = NAN,
                              .qat_delta = NAN};
    for (int i = 0; i < TERM_COUNT; i++)
        result->term[i] = NAN;
}

static unsigned ignored(const struct preset *preset, const struct plan *plan) {
    unsigned ignores = 0;
    for (size_t i = 0; i < sizeof quantisers / sizeof *quantisers; i++) {
        const unsigned bit = INPUT_BIT(quantisers[i]);
        if (plan_get(plan, quantisers[i]) != PLAN_OFF && !(preset->reads & bit)) ignores |= bit;
    }
    return ignores;
}

double law_added(const struct preset *preset, const struct plan *plan,
                 const struct result *result) {
    /* in a table of bits 16 is full precision */
    const double full = preset->law->real_bits ? PLAN_OFF : 16;
    unsigned on = 0;
    for (size_t i = 0; i < sizeof quantisers / sizeof *quantisers; i++) {
        if (plan_get(plan, quantisers[i]) < full) on |= INPUT_BIT(quantisers[i]);
    }
    const bool own_format = preset->reads & INPUT_BIT(IN_E);
    const bool blind = on && !(on & preset->reads) && !own_format;
    if (isnan(result->loss) || blind) return NAN;
    return (isnan(result->qat_delta) ? 0 : result->qat_delta) +
           (isnan(result->ptq_delta) ? 0 : result->ptq_delta);
}

static unsigned stretched(const struct preset *preset, const struct plan *plan) {
    unsigned beyond = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const bool known = preset->ranged & INPUT_BIT(i);
        if (known && preset_stretch(preset, plan, (enum input)i) != 0) beyond |= INPUT_BIT(i);
    }
    return beyond;
}

enum law_status law_eval(const struct preset *preset, const struct plan *plan,
                         struct result *result) {
    clear_result(result);
    preset->law->eval(preset, plan, result);
    result->ignores = ignored(preset, plan);
    result->beyond = stretched(preset, plan);
    if (isfinite(result->loss)) {
        result->status = result->beyond ? LAW_BEYOND : LAW_OK;
        return result->status;
    }
    result->at_any_size = isnan(result->loss) && result->why[0];
    if (!result->at_any_size) text_copy(result->why, sizeof result->why, "the loss overflows");
    result->loss = result->ptq_delta = result->qat_delta = NAN;
    for (int i = 0; i < TERM_COUNT; i++)
        result->term[i] = NAN;
    result->status = LAW_SILENT;
    return LAW_SILENT;
}

/* Whether the law has a loss for this plan, without the remarks that law_eval adds. */
static bool has_loss(const struct preset *preset, const struct plan *plan) {
    struct result result;
    clear_result(&result);
    preset->law->eval(preset, plan, &result);
    return isfinite(result.loss);
}

void law_gradient(const struct preset *preset, const struct plan *plan, double slope[INPUT_COUNT]) {
    for (int i = 0; i < INPUT_COUNT; i++)
        slope[i] = NAN;
    if (!has_loss(preset, plan)) return;
    preset->law->gradient(preset, plan, slope);
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!isfinite(slope[i]) || !(preset->reads & INPUT_BIT(i))) slope[i] = NAN;
    }
}

double law_dcrit(const struct preset *preset, const struct plan *plan) {
    return has_loss(preset, plan) ? law_turn(preset, plan) : NAN;
}

double law_turn(const struct preset *preset, const struct plan *plan) {
    struct powers powers;
    double tokens = NAN;
    if (preset->law->powers && preset->law->powers(preset, plan, &powers)) {
        tokens = powers_turn(&powers, plan->N);
    } else if (preset->law->dcrit) {
        tokens = preset->law->dcrit(preset, plan);
    }
    return isfinite(tokens) ? tokens : NAN;
}

void law_explain(const struct preset *preset, const struct plan *plan, struct formula *formula) {
    memset(formula, 0, sizeof *formula);
    preset->law->explain(preset, plan, formula);
}

void formula_add(struct formula *formula, enum term term, double value, const char *symbols,
                 const char *numbers, ...) {
    if (formula->count == FORMULA_PIECES) return;
    struct formula_piece *piece = &formula->piece[formula->count++];
    va_list args;
    piece->term = term;
    piece->value = value;
    text_copy(piece->symbols, sizeof piece->symbols, symbols);
    va_start(args, numbers);
    vsnprintf(piece->numbers, sizeof piece->numbers, numbers, args);
    va_end(args);
}

const char *formula_number(char out[NUM_TEXT], double value) {
    num_shortest(out, num_round(value, 5));
    char *zero = strstr(out, "0.");
    if (zero == out || (zero == out + 1 && out[0] == '-')) memmove(zero, zero + 1, strlen(zero));
    return out;
}
