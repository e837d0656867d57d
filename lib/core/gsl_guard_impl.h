/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file gsl_guard_impl.h  The only way into GSL functions that may raise.
 *
 * GSL's error handler is one per process and aborts by default.  While any
 * thread is inside a guarded section, a handler is installed that is silent in
 * those threads and hands over to the host's handler in all others; the last
 * thread to leave puts the host's handler back.  A handler that the host
 * installs meanwhile is the one that stays.
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
