/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every point, from tables over N and over D. */
#include "base/clones.h"
#include "engine/grid_parts.h"
#include "engine/preset.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 32 };

struct tables {
    double *N, *params, *added; /* over N: itself, N^−α, N^−q */
    double *D, *data, *grown;   /* over D: itself, D^−β, D^p */
    double alpha, beta, p, q;
    bool has_k;
};

struct dense {
    struct search search;
    struct setting setting;
    struct tables tables;
};

/* One block of memory for all six. */
static bool tables_start(struct tables *t, const struct search *search) {
    const size_t n = (size_t)search->N.count, d = (size_t)search->D.count;
    t->alpha = NAN;
    if (n > SIZE_MAX / 64 || d > SIZE_MAX / 64) return false;
    t->N = malloc(3 * (n + d) * sizeof *t->N);
    if (!t->N) return false;
    t->params = t->N + n;
    t->added = t->params + n;
    t->D = t->added + n;
    t->data = t->D + d;
    t->grown = t->data + d;
    for (size_t i = 0; i < n; i++)
        t->N[i] = line_value(&search->N, (long long)i);
    for (size_t j = 0; j < d; j++)
        t->D[j] = line_value(&search->D, (long long)j);
    return true;
}

static void fill(double *table, const double *value, long long count, double rate) {
    for (long long i = 0; i < count; i++)
        table[i] = exp(rate * log(value[i]));
}

static void tables_take(struct tables *t, const struct search *search, const struct powers *l) {
    const bool has_k = l->k > 0;
    if (t->alpha != l->alpha || t->beta != l->beta) {
        fill(t->params, t->N, search->N.count, -l->alpha);
        fill(t->data, t->D, search->D.count, -l->beta);
    }
    if (has_k && (!t->has_k || t->p != l->p || t->q != l->q)) {
        fill(t->added, t->N, search->N.count, -l->q);
        fill(t->grown, t->D, search->D.count, l->p);
        t->has_k = true;
        t->p = l->p;
        t->q = l->q;
    }
    t->alpha = l->alpha;
    t->beta = l->beta;
}

static double least_lane(const double lane[LANES]) {
    double least = lane[0];
    for (int i = 1; i < LANES; i++)
        least = lane[i] < least ? lane[i] : least;
    return least;
}

/* The least of b·data + k·grown over at least LANES of each; k 0: grown is not looked at. The last
 * block ends at the last value, and so may meet some values again: their least is the same. */
CLONES static double least_of(const double *restrict data, const double *restrict grown, double b,
                              double k, long long count) {
    double lane[LANES];
    for (int i = 0; i < LANES; i++)
        lane[i] = INFINITY;
    for (long long next = 0, j; next < count; next += LANES) {
        j = next + LANES <= count ? next : count - LANES;
        if (k > 0) {
            for (int i = 0; i < LANES; i++) {
                const double value = b * data[j + i] + k * grown[j + i];
                lane[i] = value < lane[i] ? value : lane[i];
            }
            continue;
        }
        for (int i = 0; i < LANES; i++) {
            const double value = b * data[j + i];
            lane[i] = value < lane[i] ? value : lane[i];
        }
    }
    return least_lane(lane);
}

static double least_of_few(const double *data, const double *grown, double b, double k,
                           long long count) {
    double least = INFINITY;
    for (long long j = 0; j < count; j++) {
        const double value = k > 0 ? b * data[j] + k * grown[j] : b * data[j];
        least = value < least ? value : least;
    }
    return least;
}

static double loss_of(const struct powers *l, double inside) {
    return (l->outer == 1 ? inside : pow(inside, l->outer)) + l->floor;
}

/* All D at one N. Only where the least of them is good is it asked which they are. */
static void scan_row(struct dense *dense, long long i, long long count) {
    const struct powers *l = &dense->setting.powers;
    const struct tables *t = &dense->tables;
    const double params = l->a * t->params[i], k = l->k > 0 ? l->k * t->added[i] : 0;
    const double least = count < LANES ? least_of_few(t->data, t->grown, l->b, k, count)
                                       : least_of(t->data, t->grown, l->b, k, count);
    if (!(loss_of(l, params + least) <= dense->search.best * (1 + GRID_MARGIN))) return;
    for (long long j = 0; j < count; j++) {
        double inside = params + l->b * t->data[j];
        if (k > 0) inside += k * t->grown[j];
        search_note(&dense->search, &dense->setting, i, j, loss_of(l, inside), false);
    }
}

static void scan_law(struct dense *dense, long long i, long long count) {
    const struct tables *t = &dense->tables;
    for (long long j = 0; j < count; j++) {
        const double loss = setting_loss(&dense->search, &dense->setting, t->N[i], t->D[j]);
        search_note(&dense->search, &dense->setting, i, j, loss, true);
    }
}

static void scan_setting(struct dense *dense, long long index) {
    const struct search *search = &dense->search;
    const struct preset *preset = search->grid->preset;
    struct setting *setting = &dense->setting;
    search_setting(search, index, setting);
    const bool powers =
        preset->law->powers && preset->law->powers(preset, &setting->plan, &setting->powers);
    if (powers)
        tables_take(&dense->tables, search, &setting->powers);
    else if (!search_speaks(search, setting))
        return;
    long long count = search->D.count; /* that the budget pays: fewer and fewer */
    for (long long i = 0; i < search->N.count; i++) {
        while (count > 0 && !setting_pays(setting, dense->tables.N[i], dense->tables.D[count - 1]))
            count--;
        if (powers)
            scan_row(dense, i, count);
        else
            scan_law(dense, i, count);
    }
}

bool grid_dense(const struct grid *grid, struct grid_least *least) {
    struct dense dense;
    memset(&dense, 0, sizeof dense);
    search_start(&dense.search, grid);
    const bool ready = tables_start(&dense.tables, &dense.search);
    for (long long i = 0; ready && i < dense.search.settings; i++)
        scan_setting(&dense, i);
    if (ready) search_finish(&dense.search, least);
    free(dense.tables.N);
    return ready;
}
