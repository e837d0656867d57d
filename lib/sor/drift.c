/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Two one-sided cumulative sums (Page, Biometrika 41 (1954) 100-115) of how far
 * costs are from the mean of their cell, in standard deviations, less 1/2; one
 * above the threshold is a change.  For normal costs of a constant law a
 * threshold h is passed once in about 2 exp(h + 1.166) costs (Siegmund 1985):
 * 2e7 for the default, 15.  Deviations are cut at 4, so that no single cost,
 * a failed solve at the cap for one, is a change.
 */

#include <math.h>

#include "sor/tuner_impl.h"

bool paramod_i_sor_drift(paramod_sor_tuner *t, size_t cell, double loss)
{
    enum { ENOUGH = 8 }; /* costs behind the standard deviation */
    paramod_i_sor_shared *const shared = paramod_i_sor_shared_of(t);
    const paramod_i_sor_cell *const c = &paramod_i_sor_cells_of(t)[cell];
    /* counts are rounded, so their deviation is at least that of the rounding */
    const double least = t->options.cost == PARAMOD_SOR_COST_ITERATIONS ? 0.5 : 0.0;
    const double sigma = fmax(paramod_i_sor_sigma(t), least);
    double z;

    if (c->count < 2.0 || shared->degrees < ENOUGH || !(sigma > 0.0))
        return false;
    z = (loss - c->mean) / (sigma * sqrt(1.0 + 1.0 / c->count));
    z = fmin(fmax(z, -4.0), 4.0);
    shared->rising = fmax(0.0, shared->rising + z - 0.5);
    shared->falling = fmax(0.0, shared->falling - z - 0.5);
    return shared->rising > t->options.drift_threshold
        || shared->falling > t->options.drift_threshold;
}
