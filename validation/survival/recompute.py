#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Some rows of ref_flexsurv.csv are not exact to the 1e-6 that is asked for: its
fits were polished until the gradient was below 4e-5, and standard errors came
from differences of flexsurv's likelihood.  This program recomputes the fits
that are listed in FITS: Newton's method from the printed estimates until the
step is below 1e-13 standard errors, with log likelihood terms in 40 digits and
their derivatives by central differences in the distributional parameters (step
1e-10, so that truncation is 1e-20 and rounding 1e-20).  It shares no code with
the library, and the laws are those of check_maps.py, which are verified there
against the printed log likelihoods.

Writes flexsurv_exact.csv: the printed and the exact numbers of those fits.
"""
import csv, math, os, re
import mpmath as mp

mp.mp.dps = 40
HERE = os.path.dirname(os.path.abspath(__file__))
STEP = mp.mpf(10) ** -10

# data set, beginning of dist: the fits with a row that differs by more than 1e-6
FITS = [("veteran", "gengamma "), ("rotterdam", "weibull "),
        ("rotterdam", "weibullPH "), ("rotterdam", "gompertz "),
        ("rotterdam", "gamma "), ("rotterdam", "gengamma "), ("heart", "gengamma "),
        ("gbsg", "genf ")]

TIMES = {"veteran": ("time", 1, "status"), "ovarian": ("futime", 1, "fustat"),
         "rotterdam": ("dtime", mp.mpf("365.25"), "death"),
         "gbsg": ("rfstime", mp.mpf("365.25"), "status"), "heart": ("stop", 1, "event")}


def read(name):
    with open(os.path.join(HERE, name), newline="") as f:
        return list(csv.DictReader(f))


def upper_gamma(a, x):
    return mp.gammainc(a, x, mp.inf, regularized=True)


# log f and log S of t; e holds the predictors of the parameters
def weibull(t, e):
    shape = mp.exp(e[1])
    h = (t / mp.exp(e[0])) ** shape
    return e[1] - mp.log(t) + mp.log(h) - h, -h


def weibull_ph(t, e):
    shape = mp.exp(e[1])
    h = mp.exp(e[0]) * t ** shape
    return e[1] - mp.log(t) + mp.log(h) - h, -h


def gompertz(t, e):
    h = mp.exp(e[0]) * mp.expm1(e[1] * t) / e[1]
    return e[0] + e[1] * t - h, -h


def gamma(t, e):
    rate, shape = mp.exp(e[0]), mp.exp(e[1])
    return shape * e[0] + (shape - 1) * mp.log(t) - rate * t - mp.loggamma(shape), \
        mp.log(upper_gamma(shape, rate * t))


def gengamma(t, e):
    mu, sigma, q = e[0], mp.exp(e[1]), e[2]
    a = 1 / q ** 2
    w = (mp.log(t) - mu) / sigma
    u = a * mp.exp(q * w)
    s = upper_gamma(a, u) if q > 0 else mp.gammainc(a, 0, u, regularized=True)
    return mp.log(abs(q)) + a * mp.log(a) + a * q * w - u - mp.loggamma(a) \
        - e[1] - mp.log(t), mp.log(s)


def genf(t, e):
    mu, sigma, q, p = e[0], mp.exp(e[1]), e[2], mp.exp(e[3])
    delta = mp.sqrt(q * q + 2 * p)
    s1, s2 = 2 / (q * q + 2 * p + q * delta), 2 / (q * q + 2 * p - q * delta)
    w = (mp.log(t) - mu) * delta / sigma
    u = s1 / s2 * mp.exp(w)
    s = mp.betainc(s2, s1, 0, 1 / (1 + u), regularized=True)
    return mp.log(delta / sigma) + s1 * mp.log(s1 / s2) + s1 * w - mp.log(t) \
        - (s1 + s2) * mp.log1p(u) - mp.log(mp.beta(s1, s2)), mp.log(s)


LAWS = {"weibull ": weibull, "weibullPH ": weibull_ph, "gompertz ": gompertz,
        "gamma ": gamma, "gengamma ": gengamma, "genf ": genf}
FIRST = ("log(rate)", "log(scale)", "mu")
OTHERS = ("log(shape)", "shape", "log(sigma)", "Q", "log(P)")


def covariate(row, name):
    for column in ("celltype", "size"):
        if name.startswith(column):
            return float(row[column] == name[len(column):])
    return float(row[name])


def term(law, times, e):
    time, event, start = times
    f, s = law(time, e) if event or start == 0 else (None, law(time, e)[1])
    value = f if event else s
    return value - law(start, e)[1] if start > 0 else value


def derivatives(law, times, e):
    """gradient and Hessian of one term by the predictors"""
    q = len(e)

    def at(*moves):
        x = list(e)
        for i, sign in moves:
            x[i] += sign * STEP
        return term(law, times, x)
    middle = at()
    plus, minus = [at((i, 1)) for i in range(q)], [at((i, -1)) for i in range(q)]
    g = [(plus[i] - minus[i]) / (2 * STEP) for i in range(q)]
    h = [[None] * q for _ in range(q)]
    for i in range(q):
        h[i][i] = (plus[i] - 2 * middle + minus[i]) / STEP ** 2
        for j in range(i):
            h[i][j] = h[j][i] = (at((i, 1), (j, 1)) + middle * 2 + at((i, -1), (j, -1))
                                 - plus[i] - plus[j] - minus[i] - minus[j]) / (2 * STEP ** 2)
    return g, h


def newton(fit, law, dataset):
    names = [r["param"] for r in fit]
    theta = [mp.mpf(r["est"]) for r in fit]
    blocks = [0 if n in FIRST or n not in OTHERS else
              1 + [m for m in names if m in OTHERS].index(n) for n in names]
    rows = read(dataset + ".csv")
    column, unit, status = TIMES[dataset]
    x = [[1.0 if n in FIRST or n in OTHERS else covariate(r, n) for n in names] for r in rows]
    times = [(mp.mpf(r[column]) / unit, r[status] == "1",
              mp.mpf(r.get("start", "0"))) for r in rows]
    k, q = len(theta), max(blocks) + 1
    while True:
        g, h = mp.zeros(k, 1), mp.zeros(k, k)
        for xi, ti in zip(x, times):
            e = [mp.fsum(theta[j] * xi[j] for j in range(k) if blocks[j] == b)
                 for b in range(q)]
            gi, hi = derivatives(law, ti, e)
            for a in range(k):
                g[a] += gi[blocks[a]] * xi[a]
                for b in range(k):
                    h[a, b] -= hi[blocks[a]][blocks[b]] * xi[a] * xi[b]
        v = h ** -1
        step = v * g
        se = [mp.sqrt(v[a, a]) for a in range(k)]
        if max(abs(step[a]) / se[a] for a in range(k)) < mp.mpf(10) ** -13:
            return theta, se
        theta = [theta[a] + step[a] for a in range(k)]


def main():
    printed = read("ref_flexsurv.csv")
    with open(os.path.join(HERE, "flexsurv_exact.csv"), "w", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow("dataset model dist param est se est_printed se_printed".split())
        for dataset, dist in FITS:
            fit = [r for r in printed if r["dataset"] == dataset
                   and r["dist"].startswith(dist) and r["anc"] == ""]
            theta, se = newton(fit, LAWS[dist], dataset)
            for r, t, s in zip(fit, theta, se):
                writer.writerow([dataset, r["model"], r["dist"], r["param"], mp.nstr(t, 15),
                                 mp.nstr(s, 15), r["est"], r["se"]])
            f.flush()


main()
