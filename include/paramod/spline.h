/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/spline.h  Splines, and knots placed to meet a requested error. */

#ifndef PARAMOD_SPLINE_H
#define PARAMOD_SPLINE_H

#include <stddef.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/* ---- The spline ---------------------------------------------------------- */



/* ---- Noisy data ---------------------------------------------------------- */



/* ---- Knots that meet a tolerance ----------------------------------------- */



/* ---- Surface densities of halos ------------------------------------------ */



PARAMOD_END_DECLS

#endif /* PARAMOD_SPLINE_H */
