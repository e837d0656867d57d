# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_SOURCES += \
	lib/sem/attempt.c \
	lib/sem/connection.c \
	lib/sem/connection_impl.h \
	lib/sem/constraints.c \
	lib/sem/covariance.c \
	lib/sem/definite.c \
	lib/sem/definite_impl.h \
	lib/sem/enumeration.c \
	lib/sem/exact.c \
	lib/sem/explore.c \
	lib/sem/fibre.c \
	lib/sem/fibre_impl.h \
	lib/sem/fibre_newton.c \
	lib/sem/fibre_point.c \
	lib/sem/flow.c \
	lib/sem/flow_impl.h \
	lib/sem/global.c \
	lib/sem/graph.c \
	lib/sem/graph_canonical.c \
	lib/sem/graph_impl.h \
	lib/sem/graph_order.c \
	lib/sem/graph_text.c \
	lib/sem/groebner.c \
	lib/sem/groebner_impl.h \
	lib/sem/htc.c \
	lib/sem/htc_impl.h \
	lib/sem/ideal.c \
	lib/sem/ideal_data.c \
	lib/sem/ideal_impl.h \
	lib/sem/identify.c \
	lib/sem/inverse.c \
	lib/sem/inverse_impl.h \
	lib/sem/modular.c \
	lib/sem/modular_impl.h \
	lib/sem/monomials.c \
	lib/sem/point.c \
	lib/sem/point_impl.h \
	lib/sem/polynomial.c \
	lib/sem/polynomial_impl.h \
	lib/sem/polynomial_text.c \
	lib/sem/recover.c \
	lib/sem/rule.c \
	lib/sem/rule_impl.h \
	lib/sem/rule_text.c \
	lib/sem/solution.c \
	lib/sem/solution_impl.h \
	lib/sem/solution_text.c \
	lib/sem/tian.c \
	lib/sem/tian_impl.h
lib_libkernels_la_SOURCES += \
	lib/sem/null.c \
	lib/sem/null_impl.h
