/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "ui/formats_parts.h"
#include "ui/look.h"
#include "ui/widget.h"
#include <math.h>
#include <stdio.h>

enum { LABEL_W = 8 };

const double group_sizes[GROUP_SIZES] = {16, 32, 64, 128, 256, 512, PLAN_CHANNEL};

/* Columns that a group size takes. */
static int group_width(int width) {
    return width < 80 ? 7 : width < 110 ? 9 : GROUP_W;
}

static void draw_sizes(const struct plan *chosen, struct canvas *canvas, struct rect rect) {
    const int each = group_width(rect.w);
    canvas_put(canvas, rect.x + 2, rect.y, LABEL_W, looks[LOOK_DIM], "G");
    for (int i = 0; i < GROUP_SIZES; i++) {
        char text[NUM_TEXT];
        const bool on = group_sizes[i] == chosen->G;
        canvas_put_right(canvas, rect.x + LABEL_W + i * each, rect.y, each,
                         looks[on ? LOOK_KEY : LOOK_TEXT], input_show(text, IN_G, group_sizes[i]));
    }
}

/* What a layout adds at each group size. */
static void draw_added(const struct preset *preset, const struct plan *plan, struct canvas *canvas,
                       struct rect rect, const char *label, bool strong) {
    const int each = group_width(rect.w);
    canvas_put(canvas, rect.x + 2, rect.y, LABEL_W, looks[strong ? LOOK_STRONG : LOOK_DIM], label);
    for (int i = 0; i < GROUP_SIZES; i++) {
        char text[NUM_TEXT];
        struct plan at = *plan;
        at.G = group_sizes[i];
        const bool on = group_sizes[i] == plan->G;
        canvas_put_right(canvas, rect.x + LABEL_W + i * each, rect.y, each,
                         looks[on       ? LOOK_KEY
                               : strong ? LOOK_STRONG
                                        : LOOK_TEXT],
                         formats_loss_text(text, formats_added(preset, &at), false));
    }
}

/* A scale of 16 bits for each group. */
static void draw_scales(struct canvas *canvas, struct rect rect) {
    const int each = group_width(rect.w);
    canvas_put(canvas, rect.x + 2, rect.y, LABEL_W, looks[LOOK_DIM], "scales");
    for (int i = 0; i < GROUP_SIZES; i++) {
        char number[NUM_TEXT], text[NUM_TEXT + 4];
        const bool channel = group_sizes[i] == PLAN_CHANNEL;
        snprintf(text, sizeof text, channel ? "≈0" : "%s b",
                 num_signed(number, 16 / group_sizes[i], 2));
        canvas_put_right(canvas, rect.x + LABEL_W + i * each, rect.y, each, looks[LOOK_DIM], text);
    }
}

void formats_draw_groups(const struct app *app, struct canvas *canvas, struct rect rect) {
    char head[80], label[24];
    const struct preset *preset = formats_preset(app);
    const struct plan chosen = formats_chosen(app);
    snprintf(label, sizeof label, "E%.0fM%.0f", chosen.E, chosen.M);
    snprintf(head, sizeof head, "group size, at the selected format (%s)", label);
    widget_rule(canvas, rect.x, rect.y, rect.w, head, "added loss, scale bits a weight");
    draw_sizes(&chosen, canvas, (struct rect){rect.x, rect.y + 1, rect.w, 1});
    draw_added(preset, &chosen, canvas, (struct rect){rect.x, rect.y + 2, rect.w, 1}, label, true);
    if (rect.h > 3) draw_scales(canvas, (struct rect){rect.x, rect.y + 3, rect.w, 1});
    for (int bits = FORMAT_BITS_LOW; bits <= FORMAT_BITS_HIGH; bits++) {
        struct plan best = chosen;
        const int row = 5 + bits - FORMAT_BITS_LOW;
        if (row >= rect.h) return;
        best.E = formats_best(preset, &chosen, bits);
        best.M = bits - 1 - best.E;
        snprintf(label, sizeof label, "E%.0fM%.0f", best.E, best.M);
        draw_added(preset, &best, canvas, (struct rect){rect.x, rect.y + row, rect.w, 1}, label,
                   false);
    }
}

double formats_group_at(struct rect rect, int x) {
    const int at = x - rect.x - LABEL_W, each = group_width(rect.w);
    if (at < 0 || at >= GROUP_SIZES * each) return 0;
    return group_sizes[at / each];
}

/* A way to use so many bits as integers: which inputs have them. */
struct use {
    const char *label; /* #: the bits */
    unsigned on;       /* INPUT_BITs of w a kv post that have the bits; the others are off */
    bool fc2;
    bool first; /* shown where there is little room too */
};

static const struct use uses[] = {
    {"W#", INPUT_BIT(IN_W), false, true},
    {"A#", INPUT_BIT(IN_A), false, false},
    {"W#A#", INPUT_BIT(IN_W) | INPUT_BIT(IN_A), false, true},
    {"W#A# FC2 8", INPUT_BIT(IN_W) | INPUT_BIT(IN_A), true, false},
    {"W#A#KV#", INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV), false, false},
    {"PTQ #", INPUT_BIT(IN_POST), false, true},
};
enum { USES = sizeof uses / sizeof *uses };

static void use_label(const struct use *use, int bits, char *out, size_t size) {
    char number[8];
    out[0] = '\0';
    snprintf(number, sizeof number, "%d", bits);
    for (const char *at = use->label; *at; at++) {
        if (*at == '#')
            text_append(out, size, "%s", number);
        else
            text_append(out, size, "%c", *at);
    }
}

/* What a use adds; NAN where the law does not say, with the reason in why. */
static double ask_use(const struct preset *preset, const struct plan *chosen, const struct use *use,
                      int bits, char *why, size_t size) {
    static const enum input quantised[] = {IN_W, IN_A, IN_KV, IN_POST};
    struct plan plan = *chosen;
    struct result result;
    for (int i = 0; i < 4; i++)
        plan_set(&plan, quantised[i], use->on & INPUT_BIT(quantised[i]) ? (double)bits : PLAN_OFF);
    plan.fc2 = use->fc2 ? 8 : PLAN_OFF;
    law_eval(preset, &plan, &result);
    if (isnan(result.loss) && !why[0]) text_copy(why, size, result.why);
    return law_added(preset, &plan, &result);
}

/* A line that runs over into the rows below. */
struct run {
    struct canvas *canvas;
    struct rect rect;
    int x, y, indent;
    bool brief; /* laws one after the other, their first entries only */
};

static bool run_put(struct run *run, enum look look, const char *text) {
    const int width = canvas_width(run->canvas, text);
    if (run->x > run->rect.x && run->x + width > run->rect.x + run->rect.w) {
        run->x = run->rect.x + run->indent;
        run->y++;
    }
    if (run->y >= run->rect.y + run->rect.h) return false;
    run->x += canvas_put(run->canvas, run->x, run->y, run->rect.x + run->rect.w - run->x,
                         looks[look], text);
    return true;
}

/* The entry's label and number stay together. */
static bool run_entry(struct run *run, const char *label, double added) {
    char number[NUM_TEXT], both[64];
    num_signed(number, added, 4);
    snprintf(both, sizeof both, "%s %s", label, number);
    if (run->x + canvas_width(run->canvas, both) > run->rect.x + run->rect.w) {
        run->x = run->rect.x + run->indent;
        run->y++;
    }
    if (!run_put(run, LOOK_DIM, label)) return false;
    run->x++;
    if (!run_put(run, LOOK_STRONG, number)) return false;
    run->x += 2;
    return true;
}

static bool is_integer_law(const struct law *law) {
    return !(law->reads & INPUT_BIT(IN_E)) && (law->reads & (INPUT_BIT(IN_W) | INPUT_BIT(IN_POST)));
}

/* A law's entries; its reason where it has none. */
static void run_law(struct run *run, const struct preset *preset, const struct plan *chosen,
                    int bits) {
    char name[PRESET_NAME], why[RESULT_WHY] = "";
    int count = 0;
    text_clean(name, sizeof name, preset->name);
    if (run->x + canvas_width(run->canvas, name) + 14 > run->rect.x + run->rect.w) {
        run->x = run->rect.x;
        run->y++;
    }
    if (!run_put(run, LOOK_TEXT, name)) return;
    run->x += run->brief ? 1 : 2;
    for (int i = 0; i < USES && is_integer_law(preset->law); i++) {
        char label[32];
        if ((preset->law->reads & uses[i].on) != uses[i].on) continue;
        if (run->brief && !uses[i].first) continue;
        if (uses[i].fc2 && !(preset->law->reads & INPUT_BIT(IN_FC2))) continue;
        const double added = ask_use(preset, chosen, &uses[i], bits, why, sizeof why);
        if (isnan(added)) continue;
        use_label(&uses[i], bits, label, sizeof label);
        if (!run_entry(run, label, added)) return;
        count++;
    }
    if (count > 0) return;
    const char *said = run->brief ? "—" : why[0] ? why : "this law does not look at bits";
    const int room = run->rect.x + run->rect.w - run->x;
    if (room < 4 || run->y >= run->rect.y + run->rect.h) return;
    const bool cut = canvas_width(run->canvas, said) > room;
    run->x += canvas_put(run->canvas, run->x, run->y, cut ? room - 1 : room, looks[LOOK_DIM], said);
    if (cut) canvas_set(run->canvas, run->x++, run->y, looks[LOOK_DIM], 0x2026);
    run->x += 2;
}

/* Presets of other laws. */
static int other_count(const struct app *app) {
    int count = 0;
    for (int i = 0; i < app->preset_count; i++)
        count += !(app->presets[i]->law->reads & INPUT_BIT(IN_E));
    return count;
}

static void draw_bits(const struct app *app, struct canvas *canvas, struct rect rect, int bits) {
    char head[80];
    const struct plan chosen = formats_chosen(app);
    struct run run = {.canvas = canvas,
                      .rect = {rect.x + 2, rect.y + 1, rect.w - 3, rect.h - 1},
                      .indent = 2,
                      .brief = rect.h - 1 < other_count(app)};
    snprintf(head, sizeof head, "%d bits as integers (other laws, their own runs)", bits);
    widget_rule(canvas, rect.x, rect.y, rect.w, head, "added loss");
    run.x = run.rect.x;
    run.y = run.rect.y;
    /* those that answer come first: there may be no room for all */
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < app->preset_count; i++) {
            const struct law *law = app->presets[i]->law;
            if (law->reads & INPUT_BIT(IN_E)) continue;
            if (is_integer_law(law) != (pass == 0)) continue;
            if (run.y >= run.rect.y + run.rect.h) return;
            run_law(&run, app->presets[i], &chosen, bits);
            if (run.brief) continue;
            run.x = run.rect.x;
            run.y++;
        }
    }
}

void formats_draw_integers(const struct app *app, struct canvas *canvas, struct rect rect) {
    static const int others[] = {4, 8, 6, 3};
    const struct plan chosen = formats_chosen(app);
    const int bits = (int)(1 + chosen.E + chosen.M), each = other_count(app) + 1;
    draw_bits(app, canvas, rect, bits);
    int y = each;
    for (int i = 0; i < 4; i++) {
        if (others[i] == bits) continue;
        if (y + 1 + each > rect.h) return;
        const struct rect part = {rect.x, rect.y + y + 1, rect.w, each};
        canvas_fill(canvas, (struct rect){rect.x, rect.y + y, rect.w, rect.h - y},
                    looks[LOOK_TEXT]);
        draw_bits(app, canvas, part, others[i]);
        y += 1 + each;
    }
}
