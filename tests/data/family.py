#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference values for tests/survival/family_test.c:

    python3 family.py > family.ref

Cumulative hazards are written from their definitions in 120 digits, so that no
care for cancellation is needed; log hazards are logarithms of their closed
derivatives, and derivatives by the linear predictors are central differences
with a step of 1e-30, whose relative error is of order 1e-60.

Lines "value family theta t  log_h H" are for natural parameters, lines
"derivative family eta t  log_h H  l_i.. H_i.. l_ij.. H_ij.." (i <= j, by
columns) for linear predictors.  Numbers are integer mantissas with binary exponents.
"""
import random
from mpmath import (mp, mpf, exp, log, log1p, expm1, sqrt, erfc, inf, isinf, pi)

mp.dps = 120
random.seed(20200219)
ONE = mpf(1)


def show(x):
    x = float(x)
    if x in (float("inf"), float("-inf")):
        return "inf" if x > 0 else "-inf"
    n, d = abs(x).as_integer_ratio()
    e = -(d.bit_length() - 1)
    while n and n % 2 == 0:
        n, e = n // 2, e + 1
    return f"{'-' if x < 0 else ''}0x{n:X}p{e if n else 0}"


# ---- H(t) and h(t) with natural parameters -----------------------------------

def power(t, phi, lam, gam, k, m):
    z = exp(gam * log(phi * t))
    h0 = lam * gam * z / t
    if k == inf:
        return h0 * exp(z), lam * expm1(z)
    if k == -inf:
        return h0 * exp(-z), -lam * expm1(-z)
    if k == 0:
        return h0 / (1 + z / m), lam * m * log1p(z / m)
    if z / m < mpf(10)**-60:      # 120 digits would not hold 1 + z/m
        u = z / m
        return (h0 * (1 + (k - 1) * u), lam * z * (1 + (k - 1) * u / 2))
    return h0 * (1 + z / m)**(k - 1), lam * m / k * expm1(k * log1p(z / m))


def gompertz(t, rate, shape):
    return rate * exp(shape * t), (rate * t if shape == 0 else
                                   rate * expm1(shape * t) / shape)


def tdl(t, lam, gam):
    p = 1 / (1 + exp(-(lam + gam * t)))
    if gam == 0:
        return p, p * t
    return p, (log(1 + exp(lam + gam * t)) - log(1 + exp(lam))) / gam


def normal(w):
    upper, lower = erfc(w / sqrt(2)) / 2, erfc(-w / sqrt(2)) / 2
    H = -log1p(-lower) if w < 0 else -log(upper)
    return exp(-w * w / 2) / sqrt(2 * pi) / upper, H


def lognormal(t, mu, sigma):
    h, H = normal((log(t) - mu) / sigma)
    return h / (sigma * t), H


def real_normal(t, mu, sigma):
    h, H = normal((t - mu) / sigma)
    return h / sigma, H


def logistic(t, mu, sigma):
    e = exp((t - mu) / sigma)
    return e / (1 + e) / sigma, log1p(e)


def burr(t, lam, gam, rho):
    z = rho * lam * t**gam
    return lam * gam * t**(gam - 1) / (1 + z), log1p(z) / rho


def pgw(t, lam, gam, rho):
    L = log1p(t**gam)
    return (lam * gam * rho * t**(gam - 1) * exp((rho - 1) * L),
            lam * expm1(rho * L))


def loglogistic(t, phi, lam, gam):
    z = lam * (phi * t)**gam
    return gam / t * z / (1 + z), log1p(z)


FAMILIES = {     # function, links: o log, i identity, 1 log(1 + .)
    "apgw": (lambda t, a, b, g, k: power(t, a, b, g, k, k + 1), "ooo1"),
    "pgwx": (lambda t, a, b, g, k: power(t, a, b, g, k, sqrt(1 + k * k)), "oooi"),
    "exponential": (lambda t, a: (a, a * t), "o"),
    "rayleigh": (lambda t, a: (2 * a * a * t, (a * t)**2), "o"),
    "weibull": (lambda t, a, b, g: (b * g / t * (a * t)**g, b * (a * t)**g), "ooo"),
    "loglogistic": (loglogistic, "ooo"),
    "burr": (burr, "ooo"),
    "pgw": (pgw, "ooo"),
    "gompertz": (gompertz, "oi"),
    "tdl": (tdl, "ii"),
    "lognormal": (lognormal, "io"),
    "normal": (real_normal, "io"),
    "logistic": (logistic, "io"),
}


def natural(links, eta):
    return [exp(e) if c == "o" else expm1(e) if c == "1" else e
            for c, e in zip(links, eta)]


# ---- points -------------------------------------------------------------------

def spread(lo, hi):
    return float(mpf(10)**random.uniform(lo, hi))


KAPPAS = [0.0, 1.0, 2.0, 0.5, -0.5, 1e-12, -1e-12, 1 + 1e-12, 1 - 1e-12,
          -1 + 1e-12, -0.999, 1e-300, 1e9, 37.25, float("inf")]
PGWX = [0.0, 1.0, 2.0, -0.5, -1.0, -1 - 1e-12, -3.0, 1e-12, -1e-12, 1e9, -1e9,
        -37.25, float("inf"), float("-inf")]


def extreme_theta(name):
    wide = spread(-200, 200) if random.random() < 0.5 else spread(-3, 3)
    gam = spread(-1.3, 1.5)
    lam = spread(-3, 3)
    if name in ("apgw", "pgwx"):
        k = random.choice(KAPPAS if name == "apgw" else PGWX)
        return [wide, lam, gam, k]
    if name in ("exponential", "rayleigh"):
        return [wide]
    if name in ("weibull", "loglogistic"):
        return [wide, lam, gam]
    if name in ("burr", "pgw"):
        return [lam, gam, spread(-3, 3)]
    if name == "gompertz":
        return [wide, random.choice([0.0, 1.0, -1.0, 1e-8, -1e-8]) * spread(-3, 3)
                / wide**0]
    if name == "tdl":
        return [random.uniform(-20, 20), random.choice([-1, 1]) * spread(-8, 1)]
    if name == "lognormal":
        return [random.uniform(-20, 20), spread(-1, 1)]
    return [random.uniform(-20, 20), spread(-2, 2)]


def extreme_time(name, theta):
    if name in ("normal", "logistic"):
        return theta[0] + theta[1] * random.choice([1, 5, 30]) * random.uniform(-1.2, 1.2)
    if name == "lognormal":
        return float(exp(theta[0] + theta[1] * random.choice([1, 5, 36]) *
                         random.uniform(-1, 1)))
    if name in ("gompertz", "tdl"):
        return spread(-6, 3) if random.random() < 0.7 else spread(-290, 290)
    gam = theta[2] if len(theta) > 2 else 1.0
    if name in ("burr", "pgw"):
        gam = theta[1]
    phi = theta[0] if name not in ("burr", "pgw") else 1.0
    s = random.choice([1, 10, 100, 690]) * random.uniform(-1, 1)
    return float(exp(s / gam - log(mpf(phi))))


def values():
    for name, (f, links) in FAMILIES.items():
        done = 0
        while done < (150 if name in ("apgw", "pgwx") else 60):
            theta = extreme_theta(name)
            t = extreme_time(name, theta)
            if not 1e-300 < abs(t) < 1e300:
                continue
            h, H = f(mpf(t), *map(mpf, theta))
            if not mpf(10)**-300 < H < mpf(10)**300 or h <= 0:
                continue
            if not mpf(10)**-300000 < h:
                continue
            print("value", name, *map(show, theta), show(t), show(log(h)), show(H))
            done += 1


STEP = mpf(10)**-30


def derivative_line(name, f, links, eta, t):
    q = len(eta)

    def at(i, si, j, sj):
        e = [mpf(x) for x in eta]
        e[i] += si * STEP
        e[j] += sj * STEP
        h, H = f(mpf(t), *natural(links, e))
        return log(h), H

    first, second = ([], []), ([], [])
    for j in range(q):
        up, down = at(j, 1, j, 0), at(j, -1, j, 0)
        for v in (0, 1):
            first[v].append((up[v] - down[v]) / (2 * STEP))
        for i in range(j + 1):
            if i == j:
                mid = at(j, 0, j, 0)
                d = [(up[v] - 2 * mid[v] + down[v]) / STEP**2 for v in (0, 1)]
            else:
                c = [at(i, a, j, b) for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
                d = [(c[0][v] - c[1][v] - c[2][v] + c[3][v]) / (4 * STEP**2)
                     for v in (0, 1)]
            for v in (0, 1):
                scale = 1 if v == 0 else at(0, 0, 0, 0)[1]
                second[v].append(d[v] if abs(d[v]) > scale * mpf(10)**-40 else 0)
    value = at(0, 0, 0, 0)
    print("derivative", name, *map(show, eta), show(t), *map(show, value),
          *map(show, first[0] + first[1] + second[0] + second[1]))


def derivatives():
    special = [0.0, 1e-12, -1e-12, float(log(mpf(2))), -20.0, 20.0]
    for name, (f, links) in FAMILIES.items():
        for r in range(60):
            eta = [random.uniform(-1.5, 1.5) for _ in links]
            if name == "apgw" and r % 2:
                eta[3] = random.choice(special)
            if name == "pgwx" and r % 2:
                eta[3] = random.choice([0.0, 1e-12, -1.0, -30.0, 1e6, -1e6])
            if name == "gompertz" and r % 3 == 0:
                eta[1] *= 1e-9
            if name == "tdl" and r % 3 == 0:
                eta[1] *= 1e-9
            t = float(exp(mpf(random.uniform(-6, 2))))
            if name in ("normal", "logistic"):
                t = random.uniform(-30, 30)
            theta = natural(links, [mpf(e) for e in eta])
            h, H = f(mpf(t), *theta)
            if not mpf(10)**-290 < H < mpf(10)**6:
                continue
            derivative_line(name, f, links, eta, t)


print("# Generated by family.py; do not edit.")
values()
derivatives()
