/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_best.h"

#include "cli/rows.h"
#include "cli/sweep_text.h"
#include "engine/grid.h"
#include <stdlib.h>

enum { HELD = 80 };

struct best {
    const struct options *options;
    const struct words *words;
    const struct axis **axes;
    struct grid_least *least; /* one for each preset */
    int found;
};

static int no_memory(void) {
    return out_fail(1, &(struct err){.text = "out of memory"});
}

/* What is held of each point: " whose training costs at most C=1e21", "" where no C is set. */
static const char *held(char out[HELD], const struct words *words) {
    const double C = rows_plan(words, 0).C;
    bool varies = false;
    char text[NUM_TEXT];
    *out = '\0';
    for (int i = 0; i < words->step_count; i++)
        varies |= words->steps[i].axis.input == IN_C && words->steps[i].axis.count > 1;
    if (varies)
        snprintf(out, HELD, " whose training costs at most its C");
    else if (C != PLAN_OWN)
        snprintf(out, HELD, " whose training costs at most C=%s", num_shortest(text, C));
    return out;
}

/* With what the law says of the first point, where it says nothing of it. */
static void say_none(const struct words *words, const struct preset *preset) {
    const struct plan first = rows_plan(words, 0);
    struct result result;
    struct err err;
    char which[HELD];
    const bool silent = law_eval(preset, &first, &result) == LAW_SILENT;
    err_set(&err, "%s: no point of the sweep%s has a loss%s%s", preset->name, held(which, words),
            silent ? "; of the first: " : "", silent ? result.why : "");
    out_fail(0, &err);
}

static int differs(const struct preset *preset, const struct grid_least *least,
                   const struct grid_least *dense) {
    struct err err;
    char a[NUM_TEXT], b[NUM_TEXT];
    if (dense->found != least->found) {
        err_set(&err, "%s: --check finds %s", preset->name, dense->found ? "a row" : "no row");
    } else {
        err_set(&err, "%s: --check finds row %lld (loss %s) where --best has %lld (loss %s)",
                preset->name, dense->number, num_shortest(a, dense->loss), least->number,
                num_shortest(b, least->loss));
    }
    return out_fail(1, &err);
}

/* Returns 0, or the exit status with the message printed. */
static int find(struct best *best, int index) {
    const struct words *words = best->words;
    const struct preset *preset = &words->presets[index];
    const struct grid grid = {preset, &words->plan, best->axes, words->step_count};
    struct grid_least *least = &best->least[index], dense;
    if (!grid_best(&grid, least)) return no_memory();
    if (best->options->check) {
        if (!grid_dense(&grid, &dense)) return no_memory();
        if (dense.found != least->found || (dense.found && dense.number != least->number))
            return differs(preset, least, &dense);
    }
    if (!least->found) say_none(words, preset);
    best->found += least->found;
    return 0;
}

static void print_exact(const struct best *best, struct out *out) {
    const bool json = best->options->format == OPT_JSON;
    struct rows *rows = rows_new(best->words, best->options->format);
    char *memory = rows ? malloc(rows_room(rows)) : NULL;
    bool comma = false;
    if (json) fputs("[", out->to);
    if (!json) rows_titles(out->to, best->words);
    if (!memory) out->starved = true;
    for (int i = 0; memory && i < best->words->preset_count; i++) {
        if (!best->least[i].found) continue;
        const size_t size = rows_write_one(rows, best->least[i].number, i, comma, memory);
        fwrite(memory, 1, size, out->to);
        comma = true;
    }
    if (json) fputs("]\n", out->to);
    free(memory);
    rows_free(rows);
}

static int print(const struct best *best) {
    struct out out;
    char which[HELD];
    if (!out_open(&out, best->options)) return 1;
    if (best->options->format != OPT_TEXT) {
        print_exact(best, &out);
        return out_close(&out);
    }
    sweep_text_titles(&out, best->words);
    for (int i = 0; i < best->words->preset_count; i++) {
        if (best->least[i].found) sweep_text_row(&out, best->words, best->least[i].number, i);
    }
    out_print(&out, OUT_FAINT, "least loss of %s points%s\n",
              *held(which, best->words) ? "the" : "all", which);
    sweep_text_legend(&out);
    return out_close(&out);
}

/* Each law's best. Returns 0, or the exit status with the message printed. */
static int find_all(struct best *best) {
    const struct words *words = best->words;
    if (!best->axes || !best->least) return no_memory();
    for (int i = 0; i < words->step_count; i++)
        best->axes[i] = &words->steps[i].axis;
    for (int i = 0; i < words->preset_count; i++) {
        const int status = find(best, i);
        if (status != 0) return status;
    }
    return best->found > 0 ? 0 : 1;
}

int sweep_best(const struct options *options, const struct words *words) {
    struct best best = {.options = options, .words = words};
    best.axes = malloc((size_t)words->step_count * sizeof *best.axes);
    best.least = calloc((size_t)words->preset_count, sizeof *best.least);
    int status = find_all(&best);
    if (status == 0) status = print(&best);
    free(best.axes);
    free(best.least);
    return status;
}
