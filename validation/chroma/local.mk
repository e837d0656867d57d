# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/chroma/run
validation_chroma_run_SOURCES = validation/chroma/run.c
validation_chroma_run_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/validation
validation_chroma_run_LDADD = validation/libvalidation.a lib/libparamod.la -lm

EXTRA_DIST += \
	validation/chroma/J_table.csv \
	validation/chroma/README.md \
	validation/chroma/btex_reference.csv \
	validation/chroma/fig_exact.csv \
	validation/chroma/fig_exact.py \
	validation/chroma/fig_tables.csv \
	validation/chroma/thomas_ref.csv
