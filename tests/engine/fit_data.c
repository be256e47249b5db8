/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit_data.h"

#include "support.h"

#include "engine/covariance.h"
#include "io/fit_save.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 32, LINE = 2048 };

const struct data_set data_sets[] = {
    {"gadre-c4", "gadre.csv", "train_set=c4_original", {NULL}, "N", &law_chinchilla, 0},
    {"gadre-rpj", "gadre.csv", "train_set=rpj", {NULL}, "N", &law_chinchilla, 0},
    {"gadre-rw", "gadre.csv", "train_set=rw_original", {NULL}, "N", &law_chinchilla, 0},
    {"gadre-c4-nonemb",
     "gadre.csv",
     "train_set=c4_original",
     {NULL},
     "N_nonemb",
     &law_chinchilla,
     0},
    {"gadre-rpj-nonemb", "gadre.csv", "train_set=rpj", {NULL}, "N_nonemb", &law_chinchilla, 0},
    {"gadre-rw-nonemb",
     "gadre.csv",
     "train_set=rw_original",
     {NULL},
     "N_nonemb",
     &law_chinchilla,
     0},
    {"gemstones-cooldown", "gemstones.csv", "schedule=cooldown", {NULL}, "N", &law_chinchilla, 0},
    {"gemstones-cooldown-nonemb",
     "gemstones.csv",
     "schedule=cooldown",
     {NULL},
     "N_nonemb",
     &law_chinchilla,
     0},
    {"gemstones-constant", "gemstones.csv", "schedule=constant", {NULL}, "N", &law_chinchilla, 0},
    {"gemstones-half", "gemstones.csv", "schedule=constant-lr/2", {NULL}, "N", &law_chinchilla, 0},
    {"datablations-once", "datablations.csv", "epochs=1", {NULL}, "N", &law_chinchilla, 0},
    {"datablations-all", "datablations.csv", NULL, {NULL}, "N", &law_chinchilla, 0},
    {"quest-bf16", "quest.csv", "method=BF16", {NULL}, "N", &law_chinchilla, 0},
    {"quest", "quest.csv", NULL, {"method", "w", "a"}, "N", &law_compression, 0},
    {"quest-outer", "quest.csv", NULL, {"method", "w", "a"}, "N", &law_compression, FIT_OUTER},
    {"quest-precision", "quest.csv", NULL, {NULL}, "N", &law_precision, FIT_SHIFT},
    {"quest-precision-plain", "quest.csv", NULL, {NULL}, "N", &law_precision, 0},
    {"quartet",
     "quartet.csv",
     NULL,
     {"forward", "backward"},
     "N",
     &law_compression,
     FIT_OUTER | FIT_EFF_D},
    {"quartet-plain", "quartet.csv", NULL, {"forward", "backward"}, "N", &law_compression, 0},
    {"quartet-qat", "quartet.csv", NULL, {NULL}, "N", &law_qat, 0},
    {"quartet-fp", "quartet.csv", "format=mxfp4", {NULL}, "N", &law_fp, 0},
};

const int data_set_count = sizeof data_sets / sizeof *data_sets;

/* Cells of a line without quotes; returns how many. */
static int split(char *line, char *cell[CELLS]) {
    int count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; at && count < CELLS;) {
        cell[count++] = at;
        at = strchr(at, ',');
        if (at) *at++ = '\0';
    }
    return count;
}

static int column_of(char *const header[CELLS], int count, const char *name, size_t length) {
    for (int i = 0; i < count; i++) {
        if (strlen(header[i]) == length && strncmp(header[i], name, length) == 0) return i;
    }
    return -1;
}

static int need(char *const header[CELLS], int count, const char *name) {
    const int at = column_of(header, count, name, strcspn(name, "="));
    if (at < 0) fail_msg("no column %s", name);
    return at;
}

static double cell_number(char *const cell[CELLS], int column, double fallback) {
    if (column < 0 || !cell[column][0]) return fallback;
    return strtod(cell[column], NULL);
}

struct columns {
    char *name[CELLS];
    int count;
};

static void add(const struct data_set *set, const struct columns *head, char *const cell[CELLS],
                struct runs *runs) {
    static const enum input optional[] = {IN_W, IN_A, IN_G, IN_E, IN_M};
    struct run run = {.plan = plan_default(), .weight = 1, .group = RUNS_ALONE};
    char label[RUNS_LABEL] = "";
    if (set->where) {
        const int at = need(head->name, head->count, set->where);
        if (strcmp(cell[at], strchr(set->where, '=') + 1) != 0) return;
    }
    for (int i = 0; i < 3 && set->by[i]; i++) {
        const size_t length = strlen(label);
        snprintf(label + length, sizeof label - length, "%s%s", i ? ", " : "",
                 cell[need(head->name, head->count, set->by[i])]);
    }
    run.plan.w = run.plan.a = run.plan.kv = run.plan.post = PLAN_OFF;
    run.plan.N = cell_number(cell, need(head->name, head->count, set->size), NAN);
    run.plan.D = cell_number(cell, need(head->name, head->count, "D"), NAN);
    run.loss = cell_number(cell, need(head->name, head->count, "loss"), NAN);
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) {
        const char *name = inputs[optional[i]].name;
        const int at = column_of(head->name, head->count, name, strlen(name));
        const double value = plan_get(&run.plan, optional[i]);
        plan_set(&run.plan, optional[i], cell_number(cell, at, value));
    }
    if (label[0]) run.group = runs_group(runs, label);
    if (!runs_add(runs, &run)) fail_msg("out of memory");
}

bool data_read(const struct data_set *set, const char *folder, struct runs *runs) {
    char path[1024], first[LINE], line[LINE];
    char *cell[CELLS];
    struct columns head;
    snprintf(path, sizeof path, "%s/%s", folder, set->file);
    FILE *file = fopen(path, "r");
    runs_init(runs);
    if (!file) return false;
    if (!fgets(first, sizeof first, file)) fail_msg("%s is empty", path);
    head.count = split(first, head.name);
    while (fgets(line, sizeof line, file)) {
        if (split(line, cell) != head.count) fail_msg("%s: a short line", path);
        add(set, &head, cell, runs);
    }
    fclose(file);
    runs->base = runs_find_base(runs);
    return true;
}

double data_normal(uint64_t *state) {
    const double u = random_between(state, 0, 1), v = random_between(state, 0, 1);
    return sqrt(-2 * log(1 - u)) * cos(2 * M_PI * v);
}

void data_measure(const struct preset *preset, double sd, uint64_t *state, struct run *run) {
    struct result result;
    law_eval(preset, &run->plan, &result);
    if (isnan(result.loss)) fail_msg("no loss: %s", result.why);
    run->loss = result.loss * exp(sd * data_normal(state));
}

static const double group_sizes[] = {32, 64, 128, 256, PLAN_CHANNEL};

/* One of the ways to quantise that the law tells apart. */
static void quantise(const struct preset *preset, int i, struct plan *plan) {
    static const double served[] = {PLAN_OFF, 2, 3, 4}, again[] = {PLAN_OFF, 5, 4, 3};
    static const double trained[] = {PLAN_OFF, 16, 8, 6};
    static const double layouts[][2] = {{2, 1}, {3, 2}, {4, 3}, {5, 2}, {1, 2}, {1, 1}, {3, 3}};
    const struct law *law = preset->law;
    const struct variant *v = i % (preset->variant_count + 1) == 0 || preset->variant_count == 0
                                  ? NULL
                                  : &preset->variant[i % (preset->variant_count + 1) - 1];
    if (v && law != &law_qid) {
        plan->w = v->w;
        plan->a = v->a;
        plan->fc2 = v->fc2 ? 8 : PLAN_OFF;
    }
    plan->G = group_sizes[i / 7 % (law == &law_fp ? 5 : 4)];
    if (law == &law_qid) plan->post = served[i % 4];
    if (law == &law_precision) {
        plan->post = again[i / 5 % 4];
        plan->w = trained[i % 4];
        plan->a = trained[i / 4 % 4];
        plan->kv = trained[i / 9 % 4];
    }
    plan->E = layouts[i % 7][0];
    plan->M = layouts[i % 7][1];
}

void data_mixed(const struct preset *preset, uint64_t seed, double sd, struct runs *runs) {
    uint64_t state = seed * 104729 + 3;
    runs_init(runs);
    for (int i = 0; i < 480; i++) {
        struct run run = {.plan = plan_default(), .weight = 1, .group = RUNS_ALONE};
        run.plan.w = run.plan.a = run.plan.kv = run.plan.post = PLAN_OFF;
        run.plan.N = random_log(&state, 1e7, 1e10);
        run.plan.D = random_log(&state, 2e8, 1e12);
        quantise(preset, i, &run.plan);
        data_measure(preset, sd, &state, &run);
        if (!runs_add(runs, &run)) fail_msg("out of memory");
    }
    if (preset->law == &law_compression) runs_group_bits(runs);
}

/* A way to quantise that the law tells apart: each size meets all of them, and so do most lengths.
 */
static void quantise_made(const struct preset *preset, int size, int length, struct plan *plan) {
    static const double bits[] = {PLAN_OFF, 8, 6, 5, 4}, served[] = {PLAN_OFF, 2, 3, 4};
    static const double layouts[][2] = {{2, 1}, {3, 2}, {4, 3}, {5, 2}, {1, 2}, {1, 1}, {3, 3}};
    const struct law *law = preset->law;
    const int i = size + 12 * length, variant = (size + length) % (preset->variant_count + 1);
    if (law == &law_precision) {
        plan->w = bits[i % 5];
        plan->a = bits[i / 5 % 5];
        plan->kv = bits[i / 25 % 5];
    } else if (law == &law_qid) {
        plan->post = served[(size + length) % 4];
    } else if (variant > 0) {
        plan->w = preset->variant[variant - 1].w;
        plan->a = preset->variant[variant - 1].a;
        plan->fc2 = preset->variant[variant - 1].fc2 ? 8 : PLAN_OFF;
    }
    plan->G = group_sizes[(size + 2 * length) % (law == &law_fp ? 5 : 4)];
    plan->E = layouts[(size + length) % 7][0];
    plan->M = layouts[(size + length) % 7][1];
}

void data_make(const struct preset *preset, uint64_t seed, double sd, struct runs *runs) {
    uint64_t state = seed * 7919 + 17;
    runs_init(runs);
    for (int i = 0; i < 8; i++)
        random_between(&state, 0, 1);
    for (int i = 0; i < 240; i++) {
        struct run run = {.plan = plan_default(), .weight = 1, .group = RUNS_ALONE};
        run.plan.N = 1e7 * pow(10, 2.0 * (i % 12) / 11);
        run.plan.D = 2e8 * pow(10, 2.5 * (i / 12 % 20) / 19);
        run.plan.w = run.plan.a = run.plan.kv = run.plan.post = PLAN_OFF;
        quantise_made(preset, i % 12, i / 12, &run.plan);
        data_measure(preset, sd, &state, &run);
        if (!runs_add(runs, &run)) fail_msg("out of memory");
    }
    if (preset->law == &law_compression) runs_group_bits(runs);
}

/* A preset's own number for a coefficient of the fit. */
static double true_value(const struct preset *preset, const char *name) {
    const struct law *law = preset->law;
    for (int k = 0; law->coefficients[k].name; k++) {
        if (strcmp(law->coefficients[k].name, name) == 0) return preset->c[k];
    }
    const char *dot = strchr(name, '.');
    for (int v = 0; dot && v < preset->variant_count; v++) {
        if (strcmp(preset->variant[v].suffix, dot + 1) != 0) continue;
        for (int k = 0; law->variant_coefficients[k].name; k++) {
            const char *stem = law->variant_coefficients[k].name;
            if (strlen(stem) == (size_t)(dot - name) && strncmp(stem, name, strlen(stem)) == 0)
                return preset->variant[v].c[k];
        }
    }
    return 1; /* the base group's eff */
}

double data_truth(const struct preset *preset, const char *name) {
    const double value = true_value(preset, name);
    if (preset->law != &law_precision) return value;
    if (strcmp(name, "C_T") == 0) return value * exp(true_value(preset, "b"));
    return strcmp(name, "b") == 0 ? 0 : value;
}

struct fit_result data_fit(const struct fit_problem *problem) {
    struct fit_result result;
    struct err err;
    if (!fit_run(problem, &result, &err)) fail_msg("%s", err.text);
    return result;
}

struct fit_result data_fit_chinchilla(const struct runs *runs) {
    const struct fit_problem problem = fit_problem(&law_chinchilla, runs);
    return data_fit(&problem);
}

void data_make_chinchilla(uint64_t seed, double sd, struct runs *runs) {
    const struct preset preset = preset_of("besiroglu-2024");
    data_make(&preset, seed, sd, runs);
}

void data_refused(const struct runs *runs, const char *words) {
    struct fit_result result = data_fit_chinchilla(runs);
    check_that(result.status == FIT_REFUSED && strstr(result.why, words),
               "expected to be refused with \"%s\": %s, \"%s\"", words,
               fit_status_word(result.status), result.why);
    check_that(result.count == 0 && isnan(result.objective), "refused, with numbers");
    fit_free(&result);
}

double data_rise_at(const struct fit_problem *problem, const char *name, double value,
                    double least) {
    struct fit_problem fixed = *problem;
    fixed.profile = false;
    fixed.fix[0].value = value;
    snprintf(fixed.fix[0].name, sizeof fixed.fix[0].name, "%s", name);
    fixed.fixes = 1;
    struct fit_result result = data_fit(&fixed);
    const double rise = result.objective - least;
    fit_free(&result);
    return rise;
}

struct preset data_preset(const struct fit_problem *problem, const struct fit_result *result) {
    const struct data_ask ask = {.law = problem->law};
    const struct data_report report = {0};
    const struct fit_saving saving = {.problem = problem,
                                      .result = result,
                                      .name = "ours",
                                      .data = "ours.csv",
                                      .ask = &ask,
                                      .report = &report};
    struct preset preset;
    struct err err;
    if (!fit_save_preset(&saving, &preset, &err)) fail_msg("%s", err.text);
    return preset;
}

bool data_holds(const struct preset *truth, const struct preset *preset, const char *words) {
    const struct plan plan = plan_of(words);
    struct interval interval[OUTPUT_COUNT];
    struct result real;
    law_eval(truth, &plan, &real);
    interval_outputs(preset, &plan, interval);
    return interval[OUT_LOSS].low <= real.loss && real.loss <= interval[OUT_LOSS].high;
}
