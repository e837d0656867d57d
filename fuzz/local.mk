# SPDX-License-Identifier: GPL-3.0-or-later
# Each target is built as a replay program for 'make check', and by
# 'make fuzzers' (clang only) with libFuzzer's own main().  One paragraph a target,
# in order; fuzz_targets tells check-fuzz.sh which there are.
fuzz_tools_libs = tools/libtools.la lib/libparamod-all.la $(JANSSON_LIBS) $(CSV_LIBS)
fuzz_targets =
fuzz_fuzzers =

fuzz_targets += chroma
fuzz_fuzzers += fuzz/chroma_fuzzer
check_PROGRAMS += fuzz/chroma_replay
fuzz_chroma_replay_SOURCES = fuzz/chroma_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_chroma_replay_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools $(JANSSON_CFLAGS)
fuzz_chroma_replay_LDADD = $(fuzz_tools_libs)
EXTRA_PROGRAMS += fuzz/chroma_fuzzer
fuzz_chroma_fuzzer_SOURCES = fuzz/chroma_fuzz.c fuzz/fuzz.h
fuzz_chroma_fuzzer_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools $(JANSSON_CFLAGS)
fuzz_chroma_fuzzer_LDADD = $(fuzz_tools_libs)
fuzz_chroma_fuzzer_LDFLAGS = -fsanitize=fuzzer
EXTRA_DIST += \
	fuzz/corpus/chroma/broken.json \
	fuzz/corpus/chroma/btex.json \
	fuzz/corpus/chroma/packed.json \
	fuzz/corpus/chroma/polynomial.json

fuzz_targets += csv
fuzz_fuzzers += fuzz/csv_fuzzer
check_PROGRAMS += fuzz/csv_replay
fuzz_csv_replay_SOURCES = fuzz/csv_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_csv_replay_LDADD = $(fuzz_tools_libs)
EXTRA_PROGRAMS += fuzz/csv_fuzzer
fuzz_csv_fuzzer_SOURCES = fuzz/csv_fuzz.c fuzz/fuzz.h
fuzz_csv_fuzzer_LDADD = $(fuzz_tools_libs)
fuzz_csv_fuzzer_LDFLAGS = -fsanitize=fuzzer
EXTRA_DIST += \
	fuzz/corpus/csv/bom-crlf.csv \
	fuzz/corpus/csv/numbers.csv \
	fuzz/corpus/csv/open-quote.csv \
	fuzz/corpus/csv/plain.csv \
	fuzz/corpus/csv/ragged.csv \
	fuzz/corpus/csv/zero-byte.csv

fuzz_targets += formula
fuzz_fuzzers += fuzz/formula_fuzzer
check_PROGRAMS += fuzz/formula_replay
fuzz_formula_replay_SOURCES = fuzz/formula_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_formula_replay_LDADD = $(fuzz_tools_libs)
EXTRA_PROGRAMS += fuzz/formula_fuzzer
fuzz_formula_fuzzer_SOURCES = fuzz/formula_fuzz.c fuzz/fuzz.h
fuzz_formula_fuzzer_LDADD = $(fuzz_tools_libs)
fuzz_formula_fuzzer_LDFLAGS = -fsanitize=fuzzer
EXTRA_DIST += \
	fuzz/corpus/formula/assignments.txt \
	fuzz/corpus/formula/broken.txt \
	fuzz/corpus/formula/numbers.txt \
	fuzz/corpus/formula/plain.txt \
	fuzz/corpus/formula/products.txt

fuzz_targets += graph
fuzz_fuzzers += fuzz/graph_fuzzer
check_PROGRAMS += fuzz/graph_replay
fuzz_graph_replay_SOURCES = fuzz/graph_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_graph_replay_LDADD = lib/libparamod-all.la
EXTRA_PROGRAMS += fuzz/graph_fuzzer
fuzz_graph_fuzzer_SOURCES = fuzz/graph_fuzz.c fuzz/fuzz.h
fuzz_graph_fuzzer_LDADD = lib/libparamod-all.la
fuzz_graph_fuzzer_LDFLAGS = -fsanitize=fuzzer
EXTRA_DIST += \
	fuzz/corpus/graph/broken.txt \
	fuzz/corpus/graph/cycle.txt \
	fuzz/corpus/graph/names.txt \
	fuzz/corpus/graph/plain.txt

fuzz_targets += sem_model
fuzz_fuzzers += fuzz/sem_model_fuzzer
check_PROGRAMS += fuzz/sem_model_replay
fuzz_sem_model_replay_SOURCES = fuzz/sem_model_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_sem_model_replay_LDADD = lib/libparamod-all.la
EXTRA_PROGRAMS += fuzz/sem_model_fuzzer
fuzz_sem_model_fuzzer_SOURCES = fuzz/sem_model_fuzz.c fuzz/fuzz.h
fuzz_sem_model_fuzzer_LDADD = lib/libparamod-all.la
fuzz_sem_model_fuzzer_LDFLAGS = -fsanitize=fuzzer
EXTRA_DIST += \
	fuzz/corpus/sem_model/broken.txt \
	fuzz/corpus/sem_model/modifiers.txt \
	fuzz/corpus/sem_model/plain.txt

fuzz_targets += market
fuzz_fuzzers += fuzz/market_fuzzer
check_PROGRAMS += fuzz/market_replay
fuzz_market_replay_SOURCES = fuzz/market_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_market_replay_LDADD = lib/libparamod-all.la
EXTRA_PROGRAMS += fuzz/market_fuzzer
fuzz_market_fuzzer_SOURCES = fuzz/market_fuzz.c fuzz/fuzz.h
fuzz_market_fuzzer_LDADD = lib/libparamod-all.la
fuzz_market_fuzzer_LDFLAGS = -fsanitize=fuzzer
EXTRA_DIST += \
	fuzz/corpus/market/general.mtx \
	fuzz/corpus/market/huge.mtx \
	fuzz/corpus/market/outside.mtx \
	fuzz/corpus/market/pattern.mtx \
	fuzz/corpus/market/skew.mtx \
	fuzz/corpus/market/symmetric.mtx

fuzz_targets += sor
fuzz_fuzzers += fuzz/sor_fuzzer
check_PROGRAMS += fuzz/sor_replay
fuzz_sor_replay_SOURCES = fuzz/sor_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_sor_replay_LDADD = lib/libparamod-all.la
EXTRA_PROGRAMS += fuzz/sor_fuzzer
fuzz_sor_fuzzer_SOURCES = fuzz/sor_fuzz.c fuzz/fuzz.h
fuzz_sor_fuzzer_LDADD = lib/libparamod-all.la
fuzz_sor_fuzzer_LDFLAGS = -fsanitize=fuzzer
EXTRA_DIST += \
	fuzz/corpus/sor/definite.mtx \
	fuzz/corpus/sor/extreme.mtx \
	fuzz/corpus/sor/triangle.mtx

fuzz_targets += tuner
fuzz_fuzzers += fuzz/tuner_fuzzer
check_PROGRAMS += fuzz/tuner_replay
fuzz_tuner_replay_SOURCES = fuzz/tuner_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_tuner_replay_LDADD = lib/libparamod-all.la
EXTRA_PROGRAMS += fuzz/tuner_fuzzer
fuzz_tuner_fuzzer_SOURCES = fuzz/tuner_fuzz.c fuzz/fuzz.h
fuzz_tuner_fuzzer_LDADD = lib/libparamod-all.la
fuzz_tuner_fuzzer_LDFLAGS = -fsanitize=fuzzer
EXTRA_DIST += \
	fuzz/corpus/tuner/chebcb.bin \
	fuzz/corpus/tuner/composite.bin \
	fuzz/corpus/tuner/tsallis.bin

fuzzers: $(fuzz_fuzzers)
.PHONY: fuzzers
CLEANFILES += $(fuzz_fuzzers)
dist_check_SCRIPTS += fuzz/check-fuzz.sh
EXTRA_DIST += fuzz/README.md

fuzz_targets += model
fuzz_fuzzers += fuzz/model_fuzzer
check_PROGRAMS += fuzz/model_replay
fuzz_model_replay_SOURCES = fuzz/model_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_model_replay_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools $(JANSSON_CFLAGS)
fuzz_model_replay_LDADD = $(fuzz_tools_libs) $(PTHREAD_LIBS)
EXTRA_PROGRAMS += fuzz/model_fuzzer
fuzz_model_fuzzer_SOURCES = fuzz/model_fuzz.c fuzz/fuzz.h
fuzz_model_fuzzer_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tools $(JANSSON_CFLAGS)
fuzz_model_fuzzer_LDADD = $(fuzz_tools_libs) $(PTHREAD_LIBS)
fuzz_model_fuzzer_LDFLAGS = -fsanitize=fuzzer
EXTRA_DIST += \
	fuzz/corpus/model/algebraic.json \
	fuzz/corpus/model/brackets.json \
	fuzz/corpus/model/empty.json \
	fuzz/corpus/model/equation.json
