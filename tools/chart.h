/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file chart.h  Curves over one axis, as SVG with a legend and as CSV. */

#ifndef PARAMOD_TOOLS_CHART_H
#define PARAMOD_TOOLS_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

/** One curve: point k is (x[k], y[k * stride]). */
typedef struct curve {
    const char *title;
    size_t count;
    const double *x, *y;
    size_t stride;      /**< 0 for 1 */
    const char *colour; /**< null for the next of svg_colour() */
    const char *dashes; /**< as in SVG; null for a line */
    double dots;        /**< half the side of squares in place of a line; 0 for a line */
} curve;

typedef struct chart {
    const char *title, *x_label, *y_label;
    size_t count;
    const curve *curve;
} chart;

/** Draws all curves on one scale, which includes 0 if that is near; refuses one without
 *  extent. */
bool chart_draw(const chart *c, const char *path, problem *p);
/** Writes curves that share the places of the first: one column each. */
bool chart_write(const chart *c, const char *path, problem *p);

#endif /* PARAMOD_TOOLS_CHART_H */
