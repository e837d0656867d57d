# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.
# The solvers and the theory.
lib_libparamod_all_la_SOURCES += \
	lib/sor/colour.c \
	lib/sor/lanczos.c \
	lib/sor/lanczos_impl.h \
	lib/sor/laplacian.c \
	lib/sor/matrix.c \
	lib/sor/matrix_impl.h \
	lib/sor/matrix_rows.c \
	lib/sor/matrix_text.c \
	lib/sor/precondition.c \
	lib/sor/regret.c \
	lib/sor/request.c \
	lib/sor/request_impl.h \
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
	lib/sor/symmetric.c \
	lib/sor/vectors.c

# The tuner.
lib_libparamod_all_la_SOURCES += \
	lib/sor/adaptation.c \
	lib/sor/box.c		lib/sor/box_impl.h \
	lib/sor/cell.c \
	lib/sor/checkpoint.c	lib/sor/checkpoint_impl.h \
	lib/sor/drift.c \
	lib/sor/flops.c \
	lib/sor/learner_chebcb.c \
	lib/sor/learner_composite.c \
	lib/sor/learner_fixed.c \
	lib/sor/learner_means.c \
	lib/sor/learner_tsallis.c \
	lib/sor/model.c		lib/sor/model_impl.h \
	lib/sor/tsallis.c	lib/sor/tsallis_impl.h \
	lib/sor/tuner.c		lib/sor/tuner_impl.h \
	lib/sor/tuner_options.c \
	lib/sor/tuner_query.c \
	lib/sor/tuner_state.c
lib_libkernels_la_SOURCES += \
	lib/sor/tsallis_kernel.c
