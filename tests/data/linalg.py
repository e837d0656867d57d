# SPDX-License-Identifier: GPL-3.0-or-later
"""Decompositions with 120 digits, for tests/linalg/*_test.c.

Each record is a line "kind rows columns", the matrix by columns as hexadecimal
doubles, and then the exact results, rounded to 20 digits:
  svd    singular values, descending
  eigen  eigenvalues, ascending
  solve  a symmetric positive definite matrix: log det, then the solution of
         A x = (1, 2, .., n)
  least  a right-hand side of `rows` doubles in hexadecimal, then the
         least-squares solution
Graded matrices are D B E with random B and diagonals over 40 decades."""
import random
from mpmath import mp, mpf, matrix, svd_r, eigsy, lu_solve, det, log, nstr

mp.dps = 120
random.seed(20)


def graded(m, n, left, right):
    d = [10 ** random.uniform(-left, left) for _ in range(m)]
    e = [10 ** random.uniform(-right, right) for _ in range(n)]
    return [[d[i] * random.uniform(-1, 1) * e[j] for j in range(n)]
            for i in range(m)]


def hilbert(n):
    return [[1.0 / (i + j + 1) for j in range(n)] for i in range(n)]


def positive(n, decades):  # D (B'B + I) D, rounded
    b = graded(n, n, 0, 0)
    d = [10 ** random.uniform(-decades, decades) for _ in range(n)]
    a = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            s = sum(b[k][i] * b[k][j] for k in range(n)) + (i == j)
            a[i][j] = a[j][i] = d[i] * s * d[j]
    return a


def symmetric(n):
    a = graded(n, n, 0, 0)
    return [[a[max(i, j)][min(i, j)] for j in range(n)] for i in range(n)]


def record(kind, a, hexadecimal, results):
    print(kind, len(a), len(a[0]))
    for j in range(len(a[0])):
        print(" ".join(float(row[j]).hex() for row in a))
    if hexadecimal:
        print(" ".join(x.hex() for x in hexadecimal))
    print(" ".join(nstr(x, 20) for x in results))


def svd(a):
    s = svd_r(matrix(a), compute_uv=False)
    record("svd", a, None, sorted(s, reverse=True))


def eigen(a):
    e, _ = eigsy(matrix(a))
    record("eigen", a, None, sorted(e))


def solve(a):
    n = len(a)
    x = lu_solve(matrix(a), matrix([mpf(i + 1) for i in range(n)]))
    record("solve", a, None, [log(det(matrix(a)))] + list(x))


def least(a):
    b = [random.uniform(-1, 1) for _ in a]
    m, y = matrix(a), matrix(b)
    record("least", a, b, list(lu_solve(m.T * m, m.T * y)))


for m, n in ((1, 1), (6, 6), (9, 4), (4, 9), (34, 33)):
    svd(graded(m, n, 0, 20))
    svd(graded(m, n, 20, 0))
svd(graded(7, 7, 20, 20))
svd(hilbert(10))
for n in (1, 2, 5, 12, 33):
    eigen(symmetric(n))
eigen(hilbert(8))
for n in (1, 3, 10, 31, 32, 40):
    solve(positive(n, 0))
    solve(positive(n, 12))
solve(hilbert(6))
for m, n in ((1, 1), (5, 5), (12, 4), (40, 33), (200, 7)):
    least(graded(m, n, 0, 0))
    least(graded(m, n, 0, 12))
