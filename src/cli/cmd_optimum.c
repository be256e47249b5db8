/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan optimum: the plan of least loss for a budget of training compute, under each law. */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/grid.h"
#include "cli/report.h"
#include "cli/words.h"
#include "engine/cost.h"
#include "engine/optimum.h"
#include "io/table_file.h"
#include <math.h>
#include <string.h>

static const struct free_name {
    const char *name;
    unsigned bit;
} free_names[] = {{"N", FREE_N}, {"D", FREE_D}, {"P", FREE_P}};

enum { FREE_NAMES = sizeof free_names / sizeof *free_names, LIST = 128, INDENT = 20 };

/* What a law answered, and to which budget. */
struct solved {
    const struct preset *preset;
    double budget;
    double plan_loss; /* of the plan that was given */
    struct optimum best;
};

/* The bit of the name of length bytes, 0 where it is none. */
static unsigned free_bit(const char *name, size_t length) {
    for (int i = 0; i < FREE_NAMES; i++) {
        if (strlen(free_names[i].name) == length &&
            strncmp(free_names[i].name, name, length) == 0) {
            return free_names[i].bit;
        }
    }
    return 0;
}

#define FREE_EXPECTED "expected N,D (fixed bits), N,D,P (joint) or D,P (fixed N)"

/* Read --free; NULL is the joint problem. */
static bool read_free(const char *list, unsigned *chosen, struct err *err) {
    const unsigned joint = FREE_N | FREE_D | FREE_P;
    *chosen = list ? 0 : joint;
    for (const char *at = list; at;) {
        const int length = (int)strcspn(at, ",");
        const unsigned bit = free_bit(at, (size_t)length);
        if (*chosen & bit) {
            return err_set(err, "--free %s: %.*s twice; " FREE_EXPECTED, list, length, at);
        }
        if (!bit && length > 0) {
            return err_set(err, "--free %s: %.*s cannot be free; " FREE_EXPECTED, list, length, at);
        }
        *chosen |= bit;
        at = at[length] ? at + length + 1 : NULL;
    }
    if (*chosen == joint || *chosen == (FREE_N | FREE_D) || *chosen == (FREE_D | FREE_P))
        return true;
    return err_set(err, "--free %s: " FREE_EXPECTED, list);
}

static const char *free_list(char out[LIST], unsigned chosen, const char *between) {
    out[0] = '\0';
    for (int i = 0; i < FREE_NAMES; i++) {
        if (!(chosen & free_names[i].bit)) continue;
        text_append(out, LIST, "%s%s", *out ? between : "", free_names[i].name);
    }
    return out;
}

/* The names of the variables that sit on an edge: index counts them, NULL after the last. P stands
 * for its three. */
static const char *edge_name(const struct optimum *best, unsigned chosen, int index) {
    const unsigned bits = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    for (int i = 0; i < FREE_NAMES; i++) {
        const unsigned bit = free_names[i].bit;
        const unsigned edge = bit == FREE_P ? bits : INPUT_BIT(input_find(free_names[i].name));
        if (!(chosen & bit) || !(best->at_edge & edge)) continue;
        if (index-- == 0) return free_names[i].name;
    }
    return NULL;
}

static struct solved solve(const struct preset *preset, const struct plan *plan, unsigned chosen) {
    struct solved solved = {.preset = preset, .budget = cost_budget(preset->law, plan)};
    const struct problem problem = {.free = chosen, .budget = solved.budget};
    struct result result;
    law_eval(preset, plan, &result);
    solved.plan_loss = result.loss;
    optimum_solve(preset, plan, &problem, &solved.best);
    return solved;
}

static bool silent(const struct solved *solved) {
    return solved->best.status == LAW_SILENT;
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

static struct jout *json_result(const struct solved *solved, unsigned chosen) {
    struct jout *const object = jout_object();
    struct jout *const edges = jout_list();
    const struct optimum *const best = &solved->best;
    const char *edge;
    jout_text(object, "preset", solved->preset->name);
    for (int i = 0; i < SHOWN; i++) {
        const double value = silent(solved) ? NAN : plan_get(&best->plan, shown[i]);
        report_input(object, inputs[shown[i]].name, shown[i], value);
    }
    for (int i = 0; i < NUMBER_KEYS; i++) {
        jout_number(object, number_keys[i].name, number_of(solved, i));
    }
    for (int i = 0; (edge = edge_name(best, chosen, i)); i++)
        jout_text(edges, NULL, edge);
    jout_add(object, "at_edge", edges);
    jout_text(object, "status", report_status(best->status));
    jout_text(object, "note", *best->why ? best->why : NULL);
    return object;
}

static void print_json(struct out *out, const struct words *words, unsigned chosen) {
    char list[LIST];
    struct jout *const report = jout_object();
    struct jout *const problem = jout_object();
    struct jout *const results = jout_list();
    jout_text(problem, "free", free_list(list, chosen, ","));
    jout_text(problem, "cost", "training");
    jout_number(problem, "C", words->plan.C == PLAN_OWN ? NAN : words->plan.C);
    jout_text(report, "version", report_version());
    jout_add(report, "problem", problem);
    for (int i = 0; i < words->preset_count; i++) {
        const struct solved solved = solve(&words->presets[i], &words->plan, chosen);
        jout_add(results, NULL, json_result(&solved, chosen));
    }
    jout_add(report, "results", results);
    report_print(out, report, true);
}

static void csv_row(FILE *to, const struct solved *solved, unsigned chosen) {
    char text[NUM_TEXT], edges[LIST] = "";
    const char *edge;
    table_cell(to, solved->preset->name, true);
    for (int i = 0; i < SHOWN; i++) {
        const double value = plan_get(&solved->best.plan, shown[i]);
        table_cell(to, silent(solved) ? "" : input_text(text, shown[i], value), false);
    }
    for (int i = 0; i < NUMBER_KEYS; i++)
        table_number(to, number_of(solved, i), false);
    for (int i = 0; (edge = edge_name(&solved->best, chosen, i)); i++) {
        text_append(edges, sizeof edges, "%s%s", *edges ? " " : "", edge);
    }
    table_cell(to, edges, false);
    table_cell(to, report_status(solved->best.status), false);
    table_cell(to, solved->best.why, false);
    table_row_end(to);
}

static void print_csv(struct out *out, const struct words *words, unsigned chosen) {
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
    for (int i = 0; i < words->preset_count; i++) {
        const struct solved solved = solve(&words->presets[i], &words->plan, chosen);
        csv_row(to, &solved, chosen);
    }
}

static void add_row(struct grid *grid, const struct solved *solved) {
    const struct optimum *const best = &solved->best;
    const bool answered = !silent(solved);
    char text[NUM_TEXT];
    grid_cell(grid, OUT_PLAIN, solved->preset->name);
    grid_cell(grid, OUT_STRONG, num_fixed(text, answered ? best->P : NAN, 2));
    grid_cell(grid, OUT_STRONG, num_si(text, answered ? best->plan.N : NAN));
    grid_cell(grid, OUT_STRONG, num_si(text, answered ? best->plan.D : NAN));
    grid_cell(grid, OUT_PLAIN, num_si(text, answered ? best->plan.D / best->plan.N : NAN));
    grid_cell(grid, OUT_STRONG, num_fixed(text, answered ? best->loss : NAN, 4));
    grid_cell(grid, OUT_WARNING, best->status == LAW_BEYOND ? "▲" : "");
    grid_cell(grid, OUT_PLAIN,
              num_signed(text, answered ? solved->plan_loss - best->loss : NAN, 4));
}

/* Whether there is anything more to say of the answer than the numbers. */
static bool remarkable(const struct solved *solved, unsigned chosen) {
    const struct optimum *const best = &solved->best;
    return silent(solved) || *best->why || edge_name(best, chosen, 0) ||
           best->C < solved->budget * (1 - 1e-6);
}

/* What a person must know of one law's answer. */
static void print_remarks(struct out *out, const struct solved *solved, unsigned chosen) {
    const struct optimum *const best = &solved->best;
    char text[512], number[NUM_TEXT];
    const char *edge;
    if (silent(solved)) {
        snprintf(text, sizeof text, "silent: %s", best->why);
        out_wrap(out, OUT_PLAIN, INDENT, solved->preset->name, text);
        return;
    }
    for (int i = 0; (edge = edge_name(best, chosen, i)); i++) {
        snprintf(text, sizeof text,
                 "%s is on the edge of its range: the range's optimum, not the law's", edge);
        out_wrap(out, OUT_WARNING, INDENT, solved->preset->name, text);
    }
    if (best->C < solved->budget * (1 - 1e-6)) {
        snprintf(text, sizeof text, "spends %s %% of the budget: more data would hurt",
                 num_si(number, num_round(100 * best->C / solved->budget, 2)));
        out_wrap(out, OUT_WARNING, INDENT, solved->preset->name, text);
    }
    if (*best->why) out_wrap(out, OUT_PLAIN, INDENT, solved->preset->name, best->why);
}

static void print_problem(struct out *out, const struct words *words, unsigned chosen) {
    const struct plan *const plan = &words->plan;
    char number[NUM_TEXT], list[LIST];
    const double budget = cost_budget(words->presets[0].law, plan);
    out_print(out, OUT_STRONG, "Least loss for %s FLOP of training, %s free",
              num_si(number, budget), free_list(list, chosen, ", "));
    if (!(chosen & FREE_N)) out_print(out, OUT_STRONG, ", N %s", num_si(number, plan->N));
    if (!(chosen & FREE_P)) {
        const enum input bits[] = {IN_W, IN_A, IN_KV};
        for (int i = 0; i < 3; i++) {
            out_print(out, OUT_STRONG, ", %s %s", inputs[bits[i]].name,
                      input_show(number, bits[i], plan_get(plan, bits[i])));
        }
    }
    out_print(out, OUT_STRONG, ", post %s\n", input_show(number, IN_POST, plan->post));
    if (plan->C == PLAN_OWN) {
        out_print(out, OUT_FAINT, "as much as the plan costs; C=1e23 sets another budget\n\n");
    } else {
        num_si(number, cost_training(words->presets[0].law, plan));
        out_print(out, OUT_FAINT, "the plan itself costs %s\n\n", number);
    }
}

static void print_all_remarks(struct out *out, const struct solved *solved, int count,
                              unsigned chosen) {
    bool first = true;
    for (int i = 0; i < count; i++) {
        if (!remarkable(&solved[i], chosen)) continue;
        if (first) out_print(out, OUT_PLAIN, "\n");
        first = false;
        print_remarks(out, &solved[i], chosen);
    }
}

static void print_text(struct out *out, const struct words *words, unsigned chosen) {
    static const struct grid_column columns[] = {
        {"preset", false}, {"P*", true},   {"N*", true}, {"D*", true},
        {"D/N", true},     {"loss", true}, {"", false},  {"plan − best", true},
    };
    struct grid *const grid = grid_new(columns, sizeof columns / sizeof *columns);
    struct solved solved[PLAN_PRESETS] = {0};
    bool beyond = false;
    for (int i = 0; i < words->preset_count; i++) {
        solved[i] = solve(&words->presets[i], &words->plan, chosen);
        beyond = beyond || solved[i].best.status == LAW_BEYOND;
        add_row(grid, &solved[i]);
    }
    print_problem(out, words, chosen);
    grid_print(grid, out);
    grid_free(grid);
    out_print(out, OUT_FAINT, beyond ? "▲ beyond the fitted runs\n" : "");
    print_all_remarks(out, solved, words->preset_count, chosen);
}

static int print(const struct options *options, const struct words *words, unsigned chosen) {
    struct out out;
    if (!out_open(&out, options)) return 1;
    if (options->format == OPT_JSON) print_json(&out, words, chosen);
    if (options->format == OPT_CSV) print_csv(&out, words, chosen);
    if (options->format == OPT_TEXT) print_text(&out, words, chosen);
    return out_close(&out);
}

int cmd_optimum(const struct options *options) {
    struct words words;
    struct err err;
    unsigned chosen;
    if (!read_free(options->free, &chosen, &err)) return out_fail(2, &err);
    if (!words_read(options, WORDS_PLAN, &words, &err)) return out_fail(2, &err);
    const int status = print(options, &words, chosen);
    words_free(&words);
    return status;
}
