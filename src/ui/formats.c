/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Formats view chooses among. */
#include "ui/formats_parts.h"
#include <math.h>
#include <string.h>

const struct preset *formats_preset(const struct app *app) {
    if (app_primary(app)->reads & INPUT_BIT(IN_E)) return app_primary(app);
    for (int i = 0; i < app->preset_count; i++) {
        if (app->presets[i]->reads & INPUT_BIT(IN_E)) return app->presets[i];
    }
    return NULL;
}

struct plan formats_chosen(const struct app *app) {
    struct plan plan = app->now.plan;
    const struct formats_state *state = &app->formats;
    if (state->bits) {
        plan.E = state->E;
        plan.M = state->bits - 1 - state->E;
    }
    if (state->G > 0) plan.G = state->G;
    return plan;
}

int formats_chosen_bits(const struct app *app) {
    const struct plan plan = formats_chosen(app);
    return (int)(1 + plan.E + plan.M);
}

double formats_added(const struct preset *preset, const struct plan *plan) {
    struct result result;
    law_eval(preset, plan, &result);
    return result.qat_delta;
}

bool formats_is_layout(int bits, int E) {
    const int M = bits - 1 - E;
    return E >= 0 && E < FORMAT_LAYOUTS && M >= inputs[IN_M].low && M <= inputs[IN_M].high;
}

struct plan formats_with(const struct plan *plan, int bits, int E) {
    struct plan with = *plan;
    with.E = E;
    with.M = bits - 1 - E;
    return with;
}

int formats_best(const struct preset *preset, const struct plan *plan, int bits) {
    int best = -1;
    double least = INFINITY;
    for (int E = 0; E < FORMAT_LAYOUTS; E++) {
        if (!formats_is_layout(bits, E)) continue;
        const struct plan with = formats_with(plan, bits, E);
        const double added = formats_added(preset, &with);
        if (best < 0 || added < least) {
            best = E;
            least = added;
        }
    }
    return best;
}

const char *formats_loss_text(char out[NUM_TEXT], double value, int width) {
    if (value >= 99.995) return num_si(out, value);
    if (value >= 0.99995) return num_fixed(out, value, 2);
    num_loss(out, value, false);
    if (width < 6 && strchr(out, 'e')) { /* from .00095 on one digit is one of the four decimals */
        const double digit = num_round(value, 1);
        num_fixed(out, digit, 4);
        if (digit < 9.5e-4) num_shortest(out, digit);
    }
    return width < 7 && strncmp(out, "0.", 2) == 0 ? out + 1 : out;
}
