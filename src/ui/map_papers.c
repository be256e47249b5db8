/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers' own pictures, as maps of the present law. */
#include "ui/map_parts.h"

static const struct picture {
    enum map_axis x, y;
    int output;
    bool hold;
    const char *what;
} pictures[] = {
    {MAP_N, MAP_P, OUT_LOSS, true, "loss at a fixed budget: the optimum of 2411.04330"},
    {MAP_N, MAP_D, OUT_LOSS, false, "loss over size and data, with what C pays for"},
    {MAP_N, MAP_W, OUT_LOSS, false, "iso-loss: size against weight bits (2411.04330)"},
    {MAP_W, MAP_POST, OUT_PTQ_DELTA, false, "what PTQ adds, by w and post (2411.04330)"},
    {MAP_N, MAP_D, OUT_PTQ_DELTA, false, "what PTQ adds, by size and data (2411.17691)"},
    {MAP_D, MAP_POST, OUT_PTQ_DELTA, false, "what PTQ adds, by data and bits (2411.17691)"},
    {MAP_W, MAP_A, OUT_N_EFF_RATIO, false, "N_eff/N by w and a (2411.04330, 2502.16440)"},
    {MAP_N, MAP_D, OUT_QAT_DELTA, false, "what low bits add, by N and D (2505.14302)"},
    {MAP_D, MAP_G, OUT_QAT_DELTA, false, "what low bits add, by D and G (2505.14302)"},
    {MAP_E, MAP_M, OUT_LOSS, false, "loss by exponent and mantissa (2501.02423)"},
    {MAP_E, MAP_M, OUT_D_CRIT, false, "D_crit by exponent and mantissa (2501.02423)"},
};

enum { PICTURES = sizeof pictures / sizeof *pictures };

static bool is_shown(const struct map_state *state, const struct picture *picture) {
    return state->x == picture->x && state->y == picture->y && state->output == picture->output &&
           state->hold == picture->hold;
}

static bool can_be_drawn(const struct preset *preset, const struct picture *picture) {
    return map_axis_known(preset, picture->x) && map_axis_known(preset, picture->y) &&
           output_known(preset, (enum output)picture->output);
}

void map_next_picture(struct app *app) {
    const struct preset *preset = app_primary(app);
    map_start_over(app);
    struct map_state *state = &app->map;
    int at = state->picture;
    for (int i = 0; i < PICTURES; i++) {
        if (is_shown(state, &pictures[i])) at = i;
    }
    do {
        at = (at + 1) % PICTURES;
    } while (!can_be_drawn(preset, &pictures[at]));
    state->picture = at;
    state->x = pictures[at].x;
    state->y = pictures[at].y;
    state->output = pictures[at].output;
    state->hold = pictures[at].hold;
    app_say(app, false, "%s", pictures[at].what);
}
