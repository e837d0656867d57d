/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file response_impl.h  The response of a place in the column to an injection. */

#ifndef PARAMOD_CHROMA_RESPONSE_IMPL_H
#define PARAMOD_CHROMA_RESPONSE_IMPL_H

#include <stdbool.h>

#include "chroma/injection_impl.h"
#include "chroma/transfer_impl.h"

/** ln G of a column that transfer.c does not cover. */
typedef double complex (*paramod_i_log_transfer)(double complex s, const void *data);

typedef struct paramod_i_response {
    const paramod_i_transfer *transfer;
    paramod_i_log_transfer other; /**< instead of transfer's ln G; or null */
    const void *other_data;
    const paramod_chroma_injection *injection;
    double duration;      /**< of a rectangle; finite */
    double factor;
    bool loading;         /**< q instead of c */
    double mean, deviation; /**< of the column's response */
    /** a derivative instead of the value: a parameter of the transfer or, after these, of
     *  the injection; -1 for the value */
    int derivative;
} paramod_i_response;

/** F(i w) e^(i w t); data is a response.  A paramod_i_spectrum. */
double complex paramod_i_response_spectrum(double w, double t, const void *data);

/** Where the column's response to a Dirac is more than exp(-level) of its area away from
 *  either end. */
void paramod_i_response_support(const paramod_i_response *response, double level,
                                double *begin, double *end);

#endif /* PARAMOD_CHROMA_RESPONSE_IMPL_H */
