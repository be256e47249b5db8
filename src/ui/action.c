/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/action.h"

#include "base/text.h"
#include "engine/cost.h"
#include "engine/optimum.h"
#include "ui/lesson.h"
#include "ui/overlay.h"
#include "ui/view.h"
#include <math.h>
#include <string.h>

static void quit(struct app *app) {
    app->quit = true;
}

static void next_view(struct app *app) {
    app_show(app, (enum view)((app->view + 1) % VIEW_COUNT));
}

static void last_view(struct app *app) {
    app_show(app, (enum view)((app->view + VIEW_COUNT - 1) % VIEW_COUNT));
}

static void select_up(struct app *app) {
    app->now.selected = (enum input)((app->now.selected + INPUT_COUNT - 1) % INPUT_COUNT);
}

static void select_down(struct app *app) {
    app->now.selected = (enum input)((app->now.selected + 1) % INPUT_COUNT);
}

static void step(struct app *app, int direction, enum step_size size) {
    const enum input input = app->now.selected;
    const double value = plan_get(&app->now.plan, input);
    const double next = input_step(input, value, direction, size);
    if (next == value) app_say(app, false, "%s is at the end of its range", inputs[input].name);
    app_move(app, input, next);
}

static void step_up(struct app *app) {
    step(app, +1, STEP_ONE);
}

static void step_down(struct app *app) {
    step(app, -1, STEP_ONE);
}

static void coarse_up(struct app *app) {
    step(app, +1, STEP_COARSE);
}

static void coarse_down(struct app *app) {
    step(app, -1, STEP_COARSE);
}

static void fine_up(struct app *app) {
    step(app, +1, STEP_FINE);
}

static void fine_down(struct app *app) {
    step(app, -1, STEP_FINE);
}

static void go_low(struct app *app) {
    app_move(app, app->now.selected, input_at_fraction(app->now.selected, 0));
}

static void go_high(struct app *app) {
    app_move(app, app->now.selected, input_at_fraction(app->now.selected, 1));
}

static void type_value(struct app *app) {
    overlay_field_open(app, &prompt_value);
}

static void next_hold(struct app *app) {
    static const char *const said[HOLD_COUNT] = {"nothing is held",
                                                 "C is held: N moves D, D moves N",
                                                 "D/N is held: N moves D, D moves N",
                                                 "the weights' bytes are held: bits move N"};
    app_remember(app);
    app_hold(app, (enum hold)((app->now.hold + 1) % HOLD_COUNT));
    app_say(app, false, "%s", said[app->now.hold]);
}

static void solve_for(struct app *app) {
    overlay_field_open(app, &prompt_solve);
}

/* Take a plan, and say which problem it answers. */
static void adopt_optimum(struct app *app, const struct optimum *optimum, bool joint) {
    char C[NUM_TEXT], how[96] = "";
    const double budget = cost_budget(app_primary(app)->law, &app->now.plan);
    text_append(how, sizeof how, "took the %s for %s FLOP",
                joint ? "joint optimum" : "best N and D", num_si(C, budget));
    app_adopt(app, &optimum->plan, how);
}

/* The plan's budget, spent as well as it can be. */
static void take_optimum(struct app *app) {
    const struct preset *preset = app_primary(app);
    struct problem problem = {.free = FREE_N | FREE_D | (preset->law->real_bits ? FREE_P : 0),
                              .budget = cost_budget(preset->law, &app->now.plan)};
    struct optimum optimum;
    if (optimum_solve(preset, &app->now.plan, &problem, &optimum) == LAW_SILENT) {
        app_say(app, true, "no optimum: %s", optimum.why);
        return;
    }
    struct result now;
    law_eval(preset, &app->now.plan, &now);
    if (fabs(now.loss - optimum.loss) < 1e-9) {
        app_say(app, false, "this plan is the optimum for what it costs");
        return;
    }
    adopt_optimum(app, &optimum, preset->law->real_bits);
}

static void undo(struct app *app) {
    if (!app_recall(app, undo_before(&app->undo))) app_say(app, false, "nothing to undo");
}

static void redo(struct app *app) {
    if (!app_recall(app, undo_after(&app->undo))) app_say(app, false, "nothing to redo");
}

static void pin_plan(struct app *app) {
    struct err err;
    const int index = pins_add(&app->pins, NULL, &app->now.plan, &err);
    if (index < 0)
        app_say(app, true, "%s", err.text);
    else
        app_say(app, false, "pinned as %s; ' %s comes back to it", app->pins.pin[index].name,
                app->pins.pin[index].name);
}

static void return_to_pin(struct app *app) {
    if (app->pins.count == 0)
        app_say(app, true, "no plan is pinned; m pins this one");
    else
        overlay_field_open(app, &prompt_pin);
}

static const struct action actions[] = {
    {"step-down", "one step down", step_down},
    {"step-up", "one step up", step_up},
    {"select-up", "the input above", select_up},
    {"select-down", "the input below", select_down},
    {"coarse-down", "a coarse step down", coarse_down},
    {"coarse-up", "a coarse step up", coarse_up},
    {"fine-down", "a fine step down", fine_down},
    {"fine-up", "a fine step up", fine_up},
    {"lowest", "to the low end", go_low},
    {"highest", "to the high end", go_high},
    {"type", "type a value: 70B, 1.5e12, off", type_value},
    {"optimum", "take the best plan for the budget", take_optimum},
    {"solve", "solve the input for a target: loss=2.9", solve_for},
    {"hold", "hold C, D/N, bytes, nothing", next_hold},
    {"presets", "choose the primary law", overlay_picker_open},
    {"pin", "pin this plan as A, B, C…", pin_plan},
    {"pins", "return to a pinned plan", return_to_pin},
    {"export", "take away: plan, data, picture, report", overlay_export_open},
    {"undo", "undo", undo},
    {"redo", "redo", redo},
    {"undo-tree", "all that was done: go to any of it", overlay_undo_open},
    {"command", "NAME=VALUE, or anything by its name", overlay_palette_open},
    {"command-line", "this plan as a command line", overlay_command_open},
    {"next-view", "the next view", next_view},
    {"last-view", "the view before", last_view},
    {"help", "this help", overlay_help_open},
    {"input-help", "what the input means, and who reads it", overlay_input_open},
    {"quit", "quit", quit},
};

enum { EVERYWHERE = (1u << VIEW_COUNT) - 1 };
enum { CTRL_C = 3, CTRL_R = 18 };

static const struct binding bindings[] = {
    /* the last row shows as many as fit, in this order */
    {K_LEFT, "step-down", EVERYWHERE, NULL, NULL},
    {'h', "step-down", EVERYWHERE, NULL, NULL},
    {K_RIGHT, "step-up", EVERYWHERE, "adjust", "←→"},
    {'l', "step-up", EVERYWHERE, NULL, NULL},
    {'=', "type", EVERYWHERE, "type", NULL},
    {K_ENTER, "type", EVERYWHERE, NULL, NULL},
    {'o', "optimum", EVERYWHERE, "optimum", NULL},
    {'s', "solve", EVERYWHERE, "solve", NULL},
    {'e', "export", EVERYWHERE, "export", NULL},
    {'m', "pin", EVERYWHERE, "pin", NULL},
    {'u', "undo", EVERYWHERE, "undo", NULL},
    {'p', "presets", EVERYWHERE, "law", NULL},
    {'f', "hold", EVERYWHERE, "hold", NULL},
    {':', "command", EVERYWHERE, "find", NULL},
    {K_TAB, "next-view", EVERYWHERE, "view", NULL},
    {K_BACK_TAB, "last-view", EVERYWHERE, NULL, NULL},
    {K_UP, "select-up", EVERYWHERE, NULL, NULL},
    {'k', "select-up", EVERYWHERE, NULL, NULL},
    {K_DOWN, "select-down", EVERYWHERE, "choose", "↑↓"},
    {'j', "select-down", EVERYWHERE, NULL, NULL},
    {K_SHIFT_LEFT, "coarse-down", EVERYWHERE, NULL, NULL},
    {'H', "coarse-down", EVERYWHERE, NULL, NULL},
    {K_SHIFT_RIGHT, "coarse-up", EVERYWHERE, NULL, NULL},
    {'L', "coarse-up", EVERYWHERE, NULL, NULL},
    {',', "fine-down", EVERYWHERE, NULL, NULL},
    {'.', "fine-up", EVERYWHERE, NULL, NULL},
    {K_HOME, "lowest", EVERYWHERE, NULL, NULL},
    {K_END, "highest", EVERYWHERE, NULL, NULL},
    {'\'', "pins", EVERYWHERE, NULL, NULL},
    {CTRL_R, "redo", EVERYWHERE, NULL, NULL},
    {'U', "undo-tree", EVERYWHERE, NULL, NULL},
    {'c', "command-line", EVERYWHERE, NULL, NULL},
    {K_F1, "input-help", EVERYWHERE, NULL, NULL},
    {'K', "input-help", EVERYWHERE, NULL, NULL},
    {'?', "help", EVERYWHERE, "help", NULL},
    {'q', "quit", EVERYWHERE, "quit", NULL},
    {CTRL_C, "quit", EVERYWHERE, NULL, NULL},
};

const struct keymap planner_keys = {.actions = actions,
                                    .action_count = sizeof actions / sizeof *actions,
                                    .bindings = bindings,
                                    .binding_count = sizeof bindings / sizeof *bindings};

static void add_key(char *out, size_t size, uint32_t key) {
    char name[KEY_NAME];
    text_append(out, size, "%s%s", *out ? " " : "", key_name(name, key));
}

/* Whether the user says what a key means wherever it has this meaning. */
static bool taken(const struct user_keys *user, const struct binding *binding) {
    for (unsigned i = 0; i < VIEW_COUNT; i++) {
        if (binding->views & 1u << i && !user_keys_find(user, i, binding->key)) return false;
    }
    return true;
}

void action_keys(const struct user_keys *user, const struct keymap *keys, const char *action,
                 char *out, size_t size) {
    out[0] = '\0';
    for (int i = 0; user && i < user->count; i++) {
        const char *own = user->key[i].action;
        if (own && strcmp(own, action) == 0) add_key(out, size, user->key[i].key);
    }
    for (int i = 0; i < keys->binding_count; i++) {
        const struct binding *binding = &keys->bindings[i];
        if (strcmp(binding->action, action) == 0 && !(user && taken(user, binding)))
            add_key(out, size, binding->key);
    }
}

const struct action *action_find(const struct keymap *keys, const char *name) {
    for (int i = 0; i < keys->action_count; i++) {
        if (strcmp(keys->actions[i].name, name) == 0) return &keys->actions[i];
    }
    return NULL;
}

enum { MAPS = 3 };

/* The keymaps that hold now, the first to be asked first. */
static int maps_now(const struct app *app, const struct keymap *maps[MAPS]) {
    int count = 0;
    if (lesson_runs(app)) maps[count++] = &lesson_keys;
    if (views[app->view]->keys) maps[count++] = views[app->view]->keys;
    maps[count++] = &planner_keys;
    return count;
}

/* The binding of a key in a keymap, for a view; NULL where it has none. */
static const struct binding *binding_in(const struct keymap *keys, enum view view, uint32_t key) {
    for (int i = 0; i < keys->binding_count; i++) {
        const bool here = keys->bindings[i].views & 1u << view;
        if (here && keys->bindings[i].key == key) return &keys->bindings[i];
    }
    return NULL;
}

/* What the tables have for a key now, and in *map which of them; NULL where it has no meaning. */
static const struct binding *binding_for(const struct app *app, uint32_t key,
                                         const struct keymap **map) {
    const struct keymap *maps[MAPS];
    const int count = maps_now(app, maps);
    for (int i = 0; i < count; i++) {
        const struct binding *const binding = binding_in(maps[i], app->view, key);
        *map = maps[i];
        if (binding) return binding;
    }
    return NULL;
}

/* The action of that name now. */
static const struct action *action_named(const struct app *app, const char *name) {
    const struct keymap *maps[MAPS];
    const struct action *action = NULL;
    const int count = maps_now(app, maps);
    for (int i = 0; i < count && !action; i++)
        action = action_find(maps[i], name);
    return action;
}

const struct action *action_for(const struct app *app, uint32_t key) {
    const struct keymap *map;
    const struct user_key *const bound = user_keys_find(&app->keys, app->view, key);
    if (bound) return bound->action ? action_named(app, bound->action) : NULL;
    const struct binding *const binding = binding_for(app, key, &map);
    return binding ? action_find(map, binding->action) : NULL;
}

uint32_t action_key(const struct app *app, const struct keymap *map, const char *name) {
    const struct action *const action = action_find(map, name);
    const uint32_t own = user_keys_for(&app->keys, app->view, name);
    if (own && action_for(app, own) == action) return own;
    for (int i = 0; i < map->binding_count; i++) {
        const struct binding *const binding = &map->bindings[i];
        if (strcmp(binding->action, name) == 0 && action_for(app, binding->key) == action)
            return binding->key;
    }
    return 0;
}

const char *hint_keys(const struct hint *hint, char out[KEY_NAME]) {
    const struct binding *const binding = hint->binding;
    if (binding->bar_keys && hint->key == binding->key) return binding->bar_keys;
    return key_name(out, hint->key);
}

static int hint_width(const struct canvas *canvas, const struct hint *hint) {
    char name[KEY_NAME];
    return canvas_width(canvas, hint_keys(hint, name)) + 1 +
           canvas_width(canvas, hint->binding->bar);
}

/* The key to show for a binding; 0 where the user has taken it away. */
static uint32_t hint_key(const struct app *app, const struct keymap *map,
                         const struct binding *binding) {
    const struct action *const action = action_find(map, binding->action);
    const bool own = user_keys_for(&app->keys, app->view, binding->action) != 0;
    const bool stays = action_for(app, binding->key) == action;
    if (stays && (binding->bar_keys || !own)) return binding->key;
    return action_key(app, map, binding->action);
}

/* The nth binding that the last row may show, in the order of the keymaps. NULL past the last. */
static const struct binding *nth_binding(const struct app *app, int n, const struct keymap **map) {
    const struct keymap *maps[MAPS];
    const int count = maps_now(app, maps);
    for (int i = 0; i < count; i++) {
        *map = maps[i];
        if (n < maps[i]->binding_count) return &maps[i]->bindings[n];
        n -= maps[i]->binding_count;
    }
    return NULL;
}

/* Whether it has a word there, and its key no other meaning before. */
static bool hinted(const struct app *app, const struct binding *binding) {
    const struct keymap *map;
    return binding->bar && binding_for(app, binding->key, &map) == binding;
}

/* The ways back and out have their place kept, so that they are never cut off. */
static bool is_kept(const struct binding *binding) {
    return binding->key == 'u' || binding->key == '?' || binding->key == 'q';
}

int action_hints(const struct canvas *canvas, const struct app *app, struct hint hint[HINTS]) {
    const struct binding *binding;
    const struct keymap *map;
    int x = 1, count = 0, kept = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; (binding = nth_binding(app, i, &map)); i++) {
            const bool last = is_kept(binding);
            if (!hinted(app, binding) || count == HINTS) continue;
            struct hint next = {binding, hint_key(app, map, binding), x, 0};
            if (!next.key) continue;
            next.width = hint_width(canvas, &next);
            if (pass == 0) kept += last ? next.width + 3 : 0;
            if (pass == 0 || (!last && x + next.width + kept > canvas->cols)) continue;
            hint[count++] = next;
            x += next.width + 3;
            kept -= last ? next.width + 3 : 0;
        }
    }
    return count;
}
