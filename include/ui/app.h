/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner's state: plain data with no window in it. Events change it, app_draw paints it. */
#ifndef UI_APP_H
#define UI_APP_H

#include "base/err.h"
#include "engine/plan.h"
#include "engine/preset.h"
#include "io/preset_file.h"
#include "ui/canvas.h"
#include "ui/field.h"
#include "ui/key.h"
#include "ui/pins.h"
#include "ui/theme.h"
#include "ui/user_keys.h"
#include "ui/view_curve.h"
#include "ui/view_formats.h"
#include "ui/view_map.h"
#include "ui/view_optimum.h"

enum { APP_PRESETS = 16, APP_STATUS = 256, APP_MIN_COLS = 60, APP_MIN_ROWS = 16, HISTORY = 256 };

enum view { VIEW_PLAN, VIEW_CURVE, VIEW_MAP, VIEW_OPTIMUM, VIEW_FORMATS, VIEW_EXPLAIN, VIEW_COUNT };

/* What stays as it is when N, D or the bits move. */
enum hold { HOLD_NONE, HOLD_COMPUTE, HOLD_RATIO, HOLD_COUNT };

extern const char *const hold_names[HOLD_COUNT]; /* "none", "C", "D/N" */

/* What undo brings back. */
struct moment {
    struct plan plan;
    enum input selected;
    enum hold hold;
    double held; /* FLOP, or D/N */
    int primary; /* index into presets */
};

enum overlay { OVERLAY_NONE, OVERLAY_HELP, OVERLAY_PICKER, OVERLAY_FIELD };

enum drag { DRAG_NONE, DRAG_SLIDER, DRAG_CHART, DRAG_MAP };

struct app {
    struct moment now;
    struct moment past[HISTORY];         /* a ring */
    int past_first, past_count, past_at; /* past_at: how many of them lie before now */
    struct preset *presets[APP_PRESETS]; /* owned; shared with no one */
    int preset_count;
    struct pins pins;
    enum view view;
    int scroll;      /* of the view that scrolls */
    int help_scroll; /* of help */
    enum overlay overlay;
    struct field field;
    const struct prompt *prompt; /* what the field is for, while it is open */
    char status[APP_STATUS];     /* what the last key did, or why it did not */
    bool status_bad;
    struct picker *picker; /* while it is open */
    enum drag drag;        /* what the mouse button holds */
    bool drag_saved;       /* its first change has been remembered for undo */
    /* The chart's x range while it is dragged in: it must not run away. */
    double drag_low, drag_high;
    struct curve_state curve;
    struct map_state map;
    struct optimum_state optimum;
    struct formats_state formats;
    struct user_keys keys;
    struct theme theme;
    bool pf_days; /* compute is shown in petaFLOP/s-days */
    bool ascii;
    int colors; /* that the terminal has, 0 for none; 256 until told */
    int cols, rows;
    bool quit;
};

/* A planner over loaded presets (owned from then on; first is primary) and a plan. */
void app_init(struct app *app, const struct plan *plan, struct preset **presets, int count,
              bool ascii);
void app_free(struct app *app);

/* Take one event. */
void app_event(struct app *app, const struct event *event);

/* Paint a whole screen. */
void app_draw(const struct app *app, struct canvas *canvas);

const struct preset *app_primary(const struct app *app);

/* Say something in the last row until the next event (printf-style). bad: something was refused. */
void app_say(struct app *app, bool bad, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The plan with one input moved to value, what is held being kept. False where that would leave a
 * range. */
bool app_moved(const struct app *app, enum input input, double value, struct plan *plan);

/* Change the plan (undo brings the old one back), or say why not. */
void app_move(struct app *app, enum input input, double value);

/* Make another plan the present one, and say what changed: "took the optimum: N 53.4B, D 713B, w a
 * kv 7; u undoes". Nothing is held any more. */
void app_adopt(struct app *app, const struct plan *plan, const char *how);

/* Remember the present moment for undo: called before a change. */
void app_remember(struct app *app);

/* Go one moment back (−1) or forth (+1); false where there is none. */
bool app_recall(struct app *app, int direction);

/* Hold from now on what the plan has. */
void app_hold(struct app *app, enum hold hold);

/* Turn to a view. */
void app_show(struct app *app, enum view view);

/* Make a loaded preset the primary one. */
void app_choose_preset(struct app *app, int index);

/* Load a preset and make it the primary one; one already loaded is only chosen. */
bool app_add_preset(struct app *app, const char *name_or_file, struct err *err);

#endif
