# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_SOURCES += \
	lib/ident/analysis.c \
	lib/ident/analysis_impl.h \
	lib/ident/band.c \
	lib/ident/check.c \
	lib/ident/collect.c \
	lib/ident/criterion.c \
	lib/ident/criterion_impl.h \
	lib/ident/crossing.c \
	lib/ident/design.c \
	lib/ident/exchange.c \
	lib/ident/growth.c \
	lib/ident/ident.c \
	lib/ident/ident_impl.h \
	lib/ident/least.c \
	lib/ident/least_impl.h \
	lib/ident/maximise.c \
	lib/ident/metric.c \
	lib/ident/noise.c \
	lib/ident/noise_impl.h \
	lib/ident/null.c \
	lib/ident/ode_rows.c \
	lib/ident/path.c \
	lib/ident/predict.c \
	lib/ident/profile.c \
	lib/ident/profile_impl.h \
	lib/ident/reason.c \
	lib/ident/search.c \
	lib/ident/search_impl.h \
	lib/ident/side.c \
	lib/ident/structure.c \
	lib/ident/view.c \
	lib/ident/view_impl.h \
	lib/ident/weights.c \
	lib/ident/weights_impl.h
