/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses a command. */
#include "cli/cmd.h"
#include "cli/opt.h"
#include <fcntl.h>
#include <locale.h>
#include <unistd.h>

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
    return options.command->run(&options);
}
