# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.
lib_libkernels_la_SOURCES += \
	lib/spline/kernel_values.c \
	lib/spline/kernel_impl.h
lib_libparamod_all_la_SOURCES += \
	lib/spline/create.c \
	lib/spline/cubic.c \
	lib/spline/cubic_impl.h \
	lib/spline/evaluate.c \
	lib/spline/hermite.c \
	lib/spline/index.c \
	lib/spline/index_impl.h \
	lib/spline/spline.c \
	lib/spline/spline_impl.h
