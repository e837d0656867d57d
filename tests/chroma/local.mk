# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/chroma/chroma_test \
	tests/chroma/fit_test \
	tests/chroma/goldstein_test \
	tests/chroma/invert_test \
	tests/chroma/peak_test \
	tests/chroma/results_test

EXTRA_DIST += \
	tests/data/chroma_peak.py \
	tests/data/goldstein.ref \
	tests/data/chroma_transfer.py \
	tests/data/peak.ref \
	tests/data/transfer.ref
