/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paper.h"

#include "base/text.h"
#include "engine/cost.h"
#include "ui/command_line.h"
#include "ui/explain_parts.h"
#include "ui/export_parts.h"
#include "ui/facts.h"
#include "ui/look.h"
#include "ui/plan_parts.h"
#include "ui/view.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHART_COLS = 78, CHART_ROWS = 18, BEST_MOVES = 6, CELL = 1280 };

/* Text that means only itself in Markdown. */
static const char *plain(char out[CELL], const char *text) {
    char clean[CELL / 2];
    size_t at = 0;
    text_clean(clean, sizeof clean, text);
    for (const char *from = clean; *from && at + 2 < CELL; from++) {
        if (strchr("\\`*_|<>[]#", *from)) out[at++] = '\\';
        out[at++] = *from;
    }
    out[at] = '\0';
    return out;
}

/* A preset's name, in the same way. */
static const char *name_of(char out[CELL], const struct preset *preset) {
    return plain(out, preset->name);
}

/* A number to its last digit; a dash where there is none. */
static const char *exact(char out[NUM_TEXT], double value) {
    if (isfinite(value)) return num_shortest(out, value);
    return text_copy(out, NUM_TEXT, "—");
}

static void print_head(const struct app *app, const struct facts *facts, FILE *to) {
    char n[NUM_TEXT], d[NUM_TEXT], loss[NUM_TEXT], added[NUM_TEXT], command[COMMAND_LINE],
        cell[CELL], name[CELL];
    const struct answer *answer = &facts->answer[app->now.primary];
    const struct preset *preset = app_primary(app);
    fprintf(to, "# %s parameters on %s tokens\n\n", num_si(n, app->now.plan.N),
            num_si(d, app->now.plan.D));
    if (answer->result.status == LAW_SILENT) {
        fprintf(to, "%s has no loss for this plan: %s.", name_of(name, preset),
                plain(cell, answer->result.why));
    } else {
        fprintf(to, "Loss **%s** nats/token by %s, of which quantising adds **%s**.%s",
                num_fixed(loss, answer->result.loss, 4), name_of(name, preset),
                num_signed(added, facts->added[app->now.primary], 4),
                answer->result.status == LAW_BEYOND ? " Beyond the runs that it was fitted on."
                                                    : "");
    }
    command_line(app, "", command, sizeof command);
    fprintf(to, "\n\nThis reopens it (bitplan %s):\n\n    %s\n\n", BITPLAN_VERSION, command);
}

static void print_plan(const struct plan *plan, FILE *to) {
    fputs("## The plan\n\n| input | value | exactly | what it is |\n|---|---:|---:|---|\n", to);
    for (int i = 0; i < INPUT_COUNT; i++) {
        char shown[NUM_TEXT], text[NUM_TEXT];
        const double value = plan_get(plan, (enum input)i);
        fprintf(to, "| %s | %s | %s | %s |\n", inputs[i].name,
                input_show(shown, (enum input)i, value), input_text(text, (enum input)i, value),
                inputs[i].title);
    }
}

static void print_cost(const struct app *app, FILE *to) {
    const struct law *law = app_primary(app)->law;
    const struct plan *plan = &app->now.plan;
    const struct {
        const char *name, *unit;
        double value;
    } row[] = {{"training compute", "FLOP at 16 bit", cost_training(law, plan)},
               {"bits that it runs at", "bits", cost_bits(law, plan)},
               {"tokens a parameter", "", plan->D / plan->N},
               {"weights as served, scales included", "GB", cost_weight_bytes(law, plan) / 1e9},
               {"bits moved a served token", "bits", cost_serving(law, plan)}};
    fputs("\n## What it costs\n\n| | value | exactly | unit |\n|---|---:|---:|---|\n", to);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char shown[NUM_TEXT], text[NUM_TEXT];
        fprintf(to, "| %s | %s | %s | %s |\n", row[i].name, num_si(shown, row[i].value),
                exact(text, row[i].value), row[i].unit);
    }
}

static void print_picture(const char *report, int index, unsigned drawn, FILE *to) {
    char path[PAPER_PATH];
    if (!(drawn & 1u << index) || !paper_picture(report, index, path)) return;
    const char *slash = strrchr(path, '/');
    fprintf(to, "\n![%s](<%s>)\n", paper_shows(index), slash ? slash + 1 : path);
}

/* The chart in characters, where there is no picture of it. */
static bool print_chart(const struct app *app, const struct facts *facts, FILE *to) {
    const struct rect rect = {0, 0, CHART_COLS, CHART_ROWS};
    struct app *window = export_window(app, CHART_COLS, CHART_ROWS);
    struct canvas canvas = canvas_new(CHART_COLS, CHART_ROWS, app->ascii);
    const bool painted = window && canvas.cells;
    if (painted) {
        canvas_clear(&canvas);
        plan_draw_chart(window, facts, &canvas, rect, plan_chart_input(app));
        fputs("\n```\n", to);
        canvas_write(&canvas, to);
        fputs("```\n", to);
    }
    canvas_free(&canvas);
    free(window);
    return painted;
}

static void print_terms(const struct result *result, FILE *to) {
    char shown[NUM_TEXT], text[NUM_TEXT];
    fputs("\n| part of the loss | nats/token | exactly |\n|---|---:|---:|\n", to);
    for (int i = 0; i < TERM_COUNT; i++) {
        if (isnan(result->term[i])) continue;
        fprintf(to, "| %s | %s | %s |\n", term_titles[i], num_fixed(shown, result->term[i], 4),
                exact(text, result->term[i]));
    }
    fprintf(to, "| **loss** | **%s** | %s |\n", num_fixed(shown, result->loss, 4),
            exact(text, result->loss));
}

static void print_formula(const struct app *app, FILE *to) {
    struct formula formula;
    law_explain(app_primary(app), &app->now.plan, &formula);
    if (formula.count == 0) return;
    fputs("\n    L = ", to);
    for (int i = 0; i < formula.count; i++)
        fprintf(to, "%s%s", i ? " + " : "", formula.piece[i].symbols);
    fputs("\n      = ", to);
    for (int i = 0; i < formula.count; i++)
        fprintf(to, "%s%s", i ? " + " : "", formula.piece[i].numbers);
    fputc('\n', to);
}

/* D_crit and where the plan stands to it. */
static void print_turn(const struct app *app, double d_crit, FILE *to) {
    char turn[NUM_TEXT], text[NUM_TEXT], ratio[NUM_TEXT];
    if (isnan(d_crit)) {
        fputs("\nD_crit: none. More tokens always lower this plan's loss in this law.\n", to);
        return;
    }
    const double times = app->now.plan.D / d_crit;
    fprintf(to,
            "\nD_crit: %s tokens (%s). Past it more tokens raise this plan's loss; D is %s%s.\n",
            num_si(turn, d_crit), exact(text, d_crit),
            num_si(ratio, num_round(times > 1 ? times : 1 / times, 2)),
            times > 1 ? " times past it" : " times below it");
}

static bool print_answer(const struct app *app, const struct facts *facts, const char *report,
                         unsigned drawn, FILE *to) {
    char cell[CELL], name[CELL];
    const struct preset *preset = app_primary(app);
    const struct answer *answer = &facts->answer[app->now.primary];
    fprintf(to, "\n## The answer of %s\n\n%s", name_of(name, preset), plain(cell, preset->title));
    fprintf(to, " (%s); law %s.\n", plain(cell, preset->source), preset->law->name);
    if (answer->result.status == LAW_SILENT) {
        fprintf(to, "\nIt has no loss here: %s.\n", plain(cell, answer->result.why));
        return true;
    }
    print_formula(app, to);
    print_terms(&answer->result, to);
    print_turn(app, answer->d_crit, to);
    print_picture(report, 0, drawn, to);
    return drawn != 0 || print_chart(app, facts, to);
}

static void print_moves(const struct app *app, const struct facts *facts, FILE *to) {
    if (facts->move_count == 0) return;
    fputs("\n## What one step would do\n\n| step | loss | cost |\n|---|---:|---|\n", to);
    for (int i = 0; i < facts->move_count && i < BEST_MOVES; i++) {
        char name[64], cost[64], number[NUM_TEXT];
        view_move_name(&app->now.plan, &facts->moves[i], name, sizeof name);
        view_move_cost(&facts->moves[i], false, cost, sizeof cost);
        fprintf(to, "| %s | %s | %s |\n", name, num_signed(number, facts->moves[i].delta, 4), cost);
    }
}

static void print_optimum(const struct app *app, const struct facts *facts, const char *report,
                          unsigned drawn, FILE *to) {
    char text[NUM_TEXT], cell[CELL], changes[256];
    const struct optimum *best = &facts->optimum;
    const double budget = cost_budget(app_primary(app)->law, &app->now.plan);
    fprintf(to, "\n## The best plan for %s FLOP at 16 bit\n\n", num_si(text, budget));
    if (best->status == LAW_SILENT) {
        fprintf(to, "None: %s.\n", plain(cell, best->why));
        return;
    }
    pins_difference(&app->now.plan, &best->plan, changes, sizeof changes);
    fprintf(to, "%s, everything else as it is: %s.",
            facts->joint ? "N, D and bits free" : "N and D free", changes);
    fprintf(to, " Loss %s", num_fixed(text, best->loss, 4));
    fprintf(to, " (%s lower than this plan's).\n", num_fixed(text, facts->optimum_gap, 4));
    if (best->at_edge)
        fputs("It sits on the edge of a range: it is the range's, not the law's.\n", to);
    if (best->why[0]) fprintf(to, "%s.\n", plain(cell, best->why));
    print_picture(report, 2, drawn, to);
}

static void print_laws(const struct app *app, const struct facts *facts, const char *report,
                       unsigned drawn, FILE *to) {
    char a[NUM_TEXT], b[NUM_TEXT], c[NUM_TEXT], d[NUM_TEXT], e[NUM_TEXT], cell[CELL], name[CELL];
    fputs(
        "\n## Other laws\n\nTheir losses come from other data and tokenizers: compare what "
        "quantising adds.\n\n| preset | quantising adds | PTQ | training bits | N_eff/N | D_crit | "
        "remark |\n|---|---:|---:|---:|---:|---:|---|\n",
        to);
    for (int i = 0; i < app->preset_count; i++) {
        const struct answer *answer = &facts->answer[i];
        const struct result *result = &answer->result;
        char remark[RESULT_WHY + 128] = "";
        if (result->status != LAW_SILENT)
            preset_stretches(app->presets[i], &app->now.plan, remark, sizeof remark);
        if (remark[0]) text_append(remark, sizeof remark, " beyond its runs");
        if (result->why[0])
            text_append(remark, sizeof remark, "%s%s", remark[0] ? "; " : "", result->why);
        fprintf(to, "| %s | %s | %s | %s | %s | %s | %s |\n", name_of(name, app->presets[i]),
                num_signed(a, facts->added[i], 4), num_signed(b, result->ptq_delta, 4),
                num_signed(c, result->qat_delta, 4), num_fixed(d, result->n_eff_ratio, 3),
                num_si(e, answer->d_crit), plain(cell, remark));
    }
    print_picture(report, 1, drawn, to);
    fputs("\nTo the last digit:\n\n| preset |", to);
    for (int i = 0; i < OUTPUT_COUNT; i++)
        fprintf(to, " %s |", outputs[i].name);
    fputs("\n|---|", to);
    for (int i = 0; i < OUTPUT_COUNT; i++)
        fputs("---:|", to);
    for (int i = 0; i < app->preset_count; i++) {
        fprintf(to, "\n| %s |", name_of(name, app->presets[i]));
        for (int k = 0; k < OUTPUT_COUNT; k++)
            fprintf(to, " %s |", exact(a, output_get(&facts->answer[i], (enum output)k)));
    }
    fputc('\n', to);
}

static bool print_trust(const struct app *app, const struct facts *facts, FILE *to) {
    char cell[CELL];
    const struct answer *answer = &facts->answer[app->now.primary];
    struct trust *trust = malloc(sizeof *trust);
    if (!trust) return false;
    explain_trust(app, &answer->result, answer->d_crit, trust);
    fputs("\n## How far to trust it\n\n", to);
    for (int i = 0; i < trust->count; i++)
        fprintf(to, "- %s%s\n", trust->line[i].warns ? "▲ " : "", plain(cell, trust->line[i].text));
    free(trust);
    return true;
}

static void print_pins(const struct app *app, FILE *to) {
    if (app->pins.count == 0) return;
    const struct preset *preset = app_primary(app);
    fputs("\n## Pinned plans\n\n| pin | otherwise than this plan | loss | quantising adds | "
          "compute | "
          "command |\n|---|---|---:|---:|---:|---|\n",
          to);
    for (int i = 0; i < app->pins.count; i++) {
        char cell[CELL], changes[256], words[512], a[NUM_TEXT], b[NUM_TEXT], c[NUM_TEXT];
        const struct plan_pin *pin = &app->pins.pin[i];
        struct result result;
        law_eval(preset, &pin->plan, &result);
        pins_difference(&app->now.plan, &pin->plan, changes, sizeof changes);
        command_words(&pin->plan, words, sizeof words);
        fprintf(to, "| %s%s", plain(cell, pin->name), i == app->pins.baseline ? " (baseline)" : "");
        fprintf(to, " | %s | %s | %s | %s | `%s` |\n", changes, num_fixed(a, result.loss, 4),
                num_signed(b, law_added(preset, &pin->plan, &result), 4),
                num_si(c, cost_training(preset->law, &pin->plan)), words[0] ? words : "bitplan");
    }
}

/* A preset's source, its arXiv number as a link. */
static void print_source(const char *source, FILE *to) {
    static const char mark[] = "arXiv:";
    char cell[CELL];
    const char *at = strstr(source, mark);
    size_t length = 0;
    while (at && (isdigit((unsigned char)at[sizeof mark - 1 + length]) ||
                  at[sizeof mark - 1 + length] == '.'))
        length++;
    fputs(plain(cell, source), to);
    if (length > 0) fprintf(to, " <https://arxiv.org/abs/%.*s>", (int)length, at + sizeof mark - 1);
}

static void print_sources(const struct app *app, FILE *to) {
    char cell[CELL], command[COMMAND_LINE];
    fputs("\n## Sources\n\n", to);
    for (int i = 0; i < app->preset_count; i++) {
        fprintf(to, "- %s: ", name_of(cell, app->presets[i]));
        fprintf(to, "%s, ", plain(cell, app->presets[i]->title));
        print_source(app->presets[i]->source, to);
        fputc('\n', to);
    }
    command_line(app, "eval", command, sizeof command);
    fprintf(to, "\nThese numbers again, with bitplan %s:\n\n    %s\n", BITPLAN_VERSION, command);
}

bool paper_print(const struct app *app, const char *report, unsigned drawn, FILE *to) {
    struct facts facts;
    facts_compute(app, &facts);
    print_head(app, &facts, to);
    print_plan(&app->now.plan, to);
    print_cost(app, to);
    const bool answered = print_answer(app, &facts, report, drawn, to);
    print_moves(app, &facts, to);
    print_optimum(app, &facts, report, drawn, to);
    print_laws(app, &facts, report, drawn, to);
    const bool trusted = print_trust(app, &facts, to);
    print_pins(app, to);
    print_sources(app, to);
    return answered && trusted;
}
