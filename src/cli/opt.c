/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/opt.h"

#include "base/text.h"
#include "cli/report.h"
#include "engine/plan.h"
#include "ui/config.h"
#include <ctype.h>
#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ON(command) (1u << (unsigned)(command))

enum {
    ON_EVERY = ON(COMMAND_COUNT) - 1,
    ON_RESULTS = ON(COMMAND_EVAL) | ON(COMMAND_SWEEP) | ON(COMMAND_OPTIMUM) | ON(COMMAND_SOLVE) |
                 ON(COMMAND_COMPARE) | ON(COMMAND_PRESET) | ON(COMMAND_FIT),
    ON_OUTPUT = ON_RESULTS | ON(COMMAND_LESSON) | ON(COMMAND_RENDER),
    ON_PLANS = ON_EVERY & ~(ON(COMMAND_PRESET) | ON(COMMAND_LESSON) | ON(COMMAND_FIT)),
    ON_FIT = ON(COMMAND_FIT),
    SHARDS_MOST = 1000000,
    LONG_OPTION = 256 /* getopt's value of the table's first row, above every character */
};

struct option_row {
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* NULL: it takes none */
    const char *help;
    unsigned commands; /* that take it */
    bool (*take)(struct options *options, const char *value, struct err *err);
};

/* Which of the choices value is, or -1 with a message. */
static int choose(const char *option, const char *value, const char *const *choices, int count,
                  struct err *err) {
    char list[128] = "";
    for (int i = 0; i < count; i++) {
        if (strcmp(value, choices[i]) == 0) return i;
        text_append(list, sizeof list, "%s%s",
                    i == 0          ? ""
                    : i + 1 < count ? ", "
                                    : " or ",
                    choices[i]);
    }
    const char *const near = text_nearest(value, choices, (size_t)count);
    err_set(err, "--%s %s: expected %s%s%s%s", option, value, list, near ? "; did you mean " : "",
            near ? near : "", near ? "?" : "");
    return -1;
}

static bool take_preset(struct options *options, const char *value, struct err *err) {
    if (options->preset_count == PLAN_PRESETS) {
        return err_set(err, "--preset %s: at most %d presets at once", value, PLAN_PRESETS);
    }
    options->presets[options->preset_count++] = value;
    return true;
}

static bool take_format(struct options *options, const char *value, struct err *err) {
    static const char *const choices[] = {"text", "json", "csv"};
    const int choice = choose("format", value, choices, 3, err);
    if (choice < 0) return false;
    options->format = (enum opt_format)choice;
    return true;
}

static bool take_json(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->format = OPT_JSON;
    return true;
}

static bool take_output(struct options *options, const char *value, struct err *err) {
    if (!*value) return err_set(err, "--output: expected the name of a file, found nothing");
    options->output = value;
    return true;
}

static bool take_force(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->force = true;
    return true;
}

static bool take_color(struct options *options, const char *value, struct err *err) {
    static const char *const choices[] = {"auto", "always", "never"};
    const int choice = choose("color", value, choices, 3, err);
    if (choice < 0) return false;
    options->color = (enum out_when)choice;
    options->color_given = true;
    return true;
}

static bool take_ascii(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->ascii = true;
    return true;
}

static bool take_no_mouse(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->mouse = false;
    return true;
}

static bool take_free(struct options *options, const char *value, struct err *err) {
    (void)err;
    options->free = value;
    return true;
}

static bool take_cost(struct options *options, const char *value, struct err *err) {
    const int choice = choose("cost", value, cost_names, COST_KINDS, err);
    if (choice < 0) return false;
    options->cost = (enum cost_kind)choice;
    return true;
}

static bool take_target(struct options *options, const char *value, struct err *err) {
    (void)err;
    options->target = value;
    return true;
}

static bool take_whole(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->whole = true;
    return true;
}

static bool take_shard(struct options *options, const char *value, struct err *err) {
    char *end, *last = NULL;
    long long shards = 0;
    const long long shard = strtoll(value, &end, 10);
    if (isdigit((unsigned char)value[0]) && *end == '/' && isdigit((unsigned char)end[1]))
        shards = strtoll(end + 1, &last, 10);
    if (!last || *last || shard < 1 || shard > shards || shards > SHARDS_MOST) {
        return err_set(err, "--shard %.40s: expected I/K, part I of K, as in 1/4", value);
    }
    options->shard = shard;
    options->shards = shards;
    return true;
}

static bool take_best(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->best = true;
    return true;
}

static bool take_check(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->check = true;
    return true;
}

static bool take_resume(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->resume = true;
    return true;
}

static bool take_config(struct options *options, const char *value, struct err *err) {
    if (!*value) return err_set(err, "--config: expected the name of a file, or none");
    options->config_file = value;
    return true;
}

static bool take_help(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->help = true;
    return true;
}

static bool take_version(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->version = true;
    return true;
}

static const struct option_row rows[] = {
    {"preset", 'p', "NAME|FILE", "a law's preset; repeat for more, the first is primary", ON_PLANS,
     take_preset},
    {"format", 'f', "FORMAT", "text (the default), json or csv", ON_RESULTS, take_format},
    {"json", 0, NULL, "short for --format json", ON_RESULTS, take_json},
    {"output", 'o', "FILE", "write to FILE, whole or not at all; - is standard output", ON_OUTPUT,
     take_output},
    {"force", 0, NULL, "let --output replace a file", ON_OUTPUT, take_force},
    {"free", 0, "LIST",
     "what may be chosen, of N D P w a kv post G E M: N,D,P unless given; P is w = a = kv, E and M "
     "under an fp law, post where serving is bought",
     ON(COMMAND_OPTIMUM), take_free},
    {"cost", 0, "COST",
     "what C buys: training (the default), inference (N × served bits) or lifetime (both, with "
     "Dinf)",
     ON(COMMAND_OPTIMUM), take_cost},
    {"target-loss", 0, "LOSS", "the cheapest plan that reaches this loss", ON(COMMAND_OPTIMUM),
     take_target},
    {"whole", 0, NULL, "whole bits only", ON(COMMAND_OPTIMUM), take_whole},
    {"shard", 0, "I/K",
     "only part I of K (CSV): of a sweep's rows, where parts joined in order are the whole, or of "
     "a "
     "bootstrap's resamples, for --merge",
     ON(COMMAND_SWEEP) | ON_FIT, take_shard},
    {"best", 0, NULL, "only each law's row of least loss; C, where set, is the most it costs",
     ON(COMMAND_SWEEP), take_best},
    {"check", 0, NULL, "with --best: look at every point too, and compare", ON(COMMAND_SWEEP),
     take_check},
    {"law", 0, "LAW",
     "the law to fit; LAW,LAW… or all: compare them by the sizes that they predict", ON_FIT,
     fit_take_law},
    {"where", 0, "COLUMN=VALUE|LOW:HIGH",
     "only rows whose column has that value or is in that range, or with != has it not; repeat "
     "for more: any of one column's, all of different columns'; line is the row's own",
     ON_FIT, fit_take_where},
    {"column", 0, "NAME=COLUMN",
     "which column is N, D, loss, weight, run or an input, where it is called something else; N, D "
     "and loss may be multiplied, as in D=tokens_B*1e9",
     ON_FIT, fit_take_column},
    {"by", 0, "COLUMN,…", "an eff for each combination of these columns' values (else of w and a)",
     ON_FIT, fit_take_by},
    {"cluster", 0, "COLUMN,…",
     "rows with the same values share their noise, as checkpoints of one run do: intervals are as "
     "wide as whole clusters scatter",
     ON_FIT, fit_take_cluster},
    {"keep", 0, "VALUE", "of the groups of --by, those with this value go into the preset", ON_FIT,
     fit_take_keep},
    {"source", 0, "TEXT", "whose runs they are, for the preset", ON_FIT, fit_take_source},
    {"with", 0, "WORD,…",
     "more or less than the law's usual form: shift, no-shift (precision), gamma, eff_D, quartet "
     "(compression), by-bits "
     "(qid) or plain",
     ON_FIT, fit_take_form},
    {"fix", 0, "NAME=VALUE", "hold a coefficient at a value", ON_FIT, fit_take_fix},
    {"tie", 0, "NAME=NAME", "give two coefficients one value, as in alpha=beta", ON_FIT,
     fit_take_tie},
    {"loss", 0, "LOSS", "of residuals of ln loss: huber (the default) or squared", ON_FIT,
     fit_take_loss},
    {"delta", 0, "DELTA", "where Huber's loss turns from square to straight (1e-3)", ON_FIT,
     fit_take_delta},
    {"bootstrap", 0, "R", "intervals from R resamples", ON_FIT, fit_take_bootstrap},
    {"seed", 0, "S", "of the bootstrap (1)", ON_FIT, fit_take_seed},
    {"merge", 0, NULL, "take the resamples from the shards' files, which follow the data's", ON_FIT,
     fit_take_merge},
    {"table", 0, NULL, "each row: measured, predicted, residual, leverage, the f(P) it implies",
     ON_FIT, fit_take_table},
    {"skip-bad", 0, NULL, "leave out rows with bad cells, and say how many", ON_FIT,
     fit_take_skip_bad},
    {"exhaustive", 0, NULL, "also from the customary 4500 starts", ON_FIT, fit_take_exhaustive},
    {"color", 0, "WHEN", "auto (on a terminal, unless NO_COLOR is set), always or never", ON_EVERY,
     take_color},
    {"ascii", 0, NULL, "plain ASCII, whatever the locale", ON_EVERY, take_ascii},
    {"no-mouse", 0, NULL, "leave the mouse to the terminal", ON(COMMAND_PLANNER), take_no_mouse},
    {"resume", 0, NULL, "start where the last session ended", ON(COMMAND_PLANNER), take_resume},
    {"config", 0, "FILE", "settings from FILE only; none: from no file", ON_EVERY, take_config},
    {"help", 'h', NULL, "print help, on a command where one is named", ON_EVERY, take_help},
    {"version", 'V', NULL, "print the version", ON_EVERY, take_version},
};

enum { ROWS = sizeof rows / sizeof *rows };

_Static_assert(sizeof rows / sizeof *rows <= 64, "too many for a set of rows used");

/* The row behind getopt's value (a letter or LONG_OPTION + row), or NULL. */
static const struct option_row *row_of(int value) {
    if (value >= LONG_OPTION) return value < LONG_OPTION + ROWS ? &rows[value - LONG_OPTION] : NULL;
    for (int i = 0; i < ROWS; i++) {
        if (rows[i].letter && rows[i].letter == value) return &rows[i];
    }
    return NULL;
}

static bool unknown_option(const char *argument, int letter, struct err *err) {
    if (letter) return err_set(err, "unknown option -%c; see bitplan --help", letter);
    char name[64];
    text_copy(name, sizeof name, argument + 2);
    name[strcspn(name, "=")] = '\0';
    const char *names[ROWS];
    for (int i = 0; i < ROWS; i++)
        names[i] = rows[i].name;
    const char *const near = text_nearest(name, names, ROWS);
    if (near) return err_set(err, "unknown option --%s; did you mean --%s?", name, near);
    return err_set(err, "unknown option --%s; see bitplan --help", name);
}

/* The message for what getopt could not read. */
static bool option_error(int found, const char *argument, struct err *err) {
    const struct option_row *const row = row_of(optopt);
    if (found == ':' && row)
        return err_set(err, "--%s: expected %s after it", row->name, row->argument);
    if (row) return err_set(err, "--%s takes no value (found %s)", row->name, argument);
    return unknown_option(argument, optopt < LONG_OPTION ? optopt : 0, err);
}

bool opt_row(int index, struct option_text *row) {
    if (index < 0 || index >= ROWS) return false;
    *row = (struct option_text){rows[index].name, rows[index].letter, rows[index].argument,
                                rows[index].help, rows[index].commands};
    return true;
}

/* Where the table's form meets getopt's. */
static void fill_getopt(struct option longs[ROWS + 1], char letters[2 * ROWS + 3]) {
    char *at = letters;
    /* "-": words come in their place, as if they were options; ":": a missing value is told apart.
     */
    *at++ = '-';
    *at++ = ':';
    for (int i = 0; i < ROWS; i++) {
        longs[i] = (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument,
                                   NULL, LONG_OPTION + i};
        if (!rows[i].letter) continue;
        *at++ = rows[i].letter;
        if (rows[i].argument) *at++ = ':';
    }
    *at = '\0';
    longs[ROWS] = (struct option){0};
}

/* Whether the argument that getopt would read next is a word for all that it starts like an option.
 */
static bool negative_number(int argc, char **argv) {
    const char *const next = optind < argc ? argv[optind] : "";
    return next[0] == '-' && (isdigit((unsigned char)next[1]) || next[1] == '.');
}

/* Read all options, gather the words at argv[1 …] and the rows used in *used. */
static bool read_arguments(int argc, char **argv, struct options *options, uint64_t *used,
                           struct err *err) {
    struct option longs[ROWS + 1];
    char letters[2 * ROWS + 3];
    fill_getopt(longs, letters);
    int count = 0;
    optind = 1;
    opterr = 0;
    for (;;) {
        if (negative_number(argc, argv)) {
            argv[1 + count++] = argv[optind++];
            continue;
        }
        const int found = getopt_long(argc, argv, letters, longs, NULL);
        if (found == -1) break;
        if (found == 1) {
            argv[1 + count++] = optarg;
            continue;
        }
        const struct option_row *const row = found == '?' || found == ':' ? NULL : row_of(found);
        if (!row) return option_error(found, argv[optind - 1], err);
        *used |= UINT64_C(1) << (row - rows);
        if (!row->take(options, optarg, err)) return false;
    }
    while (optind < argc)
        argv[1 + count++] = argv[optind++];
    options->words = (const char *const *)(argv + 1);
    options->word_count = count;
    return true;
}

static bool ends_with(const char *text, const char *end) {
    const size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* Whether a first word is a plan's, and so the planner's. */
static bool opens_planner(const char *word) {
    return strchr(word, '=') || strchr(word, '/') || ends_with(word, ".ini") ||
           access(word, F_OK) == 0;
}

/* The command of that name, or NULL. */
static const struct command *find_command(const struct command *commands, const char *name) {
    for (int i = COMMAND_PLANNER + 1; i < COMMAND_COUNT; i++) {
        if (strcmp(name, commands[i].name) == 0) return &commands[i];
    }
    return NULL;
}

/* A command's name among the planner's words is a command in the wrong place. */
static bool check_order(const struct command *commands, const struct options *options,
                        struct err *err) {
    for (int i = 1; i < options->word_count; i++) {
        const char *const word = options->words[i];
        if (!find_command(commands, word) || access(word, F_OK) == 0) continue;
        return err_set(err, "%s: a command comes before all other words", word);
    }
    return true;
}

static bool choose_command(const struct command *commands, struct options *options,
                           struct err *err) {
    options->command = &commands[COMMAND_PLANNER];
    if (options->word_count == 0) return true;
    const char *const word = options->words[0];
    const struct command *const command = find_command(commands, word);
    if (command) {
        options->command = command;
        options->words++;
        options->word_count--;
        return true;
    }
    if (opens_planner(word)) return check_order(commands, options, err);
    const char *names[COMMAND_COUNT];
    for (int i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i].name;
    const char *const near = text_nearest(word, names + 1, COMMAND_COUNT - 1);
    if (near) return err_set(err, "%s: no such command or plan file; did you mean %s?", word, near);
    return err_set(err, "%s: no such command or plan file; see bitplan --help", word);
}

/* Whether each option that was given has a meaning for the command. */
static bool check_used(const struct command *commands, const struct options *options, uint64_t used,
                       struct err *err) {
    const unsigned command = (unsigned)(options->command - commands);
    for (int i = 0; i < ROWS; i++) {
        if (!(used >> i & 1) || rows[i].commands & ON(command)) continue;
        if (command == COMMAND_PLANNER) {
            return err_set(
                err, "--%s: the planner has no use for it; a command (eval, sweep, …) comes first",
                rows[i].name);
        }
        return err_set(err, "--%s: %s has no use for it; see bitplan %s --help", rows[i].name,
                       options->command->name, options->command->name);
    }
    return true;
}

bool opt_parse(int argc, char **argv, const struct command *commands, struct options *options,
               struct err *err) {
    uint64_t used = 0;
    *options = (struct options){.mouse = true, .fit = {.seed = -1}};
    return read_arguments(argc, argv, options, &used, err) &&
           choose_command(commands, options, err) && check_used(commands, options, used, err);
}

void opt_settings(struct options *options, const struct config *config) {
    static const enum out_when when[] = {[CONFIG_COLOR_AUTO] = OUT_AUTO,
                                         [CONFIG_COLOR_ALWAYS] = OUT_ALWAYS,
                                         [CONFIG_COLOR_NEVER] = OUT_NEVER};
    options->config = config;
    if (config->ascii) options->ascii = true;
    if (!config->mouse) options->mouse = false;
    if (!options->color_given) options->color = when[config->color];
}

static void help_settings(struct out *out) {
    char names[200] = "";
    out_print(out, OUT_STRONG, "\nSettings\n");
    for (int i = 0; i < config_row_count; i++) {
        const struct config_row *const row = &config_rows[i];
        char label[64] = "  ", text[200] = "";
        text_append(label, sizeof label, "[%s] %s", row->section, row->name);
        text_append(text, sizeof text, "%s: %s (%s)", row->help, row->values, row->variable);
        out_wrap(out, OUT_PLAIN, 26, label, text);
    }
    out_wrap(out, OUT_PLAIN, 26, "  [keys] KEY", "ACTION, or none; VIEW.KEY in one view only");
    out_wrap(out, OUT_PLAIN, 26, "  [colors] LOOK", "COLOUR [on COLOUR] [bold] [underline] …");
    for (int i = 0; i < LOOK_COUNT; i++)
        text_append(names, sizeof names, "%s%s", i ? ", " : "LOOK is ", look_rows[i].name);
    out_wrap(out, OUT_PLAIN, 26, "", names);
    out_print(out, OUT_PLAIN,
              "Flags win over the environment, that over bitplan/config.ini in $XDG_CONFIG_HOME\n"
              "(~/.config), that over those in $XDG_CONFIG_DIRS (/etc/xdg). bitplan(1) has an\n"
              "example, and all actions.\n");
}

static void help_options(struct out *out, unsigned command) {
    out_print(out, OUT_STRONG, "\nOptions\n");
    for (int i = 0; i < ROWS; i++) {
        const struct option_row *const row = &rows[i];
        if (!(row->commands & ON(command))) continue;
        char label[64] = "  ";
        if (row->letter) text_append(label, sizeof label, "-%c, ", row->letter);
        text_append(label, sizeof label, "--%s", row->name);
        if (row->argument) text_append(label, sizeof label, " %s", row->argument);
        out_wrap(out, OUT_PLAIN, 26, label, row->help);
    }
}

static void help_inputs(struct out *out) {
    out_print(out, OUT_STRONG, "\nNAME=VALUE\n");
    for (int i = 0; i < INPUT_COUNT; i++) {
        const struct input_row *const row = &inputs[i];
        char label[32], text[256], number[NUM_TEXT];
        snprintf(label, sizeof label, "  %s", row->name);
        snprintf(text, sizeof text, "%s: ", row->title);
        bool first = row->low > row->high;
        if (!first) text_append(text, sizeof text, "%s", num_shortest(number, row->low));
        if (row->low < row->high) {
            text_append(text, sizeof text, "…%s", num_shortest(number, row->high));
        }
        for (const struct input_word *word = row->words; word && word->name; word++) {
            text_append(text, sizeof text, "%s%s", first ? "" : ", ", word->name);
            first = false;
        }
        text_append(text, sizeof text, " (%s)", input_text(number, (enum input)i, row->fallback));
        out_wrap(out, OUT_PLAIN, 8, label, text);
    }
    out_wrap(out, OUT_PLAIN, 8, "  P", "w, a and kv at once");
    out_wrap(out, OUT_PLAIN, 8, "  fmt", "the training format: E4M3, FP8, FP4, BF16, INT4, …");
    out_print(out, OUT_PLAIN,
              "Values take k M B G T P (7B = 7e9), e notation and underscores. Later words\n"
              "win, and words win over a plan file.\n");
}

int opt_help(const struct options *options, const struct command *commands) {
    const struct command *const command = options->command;
    const unsigned id = (unsigned)(command - commands);
    struct out out;
    if (!out_open(&out, options)) return 1;
    out_print(&out, OUT_STRONG, "bitplan %s%s%s\n\n", command->name, *command->name ? " " : "",
              command->usage);
    out_print(&out, OUT_PLAIN, "%s", command->help);
    if (id == COMMAND_PLANNER) {
        out_print(&out, OUT_STRONG, "\nCommands (bitplan COMMAND --help says more)\n");
        for (int i = 1; i < COMMAND_COUNT; i++) {
            char label[32];
            snprintf(label, sizeof label, "  %s", commands[i].name);
            out_wrap(&out, OUT_PLAIN, 12, label, commands[i].summary);
        }
    }
    help_options(&out, id);
    if (id != COMMAND_PRESET) help_inputs(&out);
    if (id == COMMAND_PLANNER) help_settings(&out);
    return out_close(&out);
}

int opt_version(const struct options *options) {
    struct out out;
    if (!out_open(&out, options)) return 1;
    out_print(&out, OUT_PLAIN, "bitplan %s\n", report_version());
    return out_close(&out);
}
