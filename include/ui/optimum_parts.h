/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Optimum view's parts: its questions with their answers, the table, the charts, the keys. */
#ifndef UI_OPTIMUM_PARTS_H
#define UI_OPTIMUM_PARTS_H

#include "engine/optimum.h"
#include "engine/sure.h"
#include "ui/app.h"

struct keymap;

enum { OPTIMUM_NAME = 96, OPTIMUM_WORDS = 256, BUDGET_SAMPLES = 33, BUDGET_CURVES = 5 };

/* One question and its answer. */
struct optimum_row {
    enum optimum_kind kind;
    struct optimum optimum; /* LAW_SILENT: why has the reason */
    struct optimum taken;   /* what Enter takes: the same, or the best whole layout beside it */
    struct plan adopted;    /* the plan that this makes */
};

/* The training bits that a kind is asked at; 0 where they are free. */
double optimum_fixed_bits(enum optimum_kind kind);

/* Whether a law has layouts of its own (E and M), and whether it looks at training bits at all. */
bool optimum_has_layouts(const struct law *law);
bool optimum_reads_bits(const struct preset *preset);

/* The kinds that there are now (Dinf above 0, another law loaded); returns how many. */
int optimum_kinds(const struct app *app, enum optimum_kind kind[OPTIMUM_KINDS]);

/* The chosen kind's place among them: the first where it is gone. */
int optimum_chosen(const struct app *app);

/* The preset that a kind is asked under; NULL where none is loaded. */
const struct preset *optimum_preset(const struct app *app, enum optimum_kind kind);

/* The budget that the plan has, FLOP. */
double optimum_budget(const struct app *app);

/* The same of a kind, in what it buys: bits moved a served token for what is served, else FLOP. */
double optimum_own_budget(const struct app *app, enum optimum_kind kind);

/* Answer a kind's question for a budget (of optimum_own_budget's unit), or at the least cost for a
 * target loss above 0. */
enum law_status optimum_ask(const struct app *app, enum optimum_kind kind, double budget,
                            double target, struct optimum *optimum);

/* A kind's answer on the present terms, and what adopting it would make. */
void optimum_row(const struct app *app, enum optimum_kind kind, struct optimum_row *row);

/* All rows; returns how many. Where a loss is aimed at only the chosen one has a whole layout
 * beside a real one. */
int optimum_rows(const struct app *app, struct optimum_row row[OPTIMUM_KINDS]);

/* How far the runs leave a row's answer open: "90 %: N* 768M…854M, D* 23.4B…26.0B"; "" where its
 * preset has no covariance. */
void optimum_row_sure(const struct app *app, const struct optimum_row *row,
                      char out[OPTIMUM_WORDS]);

/* Whether an answer's bits are a real layout, beside which a whole one is what Enter takes. */
bool optimum_rounds(const struct optimum_row *row);

/* What an answer's training costs, FLOP at 16 bit: for what is served it is no part of the price.
 */
double optimum_training(const struct app *app, const struct optimum_row *row);

/* Where an answer stands over C: at the budget, or at its own cost where that is what is sought. */
double optimum_place(const struct app *app, const struct optimum_row *row);

/* A kind in a word or two: "4 bits". */
void optimum_brief(const struct app *app, enum optimum_kind kind, char out[OPTIMUM_NAME]);

/* A row's name, the longest form that width columns hold: "bits fixed at 4: N, D", "4 bits". */
void optimum_name(const struct app *app, const struct optimum_row *row, int width,
                  char out[OPTIMUM_NAME]);

struct budget_curve;

/* What its answer shows, in a sentence or two; curve has the kind's answers over C, or is NULL. */
void optimum_words(const struct app *app, enum optimum_kind kind, const struct budget_curve *curve,
                   char out[OPTIMUM_WORDS]);

/* What Enter would change: "Enter: N 53.4B, D 713B, w a kv 7". */
void optimum_promise(const struct app *app, const struct optimum_row *row, char out[OPTIMUM_WORDS]);

/* The head, the columns' names and a row a problem, in rect. */
void optimum_draw_table(const struct app *app, const struct optimum_row *row, int count,
                        struct canvas *canvas, struct rect rect);

/* The chosen problem over nine budgets. */
enum { BUDGET_ROWS = 9 };
void optimum_draw_budgets(const struct app *app, const struct optimum_row *chosen,
                          struct canvas *canvas, struct rect rect);

/* Answers over training compute. */
struct budget_curves {
    double low, high; /* FLOP: the charts' range */
    int count;
    struct budget_curve {
        enum optimum_kind kind;
        double ln_c[BUDGET_SAMPLES];               /* ascending */
        bool beyond[BUDGET_SAMPLES];               /* outside the fitted runs */
        double value[CHART_COUNT][BUDGET_SAMPLES]; /* NAN where there is no answer */
    } curve[BUDGET_CURVES];
};

/* The charts' range: the budgets that people speak of, with the decades of the present one, or of
 * what the rows cost where that is what is sought. */
void optimum_range(const struct app *app, const struct optimum_row *row, int count, double *low,
                   double *high);

void optimum_curves(const struct app *app, const struct optimum_row *row, int count,
                    struct budget_curves *curves);

/* A kind's curve, or NULL. */
const struct budget_curve *optimum_curve(const struct budget_curves *curves,
                                         enum optimum_kind kind);

/* One chart in rect: its head, the curves with labels, the rows' answers as marks, a line at the
 * budget or at the loss that is sought. */
void optimum_draw_chart(const struct app *app, const struct budget_curves *curves,
                        const struct optimum_row *row, int count, struct canvas *canvas,
                        struct rect rect, enum optimum_chart chart);

/* The budget at a screen column of a chart in rect. */
double optimum_chart_budget(const struct app *app, struct rect rect, int x);

/* Where things stand on the screen. */
struct optimum_layout {
    struct rect table;   /* a head, the columns' names, a row a problem */
    struct rect budgets; /* the chosen problem over budgets; h 0: no room */
    struct rect words;
    struct rect chart[CHART_COUNT];
    int charts;
};

struct optimum_layout optimum_lay_out(const struct app *app);

/* The view's own keys, and what the mouse does in it. */
extern const struct keymap optimum_keys;
void optimum_mouse(struct app *app, const struct event *event);

#endif
