/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The misfit along a null direction v, with all other parameters adapted.  At
 * x + h v + h^2 w the whitened values change by h S v + h^2 (S w + r2) + O(h^3),
 * r2 = (d2/dh2)/2, and S v = 0; the w that is best leaves the part of r2 outside the
 * range of S.  So the least misfit is |(1 - S S^+) r2|^2 h^4 + O(h^5): the Schur
 * complement of the fourth-order form (Wang and Hao, arXiv:2602.20495).
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/analysis_impl.h"
#include "ident/view_impl.h"
#include "linalg/dense_impl.h"

/* out = S(x + h v) v, with the weights of the analysis' own point left out of the
 * second derivative: to lowest order S v = 0 makes their change of no matter. */
static paramod_eval along(paramod_i_view *view, const double *x, const double *v,
                          double h, double *point, double *out)
{
    const size_t k = view->ident->k;
    paramod_eval eval;

    for (size_t j = 0; j < k; j++)
        point[j] = x[j] + h * v[j];
    eval = paramod_i_view_rows(view, point);
    for (size_t i = 0; i < view->ident->rows && eval == PARAMOD_EVAL_OK; i++)
        out[i] = paramod_i_dot(k, view->s + i * k, v);
    return eval;
}

/* r2 = (S(x + h v) v - S(x - h v) v) / (4 h); one-sided at the edge of the domain. */
static paramod_eval second(paramod_i_view *view, const paramod_ident_analysis *a,
                           const double *v, double h, double *r2, double *other)
{
    const size_t m = a->report.rows;
    double *const point = other + m;
    paramod_eval up = along(view, a->x, v, h, point, r2);
    paramod_eval down;

    if (up == PARAMOD_EVAL_STOP)
        return up;
    down = along(view, a->x, v, -h, point, other);
    if (down == PARAMOD_EVAL_STOP || (up != PARAMOD_EVAL_OK && down != PARAMOD_EVAL_OK))
        return down;
    for (size_t i = 0; i < m; i++) {
        if (up == PARAMOD_EVAL_OK && down == PARAMOD_EVAL_OK)
            r2[i] = (r2[i] - other[i]) / (4.0 * h);
        else
            r2[i] = up == PARAMOD_EVAL_OK ? r2[i] / (2.0 * h) : -other[i] / (2.0 * h);
    }
    return PARAMOD_EVAL_OK;
}

/* Removes from r what lies in the range of S, twice, as once leaves rounding. */
static void project(const paramod_ident_analysis *a, double *r)
{
    const size_t m = a->report.rows;

    for (int pass = 0; pass < 2; pass++)
        for (size_t j = 0; j < a->report.rank; j++) {
            const double *const w = a->left + j * m;

            paramod_i_axpy(m, -paramod_i_dot(m, w, r), w, r);
        }
}

static paramod_status measure(const paramod_ident_analysis *a, paramod_i_view *view,
                              double *v, double *r2, double *other,
                              paramod_ident_growth *g)
{
    const size_t m = a->report.rows, k = a->report.free;
    const double size = paramod_i_norm(k, v);
    double h = 0.0, full, left;
    paramod_eval eval;

    for (size_t j = 0; j < k; j++)
        v[j] /= size;
    for (size_t j = 0; j < k; j++)
        h = fmax(h, fabs(v[j]) > 1e-12 ? fmax(fabs(a->x[j]), 0.1) : 0.0);
    h *= 1e-4;
    for (size_t i = 0; i < m; i++)
        other[i] = paramod_i_dot(k, a->s + i * k, v);
    g->quadratic = paramod_i_dot(m, other, other);
    eval = second(view, a, v, h, r2, other);
    if (eval != PARAMOD_EVAL_OK)
        return paramod_i_view_fail(view, eval, "paramod_ident_higher_order");
    full = paramod_i_norm(m, r2);
    project(a, r2);
    left = paramod_i_norm(m, r2);
    g->quartic = left * left;
    g->noise = 1e-5 * full + (64.0 * DBL_EPSILON + a->report.derivative_error) / h *
                                 paramod_i_norm(m * k, a->s);
    g->noise *= g->noise;
    g->higher_order = g->quartic > g->noise;
    return PARAMOD_OK;
}

paramod_status paramod_ident_higher_order(const paramod_ident_analysis *analysis,
                                          const double *direction,
                                          paramod_ident_growth *growth)
{
    paramod_ident_growth found = { .size = sizeof found };
    double *v, *r2, *other, *block;
    paramod_i_view *view = NULL;
    paramod_status status;
    size_t m, k;

    if (analysis == NULL || direction == NULL || growth == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "analysis, direction or growth is null");
    if (analysis->ident == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the analysis is one of a bare matrix; "
                            "growth beyond the second order needs a model");
    if (growth->size < sizeof(size_t) || growth->size > sizeof found)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "growth->size is %zu; set it to "
                            "sizeof(paramod_ident_growth), %zu", growth->size,
                            sizeof found);
    m = analysis->report.rows;
    k = analysis->report.free;
    if (!(paramod_i_norm(k, direction) > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the direction is zero");
    block = paramod_i_carve((const paramod_i_part[]){ { &v, k, 1 }, { &r2, m, 1 },
                                                      { &other, m + k, 1 } }, 3);
    if (block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    (void)memcpy(v, direction, k * sizeof *v);
    status = paramod_i_view_create(analysis->ident, true, __func__, &view);
    if (status == PARAMOD_OK)
        status = measure(analysis, view, v, r2, other, &found);
    paramod_i_view_destroy(view);
    paramod_i_free(block);
    if (status == PARAMOD_OK) {
        found.size = growth->size;
        (void)memcpy(growth, &found, found.size);
    }
    return status;
}
