/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file transfer_impl.h  Transfer functions of linear chromatography.
 *
 * c(x, s) = c_in(s) G(s).  With the retention phi(s) of a model (paramod/chroma.h),
 * delta = D / u^2 (a time), r = sqrt(1 + 4 phi delta) and xi = x / L,
 *
 *     Dirichlet:   ln G = -2 phi t0 xi / (1 + r)        (= Pe xi (1 - r) / 2)
 *     open:        the same - ln r
 *     Danckwerts:  the same + ln(2 ((1 + r) - (1 - r) e^(-(1 - xi) r t0 / delta)) /
 *                                ((1 + r)^2 - (1 - r)^2 e^(-r t0 / delta)))
 *
 * all with D constant, or delta = 0 and any velocity.
 */

#ifndef PARAMOD_CHROMA_TRANSFER_IMPL_H
#define PARAMOD_CHROMA_TRANSFER_IMPL_H

#include <stddef.h>
#include <stdint.h>

#include "core/complex_impl.h"

typedef struct paramod_i_transfer {
    uint64_t model, boundary;
    double ka, kd;
    double phase_ratio;
    double dead_time; /**< t0, of the whole column */
    double delta;     /**< D / u^2; 0 for none */
    double xi;        /**< x / L, or t0(x) / t0 where the carrier expands */
    double kf, dp, ep, rp;
} paramod_i_transfer;

/** Parameters of a transfer function, in the order of its derivatives. */
typedef enum paramod_i_transfer_parameter {
    PARAMOD_I_BY_KA, PARAMOD_I_BY_KD, PARAMOD_I_BY_DEAD_TIME, PARAMOD_I_BY_PHASE_RATIO,
    PARAMOD_I_BY_DELTA, PARAMOD_I_BY_KF, PARAMOD_I_BY_DP, PARAMOD_I_BY_EP, PARAMOD_I_BY_RP,
    PARAMOD_I_TRANSFER_PARAMETERS
} paramod_i_transfer_parameter;

/** phi(s), and its derivatives with respect to the parameters that it has; by may be
 *  null. */
double complex paramod_i_retention(const paramod_i_transfer *transfer, double complex s,
                                   double complex by[PARAMOD_I_TRANSFER_PARAMETERS]);

/** ln G(s) up to a multiple of 2 pi i, and its derivatives; by may be null. */
double complex paramod_i_transfer_log(const paramod_i_transfer *transfer, double complex s,
                                      double complex by[PARAMOD_I_TRANSFER_PARAMETERS]);

/** ln G on the real axis; NaN at and beyond the first pole.  data is a transfer. */
double paramod_i_transfer_real(double s, const void *data);

/** q(s) / c(s) at one place, averaged over a particle. */
double complex paramod_i_transfer_loading(const paramod_i_transfer *transfer,
                                          double complex s);

/** The largest t in t <= t_max at which a response is still nothing, and the smallest
 *  from which on it is nothing, up to exp(-level) of the area of a response that is not
 *  negative: Chernoff's bounds
 *     begin = max over s > 0 of (-level - ln G(s)) / s
 *     end   = min over 0 < s < pole of (level + ln G(-s)) / s.
 *  log_value is ln G on the real axis, NaN or not growing beyond the first pole; mean
 *  and deviation of the response give the scale. */
typedef double (*paramod_i_real_log)(double s, const void *data);
void paramod_i_support(paramod_i_real_log log_value, const void *data, double mean,
                       double deviation, double level, double *begin, double *end);

#endif /* PARAMOD_CHROMA_TRANSFER_IMPL_H */
