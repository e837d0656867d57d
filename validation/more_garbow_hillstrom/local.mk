# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/more_garbow_hillstrom/run
validation_more_garbow_hillstrom_run_SOURCES = \
	validation/more_garbow_hillstrom/run.c \
	validation/more_garbow_hillstrom/mgh.c \
	validation/more_garbow_hillstrom/mgh.h
validation_more_garbow_hillstrom_run_LDADD = lib/libparamod.la -lm

EXTRA_DIST += validation/more_garbow_hillstrom/README.md
