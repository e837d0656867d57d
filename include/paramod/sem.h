/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/sem.h  Structural equation models: covariance, identifiability, vanishing ideals, fits. */

#ifndef PARAMOD_SEM_H
#define PARAMOD_SEM_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/infer.h>
#include <paramod/model.h>
#include <paramod/parallel.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/* ---- Mixed graphs -------------------------------------------------------- */



/* ---- The one-connection rule --------------------------------------------- */



/* ---- Identifiability ----------------------------------------------------- */



/* ---- Vanishing ideals ---------------------------------------------------- */



/* ---- Models and data ----------------------------------------------------- */

/** \name Models
 *  A structural equation model in RAM form: X = A X + eps, Cov(eps) = S, over
 *  observed and latent variables, E(X) = (I - A)^-1 alpha if it has means.  It
 *  is kept as a table with one row for each entry of A ("y ~ x", "f =~ y"),
 *  S ("x ~~ y") and alpha ("x ~1"), in each group.
 *  \{ */

/** A parsed model.  Opaque; constant once created. */
typedef struct paramod_sem_model paramod_sem_model;

/** Sets of parameters that are equal over groups; may be added up. */
typedef enum paramod_sem_equal {
    PARAMOD_SEM_LOADINGS = 1,
    PARAMOD_SEM_INTERCEPTS = 2,      /**< of observed variables; latent means of
                                          later groups become free */
    PARAMOD_SEM_REGRESSIONS = 4,
    PARAMOD_SEM_RESIDUALS = 8,       /**< residual variances of observed ones */
    PARAMOD_SEM_LATENT_VARIANCES = 16,
    PARAMOD_SEM_LATENT_COVARIANCES = 32,
    PARAMOD_SEM_MEANS = 64           /**< of latent variables */
} paramod_sem_equal;

/** Zero in any member but size means the default given here. */
typedef struct paramod_sem_model_options {
    size_t size;           /**< sizeof(paramod_sem_model_options) */
    size_t groups;         /**< 1 */
    uint64_t means;        /**< 0: if the text has "~1" or there are several
                                groups; 1: yes; 2: no */
    uint64_t free_exogenous; /**< 0: moments of observed variables that nothing
                                points to, and that no "~~" or "~1" mentions, are
                                held at the sample's (a model text), or are free
                                (a graph); 1: they are free parameters */
    uint64_t standardise_latent; /**< 1: latent variances are 1, and all loadings
                                free; 0: the first loading of each is 1 */
    uint64_t orthogonal;   /**< 1: exogenous latent variables are uncorrelated */
    uint64_t equal;        /**< a sum of paramod_sem_equal */
} paramod_sem_model_options;

/**
 * Reads a model in a subset of the syntax of lavaan (Rosseel 2012), statements
 * separated by ends of line or ';', with '#' and '!' opening comments:
 *
 *     f =~ y1 + a*y2 + 0.5*y3 + NA*y4      latent variable f and its indicators
 *     y ~ b*x1 + start(0.3)*x2             regression
 *     x ~~ 0*y + z                         (residual) covariances, variances
 *     y ~ 1                                intercept
 *     c(a, b)*x, c(1, NA)*x                one modifier for each group
 *     lower(0)*x, upper(1)*x               bounds of the parameter
 *     a == b, a == 2*c - 1                 linear equality constraints
 *     a > 0, a < b + 1                     linear inequality constraints
 *     total := a + b*c                     defined parameters: + - * / ^,
 *                                          exp, log, sqrt, parentheses
 *
 * Added, as lavaan's sem() does: all variances; covariances of exogenous latent
 * variables, and of dependent variables that nothing depends on; intercepts of
 * observed variables if there are means.  A text that contains '>' or '-'
 * between names and no operator above, such as "x>y, y>z; x-z", is a mixed
 * graph: each directed and bidirected edge and each variance is a parameter.
 *
 * \param[out] model_out  the model; as it was on failure
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or options this version does
 *                               not know
 * \retval PARAMOD_ERR_FORMAT    a text that cannot be read: the message gives
 *                               line and column
 * \retval PARAMOD_ERR_DOMAIN    a model that contradicts itself: a repeated or
 *                               self-directed edge, a label both free and fixed,
 *                               inconsistent constraints
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_model_create(const char *text, const paramod_sem_model_options *options,
                         paramod_sem_model **model_out);
/** Releases a model; null is allowed. */
PARAMOD_API void paramod_sem_model_destroy(paramod_sem_model *model);

typedef enum paramod_sem_row_kind {
    PARAMOD_SEM_LOADING = 1,    /**< lhs =~ rhs */
    PARAMOD_SEM_REGRESSION = 2, /**< lhs ~ rhs */
    PARAMOD_SEM_COVARIANCE = 3, /**< lhs ~~ rhs */
    PARAMOD_SEM_INTERCEPT = 4,  /**< lhs ~1 */
    PARAMOD_SEM_DEFINED = 5     /**< lhs := expression */
} paramod_sem_row_kind;

/** A row of the table of a model; texts live as long as the model. */
typedef struct paramod_sem_row {
    paramod_sem_row_kind kind;
    const char *lhs;
    const char *op;    /**< "=~", "~", "~~", "~1" or ":=" */
    const char *rhs;   /**< "" for an intercept, the expression if defined */
    const char *label; /**< "" if there is none */
    size_t group;      /**< from 0 */
    size_t parameter;  /**< index of the free parameter, which rows of one label
                            share; (size_t)-1 if the row is fixed or defined */
    double value;      /**< of a fixed row; NaN if it is the sample's moment */
    int exogenous;     /**< 1: held at the moment of the sample */
} paramod_sem_row;

PARAMOD_API size_t paramod_sem_model_groups(const paramod_sem_model *model);
/** Number of observed variables. */
PARAMOD_API size_t paramod_sem_model_observed(const paramod_sem_model *model);
/** Number of latent variables. */
PARAMOD_API size_t paramod_sem_model_latent(const paramod_sem_model *model);
/** Name of a variable: the observed ones first, then the latent ones; null past
 *  the last. */
PARAMOD_API const char *paramod_sem_model_variable(const paramod_sem_model *model,
                                                   size_t index);
/** 1 if the model has means. */
PARAMOD_API int paramod_sem_model_has_means(const paramod_sem_model *model);
/** Number of rows of the table. */
PARAMOD_API size_t paramod_sem_model_rows(const paramod_sem_model *model);
/** Row number \p index, which must be below paramod_sem_model_rows(). */
PARAMOD_API paramod_sem_row paramod_sem_model_row(const paramod_sem_model *model,
                                                  size_t index);
/** Number q of free parameters, before explicit constraints are counted. */
PARAMOD_API size_t paramod_sem_model_parameters(const paramod_sem_model *model);
/** Label of a free parameter, or its "lhs op rhs" (with ".g2" in group 2); null
 *  past the last. */
PARAMOD_API const char *paramod_sem_model_parameter(const paramod_sem_model *model,
                                                    size_t index);

/**
 * Covariances and means that the model implies at q parameters.
 *
 * \param[in]  theta       q values; rows held at the sample's moments count as 0,
 *                         and as 1 where they are variances
 * \param[out] covariance  p x p, of the observed variables; may be null
 * \param[out] mean        p; may be null
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no such group
 * \retval PARAMOD_ERR_DOMAIN    theta is not finite
 * \retval PARAMOD_ERR_SINGULAR  det(I - A) is 0: no equilibrium
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_model_implied(const paramod_sem_model *model, size_t group,
                          const double *theta, double *covariance, double *mean);

/**
 * Draws normal observations of the observed variables.
 *
 * \param[in]  rows    how many
 * \param[in]  seed    with the number of the group it chooses the stream
 * \param[out] values  rows x p
 * \retval PARAMOD_ERR_DOMAIN    the implied covariances are not positive
 *                               definite; otherwise as paramod_sem_model_implied()
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_simulate(const paramod_sem_model *model, size_t group,
                     const double *theta, size_t rows, uint64_t seed,
                     double *values);

/** \}
 *  \name Data
 *  \{ */

/** Observations, or their moments, in one or more groups.  Opaque. */
typedef struct paramod_sem_data paramod_sem_data;

/** Without groups yet.  \param names  of the variables, unique; copied
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, no names, or a repeated name
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_data_create(size_t variables, const char *const *names,
                        paramod_sem_data **data_out);
/** Releases data; null is allowed. */
PARAMOD_API void paramod_sem_data_destroy(paramod_sem_data *data);

/** Adds a group of observations.
 *  \param label   of the group; may be null
 *  \param values  rows x variables, NaN where missing; copied
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no rows
 *  \retval PARAMOD_ERR_DOMAIN    an infinite value
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_data_add_rows(paramod_sem_data *data, const char *label, size_t rows,
                          const double *values);

/** Adds a group by its moments.
 *  \param n           observations, > 0
 *  \param covariance  variables x variables, sums of squares divided by n - 1
 *                     (or by n if \p divisor_n is not 0)
 *  \param mean        may be null
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer
 *  \retval PARAMOD_ERR_DOMAIN    n <= 0, or numbers that are not finite, not
 *                                symmetric or not those of a covariance
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_data_add_moments(paramod_sem_data *data, const char *label, double n,
                             const double *covariance, const double *mean,
                             int divisor_n);

PARAMOD_API size_t paramod_sem_data_groups(const paramod_sem_data *data);
/** Label of a group, "" if it has none, null past the last. */
PARAMOD_API const char *paramod_sem_data_label(const paramod_sem_data *data,
                                               size_t group);

/** \} */



/* ---- Fits ---------------------------------------------------------------- */

/** \name Fitting
 *  \{ */

typedef enum paramod_sem_estimator {
    PARAMOD_SEM_ML  = 0, /**< log|Sigma| + tr(S Sigma^-1) - log|S| - p + d'Sigma^-1 d */
    PARAMOD_SEM_GLS = 1, /**< tr((S^-1 (S - Sigma))^2) / 2 + d'S^-1 d */
    PARAMOD_SEM_ULS = 2, /**< tr((S - Sigma)^2) / 2 + d'd */
    PARAMOD_SEM_WLS = 3, /**< r'Gamma^-1 r, asymptotically distribution free
                              (Browne 1984) */
    PARAMOD_SEM_MLM = 4, /**< ML with standard errors and test of Satorra and
                              Bentler (1994) */
    PARAMOD_SEM_MLR = 5  /**< ML with sandwich standard errors and the test of
                              Yuan and Bentler (2000) */
} paramod_sem_estimator;

/** Zero in any member but size means the default given here. */
typedef struct paramod_sem_options {
    size_t size;          /**< sizeof(paramod_sem_options) */
    uint64_t estimator;   /**< a paramod_sem_estimator */
    uint64_t wishart;     /**< 1: the likelihood of S with N - 1, in place of that of
                               the observations with N */
    uint64_t missing;     /**< 0: rows with missing values are left out; 1: full
                               information ML, by patterns */
    uint64_t bounds;      /**< 1: variances are kept >= 0 */
    size_t starts;        /**< starts tried: 1, and 20 for models with directed
                               cycles */
    uint64_t seed;        /**< of the random starts */
    size_t max_iterations; /**< 500 in each start */
    double tolerance;     /**< 1e-20, on the Newton decrement of the discrepancy */
    const paramod_executor *executor; /**< spreads the starts; serial */
} paramod_sem_options;

/** A finished fit.  Opaque; keeps what it needs of the data, while the model
 *  must outlive it. */
typedef struct paramod_sem_fit paramod_sem_fit;

typedef enum paramod_sem_end {
    PARAMOD_SEM_CONVERGED = 1,  /**< a regular minimum */
    PARAMOD_SEM_LIMIT = 2,      /**< max_iterations were not enough */
    PARAMOD_SEM_STALLED = 3,    /**< no step makes progress */
    PARAMOD_SEM_DIVERGED = 4,   /**< parameters run to infinity: the infimum is not
                                     attained */
    PARAMOD_SEM_SINGULAR_END = 5 /**< a minimum at which the information is
                                     singular */
} paramod_sem_end;

/** "converged", "limit", "stalled", "diverged", "singular". */
PARAMOD_API const char *paramod_sem_end_name(paramod_sem_end end);

/**
 * Fits a model.  Start values are computed from the data.  A model that is not
 * identified is refused before anything is fitted.
 *
 * \param[out] fit_out  the fit; as it was on failure
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, unknown options, a variable that the
 *         data lack, data without what the estimator needs (observations, means,
 *         groups)
 * \retval PARAMOD_ERR_DOMAIN    data that cannot be fitted: no complete row, a
 *         constant variable, a covariance matrix that is not positive definite
 *         (with its smallest eigenvalue), fewer moments than parameters
 * \retval PARAMOD_ERR_SINGULAR  the model is not identified; the message names
 *         the parameters
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_create(const paramod_sem_model *model, const paramod_sem_data *data,
                       const paramod_sem_options *options, paramod_sem_fit **fit_out);
/** Releases a fit; null is allowed. */
PARAMOD_API void paramod_sem_fit_destroy(paramod_sem_fit *fit);

typedef struct paramod_sem_summary {
    size_t size;          /**< sizeof(paramod_sem_summary), set by the caller */
    double f;             /**< the discrepancy at its minimum: chi2 / n */
    double chi2;
    double df;
    double p_value;
    double n;             /**< observations used */
    double rows_dropped;  /**< rows left out for missing values */
    size_t parameters;    /**< free parameters less equality constraints */
    double log_likelihood; /**< NaN for GLS, ULS and WLS */
    double unrestricted_log_likelihood; /**< of the saturated model */
    double scaled_chi2;   /**< of MLM and MLR; else NaN */
    double scaling;       /**< chi2 / scaled_chi2 */
    paramod_sem_end ending;
    size_t iterations;
    double decrement;     /**< Newton decrement g'H^-1 g / 2 of f at the end */
    size_t negative;      /**< eigenvalues of the Hessian below rounding error */
    double spectral_radius; /**< of A; from 1 on the feedback is unstable */
    double condition;     /**< estimate for I - A: NaN if acyclic */
    size_t optima;        /**< distinct optima found, see paramod_sem_fit_optimum() */
    size_t at_bound;      /**< inequality constraints that hold as equalities */
} paramod_sem_summary;

/** \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size that this version does
 *                                not know */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_summary(const paramod_sem_fit *fit, paramod_sem_summary *summary);

/** One sentence for what a user should know: the ending, negative variances,
 *  unstable feedback, further optima, parameters at bounds; "" if all is well.
 *  Cut to \p size bytes. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_verdict(const paramod_sem_fit *fit, char *text, size_t size);

/** The q estimates; owned by the fit. */
PARAMOD_API const double *paramod_sem_fit_theta(const paramod_sem_fit *fit);

/** What a fit says of a row of the model's table.  Standard errors are NaN for
 *  fixed rows and where the information is singular; rows held at a moment of the
 *  sample have that of the moment, (s_ii s_jj + s_ij^2) / N under the root. */
typedef struct paramod_sem_estimate {
    double estimate;
    double se;           /**< of the estimator: expected information; observed with
                              missing values; sandwich for MLM and MLR */
    double se_expected, se_observed;
    double se_sandwich;  /**< NaN without observations */
    double standardised; /**< by the standard deviations of all variables */
    double standardised_latent; /**< by those of latent variables only */
    double standardised_se; /**< of standardised, by the delta method */
} paramod_sem_estimate;

/** \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no such row */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_estimate(const paramod_sem_fit *fit, size_t row,
                         paramod_sem_estimate *estimate);

/** Covariance of the q estimates.  PARAMOD_INFORMATION_DEFAULT is that of se.
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, an unknown kind, or the sandwich
 *                                without observations
 *  \retval PARAMOD_ERR_SINGULAR  the information is singular or indefinite */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_covariance(const paramod_sem_fit *fit, uint64_t kind,
                           double *covariance);

/** Fitted moments: covariance p x p, mean p, each may be null.
 *  \retval PARAMOD_ERR_ARGUMENT  a null fit, or no such group */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_implied(const paramod_sem_fit *fit, size_t group, double *covariance,
                        double *mean);

/** Number of fit measures. */
PARAMOD_API size_t paramod_sem_measures(void);
/** Name of measure \p index, such as "rmsea", as in lavaan; null past the last. */
PARAMOD_API const char *paramod_sem_measure_name(size_t index);
/** Its value; NaN where it is not defined.  The formulas are in the manual. */
PARAMOD_API double paramod_sem_fit_measure(const paramod_sem_fit *fit, size_t index);

/** An optimum among those that the starts led to, the best first. */
typedef struct paramod_sem_optimum {
    double f;
    const double *theta; /**< q estimates, owned by the fit */
    paramod_sem_end ending;
    size_t starts;       /**< that led there */
    double spectral_radius;
    int stable;          /**< 1: spectral radius below 1 */
    int equivalent;      /**< 1: f as low as that of the best, within rounding */
} paramod_sem_optimum;

/** \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no such optimum */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_optimum(const paramod_sem_fit *fit, size_t index,
                        paramod_sem_optimum *optimum);

/** \}
 *  \name After a fit
 *  \{ */

/** An effect of one variable on another. */
typedef struct paramod_sem_effect {
    double direct, indirect, total;
    double direct_se, indirect_se, total_se; /**< by the delta method */
} paramod_sem_effect;

/** Total effects (I - A)^-1 - I, and their parts; from and to as in
 *  paramod_sem_model_variable().
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, no such group or variable
 *  \retval PARAMOD_ERR_SINGULAR  the information is singular
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_effect(const paramod_sem_fit *fit, size_t group, size_t from,
                       size_t to, paramod_sem_effect *effect);

/** A parameter that the model fixes, and what freeing it would do. */
typedef struct paramod_sem_modification {
    paramod_sem_row_kind kind;
    size_t lhs, rhs;   /**< variables; rhs is that of "lhs op rhs", and lhs for an
                            intercept */
    size_t group;
    double index;      /**< drop of chi2 to expect: score test, 1 degree */
    double change;     /**< expected value of the parameter less its fixed one */
    double standardised_change; /**< by standard deviations of all variables */
} paramod_sem_modification;

/** Modification indices of all loadings, and covariances that the model fixes, and
 *  of regressions among structural variables; largest first.
 *  \param[in]     room   entries that fit into \p list
 *  \param[out]    list   may be null if room is 0
 *  \param[out]    count  how many there are
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer
 *  \retval PARAMOD_ERR_SINGULAR  the information is singular
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_modifications(const paramod_sem_fit *fit, size_t room,
                              paramod_sem_modification *list, size_t *count);

/** Wald test of linear equality constraints on labels, such as "a == b; c == 0".
 *  \retval PARAMOD_ERR_FORMAT    a text that cannot be read
 *  \retval PARAMOD_ERR_SINGULAR  redundant constraints, or no covariance */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_wald(const paramod_sem_fit *fit, const char *constraints,
                     paramod_test *test);

/** Likelihood-ratio test of a fit against a more general one of the same data; for
 *  MLM and MLR scaled as by Satorra and Bentler (2001).
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or different estimators or numbers
 *                                of observations
 *  \retval PARAMOD_ERR_DOMAIN    the restricted fit has no more degrees of freedom,
 *                                or fits better */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_ratio(const paramod_sem_fit *full, const paramod_sem_fit *restricted,
                      paramod_test *test);

/** Score test of releasing the linear equality constraints of the model, labels
 *  shared by rows not among them; NULL tests all explicit "==" at once.
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a model without constraints
 *  \retval PARAMOD_ERR_SINGULAR  the released model is not identified */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_score(const paramod_sem_fit *fit, paramod_test *test);

/** Factor scores of rows of new or old data.
 *  \param[in]  bartlett  0: regression, E(eta | y); 1: Bartlett's, unbiased
 *  \param[in]  values    rows x p in the order of the model's observed variables;
 *                        NaN where missing
 *  \param[out] scores    rows x number of latent variables
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, no such group, or no latent
 *                                variable
 *  \retval PARAMOD_ERR_SINGULAR  Bartlett's scores do not exist for the model
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_scores(const paramod_sem_fit *fit, size_t group, int bartlett,
                       size_t rows, const double *values, double *scores);

/** Refits bootstrap samples: rows drawn with replacement within groups, or
 *  (parametric) drawn from the fitted model.
 *  \param[in]  parametric  1: from the fitted model, also without observations
 *  \param[in]  executor    null: one after the other
 *  \param[out] estimates   count x q; rows of replicates that do not converge are
 *                          NaN
 *  \param[out] failed      their number; may be null
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no observations to draw from
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_bootstrap(const paramod_sem_fit *fit, int parametric, size_t count,
                          uint64_t seed, const paramod_executor *executor,
                          double *estimates, size_t *failed);

/** Profile-likelihood interval of parameter \p index (paramod/infer.h).
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, no such parameter, an estimator
 *          without likelihood, or a model with constraints on it
 *  \retval PARAMOD_ERR_DOMAIN    level is not inside (0, 1)
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_profile(const paramod_sem_fit *fit, size_t index, double level,
                        paramod_interval *interval);

/** \} */



PARAMOD_END_DECLS

#endif /* PARAMOD_SEM_H */
