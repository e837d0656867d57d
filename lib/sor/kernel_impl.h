/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file kernel_impl.h  How the inner loops are compiled. */

#ifndef PARAMOD_SOR_KERNEL_IMPL_H
#define PARAMOD_SOR_KERNEL_IMPL_H

#include <config.h>

#include <math.h>

#if defined(__GNUC__) && !defined(__clang__)
/* The user's CFLAGS end the compiler's command line; their usual -O2 would undo
 * the -O3 under which the loops below were measured. */
#pragma GCC optimize("O3")
#endif

#if defined(__GNUC__) || defined(__clang__)
#define PARAMOD_I_INLINE static inline __attribute__((always_inline))
#else
#define PARAMOD_I_INLINE static inline
#endif

#endif /* PARAMOD_SOR_KERNEL_IMPL_H */
