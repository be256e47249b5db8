/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a file of runs holds: a message that names it, or runs that a fit can take. */
#include "fuzz.h"

#include "base/text.h"
#include "io/data_file.h"

#include <math.h>
#include <string.h>

static void check_run(const struct runs *runs, const struct run *run) {
    fuzz_require(run->plan.N > 0 && isfinite(run->plan.N), "parameters");
    fuzz_require(run->plan.D > 0 && isfinite(run->plan.D), "tokens");
    fuzz_require(run->loss > 0 && isfinite(run->loss), "a loss");
    fuzz_require(run->weight >= 0 && isfinite(run->weight), "a weight");
    fuzz_require(run->group >= RUNS_ALONE && run->group < runs->groups, "a group");
    fuzz_require(run->line > 1, "a line after the header's");
    fuzz_require(!run->name || text_valid(run->name), "a name to show");
}

static void check_data(const char *path, const struct data_ask *ask) {
    struct runs runs;
    struct data_report report;
    struct err err;
    if (!data_file_read(path, ask, &runs, &report, &err)) {
        fuzz_check_message(&err, path);
        return;
    }
    fuzz_require(runs.count > 0, "a run");
    fuzz_require(runs.count + report.bad <= report.rows, "no more runs than rows");
    fuzz_require(ask->skip_bad || report.bad == 0, "nothing skipped unasked");
    fuzz_require(strlen(report.sha256) == 64, "a sum");
    for (size_t i = 0; i < runs.count; i++)
        check_run(&runs, &runs.run[i]);
    runs_free(&runs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct data_ask ask;
    char path[FUZZ_PATH];
    const int fd = fuzz_open(data, size, path);
    data_ask_init(&ask, law_find("chinchilla"));
    check_data(path, &ask);
    data_ask_init(&ask, law_find("compression"));
    ask.skip_bad = true;
    ask.by = "method,w";
    ask.where[ask.wheres++] = "w=1:16";
    check_data(path, &ask);
    fuzz_close(fd);
    return 0;
}
