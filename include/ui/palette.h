/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The palette's stock: all that can be named in it, from a table of sources. */
#ifndef UI_PALETTE_H
#define UI_PALETTE_H

#include "base/fuzzy.h"
#include "ui/app.h"

enum { PALETTE_ITEMS = 400, PALETTE_NAME = 72, PALETTE_HELP = 112, PALETTE_NOTE = 40 };

struct action;

struct palette_item {
    const struct palette_source *source;
    char name[PALETTE_NAME];     /* what Tab completes to */
    char help[PALETTE_HELP];     /* what it does or is */
    char note[PALETTE_NOTE];     /* its keys, or its value now */
    const struct action *action; /* of a source of actions */
};

/* Where items come from. Another kind of thing to be found is another row in palette.c. */
struct palette_source {
    const char *label; /* "view" */
    void (*fill)(const struct app *app, const struct palette_source *source,
                 struct palette *palette);
    /* Do it; the palette is closed by then. NULL: Enter completes the name instead. */
    void (*run)(struct app *app, const struct palette_item *item);
    bool words; /* its names are words of NAME=VALUE, so that they may follow others */
};

struct palette {
    int count; /* of all */
    int found; /* of those that match, best first: order */
    int at;    /* among them; −1: none is chosen, Enter takes what is typed */
    short order[PALETTE_ITEMS];
    struct palette_item item[PALETTE_ITEMS];
};

/* All there is now. NULL where there is no memory. */
struct palette *palette_new(const struct app *app);

/* A new item with its source set, NULL where there is no room for more. */
struct palette_item *palette_add(struct palette *palette, const struct palette_source *source,
                                 const char *name);

/* Find what matches the text typed, best first. */
void palette_find(struct palette *palette, const char *text);

/* Mark the characters of an item's name and help that match. */
void palette_marks(const struct palette_item *item, const char *text, bool name[FUZZY_TEXT],
                   bool help[FUZZY_TEXT]);

/* The text with the item in place of what it completes, cut to fit. */
void palette_complete(const struct palette_item *item, const char *text, char *out, size_t size);

#endif
