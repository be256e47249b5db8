/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/pen.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <math.h>
#include <stdlib.h>

static const double pixels = 2; /* a point, in a PNG */

struct pen {
    cairo_surface_t *surface;
    cairo_t *cairo;
    enum figure_format format;
    FILE *to;
};

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned length) {
    return fwrite(bytes, 1, length, closure) == length ? CAIRO_STATUS_SUCCESS
                                                       : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *new_surface(enum figure_format format, double width, double height,
                                    FILE *to) {
    if (format == FIGURE_SVG)
        return cairo_svg_surface_create_for_stream(write_bytes, to, width, height);
    if (format == FIGURE_PDF)
        return cairo_pdf_surface_create_for_stream(write_bytes, to, width, height);
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)lround(width * pixels),
                                      (int)lround(height * pixels));
}

struct pen *pen_open(enum figure_format format, double width, double height, FILE *to) {
    struct pen *pen = calloc(1, sizeof *pen);
    if (!pen) return NULL;
    pen->format = format;
    pen->to = to;
    pen->surface = new_surface(format, width, height, to);
    pen->cairo = cairo_create(pen->surface);
    if (format == FIGURE_PNG) cairo_scale(pen->cairo, pixels, pixels);
    cairo_set_line_join(pen->cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_source_rgb(pen->cairo, 1, 1, 1);
    cairo_paint(pen->cairo);
    return pen;
}

struct pen *pen_measure(void) {
    return pen_open(FIGURE_PNG, 1, 1, NULL);
}

void pen_drop(struct pen *pen) {
    if (!pen) return;
    cairo_destroy(pen->cairo);
    cairo_surface_destroy(pen->surface);
    free(pen);
}

bool pen_close(struct pen *pen) {
    if (!pen) return false;
    cairo_status_t status = cairo_status(pen->cairo);
    if (status == CAIRO_STATUS_SUCCESS && pen->format == FIGURE_PNG)
        status = cairo_surface_write_to_png_stream(pen->surface, write_bytes, pen->to);
    cairo_surface_finish(pen->surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(pen->surface);
    pen_drop(pen);
    return status == CAIRO_STATUS_SUCCESS;
}

void pen_forget(void) {
    cairo_debug_reset_static_data();
    FcFini();
}

static void use(struct pen *pen, struct pen_ink ink) {
    cairo_set_source_rgba(pen->cairo, ink.r, ink.g, ink.b, ink.alpha);
}

static void stroke(struct pen *pen, double width, enum pen_dash dash, struct pen_ink ink) {
    static const double dots[] = {0.1, 3.4}, dashes[] = {4.5, 3};
    cairo_set_line_width(pen->cairo, width);
    cairo_set_line_cap(pen->cairo, dash == PEN_DOTTED ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_set_dash(pen->cairo, dash == PEN_DOTTED ? dots : dashes, dash == PEN_SOLID ? 0 : 2, 0);
    use(pen, ink);
    cairo_stroke(pen->cairo);
}

void pen_line(struct pen *pen, const struct pen_point *point, int count, double width,
              enum pen_dash dash, struct pen_ink ink) {
    for (int i = 0; i < count; i++)
        cairo_line_to(pen->cairo, point[i].x, point[i].y);
    stroke(pen, width, dash, ink);
}

void pen_segments(struct pen *pen, const struct pen_point *point, int count, double width,
                  enum pen_dash dash, struct pen_ink ink) {
    for (int i = 0; i + 1 < count; i += 2) {
        cairo_move_to(pen->cairo, point[i].x, point[i].y);
        cairo_line_to(pen->cairo, point[i + 1].x, point[i + 1].y);
    }
    stroke(pen, width, dash, ink);
}

void pen_fill(struct pen *pen, const struct pen_point *point, int count, struct pen_ink ink) {
    for (int i = 0; i < count; i++)
        cairo_line_to(pen->cairo, point[i].x, point[i].y);
    cairo_close_path(pen->cairo);
    use(pen, ink);
    cairo_fill(pen->cairo);
}

void pen_box(struct pen *pen, double x, double y, double w, double h, struct pen_ink ink) {
    cairo_set_antialias(pen->cairo, CAIRO_ANTIALIAS_NONE);
    cairo_rectangle(pen->cairo, x, y, w, h);
    use(pen, ink);
    cairo_fill(pen->cairo);
    cairo_set_antialias(pen->cairo, CAIRO_ANTIALIAS_DEFAULT);
}

void pen_disc(struct pen *pen, double x, double y, double radius, struct pen_ink ink) {
    cairo_new_sub_path(pen->cairo);
    cairo_arc(pen->cairo, x, y, radius, 0, 2 * 3.14159265358979);
    use(pen, ink);
    cairo_fill(pen->cairo);
}

static void set_type(struct pen *pen, struct pen_type type) {
    cairo_select_font_face(pen->cairo, type.fixed ? "monospace" : "sans", CAIRO_FONT_SLANT_NORMAL,
                           type.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(pen->cairo, type.size);
}

double pen_width(struct pen *pen, struct pen_type type, const char *text) {
    cairo_text_extents_t extents;
    set_type(pen, type);
    cairo_text_extents(pen->cairo, text, &extents);
    return extents.x_advance;
}

void pen_text(struct pen *pen, double x, double y, struct pen_type type, struct pen_ink ink,
              const char *text) {
    set_type(pen, type);
    use(pen, ink);
    cairo_save(pen->cairo);
    cairo_move_to(pen->cairo, x, y);
    if (type.turned) cairo_rotate(pen->cairo, -3.14159265358979 / 2);
    cairo_show_text(pen->cairo, text);
    cairo_restore(pen->cairo);
    cairo_new_path(pen->cairo);
}

void pen_clip(struct pen *pen, double x, double y, double w, double h) {
    cairo_save(pen->cairo);
    cairo_rectangle(pen->cairo, x, y, w, h);
    cairo_clip(pen->cairo);
}

void pen_free_clip(struct pen *pen) {
    cairo_restore(pen->cairo);
}
