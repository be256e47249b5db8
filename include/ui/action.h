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

/* A table of actions with the keys that do them. The planner has one, a view may have one of its
 * own, and lessons have theirs: a lesson's keys come first while one runs, then the view's. */
struct keymap {
    const struct action *actions;
    int action_count;
    const struct binding *bindings;
    int binding_count;
};

/* The planner's own. */
extern const struct keymap planner_keys;

/* The action that a key means now, or NULL. The user's keys come first. */
const struct action *action_for(const struct app *app, uint32_t key);

/* The action of that name in a keymap, or NULL. */
const struct action *action_find(const struct keymap *keys, const char *name);

/* The keys of an action in a keymap, the user's (who may be NULL) first: "→ l"; "" where it has
 * none. */
void action_keys(const struct user_keys *user, const struct keymap *keys, const char *action,
                 char *out, size_t size);

/* The key that does an action of a keymap now, the user's first; 0 where there is none. */
uint32_t action_key(const struct app *app, const struct keymap *map, const char *name);

/* What stands where in the last row: fill a hint for each that fits cols columns, return how many.
 */
struct hint {
    const struct binding *binding;
    uint32_t key; /* the user's, where that is another */
    int x, width;
};
enum { HINTS = 24 };
int action_hints(const struct canvas *canvas, const struct app *app, struct hint hint[HINTS]);

/* The keys that a hint names. */
const char *hint_keys(const struct hint *hint, char out[KEY_NAME]);

#endif
