# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/ident/analysis_test \
	tests/ident/design_test \
	tests/ident/hard_test \
	tests/ident/ode_rows_test \
	tests/ident/profile_test
ident_models = tests/ident/models.c tests/ident/models.h
tests_ident_analysis_test_SOURCES = tests/ident/analysis_test.c $(ident_models)
tests_ident_design_test_SOURCES = tests/ident/design_test.c $(ident_models)
tests_ident_hard_test_SOURCES = tests/ident/hard_test.c $(ident_models)
tests_ident_ode_rows_test_SOURCES = tests/ident/ode_rows_test.c $(ident_models)
tests_ident_profile_test_SOURCES = tests/ident/profile_test.c $(ident_models)
EXTRA_DIST += \
	tests/data/ident.py \
	tests/data/ident.ref
