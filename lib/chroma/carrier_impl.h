/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file carrier_impl.h  The carrier's way through the column. */

#ifndef PARAMOD_CHROMA_CARRIER_IMPL_H
#define PARAMOD_CHROMA_CARRIER_IMPL_H

#include <paramod/chroma.h>

/** The time that the carrier takes to x; ratio is pL / p0, speed that at the inlet. */
double paramod_i_passage(double ratio, double length, double speed, double x);

#endif /* PARAMOD_CHROMA_CARRIER_IMPL_H */
