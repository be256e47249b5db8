/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damped Newton on the exact Hessian, between bounds. */
#include "base/clock.h"
#include "engine/fit_parts.h"
#include <float.h>
#include <string.h>

/* A gain, by the objective, that is none. */
static const double little = 1e-8;

/* What rounding leaves of a residual: half its square is no misfit. */
static const double rounding = 16 * DBL_EPSILON;

static bool cholesky(double *L, int n) {
    for (int j = 0; j < n; j++) {
        double *row = L + (ptrdiff_t)j * n;
        for (int k = 0; k < j; k++) {
            double sum = row[k];
            const double *other = L + (ptrdiff_t)k * n;
            for (int i = 0; i < k; i++)
                sum -= row[i] * other[i];
            row[k] = sum / other[k];
        }
        double left = row[j];
        for (int i = 0; i < j; i++)
            left -= row[i] * row[i];
        if (!(left > row[j] * 1e-14)) return false;
        row[j] = sqrt(left);
    }
    return true;
}

bool solve_open(const double *A, const double *b, const bool *open, int n, double *factor,
                double *x) {
    int index[FIT_COEFFS], count = 0;
    double y[FIT_COEFFS];
    for (int i = 0; i < n; i++) {
        x[i] = 0;
        if (open[i]) index[count++] = i;
    }
    for (int i = 0; i < count; i++) {
        for (int j = 0; j <= i; j++)
            factor[i * count + j] = A[index[i] * n + index[j]];
        y[i] = b[index[i]];
    }
    if (!cholesky(factor, count)) return false;
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < i; j++)
            y[i] -= factor[i * count + j] * y[j];
        y[i] /= factor[i * count + i];
    }
    for (int i = count - 1; i >= 0; i--) {
        for (int j = i + 1; j < count; j++)
            y[i] -= factor[j * count + i] * y[j];
        y[i] /= factor[i * count + i];
        x[index[i]] = y[i];
    }
    return true;
}

static const struct fit_coord *coord_of(const struct fit_model *m, int phi) {
    return &m->coord[m->free[phi]];
}

/* Which coordinates may move: not those that stand on an end and are drawn beyond it. */
static int find_open(const struct fit_model *m, const double *phi, const double *gradient,
                     bool *open) {
    int count = 0;
    for (int i = 0; i < m->frees; i++) {
        const struct fit_coord *coord = coord_of(m, i);
        open[i] = !(phi[i] <= coord->low && gradient[i] > 0) &&
                  !(phi[i] >= coord->high && gradient[i] < 0);
        count += open[i];
    }
    return count;
}

/* Those that the step takes beyond their range stop at its end; whether there were any. */
static bool stop_at_ends(const struct fit_model *m, struct fit_work *work, const double *phi,
                         double *stopped) {
    bool any = false;
    for (int i = 0; i < m->frees; i++) {
        const struct fit_coord *coord = coord_of(m, i);
        const double to = phi[i] - work->step[i];
        if (!work->open[i] || (to >= coord->low && to <= coord->high)) continue;
        stopped[i] = phi[i] - fmax(coord->low, fmin(coord->high, to));
        work->open[i] = false;
        any = true;
    }
    return any;
}

/* The Hessian, and as much of the bowl as it is damped by. */
static void damp_hessian(int p, struct fit_work *work, double damp) {
    memcpy(work->damped, work->held_hessian, (size_t)(p * p) * sizeof *work->damped);
    for (int i = 0; damp > 0 && i < p * p; i++)
        work->damped[i] += damp * work->held_bowl[i];
    for (int i = 0; damp > 0 && i < p; i++) {
        const double hump = fmax(0, -2 * work->held_hessian[i * p + i]);
        work->damped[i * p + i] += damp * (hump + 1e-6 * work->held_bowl[i * p + i]) + 1e-300;
    }
}

/* The bowl alone, each direction damped by its own. */
static void damp_bowl(int p, struct fit_work *work, double damp) {
    memcpy(work->damped, work->held_bowl, (size_t)(p * p) * sizeof *work->damped);
    for (int i = 0; i < p; i++)
        work->damped[i * p + i] += (damp + 1e-9) * work->held_bowl[i * p + i] + 1e-300;
}

/* The step by the damped matrix, the others going along with those that stop at an end. False where
 * it is not positive definite. */
static bool find_step(const struct fit_model *m, struct fit_work *work, const double *phi) {
    const int p = m->frees;
    double stopped[FIT_COEFFS] = {0};
    for (;;) {
        for (int i = 0; i < p; i++) {
            work->right[i] = work->held_gradient[i];
            for (int j = 0; j < p; j++)
                work->right[i] -= work->damped[i * p + j] * stopped[j];
        }
        if (!solve_open(work->damped, work->right, work->open, p, work->factor, work->step))
            return false;
        if (!stop_at_ends(m, work, phi, stopped)) break;
    }
    for (int i = 0; i < p; i++) {
        if (stopped[i] != 0) work->step[i] = stopped[i];
        work->trial[i] = phi[i] - work->step[i];
    }
    return true;
}

/* How much less the objective's parabola is at the end of the step. */
static double expected_gain(const struct fit_model *m, const struct fit_work *work) {
    const int p = m->frees;
    double linear = 0, bent = 0;
    for (int i = 0; i < p; i++) {
        double sum = 0;
        for (int j = 0; j < p; j++)
            sum += work->held_hessian[i * p + j] * work->step[j];
        linear += work->held_gradient[i] * work->step[i];
        bent += work->step[i] * sum;
    }
    return linear - bent / 2;
}

static void swap(double **a, double **b) {
    double *held = *a;
    *a = *b;
    *b = held;
}

/* Takes the derivatives at a new place for those held. */
static void hold(struct fit_work *work, bool bowl) {
    swap(&work->gradient, &work->held_gradient);
    swap(&work->hessian, &work->held_hessian);
    swap(&work->bowl, &work->held_bowl);
    work->bowled = bowl;
}

/* The place that a descent looks at, and what it pays for it. */
struct look {
    const struct fit_model *m;
    struct fit_work *work;
    const double *weight;
    double delta;
    struct fit_descent *descent;
};

/* The objective there, and its derivatives. False where the clock stopped it: the descent is then
 * paused, and the same look goes on. */
static bool look_at(const struct look *look, const double *phi, bool bowl, double *value) {
    const double *const deadline = look->descent->deadline;
    look->descent->paused = !fit_objective_some(look->m, look->work, look->weight, look->delta, phi,
                                                bowl, deadline, value);
    return !look->descent->paused;
}

/* The bowl at phi, where the other derivatives are those held: most steps do without. False where
 * the clock stopped it. */
static bool need_bowl(const struct look *look, const double *phi) {
    double value;
    if (look->work->bowled) return true;
    if (!look_at(look, phi, true, &value)) return false;
    hold(look->work, true);
    return true;
}

/* Beyond that a damped Hessian says less than the bowl does. */
static const double heavier = 100;

/* Newton's step, damped as much more as makes the Hessian positive definite; where that takes too
 * much, the bowl's. False where there is none, or the clock stopped it. */
static bool find_any_step(const struct look *look, const double *phi, double *damp) {
    const struct fit_model *const m = look->m;
    struct fit_work *const work = look->work;
    for (double more = *damp; more <= fmax(*damp, heavier); more = fmax(4 * more, 1e-2)) {
        if (more > 0 && !need_bowl(look, phi)) return false;
        find_open(m, phi, work->held_gradient, work->open);
        damp_hessian(m->frees, work, more);
        if (!find_step(m, work, phi)) continue;
        *damp = more;
        return true;
    }
    find_open(m, phi, work->held_gradient, work->open);
    damp_bowl(m->frees, work, *damp);
    return find_step(m, work, phi);
}

/* Whether a gain is none, by a share of the objective. */
static bool is_none(const struct fit_model *m, double gain, double share, double at) {
    return gain <= share * at + (double)m->rows * rounding * rounding / 2;
}

/* Whether there is next to nothing to gain, by the bowl: where the data are blind to a direction
 * the damped steps shrink and never say so themselves. False where the clock stopped it. */
static bool is_settled(const struct look *look, const double *phi, double at) {
    const struct fit_model *const m = look->m;
    struct fit_work *const work = look->work;
    const int p = m->frees;
    double gain = 0;
    if (!need_bowl(look, phi)) return false;
    find_open(m, phi, work->held_gradient, work->open);
    memcpy(work->damped, work->held_bowl, (size_t)(p * p) * sizeof *work->damped);
    for (int i = 0; i < p; i++)
        work->damped[i * p + i] = work->damped[i * p + i] * (1 + 1e-9) + 1e-300;
    if (!solve_open(work->damped, work->held_gradient, work->open, p, work->factor, work->step))
        return false;
    for (int i = 0; i < p; i++)
        gain += work->held_gradient[i] * work->step[i] / 2;
    return is_none(m, gain, little, at);
}

/* A step that is small because it is damped does not say that there is nothing left to gain. */
static const double light = 0.1, heavy = 1e8;

static double damp_next(double damp, double ratio) {
    if (ratio > 0.75) return damp > 1e-4 ? damp / 8 : 0;
    return ratio < 0.25 ? fmax(2 * damp, 1e-2) : damp;
}

bool fit_late(const double *deadline) {
    return deadline && clock_late(*deadline);
}

/* How a round of a descent ends. */
enum round { ROUND_ON, ROUND_PAUSED, ROUND_LAST };

/* One step. All that it changes before its last look at the rows it finds again after a pause. */
static enum round go_round(const struct look *look, double *phi) {
    const struct fit_model *const m = look->m;
    struct fit_work *const work = look->work;
    struct fit_descent *const descent = look->descent;
    double damp = descent->damp, next;
    descent->converged = find_open(m, phi, work->held_gradient, work->open) == 0;
    if (descent->converged) return ROUND_LAST;
    if (!find_any_step(look, phi, &damp)) {
        if (descent->paused) return ROUND_PAUSED;
        descent->damp = fmax(4 * damp, 1e-2);
        return ROUND_ON;
    }
    const double expected = expected_gain(m, work);
    const bool none = is_none(m, fabs(expected), descent->tolerance, descent->at);
    descent->converged = none && damp <= light;
    if (descent->converged && descent->leap)
        memcpy(phi, work->trial, (size_t)m->frees * sizeof *phi);
    if (descent->converged) return ROUND_LAST;
    const bool settled = none && is_settled(look, phi, descent->at);
    if (settled) return ROUND_LAST;
    if (descent->paused) return ROUND_PAUSED;
    const bool bowl = damp > 0;
    if (!look_at(look, work->trial, bowl, &next)) return ROUND_PAUSED;
    descent->iterations++;
    if (!(next < descent->at)) {
        descent->damp = fmax(5 * damp, 1e-2);
        return ROUND_ON;
    }
    descent->damp = damp_next(damp, expected > 0 ? (descent->at - next) / expected : 0);
    memcpy(phi, work->trial, (size_t)m->frees * sizeof *phi);
    descent->at = next;
    hold(work, bowl);
    return ROUND_ON;
}

/* Where a descent begins. False where the clock stopped it. */
static bool look_first(const struct look *look, const double *phi) {
    struct fit_descent *const descent = look->descent;
    if (descent->begun) return true;
    if (!look_at(look, phi, false, &descent->at)) return false;
    hold(look->work, false);
    descent->begun = true;
    descent->round = 0;
    descent->damp = 0;
    return true;
}

double fit_descend(const struct fit_model *m, struct fit_work *work, const double *weight,
                   double delta, double *phi, struct fit_descent *descent) {
    const struct look look = {m, work, weight, delta, descent};
    enum round how = ROUND_ON;
    descent->converged = descent->paused = false;
    if (!look_first(&look, phi)) return descent->at;
    if (descent->at < INFINITY) {
        while (how == ROUND_ON && descent->round < descent->most && descent->damp < heavy) {
            how = go_round(&look, phi);
            descent->round += how == ROUND_ON;
        }
        if (how == ROUND_PAUSED) return descent->at;
        if (!descent->converged) descent->converged = is_settled(&look, phi, descent->at);
        if (descent->paused) return descent->at;
    }
    descent->begun = false;
    return descent->at;
}

double fit_anneal(const struct fit_model *m, struct fit_work *work, const double *weight,
                  double *phi, struct fit_descent *descent) {
    static const double wide[] = {0.03, 0.01, 0.003};
    enum { WIDES = sizeof wide / sizeof *wide };
    const double delta = fit_delta(m->problem);
    const int most = descent->most;
    const double tolerance = descent->tolerance;
    if (!descent->paused) descent->phase = delta < INFINITY ? 0 : WIDES;
    for (; descent->phase < WIDES; descent->phase++) {
        if (!(wide[descent->phase] > delta)) continue;
        descent->most = 12;
        descent->tolerance = 1e-3;
        const double at = fit_descend(m, work, weight, wide[descent->phase], phi, descent);
        descent->most = most;
        descent->tolerance = tolerance;
        if (descent->paused) return at;
    }
    return fit_descend(m, work, weight, delta, phi, descent);
}
