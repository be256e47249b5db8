/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lessons that there are, to choose one from. */
#include "base/text.h"
#include "ui/lesson_parts.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include "ui/widget.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_row(const struct preset_entry *entry, struct lesson *scratch,
                     struct lesson_row *row) {
    struct err err;
    text_copy(row->name, sizeof row->name, entry->name);
    text_copy(row->path, sizeof row->path, entry->path);
    row->broken[0] = '\0';
    if (!lesson_file_read(entry->path, scratch, &err)) {
        text_clean(row->title, sizeof row->title, entry->name);
        text_clean(row->broken, sizeof row->broken, err.text);
        return;
    }
    lesson_flat(row->title, sizeof row->title, scratch->title->value);
    lesson_flat(row->finding, sizeof row->finding, scratch->finding->value);
    lesson_flat(row->source, sizeof row->source, scratch->source->value);
    lesson_file_free(scratch);
}

static bool read_rows(struct lessons *all, struct err *err) {
    struct preset_list list;
    struct lesson *scratch = malloc(sizeof *scratch);
    if (!scratch || !lesson_list_read(&list, err)) {
        free(scratch);
        return err_set(err, "no memory to list the lessons");
    }
    free(all->rows);
    all->rows = calloc(list.count + 1, sizeof *all->rows);
    all->row_count = 0;
    for (size_t i = 0; all->rows && i < list.count; i++)
        read_row(&list.entries[i], scratch, &all->rows[all->row_count++]);
    preset_list_free(&list);
    free(scratch);
    return all->rows || err_set(err, "no memory to list the lessons");
}

void lesson_list_open(struct app *app) {
    struct err err;
    struct lessons *all = lesson_all(app);
    if (!all) return;
    if (!read_rows(all, &err)) {
        app_say(app, true, "%s", err.text);
    } else if (all->row_count == 0) {
        app_say(app, true, "no lessons are installed");
    } else {
        app->overlay = OVERLAY_LESSONS;
        all->at = all->at < all->row_count ? all->at : 0;
    }
}

static void close_list(struct app *app) {
    app->overlay = OVERLAY_NONE;
    free(app->lessons->rows);
    app->lessons->rows = NULL;
    app->lessons->row_count = 0;
}

/* Below the rows: a blank one, then what the chosen lesson finds, and where it is from. */
enum { BELOW = 6, WIDEST = 96, MARK_W = 2, STAND_W = 8 };

static int list_rows(const struct app *app) {
    const int room = app->rows - 4 - BELOW, count = app->lessons->row_count;
    return count < room ? count : room;
}

static int list_width(int cols) {
    return cols - 4 < WIDEST ? cols - 4 : WIDEST;
}

static void draw_row(const struct app *app, struct canvas *canvas, struct rect in, int index) {
    char stand[32] = "";
    const struct lesson_row *row = &app->lessons->rows[index];
    const struct progress_line *line = progress_line(&app->lessons->progress, row->name, false);
    const bool at = index == app->lessons->at;
    const bool done = line && line->done, begun = line && line->step > 0;
    if (row->broken[0])
        text_copy(stand, sizeof stand, "broken");
    else if (begun)
        snprintf(stand, sizeof stand, "%sstep %d", done ? "✓ " : "", line->step + 1);
    else if (done)
        text_copy(stand, sizeof stand, "✓ done");
    canvas_put(canvas, in.x, in.y, 2, looks[LOOK_KEY], at ? "▸" : " ");
    canvas_put(canvas, in.x + MARK_W, in.y, in.w - MARK_W - STAND_W - 2,
               looks[at ? LOOK_KEY : LOOK_STRONG], row->title);
    canvas_put_right(canvas, in.x, in.y, in.w, looks[row->broken[0] ? LOOK_BAD : LOOK_GOOD], stand);
}

void lesson_list_draw(const struct app *app, struct canvas *canvas) {
    const struct lessons *all = app->lessons;
    const int rows = list_rows(app), top = overlay_top(all->at, rows);
    const struct rect in = overlay_frame(canvas, list_width(canvas->cols), rows + BELOW, "lessons");
    for (int i = 0; i < rows; i++)
        draw_row(app, canvas, (struct rect){in.x, in.y + i, in.w, 1}, top + i);
    const struct lesson_row *row = &all->rows[all->at];
    const struct rect about = {in.x, in.y + rows + 1, in.w, BELOW - 1};
    if (row->broken[0]) {
        widget_text(canvas, about, looks[LOOK_BAD], row->broken);
    } else {
        const int used = widget_text(canvas, about, looks[LOOK_TEXT], row->finding);
        const struct rect rest = {about.x, about.y + used, about.w, about.h - used};
        widget_text(canvas, rest, looks[LOOK_DIM], row->source);
    }
    canvas_put(canvas, in.x, in.y + in.h, in.w, looks[LOOK_DIM],
               " ↑↓ choose, Enter starts, Escape closes ");
}

bool lesson_open(struct app *app, const char *path, const char *name, struct err *err) {
    const struct lessons *all = lesson_all(app);
    if (!all) return err_set(err, "out of memory");
    const struct progress_line *line = progress_line(&app->lessons->progress, name, false);
    return lesson_start(app, path, name, line ? line->step : 0, err);
}

static void start(struct app *app) {
    struct err err;
    const struct lesson_row row = app->lessons->rows[app->lessons->at];
    close_list(app);
    if (!lesson_open(app, row.path, row.name, &err)) app_say(app, true, "%s", err.text);
}

void lesson_list_key(struct app *app, uint32_t key) {
    struct lessons *all = app->lessons;
    if (key == K_ENTER) {
        start(app);
        return;
    }
    if (key == K_ESCAPE || key == 'q' || key == 't') {
        close_list(app);
        return;
    }
    all->at = overlay_list_key(key, all->at, all->row_count, list_rows(app) - 1);
}

void lesson_list_mouse(struct app *app, const struct event *event) {
    if (event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN) {
        lesson_list_key(app, event->kind == EVENT_WHEEL_UP ? K_UP : K_DOWN);
        return;
    }
    const struct canvas screen = {.cols = app->cols, .rows = app->rows};
    const struct rect in = overlay_place(&screen, list_width(app->cols), list_rows(app) + BELOW);
    const int rows = list_rows(app), row = overlay_list_row(&in, rows, event);
    if (event->kind != EVENT_PRESS) return;
    if (row < 0) {
        close_list(app);
        return;
    }
    app->lessons->at = overlay_top(app->lessons->at, rows) + row;
    start(app);
}
