/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses a command. */
#include "cli/cmd.h"
#include "cli/opt.h"
#include <locale.h>

static const struct command commands[COMMAND_COUNT] = {
    [COMMAND_PLANNER] =
        {"", "[OPTIONS] [PLAN.ini] [NAME=VALUE…]", "the planner, live in the terminal",
         "Plans precision in language-model training: how many parameters, tokens and\n"
         "bits, and what the published scaling laws say of them. Without a command: the\n"
         "planner.\n"
         "\n"
         "  bitplan N=7B D=1T w=4          open the planner on that plan\n"
         "  bitplan eval N=7B D=1T w=4     the same plan as text\n",
         cmd_planner},
    [COMMAND_EVAL] =
        {"eval", "[OPTIONS] [PLAN.ini] [NAME=VALUE…]", "one plan under each law",
         "What each law says of one plan: loss, what quantising adds to it, effective\n"
         "parameters, the tokens past which more data hurts, and how far to trust it.\n"
         "\n"
         "  bitplan eval N=7B D=15T P=16 post=4\n"
         "  bitplan eval my.ini w=4 --json\n"
         "  bitplan eval -p sun-2025 fmt=FP4 G=32 --format csv\n",
         cmd_eval},
    [COMMAND_SWEEP] =
        {"sweep", "AXIS… [OPTIONS] [PLAN.ini] [NAME=VALUE…]", "a table over one or more axes",
         "A row for each point and law. An axis is LOW:HIGH:COUNT (log-spaced on N, D,\n"
         "G and C), LOW..HIGH (whole steps) or a list; the first axis is the slowest.\n"
         "Interrupted (Ctrl-C), what is on standard output are whole rows; a file is not\n"
         "written at all. --best finds the least loss without a look at every point.\n"
         "\n"
         "  bitplan sweep w=3..16 D=1T\n"
         "  bitplan sweep N=1e8:1e11:31 G=32,128,channel -p chen-2025 -f csv -o sweep.csv\n"
         "  bitplan sweep N=1e8:1e12:9999 D=1e9:1e14:9999 -f csv --shard 2/8 -o part2.csv\n"
         "  bitplan sweep N=1e8:1e12:256 D=1e9:1e14:512 P=3..16 C=1e23 --best\n",
         cmd_sweep},
    [COMMAND_OPTIMUM] =
        {"optimum", "[--free LIST] [C=FLOP] [OPTIONS] [PLAN.ini] [NAME=VALUE…]",
         "the best plan for a budget of training compute",
         "The plan of least loss that costs at most C (FLOP at 16 bit; the plan's own cost\n"
         "where it is not given), its post included. P stands for w = a = kv.\n"
         "\n"
         "  bitplan optimum C=1e23 post=off             N, D and bits\n"
         "  bitplan optimum --free N,D P=8 C=1e23       at 8 bits\n"
         "  bitplan optimum --free D,P N=8B D=15T       for a model of a given size\n",
         cmd_optimum},
    [COMMAND_PRESET] =
        {"preset", "list | show NAME | check FILE… [OPTIONS]",
         "the laws' coefficients: list, show, check",
         "  bitplan preset list                  all that are installed\n"
         "  bitplan preset show kumar-2024       one, as the file that it is\n"
         "  bitplan preset check mine.ini        whether a file is a preset, and why not\n",
         cmd_preset},
    [COMMAND_RENDER] =
        {"render", "COLSxROWS [KEY…] [OPTIONS] [PLAN.ini] [NAME=VALUE…]",
         "the planner's screen as text, without a terminal",
         "What the planner would show after the keys. A KEY is a character, Enter, Escape,\n"
         "Tab, Up, Down, Left, Right, Home, End, Space, BSpace, C-r, F1, … or =TEXT, which\n"
         "types TEXT.\n"
         "\n"
         "  bitplan render 80x24 N=7B D=1T\n"
         "  bitplan render 120x36 Down Right Right 8\n",
         cmd_render},
};

int main(int argc, char **argv) {
    struct options options;
    struct err err;
    setlocale(LC_ALL, "");
    /* Numbers in files and on the command line are the same in every locale. */
    setlocale(LC_NUMERIC, "C");
    if (!opt_parse(argc, argv, commands, &options, &err)) return out_fail(2, &err);
    if (options.help) return opt_help(&options, commands);
    if (options.version) return opt_version(&options);
    return options.command->run(&options);
}
