/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file fit_impl.h  The inside of a fit of a chromatogram. */

#ifndef PARAMOD_CHROMA_FIT_IMPL_H
#define PARAMOD_CHROMA_FIT_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/chroma.h>
#include <paramod/fit.h>

#include "chroma/chroma_impl.h"

/** A parameter that is fitted: a derivative in the sense of paramod_i_response, of one
 *  analyte, or of all of them. */
typedef struct paramod_i_fitted {
    size_t analyte; /**< SIZE_MAX for all */
    int derivative;
} paramod_i_fitted;

/** The most parameters of one analyte's curve: ka, kd, dead time and tail. */
enum { PARAMOD_I_FIT_SLOPES = 4, PARAMOD_I_FIT_BASELINE = 6 };

struct paramod_chroma_fit {
    paramod_chroma *chroma;   /**< own copy, at the parameters evaluated last */
    paramod_chroma_fit_options options;
    size_t count;             /**< times */
    size_t analytes, columns; /**< columns: linear coefficients */
    size_t parameters;
    paramod_i_fitted *fitted; /**< parameters */
    double *times, *signal, *weight; /**< count; 1 / sigma, times robust weights */
    double *prior;            /**< count: 1 / sigma */
    double *design;           /**< columns x count, not weighted */
    double *basis;            /**< columns x count: orthonormal, weighted */
    double *triangle;         /**< columns x columns: weighted design = basis triangle */
    double *coefficient;      /**< columns */
    double *amplitude;        /**< analytes */
    double *curves;           /**< (1 + PARAMOD_I_FIT_SLOPES) x count */
    double *slope;            /**< parameters x count: d model / d theta, then projected */
    double *image;            /**< columns x parameters: what projection took away */
    double *residual;         /**< count, weighted */
    double *theta;            /**< parameters: where all of this was evaluated */
    double *best;             /**< parameters */
    double *covariance;       /**< (parameters + columns)^2 */
    double *frequencies;      /**< room of curves */
    double *block;
    bool evaluated;
    bool starved; /**< out of memory for a transform */
    paramod_i_series series;
    paramod_space *space;
    paramod_fit *fit;
    paramod_chroma_fit_report report;
};

/** Frequencies that a curve may need. */
enum { PARAMOD_I_FIT_FREQUENCIES = 4096 };

/**
 * c / c0 of analyte i at all times and its derivatives number which[n], into
 * fit->curves.  \return false if it has no curve at these parameters.
 */
bool paramod_i_fit_curves(paramod_chroma_fit *fit, size_t i, const int *which, size_t n);

/** Model, projection and derivatives at theta; false where there are none. */
bool paramod_i_fit_evaluate(paramod_chroma_fit *fit, const double *theta);

/** Start values from moments, into fit->best. */
paramod_status paramod_i_fit_start(paramod_chroma_fit *fit);

/** Moments of a signal above its baseline between two indices: area, mean, variance. */
void paramod_i_fit_moments(const paramod_chroma_fit *fit, const size_t range[2],
                           double moment[3]);

/** New robust weights from the residuals; the largest change of one. */
double paramod_i_fit_reweight(paramod_chroma_fit *fit);

/** Fills the report in. */
void paramod_i_fit_describe(paramod_chroma_fit *fit);

/** A name for messages and parameters. */
void paramod_i_fit_name(const paramod_chroma_fit *fit, size_t analyte, char *text, size_t size);

#endif /* PARAMOD_CHROMA_FIT_IMPL_H */
