#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes bessel_table.h: polynomials for the scaled Bessel functions, and the
Gauss-Legendre rule that integrates them.

    python3 bessel.py >bessel_table.h

Near: Chebyshev coefficients in t = z / 10 - 1 on 0 <= z <= 20 of
e^-z I0(z) and (z + 2) e^-z I1(z) / z.  Far: coefficients of y^k, y = 20 / z, of
sqrt(z) e^-z I0(z), sqrt(z) e^-z I1(z) and z^(3/2) e^-z (I0(z) - I1(z)) without
their part in e^-2z, which is below 1e-15 of the last and 5e-18 of the others.  Interpolated in 40 digits; the errors are printed.
"""
from mpmath import (mp, mpf, besseli, exp, sqrt, cos, pi, matrix, lu_solve, chebyt,
                    legendre, polyroots, taylor, diff)

mp.dps = 60


def chebyshev(f, degree):
    n = 96
    nodes = [cos(pi * (j + mpf(1) / 2) / n) for j in range(n)]
    values = [f(t) for t in nodes]
    return [(2 - (k == 0)) * sum(v * cos(k * pi * (j + mpf(1) / 2) / n)
                                 for j, v in enumerate(values)) / n
            for k in range(degree + 1)]


def monomial(f, degree):
    n = degree + 1
    nodes = [(1 + cos(pi * (j + mpf(1) / 2) / n)) / 2 for j in range(n)]
    a = matrix(n, n)
    for i, y in enumerate(nodes):
        for k in range(n):
            a[i, k] = y**k
    return list(lu_solve(a, matrix([f(y) for y in nodes])))


def write(name, coefficients, error):
    print(f"/* error {mp.nstr(error, 2)} */")
    print(f"static const double {name}[{len(coefficients)}] = {{")
    for c in coefficients:
        print(f"    {float(c).hex()},")
    print("};\n")


def near(order):
    def f(t):
        z = 10 * (t + 1)
        if order == 0:
            return exp(-z) * besseli(0, z)
        return (exp(-z) * besseli(1, z) / z if z else mpf(1) / 2) * (z + 2)
    return f


def far(order):
    def f(y):
        z = 20 / y
        return sqrt(z) * exp(-z) * besseli(order, z)
    return f


def difference(y):
    z = 20 / y
    return z * sqrt(z) * exp(-z) * (besseli(0, z) - besseli(1, z))


def gauss_legendre(n):
    """Nodes and weights on [0, 1]."""
    roots = sorted(polyroots(taylor(lambda x: legendre(n, x), 0, n)[::-1],
                             maxsteps=500, extraprec=400))
    weights = [2 / ((1 - x * x) * diff(lambda y: legendre(n, y), x)**2)
               for x in roots]
    write("node", [(1 + x) / 2 for x in roots], mpf(0))
    write("weight", [w / 2 for w in weights], abs(sum(weights) - 2))


def main():
    print("/* SPDX-License-Identifier: GPL-3.0-or-later */\n")
    print("/* Written by bessel.py; see there. */\n")
    print("#ifndef PARAMOD_CHROMA_BESSEL_TABLE_H\n"
          "#define PARAMOD_CHROMA_BESSEL_TABLE_H\n")
    for order in (0, 1):
        f = near(order)
        c = chebyshev(f, 43)
        points = [mpf(i) / 100 * 2 - 1 for i in range(101)]
        error = max(abs(sum(ck * chebyt(k, t) for k, ck in enumerate(c)) / f(t) - 1)
                    for t in points)
        write(f"near_{order}", c, error)
        g = far(order)
        c = monomial(g, 11)
        error = max(abs(sum(ck * y**k for k, ck in enumerate(c)) / g(y) - 1)
                    for y in [mpf(i) / 100 for i in range(1, 101)])
        write(f"far_{order}", c, error)
    c = monomial(difference, 11)
    write("far_d", c, max(abs(sum(ck * y**k for k, ck in enumerate(c))
                              / difference(y) - 1)
                          for y in [mpf(i) / 100 for i in range(1, 101)]))
    gauss_legendre(16)
    print("#endif /* PARAMOD_CHROMA_BESSEL_TABLE_H */")


main()
