/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/runs.h"

#include "base/num.h"
#include "base/seen.h"
#include "base/text.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void run_numbers(const struct run *run, double out[RUN_NUMBERS]) {
    const struct plan *const p = &run->plan;
    const double row[RUN_NUMBERS] = {p->N, p->D, run->loss, p->w,   p->a,    p->kv,     p->post,
                                     p->G, p->E, p->M,      p->fc2, p->bias, run->group};
    memcpy(out, row, sizeof row);
}

/* As two halves: a double holds every number of 32 bits. */
static void cluster_numbers(const void *data, size_t index, double *out) {
    const struct run *const run = (const struct run *)data + index;
    out[0] = (double)(run->cluster >> 32);
    out[1] = (double)(run->cluster & UINT32_MAX);
}

bool runs_clusters(const struct runs *runs, size_t *first, size_t *count) {
    struct seen seen;
    bool any = false;
    *count = 0;
    for (size_t i = 0; i < runs->count; i++)
        any |= runs->run[i].cluster != 0 && runs->run[i].weight > 0;
    if (!any) return true;
    if (!seen_make(&seen, runs->count, 2, cluster_numbers, runs->run)) return false;
    for (size_t i = 0; i < runs->count; i++) {
        const bool counts = runs->run[i].weight > 0;
        first[i] = counts && runs->run[i].cluster != 0 ? seen_put(&seen, i) : i;
        *count += counts && first[i] == i;
    }
    seen_free(&seen);
    return true;
}

void runs_init(struct runs *runs) {
    *runs = (struct runs){.base = RUNS_ALONE};
}

void runs_free(struct runs *runs) {
    for (size_t i = 0; i < runs->count; i++)
        free(runs->run[i].name);
    free(runs->run);
    runs_init(runs);
}

static bool make_room(struct runs *runs) {
    if (runs->count < runs->room) return true;
    const size_t room = runs->room ? 2 * runs->room : 64;
    if (room > SIZE_MAX / sizeof *runs->run) return false;
    struct run *more = realloc(runs->run, room * sizeof *more);
    if (!more) return false;
    runs->run = more;
    runs->room = room;
    return true;
}

bool runs_add(struct runs *runs, const struct run *run) {
    if (!make_room(runs)) return false;
    char *name = run->name ? strdup(run->name) : NULL;
    if (run->name && !name) return false;
    runs->run[runs->count] = *run;
    runs->run[runs->count++].name = name;
    return true;
}

int runs_group(struct runs *runs, const char *label) {
    char cut[RUNS_LABEL];
    text_copy(cut, sizeof cut, label);
    for (int i = 0; i < runs->groups; i++) {
        if (strcmp(runs->label[i], cut) == 0) return i;
    }
    if (runs->groups == RUNS_GROUPS) return RUNS_ALONE;
    text_copy(runs->label[runs->groups], RUNS_LABEL, cut);
    return runs->groups++;
}

static void unset_groups(struct runs *runs) {
    runs->groups = 0;
    runs->base = RUNS_ALONE;
    for (size_t i = 0; i < runs->count; i++)
        runs->run[i].group = RUNS_ALONE;
}

/* The group of a w and a. pair: those of the groups so far. */
static int bits_group(struct runs *runs, double w, double a, double (*pair)[2]) {
    char text_w[NUM_TEXT], text_a[NUM_TEXT], label[2 * NUM_TEXT + 4];
    for (int i = 0; i < runs->groups; i++) {
        if (pair[i][0] == w && pair[i][1] == a) return i;
    }
    snprintf(label, sizeof label, "w%s.a%s", num_shortest(text_w, w), num_shortest(text_a, a));
    const int group = runs_group(runs, label);
    if (group == RUNS_ALONE) return group;
    pair[group][0] = w;
    pair[group][1] = a;
    return group;
}

bool runs_group_bits(struct runs *runs) {
    double pair[RUNS_GROUPS][2];
    unset_groups(runs);
    for (size_t i = 0; i < runs->count; i++) {
        const struct plan *plan = &runs->run[i].plan;
        runs->run[i].group = bits_group(runs, plan_bits(plan->w), plan_bits(plan->a), pair);
        if (runs->run[i].group == RUNS_ALONE) {
            unset_groups(runs);
            return false;
        }
    }
    runs->base = runs_find_base(runs);
    return true;
}

/* Words that a data set has for a part that was not quantised. */
static bool is_full(const char *word, size_t length) {
    static const char *const words[] = {"bf16", "fp16", "fp32", "16",   "32", "w16",
                                        "a16",  "off",  "none", "full", ""};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) == length && strncasecmp(words[i], word, length) == 0) return true;
    }
    return false;
}

static bool is_base(const char *label) {
    static const char between[] = ",. ";
    for (const char *at = label; *at; at += strspn(at, between)) {
        const size_t length = strcspn(at, between);
        if (!is_full(at, length)) return false;
        at += length;
    }
    return label[0] != '\0';
}

int runs_find_base(const struct runs *runs) {
    for (int i = 0; i < runs->groups; i++) {
        if (is_base(runs->label[i])) return i;
    }
    return RUNS_ALONE;
}
