# SPDX-License-Identifier: GPL-3.0-or-later
# The command.  It stands on the public interface of the library alone;
# jansson, libcsv and muParser are linked here and nowhere else.  What its unit tests and
# fuzz targets share with it is a convenience library.
noinst_LTLIBRARIES += tools/libtools.la
tools_libtools_la_SOURCES = \
	tools/assignments.c tools/assignments.h \
	tools/chart.c tools/chart.h \
	tools/chroma_file.c tools/chroma_file.h \
	tools/csv_file.c tools/csv_file.h \
	tools/design.c tools/design.h \
	tools/expression.c tools/expression.h tools/expression_node.h \
	tools/expression_program.c \
	tools/expression_text.c \
	tools/factor.c tools/factor.h \
	tools/formula.c tools/formula.h \
	tools/generator.c tools/generator.h \
	tools/ident_build.c \
	tools/ident_compile.c \
	tools/ident_model.h \
	tools/ident_read.c \
	tools/json.c tools/json.h \
	tools/memory.c tools/memory.h \
	tools/nearest.c tools/nearest.h \
	tools/number.c tools/number.h \
	tools/options.c tools/options.h \
	tools/problem.c tools/problem.h \
	tools/progress.c tools/progress.h \
	tools/survival_rows.c tools/survival_rows.h \
	tools/svg.c tools/svg.h \
	tools/table.c tools/table.h
tools_libtools_la_CPPFLAGS = -I$(top_srcdir)/include -I$(top_builddir)/include \
	-D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 $(JANSSON_CFLAGS)

bin_PROGRAMS += tools/paramod
tools_paramod_SOURCES = \
	tools/command.h tools/main.c \
	tools/reproduce.h

# ---- chroma
tools_paramod_SOURCES += \
	tools/chroma_fit.c \
	tools/chroma_invert.c \
	tools/chroma_j.c \
	tools/chroma_moments.c \
	tools/chroma_simulate.c \
	tools/reproduce_chroma.c tools/reproduce_chroma.h \
	tools/reproduce_chroma_figures.c

# ---- survival
tools_paramod_SOURCES += \
	tools/model_table.c tools/model_table.h \
	tools/reproduce_melanoma.c \
	tools/reproduce_shapes.c \
	tools/reproduce_study.c \
	tools/reproduce_survival.c \
	tools/survival_compare.c \
	tools/survival_fit.c \
	tools/survival_fitting.c tools/survival_fitting.h \
	tools/survival_input.c \
	tools/survival_model.c tools/survival_model.h \
	tools/survival_options.c \
	tools/survival_plot.c tools/survival_plot.h \
	tools/survival_predict.c \
	tools/survival_report.c tools/survival_report.h \
	tools/survival_simulate.c

# ---- sem: graphs
tools_paramod_SOURCES += \
	tools/reproduce_sem.c \
	tools/reproduce_sem_tables.c tools/reproduce_sem.h \
	tools/sem_covariance.c \
	tools/sem_graph.c tools/sem_graph.h \
	tools/sem_ideal.c \
	tools/sem_identify.c

# ---- sem: fits
tools_paramod_SOURCES += \
	tools/sem_after.c tools/sem_after.h \
	tools/sem_fit.c \
	tools/sem_model.c tools/sem_model.h \
	tools/sem_plot.c \
	tools/sem_simulate.c

# ---- sor
tools_paramod_SOURCES += \
	tools/reproduce_sor.c tools/reproduce_sor.h \
	tools/reproduce_sor_bounds.c \
	tools/reproduce_sor_heat.c \
	tools/reproduce_sor_learning.c \
	tools/sor_bound.c \
	tools/sor_problem.c tools/sor_problem.h \
	tools/sor_replay.c \
	tools/sor_sequence.c tools/sor_sequence.h \
	tools/sor_solve.c \
	tools/sor_trial.c tools/sor_trial.h \
	tools/sor_tune.c \
	tools/sor_tuning.c tools/sor_tuning.h

# ---- spline: knots
tools_paramod_SOURCES += \
	tools/typed_function.c tools/typed_function.h \
	tools/spline_knots.c

# ---- ident
tools_paramod_SOURCES += \
	tools/ident_analyze.c \
	tools/ident_design.c \
	tools/ident_fit.c \
	tools/ident_fitting.h \
	tools/ident_plot.c tools/ident_plot.h \
	tools/ident_problem.c tools/ident_problem.h \
	tools/ident_profile.c \
	tools/reproduce_ident.c \
	tools/reproduce_ident.h \
	tools/reproduce_ident_curves.c \
	tools/reproduce_ident_glioma.c \
	tools/reproduce_ident_networks.c

tools_paramod_CPPFLAGS = $(tools_libtools_la_CPPFLAGS) \
	-DPARAMOD_DATA_FOLDER='"$(pkgdatadir)"' $(MUPARSER_CFLAGS)
tools_paramod_LDADD = tools/libtools.la lib/libparamod.la $(JANSSON_LIBS) \
	$(CSV_LIBS) $(MUPARSER_LIBS) $(PTHREAD_LIBS) -lm

dist_pkgdata_DATA = examples/data/e1684.csv
EXTRA_DIST += tools/README.md examples/data/README
