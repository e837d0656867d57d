# SPDX-License-Identifier: GPL-3.0-or-later
lib_libparamod_all_la_SOURCES += \
	lib/infer/bootstrap.c \
	lib/infer/chi_squared.c	lib/infer/chi_squared_impl.h \
	lib/infer/criteria.c \
	lib/infer/delta.c \
	lib/infer/information.c	lib/infer/information_impl.h
