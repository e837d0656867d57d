/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file paramod/infer.h
 * What a fit says about the parameters, and what it cannot say.
 */

#ifndef PARAMOD_INFER_H
#define PARAMOD_INFER_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/fit.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/** \name The certificate of a fit
 *  \{ */

/**
 * Summary of the information matrix at the solution, in free coordinates and
 * scaled to unit diagonal, so that it does not depend on the units.
 * For least squares the information is J'J.
 */
typedef struct paramod_certificate {
    size_t size;       /**< sizeof(paramod_certificate), set by the caller */
    double decrement;  /**< paramod_fit_decrement() */
    double gradient;   /**< max_j |g_j| / sqrt(|I_jj|) */
    size_t free;       /**< k, free parameters */
    size_t rank;       /**< numerical rank of the information */
    size_t positive;   /**< inertia: eigenvalues above the tolerance, */
    size_t zero;       /**< within it, */
    size_t negative;   /**< and below minus the tolerance */
    double tolerance;  /**< the tolerance used for both, and shown to users */
    double condition;  /**< largest over smallest |eigenvalue|; may be infinite */
    size_t at_bound;   /**< free parameters within 1e-6 of a bound's scale */
} paramod_certificate;

/** \retval PARAMOD_ERR_CALLBACK  the Hessian cannot be evaluated */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_certificate(const paramod_fit *fit, paramod_certificate *certificate);

/**
 * Direction number \p index < free - rank in which the likelihood is flat, as
 * n entries in natural parameters, scaled to a largest entry of 1.
 * \retval PARAMOD_ERR_ARGUMENT  index >= free - rank
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_null_direction(const paramod_fit *fit, size_t index,
                           double *direction);

/** One sentence on what the data do not determine, such as "the data do not
 *  determine 'a' + 0.5 'b'"; "" when they determine everything.  Written to
 *  \p text, cut to \p size bytes. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_verdict(const paramod_fit *fit, char *text, size_t size);

/** \}
 *  \name Covariances
 *  \{ */

typedef enum paramod_information {
    PARAMOD_INFORMATION_OBSERVED = 0, /**< inverse of -d2 log L; for least squares
                                           of the full Hessian of the sum */
    PARAMOD_INFORMATION_EXPECTED = 1, /**< inverse Fisher information; for least
                                           squares inverse J'J */
    PARAMOD_INFORMATION_SANDWICH = 2  /**< H^-1 sum_c(U_c U_c') H^-1 */
} paramod_information;

/** Zero in any member but size means the default given here. */
typedef struct paramod_covariance_options {
    size_t size;            /**< sizeof(paramod_covariance_options) */
    uint64_t kind;          /**< a paramod_information; 0 is observed, but for
                                 least squares the default is expected */
    const size_t *cluster;  /**< observations labels for the sandwich; null:
                                 each observation is its own cluster */
    uint64_t unit_variance; /**< least squares: 1 if residuals are already
                                 divided by their true standard deviations;
                                 0 multiplies by s^2 = SSR / (m - k) */
} paramod_covariance_options;

/**
 * Covariance of the estimates in natural parameters.
 *
 * \param[out] covariance  n x n; rows and columns of fixed parameters are 0
 *
 * \retval PARAMOD_ERR_SINGULAR  the information is singular or indefinite; the
 *         message names the parameters that the data do not determine, and
 *         nothing is written
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_covariance(const paramod_fit *fit,
                       const paramod_covariance_options *options,
                       double *covariance);

/** A function of the parameters: value[count], and gradient[count x n] unless
 *  that is null. */
typedef paramod_eval (*paramod_function)(const double *theta, double *value,
                                         double *gradient, void *data);

/** Delta method: covariance[count x count] = G V G' of value[count], where V
 *  is the n x n covariance of theta. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_delta_method(size_t n, const double *theta, const double *v,
                     size_t count, paramod_function function, void *data,
                     double *value, double *covariance);

/** \}
 *  \name Tests
 *  Each gives a statistic, its degrees of freedom and the upper tail
 *  probability of chi-squared.
 *  \{ */

typedef struct paramod_test {
    double statistic;
    double degrees;
    double p_value;
} paramod_test;

/** Wald test of R theta = r, with rows x n R: (R theta - r)'(R V R')^-1(R theta - r).
 *  \retval PARAMOD_ERR_SINGULAR  R V R' is singular: redundant rows */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_test_wald(size_t n, const double *theta, const double *v, size_t rows,
                  const double *matrix, const double *target,
                  paramod_test *test);

/** Likelihood ratio 2 (log L_full - log L_restricted) with k_full - k_restricted
 *  degrees of freedom.
 *  \retval PARAMOD_ERR_DOMAIN  the restricted model fits better or has no fewer
 *          parameters: one of the two has not converged, or they are not nested */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_test_ratio(const paramod_fit *full, const paramod_fit *restricted,
                   paramod_test *test);

/** Score (Lagrange multiplier) test of freeing the parameters that are fixed
 *  in \p restricted but free in \p space: U' I^-1 U in the larger space. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_test_score(const paramod_fit *restricted, const paramod_space *space,
                   paramod_test *test);

/** p-value of a variance component on the boundary: half chi2_0, half chi2_1. */
PARAMOD_API double paramod_test_boundary_p(double statistic);

/** \}
 *  \name Profile-likelihood intervals
 *  \{ */

typedef enum paramod_profile_end {
    PARAMOD_PROFILE_FINITE = 1,      /**< the likelihood drops by the threshold */
    PARAMOD_PROFILE_OPEN   = 2,      /**< it does not, up to the bound */
    PARAMOD_PROFILE_FAILED = 3       /**< the path could not be followed */
} paramod_profile_end;

typedef struct paramod_interval {
    double lower, upper;
    paramod_profile_end lower_end, upper_end;
} paramod_interval;

/** Interval of natural parameter \p index: 2 (log L_max - profile) <= chi2_1
 *  quantile of \p level; for least squares SSR <= SSR_min + s^2 quantile.
 *  An end that the data do not bound is the bound of the space. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_profile_interval(const paramod_fit *fit, size_t index, double level,
                             paramod_interval *interval);

/** \}
 *  \name Bootstrap
 *  \{ */

/** Refits replicate \p index with the numbers of \p random and writes n
 *  estimates.  Runs in an executor's task. */
typedef paramod_eval (*paramod_refit)(size_t index, paramod_random *random,
                                      double *theta, void *data);

/**
 * Runs \p count replicates.  A parametric bootstrap simulates in refit(); a
 * case bootstrap draws weights there (paramod_bootstrap_weights()).
 *
 * \param[out] estimates  count x n; rows of failed replicates are NaN
 * \param[out] failed     number of those rows
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_bootstrap(size_t n, size_t count, uint64_t seed,
                  const paramod_executor *executor, paramod_refit refit,
                  void *data, double *estimates, size_t *failed);

/** Multinomial case weights: how often each of \p count cases is drawn in
 *  count draws with replacement; weights sum to count. */
PARAMOD_API void paramod_bootstrap_weights(paramod_random *random, size_t count,
                                           double *weights);

/** Percentile interval of column \p index of estimates, NaN rows left out;
 *  linear interpolation of order statistics (type 7 of Hyndman and Fan 1996).
 *  \retval PARAMOD_ERR_DOMAIN  fewer than 2 finite rows */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_bootstrap_interval(size_t n, size_t count, const double *estimates,
                           size_t index, double level, double interval[2]);

/** \}
 *  \name Information criteria, with k free parameters and N observations
 *  \{ */
PARAMOD_API double paramod_aic(double log_likelihood, size_t k);
/** AIC + 2 k (k + 1) / (N - k - 1); infinite where N <= k + 1. */
PARAMOD_API double paramod_aicc(double log_likelihood, size_t k, double observations);
PARAMOD_API double paramod_bic(double log_likelihood, size_t k, double observations);
/** \} */

PARAMOD_END_DECLS

#endif /* PARAMOD_INFER_H */
