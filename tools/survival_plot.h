/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file survival_plot.h  Fitted against Kaplan-Meier survival. */

#ifndef PARAMOD_TOOLS_SURVIVAL_PLOT_H
#define PARAMOD_TOOLS_SURVIVAL_PLOT_H

#include "survival_report.h"

/**
 * Draws, for each group of rows, the Kaplan-Meier steps with their 95 % band
 * and the mean of the fitted survival over the group's rows.  The groups are
 * the levels of the first covariate that has 2 to 6 values; all rows are one
 * group if there is none.
 */
bool survival_plot(const survival_job *job, const char *file, problem *p);

#endif /* PARAMOD_TOOLS_SURVIVAL_PLOT_H */
