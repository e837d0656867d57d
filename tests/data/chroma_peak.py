#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes goldstein.ref (a, b, J, 1 - J) or peak.ref (a, kd, t0, t1, t, c, the
gradient and the upper Hessian by (a, kd, t0, t1)).

    python3 chroma_peak.py goldstein >goldstein.ref
    python3 chroma_peak.py peak >peak.ref

J(a, b) = P(N_b >= N_a) is summed over independent Poisson variables in 70 digits,
which shares nothing with the library; derivatives are central differences with
a step of 1e-12, so about 22 digits.
"""
import sys
from mpmath import mp, mpf, exp, sqrt, nstr

mp.dps = 70


def both(a, b):
    """J(a, b) and 1 - J(a, b)."""
    most = int(max(a, b) + 45 * sqrt(max(a, b)) + 500)
    term, terms = exp(-a), []
    for k in range(most + 1):
        terms.append(term)
        term = term * a / (k + 1)
    above = [mpf(0)] * (most + 2)
    for k in range(most, -1, -1):
        above[k] = above[k + 1] + terms[k]
    below, weight, j, rest = mpf(0), exp(-b), mpf(0), mpf(0)
    for k in range(most):
        below += terms[k]
        j += weight * below
        rest += weight * above[k + 1]
        weight = weight * b / (k + 1)
    return j, rest


def pulse(a, kd, t0, t1, t):
    if t < t0:
        return mpf(0)
    c = both(a, kd * (t - t0))[0]
    return c if t < t0 + t1 else c - both(a, kd * (t - t0 - t1))[0]


def goldstein():
    for a, b in [(0.0, 0.0), (0.0, 3.5), (3.5, 0.0), (1e-8, 1e-8), (1e-300, 2.0),
                 (0.25, 1e-6), (2.0, 30.0), (2.0, 300.0), (30.0, 2.0),
                 (1.5, 1.25), (12.5, 11.0), (100.0, 100.0), (100.0, 150.0),
                 (400.0, 40.0), (1000.0, 700.0), (1000.0, 3000.0),
                 (7722.5, 7500.0), (7722.5, 5000.0), (7722.5, 11000.0),
                 (20000.0, 20000.5), (20000.0, 14000.0), (20000.0, 27000.0)]:
        j, rest = both(mpf(a), mpf(b))
        print(a, b, nstr(j, 25), nstr(rest, 25))


def peak():
    h = mpf(10)**-12
    for row in [(439.75, 5.25, 34.5, 4.0, 119.0), (439.75, 5.25, 34.5, 4.0, 100.0),
                (439.75, 5.25, 34.5, 4.0, 150.0), (2.0, 1.5, 1.0, 0.5, 1.25),
                (2.0, 1.5, 1.0, 0.5, 4.0), (0.125, 2.0, 0.5, 3.0, 2.0),
                (0.125, 2.0, 0.5, 3.0, 4.0), (40.0, 3.0, 2.0, 2.0**-20, 15.0),
                (40.0, 3.0, 2.0, 50.0, 15.0), (40.0, 3.0, 2.0, 10.0, 20.0),
                (7722.5, 14.25, 34.125, 4.0, 577.0), (1e-3, 1.0, 1.0, 1.0, 2.5)]:
        x, t = [mpf(v) for v in row[:4]], mpf(row[4])

        def f(*shift):
            return pulse(*[v + h * s for v, s in zip(x, shift)], t)
        unit = [[int(i == j) for j in range(4)] for i in range(4)]
        centre = f(0, 0, 0, 0)
        up = [f(*u) for u in unit]
        down = [f(*[-v for v in u]) for u in unit]
        out = [centre] + [(p - m) / (2 * h) for p, m in zip(up, down)]
        for i in range(4):
            for j in range(i, 4):
                if i == j:
                    out.append((up[i] - 2 * centre + down[i]) / h**2)
                    continue
                corner = [f(*[p * u + q * v for u, v in zip(unit[i], unit[j])])
                          for p, q in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
                out.append((corner[0] - corner[1] - corner[2] + corner[3])
                           / (4 * h**2))
        print(*row, *[nstr(v, 20) for v in out])


{"goldstein": goldstein, "peak": peak}[sys.argv[1]]()
