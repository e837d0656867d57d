# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line, in order, so that branches seldom meet.
lib_libparamod_all_la_SOURCES += \
	lib/ode/absent.c
