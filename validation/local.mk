# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that reproduce published or independently computed numbers, each
# with its references and their provenance in a folder of its own.  A folder
# adds its program to validation_programs; it is called with its folder as its
# argument, and fails if a verdict does.

validation_programs =

EXTRA_LIBRARIES = validation/libvalidation.a
validation_libvalidation_a_SOURCES = \
	validation/support/table.c	validation/support/table.h \
	validation/support/verdict.c	validation/support/verdict.h
validation_libvalidation_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/validation

include validation/knots/local.mk
include validation/chroma/local.mk
include validation/ident/local.mk
include validation/more_garbow_hillstrom/local.mk
include validation/nist/local.mk
include validation/sem_fit/local.mk
include validation/sem_graphs/local.mk
include validation/sor/local.mk
include validation/survival/local.mk
include validation/tuner/local.mk

EXTRA_PROGRAMS += $(validation_programs)
CLEANFILES += $(validation_programs) validation/libvalidation.a

validation-build: $(validation_programs)
validate: $(validation_programs)
	@status=0; for program in $(validation_programs); do \
	  echo "---- $$program"; \
	  ./$$program $(srcdir)/$$(dirname $$program) || status=1; \
	done; exit $$status
.PHONY: validate validation-build
