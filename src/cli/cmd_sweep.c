/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan sweep: a row for each point of the axes and each law, the first axis slowest. */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/report.h"
#include "cli/words.h"
#include "io/table_file.h"
#include <math.h>
#include <stdlib.h>

/* A row of the table, as each format prints it. */
struct row {
    const struct words *words;
    const long long *at; /* the point: a value's number for each step */
    const struct preset *preset;
    const struct answer *answer;
    long long number; /* from 0 */
};

struct sweep_format {
    void (*start)(struct out *out, const struct words *words);
    void (*row)(struct out *out, const struct row *row);
    void (*end)(struct out *out);
};

static void csv_start(struct out *out, const struct words *words) {
    bool first = true;
    for (int i = 0; i < words->step_count; i++) {
        if (!words->steps[i].column) continue;
        table_cell(out->to, words->steps[i].axis.name, first);
        first = false;
    }
    table_cell(out->to, "preset", first);
    report_scalar_titles(out->to);
    table_row_end(out->to);
}

static void csv_row(struct out *out, const struct row *row) {
    const struct words *const words = row->words;
    char text[NUM_TEXT];
    bool first = true;
    for (int i = 0; i < words->step_count; i++) {
        if (!words->steps[i].column) continue;
        table_cell(out->to, axis_text(text, &words->steps[i].axis, row->at[i]), first);
        first = false;
    }
    table_cell(out->to, row->preset->name, first);
    report_scalar_cells(out->to, row->answer);
    table_row_end(out->to);
}

static void csv_end(struct out *out) {
    (void)out;
}

static void json_start(struct out *out, const struct words *words) {
    (void)words;
    fputs("[", out->to);
}

static void json_row(struct out *out, const struct row *row) {
    const struct words *const words = row->words;
    struct jout *const object = jout_object();
    for (int i = 0; i < words->step_count; i++) {
        const struct axis *const axis = &words->steps[i].axis;
        char text[NUM_TEXT];
        double value;
        if (!words->steps[i].column) continue;
        if (num_parse(axis_text(text, axis, row->at[i]), &value)) {
            jout_number(object, axis->name, value);
        } else {
            jout_text(object, axis->name, text);
        }
    }
    jout_text(object, "preset", row->preset->name);
    report_scalars(object, row->answer);
    if (row->number > 0) fputs(",", out->to);
    report_print(out, object, false);
}

static void json_end(struct out *out) {
    fputs("]\n", out->to);
}

/* Columns of the table for people: fixed, so that rows can be printed as they come. The
 * full-precision loss and D_eff are left to the exact formats. */
enum { AXIS_WIDTH = 9, PRESET_WIDTH = 19 };

static const struct text_column {
    const char *title;
    enum output output;
    int width;
} text_columns[] = {
    {"loss", OUT_LOSS, 8},           {"training", OUT_QAT_DELTA, 10}, {"PTQ", OUT_PTQ_DELTA, 9},
    {"N_eff/N", OUT_N_EFF_RATIO, 9}, {"D_crit", OUT_D_CRIT, 9},
};

enum { TEXT_COLUMNS = sizeof text_columns / sizeof *text_columns };

static void text_start(struct out *out, const struct words *words) {
    for (int i = 0; i < words->step_count; i++) {
        if (words->steps[i].column) out_cell(out, OUT_FAINT, AXIS_WIDTH, words->steps[i].axis.name);
    }
    out_cell(out, OUT_FAINT, PRESET_WIDTH, "preset");
    for (int i = 0; i < TEXT_COLUMNS; i++) {
        out_cell(out, OUT_FAINT, -text_columns[i].width, text_columns[i].title);
    }
    out_print(out, OUT_PLAIN, "\n");
}

static const char *show(char out[NUM_TEXT], enum output output, double value) {
    if (output == OUT_LOSS) return num_fixed(out, value, 4);
    if (output == OUT_QAT_DELTA || output == OUT_PTQ_DELTA) return num_signed(out, value, 4);
    if (output == OUT_N_EFF_RATIO) return num_fixed(out, value, 3);
    return num_si(out, value);
}

static const char *show_axis(char out[NUM_TEXT], const struct axis *axis, long long index) {
    double value;
    axis_text(out, axis, index);
    return num_parse(out, &value) ? num_si(out, value) : out;
}

static void text_row(struct out *out, const struct row *row) {
    const struct words *const words = row->words;
    char text[NUM_TEXT];
    for (int i = 0; i < words->step_count; i++) {
        if (!words->steps[i].column) continue;
        out_cell(out, OUT_PLAIN, AXIS_WIDTH, show_axis(text, &words->steps[i].axis, row->at[i]));
    }
    out_cell(out, OUT_PLAIN, PRESET_WIDTH, row->preset->name);
    for (int i = 0; i < TEXT_COLUMNS; i++) {
        const struct text_column *const column = &text_columns[i];
        const enum out_ink ink = column->output == OUT_LOSS ? OUT_STRONG : OUT_PLAIN;
        out_cell(out, ink, -column->width,
                 show(text, column->output, output_get(row->answer, column->output)));
    }
    out_print(out, OUT_WARNING, row->answer->result.beyond ? " ▲\n" : "\n");
}

static void text_end(struct out *out) {
    out_print(out, OUT_FAINT, "▲ beyond the fitted runs · — the law does not say\n");
}

static const struct sweep_format formats[] = {
    [OPT_TEXT] = {text_start, text_row, text_end},
    [OPT_JSON] = {json_start, json_row, json_end},
    [OPT_CSV] = {csv_start, csv_row, csv_end},
};

/* The next point, the last axis fastest; false after the last one. */
static bool next_point(const struct words *words, long long *at) {
    for (int i = words->step_count - 1; i >= 0; i--) {
        if (++at[i] < words->steps[i].axis.count) return true;
        at[i] = 0;
    }
    return false;
}

static void print_point(struct out *out, const struct sweep_format *format,
                        const struct words *words, const long long *at, long long *number) {
    struct plan plan = words->plan;
    for (int i = 0; i < words->step_count; i++)
        axis_apply(&words->steps[i].axis, at[i], &plan);
    for (int i = 0; i < words->preset_count; i++) {
        struct answer answer;
        answer_plan(&words->presets[i], &plan, &answer);
        const struct row row = {words, at, &words->presets[i], &answer, *number};
        format->row(out, &row);
        ++*number;
    }
}

static int print(const struct options *options, const struct words *words, long long *at) {
    const struct sweep_format *const format = &formats[options->format];
    struct out out;
    long long number = 0;
    if (!out_open(&out, options)) return 1;
    format->start(&out, words);
    do {
        print_point(&out, format, words, at, &number);
    } while (!ferror(out.to) && !out.starved && next_point(words, at));
    format->end(&out);
    return out_close(&out);
}

int cmd_sweep(const struct options *options) {
    struct words words;
    struct err err;
    int status;
    if (!words_read(options, WORDS_AXES, &words, &err)) return out_fail(2, &err);
    long long *const at = calloc((size_t)words.step_count + 1, sizeof *at);
    if (words.step_count == 0) {
        err_set(&err,
                "sweep: expected an axis, such as w=3..16 or N=1e8:1e11:31; eval takes one plan");
        status = out_fail(2, &err);
    } else if (!at) {
        status = out_fail(1, &(struct err){"out of memory"});
    } else {
        status = print(options, &words, at);
    }
    free(at);
    words_free(&words);
    return status;
}
