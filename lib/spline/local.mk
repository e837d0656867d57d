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
	lib/spline/breaks.c \
	lib/spline/bspline.c \
	lib/spline/bspline_impl.h \
	lib/spline/create.c \
	lib/spline/cubic.c \
	lib/spline/cubic_impl.h \
	lib/spline/evaluate.c \
	lib/spline/free_knots.c \
	lib/spline/free_knots_impl.h \
	lib/spline/halo.c \
	lib/spline/hermite.c \
	lib/spline/hybrid.c \
	lib/spline/index.c \
	lib/spline/index_impl.h \
	lib/spline/knot_selection.c \
	lib/spline/knot_selection_impl.h \
	lib/spline/knots.c \
	lib/spline/least_squares.c \
	lib/spline/least_squares_impl.h \
	lib/spline/noise.c \
	lib/spline/noisy.c \
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
	lib/spline/verify.c \
	lib/spline/zeros.c
lib_libkernels_la_SOURCES += \
	lib/spline/kernel_values.c
