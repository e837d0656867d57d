# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/sem/graph_test \
	tests/sem/ideal_test \
	tests/sem/identify_test \
	tests/sem/rule_test \
	tests/sem/sem_estimator_test \
	tests/sem/sem_fit_test
EXTRA_DIST += \
	tests/data/sem/graphs/README.md \
	tests/data/sem/graphs/catalogue.txt \
	tests/data/sem/graphs/fiber_n3.txt \
	tests/data/sem/graphs/ideals_n3.txt \
	tests/data/sem/graphs/mixed_graphs_n3.txt \
	tests/data/sem/graphs/mixed_graphs_n4_sample.txt \
	tests/data/sem/graphs/random_graphs_semid.txt \
	tests/data/sem/graphs/semid_n3.txt \
	tests/data/sem/lavaan/HolzingerSwineford1939.csv \
	tests/data/sem/lavaan/PoliticalDemocracy.csv \
	tests/data/sem/lavaan/README.md \
	tests/data/sem/lavaan/bowfree_sur.fit.csv \
	tests/data/sem/lavaan/bowfree_sur.lav \
	tests/data/sem/lavaan/bowfree_sur.mp.csv \
	tests/data/sem/lavaan/bowfree_sur.std.csv \
	tests/data/sem/lavaan/cyc2_iv.fit.csv \
	tests/data/sem/lavaan/cyc2_iv.lav \
	tests/data/sem/lavaan/cyc2_iv.mp.csv \
	tests/data/sem/lavaan/cyc2_iv.std.csv \
	tests/data/sem/lavaan/cyc3.cov1.csv \
	tests/data/sem/lavaan/cyc3.lav \
	tests/data/sem/lavaan/dhp.cov1.csv \
	tests/data/sem/lavaan/dhp.fit.csv \
	tests/data/sem/lavaan/dhp.lav \
	tests/data/sem/lavaan/dhp.mp.csv \
	tests/data/sem/lavaan/dhp.std.csv \
	tests/data/sem/lavaan/estimators.R \
	tests/data/sem/lavaan/estimators.ref \
	tests/data/sem/lavaan/hs3.fit.csv \
	tests/data/sem/lavaan/hs3.fscores_bartlett.csv \
	tests/data/sem/lavaan/hs3.fscores_regression.csv \
	tests/data/sem/lavaan/hs3.lav \
	tests/data/sem/lavaan/hs3.modindices.csv \
	tests/data/sem/lavaan/hs3.mp.csv \
	tests/data/sem/lavaan/hs3.std.csv \
	tests/data/sem/lavaan/hs_missing.csv \
	tests/data/sem/lavaan/poldem.fit.csv \
	tests/data/sem/lavaan/poldem.lav \
	tests/data/sem/lavaan/poldem.mp.csv \
	tests/data/sem/lavaan/poldem.std.csv \
	tests/data/sem/lavaan/poldem_eq.fit.csv \
	tests/data/sem/lavaan/poldem_eq.lav \
	tests/data/sem/lavaan/poldem_eq.mp.csv \
	tests/data/sem/lavaan/poldem_eq.std.csv \
	tests/data/sem/lavaan/verma.fit.csv \
	tests/data/sem/lavaan/verma.lav \
	tests/data/sem/lavaan/verma.mp.csv \
	tests/data/sem/lavaan/verma.std.csv \
	tests/sem/sem_data.h
