# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference values of tests/calculus/quadrature_test.c:
    python3 integrals.py > integrals.ref
Each line is "number a b integral"; the number is that of the function there."""
from mpmath import mp, mpf, quad, exp, sin, cos, sqrt, log, pi, nstr, atan, linspace

mp.dps = 40


def show(number, f, a, b, points=None):
    value = quad(f, points or [a, b], maxdegree=12)
    print(number, a, b, nstr(value, 25))


show(0, lambda x: exp(-x * x), -1, 3)
show(1, lambda x: sin(30 * x), 0, 1, linspace(0, 1, 20))
show(2, lambda x: 1 / sqrt(x), 0, 1)
show(3, lambda x: log(x), 0, 2)
show(4, lambda x: 1 / (1 + 10000 * (x - mpf(1) / 3) ** 2), 0, 1,
     [0, mpf(3) / 10, mpf(1) / 3, mpf(11) / 30, 1])
show(5, lambda x: abs(x - mpf(1) / 3), 0, 1, [0, mpf(1) / 3, 1])
show(6, lambda x: x ** mpf("0.1") * exp(-x), 0, 20, [0, 1, 5, 20])
show(7, lambda x: 1 if x > mpf(2) / 3 else 0, 0, 1, [0, mpf(2) / 3, 1])
show(8, lambda x: cos(x * x) * exp(x / 3), 5, 1, [5, 4, 3, 2, 1])
