/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finite volumes of equal width h.  Cell j has the average c_j and the faces j and
 * j + 1; the flux through face f is u c_f - D (c_x)_f.  Interpolation on averages,
 * upwind biased: third order by kappa = 1/3, fifth order by five cells; c_x of
 * fourth order.  Faces that lack a neighbour have a lower order.
 *
 * WENO5: G.-S. Jiang, C.-W. Shu, J. Comput. Phys. 126 (1996) 202-228.
 */

#include <math.h>

#include "chroma/transport_impl.h"

enum { MARGIN = 3 }; /* cells before a face that a face may use */

typedef struct volumes {
    paramod_i_scheme base;
    int order;
    double width;
} volumes;

/* What face f has on its left (at c[-1], c[-2], ...) and on its right (c[0], ...). */
static double interpolate(int order, const double *c, size_t left, size_t right)
{
    if (order >= 5 && left >= 3 && right >= 2)
        return (2.0 * c[-3] - 13.0 * c[-2] + 47.0 * c[-1] + 27.0 * c[0] - 3.0 * c[1]) / 60.0;
    if (order >= 3 && left >= 2 && right >= 1)
        return (-c[-2] + 5.0 * c[-1] + 2.0 * c[0]) / 6.0;
    if (order >= 3 && left >= 3)
        return (2.0 * c[-3] - 7.0 * c[-2] + 11.0 * c[-1]) / 6.0;
    if (order >= 3 && right >= 1)
        return 0.5 * (c[-1] + c[0]);
    return c[-1];
}

/* c_x times h on face f; 0 on the outlet. */
static double slope(int order, const double *c, size_t left, size_t right)
{
    if (right == 0)
        return 0.0;
    if (order >= 3 && left >= 2 && right >= 2)
        return (c[-2] - 27.0 * c[-1] + 27.0 * c[0] - c[1]) / 24.0;
    return c[0] - c[-1];
}

static double flux(const volumes *v, const double *c, double c_in, size_t f)
{
    const paramod_i_flow *const flow = &v->base.flow;
    const size_t right = v->base.nodes - f;
    const double pressure = paramod_i_flow_pressure(flow, (double)f * v->width);

    if (f == 0)
        return flow->speed * c_in;
    return (flow->speed * interpolate(v->order, c + f, f, right) -
            flow->dispersion / v->width * slope(v->order, c + f, f, right)) / pressure;
}

static void apply(const paramod_i_scheme *self, const double *c, double c_in, double *out)
{
    const volumes *const v = (const volumes *)self;
    double before = flux(v, c, c_in, 0);

    for (size_t j = 0; j < self->nodes; j++) {
        const double after = flux(v, c, c_in, j + 1);

        out[j] = (before - after) / v->width;
        before = after;
    }
}

/* The interpolation on the last face, by its weights. */
static void set_outlet(const volumes *v, double *outlet)
{
    const size_t n = v->base.nodes;
    double c[MARGIN] = { 0.0 };

    for (size_t k = 1; k <= MARGIN && k <= n; k++) {
        c[MARGIN - k] = 1.0;
        outlet[n - k] = interpolate(v->order, c + MARGIN, n, 0);
        c[MARGIN - k] = 0.0;
    }
}

paramod_status paramod_i_volumes(const paramod_i_flow *flow, size_t cells, int order,
                                 paramod_i_transport *transport)
{
    const size_t reach = (size_t)(order + 1) / 2, upper = order > 1 ? reach - 1 : 1;
    const volumes v = {
        .base = { .apply = apply, .flow = *flow, .nodes = cells,
                  .lower = reach < 2 ? 2 : reach, .upper = upper },
        .order = order, .width = flow->length / (double)cells
    };
    paramod_status status = paramod_i_transport_create(&v.base, transport);

    if (status != PARAMOD_OK)
        return status;
    for (size_t j = 0; j < cells; j++)
        transport->position[j] = ((double)j + 0.5) * v.width;
    set_outlet(&v, transport->outlet);
    status = paramod_i_transport_assemble(&v.base, transport);
    if (status != PARAMOD_OK)
        paramod_i_transport_destroy(transport);
    return status;
}

/* ---- WENO5 -------------------------------------------------------------------------- */

static double square(double x)
{
    return x * x;
}

/* The value on the right face of the middle cell c, less that of fifth order. */
static double weno_difference(double a, double b, double c, double d, double e)
{
    /* The scale keeps smooth data of any size near their ideal weights. */
    const double scale = square(a) + square(b) + square(c) + square(d) + square(e);
    const double floor = 1e-12 * scale + 1e-100;
    const double s0 = 13.0 / 12.0 * square(a - 2.0 * b + c) + 0.25 * square(a - 4.0 * b + 3.0 * c);
    const double s1 = 13.0 / 12.0 * square(b - 2.0 * c + d) + 0.25 * square(b - d);
    const double s2 = 13.0 / 12.0 * square(c - 2.0 * d + e) + 0.25 * square(3.0 * c - 4.0 * d + e);
    const double w0 = 0.1 / square(floor + s0), w1 = 0.6 / square(floor + s1),
                 w2 = 0.3 / square(floor + s2), sum = w0 + w1 + w2;
    const double v0 = 2.0 * a - 7.0 * b + 11.0 * c, v1 = -b + 5.0 * c + 2.0 * d,
                 v2 = 2.0 * c + 5.0 * d - e;

    return ((w0 / sum - 0.1) * v0 + (w1 / sum - 0.6) * v1 + (w2 / sum - 0.3) * v2) / 6.0;
}

void paramod_i_weno_correct(const paramod_i_flow *flow, size_t cells, size_t stride,
                            const double *c, double *rate)
{
    const double width = flow->length / (double)cells;

    for (size_t f = MARGIN; f + 2 <= cells; f++) {
        const double *const left = c + (f - 1) * stride;
        const double excess =
            weno_difference(left[-2 * (ptrdiff_t)stride], left[-(ptrdiff_t)stride], left[0],
                            left[stride], left[2 * stride]);
        const double moved = flow->speed /
                             paramod_i_flow_pressure(flow, (double)f * width) * excess / width;

        rate[(f - 1) * stride] -= moved;
        rate[f * stride] += moved;
    }
}
