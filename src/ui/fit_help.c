/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fit_help.h"

#include "base/text.h"
#include "engine/fit_request.h"
#include "ui/fit_ask.h"
#include "ui/fit_parts.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include "ui/widget.h"
#include <stddef.h>

enum { WIDTH = 72, FORM_W = 10, TEXT = 512, FORMS_TEXT = 120 };

static bool has_form(const struct app *app, int index) {
    return !fit_forms[index].law || fit_forms[index].law == fit_ask_law(&app->fit);
}

/* The words beside a form's name: of the usual one, which it is. */
static const char *form_words(const struct app *app, int index, char out[FORMS_TEXT]) {
    const struct law *const law = fit_ask_law(&app->fit);
    const unsigned usual = fit_usual_form(law);
    out[0] = '\0';
    text_append(out, FORMS_TEXT, "%s", fit_forms[index].help);
    for (int i = 1; index == 0 && i < FIT_FORMS; i++) {
        if (fit_forms[i].law == law && usual && fit_forms[i].set == usual)
            text_append(out, FORMS_TEXT, ": %s", fit_forms[i].name);
    }
    return out;
}

static bool is_forms(const struct app *app) {
    return fit_ask_rows[app->at].choice == offsetof(struct fit_state, form) &&
           fit_ask_rows[app->at].kind == FIT_ROW_CHOICE;
}

static int forms_rows(const struct app *app, struct canvas *canvas, int width) {
    char words[FORMS_TEXT];
    int rows = 1;
    for (int i = 0; i < FIT_FORMS; i++) {
        if (has_form(app, i))
            rows += widget_text_rows(canvas, width - FORM_W, form_words(app, i, words));
    }
    return rows;
}

/* A line each, below a blank one. */
static void draw_forms(const struct app *app, struct canvas *canvas, struct rect rect) {
    char words[FORMS_TEXT];
    rect.y++;
    rect.h--;
    for (int i = 0; i < FIT_FORMS && rect.h > 0; i++) {
        if (!has_form(app, i)) continue;
        const bool on = i == app->fit.form;
        canvas_put(canvas, rect.x, rect.y, FORM_W - 1, looks[on ? LOOK_KEY : LOOK_STRONG],
                   fit_forms[i].name);
        struct rect right = {rect.x + FORM_W, rect.y, rect.w - FORM_W, rect.h};
        widget_say(canvas, &right, looks[LOOK_TEXT], form_words(app, i, words));
        rect.y = right.y;
        rect.h = right.h;
    }
}

static void now_words(const struct app *app, char *out, size_t size) {
    char value[PLAN_VALUE];
    text_clean(value, sizeof value, fit_ask_show(&app->fit, app->at));
    out[0] = '\0';
    text_append(out, size, "now: %s", *value ? value : "nothing");
}

void fit_help_draw(const struct app *app, struct canvas *canvas) {
    const struct fit_ask_row *const row = &fit_ask_rows[app->at];
    const int width = (canvas->cols - 4 < WIDTH ? canvas->cols - 4 : WIDTH) - 4;
    char title[80] = "", now[TEXT];
    now_words(app, now, sizeof now);
    const int text = widget_text_rows(canvas, width, row->about);
    const int forms = is_forms(app) ? forms_rows(app, canvas, width) : 0;
    const int rows = text + forms + 2;
    text_append(title, sizeof title, "Fit · %s", row->name);
    const struct rect in =
        overlay_frame(canvas, width, rows < canvas->rows - 4 ? rows : canvas->rows - 4, title);
    struct rect at = in;
    widget_say(canvas, &at, looks[LOOK_TEXT], row->about);
    if (forms > 0) draw_forms(app, canvas, (struct rect){at.x, at.y, at.w, at.h - 2});
    widget_fit(canvas, (struct rect){in.x, in.y + in.h - 1, in.w, 1}, looks[LOOK_DIM], now);
    canvas_print(canvas, in.x, in.y + in.h, in.w, looks[LOOK_DIM],
                 " ↑↓ the other rows, Escape closes ");
}

void fit_help_open(struct app *app) {
    int shown[FIT_ASK_ROWS], count;
    app->at = shown[fit_row_chosen(app, shown, &count)];
    app->overlay = OVERLAY_FIT_ROW;
}

/* The form's own choice goes with it. */
static void turn(struct app *app, int by) {
    int shown[FIT_ASK_ROWS], count;
    const int at = fit_row_chosen(app, shown, &count);
    app->at = app->fit.row = shown[(at + by + count) % count];
}

void fit_help_key(struct app *app, uint32_t key) {
    if (key == K_UP || key == 'k')
        turn(app, -1);
    else if (key == K_DOWN || key == 'j')
        turn(app, +1);
    else if (key == K_ESCAPE || key == K_ENTER || key == 'q' || key == 'K' || key == K_F1)
        app->overlay = OVERLAY_NONE;
}

void fit_help_mouse(struct app *app, const struct event *event) {
    if (event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN)
        turn(app, event->kind == EVENT_WHEEL_UP ? -1 : +1);
    else if (event->kind == EVENT_PRESS)
        app->overlay = OVERLAY_NONE;
}
