# SPDX-License-Identifier: GPL-3.0-or-later
lib_libparamod_all_la_SOURCES += \
	lib/optim/bfgs.c \
	lib/optim/fit.c			lib/optim/fit_impl.h \
	lib/optim/lm.c			lib/optim/method_impl.h \
	lib/optim/minimise.c		lib/optim/minimise_impl.h \
	lib/optim/multistart.c		lib/optim/multistart_impl.h \
	lib/optim/newton.c \
	lib/optim/problem.c		lib/optim/problem_impl.h \
	lib/optim/second_difference.c \
	lib/optim/spectral.c		lib/optim/spectral_impl.h \
	lib/optim/stop.c		lib/optim/stop_impl.h \
	lib/optim/trust.c		lib/optim/trust_impl.h
