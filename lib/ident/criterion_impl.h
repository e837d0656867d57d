/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file criterion_impl.h  Criteria of designs as concave functions phi of the
 * information M, averaged over parameter sets:
 *
 *     D  log det M,  A  -trace M^-1,  E  the least eigenvalue,  C  -c'M^-1 c,
 *     modified E  -(largest / least eigenvalue), which has no derivatives here.
 *
 * G, with d phi = trace(G dM), gives the equivalence theorem (Kiefer 1974): for a
 * concave phi, phi(best) <= phi(w) + max_t s(t)'G s(t) - trace(G M(w)).
 */

#ifndef PARAMOD_IDENT_CRITERION_IMPL_H
#define PARAMOD_IDENT_CRITERION_IMPL_H

#include <stdbool.h>

#include <paramod/ident.h>

#include "linalg/eigen_impl.h"

typedef struct paramod_i_criterion {
    paramod_ident_criterion kind;
    size_t k, sets;
    const double *c;
    double soft;        /**< E: tau of max_t t + tau log det(M - t), whose barrier is
                             self-concordant; 0: the least eigenvalue */
    paramod_i_eigen *eigen;
    double *block;
    double *m;          /**< sets x k x k */
    double *value;      /**< sets x k eigenvalues, ascending */
    double *vector;     /**< sets x k x k, column-major */
    double *weight;     /**< sets x k: G = V diag(weight) V', not for C */
    double *z;          /**< sets x k: M^-1 c in the basis V, for C */
    bool certified;     /**< E: G is dual, found with the weights */
    double *dual;       /**< sets x k x k, positive semidefinite, each of trace
                             1 / sets */
    double *row, *other; /**< k each: rows in the basis V */
} paramod_i_criterion;

/** Reads kind, c and sets from the options; failures are those of `caller`. */
paramod_status paramod_i_criterion_create(size_t k,
                                          const paramod_ident_design_options *options,
                                          const char *caller, paramod_i_criterion *out);
void paramod_i_criterion_release(paramod_i_criterion *criterion);

/** Sets M = 0, then adds w s s' to that of a set. */
void paramod_i_criterion_clear(paramod_i_criterion *criterion);
void paramod_i_criterion_add(paramod_i_criterion *criterion, size_t set, double w,
                             const double *s);
/** phi(M); -infinity if M is singular.  With it everything below is ready. */
double paramod_i_criterion_value(paramod_i_criterion *criterion);
/** E: the least eigenvalue itself, where value() gave the soft one. */
double paramod_i_criterion_hard(const paramod_i_criterion *criterion);
/** s'G s, of one set. */
double paramod_i_criterion_gain(paramod_i_criterion *criterion, size_t set,
                                const double *s);
/** d2 phi along s s' and r r', of one set. */
double paramod_i_criterion_curvature(paramod_i_criterion *criterion, size_t set,
                                     const double *s, const double *r);

/** Options with defaults (criterion.c). */
paramod_status paramod_i_design_read(const paramod_ident_design_options *given,
                                     const char *caller,
                                     paramod_ident_design_options *options);

/** What E-optimal weights need (least_impl.h). */
typedef struct paramod_i_least paramod_i_least;

/** Support points with their rows, sets x most x k, and weights. */
typedef struct paramod_i_support {
    size_t count, most;
    double *row;    /**< row[(set * most + i) k] */
    double *weight; /**< most */
    double *work;   /**< most^2 + 6 most */
    paramod_i_least *least; /**< for E only, else null */
} paramod_i_support;

/** Improves the weights, all positive, by an interior-point method: to a gap among
 *  the support of about `tolerance` of |phi|.  Leaves the criterion at the result.
 *  \return Newton steps */
size_t paramod_i_support_optimise(paramod_i_criterion *criterion,
                                  paramod_i_support *support, double tolerance);
/** phi and G for the weights as they are. */
double paramod_i_support_evaluate(paramod_i_criterion *criterion,
                                  const paramod_i_support *support);

#endif /* PARAMOD_IDENT_CRITERION_IMPL_H */
