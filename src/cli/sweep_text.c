/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_text.h"

#include "cli/rows.h"
#include "engine/output.h"

/* The full-precision loss and D_eff are left to the exact formats. */
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

void sweep_text_titles(struct out *out, const struct words *words) {
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

void sweep_text_row(struct out *out, const struct words *words, long long number, int preset) {
    const struct plan plan = rows_plan(words, number);
    struct answer answer;
    char text[NUM_TEXT];
    long long stride = rows_points(words);
    for (int i = 0; i < words->step_count; i++) {
        const struct axis *const axis = &words->steps[i].axis;
        stride /= axis->count;
        if (!words->steps[i].column) continue;
        out_cell(out, OUT_PLAIN, AXIS_WIDTH, show_axis(text, axis, number / stride % axis->count));
    }
    answer_plan(&words->presets[preset], &plan, &answer);
    out_cell(out, OUT_PLAIN, PRESET_WIDTH, words->presets[preset].name);
    for (int i = 0; i < TEXT_COLUMNS; i++) {
        const struct text_column *const column = &text_columns[i];
        const enum out_ink ink = column->output == OUT_LOSS ? OUT_STRONG : OUT_PLAIN;
        out_cell(out, ink, -column->width,
                 show(text, column->output, output_get(&answer, column->output)));
    }
    out_print(out, OUT_WARNING, answer.result.beyond ? " ▲\n" : "\n");
}

void sweep_text_rows(struct out *out, const struct words *words, long long number) {
    for (int i = 0; i < words->preset_count; i++)
        sweep_text_row(out, words, number, i);
}

void sweep_text_legend(struct out *out) {
    out_print(out, OUT_FAINT, "▲ beyond the fitted runs · — the law does not say\n");
}
