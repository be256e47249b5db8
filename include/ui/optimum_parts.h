/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Optimum view's parts: its questions with their answers, and the charts over the budget. */
#ifndef UI_OPTIMUM_PARTS_H
#define UI_OPTIMUM_PARTS_H

#include "engine/optimum.h"
#include "ui/app.h"

enum { OPTIMUM_NAME = 96, BUDGET_SAMPLES = 33, BUDGET_CURVES = 5 };

/* One question and its answer. */
struct optimum_row {
    enum optimum_kind kind;
    char name[OPTIMUM_NAME];
    struct optimum optimum; /* LAW_SILENT: why has the reason */
};

/* The kinds that there are now (Dinf above 0, another law loaded); returns how many. */
int optimum_kinds(const struct app *app, enum optimum_kind kind[OPTIMUM_KINDS]);

/* The preset that a kind is asked under; NULL where none is loaded. */
const struct preset *optimum_preset(const struct app *app, enum optimum_kind kind);

/* The budget that the plan has, FLOP. */
double optimum_budget(const struct app *app);

/* Answer a kind's question for a training budget in FLOP, or at the least cost for a target loss
 * above 0. What is served may cost what the plan's serving does, times the root of budget over the
 * plan's. */
enum law_status optimum_ask(const struct app *app, enum optimum_kind kind, double budget,
                            double target, struct optimum *optimum);

/* A kind's name: "bits fixed at 4: N, D", brief "4 bits". answer may be NULL. */
void optimum_name(const struct app *app, enum optimum_kind kind, const struct optimum *answer,
                  bool brief, char out[OPTIMUM_NAME]);

/* What its answer shows, in a sentence or two. */
void optimum_words(const struct app *app, enum optimum_kind kind, char *out, size_t size);

/* The plan that adopting an answer makes: what it chose, in a form that a plan can hold. */
bool optimum_adopted(const struct app *app, enum optimum_kind kind, struct plan *plan,
                     struct optimum *taken);

/* Answers over budgets evenly spaced in the logarithm. */
struct budget_curves {
    double low, high; /* FLOP */
    int count;
    struct budget_curve {
        enum optimum_kind kind;
        bool beyond[BUDGET_SAMPLES];               /* outside the fitted runs */
        double value[CHART_COUNT][BUDGET_SAMPLES]; /* NAN where there is no answer */
    } curve[BUDGET_CURVES];
};

void optimum_curves(const struct app *app, struct budget_curves *curves);

/* One chart in rect: its head, the curves with labels, a line at the budget `at` (NAN: none). */
void optimum_draw_chart(const struct app *app, const struct budget_curves *curves,
                        struct canvas *canvas, struct rect rect, enum optimum_chart chart,
                        double at);

/* The budget at a screen column of a chart in rect. */
double optimum_chart_budget(const struct app *app, struct rect rect, int x);

#endif
