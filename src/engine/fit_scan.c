/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where to start: on a grid of the exponents all sizes and E follow from a linear least-squares fit
 * of the relative error (variable projection); its local minima are the starts. */
#include "base/column.h"
#include "engine/fit_parts.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEPS = 10,
    SOME_ROWS = 2000,
    MOST_STARTS = 64,
    PARTS = FIT_TERMS + 1,
    OUTERS = 5,
    FLOORS = 6
};

/* The last is one that only scan_steep looks at. */
static const double exponents[STEPS + 1] = {0.04,  0.06,  0.09, 0.137, 0.206, 0.31,
                                            0.468, 0.705, 1.06, 1.6,   4};
static const double outers[OUTERS] = {0.15, 0.27, 0.4, 0.65, 1};
/* E as a share of the least loss. */
static const double floors[FLOORS] = {0, 0.3, 0.5, 0.7, 0.85, 0.95};

/* A term's column for one value of its exponents. */
struct kept {
    double key[3];
    double *column;
};

struct scan_block {
    int first, count, group;
};

struct fit_scan {
    const struct fit_model *m;
    int rows, blocks, unknowns;
    size_t *row; /* of the model */
    struct scan_block block[RUNS_GROUPS + 1];
    int unknown[FIT_COEFFS]; /* of a coordinate: its number among those solved for, or FIT_NONE */
    struct kept kept[FIT_TERMS][STEPS + 1];
    double *loss, *root_weight; /* root of the weight, by loss */
    double *floor_column, *target, *rest;
    double *gram, *right, *factor, *amount;
    bool *open;
    double u[FIT_COEFFS], phi[FIT_COEFFS];
    double least;  /* loss */
    double little; /* an amount that is next to none of what the losses are apart */
    struct fit_start start[MOST_STARTS];
    int starts;
    int steps[2], at; /* of the slice that is on: its grid, and points done, those twice over */
    double score[STEPS][STEPS], *scratch;
};

static bool is_free(const struct fit_model *m, int coord) {
    const struct fit_link *link = &m->link[coord];
    return link->count == 1 && link->times[0] == 1 && m->free[link->phi[0]] == coord;
}

static void take_unknown(struct fit_scan *s, int coord) {
    if (s->unknown[coord] == FIT_NONE && is_free(s->m, coord)) s->unknown[coord] = s->unknowns++;
}

/* The coordinate whose size a term is linear in, in a row of that group; FIT_NONE where it is
 * known.
 */
static int solved_coord(const struct fit_scan *s, const struct fit_term *term, int group) {
    if (term->share != FIT_NONE) {
        const int share = coord_at(s->m, term->share, group);
        if (s->unknown[share] != FIT_NONE) return share;
    }
    const int size = coord_at(s->m, term->slot[0].local, group);
    return s->unknown[size] != FIT_NONE ? size : FIT_NONE;
}

static void number_unknowns(struct fit_scan *s) {
    const struct fit_model *m = s->m;
    for (int i = 0; i < FIT_COEFFS; i++)
        s->unknown[i] = FIT_NONE;
    if (m->floor != FIT_NONE && m->outer == FIT_NONE) take_unknown(s, m->local[m->floor].coord);
    for (int t = 0; t < m->terms; t++) {
        for (int b = 0; b < m->blocks; b++) {
            if (m->term[t].share != FIT_NONE)
                take_unknown(s, coord_at(m, m->term[t].share, m->block[b].group));
            take_unknown(s, coord_at(m, m->term[t].slot[0].local, m->block[b].group));
        }
    }
}

/* A share of the rows of each block, evenly. */
static void pick_rows(struct fit_scan *s) {
    const struct fit_model *m = s->m;
    const size_t stride = (m->rows + SOME_ROWS - 1) / SOME_ROWS;
    for (int b = 0; b < m->blocks; b++) {
        const struct fit_block *block = &m->block[b];
        const int first = s->rows;
        for (size_t i = 0; i < block->count; i += stride)
            s->row[s->rows++] = block->first + i;
        s->block[s->blocks++] = (struct scan_block){first, s->rows - first, block->group};
    }
    s->least = INFINITY;
    double most = 0;
    for (int i = 0; i < s->rows; i++) {
        s->loss[i] = exp(m->log_loss[s->row[i]]);
        s->root_weight[i] = sqrt(m->weight[s->row[i]]) / s->loss[i];
        s->least = fmin(s->least, s->loss[i]);
        most = fmax(most, s->loss[i]);
    }
    s->little = fmin(1e-3 * s->least, 1e-2 * (most - s->least));
}

static bool room(struct fit_scan *s) {
    const size_t some = s->m->rows < SOME_ROWS ? s->m->rows : SOME_ROWS;
    const size_t n = some + RUNS_GROUPS + 2, u = (size_t)s->m->coords;
    double **const columns[] = {&s->loss, &s->root_weight, &s->floor_column, &s->target, &s->rest};
    bool whole = (s->row = calloc(n, sizeof *s->row)) != NULL;
    whole &= (s->scratch = calloc(FIT_TERMS * n, sizeof(double))) != NULL;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        whole &= (*columns[i] = calloc(n, sizeof(double))) != NULL;
    for (int t = 0; t < FIT_TERMS; t++) {
        for (int k = 0; k <= STEPS; k++) {
            s->kept[t][k].key[0] = NAN;
            whole &= (s->kept[t][k].column = calloc(n, sizeof(double))) != NULL;
        }
    }
    whole &= (s->gram = calloc(u * u, sizeof(double))) != NULL;
    whole &= (s->factor = calloc(u * u, sizeof(double))) != NULL;
    whole &= (s->right = calloc(u, sizeof(double))) != NULL;
    whole &= (s->amount = calloc(u, sizeof(double))) != NULL;
    return whole && (s->open = calloc(u, sizeof(bool))) != NULL;
}

struct fit_scan *scan_new(const struct fit_model *m) {
    struct fit_scan *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->m = m;
    if (!room(s)) {
        scan_free(s);
        return NULL;
    }
    number_unknowns(s);
    pick_rows(s);
    return s;
}

void scan_free(struct fit_scan *s) {
    if (!s) return;
    double *const all[] = {s->loss, s->root_weight, s->floor_column, s->target, s->rest,
                           s->gram, s->factor,      s->right,        s->amount, s->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    for (int t = 0; t < FIT_TERMS; t++) {
        for (int k = 0; k <= STEPS; k++)
            free(s->kept[t][k].column);
    }
    for (int i = 0; i < s->starts; i++)
        free(s->start[i].phi);
    free(s->row);
    free(s->open);
    free(s);
}

/* How many values the outer exponent and E take. */
static int outer_steps(const struct fit_model *m) {
    if (m->outer == FIT_NONE || m->outer == m->grid[1]) return 1;
    return is_free(m, m->local[m->outer].coord) ? OUTERS : 1;
}

static int floor_steps(const struct fit_model *m) {
    if (m->outer == FIT_NONE || m->floor == FIT_NONE) return 1;
    return is_free(m, m->local[m->floor].coord) ? FLOORS : 1;
}

int scan_slices(const struct fit_scan *s) {
    return s->m->seeds * outer_steps(s->m) * floor_steps(s->m);
}

static double *local_at(struct fit_scan *s, int local) {
    return &s->u[s->m->local[local].coord];
}

/* All coordinates from the seeds, the sizes at 1 and what is fixed as it is. */
static void set_seed(struct fit_scan *s, int slice) {
    const struct fit_model *m = s->m;
    const struct fit_seed *seed = &m->seed[slice % m->seeds];
    const int rest = slice / m->seeds;
    for (int i = 0; i < m->coords; i++)
        s->u[i] = 0;
    for (int i = 0; i < seed->count; i++) {
        const struct fit_local *local = &m->local[seed->local[i]];
        for (int k = 0; k < (local->series ? m->series : 1); k++)
            s->u[local->coord + k] = seed->value[i];
    }
    if (m->outer != FIT_NONE) {
        *local_at(s, m->outer) = outers[rest % OUTERS];
        if (m->floor != FIT_NONE)
            *local_at(s, m->floor) = floors[rest / outer_steps(m) % FLOORS] * s->least;
    }
}

/* What is fixed and tied, put in place. */
static void settle(struct fit_scan *s) {
    for (int i = 0; i < s->m->frees; i++)
        s->phi[i] = s->u[s->m->free[i]];
    model_coords(s->m, s->phi, s->u);
}

/* The term by the loss, in all rows; a size that is known but stands under an unknown share is
 * taken out. */
static const double *term_column(struct fit_scan *s, int t, int step) {
    const struct fit_model *m = s->m;
    struct kept *kept = &s->kept[t][step];
    double key[3] = {0, 0, m->term[t].inner ? *local_at(s, m->outer) : 1};
    for (int g = 0; g < 2; g++) {
        for (int k = 0; m->grid[g] != FIT_NONE && k < m->term[t].slots; k++) {
            if (m->term[t].slot[k].local == m->grid[g]) key[g] = *local_at(s, m->grid[g]);
        }
    }
    if (key[0] == kept->key[0] && key[1] == kept->key[1] && key[2] == kept->key[2])
        return kept->column;
    memcpy(kept->key, key, sizeof key);
    for (int b = 0; b < s->blocks; b++) {
        const struct scan_block *block = &s->block[b];
        const int solved = solved_coord(s, &m->term[t], block->group);
        const int size = coord_at(m, m->term[t].slot[0].local, block->group);
        const double out = solved == FIT_NONE ? 0 : s->u[size] * (solved != size);
        for (int i = block->first; i < block->first + block->count; i++)
            kept->column[i] = (term_log(m, s->u, t, s->row[i], block->group) - out) / key[2];
    }
    column_exp(kept->column, s->rows);
    for (int i = 0; i < s->rows; i++)
        kept->column[i] *= s->root_weight[i];
    return kept->column;
}

struct part {
    const double *column;
    int unknown;
};

static void add_block(struct fit_scan *s, const struct scan_block *block, const struct part *part,
                      int parts) {
    const int u = s->unknowns;
    for (int a = 0; a < parts; a++) {
        s->right[part[a].unknown] +=
            column_dot(part[a].column + block->first, s->rest + block->first, block->count);
        for (int b = 0; b <= a; b++) {
            const double value = column_dot(part[a].column + block->first,
                                            part[b].column + block->first, block->count);
            s->gram[part[a].unknown * u + part[b].unknown] += value;
            if (a != b) s->gram[part[b].unknown * u + part[a].unknown] += value;
        }
    }
}

/* With an outer exponent the inner sum is what is linear: z = (loss − E)^(1/outer), whose error is
 * weighed by how the loss follows it. Terms outside it are guessed to be a twentieth of the loss
 * where they are there. */
static void take_target(struct fit_scan *s) {
    const struct fit_model *m = s->m;
    for (int i = 0; i < s->rows; i++) {
        s->target[i] = s->loss[i] * s->root_weight[i];
        s->floor_column[i] = s->root_weight[i];
    }
    if (m->outer == FIT_NONE) return;
    const double o = *local_at(s, m->outer);
    const double floor = m->floor == FIT_NONE ? 0 : *local_at(s, m->floor);
    for (int i = 0; i < s->rows; i++) {
        double part = 1;
        for (int t = 0; t < m->terms; t++) {
            if (m->term[t].inner || m->term[t].offset == FIT_NONE) continue;
            if (m->column[m->term[t].offset][s->row[i]] > -INFINITY) part = 0.95;
        }
        const double z = pow(fmax(part * s->loss[i] - floor, 1e-3 * s->loss[i]), 1 / o);
        s->floor_column[i] = o * pow(z, o - 1); /* times the weight: of z */
        s->target[i] = z * s->floor_column[i] * s->root_weight[i];
    }
}

/* Normal equations at the coordinates as they are. */
static double take_equations(struct fit_scan *s, int i, int j) {
    const struct fit_model *m = s->m;
    const double *column[FIT_TERMS];
    const size_t u = (size_t)s->unknowns;
    double total = 0;
    memset(s->gram, 0, u * u * sizeof(double));
    memset(s->right, 0, u * sizeof(double));
    for (int t = 0; t < m->terms; t++) {
        const bool on_second = m->grid[1] != FIT_NONE && t == 1;
        column[t] = term_column(s, t, on_second ? j : i);
        if (m->outer == FIT_NONE || !m->term[t].inner) continue;
        double *scaled = s->scratch + (size_t)t * (size_t)s->rows;
        for (int r = 0; r < s->rows; r++)
            scaled[r] = column[t][r] * s->floor_column[r];
        column[t] = scaled;
    }
    memcpy(s->rest, s->target, (size_t)s->rows * sizeof(double));
    for (int b = 0; b < s->blocks; b++) {
        const struct scan_block *block = &s->block[b];
        struct part part[PARTS];
        int parts = 0;
        if (m->floor != FIT_NONE && m->outer == FIT_NONE) {
            const int floor = m->local[m->floor].coord;
            if (s->unknown[floor] != FIT_NONE)
                part[parts++] = (struct part){s->floor_column, s->unknown[floor]};
            else
                for (int r = block->first; r < block->first + block->count; r++)
                    s->rest[r] -= s->u[floor] * s->floor_column[r];
        }
        for (int t = 0; t < m->terms; t++) {
            if (m->outer != FIT_NONE && !m->term[t].inner) continue;
            const int solved = solved_coord(s, &m->term[t], block->group);
            if (solved != FIT_NONE)
                part[parts++] = (struct part){column[t], s->unknown[solved]};
            else
                for (int r = block->first; r < block->first + block->count; r++)
                    s->rest[r] -= column[t][r];
        }
        add_block(s, block, part, parts);
        total += column_dot(s->rest + block->first, s->rest + block->first, block->count);
    }
    return total;
}

/* Least squares with every amount at 0 or more: what comes out below is taken out and the others
 * solved for again. */
static double solve_amounts(struct fit_scan *s, double total) {
    const int u = s->unknowns;
    for (int i = 0; i < u; i++)
        s->open[i] = s->gram[i * u + i] > 0;
    for (int i = 0; i < u; i++)
        s->gram[i * u + i] *= 1 + 1e-11;
    for (int round = 0; round <= u; round++) {
        bool below = false;
        if (!solve_open(s->gram, s->right, s->open, u, s->factor, s->amount)) return INFINITY;
        for (int i = 0; i < u; i++) {
            if (!s->open[i] || s->amount[i] > 0) continue;
            s->open[i] = false;
            s->amount[i] = 0;
            below = true;
        }
        if (!below) break;
    }
    for (int i = 0; i < u; i++)
        total -= s->amount[i] * s->right[i];
    return total;
}

/* Terms outside an inner sum, by what the rest leaves of the rows that have them. */
static void take_outside(struct fit_scan *s) {
    const struct fit_model *m = s->m;
    for (int t = 0; m->outer != FIT_NONE && t < m->terms; t++) {
        if (m->term[t].inner) continue;
        for (int b = 0; b < s->blocks; b++) {
            const struct scan_block *block = &s->block[b];
            const int coord = solved_coord(s, &m->term[t], block->group);
            double sum = 0;
            int count = 0;
            for (int i = block->first; i < block->first + block->count && coord != FIT_NONE; i++) {
                const double at = term_log(m, s->u, t, s->row[i], block->group) - s->u[coord];
                if (!(at > -INFINITY)) continue;
                sum += log(0.05 * s->loss[i]) - at;
                count++;
            }
            if (count > 0) s->u[coord] = sum / count;
        }
    }
}

/* The amounts as coordinates; one that is 0 starts a little above. */
static void take_amounts(struct fit_scan *s) {
    const struct fit_model *m = s->m;
    const double o = m->outer == FIT_NONE ? 1 : *local_at(s, m->outer);
    const double little = log(s->little);
    if (m->floor != FIT_NONE) {
        const int floor = m->local[m->floor].coord;
        if (s->unknown[floor] != FIT_NONE)
            s->u[floor] = fmax(s->amount[s->unknown[floor]], 0.02 * s->least);
    }
    for (int pass = 0; pass < 2; pass++) { /* sizes, then the shares that go by them */
        for (int t = 0; t < m->terms; t++) {
            const struct fit_term *term = &m->term[t];
            if (m->outer != FIT_NONE && !term->inner) continue;
            for (int b = 0; b < s->blocks; b++) {
                const int coord = solved_coord(s, term, s->block[b].group);
                const int size = coord_at(m, term->slot[0].local, s->block[b].group);
                if (coord == FIT_NONE || (coord == size) != (pass == 0)) continue;
                const double amount = s->amount[s->unknown[coord]];
                const double log_amount = amount > 0 ? fmax(o * log(amount), little) : little;
                s->u[coord] = pass == 0 ? log_amount : s->u[size] - log_amount;
            }
        }
    }
    take_outside(s);
}

static void clamp(const struct fit_model *m, double *phi) {
    for (int i = 0; i < m->frees; i++) {
        const struct fit_coord *coord = &m->coord[m->free[i]];
        phi[i] = fmax(coord->low, fmin(coord->high, phi[i]));
    }
}

static void set_exponents(struct fit_scan *s, int slice, int i, int j) {
    set_seed(s, slice);
    if (s->m->grid[0] != FIT_NONE) *local_at(s, s->m->grid[0]) = exponents[i];
    if (s->m->grid[1] != FIT_NONE) *local_at(s, s->m->grid[1]) = exponents[j];
    settle(s);
}

static double point(struct fit_scan *s, int slice, int i, int j) {
    set_exponents(s, slice, i, j);
    if (s->m->outer != FIT_NONE || (i == 0 && j == 0)) take_target(s);
    return solve_amounts(s, take_equations(s, i, j));
}

static void add_start(struct fit_scan *s, double score) {
    if (s->starts == MOST_STARTS) return;
    struct fit_start *start = &s->start[s->starts];
    start->phi = malloc(((size_t)s->m->frees + 1) * sizeof(double));
    if (!start->phi) return;
    take_amounts(s);
    settle(s);
    memcpy(start->phi, s->phi, (size_t)s->m->frees * sizeof(double));
    clamp(s->m, start->phi);
    start->score = score;
    s->starts++;
}

static bool is_valley(double (*score)[STEPS], const int steps[2], int i, int j) {
    for (int a = i > 0 ? i - 1 : 0; a <= i + 1 && a < steps[0]; a++) {
        for (int b = j > 0 ? j - 1 : 0; b <= j + 1 && b < steps[1]; b++) {
            if (a == i && b == j) continue;
            const bool before = a < i || (a == i && b < j);
            if (before ? score[a][b] <= score[i][j] : score[a][b] < score[i][j]) return false;
        }
    }
    return isfinite(score[i][j]);
}

static void begin_slice(struct fit_scan *s) {
    const struct fit_model *m = s->m;
    for (int g = 0; g < 2; g++) {
        const bool scanned = m->grid[g] != FIT_NONE && is_free(m, m->local[m->grid[g]].coord);
        s->steps[g] = scanned ? STEPS : 1;
    }
    for (int t = 0; t < FIT_TERMS; t++) {
        for (int k = 0; k <= STEPS; k++)
            s->kept[t][k].key[0] = NAN;
    }
}

/* Every point is scored, and then each is looked at again with its neighbours. */
bool scan_point(struct fit_scan *s, int slice) {
    if (s->at == 0) begin_slice(s);
    const int points = s->steps[0] * s->steps[1], at = s->at % points;
    const int i = at / s->steps[1], j = at % s->steps[1];
    assert(i >= 0 && j >= 0);
    if (s->at < points)
        s->score[i][j] = point(s, slice, i, j);
    else if (is_valley(s->score, s->steps, i, j))
        add_start(s, point(s, slice, i, j));
    s->at = s->at + 1 < 2 * points ? s->at + 1 : 0;
    return s->at == 0;
}

static int by_score(const void *a, const void *b) {
    const double x = ((const struct fit_start *)a)->score, y = ((const struct fit_start *)b)->score;
    return (x > y) - (x < y);
}

int scan_starts(struct fit_scan *s, const struct fit_start **starts) {
    qsort(s->start, (size_t)s->starts, sizeof *s->start, by_score);
    *starts = s->start;
    return s->starts;
}

/* The start at the steep exponent of that axis, the other one where it is best; both steep: 2. */
static void add_steep(struct fit_scan *s, int axis) {
    int at[2] = {STEPS, STEPS};
    double least = INFINITY;
    for (int k = 0; axis < 2 && k < s->steps[1 - axis]; k++) {
        const double score = axis ? point(s, 0, k, STEPS) : point(s, 0, STEPS, k);
        if (score >= least) continue;
        least = score;
        at[1 - axis] = k;
    }
    const double score = point(s, 0, at[0], at[1]);
    if (isfinite(score)) add_start(s, score);
}

int scan_steep(struct fit_scan *s) {
    begin_slice(s);
    for (int axis = 0; axis < 3; axis++) {
        const bool scanned = axis == 1 || s->steps[0] > 1, other = axis == 0 || s->steps[1] > 1;
        if (scanned && other) add_steep(s, axis);
    }
    return s->starts;
}
