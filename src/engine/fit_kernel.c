/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The objective with its gradient and exact Hessian: a chunk of rows of one series at a time, as
 * columns, so that all sums are products of columns. */
#include "base/clones.h"
#include "base/column.h"
#include "engine/fit_parts.h"
#include <stdlib.h>
#include <string.h>

/* One term's slope by one local. */
struct entry {
    int local;
    const double *column;
};

struct fit_chunk {
    double ones[FIT_CHUNK], less[FIT_CHUNK];
    double u[FIT_LOCALS];
    int coord[FIT_LOCALS];
    double lost[FIT_PIECES][FIT_CHUNK]; /* q/(1 − q), q what a piece loses */
    double log_f[FIT_CHUNK], log_r[FIT_CHUNK];
    double value[FIT_TERMS][FIT_CHUNK];
    double share[FIT_TERMS][FIT_CHUNK];        /* ∂predicted/∂ln term, by predicted */
    double inner[FIT_CHUNK], outer[FIT_CHUNK]; /* ln of an inner sum, and its power */
    double spread[FIT_CHUNK];                  /* ln of it less the mean of its terms' ln */
    double power[FIT_TERMS][FIT_CHUNK];        /* ln of an inner term^(1/outer) */
    double predicted[FIT_CHUNK], log_predicted[FIT_CHUNK];
    double inverse[FIT_CHUNK];               /* of the predicted */
    double misfit[FIT_CHUNK];                /* Huber's, of each row */
    double pull[FIT_CHUNK], bend[FIT_CHUNK]; /* weight·ψ, weight·(ψ' − ψ) */
    double curb[FIT_CHUNK];                  /* weight·ψ/r */
    double made[2 * FIT_PIECES + 2][FIT_TERMS][FIT_CHUNK];
    struct entry entry[FIT_TERMS][FIT_SLOTS + 2 * FIT_PIECES];
    int entries[FIT_TERMS];
    double slope[FIT_LOCALS][FIT_CHUNK]; /* ∂ln predicted */
    double middle[FIT_LOCALS][FIT_CHUNK]; /* ∂ln of an inner sum's power, but for the outer's own */
    double twist[FIT_LOCALS][FIT_CHUNK]; /* the same, each term times its power */
    double scaled[FIT_CHUNK];
    double gradient[FIT_LOCALS], hessian[FIT_LOCALS][FIT_LOCALS], bowl[FIT_LOCALS][FIT_LOCALS];
};

enum { VECTORS = 7, SQUARES = 6, WIDE = 2, SPACES = VECTORS + SQUARES + WIDE };

/* All the space of a work: vectors, then squares by phi, then squares by u. */
static void list_space(struct fit_work *work, double **space[SPACES]) {
    double **const all[SPACES] = {&work->gradient,   &work->step,          &work->trial,
                                  &work->right,      &work->held_gradient, &work->u,
                                  &work->gradient_u, &work->hessian,       &work->bowl,
                                  &work->factor,     &work->damped,        &work->held_hessian,
                                  &work->held_bowl,  &work->hessian_u,     &work->bowl_u};
    memcpy(space, all, sizeof all);
}

struct fit_work *work_new(const struct fit_model *m) {
    struct fit_work *work = calloc(1, sizeof *work);
    double **space[SPACES];
    if (!work) return NULL;
    const size_t u = (size_t)m->coords, p = (size_t)m->frees;
    bool whole = true;
    list_space(work, space);
    for (int i = 0; i < SPACES; i++) {
        const size_t size = i < VECTORS ? u : i < VECTORS + SQUARES ? p * p : u * u;
        whole &= (*space[i] = calloc(size + 1, sizeof(double))) != NULL;
    }
    whole &= (work->open = calloc(p + 1, sizeof(bool))) != NULL;
    whole &= (work->chunk = calloc(1, sizeof *work->chunk)) != NULL;
    if (!whole) {
        work_free(work);
        return NULL;
    }
    for (int i = 0; i < FIT_CHUNK; i++) {
        work->chunk->ones[i] = 1;
        work->chunk->less[i] = -1;
    }
    return work;
}

void work_free(struct fit_work *work) {
    double **space[SPACES];
    if (!work) return;
    list_space(work, space);
    for (int i = 0; i < SPACES; i++)
        free(*space[i]);
    free(work->open);
    free(work->chunk);
    free(work);
}

static void take_locals(const struct fit_model *m, const double *u, int group,
                        struct fit_chunk *c) {
    for (int l = 0; l < m->locals; l++) {
        c->coord[l] = m->local[l].coord + (m->local[l].series ? group : 0);
        c->u[l] = u[c->coord[l]];
    }
}

static double value_of(const struct fit_chunk *c, int local) {
    return local == FIT_NONE ? 0 : c->u[local];
}

/* What a piece loses in each row, q, to q/(1 − q), and −q. False where nothing is left of a row. */
CLONES static bool take_lost(int n, double *restrict lost, double *restrict less) {
    int whole = 1;
    for (int i = 0; i < n; i++) {
        const double q = lost[i];
        whole &= q < 1;
        less[i] = -q;
        lost[i] = q / (1 - q);
    }
    return whole;
}

/* ln f and ln r; false where nothing is left of a row. */
static bool take_pieces(const struct fit_model *m, size_t first, int n, struct fit_chunk *c) {
    memset(c->log_f, 0, sizeof c->log_f);
    memset(c->log_r, 0, sizeof c->log_r);
    for (int p = 0; p < m->pieces; p++) {
        const struct fit_piece *piece = &m->piece[p];
        const double shift = value_of(c, piece->n);
        for (int i = 0; i < n; i++)
            c->lost[p][i] = shift;
        column_add(c->lost[p], -c->u[piece->kappa], m->column[piece->column] + first, n);
        column_exp(c->lost[p], n);
        if (!take_lost(n, c->lost[p], c->scaled)) return false;
        column_log1p(c->scaled, c->scaled, n);
        column_add(piece->robust ? c->log_r : c->log_f, 1, c->scaled, n);
    }
    return true;
}

static const double *slot_column(const struct fit_model *m, const struct fit_chunk *c,
                                 const struct fit_slot *slot, size_t first) {
    if (slot->column == FIT_NONE) return c->ones;
    if (slot->column == FIT_LESS) return c->less;
    return m->column[slot->column] + first;
}

static void take_terms(const struct fit_model *m, size_t first, int n, struct fit_chunk *c) {
    for (int t = 0; t < m->terms; t++) {
        const struct fit_term *term = &m->term[t];
        double *s = c->value[t];
        if (term->offset == FIT_NONE)
            memset(s, 0, (size_t)n * sizeof *s);
        else
            memcpy(s, m->column[term->offset] + first, (size_t)n * sizeof *s);
        for (int k = 0; k < term->slots; k++)
            column_add(s, c->u[term->slot[k].local], slot_column(m, c, &term->slot[k], first), n);
        if (term->stretch != FIT_NONE) column_add(s, -c->u[term->stretch], c->log_f, n);
        if (term->robust) column_add(s, 1, c->log_r, n);
    }
}

/* The inner terms: ln of their sum, its power, and each one's part of the sum for a value. */
static void take_inner(const struct fit_model *m, int n, struct fit_chunk *c) {
    const double o = c->u[m->outer];
    for (int i = 0; i < n; i++) {
        c->power[0][i] = c->value[0][i] / o;
        c->power[1][i] = c->value[1][i] / o;
        c->scaled[i] = -fabs(c->power[0][i] - c->power[1][i]);
    }
    column_exp(c->scaled, n);
    column_log1p(c->scaled, c->scaled, n);
    for (int i = 0; i < n; i++) {
        const double a = c->power[0][i], b = c->power[1][i];
        c->inner[i] = (a > b ? a : b) + c->scaled[i];
        c->value[0][i] = a - c->inner[i];
        c->value[1][i] = b - c->inner[i];
        c->outer[i] = o * c->inner[i];
    }
    column_exp(c->value[0], n);
    column_exp(c->value[1], n);
    column_exp(c->outer, n);
    column_add(c->predicted, 1, c->outer, n);
    for (int i = 0; i < n; i++)
        c->spread[i] =
            c->inner[i] - c->value[0][i] * c->power[0][i] - c->value[1][i] * c->power[1][i];
}

/* Predictions and what each term has in them. False where one is no number. */
static bool take_predicted(const struct fit_model *m, int n, struct fit_chunk *c) {
    const double floor = value_of(c, m->floor);
    for (int i = 0; i < n; i++)
        c->predicted[i] = floor;
    if (m->outer != FIT_NONE) take_inner(m, n, c);
    for (int t = 0; t < m->terms; t++) {
        if (m->term[t].inner) continue;
        column_exp(c->value[t], n);
        column_add(c->predicted, 1, c->value[t], n);
    }
    column_log(c->log_predicted, c->predicted, n);
    bool whole = true;
    for (int i = 0; i < n; i++)
        whole &= c->log_predicted[i] - c->log_predicted[i] == 0;
    return whole;
}

static bool take_chunk(const struct fit_model *m, size_t first, int n, struct fit_chunk *c) {
    if (m->pieces && !take_pieces(m, first, n, c)) return false;
    take_terms(m, first, n, c);
    return take_predicted(m, n, c);
}

static void add_entry(struct fit_chunk *c, int term, int local, const double *column) {
    c->entry[term][c->entries[term]++] = (struct entry){local, column};
}

/* The slopes of a term by what its pieces are made of. */
static void take_piece_entries(const struct fit_model *m, size_t first, int n, int t,
                               struct fit_chunk *c) {
    const struct fit_term *term = &m->term[t];
    for (int p = 0; p < m->pieces; p++) {
        const struct fit_piece *piece = &m->piece[p];
        if (piece->robust ? !term->robust : term->stretch == FIT_NONE) continue;
        const double times = piece->robust ? -1 : c->u[term->stretch];
        const double *column = m->column[piece->column] + first;
        double *by_n = c->made[(size_t)p * 2][t], *by_kappa = c->made[(size_t)p * 2 + 1][t];
        for (int i = 0; i < n; i++) {
            by_n[i] = times * c->lost[p][i];
            by_kappa[i] = -by_n[i] * column[i];
        }
        if (piece->n != FIT_NONE) add_entry(c, t, piece->n, by_n);
        add_entry(c, t, piece->kappa, by_kappa);
    }
}

static void take_entries(const struct fit_model *m, size_t first, int n, struct fit_chunk *c) {
    for (int t = 0; t < m->terms; t++) {
        const struct fit_term *term = &m->term[t];
        c->entries[t] = 0;
        for (int k = 0; k < term->slots; k++) {
            const double *column = slot_column(m, c, &term->slot[k], first);
            if (term->slot[k].local == term->stretch) {
                double *both = c->made[(size_t)FIT_PIECES * 2][t];
                for (int i = 0; i < n; i++)
                    both[i] = column[i] - c->log_f[i];
                column = both;
            }
            add_entry(c, t, term->slot[k].local, column);
        }
        take_piece_entries(m, first, n, t, c);
    }
}

/* What an inner term adds to the slopes of its sum. */
static void take_middle(int t, int n, struct fit_chunk *c) {
    column_multiply(c->scaled, c->value[t], c->power[t], n);
    for (int k = 0; k < c->entries[t]; k++) {
        const struct entry *entry = &c->entry[t][k];
        column_add_product(c->middle[entry->local], c->value[t], entry->column, n);
        column_add_product(c->twist[entry->local], c->scaled, entry->column, n);
    }
}

/* ∂predicted/∂ln term, by predicted. */
static void take_share(const struct fit_model *m, int t, int n, struct fit_chunk *c) {
    column_multiply(c->share[t], c->value[t], c->inverse, n);
    for (int i = 0; m->term[t].inner && i < n; i++)
        c->share[t][i] *= c->outer[i];
}

/* ∂ln predicted/∂u, and of an inner sum apart. */
static void take_slopes(const struct fit_model *m, int n, struct fit_chunk *c) {
    const bool outer = m->outer != FIT_NONE;
    for (int i = 0; i < n; i++)
        c->inverse[i] = 1 / c->predicted[i];
    for (int l = 0; l < m->locals; l++) {
        memset(c->slope[l], 0, (size_t)n * sizeof(double));
        if (!outer) continue;
        memset(c->middle[l], 0, (size_t)n * sizeof(double));
        memset(c->twist[l], 0, (size_t)n * sizeof(double));
    }
    for (int t = 0; t < m->terms; t++) {
        take_share(m, t, n, c);
        for (int k = 0; k < c->entries[t]; k++) {
            const struct entry *entry = &c->entry[t][k];
            column_add_product(c->slope[entry->local], c->share[t], entry->column, n);
        }
        if (m->term[t].inner) take_middle(t, n, c);
    }
    for (int i = 0; outer && i < n; i++)
        c->slope[m->outer][i] += c->outer[i] * c->spread[i] * c->inverse[i];
    if (m->floor != FIT_NONE) memcpy(c->slope[m->floor], c->inverse, (size_t)n * sizeof(double));
}

/* Huber's ψ of the residuals, its objective, and ψ' − ψ and ψ/r; all by the runs' weights. ψ·(r −
 * ψ/2) is r²/2 within delta and delta·(|r| − delta/2) beyond. */
CLONES static void take_psi(const double *restrict predicted, const double *restrict measured,
                            const double *restrict weight, double delta, int n,
                            struct fit_chunk *restrict c) {
    for (int i = 0; i < n; i++) {
        const double r = predicted[i] - measured[i], size = fabs(r), w = weight[i];
        const double less = r < delta ? r : delta, psi = less > -delta ? less : -delta;
        const double within = size <= delta ? 1 : 0;
        c->misfit[i] = psi * (r - psi / 2);
        c->pull[i] = w * psi;
        c->bend[i] = w * (within - psi);
        c->curb[i] = size <= delta ? w : w * (delta / size);
    }
}

/* Lower triangle of sum += Σ weight · a·aᵀ over all locals' columns. */
static void add_outer(const double (*column)[FIT_CHUNK], const double *weight, int locals, int n,
                      double *restrict scaled, double (*sum)[FIT_LOCALS]) {
    const double *each[FIT_LOCALS];
    double found[FIT_LOCALS];
    for (int a = 0; a < locals; a++) {
        each[a] = column[a];
        column_multiply(scaled, weight, column[a], n);
        column_dots(scaled, each, a + 1, n, found);
        for (int b = 0; b <= a; b++)
            sum[a][b] += found[b];
    }
}

static void add_pair(struct fit_chunk *c, int a, int b, double value) {
    c->hessian[a > b ? a : b][a > b ? b : a] += value;
}

static void add_terms(const struct fit_model *m, int n, struct fit_chunk *c) {
    double weight[FIT_CHUNK];
    for (int t = 0; t < m->terms; t++) {
        column_multiply(weight, c->pull, c->share[t], n);
        for (int i = 0; m->term[t].inner && i < n; i++)
            weight[i] /= c->u[m->outer];
        for (int j = 0; j < c->entries[t]; j++) {
            const struct entry *a = &c->entry[t][j];
            column_multiply(c->scaled, weight, a->column, n);
            for (int k = 0; k <= j; k++) {
                const struct entry *b = &c->entry[t][k];
                add_pair(c, a->local, b->local, column_dot(c->scaled, b->column, n));
            }
        }
    }
}

/* What (Σ inner^(1/o))^o = e^g bends beyond its terms: g's slope by o is the spread, and
 * ∂²g = (1/o)·(covariance of the terms' slopes, with −power for the slope by o). */
static void add_inner(const struct fit_model *m, int n, struct fit_chunk *c) {
    double weight[FIT_CHUNK], cross[FIT_CHUNK], turn[FIT_CHUNK], own = 0;
    const double o = c->u[m->outer];
    for (int i = 0; i < n; i++) {
        const double base = c->pull[i] * c->outer[i] / c->predicted[i];
        const double mean = c->inner[i] - c->spread[i];
        const double apart = c->power[0][i] - c->power[1][i];
        weight[i] = base * (1 - 1 / o);
        cross[i] = base * (c->spread[i] + mean / o);
        turn[i] = -base / o;
        own += base *
               (c->spread[i] * c->spread[i] + c->value[0][i] * c->value[1][i] * apart * apart / o);
    }
    add_outer((const double(*)[FIT_CHUNK])c->middle, weight, m->locals, n, c->scaled, c->hessian);
    for (int l = 0; l < m->locals; l++) {
        const double both = column_dot(cross, c->middle[l], n) + column_dot(turn, c->twist[l], n);
        add_pair(c, l, m->outer, l == m->outer ? 2 * both : both);
    }
    add_pair(c, m->outer, m->outer, own);
}

/* The pieces' own second derivatives in one term. */
static void add_piece(const struct fit_model *m, const struct fit_piece *piece, int p, int t,
                      size_t first, int n, struct fit_chunk *c) {
    const struct fit_term *term = &m->term[t];
    const double times = piece->robust ? -1 : c->u[term->stretch];
    const double *column = m->column[piece->column] + first;
    double nn = 0, nk = 0, kk = 0, mn = 0, mk = 0;
    for (int i = 0; i < n; i++) {
        const double weight = c->pull[i] * c->share[t][i], lost = c->lost[p][i];
        const double once = weight * lost, twice = times * once * (1 + lost);
        nn += twice;
        nk -= twice * column[i];
        kk += twice * column[i] * column[i];
        mn += once;
        mk -= once * column[i];
    }
    add_pair(c, piece->kappa, piece->kappa, kk);
    if (piece->n != FIT_NONE) {
        add_pair(c, piece->n, piece->n, nn);
        add_pair(c, piece->n, piece->kappa, nk);
    }
    if (piece->robust) return;
    add_pair(c, term->stretch, piece->kappa, mk);
    if (piece->n != FIT_NONE) add_pair(c, term->stretch, piece->n, mn);
}

static void add_pieces(const struct fit_model *m, size_t first, int n, struct fit_chunk *c) {
    for (int t = 0; t < m->terms; t++) {
        for (int p = 0; p < m->pieces; p++) {
            const struct fit_piece *piece = &m->piece[p];
            if (piece->robust ? m->term[t].robust : m->term[t].stretch != FIT_NONE)
                add_piece(m, piece, p, t, first, n, c);
        }
    }
}

static void take_bends(const struct fit_model *m, size_t first, int n, struct fit_chunk *c) {
    const size_t rows = (size_t)m->locals * sizeof *c->hessian;
    for (int l = 0; l < m->locals; l++)
        c->gradient[l] = column_dot(c->pull, c->slope[l], n);
    memset(c->hessian, 0, rows);
    add_outer((const double(*)[FIT_CHUNK])c->slope, c->bend, m->locals, n, c->scaled, c->hessian);
    add_terms(m, n, c);
    if (m->outer != FIT_NONE) add_inner(m, n, c);
    add_pieces(m, first, n, c);
}

static void take_bowl(const struct fit_model *m, int n, struct fit_chunk *c) {
    memset(c->bowl, 0, (size_t)m->locals * sizeof *c->bowl);
    add_outer((const double(*)[FIT_CHUNK])c->slope, c->curb, m->locals, n, c->scaled, c->bowl);
}

/* A chunk's square by locals, a triangle, into the whole one by u. */
static void put_square(const struct fit_model *m, const int *coord,
                       const double (*triangle)[FIT_LOCALS], double *by_u) {
    for (int a = 0; a < m->locals; a++) {
        for (int b = 0; b <= a; b++) {
            by_u[coord[a] * m->coords + coord[b]] += triangle[a][b];
            if (a != b) by_u[coord[b] * m->coords + coord[a]] += triangle[a][b];
        }
    }
}

static void put(const struct fit_model *m, const struct fit_chunk *c, struct fit_work *work,
                bool bowl) {
    for (int a = 0; a < m->locals; a++)
        work->gradient_u[c->coord[a]] += c->gradient[a];
    put_square(m, c->coord, c->hessian, work->hessian_u);
    if (bowl) put_square(m, c->coord, c->bowl, work->bowl_u);
}

/* A square matrix by u as one by phi: Zᵀ·M·Z. */
static void gather_square(const struct fit_model *m, const double *by_u, double *by_phi) {
    const int p = m->frees;
    memset(by_phi, 0, (size_t)(p * p) * sizeof *by_phi);
    for (int i = 0; i < m->coords; i++) {
        const struct fit_link *a = &m->link[i];
        for (int k = 0; k < a->count; k++) {
            double *row = by_phi + (ptrdiff_t)a->phi[k] * p;
            for (int j = 0; j < m->coords; j++) {
                const struct fit_link *b = &m->link[j];
                const double value = a->times[k] * by_u[i * m->coords + j];
                for (int h = 0; h < b->count; h++)
                    row[b->phi[h]] += value * b->times[h];
            }
        }
    }
}

static void gather(const struct fit_model *m, struct fit_work *work, bool bowl) {
    memset(work->gradient, 0, (size_t)m->frees * sizeof(double));
    for (int i = 0; i < m->coords; i++) {
        const struct fit_link *link = &m->link[i];
        for (int k = 0; k < link->count; k++)
            work->gradient[link->phi[k]] += link->times[k] * work->gradient_u[i];
    }
    gather_square(m, work->hessian_u, work->hessian);
    if (bowl) gather_square(m, work->bowl_u, work->bowl);
}

static void clear(const struct fit_model *m, struct fit_work *work) {
    const size_t square = (size_t)(m->coords * m->coords) * sizeof(double);
    memset(work->gradient_u, 0, (size_t)m->coords * sizeof(double));
    memset(work->hessian_u, 0, square);
    memset(work->bowl_u, 0, square);
}

/* The rows where a walk is; false where one has no prediction. */
static bool add_rows(const struct fit_model *m, struct fit_work *work, const double *weight,
                     double delta, bool bowl) {
    struct fit_chunk *const c = work->chunk;
    const size_t first = work->walk.first;
    const int n = work->walk.rows;
    take_locals(m, work->u, work->walk.group, c);
    if (!take_chunk(m, first, n, c)) return false;
    take_psi(c->log_predicted, m->log_loss + first, weight + first, delta, n, c);
    work->sum += column_dot(weight + first, c->misfit, n);
    take_entries(m, first, n, c);
    take_slopes(m, n, c);
    take_bends(m, first, n, c);
    if (bowl) take_bowl(m, n, c);
    put(m, c, work, bowl);
    return true;
}

bool fit_objective_some(const struct fit_model *m, struct fit_work *work, const double *weight,
                        double delta, const double *phi, bool bowl, const double *deadline,
                        double *value) {
    bool whole = true;
    if (!work->looking) {
        model_coords(m, phi, work->u);
        clear(m, work);
        work->walk = (struct fit_walk){0};
        work->sum = 0;
    }
    work->looking = true;
    while (whole && fit_walk_on(m, &work->walk)) {
        whole = add_rows(m, work, weight, delta, bowl);
        if (whole && fit_late(deadline)) return false;
    }
    work->looking = false;
    if (whole) gather(m, work, bowl);
    *value = whole ? work->sum : INFINITY;
    return true;
}

double fit_objective(const struct fit_model *m, struct fit_work *work, const double *weight,
                     double delta, const double *phi, bool bowl) {
    double value = INFINITY;
    fit_objective_some(m, work, weight, delta, phi, bowl, NULL, &value);
    return value;
}

static void put_jacobian(const struct fit_model *m, const struct fit_chunk *c, size_t first, int n,
                         double *jacobian) {
    for (int l = 0; l < m->locals; l++) {
        const struct fit_link *link = &m->link[c->coord[l]];
        for (int k = 0; k < link->count; k++) {
            double *at = jacobian + first * (size_t)m->frees + link->phi[k];
            for (int i = 0; i < n; i++, at += m->frees)
                *at += link->times[k] * c->slope[l][i];
        }
    }
}

bool fit_walk_on(const struct fit_model *m, struct fit_walk *walk) {
    walk->at += (size_t)walk->rows;
    while (walk->block < m->blocks && walk->at == m->block[walk->block].count) {
        walk->block++;
        walk->at = 0;
    }
    walk->rows = 0;
    if (walk->block == m->blocks) return false;
    const struct fit_block *const block = &m->block[walk->block];
    const size_t left = block->count - walk->at;
    walk->first = block->first + walk->at;
    walk->rows = left < FIT_CHUNK ? (int)left : FIT_CHUNK;
    walk->group = block->group;
    return true;
}

bool fit_predict_some(const struct fit_model *m, struct fit_work *work, const double *phi,
                      const struct fit_walk *walk, double *log_predicted, double *jacobian) {
    struct fit_chunk *const c = work->chunk;
    const size_t first = walk->first, p = (size_t)m->frees;
    const int n = walk->rows;
    model_coords(m, phi, work->u);
    take_locals(m, work->u, walk->group, c);
    if (!take_chunk(m, first, n, c)) return false;
    memcpy(log_predicted + first, c->log_predicted, (size_t)n * sizeof(double));
    if (!jacobian) return true;
    memset(jacobian + first * p, 0, (size_t)n * p * sizeof *jacobian);
    take_entries(m, first, n, c);
    take_slopes(m, n, c);
    put_jacobian(m, c, first, n, jacobian);
    return true;
}

bool fit_predict(const struct fit_model *m, struct fit_work *work, const double *phi,
                 double *log_predicted, double *jacobian) {
    for (struct fit_walk walk = {0}; fit_walk_on(m, &walk);) {
        if (!fit_predict_some(m, work, phi, &walk, log_predicted, jacobian)) return false;
    }
    return true;
}
