# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += \
	tests/linalg/cholesky_test \
	tests/linalg/dense_test \
	tests/linalg/eigen_test \
	tests/linalg/lapack_test \
	tests/linalg/lu_test \
	tests/linalg/matrix_market_test \
	tests/linalg/product_test \
	tests/linalg/qr_test \
	tests/linalg/sparse_test \
	tests/linalg/svd_test \
	tests/linalg/triangular_test
EXTRA_DIST += tests/linalg/matrix.h tests/data/linalg.py tests/data/linalg.ref
