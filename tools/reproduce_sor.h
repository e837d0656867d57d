/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file reproduce_sor.h  The parts of 'paramod reproduce sor'. */

#ifndef PARAMOD_TOOLS_REPRODUCE_SOR_H
#define PARAMOD_TOOLS_REPRODUCE_SOR_H

#include "options.h"
#include "reproduce.h"

/** A line of a chart. */
typedef struct sor_curve {
    char name[64];
    size_t count;
    const double *x, *y; /**< NaN leaves a gap */
} sor_curve;

typedef struct sor_chart {
    const char *name;    /**< of the files, without .svg and .csv */
    const char *title, *x_label, *y_label;
    bool logarithmic;    /**< y */
} sor_chart;

/** Draws the curves, and writes their points beside as CSV. */
bool sor_chart_draw(const options *o, const sor_chart *chart, const sor_curve *curves,
                    size_t count);

/** Costs so far at SOR_MARKS places of a run, the last one being its end. */
enum { SOR_MARKS = 50 };

/** Finished runs are kept in a file of the output folder, so that work that was
 *  interrupted goes on.  Looks a run up by its key, which holds no comma. */
bool sor_store_find(const options *o, const char *key, double *marks);
bool sor_store_add(const options *o, const char *key, const double *marks);

/** Counts and bounds against omega: figures 1, 2 (left), 3 and 4. */
bool reproduce_sor_bounds(const options *o);
/** Learners on random shifts: figures 2 (centre) and 5. */
bool reproduce_sor_learning(const options *o, bool full);
/** The heat equation: figures 2 (right) and 6. */
bool reproduce_sor_heat(const options *o, bool full);

#endif /* PARAMOD_TOOLS_REPRODUCE_SOR_H */
