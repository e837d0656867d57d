# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.
lib_libkernels_la_SOURCES += \
	lib/spline/kernel_values.c \
	lib/spline/kernel_impl.h
lib_libparamod_all_la_SOURCES += \
	lib/spline/allocation.c \
	lib/spline/allocation_cubic.c \
	lib/spline/allocation_impl.h \
	lib/spline/allocation_samples.c \
	lib/spline/allocation_task.c \
	lib/spline/autoknots.c \
	lib/spline/autoknots_four.c \
	lib/spline/autoknots_uniform.c \
	lib/spline/breaks.c \
	lib/spline/create.c \
	lib/spline/cubic.c \
	lib/spline/cubic_impl.h \
	lib/spline/evaluate.c \
	lib/spline/hermite.c \
	lib/spline/hybrid.c \
	lib/spline/index.c \
	lib/spline/index_impl.h \
	lib/spline/knots.c \
	lib/spline/noise.c \
	lib/spline/placement.c \
	lib/spline/placement_impl.h \
	lib/spline/placement_step.c \
	lib/spline/placement_step_impl.h \
	lib/spline/spline.c \
	lib/spline/spline_impl.h \
	lib/spline/surrogate.c \
	lib/spline/surrogate_fit.c \
	lib/spline/surrogate_impl.h \
	lib/spline/surrogate_judge.c \
	lib/spline/zeros.c
