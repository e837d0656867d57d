#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Checks, without the library, that the parametrisation of every peer is read as
its author meant it: the log likelihood, written out here from the formulas of
README.md and evaluated at the printed estimates, must equal the printed one.
An estimate printed with 11 digits is at a maximum, so the log likelihood is
known from it to second order, about 1e-12; the limit is 1e-7 (1e-10 relative).

Needs mpmath for the incomplete gamma function.  Prints one line a fit.
"""
import csv, math, os, re, sys
import mpmath

HERE = os.path.dirname(os.path.abspath(__file__))
mpmath.mp.dps = 20
log, exp, log1p, expm1 = math.log, math.exp, math.log1p, math.expm1


def read(name):
    with open(os.path.join(HERE, name), newline="") as f:
        return list(csv.DictReader(f))


DATA = {d: read(d + ".csv") for d in
        "veteran ovarian gbsg rotterdam e1684 kidney rats tobin heart".split()}


def covariate(row, name):
    """Value of a column, or of the indicator that a coefficient name stands for."""
    if name in row:
        return float(row[name])
    derived = {"trt2": ("trt", "2"), "rx2": ("rx", "2"),
               "size2": ("size", "20-50"), "size3": ("size", ">50"),
               "smallcell": ("celltype", "smallcell"),
               "adeno": ("celltype", "adeno"), "large": ("celltype", "large")}
    if name == "sexf":
        return float(row["sex"]) - 1
    if name in derived:
        column, level = derived[name]
        return float(row[column] == level)
    for column in ("celltype", "size"):
        if name.startswith(column):
            return float(row[column] == name[len(column):])
    raise KeyError(name)


def linear(row, coefficients):
    """intercept + sum of coefficient * covariate"""
    return sum(b * (1.0 if c == "(Intercept)" else covariate(row, c))
               for c, b in coefficients.items())


# ---- families: (log h, H) at t ------------------------------------------------

def log_upper_normal(z):
    return log(0.5 * math.erfc(z / math.sqrt(2))) if z < 25 else \
        float(mpmath.log(mpmath.erfc(z / mpmath.sqrt(2)) / 2))


def log_normal_density(z):
    return -0.5 * z * z - 0.5 * log(2 * math.pi)


def location_scale(kind, y, mu, sigma):
    """log density of y and log survival, of (y - mu) / sigma"""
    z = (y - mu) / sigma
    if kind == "extreme":
        return z - exp(z) - log(sigma), -exp(z)
    if kind == "logistic":
        return z - 2 * (max(z, 0) + log1p(exp(-abs(z)))) - log(sigma), \
            -(max(z, 0) + log1p(exp(-abs(z))))
    return log_normal_density(z) - log(sigma), log_upper_normal(z)


def weibull(t, lam, gam):                      # H = lam t^gam
    return log(lam * gam) + (gam - 1) * log(t), lam * t ** gam


def gompertz(t, rate, shape):                  # h = rate e^(shape t)
    return log(rate) + shape * t, \
        rate * (expm1(shape * t) / shape if shape else t)


def loglogistic(t, lam, gam):                  # H = log(1 + lam t^gam)
    u = lam * t ** gam
    return log(lam * gam) + (gam - 1) * log(t) - log1p(u), log1p(u)


def burr(t, lam, gam, rho):                    # H = log(1 + rho lam t^gam) / rho
    u = rho * lam * t ** gam
    return log(lam * gam) + (gam - 1) * log(t) - log1p(u), log1p(u) / rho


def pgw(t, lam, gam, rho):                     # H = lam ((1 + t^gam)^rho - 1)
    u = t ** gam
    return log(lam * rho * gam) + (gam - 1) * log(t) + (rho - 1) * log1p(u), \
        lam * expm1(rho * log1p(u))


def tdl(t, lam, gam):                          # h = lam e^(gam t) / (1 + lam e^(gam t))
    e = lam * exp(gam * t)
    return log(e) - log1p(e), (log1p(e) - log1p(lam)) / gam


def gamma(t, rate, shape):                     # S = Q(shape, rate t)
    s = mpmath.gammainc(shape, rate * t, mpmath.inf, regularized=True)
    f = shape * log(rate) + (shape - 1) * log(t) - rate * t - math.lgamma(shape)
    return f - float(mpmath.log(s)), -float(mpmath.log(s))


def gengamma(t, mu, sigma, q):                 # Prentice (1974)
    w = (log(t) - mu) / sigma
    if q == 0:
        f, s = log_normal_density(w) - log(sigma * t), log_upper_normal(w)
        return f - s, -s
    a = 1 / (q * q)
    u = a * exp(q * w)
    s = mpmath.gammainc(a, u, mpmath.inf, regularized=True)
    if q < 0:
        s = 1 - s
    f = log(abs(q)) + a * log(a) + a * q * w - u - math.lgamma(a) - log(sigma * t)
    ls = float(mpmath.log(s))
    return f - ls, -ls


def genf(t, mu, sigma, q, p):                  # Prentice (1975)
    delta = math.sqrt(q * q + 2 * p)
    s1, s2 = 2 / (q * q + 2 * p + q * delta), 2 / (q * q + 2 * p - q * delta)
    w = (log(t) - mu) * delta / sigma
    u = s1 / s2 * exp(w)
    s = mpmath.betainc(s2, s1, 0, 1 / (1 + u), regularized=True)
    f = log(delta / sigma) + s1 * log(s1 / s2) + s1 * w - log(t) \
        - (s1 + s2) * log1p(u) - (math.lgamma(s1) + math.lgamma(s2) - math.lgamma(s1 + s2))
    ls = float(mpmath.log(s))
    return f - ls, -ls


def apgw(t, phi, lam, gam, kap):               # paper, eq. of H; spec 1.1
    c = kap + 1
    u = (phi * t) ** gam / c
    big = c * log1p(u) if kap == 0 else c / kap * expm1(kap * log1p(u))
    return log(lam * gam) + gam * log(phi) + (gam - 1) * log(t) \
        + (kap - 1) * log1p(u), lam * big


# ---- fits ------------------------------------------------------------------------

def total(terms):
    return math.fsum(terms)


def censored(pair, event):
    return event * pair[0] - pair[1]


def group(rows, keys):
    fits = {}
    for r in rows:
        fits.setdefault(tuple(r[k] for k in keys), []).append(r)
    return fits.items()


def blocks(fit, split):
    """{block: {covariate: estimate}}; split(param) gives (block, covariate)"""
    out = {}
    for r in fit:
        block, name = split(r["param"])
        out.setdefault(block, {})[name] = float(r["est"])
    return out


def times(model):
    """time expression, divisor and event column of a literal R formula"""
    m = re.match(r"Surv\((\w+)(?:/([0-9.]+))?, (\w+)", model)
    return m.group(1), float(m.group(2) or 1), m.group(3)


def survreg(key, fit):
    dataset, model, dist, extra = key
    b = blocks(fit, lambda p: ("sigma", p) if p == "log(scale)" else ("mu", p))
    sigma = exp(b["sigma"]["log(scale)"]) if "sigma" in b else \
        {"exponential": 1.0, "rayleigh": 0.5}[dist]
    kind = {"exponential": "extreme", "weibull": "extreme", "rayleigh": "extreme",
            "lognormal": "normal", "gaussian": "normal",
            "loglogistic": "logistic", "logistic": "logistic"}[dist]
    time, divisor, status = times(model)
    on_log = dist not in ("gaussian", "logistic")
    out = []
    for r in DATA[dataset]:
        t = float(r[time]) / divisor
        mu = linear(r, b["mu"])
        if extra == "left censored":
            f, s = location_scale(kind, t, mu, sigma)
            out.append(f if t > 0 else log(-expm1(s)))
            continue
        f, s = location_scale(kind, log(t) if on_log else t, mu, sigma)
        out.append((f - (log(t) if on_log else 0)) if float(r[status]) else s)
    return total(out)


FLEXSURV = {  # location parameter, its inverse link, the other one(s)
    "exp": ("log(rate)", exp), "weibull": ("log(scale)", exp),
    "weibullPH": ("log(scale)", exp), "gompertz": ("log(rate)", exp),
    "gamma": ("log(rate)", exp), "gengamma": ("mu", float), "genf": ("mu", float),
    "llogis": ("log(scale)", exp), "lnorm": ("meanlog", float)}


def flexsurv_hazard(dist, t, x, other):
    if dist == "exp":
        return weibull(t, x, 1.0)
    if dist == "weibull":
        return weibull(t, x ** -other["shape"], other["shape"])
    if dist == "weibullPH":
        return weibull(t, x, other["shape"])
    if dist == "gompertz":
        return gompertz(t, x, other["shape"])
    if dist == "gamma":
        return gamma(t, x, other["shape"])
    if dist == "gengamma":
        return gengamma(t, x, other["sigma"], other["Q"])
    if dist == "genf":
        return genf(t, x, other["sigma"], other["Q"], other["P"])
    if dist == "llogis":
        return loglogistic(t, x ** -other["shape"], other["shape"])
    return gengamma(t, x, other["sdlog"], 0)


def flexsurv(key, fit):
    dataset, model, anc, dist, extra = key
    dist = dist.split()[0]
    location, inverse = FLEXSURV[dist]

    def split(p):
        m = re.match(r"(\w+)\((.*)\)$", p)
        if p == location:
            return "location", "(Intercept)"
        if m and m.group(1) == "log":
            return m.group(2), "(Intercept)"
        if m:
            return m.group(1), m.group(2)
        if p in ("Q", "shape"):
            return p, "(Intercept)"
        return "location", p
    b = blocks(fit, split)
    m = re.match(r"Surv\(start, stop, event\)", model)
    time, divisor, status = ("stop", 1.0, "event") if m else times(model)
    out = []
    for r in DATA[dataset]:
        x = inverse(linear(r, b["location"]))
        other = {k: (linear(r, v) if k == "Q" or (k == "shape" and dist == "gompertz")
                     else exp(linear(r, v)))
                 for k, v in b.items() if k != "location"}
        out.append(censored(flexsurv_hazard(dist, float(r[time]) / divisor, x, other),
                            float(r[status])))
        if m and float(r["start"]) > 0:
            out.append(flexsurv_hazard(dist, float(r["start"]), x, other)[1])
    return total(out)


MPR = {"Weibull": (weibull, exp), "Gompertz": (gompertz, float),
       "WeibullAFT": (lambda t, l, g: weibull(t, l ** g, g), exp),
       "Loglogistic": (loglogistic, exp), "TDL": (tdl, float),
       "Burr": (burr, exp), "PGW": (pgw, exp)}


def mpr(key, fit):
    dataset, model, family, engine = key
    b = blocks(fit, lambda p: re.match(r"(\w+)\.(.*)\.\w$", p).groups())
    hazard, shape = MPR[family]
    time, _, status = times(model)
    column, divisor = {"time30": ("time", 30.4375), "FAILTIME": ("FAILTIME", 1.0),
                       "ty": ({"gbsg": "rfstime", "rotterdam": "dtime"}.get(dataset),
                              365.25)}[time]
    out = []
    for r in DATA[dataset]:
        theta = [exp(linear(r, b["beta"])), shape(linear(r, b["alpha"]))]
        if "tau" in b:
            theta.append(exp(linear(r, b["tau"])))
        out.append(censored(hazard(float(r[column]) / divisor, *theta), float(r[status])))
    return total(out)


def gamma_term(theta, d, h):
    """log E(Z^d e^(-Zh)) for Z gamma with mean 1 and variance theta"""
    return math.lgamma(1 / theta + d) - math.lgamma(1 / theta) + d * log(theta) \
        - (1 / theta + d) * log1p(theta * h)


def inverse_gaussian_term(theta, d, h):
    """log E(Z^d e^(-Zh)) for Z inverse Gaussian with mean 1 and variance theta:
    e^(1/theta) sqrt(2/(pi theta)) r^(1/2 - d) K_(d-1/2)(r/theta), r = sqrt(1 + 2 theta h)"""
    r = mpmath.sqrt(1 + 2 * theta * mpmath.mpf(h))
    half = mpmath.mpf(1) / 2
    return float(1 / mpmath.mpf(theta) + mpmath.log(2 / (mpmath.pi * theta)) / 2
                 + (half - d) * mpmath.log(r)
                 + mpmath.log(mpmath.besselk(d - half, r / theta)))


def frailty(key, fit):
    dataset, note, baseline, kind = key
    base = ("log(theta)", "log(lambda)", "log(rho)", "log(gamma)", "alpha", "log(kappa)")
    p = {r["param"]: float(r["est"]) for r in fit}
    b = {k: v for k, v in p.items() if k not in base}
    theta = exp(p["log(theta)"])
    unit, cluster = (1.0, "id") if dataset == "kidney" else (100.0, "litter")
    hazard = {"exponential": lambda t: weibull(t, exp(p["log(lambda)"]), 1.0),
              "weibull": lambda t: weibull(t, exp(p["log(lambda)"]), exp(p["log(rho)"])),
              "gompertz": lambda t: gompertz(t, exp(p["log(lambda)"]), exp(p["log(gamma)"])),
              "loglogistic": lambda t: loglogistic(t, exp(p["alpha"]), exp(p["log(kappa)"]))
              }[baseline]
    events, sums, out = {}, {}, []
    for r in DATA[dataset]:
        e = linear(r, b)
        lh, h = hazard(float(r["time"]) / unit)
        c, d = r[cluster], int(r["status"])
        events[c] = events.get(c, 0) + d
        sums[c] = sums.get(c, 0.0) + h * exp(e)
        out.append(d * (lh + e))
    term = gamma_term if kind == "gamma" else inverse_gaussian_term
    return total(out + [term(theta, events[c], sums[c]) for c in sums])


APGW_TIME = {"e1684": ("FAILTIME", 1.0, "FAILCENS"), "gbsg": ("rfstime", 365.25, "status"),
             "rotterdam": ("dtime", 365.25, "death"), "veteran": ("time", 30.4375, "status"),
             "ovarian": ("futime", 365.25, "fustat")}


def apgw_fit(key, fit):
    dataset = key[0]
    b = blocks(fit, lambda p: tuple(p.split(":")))
    time, divisor, status = APGW_TIME[dataset]
    out = []
    for r in DATA[dataset]:
        eta = [linear(r, b.get(k, {})) for k in ("tau", "beta", "alpha", "nu")]
        out.append(censored(apgw(float(r[time]) / divisor, exp(eta[0]), exp(eta[1]),
                                 exp(eta[2]), expm1(eta[3])), float(r[status])))
    return total(out)


FILES = [("ref_survreg.csv", ("dataset", "model", "dist", "extra"), survreg),
         ("ref_flexsurv.csv", ("dataset", "model", "anc", "dist", "extra"), flexsurv),
         ("ref_mpr.csv", ("dataset", "model", "family", "engine"), mpr),
         ("ref_frailty.csv", ("dataset", "note", "baseline", "frailty"), frailty),
         ("ref_apgw.csv", ("dataset", "tau", "beta", "alpha", "nu", "fixed"), apgw_fit)]


def main():
    wrong = 0
    for name, keys, likelihood in FILES:
        for key, fit in group(read(name), keys):
            printed, ours = float(fit[0]["loglik"]), likelihood(key, fit)
            gap = ours - printed
            ok = abs(gap) <= max(1e-7, 1e-10 * abs(printed))
            wrong += not ok
            print("%s  %-10s %-40s %+.1e %s" % (name, key[0], " ".join(key[2:])[:40], gap,
                                             "ok" if ok else "DIFFERS"))
    sys.exit(wrong > 0)


main()
