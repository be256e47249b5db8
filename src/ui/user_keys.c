/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/user_keys.h"

#include "base/text.h"
#include "ui/action.h"
#include "ui/lesson.h"
#include "ui/view.h"

#include <string.h>

enum { ACTION_NAMES = 128 };

/* The views that a name's `VIEW.` means, all where it has none; *key is what stands after it. */
static unsigned read_views(const char *name, const char **key) {
    const char *const dot = strchr(name, '.');
    const size_t length = dot ? (size_t)(dot - name) : 0;
    *key = name;
    for (int i = 0; dot && dot[1] && i < VIEW_COUNT; i++) {
        if (strlen(views[i]->name) != length || strncmp(views[i]->name, name, length) != 0)
            continue;
        *key = dot + 1;
        return 1u << i;
    }
    return (1u << VIEW_COUNT) - 1;
}

static int add_names(const struct keymap *map, const char *names[ACTION_NAMES], int count) {
    for (int i = 0; map && i < map->action_count && count < ACTION_NAMES; i++)
        names[count++] = map->actions[i].name;
    return count;
}

static bool unknown_action(const char *name, struct err *err) {
    const char *names[ACTION_NAMES];
    int count = add_names(&planner_keys, names, 0);
    count = add_names(&lesson_keys, names, count);
    for (int i = 0; i < VIEW_COUNT; i++)
        count = add_names(views[i]->keys, names, count);
    const char *const near = text_nearest(name, names, (size_t)count);
    return err_set(err, "%s: no such action; expected %s", name,
                   near ? near : "one like step-up, or none");
}

/* Its name as the tables have it, and in *where the views that know it. */
static const char *known_action(const char *name, unsigned *where) {
    const struct action *action = action_find(&planner_keys, name);
    if (!action) action = action_find(&lesson_keys, name);
    const char *known = action ? action->name : NULL;
    if (known) return known;
    unsigned there = 0;
    for (int i = 0; i < VIEW_COUNT; i++) {
        action = views[i]->keys ? action_find(views[i]->keys, name) : NULL;
        if (!action) continue;
        known = action->name;
        there |= 1u << i;
    }
    *where &= there;
    return *where ? known : NULL;
}

bool user_keys_bind(struct user_keys *keys, const char *name, const char *action, struct err *err) {
    const char *key_text;
    struct user_key bound = {.views = read_views(name, &key_text)};
    if (!key_parse(key_text, &bound.key))
        return err_set(err, "%s: no such key; expected a character, C-r, F1, PageUp or the like",
                       name);
    bound.key = key_heard(bound.key);
    if (strcmp(action, "none") != 0) {
        bound.action = known_action(action, &bound.views);
        if (!bound.action) return unknown_action(action, err);
    }
    if (keys->count == USER_KEYS)
        return err_set(err, "%s after %d other keys; expected fewer", name, USER_KEYS);
    keys->key[keys->count++] = bound;
    return true;
}

const struct user_key *user_keys_find(const struct user_keys *keys, unsigned view, uint32_t key) {
    for (int i = keys ? keys->count - 1 : -1; i >= 0; i--) {
        const struct user_key *const at = &keys->key[i];
        if (at->key == key && at->views & 1u << view) return at;
    }
    return NULL;
}

uint32_t user_keys_for(const struct user_keys *keys, unsigned view, const char *action) {
    for (int i = keys ? keys->count - 1 : -1; i >= 0; i--) {
        const struct user_key *const at = &keys->key[i];
        const bool its = at->action && strcmp(at->action, action) == 0 && at->views & 1u << view;
        if (its && user_keys_find(keys, view, at->key) == at) return at->key;
    }
    return 0;
}
