/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: one table of options, read here and printed as help. */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include "base/err.h"
#include "cli/fit_opt.h"
#include "cli/out.h"
#include "engine/cost.h"
#include "io/plan_file.h"
#include <stdbool.h>

enum command_id {
    COMMAND_PLANNER,
    COMMAND_EVAL,
    COMMAND_SWEEP,
    COMMAND_OPTIMUM,
    COMMAND_SOLVE,
    COMMAND_FIT,
    COMMAND_COMPARE,
    COMMAND_PRESET,
    COMMAND_LESSON,
    COMMAND_RENDER,
    COMMAND_COUNT
};

struct options;
struct config;

/* A command; the table of them is indexed by command_id. */
struct command {
    const char *name;  /* "" for the planner, which has none */
    const char *usage; /* what comes after the name and the options: "[PLAN.ini] [NAME=VALUE…]" */
    const char *summary; /* a few words for the list of commands */
    const char *help;    /* paragraphs and examples, lines of at most 80 columns */
    int (*run)(const struct options *options); /* returns the exit status */
};

enum opt_format { OPT_TEXT, OPT_JSON, OPT_CSV };

/* A command line that was read. Nothing here was allocated; texts point into argv. */
struct options {
    const struct command *command;
    const char *const *words; /* what is neither an option nor the command, in order */
    int word_count;
    const char *presets[PLAN_PRESETS]; /* --preset, in order */
    int preset_count;
    enum opt_format format;
    const char *output; /* NULL or "-": standard output */
    bool force;         /* --output may replace a file */
    enum out_when color;
    bool ascii;       /* asked for; the locale may want it too: out_ascii */
    bool mouse;       /* true unless --no-mouse */
    const char *free; /* optimum's --free, or NULL */
    enum cost_kind cost;
    const char *target;          /* optimum's --target-loss, or NULL */
    bool whole;                  /* optimum: whole bits only */
    long long shard, shards;     /* --shard, the first is 1; 0 of 0 where not given */
    bool best, check;            /* sweep's */
    bool resume;                 /* the planner: start from the latest session */
    const char *config_file;     /* --config, or NULL */
    bool color_given;            /* --color, above the settings */
    const struct config *config; /* the user's settings, of which ascii, mouse, color and resume are
                                  * in the fields above already; NULL until opt_settings */
    struct fit_options fit;
    bool help, version;
};

/* Read a command line; argv is reordered. commands has COMMAND_COUNT rows. False with a message
 * that names the argument, and the nearest option or command where it is misspelt. */
bool opt_parse(int argc, char **argv, const struct command *commands, struct options *options,
               struct err *err);

/* An option as help and the manual show it. */
struct option_text {
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* NULL: it takes none */
    const char *help;
    unsigned commands; /* that take it: bit (1u << command_id) */
};

/* The option of that number, from 0; false past the last. */
bool opt_row(int index, struct option_text *row);

/* Put the user's settings below what the command line says. They are kept by reference. */
void opt_settings(struct options *options, const struct config *config);

/* Print help on options->command; for the planner, on the whole program. Returns the exit status.
 */
int opt_help(const struct options *options, const struct command *commands);

/* Print name and version. Returns the exit status. */
int opt_version(const struct options *options);

#endif
