/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A step of a lesson: the planner set to what it needs, its texts with their numbers in place, its
 * claims checked. */
#include "base/text.h"
#include "ui/lesson_parts.h"
#include "ui/state.h"
#include "ui/state_fields.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

void lesson_flat(char *out, size_t size, const char *value) {
    text_copy(out, size, value);
    for (char *at = out; *at; at++) {
        if (*at == '\n') *at = ' ';
    }
    char *copy = strdup(out);
    if (copy) text_clean(out, size, copy);
    free(copy);
}

/* The item's text with its {SUM}s filled in; "" where there is none. */
static bool fill(const struct lesson *lesson, const struct ini_item *item,
                 const struct quantity_of *of, char *out, size_t size, struct err *err) {
    char flat[LESSON_TEXT];
    out[0] = '\0';
    if (!item) return true;
    if (strlen(item->value) >= sizeof flat) {
        err_set(err, "%s has over %zu bytes; expected less", item->name, sizeof flat - 1);
        return lesson_file_at(lesson, item, err);
    }
    lesson_flat(flat, sizeof flat, item->value);
    return quantity_fill(out, size, flat, of, err) || lesson_file_at(lesson, item, err);
}

static bool set_words(const struct lesson *lesson, const struct ini_item *item, struct plan *plan,
                      struct err *err) {
    char words[LESSON_LINE], *rest = NULL;
    if (!item) return true;
    text_copy(words, sizeof words, item->value);
    for (char *word = strtok_r(words, " \n\t", &rest); word;
         word = strtok_r(NULL, " \n\t", &rest)) {
        if (!plan_word(plan, word, err)) return lesson_file_at(lesson, item, err);
    }
    return true;
}

static bool set_law(struct app *app, const struct lesson *lesson, const struct ini_item *item,
                    struct err *err) {
    app->now.primary = 0;
    if (!item) return true;
    for (int i = 0; i < app->preset_count; i++) {
        app->now.primary = i;
        if (strcmp(app->presets[i]->name, item->value) == 0) return true;
    }
    app->now.primary = 0;
    err_set(err, "law = %s; expected one of the lesson's presets", item->value);
    return lesson_file_at(lesson, item, err);
}

/* A step is entered again and again, over the reader's pins: what reorders the laws or looks at the
 * pins has no place in it. */
static bool set_one(struct app *app, const struct ini_item *item, struct err *err) {
    if (strcmp(item->name, "primary") == 0)
        return err_set(err, "primary = %s; expected law = NAME", item->value);
    if (strcmp(item->name, "baseline") == 0)
        return err_set(err, "baseline = %s; expected none, pins are the reader's", item->value);
    return state_set(app, item->name, item->value, err);
}

static bool set_settings(struct app *app, const struct lesson *lesson,
                         const struct lesson_step *step, struct err *err) {
    for (int i = 0; i < step->settings; i++) {
        const struct ini_item *item = step->setting[i];
        if (!set_one(app, item, err)) return lesson_file_at(lesson, item, err);
    }
    return state_fields_check(app, err) || lesson_file_at(lesson, step->head, err);
}

/* Views as they are at first, then what the step asks for. */
static bool set_screen(struct app *app, const struct lesson *lesson, const struct lesson_step *step,
                       struct err *err) {
    app->curve = curve_start();
    app->map = (struct map_state){0};
    app->optimum = (struct optimum_state){0};
    app->formats = (struct formats_state){0};
    app->now.hold = HOLD_NONE;
    app->now.selected = IN_N;
    const bool set = set_settings(app, lesson, step, err);
    const enum input selected = app->now.selected;
    app_show(app, app->view);
    if (app->view != VIEW_CURVE) app->now.selected = selected;
    return set;
}

static bool read_within(const struct lesson_step *step, double *within, struct err *err) {
    return (num_parse(step->within->value, within) && *within > 0) ||
           err_set(err, "within = %s; expected a factor, as in 2, or below 1 a difference",
                   step->within->value);
}

static bool read_answer(const struct lesson *lesson, const struct lesson_step *step,
                        const struct quantity_of *of, struct lesson_page *page, struct err *err) {
    if (!step->ask || step->choices > 0) return true;
    const struct ini_item *item = step->answer;
    if (!quantity_eval(item->value, of, &page->answer, err))
        return lesson_file_at(lesson, item, err);
    if (!isfinite(page->answer)) {
        err_set(err, "answer = %s has no value; expected a number", item->value);
        return lesson_file_at(lesson, item, err);
    }
    quantity_show(page->answer_shown, item->value, page->answer);
    return read_within(step, &page->within, err) || lesson_file_at(lesson, step->within, err);
}

static bool check_claim(const struct lesson *lesson, const struct lesson_step *step,
                        const struct quantity_of *of, struct err *err) {
    bool holds = false;
    char flat[LESSON_LINE];
    if (!step->check) return true;
    lesson_flat(flat, sizeof flat, step->check->value);
    if (!quantity_holds(flat, of, &holds, err)) return lesson_file_at(lesson, step->check, err);
    if (holds) return true;
    err_set(err, "check = %s does not hold; expected what is so", flat);
    return lesson_file_at(lesson, step->check, err);
}

bool lesson_enter(struct app *app, const struct lesson *lesson, int index, struct lesson_page *page,
                  struct err *err) {
    const struct lesson_step *step = &lesson->step[index];
    struct plan plan = plan_default();
    if (!set_words(lesson, lesson->set, &plan, err) || !set_words(lesson, step->set, &plan, err) ||
        !set_law(app, lesson, step->law, err))
        return false;
    app->now.plan = plan;
    if (!set_screen(app, lesson, step, err)) return false;
    const struct quantity_of of = {.plan = plan,
                                   .preset = app_primary(app),
                                   .presets = (const struct preset *const *)app->presets,
                                   .preset_count = app->preset_count};
    for (int i = 0; i < step->choices; i++) {
        if (!fill(lesson, step->choice[i], &of, page->choice[i], LESSON_LINE, err)) return false;
    }
    return fill(lesson, step->text, &of, page->text, sizeof page->text, err) &&
           fill(lesson, step->ask, &of, page->ask, sizeof page->ask, err) &&
           fill(lesson, step->show, &of, page->show, sizeof page->show, err) &&
           read_answer(lesson, step, &of, page, err) && check_claim(lesson, step, &of, err);
}
