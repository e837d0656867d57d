# SPDX-License-Identifier: GPL-3.0-or-later
validation_programs += validation/nist/run
validation_nist_run_SOURCES = validation/nist/run.c \
	validation/nist/nist.c validation/nist/nist.h
validation_nist_run_LDADD = lib/libparamod.la -lm

EXTRA_DIST += \
	validation/nist/README.md \
	validation/nist/data/Bennett5.dat	validation/nist/data/BoxBOD.dat \
	validation/nist/data/Chwirut1.dat	validation/nist/data/Chwirut2.dat \
	validation/nist/data/DanWood.dat	validation/nist/data/ENSO.dat \
	validation/nist/data/Eckerle4.dat	validation/nist/data/Gauss1.dat \
	validation/nist/data/Gauss2.dat	validation/nist/data/Gauss3.dat \
	validation/nist/data/Hahn1.dat	validation/nist/data/Kirby2.dat \
	validation/nist/data/Lanczos1.dat	validation/nist/data/Lanczos2.dat \
	validation/nist/data/Lanczos3.dat	validation/nist/data/MGH09.dat \
	validation/nist/data/MGH10.dat	validation/nist/data/MGH17.dat \
	validation/nist/data/Misra1a.dat	validation/nist/data/Misra1b.dat \
	validation/nist/data/Misra1c.dat	validation/nist/data/Misra1d.dat \
	validation/nist/data/Nelson.dat	validation/nist/data/Rat42.dat \
	validation/nist/data/Rat43.dat	validation/nist/data/Roszman1.dat \
	validation/nist/data/Thurber.dat
