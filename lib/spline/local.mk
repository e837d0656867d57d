# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_SOURCES += \
	lib/spline/allocation.c \
	lib/spline/allocation_cubic.c \
	lib/spline/allocation_impl.h \
	lib/spline/allocation_samples.c \
	lib/spline/allocation_task.c \
	lib/spline/autoknots.c \
	lib/spline/autoknots_four.c \
	lib/spline/autoknots_uniform.c \
	lib/spline/hybrid.c \
	lib/spline/knots.c
