# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/survival/data_test \
	tests/survival/distribution_test \
	tests/survival/family_test \
	tests/survival/family_user_test \
	tests/survival/fit_test \
	tests/survival/kaplan_meier_test \
	tests/survival/likelihood_test \
	tests/survival/predict_test \
	tests/survival/product_test \
	tests/survival/tail_test

# What the tests on data sets share.
survival_frame = tests/survival/frame.c tests/survival/frame.h
tests_survival_fit_test_SOURCES = tests/survival/fit_test.c $(survival_frame)
tests_survival_likelihood_test_SOURCES = tests/survival/likelihood_test.c \
	$(survival_frame)
tests_survival_predict_test_SOURCES = tests/survival/predict_test.c \
	$(survival_frame)

EXTRA_DIST += \
	tests/data/family.py \
	tests/data/family.ref \
	tests/data/kaplan_meier.R \
	tests/data/tail.py \
	tests/data/tail.ref \
	tests/data/survival/README.md \
	tests/data/survival/e1684.csv \
	tests/data/survival/gbsg.csv \
	tests/data/survival/heart.csv \
	tests/data/survival/kidney.csv \
	tests/data/survival/ovarian.csv \
	tests/data/survival/rats.csv \
	tests/data/survival/ref_apgw.csv \
	tests/data/survival/ref_apgw_pred.csv \
	tests/data/survival/ref_censor_loglik.csv \
	tests/data/survival/tobin.csv \
	tests/data/survival/veteran.csv
