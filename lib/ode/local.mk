# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_SOURCES += \
	lib/ode/derivative.c \
	lib/ode/experiment.c \
	lib/ode/integrator_impl.h \
	lib/ode/ode.c \
	lib/ode/ode_impl.h \
	lib/ode/run.c \
	lib/ode/solve.c \
	lib/ode/steady.c \
	lib/ode/system.c \
	lib/ode/trouble.c
lib_libkernels_la_SOURCES += \
	lib/ode/kernel.c \
	lib/ode/kernel_impl.h

# All that knows SUNDIALS, and what stands in for it.
if HAVE_SUNDIALS
AM_CPPFLAGS += $(SUNDIALS_CPPFLAGS)
lib_libparamod_all_la_LIBADD += $(SUNDIALS_LIBS)
lib_libparamod_all_la_SOURCES += \
	lib/ode/adjoint.c \
	lib/ode/adjoint_impl.h \
	lib/ode/adjoint_problem.c \
	lib/ode/cvodes.c \
	lib/ode/newton.c \
	lib/ode/stock.c \
	lib/ode/sundials_impl.h \
	lib/ode/vector.c
else
lib_libparamod_all_la_SOURCES += \
	lib/ode/absent.c
endif
