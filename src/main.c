/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses a command. */
#include "cli/cmd.h"
#include "cli/opt.h"
#include "ui/config.h"
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

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
    signal(SIGXFSZ, SIG_IGN); /* a file past the limit on its size is told of, as a full disk is */
    setlocale(LC_ALL, "");
    /* Numbers in files and on the command line are the same in every locale. */
    setlocale(LC_NUMERIC, "C");
    if (!opt_parse(argc, argv, commands, &options, &err)) return out_fail(2, &err);
    if (options.help) return opt_help(&options, commands);
    if (options.version) return opt_version(&options);
    return run(&options);
}
