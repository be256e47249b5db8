/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One term in one row. */
#include "engine/fit_parts.h"

/* Where nothing is left of a row, its term is out of all proportion but a number. */
static const double nothing_left = -30;

int coord_at(const struct fit_model *m, int local, int group) {
    return m->local[local].coord + (m->local[local].series ? group : 0);
}

double piece_log(const struct fit_model *m, const double *u, const struct fit_piece *piece,
                 size_t row) {
    const double n = piece->n == FIT_NONE ? 0 : u[m->local[piece->n].coord];
    const double q = exp(n - u[m->local[piece->kappa].coord] * m->column[piece->column][row]);
    return q < 1 ? log1p(-q) : nothing_left;
}

double term_log(const struct fit_model *m, const double *u, int t, size_t row, int group) {
    const struct fit_term *term = &m->term[t];
    double sum = term->offset == FIT_NONE ? 0 : m->column[term->offset][row];
    for (int k = 0; k < term->slots; k++) {
        const struct fit_slot *slot = &term->slot[k];
        const double at = u[coord_at(m, slot->local, group)];
        sum += slot->column >= 0          ? at * m->column[slot->column][row]
               : slot->column == FIT_LESS ? -at
                                          : at;
    }
    for (int p = 0; p < m->pieces; p++) {
        const struct fit_piece *piece = &m->piece[p];
        if (piece->robust && term->robust) sum += piece_log(m, u, piece, row);
        if (!piece->robust && term->stretch != FIT_NONE)
            sum -= u[m->local[term->stretch].coord] * piece_log(m, u, piece, row);
    }
    return sum;
}

double model_log(const struct fit_model *m, const double *u, size_t row, int group) {
    const double outer = m->outer == FIT_NONE ? 1 : u[m->local[m->outer].coord];
    double inner = 0, sum = m->floor == FIT_NONE ? 0 : u[m->local[m->floor].coord];
    for (int t = 0; t < m->terms; t++)
        *(m->term[t].inner ? &inner : &sum) +=
            exp(term_log(m, u, t, row, group) / (m->term[t].inner ? outer : 1));
    if (m->outer != FIT_NONE) sum += pow(inner, outer);
    return log(sum);
}
