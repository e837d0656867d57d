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
 * Summary of the information matrix I at the solution, in free coordinates and
 * scaled to unit diagonal, so that it does not depend on the units.  I is
 * -d2 log L / du2, and J'J for least squares; there the eigenvalues are the
 * squared singular values of J, and right even where they are tiny.
 *
 * An eigenvalue counts as zero within the tolerance: 4096 eps k for a
 * likelihood with an analytic Hessian, 1e-8 k if only the gradient is
 * analytic, 1e-5 k if neither is, plus the scaled gradient (at most 1e-6),
 * as off the optimum a flat direction shows a curvature of that size.  For
 * least squares it is k (1024 eps)^2, or 1e-16 k with a Jacobian by differences.
 */
typedef struct paramod_certificate {
    size_t size;       /**< sizeof(paramod_certificate), set by the caller */
    double decrement;  /**< paramod_fit_decrement() */
    double gradient;   /**< max_j |g_j| / sqrt(|I_jj|); for least squares also
                            divided by |r|: the largest cosine of the residuals
                            with a column of J */
    size_t free;       /**< k, free parameters */
    size_t rank;       /**< numerical rank of the information */
    size_t positive;   /**< inertia: eigenvalues above the tolerance, */
    size_t zero;       /**< within it, */
    size_t negative;   /**< and below minus the tolerance */
    double tolerance;  /**< the tolerance used for both, and shown to users */
    double condition;  /**< largest over smallest |eigenvalue|; may be infinite */
    size_t at_bound;   /**< free parameters that lie within 1e-6 of a bound
                            (times the width of the interval, or
                            max(1, |bound|)) and that moving onto it would
                            change log L by less than about 1e-6 */
} paramod_certificate;

/**
 * Fills in all members but size.
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size that this version
 *                               does not know
 * \retval PARAMOD_ERR_CALLBACK  the Hessian or Jacobian cannot be evaluated
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_certificate(const paramod_fit *fit, paramod_certificate *certificate);

/**
 * Direction number \p index < free - rank in which the likelihood is flat to
 * second order, as n entries in natural parameters, scaled to a largest entry
 * of 1.  The directions are those with the fewest parameters each: a parameter
 * that leads one of them does not occur in the others.
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or index >= free - rank
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_null_direction(const paramod_fit *fit, size_t index,
                           double *direction);

/** One sentence on what the data do not determine, such as "the data do not
 *  determine 'a' + 0.5 'b'", on directions in which the likelihood still
 *  rises, and on parameters at a bound; "" when there is nothing to say.
 *  Written to \p text, cut to \p size bytes. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_verdict(const paramod_fit *fit, char *text, size_t size);

/** \}
 *  \name Covariances
 *  \{ */

typedef enum paramod_information {
    PARAMOD_INFORMATION_DEFAULT  = 0, /**< observed; for least squares expected */
    PARAMOD_INFORMATION_OBSERVED = 1, /**< inverse of -d2 log L; for least squares
                                           s^2 times the inverse of J'J +
                                           sum_i r_i d2 r_i, by differences of J */
    PARAMOD_INFORMATION_EXPECTED = 2, /**< inverse Fisher information; for least
                                           squares s^2 (J'J)^-1 */
    PARAMOD_INFORMATION_SANDWICH = 3  /**< H^-1 sum_c(U_c U_c') H^-1 with the
                                           scores U_c summed within cluster c;
                                           no small-sample factor.  For least
                                           squares H = J'J and U_i = r_i J_i
                                           (HC0 of MacKinnon and White 1985) */
} paramod_information;

/** Zero in any member but size means the default given here. */
typedef struct paramod_covariance_options {
    size_t size;            /**< sizeof(paramod_covariance_options) */
    uint64_t kind;          /**< a paramod_information */
    const size_t *cluster;  /**< a label, any number, for each observation, for
                                 the sandwich; null: each observation is its
                                 own cluster */
    uint64_t unit_variance; /**< least squares: 1 if residuals are already
                                 divided by their true standard deviations;
                                 0 multiplies by s^2 = SSR / (m - k).  The
                                 sandwich needs neither */
} paramod_covariance_options;

/**
 * Covariance of the estimates in natural parameters.
 *
 * \param[out] covariance  n x n; rows and columns of fixed parameters are 0
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, an unknown kind, or a kind for
 *         which the model lacks scores() or information()
 * \retval PARAMOD_ERR_DOMAIN    s^2 is needed, but m <= k
 * \retval PARAMOD_ERR_SINGULAR  the information is singular or indefinite; the
 *         message names the parameters that the data do not determine, and
 *         nothing is written
 * \retval PARAMOD_ERR_CALLBACK  the model has no finite derivatives there
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_covariance(const paramod_fit *fit,
                       const paramod_covariance_options *options,
                       double *covariance);

/** A function of the parameters: value[count] and gradient[count x n], row i
 *  being d value_i / d theta; gradient is null if it is not wanted. */
typedef paramod_eval (*paramod_function)(const double *theta, double *value,
                                         double *gradient, void *data);

/** Delta method: covariance[count x count] = G V G' of value[count], where V
 *  is the n x n covariance of theta.
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or n or count is 0
 *  \retval PARAMOD_ERR_CALLBACK  the function gave up, or is not finite
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
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
 *  A null \p target stands for zeros.
 *  \retval PARAMOD_ERR_DOMAIN    theta, v, matrix or target is not finite
 *  \retval PARAMOD_ERR_SINGULAR  R V R' is singular or indefinite: rows that
 *          repeat others, or that hold fixed parameters only */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_test_wald(size_t n, const double *theta, const double *v, size_t rows,
                  const double *matrix, const double *target,
                  paramod_test *test);

/** Likelihood ratio 2 (log L_full - log L_restricted) with k_full - k_restricted
 *  degrees of freedom; for least squares with Gaussian errors of unknown
 *  variance m log(SSR_restricted / SSR_full).
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, one fit is of a likelihood and
 *          the other of residuals, or their numbers of residuals differ
 *  \retval PARAMOD_ERR_DOMAIN  the restricted model fits better or has no fewer
 *          parameters: one of the two has not converged, or they are not nested */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_test_ratio(const paramod_fit *full, const paramod_fit *restricted,
                   paramod_test *test);

/** Score (Lagrange multiplier) test of freeing the parameters that are fixed
 *  in \p restricted but free in \p space: U' I^-1 U in the larger space, at the
 *  restricted estimate.  I is the expected information if the model has it,
 *  else -d2 log L in natural parameters; for least squares the statistic is
 *  m |J (J'J)^-1 J'r|^2 / |r|^2.
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or space has other parameters
 *          than the fit, frees none of its fixed ones, or fixes a free one
 *  \retval PARAMOD_ERR_SINGULAR  the information is singular or indefinite
 *  \retval PARAMOD_ERR_CALLBACK  the model has no finite derivatives there
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_test_score(const paramod_fit *restricted, const paramod_space *space,
                   paramod_test *test);

/** p-value of a variance component on the boundary: half chi2_0, half chi2_1
 *  (Self and Liang 1987, case 5); 1 for a statistic of 0 or less. */
PARAMOD_API double paramod_test_boundary_p(double statistic);

/** \}
 *  \name Profile-likelihood intervals
 *  \{ */

typedef enum paramod_profile_end {
    PARAMOD_PROFILE_FINITE = 1,      /**< the likelihood drops by the threshold */
    PARAMOD_PROFILE_OPEN   = 2,      /**< it does not, up to the bound */
    PARAMOD_PROFILE_FAILED = 3       /**< the path could not be followed, or
                                          leads to a better point than the fit;
                                          the end is the last point reached */
} paramod_profile_end;

typedef struct paramod_interval {
    double lower, upper;
    paramod_profile_end lower_end, upper_end;
} paramod_interval;

/**
 * Interval of natural parameter \p index: 2 (log L_max - profile) <= chi2_1
 * quantile of \p level; for least squares SSR <= SSR_min + s^2 quantile.  An
 * end is the crossing nearest to the estimate, with a relative error of about
 * 1e-9 of its distance from the estimate.  An end that the data do not bound
 * is the bound of the space.
 *
 * Newton's method for the two KKT conditions (Venzon and Moolgavkar 1988)
 * finds most ends; where it does not, the profile is followed outwards by
 * constrained fits until it is bracketed.
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, no such parameter, or it is fixed
 * \retval PARAMOD_ERR_DOMAIN    level is not inside (0, 1), or least squares
 *                               with m <= k
 * \retval PARAMOD_ERR_CALLBACK  the model gave up
 * \retval PARAMOD_ERR_INTERRUPTED  the monitor of the fit stopped a constrained
 *                               fit
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_profile_interval(const paramod_fit *fit, size_t index, double level,
                             paramod_interval *interval);

/** The same for a drop of log L, or a rise of SSR / 2, that the caller chooses:
 *  for residuals divided by their true standard deviations half the
 *  chi-squared quantile, for joint intervals half that of more degrees.
 *  \retval PARAMOD_ERR_DOMAIN  drop is not inside (0, inf) */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_fit_profile_crossing(const paramod_fit *fit, size_t index, double drop,
                             paramod_interval *interval);

/** \}
 *  \name Bootstrap
 *  \{ */

/** Refits replicate \p index with the numbers of \p random and writes n
 *  estimates.  Runs in an executor's task. */
typedef paramod_eval (*paramod_refit)(size_t index, paramod_random *random,
                                      double *theta, void *data);

/**
 * Runs \p count replicates; number i draws from stream i of \p seed.  A
 * parametric bootstrap simulates in refit(); a case bootstrap draws weights
 * there (paramod_bootstrap_weights()).
 *
 * \param[in]  executor   null: one replicate after the other
 * \param[out] estimates  count x n; rows of failed replicates, those with a
 *                        retry or a value that is not finite, are NaN
 * \param[out] failed     number of those rows; may be null
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or n is 0
 * \retval PARAMOD_ERR_CALLBACK  refit() returned PARAMOD_EVAL_STOP
 * \retval PARAMOD_ERR_MEMORY    out of memory
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
/** 2 k - 2 log L. */
PARAMOD_API double paramod_aic(double log_likelihood, size_t k);
/** AIC + 2 k (k + 1) / (N - k - 1); infinite where N <= k + 1. */
PARAMOD_API double paramod_aicc(double log_likelihood, size_t k, double observations);
/** k log N - 2 log L. */
PARAMOD_API double paramod_bic(double log_likelihood, size_t k, double observations);
/** log L of a least-squares fit with m Gaussian residuals, at its own estimate
 *  SSR / m of the variance: -m/2 (log(2 pi SSR / m) + 1).  That variance counts
 *  as one more parameter in the criteria. */
PARAMOD_API double paramod_gaussian_log_likelihood(double sum_of_squares, double m);
/** \} */

PARAMOD_END_DECLS

#endif /* PARAMOD_INFER_H */
