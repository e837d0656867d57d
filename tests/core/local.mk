# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/core/memory_test \
	tests/core/options_test \
	tests/core/space_test \
	tests/core/status_test \
	tests/core/transform_test
EXTRA_DIST += tests/data/transform.py tests/data/transform.ref
unit_tests += tests/core/twofold_test
EXTRA_DIST += tests/data/twofold.py tests/data/twofold.ref
