/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the lessons share. */
#ifndef UI_LESSON_PARTS_H
#define UI_LESSON_PARTS_H

#include "engine/quantity.h"
#include "io/lesson_file.h"
#include "io/progress.h"
#include "ui/app.h"
#include "ui/lesson.h"

enum { LESSON_TEXT = 2048, LESSON_LINE = 400 };

/* A step as it is read: its texts with their numbers in place. */
struct lesson_page {
    char text[LESSON_TEXT], show[LESSON_TEXT], ask[LESSON_LINE];
    char choice[LESSON_CHOICES][LESSON_LINE];
    double answer; /* where it asks for a number */
    char answer_shown[NUM_TEXT];
    double within; /* a factor, or below 1 so much more or less */
};

/* What was on screen before a lesson, and comes back. */
struct lesson_before {
    struct moment now;
    struct undo undo;
    struct preset *presets[APP_PRESETS];
    int preset_count;
    enum view view;
    int scroll;
    struct curve_state curve;
    struct map_state map;
    struct optimum_state optimum;
    struct formats_state formats;
    struct compare_state compare;
};

struct lesson_row {
    char name[LESSON_NAME], path[PRESET_FILE];
    char title[LESSON_TITLE], finding[LESSON_LINE], source[LESSON_TITLE];
    char broken[ERR_TEXT]; /* why it cannot be read, or "" */
};

/* All that the planner knows of lessons; made when first asked for. */
struct lessons {
    struct progress progress;
    char unkept[ERR_TEXT];   /* why progress is not kept, or "" */
    bool told;               /* that has been said */
    struct lesson_row *rows; /* while the list is open */
    int row_count, at;
    bool running;
    char name[LESSON_NAME];
    struct lesson lesson;
    struct lesson_before before;
    int step;
    struct lesson_page page;
    bool answered, guessed, right;
    char guess[FIELD_TEXT];
    int scroll; /* rows of the page above the panel */
};

/* A text of a lesson's file on one line, safe to show. */
void lesson_flat(char *out, size_t size, const char *value);

/* The app's lessons, made where there are none yet; NULL without memory (said). */
struct lessons *lesson_all(struct app *app);

/* Set the planner to what a step needs and fill in its page; all its claims are checked. False with
 * "file:line: …". */
bool lesson_enter(struct app *app, const struct lesson *lesson, int step, struct lesson_page *page,
                  struct err *err);

/* Rows of the panel that show the page, and rows that the page has. */
int lesson_room(const struct app *app);
int lesson_page_rows(const struct app *app);

/* The row of the page where the answer begins. */
int lesson_answer_row(const struct app *app);

/* Take a guess as it was typed. False with a message where it is none. */
bool lesson_take_guess(struct app *app, const char *text, struct err *err);

#endif
