/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file functions.h  Functions on which allocations of knots are compared. */

#ifndef VALIDATION_KNOTS_FUNCTIONS_H
#define VALIDATION_KNOTS_FUNCTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/spline.h>

typedef struct subject {
    const char *name;
    double (*f)(double x, void *data);
    double from, to, scale;
    paramod_knots_map map;
    bool smooth; /* one of the twelve over which means are taken */
} subject;

extern const subject subjects[];
extern const size_t subject_count;

/** Random functions on [0, 1]. */
typedef enum family_shape {
    FAMILY_POLYNOMIAL, FAMILY_COSINE, FAMILY_EXP_SINC
} family_shape;

typedef struct family {
    const char *name;
    family_shape shape;
    bool normal;      /* parameters: normal with this deviation, else uniform */
    double spread;
    double scale;
    double wanted;    /* share of functions within the tolerance, per cent */
} family;

extern const family families[];
extern const size_t family_count;

enum { FAMILY_TERMS = 10, FAMILY_NODES = 7 };

/** One function of a family. */
typedef struct member {
    family_shape shape;
    double p[2 * FAMILY_TERMS]; /* parameters */
} member;

member member_draw(const family *f, unsigned long seed, unsigned long index);
double member_value(double x, void *data);

/** max |f - s| / (|f| + scale) at points inside each interval of the knots; the
 *  places are drawn from the seed. */
double true_error(const paramod_knots *knots, double (*f)(double, void *), void *data,
                  double scale, unsigned long seed);

/** A uniform number of (0, 1), for a seed and an index. */
double uniform_of(unsigned long seed, unsigned long index);

#endif /* VALIDATION_KNOTS_FUNCTIONS_H */
