/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file fit_impl.h  The inside of a finished fit. */

#ifndef PARAMOD_OPTIM_FIT_IMPL_H
#define PARAMOD_OPTIM_FIT_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/fit.h>

enum { PARAMOD_I_ENDING_SIZE = 160 };

/** One start of a multi-start, and where it ended. */
typedef struct paramod_i_end {
    double value;   /**< log L or sum of squares; NaN if the start was unusable */
    double decrement;
    size_t iterations;
    size_t evaluations;
    paramod_fit_end ending;
    char text[PARAMOD_I_ENDING_SIZE];
} paramod_i_end;

struct paramod_fit {
    paramod_space *space; /**< own copy */
    bool least_squares;
    paramod_likelihood likelihood;
    paramod_residuals residuals;
    paramod_fit_options options; /**< as read: no zero means "default" any more,
                                      but for monitor and next_start */
    size_t n, k;
    double *theta; /**< n */
    double *u;     /**< k */
    double value;  /**< log L or sum of squares */
    double decrement;
    paramod_fit_end ending;
    char ending_text[PARAMOD_I_ENDING_SIZE];
    size_t iterations;  /**< of the start that won */
    size_t evaluations; /**< of all starts together */
    size_t starts;
    paramod_i_end *end;   /**< starts */
    double *end_theta;    /**< starts x n */
    size_t best;          /**< index of the start that won */
};

#endif /* PARAMOD_OPTIM_FIT_IMPL_H */
