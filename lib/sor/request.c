/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked for: options, and the system that they make of a matrix. */

#include <math.h>

#include "core/options_impl.h"
#include "core/status_impl.h"
#include "sor/request_impl.h"

/* ---- options ------------------------------------------------------------------- */

static void set_defaults(paramod_sor_options *o)
{
    const bool conjugate = o->method == PARAMOD_SOR_SSOR_PCG || o->method == PARAMOD_SOR_CG;
    const bool ssor = o->method == PARAMOD_SOR_SSOR;

    if (o->omega == 0.0)
        o->omega = 1.0;
    if (o->tolerance == 0.0)
        o->tolerance = 1e-8;
    if (o->max_iterations == 0)
        o->max_iterations = 10000;
    if (o->divergence == 0.0)
        o->divergence = 1e10;
    if (o->stop == PARAMOD_SOR_STOP_DEFAULT)
        o->stop = conjugate ? PARAMOD_SOR_STOP_RIGHT
                  : ssor    ? PARAMOD_SOR_STOP_ABSOLUTE : PARAMOD_SOR_STOP_INITIAL;
    if (o->test == PARAMOD_SOR_TEST_DEFAULT)
        o->test = conjugate || ssor ? PARAMOD_SOR_TEST_INCLUSIVE
                                    : PARAMOD_SOR_TEST_STRICT;
}

static paramod_status check_choice(const char *who, const char *what, uint64_t choice,
                                   uint64_t most)
{
    if (choice > most)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, who, "%s %lu is none of 0 .. %lu",
                              what, (unsigned long)choice, (unsigned long)most);
    return PARAMOD_OK;
}

static paramod_status check_choices(const char *who, const paramod_sor_options *o)
{
    paramod_status status;

    if ((status = check_choice(who, "method", o->method, PARAMOD_SOR_CHEBYSHEV))
            != PARAMOD_OK ||
        (status = check_choice(who, "stop", o->stop, PARAMOD_SOR_STOP_ABSOLUTE))
            != PARAMOD_OK ||
        (status = check_choice(who, "test", o->test, PARAMOD_SOR_TEST_INCLUSIVE))
            != PARAMOD_OK ||
        (status = check_choice(who, "order", o->order, PARAMOD_SOR_BACKWARD))
            != PARAMOD_OK)
        return status;
    return check_choice(who, "sweep", o->sweep, PARAMOD_SOR_SWEEP_BLOCKED);
}

static paramod_status check_numbers(const char *who, const paramod_sor_options *o)
{
    if (!(o->omega > 0.0 && o->omega < 2.0))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "omega is %g; it must lie "
                              "inside (0, 2)", o->omega);
    if (!isfinite(o->shift))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "shift is %g; it must be finite",
                              o->shift);
    if (!(o->tolerance > 0.0 && isfinite(o->tolerance)))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "tolerance is %g; it must be "
                              "positive and finite", o->tolerance);
    if (!(o->divergence > 0.0))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "divergence is %g; it must be "
                              "positive", o->divergence);
    if (o->method == PARAMOD_SOR_CHEBYSHEV && !(o->beta >= 0.0 && o->beta < 1.0))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "beta is %g; it must lie inside "
                              "[0, 1)", o->beta);
    return PARAMOD_OK;
}

static paramod_status check_matrix(const char *who,
                                   const paramod_sor_matrix *matrix,
                                   const paramod_sor_options *o,
                                   const paramod_sor_workspace *workspace)
{
    const bool conjugate = o->method == PARAMOD_SOR_SSOR_PCG || o->method == PARAMOD_SOR_CG;

    if (workspace->length != matrix->length || workspace->most < matrix->given.most)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, who, "the workspace was made for "
                              "another matrix");
    if (conjugate && !matrix->symmetric)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, who, "the matrix is not symmetric, "
                              "which conjugate gradients need; use SOR");
    if (o->method == PARAMOD_SOR_CHEBYSHEV && matrix->colours == 0)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, who, "the matrix is in natural "
                              "order, but Chebyshev needs a red-black one: see "
                              "paramod_sor_matrix_coloured()");
    if (o->method == PARAMOD_SOR_CHEBYSHEV && matrix->colours > 2)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, who, "the matrix has %zu colours, "
                              "but Chebyshev needs two; use SOR", matrix->colours);
    return PARAMOD_OK;
}

paramod_status paramod_i_sor_request(const char *who, const paramod_sor_matrix *matrix,
                                     const paramod_sor_options *given,
                                     const paramod_sor_workspace *workspace,
                                     paramod_sor_options *o)
{
    paramod_status status = paramod_i_options_read(o, sizeof *o, given);

    if (status == PARAMOD_OK)
        status = check_choices(who, o);
    if (status != PARAMOD_OK)
        return status;
    set_defaults(o);
    status = check_numbers(who, o);
    return status == PARAMOD_OK ? check_matrix(who, matrix, o, workspace) : status;
}

/* ---- the system ------------------------------------------------------------------ */

paramod_i_sor_system paramod_i_sor_look(const paramod_sor_matrix *matrix,
                                        const paramod_sor_options *o, const double *b,
                                        paramod_sor_workspace *w)
{
    return (paramod_i_sor_system){
        .matrix = matrix, .executor = matrix->colours > 0 ? o->executor : NULL,
        .shift = o->shift, .b = matrix->place != NULL ? w->b : b, .x = w->x, .r = w->r,
        .e = w->e, .d = w->d, .g = w->g,
        .v = { w->v[0], w->v[1], w->v[2], w->v[3] }, .workspace = w
    };
}

paramod_status paramod_i_sor_check_diagonal(const char *who,
                                            const paramod_sor_matrix *matrix,
                                            double shift)
{
    for (size_t i = 0; i < matrix->rows; i++) {
        const double a = matrix->diagonal[paramod_i_sor_place(matrix, i)], d = a + shift;

        if (d > 0.0 && isfinite(d))
            continue;
        if (shift != 0.0)
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "row %zu: the diagonal "
                                  "entry %g plus the shift %g is %g; it must be "
                                  "positive", i + 1, a, shift, d);
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "row %zu: the diagonal entry is "
                              "%g; it must be positive", i + 1, a);
    }
    return PARAMOD_OK;
}
