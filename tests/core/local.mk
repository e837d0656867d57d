# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/core/executor_test \
	tests/core/gsl_guard_test \
	tests/core/memory_test \
	tests/core/options_test \
	tests/core/random_test \
	tests/core/space_test \
	tests/core/status_test \
	tests/core/sum_test \
	tests/core/text_test \
	tests/core/transform_test
EXTRA_DIST += tests/data/transform.py tests/data/transform.ref
unit_tests += tests/core/twofold_test
EXTRA_DIST += tests/data/twofold.py tests/data/twofold.ref
# So that a thread can fail to start.
tests_core_executor_test_LDFLAGS = -Wl,--wrap=pthread_create
