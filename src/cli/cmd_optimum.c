/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan optimum: the plan of least loss for a budget, or the cheapest for a loss, under each law.
 */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/optimum_text.h"
#include "cli/report.h"
#include "cli/words.h"
#include "io/table_file.h"
#include <math.h>
#include <string.h>

#define FREE_EXPECTED "expected names of N D P w a kv post G E M, as in N,D,P"

static bool refuse_pair(const char *list, unsigned chosen, const struct options *options,
                        struct err *err) {
    static const unsigned trained = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    if (!(chosen & FREE_P)) return true;
    if (options->cost == COST_INFERENCE) {
        if (!(chosen & INPUT_BIT(IN_POST))) return true;
        return err_set(err, "--free %s: P is the served bits, post, already", list);
    }
    if (!(chosen & trained)) return true;
    return err_set(err, "--free %s: P is w, a and kv as one; leave it out to choose them apart",
                   list);
}

/* Read --free; NULL is the joint problem. */
static bool read_free(const struct options *options, unsigned *chosen, struct err *err) {
    const char *const list = options->free;
    *chosen = list ? 0 : FREE_N | FREE_D | FREE_P;
    for (const char *at = list; at;) {
        const size_t length = strcspn(at, ",");
        const unsigned bit = optimum_free_bit(at, length);
        if (length == 0) return err_set(err, "--free %s: a name is missing; " FREE_EXPECTED, list);
        if (!bit) {
            return err_set(err, "--free %s: %.*s cannot be free; " FREE_EXPECTED, list, (int)length,
                           at);
        }
        if (*chosen & bit) {
            return err_set(err, "--free %s: %.*s is there twice", list, (int)length, at);
        }
        *chosen |= bit;
        at = at[length] ? at + length + 1 : NULL;
    }
    return !list || refuse_pair(list, *chosen, options, err);
}

/* Read --target-loss; 0 where there is none. */
static bool read_target(const struct options *options, double *target, struct err *err) {
    *target = 0;
    if (!options->target) return true;
    if (!num_parse(options->target, target) || !(*target > 0)) {
        return err_set(err, "--target-loss %s: expected a loss in nats/token, above 0",
                       options->target);
    }
    for (int i = 0; i < options->word_count; i++) {
        if (strncmp(options->words[i], "C=", 2) != 0) continue;
        return err_set(err,
                       "%s: --target-loss looks for the least C; expected the one or the other",
                       options->words[i]);
    }
    return true;
}

/* The plan's own cost differs from law to law. */
static double budget_for(const struct words *words, enum cost_kind cost, int index) {
    const struct law *const law = words->presets[index].law;
    return words->plan.C == PLAN_OWN ? cost_of(cost, law, &words->plan) : words->plan.C;
}

static bool silent(const struct solved *solved) {
    return solved->best.status == LAW_SILENT;
}

static void solve_all(const struct words *words, const struct problem *problem,
                      struct solved *solved) {
    for (int i = 0; i < words->preset_count; i++) {
        struct result result;
        solved[i] = (struct solved){.preset = &words->presets[i],
                                    .given = &words->plan,
                                    .problem = *problem};
        solved[i].problem.budget = budget_for(words, problem->cost, i);
        law_eval(&words->presets[i], &words->plan, &result);
        solved[i].plan_loss = result.loss;
        optimum_past(&words->presets[i], &words->plan, &solved[i].problem, &solved[i].best);
    }
}

/* The columns between the preset and the edges: inputs of the best plan, then numbers. */
static const enum input shown[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};

enum { SHOWN = sizeof shown / sizeof *shown };

static const struct number_key {
    const char *name;
    size_t field;
} number_keys[] = {{"P", offsetof(struct optimum, P)},
                   {"C", offsetof(struct optimum, C)},
                   {"loss", offsetof(struct optimum, loss)}};

enum { NUMBER_KEYS = sizeof number_keys / sizeof *number_keys };

static double number_of(const struct solved *solved, int key) {
    const char *const base = (const char *)&solved->best;
    double value;
    memcpy(&value, base + number_keys[key].field, sizeof value);
    return silent(solved) ? NAN : value;
}

static struct jout *json_edges(const struct optimum *best) {
    struct jout *const edges = jout_list();
    char name[FREE_LIST];
    for (unsigned bit = 1; bit <= FREE_P; bit <<= 1) {
        if (best->at_edge & bit) jout_text(edges, NULL, optimum_free(name, bit, ""));
    }
    return edges;
}

static void json_ends(struct jout *object, const char *name, const struct interval *interval) {
    if (isnan(interval->low)) {
        jout_number(object, name, NAN);
        return;
    }
    struct jout *const ends = jout_list();
    jout_number(ends, NULL, interval->low);
    jout_number(ends, NULL, interval->high);
    jout_add(object, name, ends);
}

/* [low, high] of what the runs leave open; null where that is not known. */
static void json_interval(struct jout *object, const struct solved *solved) {
    struct sure_optimum sure;
    jout_number(object, "interval_level", INTERVAL_PERCENT / 100.0);
    if (silent(solved) || !optimum_sure(solved, &sure)) {
        jout_text(object, "interval", NULL);
        return;
    }
    const struct interval loss = {solved->best.loss - sure.loss, solved->best.loss + sure.loss};
    struct jout *const intervals = jout_object();
    json_ends(intervals, "P", &sure.P);
    json_ends(intervals, "N", &sure.N);
    json_ends(intervals, "D", &sure.D);
    json_ends(intervals, "loss", &loss);
    jout_add(object, "interval", intervals);
}

static struct jout *json_result(const struct solved *solved) {
    struct jout *const object = jout_object();
    const struct optimum *const best = &solved->best;
    jout_text(object, "preset", solved->preset->name);
    for (int i = 0; i < SHOWN; i++) {
        const double value = silent(solved) ? NAN : plan_get(&best->plan, shown[i]);
        report_input(object, inputs[shown[i]].name, shown[i], value);
    }
    for (int i = 0; i < NUMBER_KEYS; i++) {
        jout_number(object, number_keys[i].name, number_of(solved, i));
    }
    jout_add(object, "at_edge", json_edges(best));
    jout_text(object, "status", report_status(best->status));
    jout_text(object, "note", *best->why ? best->why : NULL);
    json_interval(object, solved);
    return object;
}

static struct jout *json_problem(const struct solved *solved, int count) {
    struct jout *const object = jout_object();
    const struct problem *const problem = &solved[0].problem;
    char list[FREE_LIST];
    double budget = problem->budget;
    for (int i = 1; i < count; i++)
        budget = solved[i].problem.budget == budget ? budget : NAN;
    jout_text(object, "free", optimum_free(list, problem->free, ","));
    jout_text(object, "cost", cost_names[problem->cost]);
    if (problem->target > 0)
        jout_number(object, "target_loss", problem->target);
    else
        jout_number(object, "C", budget);
    return object;
}

static void print_json(struct out *out, const struct solved *solved, int count) {
    struct jout *const report = jout_object();
    struct jout *const results = jout_list();
    jout_text(report, "version", report_version());
    jout_add(report, "problem", json_problem(solved, count));
    for (int i = 0; i < count; i++)
        jout_add(results, NULL, json_result(&solved[i]));
    jout_add(report, "results", results);
    report_print(out, report, true);
}

static void csv_row(FILE *to, const struct solved *solved) {
    char text[NUM_TEXT], edges[FREE_LIST];
    table_cell(to, solved->preset->name, true);
    for (int i = 0; i < SHOWN; i++) {
        const double value = plan_get(&solved->best.plan, shown[i]);
        table_cell(to, silent(solved) ? "" : input_text(text, shown[i], value), false);
    }
    for (int i = 0; i < NUMBER_KEYS; i++)
        table_number(to, number_of(solved, i), false);
    table_cell(to, optimum_free(edges, solved->best.at_edge, " "), false);
    table_cell(to, report_status(solved->best.status), false);
    table_cell(to, solved->best.why, false);
    table_row_end(to);
}

static void print_csv(struct out *out, const struct solved *solved, int count) {
    FILE *const to = out->to;
    table_cell(to, "preset", true);
    for (int i = 0; i < SHOWN; i++)
        table_cell(to, inputs[shown[i]].name, false);
    for (int i = 0; i < NUMBER_KEYS; i++)
        table_cell(to, number_keys[i].name, false);
    table_cell(to, "at_edge", false);
    table_cell(to, "status", false);
    table_cell(to, "note", false);
    table_row_end(to);
    for (int i = 0; i < count; i++)
        csv_row(to, &solved[i]);
}

/* Exit status 1 where no law has an answer. */
static int verdict(const struct solved *solved, int count) {
    struct err err;
    for (int i = 0; i < count; i++) {
        if (!silent(&solved[i])) return 0;
    }
    err_set(&err, solved[0].problem.target > 0 ? "no plan reaches the loss"
                                               : "no plan within the budget has a loss");
    return out_fail(1, &err);
}

static int print(const struct options *options, const struct words *words,
                 const struct problem *problem) {
    struct out out;
    struct solved solved[PLAN_PRESETS] = {0};
    const int count = words->preset_count;
    if (!out_open(&out, options)) return 1;
    solve_all(words, problem, solved);
    if (options->format == OPT_JSON) print_json(&out, solved, count);
    if (options->format == OPT_CSV) print_csv(&out, solved, count);
    if (options->format == OPT_TEXT) optimum_text(&out, words, solved, count);
    const int status = out_close(&out);
    return status ? status : verdict(solved, count);
}

int cmd_optimum(const struct options *options) {
    struct words words;
    struct err err;
    struct problem problem = {.cost = options->cost, .whole = options->whole};
    if (!read_free(options, &problem.free, &err) || !read_target(options, &problem.target, &err))
        return out_fail(2, &err);
    if (!words_read(options, WORDS_PLAN, &words, &err)) return out_fail(2, &err);
    const int status = print(options, &words, &problem);
    words_free(&words);
    return status;
}
