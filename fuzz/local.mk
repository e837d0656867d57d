# SPDX-License-Identifier: GPL-3.0-or-later
# Each target is built as a replay program for 'make check', and by
# 'make fuzzers' (clang only) with libFuzzer's own main().
fuzz_tools_libs = tools/libtools.la lib/libparamod-all.la $(JANSSON_LIBS) $(CSV_LIBS)

check_PROGRAMS += fuzz/csv_replay fuzz/formula_replay fuzz/market_replay \
	fuzz/sor_replay \
	fuzz/tuner_replay
fuzz_csv_replay_SOURCES = fuzz/csv_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_csv_replay_LDADD = $(fuzz_tools_libs)
fuzz_formula_replay_SOURCES = fuzz/formula_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_formula_replay_LDADD = $(fuzz_tools_libs)
fuzz_market_replay_SOURCES = fuzz/market_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_market_replay_LDADD = lib/libparamod-all.la

fuzz_sor_replay_SOURCES = fuzz/sor_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_sor_replay_LDADD = lib/libparamod-all.la
fuzz_tuner_replay_SOURCES = fuzz/tuner_fuzz.c fuzz/replay.c fuzz/fuzz.h
fuzz_tuner_replay_LDADD = lib/libparamod-all.la

EXTRA_PROGRAMS += fuzz/csv_fuzzer fuzz/formula_fuzzer fuzz/market_fuzzer fuzz/sor_fuzzer fuzz/tuner_fuzzer
fuzz_csv_fuzzer_SOURCES = fuzz/csv_fuzz.c fuzz/fuzz.h
fuzz_csv_fuzzer_LDADD = $(fuzz_tools_libs)
fuzz_csv_fuzzer_LDFLAGS = -fsanitize=fuzzer
fuzz_formula_fuzzer_SOURCES = fuzz/formula_fuzz.c fuzz/fuzz.h
fuzz_formula_fuzzer_LDADD = $(fuzz_tools_libs)
fuzz_formula_fuzzer_LDFLAGS = -fsanitize=fuzzer
fuzz_market_fuzzer_SOURCES = fuzz/market_fuzz.c fuzz/fuzz.h
fuzz_market_fuzzer_LDADD = lib/libparamod-all.la
fuzz_market_fuzzer_LDFLAGS = -fsanitize=fuzzer
fuzz_sor_fuzzer_SOURCES = fuzz/sor_fuzz.c fuzz/fuzz.h
fuzz_sor_fuzzer_LDADD = lib/libparamod-all.la
fuzz_sor_fuzzer_LDFLAGS = -fsanitize=fuzzer
fuzz_tuner_fuzzer_SOURCES = fuzz/tuner_fuzz.c fuzz/fuzz.h
fuzz_tuner_fuzzer_LDADD = lib/libparamod-all.la
fuzz_tuner_fuzzer_LDFLAGS = -fsanitize=fuzzer
fuzzers: fuzz/csv_fuzzer fuzz/formula_fuzzer fuzz/market_fuzzer fuzz/sor_fuzzer fuzz/tuner_fuzzer
.PHONY: fuzzers
CLEANFILES += fuzz/csv_fuzzer fuzz/formula_fuzzer fuzz/market_fuzzer fuzz/sor_fuzzer fuzz/tuner_fuzzer

dist_check_SCRIPTS += fuzz/check-fuzz.sh
EXTRA_DIST += fuzz/README.md \
	fuzz/corpus/sor/definite.mtx fuzz/corpus/sor/extreme.mtx \
	fuzz/corpus/sor/triangle.mtx \
	fuzz/corpus/csv/bom-crlf.csv fuzz/corpus/csv/numbers.csv \
	fuzz/corpus/csv/open-quote.csv fuzz/corpus/csv/plain.csv \
	fuzz/corpus/csv/ragged.csv fuzz/corpus/csv/zero-byte.csv \
	fuzz/corpus/formula/assignments.txt fuzz/corpus/formula/broken.txt \
	fuzz/corpus/formula/numbers.txt fuzz/corpus/formula/plain.txt \
	fuzz/corpus/formula/products.txt \
	fuzz/corpus/market/general.mtx fuzz/corpus/market/huge.mtx \
	fuzz/corpus/market/outside.mtx fuzz/corpus/market/pattern.mtx \
	fuzz/corpus/market/skew.mtx fuzz/corpus/market/symmetric.mtx \
	fuzz/corpus/tuner/chebcb.bin fuzz/corpus/tuner/composite.bin \
	fuzz/corpus/tuner/tsallis.bin
