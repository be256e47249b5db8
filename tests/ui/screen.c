/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/screen.h"

#include "base/text.h"
#include <stdlib.h>
#include <string.h>

static void paint(struct screen *screen) {
    canvas_free(&screen->canvas);
    screen->canvas = canvas_new(screen->app.cols, screen->app.rows, screen->app.ascii);
    app_draw(&screen->app, &screen->canvas);
}

struct screen *screen_open_with(const char *presets, int cols, int rows, const char *words,
                                bool ascii) {
    struct screen *screen = calloc(1, sizeof *screen);
    struct preset *loaded[APP_PRESETS];
    int count = 0;
    char copy[256], *rest = NULL;
    assert_non_null(screen);
    text_copy(copy, sizeof copy, presets);
    for (char *name = strtok_r(copy, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
        loaded[count] = malloc(sizeof *loaded[count]);
        assert_non_null(loaded[count]);
        *loaded[count++] = preset_of(name);
    }
    const struct plan plan = plan_of(words);
    app_init(&screen->app, &plan, loaded, count, ascii);
    screen_resize(screen, cols, rows);
    return screen;
}

struct screen *screen_open(int cols, int rows, const char *words) {
    return screen_open_with("kumar-2024 ouyang-2024 frantar-2025 chen-2025 sun-2025", cols, rows,
                            words, false);
}

void screen_close(struct screen *screen) {
    app_free(&screen->app);
    canvas_free(&screen->canvas);
    free(screen);
}

void screen_event(struct screen *screen, const struct event *event) {
    app_event(&screen->app, event);
    paint(screen);
}

static void press(struct screen *screen, uint32_t key) {
    app_event(&screen->app, &(struct event){.kind = EVENT_KEY, .key = key});
}

void screen_keys(struct screen *screen, const char *keys) {
    char copy[512], *rest = NULL;
    text_copy(copy, sizeof copy, keys);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        uint32_t key;
        if (word[0] == '=' && word[1]) {
            for (const char *at = word + 1; *at;)
                press(screen, text_next(&at));
        } else {
            check_that(key_parse(word, &key), "%s is no key", word);
            press(screen, key);
        }
    }
    paint(screen);
}

void screen_mouse(struct screen *screen, enum event_kind kind, int x, int y) {
    screen_event(screen, &(struct event){.kind = kind, .x = x, .y = y});
}

void screen_resize(struct screen *screen, int cols, int rows) {
    screen->app.cols = cols;
    screen->app.rows = rows;
    screen_event(screen, &(struct event){.kind = EVENT_RESIZE});
}

static bool stands_at(const struct canvas *canvas, const char *text, int x, int y) {
    while (*text) {
        const struct cell *cell = canvas_at(canvas, x++, y);
        if (!cell || cell->ch != text_next(&text)) return false;
    }
    return true;
}

bool screen_find(const struct screen *screen, const char *text, int from, int *x, int *y) {
    for (*y = from; *y < screen->canvas.rows; ++*y) {
        for (*x = 0; *x < screen->canvas.cols; ++*x) {
            if (stands_at(&screen->canvas, text, *x, *y)) return true;
        }
    }
    return false;
}

bool screen_shows(const struct screen *screen, const char *text) {
    int x, y;
    return screen_find(screen, text, 0, &x, &y);
}

bool screen_bar_shows(const struct screen *screen, const char *text) {
    int x, y;
    return screen_find(screen, text, screen->canvas.rows - 1, &x, &y);
}

static bool is_track(const struct canvas *canvas, int x, int y) {
    const struct cell *cell = canvas_at(canvas, x, y);
    return cell && (cell->ch == 0x2501 || cell->ch == 0x254C || cell->ch == 0x25CF);
}

struct rect screen_track(const struct screen *screen, enum input input) {
    char name[16];
    snprintf(name, sizeof name, "%s ", inputs[input].name);
    for (int y = 1; y < screen->canvas.rows - 1; y++) {
        int x = 6, width = 0;
        if (!stands_at(&screen->canvas, name, 2, y)) continue;
        while (x < screen->canvas.cols && !is_track(&screen->canvas, x, y))
            x++;
        while (is_track(&screen->canvas, x + width, y))
            width++;
        check_that(width >= 3, "%s has no track", name);
        return (struct rect){x, y, width, 1};
    }
    fail_msg("%shas no row", name);
    return (struct rect){0, 0, 0, 0};
}

struct rect screen_chart(const struct screen *screen) {
    int x, y, foot_x, foot_y;
    const struct canvas *canvas = &screen->canvas;
    check_that(screen_find(screen, "loss over ", 1, &x, &y), "no chart");
    check_that(screen_find(screen, "└", y, &foot_x, &foot_y), "no axis");
    struct rect chart = {foot_x + 1, y + 1, 0, foot_y - y - 1};
    while (canvas_at(canvas, chart.x + chart.w, foot_y) &&
           canvas_at(canvas, chart.x + chart.w, foot_y)->ch != ' ')
        chart.w++;
    return chart;
}

double screen_value(const struct screen *screen, enum input input) {
    return plan_get(&screen->app.now.plan, input);
}

double screen_loss(const struct screen *screen) {
    struct result result;
    law_eval(app_primary(&screen->app), &screen->app.now.plan, &result);
    return result.loss;
}

bool same_plan(const struct plan *a, const struct plan *b) {
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (plan_get(a, (enum input)i) != plan_get(b, (enum input)i)) return false;
    }
    return true;
}

void screen_check_cells(const struct screen *screen, const char *when) {
    const struct canvas *canvas = &screen->canvas;
    for (int y = 0; y < canvas->rows; y++) {
        for (int x = 0; x < canvas->cols; x++) {
            const uint32_t code = canvas_at(canvas, x, y)->ch;
            const bool right_half = code == 0 && x > 0 && !canvas->ascii &&
                                    text_char_width(canvas_at(canvas, x - 1, y)->ch) == 2;
            const bool good = canvas->ascii ? code >= 0x20 && code <= 0x7E
                                            : right_half || (code >= 0x20 && !text_unsafe(code));
            check_that(good, "%s: U+%04X at column %d of row %d, %dx%d", when, (unsigned)code, x, y,
                       canvas->cols, canvas->rows);
        }
    }
}
