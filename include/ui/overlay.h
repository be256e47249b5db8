/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can lie over a view: help, the list of presets, the field in which a value is typed. */
#ifndef UI_OVERLAY_H
#define UI_OVERLAY_H

#include "ui/app.h"

void overlay_draw(const struct app *app, struct canvas *canvas);
void overlay_key(struct app *app, const struct event *event);
void overlay_mouse(struct app *app, const struct event *event);

/* Help, made from the bindings. */
void overlay_help_draw(const struct app *app, struct canvas *canvas);

/* The presets that can be loaded: the files are read when it opens. */
void overlay_picker_open(struct app *app);
void overlay_picker_close(struct app *app);
void overlay_picker_draw(const struct app *app, struct canvas *canvas);
void overlay_picker_key(struct app *app, uint32_t key);
void overlay_picker_mouse(struct app *app, const struct event *event);

/* A field in the last row: a value of the selected input, or NAME=VALUE words. */
void overlay_field_open(struct app *app, bool assigns);
/* A question of a view's own in that field. */
struct field_use {
    const char *prompt; /* "loss = " */
    const char *hint;   /* what may be typed */
    /* Take the text; false, with the reason said, where it cannot be: it then stays. */
    bool (*take)(struct app *app, const char *text);
};
void overlay_field_ask(struct app *app, const struct field_use *use);

void overlay_field_draw(const struct app *app, struct canvas *canvas);
void overlay_field_key(struct app *app, uint32_t key);

/* What is inside a frame for width × height cells in the middle of the screen. */
struct rect overlay_place(const struct canvas *canvas, int width, int height);

/* A frame with a title in the middle of the screen, cleared inside; returns what is inside. */
struct rect overlay_frame(struct canvas *canvas, int width, int height, const char *title);

#endif
