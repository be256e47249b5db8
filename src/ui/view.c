/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view.h"

#include "base/text.h"
#include "ui/action.h"
#include "ui/lesson.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include "ui/pins_show.h"
#include <math.h>
#include <string.h>

const struct view_row *const views[VIEW_COUNT] = {
    [VIEW_PLAN] = &view_plan,       [VIEW_CURVE] = &view_curve,     [VIEW_MAP] = &view_map,
    [VIEW_OPTIMUM] = &view_optimum, [VIEW_FORMATS] = &view_formats, [VIEW_COMPARE] = &view_compare,
    [VIEW_EXPLAIN] = &view_explain, [VIEW_FIT] = &view_fit};

static const char brand[] = " bitplan ";

/* How tabs are set: with titles and blanks between them, with titles close, or briefly and close.
 */
enum { WIDE_GAP = 4, CLOSE_GAP = 3 };

static int tabs_width(int gap) {
    int width = (int)sizeof brand + (gap == WIDE_GAP ? 1 : 0);
    for (int i = 0; i < VIEW_COUNT; i++)
        width += (int)strlen(views[i]->title) + gap;
    return width;
}

struct rect view_tab(int cols, enum view view, const char **title) {
    const bool wide = tabs_width(WIDE_GAP) <= cols, titled = tabs_width(CLOSE_GAP) <= cols;
    const int gap = wide ? WIDE_GAP : CLOSE_GAP;
    int x = (int)sizeof brand + (wide ? 1 : 0);
    for (int i = 0; i <= (int)view; i++) {
        *title = titled ? views[i]->title : views[i]->brief;
        if (i < (int)view) x += (int)strlen(*title) + gap;
    }
    return (struct rect){x, 0, (int)strlen(*title) + (wide ? gap - 1 : gap), 1};
}

static void draw_tabs(const struct app *app, struct canvas *canvas) {
    char name[PRESET_NAME], versus[PINS_VERSUS];
    canvas_put(canvas, 0, 0, canvas->cols, looks[LOOK_BRAND], brand);
    int end = 0;
    for (int i = 0; i < VIEW_COUNT; i++) {
        const char *title;
        const struct rect tab = view_tab(canvas->cols, (enum view)i, &title);
        const bool on = (enum view)i == app->view;
        canvas_print(canvas, tab.x, 0, 2, looks[on ? LOOK_KEY : LOOK_DIM], "%c", views[i]->key);
        canvas_print(canvas, tab.x + 1, 0, tab.w, looks[on ? LOOK_TAB : LOOK_TEXT], " %s ", title);
        end = tab.x + tab.w;
    }
    text_clean(name, sizeof name, app_primary(app)->name);
    const int width = canvas_width(canvas, name);
    int right = canvas->cols;
    if (end + 2 + width < right) {
        canvas_put_right(canvas, end + 2, 0, right - end - 3, looks[LOOK_DIM], name);
        right -= width + 3;
    }
    pins_versus(app, canvas, right - end, versus);
    canvas_put_right(canvas, end, 0, right - end, looks[LOOK_TEXT], versus);
}

static void draw_bar(const struct app *app, struct canvas *canvas) {
    struct hint hint[HINTS];
    const int y = canvas->rows - 1;
    if (app->status[0]) {
        canvas_put(canvas, 1, y, canvas->cols - 2,
                   looks[app->status_bad ? LOOK_BAD_STRONG : LOOK_STRONG], app->status);
        return;
    }
    const int count = action_hints(canvas, app, hint);
    for (int i = 0; i < count; i++) {
        char name[KEY_NAME];
        const char *keys = hint_keys(&hint[i], name);
        const int taken = canvas_put(canvas, hint[i].x, y, hint[i].width, looks[LOOK_KEY], keys);
        canvas_put(canvas, hint[i].x + taken + 1, y, hint[i].width - taken - 1, looks[LOOK_TEXT],
                   hint[i].binding->bar);
    }
}

static void draw_refusal(struct canvas *canvas) {
    canvas_print(canvas, 0, 0, canvas->cols, looks[LOOK_STRONG], "bitplan needs %dx%d",
                 APP_MIN_COLS, APP_MIN_ROWS);
    canvas_print(canvas, 0, 1, canvas->cols, looks[LOOK_TEXT], "this is %dx%d", canvas->cols,
                 canvas->rows);
    canvas_put(canvas, 0, 2, canvas->cols, looks[LOOK_DIM], "q quits");
}

/* Above the panel of a lesson, where one runs. */
static void draw_view(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    if (!lesson_runs(app)) {
        views[app->view]->draw(app, facts, canvas);
        return;
    }
    struct app upper = *app;
    struct canvas part = *canvas;
    upper.rows = part.rows = canvas->rows - lesson_rows(app);
    views[app->view]->draw(&upper, facts, &part);
    lesson_draw(app, canvas);
}

void app_draw(const struct app *app, struct canvas *canvas) {
    struct facts facts;
    canvas_clear(canvas);
    if (canvas->cols < APP_MIN_COLS || canvas->rows < APP_MIN_ROWS) {
        draw_refusal(canvas);
        return;
    }
    facts_compute(app, &facts);
    draw_tabs(app, canvas);
    draw_view(app, &facts, canvas);
    draw_bar(app, canvas);
    overlay_draw(app, canvas);
}

const char *view_compute(const struct app *app, double flop, char out[NUM_TEXT]) {
    static const double pf_day = 1e15 * 24 * 60 * 60;
    num_si(out, app->pf_days ? flop / pf_day : flop);
    text_append(out, NUM_TEXT, " %s", app->pf_days ? "PF-days" : "FLOP");
    return out;
}

void view_move_name(const struct plan *plan, const struct move *move, char *out, size_t size) {
    char from[NUM_TEXT], to[NUM_TEXT];
    const enum input input = move->input;
    const double value = plan_get(plan, input);
    out[0] = '\0';
    const bool factor = inputs[input].scale == SCALE_LOG && input != IN_G && value > 0;
    if (factor) {
        const bool up = move->to > value;
        text_append(out, size, "%s %s%s", inputs[input].name, up ? "×" : "÷",
                    num_si(to, num_round(up ? move->to / value : value / move->to, 3)));
    } else if (input_word(input, move->to) || input_word(input, value)) {
        text_append(out, size, "%s %s", inputs[input].name, input_show(to, input, move->to));
    } else {
        text_append(out, size, "%s %s → %s", inputs[input].name, input_show(from, input, value),
                    input_show(to, input, move->to));
    }
}

void view_move_cost(const struct move *move, bool brief, char *out, size_t size) {
    char number[NUM_TEXT];
    out[0] = '\0';
    const double times = num_round(move->compute, 3);
    if (brief && times != 1) {
        text_append(out, size, "%s%s compute", times > 1 ? "×" : "÷",
                    num_si(number, num_round(times > 1 ? times : 1 / times, 3)));
    } else if (times == 2) {
        text_append(out, size, "twice the compute");
    } else if (times == 0.5) {
        text_append(out, size, "half the compute");
    } else if (times == 0.1) {
        text_append(out, size, "a tenth of the compute");
    } else if (times != 1) {
        text_append(out, size, "%s× the compute", num_si(number, times));
    } else if (fabs(move->bytes) >= 5e7) {
        text_append(out, size, "%s GB",
                    num_signed(number, move->bytes / 1e9, fabs(move->bytes) < 1e10 ? 1 : 0));
    } else {
        text_append(out, size, "same cost");
    }
}
