/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file family_impl.h  What a family of distributions is inside the module. */

#ifndef PARAMOD_SURVIVAL_FAMILY_IMPL_H
#define PARAMOD_SURVIVAL_FAMILY_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/survival.h>

enum {
    PARAMOD_I_FAMILY_MOST = 4,  /**< most distributional parameters q */
    PARAMOD_I_FAMILY_PAIRS = 10, /**< q (q + 1) / 2 */
    PARAMOD_I_BLOCK = 192       /**< rows evaluated together */
};

/** Of arrays with an element for each row of a block: a cache line, as vectors
 *  that lie across two lines are read and written at half the speed. */
#define PARAMOD_I_ALIGNED _Alignas(64)

/** Index of the pair (i, j), i <= j, among second derivatives:
 *  (0,0) (0,1) (1,1) (0,2) (1,2) (2,2) ... */
static inline size_t paramod_i_pair(size_t i, size_t j)
{
    return i + j * (j + 1) / 2;
}

/** log h and H of a block of rows, with derivatives by the linear predictors. */
typedef struct paramod_i_hazards {
    PARAMOD_I_ALIGNED double log_hazard[PARAMOD_I_BLOCK];
    double cumulative[PARAMOD_I_BLOCK];
    double log_hazard_1[PARAMOD_I_FAMILY_MOST][PARAMOD_I_BLOCK];
    double cumulative_1[PARAMOD_I_FAMILY_MOST][PARAMOD_I_BLOCK];
    double log_hazard_2[PARAMOD_I_FAMILY_PAIRS][PARAMOD_I_BLOCK];
    double cumulative_2[PARAMOD_I_FAMILY_PAIRS][PARAMOD_I_BLOCK];
} paramod_i_hazards;

/** A block of rows to evaluate. */
typedef struct paramod_i_times {
    size_t count;           /**< at most PARAMOD_I_BLOCK */
    const double *time;     /**< t > 0 (any for families on the real line) */
    const double *log_time; /**< log t; unused by families on the real line */
    const double *eta[PARAMOD_I_FAMILY_MOST]; /**< linear predictors */
    bool same[PARAMOD_I_FAMILY_MOST]; /**< known to be the same in all rows */
} paramod_i_times;

/** What is wanted of a block: derivatives up to order by the predictors of the
 *  mask. */
typedef struct paramod_i_wanted {
    size_t count;
    int order;
    size_t q;
    bool active[PARAMOD_I_FAMILY_MOST];
} paramod_i_wanted;

/** Terms of the log likelihood and their derivatives by predictors. */
typedef struct paramod_i_terms {
    PARAMOD_I_ALIGNED double value[PARAMOD_I_BLOCK];
    double first[PARAMOD_I_FAMILY_MOST][PARAMOD_I_BLOCK];
    double second[PARAMOD_I_FAMILY_PAIRS][PARAMOD_I_BLOCK];
} paramod_i_terms;

struct paramod_family {
    const char *name;
    size_t size; /**< q */
    const char *parameter[PARAMOD_I_FAMILY_MOST];
    paramod_link link[PARAMOD_I_FAMILY_MOST];
    bool intercept[PARAMOD_I_FAMILY_MOST]; /**< free intercept by default */
    bool real_line; /**< times may be negative */
    /** order 0: values, 1: and first, 2: and second derivatives.  Where H
     *  overflows it is inf; nothing is NaN unless an input is.  H has full
     *  relative accuracy however small it is. */
    paramod_eval (*evaluate)(const paramod_family *family, int order,
                             const paramod_i_times *times,
                             paramod_i_hazards *hazards);
    /** Terms w (log h - H) of events, or -w H, with the derivatives wanted; false
     *  if it is not up to these rows.  Null: by evaluate(). */
    bool (*terms)(const paramod_i_wanted *wanted, const paramod_i_times *times,
                  bool event, const double *weight, paramod_i_terms *terms);
    /** t with H(t) = y > 0, from linear predictors; inf if there is none. */
    double (*inverse)(const paramod_family *family, double y, const double *eta);
    /** Limit of H at infinity, from linear predictors; null: infinite. */
    double (*total)(const paramod_family *family, const double *eta);
    /** Shape and turning point (NaN: none); null: unknown. */
    paramod_hazard_shape (*shape)(const double *theta, double *turning);
    /** Mean where it is known or known to diverge, NaN where it has to be
     *  integrated; null: always. */
    double (*mean)(const double *theta);
    /** log h and H of one time t > 0 from natural parameters, rounded from
     *  about twice the precision; null: evaluate() serves. */
    void (*point)(double t, const double *theta, double *log_hazard,
                  double *cumulative);
    void *definition; /**< of a user family; null for built-in ones */
};

/** eta of a natural value, and back; NaN outside the domain. */
double paramod_i_link(paramod_link link, double theta);
double paramod_i_link_inverse(paramod_link link, double eta);
/** All of them; false if some parameter is outside its domain. */
bool paramod_i_family_eta(const paramod_family *family, const double *theta,
                          double *eta);

/** The built-in families, in the order of the table in survival.h. */
extern const paramod_family paramod_i_family_apgw, paramod_i_family_pgwx,
    paramod_i_family_exponential, paramod_i_family_rayleigh,
    paramod_i_family_weibull, paramod_i_family_loglogistic,
    paramod_i_family_burr, paramod_i_family_pgw, paramod_i_family_gompertz,
    paramod_i_family_tdl, paramod_i_family_lognormal, paramod_i_family_gamma,
    paramod_i_family_gengamma, paramod_i_family_genf, paramod_i_family_normal,
    paramod_i_family_logistic;

/** log(1 + e^v), without overflow. */
double paramod_i_softplus(double v);
/** log(e^v - 1) for v > 0, without overflow. */
double paramod_i_log_expm1(double v);

/** Shape of a hazard whose elasticity d log h / d log t runs monotonically
 *  from \p start at t = 0 to \p end at infinity. */
paramod_hazard_shape paramod_i_monotone_elasticity(double start, double end);

#endif /* PARAMOD_SURVIVAL_FAMILY_IMPL_H */
