#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Eigenvalues, K and profile intervals of NIST StRD regressions in 50 digits.

usage: nist.py FOLDER SET... > nist_10.csv, FOLDER holding the .dat files.

The fit is Newton's method from the certified values; Hessians are differences of
gradients with relative steps of 1e-20, so that they have 20 digits and Newton's
method all that there are.  Ends of profiles are zeros of the KKT conditions

    gradient_j = 0 (j != i),  SSR(theta) = SSR* + s^2 q,  q = 3.841458820694124,

found by Newton's method along thresholds q (m/8)^2.  An end is NA where that does
not converge.  Everything is computed from the .dat files and the formulas below.
"""
import sys
from mpmath import mp, mpf, matrix, exp, log, atan, cos, sin, pi, fsum, sqrt, lu_solve, eigsy

mp.dps = 50
Q = mpf("3.841458820694124")

def rational(b, x, above):
    p = fsum(b[i] * x**i for i in range(above))
    q = 1 + fsum(b[above + i] * x**(i + 1) for i in range(len(b) - above))
    return p / q

def gauss(b, x):
    return (b[0] * exp(-b[1] * x) + b[2] * exp(-((x - b[3]) / b[4])**2)
            + b[5] * exp(-((x - b[6]) / b[7])**2))

MODELS = {
    "Chwirut1": lambda b, x: exp(-b[0] * x) / (b[1] + b[2] * x),
    "ENSO": lambda b, x: (b[0] + b[1] * cos(2 * pi * x / 12) + b[2] * sin(2 * pi * x / 12)
                          + b[4] * cos(2 * pi * x / b[3]) + b[5] * sin(2 * pi * x / b[3])
                          + b[7] * cos(2 * pi * x / b[6]) + b[8] * sin(2 * pi * x / b[6])),
    "Gauss2": gauss,
    "Hahn1": lambda b, x: rational(b, x, 4),
    "Lanczos2": lambda b, x: fsum(b[i] * exp(-b[i + 1] * x) for i in (0, 2, 4)),
    "MGH09": lambda b, x: b[0] * (x**2 + x * b[1]) / (x**2 + x * b[2] + b[3]),
    "MGH17": lambda b, x: b[0] + b[1] * exp(-x * b[3]) + b[2] * exp(-x * b[4]),
    "Rat43": lambda b, x: b[0] / (1 + exp(b[1] - b[2] * x))**(1 / b[3]),
    "Roszman1": lambda b, x: b[0] - b[1] * x - atan(b[2] / (x - b[3])) / pi,
    "Thurber": lambda b, x: rational(b, x, 4),
}

def read(folder, name):
    certified, data = [], []
    for number, line in enumerate(open(f"{folder}/{name}.dat")):
        words = line.replace("=", " = ").split()
        if number < 60:
            if len(words) == 6 and words[0][0] == "b" and words[1] == "=":
                certified.append(mpf(words[4]))
        elif len(words) >= 2:
            data.append([mpf(w) for w in words])
    return certified, data

class Problem:
    def __init__(self, folder, name):
        self.model = MODELS[name]
        self.start, self.data = read(folder, name)
        self.n, self.k = len(self.data), len(self.start)

    def jacobian(self, b):
        """Values and derivatives by central differences with relative steps 1e-16:
        errors of the order 1e-32."""
        y = [self.model(b, row[1]) for row in self.data]
        columns = []
        for j in range(self.k):
            h = abs(b[j]) * mpf(10)**-16
            up, down = list(b), list(b)
            up[j] += h
            down[j] -= h
            columns.append([(self.model(up, row[1]) - self.model(down, row[1])) / (2 * h)
                            for row in self.data])
        return y, columns

    def gradient(self, b):
        """SSR / 2 and its gradient."""
        y, columns = self.jacobian(b)
        r = [yi - row[0] for yi, row in zip(y, self.data)]
        return fsum(x * x for x in r) / 2, [fsum(x * c for x, c in zip(r, column))
                                            for column in columns]

    def hessian(self, b):
        h = matrix(self.k, self.k)
        for j in range(self.k):
            step = abs(b[j]) * mpf(10)**-9
            up, down = list(b), list(b)
            up[j] += step
            down[j] -= step
            gu, gd = self.gradient(up)[1], self.gradient(down)[1]
            for i in range(self.k):
                h[i, j] = (gu[i] - gd[i]) / (2 * step)
        return h

    def fit(self):
        b = list(self.start)
        for _ in range(12):
            f, g = self.gradient(b)
            step = lu_solve(self.hessian(b), matrix([-x for x in g]))
            b = [x + s for x, s in zip(b, step)]
            if max(abs(s / x) for s, x in zip(step, b)) < mpf(10)**-25:
                break
        return b, self.gradient(b)[0]

    def end(self, b, base, i, side, s2):
        x = list(b)
        levels = 8
        for m in range(1, levels + 1):
            target = base + s2 * Q * (mpf(m) / levels)**2 / 2
            if m == 1:
                unit = matrix(self.k, 1)
                unit[i] = 1
                v = lu_solve(self.hessian(b), unit)
                scale = sqrt(2 * (target - base) / v[i])
                x = [x0 + side * scale * v[j] for j, x0 in enumerate(b)]
            else:
                x = [b0 + (x0 - b0) * mpf(m) / (m - 1) for x0, b0 in zip(x, b)]
            for iteration in range(25):
                f, g = self.gradient(x)
                h = self.hessian(x)
                a = matrix(self.k, self.k)
                rhs = matrix(self.k, 1)
                for j in range(self.k):
                    for l in range(self.k):
                        a[j, l] = g[l] if j == i else h[j, l]
                    rhs[j] = target - f if j == i else -g[j]
                try:
                    step = lu_solve(a, rhs)
                except ZeroDivisionError:
                    return None
                x = [x0 + s for x0, s in zip(x, step)]
                if not all(abs(x0) < mpf(10)**30 for x0 in x):
                    return None
                if max(abs(s / x0) for s, x0 in zip(step, x)) < (mpf(10)**-18 if m == levels
                                                                 else mpf(10)**-4):
                    break
            else:
                return None
            if side * (x[i] - b[i]) <= 0:
                return None
        return x[i]

def coordinate_metric(columns):
    """Residuals of each column on the others, by Gram-Schmidt."""
    k_inf, k_2 = [], []
    for i, target in enumerate(columns):
        basis = []
        for c in [c for j, c in enumerate(columns) if j != i] + [target]:
            v = list(c)
            for _ in range(2):
                for q in basis:
                    d = fsum(x * y for x, y in zip(q, v))
                    v = [x - d * y for x, y in zip(v, q)]
            norm = sqrt(fsum(x * x for x in v))
            if c is target:
                k_inf.append(max(abs(x) for x in v))
                k_2.append(norm)
            basis.append([x / norm for x in v])
    return k_inf, k_2

def eigenvalues(columns):
    k = len(columns)
    f = matrix(k, k)
    for i in range(k):
        for j in range(k):
            f[i, j] = fsum(x * y for x, y in zip(columns[i], columns[j]))
    return sorted(eigsy(f, eigvals_only=True), reverse=True)

def show(name, quantity, values):
    for i, value in enumerate(values):
        print(f"{name},{quantity},{i},{mp.nstr(value, 20) if value is not None else 'NA'}",
              flush=True)

def main():
    print("set,quantity,index,value")
    for name in sys.argv[2:]:
        p = Problem(sys.argv[1], name)
        b, base = p.fit()
        columns = p.jacobian(b)[1]
        norms = [sqrt(fsum(x * x for x in c)) for c in columns]
        scaled = [[x / n for x in c] for c, n in zip(columns, norms)]
        k_inf, k_2 = coordinate_metric(columns)
        s2 = 2 * base / (p.n - p.k)
        show(name, "theta", b)
        show(name, "eig_JtJ", eigenvalues(columns))
        show(name, "eig_JtJ_colscaled", eigenvalues(scaled))
        show(name, "K_inf", k_inf)
        show(name, "K_2", k_2)
        show(name, "sse", [2 * base])
        show(name, "lower", [p.end(b, base, i, -1, s2) for i in range(p.k)])
        show(name, "upper", [p.end(b, base, i, 1, s2) for i in range(p.k)])

main()
