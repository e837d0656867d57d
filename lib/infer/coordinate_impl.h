/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file coordinate_impl.h  How well each coordinate is determined: what is left of
 * column i of J when it is projected on the complement of the others.
 */

#ifndef PARAMOD_INFER_COORDINATE_IMPL_H
#define PARAMOD_INFER_COORDINATE_IMPL_H

#include "infer/information_impl.h"

/** Where the results go. */
typedef struct paramod_i_coordinates {
    double *k_inf; /**< k: largest entry of what is left */
    double *k_2;   /**< k: its norm, 1/sqrt((I^-1)_ii) */
    size_t stride; /**< of both */
} paramod_i_coordinates;

/** Squared length of unit vector i in the null space of the information: its
 *  leverage.  Coordinates with one above 1e-12, the square of what rounding makes
 *  of a null vector's entries, are not determined. */
double paramod_i_information_leverage(const paramod_i_information *information,
                                      size_t i);

/**
 * With J D^-1 = W diag(s) V', D = diag(scale), and r = rank, row i of the
 * pseudo-inverse of J is p_i = (V_r diag(1/s_r) W_r')_i / d_i, and what is left of
 * column i is p_i / |p_i|^2: J p_j = e_j says that p_i is orthogonal to the other
 * columns, and it lies in the span of all.  Where the null space contains a
 * coordinate nothing is left of it.
 *
 * \param[in] left  m x min(m, k), of paramod_i_information_with_left()
 * \param[in] work  m
 */
void paramod_i_coordinates_of_svd(const paramod_i_information *information, size_t m,
                                  const double *left, double *work,
                                  const paramod_i_coordinates *out);

/**
 * The same of a row-major matrix of full rank without an SVD, by Q R: P' = Q R'^-1.
 * \param[out] done  false if R with unit columns has a condition above 1e6, where
 *                   an SVD should decide; nothing is written then
 */
paramod_status paramod_i_coordinates_by_qr(size_t m, size_t k, const double *s,
                                           const paramod_i_coordinates *out,
                                           bool *done);

#endif /* PARAMOD_INFER_COORDINATE_IMPL_H */
