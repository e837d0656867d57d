/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/sor.h  Successive over-relaxation, and the choice of omega over a sequence of systems. */

#ifndef PARAMOD_SOR_H
#define PARAMOD_SOR_H

#include <stddef.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/* ---- Solvers ------------------------------------------------------------- */



/* ---- Theory -------------------------------------------------------------- */



/* ---- Tuner --------------------------------------------------------------- */



PARAMOD_END_DECLS

#endif /* PARAMOD_SOR_H */
