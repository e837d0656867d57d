# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/sem_graphs/run
validation_sem_graphs_run_SOURCES = validation/sem_graphs/run.c
validation_sem_graphs_run_LDADD = lib/libparamod.la -lm
EXTRA_DIST += validation/sem_graphs/README.md
