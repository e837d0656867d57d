/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/ode.h  Initial value problems with parameter sensitivities. */

#ifndef PARAMOD_ODE_H
#define PARAMOD_ODE_H

#include <stddef.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

PARAMOD_END_DECLS

#endif /* PARAMOD_ODE_H */
