# SPDX-License-Identifier: GPL-3.0-or-later
tools_tests = \
	tests/tools/design_test \
	tests/tools/expression_test \
	tests/tools/table_test \
	tests/tools/words_test
unit_tests += $(tools_tests)
tools_test_libs = @WRAP_FLAGS@ tests/libsupport.la tools/libtools.la \
	lib/libparamod-all.la $(JANSSON_LIBS) $(CSV_LIBS)
tests_tools_design_test_LDADD = $(tools_test_libs)
tests_tools_expression_test_LDADD = $(tools_test_libs)
tests_tools_table_test_LDADD = $(tools_test_libs)
tests_tools_words_test_LDADD = $(tools_test_libs)

dist_check_SCRIPTS += tests/tools/check-command.sh
tests/tools/check-command.log: tools/paramod

dist_check_SCRIPTS += tests/tools/check-sem-fit.sh
tests/tools/check-sem-fit.log: tools/paramod
dist_check_SCRIPTS += tests/tools/check-chroma.sh
tests/tools/check-chroma.log: tools/paramod
dist_check_SCRIPTS += tests/tools/check-sem-graphs.sh
tests/tools/check-sem-graphs.log: tools/paramod
dist_check_SCRIPTS += tests/tools/check-sor-solve.sh
tests/tools/check-sor-solve.log: tools/paramod
dist_check_SCRIPTS += tests/tools/check-sor-tune.sh
tests/tools/check-sor-tune.log: tools/paramod
dist_check_SCRIPTS += tests/tools/check-spline-knots.sh
tests/tools/check-spline-knots.log: tools/paramod
dist_check_SCRIPTS += tests/tools/check-ident.sh
tests/tools/check-ident.log: tools/paramod
