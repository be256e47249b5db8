/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pins.h"

#include "base/text.h"
#include <string.h>

void pins_init(struct pins *pins) {
    memset(pins, 0, sizeof *pins);
    pins->baseline = -1;
}

int pins_find(const struct pins *pins, const char *name) {
    for (int i = 0; i < pins->count; i++) {
        if (strcmp(pins->pin[i].name, name) == 0) return i;
    }
    return -1;
}

static bool usable(const struct pins *pins, const char *name, struct err *err) {
    if (!plan_pin_name(name, err)) return false;
    if (pins_find(pins, name) >= 0) return err_set(err, "there is a pin %s already", name);
    return true;
}

static void free_letter(const struct pins *pins, char out[2]) {
    out[1] = '\0';
    for (out[0] = 'A'; out[0] < 'Z' && pins_find(pins, out) >= 0; out[0]++)
        continue;
}

int pins_add(struct pins *pins, const char *name, const struct plan *plan, struct err *err) {
    char letter[2];
    free_letter(pins, letter);
    if (pins->count == PLAN_PINS) {
        err_set(err, "at most %d pins; take one away first", PLAN_PINS);
        return -1;
    }
    if (!name) name = letter;
    if (!usable(pins, name, err)) return -1;
    struct plan_pin *pin = &pins->pin[pins->count];
    text_copy(pin->name, sizeof pin->name, name);
    pin->plan = *plan;
    if (pins->count == 0) pins->baseline = 0;
    return pins->count++;
}

void pins_remove(struct pins *pins, int index) {
    pins->gone = pins->pin[index];
    pins->gone_from = index;
    pins->gone_baseline = pins->baseline == index;
    pins->count--;
    for (int i = index; i < pins->count; i++)
        pins->pin[i] = pins->pin[i + 1];
    if (pins->baseline == index)
        pins->baseline = -1;
    else if (pins->baseline > index)
        pins->baseline--;
}

int pins_restore(struct pins *pins, struct err *err) {
    const struct plan_pin gone = pins->gone;
    const int to = pins->gone_from < pins->count ? pins->gone_from : pins->count;
    if (!gone.name[0]) {
        err_set(err, "no pin has been taken away");
        return -1;
    }
    if (pins_add(pins, gone.name, &gone.plan, err) < 0) return -1;
    for (int i = pins->count - 1; i > to; i--)
        pins->pin[i] = pins->pin[i - 1];
    pins->pin[to] = gone;
    if (pins->gone_baseline)
        pins->baseline = to;
    else if (pins->count > 1 && pins->baseline >= to)
        pins->baseline++;
    pins->gone.name[0] = '\0';
    return to;
}

bool pins_rename(struct pins *pins, int index, const char *name, struct err *err) {
    struct plan_pin *pin = &pins->pin[index];
    if (strcmp(pin->name, name) == 0) return true;
    if (!usable(pins, name, err)) return false;
    text_copy(pin->name, sizeof pin->name, name);
    return true;
}

const struct plan_pin *pins_baseline(const struct pins *pins) {
    return pins->baseline < 0 ? NULL : &pins->pin[pins->baseline];
}

void pins_difference(const struct plan *from, const struct plan *to, char *out, size_t size) {
    char text[NUM_TEXT];
    const bool bits = to->w != from->w || to->a != from->a || to->kv != from->kv;
    const bool tied = bits && to->w == to->a && to->a == to->kv;
    out[0] = '\0';
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        const double value = plan_get(to, input);
        const bool part = input == IN_W || input == IN_A || input == IN_KV;
        if (tied && part ? input != IN_W : value == plan_get(from, input)) continue;
        text_append(out, size, "%s%s %s", *out ? ", " : "",
                    tied && part ? "w a kv" : inputs[i].name, input_show(text, input, value));
    }
    if (!*out) text_copy(out, size, "the same plan");
}
