/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keys do: one table of actions, one of bindings. Help, the key bar and the manual read them.
 */
#ifndef UI_ACTION_H
#define UI_ACTION_H

#include "ui/app.h"

struct action {
    const char *name; /* "step-up" */
    const char *help; /* "one step up" */
    void (*run)(struct app *app);
};

struct binding {
    uint32_t key;
    const char *action;
    unsigned views;       /* 1u << enum view where it holds */
    const char *bar;      /* its word in the last row, NULL: not shown there */
    const char *bar_keys; /* the keys' own text there where several go together: "←→" */
};

extern const struct action actions[];
extern const struct binding bindings[];
int action_count(void);
int binding_count(void);

/* The action that a key means in a view, or NULL. */
const struct action *action_for(enum view view, uint32_t key);

const struct action *action_find(const char *name);

/* What stands where in the last row: fill a hint for each that fits cols columns, return how many.
 */
struct hint {
    const struct binding *binding;
    int x, width;
};
enum { HINTS = 24 };
int action_hints(const struct canvas *canvas, enum view view, struct hint hint[HINTS]);

#endif
