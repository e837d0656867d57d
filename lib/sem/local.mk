# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_SOURCES += \
	lib/sem/complete.c \
	lib/sem/data.c \
	lib/sem/descent.c \
	lib/sem/descent_impl.h \
	lib/sem/expression.c \
	lib/sem/expression_impl.h \
	lib/sem/fit.c \
	lib/sem/fit_impl.h \
	lib/sem/identified.c \
	lib/sem/measures.c \
	lib/sem/model.c \
	lib/sem/model_impl.h \
	lib/sem/noncentral.c \
	lib/sem/noncentral_impl.h \
	lib/sem/number.c \
	lib/sem/objective.c \
	lib/sem/objective_impl.h \
	lib/sem/optima.c \
	lib/sem/patterns.c \
	lib/sem/ram.c \
	lib/sem/ram_impl.h \
	lib/sem/reduction.c \
	lib/sem/reduction_impl.h \
	lib/sem/report.c \
	lib/sem/report_impl.h \
	lib/sem/robust.c \
	lib/sem/sample.c \
	lib/sem/sample_impl.h \
	lib/sem/scoring.c \
	lib/sem/scoring_impl.h \
	lib/sem/standard_error.c \
	lib/sem/starts.c \
	lib/sem/starts_impl.h \
	lib/sem/statistics.c \
	lib/sem/syntax.c \
	lib/sem/table.c
lib_libkernels_la_SOURCES += \
	lib/sem/gemm.c \
	lib/sem/gemm_impl.h
