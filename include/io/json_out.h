/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON values to print (the JSON library's door). Numbers in their shortest form, NAN and
 * infinities as null. */
#ifndef IO_JSON_OUT_H
#define IO_JSON_OUT_H

#include <stdbool.h>
#include <stdio.h>

struct jout; /* an object or a list */

struct jout *jout_object(void);
struct jout *jout_list(void);
void jout_free(struct jout *value);

/* Into an object: key, or into a list: key NULL. Text that is NULL is null. A child belongs to its
 * parent from then on. Where memory ran out the value is left out and jout_write fails. */
void jout_number(struct jout *in, const char *key, double value);
void jout_whole(struct jout *in, const char *key, long long value);
void jout_flag(struct jout *in, const char *key, bool value);
void jout_text(struct jout *in, const char *key, const char *value);
void jout_add(struct jout *in, const char *key, struct jout *child);

/* Print, over several lines (pretty) or on one, and a newline. False where it could not be written.
 */
bool jout_write(const struct jout *value, bool pretty, FILE *to);

#endif
