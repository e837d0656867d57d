# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/sem_fit/run
validation_sem_fit_run_SOURCES = validation/sem_fit/run.c
validation_sem_fit_run_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/validation
validation_sem_fit_run_LDADD = validation/libvalidation.a lib/libparamod.la -lm
EXTRA_DIST += \
	validation/sem_fit/README.md \
	validation/sem_fit/dropout.csv \
	validation/sem_fit/growth.csv \
	validation/sem_fit/mimic.csv \
	validation/sem_fit/models.R \
	validation/sem_fit/models.txt \
	validation/sem_fit/reference.csv \
	validation/sem_fit/wide.csv
