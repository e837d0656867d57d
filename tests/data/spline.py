# SPDX-License-Identifier: GPL-3.0-or-later
# Cubic splines with 50 digits: all 4 n coefficients from one dense system of
# their defining conditions, unlike the library's tridiagonal system.
# python3 spline.py > spline.ref
# Rows: kind number, count of points, x, S(x), S'(x), S''(x), integral from x_0.
from mpmath import mp, mpf, matrix, lu_solve, sin, cos

mp.dps = 50
CLAMPED = (mpf('0.75'), mpf('-1.5'))


def points(count):
    x, y = [mpf(0)], []
    for i in range(1, count):
        x.append(x[-1] + mpf((7 * i) % 5 + 1) / 8)
    y = [mpf(round(1024 * (2 * sin(3 * i) + cos(i * i)))) / 1024 for i in range(count)]
    return x, y


def row(t, order):
    values = []
    for j in range(4):
        f = mpf(1)
        for k in range(order):
            f *= j - k
        values.append(f * t ** (j - order) if j >= order else mpf(0))
    return values


def spline(kind, x, y):
    n = len(x) - 1
    conditions = []

    def add(parts, value):
        line = [mpf(0)] * (4 * n)
        for piece, sign, values in parts:
            for j in range(4):
                line[4 * piece + j] += sign * values[j]
        conditions.append((line, value))

    for i in range(n):
        h = x[i + 1] - x[i]
        add([(i, 1, row(mpf(0), 0))], y[i])
        add([(i, 1, row(h, 0))], y[i + 1])
        if i + 1 < n:
            for order in (1, 2):
                add([(i, 1, row(h, order)), (i + 1, -1, row(mpf(0), order))], 0)
    last = x[n] - x[n - 1]
    if kind == 0:
        for i in (0, n - 2):
            add([(i, 1, row(mpf(0), 3)), (i + 1, -1, row(mpf(0), 3))], 0)
    elif kind == 1:
        add([(0, 1, row(mpf(0), 2))], 0)
        add([(n - 1, 1, row(last, 2))], 0)
    elif kind == 2:
        add([(0, 1, row(mpf(0), 1))], CLAMPED[0])
        add([(n - 1, 1, row(last, 1))], CLAMPED[1])
    else:
        for order in (1, 2):
            add([(0, 1, row(mpf(0), order)), (n - 1, -1, row(last, order))], 0)
    c = lu_solve(matrix([line for line, _ in conditions]),
                 matrix([value for _, value in conditions]))
    return [[c[4 * i + j] for j in range(4)] for i in range(n)]


def evaluate(x, c, at, order):
    i = max(k for k in range(len(c)) if x[k] <= at)
    return sum(a * b for a, b in zip(c[i], row(at - x[i], order)))


def integral(x, c, at):
    total = mpf(0)
    for i in range(len(c)):
        if x[i] < at:
            t = min(at, x[i + 1]) - x[i]
            total += sum(c[i][j] * t ** (j + 1) / (j + 1) for j in range(4))
    return total


for kind in range(4):
    for count in (4, 5, 6, 9, 20):
        x, y = points(count)
        if kind == 0 and count == 4:
            continue        # both conditions are one: a single cubic
        if kind == 3:
            y[-1] = y[0]
        c = spline(kind, x, y)
        for k in range(1, 32, 3):
            at = x[-1] * k / 32
            print(kind, count, mp.nstr(at, 17),
                  *[mp.nstr(evaluate(x, c, at, o), 20) for o in range(3)],
                  mp.nstr(integral(x, c, at), 20))
