/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all figures have: axes with round ticks, captions; and the screen as a page. */
#include "base/text.h"
#include "engine/output.h"
#include "ui/command_line.h"
#include "ui/curve_parts.h"
#include "ui/export_parts.h"
#include "ui/plot.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

enum { TICKS = 9, PAGE_ROWS = 60 };

struct app *export_window(const struct app *app, int cols, int rows) {
    struct app *window = malloc(sizeof *window);
    if (!window) return NULL;
    *window = *app;
    window->cols = cols;
    window->rows = rows;
    window->overlay = OVERLAY_NONE;
    window->drag = DRAG_NONE;
    window->status[0] = '\0';
    return window;
}

/* As many decimals as the ticks' step needs. */
static int decimals_of(const struct figure_axis *axis) {
    const double step = axis->ticks > 1 ? fabs(axis->tick[1].at - axis->tick[0].at) : 1;
    int decimals = 0;
    while (decimals < 5 && fabs(step * pow(10, decimals) - round(step * pow(10, decimals))) > 1e-6)
        decimals++;
    return decimals;
}

void export_axis(struct figure_axis *axis, enum input input, double low, double high, bool log) {
    double tick[PLOT_TICKS];
    axis->low = low;
    axis->high = high;
    axis->log = log;
    axis->ticks = plot_ticks(low, high, log, TICKS, tick);
    for (int i = 0; i < axis->ticks; i++)
        axis->tick[i].at = tick[i];
    for (int i = 0; i < axis->ticks; i++) {
        const double at = tick[i];
        if (input == IN_G)
            num_fixed(axis->tick[i].text, at, 0);
        else if (input != INPUT_NONE || log || fabs(at) >= 1e4)
            plot_tick_text(axis->tick[i].text, input == INPUT_NONE ? IN_N : input, at);
        else
            num_fixed(axis->tick[i].text, at, decimals_of(axis));
    }
}

static void put_title(const char *name, const char *title, const char *unit, char *out,
                      size_t size) {
    const bool said = !unit[0] || strstr(title, unit);
    out[0] = '\0';
    text_append(out, size, "%s%s%s%s%s%s", name, *name ? ": " : "", title, said ? "" : " (",
                said ? "" : unit, said ? "" : ")");
}

void export_input_title(enum input input, char *out, size_t size) {
    put_title(inputs[input].name, inputs[input].title, inputs[input].unit, out, size);
}

void export_output_title(int output, char *out, size_t size) {
    put_title("", curve_output_title(output),
              output == CURVE_ADDED ? "nats/token" : outputs[output].unit, out, size);
}

void export_plan_text(const struct plan *plan, unsigned left_out, char *out, size_t size) {
    out[0] = '\0';
    for (int i = 0; i < INPUT_COUNT; i++) {
        char text[NUM_TEXT];
        const double value = plan_get(plan, (enum input)i);
        const bool usual = i > IN_M && value == inputs[i].fallback;
        if (usual || (left_out & INPUT_BIT(i))) continue;
        text_append(out, size, "%s%s %s", *out ? ", " : "", inputs[i].name,
                    input_show(text, (enum input)i, value));
    }
}

void export_captions(const struct app *app, bool dotted, struct figure *figure) {
    char command[COMMAND_LINE];
    const struct preset *preset = app_primary(app);
    command_line(app, "", command, sizeof command);
    figure_caption(figure, "%s: %s, law %s, %s.%s", preset->name, preset->title, preset->law->name,
                   preset->source, dotted ? " Dotted: beyond the fitted runs." : "");
    figure_caption(figure, "%s", command);
}

/* The terminal's sixteen as they can be read on white. */
static uint32_t named_color(int number) {
    static const uint32_t dark[16] = {0x222222, 0xB3261E, 0x2E7D32, 0x8A6D00, 0x1F5FA8, 0x8E24AA,
                                      0x00707A, 0x555555, 0x8A8A8A, 0xC62828, 0x2E7D32, 0x9A7400,
                                      0x1E66C8, 0x9C27B0, 0x00838F, 0x222222};
    return dark[number];
}

/* The cube of 6 × 6 × 6 and the greys, as terminals have them. */
static uint32_t cube_color(int number) {
    static const uint32_t level[6] = {0, 95, 135, 175, 215, 255};
    if (number >= 232) return (uint32_t)(8 + 10 * (number - 232)) * 0x010101;
    number -= 16;
    return level[number / 36] << 16 | level[number / 6 % 6] << 8 | level[number % 6];
}

static uint32_t rgb(uint16_t color, uint32_t fallback) {
    if (color == COLOR_DEFAULT) return fallback;
    return color <= 16 ? named_color(color - 1) : cube_color(color - 1);
}

static struct figure_cell page_cell(const struct cell *cell) {
    const struct ink ink = cell->ink;
    uint32_t fg = rgb(ink.fg, ink.attr & ATTR_DIM ? 0x777777 : 0x222222);
    uint32_t bg = rgb(ink.bg, 0xFFFFFF);
    if (ink.attr & ATTR_REVERSE) {
        const uint32_t was = fg;
        fg = bg;
        bg = was;
    }
    return (struct figure_cell){cell->ch, fg, bg, ink.attr & ATTR_BOLD};
}

/* Rows of the view that hold anything, from below the tabs on. */
static int filled_rows(const struct canvas *canvas) {
    for (int y = canvas->rows - 2; y > 1; y--) {
        for (int x = 0; x < canvas->cols; x++) {
            if (canvas_at(canvas, x, y)->ch != ' ') return y;
        }
    }
    return 1;
}

bool screen_figure(const struct app *app, struct figure *figure) {
    const int tall = app->rows < PAGE_ROWS ? PAGE_ROWS : app->rows;
    struct app *window = export_window(app, app->cols, tall);
    struct canvas canvas = canvas_new(app->cols, tall, app->ascii);
    const bool drawn = window && canvas.cells;
    if (drawn) {
        window->scroll = 0;
        app_draw(window, &canvas);
    }
    const int rows = drawn ? filled_rows(&canvas) : 0;
    if (rows > 0 && figure_page(figure, app->cols, rows)) {
        for (int i = 0; i < app->cols * rows; i++)
            figure->page.cell[i] = page_cell(&canvas.cells[i + app->cols]);
        export_captions(app, false, figure);
    } else {
        figure->starved = true;
    }
    canvas_free(&canvas);
    free(window);
    return !figure->starved;
}
