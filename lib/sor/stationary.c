/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * SOR, SSOR and the cyclic Chebyshev method: x += e, r -= A e, over and over.
 *
 * The cheap forms of a sweep carry r along and never look at x, so r drifts
 * from b - A x by a rounding error an iteration.  r is replaced by b - A x
 * every 64 iterations and, so that no stop depends on the drift, whenever its
 * norm is so close to the limit that the drift could matter: within 1e-3 of it,
 * or 8 times what the last replacement found.
 */

#include <math.h>
#include <string.h>

#include "sor/run_impl.h"

enum { FRESH_EVERY = 64, WIDEST_BLOCK = 1 << 14 };

typedef struct iteration {
    double parameter; /* omega or beta */
    double half;      /* Chebyshev: omega of the last half sweep, 0 at the start */
    bool textbook;    /* residuals are true ones */
    bool blocked;
    size_t singles;   /* sweeps to be made one at a time */
    size_t stale;     /* iterations since the residual was true */
    double guard;     /* relative width of the strip where it has to be */
    double ratio;     /* of the last two norms */
} iteration;

/* ---- one iteration -------------------------------------------------------------- */

/* omega_1 = 1, omega_3/2 = 1 / (1 - beta^2/2), then 1 / (1 - beta^2 omega/4):
 * Golub and Varga (1961), section 4. */
static double next_half(double beta, double omega, bool second)
{
    if (omega == 0.0)
        return 1.0;
    return 1.0 / (1.0 - beta * beta * (second ? 0.5 : 0.25 * omega));
}

static double chebyshev(paramod_i_sor_system *s, iteration *it)
{
    const paramod_sor_matrix *m = s->matrix;

    for (size_t colour = 0; colour < m->colours; colour++) {
        const bool second = colour == 1 && it->half == 1.0;

        it->half = next_half(it->parameter, it->half, second);
        paramod_i_sor_relax(s, it->half, m->first[colour] * m->chunk,
                            m->first[colour + 1] * m->chunk);
        paramod_i_sor_solve_colours(s, colour, colour + 1, s->r, s->e);
    }
    return paramod_i_sor_finish_forward(s);
}

static double iterate(paramod_i_sor_run *run, iteration *it)
{
    paramod_i_sor_system *const s = run->system;
    const bool backward = run->options.order == PARAMOD_SOR_BACKWARD;
    const paramod_i_sor_side first = backward ? PARAMOD_I_SOR_UPPER_SIDE
                                              : PARAMOD_I_SOR_LOWER_SIDE;
    const paramod_i_sor_side second = backward ? PARAMOD_I_SOR_LOWER_SIDE
                                               : PARAMOD_I_SOR_UPPER_SIDE;
    double norm;

    if (run->options.method == PARAMOD_SOR_CHEBYSHEV)
        return chebyshev(s, it);
    norm = paramod_i_sor_sweep(s, first, it->parameter, it->textbook);
    if (run->options.method == PARAMOD_SOR_SSOR)
        norm = paramod_i_sor_sweep(s, second, it->parameter, it->textbook);
    return norm;
}

/* ---- true residuals ---------------------------------------------------------------- */

/* The norm of the residual, recomputed if it is stale or its drift could matter. */
static double trusted(paramod_i_sor_run *run, iteration *it, double norm)
{
    double fresh;

    if (it->textbook ||
        (it->stale < FRESH_EVERY && !(norm <= run->limit * (1.0 + it->guard))))
        return norm;
    fresh = paramod_i_sor_residual(run->system);
    it->stale = 0;
    if (run->limit > 0.0 && isfinite(fresh))
        it->guard = fmax(1e-3, 8.0 * fabs(fresh - norm) / run->limit);
    return fresh;
}

/* ---- several sweeps at a time -------------------------------------------------------- */

static bool can_block(const paramod_i_sor_run *run)
{
    const paramod_sor_matrix *m = run->system->matrix;
    const size_t window = PARAMOD_I_SOR_DEPTH * paramod_i_sor_lag(m);

    if (m->kind != PARAMOD_I_SOR_SYMMETRIC ||
        run->options.method != PARAMOD_SOR_SOR ||
        run->options.order != PARAMOD_SOR_FORWARD || run->options.adapt != NULL ||
        window > WIDEST_BLOCK)
        return false;
    if (run->options.sweep == PARAMOD_SOR_SWEEP_BLOCKED)
        return window < m->length;
    /* below that the ragged ends of a block cost what its middle saves */
    return run->options.sweep == PARAMOD_SOR_SWEEP_DEFAULT && 4 * window <= m->length;
}

/* A block that turns out to hold the end of the solve is done again sweep by
 * sweep, so none is begun that is expected to. */
static bool should_block(const paramod_i_sor_run *run, const iteration *it)
{
    const double ahead = pow(fmin(it->ratio, 1.0), PARAMOD_I_SOR_DEPTH + 1);

    return it->blocked && it->singles == 0 &&
           run->norm * ahead > run->limit * (1.0 + it->guard) &&
           run->result.iterations + PARAMOD_I_SOR_DEPTH <= run->options.max_iterations;
}

/* False, with all as before, if the solve might end within the block. */
static bool block(paramod_i_sor_run *run, iteration *it)
{
    paramod_i_sor_system *const s = run->system;
    double norm[PARAMOD_I_SOR_DEPTH];

    paramod_i_sor_symmetric_block(s, it->parameter, s->v[0], norm);
    for (size_t p = 0; p < PARAMOD_I_SOR_DEPTH; p++)
        if (norm[p] <= run->limit * (1.0 + it->guard) ||
            paramod_i_sor_diverges(run, norm[p])) {
            (void)memcpy(s->x, s->v[0], s->matrix->length * sizeof *s->x);
            (void)paramod_i_sor_residual(s);
            it->stale = 0;
            it->singles = PARAMOD_I_SOR_DEPTH;
            return false;
        }
    for (size_t p = 0; p + 1 < PARAMOD_I_SOR_DEPTH; p++)
        paramod_i_sor_enter(run, norm[p]);
    it->ratio = norm[PARAMOD_I_SOR_DEPTH - 1] / run->norm;
    it->stale += PARAMOD_I_SOR_DEPTH;
    paramod_i_sor_enter(run, trusted(run, it, norm[PARAMOD_I_SOR_DEPTH - 1]));
    return true;
}

/* ---- all of them ------------------------------------------------------------------------ */

static void single(paramod_i_sor_run *run, iteration *it)
{
    const double before = run->norm, norm = iterate(run, it);

    it->stale++;
    it->singles -= it->singles > 0 ? 1 : 0;
    paramod_i_sor_enter(run, trusted(run, it, norm));
    it->ratio = run->norm / before;
}

static double difference(size_t n, const double *x, double *y)
{
    for (size_t i = 0; i < n; i++)
        y[i] = x[i] - y[i];
    return paramod_i_sor_norm(n, y);
}

/* A new parameter; false to stop.  v[0] holds the last x. */
static bool adapt(paramod_i_sor_run *run, iteration *it)
{
    paramod_i_sor_system *const s = run->system;
    const double old = it->parameter;
    const double update = difference(s->matrix->length, s->x, s->v[0]);

    if (!paramod_i_sor_adapt(run, update, &it->parameter))
        return false;
    if (it->parameter != old && run->options.method == PARAMOD_SOR_CHEBYSHEV)
        it->half = 0.0;
    else if (it->parameter != old)
        paramod_i_sor_relax(s, it->parameter, 0, s->matrix->length);
    return true;
}

static bool goes_on(paramod_i_sor_run *run, iteration *it)
{
    if (paramod_i_sor_passes(run, run->norm)) {
        run->result.ending = PARAMOD_SOR_CONVERGED;
        return false;
    }
    return !paramod_i_sor_is_over(run) &&
           (run->options.adapt == NULL || adapt(run, it));
}

void paramod_i_sor_stationary(paramod_i_sor_run *run)
{
    paramod_i_sor_system *const s = run->system;
    const bool is_chebyshev = run->options.method == PARAMOD_SOR_CHEBYSHEV;
    iteration it = { .guard = 1e-3, .ratio = 0.0, .singles = 2,
                     .parameter = is_chebyshev ? run->options.beta : run->options.omega,
                     .textbook = run->options.sweep == PARAMOD_SOR_SWEEP_TEXTBOOK &&
                                 !is_chebyshev };

    it.blocked = can_block(run);
    if (!is_chebyshev)
        paramod_i_sor_relax(s, it.parameter, 0, s->matrix->length);
    do {
        if (run->options.adapt != NULL)
            (void)memcpy(s->v[0], s->x, s->matrix->length * sizeof *s->x);
        run->result.omega = it.parameter;
        if (!should_block(run, &it) || !block(run, &it))
            single(run, &it);
    } while (goes_on(run, &it));
}
