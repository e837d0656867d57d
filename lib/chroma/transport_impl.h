/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file transport_impl.h  The carrier's transport, discretised along the column.
 *
 * (u c)_x - (D c_x)_x with the flux u(0) c_in at the inlet and c_x = 0 at the
 * outlet becomes -(A c + b c_in) for the values c at nodes, A being a band.
 */

#ifndef PARAMOD_CHROMA_TRANSPORT_IMPL_H
#define PARAMOD_CHROMA_TRANSPORT_IMPL_H

#include <stddef.h>

#include <paramod/status.h>

/** A column between two pressures: u(x) = speed / p^(x), D(x) = dispersion / p^(x)
 *  with p^(x)^2 = 1 - (1 - ratio^2) x / length (paper, eqs 20, 21, 62). */
typedef struct paramod_i_flow {
    double length;
    double speed;      /**< u at the inlet */
    double ratio;      /**< pressure at the outlet over that at the inlet */
    double dispersion; /**< D at the inlet */
} paramod_i_flow;

/** p(x) / p(0) */
double paramod_i_flow_pressure(const paramod_i_flow *flow, double x);

/** c' = A c + inflow c_in, without sorption. */
typedef struct paramod_i_transport {
    size_t nodes;
    size_t lower, upper; /**< of A */
    double *band;        /**< nodes x (lower + upper + 1); A_ij at j - i + lower */
    double *inflow;      /**< nodes */
    double *position;    /**< nodes: x */
    double *outlet;      /**< nodes: c(length) is their sum over c */
    double *block;
} paramod_i_transport;

/** A discretisation as a linear map of (c, c_in). */
typedef struct paramod_i_scheme {
    void (*apply)(const struct paramod_i_scheme *self, const double *c, double c_in,
                  double *out);
    paramod_i_flow flow;
    size_t nodes, lower, upper;
} paramod_i_scheme;

/** Memory for the nodes of a scheme, cleared. \retval PARAMOD_ERR_MEMORY */
paramod_status paramod_i_transport_create(const paramod_i_scheme *scheme,
                                          paramod_i_transport *transport);
/** Finds A and inflow by applying the scheme to columns that share no row. */
paramod_status paramod_i_transport_assemble(const paramod_i_scheme *scheme,
                                            paramod_i_transport *transport);
void paramod_i_transport_destroy(paramod_i_transport *transport);

/** Cell averages of equal cells; faces by upwind differences (order 1), the third
 *  order (3) or the fifth order (5) without limiter. */
paramod_status paramod_i_volumes(const paramod_i_flow *flow, size_t cells, int order,
                                 paramod_i_transport *transport);

/** Adds to rate[cells] what WENO5 differs by from the fifth order without limiter;
 *  c has the given stride. */
void paramod_i_weno_correct(const paramod_i_flow *flow, size_t cells, size_t stride,
                            const double *c, double *rate);

/** Discontinuous polynomials of the given degree on equal elements, by their values
 *  at the Gauss-Lobatto points. */
paramod_status paramod_i_galerkin(const paramod_i_flow *flow, size_t elements,
                                  size_t degree, paramod_i_transport *transport);

#endif /* PARAMOD_CHROMA_TRANSPORT_IMPL_H */
