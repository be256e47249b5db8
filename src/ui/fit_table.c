/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers behind the Fit view: a row a run, as `bitplan fit --table --format csv` has them. */
#include "base/text.h"
#include "engine/fit_request.h"
#include "ui/export_parts.h"
#include "ui/fit_ask.h"
#include "ui/fit_laws.h"
#include "ui/fit_parts.h"

enum { NAME = 256 };

static const enum input kinds[] = {IN_N, IN_D, IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};

enum { KINDS = sizeof kinds / sizeof *kinds };

static bool reads(const struct law *law, enum input input) {
    return input == IN_N || input == IN_D || law->reads & INPUT_BIT(input);
}

static void put_run(const struct fit_work *work, size_t index, struct table *table) {
    const struct run *const run = &work->runs.run[index];
    char name[NAME];
    table_put_word(table, fit_run_name(run, name, sizeof name));
    table_put(table, run->line);
    for (int i = 0; i < KINDS; i++) {
        if (reads(work->problem.law, kinds[i]))
            table_put_input(table, kinds[i], plan_get(&run->plan, kinds[i]));
    }
    if (work->runs.groups > 0)
        table_put_word(table, run->group == RUNS_ALONE ? "" : work->runs.label[run->group]);
    for (int i = 0; i < FIT_CELLS_ALL; i++)
        table_put(table, fit_cells[i].get(run, &work->result.row[index]));
}

bool fit_table(const struct app *app, const struct facts *facts, struct table *table) {
    const struct fit_work *const work = fit_work_shown(app);
    (void)facts;
    if (app->fit.laws) return fit_laws_table(app, table);
    if (!work) return false;
    text_append(table->title, sizeof table->title, "law %s fitted to %zu runs",
                work->problem.law->name, work->result.n);
    fit_ask_command(&app->fit, false, table->words, sizeof table->words);
    text_append(table->words, sizeof table->words, " --table --format csv");
    table_column(table, "row", "");
    table_column(table, "line", "");
    for (int i = 0; i < KINDS; i++) {
        if (reads(work->problem.law, kinds[i]))
            table_column(table, inputs[kinds[i]].name, inputs[kinds[i]].unit);
    }
    if (work->runs.groups > 0) table_column(table, "group", "");
    for (int i = 0; i < FIT_CELLS_ALL; i++)
        table_column(table, fit_cells[i].name, fit_cells[i].unit);
    for (size_t i = 0; i < work->result.rows; i++)
        put_run(work, i, table);
    return true;
}
