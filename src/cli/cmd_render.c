/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/planner_app.h"
#include "io/save.h"
#include <math.h>
#include <stdlib.h>

static void press(struct app *app, uint32_t key) {
    const struct event event = {.kind = EVENT_KEY, .key = key};
    app_event(app, &event);
}

/* One KEY word: a key by its name, or =TEXT, which types TEXT. */
static bool type_word(struct app *app, const char *word, struct err *err) {
    uint32_t key;
    if (word[0] == '=' && word[1]) {
        for (const char *at = word + 1; *at;)
            press(app, text_next(&at));
        return true;
    }
    if (!key_parse(word, &key)) {
        return err_set(
            err,
            "%.40s: unknown key; expected a character, Enter, Escape, Tab, Up, Down, Left, Right, "
            "Home, End, Space, BSpace, C-r, F1 or the like, or =TEXT",
            word);
    }
    press(app, key);
    return true;
}

static bool type_words(struct app *app, const struct words *words, struct err *err) {
    for (int i = 0; i < words->key_count && !app->quit; i++) {
        app_work(app, INFINITY);
        if (!type_word(app, words->keys[i], err)) return false;
    }
    app_work(app, INFINITY);
    return true;
}

static int print_screen(const struct options *options, const struct app *app, struct err *err) {
    struct save save;
    struct canvas canvas = canvas_new(app->cols, app->rows, app->ascii);
    if (!canvas.cells) {
        err_set(err, "out of memory");
        return 2;
    }
    app_draw(app, &canvas);
    int status = 1;
    if (save_open(&save, options->output, options->force, err)) {
        canvas_write(&canvas, save.to);
        if (save_commit(&save, options->force, err)) status = 0;
    }
    canvas_free(&canvas);
    return status;
}

int cmd_render(const struct options *options) {
    struct words words;
    struct err err;
    struct app *app = planner_app(options, WORDS_SCREEN, &words, &err);
    if (!app) return out_fail(2, &err);
    app->cols = words.cols;
    app->rows = words.rows;
    int status = 2;
    if (type_words(app, &words, &err)) status = print_screen(options, app, &err);
    words_free(&words);
    app_free(app);
    free(app);
    return status ? out_fail(status, &err) : 0;
}
