/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's own keys, which come before those of the tables in action.h. */
#ifndef UI_USER_KEYS_H
#define UI_USER_KEYS_H

#include "base/err.h"
#include <stdint.h>

enum { USER_KEYS = 64 };

struct user_key {
    uint32_t key;
    unsigned views;     /* 1u << enum view where it holds */
    const char *action; /* its name in a table of actions; NULL: the key does nothing */
};

struct user_keys {
    struct user_key key[USER_KEYS];
    int count;
};

/* Bind `KEY` or `VIEW.KEY` to an action, or to `none`; the last word on a key counts. False with a
 * message. */
bool user_keys_bind(struct user_keys *keys, const char *name, const char *action, struct err *err);

/* What the user wants of a key in a view; NULL where nothing was said. keys may be NULL. */
const struct user_key *user_keys_find(const struct user_keys *keys, unsigned view, uint32_t key);

/* The user's key for an action in a view, 0 where there is none. */
uint32_t user_keys_for(const struct user_keys *keys, unsigned view, const char *action);

#endif
