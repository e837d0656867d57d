/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file terms_impl.h  Loops over the rows of a block, compiled as kernels. */

#ifndef PARAMOD_SURVIVAL_TERMS_IMPL_H
#define PARAMOD_SURVIVAL_TERMS_IMPL_H

#include "survival/family_impl.h"

enum { PARAMOD_I_LANES = 8 };

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
/** Zeroes those beyond count only, of which products read up to the next
 *  multiple of 8. */
void paramod_i_terms_pad(const paramod_i_wanted *wanted, paramod_i_terms *terms);

#endif /* PARAMOD_SURVIVAL_TERMS_IMPL_H */
