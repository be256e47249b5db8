/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Curve view's panel: every line's value at the cursor, with what is to be known of it. */
#include "base/text.h"
#include "ui/curve_parts.h"
#include "ui/look.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

enum { NOTE = RESULT_WHY + 32, VALUE_X = 18, VALUE_W = 8, DELTA_X = 28 };

/* An output's number as people read it. */
static const char *show_value(char out[NUM_TEXT], int y, double value) {
    if (y == OUT_N_EFF || y == OUT_D_CRIT) return num_si(out, value);
    if (y == CURVE_ADDED || y == OUT_PTQ_DELTA || y == OUT_QAT_DELTA)
        return num_loss(out, value, true);
    return num_fixed(out, value, 4);
}

static struct curve_point ask(const struct app *app, const struct curve *line, double x) {
    return curve_at(line, app->curve.x, x, app->curve.y);
}

/* Why a line has no value here, or by what it is dotted; "" where it is solid. */
static void line_note(const struct app *app, const struct curve *line, double x, char note[NOTE]) {
    const struct curve_point point = ask(app, line, x);
    struct result result;
    note[0] = '\0';
    if (point.status == LAW_SILENT) {
        law_eval(line->preset, &point.plan, &result);
        text_copy(note, NOTE, result.why);
    } else if (isnan(point.value)) {
        text_copy(note, NOTE,
                  app->curve.y == OUT_D_CRIT ? "the loss falls for ever" : "none in this law");
    } else if (point.status == LAW_BEYOND) {
        preset_stretches(line->preset, &point.plan, note + strlen("▲ "), NOTE - strlen("▲ "));
        memcpy(note, "▲ ", strlen("▲ "));
    }
}

static void draw_value(const struct app *app, const struct curve *line, struct canvas *canvas,
                       struct rect row, double x) {
    char text[NUM_TEXT];
    const bool numbered = app->curve.family == INPUT_NONE;
    const double value = ask(app, line, x).value;
    if (numbered)
        canvas_print(canvas, row.x, row.y, VALUE_X, line->ink, "%s %s", line->brief, line->label);
    else
        canvas_print(canvas, row.x, row.y, VALUE_X, line->ink, "%s %s", line->own ? "▸" : " ",
                     line->label);
    canvas_put_right(canvas, row.x + VALUE_X, row.y, VALUE_W,
                     looks[isnan(value) ? LOOK_DIM : LOOK_STRONG],
                     show_value(text, app->curve.y, value));
    if (isnan(value) || isnan(app->curve.cursor) || !curve_is_loss(app->curve.y)) return;
    const double now = ask(app, line, plan_get(&app->now.plan, app->curve.x)).value;
    widget_delta(canvas, row.x + DELTA_X, row.y, value - now);
}

static bool is_stretch(const char *note) {
    return strncmp(note, "▲", strlen("▲")) == 0;
}

/* The stretch that all lines have which have a value, to be said once; "" where there is none, or
 * one line alone. */
static void shared_stretch(const struct app *app, const struct curve_picture *picture, double x,
                           char shared[NOTE]) {
    char note[NOTE];
    shared[0] = '\0';
    for (int i = 0; i < picture->count && picture->count > 1; i++) {
        line_note(app, picture->line[i], x, note);
        if (note[0] && !is_stretch(note)) continue; /* no value, and so no dot */
        if (shared[0] && strcmp(shared, note) != 0) note[0] = '\0';
        text_copy(shared, NOTE, note);
        if (!note[0]) return;
    }
}

static int draw_note(const char *note, struct canvas *canvas, struct rect rect) {
    if (!note[0] || rect.h < 1) return 0;
    return widget_text(canvas, rect, looks[is_stretch(note) ? LOOK_WARN : LOOK_DIM], note);
}

/* A row a line, its note below it as far as the lines that follow leave room. Returns the rows. */
static int draw_values(const struct app *app, const struct curve_picture *picture,
                       struct canvas *canvas, struct rect rect, double x) {
    char note[NOTE], shared[NOTE];
    int used = 0;
    shared_stretch(app, picture, x, shared);
    for (int i = 0; i < picture->count && used < rect.h; i++) {
        const struct curve *line = picture->line[i];
        draw_value(app, line, canvas, (struct rect){rect.x, rect.y + used++, rect.w, 1}, x);
        line_note(app, line, x, note);
        if (strcmp(note, shared) == 0) continue;
        const int room = rect.h - used - (picture->count - 1 - i);
        used += draw_note(note, canvas, (struct rect){rect.x + 2, rect.y + used, rect.w - 3, room});
    }
    const struct rect rest = {rect.x, rect.y + used, rect.w - 1, rect.h - used};
    return used + draw_note(shared, canvas, rest);
}

static bool any_turn(const struct curve_picture *picture) {
    for (int i = 0; i < picture->count; i++) {
        const double column = plot_column(&picture->plot, picture->line[i]->d_crit);
        if (column >= 0 && column < plot_columns(&picture->plot)) return true;
    }
    return false;
}

static const char entries[] = "▪ entries of a law's table: it says nothing between them.",
                  entries_ascii[] = "* entries of a law's table: it says nothing between them.";

static bool any_entry(const struct curve_picture *picture) {
    const int columns = plot_columns(&picture->plot);
    for (int i = 0; i < picture->count; i++) {
        for (int k = 0; k < columns; k++) {
            if (curve_is_entry(picture->line[i], k, columns)) return true;
        }
    }
    return false;
}

struct paragraph {
    const char *text;
    enum look look;
};

/* Each only where it can be read whole. */
static void draw_paragraphs(const struct paragraph *paragraphs, size_t count, struct canvas *canvas,
                            struct rect rect) {
    int used = 0;
    for (size_t i = 0; i < count; i++) {
        const int rows = widget_text_rows(canvas, rect.w, paragraphs[i].text);
        if (rows == 0 || used + rows > rect.h) continue;
        const struct rect at = {rect.x, rect.y + used, rect.w, rows};
        used += widget_text(canvas, at, looks[paragraphs[i].look], paragraphs[i].text) + 1;
    }
}

/* What the marks of the runs mean, in a paragraph or none. */
static void run_marks(const struct app *app, const struct curve_picture *picture, char *out,
                      size_t size) {
    char on_line[CURVE_WORDS], brought[CURVE_WORDS];
    curve_runs_legend(app, picture, on_line, brought);
    out[0] = '\0';
    if (on_line[0]) text_append(out, size, "%s %s.", app->ascii ? "@" : "●", on_line);
    if (brought[0]) text_append(out, size, "%s○ %s.", on_line[0] ? " " : "", brought);
    const int hidden = curve_runs_hidden(picture);
    if (hidden > 0) text_append(out, size, " %d outside the picture.", hidden);
    if (picture->runs && picture->runs->all > CURVE_RUNS)
        text_append(out, size, " Drawn from %d of %zu rows.", CURVE_RUNS, picture->runs->all);
}

static void run_read_out(const struct app *app, const struct curve_picture *picture, double x,
                         char *out, size_t size) {
    const struct curve_run *const run = curve_run_at(picture, x);
    out[0] = '\0';
    if (!run) return;
    text_append(out, size, "%s nearest: ", !run->on_line ? "○" : app->ascii ? "@" : "●");
    curve_run_words(app, picture, run, out + strlen(out), size - strlen(out));
}

static void draw_foot(const struct app *app, const struct curve_picture *picture,
                      struct canvas *canvas, struct rect rect, double x) {
    char band[128], run[512], marks[3 * CURVE_WORDS], turn[128 + 32] = "";
    curve_band_words(app, picture, x, band, sizeof band);
    if (any_turn(picture)) text_append(turn, sizeof turn, "▼ is a line's D_crit. ");
    if (!picture->band) text_append(turn, sizeof turn, "%s", band);
    run_read_out(app, picture, x, run, sizeof run);
    run_marks(app, picture, marks, sizeof marks);
    const struct paragraph paragraphs[] = {
        {turn, LOOK_DIM},
        {picture->band ? band : "", LOOK_DIM},
        {run, LOOK_TEXT},
        {marks, LOOK_DIM},
        {picture->runs && picture->runs->count > 0 && picture->runs->foreign
             ? "▲ This law is not the present fit of these runs."
             : "",
         LOOK_WARN},
        {any_entry(picture) ? app->ascii ? entries_ascii : entries : "", LOOK_DIM},
        {curve_tied(&app->curve) ? "P: w, a and kv move as one." : "", LOOK_DIM},
        {"Dotted, ▲: outside the runs that a law was fitted on, by any input.", LOOK_DIM},
        {app->curve.y == CURVE_ADDED ? "What training bits and PTQ add to the loss at full "
                                       "precision: the laws can be compared by it."
                                     : outputs[app->curve.y].help,
         LOOK_TEXT},
        {"Each line keeps the plan's other inputs.", LOOK_DIM}};
    draw_paragraphs(paragraphs, sizeof paragraphs / sizeof *paragraphs, canvas, rect);
}

void curve_panel(const struct app *app, const struct curve_picture *picture,
                 struct canvas *canvas) {
    char text[NUM_TEXT], head[96] = "";
    const struct rect in = picture->panel;
    if (in.w <= 0) return;
    const double x = curve_cursor(app, &picture->plot);
    text_append(head, sizeof head, "at %s %s", curve_x_name(&app->curve),
                input_show(text, app->curve.x, x));
    widget_rule(canvas, in.x, 1, in.w, head, NULL);
    canvas_put_right(canvas, in.x + VALUE_X - 4, in.y, VALUE_W + 4, looks[LOOK_DIM],
                     curve_output_name(app->curve.y));
    if (!isnan(app->curve.cursor) && curve_is_loss(app->curve.y))
        canvas_put_right(canvas, in.x + DELTA_X - 1, in.y, 8, looks[LOOK_DIM], "vs plan");
    const int used =
        draw_values(app, picture, canvas, (struct rect){in.x, in.y + 1, in.w, in.h - 1}, x);
    const int row = in.y + used + 2;
    draw_foot(app, picture, canvas, (struct rect){in.x, row, in.w - 1, in.y + in.h - row}, x);
}
