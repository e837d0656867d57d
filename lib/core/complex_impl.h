/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file complex_impl.h  Complex numbers, with C11's CMPLX under every compiler. */

#ifndef PARAMOD_CORE_COMPLEX_IMPL_H
#define PARAMOD_CORE_COMPLEX_IMPL_H

#include <complex.h>

/* The C library of GNU defines it for GCC alone; Clang has the same builtin.  A sum
 * x + y I would turn infinite y into a NaN of the real part. */
#ifndef CMPLX
#define CMPLX(x, y) __builtin_complex((double)(x), (double)(y))
#endif

#endif /* PARAMOD_CORE_COMPLEX_IMPL_H */
