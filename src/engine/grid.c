/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At one setting, with x = ln N and y = ln D, what varies is
 *
 *     inside = a·e^(−αx) + b·e^(−βy) + k·e^(py − qx)         loss = inside^outer + floor
 *
 * Its least over real y, as far as the budget goes, is a convex function of x: the bound. At one N
 * it is convex in y, so the grid's D are walked from beside the best real one in both directions.
 * Exponentials of x and y are worked out when first needed, and kept. */
#include "engine/grid.h"

#include "engine/grid_parts.h"
#include "engine/preset.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CACHE_MOST = 4096, SEED_STEP = 16, SEED_MOST = 1024 };

/* Exponentials at one N. e1 … are e^(x·rate[i]); only the first two without a term in k. */
struct n_row {
    long long index; /* whose they are; −1: nobody's */
    double N, x;
    double params; /* e^(−αx) */
    double back;   /* e^(βx): D^−β at the end of the budget, but for cap^−β */
    double added;  /* e^(−qx) */
    double edge;   /* e^(−(p+q)x): what k multiplies at the end of the budget, but for cap^p */
    double turned; /* e^(−βq/(p+β)·x): D^−β at the turning point, but for its scale */
};

/* And at one D. */
struct d_row {
    long long index;
    double D;
    double data;  /* e^(−βy) */
    double grown; /* e^(py) */
};

/* Branch and bound. */
struct hunt {
    struct search search;
    struct n_row *N;
    struct d_row *D;
    long long N_mask, D_mask;
    double alpha, beta, p, q; /* of the rows */
    bool has_k;
    double log_low, log_high; /* D's ends */
    long long at;             /* N of the least bound of the setting before */
    /* of the present setting */
    struct setting setting;
    double log_cap, cap_data, cap_grown; /* ln cap, cap^−β, cap^p */
    double log_turn, turn_data,
        rise;         /* turning point: ln D = log_turn + rise·x; NAN: not needed yet */
    long long N_last; /* beyond it the budget pays for no D */
};

static long long cache_size(long long count) {
    long long size = 1;
    while (size < count && size < CACHE_MOST)
        size *= 2;
    return size;
}

static bool hunt_start(struct hunt *hunt, const struct grid *grid) {
    memset(hunt, 0, sizeof *hunt);
    search_start(&hunt->search, grid);
    hunt->N_mask = cache_size(hunt->search.N.count) - 1;
    hunt->D_mask = cache_size(hunt->search.D.count) - 1;
    hunt->N = malloc((size_t)(hunt->N_mask + 1) * sizeof *hunt->N);
    hunt->D = malloc((size_t)(hunt->D_mask + 1) * sizeof *hunt->D);
    hunt->log_low = log(hunt->search.D.low);
    hunt->log_high = log(hunt->search.D.high);
    return hunt->N && hunt->D;
}

static void forget_rows(struct hunt *hunt) {
    for (long long i = 0; i <= hunt->N_mask; i++)
        hunt->N[i].index = -1;
    for (long long i = 0; i <= hunt->D_mask; i++)
        hunt->D[i].index = -1;
}

static const struct n_row *n_row(struct hunt *hunt, long long index) {
    struct n_row *row = &hunt->N[index & hunt->N_mask];
    if (row->index == index) return row;
    const double N = line_value(&hunt->search.N, index), x = log(N);
    *row = (struct n_row){.index = index, .N = N, .x = x};
    row->params = exp(-hunt->alpha * x);
    row->back = exp(hunt->beta * x);
    if (!hunt->has_k) return row;
    row->added = exp(-hunt->q * x);
    row->edge = exp(-(hunt->p + hunt->q) * x);
    row->turned = hunt->p > 0 ? exp(-hunt->beta * hunt->q / (hunt->p + hunt->beta) * x) : 0;
    return row;
}

static const struct d_row *d_row(struct hunt *hunt, long long index) {
    struct d_row *row = &hunt->D[index & hunt->D_mask];
    if (row->index == index) return row;
    const double D = line_value(&hunt->search.D, index), y = log(D);
    *row = (struct d_row){.index = index, .D = D, .data = exp(-hunt->beta * y)};
    if (hunt->has_k) row->grown = exp(hunt->p * y);
    return row;
}

/* Take up a setting whose loss is a sum of powers. */
static void take_setting(struct hunt *hunt) {
    const struct powers *l = &hunt->setting.powers;
    const bool has_k = l->k > 0;
    if (l->alpha != hunt->alpha || l->beta != hunt->beta || has_k != hunt->has_k ||
        (has_k && (l->p != hunt->p || l->q != hunt->q))) {
        hunt->alpha = l->alpha;
        hunt->beta = l->beta;
        hunt->p = l->p;
        hunt->q = l->q;
        hunt->has_k = has_k;
        forget_rows(hunt);
    }
    hunt->log_cap = log(hunt->setting.cap);
    hunt->log_turn = NAN;
    if (isinf(hunt->log_cap)) return;
    hunt->cap_data = exp(-l->beta * hunt->log_cap);
    hunt->cap_grown = has_k ? exp(l->p * hunt->log_cap) : 0;
}

static void find_turn(struct hunt *hunt) {
    const struct powers *l = &hunt->setting.powers;
    hunt->rise = l->q / (l->p + l->beta);
    hunt->log_turn = log(l->beta * l->b / (l->p * l->k)) / (l->p + l->beta);
    hunt->turn_data = exp(-l->beta * hunt->log_turn);
}

/* Whether more data hurts before the budget ends it: there the slope over ln D is above 0. */
static bool turns(const struct hunt *hunt, const struct n_row *row) {
    const struct powers *l = &hunt->setting.powers;
    if (!hunt->has_k || l->p <= 0) return false;
    return isinf(hunt->log_cap) ||
           l->p * l->k * hunt->cap_grown * row->edge > l->beta * l->b * hunt->cap_data * row->back;
}

/* What ends the best real D at an N, and its ln. */
enum end { END_LOW, END_HIGH, END_BUDGET, END_TURN };

static enum end best_D(struct hunt *hunt, const struct n_row *row, double *y) {
    const bool turn = turns(hunt, row);
    if (turn && isnan(hunt->log_turn)) find_turn(hunt);
    *y = turn ? hunt->log_turn + hunt->rise * row->x : hunt->log_cap - row->x;
    if (*y <= hunt->log_low) return END_LOW;
    if (*y >= hunt->log_high) return END_HIGH;
    return turn ? END_TURN : END_BUDGET;
}

/* Least `inside` at an N over all real D: no D of the grid has less, but for rounding. */
static double bound(struct hunt *hunt, long long index) {
    const struct powers *l = &hunt->setting.powers;
    const struct n_row *row = n_row(hunt, index);
    const double params = l->a * row->params;
    double y;
    const enum end end = best_D(hunt, row, &y);
    if (end == END_BUDGET) {
        const double data = params + l->b * hunt->cap_data * row->back;
        return hunt->has_k ? data + l->k * hunt->cap_grown * row->edge : data;
    }
    /* at the turning point p·k·D^p·N^−q = β·b·D^−β */
    if (end == END_TURN)
        return params + l->b * hunt->turn_data * row->turned * (1 + l->beta / l->p);
    const struct d_row *d = d_row(hunt, end == END_LOW ? 0 : hunt->search.D.count - 1);
    const double data = params + l->b * d->data;
    return hunt->has_k ? data + l->k * row->added * d->grown : data;
}

/* `inside` of a loss that is as good as the best found. */
static double limit(const struct hunt *hunt) {
    const struct powers *l = &hunt->setting.powers;
    const double most = hunt->search.best * (1 + GRID_MARGIN) - l->floor;
    if (l->outer == 1 || isinf(most)) return most;
    return most > 0 ? pow(most, 1 / l->outer) * (1 + GRID_MARGIN) : 0;
}

static double inside(struct hunt *hunt, const struct n_row *row, long long j) {
    const struct powers *l = &hunt->setting.powers;
    const struct d_row *d = d_row(hunt, j);
    const double data = l->a * row->params + l->b * d->data;
    return hunt->has_k ? data + l->k * row->added * d->grown : data;
}

/* Look at the grid's D number j; false where it is too bad. */
static bool look(struct hunt *hunt, const struct n_row *row, long long j) {
    const struct powers *l = &hunt->setting.powers;
    const double its = inside(hunt, row, j);
    if (!(its <= limit(hunt))) return false;
    const double loss = (l->outer == 1 ? its : pow(its, l->outer)) + l->floor;
    search_note(&hunt->search, &hunt->setting, row->index, j, loss, false);
    return true;
}

/* The last D that the budget pays, or −1. */
static long long last_D(struct hunt *hunt, double N) {
    const struct line *D = &hunt->search.D;
    const struct setting *setting = &hunt->setting;
    if (setting_pays(setting, N, D->high)) return D->count - 1;
    long long at = line_near(D, hunt->log_cap - log(N));
    while (at + 1 < D->count && setting_pays(setting, N, d_row(hunt, at + 1)->D))
        at++;
    while (at >= 0 && !setting_pays(setting, N, d_row(hunt, at)->D))
        at--;
    return at;
}

/* From the least of the grid's D in both directions. */
static void visit(struct hunt *hunt, long long i) {
    const struct n_row row = *n_row(hunt, i);
    const long long last = last_D(hunt, row.N);
    double y;
    if (last < 0) return;
    best_D(hunt, &row, &y);
    long long from = line_near(&hunt->search.D, y);
    if (from > last) from = last;
    double least = inside(hunt, &row, from), next;
    for (; from > 0 && (next = inside(hunt, &row, from - 1)) < least; from--)
        least = next;
    for (; from < last && (next = inside(hunt, &row, from + 1)) < least; from++)
        least = next;
    for (long long j = from; j >= 0 && look(hunt, &row, j);)
        j--;
    for (long long j = from + 1; j <= last && look(hunt, &row, j);)
        j++;
}

/* The N of least bound: steps in both directions, longer as long as they lead down. What lies at a
 * step that did not, or behind one that did, is no better. */
static long long descend(struct hunt *hunt) {
    long long at = hunt->at > hunt->N_last ? hunt->N_last : hunt->at;
    long long ends[] = {hunt->N_last + 1, -1};
    double least = bound(hunt, at);
    for (long long step = 1; step > 0;) {
        bool moved = false;
        for (int i = 0; i < 2 && !moved; i++) {
            const long long next = i == 0 ? at + step : at - step;
            if (i == 0 ? next >= ends[0] : next <= ends[1]) continue;
            const double value = bound(hunt, next);
            moved = value < least;
            ends[moved ? 1 - i : i] = moved ? at : next;
            if (!moved) continue;
            least = value;
            at = next;
        }
        step = moved ? step * 2 : step / 2;
    }
    return at;
}

/* Rounding must not cut off what is as good. */
static bool promising(struct hunt *hunt, long long i) {
    return i >= 0 && i <= hunt->N_last && bound(hunt, i) <= limit(hunt) * (1 + GRID_MARGIN);
}

static void search_powers(struct hunt *hunt) {
    const struct search *search = &hunt->search;
    take_setting(hunt);
    hunt->N_last = setting_pays(&hunt->setting, search->N.high, search->D.low)
                       ? search->N.count - 1
                       : line_find(&search->N, hunt->log_cap - hunt->log_low + 1e-9);
    if (hunt->N_last < 0) return;
    hunt->at = descend(hunt);
    for (long long i = hunt->at; promising(hunt, i); i++)
        visit(hunt, i);
    for (long long i = hunt->at - 1; promising(hunt, i); i--)
        visit(hunt, i);
}

/* A law that is no sum of powers at this setting: every N, its D walked from the turning point. */
static void search_law(struct hunt *hunt) {
    struct search *search = &hunt->search;
    const struct setting *setting = &hunt->setting;
    struct plan plan = setting->plan;
    if (!search_speaks(search, setting)) return;
    for (long long i = 0; i < search->N.count; i++) {
        plan.N = line_value(&search->N, i);
        const long long last = search_last_D(search, setting, plan.N);
        if (last < 0) break;
        const double turn = law_turn(search->grid->preset, &plan);
        long long from = line_find(&search->D, isnan(turn) ? INFINITY : log(turn));
        from = from < 0 ? 0 : from > last ? last : from;
        for (int way = -1; way <= 1; way += 2) {
            for (long long j = way < 0 ? from : from + 1; j >= 0 && j <= last; j += way) {
                const double loss =
                    setting_loss(search, setting, plan.N, line_value(&search->D, j));
                if (!(loss <= search->best * (1 + GRID_MARGIN))) break;
                search_note(search, setting, i, j, loss, true);
            }
        }
    }
}

static void search_one(struct hunt *hunt, long long index) {
    const struct preset *preset = hunt->search.grid->preset;
    struct setting *setting = &hunt->setting;
    search_setting(&hunt->search, index, setting);
    if (search_repeats(&hunt->search, setting)) return;
    if (preset->law->powers && preset->law->powers(preset, &setting->plan, &setting->powers)) {
        search_powers(hunt);
    } else if (!hunt->search.seeding && !preset->law->only_powers) {
        search_law(hunt);
    }
}

/* A few settings first, so that most others are seen to be worse at once. */
static void seed(struct hunt *hunt) {
    hunt->search.seeding = true;
    for (long long i = SEED_STEP / 2; i < hunt->search.settings && i < SEED_MOST; i += SEED_STEP) {
        search_one(hunt, i);
    }
    hunt->search.seeding = false;
    hunt->search.has_before = false;
}

bool grid_best(const struct grid *grid, struct grid_least *least) {
    struct hunt hunt;
    const bool ready = hunt_start(&hunt, grid);
    if (ready) {
        forget_rows(&hunt);
        seed(&hunt);
        for (long long i = 0; i < hunt.search.settings; i++)
            search_one(&hunt, i);
        search_finish(&hunt.search, least);
    }
    free(hunt.N);
    free(hunt.D);
    return ready;
}
