#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Eigenvalues and K of the algebraic examples of Wang and Hao, in 60 digits.
usage: ident.py > ident.ref"""
from mpmath import mp, mpf, matrix, log, eigsy, fsum, sqrt

mp.dps = 60

def polynomial(t, theta):
    return [mpf(1), t**2, (t - 1) * (t - 2) * (t - 3) + 2]

def hill(x, theta):
    v, k, n = theta
    q = (k / x)**n
    y = 1 / (1 + q)
    return [y, -v * y * y * q * n / k, v * y * y * q * log(x / k)]

def leftover(columns, i):
    others = []
    for c in [c for j, c in enumerate(columns) if j != i] + [columns[i]]:
        v = list(c)
        for q in others:
            d = fsum(a * b for a, b in zip(q, v))
            v = [a - d * b for a, b in zip(v, q)]
        norm = sqrt(fsum(a * a for a in v))
        if norm < mpf(10)**-40:
            if c is columns[i]:
                return mpf(0), mpf(0)
            continue
        others.append([a / norm for a in v])
    return max(abs(a) for a in v), norm

def show(name, f, theta, times):
    times = [mpf(t) for t in times]
    theta = [mpf(t) for t in theta]
    rows = [f(t, theta) for t in times]
    k = len(theta)
    columns = [[r[j] for r in rows] for j in range(k)]
    fim = matrix(k, k)
    for i in range(k):
        for j in range(k):
            fim[i, j] = fsum(a * b for a, b in zip(columns[i], columns[j]))
    values = sorted((v if abs(v) > mpf(10)**-45 else mpf(0)
                     for v in eigsy(fim, eigvals_only=True)), reverse=True)
    metric = [leftover(columns, i) for i in range(k)]
    print("example", name, k, len(times))
    for key, numbers in (("theta", theta), ("x", times), ("eigenvalues", values),
                         ("k_inf", [m[0] for m in metric]), ("k_2", [m[1] for m in metric])):
        print(key, *(mp.nstr(x, 20) for x in numbers))

show("polynomial_123", polynomial, (1, 1, 1), (1, 2, 3))
show("polynomial_1230", polynomial, (1, 1, 1), (1, 2, 3, 0))
show("hill_five", hill, (1, 3, 8), ("1.6", "3.2", "4.8", "6.4", "8"))
show("hill_critical", hill, (1, 3, 8), ("1.6", "3.2", "5.8"))
show("hill_two", hill, (1, 3, 8), ("1.6", "3.2"))
