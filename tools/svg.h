/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file svg.h  Line drawings and plots as SVG 1.1. */

#ifndef PARAMOD_TOOLS_SVG_H
#define PARAMOD_TOOLS_SVG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "problem.h"

/** A drawing that is being written. */
typedef struct svg {
    FILE *file;
    bool line_open;
} svg;

/** Colours that readers with any colour vision tell apart (Okabe and Ito 2008);
 *  index is taken modulo their number. */
const char *svg_colour(size_t index);

bool svg_begin(svg *s, const char *file, double width, double height,
               const char *title, problem *p);
bool svg_end(svg *s, const char *file, problem *p);

typedef enum svg_anchor { SVG_START = 0, SVG_MIDDLE = 1, SVG_END = 2 } svg_anchor;

/** Text with its base line at (x, y); any characters. */
void svg_text(svg *s, double x, double y, svg_anchor anchor, double size,
              const char *colour, const char *text);
/** The same, turned to read upwards. */
void svg_text_up(svg *s, double x, double y, double size, const char *text);
void svg_rule(svg *s, double x1, double y1, double x2, double y2,
              const char *colour, double width);
/** A polyline or polygon: begin, points, and the end that gives its looks. */
void svg_point(svg *s, double x, double y);
void svg_stroke(svg *s, const char *colour, double width, const char *dashes);
void svg_fill(svg *s, const char *colour, double opacity);

/** A plot's place on the page, and the numbers at its edges. */
typedef struct frame {
    double left, top, right, bottom; /**< page units, top < bottom */
    double x_least, x_most, y_least, y_most;
} frame;

double frame_x(const frame *f, double x);
double frame_y(const frame *f, double y);

enum { MOST_TICKS = 16 };

/** Multiples of 1, 2 or 5 times a power of ten inside [least, most], about
 *  \p wanted of them; the number of them. */
size_t nice_ticks(double least, double most, size_t wanted,
                  double ticks[MOST_TICKS]);
/** Frame, ticks and their numbers, and a label for each axis. */
void frame_axes(svg *s, const frame *f, const char *x_label, const char *y_label);

#endif /* PARAMOD_TOOLS_SVG_H */
