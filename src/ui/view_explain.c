/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explain: the law's formula, the same with the present numbers, its terms and steps as bars, and
 * how far to trust it. */
#include "base/text.h"
#include "engine/covariance.h"
#include "ui/action.h"
#include "ui/explain_parts.h"
#include "ui/export_parts.h"
#include "ui/lesson.h"
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
    const int width = canvas_width(flow->canvas, text), whole = flow->right - flow->left;
    if (flow->x + width > flow->right && flow->x > flow->left) {
        flow->y++;
        flow->x = flow->left;
    }
    /* what is longer than a row is broken, at a factor where there is one */
    while (canvas_width(flow->canvas, text) > whole) {
        char part[FORMULA_TEXT];
        const char *at = text, *best = NULL, *fits = text;
        while (*at) {
            text_copy(part, (size_t)(at - text) + 1, text);
            if (canvas_width(flow->canvas, part) > whole) break;
            if (at > text && (strncmp(at, "·", 2) == 0 || *at == '/' || *at == ' ')) best = at;
            fits = at;
            text_next(&at);
        }
        if (!best) best = fits;
        if (best == text) break;
        text_copy(part, (size_t)(best - text) + 1, text);
        canvas_put(flow->canvas, flow->x, flow->y++, whole, ink, part);
        flow->x = flow->left;
        text = best;
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

static int draw_formulas(const struct law *law, const struct formula *formula,
                         const struct result *result, struct canvas *canvas, int y, bool airy) {
    char total[NUM_TEXT];
    if (formula->count == 0 || result->status == LAW_SILENT) {
        const struct rect rect = {INDENT, y, canvas->cols - INDENT - 1, 3};
        y += widget_text(canvas, rect, looks[LOOK_TEXT], law->formula);
        const struct rect why = {INDENT, y, canvas->cols - INDENT - 1, 3};
        return y + widget_text(canvas, why, looks[LOOK_BAD_STRONG], result->why);
    }
    for (enum spelling spelling = AS_SYMBOLS; spelling <= AS_VALUES; spelling++) {
        y = draw_formula(canvas, formula, spelling, y) + airy;
    }
    y -= airy;
    char sum[NUM_TEXT + 24];
    snprintf(sum, sizeof sum, "  =  %s nats/token", num_fixed(total, result->loss, 4));
    int x = canvas->cols;
    while (x > INDENT && canvas_at(canvas, x - 1, y - 1)->ch == ' ')
        x--;
    if (x + canvas_width(canvas, sum) >= canvas->cols) {
        x = INDENT + 1;
        y++;
    }
    canvas_put(canvas, x, y - 1, canvas->cols - x, looks[LOOK_STRONG], sum);
    if (formula->remark[0]) {
        const struct rect rect = {INDENT + 6, y, canvas->cols - INDENT - 7, 4};
        y += widget_text(canvas, rect, looks[LOOK_DIM], formula->remark);
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
                  i != TERM_TRAIN_BITS ? term_titles[i]
                  : label_w < 20       ? "lost to bits"
                                       : "lost to training bits");
        if (i == TERM_PTQ && app->now.plan.post != PLAN_OFF) {
            text_append(label, sizeof label, " to %s bits",
                        input_show(number, IN_POST, app->now.plan.post));
        }
        canvas_put(canvas, rect.x, rect.y + row, label_w - 1, looks[LOOK_TEXT], label);
        canvas_put_right(canvas, rect.x + label_w - 1, rect.y + row, 8, looks[LOOK_STRONG],
                         num_fixed(number, value, 4));
        const int bar_w = rect.x + rect.w - bar_x - 2;
        if (bar_w < 3) {
            row++;
            continue;
        }
        const bool cut = (i == TERM_FLOOR || i == TERM_BASE) && value > most;
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
        canvas_put(canvas, rect.x, rect.y + i, 14, looks[LOOK_TEXT], name);
        widget_delta(canvas, rect.x + 15, rect.y + i, move->delta);
        widget_bar(canvas, rect.x + 23, rect.y + i, rect.w - 24,
                   most > 0 ? fabs(move->delta) / most : 0, ink);
    }
    return shown;
}

static void trust_add(struct trust *trust, bool warns, const char *text) {
    if (trust->count == TRUST_LINES) return;
    trust->line[trust->count].warns = warns;
    text_clean(trust->line[trust->count].text, TRUST_TEXT, text);
    trust->count++;
}

static void trust_range(const struct app *app, struct trust *trust) {
    char fitted[TRUST_TEXT] = "", low[NUM_TEXT], high[NUM_TEXT], stretch[128];
    const struct preset *preset = app_primary(app);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const struct range *range = &preset->range[i];
        if (!(preset->ranged & INPUT_BIT(i))) continue;
        text_append(fitted, sizeof fitted, "%s%s ", fitted[0] ? ", " : "fitted on ",
                    inputs[i].name);
        input_show(low, (enum input)i, range->low);
        input_show(high, (enum input)i, range->high);
        if (isinf(range->low))
            text_append(fitted, sizeof fitted, "up to %s", high);
        else if (isinf(range->high))
            text_append(fitted, sizeof fitted, "from %s", low);
        else
            text_append(fitted, sizeof fitted, "%s–%s", low, high);
    }
    if (!fitted[0]) text_copy(fitted, sizeof fitted, "no fitted range is published");
    preset_stretches(preset, &app->now.plan, stretch, sizeof stretch);
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

/* The preset's note, line by line. */
static void trust_note(const struct preset *preset, struct trust *trust) {
    char note[PRESET_NOTE];
    char *rest = NULL;
    text_copy(note, sizeof note, preset->note);
    for (char *line = strtok_r(note, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        trust_add(trust, false, line);
    }
}

/* What its numbers' intervals hold, and what they do not. */
static void trust_unsure(const struct preset *preset, struct trust *trust) {
    char text[TRUST_TEXT];
    if (!preset->covariance) {
        trust_add(trust, false, "No interval published: how sure its coefficients are is unknown.");
        return;
    }
    snprintf(text, sizeof text,
             "± is at %d %%: from the covariance of %d coefficients, to first order, taken as "
             "normal. It holds what the runs leave open within this law, not how far laws differ.",
             INTERVAL_PERCENT, preset->covariance->count);
    trust_add(trust, false, text);
}

void explain_trust(const struct app *app, const struct result *result, double d_crit,
                   struct trust *trust) {
    trust->count = 0;
    trust_range(app, trust);
    trust_assumed(app, result, trust);
    if (result->status != LAW_SILENT && result->why[0]) trust_add(trust, true, result->why);
    trust_ignored(result, trust);
    trust_note(app_primary(app), trust);
    if (!isnan(d_crit) && !strstr(app_primary(app)->note, "2510.06213")) {
        trust_add(trust, false,
                  "Read any D_crit with arXiv:2510.06213 in mind: it finds that the decay of the "
                  "learning rate, rather than the count of tokens, drives much of the growth of "
                  "PTQ error.");
    }
    trust_unsure(app_primary(app), trust);
    trust_add(trust, false,
              "Losses of different laws come from different data and tokenizers: compare what "
              "quantising adds.");
}

/* Returns the row after it. */
static int draw_trust(const struct trust *trust, struct canvas *page, int y) {
    for (int i = 0; i < trust->count; i++) {
        const enum look look = trust->line[i].warns ? LOOK_WARN : LOOK_DIM;
        const struct rect rect = {INDENT + 2, y, page->cols - INDENT - 3, page->rows - y};
        canvas_put(page, INDENT, y, 1, looks[look], trust->line[i].warns ? "▲" : "·");
        y += widget_text(page, rect, looks[look], trust->line[i].text);
    }
    return y;
}

enum { PAGE_ROWS = 128 };

/* All there is to say, on a page as long as it takes; returns its rows. */
static int draw_page(const struct app *app, const struct facts *facts, struct canvas *page) {
    struct formula formula;
    struct trust trust;
    const struct preset *preset = app_primary(app);
    const struct result *result = &facts->answer[app->now.primary].result;
    const bool airy = app->rows >= 30;
    law_explain(preset, &app->now.plan, &formula);
    int y = draw_formulas(preset->law, &formula, result, page, airy, airy) + airy;
    const int half = page->cols / 2, rows = app->rows >= 50 ? 16 : airy ? 8 : 5;
    widget_rule(page, 0, y, half, "where the loss comes from", NULL);
    widget_rule(page, half, y, page->cols - half, "what one step would do", NULL);
    const struct rect left = {INDENT, y + 1, half - INDENT, rows};
    const struct rect right = {half + INDENT, y + 1, page->cols - half - INDENT, rows};
    if (result->status == LAW_SILENT)
        canvas_put(page, INDENT, y + 1, half - INDENT, looks[LOOK_DIM], "no loss to take apart");
    const int terms = draw_terms(app, result, page, left);
    const int moves = draw_moves(app, facts, page, right);
    y += 1 + (terms > moves ? terms : moves) + airy;
    widget_rule(page, 0, y, page->cols, "how far to trust it", NULL);
    explain_trust(app, result, facts->answer[app->now.primary].d_crit, &trust);
    return draw_trust(&trust, page, y + 1);
}

/* Rows of the page in sight: below the head, above the key bar. */
static int page_rows(const struct app *app) {
    return app->rows - 3;
}

static void draw_head(const struct app *app, struct canvas *canvas, int from, bool more) {
    char head[PRESET_LINE * 2 + 8], title[PRESET_LINE], source[PRESET_LINE], right[64],
        value[NUM_TEXT];
    const struct preset *preset = app_primary(app);
    const enum input input = app->now.selected;
    text_clean(title, sizeof title, preset->title);
    text_clean(source, sizeof source, preset->source);
    snprintf(right, sizeof right, "▸ %s %s%s%s", inputs[input].name,
             input_show(value, input, plan_get(&app->now.plan, input)), from > 0 ? "  ↑ more" : "",
             more ? "  ↓ more" : "");
    snprintf(head, sizeof head, "%s · %s", title, source);
    if (canvas_width(canvas, head) + canvas_width(canvas, right) + 10 > canvas->cols) {
        snprintf(head, sizeof head, "%s", source);
    }
    widget_rule(canvas, 0, 1, canvas->cols, head, right);
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    struct canvas page = canvas_new(canvas->cols, PAGE_ROWS, canvas->ascii);
    if (!page.cells) return;
    const int most = draw_page(app, facts, &page) - page_rows(app);
    const int from = most <= 0 ? 0 : app->scroll < most ? app->scroll : most;
    draw_head(app, canvas, from, from < most);
    for (int y = 0; y < page_rows(app); y++)
        canvas_copy_row(canvas, 2 + y, &page, from + y);
    canvas_free(&page);
}

static int scroll_most(const struct app *app) {
    struct canvas page = canvas_new(app->cols, PAGE_ROWS, app->ascii);
    struct facts facts;
    int all = 0;
    if (page.cells) {
        facts_compute(app, &facts);
        all = draw_page(app, &facts, &page);
    }
    canvas_free(&page);
    return all > page_rows(app) ? all - page_rows(app) : 0;
}

static void scroll_by(struct app *app, int rows) {
    const int most = scroll_most(app), to = app->scroll + rows;
    app->scroll = to < 0 ? 0 : to > most ? most : to;
}

/* A page, less a row that stays in sight. */
static void page_up(struct app *app) {
    scroll_by(app, 1 - page_rows(app));
}

static void page_down(struct app *app) {
    scroll_by(app, page_rows(app) - 1);
}

static void mouse(struct app *app, const struct event *event) {
    if (event->kind == EVENT_WHEEL_UP) scroll_by(app, -3);
    if (event->kind == EVENT_WHEEL_DOWN) scroll_by(app, 3);
}

static const struct action actions[] = {{"page-up", "a page up", page_up},
                                        {"page-down", "a page down", page_down},
                                        {"lessons", "lessons: guided tours of the findings",
                                         lesson_list_open}};

static const struct binding bindings[] = {{K_PAGE_UP, "page-up", 1u << VIEW_EXPLAIN, NULL, NULL},
                                          {K_PAGE_DOWN, "page-down", 1u << VIEW_EXPLAIN, "scroll",
                                           NULL},
                                          {'t', "lessons", 1u << VIEW_EXPLAIN, "lessons", NULL}};

static const struct keymap keys = {actions, sizeof actions / sizeof *actions, bindings,
                                   sizeof bindings / sizeof *bindings};

const struct view_row view_explain = {
    .name = "explain",
    .key = '8',
    .title = "Explain",
    .brief = "Why",
    .help = "the law's formula with its numbers, and how far to trust it",
    .draw = draw,
    .table = explain_table,
    .mouse = mouse,
    .keys = &keys};
