/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file chroma_impl.h  The object behind chromatograms. */

#ifndef PARAMOD_CHROMA_CHROMA_IMPL_H
#define PARAMOD_CHROMA_CHROMA_IMPL_H

#include <stdbool.h>

#include <paramod/chroma.h>

#include "chroma/compressible_impl.h"
#include "chroma/response_impl.h"
#include "chroma/series_impl.h"

/** One analyte, prepared. */
typedef struct paramod_i_species {
    paramod_chroma_analyte analyte;
    paramod_i_transfer transfer; /**< to the outlet */
    paramod_i_expansion *expansion; /**< dispersion in an expanding carrier, or null */
    double dispersion;           /**< D at the inlet */
} paramod_i_species;

struct paramod_chroma {
    paramod_chroma_column column;
    paramod_chroma_carrier carrier;
    paramod_chroma_injection injection;
    paramod_chroma_options options;
    size_t count;
    paramod_i_species *species;
    double *pieces;      /**< the polynomial's numbers */
    paramod_i_series series;
    paramod_i_fft *fft;
    double *scratch;
    size_t scratch_size;
};

/** Room for so many doubles; null without memory. */
double *paramod_i_chroma_scratch(paramod_chroma *chroma, size_t size);

/** Fills a species from its analyte and the column. */
paramod_status paramod_i_species_prepare(const paramod_chroma *chroma,
                                         paramod_i_species *species);

/** True if the exact solution of Langmuir's kinetics, or the method of lines, is needed
 *  for analyte i. */
bool paramod_i_chroma_is_nonlinear(const paramod_chroma *chroma, size_t i);

/** A linear analyte's c / c0 at one place, to which its transfer function leads, times
 *  `factor`; the same for a `loading`. */
typedef struct paramod_i_place {
    paramod_i_transfer transfer;
    double factor;
    bool loading; /**< q instead of c */
} paramod_i_place;
paramod_status paramod_i_chroma_linear(paramod_chroma *chroma, size_t i,
                                       const paramod_i_place *place, const double *times,
                                       size_t count, double *out, size_t stride,
                                       paramod_chroma_report *report);

/** The same by the Fourier series; a derivative as in paramod_i_response. */
paramod_status paramod_i_chroma_series(paramod_chroma *chroma, size_t i,
                                       const paramod_i_place *place, int derivative,
                                       const double *times, size_t count, double *out,
                                       size_t stride, paramod_chroma_report *report);
/** Where analyte i's response at the outlet is not nothing. */
paramod_status paramod_i_chroma_window(const paramod_chroma *chroma, size_t i, double *begin,
                                       double *end);

/** c / c0 of analyte i at the outlet by the engine that fits. */
paramod_status paramod_i_chroma_outlet(paramod_chroma *chroma, size_t i,
                                       const double *times, size_t count, double *out,
                                       size_t stride, paramod_chroma_report *report);

/** Cumulants of a column's response; false if it has none. */
bool paramod_i_transfer_cumulants(const paramod_i_transfer *transfer, double cumulant[4]);
/** Those of an injection, of its time. */
void paramod_i_injection_cumulants(const paramod_chroma_injection *injection,
                                   double cumulant[4]);

#endif /* PARAMOD_CHROMA_CHROMA_IMPL_H */
