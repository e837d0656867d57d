# SPDX-License-Identifier: GPL-3.0-or-later
lib_libparamod_all_la_SOURCES += \
	lib/core/complex_impl.h \
	lib/core/executor.c \
	lib/core/gsl_guard.c	lib/core/gsl_guard_impl.h \
	lib/core/kernel_impl.h \
	lib/core/memory.c	lib/core/memory_impl.h \
	lib/core/options.c	lib/core/options_impl.h \
	lib/core/random.c	lib/core/random_impl.h \
	lib/core/random_gsl.c	lib/core/random_gsl_impl.h \
	lib/core/space.c \
	lib/core/special.c	lib/core/special_impl.h \
	lib/core/status.c	lib/core/status_impl.h \
	lib/core/sum.c		lib/core/sum_impl.h \
	lib/core/text.c		lib/core/text_impl.h \
	lib/core/transform.c	lib/core/transform_impl.h \
	lib/core/twofold.c	lib/core/twofold_impl.h \
	lib/core/version.c
