/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file ident_fitting.h  Fits that several commands make. */

#ifndef PARAMOD_TOOLS_IDENT_FITTING_H
#define PARAMOD_TOOLS_IDENT_FITTING_H

#include "ident_problem.h"

/** Maximises from q->theta by the options of 'ident fit', those that are known. */
bool ident_fit(const options *o, ident_problem *q, paramod_ident_fit *fit,
               size_t *regularised);

#endif /* PARAMOD_TOOLS_IDENT_FITTING_H */
