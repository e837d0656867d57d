# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/spline/knots_test \
	tests/spline/noisy_test \
	tests/spline/spline_test

EXTRA_DIST += \
	tests/data/spline.py \
	tests/data/spline.ref \
	tests/data/spline/halo_reference.csv \
	tests/data/spline/titanium.csv
