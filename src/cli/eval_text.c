/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/eval_text.h"

#include "base/text.h"
#include "cli/grid.h"
#include "cli/report.h"
#include "engine/cost.h"
#include "engine/covariance.h"
#include "engine/output.h"
#include <math.h>
#include <stdio.h>

enum { LINE = 1024, INDENT = 14 };

/* Bytes for reading: "3.61 GB". */
static void append_bytes(char *out, size_t size, double bytes) {
    static const char *const units[] = {"byte", "kB", "MB", "GB", "TB", "PB"};
    char number[NUM_TEXT];
    int unit = 0;
    while (bytes >= 999.5 && unit < 5) {
        bytes /= 1e3;
        unit++;
    }
    text_append(out, size, "%s %s", num_si(number, bytes), units[unit]);
}

/* The plan: what every law reads, and whatever else is not at its default. */
static void print_plan(struct out *out, const struct law *law, const struct plan *plan) {
    char line[LINE] = "", number[NUM_TEXT], bits[NUM_TEXT];
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        const double value = plan_get(plan, input);
        if (input > IN_M && value == inputs[i].fallback) continue;
        text_append(line, sizeof line, "%s%s %s", i > 0 ? "   " : "", inputs[i].name,
                    input_show(number, input, value));
    }
    out_wrap(out, OUT_STRONG, 0, "", line);
    text_copy(line, sizeof line, "training ");
    text_append(line, sizeof line, "%s FLOP (6·N·D·%s/16)",
                num_si(number, cost_training(law, plan)), num_si(bits, cost_bits(law, plan)));
    text_append(line, sizeof line, "   D/N %s   weights as served ",
                num_si(number, plan->D / plan->N));
    append_bytes(line, sizeof line, cost_weight_bytes(NULL, plan));
    out_print(out, OUT_FAINT, "%s\n\n", line);
}

/* Where the plan's tokens are seen from D_crit. */
static void place(char *out, size_t size, double tokens, double critical) {
    char number[NUM_TEXT];
    out[0] = '\0';
    if (isnan(critical)) return;
    const double ratio = tokens / critical;
    if (ratio > 1) {
        const char *const times = num_si(number, num_round(ratio, ratio < 10 ? 2 : 3));
        text_append(out, size, "%s× past it", times);
    } else if (ratio >= 0.01) {
        text_append(out, size, "at %s %% of it", num_si(number, num_round(100 * ratio, 2)));
    } else {
        text_append(out, size, "far below it");
    }
}

static void add_row(struct grid *grid, const struct words *words, const struct preset *preset,
                    const struct answer *answer) {
    const struct result *const result = &answer->result;
    const bool beyond = result->status == LAW_BEYOND;
    char text[NUM_TEXT], where[64];
    place(where, sizeof where, words->plan.D, answer->d_crit);
    if (result->status == LAW_SILENT) text_copy(where, sizeof where, "silent, see below");
    grid_cell(grid, OUT_PLAIN, preset->name);
    grid_cell(grid, OUT_STRONG, num_fixed(text, result->loss, 4));
    grid_cell(grid, OUT_WARNING, beyond ? "▲" : "");
    grid_cell(grid, OUT_STRONG, num_signed(text, law_added(preset, &words->plan, result), 4));
    grid_cell(grid, OUT_PLAIN, num_fixed(text, result->n_eff_ratio, 3));
    grid_cell(grid, OUT_PLAIN, num_si(text, answer->d_crit));
    grid_cell(grid, words->plan.D > answer->d_crit ? OUT_WARNING : OUT_PLAIN, where);
}

static void print_parts(struct out *out, const struct result *result) {
    char line[LINE] = "", number[NUM_TEXT];
    for (int i = 0; i < TERM_COUNT; i++) {
        const double value = result->term[i];
        if (isnan(value)) continue;
        text_append(line, sizeof line, "%s%s %s",
                    !*line      ? ""
                    : value < 0 ? " − "
                                : " + ",
                    term_names[i], num_fixed(number, *line ? fabs(value) : value, 4));
    }
    if (*line) out_wrap(out, OUT_PLAIN, INDENT, "  parts", line);
}

/* One output and how sure it is: a loss with what it may be off by, a size or a number of tokens
 * with its ends. */
static void append_interval(char *out, size_t size, const struct answer *answer, enum output output,
                            const struct interval *interval) {
    char low[NUM_TEXT], high[NUM_TEXT];
    if (isnan(interval->low) || interval->low == interval->high) return;
    text_append(out, size, "%s%s ", *out ? ", " : "", outputs[output].title);
    if (outputs[output].unit == outputs[OUT_LOSS].unit) {
        text_append(out, size, "%s %s", num_fixed(low, output_get(answer, output), 4),
                    interval_reach(high, (interval->high - interval->low) / 2));
    } else {
        text_append(out, size, "%s … %s", num_si(low, interval->low), num_si(high, interval->high));
    }
}

static void print_intervals(struct out *out, const struct preset *preset, const struct plan *plan) {
    char line[LINE] = "", label[16];
    struct interval interval[OUTPUT_COUNT];
    struct answer answer;
    if (!interval_outputs(preset, plan, interval)) return;
    answer_plan(preset, plan, &answer);
    for (int i = 0; i < OUTPUT_COUNT; i++)
        append_interval(line, sizeof line, &answer, (enum output)i, &interval[i]);
    snprintf(label, sizeof label, "  %d %% sure", INTERVAL_PERCENT);
    if (*line) out_wrap(out, OUT_PLAIN, INDENT, label, line);
}

static void print_beyond(struct out *out, const struct preset *preset, const struct plan *plan) {
    char line[LINE];
    preset_stretches(preset, plan, line, sizeof line);
    if (!*line) return;
    text_append(line, sizeof line, " beyond the fitted runs");
    out_wrap(out, OUT_WARNING, INDENT, "  ▲", line);
}

static void print_ignored(struct out *out, const struct result *result) {
    char line[LINE] = "";
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!(result->ignores & INPUT_BIT(i))) continue;
        text_append(line, sizeof line, "%s%s", *line ? ", " : "", inputs[i].name);
    }
    if (*line) out_wrap(out, OUT_PLAIN, INDENT, "  ignores", line);
}

static void print_assumed(struct out *out, const struct preset *preset,
                          const struct result *result) {
    char line[LINE] = "";
    const char *word;
    for (int i = 0; (word = report_assumed(preset, result, i)); i++) {
        text_append(line, sizeof line, "%s%s", *line ? "; " : "", word);
    }
    if (*line) out_wrap(out, OUT_PLAIN, INDENT, "  assumes", line);
}

static void print_law(struct out *out, const struct preset *preset, const struct plan *plan,
                      const struct result *result) {
    out_print(out, OUT_STRONG, "\n%s", preset->name);
    out_print(out, OUT_FAINT, "  %s · %s\n", preset->law->name, preset->source);
    if (result->status == LAW_SILENT) {
        out_wrap(out, OUT_WARNING, INDENT, "  silent", result->why);
    } else {
        print_parts(out, result);
    }
    print_intervals(out, preset, plan);
    print_beyond(out, preset, plan);
    print_ignored(out, result);
    print_assumed(out, preset, result);
    if (result->status != LAW_SILENT && *result->why) {
        out_wrap(out, OUT_PLAIN, INDENT, "  note", result->why);
    }
}

static void print_unsure(struct out *out, const struct words *words) {
    char line[LINE] = "";
    for (int i = 0; i < words->preset_count; i++) {
        if (!words->presets[i].covariance)
            text_append(line, sizeof line, "%s%s", *line ? ", " : "", words->presets[i].name);
    }
    if (!*line) return;
    text_append(line, sizeof line, ": no interval published, so how sure they are is not known.");
    out_wrap(out, OUT_FAINT, 0, "", line);
}

static void print_caveats(struct out *out, int losses, bool turns) {
    if (losses > 1) {
        out_wrap(
            out, OUT_FAINT, 0, "",
            "Losses of different laws do not compare (other data, other tokenizers): compare what "
            "quantising adds.");
    }
    if (turns) {
        out_wrap(out, OUT_FAINT, 0, "",
                 "Past D_crit more data hurts. Learning-rate decay rather than the token count may "
                 "drive much of that (arXiv:2510.06213).");
    }
}

void eval_text(struct out *out, const struct words *words) {
    static const struct grid_column columns[] = {
        {"preset", false}, {"loss", true},   {"", false}, {"quantising adds", true},
        {"N_eff/N", true}, {"D_crit", true}, {"", false},
    };
    struct grid *const grid = grid_new(columns, sizeof columns / sizeof *columns);
    struct answer answer;
    int losses = 0;
    bool turns = false;
    print_plan(out, words->presets[0].law, &words->plan);
    for (int i = 0; i < words->preset_count; i++) {
        answer_plan(&words->presets[i], &words->plan, &answer);
        add_row(grid, words, &words->presets[i], &answer);
        if (!isnan(answer.result.loss)) losses++;
        if (!isnan(answer.d_crit)) turns = true;
    }
    grid_print(grid, out);
    grid_free(grid);
    for (int i = 0; i < words->preset_count; i++) {
        law_eval(&words->presets[i], &words->plan, &answer.result);
        print_law(out, &words->presets[i], &words->plan, &answer.result);
    }
    out_print(out, OUT_PLAIN, "\n");
    print_unsure(out, words);
    print_caveats(out, losses, turns);
}
