/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/sum_impl.h"
#include "spline/spline_impl.h"

enum { CACHE_LINE = 64, LINE = CACHE_LINE / sizeof(double) };

void paramod_spline_destroy(paramod_spline *spline)
{
    if (spline == NULL)
        return;
    paramod_i_index_release(&spline->index);
    paramod_i_free(spline->offset);
    paramod_i_free(spline->block);
    paramod_i_free(spline);
}

/* The first address of a cache line at or behind p. */
static double *align(double *p)
{
    const uintptr_t address = (uintptr_t)(void *)p;
    const uintptr_t over = address % CACHE_LINE;

    return over == 0 ? p : p + (CACHE_LINE - over) / sizeof(double);
}

static paramod_status take_memory(paramod_spline *s, size_t coefficients)
{
    const size_t n = s->pieces;
    const paramod_i_part parts[] = {
        { &s->record, n + 3, s->stride }, /* a line more, for the alignment */
        { &s->knot, n + 1, 1 }, { &s->total, n + 1, 1 }, { &s->carry, n + 1, 1 },
        { &s->coefficient, coefficients, 1 },
    };

    s->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (coefficients > 0)
        s->offset = paramod_i_resize(NULL, n + 3, sizeof *s->offset);
    if (s->block == NULL || (coefficients > 0 && s->offset == NULL))
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu pieces", n);
    s->record = align(s->record);
    return PARAMOD_OK;
}

static void put_head(double *record, double left, double inverse)
{
    record[0] = left;
    record[1] = inverse;
}

/* Heads of all records, with the rule for the outside: 1 / width = 0 makes the
 * polynomial there a constant even at infinity, and 1 leaves slopes alone. */
static void put_heads(paramod_spline *s)
{
    const size_t n = s->pieces, stride = s->stride;
    double inverse = s->outside == PARAMOD_OUTSIDE_LINEAR ? 1.0 : 0.0;

    memset(s->record, 0, (n + 2) * stride * sizeof *s->record);
    for (size_t i = 0; i < n; i++)
        put_head(s->record + (i + 1) * stride, s->knot[i],
                 1.0 / (s->knot[i + 1] - s->knot[i]));
    put_head(s->record, s->knot[0], inverse);
    put_head(s->record + (n + 1) * stride, s->knot[n], inverse);
    if (s->outside == PARAMOD_OUTSIDE_CONTINUE) {
        memcpy(s->record, s->record + stride, 2 * sizeof *s->record);
        memcpy(s->record + (n + 1) * stride, s->record + n * stride,
               2 * sizeof *s->record);
    }
}

/* The limit behind the last knot is the next number, as x_n is inside.  The
 * copy of the knots is used for it, and mended. */
static paramod_status make_index(paramod_spline *s)
{
    const size_t n = s->pieces;
    const double last = s->knot[n];
    paramod_status status;

    s->knot[n] = nextafter(last, INFINITY);
    status = paramod_i_index_create(n + 1, s->knot, &s->index);
    s->knot[n] = last;
    return status;
}

paramod_status paramod_i_spline_shape_create(const paramod_i_spline_shape *shape,
                                             paramod_spline **spline_out)
{
    const size_t n = shape->pieces;
    const size_t used = PARAMOD_I_RECORD_HEAD
        + (shape->coefficients > 0 ? 0 : shape->degree + 1);
    paramod_spline *s = paramod_i_resize(NULL, 1, sizeof *s);
    paramod_status status;

    if (s == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a spline");
    *s = (paramod_spline){ .pieces = n, .degree = shape->degree,
                           .outside = shape->outside,
                           .stride = (used + LINE - 1) / LINE * LINE };
    if ((status = take_memory(s, shape->coefficients)) == PARAMOD_OK) {
        memcpy(s->knot, shape->knot, (n + 1) * sizeof *s->knot);
        s->period = shape->periodic ? s->knot[n] - s->knot[0] : 0.0;
        put_heads(s);
        status = make_index(s);
    }
    if (status != PARAMOD_OK) {
        paramod_spline_destroy(s);
        return status;
    }
    *spline_out = s;
    return PARAMOD_OK;
}

/* ---- the outside and the integrals ---------------------------------------- */

static void put_outside(paramod_spline *s, size_t piece, size_t neighbour, double x)
{
    double *c = s->record + piece * s->stride + PARAMOD_I_RECORD_HEAD;
    const double *from = s->record + neighbour * s->stride + PARAMOD_I_RECORD_HEAD;

    if (s->outside == PARAMOD_OUTSIDE_CONTINUE) {
        memcpy(c, from, (s->degree + 1) * sizeof *c);
        return;
    }
    c[0] = s->outside == PARAMOD_OUTSIDE_NAN ?
        NAN : paramod_i_piece_derivative(s, neighbour, 0, x);
    if (s->outside == PARAMOD_OUTSIDE_LINEAR && s->degree > 0)
        c[1] = paramod_i_piece_derivative(s, neighbour, 1, x);
}

static void put_integrals(paramod_spline *s)
{
    paramod_i_sum sum = { 0.0, 0.0 };

    for (size_t i = 0; i <= s->pieces; i++) {
        /* Renormalised, so that total is the rounded value. */
        s->total[i] = paramod_i_sum_value(&sum);
        s->carry[i] = (sum.sum - s->total[i]) + sum.carry;
        if (i < s->pieces)
            paramod_i_sum_add(&sum, paramod_i_piece_integral(s, i + 1,
                                                             s->knot[i + 1]));
    }
}

void paramod_i_spline_finish(paramod_spline *s)
{
    put_outside(s, 0, 1, s->knot[0]);
    put_outside(s, s->pieces + 1, s->pieces, s->knot[s->pieces]);
    put_integrals(s);
}

/* ---- points ---------------------------------------------------------------- */

paramod_status paramod_i_check_points(const char *function, size_t count,
                                      const double *x, const double *y)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(x[i]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, function,
                                  "x[%zu] is %g: abscissas must be finite", i, x[i]);
        if (i > 0 && !(x[i] > x[i - 1]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, function,
                                  "x[%zu] = %.17g is not above x[%zu] = %.17g: sort "
                                  "the points and keep one of each abscissa",
                                  i, x[i], i - 1, x[i - 1]);
        if (y != NULL && !isfinite(y[i]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, function,
                                  "y[%zu] is %g: ordinates must be finite", i, y[i]);
    }
    if (!isfinite(x[count - 1] - x[0]))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, function,
                              "the range from %g to %g overflows: scale x",
                              x[0], x[count - 1]);
    return PARAMOD_OK;
}

size_t paramod_spline_pieces(const paramod_spline *spline)
{
    return spline->pieces;
}

const double *paramod_spline_knots(const paramod_spline *spline)
{
    return spline->knot;
}

size_t paramod_spline_degree(const paramod_spline *spline)
{
    return spline->degree;
}
