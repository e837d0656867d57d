# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_SOURCES += \
	lib/sem/graph.c \
	lib/sem/graph_canonical.c \
	lib/sem/graph_impl.h \
	lib/sem/graph_order.c \
	lib/sem/graph_text.c
