/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses a command. */
#include "cli/cmd.h"
#include "cli/opt.h"
#include "ui/config.h"
#include <fcntl.h>
#include <locale.h>
#include <unistd.h>

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
        {"optimum", "[--free LIST] [C=BUDGET] [OPTIONS] [PLAN.ini] [NAME=VALUE…]",
         "the best plan for a budget, or the cheapest for a loss",
         "The plan of least loss that costs at most C (as much as the plan, where C is not\n"
         "given), everything that is not free as in the plan, its post included. C is FLOP\n"
         "at 16 bit, with --cost inference N × served bits. The exit status is 1 where no\n"
         "plan reaches the loss.\n"
         "\n"
         "  bitplan optimum C=1e23 post=off                N, D and bits\n"
         "  bitplan optimum --free N,D P=8 C=1e23          at 8 bits\n"
         "  bitplan optimum --free D,P N=8B D=15T          for a model of a given size\n"
         "  bitplan optimum --cost inference C=1e11 P=off  to be served\n"
         "  bitplan optimum --target-loss 2.9 --whole      the cheapest, in whole bits\n",
         cmd_optimum},
    [COMMAND_SOLVE] =
        {"solve", "INPUT OUTPUT=VALUE [OPTIONS] [PLAN.ini] [NAME=VALUE…]",
         "the value of an input at which an output takes a value",
         "Where, as one input moves (N D w a kv post G E M, or P: w, a and kv as one), an\n"
         "output (a key of eval: loss, ptq_delta, d_crit, …) takes the value. Of several\n"
         "answers the nearest to the plan comes first. The exit status is 1 where no law\n"
         "has any.\n"
         "\n"
         "  bitplan solve D ptq_delta=.2 post=4 N=7B  tokens until PTQ costs .2\n"
         "  bitplan solve N d_crit=15T P=16 post=4    the model that bears 15T tokens\n"
         "  bitplan solve P n_eff_ratio=.9            bits that leave 90 % effective\n",
         cmd_solve},
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

/* The planner says on its screen what was left out of the settings. */
static void say_notes(const struct options *options, const struct notes *notes) {
    if (options->command == &commands[COMMAND_PLANNER]) return;
    for (int i = 0; i < notes->count && i < NOTES_KEPT; i++)
        out_fail(0, &notes->note[i]);
    struct err more;
    err_set(&more, "%d more of the settings are left out", notes->count - NOTES_KEPT);
    if (notes->count > NOTES_KEPT) out_fail(0, &more);
}

static int run(struct options *options) {
    struct config config;
    struct err err;
    if (!config_read(&config, options->config_file, &err)) return out_fail(2, &err);
    opt_settings(options, &config);
    say_notes(options, &config.notes);
    return options->command->run(options);
}

/* Where 0, 1 or 2 was closed at start, a file that we open must not take its place: what is printed
 * there would end up in it. Without /dev/null there is nothing to be done. */
static void hold_standard_places(void) {
    for (int fd = open("/dev/null", O_RDONLY); fd >= 0; fd = open("/dev/null", O_RDONLY)) {
        if (fd > 2) {
            close(fd);
            return;
        }
    }
}

int main(int argc, char **argv) {
    struct options options;
    struct err err;
    hold_standard_places();
    setlocale(LC_ALL, "");
    /* Numbers in files and on the command line are the same in every locale. */
    setlocale(LC_NUMERIC, "C");
    if (!opt_parse(argc, argv, commands, &options, &err)) return out_fail(2, &err);
    if (options.help) return opt_help(&options, commands);
    if (options.version) return opt_version(&options);
    return run(&options);
}
