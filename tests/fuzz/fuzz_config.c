/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a file of settings holds: settings in their ranges, and a message for what is left out.
 */
#include "fuzz.h"

#include "ui/config.h"
#include "ui/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct config config;
    char path[FUZZ_PATH];
    struct err err;
    const int fd = fuzz_open(data, size, path);
    if (!config_read(&config, path, &err)) {
        fuzz_check_message(&err, path);
        fuzz_close(fd);
        return 0;
    }
    fuzz_require(config.view < VIEW_COUNT && config.hold < HOLD_COUNT, "a view and a hold");
    for (int i = 0; i < config.keys.count; i++) {
        fuzz_require(config.keys.key[i].key != 0, "a key");
        fuzz_require(config.keys.key[i].views != 0, "a view where it holds");
    }
    for (int i = 0; i < LOOK_COUNT; i++)
        fuzz_require(config.theme.ink[i].fg <= 256 && config.theme.ink[i].bg <= 256, "a colour");
    for (int i = 0; i < config.notes.count && i < NOTES_KEPT; i++)
        fuzz_check_message(&config.notes.note[i], path);
    fuzz_close(fd);
    return 0;
}
