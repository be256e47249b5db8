/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "engine/cost.h"
#include "ui/look.h"
#include "ui/pins_show.h"
#include "ui/plan_parts.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

enum { LABEL_W = 8, ROOMY = 60, NARROW = 34 };
enum { PAST_W = 9, JUST_W = 13 }; /* " 21× past", " just past it" */

/* A line of differently inked pieces. Roomy ones have words, narrow ones no labels. */
struct line {
    struct canvas *canvas;
    int x, y, end;
};

/* What does not fit ends in `…`. */
static void piece(struct line *line, enum look look, const char *text) {
    const int room = line->end - line->x;
    if (room <= 0 || !*text) return;
    const bool cut = canvas_width(line->canvas, text) > room;
    canvas_put(line->canvas, line->x, line->y, cut ? room - 1 : room, looks[look], text);
    if (cut) canvas_set(line->canvas, line->end - 1, line->y, looks[LOOK_DIM], 0x2026);
    line->x += cut ? room : canvas_width(line->canvas, text);
}

static bool is_roomy(const struct line *line) {
    return line->end - line->x >= ROOMY - 4;
}

static bool is_narrow(const struct line *line) {
    return line->end - line->x < NARROW;
}

static void label(struct line *line, const char *text) {
    const int from = line->x;
    piece(line, LOOK_DIM, text);
    line->x = from + LABEL_W;
}

/* What a loss may be off by, at INTERVAL_PERCENT: " ±0.0028". */
static const char *reach_text(char out[NUM_TEXT], double reach) {
    char number[NUM_TEXT];
    out[0] = '\0';
    if (reach > 0) text_append(out, NUM_TEXT, " %s", interval_reach(number, reach));
    return out;
}

/* The ends of a size or of a number of tokens, " (332M…359M)", where there is room for them and for
 * what follows. Returns whether they are there. */
static bool range_piece(struct line *line, const struct interval *interval, int after) {
    char text[2 * NUM_TEXT] = "", low[NUM_TEXT], high[NUM_TEXT];
    if (!(interval->low < interval->high)) return false;
    text_append(text, sizeof text, " (%s…%s)", num_si(low, interval->low),
                num_si(high, interval->high));
    if (canvas_width(line->canvas, text) + after > line->end - line->x) return false;
    piece(line, LOOK_DIM, text);
    return true;
}

/* Both with what they may be off by; with little room that of the second is in the row below. */
static void draw_unsure_loss(const struct facts *facts, double loss, double added,
                             struct line line) {
    char text[NUM_TEXT];
    const bool roomy = is_roomy(&line), narrow = is_narrow(&line);
    label(&line, "loss");
    piece(&line, LOOK_STRONG, num_fixed(text, loss, 4));
    if (!narrow) piece(&line, LOOK_DIM, reach_text(text, facts->loss_reach));
    if (isnan(added)) return;
    num_signed(text, added, 4);
    const bool tight = canvas_width(line.canvas, text) + 6 > line.end - line.x; /* a cut number */
    piece(&line, LOOK_DIM, roomy ? "   quantising adds " : narrow || tight ? "  " : " adds ");
    piece(&line, LOOK_WARN_STRONG, text);
    if (roomy) piece(&line, LOOK_DIM, reach_text(text, facts->added_reach));
}

static void draw_loss(const struct facts *facts, const struct result *result, double added,
                      struct line line) {
    char text[NUM_TEXT];
    const bool roomy = is_roomy(&line), narrow = is_narrow(&line);
    if (!isnan(facts->loss_reach)) {
        draw_unsure_loss(facts, result->loss, added, line);
        return;
    }
    label(&line, "loss");
    piece(&line, LOOK_STRONG, num_fixed(text, result->loss, 4));
    if (isnan(added)) return;
    piece(&line, LOOK_DIM,
          roomy    ? " nats/token   quantising adds "
          : narrow ? "  "
                   : "  quant. adds ");
    piece(&line, LOOK_WARN_STRONG, num_signed(text, added, 4));
}

/* Below what quantising adds, where that has no room for it. Returns the columns used. */
static int draw_added_reach(const struct facts *facts, struct line line) {
    char text[NUM_TEXT];
    if (is_roomy(&line) || is_narrow(&line) || !(facts->added_reach > 0)) return 0;
    reach_text(text, facts->added_reach);
    const int width = canvas_width(line.canvas, text);
    canvas_put_right(line.canvas, line.end - width - 1, line.y, width, looks[LOOK_DIM], text);
    return width + 1;
}

/* The parts above the floor, or the reason why there is no loss. Returns the rows used. */
static int draw_parts(const struct facts *facts, const struct result *result, struct line line,
                      int rows) {
    if (result->status == LAW_SILENT) {
        const struct rect rect = {line.x, line.y, line.end - line.x, rows};
        return widget_text(line.canvas, rect, looks[LOOK_BAD_STRONG], result->why);
    }
    double term[TERM_COUNT];
    memcpy(term, result->term, sizeof term);
    const bool floor_known = !isnan(term[TERM_FLOOR]);
    term[TERM_FLOOR] = term[TERM_BASE] = NAN;
    line.end -= draw_added_reach(facts, line);
    label(&line, floor_known ? "above E" : "added");
    widget_stack(line.canvas, line.x, line.y, line.end - line.x, term);
    return 1;
}

static void draw_n_eff(const struct facts *facts, const struct result *result, struct line line) {
    char text[NUM_TEXT];
    label(&line, "N_eff/N");
    if (isnan(result->n_eff_ratio)) {
        piece(&line, LOOK_DIM, result->status == LAW_SILENT ? "—" : "—  no such thing in this law");
        return;
    }
    piece(&line, LOOK_STRONG, num_fixed(text, result->n_eff_ratio, 3));
    const bool roomy = line.end - line.x > 44;
    const bool tokens_too = !isnan(result->d_eff_ratio) && result->d_eff_ratio != 1;
    const int width = tokens_too ? (roomy ? 12 : 0) : roomy ? 20 : 12;
    widget_bar(line.canvas, line.x + 1, line.y, width, result->n_eff_ratio, looks[LOOK_GOOD]);
    line.x += width + 2;
    piece(&line, LOOK_DIM, roomy ? " acts like " : "");
    piece(&line, LOOK_TEXT, num_si(text, result->n_eff));
    if (roomy) range_piece(&line, &facts->interval[OUT_N_EFF], 0);
    if (!tokens_too) return;
    piece(&line, LOOK_DIM, "  D_eff/D ");
    piece(&line, LOOK_STRONG, num_fixed(text, result->d_eff_ratio, 3));
}

/* Where a D is against D_crit; brief where little room is left beside its range. */
static void past_piece(struct line *line, double past, bool roomy, bool brief) {
    char times[NUM_TEXT];
    const char *const lead = roomy ? "  you are " : brief ? " " : "  ";
    if (past > 1) {
        piece(line, LOOK_DIM, lead);
        num_si(times, num_round(past, 2));
        piece(line, LOOK_BAD_STRONG, past < 1.1 ? "just" : times);
        piece(line, LOOK_BAD_STRONG, past < 1.1 ? " past it" : "× past");
        piece(line, LOOK_DIM, roomy ? ": more data hurts" : "");
        return;
    }
    piece(line, LOOK_DIM, lead);
    piece(line, LOOK_DIM, roomy || brief ? "at " : "D is ");
    num_si(times, num_round(100 * past, 2));
    piece(line, LOOK_TEXT, times);
    piece(line, LOOK_DIM, brief ? " %" : " % of it");
}

static void draw_d_crit(const struct app *app, const struct facts *facts,
                        const struct answer *answer, struct line line) {
    char text[NUM_TEXT];
    const bool roomy = is_roomy(&line), narrow = is_narrow(&line);
    label(&line, "D_crit");
    if (isnan(answer->d_crit)) {
        piece(&line, LOOK_DIM,
              answer->result.status == LAW_SILENT ? "—" : "—  more data only helps here");
        return;
    }
    const double past = app->now.plan.D / answer->d_crit;
    const bool just = past > 1 && past < 1.1;
    piece(&line, past > 1 ? LOOK_BAD_STRONG : LOOK_STRONG, num_si(text, answer->d_crit));
    const struct interval *const ends = &facts->interval[OUT_D_CRIT];
    if (app_primary(app)->covariance && isnan(ends->low)) piece(&line, LOOK_DIM, " (open)");
    const bool ranged = range_piece(&line, ends, roomy ? 0 : just ? JUST_W : PAST_W);
    past_piece(&line, past, roomy, ranged && !roomy);
    /* 2510.06213: learning-rate decay, rather than the token count, may drive this */
    if (narrow || line.end - line.x < 12) return;
    piece(&line, LOOK_DIM, line.end - line.x >= 24 ? " (LR decay? 2510.06213)" : " (LR decay?)");
}

static void draw_optimum(const struct facts *facts, struct line line) {
    char text[NUM_TEXT];
    const struct optimum *best = &facts->optimum;
    const bool narrow = is_narrow(&line);
    if (!narrow) label(&line, "optimum");
    if (best->status == LAW_SILENT) {
        piece(&line, LOOK_DIM, "—  ");
        piece(&line, LOOK_DIM, best->why);
        return;
    }
    if (facts->joint) {
        piece(&line, LOOK_DIM, narrow ? "P*" : "P* ");
        piece(&line, LOOK_STRONG, num_fixed(text, best->P, narrow ? 1 : 2));
        piece(&line, LOOK_DIM, narrow ? " " : "  ");
    }
    piece(&line, LOOK_DIM, narrow ? "N*" : "N* ");
    piece(&line, LOOK_STRONG, num_si(text, best->plan.N));
    piece(&line, LOOK_DIM, narrow ? " D*" : "  D* ");
    piece(&line, LOOK_STRONG, num_si(text, best->plan.D));
    if (!facts->joint) {
        piece(&line, LOOK_DIM, " at ");
        piece(&line, LOOK_TEXT, num_si(text, best->P));
        piece(&line, LOOK_DIM, " bit");
    }
    if (best->status == LAW_BEYOND && !narrow) piece(&line, LOOK_WARN, " ▲");
    if (best->at_edge) piece(&line, LOOK_WARN, " at edge");
    if (line.end - line.x < 20 || isnan(facts->optimum_off_bits)) return;
    piece(&line, LOOK_DIM, "   post off: P* ");
    piece(&line, LOOK_TEXT, num_fixed(text, facts->optimum_off_bits, 2));
}

/* What the plan is compared with: the optimum ties w, a and kv, which a plan need not. */
static const char *gap_words(const struct app *app, const struct facts *facts) {
    if (app->now.plan.C != PLAN_OWN) return " (at its own cost)";
    return facts->optimum_gap < -5e-5 ? " (its bits are not tied)" : " at the same compute";
}

static void draw_gap(const struct app *app, const struct facts *facts, struct line line) {
    char text[NUM_TEXT];
    const bool roomy = is_roomy(&line), narrow = is_narrow(&line);
    if (facts->optimum.status == LAW_SILENT) return;
    if (roomy) line.x += LABEL_W;
    piece(&line, LOOK_DIM, roomy ? "loss " : "L* ");
    piece(&line, LOOK_STRONG, num_fixed(text, facts->optimum.loss, 4));
    if (!isnan(facts->optimum_gap)) {
        const bool near = facts->optimum_gap < 5e-5;
        piece(&line, LOOK_DIM, roomy ? "  yours is " : "  you ");
        piece(&line, near ? LOOK_GOOD : LOOK_WARN_STRONG, num_signed(text, facts->optimum_gap, 4));
        if (roomy) piece(&line, LOOK_DIM, gap_words(app, facts));
    }
    if (roomy && facts->optimum.status == LAW_BEYOND) {
        char stretch[96];
        preset_stretches(app_primary(app), &facts->optimum.plan, stretch, sizeof stretch);
        piece(&line, LOOK_WARN, " ▲ ");
        piece(&line, LOOK_WARN, stretch);
    }
    if (roomy || narrow || isnan(facts->optimum_off_bits)) return;
    piece(&line, LOOK_DIM, "  post off ");
    piece(&line, LOOK_TEXT, num_fixed(text, facts->optimum_off_bits, 1));
}

struct question {
    const struct plan *plan;
    struct problem problem;
};

static enum law_status ask_again(const struct preset *preset, const void *data,
                                 struct optimum *optimum) {
    const struct question *const question = data;
    return optimum_solve(preset, question->plan, &question->problem, optimum);
}

/* How far the runs leave the optimum open, as much as there is room for: "90 %: N* 5.5B…7.6B, …".
 */
static void draw_optimum_reach(const struct app *app, const struct facts *facts, struct line line) {
    char ends[160] = "", text[192] = "";
    const struct preset *preset = app_primary(app);
    const struct plan *plan = &app->now.plan;
    const struct question question = {plan, facts_problem(preset, plan)};
    struct sure_optimum sure;
    if (facts->optimum.status == LAW_SILENT) return;
    if (sure_optimum(preset, ask_again, &question, &sure))
        sure_optimum_words(&sure, ends, sizeof ends);
    else
        text_copy(ends, sizeof ends, "open: it jumps, or ends, close by");
    if (!*ends) return;
    line.x += LABEL_W;
    text_append(text, sizeof text, "%d %%: %s", INTERVAL_PERCENT, ends);
    while (canvas_width(line.canvas, text) > line.end - line.x && strrchr(text, ','))
        *strrchr(text, ',') = '\0';
    piece(&line, LOOK_DIM, text);
}

static int assumptions(const struct preset *preset, const struct result *result) {
    int count = preset->assumed_count;
    for (int i = 0; i < ASSUMPTION_COUNT; i++)
        count += (result->assumed & 1u << i) != 0;
    return count;
}

/* How far the runs are stretched, and how much had to be assumed (Explain has what). */
static void draw_trust(const struct app *app, const struct facts *facts, struct line line) {
    char text[160], assumed[PRESET_LINE + 32] = "";
    const struct preset *preset = app_primary(app);
    const bool roomy = is_roomy(&line), narrow = is_narrow(&line);
    const int count = assumptions(preset, &facts->answer[app->now.primary].result);
    preset_stretches(preset, &app->now.plan, text, sizeof text);
    if (count > 0)
        text_append(assumed, sizeof assumed, roomy ? "; %d assumed" : ", %d assumed", count);
    if (text[0]) {
        piece(&line, LOOK_WARN, narrow ? "▲ " : roomy ? "▲ extrapolating: " : "▲ beyond: ");
        piece(&line, LOOK_WARN, text);
        if (roomy) piece(&line, LOOK_WARN, " beyond the fitted runs");
        if (!narrow) piece(&line, LOOK_WARN, assumed);
        return;
    }
    piece(&line, preset->ranged ? LOOK_DIM : LOOK_WARN,
          preset->ranged ? "inside the fitted range" : "▲ no fitted range published");
    if (!narrow) piece(&line, LOOK_WARN, assumed);
}

/* Whose answers these are, and at what level they are sure: the law's name only beside that. */
static void draw_head(const struct preset *preset, struct canvas *canvas, const struct rect *rect,
                      bool roomy) {
    char head[PRESET_NAME + 32], level[32] = "", law[32] = "";
    text_clean(head, sizeof head, preset->name);
    text_append(law, sizeof law, " · %s", preset->law->name);
    if (preset->covariance)
        text_append(level, sizeof level, "± %d %%", INTERVAL_PERCENT);
    else
        text_copy(level, sizeof level, roomy ? "no interval published" : "no interval");
    const int left = rect->w - 9 - canvas_width(canvas, head) - canvas_width(canvas, level);
    if (left < 0 || left >= canvas_width(canvas, law)) text_append(head, sizeof head, "%s", law);
    widget_rule(canvas, rect->x, rect->y, rect->w, head, level);
}

void plan_draw_answers(const struct app *app, const struct facts *facts, struct canvas *canvas,
                       const struct plan_layout *layout) {
    const struct rect *rect = &layout->answers;
    const struct preset *preset = app_primary(app);
    const struct answer *answer = &facts->answer[app->now.primary];
    draw_head(preset, canvas, rect, layout->airy);
    struct line line = {canvas, rect->x + 1, rect->y + 1, rect->x + rect->w - 1};
    draw_loss(facts, &answer->result, facts->added[app->now.primary], line);
    line.y++;
    const int used = draw_parts(facts, &answer->result, line, layout->airy ? 3 : 2);
    line.y += layout->airy ? 2 : 1;
    if (used < (layout->airy ? 3 : 2)) draw_n_eff(facts, &answer->result, line);
    line.y++;
    draw_d_crit(app, facts, answer, line);
    line.y++;
    draw_optimum(facts, line);
    line.y++;
    draw_gap(app, facts, line);
    line.y++;
    if (layout->airy && preset->covariance) {
        draw_optimum_reach(app, facts, line);
        line.y++;
    }
    draw_trust(app, facts, line);
    line.y++;
    if (layout->airy)
        pins_draw_versus(app, canvas, (struct rect){line.x, line.y, line.end - line.x, 1});
}

/* What of the plan a law looks at: "w4 a8 kv16, PTQ 3". */
static void reads_text(const struct preset *preset, const struct plan *plan, bool roomy, char *out,
                       size_t size) {
    const char *between = roomy ? ", " : " ";
    static const enum input bits[] = {IN_W, IN_A, IN_KV};
    char value[NUM_TEXT];
    const unsigned reads = preset->reads;
    out[0] = '\0';
    for (int i = 0; i < 3; i++) {
        if (!(reads & INPUT_BIT(bits[i]))) continue;
        const char *shown = input_show(value, bits[i], plan_get(plan, bits[i]));
        text_append(out, size, strcmp(shown, "off") == 0 ? "%s%s %s" : "%s%s%s", out[0] ? " " : "",
                    inputs[bits[i]].name, shown);
    }
    /* its format is chosen apart from the bits: where they differ, it answers another question */
    const bool same = cost_bits(NULL, plan) == 1 + plan->E + plan->M;
    if (reads & INPUT_BIT(IN_E)) {
        text_append(out, size, "%sE%gM%g", same ? "" : "if ", plan->E, plan->M);
    }
    if (reads & INPUT_BIT(IN_POST))
        text_append(out, size, roomy ? "%sPTQ %s" : "%sPTQ%s", out[0] ? between : "",
                    input_show(value, IN_POST, plan->post));
    if (reads & INPUT_BIT(IN_G))
        text_append(out, size, roomy ? "%sG %s" : "%sG%s", out[0] ? between : "",
                    input_show(value, IN_G, plan->G));
    if (!out[0]) text_append(out, size, "full precision only");
}

/* The span over laws that answer the same question, on a bar of width cells of full size. */
static void draw_span(struct canvas *canvas, int x, int y, int width, double size,
                      const struct spread *spread) {
    if (spread->low > spread->high || !(size > 0)) return;
    const int from = (int)floor(spread->low / size * width),
              to = (int)floor(spread->high / size * width);
    for (int i = from < 0 ? 0 : from; i <= to && i < width; i++) {
        const struct cell *cell = canvas_at(canvas, x + i, y);
        if (cell && (cell->ch == 0xB7 || cell->ch == '.'))
            canvas_set(canvas, x + i, y, looks[LOOK_DIM], 0x2591);
    }
}

/* Which spread an answer belongs to: PTQ's where it speaks of that and PTQ is done. */
static const struct spread *spread_of(const struct app *app, const struct facts *facts, int index) {
    const bool ptq = app->presets[index]->reads & INPUT_BIT(IN_POST);
    return ptq && app->now.plan.post != PLAN_OFF ? &facts->ptq : &facts->train;
}

/* The columns that all lines of laws share. */
struct columns {
    int name, bar;
    double size; /* what a full bar stands for */
};

enum { DELTA_W = 9 };

/* What follows the bar: whether it is stretched, and what it looks at. */
static void tail_text(const struct app *app, const struct facts *facts, int index, bool roomy,
                      char *out, size_t size) {
    char reads[64];
    reads_text(app->presets[index], &app->now.plan, roomy, reads, sizeof reads);
    text_copy(out, size, facts->answer[index].result.beyond ? "▲ " : "");
    text_append(out, size, "%s", reads);
}

/* Bars as wide as the longest tail leaves room for. */
static struct columns law_columns(const struct app *app, const struct facts *facts,
                                  const struct line *line) {
    const bool roomy = is_roomy(line);
    const int room = line->end - line->x;
    struct columns columns = {.name = 12, .bar = roomy ? room * 3 / 10 : 6};
    for (int i = 0; i < app->preset_count && roomy; i++) {
        const int name = text_width(app->presets[i]->name) + 1;
        if (name > columns.name) columns.name = name < 18 ? name : 18;
    }
    for (int i = 0; i < app->preset_count; i++) {
        char tail[80];
        const double added = facts->added[i];
        if (isnan(added)) continue;
        tail_text(app, facts, i, roomy, tail, sizeof tail);
        const int left = room - columns.name - DELTA_W - canvas_width(line->canvas, tail) - 1;
        if (left < columns.bar) columns.bar = left;
        columns.size = fmax(columns.size, added);
    }
    if (columns.bar < 2) columns.bar = 0;
    return columns;
}

const char *plan_blind_text(const struct app *app, int index) {
    const unsigned reads = app->presets[index]->reads;
    if (reads & INPUT_BIT(IN_POST)) return "does not read training bits";
    return reads & INPUT_BIT(IN_W) ? "does not read post or kv" : "does not read bits";
}

static void draw_law(const struct app *app, const struct facts *facts, struct line line, int index,
                     const struct columns *columns) {
    char text[RESULT_WHY];
    const struct result *result = &facts->answer[index].result;
    const bool roomy = is_roomy(&line), primary = index == app->now.primary;
    text_clean(text, sizeof text, app->presets[index]->name);
    canvas_put(line.canvas, line.x, line.y, columns->name, looks[primary ? LOOK_STRONG : LOOK_TEXT],
               text);
    line.x += columns->name;
    const double added = facts->added[index];
    if (isnan(added)) {
        canvas_put_right(line.canvas, line.x, line.y, roomy ? 8 : 2, looks[LOOK_DIM], "—");
        line.x += roomy ? DELTA_W : 3;
        piece(&line, LOOK_DIM,
              result->status == LAW_SILENT ? result->why : plan_blind_text(app, index));
        return;
    }
    widget_delta(line.canvas, line.x + 1, line.y, added);
    line.x += DELTA_W;
    widget_bar(line.canvas, line.x, line.y, columns->bar,
               columns->size > 0 ? added / columns->size : 0, looks[LOOK_WARN]);
    draw_span(line.canvas, line.x, line.y, columns->bar, columns->size,
              spread_of(app, facts, index));
    line.x += columns->bar + (columns->bar > 0);
    tail_text(app, facts, index, roomy, text, sizeof text);
    piece(&line, result->beyond ? LOOK_WARN : LOOK_DIM, text);
}

/* How far laws that answer the same question are apart, for the head of the list. */
static void spread_text(const struct facts *facts, char *out, size_t size) {
    char low[NUM_TEXT], high[NUM_TEXT];
    const bool ptq = facts->ptq.low <= facts->ptq.high;
    const struct spread *spread = ptq ? &facts->ptq : &facts->train;
    out[0] = '\0';
    if (spread->low > spread->high) return;
    text_append(out, size, "%s: laws say %s to %s", ptq ? "PTQ" : "training",
                num_fixed(low, spread->low, 3), num_fixed(high, spread->high, 3));
}

/* How many presets there are to list. */
static int law_lines(const struct app *app, const struct plan_layout *layout) {
    return app->preset_count - (layout->all_laws ? 0 : 1);
}

/* Lines that fit; the last one says how many do not. */
static int shown_lines(const struct app *app, const struct plan_layout *layout) {
    const int room = layout->laws.h - 1, all = law_lines(app, layout);
    return all <= room ? all : room - 1;
}

/* The nth line's preset: in the order of loading, the primary one in any case where it is among
 * them. */
static int law_on_line(const struct app *app, const struct plan_layout *layout, int n) {
    const int shown = shown_lines(app, layout), primary = app->now.primary;
    if (n >= shown) return -1;
    if (layout->all_laws) return n == shown - 1 && primary >= shown ? primary : n;
    return n < primary ? n : n + 1;
}

int plan_row_law(const struct app *app, const struct plan_layout *layout, int y) {
    const int n = y - layout->laws.y - 1;
    return n < 0 || n >= layout->laws.h - 1 ? -1 : law_on_line(app, layout, n);
}

void plan_draw_laws(const struct app *app, const struct facts *facts, struct canvas *canvas,
                    const struct plan_layout *layout) {
    char spread[64];
    const struct rect *rect = &layout->laws;
    struct line line = {canvas, rect->x + 1, rect->y + 1, rect->x + rect->w};
    const struct columns columns = law_columns(app, facts, &line);
    spread_text(facts, spread, sizeof spread);
    widget_rule(canvas, rect->x, rect->y, rect->w,
                layout->all_laws ? "quantising adds, by law" : "other laws: quantising adds",
                spread[0] ? spread : NULL);
    for (int n = 0; n < rect->h - 1; n++, line.y++) {
        const int index = law_on_line(app, layout, n);
        if (index >= 0) draw_law(app, facts, line, index, &columns);
        const int hidden = law_lines(app, layout) - n;
        if (n == shown_lines(app, layout) && hidden > 0) {
            canvas_print(canvas, line.x, line.y, line.end - line.x, looks[LOOK_DIM],
                         "+ %d more (p)", hidden);
        }
    }
}

/* A row of the table: cells right-aligned under their heads. */
static void details_row(struct canvas *canvas, int x, int y, const struct answer *answer) {
    char text[NUM_TEXT];
    const struct result *result = &answer->result;
    canvas_put_right(canvas, x, y, 8, looks[LOOK_STRONG], num_fixed(text, result->loss, 4));
    canvas_put_right(canvas, x + 9, y, 8, looks[LOOK_TEXT], num_fixed(text, result->loss_full, 4));
    canvas_put_right(canvas, x + 18, y, 8, looks[LOOK_TEXT],
                     num_fixed(text, result->n_eff_ratio, 3));
    canvas_put_right(canvas, x + 27, y, 8, looks[LOOK_TEXT], num_si(text, answer->d_crit));
}

void plan_draw_details(const struct app *app, const struct facts *facts, struct canvas *canvas,
                       struct rect rect) {
    char name[PRESET_NAME];
    const int x = rect.x + 20;
    widget_rule(canvas, rect.x, rect.y, rect.w, "every law", "do not compare losses across laws");
    canvas_put_right(canvas, x, rect.y + 1, 8, looks[LOOK_DIM], "loss");
    canvas_put_right(canvas, x + 9, rect.y + 1, 8, looks[LOOK_DIM], "full");
    canvas_put_right(canvas, x + 18, rect.y + 1, 8, looks[LOOK_DIM], "N_eff/N");
    canvas_put_right(canvas, x + 27, rect.y + 1, 8, looks[LOOK_DIM], "D_crit");
    for (int i = 0; i < app->preset_count && i + 2 < rect.h; i++) {
        const int y = rect.y + 2 + i;
        text_clean(name, sizeof name, app->presets[i]->name);
        canvas_put(canvas, rect.x + 2, y, 17,
                   looks[i == app->now.primary ? LOOK_STRONG : LOOK_TEXT], name);
        details_row(canvas, x, y, &facts->answer[i]);
    }
}
