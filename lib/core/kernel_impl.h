/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file core/kernel_impl.h  How hot loops ask for vector code.
 *
 * Files that include this one are compiled with PARAMOD_KERNEL_CFLAGS (the list
 * lib_libkernels_la_SOURCES), so that gcc turns their loops into vector code
 * that calls glibc's libmvec; its functions err by at most 4 ulp and treat
 * infinities and NaN as IEEE 754 asks.  Elsewhere the same loops run as scalar
 * code.  Loop bodies are therefore free of branches: both sides of a conditional
 * are computed and one is selected, so a discarded side may divide by zero.
 *
 * PARAMOD_I_CLONES before a function makes one copy of it per instruction set.
 */

#ifndef PARAMOD_CORE_KERNEL_IMPL_H
#define PARAMOD_CORE_KERNEL_IMPL_H

#include <config.h>

#include <math.h>

#ifdef PARAMOD_VECTOR_MATH
/* The user's CFLAGS end the compiler's command line, and their usual -O2 would
 * undo the -O3 without which gcc 12 leaves most of these loops scalar. */
#pragma GCC optimize("O3")
__attribute__((simd("notinbranch"))) double exp(double);
__attribute__((simd("notinbranch"))) double expm1(double);
__attribute__((simd("notinbranch"))) double log(double);
__attribute__((simd("notinbranch"))) double log1p(double);
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

#endif /* PARAMOD_CORE_KERNEL_IMPL_H */
