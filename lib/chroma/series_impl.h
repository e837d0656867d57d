/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file series_impl.h  Inversion on the imaginary axis by a Fourier series.
 *
 * A response f(t) whose transform F(s) has no singularity for Re s >= 0, and that is
 * nothing outside [begin, begin + period], is there
 *
 *     f(t) = (1 / period) sum over k of F(i w_k) e^(i w_k t),   w_k = 2 pi k / period:
 *
 * the series of its periodic repetition, so that what it has outside is the error, and
 * what the sum leaves out.
 */

#ifndef PARAMOD_CHROMA_SERIES_IMPL_H
#define PARAMOD_CHROMA_SERIES_IMPL_H

#include <stddef.h>

#include <paramod/status.h>

#include "core/complex_impl.h"

/** f as a sum from 0 to count - 1 of Re(a_k z^k), z = exp(2 pi i (t - begin) / period). */
typedef struct paramod_i_series {
    double begin, period;
    size_t count, capacity;
    double *re, *im;
    double *block;
    double truncation; /**< sum of what was left out, estimated from its decay */
    double magnitude;  /**< sum of |a_k| */
    double turning;    /**< sum of |w_k a_k| */
} paramod_i_series;

/** F(i w) e^(i w t) for the given w and t. */
typedef double complex (*paramod_i_spectrum)(double w, double t, const void *data);

/**
 * Sums until terms stay below `small` times the largest, or max_count of them.
 * \retval PARAMOD_ERR_MEMORY  out of memory
 */
paramod_status paramod_i_series_build(paramod_i_series *series, paramod_i_spectrum spectrum,
                                      const void *data, double begin, double period,
                                      double small, size_t max_count);
void paramod_i_series_destroy(paramod_i_series *series);

/** out[j stride] at any times in [begin, begin + period]; 0 at others. */
void paramod_i_series_at(const paramod_i_series *series, const double *times, size_t count,
                         double *out, size_t stride);

/** The kernel: values[j] of count <= 64 angles in turns. */
void paramod_i_series_sum(size_t terms, const double *re, const double *im, size_t count,
                          const double *z_re, const double *z_im, double *values);

/** Plans of FFTW by length, and their buffers. */
typedef struct paramod_i_fft paramod_i_fft;
/** The smallest 2^a 3^b 5^c that is at least n. */
size_t paramod_i_fft_length(size_t n);
/** values[length] = sum over k of Re(a_k e^(2 pi i j k / length)) with coefficients folded
 *  from any number of terms; the buffer belongs to *fft, which is made and grows as
 *  needed.  Null without memory. */
const double *paramod_i_fft_sum(paramod_i_fft **fft, size_t length,
                                const paramod_i_series *series);
void paramod_i_fft_destroy(paramod_i_fft *fft);

#endif /* PARAMOD_CHROMA_SERIES_IMPL_H */
