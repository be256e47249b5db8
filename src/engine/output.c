/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/output.h"

#include "base/text.h"
#include <string.h>

#define FIELD(name) offsetof(struct answer, name)

const struct output_row outputs[OUTPUT_COUNT] = {
    [OUT_LOSS] = {"loss", "loss", "nats/token", true, FIELD(result.loss),
                  "Cross-entropy, all terms. Compare plans under one law with it, never laws with "
                  "each other."},
    [OUT_LOSS_FULL] = {"loss_full", "loss at full precision", "nats/token", true,
                       FIELD(result.loss_full), "The same N and D with nothing quantised."},
    [OUT_N_EFF] = {"n_eff", "effective parameters", "", false, FIELD(result.n_eff),
                   "The size of the unquantised model that this one acts like."},
    [OUT_N_EFF_RATIO] =
        {"n_eff_ratio", "N_eff/N", "", false, FIELD(result.n_eff_ratio),
         "The share of the parameters that low-precision training leaves effective."},
    [OUT_D_EFF_RATIO] = {"d_eff_ratio", "D_eff/D", "", false, FIELD(result.d_eff_ratio),
                         "The share of the tokens that low-precision training leaves effective."},
    [OUT_PTQ_DELTA] = {"ptq_delta", "added by PTQ", "nats/token", true, FIELD(result.ptq_delta),
                       "Loss that quantising after training adds."},
    [OUT_QAT_DELTA] = {"qat_delta", "added by training bits", "nats/token", true,
                       FIELD(result.qat_delta), "Loss that training in low precision adds."},
    [OUT_D_CRIT] = {"d_crit", "D_crit", "tokens", false, FIELD(d_crit),
                    "Tokens past which more data raises this plan's loss."},
};

enum output output_find(const char *name, size_t length) {
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        if (strlen(outputs[i].name) != length) continue;
        if (strncmp(outputs[i].name, name, length) == 0) return (enum output)i;
    }
    return OUTPUT_COUNT;
}

const char *output_nearest(const char *name) {
    const char *names[OUTPUT_COUNT];
    for (int i = 0; i < OUTPUT_COUNT; i++)
        names[i] = outputs[i].name;
    return text_nearest(name, names, OUTPUT_COUNT);
}

enum law_status answer_plan(const struct preset *preset, const struct plan *plan,
                            struct answer *answer) {
    const enum law_status status = law_eval(preset, plan, &answer->result);
    answer->d_crit = status == LAW_SILENT ? NAN : law_turn(preset, plan);
    return status;
}

double output_get(const struct answer *answer, enum output output) {
    double value;
    memcpy(&value, (const char *)answer + outputs[output].field, sizeof value);
    return value;
}

static double output_at(const struct preset *preset, enum output output, const struct plan *plan) {
    struct answer answer;
    if (answer_plan(preset, plan, &answer) == LAW_SILENT) return NAN;
    return output_get(&answer, output);
}

/* Laws with a table have few of these, those with a formula all. */
bool output_known(const struct preset *preset, enum output output) {
    static const double bits[] = {PLAN_OFF, 8, 4, 3, 2, 1};
    enum { COUNT = sizeof bits / sizeof *bits };
    struct plan plan = plan_default();
    plan.w = plan.a = plan.kv = plan.post = PLAN_OFF;
    const double full = output_at(preset, output, &plan);
    if (output == OUT_LOSS || output == OUT_LOSS_FULL) return true;
    for (int i = 0; i < COUNT * COUNT * COUNT; i++) {
        plan.w = bits[i % COUNT];
        plan.a = bits[i / COUNT % COUNT];
        plan.post = bits[i / COUNT / COUNT];
        plan.E = plan.M = 1 + i % COUNT;
        const double value = output_at(preset, output, &plan);
        if (!isnan(value) && value != full) return true;
    }
    return false;
}
