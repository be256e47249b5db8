/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/optimum_text.h"

#include "base/text.h"
#include "cli/grid.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct free_name {
    const char *name;
    unsigned bit;
} free_names[] = {
    {"N", FREE_N},
    {"D", FREE_D},
    {"P", FREE_P},
    {"w", INPUT_BIT(IN_W)},
    {"a", INPUT_BIT(IN_A)},
    {"kv", INPUT_BIT(IN_KV)},
    {"post", INPUT_BIT(IN_POST)},
    {"G", INPUT_BIT(IN_G)},
    {"E", INPUT_BIT(IN_E)},
    {"M", INPUT_BIT(IN_M)},
};

enum { FREE_NAMES = sizeof free_names / sizeof *free_names, INDENT = 20, LINE = 512 };

const char *optimum_free(char out[FREE_LIST], unsigned chosen, const char *between) {
    out[0] = '\0';
    for (int i = 0; i < FREE_NAMES; i++) {
        if (!(chosen & free_names[i].bit)) continue;
        text_append(out, FREE_LIST, "%s%s", *out ? between : "", free_names[i].name);
    }
    return out;
}

unsigned optimum_free_bit(const char *name, size_t length) {
    for (int i = 0; i < FREE_NAMES; i++) {
        if (strlen(free_names[i].name) != length) continue;
        if (strncmp(free_names[i].name, name, length) == 0) return free_names[i].bit;
    }
    return 0;
}

static bool silent(const struct solved *solved) {
    return solved->best.status == LAW_SILENT;
}

static enum law_status search_again(const struct preset *preset, const void *data,
                                    struct optimum *optimum) {
    const struct solved *const solved = data;
    return optimum_past(preset, solved->given, &solved->problem, optimum);
}

bool optimum_sure(const struct solved *solved, struct sure_optimum *sure) {
    return sure_optimum(solved->preset, search_again, solved, sure);
}

static bool is_dual(const struct solved *solved) {
    return solved->problem.target > 0;
}

/* The one input of bits that is free, where it is one alone: it takes the column of P. */
static enum input only_bits(const struct problem *problem) {
    enum input found = INPUT_NONE;
    if (problem->free & FREE_P) return INPUT_NONE;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!(problem->free & FREE_BITS & INPUT_BIT(i))) continue;
        if (found != INPUT_NONE) return INPUT_NONE;
        found = (enum input)i;
    }
    return found;
}

/* A value of the best plan, "—" where there is none. */
static const char *show(char out[NUM_TEXT], const struct solved *solved, enum input input) {
    const double value = plan_get(&solved->best.plan, input);
    if (silent(solved)) return num_fixed(out, NAN, 2);
    if (input_word(input, value)) return input_show(out, input, value);
    return input == IN_G || inputs[input].scale == SCALE_LOG ? num_si(out, value)
                                                             : num_fixed(out, value, 2);
}

static const char *show_bits(char out[NUM_TEXT], const struct solved *solved) {
    const enum input only = only_bits(&solved->problem);
    if (only != INPUT_NONE) return show(out, solved, only);
    return num_fixed(out, silent(solved) ? NAN : solved->best.P, 2);
}

static void add_row(struct grid *grid, const struct solved *solved) {
    const struct optimum *const best = &solved->best;
    const bool answered = !silent(solved);
    char text[NUM_TEXT];
    grid_cell(grid, OUT_PLAIN, solved->preset->name);
    grid_cell(grid, OUT_STRONG, show_bits(text, solved));
    grid_cell(grid, OUT_STRONG, show(text, solved, IN_N));
    grid_cell(grid, OUT_STRONG, show(text, solved, IN_D));
    grid_cell(grid, OUT_PLAIN, num_si(text, answered ? best->plan.D / best->plan.N : NAN));
    grid_cell(grid, OUT_STRONG, num_fixed(text, answered ? best->loss : NAN, 4));
    grid_cell(grid, OUT_WARNING, best->status == LAW_BEYOND ? "▲" : "");
    grid_cell(grid, OUT_PLAIN, num_si(text, answered ? best->C : NAN));
    if (is_dual(solved)) return;
    const double gain = solved->plan_loss - best->loss;
    grid_cell(grid, OUT_PLAIN, num_signed(text, answered ? gain : NAN, 4));
}

static void print_table(struct out *out, const struct solved *solved, int count) {
    char bits[8] = "P*";
    const enum input only = only_bits(&solved[0].problem);
    if (only != INPUT_NONE) snprintf(bits, sizeof bits, "%s*", inputs[only].name);
    const struct grid_column columns[] = {
        {"preset", false}, {bits, true}, {"N*", true}, {"D*", true},          {"D/N", true},
        {"loss", true},    {"", false},  {"C", true},  {"plan − best", true},
    };
    enum { COLUMNS = sizeof columns / sizeof *columns };
    struct grid *const grid = grid_new(columns, is_dual(&solved[0]) ? COLUMNS - 1 : COLUMNS);
    for (int i = 0; i < count; i++)
        add_row(grid, &solved[i]);
    grid_print(grid, out);
    grid_free(grid);
}

/* Where several are chosen apart from each other, they have a table of their own. */
static void print_bits(struct out *out, const struct solved *solved, int count) {
    struct grid_column columns[1 + FREE_NAMES] = {{"preset", false}};
    enum input shown[FREE_NAMES];
    int width = 0;
    char text[NUM_TEXT];
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!(solved[0].problem.free & FREE_BITS & INPUT_BIT(i))) continue;
        shown[width++] = (enum input)i;
        columns[width] = (struct grid_column){inputs[i].name, true};
    }
    if (width == 0 || only_bits(&solved[0].problem) != INPUT_NONE) return;
    struct grid *const grid = grid_new(columns, 1 + width);
    for (int i = 0; i < count; i++) {
        grid_cell(grid, OUT_PLAIN, solved[i].preset->name);
        for (int j = 0; j < width; j++)
            grid_cell(grid, OUT_STRONG, show(text, &solved[i], shown[j]));
    }
    out_print(out, OUT_PLAIN, "\n");
    grid_print(grid, out);
    grid_free(grid);
}

static bool underspent(const struct solved *solved) {
    return !is_dual(solved) && solved->best.C < solved->problem.budget * (1 - 1e-6);
}

/* Under a law with a layout of its own, P is E and M. */
static bool laid_out(const struct solved *solved) {
    return solved->preset->law->cost_bits && solved->problem.free & FREE_P;
}

static void print_spent(struct out *out, const struct solved *solved) {
    const struct optimum *const best = &solved->best;
    char text[LINE], number[NUM_TEXT];
    const bool hurts = solved->problem.free & FREE_D && best->plan.D < inputs[IN_D].high;
    snprintf(text, sizeof text, "spends %s %% of the budget: %s",
             num_si(number, num_round(100 * best->C / solved->problem.budget, 2)),
             hurts ? "more data would hurt" : "no more of what is free would help");
    out_wrap(out, OUT_WARNING, INDENT, solved->preset->name, text);
}

/* What P stands for is chosen with it. */
static unsigned turned(const struct problem *problem, const struct plan *plan) {
    unsigned bits = problem->free;
    if (!(bits & FREE_P)) return bits;
    if (problem->cost == COST_INFERENCE)
        return bits | INPUT_BIT(plan->post == PLAN_OFF ? IN_W : IN_POST);
    return bits | INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
}

/* Those on an edge that the law looks at; of the others the answer's own remark speaks. */
static unsigned edges(const struct solved *solved) {
    const struct law *const law = solved->preset->law;
    const unsigned reads = solved->preset->reads;
    struct problem only_P = solved->problem;
    only_P.free = FREE_P;
    const unsigned P = law->cost_bits ? reads : turned(&only_P, &solved->best.plan);
    unsigned read = reads;
    if (P & reads) read |= FREE_P;
    return solved->best.at_edge & read;
}

/* What a person must know of one law's answer. */
static void print_remarks(struct out *out, const struct solved *solved) {
    const struct optimum *const best = &solved->best;
    char text[LINE], list[FREE_LIST], E[NUM_TEXT], M[NUM_TEXT];
    const char *const name = solved->preset->name;
    if (silent(solved)) {
        snprintf(text, sizeof text, "silent: %s", best->why);
        out_wrap(out, OUT_PLAIN, INDENT, name, text);
        return;
    }
    if (laid_out(solved)) {
        snprintf(text, sizeof text, "laid out as E %s, M %s", input_show(E, IN_E, best->plan.E),
                 input_show(M, IN_M, best->plan.M));
        out_wrap(out, OUT_PLAIN, INDENT, name, text);
    }
    if (edges(solved)) {
        snprintf(text, sizeof text,
                 "%s on the edge of its range: the range's optimum, not the law's",
                 optimum_free(list, edges(solved), ", "));
        out_wrap(out, OUT_WARNING, INDENT, name, text);
    }
    if (underspent(solved)) print_spent(out, solved);
    if (*best->why) out_wrap(out, OUT_PLAIN, INDENT, name, best->why);
}

static void print_all_remarks(struct out *out, const struct solved *solved, int count) {
    bool first = true;
    for (int i = 0; i < count; i++) {
        const struct optimum *const best = &solved[i].best;
        if (!*best->why && !edges(&solved[i]) && !underspent(&solved[i]) && !laid_out(&solved[i]))
            continue;
        if (first) out_print(out, OUT_PLAIN, "\n");
        first = false;
        print_remarks(out, &solved[i]);
    }
}

/* What a budget is counted in. */
static const char *const bought[COST_KINDS] = {
    [COST_TRAINING] = "FLOP of training",
    [COST_INFERENCE] = "bits moved a served token",
    [COST_LIFETIME] = "FLOP over its life",
};

static const char *const cheapest[COST_KINDS] = {
    [COST_TRAINING] = "Cheapest training",
    [COST_INFERENCE] = "Cheapest serving",
    [COST_LIFETIME] = "Cheapest life",
};

static void print_problem(struct out *out, const struct words *words,
                          const struct problem *problem) {
    static const enum input shown[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST};
    const unsigned free = turned(problem, &words->plan);
    char text[LINE], number[NUM_TEXT], list[FREE_LIST];
    if (problem->target > 0) {
        snprintf(text, sizeof text, "%s that reaches a loss of %s", cheapest[problem->cost],
                 num_shortest(number, problem->target));
    } else {
        snprintf(text, sizeof text, "Least loss for %s %s", num_si(number, problem->budget),
                 bought[problem->cost]);
    }
    text_append(text, sizeof text, ", %s free%s", optimum_free(list, problem->free, ", "),
                problem->whole ? " (whole bits)" : "");
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        if (free & INPUT_BIT(shown[i])) continue;
        text_append(text, sizeof text, ", %s %s", inputs[shown[i]].name,
                    input_show(number, shown[i], plan_get(&words->plan, shown[i])));
    }
    if (problem->cost == COST_LIFETIME) {
        text_append(text, sizeof text, ", Dinf %s", input_show(number, IN_DINF, words->plan.Dinf));
    }
    out_wrap(out, OUT_STRONG, 0, "", text);
}

static void print_budget(struct out *out, const struct words *words,
                         const struct problem *problem) {
    char number[NUM_TEXT];
    if (problem->target == 0 && words->plan.C == PLAN_OWN) {
        out_print(out, OUT_FAINT, "as much as the plan costs; C=… sets another budget\n\n");
        return;
    }
    num_si(number, cost_of(problem->cost, words->presets[0].law, &words->plan));
    out_print(out, OUT_FAINT, "the plan itself costs %s\n\n", number);
}

static void print_sure(struct out *out, const struct solved *solved, int count) {
    char text[LINE];
    bool said = false;
    for (int i = 0; i < count; i++) {
        struct sure_optimum sure;
        if (silent(&solved[i]) || !optimum_sure(&solved[i], &sure)) continue;
        sure_optimum_words(&sure, text, sizeof text);
        if (!*text) continue;
        if (!said) out_print(out, OUT_FAINT, "\n%d %% sure of\n", INTERVAL_PERCENT);
        said = true;
        out_wrap(out, OUT_PLAIN, INDENT, solved[i].preset->name, text);
    }
}

void optimum_text(struct out *out, const struct words *words, const struct solved *solved,
                  int count) {
    bool beyond = false;
    for (int i = 0; i < count; i++)
        beyond = beyond || solved[i].best.status == LAW_BEYOND;
    print_problem(out, words, &solved[0].problem);
    print_budget(out, words, &solved[0].problem);
    print_table(out, solved, count);
    print_bits(out, solved, count);
    out_print(out, OUT_FAINT, beyond ? "▲ beyond the fitted runs\n" : "");
    print_sure(out, solved, count);
    print_all_remarks(out, solved, count);
}
