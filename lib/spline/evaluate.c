/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>

#include "spline/spline_impl.h"

double paramod_i_spline_reduce(const paramod_spline *s, double x)
{
    const double x_0 = s->knot[0], x_n = s->knot[s->pieces];
    double reduced;

    if (x >= x_0 && x <= x_n)
        return x;
    reduced = x_0 + fmod(x - x_0, s->period); /* NaN for infinities */
    if (reduced < x_0)
        reduced += s->period;
    return reduced > x_n ? x_n : reduced;
}

/* Infinities become the largest numbers, so that a constant outside, where
 * 1 / width = 0, holds at infinity too; NaN stays. */
static double bounded(double x)
{
    x = x < -DBL_MAX ? -DBL_MAX : x;
    return x > DBL_MAX ? DBL_MAX : x;
}

/* sum_j c_j j! / (j - order)! t^(j - order) */
static double powers_derivative(const double *c, size_t degree, size_t order,
                                double t)
{
    double sum = 0.0;

    for (size_t j = degree + 1; j-- > order; ) {
        double factor = c[j];

        for (size_t k = 0; k < order; k++)
            factor *= (double)(j - k);
        sum = sum * t + factor;
    }
    return sum;
}

double paramod_i_piece_derivative(const paramod_spline *s, size_t piece,
                                  size_t order, double x)
{
    const double *record = s->record + piece * s->stride;
    const double *c = record + PARAMOD_I_RECORD_HEAD;
    const double t = (bounded(x) - record[0]) * record[1];
    double d;

    if (order > 0 && isnan(c[0]))
        return NAN;
    d = powers_derivative(c, s->degree, order, t);
    for (size_t k = 0; k < order; k++)
        d *= record[1];
    return isnan(x) ? NAN : d;
}

double paramod_i_piece_integral(const paramod_spline *s, size_t piece, double x)
{
    const double *record = s->record + piece * s->stride;
    const double *c = record + PARAMOD_I_RECORD_HEAD;
    const double length = bounded(x) - record[0], t = length * record[1];
    double sum = 0.0;

    for (size_t j = s->degree + 1; j-- > 0; )
        sum = sum * t + c[j] / (double)(j + 1);
    return length == 0.0 ? 0.0 : sum * length;
}

double paramod_spline_derivative(const paramod_spline *spline, size_t order,
                                 double x)
{
    if (spline->period > 0.0)
        x = paramod_i_spline_reduce(spline, x);
    return paramod_i_piece_derivative(spline, paramod_i_index_find(&spline->index, x),
                                      order, x);
}

double paramod_spline_value(const paramod_spline *spline, double x)
{
    if (spline->period > 0.0)
        x = paramod_i_spline_reduce(spline, x);
    return paramod_i_kernel_value(spline, x);
}

void paramod_spline_derivatives(const paramod_spline *spline, size_t order,
                                size_t count, const double *x, double *y)
{
    if (order == 0) {
        paramod_spline_values(spline, count, x, y);
        return;
    }
    for (size_t i = 0; i < count; i++)
        y[i] = paramod_spline_derivative(spline, order, x[i]);
}

enum { BLOCK = 256 };

static void periodic_values(const paramod_spline *s, size_t count, const double *x,
                            double *y)
{
    double reduced[BLOCK];

    for (size_t i = 0; i < count; i++)
        reduced[i] = paramod_i_spline_reduce(s, x[i]);
    paramod_i_kernel_values(s, count, reduced, y);
}

void paramod_spline_values(const paramod_spline *spline, size_t count,
                           const double *x, double *y)
{
    if (!(spline->period > 0.0)) {
        paramod_i_kernel_values(spline, count, x, y);
        return;
    }
    for (size_t i = 0; i < count; i += BLOCK)
        periodic_values(spline, count - i < BLOCK ? count - i : BLOCK, x + i, y + i);
}

/* ---- integrals -------------------------------------------------------------- */

/* The integral from x_0 to x as a sum of two numbers. */
typedef struct pair {
    double value, rest;
} pair;

static pair integral_to(const paramod_spline *s, double x)
{
    const size_t piece = paramod_i_index_find(&s->index, x), n = s->pieces;
    const size_t knot = piece == 0 ? 0 : piece - 1;
    double part;

    if (piece == 0 || piece == n + 1) { /* the outside, from its end of the range */
        const double *record = s->record + piece * s->stride;
        const double end = s->knot[piece == 0 ? 0 : n];

        part = paramod_i_piece_integral(s, piece, x);
        if (record[0] != end)
            part -= paramod_i_piece_integral(s, piece, end);
    } else {
        part = paramod_i_piece_integral(s, piece, x);
    }
    return (pair){ part, s->carry[knot > n ? n : knot] };
}

static double knot_total(const paramod_spline *s, double x)
{
    const size_t piece = paramod_i_index_find(&s->index, x);

    return s->total[piece == 0 ? 0 : piece - 1];
}

static double inner_integral(const paramod_spline *s, double from, double to)
{
    const pair a = integral_to(s, from), b = integral_to(s, to);

    return (knot_total(s, to) - knot_total(s, from)) + (b.rest - a.rest)
        + (b.value - a.value);
}

/* Whole periods, and the rest between reduced ends. */
static double periodic_integral(const paramod_spline *s, double from, double to)
{
    const double a = paramod_i_spline_reduce(s, from);
    const double b = paramod_i_spline_reduce(s, to);
    const double periods = round(((to - from) - (b - a)) / s->period);

    return inner_integral(s, a, b)
        + periods * (s->total[s->pieces] + s->carry[s->pieces]);
}

double paramod_spline_integral(const paramod_spline *spline, double from, double to)
{
    if (isnan(from) || isnan(to))
        return NAN;
    if (from == to)
        return 0.0;
    return spline->period > 0.0 ? periodic_integral(spline, from, to)
                                : inner_integral(spline, from, to);
}
