# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/infer/bootstrap_test \
	tests/infer/certificate_test \
	tests/infer/chi_squared_test \
	tests/infer/covariance_test \
	tests/infer/criteria_test \
	tests/infer/delta_test \
	tests/infer/information_test \
	tests/infer/profile_test \
	tests/infer/tests_test
infer_models = tests/infer/nist.c tests/infer/nist.h \
	tests/infer/weibull.c tests/infer/weibull.h
tests_infer_certificate_test_SOURCES = tests/infer/certificate_test.c $(infer_models)
tests_infer_chi_squared_test_SOURCES = tests/infer/chi_squared_test.c $(infer_models)
tests_infer_covariance_test_SOURCES = tests/infer/covariance_test.c $(infer_models)
tests_infer_profile_test_SOURCES = tests/infer/profile_test.c $(infer_models)
tests_infer_tests_test_SOURCES = tests/infer/tests_test.c $(infer_models)
EXTRA_DIST += tests/data/infer.py tests/data/infer.ref \
	tests/data/profile.py tests/data/profile.ref
