/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file ident_plot.h  Drawings of 'paramod ident'. */

#ifndef PARAMOD_TOOLS_IDENT_PLOT_H
#define PARAMOD_TOOLS_IDENT_PLOT_H

#include "ident_problem.h"

/** Eigenvalues as bars, |U| as a map, and K as bars. */
bool ident_plot_analysis(const ident_problem *q, const paramod_ident_report *r,
                         const char *file, problem *p);

/** Profiles, one panel for each parameter. */
bool ident_plot_profiles(const ident_problem *q, const paramod_ident_profile *profile,
                         size_t points, double drop, const char *file, problem *p);

#endif /* PARAMOD_TOOLS_IDENT_PLOT_H */
