# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/survival/run
validation_survival_run_SOURCES = \
	validation/survival/apgw.c \
	validation/survival/censoring.c \
	validation/survival/dataset.c \
	validation/survival/flexsurv.c \
	validation/survival/frailty.c \
	validation/survival/melanoma.c \
	validation/survival/more.c \
	validation/survival/mpr.c \
	validation/survival/peer.c	validation/survival/peer.h \
	validation/survival/predictions.c \
	validation/survival/run.c \
	validation/survival/survreg.c
validation_survival_run_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/validation
validation_survival_run_LDADD = validation/libvalidation.a lib/libparamod.la -lm

EXTRA_DIST += \
	validation/survival/README.md \
	validation/survival/apgw.py \
	validation/survival/censor_at_doubles.csv \
	validation/survival/censor_reference.py \
	validation/survival/check_maps.py \
	validation/survival/e1684.csv \
	validation/survival/flexsurv_exact.csv \
	validation/survival/gbsg.csv \
	validation/survival/heart.csv \
	validation/survival/kidney.csv \
	validation/survival/melanoma.csv \
	validation/survival/more.R \
	validation/survival/more_colon.csv \
	validation/survival/more_lung.csv \
	validation/survival/more_lung_interval.csv \
	validation/survival/more_mgus2.csv \
	validation/survival/more_retinopathy.csv \
	validation/survival/more_turbine.csv \
	validation/survival/ovarian.csv \
	validation/survival/rats.csv \
	validation/survival/recompute.py \
	validation/survival/ref_apgw.csv \
	validation/survival/ref_apgw_pred.csv \
	validation/survival/ref_censor_loglik.csv \
	validation/survival/ref_flexsurv.csv \
	validation/survival/ref_frailty.csv \
	validation/survival/ref_more.csv \
	validation/survival/ref_mpr.csv \
	validation/survival/ref_survreg.csv \
	validation/survival/rotterdam.csv \
	validation/survival/tobin.csv \
	validation/survival/veteran.csv
