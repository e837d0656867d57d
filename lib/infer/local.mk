# SPDX-License-Identifier: GPL-3.0-or-later
lib_libparamod_all_la_SOURCES += \
	lib/infer/bootstrap.c \
	lib/infer/certificate.c \
	lib/infer/chi_squared.c	lib/infer/chi_squared_impl.h \
	lib/infer/coordinate.c	lib/infer/coordinate_impl.h \
	lib/infer/covariance.c \
	lib/infer/criteria.c \
	lib/infer/delta.c \
	lib/infer/information.c	lib/infer/information_impl.h \
	lib/infer/profile.c	lib/infer/profile_impl.h \
	lib/infer/profile_newton.c \
	lib/infer/profile_path.c \
	lib/infer/solution.c	lib/infer/solution_impl.h \
	lib/infer/tests.c \
	lib/infer/verdict.c
