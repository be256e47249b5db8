/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan solve: the value of an input at which an output takes a value, under each law. */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/grid.h"
#include "cli/report.h"
#include "cli/words.h"
#include "engine/invert.h"
#include "io/table_file.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 20, LIST = INVERSE_VALUES * NUM_TEXT, NAMES = 256 };

#define INPUT_EXPECTED "expected one of N D w a kv post G E M P"

/* What is asked. */
struct question {
    const char *name; /* the input's, or P */
    enum input input;
    bool tied;
    enum output output;
    double target;
};

/* What a law answered. */
struct answered {
    const struct preset *preset;
    struct inverse inverse;
};

static bool read_input(const struct options *options, struct question *question, struct err *err) {
    if (options->word_count == 0) {
        return err_set(err, "solve: expected INPUT OUTPUT=VALUE, as in solve D ptq_delta=.2");
    }
    const char *const name = options->words[0];
    question->name = name;
    question->tied = strcmp(name, "P") == 0;
    question->input = question->tied ? IN_W : input_find(name);
    if (invert_takes(question->input)) return true;
    if (question->input != INPUT_NONE) {
        return err_set(err, "solve %s: no output moves with it; " INPUT_EXPECTED, name);
    }
    return err_set(err, "solve %s: no such input; " INPUT_EXPECTED " first", name);
}

static const char *output_names(char out[NAMES]) {
    out[0] = '\0';
    for (int i = 0; i < OUTPUT_COUNT; i++)
        text_append(out, NAMES, "%s%s", i ? " " : "", outputs[i].name);
    return out;
}

/* Read OUTPUT=VALUE where the word is one; *found then counts it. */
static bool read_output(const char *word, struct question *question, int *found, struct err *err) {
    const size_t length = strcspn(word, "=");
    if (word[length] != '=') return true;
    const enum output output = output_find(word, length);
    if (output == OUTPUT_COUNT) return true;
    if ((*found)++ > 0) return err_set(err, "%s: solve takes one OUTPUT=VALUE", word);
    question->output = output;
    if (num_parse(word + length + 1, &question->target)) return true;
    return err_set(err, "%s: expected a number after %s=", word, outputs[output].name);
}

/* An output's name misspelt: neither an input's nor another's. */
static bool no_output(const struct options *options, struct err *err) {
    char all[NAMES];
    for (int i = 1; i < options->word_count; i++) {
        char word[32];
        snprintf(word, sizeof word, "%.*s", (int)strcspn(options->words[i], "="),
                 options->words[i]);
        const bool input = input_find(word) != INPUT_NONE || !strchr(options->words[i], '=') ||
                           strcmp(word, "P") == 0 || strcmp(word, "fmt") == 0;
        const char *const near = input ? NULL : output_nearest(word);
        if (near) return err_set(err, "%s: unknown name; did you mean %s?", word, near);
    }
    return err_set(err, "solve %s: expected OUTPUT=VALUE, OUTPUT one of %s", options->words[0],
                   output_names(all));
}

/* Take INPUT and OUTPUT=VALUE out of the words; the others, in rest, are the plan's. */
static bool read_question(const struct options *options, struct question *question,
                          const char **rest, int *count, struct err *err) {
    int found = 0;
    *count = 0;
    if (!read_input(options, question, err)) return false;
    for (int i = 1; i < options->word_count; i++) {
        const int before = found;
        if (!read_output(options->words[i], question, &found, err)) return false;
        if (found == before) rest[(*count)++] = options->words[i];
    }
    return found > 0 || no_output(options, err);
}

static bool silent(const struct answered *answered) {
    return answered->inverse.count == 0;
}

static const char *list_values(char out[LIST], const struct question *question,
                               const struct inverse *inverse, bool for_reading) {
    char text[NUM_TEXT];
    out[0] = '\0';
    for (int i = 0; i < inverse->count; i++) {
        const double x = inverse->values[i];
        text_append(out, LIST, "%s%s", i ? (for_reading ? ", " : " ") : "",
                    for_reading ? input_show(text, question->input, x)
                                : input_text(text, question->input, x));
    }
    return out;
}

static struct jout *json_result(const struct question *question, const struct answered *answered) {
    const struct inverse *const inverse = &answered->inverse;
    struct jout *const object = jout_object();
    struct jout *const values = jout_list();
    jout_text(object, "preset", answered->preset->name);
    report_input(object, "value", question->input, inverse->value);
    for (int i = 0; i < inverse->count; i++)
        report_input(values, NULL, question->input, inverse->values[i]);
    jout_add(object, "values", values);
    jout_number(object, "loss", inverse->loss);
    jout_text(object, "status", report_status(inverse->status));
    jout_text(object, "note", *inverse->why ? inverse->why : NULL);
    return object;
}

static void print_json(struct out *out, const struct question *question,
                       const struct answered *answered, int count) {
    struct jout *const report = jout_object();
    struct jout *const results = jout_list();
    jout_text(report, "version", report_version());
    jout_text(report, "input", question->name);
    jout_text(report, "output", outputs[question->output].name);
    jout_number(report, "target", question->target);
    for (int i = 0; i < count; i++)
        jout_add(results, NULL, json_result(question, &answered[i]));
    jout_add(report, "results", results);
    report_print(out, report, true);
}

static void print_csv(struct out *out, const struct question *question,
                      const struct answered *answered, int count) {
    static const char *const titles[] = {"preset", "value", "values", "loss", "status", "note"};
    FILE *const to = out->to;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        table_cell(to, titles[i], i == 0);
    table_row_end(to);
    for (int i = 0; i < count; i++) {
        const struct inverse *const inverse = &answered[i].inverse;
        char text[NUM_TEXT], list[LIST];
        table_cell(to, answered[i].preset->name, true);
        table_cell(to,
                   silent(&answered[i]) ? "" : input_text(text, question->input, inverse->value),
                   false);
        table_cell(to, list_values(list, question, inverse, false), false);
        table_number(to, inverse->loss, false);
        table_cell(to, report_status(inverse->status), false);
        table_cell(to, inverse->why, false);
        table_row_end(to);
    }
}

static void add_row(struct grid *grid, const struct question *question,
                    const struct answered *answered, const char *own) {
    const struct inverse *const inverse = &answered->inverse;
    char text[NUM_TEXT], list[LIST];
    const bool answer = !silent(answered);
    grid_cell(grid, OUT_PLAIN, answered->preset->name);
    grid_cell(grid, OUT_STRONG,
              answer ? input_show(text, question->input, inverse->value) : num_fixed(text, NAN, 2));
    grid_cell(grid, OUT_WARNING, inverse->status == LAW_BEYOND ? "▲" : "");
    grid_cell(grid, OUT_PLAIN, num_fixed(text, inverse->loss, 4));
    grid_cell(grid, OUT_PLAIN, own);
    list_values(list, question, inverse, true);
    grid_cell(grid, OUT_PLAIN, inverse->count > 1 ? list : "");
}

static void print_grid(struct out *out, const struct question *question, const struct words *words,
                       const struct answered *answered) {
    bool many = false;
    for (int i = 0; i < words->preset_count; i++)
        many |= answered[i].inverse.count > 1;
    const struct grid_column columns[] = {
        {"preset", false}, {question->name, true}, {"", false},
        {"loss", true},    {"plan's", true},       {many ? "all" : "", false},
    };
    struct grid *const grid = grid_new(columns, sizeof columns / sizeof *columns);
    for (int i = 0; i < words->preset_count; i++) {
        struct answer answer;
        char own[NUM_TEXT];
        answer_plan(&words->presets[i], &words->plan, &answer);
        const double value = output_get(&answer, question->output);
        const bool big = fabs(value) >= 1e4;
        add_row(grid, question, &answered[i], big ? num_si(own, value) : num_fixed(own, value, 4));
    }
    grid_print(grid, out);
    grid_free(grid);
}

static void print_text(struct out *out, const struct question *question, const struct words *words,
                       const struct answered *answered) {
    char number[NUM_TEXT];
    bool first = true, beyond = false;
    const char *const output = outputs[question->output].name;
    out_print(out, OUT_STRONG, "%s at which %s is %s\n", question->name, output,
              num_shortest(number, question->target));
    out_print(out, OUT_FAINT, "everything else as in the plan, whose own %s is %s\n\n",
              question->name,
              input_show(number, question->input, plan_get(&words->plan, question->input)));
    print_grid(out, question, words, answered);
    for (int i = 0; i < words->preset_count; i++)
        beyond |= answered[i].inverse.status == LAW_BEYOND;
    out_print(out, OUT_FAINT, beyond ? "▲ beyond the fitted runs\n" : "");
    for (int i = 0; i < words->preset_count; i++) {
        if (!*answered[i].inverse.why) continue;
        if (first) out_print(out, OUT_PLAIN, "\n");
        first = false;
        out_wrap(out, OUT_PLAIN, INDENT, answered[i].preset->name, answered[i].inverse.why);
    }
}

/* Exit status 1 where no law has an answer. */
static int verdict(const struct question *question, const struct answered *answered, int count) {
    struct err err;
    for (int i = 0; i < count; i++) {
        if (!silent(&answered[i])) return 0;
    }
    err_set(&err, "no %s gives that %s", question->name, outputs[question->output].name);
    return out_fail(1, &err);
}

static int print(const struct options *options, const struct question *question,
                 const struct words *words) {
    struct out out;
    struct answered answered[PLAN_PRESETS] = {0};
    const int count = words->preset_count;
    if (!out_open(&out, options)) return 1;
    for (int i = 0; i < count; i++) {
        answered[i].preset = &words->presets[i];
        invert_solve(&words->presets[i], &words->plan, question->input, question->tied,
                     question->output, question->target, &answered[i].inverse);
    }
    if (options->format == OPT_JSON) print_json(&out, question, answered, count);
    if (options->format == OPT_CSV) print_csv(&out, question, answered, count);
    if (options->format == OPT_TEXT) print_text(&out, question, words, answered);
    const int status = out_close(&out);
    return status ? status : verdict(question, answered, count);
}

static int solve(const struct options *options, const char **rest) {
    struct question question = {0};
    struct options plan = *options;
    struct words words;
    struct err err;
    if (!read_question(options, &question, rest, &plan.word_count, &err)) return out_fail(2, &err);
    plan.words = rest;
    if (!words_read(&plan, WORDS_PLAN, &words, &err)) return out_fail(2, &err);
    const int status = print(options, &question, &words);
    words_free(&words);
    return status;
}

int cmd_solve(const struct options *options) {
    const char **const rest = calloc((size_t)options->word_count + 1, sizeof *rest);
    struct err err;
    if (!rest) {
        err_set(&err, "out of memory");
        return out_fail(1, &err);
    }
    const int status = solve(options, rest);
    free(rest);
    return status;
}
