/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file terms_impl.h  Loops over the rows of a block, compiled as kernels. */

#ifndef PARAMOD_SURVIVAL_TERMS_IMPL_H
#define PARAMOD_SURVIVAL_TERMS_IMPL_H

#include "survival/family_impl.h"

enum { PARAMOD_I_LANES = 8 };

/** Terms of the log likelihood and their derivatives by predictors.  Rows from
 *  count up to the next multiple of 8 are zero. */
typedef struct paramod_i_terms {
    PARAMOD_I_ALIGNED double value[PARAMOD_I_BLOCK];
    double first[PARAMOD_I_FAMILY_MOST][PARAMOD_I_BLOCK];
    double second[PARAMOD_I_FAMILY_PAIRS][PARAMOD_I_BLOCK];
} paramod_i_terms;

/** What is wanted: derivatives up to order by the predictors of the mask. */
typedef struct paramod_i_wanted {
    size_t count;
    int order;
    size_t q;
    bool active[PARAMOD_I_FAMILY_MOST];
} paramod_i_wanted;

/** terms = w (log h - H), or -w H if exact is false. */
void paramod_i_terms_set(const paramod_i_wanted *wanted, bool exact,
                         const double *w, const paramod_i_hazards *h,
                         paramod_i_terms *terms);
/** terms += w H */
void paramod_i_terms_add(const paramod_i_wanted *wanted, const double *w,
                         const paramod_i_hazards *h, paramod_i_terms *terms);
/** upper -= lower in H and its derivatives */
void paramod_i_terms_subtract(const paramod_i_wanted *wanted,
                              const paramod_i_hazards *lower,
                              paramod_i_hazards *upper);
/** terms += w log(1 - exp(-D)) where h holds D as its H */
void paramod_i_terms_within(const paramod_i_wanted *wanted, const double *w,
                            const paramod_i_hazards *h, paramod_i_terms *terms);
/** Zeroes the terms of count rows and those up to the next multiple of 8. */
void paramod_i_terms_clear(const paramod_i_wanted *wanted, paramod_i_terms *terms);
/** Zeroes those beyond count only. */
void paramod_i_terms_pad(const paramod_i_wanted *wanted, paramod_i_terms *terms);

#endif /* PARAMOD_SURVIVAL_TERMS_IMPL_H */
