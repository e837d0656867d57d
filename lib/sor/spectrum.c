/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The constants of the theory: extreme eigenvalues of pencils (B, M).
 *
 * Those that belong to small eigenvalues of A are taken as the largest of
 * (B, A), where they stand apart and a few iterations find them; each needs a
 * solve with A, by SSOR-preconditioned conjugate gradients.
 */

#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sor/lanczos_impl.h"
#include "sor/system_impl.h"

/* ---- one matrix, several operators ----------------------------------------------------- */

/* A in natural order, and vectors in the numbering of the caller. */
typedef struct operator {
    const paramod_sor_matrix *matrix;
    double shift, omega;
    size_t power;
    paramod_i_sor_system system;
    paramod_sor_workspace *work;
    double *d, *g, *scratch;
} operator;

static const double *diagonal_of(const operator *o)
{
    return o->d;
}

static paramod_status apply_identity(const double *v, double *u, void *data)
{
    const operator *o = data;

    for (size_t i = 0; i < o->matrix->length; i++)
        u[i] = v[i];
    return PARAMOD_OK;
}

static paramod_status apply_diagonal(const double *v, double *u, void *data)
{
    const operator *o = data;

    for (size_t i = 0; i < o->matrix->length; i++)
        u[i] = diagonal_of(o)[i] * v[i];
    return PARAMOD_OK;
}

static paramod_status solve_diagonal(const double *u, double *w, void *data)
{
    const operator *o = data;

    for (size_t i = 0; i < o->matrix->length; i++)
        w[i] = u[i] / diagonal_of(o)[i];
    return PARAMOD_OK;
}

static paramod_status apply_matrix(const double *v, double *u, void *data)
{
    operator *const o = data;

    paramod_i_sor_times(&o->system, v, u);
    return o->system.status;
}

/* L'v = (A - D - L) v and so on: through T v = (D + T) v - D v, T v being what
 * Eisenstat's kernel calls a with omega = 1: a = (D + T) t + v - D t. */
static void times_triangle(operator *o, paramod_i_sor_side side, const double *v,
                           double *u)
{
    for (size_t i = 0; i < o->matrix->length; i++)
        o->system.e[i] = 0.0;
    paramod_i_sor_eisenstat(&o->system, side, 1.0, o->system.e, v, u, o->system.r);
}

/* L D^-1 L' v */
static paramod_status apply_lower(const double *v, double *u, void *data)
{
    operator *const o = data;

    times_triangle(o, PARAMOD_I_SOR_UPPER_SIDE, v, o->scratch);
    for (size_t i = 0; i < o->matrix->length; i++)
        o->scratch[i] /= diagonal_of(o)[i];
    times_triangle(o, PARAMOD_I_SOR_LOWER_SIDE, o->scratch, u);
    return o->system.status;
}

/* (L D^-1 L' - D/4) v */
static paramod_status apply_axelsson(const double *v, double *u, void *data)
{
    const operator *o = data;
    const paramod_status status = apply_lower(v, u, data);

    for (size_t i = 0; i < o->matrix->length; i++)
        u[i] -= 0.25 * diagonal_of(o)[i] * v[i];
    return status;
}

/* A^-1 u, as far as rounding lets it. */
static paramod_status solve_matrix(const double *u, double *w, void *data)
{
    operator *const o = data;
    paramod_sor_options options = { .size = sizeof options };
    paramod_sor_result result = { .size = sizeof result };
    paramod_status status;

    options.method = PARAMOD_SOR_SSOR_PCG;
    options.omega = 1.5;
    options.shift = o->shift;
    options.tolerance = 1e-14;
    options.max_iterations = 100000;
    for (size_t i = 0; i < o->matrix->length; i++)
        w[i] = 0.0;
    status = paramod_sor_solve(o->matrix, &options, u, w, o->work, &result);
    if (status == PARAMOD_OK && (result.ending == PARAMOD_SOR_INDEFINITE ||
                                 !(result.relative_residual < 1e-6)))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, "paramod_sor_spectrum_compute",
                              "the matrix with shift %g is not positive definite",
                              o->shift);
    return status;
}

/* ---- setting up ---------------------------------------------------------------------------- */

static void release(operator *o)
{
    paramod_sor_workspace_destroy(o->work);
    paramod_sor_workspace_destroy(o->system.workspace);
    paramod_i_free(o->d);
}

static paramod_status check(const paramod_sor_matrix *matrix, double shift,
                            const char *function)
{
    if (!matrix->symmetric)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function,
                              "the matrix is not symmetric");
    if (!isfinite(shift))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, function, "shift is %g; it must be "
                              "finite", shift);
    for (size_t i = 0; i < matrix->length; i++)
        if (!(matrix->diagonal[i] + shift > 0.0))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, function, "row %zu: the diagonal "
                                  "entry %g plus the shift %g is not positive", i + 1,
                                  matrix->diagonal[i], shift);
    if (matrix->colours > 0)
        return paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, function, "the matrix is in a "
                              "multicolour ordering; give the one it was made of");
    return PARAMOD_OK;
}

static paramod_status set_up(const paramod_sor_matrix *matrix, double shift, double omega,
                             operator *o)
{
    const size_t n = matrix->length;
    const paramod_i_part parts[] = { { &o->d, n, 1 }, { &o->g, n, 1 },
                                     { &o->scratch, n, 1 } };
    paramod_sor_workspace *w = NULL;
    paramod_status status;

    o->matrix = matrix;
    o->shift = shift;
    o->omega = omega;
    if (paramod_i_carve(parts, 3) == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu rows", n);
    if ((status = paramod_sor_workspace_create(matrix, &o->work)) != PARAMOD_OK ||
        (status = paramod_sor_workspace_create(matrix, &w)) != PARAMOD_OK) {
        return status;
    }
    o->system = (paramod_i_sor_system){ .matrix = matrix, .shift = shift, .x = w->x,
                                        .r = w->r, .e = w->e, .d = o->d, .g = o->g,
                                        .workspace = w };
    for (size_t i = 0; i < n; i++)
        o->d[i] = matrix->diagonal[i] + shift;
    paramod_i_sor_relax(&o->system, omega, 0, n);
    return PARAMOD_OK;
}

/* ---- the spectrum ---------------------------------------------------------------------------- */

typedef paramod_status (*function)(const double *, double *, void *);

static paramod_status find(operator *o, function apply, function solve, double *value)
{
    const paramod_i_sor_pencil pencil = { o->matrix->length, o, apply, solve };

    return paramod_i_sor_largest(&pencil, value);
}

static paramod_status find_all(operator *o, paramod_sor_spectrum *s)
{
    double inverse = 0.0, top = 0.0;
    paramod_status status;

    if ((status = find(o, apply_identity, solve_matrix, &inverse)) != PARAMOD_OK ||
        (status = find(o, apply_matrix, NULL, &s->lambda_max)) != PARAMOD_OK ||
        (status = find(o, apply_diagonal, solve_matrix, &s->mu)) != PARAMOD_OK ||
        (status = find(o, apply_matrix, solve_diagonal, &top)) != PARAMOD_OK ||
        (status = find(o, apply_lower, solve_diagonal, &s->lower)) != PARAMOD_OK ||
        (status = find(o, apply_axelsson, solve_matrix, &s->nu)) != PARAMOD_OK)
        return status;
    s->lambda_min = 1.0 / inverse;
    s->condition = s->lambda_max * inverse;
    /* eigenvalues of D^-1 A lie between 1/mu and top; beta is the farthest from 1 */
    s->gamma = fmin(1.0 / s->mu, 2.0 - top);
    s->beta = 1.0 - s->gamma;
    return PARAMOD_OK;
}

paramod_status paramod_sor_spectrum_compute(const paramod_sor_matrix *matrix, double shift,
                                            paramod_sor_spectrum *spectrum)
{
    operator o = { .matrix = matrix };
    paramod_sor_spectrum found = { sizeof found, 0, 0, 0, 0, 0, 0, 0, 0 };
    paramod_status status;

    if (matrix == NULL || spectrum == NULL || spectrum->size != sizeof *spectrum)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "matrix or spectrum is null, or the "
                            "size member of the spectrum is not set");
    status = check(matrix, shift, __func__);
    if (status == PARAMOD_OK)
        status = set_up(matrix, shift, 1.0, &o);
    if (status == PARAMOD_OK)
        status = find_all(&o, &found);
    release(&o);
    if (status == PARAMOD_OK)
        *spectrum = found;
    return status;
}

/* ---- norms of powers of the defect matrix --------------------------------------------------- */

/* C^k v: k sweeps take the residual v there.  Then as often C' = I - W'^-1 A. */
static paramod_status apply_powers(const double *v, double *u, void *data)
{
    operator *const o = data;
    paramod_i_sor_system *const s = &o->system;
    const size_t n = o->matrix->length;

    for (size_t i = 0; i < n; i++) {
        s->r[i] = v[i];
        s->x[i] = 0.0;
    }
    for (size_t k = 0; k < o->power; k++)
        (void)paramod_i_sor_sweep(s, PARAMOD_I_SOR_LOWER_SIDE, o->omega, false);
    for (size_t i = 0; i < n; i++)
        u[i] = s->r[i];
    for (size_t k = 0; k < o->power; k++) {
        paramod_i_sor_times(s, u, s->r);
        paramod_i_sor_solve_triangle(s, PARAMOD_I_SOR_UPPER_SIDE, s->r, s->e);
        for (size_t i = 0; i < n; i++)
            u[i] -= s->e[i];
    }
    return s->status;
}

paramod_status paramod_sor_defect_norm(const paramod_sor_matrix *matrix, double shift,
                                       double omega, size_t power, double *norm)
{
    operator o = { .matrix = matrix, .power = power };
    double square = 0.0;
    paramod_status status;

    if (matrix == NULL || norm == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "matrix or norm is null");
    if (!(omega > 0.0 && omega < 2.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "omega is %g; it must lie inside (0, 2)",
                            omega);
    status = check(matrix, shift, __func__);
    if (status == PARAMOD_OK)
        status = set_up(matrix, shift, omega, &o);
    if (status == PARAMOD_OK)
        status = find(&o, apply_powers, NULL, &square);
    release(&o);
    if (status == PARAMOD_OK)
        *norm = sqrt(fmax(0.0, square));
    return status;
}
