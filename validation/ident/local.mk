# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/ident/run
validation_ident_run_SOURCES = validation/ident/run.c \
	validation/ident/designs.c \
	validation/ident/nist.c \
	validation/ident/parts.h \
	validation/nist/nist.c validation/nist/nist.h
validation_ident_run_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/validation
validation_ident_run_LDADD = validation/libvalidation.a lib/libparamod.la -lm
EXTRA_DIST += \
	validation/ident/README.md \
	validation/ident/designs.csv \
	validation/ident/nist.py \
	validation/ident/nist_10.csv \
	validation/ident/nist_17.csv \
	validation/ident/nist_csv.py
