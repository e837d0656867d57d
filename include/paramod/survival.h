/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file paramod/survival.h
 * Flexible parametric survival models: distributions, multi-parameter
 * regression on censored and truncated times, and what follows from a fit.
 *
 * Paper: K. Burke, M. C. Jones, A. Noufaily, "A flexible parametric modelling
 * framework for survival analysis", JRSS C 69 (2020) 429-457.
 *
 * Notation: h hazard, H cumulative hazard, S = exp(-H) survival, f = h S.
 */

#ifndef PARAMOD_SURVIVAL_H
#define PARAMOD_SURVIVAL_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/fit.h>
#include <paramod/infer.h>
#include <paramod/model.h>
#include <paramod/random.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/** \name Families of distributions
 *
 * A family has up to four distributional parameters, each with a name, a
 * link to its linear predictor eta, and an open range of natural values.
 *
 *   name         parameters (link)                             cumulative hazard H(t)
 *   apgw         phi, lambda, gamma (log), kappa (log(kappa+1)) lambda G((phi t)^gamma; kappa)
 *   pgwx         phi, lambda, gamma (log), kappa (identity)    lambda G*((phi t)^gamma; kappa)
 *   exponential  phi (log)                                     phi t
 *   rayleigh     phi (log)                                     (phi t)^2
 *   weibull      phi, lambda, gamma (log)                      lambda (phi t)^gamma
 *   loglogistic  phi, lambda, gamma (log)                      log(1 + lambda (phi t)^gamma)
 *   burr         lambda, gamma, rho (log)                      log(1 + rho lambda t^gamma) / rho
 *   pgw          lambda, gamma, rho (log)                      lambda ((1 + t^gamma)^rho - 1)
 *   gompertz     rate (log), shape (identity)                  rate expm1(shape t) / shape
 *   tdl          lambda, gamma (identity)                      log((1 + e^(lambda + gamma t)) / (1 + e^lambda)) / gamma
 *   lognormal    mu (identity), sigma (log)                    -log Phi(-(log t - mu) / sigma)
 *   gamma        rate, shape (log)                             -log Q(shape, rate t)
 *   gengamma     mu (identity), sigma (log), Q (identity)      Prentice's form, Q = 0 log-normal
 *   genf         mu (identity), sigma (log), Q (identity), P (log)
 *   normal       mu (identity), sigma (log)                    -log Phi(-(t - mu) / sigma), all real t
 *   logistic     mu (identity), sigma (log)                    log(1 + e^((t - mu) / sigma)), all real t
 *
 * where G(z; kappa) = (m / kappa) [(1 + z/m)^kappa - 1] with m = kappa + 1 for
 * kappa in (-1, inf], and G* is the same with m = sqrt(1 + kappa^2) for kappa in
 * [-inf, inf]; their limits are log(1 + z) at 0, e^z - 1 at inf, 1 - e^-z at
 * -inf.  weibull, loglogistic, gompertz, tdl, burr and pgw have the parameters
 * of R's mpr when phi stays at 1; its WeibullAFT is weibull with lambda at 1.
 *
 * A parameter that a model does not mention stays at eta = 0 (lambda = 1), but
 * for the ones that locate and shape the family, which get an intercept: all
 * except lambda of weibull and loglogistic.
 * \{ */

/** A family.  Built-in ones are constants; opaque. */
typedef struct paramod_family paramod_family;

typedef enum paramod_link {
    PARAMOD_LINK_IDENTITY = 1, /**< eta = theta */
    PARAMOD_LINK_LOG      = 2, /**< eta = log theta */
    PARAMOD_LINK_LOG1P    = 3  /**< eta = log(theta + 1) */
} paramod_link;

/** The built-in family of that name, or null. */
PARAMOD_API const paramod_family *paramod_family_find(const char *name);
/** Built-in family number \p index, or null past the last one. */
PARAMOD_API const paramod_family *paramod_family_at(size_t index);
/** Its name, as paramod_family_find() knows it. */
PARAMOD_API const char *paramod_family_name(const paramod_family *family);
/** Number q of distributional parameters, at most 4. */
PARAMOD_API size_t paramod_family_size(const paramod_family *family);
/** Name of parameter \p index, or null when index >= q. */
PARAMOD_API const char *paramod_family_parameter(const paramod_family *family,
                                                 size_t index);
/** Link of parameter \p index, or 0 when index >= q. */
PARAMOD_API paramod_link paramod_family_link(const paramod_family *family,
                                             size_t index);

/** A family of the caller, in terms of its linear predictors eta[q]. */
typedef struct paramod_family_definition {
    size_t size;              /**< sizeof(paramod_family_definition) */
    const char *name;         /**< copied */
    size_t parameters;        /**< q, 1 to 4 */
    const char *parameter[4]; /**< names; copied */
    uint64_t link[4];         /**< each a paramod_link; 0 for log */
    void *data;
    /**
     * log h(t) and H(t) of one time, with derivatives with respect to eta
     * unless the pointers are null: gradients have q entries, Hessians q x q.
     * Null derivatives in the definition are replaced by differences.
     */
    paramod_eval (*evaluate)(double t, const double *eta, double *log_hazard,
                             double *cumulative, void *data);
    paramod_eval (*gradient)(double t, const double *eta,
                             double *d_log_hazard, double *d_cumulative,
                             void *data);
    paramod_eval (*hessian)(double t, const double *eta,
                            double *d2_log_hazard, double *d2_cumulative,
                            void *data);
} paramod_family_definition;

/**
 * A family of the caller; the definition is copied, its data is not.
 *
 * Quantiles come from bisection; H counts as having a limit (a cured share) if
 * it grows by less than 1e-9 of itself between t = 1e150 and 1e300.
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, no or repeated names, a number
 *         of parameters or a link that is none
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_family_create(const paramod_family_definition *definition,
                      paramod_family **family_out);
/**
 * Compares the derivatives of a family with Ridders' differences at t and eta.
 * In the report gradient_row is 0 for log h and 1 for H; hessian_row is i for
 * d/d eta_i of the gradient of log h, q + i for that of H; columns are
 * parameters.
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    t is not a time of this family
 * \retval PARAMOD_ERR_CALLBACK  the family has no finite value there
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_family_check(const paramod_family *family, double t, const double *eta,
                     paramod_derivative_report *report);
/** For families of paramod_family_create(); null and built-in ones are allowed. */
PARAMOD_API void paramod_family_destroy(paramod_family *family);

/** \}
 *  \name One distribution: theta holds the q natural parameters
 *  NaN outside the domain.  For families in closed form log h, H and log S are
 *  right to 1e-14 from t = 1e-300 to 1e300, S and f to that times 1 + H.
 *  \{ */
/** log h(t). */
PARAMOD_API double paramod_family_log_hazard(const paramod_family *family, double t, const double *theta);
/** h(t). */
PARAMOD_API double paramod_family_hazard(const paramod_family *family, double t, const double *theta);
/** H(t). */
PARAMOD_API double paramod_family_cumulative_hazard(const paramod_family *family, double t, const double *theta);
/** S(t) = exp(-H(t)). */
PARAMOD_API double paramod_family_survival(const paramod_family *family, double t, const double *theta);
/** log f(t) = log h(t) - H(t). */
PARAMOD_API double paramod_family_log_density(const paramod_family *family, double t, const double *theta);
/** f(t) = h(t) S(t). */
PARAMOD_API double paramod_family_density(const paramod_family *family, double t, const double *theta);
/** t with H(t) = y; infinite where H never reaches y (the cured). */
PARAMOD_API double paramod_family_inverse_cumulative(const paramod_family *family, double y, const double *theta);
/** t with S(t) = 1 - p. */
PARAMOD_API double paramod_family_quantile(const paramod_family *family, double p, const double *theta);
/** A random time, by inversion of one exponential draw. */
PARAMOD_API double paramod_family_random(const paramod_family *family, const double *theta, paramod_random *random);
/** S(infinity): the share that never has the event. */
PARAMOD_API double paramod_family_cure(const paramod_family *family, const double *theta);
/** Mean; infinite where the integral of S diverges.  Closed forms are right to
 *  about 1e-13, quadrature to about 1e-12; NaN if the tail matters beyond the
 *  range of doubles. */
PARAMOD_API double paramod_family_mean(const paramod_family *family, const double *theta);
/** Restricted mean: the integral of S from 0 to tau. */
PARAMOD_API double paramod_family_restricted_mean(const paramod_family *family, double tau, const double *theta);

typedef enum paramod_hazard_shape {
    PARAMOD_HAZARD_UNKNOWN = 0,
    PARAMOD_HAZARD_CONSTANT = 1,
    PARAMOD_HAZARD_INCREASING = 2,
    PARAMOD_HAZARD_DECREASING = 3,
    PARAMOD_HAZARD_UP_DOWN = 4,
    PARAMOD_HAZARD_DOWN_UP = 5
} paramod_hazard_shape;

/** Shape of the hazard, and where it turns (NaN if it does not); turning may
 *  be null.  PARAMOD_HAZARD_UNKNOWN for genf and for families of the caller. */
PARAMOD_API paramod_hazard_shape paramod_family_hazard_shape(const paramod_family *family, const double *theta, double *turning);

/** \}
 *  \name Data
 *  \{ */

/** Rows of times with their covariates.  Opaque. */
typedef struct paramod_survival_data paramod_survival_data;

typedef enum paramod_censoring {
    PARAMOD_CENSOR_RIGHT    = 0, /**< event after time */
    PARAMOD_CENSOR_EXACT    = 1, /**< event at time */
    PARAMOD_CENSOR_LEFT     = 2, /**< event before time */
    PARAMOD_CENSOR_INTERVAL = 3  /**< event in (time, time2] */
} paramod_censoring;

/**
 * The rows; arrays have count entries and are copied.
 *
 * With status null and time2 given, each row says itself what it is: time
 * NaN or -inf: left-censored at time2 (and so is time 0 under a family of
 * positive times); time2 NaN or infinite: right-censored at time; equal:
 * exact.  With status given, time2 is read in rows of status 3 only.
 * A (start, stop] row has entry = start and time = stop.
 *
 * Entry 0 or -inf means none under a family of positive times, where H(0) = 0;
 * a left-censored row with an entry is an interval-censored one from there.
 * Times may be negative for families on the real line; any other family
 * refuses them, and events at time 0, when a model is created.
 */
typedef struct paramod_survival_rows {
    size_t size;            /**< sizeof(paramod_survival_rows) */
    size_t count;
    const double *time;     /**< required */
    const double *time2;    /**< right ends of intervals, or null */
    const double *status;   /**< values of paramod_censoring; null: all exact */
    const double *entry;    /**< left truncation: known event-free until then; null: none */
    const double *weight;   /**< null: all 1; rows of weight 0 are dropped */
    const uint64_t *cluster; /**< labels for frailty and robust errors, or null */
    const uint64_t *stratum; /**< labels: each stratum has its own intercepts, or null */
    const uint64_t *subject; /**< labels of (start, stop] rows of one subject, or null */
} paramod_survival_rows;

/**
 * \retval PARAMOD_ERR_DOMAIN  a row that cannot be; the message names row
 *         (from 1), field and value: "row 17: time 3 <= entry 3"
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_data_create(const paramod_survival_rows *rows,
                             paramod_survival_data **data_out);
PARAMOD_API void paramod_survival_data_destroy(paramod_survival_data *data);

/** Adds a covariate with one value for each of the rows given to create(). */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_data_add(paramod_survival_data *data, const char *name,
                          const double *values);
/** Rows in use, after those of weight 0 were dropped. */
PARAMOD_API size_t paramod_survival_data_rows(const paramod_survival_data *data);
PARAMOD_API size_t paramod_survival_data_dropped(const paramod_survival_data *data);
/** Rows of exact, left- and interval-censored events. */
PARAMOD_API size_t paramod_survival_data_events(const paramod_survival_data *data);

/** \}
 *  \name Models
 *  \{ */

/** A family, data, and a regression for each distributional parameter. */
typedef struct paramod_survival_model paramod_survival_model;

/** Every parameter starts with its intercept (or fixed at eta = 0, see the
 *  table of families).  The model keeps pointers to family and data. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_model_create(const paramod_family *family,
                              const paramod_survival_data *data,
                              paramod_survival_model **model_out);
PARAMOD_API void paramod_survival_model_destroy(paramod_survival_model *model);

/** eta of \p parameter = intercept + sum of the named covariates (count may
 *  be 0); replaces an earlier regression of that parameter.  The intercept
 *  becomes free unless paramod_survival_model_fix() fixed it.  With strata each
 *  one has an intercept of its own, "(Intercept):LABEL". */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_model_regress(paramod_survival_model *model,
                               const char *parameter, size_t count,
                               const char *const *covariates);
/** Adds a known offset per row to eta of \p parameter. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_model_offset(paramod_survival_model *model,
                              const char *parameter, const double *offset);
/** Fixes the coefficient of \p covariate (null: the intercept) of \p parameter.
 *  An intercept may be fixed at INFINITY where kappa = inf is a member. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_model_fix(paramod_survival_model *model, const char *parameter,
                           const char *covariate, double value);
/** Frees a coefficient that was fixed, by paramod_survival_model_fix() or by
 *  default. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_model_free(paramod_survival_model *model, const char *parameter,
                            const char *covariate);
/** Gives two coefficients one common value: the second follows the first. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_model_tie(paramod_survival_model *model, const char *parameter,
                           const char *covariate, const char *parameter2,
                           const char *covariate2);

typedef enum paramod_frailty {
    PARAMOD_FRAILTY_NONE = 0,
    PARAMOD_FRAILTY_GAMMA = 1,           /**< mean 1, variance theta */
    PARAMOD_FRAILTY_INVERSE_GAUSSIAN = 2 /**< mean 1, variance theta */
} paramod_frailty;

/** Shared frailty by the data's clusters; adds the parameter log(theta). */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_model_frailty(paramod_survival_model *model,
                               paramod_frailty frailty);

/** Number of coefficients, fixed ones included. */
PARAMOD_API size_t paramod_survival_model_size(const paramod_survival_model *model);
/** Block ("phi") and name ("(Intercept)", "trt") of coefficient \p index. */
PARAMOD_API const char *paramod_survival_model_block(const paramod_survival_model *model, size_t index);
PARAMOD_API const char *paramod_survival_model_name(const paramod_survival_model *model, size_t index);

/** The log likelihood as a generic model, for the shared fitting and inference
 *  functions; its data belongs to the model and is valid until that is changed
 *  or destroyed.  Thread-safe.  Coefficients that the model fixes, ties or
 *  finds aliased are not read from theta. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_model_likelihood(const paramod_survival_model *model,
                                  paramod_likelihood *likelihood);
/** Its space: one unbounded parameter "block:name" per coefficient; fixed,
 *  tied and aliased ones are fixed in it. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_model_space(const paramod_survival_model *model,
                             paramod_space **space_out);

/** \}
 *  \name Fits
 *  \{ */

typedef struct paramod_survival_fit paramod_survival_fit;

/** Where the likelihood has no regular maximum (manual, "Degenerate directions"). */
typedef enum paramod_degenerate {
    PARAMOD_REGULAR = 0,
    PARAMOD_DEGENERATE_R1 = 1, /**< kappa near 1: phi and lambda not told apart */
    PARAMOD_DEGENERATE_R2 = 2, /**< kappa -> -1, lambda -> inf */
    PARAMOD_DEGENERATE_R3 = 3, /**< kappa -> 0, gamma -> inf: a threshold law */
    PARAMOD_DEGENERATE_R4 = 4, /**< kappa -> inf: the Gompertz-type limit */
    PARAMOD_DEGENERATE_MONOTONE = 5, /**< a coefficient runs to infinity */
    PARAMOD_DEGENERATE_SINGULAR = 6  /**< another flat direction */
} paramod_degenerate;

typedef struct paramod_survival_options {
    size_t size;         /**< sizeof(paramod_survival_options) */
    size_t starts;       /**< 0: the family's own set of starts */
    uint64_t seed;       /**< of further random starts */
    size_t max_iterations;  /**< 200 per start */
    uint64_t robust;     /**< 1: sandwich errors, by cluster if there are any */
    uint64_t prefer_ridge; /**< 1: report the highest likelihood even on a
                                degenerate ridge; 0: the best regular optimum,
                                and the ridge beside it */
    const paramod_executor *executor; /**< serial */
    paramod_fit_monitor monitor;
    void *monitor_data;
    const double *start; /**< coefficients to start from, or null */
} paramod_survival_options;

/** Maximises the log likelihood; the model must outlive the fit. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_fit_create(const paramod_survival_model *model,
                            const paramod_survival_options *options,
                            paramod_survival_fit **fit_out);
PARAMOD_API void paramod_survival_fit_destroy(paramod_survival_fit *fit);

/** Everything one number long that a fit has to say. */
typedef struct paramod_survival_summary {
    size_t size;          /**< sizeof(paramod_survival_summary), set by caller */
    size_t rows, events, dropped;
    size_t free;          /**< estimated coefficients */
    double log_likelihood, aic, bic, aicc; /**< N = rows */
    paramod_fit_end ending;
    double decrement;     /**< Newton decrement */
    double condition;     /**< of the information in the reported parameters */
    paramod_degenerate degenerate;
    size_t aliased;       /**< coefficients dropped as constant or collinear */
    double ridge_log_likelihood; /**< of a higher degenerate ridge, or NaN */
    paramod_degenerate ridge;    /**< and its kind */
    size_t starts_agreeing;      /**< starts that ended at the reported optimum */
} paramod_survival_summary;

/** Fills in all members but size. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_fit_summary(const paramod_survival_fit *fit,
                             paramod_survival_summary *summary);
/** A sentence on the degeneracy; "" for a regular fit. */
PARAMOD_API const char *paramod_survival_fit_sentence(const paramod_survival_fit *fit);
/** One coefficient: estimate; se NaN where there is none to be had. */
typedef struct paramod_coefficient {
    const char *block, *name;
    double estimate, se, lower, upper; /**< Wald limits of the level asked for */
    uint64_t fixed, aliased;
} paramod_coefficient;
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_fit_coefficient(const paramod_survival_fit *fit, size_t index,
                                 double level, paramod_coefficient *coefficient);
/** All estimates, paramod_survival_model_size() of them; owned by the fit. */
PARAMOD_API const double *paramod_survival_fit_estimates(const paramod_survival_fit *fit);
/** Covariance, size x size, zero for fixed and aliased ones.
 *  \retval PARAMOD_ERR_SINGULAR  the fit is degenerate */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_fit_covariance(const paramod_survival_fit *fit, double *covariance);
/** The generic fit behind it, for profile intervals and tests; owned by it. */
PARAMOD_API const paramod_fit *paramod_survival_fit_core(const paramod_survival_fit *fit);

/** \}
 *  \name After the fit
 *  \{ */

typedef enum paramod_prediction {
    PARAMOD_PREDICT_SURVIVAL = 1,   /**< S(at) */
    PARAMOD_PREDICT_HAZARD = 2,     /**< h(at) */
    PARAMOD_PREDICT_CUMULATIVE = 3, /**< H(at) */
    PARAMOD_PREDICT_QUANTILE = 4,   /**< t with S = 1 - at */
    PARAMOD_PREDICT_RESTRICTED_MEAN = 5, /**< integral of S to at */
    PARAMOD_PREDICT_MEAN = 6,       /**< at is ignored */
    PARAMOD_PREDICT_CURE = 7,       /**< S(inf); at is ignored */
    PARAMOD_PREDICT_HAZARD_RATIO = 8,   /**< h1(at) / h0(at) */
    PARAMOD_PREDICT_QUANTILE_RATIO = 9, /**< Q1(at) / Q0(at) */
    PARAMOD_PREDICT_DENSITY = 10
} paramod_prediction;

/** An estimate on its own scale, with the limits formed on the scale where
 *  the normal approximation is best (log; log(-log) for probabilities). */
typedef struct paramod_predicted {
    double estimate, se, lower, upper;
    double scaled, scaled_se; /**< on that scale: log, log H, log A for cure */
} paramod_predicted;

/**
 * \param covariates  one value per covariate of the data, in the order added,
 *                    and after them, if the data have strata, the label of
 *                    one; offsets count as 0.  Null if there are none.
 * \param reference   the same for the denominator of ratios; else null
 * \param at          count arguments
 *
 * A degenerate fit has estimates, but NaN for errors and limits.
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_predict(const paramod_survival_fit *fit, paramod_prediction what,
                         const double *covariates, const double *reference,
                         size_t count, const double *at, double level,
                         paramod_predicted *predicted);

typedef enum paramod_residual {
    PARAMOD_RESIDUAL_COX_SNELL = 1,  /**< H(t) - H(entry) */
    PARAMOD_RESIDUAL_MARTINGALE = 2, /**< event - Cox-Snell */
    PARAMOD_RESIDUAL_DEVIANCE = 3    /**< sign(m) sqrt(-2 (m + d log(d - m))) */
} paramod_residual;

/** One per row in use. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_residuals(const paramod_survival_fit *fit, paramod_residual kind,
                           double *residual);

/** Draws a time for each row in use from the fitted model, censored at
 *  censor[i] (null: never); time[rows], status[rows]. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_simulate(const paramod_survival_fit *fit, uint64_t seed,
                          const double *censor, double *time, double *status);

/** One combination of covariate blocks tried by the search. */
typedef struct paramod_survival_candidate {
    uint64_t blocks; /**< bit p is set if parameter p carries the covariates */
    size_t free;
    double log_likelihood, aic, bic;
    paramod_degenerate degenerate;
    paramod_fit_end ending;
} paramod_survival_candidate;

/**
 * Fits every combination M(.) in which each of the parameters in \p blocks
 * carries the covariates or only its intercept, warm-started from its
 * sub-models; 2^(number of bits) candidates in order of their bits.
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_survival_search(const paramod_survival_model *model, uint64_t blocks,
                        size_t count, const char *const *covariates,
                        const paramod_survival_options *options,
                        paramod_survival_candidate *candidates);

/** \}
 *  \name Beside the models
 *  \{ */

/** Steps of a product-limit or Nelson-Aalen estimate. */
typedef struct paramod_survival_step {
    double time, at_risk, events;
    double survival, survival_se;     /**< Kaplan-Meier, Greenwood */
    double lower, upper;              /**< on the log(-log) scale, 95 % */
    double cumulative, cumulative_se; /**< Nelson-Aalen */
} paramod_survival_step;

/** Kaplan-Meier and Nelson-Aalen at the distinct event times of right-censored,
 *  possibly left-truncated and weighted data.
 *  \param[in,out] count  room in steps on entry (null steps: only count)
 *  \retval PARAMOD_ERR_DOMAIN  the data hold left- or interval-censored rows */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_kaplan_meier(const paramod_survival_data *data, size_t *count,
                     paramod_survival_step *steps);

/** \} */

PARAMOD_END_DECLS

#endif /* PARAMOD_SURVIVAL_H */
