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
    PARAMOD_I_BLOCK = 128       /**< rows evaluated together */
};

/** Index of the pair (i, j), i <= j, among second derivatives:
 *  (0,0) (0,1) (1,1) (0,2) (1,2) (2,2) ... */
static inline size_t paramod_i_pair(size_t i, size_t j)
{
    return i + j * (j + 1) / 2;
}

/** log h and H of a block of rows, with derivatives by the linear predictors. */
typedef struct paramod_i_hazards {
    double log_hazard[PARAMOD_I_BLOCK];
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
} paramod_i_times;

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
    /** t with H(t) = y, from linear predictors; inf if there is none. */
    double (*inverse)(const paramod_family *family, double y, const double *eta);
    /** Limit of H at infinity; null: infinite. */
    double (*total)(const paramod_family *family, const double *eta);
    /** Shape and turning point; null: unknown. */
    paramod_hazard_shape (*shape)(const paramod_family *family,
                                  const double *eta, double *turning);
    void *definition; /**< of a user family; null for built-in ones */
};

/** Built-in families on tail integrals (tail_impl.h). */
extern const paramod_family paramod_i_family_gamma;
extern const paramod_family paramod_i_family_gengamma;
extern const paramod_family paramod_i_family_genf;

/** eta of a natural value, and back; NaN outside the domain. */
double paramod_i_link(paramod_link link, double theta);
double paramod_i_link_inverse(paramod_link link, double eta);

#endif /* PARAMOD_SURVIVAL_FAMILY_IMPL_H */
