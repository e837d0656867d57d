/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "sor/tuner_impl.h"

/* Welford, Technometrics 4 (1962) 419-420: nothing cancels. */
void paramod_i_sor_cell_add(paramod_sor_tuner *t, size_t cell, double loss)
{
    paramod_i_sor_shared *const shared = paramod_i_sor_shared_of(t);
    paramod_i_sor_cell *const c = &paramod_i_sor_cells_of(t)[cell];
    const double off = loss - c->mean;
    double more;

    c->count += 1.0;
    c->mean += off / c->count;
    more = off * (loss - c->mean);
    c->squares += more;
    if (c->count > 1.0) {
        shared->spread += more;
        shared->degrees += 1.0;
    }
}

/* Chan, Golub and LeVeque, The American Statistician 37 (1983) 242-247. */
void paramod_i_sor_cell_merge(paramod_i_sor_cell *into, const paramod_i_sor_cell *from)
{
    const double count = into->count + from->count;
    const double off = from->mean - into->mean;

    if (from->count == 0.0)
        return;
    into->squares += from->squares + off * off * into->count * from->count / count;
    into->mean += off * from->count / count;
    into->count = count;
}

double paramod_i_sor_sigma(const paramod_sor_tuner *t)
{
    const paramod_i_sor_shared *const shared = paramod_i_sor_shared_of(t);

    return shared->degrees > 0.0 ? sqrt(shared->spread / shared->degrees) : 0.0;
}
