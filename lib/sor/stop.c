/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a solve ends, and what it says about its course. */

#include <math.h>

#include "sor/run_impl.h"

bool paramod_i_sor_passes(const paramod_i_sor_run *run, double norm)
{
    return norm == 0.0 || (run->options.test == PARAMOD_SOR_TEST_STRICT
                               ? norm < run->limit : norm <= run->limit);
}

/* Written so that NaN diverges. */
bool paramod_i_sor_diverges(const paramod_i_sor_run *run, double norm)
{
    return !(norm <= run->options.divergence * run->result.initial) || isinf(norm);
}

static void remember(paramod_i_sor_run *run, size_t k, double norm)
{
    if (run->options.history != NULL && k < run->options.history_room)
        run->options.history[k] = norm;
}

static double reference(const paramod_i_sor_run *run)
{
    const paramod_i_sor_system *s = run->system;

    switch (run->options.stop) {
    case PARAMOD_SOR_STOP_INITIAL: return run->norm;
    case PARAMOD_SOR_STOP_RIGHT:   return paramod_i_sor_norm(s->matrix->length, s->b);
    default:                       return 1.0;
    }
}

bool paramod_i_sor_begin(paramod_i_sor_run *run)
{
    paramod_i_sor_system *const s = run->system;

    run->norm = paramod_i_sor_residual(s);
    run->result.reference = reference(run);
    if (run->options.stop == PARAMOD_SOR_STOP_RIGHT && run->result.reference == 0.0 &&
        run->norm > 0.0) { /* no other x will ever do */
        for (size_t i = 0; i < s->matrix->length; i++)
            s->x[i] = 0.0;
        run->norm = paramod_i_sor_residual(s);
    }
    run->result.initial = run->norm;
    run->limit = run->options.tolerance * run->result.reference;
    remember(run, 0, run->norm);
    if (paramod_i_sor_passes(run, run->norm))
        run->result.ending = PARAMOD_SOR_CONVERGED;
    else if (!isfinite(run->norm))
        run->result.ending = PARAMOD_SOR_DIVERGED;
    else
        return true;
    return false;
}

void paramod_i_sor_enter(paramod_i_sor_run *run, double norm)
{
    const size_t k = ++run->result.iterations;

    run->result.rate = norm / run->norm;
    run->norm = norm;
    remember(run, k, norm);
}

bool paramod_i_sor_is_over(paramod_i_sor_run *run)
{
    if (run->system->status != PARAMOD_OK ||
        paramod_i_sor_diverges(run, run->norm))
        run->result.ending = PARAMOD_SOR_DIVERGED;
    else if (run->result.iterations >= run->options.max_iterations)
        run->result.ending = PARAMOD_SOR_LIMIT;
    else
        return false;
    return true;
}

bool paramod_i_sor_adapt(paramod_i_sor_run *run, double update, double *parameter)
{
    const paramod_sor_progress progress = {
        sizeof progress, run->result.iterations, *parameter, run->norm, update,
        run->limit
    };
    const double wanted = run->options.adapt(&progress, run->options.adapt_data);

    if (wanted == 0.0)
        return true;
    if (!(wanted > 0.0 &&
          wanted < (run->options.method == PARAMOD_SOR_CHEBYSHEV ? 1.0 : 2.0))) {
        run->result.ending = PARAMOD_SOR_STOPPED;
        return false;
    }
    *parameter = wanted;
    return true;
}
