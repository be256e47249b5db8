/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/boot.h"

#include "base/num.h"
#include "engine/fit_parts.h"
#include <stdlib.h>
#include <string.h>

enum { FEWEST = 10 };

/* A resample is a model of its own, of the runs that were drawn: a third of all never are. */
struct boot_work {
    struct fit_problem problem;
    struct fit_model *model, drawn;
    struct fit_work *work;
    double *phi, *times;     /* how often each run was drawn */
    size_t *original;        /* the row that each row repeats, or the first of its cluster */
    size_t *first, distinct; /* the rows that repeat none */
    double start[FIT_COEFFS];
    bool is_drawn, leaps, descends; /* where the resample that is on is */
    struct fit_descent rough, fine;
};

bool boot_init(struct boot *boot, const struct fit_result *result, uint64_t seed, int resamples,
               int first, int last) {
    *boot = (struct boot){
        .seed = seed, .resamples = resamples, .first = first, .last = last, .count = result->count};
    const size_t size = (size_t)(last - first) * (size_t)result->count;
    boot->value = malloc((size + 1) * sizeof *boot->value);
    if (!boot->value) return false;
    for (size_t i = 0; i < size; i++)
        boot->value[i] = NAN;
    return true;
}

void boot_free(struct boot *boot) {
    free(boot->value);
    boot->value = NULL;
}

/* The model without its rows, and room for as many. */
static bool drawn_room(const struct fit_model *model, struct fit_model *drawn) {
    const size_t size = (model->rows + 1) * sizeof(double);
    *drawn = *model;
    memset(drawn->column, 0, sizeof drawn->column);
    drawn->source = NULL;
    drawn->log_loss = malloc(size);
    drawn->weight = malloc(size);
    bool whole = drawn->log_loss && drawn->weight;
    for (int c = 0; c < model->columns; c++)
        whole &= (drawn->column[c] = malloc(size)) != NULL;
    return whole;
}

static void drawn_free(struct fit_model *drawn) {
    for (int c = 0; c < drawn->columns; c++)
        free(drawn->column[c]);
    free(drawn->log_loss);
    free(drawn->weight);
}

/* The first row of each row's cluster, where there are any: those are drawn whole. */
static bool find_clusters(struct boot_work *work, size_t *clusters) {
    const size_t rows = work->model->rows;
    size_t *const number = calloc(rows + 1, sizeof *number);
    size_t *const first = calloc(rows + 1, sizeof *first);
    const bool whole = number && first && fit_clusters(work->model, number, clusters);
    const bool any = whole && *clusters > 0;
    for (size_t i = rows; any && i-- > 0;)
        first[number[i]] = i;
    for (size_t i = 0; any && i < rows; i++)
        work->original[i] = first[number[i]];
    free(number);
    free(first);
    return whole;
}

static bool find_distinct(struct boot_work *work) {
    const size_t rows = work->model->rows;
    work->original = calloc(rows + 1, sizeof *work->original);
    work->first = calloc(rows + 1, sizeof *work->first);
    if (!work->original || !work->first) return false;
    size_t clusters;
    if (!find_clusters(work, &clusters)) return false;
    if (clusters == 0) fit_originals(work->model, work->original);
    for (size_t i = 0; i < rows; i++) {
        if (work->original[i] == i) work->first[work->distinct++] = i;
    }
    return true;
}

struct boot_work *boot_work_start(const struct fit_problem *problem,
                                  const struct fit_result *result) {
    struct err err;
    if (!result->row) return NULL;
    struct boot_work *work = calloc(1, sizeof *work);
    if (!work) return NULL;
    work->problem = *problem;
    work->model = model_new(&work->problem, NULL, &err);
    bool whole = work->model && drawn_room(work->model, &work->drawn);
    if (whole) {
        double value[FIT_COEFFS], u[FIT_COEFFS];
        work->work = work_new(work->model);
        work->phi = calloc((size_t)work->model->frees + 1, sizeof(double));
        work->times = calloc(work->model->rows + 1, sizeof(double));
        whole = work->work && work->phi && work->times && find_distinct(work);
        for (int i = 0; i < result->count; i++)
            value[i] = result->coefficient[i].value;
        coords_of_values(work->model, value, u);
        phi_of_coords(work->model, u, work->start);
    }
    if (whole) return work;
    boot_work_free(work);
    return NULL;
}

void boot_work_free(struct boot_work *work) {
    if (!work) return;
    work_free(work->work);
    model_free(work->model);
    drawn_free(&work->drawn);
    free(work->phi);
    free(work->times);
    free(work->original);
    free(work->first);
    free(work);
}

/* SplitMix64: a number for each count of a stream. */
static uint64_t mix(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* Each of n draws takes one of the n different runs at random, and with it all that repeat it. */
static void draw(struct boot_work *work, uint64_t seed, int index) {
    const size_t rows = work->model->rows, distinct = work->distinct;
    const uint64_t stream = mix(mix(seed) ^ (uint64_t)index);
    memset(work->times, 0, rows * sizeof *work->times);
    for (size_t i = 0; i < distinct; i++) {
        const double share = (double)(mix(stream + i) >> 11) / 9007199254740992.0;
        work->times[work->first[(size_t)(share * (double)distinct)]]++;
    }
    for (size_t i = 0; i < rows; i++)
        work->times[i] = work->times[work->original[i]];
}

/* The runs that were drawn, each once, and as heavy as it was often. */
static void gather(struct boot_work *work) {
    const struct fit_model *all = work->model;
    struct fit_model *drawn = &work->drawn;
    size_t at = 0;
    for (int b = 0; b < all->blocks; b++) {
        const struct fit_block *block = &all->block[b];
        drawn->block[b].first = at;
        for (size_t i = block->first; i < block->first + block->count; i++) {
            if (work->times[i] == 0) continue;
            for (int c = 0; c < all->columns; c++)
                drawn->column[c][at] = all->column[c][i];
            drawn->log_loss[at] = all->log_loss[i];
            drawn->weight[at++] = work->times[i] * all->weight[i];
        }
        drawn->block[b].count = at - drawn->block[b].first;
    }
    drawn->rows = at;
}

/* From the fit of all runs to that of those drawn, by a wider delta. leap: the last step there is
 * taken unseen, which saves a look at all runs where, as nearly always, it is a good one. False
 * where the clock stopped it. */
static bool descend(struct boot_work *work, bool leap, const double *deadline, bool *found) {
    const struct fit_model *m = &work->drawn;
    const double delta = fit_delta(m->problem);
    struct fit_descent *const rough = &work->rough, *const fine = &work->fine;
    if (!work->descends) {
        *rough = (struct fit_descent){.most = delta < INFINITY ? 6 : 0,
                                      .tolerance = leap ? 0.1 : 1e-3,
                                      .leap = leap};
        *fine = (struct fit_descent){.most = 60, .tolerance = 1e-7};
        memcpy(work->phi, work->start, (size_t)m->frees * sizeof(double));
    }
    work->descends = true;
    rough->deadline = fine->deadline = deadline;
    if (rough->most > 0) fit_descend(m, work->work, m->weight, 4 * delta, work->phi, rough);
    if (rough->paused) return false;
    rough->most = 0;
    const double at = fit_descend(m, work->work, m->weight, delta, work->phi, fine);
    if (fine->paused) return false;
    work->descends = false;
    *found = at < INFINITY && fine->converged;
    return true;
}

bool boot_some(struct boot_work *work, struct boot *boot, int index, double deadline) {
    const struct fit_model *m = &work->drawn;
    const double *const until = deadline < INFINITY ? &deadline : NULL;
    bool found = false;
    if (!work->is_drawn) {
        draw(work, boot->seed, index);
        gather(work);
        work->is_drawn = work->leaps = true;
    }
    while (!found) {
        if (!descend(work, work->leaps, until, &found)) return false;
        if (!found && !work->leaps) break;
        work->leaps = false;
    }
    work->is_drawn = false;
    if (!found) return true;
    double *value = boot->value + (size_t)(index - boot->first) * (size_t)boot->count;
    double u[FIT_COEFFS];
    model_coords(m, work->phi, u);
    for (int i = 0; i < m->coords; i++)
        value[i] = coord_value(m, i, u, NULL);
    return true;
}

void boot_one(struct boot_work *work, struct boot *boot, int index) {
    boot_some(work, boot, index, INFINITY);
}

double boot_quantile(const double *value, int count, double share) {
    const double at = share * (count - 1);
    const int below = (int)at;
    if (below >= count - 1) return value[count - 1];
    return value[below] + (at - below) * (value[below + 1] - value[below]);
}

static double deviation(const double *value, int count) {
    double sum = 0, squares = 0;
    for (int i = 0; i < count; i++)
        sum += value[i];
    for (int i = 0; i < count; i++)
        squares += (value[i] - sum / count) * (value[i] - sum / count);
    return sqrt(squares / (count - 1));
}

int boot_intervals(const struct boot *boot, double level, double *low, double *high, double *sd) {
    const int all = boot->last - boot->first;
    double *sorted = malloc(((size_t)all + 1) * sizeof *sorted);
    int fitted = 0;
    if (!sorted) return -1;
    for (int i = 0; i < boot->count; i++) {
        int count = 0;
        for (int k = 0; k < all; k++) {
            const double value = boot->value[(size_t)k * (size_t)boot->count + (size_t)i];
            if (!isnan(value)) sorted[count++] = value;
        }
        const bool enough = count >= FEWEST;
        if (enough) qsort(sorted, (size_t)count, sizeof *sorted, num_ascending);
        if (low) low[i] = enough ? boot_quantile(sorted, count, (1 - level) / 2) : NAN;
        if (high) high[i] = enough ? boot_quantile(sorted, count, (1 + level) / 2) : NAN;
        if (sd) sd[i] = enough ? deviation(sorted, count) : NAN;
        fitted = count;
    }
    free(sorted);
    return fitted;
}

static bool check_shards(const struct boot *shards, int count, struct err *err) {
    const struct boot *one = &shards[0];
    for (int i = 0; i < count; i++) {
        const struct boot *s = &shards[i];
        if (s->seed == one->seed && s->resamples == one->resamples && s->count == one->count)
            continue;
        return err_set(err, "shard %d is of another seed, number of resamples or fit", i + 1);
    }
    for (int at = 0; at < one->resamples;) {
        int holder = -1;
        for (int i = 0; i < count; i++) {
            if (shards[i].first > at || shards[i].last <= at) continue;
            if (holder >= 0) return err_set(err, "resample %d is in two shards", at + 1);
            holder = i;
        }
        if (holder < 0) return err_set(err, "resample %d is in no shard", at + 1);
        at++;
    }
    return true;
}

bool boot_merge(const struct boot *shards, int count, struct boot *whole, struct err *err) {
    if (count < 1) return err_set(err, "no shards");
    if (!check_shards(shards, count, err)) return false;
    const struct fit_result like = {.count = shards[0].count};
    if (!boot_init(whole, &like, shards[0].seed, shards[0].resamples, 0, shards[0].resamples))
        return err_starved(err, "out of memory");
    for (int i = 0; i < count; i++) {
        const struct boot *s = &shards[i];
        const size_t each = (size_t)whole->count;
        memcpy(whole->value + (size_t)s->first * each, s->value,
               (size_t)(s->last - s->first) * each * sizeof *s->value);
    }
    return true;
}
