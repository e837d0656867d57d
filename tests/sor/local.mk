# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/sor/tuner_test

EXTRA_DIST += \
	tests/data/sor/boxls.ref \
	tests/data/sor/learner_traces.tsv \
	tests/data/sor/learners.py \
	tests/data/sor/learners.ref
