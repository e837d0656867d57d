#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes profile.ref: standard errors and 95 % profile intervals of nonlinear
regressions of NIST StRD, in 60-digit arithmetic.

    python3 profile.py DIRECTORY_OF_DAT_FILES > profile.ref

An end of parameter i solves d SSR / d b_l = 0 for all l != i and
SSR = SSR_min + q s^2, where q is the 0.95 quantile of chi-squared with one
degree of freedom and s^2 = SSR_min / (m - k).  All derivatives are central
differences of the model with steps of 1e-18, so the script shares no formula
with the library.  The system is solved by Newton's method along the path from
the estimate, in five steps of equal sqrt(SSR - SSR_min).
"""
import re
import sys
from mpmath import mp, mpf, exp, matrix, lu_solve, sqrt, inverse, erfinv

mp.dps = 60
H = mpf(10) ** -18

MODELS = {
    "Misra1a": lambda b, x: b[0] * (1 - exp(-b[1] * x)),
    "BoxBOD": lambda b, x: b[0] * (1 - exp(-b[1] * x)),
    "Eckerle4": lambda b, x: b[0] / b[1] * exp(-((x - b[2]) / b[1]) ** 2 / 2),
    "Rat42": lambda b, x: b[0] / (1 + exp(b[1] - b[2] * x)),
    "MGH09": lambda b, x: b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]),
    "Thurber": lambda b, x: (b[0] + x * (b[1] + x * (b[2] + x * b[3])))
    / (1 + x * (b[4] + x * (b[5] + x * b[6]))),
}


def read(directory, name):
    lines = open(f"{directory}/{name}.dat").read().splitlines()
    start, b = [], []
    for line in lines:
        found = re.match(r"\s*b\d+ =\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)", line)
        if found:
            start.append(found.group(2))
            b.append(found.group(3))
    first = [i for i, line in enumerate(lines) if line.startswith("Data:")][-1]
    data = [line.split()[:2] for line in lines[first + 1:] if line.strip()]
    return start, b, data


def shifted(b, i, h):
    c = list(b)
    c[i] += h
    return c


def gradient(ssr, b):
    return [(ssr(shifted(b, i, H)) - ssr(shifted(b, i, -H))) / (2 * H)
            for i in range(len(b))]


def newton(system, b):
    """Solves system(b) = 0, whose Jacobian comes from differences."""
    k = len(b)
    for _ in range(60):
        value = system(b)
        jacobian = matrix(k, k)
        for j in range(k):
            h = H * (1 + abs(b[j]))
            up, down = system(shifted(b, j, h)), system(shifted(b, j, -h))
            for i in range(k):
                jacobian[i, j] = (up[i] - down[i]) / (2 * h)
        step = lu_solve(jacobian, matrix(value))
        b = [b[i] - step[i] for i in range(k)]
        if max(abs(step[i]) / (abs(b[i]) + 1) for i in range(k)) < mpf(10) ** -24:
            return b
    raise ArithmeticError("no convergence")


def jacobian_of(model, b, xs):
    return matrix([[(model(shifted(b, j, H), x) - model(shifted(b, j, -H), x))
                    / (2 * H) for j in range(len(b))] for x in xs])


def residual_gradient(model, xs, ys):
    def g(b):
        r = [model(b, x) - y for x, y in zip(xs, ys)]
        jac = jacobian_of(model, b, xs)
        return [2 * sum(r[i] * jac[i, j] for i in range(len(xs)))
                for j in range(len(b))]
    return g


def end(model, xs, ys, b, i, side, se, rise, variance):
    g = residual_gradient(model, xs, ys)
    ssr = lambda c: sum((model(c, x) - y) ** 2 for x, y in zip(xs, ys))
    best = ssr(b)
    jac = jacobian_of(model, b, xs)
    cov = inverse(jac.T * jac)
    old, new = b, [b[l] + side * sqrt(rise / variance) / 5 * sqrt(variance) *
                   cov[l, i] / sqrt(cov[i, i]) for l in range(len(b))]
    for step in range(1, 6):
        part = mpf(step) / 5

        def system(c):
            value = g(c)
            value[i] = ssr(c) - best - part * part * rise
            return value
        here = newton(system, new)
        new = [2 * here[l] - old[l] for l in range(len(b))]
        old = here
    return old[i]


def main():
    quantile = 2 * erfinv(mpf(95) / 100) ** 2
    print("# made by profile.py")
    for name, model in MODELS.items():
        start, b, data = read(sys.argv[1], name)
        ys = [mpf(y) for y, _ in data]
        xs = [mpf(x) for _, x in data]
        b = newton(residual_gradient(model, xs, ys), [mpf(v) for v in b])
        k, m = len(b), len(xs)
        ssr = sum((model(b, x) - y) ** 2 for x, y in zip(xs, ys))
        variance = ssr / (m - k)
        jac = jacobian_of(model, b, xs)
        cov = inverse(jac.T * jac)
        print(f"{name} {k} {m} {mp.nstr(ssr, 20)}")
        for y, x in data:
            print(x, y)
        for i in range(k):
            se = sqrt(variance * cov[i, i])
            ends = [end(model, xs, ys, b, i, side, se, quantile * variance,
                        variance) for side in (-1, 1)]
            print(start[i], *(mp.nstr(v, 20) for v in (b[i], se, *ends)))
        sys.stdout.flush()


main()
