/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner's state: plain data with no window in it. Events change it, app_draw paints it. */
#ifndef UI_APP_H
#define UI_APP_H

#include "base/err.h"
#include "engine/plan.h"
#include "engine/preset.h"
#include "io/preset_file.h"
#include "ui/canvas.h"
#include "ui/export.h"
#include "ui/field.h"
#include "ui/history.h"
#include "ui/key.h"
#include "ui/pins.h"
#include "ui/term_copy.h"
#include "ui/theme.h"
#include "ui/undo.h"
#include "ui/user_keys.h"
#include "ui/view_compare.h"
#include "ui/view_curve.h"
#include "ui/view_fit.h"
#include "ui/view_formats.h"
#include "ui/view_map.h"
#include "ui/view_optimum.h"

enum { APP_PRESETS = 16, APP_STATUS = 256, APP_MIN_COLS = 60, APP_MIN_ROWS = 16 };

enum view {
    VIEW_PLAN,
    VIEW_CURVE,
    VIEW_MAP,
    VIEW_OPTIMUM,
    VIEW_FORMATS,
    VIEW_COMPARE,
    VIEW_EXPLAIN,
    VIEW_FIT,
    VIEW_COUNT
};

extern const char *const hold_names[HOLD_COUNT]; /* "none", "C", "D/N", "bytes" */

enum overlay {
    OVERLAY_NONE,
    OVERLAY_HELP,
    OVERLAY_PICKER,
    OVERLAY_FIELD,
    OVERLAY_UNDO,
    OVERLAY_PALETTE,
    OVERLAY_COMMAND,
    OVERLAY_INPUT,
    OVERLAY_FIT_ROW,
    OVERLAY_LESSONS,
    OVERLAY_EXPORT,
    OVERLAY_COUNT
};

enum drag { DRAG_NONE, DRAG_SLIDER, DRAG_CHART, DRAG_MAP };

struct help_state {
    int scroll;
    bool typing;             /* what is searched for */
    char wanted[FIELD_TEXT]; /* "" for nothing */
    int hit;                 /* the line that has it, −1 for none */
};

/* A field's way through its history. */
struct recall {
    int back;               /* of the line that is shown, −1: what was typed */
    char typed[FIELD_TEXT]; /* what there was before */
    bool searching;         /* backwards, for part */
    char part[FIELD_TEXT];
    bool failed; /* no line has it */
};

struct app {
    struct moment now;
    struct undo undo;
    struct preset *presets[APP_PRESETS]; /* owned; shared with no one */
    int preset_count;
    struct pins pins;
    enum view view;
    int scroll; /* of the view that scrolls */
    enum overlay overlay;
    struct help_state help;
    int at; /* the row chosen in the list that lies over the view */
    struct field field;
    struct recall recall; /* what the field has of the history */
    struct history history[HISTORY_KINDS];
    const struct prompt *prompt; /* what the field is for, while it is open */
    char status[APP_STATUS];     /* what the last key did, or why it did not */
    bool status_bad;
    struct picker *picker;   /* while it is open */
    struct palette *palette; /* likewise */
    struct lessons *lessons; /* NULL until they are first asked for */
    bool keeps_progress;     /* in lessons: false until the planner runs at a terminal */
    enum drag drag;          /* what the mouse button holds */
    bool drag_saved;         /* its first change has been remembered for undo */
    /* The chart's x range while it is dragged in: it must not run away. */
    double drag_low, drag_high;
    struct curve_state curve;
    struct map_state map;
    struct optimum_state optimum;
    struct formats_state formats;
    struct fit_state fit;
    struct fit_work *fit_work; /* NULL until a fit is begun */
    struct fit_laws *fit_laws; /* NULL until laws are compared */
    struct export_state export;
    bool copies;          /* the terminal has a clipboard that it gives us */
    bool copied;          /* the command line on screen has been sent there */
    char copy[COPY_TEXT]; /* what is to be sent there after painting, "" for nothing */
    struct compare_state compare;
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

/* Whether there is work to do between the events, and some of it: until it is done or the clock
 * (seconds of CLOCK_MONOTONIC) has passed deadline; INFINITY: all of it. */
bool app_busy(const struct app *app);
void app_work(struct app *app, double deadline);

/* Which work that is: the number changes where another begins, whose first bite may be a long one.
 */
int app_stage(const struct app *app);

/* Paint a whole screen. */
void app_draw(const struct app *app, struct canvas *canvas);

const struct preset *app_primary(const struct app *app);

/* Say something in the last row until the next event (printf-style). bad: something was refused. */
void app_say(struct app *app, bool bad, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Say what could not be done, and why: "path: reason", whose reason comes first, for a path may be
 * longer than the row. */
void app_say_failed(struct app *app, const char *what, const char *why);

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

/* Go to a moment of app->undo; false where there is none (−1). */
bool app_recall(struct app *app, int to);

/* Hold from now on what the plan has. */
void app_hold(struct app *app, enum hold hold);

/* Turn to a view. */
void app_show(struct app *app, enum view view);

/* Do an action as its key does: views lay themselves out in the rows that a lesson's panel leaves
 * them, and a lesson has them all. */
struct action;
void app_run(struct app *app, const struct action *action);

/* Make a loaded preset the primary one. */
void app_choose_preset(struct app *app, int index);

/* The place of a preset among those loaded; it is loaded where it is not there yet. −1 with a
 * message. */
int app_load_preset(struct app *app, const char *name_or_file, struct err *err);

/* Load a preset and make it the primary one; one already loaded is only chosen. */
bool app_add_preset(struct app *app, const char *name_or_file, struct err *err);

/* The same for a file that has just been written: one already loaded is read anew. */
bool app_renew_preset(struct app *app, const char *file, struct err *err);

#endif
