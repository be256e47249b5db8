/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view's parts: the form, the answers, the coefficients, the residuals, what is below. */
#ifndef UI_FIT_PARTS_H
#define UI_FIT_PARTS_H

#include "ui/fit_work.h"

/* Where things stand; a height of 0 where there is no room for a part. */
struct fit_layout {
    struct rect form, answers, coefficients, residuals, worst, next;
    bool airy; /* worst has rows of its own */
};

struct fit_layout fit_lay_out(const struct app *app);

/* The rows of the form that apply to the law; returns how many. */
int fit_rows_shown(const struct app *app, int *rows);

/* The same, and the place among them of the row that is chosen, which may be one that the law has
 * not. */
int fit_row_chosen(const struct app *app, int *rows, int *count);

/* The whole view. */
void fit_draw(const struct app *app, struct canvas *canvas);

/* Status in words, what is open, how far off the law is, sizes left out; work may be NULL. */
void fit_draw_answers(const struct app *app, const struct fit_layout *layout,
                      struct canvas *canvas);

/* Coefficients with their intervals, and bars of how well each is known. */
void fit_draw_coefficients(const struct app *app, const struct fit_work *work,
                           struct canvas *canvas, struct rect rect);

/* Residuals along something; the worst bear their numbers. */
void fit_draw_residuals(const struct app *app, const struct fit_work *work, struct canvas *canvas,
                        struct rect rect);

enum { FIT_WORST = 9 };

/* The worst rows by name, by their numbers in the picture, as many as rect has rows. */
void fit_draw_worst(const struct fit_work *work, struct canvas *canvas, struct rect rect);

/* The chosen answer's interval, and the run that would shrink it most. */
void fit_draw_next(const struct app *app, const struct fit_work *work, struct canvas *canvas,
                   struct rect rect);

/* What residuals are drawn along, of a row of the fit, and what it is called. */
double fit_along_value(const struct fit_work *work, enum fit_along along, size_t row);
const char *fit_along_name(enum fit_along along);

/* Cut text of at most PLAN_VALUE bytes to so many columns by its front: paths and groups are told
 * from others by their ends. */
void fit_cut_front(const struct canvas *canvas, char *text, size_t size, int width);

/* A coefficient for reading, with so many digits. Returns out. */
const char *fit_number(char out[NUM_TEXT], double value, int digits);

#endif
