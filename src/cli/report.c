/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/report.h"

#include "engine/preset.h"
#include "io/table_file.h"

const char *report_version(void) {
    return BITPLAN_VERSION;
}

void report_print(struct out *out, struct jout *value, bool pretty) {
    /* A failure of the stream stays in the stream, for out_close to find. */
    if (!jout_write(value, pretty, out->to) && !ferror(out->to)) out->starved = true;
    jout_free(value);
}

void report_input(struct jout *object, const char *key, enum input input, double value) {
    const char *const word = input_word(input, value);
    if (word) {
        jout_text(object, key, word);
    } else {
        jout_number(object, key, value);
    }
}

struct jout *report_plan(const struct plan *plan) {
    struct jout *const object = jout_object();
    for (int i = 0; i < INPUT_COUNT; i++) {
        report_input(object, inputs[i].name, (enum input)i, plan_get(plan, (enum input)i));
    }
    return object;
}

void report_scalars(struct jout *object, const struct answer *answer) {
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        jout_number(object, outputs[i].name, output_get(answer, (enum output)i));
    }
}

void report_scalar_titles(FILE *to) {
    for (int i = 0; i < OUTPUT_COUNT; i++)
        table_cell(to, outputs[i].name, false);
}

void report_scalar_cells(FILE *to, const struct answer *answer) {
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        table_number(to, output_get(answer, (enum output)i), false);
    }
}

const char *report_assumed(const struct preset *preset, const struct result *result, int index) {
    if (index < preset->assumed_count) return preset->assumed[index];
    index -= preset->assumed_count;
    for (int i = 0; i < ASSUMPTION_COUNT; i++) {
        if (!(result->assumed & 1u << (unsigned)i)) continue;
        if (index-- == 0) return assumption_words[i];
    }
    return NULL;
}

const char *report_status(enum law_status status) {
    return status == LAW_SILENT ? "silent" : status == LAW_BEYOND ? "beyond" : "ok";
}
