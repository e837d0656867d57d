/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "spline/bspline_impl.h"
#include "spline/spline_impl.h"

enum { MOST = PARAMOD_I_SPLINE_DEGREE + 1 };

void paramod_i_basis_knots(size_t degree, size_t inner, const double *knot,
                           const double ends[2], double *t)
{
    for (size_t i = 0; i <= degree; i++) {
        t[i] = ends[0];
        t[degree + 1 + inner + i] = ends[1];
    }
    if (inner > 0)
        memmove(t + degree + 1, knot, inner * sizeof *t);
}

size_t paramod_i_basis_span(const paramod_i_basis *basis, double x)
{
    size_t low = basis->degree, high = basis->count;

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (x < basis->t[middle])
            high = middle;
        else
            low = middle;
    }
    return low;
}

void paramod_i_basis_values(const paramod_i_basis *basis, size_t span, double x,
                            double *value)
{
    const double *t = basis->t;

    value[0] = 1.0;
    for (size_t k = 1; k <= basis->degree; k++) {
        double saved = 0.0;

        for (size_t i = 0; i < k; i++) {
            const double right = t[span + 1 + i], left = t[span + 1 + i - k];
            const double part = value[i] / (right - left);

            value[i] = saved + (right - x) * part;
            saved = (x - left) * part;
        }
        value[k] = saved;
    }
}

/* Coefficients of the r-th derivative by differences, from those of the one
 * before; d[i] belongs to B_{span - degree + r + i}. */
static void differentiate(const paramod_i_basis *basis, size_t span, size_t r,
                          double *d)
{
    const size_t k = basis->degree;

    for (size_t i = 0; i + r <= k; i++) {
        const size_t j = span - k + r + i;

        d[i] = (double)(k - r + 1) * (d[i + 1] - d[i])
            / (basis->t[j + k - r + 1] - basis->t[j]);
    }
}

/* Taylor coefficients at the left end of a span, in units of its width. */
static void piece(const paramod_i_basis *basis, size_t span, const double *coefficient,
                  double *c)
{
    const size_t k = basis->degree;
    const double width = basis->t[span + 1] - basis->t[span];
    double d[MOST], value[MOST], factor = 1.0;

    memcpy(d, coefficient + (span - k), (k + 1) * sizeof *d);
    for (size_t r = 0; r <= k; r++) {
        const paramod_i_basis lower = { k - r, basis->count, basis->t };
        double sum = 0.0;

        if (r > 0)
            differentiate(basis, span, r, d);
        paramod_i_basis_values(&lower, span, basis->t[span], value);
        for (size_t i = 0; i + r <= k; i++)
            sum += value[i] * d[i];
        if (r > 0)
            factor *= width / (double)r;
        c[r] = factor * sum;
    }
}

paramod_status paramod_i_basis_spline(const paramod_i_basis *basis,
                                      const double *coefficient, uint64_t outside,
                                      paramod_spline **spline_out)
{
    const size_t pieces = basis->count - basis->degree;
    const paramod_i_spline_shape shape = {
        pieces, basis->degree, basis->t + basis->degree, outside, false, 0
    };
    paramod_spline *s = NULL;
    const paramod_status status = paramod_i_spline_shape_create(&shape, &s);

    if (status != PARAMOD_OK)
        return status;
    for (size_t i = 0; i < pieces; i++)
        piece(basis, basis->degree + i, coefficient, paramod_i_spline_piece(s, i));
    paramod_i_spline_finish(s);
    *spline_out = s;
    return PARAMOD_OK;
}
