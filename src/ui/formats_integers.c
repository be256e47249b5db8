/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Formats view's bits as integers, under the other laws. */
#include "base/text.h"
#include "ui/formats_parts.h"
#include "ui/look.h"
#include "ui/widget.h"
#include <math.h>
#include <stdio.h>

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
_Static_assert(sizeof uses / sizeof *uses == FORMAT_USES, "the uses, numbered from 1");

const char *formats_use_name(char out[FORMAT_USE_NAME], int use, int bits) {
    out[0] = '\0';
    for (const char *at = uses[use - 1].label; *at; at++) {
        if (*at == '#')
            text_append(out, FORMAT_USE_NAME, "%d", bits);
        else
            text_append(out, FORMAT_USE_NAME, "%c", *at);
    }
    return out;
}

struct plan formats_used(const struct plan *plan, int use, int bits) {
    static const enum input quantised[] = {IN_W, IN_A, IN_KV, IN_POST};
    struct plan used = *plan;
    for (int i = 0; i < 4; i++) {
        const bool on = uses[use - 1].on & INPUT_BIT(quantised[i]);
        plan_set(&used, quantised[i], on ? (double)bits : PLAN_OFF);
    }
    used.fc2 = uses[use - 1].fc2 ? 8 : PLAN_OFF;
    return used;
}

static bool is_of_integers(const struct preset *preset) {
    return !(preset->reads & INPUT_BIT(IN_E)) &&
           (preset->reads & (INPUT_BIT(IN_W) | INPUT_BIT(IN_POST)));
}

/* Whether a preset looks at all that a use quantises. */
static bool knows(const struct preset *preset, const struct use *use) {
    const unsigned read = use->on | (use->fc2 ? INPUT_BIT(IN_FC2) : 0);
    return is_of_integers(preset) && (preset->reads & read) == read;
}

/* What a use adds; NAN where the law does not say, with the reason in why. */
static double ask_use(const struct preset *preset, const struct plan *chosen, int use, int bits,
                      char *why, size_t size) {
    const struct plan plan = formats_used(chosen, use, bits);
    struct result result;
    law_eval(preset, &plan, &result);
    if (isnan(result.loss) && !why[0]) text_copy(why, size, result.why);
    return law_added(preset, &plan, &result);
}

bool formats_use_known(const struct app *app, int use, int bits) {
    const struct plan chosen = formats_chosen(app);
    for (int i = 0; i < app->preset_count; i++) {
        char why[RESULT_WHY] = "";
        const struct preset *preset = app->presets[i];
        if (knows(preset, &uses[use - 1]) &&
            !isnan(ask_use(preset, &chosen, use, bits, why, sizeof why)))
            return true;
    }
    return false;
}

int formats_next_use(const struct app *app, int use, int bits) {
    for (int next = use + 1; next <= FORMAT_USES; next++) {
        if (formats_use_known(app, next, bits)) return next;
    }
    return 0;
}

/* The cell whose entry is looked for. */
struct probe {
    int x, y;
    int use, bits; /* what stands there; use 0: nothing */
};

/* A line that runs over into the rows below. */
struct run {
    struct canvas *canvas;
    struct rect rect;
    int x, y, indent;
    bool brief;          /* laws one after the other, the first entries only, or the chosen one */
    int bits, chosen;    /* the chosen use; 0: none of these */
    struct probe *probe; /* NULL: nothing is looked for */
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
static bool run_entry(struct run *run, int use, double added) {
    char label[FORMAT_USE_NAME], number[NUM_TEXT], both[64];
    const bool on = use == run->chosen;
    formats_use_name(label, use, run->bits);
    num_loss(number, added, true);
    snprintf(both, sizeof both, "%s %s", label, number);
    const int width = canvas_width(run->canvas, both);
    if (run->x + width > run->rect.x + run->rect.w) {
        run->x = run->rect.x + run->indent;
        run->y++;
    }
    if (run->y >= run->rect.y + run->rect.h) return false;
    struct probe *probe = run->probe;
    if (probe && probe->y == run->y && probe->x >= run->x && probe->x < run->x + width) {
        probe->use = use;
        probe->bits = run->bits;
    }
    run_put(run, on ? LOOK_SELECTED : LOOK_DIM, label);
    run->x++;
    run_put(run, LOOK_STRONG, number);
    run->x += 2;
    return true;
}

/* A law's entries; its reason where it has none. */
static void run_law(struct run *run, const struct preset *preset, const struct plan *chosen) {
    char name[PRESET_NAME], why[RESULT_WHY] = "";
    int count = 0;
    text_clean(name, sizeof name, preset->name);
    if (run->x + canvas_width(run->canvas, name) + 14 > run->rect.x + run->rect.w) {
        run->x = run->rect.x;
        run->y++;
    }
    if (!run_put(run, LOOK_TEXT, name)) return;
    run->x += run->brief ? 1 : 2;
    for (int use = 1; use <= FORMAT_USES; use++) {
        if (!knows(preset, &uses[use - 1])) continue;
        const bool wanted = run->chosen ? use == run->chosen : uses[use - 1].first;
        if (run->brief && !wanted) continue;
        const double added = ask_use(preset, chosen, use, run->bits, why, sizeof why);
        if (isnan(added)) continue;
        if (!run_entry(run, use, added)) return;
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
        count += !(app->presets[i]->reads & INPUT_BIT(IN_E));
    return count;
}

static void draw_bits(const struct app *app, struct canvas *canvas, struct rect rect, int bits,
                      struct probe *probe) {
    char head[96] = "", name[FORMAT_USE_NAME];
    const struct plan chosen = formats_chosen(app);
    const bool here = app->formats.use && bits == formats_chosen_bits(app);
    struct run run = {.canvas = canvas,
                      .rect = {rect.x + 2, rect.y + 1, rect.w - 3, rect.h - 1},
                      .indent = 2,
                      .brief = rect.h - 1 < other_count(app),
                      .bits = bits,
                      .chosen = here ? app->formats.use : 0,
                      .probe = probe};
    text_append(head, sizeof head, "%d bits as integers", bits);
    if (here) {
        text_append(head, sizeof head, ": %s is chosen",
                    formats_use_name(name, app->formats.use, bits));
    } else {
        text_append(head, sizeof head, " (other laws, their own runs)");
    }
    widget_rule(canvas, rect.x, rect.y, rect.w, head, "added loss");
    run.x = run.rect.x;
    run.y = run.rect.y;
    /* those that answer come first: there may be no room for all */
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < app->preset_count; i++) {
            const struct preset *preset = app->presets[i];
            if (preset->reads & INPUT_BIT(IN_E)) continue;
            if (is_of_integers(preset) != (pass == 0)) continue;
            if (run.y >= run.rect.y + run.rect.h) return;
            run_law(&run, app->presets[i], &chosen);
            if (run.brief) continue;
            run.x = run.rect.x;
            run.y++;
        }
    }
}

static void draw_all(const struct app *app, struct canvas *canvas, struct rect rect,
                     struct probe *probe) {
    static const int others[] = {4, 8, 6, 3};
    const int bits = formats_chosen_bits(app), each = other_count(app) + 1;
    draw_bits(app, canvas, rect, bits, probe);
    int y = each;
    for (int i = 0; i < 4; i++) {
        if (others[i] == bits) continue;
        if (y + 1 + each > rect.h) return;
        const struct rect part = {rect.x, rect.y + y + 1, rect.w, each};
        canvas_fill(canvas, (struct rect){rect.x, rect.y + y, rect.w, rect.h - y},
                    looks[LOOK_TEXT]);
        draw_bits(app, canvas, part, others[i], probe);
        y += 1 + each;
    }
}

void formats_draw_integers(const struct app *app, struct canvas *canvas, struct rect rect) {
    draw_all(app, canvas, rect, NULL);
}

int formats_use_at(const struct app *app, struct rect rect, int x, int y, int *bits) {
    struct canvas scratch = canvas_new(app->cols, app->rows, app->ascii);
    struct probe probe = {.x = x, .y = y};
    if (scratch.cells) draw_all(app, &scratch, rect, &probe);
    canvas_free(&scratch);
    *bits = probe.bits;
    return probe.use;
}
