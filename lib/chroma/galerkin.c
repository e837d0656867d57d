/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The discontinuous Galerkin method in its strong form: on an element of width h,
 * with values at the Gauss-Lobatto points of [-1, 1], the derivative matrix D, and
 * v_R = M^-1 e_R, v_L = M^-1 e_L for the exact mass matrix M,
 *
 *     c_t = -(2/h) [D f - v_L (f*_L - f_L)] + (2/h) [D g + v_R (g*_R - g_R) - v_L (g*_L - g_L)]
 *     g = D(x) (2/h) [D c - v_L (c*_L - c_L)],      f = u c
 *
 * f and c take the values of the left neighbour at a face (upwind), g those of the
 * right one (local discontinuous Galerkin), so that only neighbours are coupled.
 *
 * J. S. Hesthaven, T. Warburton, Nodal Discontinuous Galerkin Methods, Springer (2008),
 * chapters 3 and 7.
 */

#include <math.h>
#include <stdbool.h>

#include "chroma/transport_impl.h"

enum { MAX_NODES = 11 };

typedef struct galerkin {
    paramod_i_scheme base;
    size_t points; /* of an element */
    size_t elements;
    double width;
    double node[MAX_NODES];
    double derivative[MAX_NODES][MAX_NODES];
    double lift_left[MAX_NODES], lift_right[MAX_NODES];
} galerkin;

/* ---- the reference element -------------------------------------------------------------- */

/* Legendre's P_n and P_n' at x. */
static void legendre(size_t n, double x, double *value, double *derivative)
{
    double before = 1.0, p = x, dbefore = 0.0, dp = 1.0;

    if (n == 0) {
        *value = 1.0;
        *derivative = 0.0;
        return;
    }
    for (size_t k = 1; k < n; k++) {
        const double dk = (double)k;
        const double next = ((2.0 * dk + 1.0) * x * p - dk * before) / (dk + 1.0);
        const double dnext = dbefore + (2.0 * dk + 1.0) * p;

        before = p;
        p = next;
        dbefore = dp;
        dp = dnext;
    }
    *value = p;
    *derivative = dp;
}

/* Gauss-Lobatto: the ends, and the zeros of P'_n by Newton's method, P'' being
 * (2 x P' - n (n + 1) P) / (1 - x^2). */
static void set_nodes(galerkin *g)
{
    const size_t n = g->points - 1;

    for (size_t i = 0; i <= n; i++) {
        double x = -cos(3.141592653589793 * (double)i / (double)n);

        for (int step = 0; step < 20 && i > 0 && i < n; step++) {
            double p, dp;

            legendre(n, x, &p, &dp);
            x -= dp * (1.0 - x * x) / (2.0 * x * dp - (double)(n * (n + 1)) * p);
        }
        g->node[i] = i == 0 ? -1.0 : i == n ? 1.0 : x;
    }
}

/* D_ij = L_j'(x_i) = P(x_i) / (P(x_j) (x_i - x_j)), P = P_n. */
static void set_derivative(galerkin *g)
{
    const size_t n = g->points - 1;
    double p[MAX_NODES], unused;

    for (size_t i = 0; i <= n; i++)
        legendre(n, g->node[i], &p[i], &unused);
    for (size_t i = 0; i <= n; i++) {
        double sum = 0.0;

        for (size_t j = 0; j <= n; j++) {
            if (j == i)
                continue;
            g->derivative[i][j] = p[i] / (p[j] * (g->node[i] - g->node[j]));
            sum += g->derivative[i][j];
        }
        g->derivative[i][i] = -sum; /* a constant has the derivative 0 */
    }
}

/* M^-1 e at an end is the sum over k <= n of (k + 1/2) P_k(x_i) P_k(end). */
static void set_lifts(galerkin *g)
{
    for (size_t i = 0; i < g->points; i++) {
        double sign = 1.0, p, unused;

        g->lift_left[i] = g->lift_right[i] = 0.0;
        for (size_t k = 0; k < g->points; k++) {
            legendre(k, g->node[i], &p, &unused);
            g->lift_right[i] += ((double)k + 0.5) * p;
            g->lift_left[i] += ((double)k + 0.5) * p * sign;
            sign = -sign;
        }
    }
}

/* ---- the operator ----------------------------------------------------------------------- */

/* Where an element's values are taken. */
typedef struct place {
    const double *c;   /* its points */
    bool first, last;
    double begin;      /* x of its left end */
} place;

static double position(const galerkin *g, double begin, size_t i)
{
    return begin + 0.5 * g->width * (1.0 + g->node[i]);
}

/* 1 / p^(x), in which both u and D are proportional to their inlet values. */
static double expansion(const galerkin *g, const place *at, size_t i)
{
    return 1.0 / paramod_i_flow_pressure(&g->base.flow, position(g, at->begin, i));
}

/* out = (2/h) [D f - v_L jump] */
static void differentiate(const galerkin *g, const double *f, double jump, double *out)
{
    for (size_t i = 0; i < g->points; i++) {
        double sum = -g->lift_left[i] * jump;

        for (size_t j = 0; j < g->points; j++)
            sum += g->derivative[i][j] * f[j];
        out[i] = 2.0 / g->width * sum;
    }
}

/* g = D c_x on one element. */
static void diffusive_flux(const galerkin *g, const place *at, double *flux)
{
    differentiate(g, at->c, at->first ? 0.0 : at->c[-1] - at->c[0], flux);
    for (size_t i = 0; i < g->points; i++)
        flux[i] *= g->base.flow.dispersion * expansion(g, at, i);
}

static place place_of(const galerkin *g, const double *c, size_t k)
{
    return (place){ .c = c + k * g->points, .first = k == 0, .last = k + 1 == g->elements,
                    .begin = g->width * (double)k };
}

/* out += (2/h) [D g + v_R (g*_R - g_R) - v_L (g*_L - g_L)] */
static void add_diffusion(const galerkin *g, const double *c, size_t k, double *out)
{
    const place here = place_of(g, c, k), next = place_of(g, c, k + 1);
    const size_t n = g->points - 1;
    double flux[MAX_NODES], right[MAX_NODES] = { 0.0 }, derivative[MAX_NODES];

    diffusive_flux(g, &here, flux);
    if (!here.last)
        diffusive_flux(g, &next, right);
    differentiate(g, flux, here.first ? -flux[0] : 0.0, derivative);
    for (size_t i = 0; i <= n; i++)
        out[i] += derivative[i] + 2.0 / g->width * g->lift_right[i] * (right[0] - flux[n]);
}

static void apply(const paramod_i_scheme *self, const double *c, double c_in, double *out)
{
    const galerkin *const g = (const galerkin *)self;
    double arriving = self->flow.speed * c_in;

    for (size_t k = 0; k < g->elements; k++) {
        const place here = place_of(g, c, k);
        double f[MAX_NODES] = { 0.0 };

        for (size_t i = 0; i < g->points; i++)
            f[i] = self->flow.speed * expansion(g, &here, i) * here.c[i];
        differentiate(g, f, arriving - f[0], out + k * g->points);
        for (size_t i = 0; i < g->points; i++)
            out[k * g->points + i] = -out[k * g->points + i];
        arriving = f[g->points - 1];
        if (self->flow.dispersion > 0.0)
            add_diffusion(g, c, k, out + k * g->points);
    }
}

paramod_status paramod_i_galerkin(const paramod_i_flow *flow, size_t elements,
                                  size_t degree, paramod_i_transport *transport)
{
    const size_t points = degree + 1;
    galerkin g = {
        .base = { .apply = apply, .flow = *flow, .nodes = elements * points,
                  .lower = points,
                  .upper = flow->dispersion > 0.0 ? 2 * points - 1 : degree },
        .points = points, .elements = elements, .width = flow->length / (double)elements
    };
    paramod_status status = paramod_i_transport_create(&g.base, transport);

    if (status != PARAMOD_OK)
        return status;
    set_nodes(&g);
    set_derivative(&g);
    set_lifts(&g);
    for (size_t k = 0; k < elements; k++)
        for (size_t i = 0; i < points; i++)
            transport->position[k * points + i] = position(&g, g.width * (double)k, i);
    transport->outlet[elements * points - 1] = 1.0;
    status = paramod_i_transport_assemble(&g.base, transport);
    if (status != PARAMOD_OK)
        paramod_i_transport_destroy(transport);
    return status;
}
