# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_SOURCES += \
	lib/chroma/galerkin.c \
	lib/chroma/goldstein.c \
	lib/chroma/goldstein_impl.h \
	lib/chroma/invert.c \
	lib/chroma/invert_contour.c \
	lib/chroma/invert_impl.h \
	lib/chroma/invert_series.c \
	lib/chroma/invert_weeks.c \
	lib/chroma/lines.c \
	lib/chroma/lines_impl.h \
	lib/chroma/peak.c \
	lib/chroma/transport.c \
	lib/chroma/transport_impl.h \
	lib/chroma/volumes.c
lib_libkernels_la_SOURCES += \
	lib/chroma/bessel_table.h \
	lib/chroma/panel.c \
	lib/chroma/panel_impl.h
EXTRA_DIST += lib/chroma/bessel.py
