/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures beside a report. */
#include "io/figure.h"
#include "io/save.h"
#include "ui/facts.h"
#include "ui/paper.h"
#include "ui/view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    enum view view;
    const char *shows;
} pictures[PAPER_PICTURES] = {{VIEW_PLAN, "Loss, and where the plan stands"},
                              {VIEW_CURVE, "The laws beside each other"},
                              {VIEW_OPTIMUM, "The best plans over the budget"}};

const char *paper_shows(int index) {
    return pictures[index].shows;
}

bool paper_picture(const char *report, int index, char out[PAPER_PATH]) {
    const size_t length = strlen(report);
    const bool named = length > 3 && strcmp(report + length - 3, ".md") == 0;
    const int printed = snprintf(out, PAPER_PATH, "%.*s-%s.svg", (int)(named ? length - 3 : length),
                                 report, views[pictures[index].view]->name);
    return printed > 0 && printed < PAPER_PATH;
}

static bool write_picture(const struct figure *figure, const char *path, bool force,
                          struct err *err) {
    char *bytes = NULL;
    size_t size;
    FILE *to = open_memstream(&bytes, &size);
    if (!to) return err_set(err, "out of memory");
    bool made = figure_write(figure, FIGURE_SVG, to, err);
    if (fclose(to) != 0) made = err_set(err, "out of memory");
    const bool written = made && save_bytes(path, force, bytes, size, err);
    free(bytes);
    return written;
}

/* One of them; none where its view has nothing to draw. */
static bool draw_picture(const struct app *app, const struct facts *facts, const char *report,
                         int index, bool force, unsigned *drawn, struct err *err) {
    char path[PAPER_PATH];
    if (!paper_picture(report, index, path)) return err_set(err, "the file's name is too long");
    struct figure *figure = figure_new();
    if (!figure) return err_set(err, "out of memory");
    const bool any = views[pictures[index].view]->figure(app, facts, figure);
    const bool written = !any || write_picture(figure, path, force, err);
    if (any && written) *drawn |= 1u << index;
    figure_free(figure);
    return written;
}

bool paper_pictures(const struct app *app, const char *report, bool force, unsigned *drawn,
                    struct err *err) {
    struct facts facts;
    *drawn = 0;
    if (figure_refusal()[0]) return true;
    facts_compute(app, &facts);
    for (int i = 0; i < PAPER_PICTURES; i++) {
        if (!draw_picture(app, &facts, report, i, force, drawn, err)) return false;
    }
    return true;
}
