# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/sem/graph_test
