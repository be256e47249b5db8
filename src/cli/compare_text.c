/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_text.h"

#include "base/text.h"
#include "cli/grid.h"
#include "engine/cost.h"
#include "engine/sure.h"
#include "ui/pins.h"
#include <math.h>

enum { LINE = 1024, NAME_W = 24, ACROSS = 10 };

/* What a table says of a plan under a preset. */
typedef void table_cell_text(const struct words *words, int plan, int preset, char out[NUM_TEXT]);

static void added_cell(const struct words *words, int plan, int preset, char out[NUM_TEXT]) {
    struct result result;
    const struct plan *at = &words->plans[plan].plan;
    law_eval(&words->presets[preset], at, &result);
    num_signed(out, law_added(&words->presets[preset], at, &result), 4);
}

static double loss_of(const struct words *words, int plan, int preset) {
    struct result result;
    law_eval(&words->presets[preset], &words->plans[plan].plan, &result);
    return result.loss;
}

/* The first plan's loss, and how the others' differ from it. */
static void loss_cell(const struct words *words, int plan, int preset, char out[NUM_TEXT]) {
    const double loss = loss_of(words, plan, preset);
    if (plan == 0)
        num_fixed(out, loss, 4);
    else
        num_signed(out, loss - loss_of(words, 0, preset), 4);
}

/* How many presets from the first on fit beside the names. */
static int presets_across(const struct out *out, const struct words *words, const char *title,
                          int first) {
    int width = out_width(out, title), count = 0;
    for (int i = 0; i < words->plan_count; i++) {
        const int name = out_width(out, words->plans[i].name);
        if (name > width) width = name < NAME_W ? name : NAME_W;
    }
    while (first + count < words->preset_count && count < ACROSS) {
        const int name = out_width(out, words->presets[first + count].name);
        width += 2 + (name > 7 ? name : 7);
        if (count > 0 && width > OUT_COLUMNS) break;
        count++;
    }
    return count;
}

/* A plan's name, its end cut off where it is long. */
static void name_cell(const struct out *out, struct grid *grid, const char *name) {
    char text[NAME_W + 4];
    text_copy(text, out_width(out, name) > NAME_W ? NAME_W : sizeof text, name);
    if (out_width(out, name) > NAME_W) text_append(text, sizeof text, "…");
    grid_cell(grid, OUT_PLAIN, text);
}

static void print_block(struct out *out, const struct words *words, const char *title, int first,
                        int count, table_cell_text *cell) {
    struct grid_column columns[ACROSS + 1] = {{title, false}};
    for (int i = 0; i < count; i++)
        columns[1 + i] = (struct grid_column){words->presets[first + i].name, true};
    struct grid *const grid = grid_new(columns, count + 1);
    for (int i = 0; i < words->plan_count; i++) {
        name_cell(out, grid, words->plans[i].name);
        for (int k = 0; k < count; k++) {
            char text[NUM_TEXT];
            cell(words, i, first + k, text);
            grid_cell(grid, i == 0 ? OUT_PLAIN : OUT_STRONG, text);
        }
    }
    out_print(out, OUT_PLAIN, "\n");
    grid_print(grid, out);
    grid_free(grid);
}

static void print_table(struct out *out, const struct words *words, const char *title,
                        table_cell_text *cell) {
    for (int first = 0; first < words->preset_count;) {
        const int count = presets_across(out, words, title, first);
        print_block(out, words, title, first, count, cell);
        first += count;
    }
}

/* "×2", "÷1.5", "same". */
static const char *times(char out[NUM_TEXT], double value, double first) {
    char number[NUM_TEXT];
    const double ratio = num_round(value / first, 3);
    if (ratio == 1) return text_copy(out, NUM_TEXT, "same");
    out[0] = '\0';
    text_append(out, NUM_TEXT, "%s%s", ratio > 1 ? "×" : "÷",
                num_si(number, num_round(ratio > 1 ? ratio : first / value, 3)));
    return out;
}

static void print_costs(struct out *out, const struct words *words) {
    static const struct grid_column columns[] = {{"cost", false},
                                                 {"FLOP", true},
                                                 {"against it", true},
                                                 {"weights, GB", true},
                                                 {"against it", true}};
    const struct law *law = words->presets[0].law;
    struct grid *const grid = grid_new(columns, sizeof columns / sizeof *columns);
    const struct plan *first = &words->plans[0].plan;
    for (int i = 0; i < words->plan_count; i++) {
        char text[NUM_TEXT];
        const struct plan *plan = &words->plans[i].plan;
        const double flop = cost_training(law, plan), bytes = cost_weight_bytes(law, plan);
        name_cell(out, grid, words->plans[i].name);
        grid_cell(grid, OUT_PLAIN, num_si(text, flop));
        grid_cell(grid, OUT_STRONG,
                  i == 0 ? "first" : times(text, flop, cost_training(law, first)));
        grid_cell(grid, OUT_PLAIN, num_si(text, bytes / 1e9));
        grid_cell(grid, OUT_STRONG,
                  i == 0 ? "first" : times(text, bytes, cost_weight_bytes(law, first)));
    }
    out_print(out, OUT_PLAIN, "\n");
    grid_print(grid, out);
    grid_free(grid);
}

static void print_plans(struct out *out, const struct words *words) {
    const struct plan usual = plan_default();
    const struct words_plan *first = &words->plans[0];
    for (int i = 0; i < words->plan_count; i++) {
        char line[LINE] = "", changes[LINE];
        const struct words_plan *named = &words->plans[i];
        if (i == 0 && plan_same(&usual, &first->plan))
            text_copy(changes, sizeof changes, "every input at its default");
        else
            pins_difference(i == 0 ? &usual : &first->plan, &named->plan, changes, sizeof changes);
        text_append(line, sizeof line, "%s: %s%s%s%s", named->name, i == 0 ? "" : "against ",
                    i == 0 ? "" : first->name, i == 0 ? "" : ": ", changes);
        out_wrap(out, OUT_PLAIN, 0, "", line);
    }
}

static void print_silent(struct out *out, const struct words *words, int preset) {
    bool said = false;
    for (int i = 0; i < words->plan_count; i++) {
        char line[LINE] = "";
        struct result result;
        if (law_eval(&words->presets[preset], &words->plans[i].plan, &result) != LAW_SILENT)
            continue;
        text_append(line, sizeof line, "%s: %s", words->plans[i].name, result.why);
        if (!said) out_print(out, OUT_WARNING, "%s is silent\n", words->presets[preset].name);
        said = true;
        out_wrap(out, OUT_WARNING, 2, "", line);
    }
}

static void print_stretched(struct out *out, const struct words *words, int preset) {
    char line[LINE] = "";
    for (int i = 0; i < words->plan_count; i++) {
        char stretch[LINE];
        struct result result;
        const struct plan *plan = &words->plans[i].plan;
        if (law_eval(&words->presets[preset], plan, &result) == LAW_SILENT) continue;
        preset_stretches(&words->presets[preset], plan, stretch, sizeof stretch);
        if (!*stretch) continue;
        text_append(line, sizeof line, "%s%s %s", *line ? "; " : "", words->plans[i].name, stretch);
    }
    if (!*line) return;
    out_print(out, OUT_WARNING, "▲ %s beyond its fitted runs\n", words->presets[preset].name);
    out_wrap(out, OUT_WARNING, 2, "", line);
}

/* How sure a preset with a covariance is that a plan has less loss than the first. */
static void print_chances(struct out *out, const struct words *words, int preset) {
    const struct preset *const under = &words->presets[preset];
    bool said = false;
    for (int i = 1; i < words->plan_count; i++) {
        char line[LINE] = "", text[LINE - 128];
        const struct sure_pair pair =
            sure_against(under, &words->plans[i].plan, &words->plans[0].plan);
        sure_words(&pair, words->plans[0].name, text, sizeof text);
        if (!*text) continue;
        if (!said)
            out_print(out, OUT_PLAIN, "How sure %s is of the losses, ± at %d %%\n", under->name,
                      INTERVAL_PERCENT);
        said = true;
        text_append(line, sizeof line, "%s: %s", words->plans[i].name, text);
        out_wrap(out, OUT_PLAIN, 2, "", line);
    }
}

void compare_text(struct out *out, const struct words *words) {
    print_plans(out, words);
    print_table(out, words, "quantising adds", added_cell);
    print_table(out, words, "loss, differences", loss_cell);
    print_costs(out, words);
    out_print(out, OUT_PLAIN, "\n");
    for (int i = 0; i < words->preset_count; i++)
        print_chances(out, words, i);
    for (int i = 0; i < words->preset_count; i++)
        print_silent(out, words, i);
    for (int i = 0; i < words->preset_count; i++)
        print_stretched(out, words, i);
}
