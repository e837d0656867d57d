/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file compressible_impl.h  Dispersion in an expanding carrier, in Laplace's domain.
 *
 * For each s, w = c_x / c solves D (w^2 + w') + (D' - u) w - (phi + u') = 0, of which
 * w = -2 C / (B - sqrt(B^2 - 4 D C)), B = D' - u, C = D w' - phi - u', is the solution
 * that does not grow; w' comes from the passes before, by a Chebyshev derivative.  Then
 * c(L) / c_in = u0 / (u0 - D0 w(0)) exp(integral of w) (1 - w(L) / w+(L)),
 * w+ being the other solution, of the layer at the outlet where c_x falls to 0.
 */

#ifndef PARAMOD_CHROMA_COMPRESSIBLE_IMPL_H
#define PARAMOD_CHROMA_COMPRESSIBLE_IMPL_H

#include "chroma/transfer_impl.h"

typedef struct paramod_i_expansion paramod_i_expansion;

/** For a column of that length, u at the inlet, pL / p0, and D at the inlet; phi is the
 *  transfer's retention.  Null without memory. */
paramod_i_expansion *paramod_i_expansion_create(const paramod_i_transfer *transfer,
                                                double length, double speed, double ratio,
                                                double dispersion);
void paramod_i_expansion_destroy(paramod_i_expansion *expansion);
/** ln of c(L) / c_in; a paramod_i_log_transfer with the expansion as data. */
double complex paramod_i_expansion_log(double complex s, const void *expansion);
/** Cumulants of the response, from ln G on a circle about 0. */
void paramod_i_expansion_cumulants(const paramod_i_expansion *expansion, double cumulant[4]);

#endif /* PARAMOD_CHROMA_COMPRESSIBLE_IMPL_H */
