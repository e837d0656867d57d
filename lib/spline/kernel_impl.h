/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file kernel_impl.h  How the loops over many points are compiled. */

#ifndef PARAMOD_SPLINE_KERNEL_IMPL_H
#define PARAMOD_SPLINE_KERNEL_IMPL_H

#include <config.h>

#ifdef PARAMOD_VECTOR_MATH
/* The user's CFLAGS end the command line, and their usual -O2 would leave most
 * of these loops scalar. */
#pragma GCC optimize("O3")
#define PARAMOD_I_CLONES \
    __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define PARAMOD_I_CLONES
#endif

#if defined(__GNUC__) || defined(__clang__)
#define PARAMOD_I_INLINE static inline __attribute__((always_inline))
#else
#define PARAMOD_I_INLINE static inline
#endif

#endif /* PARAMOD_SPLINE_KERNEL_IMPL_H */
