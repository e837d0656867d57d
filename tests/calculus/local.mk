# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/calculus/check_test \
	tests/calculus/difference_test \
	tests/calculus/quadrature_test
EXTRA_DIST += tests/data/integrals.py tests/data/integrals.ref \
	tests/data/quadrature.py
