# SPDX-License-Identifier: GPL-3.0-or-later
lib_libparamod_all_la_SOURCES += \
	lib/calculus/check.c \
	lib/calculus/difference.c	lib/calculus/difference_impl.h \
	lib/calculus/quadrature.c	lib/calculus/quadrature_impl.h
