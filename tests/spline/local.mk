# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/spline/noisy_test \
	tests/spline/spline_test

EXTRA_DIST += \
	tests/data/spline.py \
	tests/data/spline.ref \
	tests/data/spline/titanium.csv
