dnl SPDX-License-Identifier: GPL-3.0-or-later
dnl PARAMOD_SUNDIALS: looks for SUNDIALS >= 6.0, unless --without-sundials.
dnl Its absence is an error only where it was asked for; what was found is
dnl reported, in HAVE_SUNDIALS and in the summary of configure.
dnl
dnl Distributions ship no .pc file for it.  libsundials_cvodes holds the serial
dnl vector and the dense, band and Krylov solvers as well; the separate solver
dnl packages would drag in PETSc and MPI, so nothing else is linked.
AC_DEFUN([PARAMOD_SUNDIALS], [
  AC_ARG_WITH([sundials],
    [AS_HELP_STRING([--with-sundials=DIR], [prefix of SUNDIALS >= 6.0 (found by itself in the usual places); nothing but ODE solving needs it])],
    [], [with_sundials=check])
  SUNDIALS_CPPFLAGS= SUNDIALS_LIBS= have_sundials=no
  AS_IF([test "x$with_sundials" != xno], [
    AS_IF([test "x$with_sundials" != xyes && test "x$with_sundials" != xcheck],
      [SUNDIALS_CPPFLAGS="-I$with_sundials/include"
       SUNDIALS_LIBS="-L$with_sundials/lib"])
    SUNDIALS_LIBS="$SUNDIALS_LIBS -lsundials_cvodes"
    paramod_save_CPPFLAGS=$CPPFLAGS paramod_save_LIBS=$LIBS
    CPPFLAGS="$SUNDIALS_CPPFLAGS $CPPFLAGS" LIBS="$SUNDIALS_LIBS $LIBS"
    AC_CACHE_CHECK([for SUNDIALS >= 6.0 (CVODES, double precision)],
      [paramod_cv_sundials],
      [AC_LINK_IFELSE([AC_LANG_PROGRAM([[
          #include <cvodes/cvodes.h>
          #include <nvector/nvector_serial.h>
          #if SUNDIALS_VERSION_MAJOR < 6 || !defined SUNDIALS_DOUBLE_PRECISION
          #error unusable SUNDIALS
          #endif]],
         [[SUNContext context = 0; (void)CVodeCreate(CV_BDF, context);]])],
        [paramod_cv_sundials=yes], [paramod_cv_sundials=no])])
    CPPFLAGS=$paramod_save_CPPFLAGS LIBS=$paramod_save_LIBS
    AS_IF([test "x$paramod_cv_sundials" = xyes], [have_sundials=yes],
          [test "x$with_sundials" = xcheck],
          [SUNDIALS_CPPFLAGS= SUNDIALS_LIBS=],
      [AC_MSG_ERROR([SUNDIALS >= 6.0 was not found (Debian: libsundials-dev); --without-sundials builds without the parts that need it])])
  ])
  AM_CONDITIONAL([HAVE_SUNDIALS], [test "x$have_sundials" = xyes])
  AC_SUBST([SUNDIALS_CPPFLAGS])
  AC_SUBST([SUNDIALS_LIBS])
])
