/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file injection_impl.h  Injections in time, in Laplace's domain, and their moments. */

#ifndef PARAMOD_CHROMA_INJECTION_IMPL_H
#define PARAMOD_CHROMA_INJECTION_IMPL_H

#include <paramod/chroma.h>

#include "core/complex_impl.h"

/** Derivatives of an injection. */
enum { PARAMOD_I_BY_DURATION, PARAMOD_I_BY_DELAY, PARAMOD_I_BY_SIGMA, PARAMOD_I_BY_TAIL,
       PARAMOD_I_INJECTION_PARAMETERS };

/** Its transform c_in(s) / c0, and the derivatives; by may be null. */
double complex paramod_i_injection_transform(
    const paramod_chroma_injection *injection, double complex s,
    double complex by[PARAMOD_I_INJECTION_PARAMETERS]);

/** c_in(t) / c0, continuous from the right; not for a Dirac. */
double paramod_i_injection_value(const paramod_chroma_injection *injection, double t);

/** Integral of c_in / c0 over all times. */
double paramod_i_injection_area(const paramod_chroma_injection *injection);

/** From when to when it lasts, but for exp(-level) of it. */
void paramod_i_injection_support(const paramod_chroma_injection *injection, double level,
                                 double *begin, double *end);

/** Every member in its range?  A sentence otherwise. */
paramod_status paramod_i_injection_check(const paramod_chroma_injection *injection);

#endif /* PARAMOD_CHROMA_INJECTION_IMPL_H */
