/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file langmuir_impl.h  Exact Langmuir kinetics; see langmuir.c. */

#ifndef PARAMOD_CHROMA_LANGMUIR_IMPL_H
#define PARAMOD_CHROMA_LANGMUIR_IMPL_H

#include <paramod/chroma.h>

/** Whether all analytes have the exact solution; a sentence otherwise. */
paramod_status paramod_i_langmuir_check(const paramod_chroma *chroma);

/** c / c0 of analyte i at the outlet, as paramod_i_chroma_outlet(). */
paramod_status paramod_i_langmuir_outlet(const paramod_chroma *chroma, size_t i,
                                         const double *times, size_t count, double *out,
                                         size_t stride, paramod_chroma_report *report);

/** c and q of analyte i at one place and time; q may be null. */
paramod_status paramod_i_langmuir_place(const paramod_chroma *chroma, size_t i, double t,
                                        double x, double *c, double *q,
                                        paramod_chroma_report *report);

#endif /* PARAMOD_CHROMA_LANGMUIR_IMPL_H */
