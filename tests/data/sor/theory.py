# SPDX-License-Identifier: GPL-3.0-or-later
# Reference values for tests/sor/theory_test.c, in 50 digits with mpmath, from
# the formulas as the paper prints them.  python3 theory.py >theory.ref
from mpmath import mp, mpf, sqrt, log, cbrt, pi, exp
mp.dps = 50


def rate(w, b):
    ws = 2 / (1 + sqrt(1 - b * b))
    return (w * b + sqrt(w * w * b * b - 4 * (w - 1)))**2 / 4 if w < ws else w - 1


def line(name, *numbers):
    print(name, *[mp.nstr(x, 20) if not isinstance(x, float) else repr(x) for x in numbers])


print("# name, arguments, value; arguments are doubles")
for b in [0.0, 0.3, 0.9594929736, 0.999, 1 - 2.0**-20, 1 - 2.0**-40]:
    line("omega", b, 2 / (1 + sqrt(1 - mpf(b)**2)))
for g in [1.0, 0.5, 1e-4, 1e-12, 1e-20, 1e-300]:
    line("omega_from_gap", g, 2 / (1 + sqrt(mpf(g) * (2 - mpf(g)))))
for b in [0.3, 0.9594929736, 0.999]:
    for w in [0.1, 0.7, 1.0, 1.02, 1.3, 1.55, 1.9, 1.99]:
        line("rate", w, b, rate(mpf(w), mpf(b)))
        for t in [0.0, 0.19]:
            line("surrogate", w, b, t, 1e-8,
                 1 + log(mpf(1e-8)) / log(rate(mpf(w), mpf(b)) + mpf(t) * (1 - rate(mpf(w), mpf(b)))))
for w, r in [(1.0, 0.9), (1.3, 0.5), (1.5, 0.9), (0.5, 0.99)]:
    line("rate_inverse", w, r, (mpf(r) + mpf(w) - 1) / (mpf(w) * sqrt(mpf(r))))
for w in [0.3, 1.0, 1.3, 1.56, 1.9]:
    g, l, k, e = 0.0405070263855, 0.243882064537, 48.3741500787, 1e-8
    nu = sqrt(1 - (2 - mpf(w)) / mpf(w) * mpf(g) / (((2 - mpf(w)) / (2 * mpf(w)))**2 + mpf(g) / mpf(w) + mpf(l) - mpf(1) / 4))
    line("energy_rate", w, g, l, nu)
    line("energy_bound", w, g, l, k, e, 1 + log(mpf(e) / (2 * sqrt(mpf(k)))) / log(nu))
    line("energy_bound_ssor", w, g, l, k, e, 7.5, 1 + log(mpf(e) / mpf(7.5) / (2 * sqrt(mpf(k)))) / (2 * log(nu)))
for mu, nu in [(14.498766, -0.010422), (105.03978, -0.001288), (5.799824, -0.037653)]:
    line("cg_omega", mu, nu, 2 / (1 + sqrt(2 / mpf(mu) * (1 + 2 * mpf(nu)))))
    for w in [0.9, 1.3, 1.8]:
        W = mpf(w)
        kap = (1 + mpf(mu) * (2 - W)**2 / (4 * W) + W * mpf(nu)) / (2 - W)
        line("cg_condition", w, mu, nu, kap)
        k, t, e = 30.0, 0.75, 1e-8
        line("cg_surrogate", w, mu, nu, k, t, e,
             1 + mpf(t) * log(sqrt(mpf(k)) / mpf(e) + sqrt(mpf(k) / mpf(e)**2 - 1)) / -log(1 - 2 / (1 + sqrt(kap))))
for b, w, t in [(0.9, 1.95, 0.2), (0.99, 1.5, 0.2)]:
    a = mpf(t) + (1 - mpf(t)) * max(mpf(b)**2, mpf(w) - 1)
    line("alpha", b, w, t, a)
    line("lipschitz", b, w, t, 1e-8, -(1 - mpf(t)) * log(mpf(1e-8)) / (a * log(a)**2))
for T in [1000.0, 5000.0, 1e6]:
    a, e, d, C, L, m = 0.848, 1e-8, 20.0, 0.6, 3.0, 5.0
    la, le, K = log(mpf(a)), log(mpf(e)), log(mpf(e)) / log(mpf(a))
    line("fixed", T, d, a, e, 2 * K * sqrt(2 * mpf(d) * T) - T * le / (mpf(d) * la**2))
    line("fixed_best", T, a, e, -3 * le * cbrt(2 * mpf(T)**2 / la**4))
    line("contextual", T, a, e, C, L, (54 * (mpf(C) * L)**3 * T / la**2)**mpf('0.25')
         + 4 * K * (24 * mpf(C) * L * mpf(T)**3)**mpf('0.25'))
    line("tsallis", T, d, 100.0, 2 * 100 * sqrt(2 * mpf(d) * T), 4 * 100 * sqrt(mpf(d) * T) + 1)
    line("binned", T, d, 100.0, m, C, L, 0.95, 1234.5, m + 400 * sqrt(mpf(d) * m * T)
         + (mpf(C) * L / mpf(m) + mpf(0.95) / mpf(d)) * mpf(1234.5))
    line("random", T, d, 100.0, 0.9, 50.0, 900.0, 200 * sqrt(2 * mpf(d) * T)
         + 32 * mpf(100)**4 * T / (mpf(0.9)**4 * mpf(d)) * sqrt(2 * mpf(900) * 50 / pi))
line("policy", 0.9, 4.0, -0.15, (1 + mpf(0.9)) / (mpf(0.9) * sqrt(1 - mpf(0.9)**2)) * ((mpf(4) + mpf(-0.15) + 1) / (mpf(4) + mpf(-0.15)))**2)
line("needed", 0.848, 54 / log(mpf(0.848))**4)
