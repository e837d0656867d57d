# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/tuner/run
validation_tuner_run_SOURCES = \
	validation/tuner/heat.c \
	validation/tuner/laplacian.c \
	validation/tuner/problems.h \
	validation/tuner/run.c
validation_tuner_run_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/validation
validation_tuner_run_CFLAGS = $(AM_CFLAGS) $(PARAMOD_KERNEL_CFLAGS)
validation_tuner_run_LDADD = validation/libvalidation.a lib/libparamod.la -lm

EXTRA_DIST += validation/tuner/README.md
