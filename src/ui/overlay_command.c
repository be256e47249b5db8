/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan as a command line, to be taken away. Nothing stands beside the text, so that it can be
 * selected, and its lines are continued as a shell wants it. */
#include "base/text.h"
#include "ui/command_line.h"
#include "ui/look.h"
#include "ui/overlay.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <stdio.h>
#include <string.h>

enum { LINES = 64 };

/* Where each line starts in the text, and its length in bytes. */
struct lines {
    int count;
    struct {
        const char *text;
        int length;
        bool more; /* it ends in a backslash */
    } line[LINES];
};

/* The length of the shell word at text, quotes and what is in them included. */
static int word_length(const char *text) {
    bool quoted = false;
    int length = 0;
    for (; text[length] && (quoted || text[length] != ' '); length++) {
        if (text[length] == '\'') quoted = !quoted;
        if (text[length] == '\\' && !quoted && text[length + 1]) length++;
    }
    return length;
}

static int columns(const struct canvas *canvas, const char *text, int length) {
    char part[COMMAND_LINE];
    text_copy(part, (size_t)length + 1, text);
    return canvas_width(canvas, part);
}

/* As many words a line as leave room for a backslash; a word too wide is cut. */
static void break_lines(const struct canvas *canvas, const char *text, struct lines *lines) {
    const int width = canvas->cols - 2;
    lines->count = 0;
    while (*text && lines->count < LINES) {
        int length = word_length(text);
        while (columns(canvas, text, length) > width)
            length--;
        for (int next = length; text[next] == ' ';) {
            next += 1 + word_length(text + next + 1);
            if (columns(canvas, text, next) > width) break;
            length = next;
        }
        const bool more = text[length] == ' ';
        lines->line[lines->count].text = text;
        lines->line[lines->count].length = length;
        lines->line[lines->count++].more = more;
        text += length + (more ? 1 : 0);
    }
}

/* The view's own, or the plan's; returns what it is. */
static const char *line_of(const struct app *app, char line[COMMAND_LINE]) {
    const char *what = "this plan as a command line";
    const struct view_row *const view = views[app->view];
    bool lacks = false;
    if (!view->command || !view->command(app, &what, line, COMMAND_LINE))
        command_line_bare(app, "", line, COMMAND_LINE, &lacks);
    return lacks ? "this plan as a command line, without the fit, which is in no file" : what;
}

void overlay_command_open(struct app *app) {
    char line[COMMAND_LINE];
    line_of(app, line);
    app->overlay = OVERLAY_COMMAND;
    app->copy[0] = '\0';
    if (app->copies && strlen(line) < sizeof app->copy)
        text_copy(app->copy, sizeof app->copy, line);
    app->copied = app->copy[0] != '\0';
}

void overlay_command_draw(const struct app *app, struct canvas *canvas) {
    char line[COMMAND_LINE];
    struct lines lines;
    const char *const what = line_of(app, line);
    break_lines(canvas, line, &lines);
    const int most = canvas->rows - 3, rows = lines.count < most ? lines.count : most;
    const int top = canvas->rows - rows - 2;
    canvas_fill(canvas, (struct rect){0, top, canvas->cols, rows + 2}, looks[LOOK_TEXT]);
    widget_rule(canvas, 0, top, canvas->cols, what, NULL);
    for (int i = 0; i < rows; i++) {
        canvas_print(canvas, 0, top + 1 + i, canvas->cols, looks[LOOK_STRONG], "%.*s%s",
                     lines.line[i].length, lines.line[i].text, lines.line[i].more ? " \\" : "");
    }
    canvas_print(canvas, 1, canvas->rows - 1, canvas->cols - 2, looks[LOOK_DIM],
                 "%sShift and the mouse select it · Escape closes",
                 app->copied ? "sent to the terminal's clipboard · " : "");
}

void overlay_command_key(struct app *app, uint32_t key) {
    if (key == K_ESCAPE || key == K_ENTER || key == 'q' || key == 'c') app->overlay = OVERLAY_NONE;
}

void overlay_command_mouse(struct app *app, const struct event *event) {
    if (event->kind == EVENT_PRESS) app->overlay = OVERLAY_NONE;
}
