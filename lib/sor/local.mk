# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_SOURCES += \
	lib/sor/colour.c \
	lib/sor/lanczos.c \
	lib/sor/lanczos_impl.h \
	lib/sor/laplacian.c \
	lib/sor/matrix.c \
	lib/sor/matrix_impl.h \
	lib/sor/matrix_rows.c \
	lib/sor/matrix_text.c \
	lib/sor/regret.c \
	lib/sor/rows.c \
	lib/sor/run_impl.h \
	lib/sor/solve.c \
	lib/sor/spectrum.c \
	lib/sor/stationary.c \
	lib/sor/stop.c \
	lib/sor/system_impl.h \
	lib/sor/theory.c \
	lib/sor/times.c \
	lib/sor/workspace.c
lib_libkernels_la_SOURCES += \
	lib/sor/conjugate.c \
	lib/sor/kernel_impl.h \
	lib/sor/symmetric.c \
	lib/sor/vectors.c
