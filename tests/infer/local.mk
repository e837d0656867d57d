# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/infer/covariance_test \
	tests/infer/profile_test
infer_models = tests/infer/nist.c tests/infer/nist.h \
	tests/infer/weibull.c tests/infer/weibull.h
tests_infer_covariance_test_SOURCES = tests/infer/covariance_test.c $(infer_models)
tests_infer_profile_test_SOURCES = tests/infer/profile_test.c $(infer_models)
EXTRA_DIST += tests/data/infer.py tests/data/infer.ref \
	tests/data/profile.py tests/data/profile.ref
