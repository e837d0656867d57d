dnl SPDX-License-Identifier: GPL-3.0-or-later
dnl PARAMOD_PETSC: looks for PETSc and the MPI that it was built for, unless
dnl --without-petsc.  The library does not use it: an example shows how to, and
dnl bench/sor measures itself against it.  Its headers are not ours, so that our
dnl warnings do not apply.  Its absence is an error only where it was asked for.
AC_DEFUN([PARAMOD_PETSC], [
  AC_ARG_WITH([petsc],
    [AS_HELP_STRING([--without-petsc], [leave out the example and the benchmark that use PETSc, where that is installed])],
    [], [with_petsc=check])
  have_petsc=no PETSC_CFLAGS= PETSC_LIBS=
  AS_IF([test "x$with_petsc" != xno], [
    PKG_CHECK_MODULES([PETSC], [PETSc >= 3.15],
      [PKG_CHECK_MODULES([MPI], [ompi-c], [have_petsc=yes],
         [PKG_CHECK_MODULES([MPI], [mpich], [have_petsc=yes], [have_petsc=no])])],
      [have_petsc=no])
    AS_IF([test "x$have_petsc" = xyes],
      [PETSC_CFLAGS=$(AS_ECHO(["$PETSC_CFLAGS $MPI_CFLAGS"]) | sed 's/-I *\//-isystem \//g')
       PETSC_LIBS="$PETSC_LIBS $MPI_LIBS"
       paramod_save_CFLAGS=$CFLAGS paramod_save_LIBS=$LIBS
       CFLAGS="$CFLAGS $PETSC_CFLAGS" LIBS="$PETSC_LIBS $LIBS"
       AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <petscksp.h>]],
                                       [[return PetscInitializeNoArguments();]])],
                      [], [have_petsc=no])
       CFLAGS=$paramod_save_CFLAGS LIBS=$paramod_save_LIBS])
    AS_IF([test "x$have_petsc" = xyes],
      [AC_DEFINE([PARAMOD_HAVE_PETSC], [1], [bench/sor may use PETSc.])],
      [PETSC_CFLAGS= PETSC_LIBS=])
    AS_IF([test "x$with_petsc" = xyes && test "x$have_petsc" = xno],
      [AC_MSG_ERROR([PETSc >= 3.15 was not found (Debian: petsc-dev)])])
  ])
  AM_CONDITIONAL([HAVE_PETSC], [test "x$have_petsc" = xyes])
  AC_SUBST([PETSC_CFLAGS])
  AC_SUBST([PETSC_LIBS])
])
