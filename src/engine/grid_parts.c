/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/grid_parts.h"

#include "engine/cost.h"
#include "engine/preset.h"
#include <math.h>
#include <string.h>

/* A list, sorted; equal values stay in the order of the list. */
static void sort_list(struct line *line) {
    for (long long i = 0; i < line->count; i++) {
        const double value = axis_value(line->axis, i);
        long long at = i;
        while (at > 0 && line->value[at - 1] > value) {
            line->value[at] = line->value[at - 1];
            line->from[at] = line->from[at - 1];
            at--;
        }
        line->value[at] = value;
        line->from[at] = i;
    }
    line->low = line->value[0];
    line->high = line->value[line->count - 1];
}

static void start_line(struct line *line, const struct axis *axis, double fixed) {
    *line = (struct line){.axis = axis, .count = 1, .low = fixed, .high = fixed};
    if (!axis) return;
    line->count = axis->count;
    if (axis->listed) {
        sort_list(line);
        return;
    }
    line->low = axis->low;
    line->high = axis->high;
    line->log_low = axis->log ? log(axis->low) : axis->low;
    line->per_step = axis->count > 1 ? axis->span / (double)(axis->count - 1) : 0;
}

double line_value(const struct line *line, long long index) {
    if (!line->axis) return line->low;
    return line->axis->listed ? line->value[index] : axis_value(line->axis, index);
}

long long line_near(const struct line *line, double log_value) {
    const struct axis *axis = line->axis;
    if (!axis) return 0;
    if (axis->listed) return (long long)fmax(0, (double)line_find(line, log_value));
    const double place =
        ((axis->log ? log_value : exp(log_value)) - line->log_low) / line->per_step;
    const double last = (double)(line->count - 1);
    return place > 0 ? (long long)(place < last ? place : last) : 0;
}

long long line_find(const struct line *line, double log_value) {
    const double value = exp(log_value);
    if (value < line->low) return -1;
    if (value >= line->high) return line->count - 1;
    long long at = line->axis && !line->axis->listed ? line_near(line, log_value) : 0;
    while (at + 1 < line->count && line_value(line, at + 1) <= value)
        at++;
    while (at > 0 && line_value(line, at) > value)
        at--;
    return at;
}

/* Where an axis' values go: the last that sets the input counts, those before it are overridden. */
static int axis_of(const struct grid *grid, enum input input) {
    for (int i = grid->count - 1; i >= 0; i--) {
        if (grid->axes[i]->input == input) return i;
    }
    return -1;
}

void search_start(struct search *search, const struct grid *grid) {
    const int n = axis_of(grid, IN_N), d = axis_of(grid, IN_D);
    memset(search, 0, sizeof *search);
    search->grid = grid;
    search->law = grid->preset->law;
    start_line(&search->N, n >= 0 ? grid->axes[n] : NULL, grid->plan->N);
    start_line(&search->D, d >= 0 ? grid->axes[d] : NULL, grid->plan->D);
    search->settings = 1;
    long long stride = 1;
    for (int i = grid->count - 1; i >= 0; i--) {
        if (i == n) search->N.stride = stride;
        if (i == d) search->D.stride = stride;
        if (i != n && i != d) search->settings *= grid->axes[i]->count;
        stride *= grid->axes[i]->count;
    }
    search->points = stride;
    search->best = INFINITY;
}

void search_setting(const struct search *search, long long index, struct setting *setting) {
    const struct grid *grid = search->grid;
    long long stride = search->points, left = search->settings;
    setting->number = 0;
    setting->plan = *grid->plan;
    for (int i = 0; i < grid->count; i++) {
        const struct axis *axis = grid->axes[i];
        stride /= axis->count;
        if (axis == search->N.axis || axis == search->D.axis) continue;
        left /= axis->count;
        const long long at = index / left;
        index %= left;
        axis_apply(axis, at, &setting->plan);
        setting->number += at * stride;
    }
    setting->plan.N = search->N.low;
    setting->plan.D = search->D.low;
    setting->bits = cost_bits(search->law, &setting->plan);
    setting->most = setting->plan.C == PLAN_OWN ? INFINITY : setting->plan.C;
    setting->cap = setting->most * 16 / (6 * setting->bits);
}

bool search_repeats(struct search *search, const struct setting *setting) {
    bool same = search->has_before && setting->cap <= search->before_cap;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        if (!same || !(search->grid->preset->reads & INPUT_BIT(i))) continue;
        same = plan_get(&setting->plan, input) == plan_get(&search->before, input);
    }
    if (same) return true;
    search->before = setting->plan;
    search->before_cap = setting->cap;
    search->has_before = true;
    return false;
}

bool search_speaks(const struct search *search, const struct setting *setting) {
    const struct line *N = &search->N, *D = &search->D;
    return isfinite(setting_loss(search, setting, N->low, D->low)) ||
           isfinite(setting_loss(search, setting, N->high, D->high)) ||
           isfinite(setting_loss(search, setting, N->low, D->high)) ||
           isfinite(setting_loss(search, setting, N->high, D->low));
}

bool setting_pays(const struct setting *setting, double N, double D) {
    return 6 * N * D * setting->bits / 16 <= setting->most;
}

long long search_last_D(const struct search *search, const struct setting *setting, double N) {
    const struct line *D = &search->D;
    if (setting_pays(setting, N, D->high)) return D->count - 1;
    long long at = line_find(D, log(setting->cap / N));
    while (at + 1 < D->count && setting_pays(setting, N, line_value(D, at + 1)))
        at++;
    while (at >= 0 && !setting_pays(setting, N, line_value(D, at)))
        at--;
    return at;
}

double setting_loss(const struct search *search, const struct setting *setting, double N,
                    double D) {
    struct plan plan = setting->plan;
    struct result result;
    plan.N = N;
    plan.D = D;
    return law_eval(search->grid->preset, &plan, &result) == LAW_SILENT ? INFINITY : result.loss;
}

static struct plan plan_at(const struct search *search, long long number) {
    const struct grid *grid = search->grid;
    struct plan plan = *grid->plan;
    long long stride = search->points;
    for (int i = 0; i < grid->count; i++) {
        stride /= grid->axes[i]->count;
        axis_apply(grid->axes[i], number / stride % grid->axes[i]->count, &plan);
    }
    return plan;
}

/* Leave only the best of those kept, by the law itself. */
static void decide(struct search *search) {
    struct kept best = {.number = -1, .loss = INFINITY};
    for (int i = 0; i < search->kept_count; i++) {
        struct kept *kept = &search->kept[i];
        if (!kept->exact) {
            const struct plan plan = plan_at(search, kept->number);
            struct result result;
            const bool silent = law_eval(search->grid->preset, &plan, &result) == LAW_SILENT;
            kept->loss = silent ? INFINITY : result.loss;
            kept->exact = true;
        }
        const bool first = kept->loss == best.loss && kept->number < best.number;
        if (kept->loss < best.loss || first) best = *kept;
    }
    search->kept[0] = best;
    search->kept_count = best.number >= 0;
}

static long long place(const struct line *line, long long index) {
    const long long at = line->axis && line->axis->listed ? line->from[index] : index;
    return at * line->stride;
}

void search_note(struct search *search, const struct setting *setting, long long i, long long j,
                 double loss, bool exact) {
    if (!(loss <= search->best * (1 + GRID_MARGIN))) return;
    if (loss * (1 + GRID_MARGIN) < search->best) search->kept_count = 0;
    if (loss < search->best) search->best = loss;
    if (search->seeding || isinf(loss)) return;
    if (search->kept_count == GRID_KEPT) decide(search);
    search->kept[search->kept_count++] =
        (struct kept){.number = setting->number + place(&search->N, i) + place(&search->D, j),
                      .loss = loss,
                      .exact = exact};
}

void search_finish(struct search *search, struct grid_least *least) {
    *least = (struct grid_least){.found = false, .loss = NAN};
    decide(search);
    if (search->kept_count == 0) return;
    least->found = true;
    least->number = search->kept[0].number;
    least->loss = search->kept[0].loss;
    least->plan = plan_at(search, least->number);
}
