/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What views give to be taken away: their numbers and their pictures for paper. */
#ifndef UI_EXPORT_PARTS_H
#define UI_EXPORT_PARTS_H

#include "io/figure.h"
#include "io/table.h"
#include "ui/app.h"
#include "ui/facts.h"

/* The numbers of each view, see struct view_row. */
bool plan_table(const struct app *app, const struct facts *facts, struct table *table);
bool curve_table(const struct app *app, const struct facts *facts, struct table *table);
bool map_table(const struct app *app, const struct facts *facts, struct table *table);
bool optimum_table(const struct app *app, const struct facts *facts, struct table *table);
bool compare_export(const struct app *app, const struct facts *facts, struct table *table);
bool formats_table(const struct app *app, const struct facts *facts, struct table *table);
bool explain_table(const struct app *app, const struct facts *facts, struct table *table);
bool fit_table(const struct app *app, const struct facts *facts, struct table *table);

/* The pictures. */
bool plan_figure(const struct app *app, const struct facts *facts, struct figure *figure);
bool curve_figure(const struct app *app, const struct facts *facts, struct figure *figure);
bool map_figure(const struct app *app, const struct facts *facts, struct figure *figure);
bool optimum_figure(const struct app *app, const struct facts *facts, struct figure *figure);

/* The view as a tall screen shows it, without tabs and keys; false where there is no memory. */
bool screen_figure(const struct app *app, struct figure *figure);

/* The same planner in a window of another size with nothing lying over the view; the presets are
 * shared. NULL where there is no memory; freed with free. */
struct app *export_window(const struct app *app, int cols, int rows);

/* An axis with round ticks. input: INPUT_NONE where its numbers are no input's. */
void export_axis(struct figure_axis *axis, enum input input, double low, double high, bool log);

/* "D: training tokens"; "added by PTQ (nats/token)". */
void export_input_title(enum input input, char *out, size_t size);
void export_output_title(int output, char *out, size_t size);

/* The law, what dots mean, and the command that reopens it, below the figure. */
void export_captions(const struct app *app, bool dotted, struct figure *figure);

/* "N 7B, D 1T, w 8, …": all of the plan's inputs but those in left_out (INPUT_BITs). */
void export_plan_text(const struct plan *plan, unsigned left_out, char *out, size_t size);

#endif
