/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explain: the law's formula, the same with the present numbers, its terms and steps as bars, and
 * how far to trust it. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { INDENT = 3, LESS_ROOM = 100 };

/* Pieces flow over rows as words do; a continuation is indented. */
struct flow {
    struct canvas *canvas;
    int x, y, left, right;
};

static void flow_put(struct flow *flow, struct ink ink, const char *text) {
    const int width = canvas_width(flow->canvas, text);
    if (flow->x + width > flow->right && flow->x > flow->left) {
        flow->y++;
        flow->x = flow->left;
    }
    flow->x += canvas_put(flow->canvas, flow->x, flow->y, flow->right - flow->x, ink, text);
}

enum spelling { AS_SYMBOLS, AS_NUMBERS, AS_VALUES };

/* One spelling of the formula; returns the row after it. */
static int draw_formula(struct canvas *canvas, const struct formula *formula,
                        enum spelling spelling, int y) {
    struct flow flow = {canvas, INDENT, y, INDENT + 6, canvas->cols - 1};
    flow_put(&flow, looks[LOOK_TEXT], spelling == AS_SYMBOLS ? "L  =  " : "   =  ");
    for (int i = 0; i < formula->count; i++) {
        char value[NUM_TEXT];
        const struct formula_piece *piece = &formula->piece[i];
        if (i > 0) flow_put(&flow, looks[LOOK_TEXT], " + ");
        flow_put(&flow, term_inks[piece->term],
                 spelling == AS_SYMBOLS   ? piece->symbols
                 : spelling == AS_NUMBERS ? piece->numbers
                                          : num_fixed(value, piece->value, 4));
    }
    return flow.y + 1;
}

static int draw_formulas(const struct formula *formula, const struct result *result,
                         struct canvas *canvas, int y, bool airy) {
    char total[NUM_TEXT];
    for (enum spelling spelling = AS_SYMBOLS; spelling <= AS_VALUES; spelling++) {
        y = draw_formula(canvas, formula, spelling, y) + airy;
    }
    y -= airy;
    if (result->status == LAW_SILENT) {
        canvas_put(canvas, INDENT, y - 1, canvas->cols - INDENT - 1, looks[LOOK_BAD_STRONG],
                   result->why);
        canvas_fill(canvas,
                    (struct rect){INDENT + canvas_width(canvas, result->why), y - 1, canvas->cols,
                                  1},
                    looks[LOOK_TEXT]);
        return y;
    }
    int x = INDENT;
    while (canvas_at(canvas, canvas->cols - 1 - x, y - 1) &&
           canvas_at(canvas, canvas->cols - 1 - x, y - 1)->ch == ' ')
        x++;
    canvas_print(canvas, canvas->cols - x, y - 1, x, looks[LOOK_STRONG], "  =  %s nats/token",
                 num_fixed(total, result->loss, 4));
    if (formula->remark[0]) {
        canvas_put(canvas, INDENT + 6, y, canvas->cols - INDENT - 7, looks[LOOK_DIM],
                   formula->remark);
        y++;
    }
    return y;
}

/* Bars of the terms; the floor would dwarf the rest and is cut. Returns the rows used. */
static int draw_terms(const struct app *app, const struct result *result, struct canvas *canvas,
                      struct rect rect) {
    double most = 0;
    int row = 0;
    for (int i = TERM_PARAMS; i < TERM_COUNT; i++) {
        if (i != TERM_BASE && result->term[i] > most) most = result->term[i];
    }
    const int label_w = rect.w < 45 ? 19 : 24, bar_x = rect.x + label_w + 8;
    for (int i = 0; i < TERM_COUNT && row < rect.h; i++) {
        char number[NUM_TEXT], label[40];
        const double value = result->term[i];
        if (isnan(value)) continue;
        text_copy(label, sizeof label,
                  i == TERM_TRAIN_BITS ? "lost to training bits" : term_titles[i]);
        if (i == TERM_PTQ && app->now.plan.post != PLAN_OFF) {
            text_append(label, sizeof label, " to %s bits",
                        input_show(number, IN_POST, app->now.plan.post));
        }
        canvas_put(canvas, rect.x, rect.y + row, label_w - 1, looks[LOOK_TEXT], label);
        canvas_put_right(canvas, rect.x + label_w - 1, rect.y + row, 8, looks[LOOK_STRONG],
                         num_fixed(number, value, 4));
        const int bar_w = rect.x + rect.w - bar_x - 2;
        const bool cut = i == TERM_FLOOR || i == TERM_BASE;
        widget_bar(canvas, bar_x, rect.y + row, bar_w,
                   cut        ? 1
                   : most > 0 ? value / most
                              : 0,
                   term_inks[i]);
        if (cut) canvas_put(canvas, bar_x + bar_w, rect.y + row, 1, looks[LOOK_TEXT], "›");
        row++;
    }
    return row;
}

/* What single steps would do: the best of them, then the worst. */
static int draw_moves(const struct app *app, const struct facts *facts, struct canvas *canvas,
                      struct rect rect) {
    const int shown = facts->move_count < rect.h ? facts->move_count : rect.h;
    double most = 0;
    for (int i = 0; i < facts->move_count; i++)
        most = fmax(most, fabs(facts->moves[i].delta));
    for (int i = 0; i < shown; i++) {
        char name[64];
        const int from_end = shown - i, head = (shown + 1) / 2;
        const struct move *move = &facts->moves[i < head ? i : facts->move_count - from_end];
        const struct ink ink = looks[move->delta < 0 ? LOOK_GOOD : LOOK_BAD];
        view_move_name(&app->now.plan, move, name, sizeof name);
        canvas_put(canvas, rect.x, rect.y + i, 13, looks[LOOK_TEXT], name);
        widget_delta(canvas, rect.x + 13, rect.y + i, move->delta);
        widget_bar(canvas, rect.x + 21, rect.y + i, rect.w - 22,
                   most > 0 ? fabs(move->delta) / most : 0, ink);
    }
    return shown;
}

enum { TRUST_LINES = 32, TRUST_TEXT = 256 };

struct trust {
    int count;
    struct {
        bool warns;
        char text[TRUST_TEXT];
    } line[TRUST_LINES];
};

static void trust_add(struct trust *trust, bool warns, const char *text) {
    if (trust->count == TRUST_LINES) return;
    trust->line[trust->count].warns = warns;
    text_clean(trust->line[trust->count].text, TRUST_TEXT, text);
    trust->count++;
}

static void trust_range(const struct app *app, const struct result *result, struct trust *trust) {
    char fitted[TRUST_TEXT] = "", low[NUM_TEXT], high[NUM_TEXT], stretch[128];
    const struct preset *preset = app_primary(app);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const struct range *range = &preset->range[i];
        if (!(preset->ranged & INPUT_BIT(i))) continue;
        text_append(fitted, sizeof fitted, "%s%s %s–%s", fitted[0] ? ", " : "fitted on ",
                    inputs[i].name,
                    isinf(range->low) ? "" : input_show(low, (enum input)i, range->low),
                    isinf(range->high) ? "" : input_show(high, (enum input)i, range->high));
    }
    if (!fitted[0]) text_copy(fitted, sizeof fitted, "no fitted range is published");
    view_stretch(preset, &app->now.plan, result, stretch, sizeof stretch);
    if (stretch[0]) text_append(fitted, sizeof fitted, ": you ask at %s beyond", stretch);
    trust_add(trust, stretch[0] || !preset->ranged, fitted);
}

static void trust_assumed(const struct app *app, const struct result *result, struct trust *trust) {
    char text[TRUST_TEXT];
    const struct preset *preset = app_primary(app);
    text_copy(text, sizeof text, "assumed: ");
    for (int i = 0; i < preset->assumed_count; i++)
        text_append(text, sizeof text, "%s%s", i ? "; " : "", preset->assumed[i]);
    int count = preset->assumed_count;
    for (int i = 0; i < ASSUMPTION_COUNT; i++) {
        if (result->assumed & 1u << i)
            text_append(text, sizeof text, "%s%s", count++ ? "; " : "", assumption_words[i]);
    }
    if (count > 0) trust_add(trust, true, text);
    if (preset->base[0]) {
        snprintf(text, sizeof text, "base borrowed from %s: absolute losses are not this paper's",
                 preset->base);
        trust_add(trust, true, text);
    }
}

static void trust_ignored(const struct result *result, struct trust *trust) {
    char text[TRUST_TEXT] = "";
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (result->ignores & INPUT_BIT(i))
            text_append(text, sizeof text, "%s%s", text[0] ? ", " : "this law does not look at ",
                        inputs[i].name);
    }
    if (text[0]) trust_add(trust, false, text);
}

/* The preset's note, a line a sentence. */
static void trust_note(const struct preset *preset, struct trust *trust) {
    char note[PRESET_NOTE];
    text_copy(note, sizeof note, preset->note);
    for (char *at = note; *at; at++) {
        if (*at == '\n') *at = ' ';
    }
    for (char *at = note; *at;) {
        char *end = strstr(at, ". ");
        if (end) end[1] = '\0';
        trust_add(trust, false, at);
        at = end ? end + 2 : at + strlen(at);
    }
}

static void find_trust(const struct app *app, const struct result *result, struct trust *trust) {
    trust->count = 0;
    trust_range(app, result, trust);
    trust_assumed(app, result, trust);
    if (result->status != LAW_SILENT && result->why[0]) trust_add(trust, true, result->why);
    trust_ignored(result, trust);
    trust_note(app_primary(app), trust);
    trust_add(trust, false, "No interval is published for these coefficients.");
    trust_add(trust, false,
              "Losses of different laws come from different data and tokenizers: compare what "
              "quantising adds.");
}

/* Draw from line skip on; returns the rows that all of it would take. */
static int draw_trust(const struct trust *trust, struct canvas *canvas, struct rect rect,
                      int skip) {
    int row = -skip;
    for (int i = 0; i < trust->count; i++) {
        struct canvas nowhere = {.ascii = canvas->ascii};
        const enum look look = trust->line[i].warns ? LOOK_WARN : LOOK_DIM;
        const int need = widget_text(&nowhere, (struct rect){0, 0, rect.w - 2, 99}, looks[look],
                                     trust->line[i].text);
        if (row >= 0 && row < rect.h) {
            canvas_put(canvas, rect.x, rect.y + row, 1, looks[look],
                       trust->line[i].warns ? "▲" : "·");
            widget_text(canvas, (struct rect){rect.x + 2, rect.y + row, rect.w - 2, rect.h - row},
                        looks[look], trust->line[i].text);
        }
        row += need;
    }
    return row + skip;
}

/* Everything above the trust section; returns its first free row. */
static int draw_upper(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    char head[PRESET_LINE * 2];
    struct formula formula;
    const struct preset *preset = app_primary(app);
    const struct result *result = &facts->answer[app->now.primary].result;
    const bool airy = canvas->rows >= 30;
    const enum input input = app->now.selected;
    char title[PRESET_LINE], source[PRESET_LINE], selected[64], value[NUM_TEXT];
    text_clean(title, sizeof title, preset->title);
    text_clean(source, sizeof source, preset->source);
    snprintf(head, sizeof head, "%s · %s", title, source);
    snprintf(selected, sizeof selected, "▸ %s %s", inputs[input].name,
             input_show(value, input, plan_get(&app->now.plan, input)));
    widget_rule(canvas, 0, 1, canvas->cols, head, selected);
    law_explain(preset, &app->now.plan, &formula);
    int y = draw_formulas(&formula, result, canvas, 2 + airy, airy) + airy;
    const int half = canvas->cols / 2;
    widget_rule(canvas, 0, y, half, "where the loss comes from", NULL);
    widget_rule(canvas, half, y, canvas->cols - half, "what one step would do", NULL);
    const int rows = canvas->rows >= 50 ? 16 : airy ? 8 : 5;
    const int terms =
        draw_terms(app, result, canvas, (struct rect){INDENT, y + 1, half - INDENT, rows});
    const int moves =
        draw_moves(app, facts, canvas,
                   (struct rect){half + INDENT, y + 1, canvas->cols - half - INDENT, rows});
    return y + 1 + (terms > moves ? terms : moves) + airy;
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    struct trust trust;
    const int y = draw_upper(app, facts, canvas);
    const int rows = canvas->rows - 2 - y;
    find_trust(app, &facts->answer[app->now.primary].result, &trust);
    if (rows < 1) return;
    const struct rect rect = {INDENT, y + 1, canvas->cols - INDENT - 1, rows};
    struct canvas nowhere = {.ascii = canvas->ascii};
    const int all = draw_trust(&trust, &nowhere, rect, 0);
    widget_rule(canvas, 0, y, canvas->cols, "how far to trust it",
                app->scroll + rows < all ? "↓ more"
                : app->scroll > 0        ? "↑ more"
                                         : NULL);
    draw_trust(&trust, canvas, rect, app->scroll);
}

int view_explain_scroll_most(const struct app *app) {
    struct canvas measure = canvas_new(app->cols, app->rows, app->ascii);
    struct facts facts;
    struct trust trust;
    int most = 0;
    if (measure.cells) {
        facts_compute(app, &facts);
        const int y = draw_upper(app, &facts, &measure);
        const int rows = app->rows - 2 - y;
        find_trust(app, &facts.answer[app->now.primary].result, &trust);
        struct canvas nowhere = {.ascii = app->ascii};
        const int all =
            draw_trust(&trust, &nowhere, (struct rect){INDENT, 0, app->cols - INDENT - 1, rows}, 0);
        most = all > rows ? all - rows : 0;
    }
    canvas_free(&measure);
    return most;
}

const struct view_row view_explain = {.name = "explain",
                                      .key = '8',
                                      .title = "Explain",
                                      .draw = draw};
