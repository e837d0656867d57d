# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/knots/run
validation_knots_run_SOURCES = \
	validation/knots/functions.c \
	validation/knots/functions.h \
	validation/knots/run.c
validation_knots_run_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/validation
validation_knots_run_LDADD = validation/libvalidation.a lib/libparamod.la $(GSL_LIBS) -lm

EXTRA_DIST += \
	validation/knots/README.md \
	validation/knots/autoknots_reference_knots.csv \
	validation/knots/halo_knots.csv \
	validation/knots/numcosmo_suite.csv
