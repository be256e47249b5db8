/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel of a lesson: below the view, above the last row. */
#include "base/text.h"
#include "ui/action.h"
#include "ui/lesson_parts.h"
#include "ui/look.h"
#include "ui/widget.h"
#include <stdio.h>
#include <string.h>

enum { LEAST = 4, LOW = 8, HIGH = 10, LEFT = 2, GAP = 4, WIDEST = 112, ABREAST = 150, PAGE = 48 };

int lesson_rows(const struct app *app) {
    if (!lesson_runs(app)) return 0;
    const int want = app->rows >= 30 && app->cols < ABREAST ? HIGH : LOW;
    const int spare = app->rows - APP_MIN_ROWS; /* the view keeps what it needs for all */
    return spare >= want ? want : spare > LEAST ? spare : LEAST;
}

/* Below the panel's head. */
int lesson_room(const struct app *app) {
    return lesson_rows(app) - 1;
}

/* A page and where on it what can be pressed, and the answer, are. */
struct laid {
    struct canvas page;
    struct rect choice[LESSON_CHOICES];
    int answer_row, rows;
};

/* Where the text stands, and where the question: below it, or beside it where there is room. */
struct columns {
    int text_w, ask_x, ask_w;
};

static struct columns find_columns(int cols, bool asks) {
    const int all = cols - 2 * LEFT, one = all < WIDEST ? all : WIDEST;
    const int half = (all - GAP) / 2 < WIDEST ? (all - GAP) / 2 : WIDEST;
    if (!asks || cols < ABREAST) return (struct columns){one, LEFT, one};
    return (struct columns){half, LEFT + half + GAP, half};
}

/* Choices stand side by side where they fit, each on a row of its own where one does not. */
static int lay_choices(const struct lessons *all, struct laid *laid, int left, int width, int y) {
    const int count = all->lesson.step[all->step].choices;
    const int right = count > 0 ? lesson_right_choice(&all->lesson.step[all->step]) : -1;
    int all_width = 0;
    for (int i = 0; i < count; i++)
        all_width += canvas_width(&laid->page, all->page.choice[i]) + 6;
    const bool abreast = all_width - 3 <= width;
    int x = left;
    for (int i = 0; i < count; i++) {
        const bool shown = all->answered && i == right;
        const char letter[] = {(char)('a' + i), '\0'};
        canvas_put(&laid->page, x, y, 1, looks[shown ? LOOK_GOOD : LOOK_KEY], shown ? "✓" : letter);
        const struct rect rect = {x + 3, y, left + width - x - 3, PAGE - y};
        const int rows = widget_text(&laid->page, rect, looks[shown ? LOOK_STRONG : LOOK_TEXT],
                                     all->page.choice[i]);
        const int w = abreast ? canvas_width(&laid->page, all->page.choice[i]) + 3 : width;
        laid->choice[i] = (struct rect){x, y, w, rows};
        if (abreast) x += w + 3;
        if (!abreast || i == count - 1) y += rows;
    }
    return y;
}

static void write_verdict(const struct lessons *all, char *out, size_t size) {
    const struct lesson_step *step = &all->lesson.step[all->step];
    char answer[NUM_TEXT];
    if (step->choices > 0)
        snprintf(answer, sizeof answer, "%s", step->answer->value);
    else
        text_copy(answer, sizeof answer, all->page.answer_shown);
    if (all->guessed && all->right)
        snprintf(out, size, "Right: %s.", answer);
    else if (all->guessed)
        snprintf(out, size, "It is %s, not %.40s.", answer, all->guess);
    else
        snprintf(out, size, "It is %s.", answer);
    if (all->guessed && all->right && step->choices == 0)
        text_append(out, size, " You said %.40s.", all->guess);
}

/* The question from row y on; returns the row after it. */
static int lay_question(const struct lessons *all, struct laid *laid, int x, int width, int y) {
    char verdict[160];
    y += widget_text(&laid->page, (struct rect){x, y, width, PAGE - y}, looks[LOOK_KEY],
                     all->page.ask);
    y = lay_choices(all, laid, x, width, y);
    laid->answer_row = y;
    if (!all->answered) return y;
    write_verdict(all, verdict, sizeof verdict);
    const enum look look = !all->guessed ? LOOK_STRONG : all->right ? LOOK_GOOD : LOOK_WARN_STRONG;
    y += widget_text(&laid->page, (struct rect){x, y, width, PAGE - y}, looks[look], verdict);
    return y + widget_text(&laid->page, (struct rect){x, y, width, PAGE - y}, looks[LOOK_TEXT],
                           all->page.show);
}

/* The page of the present step; without memory for one it has no cells and no rows. */
static struct laid lay(const struct app *app) {
    const struct lessons *all = app->lessons;
    const bool asks = all->lesson.step[all->step].ask;
    const struct columns columns = find_columns(app->cols, asks);
    struct laid laid = {.page = canvas_new(app->cols, PAGE, app->ascii)};
    if (!laid.page.cells) return laid;
    const struct rect text = {LEFT, 0, columns.text_w, PAGE};
    laid.rows = widget_text(&laid.page, text, looks[LOOK_TEXT], all->page.text);
    laid.answer_row = laid.rows;
    if (!asks) return laid;
    const int from = columns.ask_x == LEFT ? laid.rows : 0;
    const int end = lay_question(all, &laid, columns.ask_x, columns.ask_w, from);
    if (end > laid.rows) laid.rows = end;
    return laid;
}

int lesson_page_rows(const struct app *app) {
    struct laid laid = lay(app);
    canvas_free(&laid.page);
    return laid.rows;
}

int lesson_answer_row(const struct app *app) {
    struct laid laid = lay(app);
    canvas_free(&laid.page);
    return laid.answer_row;
}

/* The first row of the page in sight: a window that has grown shows more above. */
static int first_row(const struct app *app, int rows) {
    const int most = rows - lesson_room(app);
    return most <= 0 ? 0 : app->lessons->scroll < most ? app->lessons->scroll : most;
}

/* A key in the panel's head: what it is for here. */
struct panel_key {
    const char *action, *word;
    char text[48];
    int x, width;
};

enum { KEYS = 4 };

static const char *next_word(const struct app *app, int rows) {
    const struct lessons *all = app->lessons;
    if (first_row(app, rows) + lesson_room(app) < rows) return "more";
    if (all->lesson.step[all->step].ask && !all->answered) return "show me";
    return all->step + 1 < all->lesson.steps ? "next" : "finish";
}

/* Its key and its word; the word alone where the user has taken the key away. */
static void name_key(const struct app *app, struct panel_key *at) {
    char name[KEY_NAME];
    const uint32_t key = action_key(app, &lesson_keys, at->action);
    const struct lesson_step *step = &app->lessons->lesson.step[app->lessons->step];
    const bool choose = step->choices > 0 && strcmp(at->action, "lesson-guess") == 0;
    if (choose)
        snprintf(at->text, sizeof at->text, "a…%c answer", 'a' + step->choices - 1);
    else
        snprintf(at->text, sizeof at->text, "%s%s%s", key ? key_name(name, key) : "",
                 key ? " " : "", at->word);
}

static int find_keys(const struct app *app, int rows, struct panel_key key[KEYS]) {
    const struct lessons *all = app->lessons;
    const struct canvas measure = {.cols = app->cols, .rows = app->rows, .ascii = app->ascii};
    const bool asks = all->lesson.step[all->step].ask && !all->answered;
    const bool tight = asks && app->cols < 72;
    const struct panel_key found[KEYS] = {{.action = "lesson-guess", .word = asks ? "guess" : NULL},
                                          {.action = "lesson-next", .word = next_word(app, rows)},
                                          {.action = "lesson-back",
                                           .word = all->step > 0 && !tight ? "back" : NULL},
                                          {.action = "lesson-leave", .word = "leave"}};
    int count = 0, x = app->cols - 3;
    for (int i = 0; i < KEYS; i++) {
        if (!found[i].word) continue;
        key[count] = found[i];
        name_key(app, &key[count]);
        key[count].width = canvas_width(&measure, key[count].text);
        x -= key[count].width + (count > 0 ? 3 : 0);
        count++;
    }
    for (int i = 0; i < count; i++) {
        key[i].x = x;
        x += key[i].width + 3;
    }
    return count;
}

static void draw_head(const struct app *app, struct canvas *canvas, int y, int rows) {
    char title[LESSON_TITLE], place[32];
    struct panel_key key[KEYS];
    const struct lessons *all = app->lessons;
    const int count = find_keys(app, rows, key), room = key[0].x - 7;
    lesson_flat(title, sizeof title, all->lesson.title->value);
    snprintf(place, sizeof place, "lesson %d/%d", all->step + 1, all->lesson.steps);
    if (canvas_width(canvas, title) + canvas_width(canvas, place) + 3 <= room)
        text_append(title, sizeof title, " · %d/%d", all->step + 1, all->lesson.steps);
    else
        text_copy(title, sizeof title, place);
    widget_rule(canvas, 0, y, canvas->cols, title, NULL);
    canvas_fill(canvas, (struct rect){key[0].x - 1, y, canvas->cols - key[0].x - 1, 1},
                looks[LOOK_TEXT]);
    for (int i = 0; i < count; i++) {
        const size_t length = strcspn(key[i].text, " ");
        char name[sizeof key[i].text];
        text_copy(name, length + 1, key[i].text);
        const int taken = canvas_put(canvas, key[i].x, y, key[i].width, looks[LOOK_KEY], name);
        canvas_put(canvas, key[i].x + taken, y, key[i].width - taken, looks[LOOK_TEXT],
                   key[i].text + length);
    }
}

void lesson_draw(const struct app *app, struct canvas *canvas) {
    const int room = lesson_room(app), top = canvas->rows - 1 - lesson_rows(app);
    struct laid laid = lay(app);
    canvas_fill(canvas, (struct rect){0, top, canvas->cols, room + 1}, looks[LOOK_TEXT]);
    draw_head(app, canvas, top, laid.rows);
    const int from = first_row(app, laid.rows);
    for (int i = 0; laid.page.cells && i < room; i++)
        canvas_copy_row(canvas, top + 1 + i, &laid.page, from + i);
    canvas_free(&laid.page);
}

static void press_choice(struct app *app, const struct laid *laid, int x, int row) {
    const struct lessons *all = app->lessons;
    struct err err;
    const struct lesson_step *step = &all->lesson.step[all->step];
    if (!step->ask || all->answered || row >= laid->rows) return;
    for (int i = 0; i < step->choices; i++) {
        const struct rect at = laid->choice[i];
        if (row < at.y || row >= at.y + at.h || x < at.x || x >= at.x + at.w) continue;
        const char letter[] = {(char)('a' + i), '\0'};
        lesson_take_guess(app, letter, &err);
        return;
    }
}

static void press_head(struct app *app, int x, int rows) {
    struct panel_key key[KEYS];
    const int count = find_keys(app, rows, key);
    for (int i = 0; i < count; i++) {
        if (x < key[i].x || x >= key[i].x + key[i].width) continue;
        action_find(&lesson_keys, key[i].action)->run(app);
        return;
    }
}

void lesson_mouse(struct app *app, const struct event *event) {
    const int row = event->y - (app->rows - 1 - lesson_rows(app));
    struct laid laid = lay(app);
    const int from = first_row(app, laid.rows), most = laid.rows - lesson_room(app);
    if (event->kind == EVENT_WHEEL_UP)
        app->lessons->scroll = from > 0 ? from - 1 : 0;
    else if (event->kind == EVENT_WHEEL_DOWN)
        app->lessons->scroll = from < most ? from + 1 : from;
    else if (event->kind == EVENT_PRESS && row == 0)
        press_head(app, event->x, laid.rows);
    else if (event->kind == EVENT_PRESS)
        press_choice(app, &laid, event->x, from + row - 1);
    canvas_free(&laid.page);
}
