/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file random_gsl_impl.h  Our streams where GSL wants a generator. */

#ifndef PARAMOD_CORE_RANDOM_GSL_IMPL_H
#define PARAMOD_CORE_RANDOM_GSL_IMPL_H

#include <gsl/gsl_rng.h>

#include <paramod/random.h>

/** For gsl_rng_alloc(); a seed chooses stream 0 of that seed. */
const gsl_rng_type *paramod_i_random_gsl_type(void);

/** A stream seen as a generator, without memory of its own: what is drawn from
 *  either advances both.  Not to be freed. */
gsl_rng paramod_i_random_as_gsl(paramod_random *random);

#endif /* PARAMOD_CORE_RANDOM_GSL_IMPL_H */
