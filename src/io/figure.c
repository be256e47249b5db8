/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/figure.h"

#include "base/text.h"
#include "io/path.h"
#include <dlfcn.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct figure *figure_new(void) {
    return calloc(1, sizeof(struct figure));
}

void figure_free(struct figure *figure) {
    if (!figure) return;
    for (int i = 0; i < figure->series_count; i++) {
        free(figure->series[i].x);
        free(figure->series[i].beyond);
        free(figure->series[i].low);
    }
    free(figure->cloud.spot);
    for (int i = 0; i < figure->field.contours; i++)
        free(figure->field.contour[i].value);
    free(figure->field.value);
    free(figure->page.cell);
    free(figure);
}

struct figure_series *figure_series(struct figure *figure, const char *label, int count) {
    if (figure->series_count == FIGURE_SERIES) return NULL;
    struct figure_series *series = &figure->series[figure->series_count];
    const size_t size = (size_t)count;
    *series = (struct figure_series){.color = figure->series_count, .count = count};
    text_clean(series->label, sizeof series->label, label);
    series->x = calloc(2 * size, sizeof *series->x);
    series->beyond = calloc(size, sizeof *series->beyond);
    if (!series->x || !series->beyond) {
        free(series->x);
        free(series->beyond);
        figure->starved = true;
        return NULL;
    }
    series->y = series->x + count;
    figure->series_count++;
    return series;
}

bool figure_band(struct figure *figure, struct figure_series *series) {
    const size_t size = (size_t)series->count;
    series->low = malloc(2 * size * sizeof *series->low);
    if (!series->low) figure->starved = true;
    if (!series->low) return false;
    series->high = series->low + size;
    for (size_t i = 0; i < 2 * size; i++)
        series->low[i] = NAN;
    return true;
}

struct figure_spot *figure_cloud(struct figure *figure, int count) {
    if (figure->cloud.spot) return NULL;
    figure->cloud.spot = calloc((size_t)count, sizeof *figure->cloud.spot);
    if (!figure->cloud.spot) figure->starved = true;
    figure->cloud.count = figure->cloud.spot ? count : 0;
    return figure->cloud.spot;
}

void figure_key(struct figure *figure, enum figure_sign sign, int color, const char *text) {
    if (figure->keys == FIGURE_KEYS) return;
    struct figure_key *const key = &figure->key[figure->keys++];
    *key = (struct figure_key){.sign = sign, .color = color};
    text_clean(key->text, sizeof key->text, text);
}

void figure_mark(struct figure *figure, enum figure_mark_kind kind, double x, double y, int color,
                 const char *label) {
    if (figure->marks == FIGURE_MARKS || isnan(x)) return;
    struct figure_mark *mark = &figure->mark[figure->marks++];
    *mark = (struct figure_mark){.kind = kind, .x = x, .y = y, .color = color};
    text_clean(mark->label, sizeof mark->label, label);
}

static double *values(struct figure *figure) {
    double *made =
        calloc((size_t)figure->field.w * (size_t)figure->field.h, sizeof *figure->field.value);
    if (!made) figure->starved = true;
    return made;
}

bool figure_field(struct figure *figure, int w, int h) {
    figure->field.w = w;
    figure->field.h = h;
    figure->field.value = values(figure);
    return figure->field.value != NULL;
}

double *figure_contour(struct figure *figure, double level, const char *label, bool dashed) {
    struct figure_field *field = &figure->field;
    double *made = field->contours < FIGURE_CONTOURS ? values(figure) : NULL;
    if (!made) return NULL;
    struct figure_contour *contour = &field->contour[field->contours++];
    *contour = (struct figure_contour){.value = made, .level = level, .dashed = dashed};
    text_clean(contour->label, sizeof contour->label, label);
    return made;
}

bool figure_page(struct figure *figure, int cols, int rows) {
    figure->page.cols = cols;
    figure->page.rows = rows;
    figure->page.cell = calloc((size_t)cols * (size_t)rows, sizeof *figure->page.cell);
    if (!figure->page.cell) figure->starved = true;
    return figure->page.cell != NULL;
}

void figure_caption(struct figure *figure, const char *format, ...) {
    char text[FIGURE_TEXT];
    va_list args;
    if (figure->captions == FIGURE_CAPTIONS) return;
    va_start(args, format);
    text_format(text, sizeof text, format, args);
    va_end(args);
    text_clean(figure->caption[figure->captions++], FIGURE_TEXT, text);
}

#ifdef FIGURE_MODULE

const char *figure_refusal(void) {
    char path[PATH_LONGEST];
    return path_module(FIGURE_MODULE, path) ? "" : FIGURE_MODULE " is not installed";
}

static const struct figure_module *load(struct err *err) {
    char path[PATH_LONGEST];
    if (!path_module(FIGURE_MODULE, path)) {
        err_set(err, "no picture: %s", figure_refusal());
        return NULL;
    }
    /* cairo and fontconfig keep state of their own: once loaded they stay */
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    const struct figure_module *module = handle ? dlsym(handle, "figure_module") : NULL;
    if (!module) {
        err_set(err, "no picture: %s", dlerror());
        return NULL;
    }
    if (module->figure_size == sizeof(struct figure)) return module;
    err_set(err, "no picture: %s is of another version", path);
    return NULL;
}

bool figure_write(const struct figure *figure, enum figure_format format, FILE *to,
                  struct err *err) {
    if (figure->starved) return err_set(err, "out of memory");
    const struct figure_module *module = load(err);
    if (!module) return false;
    return module->draw(figure, format, to) || err_set(err, "the picture could not be drawn");
}

#else

const char *figure_refusal(void) {
    return "built without cairo";
}

bool figure_write(const struct figure *figure, enum figure_format format, FILE *to,
                  struct err *err) {
    (void)figure, (void)format, (void)to;
    return err_set(err, "no picture: %s", figure_refusal());
}

#endif
