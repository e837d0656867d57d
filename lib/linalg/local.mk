# SPDX-License-Identifier: GPL-3.0-or-later
lib_libparamod_all_la_SOURCES += \
	lib/linalg/cholesky.c	lib/linalg/cholesky_impl.h \
	lib/linalg/eigen.c	lib/linalg/eigen_impl.h \
	lib/linalg/lapack.c	lib/linalg/lapack_impl.h \
	lib/linalg/matrix_market.c \
	lib/linalg/qr.c		lib/linalg/qr_impl.h \
	lib/linalg/sparse.c	lib/linalg/sparse_impl.h \
	lib/linalg/svd.c	lib/linalg/svd_impl.h \
	lib/linalg/triangular.c	lib/linalg/triangular_impl.h
lib_libkernels_la_SOURCES += lib/linalg/dense.c lib/linalg/dense_impl.h
lib_libkernels_la_SOURCES += lib/linalg/lanes_impl.h lib/linalg/lu.c \
	lib/linalg/lu_impl.h lib/linalg/product.c lib/linalg/product_impl.h
