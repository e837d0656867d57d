/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file gsl_guard_impl.h  The only way into GSL functions that may raise.
 *
 * GSL's error handler is one per process and aborts by default.  The guard
 * installs once a handler that is silent in a thread inside a guarded section
 * and hands over to the host's handler everywhere else.  If the host installs
 * another handler later, the next guarded section wraps that one.
 *
 *     paramod_i_gsl_enter();
 *     status = gsl_integration_cquad(...);
 *     paramod_i_gsl_leave();
 */

#ifndef PARAMOD_CORE_GSL_GUARD_IMPL_H
#define PARAMOD_CORE_GSL_GUARD_IMPL_H

/** Begins a section in this thread; sections nest. */
void paramod_i_gsl_enter(void);

/** Ends it. */
void paramod_i_gsl_leave(void);

#endif /* PARAMOD_CORE_GSL_GUARD_IMPL_H */
