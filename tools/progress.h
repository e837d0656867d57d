/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file progress.h  Long work: what it is doing, and Ctrl-C. */

#ifndef PARAMOD_TOOLS_PROGRESS_H
#define PARAMOD_TOOLS_PROGRESS_H

#include <stdbool.h>

#include <paramod/fit.h>

#include "problem.h"

/** From now on SIGINT asks for an orderly end; a second one ends at once. */
void interrupt_catch(void);
bool interrupt_asked(void);
/** Reports the problem; EXIT_REFUSED, or EXIT_INTERRUPTED after Ctrl-C. */
int interrupt_or_refuse(const problem *p);

/** Shows progress on stderr if that is a terminal and \p quiet is false. */
void progress_begin(bool quiet);
/** Shows "what: done of total", ten times a second at most; thread-safe. */
void progress_count(const char *what, size_t done, size_t total);
/** Wipes the line. */
void progress_end(void);

/** The monitor of all fits: shows progress and tells them of Ctrl-C. */
int progress_monitor(const paramod_fit_progress *progress, void *data);

#endif /* PARAMOD_TOOLS_PROGRESS_H */
