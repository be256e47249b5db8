/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of the views of one plan: Plan, Formats, Explain. */
#include "base/text.h"
#include "engine/cost.h"
#include "engine/output.h"
#include "ui/export_parts.h"
#include "ui/formats_parts.h"

static void put_outputs(struct table *table, const struct answer *answer) {
    for (int i = 0; i < OUTPUT_COUNT; i++)
        table_put(table, output_get(answer, (enum output)i));
}

static void output_columns(struct table *table) {
    for (int i = 0; i < OUTPUT_COUNT; i++)
        table_column(table, outputs[i].name, outputs[i].unit);
}

/* A row a law, as `bitplan eval` prints it. */
bool plan_table(const struct app *app, const struct facts *facts, struct table *table) {
    text_copy(table->title, sizeof table->title, "the plan under each law");
    text_copy(table->command, sizeof table->command, "eval");
    table_column(table, "preset", "");
    table_column(table, "law", "");
    output_columns(table);
    table_column(table, "note", "");
    for (int i = 0; i < app->preset_count; i++) {
        table_put_word(table, app->presets[i]->name);
        table_put_word(table, app->presets[i]->law->name);
        put_outputs(table, &facts->answer[i]);
        table_put_word(table, facts->answer[i].result.why);
    }
    return true;
}

static void put_plan(const struct app *app, const char *name, const struct plan *plan,
                     struct table *table) {
    for (int i = 0; i < app->preset_count; i++) {
        struct answer answer;
        answer_plan(app->presets[i], plan, &answer);
        table_put_word(table, name);
        for (int k = 0; k < INPUT_COUNT; k++)
            table_put_input(table, (enum input)k, plan_get(plan, (enum input)k));
        table_put_word(table, app->presets[i]->name);
        put_outputs(table, &answer);
        table_put(table, cost_training(app->presets[i]->law, plan));
        table_put(table, cost_weight_bytes(app->presets[i]->law, plan));
        table_put_word(table, answer.result.why);
    }
}

/* The present plan and the pins, a row each under each law. */
bool compare_export(const struct app *app, const struct facts *facts, struct table *table) {
    (void)facts;
    text_copy(table->title, sizeof table->title, "plans under each law");
    text_copy(table->command, sizeof table->command, "eval");
    table_column(table, "plan", "");
    for (int i = 0; i < INPUT_COUNT; i++)
        table_column(table, inputs[i].name, inputs[i].unit);
    table_column(table, "preset", "");
    output_columns(table);
    table_column(table, "training", "FLOP");
    table_column(table, "weights", "bytes");
    table_column(table, "note", "");
    put_plan(app, "present", &app->now.plan, table);
    for (int i = 0; i < app->pins.count; i++)
        put_plan(app, app->pins.pin[i].name, &app->pins.pin[i].plan, table);
    return true;
}

/* Every layout of 3 to 16 bits, all else as in the plan. */
bool formats_table(const struct app *app, const struct facts *facts, struct table *table) {
    const struct preset *preset = formats_preset(app);
    struct plan plan = formats_chosen(app);
    (void)facts;
    if (!preset) return false;
    text_append(table->title, sizeof table->title, "formats under %s", preset->name);
    text_copy(table->command, sizeof table->command, "eval");
    table_column(table, "bits", "bits");
    table_column(table, "E", "bits");
    table_column(table, "M", "bits");
    table_column(table, "G", "");
    output_columns(table);
    for (int bits = FORMAT_BITS_LOW; bits <= FORMAT_BITS_HIGH; bits++) {
        for (plan.E = inputs[IN_E].low; plan.E <= inputs[IN_E].high; plan.E++) {
            struct answer answer;
            plan.M = bits - 1 - plan.E;
            if (plan.M < inputs[IN_M].low || plan.M > inputs[IN_M].high) continue;
            answer_plan(preset, &plan, &answer);
            table_put(table, bits);
            table_put(table, plan.E);
            table_put(table, plan.M);
            table_put_input(table, IN_G, plan.G);
            put_outputs(table, &answer);
        }
    }
    return true;
}

static void put_part(struct table *table, const char *part, const char *name, double value,
                     const char *unit) {
    table_put_word(table, part);
    table_put_word(table, name);
    table_put(table, value);
    table_put_word(table, unit);
}

/* Terms, elasticities and the moves of the primary law. */
bool explain_table(const struct app *app, const struct facts *facts, struct table *table) {
    double slope[INPUT_COUNT];
    const struct preset *preset = app_primary(app);
    const struct result *result = &facts->answer[app->now.primary].result;
    text_append(table->title, sizeof table->title, "what the loss is made of, under %s",
                preset->name);
    text_copy(table->command, sizeof table->command, "eval");
    table_column(table, "part", "");
    table_column(table, "name", "");
    table_column(table, "value", "");
    table_column(table, "unit", "");
    for (int i = 0; i < TERM_COUNT; i++) {
        if (!isnan(result->term[i]))
            put_part(table, "term", term_names[i], result->term[i], "nats/token");
    }
    put_part(table, "loss", "loss", result->loss, "nats/token");
    law_gradient(preset, &app->now.plan, slope);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const bool size = i == IN_N || i == IN_D || i == IN_G;
        if (!isnan(slope[i]))
            put_part(table, "dloss", inputs[i].name, slope[i],
                     size ? "nats/token, of the logarithm" : "nats/token a bit");
    }
    return true;
}
