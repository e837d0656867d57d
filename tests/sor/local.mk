# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/sor/iterates_test \
	tests/sor/matrix_test \
	tests/sor/solve_test \
	tests/sor/theory_test \
	tests/sor/tuner_test

# Random systems in every form.
sor_system = tests/sor/system.c tests/sor/system.h
tests_sor_iterates_test_SOURCES = tests/sor/iterates_test.c $(sor_system)
tests_sor_solve_test_SOURCES = tests/sor/solve_test.c $(sor_system)

EXTRA_DIST += \
	tests/data/sor/boxls.ref \
	tests/data/sor/learner_traces.tsv \
	tests/data/sor/learners.py \
	tests/data/sor/learners.ref \
	tests/data/sor/theory.py \
	tests/data/sor/theory.ref
