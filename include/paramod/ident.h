/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file paramod/ident.h
 * Which parameters, and which combinations of them, data determine: the
 * analysis of sensitivities, profiles, regularised fits, uncertainty bands and
 * designs of experiments.
 *
 *     paramod_ident_model model = { sizeof model };
 *     model.observations = 5;
 *     model.value = hill;               // value[i] = V x_i^n / (K^n + x_i^n)
 *     model.jacobian = hill_jacobian;
 *     paramod_ident_create(space, &model, NULL, &ident);
 *     paramod_ident_analyze(ident, theta, NULL, &analysis);
 *     paramod_ident_get_report(analysis, &report);
 *
 * Practical identifiability is that of S. Wang and W. Hao, "A systematic
 * computational framework for practical identifiability analysis in
 * mathematical models arising from biology", Advanced Science 12 (2025) e04346.
 *
 * Free parameters are seen in coordinates x, one each: x = theta, log theta or
 * log10 theta.  Their bounds are those of the space, and may be reached here.
 * Matrices are row-major.
 */

#ifndef PARAMOD_IDENT_H
#define PARAMOD_IDENT_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/fit.h>
#include <paramod/model.h>
#include <paramod/ode.h>
#include <paramod/parallel.h>
#include <paramod/space.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/** \name Models
 *  \{ */

/** What is known of the law of a datum m with value y and sigma s.  Terms of
 *  the log likelihood are: */
typedef enum paramod_ident_noise {
    PARAMOD_IDENT_NORMAL = 0,    /**< -log(2 pi s^2)/2 - ((m - y)/s)^2/2 */
    PARAMOD_IDENT_LOG_NORMAL = 1, /**< the same of log m and log y, - log m */
    PARAMOD_IDENT_LOG10_NORMAL = 2, /**< of log10, - log(m log 10) */
    PARAMOD_IDENT_LAPLACE = 3,   /**< -log(2 s) - |m - y|/s */
    PARAMOD_IDENT_POISSON = 4    /**< m log y - y - log m!; s is not used */
} paramod_ident_noise;

/** The coordinate of a parameter. */
typedef enum paramod_ident_scale {
    PARAMOD_IDENT_LINEAR = 0, /**< theta */
    PARAMOD_IDENT_LOG = 1,    /**< log theta */
    PARAMOD_IDENT_LOG10 = 2   /**< log10 theta */
} paramod_ident_scale;

/** No such index. */
#define PARAMOD_IDENT_NONE SIZE_MAX

/**
 * N observations of n parameters: values y(theta), and s(theta) if it depends
 * on the parameters.  paramod_ident_create() copies the struct and the arrays
 * measured, sigma and noise, but not data.
 */
typedef struct paramod_ident_model {
    size_t size;            /**< sizeof(paramod_ident_model) */
    void *data;             /**< handed to every function */
    size_t observations;    /**< N, at least 1 */
    const double *measured; /**< N data; null: none, for analyses and designs */
    const double *sigma;    /**< N; null: 1, or given by the functions */
    const uint64_t *noise;  /**< N of paramod_ident_noise; null: all normal */
    uint64_t models_sigma;  /**< 1: sigma depends on theta, and the functions
                                 fill it in; else they get nulls for it */
    /** value[N] and sigma[N]; required */
    paramod_eval (*value)(const double *theta, double *value, double *sigma,
                          void *data);
    /** the same, and d value / d theta [N x n] and d sigma / d theta [N x n],
     *  which are all zero on entry; null: Ridders' differences of value(), whose
     *  errors count as errors of the sensitivities */
    paramod_eval (*jacobian)(const double *theta, double *value, double *sigma,
                             double *value_jacobian, double *sigma_jacobian,
                             void *data);
    /** bounds of the absolute errors of both Jacobians at theta; null: rounding */
    paramod_eval (*jacobian_error)(const double *theta, double *value_error,
                                   double *sigma_error, void *data);
    /** an independent copy of data, for another thread, and its end; null: data
     *  may be shared by threads */
    void *(*copy)(void *data);
    void (*release)(void *copy);
    double value_error;     /**< absolute error of log L beyond rounding, such as
                                 that of an integrator; 0 */
} paramod_ident_model;

/** Parameters and observations.  Opaque. */
typedef struct paramod_ident paramod_ident;

/**
 * \param[in] space  names, bounds (closed here), and which parameters are
 *                   fixed; copied
 * \param[in] model  copied
 * \param[in] scale  n of paramod_ident_scale; null: all linear
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, no observations, no free
 *         parameter, no value(), an unknown noise or scale, or sigma given twice
 * \retval PARAMOD_ERR_DOMAIN    a sigma is not positive, a datum is NaN, not
 *         positive where its logarithm is taken, or no count where it is
 *         Poisson, or a logarithmic scale with an upper bound of 0 or less; the
 *         message names the index
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_create(const paramod_space *space, const paramod_ident_model *model,
                     const uint64_t *scale, paramod_ident **ident_out);
/** Releases it; null is allowed. */
PARAMOD_API void paramod_ident_destroy(paramod_ident *ident);

/** Free parameters k. */
PARAMOD_API size_t paramod_ident_free_size(const paramod_ident *ident);
/** The parameter that coordinate \p j belongs to; PARAMOD_IDENT_NONE if j >= k. */
PARAMOD_API size_t paramod_ident_parameter(const paramod_ident *ident, size_t j);
/** The k coordinates of theta.
 *  \retval PARAMOD_ERR_DOMAIN  outside the bounds, or 0 or less where the scale
 *                              is logarithmic */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_coordinates_of(const paramod_ident *ident, const double *theta,
                             double *x);
/** theta of k coordinates, fixed parameters filled in. */
PARAMOD_API void paramod_ident_theta_of(const paramod_ident *ident, const double *x,
                                        double *theta);

/**
 * log L and its gradient in coordinates.  Without data log L is 0.
 * \param[out] gradient  k; null when not wanted
 * \retval PARAMOD_ERR_DOMAIN    theta is outside its bounds
 * \retval PARAMOD_ERR_CALLBACK  the model gave up, or is not finite there
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_log_likelihood(const paramod_ident *ident, const double *theta,
                             double *value, double *gradient);

/**
 * Compares jacobian() with Ridders' differences of value() at theta, for free
 * parameters; a model without jacobian() has no error.  Worth a call for each new
 * model: no other function here notices a wrong derivative.
 *
 * \param[out] report  the worst entry in gradient_error (about 1: wrong; at most about
 *         1e-6: right), its observation in gradient_row, to which N is added for a
 *         derivative of sigma, and its parameter in gradient_column
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    theta is outside its bounds
 * \retval PARAMOD_ERR_CALLBACK  the model gave up, or is not finite there
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_check(const paramod_ident *ident, const double *theta,
                    paramod_derivative_report *report);

/** A row of a model on an ODE: which observable of which experiment, at its
 *  output time number \p time, and which observable is its sigma, or
 *  PARAMOD_IDENT_NONE. */
typedef struct paramod_ident_row {
    size_t experiment, time, observable, sigma;
} paramod_ident_row;

/** Observations of the solution of an initial value problem.  Opaque. */
typedef struct paramod_ident_ode paramod_ident_ode;

/**
 * \param[in] ode   copied (paramod_ode_copy), with its experiments
 * \param[in] row   count rows, copied; either all have a sigma or none
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, no rows, or an index that is
 *         out of range; the message names the row
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_ode_create(const paramod_ode *ode, size_t count,
                         const paramod_ident_row *row, paramod_ident_ode **out);
PARAMOD_API void paramod_ident_ode_destroy(paramod_ident_ode *rows);
/** Fills in data, observations, models_sigma, and all functions of a model
 *  (errors of the Jacobian are those of paramod_ode_solve_twice()); rows must
 *  outlive it. */
PARAMOD_API void paramod_ident_ode_model(paramod_ident_ode *rows,
                                         paramod_ident_model *model);

/** \}
 *  \name Analysis
 *  \{ */

/** Zero in any member but size means the default given here. */
typedef struct paramod_ident_options {
    size_t size;           /**< sizeof(paramod_ident_options) */
    double tolerance;      /**< eigenvalues of F, scaled to unit diagonal, that
                                count as 0; k (1024 eps)^2 + |E|_F^2 with the
                                scaled errors E of S */
    double level;          /**< 0.95, of intervals */
    const double *extent;  /**< k half-widths of x that matter, see
                                paramod_ident_report */
    double threshold;      /**< the absolute threshold on unscaled eigenvalues
                                that published analyses use; 0: none */
} paramod_ident_options;

/** How the rank came about. */
typedef enum paramod_ident_verdict {
    PARAMOD_IDENT_DETERMINED = 1, /**< full rank, and every direction is known
                                       better than its extent */
    PARAMOD_IDENT_WEAK = 2,       /**< full numerical rank, but some direction is
                                       not known to within its extent */
    PARAMOD_IDENT_SINGULAR = 3    /**< some combination leaves the data
                                       unchanged to first order */
} paramod_ident_verdict;

/**
 * What was found.  S (M x k) has the rows of the whitened sensitivities: for a
 * normal datum (dy/dx)/s and sqrt(2) (ds/dx)/s, so that F = S'S is the Fisher
 * information; for a Laplace datum (dy/dx)/s and (ds/dx)/s; for a Poisson datum
 * (dy/dx)/sqrt(y).  Rows of s are left out where sigma is constant.
 *
 * Arrays are the analysis', of k entries or k x k.
 */
typedef struct paramod_ident_report {
    size_t size;             /**< sizeof(paramod_ident_report), set by caller */
    size_t rows;             /**< M */
    size_t free;             /**< k */
    const double *s;         /**< S, M x k */
    const double *eigenvalue; /**< of F, descending: squared singular values */
    const double *eigenvalue_error; /**< bounds of their errors: first-order
                                  effect of the errors of S, plus rounding */
    const double *direction; /**< k x k: column j, u_j, belongs to eigenvalue j */
    size_t rank;             /**< of F scaled to unit diagonal */
    double tolerance;        /**< which eigenvalues of that count as 0 */
    size_t practical_rank;   /**< eigenvalues of E F E, E = diag(extent), that
                                  are at least quantile: directions whose Wald
                                  half-width sqrt(quantile/mu) is at most 1 in
                                  units of the extents */
    double quantile;         /**< of chi2_1 at the level */
    const double *extent;    /**< half the width of the box, or where a bound is
                                  missing |x| for linear scales (1 for 0), log 10
                                  and 1 for logarithmic ones */
    const double *practical; /**< the eigenvalues mu of E F E, descending */
    size_t threshold_rank;   /**< eigenvalues above options.threshold, or rank */
    uint64_t verdict;        /**< a paramod_ident_verdict */
    const double *k_inf;     /**< max norm of what is left of column i of S after
                                  projection on the others (the paper's K_i); 0
                                  if a null direction contains parameter i */
    const double *k_2;       /**< Euclidean norm of it, 1/sqrt((F^-1)_ii) */
    const double *standard_error; /**< 1/K_2; infinite where that is 0 */
    const double *half_width; /**< sqrt(quantile) times that: Wald interval */
    const double *vif;       /**< variance inflation |s_i|^2 / K_2^2 */
    const double *correlation; /**< k x k; NaN where there is no standard error */
    double collinearity;     /**< Brun's index 1/smallest singular value of S with
                                  unit columns (Brun et al. 2001) */
    double condition;        /**< largest over smallest eigenvalue of F */
    size_t null_directions;  /**< k - rank */
    double log_likelihood;   /**< NaN without data, or for a bare matrix */
    const double *gradient;  /**< of log L; null without data */
    double gradient_size;    /**< max |g_j| / |s_j| over parameters inside their
                                  bounds: how many standard errors, at fixed other
                                  parameters, theta is from an optimum */
    double derivative_error; /**< largest error of an entry of S relative to the
                                  norm of its column */
} paramod_ident_report;

/** An analysis.  Opaque. */
typedef struct paramod_ident_analysis paramod_ident_analysis;

/**
 * Analyses the sensitivities at theta.
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    theta is outside its bounds or 0 or less where
 *         its scale is logarithmic, a sigma that is modelled or a Poisson mean
 *         is not positive, or an option is out of range; the message names it
 * \retval PARAMOD_ERR_CALLBACK  the model gave up, or is not finite there
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_analyze(const paramod_ident *ident, const double *theta,
                      const paramod_ident_options *options,
                      paramod_ident_analysis **analysis_out);

/**
 * The same of a matrix s[rows x k] that is whitened and scaled already.
 * \param[in] error  bounds of the errors of its entries, rows x k; null: rounding
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_analyze_matrix(size_t rows, size_t k, const double *s,
                             const double *error,
                             const paramod_ident_options *options,
                             paramod_ident_analysis **analysis_out);
/** Releases it; null is allowed. */
PARAMOD_API void paramod_ident_analysis_destroy(paramod_ident_analysis *analysis);

/** \retval PARAMOD_ERR_ARGUMENT  a null pointer or an unknown size */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_get_report(const paramod_ident_analysis *analysis,
                         paramod_ident_report *report);

/** The verdict with its reason, as sentences that name the thresholds, the
 *  parameters that never reach an observable, and what else is amiss: theta is
 *  not at an optimum, parameters at bounds.  Cut to \p size bytes. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_reason(const paramod_ident_analysis *analysis, char *text, size_t size);

/**
 * Null direction number \p index < k - rank, in coordinates, with a largest
 * entry of 1.  A parameter that leads one does not occur in the others.
 * \param[out] direction  k
 * \param[out] text       such as "'a' - 0.5 'b'"; where all its parameters are
 *         positive and entries of d log theta are ratios of small integers, the
 *         monomials that stay the same: "only 'a'^2 'b' is determined"; null if
 *         not wanted
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or index is too large
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_null_direction(const paramod_ident_analysis *analysis, size_t index,
                             double *direction, char *text, size_t size);

/** K_inf and K_2 of a matrix s[rows x k] alone, in O(rows k^2).
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no rows or columns
 *  \retval PARAMOD_ERR_DOMAIN    an entry is not finite
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_coordinate_metric(size_t rows, size_t k, const double *s,
                                double *k_inf, double *k_2);

/** Growth of the misfit along a null direction. */
typedef struct paramod_ident_growth {
    size_t size;      /**< sizeof(paramod_ident_growth), set by the caller */
    double quadratic; /**< |S v|^2 for the direction v, |v| = 1 */
    double quartic;   /**< |(1 - S S^+) r2|^2 with r2 half the second derivative
                           of the whitened values along v: the least misfit at
                           distance h is quartic h^4 + O(h^5), all other
                           parameters being adapted (Wang and Hao 2026,
                           arXiv:2602.20495) */
    double noise;     /**< quartic below this is rounding */
    uint64_t higher_order; /**< 1: quartic > noise, so that theta is isolated
                                along v in spite of F being singular */
} paramod_ident_growth;

/** \param[in] direction  k, as of paramod_ident_null_direction()
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, a zero direction, or an analysis
 *          of a bare matrix */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_higher_order(const paramod_ident_analysis *analysis,
                           const double *direction, paramod_ident_growth *growth);

/** What a lack of rank is due to. */
typedef struct paramod_ident_structure {
    size_t size;         /**< sizeof(paramod_ident_structure), set by caller */
    size_t generic_rank; /**< largest rank of S at random points */
    size_t rank;         /**< rank at theta */
    size_t points;       /**< points that could be evaluated */
    uint64_t structural; /**< 1: k - generic_rank combinations cannot be told
                              by these observables, whatever the data */
} paramod_ident_structure;

/**
 * The rank of S at random points, which is that of almost every theta.  Called
 * with a model of the same observables on a dense grid of times without noise it
 * tells structural from practical non-identifiability.
 *
 * \param[in] points  random points: in the box, or where a bound is missing
 *                    within a factor 3 of theta (for 0 within 1)
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_structure_test(const paramod_ident *dense, const double *theta,
                             size_t points, uint64_t seed,
                             paramod_ident_structure *structure);

/** \}
 *  \name Fits
 *  \{ */

/** Zero in any member but size means the default given here. */
typedef struct paramod_ident_fit_options {
    size_t size;          /**< sizeof(paramod_ident_fit_options) */
    size_t max_iterations; /**< 500 */
    double tolerance;     /**< 1e-13: of the Newton decrement, times the lesser of 1
                               and |log L| without its constant */
    size_t starts;        /**< 1; more are drawn from the box */
    uint64_t seed;
    const paramod_executor *executor; /**< serial; spreads the starts */
    double lambda;        /**< 0; regularises: adds lambda |U'(x - x*)|^2 / 2 to
                               -log L, the penalty of the paper halved as
                               -log L is half its sum of squares */
    size_t regularised;   /**< columns of U */
    const double *u;      /**< k x regularised, orthonormal columns */
    const double *center; /**< x*, k coordinates */
} paramod_ident_fit_options;

typedef struct paramod_ident_fit {
    size_t size;          /**< sizeof(paramod_ident_fit), set by the caller */
    double log_likelihood; /**< without the penalty */
    double penalty;       /**< lambda |U'(x - x*)|^2 / 2 */
    double decrement;     /**< g'F^-1 g / 2 over parameters not at a bound */
    uint64_t ending;      /**< a paramod_fit_end */
    size_t iterations, evaluations;
    size_t at_bound;      /**< parameters at a bound */
    size_t start;         /**< which start won */
} paramod_ident_fit;

/**
 * Maximises the log likelihood in the box by Newton's method with the Fisher
 * information, and with differences of gradients where that is slow; bounds by
 * an active set.
 *
 * \param[in,out] theta  start, and best point; n values
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a model without data
 * \retval PARAMOD_ERR_DOMAIN    the start is outside the bounds, or lambda < 0
 * \retval PARAMOD_ERR_CALLBACK  no start has a finite log likelihood
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_maximise(const paramod_ident *ident,
                       const paramod_ident_fit_options *options, double *theta,
                       paramod_ident_fit *fit);

/** Where a band comes from. */
typedef enum paramod_ident_band_kind {
    PARAMOD_IDENT_BAND_NULL = 0, /**< the paper: sigma^2 s'U2 U2's, U2 the null
                                      directions by options.threshold, or else by
                                      rank */
    PARAMOD_IDENT_BAND_ALL = 1,  /**< the paper: sigma^2 s's */
    PARAMOD_IDENT_BAND_DELTA = 2, /**< s'U1 L1^-1 U1's: the delta method on the
                                       directions that are determined */
    PARAMOD_IDENT_BAND_BOX = 3   /**< that, plus (s'D U2)^2/3 for each direction
                                      that is not: uniform within the extents D */
} paramod_ident_band_kind;

/**
 * Variances of predictions with gradients s, to first order.  The paper draws
 * value +- 1.96 sqrt(variance).
 *
 * \param[in]  gradient  count x k: d prediction / d x
 * \param[in]  sigma2    the paper's sigma_theta^2; not used by other kinds
 * \param[out] variance  count
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_band(const paramod_ident_analysis *analysis, size_t count,
                   const double *gradient, paramod_ident_band_kind kind,
                   double sigma2, double *variance);

/** \}
 *  \name Profiles
 *  \{ */

typedef enum paramod_ident_end {
    PARAMOD_IDENT_FINITE = 1, /**< the profile rises by the threshold there */
    PARAMOD_IDENT_OPEN = 2,   /**< it does not, up to the bound of the parameter
                                   or beyond all bounds */
    PARAMOD_IDENT_FLAT = 3,   /**< it rises by less than 1e-6 of the threshold
                                   all the way */
    PARAMOD_IDENT_OTHER_BOUND = 4, /**< finite, where another parameter that was
                                        inside has come to its bound */
    PARAMOD_IDENT_FAILED = 5, /**< could not be followed; the last point reached */
    PARAMOD_IDENT_BETTER = 6, /**< a better point than the start was met: refit */
    PARAMOD_IDENT_PENDING = 7 /**< not done yet */
} paramod_ident_end;

/** "finite", "open", "flat", "other_bound", "failed", "better", "pending". */
PARAMOD_API const char *paramod_ident_end_name(paramod_ident_end end);

/** One side of a profile. */
typedef struct paramod_ident_side {
    uint64_t end;      /**< a paramod_ident_end */
    double x;          /**< the end in coordinates; infinite where it is open
                            beyond all bounds */
    double theta;      /**< in natural units */
    double rise;       /**< of -log L there */
    double residual;   /**< KKT residual: Newton decrement of the other parameters
                            plus |rise - threshold|, in units of log L; the
                            certificate of a finite end */
    uint64_t other;    /**< parameter at its bound there that was inside at the
                            start, or PARAMOD_IDENT_NONE */
    uint64_t evaluations; /**< of Jacobians */
    double slice;      /**< rise of -log L at the end with all other parameters
                            held: never below that of the profile */
} paramod_ident_side;

/** Zero in any member but size means the default given here. */
typedef struct paramod_ident_profile_options {
    size_t size;        /**< sizeof(paramod_ident_profile_options) */
    double level;       /**< 0.95: the drop is half the quantile of chi2_1 */
    double drop;        /**< replaces it: the rise of -log L at the ends */
    size_t points;      /**< 0: ends alone; else points of each side that are
                             kept, at rises drop (m / points)^2, or at equal
                             distances where the profile had to be followed */
    const paramod_executor *executor; /**< serial; one task for each side */
    /** called after some sides are done, with their number; not 0 stops */
    int (*monitor)(size_t done, size_t total, void *data);
    void *monitor_data;
} paramod_ident_profile_options;

/** Profiles of some parameters, done or not.  Opaque. */
typedef struct paramod_ident_profile paramod_ident_profile;

/**
 * Profiles of -log L about theta, which must be an optimum to within a Newton
 * decrement of a hundredth of the drop (others are refused: maximise first); the
 * last digits of the optimum are found here.
 *
 * Each end is a KKT point: maximise x_i or -x_i where -log L is at most its
 * least value plus the drop, inside the box.  Newton's method for it with warm
 * starts from lower thresholds; where it fails, the profile is followed by
 * constrained fits.
 *
 * \param[in] count  number of parameters
 * \param[in] index  their indices in the space; null: all free ones, in order
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, a model without data, an index
 *         that is too large, fixed or given twice, or an unknown size
 * \retval PARAMOD_ERR_DOMAIN    level is not inside (0, 1), drop is negative, or
 *         theta is not an optimum
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_profile_create(const paramod_ident *ident, const double *theta,
                             size_t count, const size_t *index,
                             const paramod_ident_profile_options *options,
                             paramod_ident_profile **profile_out);
/** Releases it; null is allowed. */
PARAMOD_API void paramod_ident_profile_destroy(paramod_ident_profile *profile);

/** Computes the sides that are pending.  A stop by the monitor is no error: the
 *  others stay pending.  The results do not depend on the executor.
 *  \retval PARAMOD_ERR_MEMORY  out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_profile_run(paramod_ident_profile *profile);

/** Parameters that are profiled, and the index of number \p i in the space. */
PARAMOD_API size_t paramod_ident_profile_count(const paramod_ident_profile *profile);
PARAMOD_API size_t paramod_ident_profile_index(const paramod_ident_profile *profile,
                                               size_t i);
/** The lower (0) or upper (1) side of number \p i; null if there is none. */
PARAMOD_API const paramod_ident_side *
paramod_ident_profile_side(const paramod_ident_profile *profile, size_t i, int upper);
/** Point \p m of those kept: its coordinate, and the rise of -log L, or NaN.
 *  \param[out] theta  n, the other parameters being optimal; may be null */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_profile_point(const paramod_ident_profile *profile, size_t i, int upper,
                            size_t m, double *x, double *rise, double *theta);

/** Bytes of the state, which paramod_ident_profile_save() writes: what is done
 *  of these parameters, to be continued by another process. */
PARAMOD_API size_t paramod_ident_profile_state_size(const paramod_ident_profile *profile);
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_profile_save(const paramod_ident_profile *profile, void *state,
                           size_t size);
/** Takes the state of a profile that was created with the same arguments.
 *  \retval PARAMOD_ERR_FORMAT  it is not such a state; nothing is taken */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_profile_restore(paramod_ident_profile *profile, const void *state,
                              size_t size);

/** A prediction: *value, and its gradient[n] in natural parameters. */
typedef paramod_eval (*paramod_ident_prediction)(const double *theta, double *value,
                                                 double *gradient, void *data);

/**
 * The prediction profile (Kreutz et al. 2012): least and largest value of a
 * prediction over all parameters whose -log L is within the drop.
 * \param[out] side  two: lower and upper end; x and theta are the prediction
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_predict(const paramod_ident *ident, const double *theta,
                      paramod_ident_prediction prediction, void *data,
                      const paramod_ident_profile_options *options,
                      paramod_ident_side side[2]);

/** \}
 *  \name Designs
 *  \{ */

typedef enum paramod_ident_criterion {
    PARAMOD_IDENT_D = 0,         /**< maximise log det M */
    PARAMOD_IDENT_A = 1,         /**< minimise trace M^-1 */
    PARAMOD_IDENT_E = 2,         /**< maximise the least eigenvalue */
    PARAMOD_IDENT_MODIFIED_E = 3, /**< minimise the condition number */
    PARAMOD_IDENT_C = 4          /**< minimise c'M^-1 c */
} paramod_ident_criterion;

/** Whitened sensitivity rows[q] of candidate time t, for parameter set q:
 *  row[k], all of them finite. */
typedef paramod_eval (*paramod_ident_sensitivity)(double t, size_t set, double *row,
                                                  void *data);

/** Zero in any member but size means the default given here. */
typedef struct paramod_ident_design_options {
    size_t size;        /**< sizeof(paramod_ident_design_options) */
    uint64_t criterion; /**< a paramod_ident_criterion */
    const double *c;    /**< k, for PARAMOD_IDENT_C */
    size_t sets;        /**< 1; more: parameter sets over which the criterion
                             (log det, or minus the others) is averaged */
    size_t starts;      /**< 20, of an exchange */
    uint64_t seed;      /**< of the starts */
    double tolerance;   /**< 1e-8: relative gap at which continuous designs end */
    size_t grid;        /**< 400 intervals in which an interval is searched */
} paramod_ident_design_options;

typedef struct paramod_ident_design {
    size_t size;     /**< sizeof(paramod_ident_design), set by the caller */
    double value;    /**< of the criterion */
    double gap;      /**< bound on what the criterion can still gain: in log det,
                          or relative to its value; by the equivalence theorem
                          over all candidates, below 1e-6 at an optimum.  For E
                          with a matrix of its own, found with the weights, as
                          eigenvalues meet there.  Exact designs: NaN */
    double largest;  /**< D: max over candidates of s'M^-1 s, k at an optimum */
    size_t support;  /**< number of points */
    size_t iterations;
} paramod_ident_design;

/**
 * The paper's collection of data: T = largest time + step is added if
 * |U2's(T)|^2 > tolerance |s(T)|^2, until F is regular, where U2 spans the null
 * space of F (by rank, with the same tolerance on scaled singular values).
 *
 * \param[in]     step       > 0
 * \param[in]     most       largest number of times there is room for
 * \param[in,out] count      times at the start, and at the end
 * \param[in,out] time       most entries
 * \param[out]    gain       |u'S|^2 of each accepted time along the null
 *                           direction; most entries, may be null
 * \retval PARAMOD_ERR_SINGULAR  there is no room for the times that are needed
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_collect(size_t k, paramod_ident_sensitivity sensitivity, void *data,
                      double step, size_t most, size_t *count, double *time,
                      double *gain);

/**
 * Greedy completion: chooses candidates with the largest |U2's|^2, U2 the null
 * space of what is there, until the rank is k.
 *
 * \param[in]  initial    rows x k that are there already; may be null
 * \param[in]  candidate  candidates x k
 * \param[out] chosen     indices of the candidates chosen, at most k
 * \param[out] gain       |U2's|^2 of each; may be null
 * \retval PARAMOD_ERR_SINGULAR  the candidates do not suffice; the message says
 *         which rank they reach
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_complete(size_t k, size_t rows, const double *initial,
                       size_t candidates, const double *candidate, size_t *count,
                       size_t *chosen, double *gain);

/**
 * An exact design: the best \p points of the candidates, no one twice, by
 * Fedorov's exchange from several starts.
 *
 * \param[in]  candidate  sets x candidates x k
 * \param[out] chosen     points indices, ascending
 * \retval PARAMOD_ERR_ARGUMENT  fewer candidates than points
 * \retval PARAMOD_ERR_SINGULAR  points < k, or no choice has rank k
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_design_exact(size_t k, size_t candidates, const double *candidate,
                           size_t points, const paramod_ident_design_options *options,
                           size_t *chosen, paramod_ident_design *design);

/**
 * A continuous design: weights w of the candidates, M = sum w s s', sum w = 1.
 * Modified E has no concave form and is refused: PARAMOD_ERR_UNSUPPORTED.
 * \param[out] weight  candidates
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_design_weights(size_t k, size_t candidates, const double *candidate,
                             const paramod_ident_design_options *options,
                             double *weight, paramod_ident_design *design);

/**
 * A continuous design on the interval [lower, upper].
 * \param[in]  most    room for support points, at least k (k + 1) / 2 + 1
 * \param[out] time    ascending support points
 * \param[out] weight  their weights
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ident_design_interval(size_t k, paramod_ident_sensitivity sensitivity,
                              void *data, double lower, double upper,
                              const paramod_ident_design_options *options,
                              size_t most, double *time, double *weight,
                              paramod_ident_design *design);

/** \} */

PARAMOD_END_DECLS

#endif /* PARAMOD_IDENT_H */
