/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lessons in the planner: a list to choose from, and a panel below every view while one runs. */
#ifndef UI_LESSON_H
#define UI_LESSON_H

#include "base/err.h"
#include "ui/canvas.h"
#include "ui/key.h"

struct app;

/* The lessons that there are, as an overlay; Enter starts one. */
void lesson_list_open(struct app *app);
void lesson_list_draw(const struct app *app, struct canvas *canvas);
void lesson_list_key(struct app *app, uint32_t key);
void lesson_list_mouse(struct app *app, const struct event *event);

/* Start a lesson at a step: what is on screen is put by, presets and undo with it, until the lesson
 * is left; one that runs is left first. False with "file:line: …" where it is broken, and then all
 * is as it was without a lesson. */
bool lesson_start(struct app *app, const char *path, const char *name, int step, struct err *err);

/* The same where the reader stands in it, or at its start. */
bool lesson_open(struct app *app, const char *path, const char *name, struct err *err);

bool lesson_runs(const struct app *app);

/* The planner as it will be once the lesson is left: what a session keeps while one runs. It owns
 * nothing, and is good until app changes. */
void lesson_outside(const struct app *app, struct app *outside);

/* Answer a question with choices by their letter. False where none is asked, or it is none of its
 * letters. */
bool lesson_choose(struct app *app, uint32_t key);

/* What the keys do: more of the text, the answer, the next step; the step before; type a guess; the
 * step's own plan again; away. A lesson must run. */
void lesson_next(struct app *app);
void lesson_back(struct app *app);
void lesson_guess(struct app *app);
void lesson_again(struct app *app);
void lesson_leave(struct app *app);

/* Rows above the last that the panel takes from the view, 0 where no lesson runs. */
int lesson_rows(const struct app *app);

void lesson_draw(const struct app *app, struct canvas *canvas);
void lesson_mouse(struct app *app, const struct event *event);

/* Its keys, which come before the view's own while one runs. */
struct keymap;
extern const struct keymap lesson_keys;

/* Say what the key of one of its actions does, after other words; without a key, how the palette
 * is asked for it. */
void lesson_say_key(struct app *app, const char *said, const char *action, const char *does);

/* Leave what runs and let go of all memory. */
void lesson_free(struct app *app);

/* Whether a file is a lesson whose every step can be shown and whose checks hold. False with a
 * message. steps: how many it has. title: cleaned. */
enum { LESSON_TITLE = 200 };
bool lesson_check(const char *path, char title[LESSON_TITLE], int *steps, struct err *err);

#endif
