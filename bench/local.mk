# SPDX-License-Identifier: GPL-3.0-or-later
# Benchmarks.  `make bench` builds and runs them and leaves a CSV file for each
# in the build folder; it installs nothing: a peer that is absent is "not
# measured".  `make bench-build` only builds.  Neither is part of `make check`.

bench_programs = \
	bench/chroma \
	bench/ident \
	$(ode_bench) \
	bench/optim \
	bench/sem_fit \
	bench/sem_graphs \
	bench/sor \
	bench/spline \
	bench/survival \
	bench/tuner

EXTRA_LIBRARIES += bench/libbench.a
bench_libbench_a_SOURCES = bench/support/bench.c bench/support/bench.h \
	bench/support/machine.c
bench_libbench_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench
bench_libbench_a_CFLAGS = $(AM_CFLAGS) $(PARAMOD_KERNEL_CFLAGS)

bench_sem_fit_SOURCES = bench/sem_fit.c
bench_sem_fit_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench \
	-D_POSIX_C_SOURCE=200809L
bench_sem_fit_LDADD = bench/libbench.a lib/libparamod.la -lm
bench_chroma_SOURCES = bench/chroma.c
bench_chroma_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench \
	-D_POSIX_C_SOURCE=200809L
bench_chroma_LDADD = bench/libbench.a lib/libparamod.la $(GSL_LIBS) -lm
bench_ident_SOURCES = bench/ident.c validation/nist/nist.c validation/nist/nist.h
bench_ident_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench \
	-I$(top_srcdir)/validation/nist
bench_ident_LDADD = bench/libbench.a lib/libparamod.la $(LAPACK_LIBS) -lm

# Without SUNDIALS there is nothing to measure.
if HAVE_SUNDIALS
ode_bench = bench/ode
bench_ode_SOURCES = bench/ode.c tests/ode/problems.c tests/ode/problems_run.c \
	tests/ode/problems.h
bench_ode_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench -I$(top_srcdir)/tests
bench_ode_LDADD = bench/libbench.a lib/libparamod.la -lm
endif

bench_sem_graphs_SOURCES = bench/sem_graphs.c
bench_sem_graphs_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench \
	-D_POSIX_C_SOURCE=200809L
bench_sem_graphs_LDADD = bench/libbench.a lib/libparamod.la -lm

bench_survival_SOURCES = bench/survival.c
bench_survival_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench
bench_survival_LDADD = bench/libbench.a lib/libparamod.la $(VECTOR_LIBS) -lm

bench_tuner_SOURCES = bench/tuner.c
bench_tuner_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench
bench_tuner_LDADD = bench/libbench.a lib/libparamod.la -lm

bench_optim_SOURCES = bench/optim.c validation/nist/nist.c validation/nist/nist.h
bench_optim_CPPFLAGS = $(AM_CPPFLAGS) $(NLOPT_CFLAGS) -I$(top_srcdir)/bench \
	-I$(top_srcdir)/validation/nist
bench_optim_LDADD = bench/libbench.a lib/libparamod.la $(GSL_LIBS) $(NLOPT_LIBS) -lm

bench_sor_SOURCES = bench/sor.c
bench_sor_CPPFLAGS = $(AM_CPPFLAGS) $(PETSC_CFLAGS) -I$(top_srcdir)/bench
bench_sor_LDADD = bench/libbench.a lib/libparamod.la $(PETSC_LIBS) -lm

bench_spline_SOURCES = bench/spline.c
bench_spline_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench
bench_spline_LDADD = bench/libbench.a lib/libparamod.la $(GSL_LIBS) -lm

EXTRA_PROGRAMS += $(bench_programs)
CLEANFILES += $(bench_programs) bench/libbench.a bench/*.csv
EXTRA_DIST += bench/one_connection.m2
EXTRA_DIST += bench/sem_fit.R bench/survreg.R

# Peers in C++ are programs of their own, which a machine without them goes without.
bench_peers = bench/chroma_boost
bench/chroma_boost: $(srcdir)/bench/chroma_boost.cpp
	@$(MKDIR_P) bench
	@$(CXX_TOOL) -O2 -o $@ $(srcdir)/bench/chroma_boost.cpp 2>/dev/null || \
	  { rm -f $@; echo "no C++ compiler or no Boost: not measured"; }
CLEANFILES += $(bench_peers)
EXTRA_DIST += bench/chroma_boost.cpp

bench-build: $(bench_programs) $(bench_peers)
bench: $(bench_programs) $(bench_peers)
	@status=0; for program in $(bench_programs); do \
	  echo "---- $$program"; \
	  ./$$program $(srcdir) $$program.csv || status=1; \
	done; exit $$status
.PHONY: bench bench-build
