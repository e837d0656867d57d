/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file method_impl.h  What tells one method from another: how it gets the
 * quadratic model of f.  Steps, radii and endings are the same for all.
 */

#ifndef PARAMOD_OPTIM_METHOD_IMPL_H
#define PARAMOD_OPTIM_METHOD_IMPL_H

#include <stdbool.h>

#include "optim/problem_impl.h"
#include "optim/trust_impl.h"

/** One method.  Its state knows the point of the last successful expand(), the
 *  "current" one, and that of the last start() or trial(). */
typedef struct paramod_i_method {
    const char *name;
    double reach; /**< of the first step: |S s| <= reach |S u|, 0 for no limit */
    paramod_status (*create)(paramod_i_problem *problem, void **state_out);
    void (*destroy)(void *state);
    /** f at the first point. */
    paramod_eval (*start)(void *state, const double *u, double *f);
    /** How far f at u lies below f at the current point.  Where u is likely to
     *  be accepted, derivatives may be computed at once. */
    paramod_eval (*trial)(void *state, const double *u, bool likely, double *gain);
    /** The model about u, the argument of the last start() or trial().  If this
     *  fails the current point and q stay as they were. */
    paramod_eval (*expand)(void *state, const double *u, paramod_i_model *q);
    /** The second-order correction of a step from u, to be added to it; null if
     *  there is none.  PARAMOD_EVAL_RETRY if it is of no use. */
    paramod_eval (*correct)(void *state, const double *u, const paramod_i_model *q,
                            const paramod_i_step *step, double *correction);
    /** Replaces a model of the current point that is not built on second
     *  derivatives by one that is; null if expand() does that anyway.
     *  PARAMOD_EVAL_RETRY, and q as it was, if that is impossible or done. */
    paramod_eval (*confirm)(void *state, const double *u, paramod_i_model *q);
    unsigned doubtful; /**< bit paramod_fit_end: confirm() before such an end */
    size_t patience;   /**< steps after which to confirm() anyway, or 0 */
} paramod_i_method;

/** Levenberg-Marquardt: J'J of residuals (lm.c). */
extern const paramod_i_method paramod_i_lm;
/** The Hessian (newton.c). */
extern const paramod_i_method paramod_i_newton;
/** Secant approximations of the Hessian (bfgs.c). */
extern const paramod_i_method paramod_i_bfgs;

#endif /* PARAMOD_OPTIM_METHOD_IMPL_H */
