#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes infer.ref: inference for a Weibull sample and for Misra1a of NIST
StRD, in 60-digit arithmetic with derivatives by central differences only.

    python3 infer.py > infer.ref          (reads profile.ref beside it)
"""
import os
from mpmath import mp, mpf, exp, log, matrix, inverse, euler, pi, erfinv, erfc, sqrt, lu_solve, gammainc

mp.dps = 60
H = mpf(10) ** -18
TIMES = "0.5 0.9 1.1 1.3 1.4 1.8 2.2 2.3 2.9 3.5 4.1 6.0".split()
CLUSTER = [7, 7, 3, 3, 3, 900, 900, 1, 1, 1, 7, 900]


def show(key, *values):
    print(key, *(mp.nstr(v, 20) for v in values))


def shifted(b, i, h):
    c = list(b)
    c[i] += h
    return c


def gradient(f, b):
    return [(f(shifted(b, i, H)) - f(shifted(b, i, -H))) / (2 * H)
            for i in range(len(b))]


def hessian(f, b):
    k = len(b)
    m = matrix(k, k)
    for i in range(k):
        up, down = (gradient(f, shifted(b, i, s * H * 1000)) for s in (1, -1))
        for j in range(k):
            m[j, i] = (up[j] - down[j]) / (2000 * H)
    return m


def solve(system, b):
    k = len(b)
    for _ in range(100):
        value = system(b)
        jac = matrix(k, k)
        for j in range(k):
            up, down = (system(shifted(b, j, s * H)) for s in (1, -1))
            for i in range(k):
                jac[i, j] = (up[i] - down[i]) / (2 * H)
        step = lu_solve(jac, matrix(value))
        b = [b[i] - step[i] for i in range(k)]
        if max(abs(s) for s in step) < mpf(10) ** -24:
            return b
    raise ArithmeticError


def lower(m):
    return [m[i, j] for i in range(m.rows) for j in range(i + 1)]


def meat(scores, labels):
    k = len(scores[0])
    total = matrix(k, k)
    for label in set(labels):
        u = matrix([sum(s[i] for s, l in zip(scores, labels) if l == label)
                    for i in range(k)])
        total += u * u.T
    return total


def weibull():
    t = [mpf(v) for v in TIMES]
    n = len(t)
    term = lambda b, x: (log(b[0]) - b[0] * log(b[1]) + (b[0] - 1) * log(x)
                         - (x / b[1]) ** b[0])
    f = lambda b: sum(term(b, x) for x in t)
    b = solve(lambda c: gradient(f, c), [mpf(3) / 2, mpf(5) / 2])
    show("weibull_estimate", *b, f(b))
    info = -hessian(f, b)
    bread = inverse(info)
    show("weibull_observed", *lower(bread))
    one = 1 - euler
    fisher = matrix([[n / b[0] ** 2 * (pi ** 2 / 6 + one ** 2), -n * one / b[1]],
                     [-n * one / b[1], n * b[0] ** 2 / b[1] ** 2]])
    show("weibull_expected", *lower(inverse(fisher)))
    scores = [gradient(lambda c: term(c, x), b) for x in t]
    show("weibull_sandwich", *lower(bread * meat(scores, range(n)) * bread))
    show("weibull_clustered", *lower(bread * meat(scores, CLUSTER) * bread))
    q = 2 * erfinv(mpf(95) / 100) ** 2
    for i in range(2):
        for side in (-1, 1):
            def system(c):
                g = gradient(f, c)
                g[i] = f(b) - f(c) - q / 2
                return g
            start = list(b)
            step = side * sqrt(q * bread[i, i])
            start = [b[l] + step * bread[l, i] / bread[i, i] for l in range(2)]
            end = solve(system, start)
            show(f"weibull_end_{i}_{'lower' if side < 0 else 'upper'}", end[i])
    # exponential null model: shape 1, scale the mean
    null = [mpf(1), sum(t) / n]
    ratio = 2 * (f(b) - f(null))
    show("weibull_ratio", ratio, erfc(sqrt(ratio / 2)))
    g = matrix(gradient(f, null))
    observed = (g.T * inverse(-hessian(f, null)) * g)[0]
    show("weibull_score_observed", observed, erfc(sqrt(observed / 2)))
    fisher0 = matrix([[n * (pi ** 2 / 6 + one ** 2), -n * one / null[1]],
                      [-n * one / null[1], n / null[1] ** 2]])
    expected = (g.T * inverse(fisher0) * g)[0]
    show("weibull_score_expected", expected, erfc(sqrt(expected / 2)))


def misra():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "profile.ref")
    rows = [l.split() for l in open(path) if not l.startswith("#")]
    at = [i for i, r in enumerate(rows) if r[0] == "Misra1a"][0]
    k, m = int(rows[at][1]), int(rows[at][2])
    data = [[mpf(v) for v in r] for r in rows[at + 1:at + 1 + m]]
    b = [mpf(r[1]) for r in rows[at + 1 + m:at + 1 + m + k]]
    r = lambda c, x, y: c[0] * (1 - exp(-c[1] * x)) - y
    f = lambda c: sum(r(c, x, y) ** 2 for x, y in data) / 2
    b = solve(lambda c: [v * s for v, s in zip(gradient(f, c), (1, 1))], b)
    s2 = 2 * f(b) / (m - k)
    jac = matrix([gradient(lambda c: r(c, x, y), b) for x, y in data])
    show("misra_observed", *lower(s2 * inverse(hessian(f, b))))
    show("misra_expected", *lower(s2 * inverse(jac.T * jac)))
    show("misra_unit", *lower(inverse(jac.T * jac)))
    scores = [[r(b, *data[i]) * jac[i, j] for j in range(k)] for i in range(m)]
    bread = inverse(jac.T * jac)
    show("misra_sandwich", *lower(bread * meat(scores, range(m)) * bread))
    labels = [i // 4 for i in range(m)]
    show("misra_clustered", *lower(bread * meat(scores, labels) * bread))


def chi_squared():
    for x, d in (("3.5", 1), ("40", 1), ("1e-8", 1), ("700", 1), ("2.5", 2),
                 ("7.25", 3), ("0.01", 3), ("150", 7), ("95.5", 100), ("1200", 1000)):
        show(f"tail_{x}_{d}", gammainc(mpf(d) / 2, mpf(x) / 2, regularized=True))
    for level in ("0.5", "0.95", "0.999", "0.01"):
        show(f"quantile_{level}", 2 * erfinv(mpf(level)) ** 2)


print("# made by infer.py")
weibull()
misra()
chi_squared()
