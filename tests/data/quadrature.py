# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes and weights of lib/calculus/quadrature.c from their definitions:
Gauss-Legendre from the zeros of P_n; Gauss-Kronrod by adding the zeros of the
Stieltjes polynomial E, which is orthogonal to all lower powers with weight P_n."""
from mpmath import mp, mpf, legendre, findroot, polyroots, matrix, lu_solve, nstr

mp.dps = 60


def legendre_coefficients(n):  # ascending powers
    a, b = [mpf(1)], [mpf(0), mpf(1)]
    for k in range(1, n):
        c = [mpf(0)] + [x * (2 * k + 1) / (k + 1) for x in b]
        for i, x in enumerate(a):
            c[i] -= x * k / (k + 1)
        a, b = b, c
    return b


def moment(p):  # integral of a polynomial over [-1, 1]
    return sum(2 * c / (i + 1) for i, c in enumerate(p) if i % 2 == 0)


def times(p, q):
    r = [mpf(0)] * (len(p) + len(q) - 1)
    for i, x in enumerate(p):
        for j, y in enumerate(q):
            r[i + j] += x * y
    return r


def zeros(p):
    return sorted(x.real for x in polyroots(p[::-1], maxsteps=500, extraprec=400))


def weights(x):  # interpolatory
    n = len(x)
    w = []
    for i in range(n):
        p = [mpf(1)]
        for j in range(n):
            if j != i:
                p = times(p, [-x[j] / (x[i] - x[j]), 1 / (x[i] - x[j])])
        w.append(moment(p))
    return w


def stieltjes(n):
    p = legendre_coefficients(n)
    m = n + 1  # degree; monic
    a, b = matrix(m, m), matrix(m, 1)
    for k in range(m):
        for j in range(m):
            a[k, j] = moment(times(p, [mpf(0)] * (k + j) + [mpf(1)]))
        b[k] = -moment(times(p, [mpf(0)] * (k + m) + [mpf(1)]))
    c = lu_solve(a, b)
    return [c[i] for i in range(m)] + [mpf(1)]


def show(name, values):
    print(name)
    for v in values:
        print("    %s," % nstr(v, 20))


gauss = zeros(legendre_coefficients(20))
show("Gauss-Legendre 20: nodes > 0", [x for x in gauss if x > 0])
show("weights", [w for x, w in zip(gauss, weights(gauss)) if x > 0])
ten = zeros(legendre_coefficients(10))
both = sorted(ten + zeros(stieltjes(10)))
w10, w21 = dict(zip(map(str, ten), weights(ten))), weights(both)
show("Gauss-Kronrod 21: nodes >= 0, descending", [x for x in both if x > -1e-30][::-1])
show("weights", [w for x, w in zip(both, w21) if x > -1e-30][::-1])
show("Gauss 10: weights, descending nodes", [w10[str(x)] for x in ten if x > 0][::-1])
