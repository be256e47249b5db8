/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/export_parts.h"
#include "ui/plan_parts.h"
#include "ui/view.h"

enum { GROUP_GAPS = 3, LEAST_CHART = 6 };

static int left_width(int cols) {
    if (cols < 78) return 34;
    if (cols < 110) return 41;
    const int share = cols * 46 / 100;
    return share < 92 ? share : 92;
}

static int least(int a, int b) {
    return a < b ? a : b;
}

/* Hand out rows from top to bottom: a part gets want rows, fewer where less is left, none below
 * `need`. */
static struct rect take(struct rect *room, int want, int need) {
    struct rect part = {room->x, room->y, room->w, least(want, room->h)};
    if (part.h < need) part.h = 0;
    room->y += part.h;
    room->h -= part.h;
    return part;
}

static void lay_left(const struct app *app, struct plan_layout *layout) {
    struct rect room = {0, 1, left_width(app->cols), app->rows - 2};
    layout->spaced = app->rows >= 30;
    layout->inputs = take(&room, 1 + INPUT_COUNT + (layout->spaced ? GROUP_GAPS : 0), 1);
    layout->cost = take(&room, app->rows >= 30 ? 5 : 3, 2);
    layout->moves = take(&room, app->rows >= 50 ? 14 : app->rows >= 30 ? 7 : room.h, 2);
    layout->about = take(&room, room.h >= 7 + 3 ? 7 : room.h, 3);
    layout->details = take(&room, 2 + app->preset_count, 3);
}

static void lay_right(const struct app *app, struct plan_layout *layout) {
    const int x = left_width(app->cols) + 1;
    struct rect room = {x, 1, app->cols - x, app->rows - 2};
    layout->airy = app->rows >= 30;
    layout->all_laws = app->rows >= 30;
    /* the optimum's interval has a row of its own, where there is one */
    const int airy = app_primary(app)->covariance ? 12 : 11;
    layout->answers = take(&room, layout->airy ? airy : 8, 8);
    const int laws = 1 + app->preset_count - (layout->all_laws ? 0 : 1);
    const int most = app->rows >= 50 ? room.h / 3 : app->rows >= 30 ? 7 : 5;
    layout->laws = take(&room, least(laws, most), 2);
    if (layout->airy && room.h > LEAST_CHART + 8) take(&room, 1, 1);
    layout->chart = take(&room, room.h >= 36 ? room.h / 2 : room.h, LEAST_CHART);
    layout->second = take(&room, room.h, LEAST_CHART);
}

struct plan_layout plan_layout(const struct app *app) {
    struct plan_layout layout = {.spaced = false};
    lay_left(app, &layout);
    lay_right(app, &layout);
    return layout;
}

/* What the second chart is over: D, or N where the first is over D. */
static enum input second_input(const struct app *app) {
    return plan_chart_input(app) == IN_D ? IN_N : IN_D;
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    const struct plan_layout layout = plan_layout(app);
    plan_draw_inputs(app, facts, canvas, &layout);
    if (layout.cost.h) plan_draw_cost(app, canvas, layout.cost);
    if (layout.moves.h) plan_draw_moves(app, facts, canvas, layout.moves);
    if (layout.about.h) plan_draw_about(app, canvas, layout.about);
    if (layout.details.h) plan_draw_details(app, facts, canvas, layout.details);
    plan_draw_answers(app, facts, canvas, &layout);
    if (layout.laws.h) plan_draw_laws(app, facts, canvas, &layout);
    const enum input over = plan_chart_input(app);
    if (layout.chart.h) plan_draw_chart(app, facts, canvas, layout.chart, over);
    if (layout.second.h) plan_draw_chart(app, facts, canvas, layout.second, second_input(app));
}

static bool inside(struct rect rect, const struct event *event) {
    return event->x >= rect.x && event->x < rect.x + rect.w && event->y >= rect.y &&
           event->y < rect.y + rect.h;
}

static void slide_to(struct app *app, const struct plan_layout *layout, int x) {
    const struct rect track = plan_track(layout);
    app_move(app, app->now.selected,
             input_at_fraction(app->now.selected, (double)(x - track.x) / (track.w - 1)));
}

static void press(struct app *app, const struct plan_layout *layout, const struct event *event) {
    const enum input input =
        event->x < layout->inputs.w ? plan_row_input(layout, event->y) : INPUT_NONE;
    const struct rect track = plan_track(layout);
    app->drag_saved = false;
    if (input != INPUT_NONE) {
        app->now.selected = input;
        if (event->x < track.x || event->x >= track.x + track.w) return;
        app->drag = DRAG_SLIDER;
        slide_to(app, layout, event->x);
    } else if (inside(layout->laws, event)) {
        app_choose_preset(app, plan_row_law(app, layout, event->y));
    } else if (inside(layout->chart, event)) {
        const enum input over = plan_chart_input(app);
        plan_chart_grab(app, over);
        app->drag = DRAG_CHART;
        app_move(app, over, plan_chart_value(app, layout->chart, over, event->x));
    } else if (inside(layout->second, event)) {
        const enum input over = second_input(app);
        app_move(app, over, plan_chart_value(app, layout->second, over, event->x));
    }
}

static void drag(struct app *app, const struct plan_layout *layout, const struct event *event) {
    const enum input over = plan_chart_input(app);
    if (app->drag == DRAG_SLIDER) slide_to(app, layout, event->x);
    if (app->drag == DRAG_CHART)
        app_move(app, over, plan_chart_value(app, layout->chart, over, event->x));
}

static void wheel(struct app *app, const struct plan_layout *layout, const struct event *event) {
    const int direction = event->kind == EVENT_WHEEL_UP ? +1 : -1;
    const enum input under =
        event->x < layout->inputs.w ? plan_row_input(layout, event->y) : INPUT_NONE;
    if (under != INPUT_NONE) app->now.selected = under;
    const double value = plan_get(&app->now.plan, app->now.selected);
    app_move(app, app->now.selected, input_step(app->now.selected, value, direction, STEP_ONE));
}

static void mouse(struct app *app, const struct event *event) {
    const struct plan_layout layout = plan_layout(app);
    if (event->kind == EVENT_PRESS)
        press(app, &layout, event);
    else if (event->kind == EVENT_DRAG)
        drag(app, &layout, event);
    else
        wheel(app, &layout, event);
}

const struct view_row view_plan = {.name = "plan",
                                   .key = '1',
                                   .title = "Plan",
                                   .brief = "Plan",
                                   .help = "the sliders, the answers and the curve",
                                   .draw = draw,
                                   .table = plan_table,
                                   .figure = plan_figure,
                                   .mouse = mouse};
