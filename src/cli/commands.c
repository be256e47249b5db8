/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

const struct command commands[COMMAND_COUNT] = {
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
    [COMMAND_FIT] =
        {"fit", "DATA.csv --law LAW[,LAW…] [-o MY.ini] [OPTIONS] [NAME=VALUE…]",
         "fit a law to your own runs, and make it a preset",
         "Finds the law's coefficients by measured runs, and says how sure they are. The\n"
         "file is CSV with a header: N, D and loss, and the inputs that the law reads\n"
         "(w, a, kv, post, G, E, M); NAME=VALUE stands for one that the file has not. -o\n"
         "writes a preset, which -p takes. The exit status is 1 where the fit did not\n"
         "converge.\n"
         "\n"
         "Several laws, or all, are compared: each is fitted, in its forms, to the rows\n"
         "that all can use; then the largest size is left out and predicted by the fits\n"
         "to the smaller ones, and each size by the fits to the others. Chinchilla alone\n"
         "is there for a measure. The exit status is 1 where no law is best: fewer than\n"
         "3 sizes.\n"
         "\n"
         "  bitplan fit runs.csv --law chinchilla -o mine.ini\n"
         "  bitplan fit runs.csv --law precision --where w=3:16 --bootstrap 1000\n"
         "  bitplan fit runs.csv --law compression --by method,w,a --keep QuEST\n"
         "  bitplan fit runs.csv --law chinchilla --column N=params --tie alpha=beta\n"
         "  bitplan fit runs.csv --law qat --table -f csv\n"
         "  bitplan fit runs.csv --law all --by method,w,a\n",
         cmd_fit},
    [COMMAND_COMPARE] =
        {"compare", "PLAN.ini PLAN.ini… [OPTIONS] [NAME=VALUE…]", "plans side by side, law by law",
         "What each law says of several plans, and of the plans pinned in their files,\n"
         "with the differences against the first. NAME=VALUE is set in every plan.\n"
         "A preset with a covariance says how sure it is which plan is better: by the\n"
         "same coefficients for both, and the difference taken as normal.\n"
         "\n"
         "  bitplan compare 4bit.ini 5bit.ini\n"
         "  bitplan compare session.ini             a plan and its pins\n"
         "  bitplan compare a.ini b.ini D=15T --json\n",
         cmd_compare},
    [COMMAND_PRESET] =
        {"preset", "list | show NAME | check FILE… [OPTIONS]",
         "the laws' coefficients: list, show, check",
         "The coefficients of the laws, each file with its source. One of your own is\n"
         "named with --preset, or goes into $XDG_DATA_HOME/bitplan/presets.\n"
         "\n"
         "  bitplan preset list                  all that are installed\n"
         "  bitplan preset show kumar-2024       one, as the file that it is\n"
         "  bitplan preset check mine.ini        whether a file is a preset, and why not\n",
         cmd_preset},
    [COMMAND_LESSON] =
        {"lesson", "list | check FILE… [OPTIONS]",
         "guided tours of the papers' findings: list, check",
         "Lessons are text files; the planner runs them (8, then t). One of your own goes\n"
         "into $XDG_DATA_HOME/bitplan/lessons, and check goes through it: whether every\n"
         "step can be set and every claim holds.\n"
         "\n"
         "  bitplan lesson list              all that there are\n"
         "  bitplan lesson check mine.ini    whether a file is a lesson, and why not\n",
         cmd_lesson},
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
