# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.

lib_libparamod_all_la_SOURCES += \
	lib/survival/alias.c \
	lib/survival/basis.c \
	lib/survival/basis_impl.h \
	lib/survival/block.c \
	lib/survival/clusters.c \
	lib/survival/coefficient.c \
	lib/survival/covariate.c \
	lib/survival/curve.c \
	lib/survival/curve_impl.h \
	lib/survival/data.c \
	lib/survival/data_impl.h \
	lib/survival/degenerate.c \
	lib/survival/design.c \
	lib/survival/design_impl.h \
	lib/survival/family.c \
	lib/survival/family_apgw.c \
	lib/survival/family_check.c \
	lib/survival/family_distribution.c \
	lib/survival/family_gompertz.c \
	lib/survival/family_impl.h \
	lib/survival/family_mean.c \
	lib/survival/family_normal.c \
	lib/survival/family_pgw.c \
	lib/survival/family_tdl.c \
	lib/survival/family_user.c \
	lib/survival/family_weibull.c \
	lib/survival/fit.c \
	lib/survival/fit_impl.h \
	lib/survival/fit_report.c \
	lib/survival/frailty.c \
	lib/survival/frailty_impl.h \
	lib/survival/kaplan_meier.c \
	lib/survival/labels.c \
	lib/survival/laplace.c \
	lib/survival/likelihood.c \
	lib/survival/likelihood_impl.h \
	lib/survival/model.c \
	lib/survival/model_impl.h \
	lib/survival/multistart.c \
	lib/survival/point.c \
	lib/survival/point_impl.h \
	lib/survival/predict.c \
	lib/survival/residual.c \
	lib/survival/rows.c \
	lib/survival/rows_impl.h \
	lib/survival/sample.c \
	lib/survival/scale.c \
	lib/survival/scale_impl.h \
	lib/survival/score.c \
	lib/survival/search.c \
	lib/survival/simulate.c \
	lib/survival/starts.c \
	lib/survival/starts_impl.h \
	lib/survival/stirling.c \
	lib/survival/stirling_impl.h \
	lib/survival/view.c \
	lib/survival/view_likelihood.c \
	lib/survival/workspace.c
lib_libkernels_la_SOURCES += \
	lib/survival/family_genf.c \
	lib/survival/family_gengamma.c \
	lib/survival/kernel_apgw.c \
	lib/survival/kernel_impl.h \
	lib/survival/kernel_power.c \
	lib/survival/phi_impl.h \
	lib/survival/product.c \
	lib/survival/product_impl.h \
	lib/survival/product_tile_impl.h \
	lib/survival/tail.c \
	lib/survival/tail_impl.h \
	lib/survival/terms.c \
	lib/survival/terms_impl.h
