/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say of one row: how it differs from the baseline, why its loss does, and which
 * laws say so. */
#include "base/text.h"
#include "engine/cost.h"
#include "engine/sure.h"
#include "ui/compare_parts.h"
#include "ui/look.h"
#include "ui/plan_parts.h"
#include "ui/widget.h"
#include <math.h>

enum { LABEL_W = 26, NUMBER_W = 9, WORDS = 512 };

/* What is compared: a row, the baseline (NULL where there is none), under a preset. */
struct pair {
    const struct preset *preset;
    const struct plan *plan, *base;
    char name[PRESET_NAME], base_name[PRESET_NAME];
    struct result result, base_result;
};

/* The law of the column under the cursor; of a cost's, the primary one. */
static const struct preset *column_preset(const struct app *app,
                                          const struct compare_table *table) {
    return table->column < table->laws ? app->presets[table->column] : app_primary(app);
}

static struct pair make_pair(const struct app *app, const struct compare_table *table,
                             const struct preset *preset) {
    const struct compare_row *row = &table->row[table->chosen];
    struct pair pair = {.preset = preset, .plan = compare_plan(app, row)};
    text_clean(pair.name, sizeof pair.name, compare_name(app, row));
    law_eval(preset, pair.plan, &pair.result);
    if (table->baseline < 0) return pair;
    pair.base = compare_plan(app, &table->row[table->baseline]);
    text_clean(pair.base_name, sizeof pair.base_name,
               compare_name(app, &table->row[table->baseline]));
    law_eval(preset, pair.base, &pair.base_result);
    return pair;
}

static bool is_baseline(const struct compare_table *table) {
    return table->chosen == table->baseline;
}

/* In words: how the plan differs, or what it is to be compared with. */
static int put_difference(const struct compare_table *table, const struct pair *pair,
                          struct canvas *canvas, struct rect rect) {
    char text[WORDS] = "";
    if (!pair->base) {
        text_copy(text, sizeof text,
                  "No pin is the baseline: b on a pin's row makes it the one that differences are "
                  "taken against.");
    } else if (is_baseline(table)) {
        text_append(text, sizeof text, "%s is the baseline: differences are taken against it.",
                    pair->name);
    } else {
        char changes[WORDS - 64];
        pins_difference(pair->base, pair->plan, changes, sizeof changes);
        text_append(text, sizeof text, "against %s: %s", pair->base_name, changes);
    }
    return widget_text(canvas, rect, looks[LOOK_STRONG], text);
}

/* How sure the law is of which is better, where it can tell. Returns the rows used. */
static int put_chance(const struct compare_table *table, const struct pair *pair,
                      struct canvas *canvas, struct rect row) {
    char text[WORDS];
    if (!pair->base || is_baseline(table) || row.h < 1) return 0;
    const struct sure_pair sure = sure_against(pair->preset, pair->plan, pair->base);
    sure_words(&sure, pair->base_name, text, sizeof text);
    if (!*text) return 0;
    row.h = 1;
    widget_fit(canvas, row, looks[LOOK_TEXT], text);
    return 1;
}

/* A line of the reckoning: what, here, at the baseline, and the difference. */
static void put_line(const struct compare_table *table, const struct pair *pair,
                     struct canvas *canvas, struct rect row, const char *label, double here,
                     double there, enum look look, bool most) {
    char text[NUM_TEXT];
    canvas_put(canvas, row.x, row.y, LABEL_W, looks[look], label);
    canvas_put_right(canvas, row.x + LABEL_W, row.y, NUMBER_W, looks[look],
                     num_fixed(text, here, 4));
    if (!pair->base || is_baseline(table)) return;
    const struct compare_delta delta = compare_difference(there, here, true);
    canvas_put_right(canvas, row.x + LABEL_W + NUMBER_W, row.y, NUMBER_W, looks[LOOK_DIM],
                     num_fixed(text, there, 4));
    compare_put(canvas, row.x + LABEL_W + 2 * NUMBER_W + 2, row.y, &delta);
    if (most && row.w > LABEL_W + 2 * NUMBER_W + 16)
        canvas_put(canvas, row.x + LABEL_W + 2 * NUMBER_W + 11, row.y, 5, looks[LOOK_DIM], "most");
}

static double term_value(const struct result *result, int term) {
    return isnan(result->term[term]) ? 0 : result->term[term];
}

/* The term that moves the loss most, where several do; −1 where none does. */
static int most_moved(const struct pair *pair) {
    int most = -1, moved = 0;
    double size = 0;
    for (int i = 0; i < TERM_COUNT && pair->base; i++) {
        const double by = fabs(term_value(&pair->result, i) - term_value(&pair->base_result, i));
        if (by >= 5e-5) moved++;
        if (by <= size) continue;
        size = by;
        most = i;
    }
    return moved > 1 ? most : -1;
}

/* The loss and its parts. Returns the rows used. */
static int put_terms(const struct compare_table *table, const struct pair *pair,
                     struct canvas *canvas, struct rect rect) {
    const int most = most_moved(pair);
    const bool compared = pair->base && !is_baseline(table);
    int used = 0;
    const struct result *here = &pair->result, *there = &pair->base_result;
    put_line(table, pair, canvas, rect, "loss", here->loss, there->loss, LOOK_STRONG, false);
    for (int i = 0; i < TERM_COUNT && used + 1 < rect.h; i++) {
        const bool known = !isnan(here->term[i]) || (pair->base && !isnan(there->term[i]));
        if (!known || (i == TERM_FLOOR && compared)) continue; /* the floor is a law's own */
        used++;
        put_line(table, pair, canvas, (struct rect){rect.x, rect.y + used, rect.w, 1},
                 term_titles[i], term_value(here, i), term_value(there, i), LOOK_TEXT, i == most);
    }
    return used + 1;
}

static int put_titles(const struct compare_table *table, const struct pair *pair,
                      struct canvas *canvas, struct rect rect) {
    if (!pair->base || is_baseline(table)) return 0;
    const int x = rect.x + LABEL_W;
    canvas_put(canvas, rect.x, rect.y, LABEL_W, looks[LOOK_DIM], "why the loss differs");
    canvas_put_right(canvas, x + 1, rect.y, NUMBER_W - 1, looks[LOOK_DIM], pair->name);
    canvas_put_right(canvas, x + NUMBER_W + 1, rect.y, NUMBER_W - 1, looks[LOOK_DIM],
                     pair->base_name);
    return 1;
}

/* What the plan costs, and against the baseline. */
static void cost_text(const struct compare_table *table, const struct pair *pair, char *out,
                      size_t size) {
    char flop[NUM_TEXT], bytes[NUM_TEXT];
    const struct law *law = pair->preset->law;
    struct compare_delta more = {.better = 0}, heavier = {.better = 0};
    if (pair->base && !is_baseline(table)) {
        more = compare_factor(cost_training(law, pair->base), cost_training(law, pair->plan), true);
        heavier = compare_factor(cost_weight_bytes(law, pair->base),
                                 cost_weight_bytes(law, pair->plan), true);
    }
    out[0] = '\0';
    text_append(out, size, "%s FLOP%s%s, weights %s GB%s%s",
                num_si(flop, cost_training(law, pair->plan)), more.better ? " " : "",
                more.better ? more.text : "",
                num_si(bytes, cost_weight_bytes(law, pair->plan) / 1e9), heavier.better ? " " : "",
                heavier.better ? heavier.text : "");
}

/* How far the row's plan and the baseline's are beyond the runs. */
static void put_trust(const struct pair *pair, struct canvas *canvas, struct rect row) {
    char here[160], text[400] = "";
    preset_stretches(pair->preset, pair->plan, here, sizeof here);
    const bool ranged = pair->preset->ranged;
    if (*here)
        text_append(text, sizeof text, "▲ %s beyond the fitted runs", here);
    else
        text_copy(text, sizeof text,
                  ranged ? "inside the fitted range" : "▲ no fitted range published");
    if (!pair->preset->covariance) text_append(text, sizeof text, "; no interval published");
    row.h = 1;
    widget_fit(canvas, row, looks[*here || !ranged ? LOOK_WARN : LOOK_DIM], text);
}

/* Why there is no loss, here or there; false where there is one in both. */
static bool silence(const struct compare_table *table, const struct pair *pair, char *out,
                    size_t size) {
    char preset[PRESET_NAME];
    text_clean(preset, sizeof preset, pair->preset->name);
    out[0] = '\0';
    if (pair->result.status == LAW_SILENT)
        text_append(out, size, "%s says nothing of %s: %s.", preset, pair->name, pair->result.why);
    else if (pair->base && !is_baseline(table) && pair->base_result.status == LAW_SILENT)
        text_append(out, size, "%s says nothing of %s, so there is no difference: %s.", preset,
                    pair->base_name, pair->base_result.why);
    return *out != '\0';
}

int compare_panel(const struct app *app, const struct compare_table *table, struct canvas *canvas,
                  struct rect rect) {
    char text[WORDS], head[2 * PRESET_NAME + 8] = "";
    const struct pair pair = make_pair(app, table, column_preset(app, table));
    text_append(head, sizeof head, "%s · %s", pair.name, pair.preset->name);
    text_clean(text, sizeof text, head);
    widget_rule(canvas, rect.x, rect.y, rect.w, text, NULL);
    struct rect rest = {rect.x + 1, rect.y + 1, rect.w - 2, rect.h - 1};
    const int words =
        put_difference(table, &pair, canvas, (struct rect){rest.x, rest.y, rest.w, 2});
    rest.y += words;
    rest.h -= words;
    const int chance = put_chance(table, &pair, canvas, rest);
    rest.y += chance;
    rest.h -= chance;
    cost_text(table, &pair, text, sizeof text);
    canvas_put(canvas, rest.x, rest.y++, rest.w, looks[LOOK_DIM], text);
    rest.h--;
    if (rest.h < 1) return rect.h;
    put_trust(&pair, canvas, rest);
    rest.y++;
    rest.h--;
    if (rest.h < 1) return rect.h;
    if (silence(table, &pair, text, sizeof text)) {
        rest.y += widget_text(canvas, rest, looks[LOOK_BAD_STRONG], text);
        return rest.y - rect.y;
    }
    const int titles = put_titles(table, &pair, canvas, rest);
    rest.y += titles;
    rest.h -= titles;
    if (rest.h > 0) rest.y += put_terms(table, &pair, canvas, rest);
    return rest.y - rect.y;
}

/* One law: what quantising adds under it and what that is against the baseline, or why not. */
static void put_law(const struct app *app, const struct compare_table *table, int index,
                    struct canvas *canvas, struct rect row) {
    char text[RESULT_WHY + 8], number[NUM_TEXT];
    const struct pair pair = make_pair(app, table, app->presets[index]);
    const double added = law_added(pair.preset, pair.plan, &pair.result);
    const int name_w = row.w < 50 ? 13 : 17;
    text_clean(text, sizeof text, pair.preset->name);
    canvas_put(canvas, row.x, row.y, name_w - 1,
               looks[index == table->column ? LOOK_KEY : LOOK_TEXT], text);
    struct rect rest = {row.x + name_w, row.y, row.w - name_w, 1};
    if (isnan(added)) {
        text_copy(text, sizeof text, "—  ");
        text_append(text, sizeof text, "%s",
                    pair.result.status == LAW_SILENT ? pair.result.why
                                                     : plan_blind_text(app, index));
        widget_fit(canvas, rest, looks[LOOK_DIM], text);
        return;
    }
    canvas_put_right(canvas, rest.x, rest.y, 8, looks[LOOK_STRONG], num_signed(number, added, 4));
    if (pair.base && !is_baseline(table)) {
        const struct compare_delta delta =
            compare_difference(law_added(pair.preset, pair.base, &pair.base_result), added, true);
        compare_put(canvas, rest.x + 9, rest.y, &delta);
    }
    preset_stretches(pair.preset, pair.plan, text, sizeof text);
    if (!*text || rest.w < 24) return;
    canvas_put(canvas, rest.x + 18, rest.y, 2, looks[LOOK_WARN], "▲");
    rest = (struct rect){rest.x + 20, rest.y, rest.w - 20, 1};
    widget_fit(canvas, rest, looks[LOOK_WARN], text);
}

void compare_laws(const struct app *app, const struct compare_table *table, struct canvas *canvas,
                  struct rect rect) {
    char head[PRESET_NAME + 32] = "quantising adds to ";
    text_append(head, sizeof head, "%s", compare_name(app, &table->row[table->chosen]));
    char clean[sizeof head];
    text_clean(clean, sizeof clean, head);
    widget_rule(canvas, rect.x, rect.y, rect.w, clean, NULL);
    for (int i = 0; i < table->laws && i + 1 < rect.h; i++) {
        const struct rect row = {rect.x + 1, rect.y + 1 + i, rect.w - 2, 1};
        if (i + 2 == rect.h && i + 1 < table->laws) {
            canvas_print(canvas, row.x, row.y, row.w, looks[LOOK_DIM], "+ %d more",
                         table->laws - i);
            return;
        }
        put_law(app, table, i, canvas, row);
    }
}
