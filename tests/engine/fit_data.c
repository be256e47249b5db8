/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit_data.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 32, LINE = 2048 };

const struct data_set data_sets[] = {
    {"gadre-c4", "gadre.csv", "train_set=c4_original", {NULL}, &law_chinchilla, 0},
    {"gadre-rpj", "gadre.csv", "train_set=rpj", {NULL}, &law_chinchilla, 0},
    {"gadre-rw", "gadre.csv", "train_set=rw_original", {NULL}, &law_chinchilla, 0},
    {"gemstones-cooldown", "gemstones.csv", "schedule=cooldown", {NULL}, &law_chinchilla, 0},
    {"gemstones-constant", "gemstones.csv", "schedule=constant", {NULL}, &law_chinchilla, 0},
    {"gemstones-half", "gemstones.csv", "schedule=constant-lr/2", {NULL}, &law_chinchilla, 0},
    {"datablations-once", "datablations.csv", "epochs=1", {NULL}, &law_chinchilla, 0},
    {"quest", "quest.csv", NULL, {"method", "w", "a"}, &law_compression, 0},
    {"quest-outer", "quest.csv", NULL, {"method", "w", "a"}, &law_compression, FIT_OUTER},
    {"quartet",
     "quartet.csv",
     NULL,
     {"forward", "backward"},
     &law_compression,
     FIT_OUTER | FIT_EFF_D},
    {"quartet-plain", "quartet.csv", NULL, {"forward", "backward"}, &law_compression, 0},
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
    run.plan.N = cell_number(cell, need(head->name, head->count, "N"), NAN);
    run.plan.D = cell_number(cell, need(head->name, head->count, "D"), NAN);
    run.loss = cell_number(cell, need(head->name, head->count, "loss"), NAN);
    run.plan.w = cell_number(cell, column_of(head->name, head->count, "w", 1), PLAN_OFF);
    run.plan.a = cell_number(cell, column_of(head->name, head->count, "a", 1), PLAN_OFF);
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
        struct result result;
        run.plan.w = run.plan.a = run.plan.kv = run.plan.post = PLAN_OFF;
        run.plan.N = random_log(&state, 1e7, 1e10);
        run.plan.D = random_log(&state, 2e8, 1e12);
        quantise(preset, i, &run.plan);
        law_eval(preset, &run.plan, &result);
        if (isnan(result.loss)) fail_msg("no loss: %s", result.why);
        run.loss = result.loss * exp(sd * data_normal(&state));
        if (!runs_add(runs, &run)) fail_msg("out of memory");
    }
    if (preset->law == &law_compression) runs_group_bits(runs);
}

void data_make(const struct preset *preset, uint64_t seed, double sd, struct runs *runs) {
    static const double bits[] = {PLAN_OFF, 8, 6, 5, 4};
    uint64_t state = seed * 7919 + 17;
    const bool quantised = preset->law->reads & INPUT_BIT(IN_KV);
    runs_init(runs);
    for (int i = 0; i < 8; i++)
        random_between(&state, 0, 1);
    for (int i = 0; i < 240; i++) {
        struct run run = {.plan = plan_default(), .weight = 1, .group = RUNS_ALONE};
        struct result result;
        run.plan.N = 1e7 * pow(10, 2.0 * (i % 12) / 11);
        run.plan.D = 2e8 * pow(10, 2.5 * (i / 12 % 20) / 19);
        run.plan.w = run.plan.a = run.plan.kv = run.plan.post = PLAN_OFF;
        if (quantised) {
            run.plan.w = bits[i % 5];
            run.plan.a = bits[i / 5 % 5];
            run.plan.kv = bits[i / 25 % 5];
        }
        law_eval(preset, &run.plan, &result);
        run.loss = result.loss * exp(sd * data_normal(&state));
        if (!runs_add(runs, &run)) fail_msg("out of memory");
    }
}
