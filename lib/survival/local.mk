# SPDX-License-Identifier: GPL-3.0-or-later
lib_libparamod_all_la_SOURCES += \
	lib/survival/family.c		lib/survival/family_impl.h \
	lib/survival/family_apgw.c \
	lib/survival/family_check.c \
	lib/survival/family_distribution.c \
	lib/survival/family_gompertz.c \
	lib/survival/family_mean.c \
	lib/survival/family_normal.c \
	lib/survival/family_pgw.c \
	lib/survival/family_tdl.c \
	lib/survival/family_user.c \
	lib/survival/family_weibull.c \
	lib/survival/scale.c		lib/survival/scale_impl.h \
	lib/survival/stirling.c		lib/survival/stirling_impl.h
lib_libkernels_la_SOURCES += \
	lib/survival/family_genf.c \
	lib/survival/family_gengamma.c \
	lib/survival/kernel_apgw.c	lib/survival/kernel_impl.h \
	lib/survival/kernel_power.c \
	lib/survival/phi_impl.h \
	lib/survival/tail.c		lib/survival/tail_impl.h
