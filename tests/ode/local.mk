# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_SUNDIALS
unit_tests += \
	tests/ode/problems_test \
	tests/ode/solve_test \
	tests/ode/steady_test \
	tests/ode/trouble_test
tests_ode_problems_test_SOURCES = tests/ode/problems_test.c tests/ode/problems.c \
	tests/ode/problems_run.c tests/ode/problems.h
else
unit_tests += tests/ode/absent_test
endif
EXTRA_DIST += tests/ode/models.h tests/ode/problems.py
