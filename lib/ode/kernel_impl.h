/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file ode/kernel_impl.h  Loops over vectors of states and sensitivities.
 *
 * Such a vector holds d states, in a block that is filled up with zeros to a
 * multiple of PARAMOD_I_LANES, and then d rows of `stride` sensitivities, a
 * multiple of PARAMOD_I_LANES as well, again filled up with zeros.
 */

#ifndef PARAMOD_ODE_KERNEL_IMPL_H
#define PARAMOD_ODE_KERNEL_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "linalg/lu_impl.h"

enum { PARAMOD_I_LANES = 4, PARAMOD_I_FLAT = 8 };

typedef struct paramod_i_layout {
    size_t d, k;
    size_t head;   /**< d, rounded up */
    size_t stride; /**< k, rounded up */
    size_t size;   /**< head + d * stride, and zeros up to a multiple of
                        PARAMOD_I_FLAT */
} paramod_i_layout;

/* Each over n numbers, a multiple of PARAMOD_I_FLAT; z may be x or y. */

/** z = a x + b y */
void paramod_i_vector_sum(size_t n, double a, const double *x, double b,
                          const double *y, double *z);
/** y += x */
void paramod_i_vector_add(size_t n, const double *x, double *y);
/** z = a x + y */
void paramod_i_vector_add_multiple(size_t n, double a, const double *x,
                                   const double *y, double *z);
/** z = a x */
void paramod_i_vector_scale(size_t n, double a, const double *x, double *z);
/** z = x y, and z = x / y */
void paramod_i_vector_product(size_t n, const double *x, const double *y, double *z);
void paramod_i_vector_quotient(size_t n, const double *x, const double *y, double *z);
/** z = |x|, and z = x + b */
void paramod_i_vector_absolute(size_t n, const double *x, double *z);
void paramod_i_vector_shift(size_t n, const double *x, double b, double *z);
/** Largest |x_i|. */
double paramod_i_vector_largest(size_t n, const double *x);
/** True if none of any number of them is infinite or NaN. */
bool paramod_i_vector_is_finite(size_t n, const double *x);

/** The largest root mean square of x_i w_i over the states and over the
 *  sensitivities to each parameter, as CVODES measures them. */
double paramod_i_vector_norm(const paramod_i_layout *layout, const double *x,
                             const double *w);

/** w = 1 / (relative |x| + absolute), where states have `absolute`[d], and row i
 *  of the sensitivities absolute[i] * scale[j]. */
void paramod_i_vector_weights(const paramod_i_layout *layout, const double *x,
                              double relative, const double *absolute,
                              const double *scale, double *w);

/** What the sensitivities have to solve for, or their rate. */
typedef struct paramod_i_variation {
    paramod_i_rows_view jacobian; /**< d x d */
    const double *by_theta;       /**< d x stride: df/dtheta */
    const double *s;              /**< d x stride */
    double gamma;
    double factor;                /**< of z */
    const double *z;              /**< d x stride; null for none */
} paramod_i_variation;

/** out = gamma (J S + df/dtheta) + factor Z, d x stride */
void paramod_i_variation_rate(const paramod_i_variation *v, size_t stride,
                              double *out);

#endif /* PARAMOD_ODE_KERNEL_IMPL_H */
