/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/sem.h  Structural equation models: covariance, identifiability, vanishing ideals, fits. */

#ifndef PARAMOD_SEM_H
#define PARAMOD_SEM_H

#include <stddef.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/* ---- Mixed graphs -------------------------------------------------------- */



/* ---- The one-connection rule --------------------------------------------- */



/* ---- Identifiability ----------------------------------------------------- */



/* ---- Vanishing ideals ---------------------------------------------------- */



/* ---- Models and data ----------------------------------------------------- */



/* ---- Fits ---------------------------------------------------------------- */



PARAMOD_END_DECLS

#endif /* PARAMOD_SEM_H */
