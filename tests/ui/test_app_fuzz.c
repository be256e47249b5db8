/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random events, the same at each run: whatever comes, the planner stands and paints what a
 * terminal can show. */
#include "ui/screen.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { EVENTS = 20000, COLS = 220, ROWS = 70 };

static int below(uint64_t *random, int count) {
    return (int)random_between(random, 0, count);
}

/* Keys that do something are likelier than others. */
static uint32_t any_key(uint64_t *random) {
    static const char likely[] = "hjklHL,.=:of0123456789pu?18qx ekMBT:UcK/nNt8tnnaQRmmbnrXyY[]";
    if (below(random, 40) == 0) return K_ALT | (uint32_t)(32 + below(random, 96));
    switch (below(random, 8)) {
    case 0:
        return (uint32_t)below(random, 128);
    case 1:
        return (uint32_t)below(random, 0x3000);
    case 2:
    case 3:
        return K_SPECIAL + (uint32_t)below(random, K_SPECIAL_END - K_SPECIAL + 2);
    case 4:
        return (uint32_t[]){K_ENTER, K_ESCAPE, K_TAB, 18, 21, 3, K_BACKSPACE}[below(random, 7)];
    default:
        return (uint32_t)likely[below(random, sizeof likely - 1)];
    }
}

/* Inside the window mostly, and beyond it. */
static struct event any_event(uint64_t *random, const struct screen *screen) {
    static const enum event_kind kinds[] = {EVENT_KEY,     EVENT_KEY,      EVENT_KEY,
                                            EVENT_KEY,     EVENT_PASTED,   EVENT_PRESS,
                                            EVENT_RELEASE, EVENT_WHEEL_UP, EVENT_WHEEL_DOWN,
                                            EVENT_DRAG,    EVENT_PRESS,    EVENT_DRAG,
                                            EVENT_NONE};
    const int out = below(random, 10) == 0 ? 5 : 0;
    return (struct event){.kind = kinds[below(random, sizeof kinds / sizeof *kinds)],
                          .key = any_key(random),
                          .x = below(random, screen->app.cols + 2 * out) - out,
                          .y = below(random, screen->app.rows + 2 * out) - out};
}

static void resize(uint64_t *random, struct screen *screen) {
    static const int usual[][2] = {{60, 16}, {80, 24}, {100, 30}, {120, 36},
                                   {0, 0},   {59, 16}, {60, 15}};
    const int which = below(random, 14);
    if (which < 7)
        screen_resize(screen, usual[which][0], usual[which][1]);
    else
        screen_resize(screen, below(random, COLS + 1), below(random, ROWS + 1));
}

static void check_state(const struct screen *screen, const char *when) {
    const struct app *app = &screen->app;
    check_that(app->now.primary >= 0 && app->now.primary < app->preset_count, "%s: primary", when);
    check_that((int)app->now.selected >= 0 && app->now.selected < INPUT_COUNT, "%s: selected",
               when);
    check_that(app->undo.at >= 0 && app->undo.at < app->undo.count && app->undo.count <= UNDO_MOST,
               "%s: history", when);
    check_that(app->pins.count >= 0 && app->pins.count <= PLAN_PINS && app->pins.baseline >= -1 &&
                   app->pins.baseline < app->pins.count,
               "%s: pins", when);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const double value = plan_get(&app->now.plan, (enum input)i);
        const bool inside = value >= inputs[i].low && value <= inputs[i].high;
        check_that(inside || input_word((enum input)i, value), "%s: %s = %g", when, inputs[i].name,
                   value);
    }
}

/* Whatever is exported, and wherever to: no file gets as far as a byte, and the test's own output
 * is none while this holds. */
static void let_write(bool allowed) {
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = allowed ? limit.rlim_max : 0;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void shake(bool ascii, uint64_t random, int events) {
    struct screen *screen =
        screen_open_with("kumar-2024 ouyang-2024 frantar-2025 chen-2025 sun-2025", 80, 24, "",
                         ascii);
    let_write(false);
    for (int i = 0; i < events; i++) {
        char when[64];
        if (below(&random, 40) == 0) {
            resize(&random, screen);
            snprintf(when, sizeof when, "event %d, a resize", i);
        } else {
            const struct event event = any_event(&random, screen);
            snprintf(when, sizeof when, "event %d, kind %d, key %u, at %d, %d", i, (int)event.kind,
                     (unsigned)event.key, event.x, event.y);
            screen_event(screen, &event);
        }
        screen_check_cells(screen, when);
        check_state(screen, when);
        /* A planner that quit takes no more events: go on as if it had not. */
        screen->app.quit = false;
    }
    let_write(true);
    screen_close(screen);
}

static void random_events(void **state) {
    (void)state;
    shake(false, 20241107, EVENTS / 2);
}

static void random_events_in_ascii(void **state) {
    (void)state;
    shake(true, 20250523, EVENTS / 2);
}

int main(void) {
    setenv("XDG_DATA_HOME", "/no/such/folder", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_events),
        cmocka_unit_test(random_events_in_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
