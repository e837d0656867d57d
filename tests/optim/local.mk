# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/optim/fit_test \
	tests/optim/mgh_test \
	tests/optim/nist_test \
	tests/optim/problem_test \
	tests/optim/trust_test
tests_optim_mgh_test_SOURCES = tests/optim/mgh_test.c \
	validation/more_garbow_hillstrom/mgh.c \
	validation/more_garbow_hillstrom/mgh.h
tests_optim_mgh_test_CPPFLAGS = $(AM_CPPFLAGS) \
	-I$(top_srcdir)/validation/more_garbow_hillstrom
tests_optim_nist_test_SOURCES = tests/optim/nist_test.c \
	validation/nist/nist.c validation/nist/nist.h
tests_optim_nist_test_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/validation/nist
