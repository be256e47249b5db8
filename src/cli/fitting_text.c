/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit for reading. */
#include "base/text.h"
#include "cli/fitting.h"
#include "cli/grid.h"
#include "engine/fit_request.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { INDENT = 14, SHOWN = DATA_TEXT };

/* A coefficient with five digits, its deviation with two; large ones with a power of ten. */
static const char *show(char out[NUM_TEXT], double value, int digits) {
    if (isnan(value)) return text_copy(out, NUM_TEXT, "—");
    if (isinf(value)) return text_copy(out, NUM_TEXT, value > 0 ? "∞" : "−∞");
    return num_shortest(out, num_round(value, digits));
}

static void print_head(struct out *out, const struct fitting *fitting) {
    const struct fit_result *const result = &fitting->result;
    char objective[NUM_TEXT], delta[NUM_TEXT], rms[NUM_TEXT];
    const bool good = result->status >= FIT_OK;
    const bool refused = result->status == FIT_REFUSED;
    out_print(out, OUT_STRONG, "%s, %sfitted to %s", fitting->problem.law->name,
              refused ? "not " : "", fitting->path);
    if (refused) {
        out_print(out, OUT_PLAIN, "   %zu row%s\n", fitting->data.rows,
                  fitting->data.rows == 1 ? "" : "s");
    } else {
        out_print(out, OUT_PLAIN, "   %zu of %zu rows", result->n, fitting->data.rows);
        if (result->clusters > 0) out_print(out, OUT_PLAIN, " in %zu clusters", result->clusters);
        out_print(out, OUT_PLAIN, "\n");
    }
    out_wrap(out, good && result->status == FIT_OK ? OUT_PLAIN : OUT_WARNING, INDENT, "status",
             fit_status_word(result->status));
    if (*result->why) out_wrap(out, OUT_WARNING, INDENT, "", result->why);
    if (refused) return;
    char line[SHOWN] = "";
    text_append(line, sizeof line, "%s, the sum over runs of ",
                show(objective, result->objective, 6));
    if (fitting->problem.loss == FIT_HUBER) {
        text_append(line, sizeof line, "Huber(ln predicted − ln measured), δ = %s",
                    show(delta, fitting->problem.delta, 6));
    } else {
        text_append(line, sizeof line, "half the square of ln predicted − ln measured");
    }
    out_wrap(out, OUT_PLAIN, INDENT, "objective", line);
    line[0] = '\0';
    text_append(line, sizeof line, "%s %% rms, with %d free coefficients",
                show(rms, 100 * result->rms_log, 3), result->p);
    out_wrap(out, OUT_PLAIN, INDENT, "loss is off", line);
}

static const char *remark_of(const struct fit_coefficient *c) {
    if (c->role == FIT_FIXED) return "fixed";
    if (c->role == FIT_TIED) return "tied";
    if (c->role == FIT_BOUND) return "▲ at bound";
    return c->identified ? "" : "▲ not identified";
}

static void print_coefficients(struct out *out, const struct fitting *fitting) {
    const struct fit_result *const result = &fitting->result;
    char title[40], text[NUM_TEXT];
    snprintf(title, sizeof title, "%.0f %% from", 100 * fitting->problem.level);
    const struct grid_column columns[] = {{"coefficient", false}, {"value", true}, {"±", true},
                                          {title, true},          {"to", true},    {"", false}};
    struct grid *const grid = grid_new(columns, sizeof columns / sizeof *columns);
    for (int i = 0; i < result->count; i++) {
        const struct fit_coefficient *const c = &result->coefficient[i];
        const bool known = c->role == FIT_FIXED;
        grid_cell(grid, OUT_PLAIN, c->name);
        grid_cell(grid, OUT_STRONG, show(text, c->value, 5));
        grid_cell(grid, OUT_PLAIN, known ? "" : show(text, c->error, 2));
        grid_cell(grid, OUT_PLAIN, known ? "" : show(text, c->low, 4));
        grid_cell(grid, OUT_PLAIN, known ? "" : show(text, c->high, 4));
        grid_cell(grid, *remark_of(c) == '\xE2' ? OUT_WARNING : OUT_FAINT, remark_of(c));
    }
    out_print(out, OUT_PLAIN, "\n");
    grid_print(grid, out);
    grid_free(grid);
}

static void print_intervals(struct out *out, const struct fitting *fitting) {
    char line[SHOWN] = "";
    if (fitting->resamples > 0) {
        text_append(line, sizeof line, "from %d resamples, of which %d could be fitted; seed %lld",
                    fitting->resamples, fitting->resampled, fitting->seed);
    } else {
        text_append(line, sizeof line, "%s%s; --bootstrap R resamples instead",
                    fitting->problem.profile ? "by profile likelihood" : "from the covariance",
                    fitting->result.clusters > 0 ? ", as wide as the clusters scatter" : "");
    }
    out_wrap(out, OUT_FAINT, INDENT, "intervals", line);
}

/* What the status says already is not said twice. */
static void print_remarks(struct out *out, const struct fit_result *result) {
    bool any = false;
    for (int i = 0; i < result->remarks; i++) {
        if (strcmp(result->remark[i], result->why) == 0) continue;
        if (!any) out_print(out, OUT_PLAIN, "\n");
        any = true;
        out_wrap(out, OUT_WARNING, 2, "▲", result->remark[i]);
    }
}

static void print_worst(struct out *out, const struct fitting *fitting) {
    static const struct grid_column columns[] = {{"worst rows", false}, {"N", true},
                                                 {"D", true},           {"measured", true},
                                                 {"law", true},         {"off by", true}};
    size_t rows[FITTING_WORST];
    const int count = fit_worst(&fitting->result, &fitting->runs, rows, FITTING_WORST);
    if (count == 0) return;
    struct grid *const grid = grid_new(columns, sizeof columns / sizeof *columns);
    for (int i = 0; i < count; i++) {
        const struct run *const run = &fitting->runs.run[rows[i]];
        const struct fit_row *const row = &fitting->result.row[rows[i]];
        char name[DATA_TEXT], text[NUM_TEXT], percent[NUM_TEXT + 4];
        grid_cell(grid, OUT_PLAIN, fit_run_name(run, name, sizeof name));
        grid_cell(grid, OUT_PLAIN, num_si(text, run->plan.N));
        grid_cell(grid, OUT_PLAIN, num_si(text, run->plan.D));
        grid_cell(grid, OUT_PLAIN, num_fixed(text, run->loss, 4));
        grid_cell(grid, OUT_PLAIN, num_fixed(text, row->predicted, 4));
        snprintf(percent, sizeof percent, "%s %%", num_signed(text, 100 * expm1(row->residual), 2));
        grid_cell(grid, OUT_STRONG, percent);
    }
    out_print(out, OUT_PLAIN, "\n");
    grid_print(grid, out);
    grid_free(grid);
}

static void print_lefts(struct out *out, const struct fitting *fitting) {
    static const struct grid_column columns[] = {{"size left out", true},
                                                 {"rows", true},
                                                 {"off by, rms", true},
                                                 {"mean", true},
                                                 {"", false}};
    if (fitting->lefts == 0) return;
    struct grid *const grid = grid_new(columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < fitting->lefts; i++) {
        const struct fit_left *const left = &fitting->left[i];
        char text[NUM_TEXT], percent[NUM_TEXT + 4];
        grid_cell(grid, OUT_PLAIN, num_si(text, left->N));
        grid_cell(grid, OUT_PLAIN, num_shortest(text, (double)left->rows));
        snprintf(percent, sizeof percent, "%s %%", num_fixed(text, 100 * left->rms_log, 2));
        grid_cell(grid, OUT_STRONG, isnan(left->rms_log) ? "—" : percent);
        snprintf(percent, sizeof percent, "%s %%", num_signed(text, 100 * left->bias_log, 2));
        grid_cell(grid, OUT_PLAIN, isnan(left->bias_log) ? "—" : percent);
        grid_cell(grid, OUT_FAINT,
                  left->status < FIT_OK     ? fit_status_word(left->status)
                  : isnan(left->rms_log)    ? "the rest does not tell of it"
                  : i + 1 == fitting->lefts ? "the largest, from the smaller"
                                            : "");
    }
    out_print(out, OUT_PLAIN, "\n");
    grid_print(grid, out);
    grid_free(grid);
}

/* The inputs of a row that differ among the rows, N and D apart: "w 4, a 16". */
static void show_inputs(char out[SHOWN], const struct run *run, unsigned shown) {
    char text[NUM_TEXT];
    out[0] = '\0';
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        if (!(shown & INPUT_BIT(i)) || input == IN_N || input == IN_D) continue;
        text_append(out, SHOWN, "%s%s %s", *out ? ", " : "", inputs[i].name,
                    input_text(text, input, plan_get(&run->plan, input)));
    }
}

static void print_table(struct out *out, const struct fitting *fitting) {
    static const struct grid_column columns[] = {{"row", false},      {"N", true},
                                                 {"D", true},         {"inputs", false},
                                                 {"measured", true},  {"law", true},
                                                 {"residual", true},  {"leverage", true},
                                                 {"f implied", true}, {"f law", true}};
    const unsigned shown = fitting_inputs(fitting);
    struct grid *const grid = grid_new(columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < fitting->result.rows; i++) {
        const struct run *const run = &fitting->runs.run[i];
        const struct fit_row *const row = &fitting->result.row[i];
        char name[DATA_TEXT], text[NUM_TEXT], bits[SHOWN];
        show_inputs(bits, run, shown);
        grid_cell(grid, OUT_PLAIN, fit_run_name(run, name, sizeof name));
        grid_cell(grid, OUT_PLAIN, num_si(text, run->plan.N));
        grid_cell(grid, OUT_PLAIN, num_si(text, run->plan.D));
        grid_cell(grid, OUT_PLAIN, bits);
        grid_cell(grid, OUT_PLAIN, num_fixed(text, run->loss, 4));
        grid_cell(grid, OUT_PLAIN, num_fixed(text, row->predicted, 4));
        grid_cell(grid, OUT_STRONG, num_signed(text, row->residual, 4));
        grid_cell(grid, OUT_PLAIN, num_fixed(text, row->leverage, 3));
        grid_cell(grid, OUT_PLAIN, num_fixed(text, row->implied_f, 4));
        grid_cell(grid, OUT_PLAIN, num_fixed(text, row->model_f, 4));
    }
    out_print(out, OUT_PLAIN, "\n");
    grid_print(grid, out);
    grid_free(grid);
}

void fitting_print_text(struct out *out, const struct fitting *fitting) {
    print_head(out, fitting);
    if (fitting->result.status == FIT_REFUSED) return;
    print_coefficients(out, fitting);
    print_intervals(out, fitting);
    print_remarks(out, &fitting->result);
    print_worst(out, fitting);
    print_lefts(out, fitting);
    if (fitting->options->fit.table) print_table(out, fitting);
}
