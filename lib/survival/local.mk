# SPDX-License-Identifier: GPL-3.0-or-later
lib_libkernels_la_SOURCES += \
	lib/survival/family_genf.c \
	lib/survival/family_gengamma.c \
	lib/survival/phi.c	lib/survival/phi_impl.h \
	lib/survival/stirling.c	lib/survival/stirling_impl.h \
	lib/survival/tail.c	lib/survival/tail_impl.h
