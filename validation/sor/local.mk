# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/sor/run
validation_sor_run_SOURCES = validation/sor/run.c
validation_sor_run_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/validation
validation_sor_run_LDADD = validation/libvalidation.a lib/libparamod.la -lm

EXTRA_DIST += \
	validation/sor/README.md \
	validation/sor/asymptotic_S12_sin.tsv \
	validation/sor/lund_a.mtx \
	validation/sor/other.R \
	validation/sor/other.csv \
	validation/sor/pores_1.mtx \
	validation/sor/sor_counts.tsv \
	validation/sor/ssor_counts.tsv \
	validation/sor/ssorpcg_counts.tsv
