/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit as JSON and as CSV. */
#include "base/text.h"
#include "cli/fitting.h"
#include "cli/report.h"
#include "engine/fit_request.h"
#include "io/table_file.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const roles[] = {
    [FIT_FREE] = "free", [FIT_FIXED] = "fixed", [FIT_TIED] = "tied", [FIT_BOUND] = "at bound"};

unsigned fitting_inputs(const struct fitting *fitting) {
    unsigned vary = INPUT_BIT(IN_N) | INPUT_BIT(IN_D);
    const struct runs *const runs = &fitting->runs;
    for (size_t i = 1; i < runs->count; i++) {
        for (int k = 0; k < INPUT_COUNT; k++) {
            const enum input input = (enum input)k;
            const bool same =
                plan_get(&runs->run[0].plan, input) == plan_get(&runs->run[i].plan, input);
            if (!same) vary |= INPUT_BIT(k);
        }
    }
    return vary;
}

static struct jout *json_coefficients(const struct fit_result *result) {
    struct jout *const all = jout_object();
    for (int i = 0; i < result->count; i++) {
        const struct fit_coefficient *const c = &result->coefficient[i];
        struct jout *const one = jout_object();
        jout_number(one, "value", c->value);
        jout_number(one, "stderr", c->error);
        jout_number(one, "low", c->low);
        jout_number(one, "high", c->high);
        jout_flag(one, "identified", c->identified);
        jout_text(one, "role", roles[c->role]);
        jout_add(all, c->name, one);
    }
    return all;
}

/* The correlation of two coefficients; NAN where either is known or unknown altogether. */
static double correlation(const struct fit_result *result, int i, int j) {
    const size_t n = (size_t)result->count, a = (size_t)i, b = (size_t)j;
    const double *const v = result->covariance;
    return v[a * n + b] / sqrt(v[a * n + a] * v[b * n + b]);
}

static struct jout *json_correlation(const struct fit_result *result) {
    struct jout *const all = jout_object();
    for (int i = 0; result->covariance && i < result->count; i++) {
        if (isnan(correlation(result, i, i))) continue;
        struct jout *const row = jout_object();
        for (int j = 0; j < result->count; j++) {
            const double value = i == j ? 1 : correlation(result, i, j);
            if (!isnan(value)) jout_number(row, result->coefficient[j].name, value);
        }
        jout_add(all, result->coefficient[i].name, row);
    }
    return all;
}

static struct jout *json_row(const struct fitting *fitting, size_t index) {
    const struct run *const run = &fitting->runs.run[index];
    const unsigned shown = fitting_inputs(fitting);
    struct jout *const object = jout_object();
    char name[DATA_TEXT];
    jout_text(object, "row", fit_run_name(run, name, sizeof name));
    jout_whole(object, "line", run->line);
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (shown & INPUT_BIT(i))
            report_input(object, inputs[i].name, (enum input)i,
                         plan_get(&run->plan, (enum input)i));
    }
    if (run->group != RUNS_ALONE) jout_text(object, "group", fitting->runs.label[run->group]);
    for (int i = 0; i < FIT_CELLS; i++)
        jout_number(object, fit_cells[i].name, fit_cells[i].get(run, &fitting->result.row[index]));
    return object;
}

static struct jout *json_residuals(const struct fitting *fitting) {
    struct jout *const object = jout_object(), *const list = jout_list();
    size_t rows[FITTING_WORST];
    const int count = fit_worst(&fitting->result, &fitting->runs, rows, FITTING_WORST);
    jout_number(object, "rms_log", fitting->result.rms_log);
    for (int i = 0; i < count; i++)
        jout_add(list, NULL, json_row(fitting, rows[i]));
    jout_add(object, "worst", list);
    return object;
}

static struct jout *json_lefts(const struct fitting *fitting) {
    struct jout *const list = jout_list();
    for (size_t i = 0; i < fitting->lefts; i++) {
        const struct fit_left *const left = &fitting->left[i];
        struct jout *const one = jout_object();
        jout_number(one, "N", left->N);
        jout_whole(one, "rows", (long long)left->rows);
        jout_number(one, "rms_log", left->rms_log);
        jout_number(one, "bias_log", left->bias_log);
        jout_text(one, "status", fit_status_word(left->status));
        jout_add(list, NULL, one);
    }
    return list;
}

static const char *interval_kind(const struct fitting *fitting) {
    return fitting->resamples > 0     ? "bootstrap"
           : fitting->problem.profile ? "profile likelihood"
                                      : "covariance";
}

static struct jout *json_interval(const struct fitting *fitting) {
    struct jout *const object = jout_object();
    jout_number(object, "level", fitting->problem.level);
    jout_text(object, "by", interval_kind(fitting));
    if (fitting->result.clusters > 0)
        jout_whole(object, "clusters", (long long)fitting->result.clusters);
    jout_number(object, "freedom", fitting->result.row ? fitting->result.freedom : NAN);
    jout_text(object, "covariance", fit_covariance_word(&fitting->result));
    if (fitting->resamples > 0) {
        jout_whole(object, "resamples", fitting->resamples);
        jout_whole(object, "fitted", fitting->resampled);
    }
    return object;
}

static struct jout *json_words(const char words[][DATA_TEXT], int count) {
    struct jout *const list = jout_list();
    for (int i = 0; i < count; i++)
        jout_text(list, NULL, words[i]);
    return list;
}

struct jout *fitting_json_data(const struct fitting *fitting) {
    const struct data_report *const data = &fitting->data;
    struct jout *const object = jout_object();
    jout_text(object, "file", fitting->path);
    jout_text(object, "sha256", data->sha256);
    jout_whole(object, "rows", (long long)data->rows);
    jout_whole(object, "taken", (long long)fitting->runs.count);
    jout_whole(object, "bad", (long long)data->bad);
    jout_add(object, "warnings", json_words(data->warning, data->warnings));
    return object;
}

_Static_assert((int)FIT_WORDS == (int)DATA_TEXT, "json_words takes both");

void fitting_print_json(struct out *out, const struct fitting *fitting) {
    const struct fit_result *const result = &fitting->result;
    struct jout *const object = jout_object();
    jout_text(object, "law", fitting->problem.law->name);
    jout_whole(object, "n", (long long)result->n);
    jout_number(object, "objective", result->objective);
    jout_text(object, "status", fit_status_word(result->status));
    jout_add(object, "coefficients", json_coefficients(result));
    jout_add(object, "correlation", json_correlation(result));
    jout_add(object, "residuals", json_residuals(fitting));
    jout_whole(object, "seed", fitting->seed);
    jout_text(object, "version", report_version());
    jout_text(object, "note", *result->why ? result->why : NULL);
    jout_add(object, "remarks", json_words(result->remark, result->remarks));
    jout_add(object, "interval", json_interval(fitting));
    jout_add(object, "left_out", json_lefts(fitting));
    jout_add(object, "data", fitting_json_data(fitting));
    if (fitting->options->fit.table) {
        struct jout *const rows = jout_list();
        for (size_t i = 0; i < result->rows; i++)
            jout_add(rows, NULL, json_row(fitting, i));
        jout_add(object, "rows", rows);
    }
    report_print(out, object, true);
}

static void print_coefficients(FILE *to, const struct fit_result *result) {
    static const char *const titles[] = {"coefficient", "value",      "stderr", "low",
                                         "high",        "identified", "role"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        table_cell(to, titles[i], i == 0);
    table_row_end(to);
    for (int i = 0; i < result->count; i++) {
        const struct fit_coefficient *const c = &result->coefficient[i];
        table_cell(to, c->name, true);
        table_number(to, c->value, false);
        table_number(to, c->error, false);
        table_number(to, c->low, false);
        table_number(to, c->high, false);
        table_cell(to, c->identified ? "true" : "false", false);
        table_cell(to, roles[c->role], false);
        table_row_end(to);
    }
}

static void print_titles(FILE *to, const struct fitting *fitting, unsigned shown) {
    table_cell(to, "row", true);
    table_cell(to, "line", false);
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (shown & INPUT_BIT(i)) table_cell(to, inputs[i].name, false);
    }
    if (fitting->runs.groups > 0) table_cell(to, "group", false);
    for (int i = 0; i < FIT_CELLS; i++)
        table_cell(to, fit_cells[i].name, false);
    table_row_end(to);
}

static void print_row(FILE *to, const struct fitting *fitting, unsigned shown, size_t index) {
    const struct run *const run = &fitting->runs.run[index];
    char name[DATA_TEXT], text[NUM_TEXT];
    table_cell(to, fit_run_name(run, name, sizeof name), true);
    table_number(to, run->line, false);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        if (shown & INPUT_BIT(i))
            table_cell(to, input_text(text, input, plan_get(&run->plan, input)), false);
    }
    if (fitting->runs.groups > 0)
        table_cell(to, run->group == RUNS_ALONE ? "" : fitting->runs.label[run->group], false);
    for (int i = 0; i < FIT_CELLS; i++)
        table_number(to, fit_cells[i].get(run, &fitting->result.row[index]), false);
    table_row_end(to);
}

void fitting_print_csv(struct out *out, const struct fitting *fitting) {
    const unsigned shown = fitting_inputs(fitting);
    if (!fitting->options->fit.table) {
        print_coefficients(out->to, &fitting->result);
        return;
    }
    print_titles(out->to, fitting, shown);
    for (size_t i = 0; i < fitting->result.rows; i++)
        print_row(out->to, fitting, shown, i);
}
