/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of the views that are plain fields of their states: one table. */
#ifndef UI_STATE_FIELDS_H
#define UI_STATE_FIELDS_H

#include "io/plan_file.h"
#include "ui/app.h"

/* How many there are, and their names: "curve.x". */
int state_field_count(void);
const char *state_field_name(int index);

/* A field's value as text; "" where it is as at the start. */
void state_field_get(const struct app *app, int index, char out[PLAN_VALUE]);

/* Take a value. False with a message that says what was expected. */
bool state_field_set(struct app *app, int index, const char *value, struct err *err);

/* Whether the fields go together, after all were taken: ranges that a map keeps have their ends in
 * order. False with a message. */
bool state_fields_check(const struct app *app, struct err *err);

/* Put what state_fields_check looks at back to the start. */
void state_fields_reset(struct app *app);

#endif
