# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/sem/graph_test \
	tests/sem/ideal_test \
	tests/sem/identify_test \
	tests/sem/rule_test
EXTRA_DIST += \
	tests/data/sem/graphs/README.md \
	tests/data/sem/graphs/catalogue.txt \
	tests/data/sem/graphs/fiber_n3.txt \
	tests/data/sem/graphs/ideals_n3.txt \
	tests/data/sem/graphs/mixed_graphs_n3.txt \
	tests/data/sem/graphs/mixed_graphs_n4_sample.txt \
	tests/data/sem/graphs/random_graphs_semid.txt \
	tests/data/sem/graphs/semid_n3.txt
