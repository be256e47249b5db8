/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/overlay.h"

#include "ui/fit_help.h"
#include "ui/lesson.h"
#include "ui/look.h"

struct rect overlay_place(const struct canvas *canvas, int width, int height) {
    const int w = width + 4 < canvas->cols ? width + 4 : canvas->cols;
    const int h = height + 2 < canvas->rows ? height + 2 : canvas->rows;
    return (struct rect){(canvas->cols - w) / 2 + 2, (canvas->rows - h) / 2 + 1, w - 4, h - 2};
}

struct rect overlay_frame(struct canvas *canvas, int width, int height, const char *title) {
    const struct rect in = overlay_place(canvas, width, height);
    const int w = in.w + 4, h = in.h + 2;
    const struct rect all = {in.x - 2, in.y - 1, w, h};
    canvas_fill(canvas, all, looks[LOOK_TEXT]);
    for (int i = 1; i < w - 1; i++) {
        canvas_set(canvas, all.x + i, all.y, looks[LOOK_DIM], 0x2500);
        canvas_set(canvas, all.x + i, all.y + h - 1, looks[LOOK_DIM], 0x2500);
    }
    for (int i = 1; i < h - 1; i++) {
        canvas_set(canvas, all.x, all.y + i, looks[LOOK_DIM], 0x2502);
        canvas_set(canvas, all.x + w - 1, all.y + i, looks[LOOK_DIM], 0x2502);
    }
    canvas_set(canvas, all.x, all.y, looks[LOOK_DIM], 0x250C);
    canvas_set(canvas, all.x + w - 1, all.y, looks[LOOK_DIM], 0x2510);
    canvas_set(canvas, all.x, all.y + h - 1, looks[LOOK_DIM], 0x2514);
    canvas_set(canvas, all.x + w - 1, all.y + h - 1, looks[LOOK_DIM], 0x2518);
    canvas_print(canvas, all.x + 2, all.y, w - 4, looks[LOOK_STRONG], " %s ", title);
    return in;
}

int overlay_top(int at, int rows) {
    return at < rows ? 0 : at - rows + 1;
}

int overlay_list_key(uint32_t key, int at, int count, int page) {
    int to = at;
    if (key == K_DOWN || key == 'j') to++;
    if (key == K_UP || key == 'k') to--;
    if (key == K_PAGE_DOWN || key == K_SPACE) to += page;
    if (key == K_PAGE_UP) to -= page;
    if (key == K_HOME) to = 0;
    if (key == K_END) to = count - 1;
    return to >= count ? count - 1 : to < 0 ? 0 : to;
}

int overlay_list_row(const struct rect *in, int rows, const struct event *event) {
    const int row = event->y - in->y;
    const bool inside = event->x >= in->x && event->x < in->x + in->w && row >= 0 && row < rows;
    return inside ? row : -1;
}

static const struct overlay_row {
    void (*draw)(const struct app *app, struct canvas *canvas);
    void (*key)(struct app *app, uint32_t key);
    void (*mouse)(struct app *app, const struct event *event); /* NULL: it means nothing there */
    bool (*types)(const struct app *app); /* whether text is typed in it now; NULL: never */
} overlays[OVERLAY_COUNT] = {
    [OVERLAY_HELP] = {overlay_help_draw, overlay_help_key, overlay_help_mouse, overlay_help_types},
    [OVERLAY_PICKER] = {overlay_picker_draw, overlay_picker_key, overlay_picker_mouse, NULL},
    [OVERLAY_FIELD] = {overlay_field_draw, overlay_field_key, NULL, overlay_field_types},
    [OVERLAY_PALETTE] = {overlay_palette_draw, overlay_palette_key, overlay_palette_mouse,
                         overlay_palette_types},
    [OVERLAY_COMMAND] = {overlay_command_draw, overlay_command_key, overlay_command_mouse, NULL},
    [OVERLAY_INPUT] = {overlay_input_draw, overlay_input_key, overlay_input_mouse, NULL},
    [OVERLAY_FIT_ROW] = {fit_help_draw, fit_help_key, fit_help_mouse, NULL},
    [OVERLAY_LESSONS] = {lesson_list_draw, lesson_list_key, lesson_list_mouse, NULL},
    [OVERLAY_EXPORT] = {overlay_export_draw, overlay_export_key, overlay_export_mouse,
                        overlay_export_types},
    [OVERLAY_UNDO] = {overlay_undo_draw, overlay_undo_key, overlay_undo_mouse, NULL},
};

void overlay_draw(const struct app *app, struct canvas *canvas) {
    if (app->overlay != OVERLAY_NONE) overlays[app->overlay].draw(app, canvas);
}

bool overlay_types(const struct app *app) {
    return overlays[app->overlay].types && overlays[app->overlay].types(app);
}

void overlay_key(struct app *app, uint32_t key) {
    static const uint32_t ctrl_c = 3;
    if (key == ctrl_c && !overlay_types(app)) app->quit = true;
    if (app->overlay != OVERLAY_NONE) overlays[app->overlay].key(app, key);
}

void overlay_mouse(struct app *app, const struct event *event) {
    if (overlays[app->overlay].mouse) overlays[app->overlay].mouse(app, event);
}
