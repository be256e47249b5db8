/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/eval_rows.h"

#include "cli/report.h"
#include "engine/covariance.h"
#include "io/table_file.h"
#include <math.h>

static struct jout *json_terms(const struct result *result) {
    struct jout *const list = jout_list();
    for (int i = 0; i < TERM_COUNT; i++) {
        if (isnan(result->loss) || isnan(result->term[i])) continue;
        struct jout *const term = jout_object();
        jout_text(term, "name", term_names[i]);
        jout_number(term, "value", result->term[i]);
        jout_add(list, NULL, term);
    }
    return list;
}

static struct jout *json_slopes(const struct preset *preset, const struct plan *plan) {
    double slope[INPUT_COUNT];
    struct jout *const object = jout_object();
    law_gradient(preset, plan, slope);
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!isnan(slope[i])) jout_number(object, inputs[i].name, slope[i]);
    }
    return object;
}

static struct jout *json_ignores(const struct result *result) {
    struct jout *const list = jout_list();
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (result->ignores & INPUT_BIT(i)) jout_text(list, NULL, inputs[i].name);
    }
    return list;
}

/* An end of a fitted range: null where it is open. */
static void json_end(struct jout *object, const char *key, enum input input, double value) {
    if (isinf(value)) {
        jout_number(object, key, NAN);
    } else {
        report_input(object, key, input, value);
    }
}

static struct jout *json_beyond(const struct preset *preset, const struct plan *plan,
                                const struct result *result) {
    struct jout *const list = jout_list();
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        if (!(result->beyond & INPUT_BIT(i))) continue;
        struct jout *const entry = jout_object();
        jout_text(entry, "input", inputs[i].name);
        report_input(entry, "value", input, plan_get(plan, input));
        json_end(entry, "low", input, preset->range[i].low);
        json_end(entry, "high", input, preset->range[i].high);
        jout_number(entry, "factor", preset_stretch(preset, plan, input));
        jout_add(list, NULL, entry);
    }
    return list;
}

static struct jout *json_assumed(const struct preset *preset, const struct result *result) {
    struct jout *const list = jout_list();
    const char *word;
    for (int i = 0; (word = report_assumed(preset, result, i)); i++)
        jout_text(list, NULL, word);
    return list;
}

/* What each output is sure of, [low, high]; NULL where the preset has no covariance. */
static struct jout *json_intervals(const struct preset *preset, const struct plan *plan) {
    struct interval interval[OUTPUT_COUNT];
    if (!interval_outputs(preset, plan, interval)) return NULL;
    struct jout *const object = jout_object();
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        struct jout *const ends = jout_list();
        if (isnan(interval[i].low)) {
            jout_free(ends);
            jout_number(object, outputs[i].name, NAN);
            continue;
        }
        jout_number(ends, NULL, interval[i].low);
        jout_number(ends, NULL, interval[i].high);
        jout_add(object, outputs[i].name, ends);
    }
    return object;
}

static struct jout *json_result(const struct preset *preset, const struct plan *plan) {
    struct answer answer;
    answer_plan(preset, plan, &answer);
    const struct result *const result = &answer.result;
    struct jout *const object = jout_object();
    jout_text(object, "preset", preset->name);
    jout_text(object, "law", preset->law->name);
    jout_text(object, "source", preset->source);
    report_scalars(object, &answer);
    jout_add(object, "terms", json_terms(result));
    jout_add(object, "dloss", json_slopes(preset, plan));
    jout_add(object, "ignores", json_ignores(result));
    jout_add(object, "beyond", json_beyond(preset, plan, result));
    jout_add(object, "assumed", json_assumed(preset, result));
    jout_text(object, "note", *result->why ? result->why : NULL);
    struct jout *const intervals = json_intervals(preset, plan);
    jout_number(object, "interval_level", INTERVAL_PERCENT / 100.0);
    if (intervals)
        jout_add(object, "interval", intervals);
    else
        jout_text(object, "interval", NULL);
    return object;
}

struct jout *eval_json(const struct preset *presets, int count, const struct plan *plan) {
    struct jout *const results = jout_list();
    for (int i = 0; i < count; i++)
        jout_add(results, NULL, json_result(&presets[i], plan));
    return results;
}

void eval_csv_titles(FILE *to, bool first) {
    table_cell(to, "preset", first);
    table_cell(to, "law", false);
    report_scalar_titles(to);
    table_cell(to, "note", false);
    table_row_end(to);
}

void eval_csv_row(FILE *to, bool first, const struct preset *preset, const struct plan *plan) {
    struct answer answer;
    answer_plan(preset, plan, &answer);
    table_cell(to, preset->name, first);
    table_cell(to, preset->law->name, false);
    report_scalar_cells(to, &answer);
    table_cell(to, answer.result.why, false);
    table_row_end(to);
}
