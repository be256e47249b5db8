/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pinned plans: A, B, C…, one of which may be the baseline that differences are taken against. */
#ifndef UI_PINS_H
#define UI_PINS_H

#include "base/err.h"
#include "io/plan_file.h"

struct app;

struct pins {
    struct plan_pin pin[PLAN_PINS];
    int count;
    int baseline;         /* index, −1: none */
    struct plan_pin gone; /* the one that was taken away last; name "" where there is none */
    int gone_from;        /* its index then */
    bool gone_baseline;   /* it was the baseline */
};

/* No pins. */
void pins_init(struct pins *pins);

/* The pin of that name, −1 where there is none. */
int pins_find(const struct pins *pins, const char *name);

/* Pin a plan under a name, or under the first free letter where name is NULL. The first pin becomes
 * the baseline. Its index, or −1 with a message: the name is taken or none, or there are 26. */
int pins_add(struct pins *pins, const char *name, const struct plan *plan, struct err *err);

/* Take a pin away: it is kept in gone. The baseline stays the same plan, or becomes none. */
void pins_remove(struct pins *pins, int index);

/* Put back, where it was, what was taken away last. Its index, or −1 with a message: there is
 * nothing, or its name has been given to another. */
int pins_restore(struct pins *pins, struct err *err);

/* False with a message where the name is taken or cannot be one. */
bool pins_rename(struct pins *pins, int index, const char *name, struct err *err);

/* The plan that differences are taken against, or NULL; and its name. */
const struct plan_pin *pins_baseline(const struct pins *pins);

/* What a plan has otherwise than another, in words: "N 70B, w a kv 6"; "the same plan" where it has
 * nothing. */
void pins_difference(const struct plan *from, const struct plan *to, char *out, size_t size);

#endif
