# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_LIBADD += $(FFTW_LIBS)
lib_libparamod_all_la_SOURCES += \
	lib/chroma/carrier.c \
	lib/chroma/carrier_impl.h \
	lib/chroma/chroma.c \
	lib/chroma/chroma_impl.h \
	lib/chroma/compressible.c \
	lib/chroma/compressible_impl.h \
	lib/chroma/cumulants.c \
	lib/chroma/fft.c \
	lib/chroma/fit.c \
	lib/chroma/fit_curves.c \
	lib/chroma/fit_impl.h \
	lib/chroma/fit_model.c \
	lib/chroma/fit_report.c \
	lib/chroma/fit_robust.c \
	lib/chroma/fit_start.c \
	lib/chroma/galerkin.c \
	lib/chroma/goldstein.c \
	lib/chroma/goldstein_impl.h \
	lib/chroma/injection.c \
	lib/chroma/injection_impl.h \
	lib/chroma/invert.c \
	lib/chroma/invert_contour.c \
	lib/chroma/invert_impl.h \
	lib/chroma/invert_series.c \
	lib/chroma/invert_weeks.c \
	lib/chroma/langmuir.c \
	lib/chroma/langmuir_impl.h \
	lib/chroma/linear.c \
	lib/chroma/lines.c \
	lib/chroma/lines_impl.h \
	lib/chroma/lines_outlet.c \
	lib/chroma/peak.c \
	lib/chroma/response.c \
	lib/chroma/response_impl.h \
	lib/chroma/series.c \
	lib/chroma/series_impl.h \
	lib/chroma/species.c \
	lib/chroma/summary.c \
	lib/chroma/support.c \
	lib/chroma/transfer.c \
	lib/chroma/transfer_impl.h \
	lib/chroma/transport.c \
	lib/chroma/transport_impl.h \
	lib/chroma/volumes.c
lib_libkernels_la_SOURCES += \
	lib/chroma/bessel_table.h \
	lib/chroma/kernel_series.c \
	lib/chroma/panel.c \
	lib/chroma/panel_impl.h
EXTRA_DIST += lib/chroma/bessel.py
