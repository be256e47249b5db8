/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The problems answered over the training compute. */
#include "ui/optimum_parts.h"
#include <math.h>

void optimum_range(const struct app *app, const struct optimum_row *row, int count, double *low,
                   double *high) {
    static const double usual_low = 1e19, usual_high = 1e27, highest = 1e33;
    double least = optimum_budget(app), most = least;
    for (int i = 0; i < count && app->optimum.target > 0; i++) {
        const double at = optimum_place(app, &row[i]);
        if (!(at > 0)) continue;
        least = fmin(least, at);
        most = fmax(most, fmin(highest, at));
    }
    *low = fmin(usual_low, pow(10, floor(log10(least))));
    *high = fmax(usual_high, pow(10, ceil(log10(most))));
}

/* What a sample asks for: budgets evenly spaced in the logarithm, from low to high. */
static double sample_budget(double low, double high, int i) {
    return low * pow(high / low, (double)i / (BUDGET_SAMPLES - 1));
}

/* A kind's answers between two budgets in its own unit; false where it has none at all. */
static bool sample(const struct app *app, enum optimum_kind kind, double low, double high,
                   struct budget_curve *curve) {
    bool any = false;
    curve->kind = kind;
    for (int i = 0; i < BUDGET_SAMPLES; i++) {
        struct optimum_row row = {.kind = kind};
        const double budget = sample_budget(low, high, i);
        const struct optimum *found = &row.optimum;
        const enum law_status status = optimum_ask(app, kind, budget, 0, &row.optimum);
        const bool answered = status != LAW_SILENT;
        const double C = kind == OPTIMUM_SERVED ? optimum_training(app, &row) : budget;
        curve->ln_c[i] = answered ? log(C) : NAN;
        curve->beyond[i] = status == LAW_BEYOND;
        curve->value[CHART_BITS][i] = answered ? found->P : NAN;
        curve->value[CHART_N][i] = answered ? found->plan.N : NAN;
        curve->value[CHART_D][i] = answered ? found->plan.D : NAN;
        curve->value[CHART_LOSS][i] = answered ? found->loss : NAN;
        any |= answered;
    }
    return any;
}

/* What is served is asked for by the bits that a token moves, and drawn over the compute that its
 * training takes: budgets around the row's own whose training covers the range. It grows faster
 * than their root. */
static bool sample_served(const struct app *app, const struct optimum_row *row,
                          const struct budget_curves *curves, struct budget_curve *curve) {
    static const double power = 0.6;
    const double C = optimum_training(app, row), bits = row->optimum.C;
    /* a law that is no sum of powers takes too long to serve */
    if (row->optimum.status == LAW_SILENT || !app_primary(app)->law->powers) return false;
    return sample(app, OPTIMUM_SERVED, bits * pow(curves->low / C, power),
                  bits * pow(curves->high / C, power), curve);
}

void optimum_curves(const struct app *app, const struct optimum_row *row, int count,
                    struct budget_curves *curves) {
    const bool joint = row[0].optimum.status != LAW_SILENT;
    optimum_range(app, row, count, &curves->low, &curves->high);
    curves->count = 0;
    for (int i = 0; i < count; i++) {
        const enum optimum_kind kind = row[i].kind;
        struct budget_curve *curve = &curves->curve[curves->count];
        const bool drawn = kind == OPTIMUM_JOINT || kind == OPTIMUM_SIZE ||
                           (kind == OPTIMUM_BITS_16 && !joint) ||
                           (kind == OPTIMUM_OTHER && app->optimum.target <= 0);
        if (kind == OPTIMUM_SERVED ? sample_served(app, &row[i], curves, curve)
                                   : drawn && sample(app, kind, curves->low, curves->high, curve))
            curves->count++;
    }
}

const struct budget_curve *optimum_curve(const struct budget_curves *curves,
                                         enum optimum_kind kind) {
    for (int i = 0; i < curves->count; i++) {
        if (curves->curve[i].kind == kind) return &curves->curve[i];
    }
    return NULL;
}
