/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file paramod/model.h
 * What a model is: functions of natural parameters, and a checker that tells
 * its author whether the derivatives belong to the function.
 */

#ifndef PARAMOD_MODEL_H
#define PARAMOD_MODEL_H

#include <stddef.h>

#include <paramod/export.h>
#include <paramod/space.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/**
 * What every callback returns.  An output that is not finite counts as
 * PARAMOD_EVAL_RETRY, so a model need not check its own logarithms.
 */
typedef enum paramod_eval {
    PARAMOD_EVAL_OK    = 0, /**< outputs are valid */
    PARAMOD_EVAL_RETRY = 1, /**< not computable at this theta: try a shorter step */
    PARAMOD_EVAL_STOP  = -1 /**< give up; the caller gets PARAMOD_ERR_CALLBACK */
} paramod_eval;

/**
 * A log likelihood log L(theta).  Functions that take one copy this struct,
 * but not data.  theta has n entries, in the units declared to the space.
 *
 * Each function also computes what stands above it, because the work is
 * shared: hessian() returns value and gradient as well.  Null derivative
 * members are replaced by finite differences of the member above.
 *
 * With a threaded executor the functions are called from several threads at
 * once, with the same data.
 */
typedef struct paramod_likelihood {
    size_t size; /**< sizeof(paramod_likelihood) */
    void *data;  /**< handed to every function */
    /** *value = log L(theta); required */
    paramod_eval (*value)(const double *theta, double *value, void *data);
    /** gradient[n] = d log L / d theta */
    paramod_eval (*gradient)(const double *theta, double *value,
                             double *gradient, void *data);
    /** hessian[n x n], full and symmetric */
    paramod_eval (*hessian)(const double *theta, double *value,
                            double *gradient, double *hessian, void *data);
    /** scores[observations x n], row-major: the gradient of each
     *  observation's own term; needed for sandwich covariances only */
    paramod_eval (*scores)(const double *theta, double *scores, void *data);
    /** information[n x n]: the expected (Fisher) information; needed for
     *  PARAMOD_INFORMATION_EXPECTED only */
    paramod_eval (*information)(const double *theta, double *information,
                                void *data);
    size_t observations; /**< rows of scores; N of BIC and AICc */
} paramod_likelihood;

/** A nonlinear least-squares problem: minimise sum_i residual_i(theta)^2. */
typedef struct paramod_residuals {
    size_t size;  /**< sizeof(paramod_residuals) */
    void *data;   /**< handed to every function */
    size_t count; /**< m, number of residuals */
    /** residual[m] = (model_i - datum_i) / sigma_i; required */
    paramod_eval (*residual)(const double *theta, double *residual, void *data);
    /** jacobian[m x n], row-major: row i is d residual_i / d theta;
     *  null for differences.  Does not compute the residuals. */
    paramod_eval (*jacobian)(const double *theta, double *jacobian, void *data);
} paramod_residuals;

/**
 * How far the derivatives of a model are from differences of its values.
 * An error is
 *
 *     max(0, |given - difference| - uncertainty) / max(|given|, |difference|)
 *
 * where the uncertainty of the difference includes what rounding in the values
 * does to it; so correct derivatives give at most about 1e-6, mostly 0, and a
 * wrong one gives about 1.  A derivative that is not finite counts as 1.
 */
typedef struct paramod_derivative_report {
    size_t size;            /**< sizeof(paramod_derivative_report), set by caller */
    double gradient_error;  /**< largest error in gradient or Jacobian, or 0 */
    size_t gradient_row;    /**< residual index, 0 for a likelihood */
    size_t gradient_column; /**< parameter index */
    double gradient_given;  /**< what the model returned there */
    double gradient_difference; /**< and what differences give */
    double hessian_error;   /**< largest error in the Hessian, or 0 */
    size_t hessian_row;    /**< whose partial derivative is differenced, */
    size_t hessian_column; /**< and with respect to which parameter */
    double hessian_given;
    double hessian_difference;
} paramod_derivative_report;

/**
 * Compares gradient() and hessian() with Ridders' extrapolated differences of
 * value() and gradient() at theta, staying inside the bounds of the space.  It
 * takes 20 to 360 evaluations a parameter, the fewer the smoother the model.
 *
 * \param[in]  space   names and bounds; fixed parameters are checked as well
 * \param[in]  model   the model; null derivative members are skipped
 * \param[in]  theta   n natural values, inside their bounds
 * \param[out] report  the worst disagreements
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    theta is outside its bounds
 * \retval PARAMOD_ERR_CALLBACK  the model has no finite value at theta, or none
 *                               on both sides of it, or gave up
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_likelihood_check(const paramod_space *space,
                         const paramod_likelihood *model, const double *theta,
                         paramod_derivative_report *report);

/** The same for residual() and jacobian(). */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_residuals_check(const paramod_space *space,
                        const paramod_residuals *model, const double *theta,
                        paramod_derivative_report *report);

PARAMOD_END_DECLS

#endif /* PARAMOD_MODEL_H */
