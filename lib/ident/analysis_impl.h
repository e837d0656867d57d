/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file analysis_impl.h  The sensitivities at a point, decomposed. */

#ifndef PARAMOD_IDENT_ANALYSIS_IMPL_H
#define PARAMOD_IDENT_ANALYSIS_IMPL_H

#include "ident/ident_impl.h"
#include "infer/information_impl.h"

struct paramod_ident_analysis {
    const paramod_ident *ident; /**< null for a bare matrix */
    paramod_ident_options options;
    paramod_ident_report report; /**< arrays are those below */
    paramod_i_information *information; /**< of S with unit columns */
    double *block;
    double *x;                  /**< k, if there is a model */
    double *s, *error;          /**< rows x k */
    double *column;             /**< rows x k, column-major */
    double *left;               /**< rows x k */
    double *eigenvalue, *eigenvalue_error, *direction, *extent, *practical;
    double *k_inf, *k_2, *standard_error, *half_width, *vif, *correlation;
    double *gradient;
    double *weak;               /**< k: the direction known worst, in x */
    double *work;               /**< max(rows, k) */
};

/** Name of coordinate j: that of the parameter, with "log10 " before it where its
 *  scale is logarithmic; "x[j]" in the text for a bare matrix. */
enum { PARAMOD_I_LABEL_SIZE = 96 };
const char *paramod_i_analysis_label(const paramod_ident_analysis *analysis, size_t j,
                                     char text[PARAMOD_I_LABEL_SIZE]);

/** All null directions in coordinates, z x k, each with a largest entry of 1, and
 *  their leading coordinates.  Both may be null if z is 0. */
void paramod_i_analysis_null(const paramod_ident_analysis *analysis, double *directions,
                             size_t *lead);

#endif /* PARAMOD_IDENT_ANALYSIS_IMPL_H */
