/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can lie over a view: help, the list of presets, the field in which a value is typed. */
#ifndef UI_OVERLAY_H
#define UI_OVERLAY_H

#include "ui/app.h"

void overlay_draw(const struct app *app, struct canvas *canvas);
void overlay_key(struct app *app, uint32_t key);
void overlay_mouse(struct app *app, const struct event *event);

/* Whether text is being typed: then every character is text. */
bool overlay_types(const struct app *app);

/* Help, made from the bindings: the present view's own first. */
void overlay_help_open(struct app *app);
void overlay_help_draw(const struct app *app, struct canvas *canvas);
void overlay_help_key(struct app *app, uint32_t key);
void overlay_help_mouse(struct app *app, const struct event *event);
/* What a key does while text is typed, by line from 0: its keys into keys; NULL past the last. */
const char *overlay_typing_help(int line, char *keys, size_t size);
bool overlay_help_types(const struct app *app);

/* The presets that can be loaded: the files are read when it opens. */
void overlay_picker_open(struct app *app);
void overlay_picker_close(struct app *app);
void overlay_picker_draw(const struct app *app, struct canvas *canvas);
void overlay_picker_key(struct app *app, uint32_t key);
void overlay_picker_mouse(struct app *app, const struct event *event);

/* What can be taken away, and the name of its file. */
void overlay_export_open(struct app *app);
void overlay_export_draw(const struct app *app, struct canvas *canvas);
void overlay_export_key(struct app *app, uint32_t key);
void overlay_export_mouse(struct app *app, const struct event *event);
bool overlay_export_types(const struct app *app);

/* The tree of moments: all that was done, and a way to any of them. */
void overlay_undo_open(struct app *app);
void overlay_undo_draw(const struct app *app, struct canvas *canvas);
void overlay_undo_key(struct app *app, uint32_t key);
void overlay_undo_mouse(struct app *app, const struct event *event);

/* What a field in the last row asks for. */
struct prompt {
    void (*label)(const struct app *app, char *out, size_t size); /* before the text: "D = " */
    void (*hint)(const struct app *app, char *out,
                 size_t size); /* what may be typed, where nothing is yet */
    /* Take what was typed, trimmed and not empty. False where it is refused (app_say says why): the
     * field stays open with the text as it is. */
    bool (*commit)(struct app *app, const char *text);
    bool takes_empty;          /* nothing typed is an answer too; else it closes the field */
    enum history_kind history; /* where what was typed is kept */
    void (*complete)(struct app *app); /* what Tab does; NULL: nothing */
};

/* A value of the selected input; NAME=VALUE words; OUTPUT=VALUE, for which the selected input is
 * solved; the name of a pin to return to. */
extern const struct prompt prompt_value, prompt_words, prompt_solve, prompt_pin;

void overlay_field_open(struct app *app, const struct prompt *prompt);
/* Complete the path in app->field, or say why not. */
void overlay_complete(struct app *app);

void overlay_field_draw(const struct app *app, struct canvas *canvas);
void overlay_field_key(struct app *app, uint32_t key);
bool overlay_field_types(const struct app *app);

/* The first row in sight of a list of which `at` is chosen. */
int overlay_top(int at, int rows);

/* The row chosen after a key that goes through a list (↑↓ j k PgUp PgDn Space Home End). */
int overlay_list_key(uint32_t key, int at, int count, int page);

/* The row in sight, from 0, of a list inside a frame that the mouse is at; −1 for none. */
int overlay_list_row(const struct rect *in, int rows, const struct event *event);

/* The palette: a field over all that can be done. */
void overlay_palette_open(struct app *app);
void overlay_palette_close(struct app *app);
void overlay_palette_draw(const struct app *app, struct canvas *canvas);
void overlay_palette_key(struct app *app, uint32_t key);
void overlay_palette_mouse(struct app *app, const struct event *event);
bool overlay_palette_types(const struct app *app);

/* The plan as a command line, sent to the clipboard where there is one. */
void overlay_command_open(struct app *app);
void overlay_command_draw(const struct app *app, struct canvas *canvas);
void overlay_command_key(struct app *app, uint32_t key);
void overlay_command_mouse(struct app *app, const struct event *event);

/* What there is to know of the selected input, and then of others. */
void overlay_input_open(struct app *app);
void overlay_input_draw(const struct app *app, struct canvas *canvas);
void overlay_input_key(struct app *app, uint32_t key);
void overlay_input_mouse(struct app *app, const struct event *event);

/* What is inside a frame for width × height cells in the middle of the screen. */
struct rect overlay_place(const struct canvas *canvas, int width, int height);

/* A frame with a title in the middle of the screen, cleared inside; returns what is inside. */
struct rect overlay_frame(struct canvas *canvas, int width, int height, const char *title);

#endif
