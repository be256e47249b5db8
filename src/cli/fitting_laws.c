/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws compared: what is asked, and what is printed of it. */
#include "base/num.h"
#include "base/text.h"
#include "cli/fitting.h"
#include "cli/grid.h"
#include "cli/report.h"
#include "engine/fit_request.h"
#include "io/table_file.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 22, LEGEND = 8, LINE = 320, NAME = FIT_NAME };

/* What one fit alone can have. */
static bool check_options(const struct options *options, struct err *err) {
    const struct fit_options *const fit = &options->fit;
    const struct {
        bool given;
        const char *option, *what;
    } single[] = {
        {options->output, "--output", "it writes a preset, which is of one law"},
        {options->shards > 0, "--shard", "it parts the bootstrap of one law"},
        {fit->form, "--with", "laws are compared in each of their forms"},
        {fit->keeps > 0, "--keep", "it is for a preset, which is of one law"},
        {fit->source, "--source", "it is for a preset, which is of one law"},
        {fit->resamples > 0, "--bootstrap", "it is for the intervals of one law"},
        {fit->merge, "--merge", "it is for the intervals of one law"},
        {fit->table, "--table", "its rows are those of one law"},
    };
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
        if (single[i].given)
            return err_set(err, "%s: %s; expected one --law, not %s", single[i].option,
                           single[i].what, fit->law);
    }
    return true;
}

bool fitting_laws_ask(struct fitting *fitting, struct err *err) {
    const struct fit_options *const fit = &fitting->options->fit;
    if (!check_options(fitting->options, err)) return false;
    fitting->comparison = calloc(1, sizeof *fitting->comparison);
    if (!fitting->comparison) return err_starved(err, "out of memory");
    fitting->comparison->all = strcmp(fit->law, "all") == 0;
    fit_compare_list(fitting->comparison, fit->law_list, fit->laws);
    fitting->ask.law = &law_chinchilla;
    bool grouped = false;
    for (int i = 0; i < fit->laws; i++) {
        fitting->ask.also |= fit->law_list[i]->reads;
        grouped |= fit->law_list[i] == &law_compression;
    }
    return !fit->by || grouped ||
           err_set(err,
                   "--by: none of %s has an eff for each group; expected compression among "
                   "them",
                   fit->law);
}

void fitting_laws_group(struct fitting *fitting) {
    const struct fit_options *const fit = &fitting->options->fit;
    struct err err;
    for (int i = 0; i < fit->laws; i++) {
        const struct law *const law = fit->law_list[i];
        if (!data_file_suits(&fitting->data, law, fit->by != NULL, &err) ||
            !fit_request_group(&fitting->runs, law, fit->by != NULL, &err))
            fit_compare_refuse(fitting->comparison, law, err.text);
    }
}

static struct jout *json_test(const struct fit_test *test) {
    struct jout *const object = jout_object();
    jout_whole(object, "rows", (long long)test->rows);
    jout_number(object, "rms_log", test->rms_log);
    jout_number(object, "bias_log", test->bias_log);
    jout_number(object, "behind", test->behind);
    jout_number(object, "behind_stderr", test->behind_error);
    return object;
}

static struct jout *json_rival(const struct fit_rival *rival) {
    struct jout *const object = jout_object(), *const residuals = jout_object();
    jout_text(object, "law", rival->law->name);
    jout_text(object, "form", *rival->form ? rival->form : NULL);
    jout_whole(object, "usable", (long long)rival->usable);
    jout_number(object, "p", rival->compared ? (double)rival->p : NAN);
    jout_text(object, "status", fit_status_word(rival->compared ? rival->status : FIT_REFUSED));
    jout_number(object, "objective", rival->objective);
    jout_number(residuals, "rms_log", rival->rms_log);
    jout_add(object, "residuals", residuals);
    jout_add(object, "left_out", json_test(&rival->left));
    jout_add(object, "largest", json_test(&rival->large));
    jout_text(object, "verdict", fit_verdict_word(rival->verdict));
    jout_text(object, "note", *rival->why ? rival->why : NULL);
    return object;
}

void fitting_laws_json(struct out *out, const struct fitting *fitting) {
    const struct fit_comparison *const comparison = fitting->comparison;
    struct jout *const object = jout_object(), *const laws = jout_list();
    struct jout *const largest = jout_object();
    jout_whole(object, "rows", (long long)comparison->rows);
    for (int i = 0; i < comparison->count; i++)
        jout_add(laws, NULL, json_rival(&comparison->rival[i]));
    jout_add(object, "laws", laws);
    jout_whole(object, "sizes", (long long)comparison->sizes);
    jout_whole(object, "sizes_left_out", (long long)comparison->left_sizes);
    const bool any = comparison->large_sizes > 0;
    jout_whole(largest, "sizes", (long long)comparison->large_sizes);
    jout_number(largest, "low", any ? comparison->large_low : NAN);
    jout_number(largest, "high", any ? comparison->large_high : NAN);
    jout_add(object, "largest", largest);
    jout_text(object, "note", *comparison->why ? comparison->why : NULL);
    jout_text(object, "version", report_version());
    jout_add(object, "data", fitting_json_data(fitting));
    report_print(out, object, true);
}

void fitting_laws_csv(struct out *out, const struct fitting *fitting) {
    FILE *const to = out->to;
    for (int i = 0; i < FIT_RIVAL_CELLS; i++)
        table_cell(to, fit_rival_cells[i].name, i == 0);
    table_row_end(to);
    for (int i = 0; i < fitting->comparison->count; i++) {
        const struct fit_rival *const rival = &fitting->comparison->rival[i];
        for (int k = 0; k < FIT_RIVAL_CELLS; k++) {
            const struct fit_rival_cell *const cell = &fit_rival_cells[k];
            if (cell->number)
                table_number(to, cell->number(rival), k == 0);
            else
                table_cell(to, cell->word(rival), k == 0);
        }
        table_row_end(to);
    }
}

static void percent_cell(struct grid *grid, enum out_ink ink, double value, bool sign) {
    char text[NUM_TEXT];
    grid_cell(grid, ink, fit_rival_percent(text, value, sign));
}

static void print_rivals(struct out *out, const struct fit_comparison *comparison) {
    static const struct grid_column columns[] = {{"  law", false},  {"p", true},
                                                 {"status", false}, {"objective", true},
                                                 {"fit", true},     {"left", true},
                                                 {"large", true},   {"bias", true}};
    struct grid *const grid = grid_new(columns, sizeof columns / sizeof *columns);
    for (int i = 0; i < comparison->count; i++) {
        const struct fit_rival *const rival = &comparison->rival[i];
        char text[NAME], cell[NAME + 8] = "";
        if (!rival->compared) continue;
        const bool best = rival->verdict == FIT_BEST;
        text_append(cell, sizeof cell, "%s %s",
                    best                        ? "●"
                    : rival->verdict == FIT_TIE ? "="
                                                : " ",
                    fit_rival_name(rival, text));
        grid_cell(grid, best ? OUT_STRONG : OUT_PLAIN, cell);
        grid_cell(grid, OUT_PLAIN, num_shortest(text, rival->p));
        grid_cell(grid, rival->status == FIT_OK ? OUT_PLAIN : OUT_WARNING,
                  fit_status_word(rival->status));
        grid_cell(grid, OUT_PLAIN, num_shortest(text, num_round(rival->objective, 3)));
        percent_cell(grid, OUT_PLAIN, rival->rms_log, false);
        percent_cell(grid, OUT_PLAIN, rival->left.rms_log, false);
        percent_cell(grid, OUT_STRONG, rival->large.rms_log, false);
        percent_cell(grid, OUT_PLAIN, rival->large.bias_log, true);
    }
    out_print(out, OUT_PLAIN, "\n");
    grid_print(grid, out);
    grid_free(grid);
}

static void print_large(struct out *out, const struct fit_comparison *comparison) {
    char line[LINE] = "", rows[FIT_WORDS];
    if (!fit_compare_large(comparison, rows, sizeof rows)) return;
    text_append(line, sizeof line,
                "of the %s, predicted by the fit to the smaller sizes alone: what a plan relies on",
                rows);
    out_wrap(out, OUT_FAINT, LEGEND, "large", line);
    out_wrap(out, OUT_FAINT, LEGEND, "bias",
             "their mean, not its size: + where losses are higher than the law says");
}

static void print_legend(struct out *out, const struct fit_comparison *comparison) {
    char line[LINE] = "";
    bool tie = false;
    for (int i = 0; i < comparison->count; i++)
        tie |= comparison->rival[i].verdict == FIT_TIE;
    out_print(out, OUT_PLAIN, "\n");
    out_wrap(out, OUT_FAINT, LEGEND, "fit", "off by, in % rms of ln loss, of the rows fitted to");
    text_append(line, sizeof line, "of %zu rows, each size predicted by the fit to all others",
                comparison->rival[0].left.rows);
    if (comparison->left_sizes > 0 && comparison->rival[0].left.rows > 0)
        out_wrap(out, OUT_FAINT, LEGEND, "left", line);
    else if (comparison->sizes > 2)
        out_wrap(out, OUT_FAINT, LEGEND, "left", "— to leave out each size would take too long");
    print_large(out, comparison);
    if (!tie) return;
    out_wrap(out, OUT_FAINT, LEGEND, "=",
             comparison->clusters > 0
                 ? "a tie with the best: not worse by a tenth, and surely (99 %), in large from "
                   "cluster to cluster or in left from size to size; or large has fewer than 3 "
                   "clusters"
                 : "a tie with the best: not worse by a tenth, and surely (99 %), in large from "
                   "row to row or in left from size to size; or large has fewer than 3 rows");
}

/* What is to be said of laws, each in its line: of those that are compared, or of the others. */
static void print_notes(struct out *out, const struct fit_comparison *comparison, bool compared) {
    static const char *const title[] = {"\nnot compared\n", "\nwhat a status means\n"};
    bool any = false, all_forms = false;
    for (int i = 0; i < comparison->count; i++) {
        const struct fit_rival *const rival = &comparison->rival[i];
        char name[NAME];
        if (rival->compared != compared || !*rival->why) continue;
        if (!any) out_print(out, OUT_STRONG, "%s", title[compared]);
        any = true;
        if (fit_rival_joins(comparison, i)) {
            all_forms = true;
            continue;
        }
        out_wrap(out, OUT_PLAIN, INDENT, all_forms ? rival->law->name : fit_rival_name(rival, name),
                 rival->why);
        all_forms = false;
    }
}

void fitting_laws_text(struct out *out, const struct fitting *fitting) {
    const struct fit_comparison *const comparison = fitting->comparison;
    out_print(out, OUT_STRONG, "laws compared on %s", fitting->path);
    out_print(out, OUT_PLAIN, "   %zu of %zu rows, which all can use; %zu size%s", comparison->rows,
              fitting->data.rows, comparison->sizes, comparison->sizes == 1 ? "" : "s");
    if (comparison->clusters > 0) out_print(out, OUT_PLAIN, ", %zu clusters", comparison->clusters);
    out_print(out, OUT_PLAIN, "\n");
    if (*comparison->why) out_wrap(out, OUT_WARNING, 2, "▲", comparison->why);
    if (comparison->rows > 0) {
        print_rivals(out, comparison);
        print_legend(out, comparison);
    }
    print_notes(out, comparison, true);
    print_notes(out, comparison, false);
}
