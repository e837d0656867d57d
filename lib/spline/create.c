/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "spline/cubic_impl.h"
#include "spline/spline_impl.h"

#define REFUSE(...) \
    paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_spline_create", __VA_ARGS__)

static const char *const kind_names[] = {
    "not-a-knot", "natural", "clamped", "periodic", "monotone", "akima", "makima"
};
enum { KINDS = sizeof kind_names / sizeof kind_names[0] };

static paramod_status check_options(const paramod_spline_options *o)
{
    if (o->kind >= KINDS)
        return REFUSE("kind %lu is none of the kinds of splines 0 to %d",
                      (unsigned long)o->kind, KINDS - 1);
    if (o->outside > PARAMOD_OUTSIDE_CONTINUE)
        return REFUSE("outside %lu is none of the rules 0 to 3",
                      (unsigned long)o->outside);
    if (o->degree != 3)
        return REFUSE("degree %lu: splines of this interface have degree 3",
                      (unsigned long)o->degree);
    if (o->kind == PARAMOD_SPLINE_CLAMPED
        && !(isfinite(o->left_slope) && isfinite(o->right_slope)))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, "paramod_spline_create",
                              "the slopes %g and %g at the ends must be finite",
                              o->left_slope, o->right_slope);
    return PARAMOD_OK;
}

static paramod_status check_input(size_t count, const double *x, const double *y,
                                  const paramod_spline_options *o)
{
    const size_t least = o->kind == PARAMOD_SPLINE_PERIODIC ? 3 : 2;
    paramod_status status;

    if (count < least)
        return REFUSE("%zu points are too few: a %s spline needs %zu", count,
                      kind_names[o->kind], least);
    if ((status = paramod_i_check_points("paramod_spline_create", count, x, y))
        != PARAMOD_OK)
        return status;
    if (o->kind == PARAMOD_SPLINE_PERIODIC && y[0] != y[count - 1])
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, "paramod_spline_create",
                              "y[0] = %.17g and y[%zu] = %.17g differ: a periodic "
                              "spline needs equal ends", y[0], count - 1,
                              y[count - 1]);
    return PARAMOD_OK;
}

/* ---- units ---------------------------------------------------------------------- */

/* The points in units of powers of two, so that nothing rounds: x in units of
 * its range and y in those of its largest value. */
typedef struct scaled {
    double *block, *h, *y, *s, *result, *work;
    int x_unit, y_unit;
} scaled;

/* 2^exponent in two factors, as it may lie outside the range of doubles. */
typedef struct power {
    double half, rest;
} power;

static power power_of_two(int exponent)
{
    const int half = exponent / 2;

    return (power){ ldexp(1.0, half), ldexp(1.0, exponent - half) };
}

static double times(double y, power p)
{
    return y * p.half * p.rest;
}

static int exponent_of_largest(size_t count, const double *y)
{
    double most = 0.0;
    int exponent = 0;

    for (size_t i = 0; i < count; i++)
        most = fabs(y[i]) > most ? fabs(y[i]) : most;
    (void)frexp(most, &exponent);
    return exponent;
}

static paramod_status scale_points(size_t count, const double *x, const double *y,
                                   scaled *p)
{
    const paramod_i_part parts[] = {
        { &p->h, count, 1 }, { &p->y, count, 1 }, { &p->s, count, 1 },
        { &p->result, count, 1 }, { &p->work, count + 4, 3 },
    };
    power to_x, to_y;

    p->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (p->block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu points", count);
    (void)frexp(x[count - 1] - x[0], &p->x_unit);
    p->y_unit = exponent_of_largest(count, y);
    to_x = power_of_two(-p->x_unit);
    to_y = power_of_two(-p->y_unit);
    for (size_t i = 0; i < count; i++)
        p->y[i] = times(y[i], to_y);
    for (size_t i = 0; i + 1 < count; i++) {
        p->h[i] = times(x[i + 1] - x[i], to_x);
        p->s[i] = (p->y[i + 1] - p->y[i]) / p->h[i];
    }
    return PARAMOD_OK;
}

/* ---- coefficients ---------------------------------------------------------------- */

/* Stores c_0 + .. + c_3 t^3, t from 0 to 1, back in the unit of y. */
static void store(paramod_spline *s, size_t i, power unit, const double c[4])
{
    double *to = paramod_i_spline_piece(s, i);

    for (size_t j = 0; j < 4; j++)
        to[j] = times(c[j], unit);
}

static void store_curvatures(paramod_spline *s, const scaled *p)
{
    const power unit = power_of_two(p->y_unit);

    for (size_t i = 0; i < s->pieces; i++) {
        const double h_2 = p->h[i] * p->h[i];
        const double left = p->result[i] * h_2, right = p->result[i + 1] * h_2;
        const double c[4] = { p->y[i],
                              (p->y[i + 1] - p->y[i]) - (right + 2.0 * left) / 3.0,
                              left, (right - left) / 3.0 };

        store(s, i, unit, c);
    }
}

static void store_slopes(paramod_spline *s, const scaled *p)
{
    const power unit = power_of_two(p->y_unit);

    for (size_t i = 0; i < s->pieces; i++) {
        const double rise = p->y[i + 1] - p->y[i];
        const double left = p->result[i] * p->h[i];
        const double right = p->result[i + 1] * p->h[i];
        const double c[4] = { p->y[i], left, 3.0 * rise - 2.0 * left - right,
                              (left + right) - 2.0 * rise };

        store(s, i, unit, c);
    }
}

static void put_cubic(paramod_spline *s, const scaled *scale,
                      const paramod_spline_options *o)
{
    const paramod_i_points p = { s->pieces, scale->h, scale->y, scale->s };
    const power unit = power_of_two(scale->x_unit - scale->y_unit);
    const double slope[2] = { times(o->left_slope, unit),
                              times(o->right_slope, unit) };

    switch ((paramod_spline_kind)o->kind) {
    case PARAMOD_SPLINE_MONOTONE:
        paramod_i_hermite_monotone(&p, scale->result);
        store_slopes(s, scale);
        return;
    case PARAMOD_SPLINE_AKIMA:
    case PARAMOD_SPLINE_MAKIMA:
        paramod_i_hermite_akima(&p, o->kind == PARAMOD_SPLINE_MAKIMA, scale->result,
                                scale->work);
        store_slopes(s, scale);
        return;
    case PARAMOD_SPLINE_NATURAL:
        paramod_i_cubic_natural(&p, scale->result, scale->work);
        break;
    case PARAMOD_SPLINE_CLAMPED:
        paramod_i_cubic_clamped(&p, slope, scale->result, scale->work);
        break;
    case PARAMOD_SPLINE_PERIODIC:
        paramod_i_cubic_periodic(&p, scale->result, scale->work);
        break;
    case PARAMOD_SPLINE_NOT_A_KNOT:
        paramod_i_cubic_not_a_knot(&p, scale->result, scale->work);
        break;
    }
    store_curvatures(s, scale);
}

static paramod_status build(size_t count, const double *x, const double *y,
                            const paramod_spline_options *o,
                            paramod_spline **spline_out)
{
    const paramod_i_spline_shape shape = {
        count - 1, 3, x, o->outside, o->kind == PARAMOD_SPLINE_PERIODIC, 0
    };
    scaled p = { 0 };
    paramod_spline *s = NULL;
    paramod_status status = scale_points(count, x, y, &p);

    if (status == PARAMOD_OK)
        status = paramod_i_spline_shape_create(&shape, &s);
    if (status == PARAMOD_OK) {
        put_cubic(s, &p, o);
        paramod_i_spline_finish(s);
        *spline_out = s;
    }
    paramod_i_free(p.block);
    return status;
}

paramod_status paramod_spline_create(size_t count, const double *x, const double *y,
                                     const paramod_spline_options *options,
                                     paramod_spline **spline_out)
{
    paramod_spline_options o = { 0 };
    paramod_status status;

    if (x == NULL || y == NULL || spline_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "null pointer");
    if (options != NULL
        && (status = paramod_i_options_read(&o, sizeof o, options)) != PARAMOD_OK)
        return status;
    if (o.degree == 0)
        o.degree = 3;
    if ((status = check_options(&o)) != PARAMOD_OK
        || (status = check_input(count, x, y, &o)) != PARAMOD_OK)
        return status;
    return build(count, x, y, &o, spline_out);
}
