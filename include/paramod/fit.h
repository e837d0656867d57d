/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file paramod/fit.h
 * Fitting a model in a parameter space.
 *
 * Not converging is a result, not an error: every fit holds the best point
 * found and says how it ended.  What the data do not determine is told by the
 * certificate (paramod/infer.h).
 */

#ifndef PARAMOD_FIT_H
#define PARAMOD_FIT_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/parallel.h>
#include <paramod/random.h>
#include <paramod/space.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/** A finished fit.  Opaque; keeps copies of the space and of the model struct,
 *  while the model's data must outlive it. */
typedef struct paramod_fit paramod_fit;

/** Why a fit came to its end.  Only the first two mean a solution; the others
 *  still leave the best point found, and are not errors. */
typedef enum paramod_fit_end {
    PARAMOD_FIT_GRADIENT = 1, /**< the Newton decrement is small, or within its
                                   rounding error, and f curves upwards */
    PARAMOD_FIT_STEP     = 2, /**< the full Newton step is small, or was tried
                                   and changed the value by less than its
                                   rounding error */
    PARAMOD_FIT_STALLED  = 3, /**< rounding error prevents progress */
    PARAMOD_FIT_LIMIT    = 4, /**< a limit of the options was reached */
    PARAMOD_FIT_INTERRUPTED = 5 /**< the monitor asked to stop */
} paramod_fit_end;

/** "gradient", "step", "stalled", "limit", "interrupted". */
PARAMOD_API const char *paramod_fit_end_name(paramod_fit_end end);

/** What a monitor is shown after each iteration, that is each step tried,
 *  whether or not it was taken. */
typedef struct paramod_fit_progress {
    size_t start;       /**< which start of a multi-start this is */
    size_t iteration;
    size_t evaluations;
    double value;       /**< log likelihood, or sum of squares */
    double decrement;   /**< Newton decrement, or its Gauss-Newton counterpart */
    const double *theta; /**< n natural values */
} paramod_fit_progress;

/** A value other than 0 ends the fit with PARAMOD_FIT_INTERRUPTED.  With a
 *  threaded executor it is called from several threads at once. */
typedef int (*paramod_fit_monitor)(const paramod_fit_progress *progress,
                                   void *data);

/** Proposes start number \p index >= 1 of a multi-start: overwrites theta,
 *  which holds the first start on entry. */
typedef void (*paramod_fit_start)(size_t index, paramod_random *random,
                                  double *theta, void *data);

typedef enum paramod_fit_method {
    PARAMOD_FIT_DEFAULT = 0, /**< Newton if the model has a Hessian or a gradient,
                                  else BFGS; Levenberg-Marquardt for residuals */
    PARAMOD_FIT_NEWTON  = 1, /**< trust region, indefinite Hessians handled */
    PARAMOD_FIT_BFGS    = 2  /**< trust region, damped updates */
} paramod_fit_method;

/** Zero in any member but size means the default given here. */
typedef struct paramod_fit_options {
    size_t size;               /**< sizeof(paramod_fit_options) */
    double gradient_tolerance; /**< 1e-12, on the Newton decrement g'|H|^-1 g / 2
                                    of log L; for least squares relative to the
                                    sum of squares, 1e-24 */
    double step_tolerance;     /**< 1e-12, on the Newton step relative to each
                                    free coordinate |u_j| */
    size_t max_iterations;     /**< 1000 steps tried, in each start */
    size_t max_evaluations;    /**< 100000 values, in each start */
    size_t starts;             /**< 1; more adds starts by next_start() */
    uint64_t seed;             /**< of the random starts */
    const paramod_executor *executor; /**< serial; spreads the starts */
    paramod_fit_monitor monitor;      /**< none */
    void *monitor_data;
    paramod_fit_start next_start;     /**< default: each free coordinate moved by
                                           2 standard normals times max(1, |u|) / 2 */
    void *next_start_data;
    uint64_t method;           /**< a paramod_fit_method */
} paramod_fit_options;

/**
 * Trust-region Levenberg-Marquardt in free coordinates (More 1978).
 *
 * \param[in]     space    n parameters, of which k are free
 * \param[in]     model    the residuals
 * \param[in]     options  null for all defaults
 * \param[in,out] theta    start on entry, best point on return; n values
 * \param[out]    fit_out  the fit; null if only theta is wanted
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    the start is outside the bounds
 * \retval PARAMOD_ERR_CALLBACK  the model gave up, or has no finite value at
 *                               any start
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_least_squares(const paramod_space *space,
                          const paramod_residuals *model,
                          const paramod_fit_options *options, double *theta,
                          paramod_fit **fit_out);

/** Maximises log L by trust-region Newton or BFGS; otherwise as above. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_likelihood(const paramod_space *space,
                       const paramod_likelihood *model,
                       const paramod_fit_options *options, double *theta,
                       paramod_fit **fit_out);

/** Releases a fit; null is allowed. */
PARAMOD_API void paramod_fit_destroy(paramod_fit *fit);

/** Why the fit ended: the ending of the best start. */
PARAMOD_API paramod_fit_end paramod_fit_ending(const paramod_fit *fit);
/** The ending as a sentence, such as "the Newton decrement 3.1e-15 is below
 *  1e-12"; lives as long as the fit. */
PARAMOD_API const char *paramod_fit_ending_text(const paramod_fit *fit);
/** log L, or the sum of squares, at the best point. */
PARAMOD_API double paramod_fit_value(const paramod_fit *fit);
/** n natural values, fixed ones included; owned by the fit. */
PARAMOD_API const double *paramod_fit_theta(const paramod_fit *fit);
/** The space of the fit (a copy, owned by the fit). */
PARAMOD_API const paramod_space *paramod_fit_space(const paramod_fit *fit);
PARAMOD_API size_t paramod_fit_iterations(const paramod_fit *fit);
PARAMOD_API size_t paramod_fit_evaluations(const paramod_fit *fit);
/** How converged the fit is: the Newton decrement g'|H|^-1 g / 2, an estimate
 *  of what log L still lacks; for least squares |J(J'J)^-J'r|^2 / |r|^2. */
PARAMOD_API double paramod_fit_decrement(const paramod_fit *fit);

/** \name All ends of a multi-start
 *  Starts whose model value is not finite are counted, but have no end.
 *  \{ */
/** Number of starts that were made, at least 1. */
PARAMOD_API size_t paramod_fit_starts(const paramod_fit *fit);
/** Value reached by start \p index, NaN if none. */
PARAMOD_API double paramod_fit_start_value(const paramod_fit *fit, size_t index);
/** Its end point, n natural values owned by the fit; null if none. */
PARAMOD_API const double *paramod_fit_start_theta(const paramod_fit *fit,
                                                  size_t index);
PARAMOD_API paramod_fit_end paramod_fit_start_ending(const paramod_fit *fit,
                                                     size_t index);
/** \} */

PARAMOD_END_DECLS

#endif /* PARAMOD_FIT_H */
