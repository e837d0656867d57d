/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Chernoff's bounds for the window of a response: any s gives a valid one, so the
 * search for the best needs no accuracy. */

#include <math.h>
#include <stdbool.h>

#include "chroma/transfer_impl.h"

enum { DOUBLINGS = 200, REFINEMENTS = 12 };

typedef struct search {
    paramod_i_real_log log_value;
    const void *data;
    double level;
} search;

/* The bound of begin by s > 0, to be maximised; -inf where there is none. */
static double begin_by(const search *f, double s)
{
    const double value = (-f->level - f->log_value(s, f->data)) / s;

    return isfinite(value) ? value : -INFINITY;
}

/* Minus the bound of end by s > 0. */
static double end_by(const search *f, double s)
{
    const double value = -(f->level + f->log_value(-s, f->data)) / s;

    return isfinite(value) ? value : -INFINITY;
}

/* The best value of a bound with one maximum over s: steps of a factor, which shrinks
 * whenever neither side is better. */
static double best(double (*bound)(const search *, double), const search *f, double s)
{
    double factor = 2.0, value = bound(f, s);

    for (int i = 0; i < DOUBLINGS && !isfinite(value); i++) {
        s *= 0.5;
        value = bound(f, s);
    }
    for (int refinement = 0, i = 0; refinement < REFINEMENTS && i < DOUBLINGS; i++) {
        const double up = bound(f, s * factor), down = bound(f, s / factor);

        if (up > value) {
            value = up;
            s *= factor;
        } else if (down > value) {
            value = down;
            s /= factor;
        } else {
            factor = sqrt(factor);
            refinement++;
        }
    }
    return value;
}

void paramod_i_support(paramod_i_real_log log_value, const void *data, double mean,
                       double deviation, double level, double *begin, double *end)
{
    const search f = { log_value, data, level };
    /* the optimum for a normal density */
    const double s = sqrt(2.0 * level) / fmax(deviation, 1e-12 * mean);

    *begin = best(begin_by, &f, s);
    *end = -best(end_by, &f, s);
}
