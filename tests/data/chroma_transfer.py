#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes transfer.ref: model boundary t c for rate models with dispersion.

    python3 chroma_transfer.py >transfer.ref

The column of the published benchmark of the lumped rate model (length 1 m, u = 1/30 m/s,
D = 1e-4 m^2/s, bed porosity 0.6, ka = kd = 1/s, an injection of 10 s) with film transfer
1e-5 m/s, pore diffusivity 1e-9 m^2/s, particles of radius 1e-4 m and porosity 0.4.  The
transfer functions are written here as differential equations give them, for a step up and
a step down, and inverted by mpmath's de Hoog method in 40 digits.
"""
from mpmath import mp, mpf, exp, sqrt, cosh, sinh, coth, invertlaplace, nstr

mp.dps = 40
L, u, D, et = mpf(1), mpf(1) / 30, mpf('1e-4'), mpf('0.6')
ka, kd, t1 = mpf(1), mpf(1), mpf(10)
kf, Dp, rp, ep = mpf('1e-5'), mpf('1e-9'), mpf('1e-4'), mpf('0.4')
F = (1 - et) / et


def phi(model, s):
    if model == 0:
        return s + F * ka * s / (s + kd)
    if model == 1:
        return s + F * s * ka / kd
    inside = s * (ep + (1 - ep) * ka / (s + kd))
    if model == 2:
        # kf (c - cp) 3 / rp = inside cp
        cp = (3 * kf / rp) / (3 * kf / rp + inside)
        return s + F * (3 * kf / rp) * (1 - cp)
    psi = rp * sqrt(inside / (ep * Dp))
    # ep Dp cp'(rp) = kf (c - cp(rp)), cp ~ sinh(psi r / rp) / r
    slope = (psi * coth(psi) - 1) / rp
    cp = kf / (kf + ep * Dp * slope)
    return s + F * (3 * kf / rp) * (1 - cp)


def transfer(model, boundary, s):
    p = phi(model, s)
    r = sqrt(u * u + 4 * D * p)
    l1, l2 = (u + r) / (2 * D), (u - r) / (2 * D)
    if boundary == 0:
        return exp(l2 * L)
    if boundary == 2:
        return exp(l2 * L) * u / r
    # u c - D c' = u at 0, c' = 0 at L: c = A e^(l1 x) + B e^(l2 x)
    e1, e2 = exp((l1 - l2) * L), 1
    # A l1 e1 + B l2 e2 = 0 (scaled by e^(l2 L))
    ratio = -l2 * e2 / (l1 * e1)
    b = u / ((u - D * l1) * ratio + (u - D * l2))
    return b * (ratio * exp(l1 * L) + exp(l2 * L))


for model in range(4):
    for boundary in range(3):
        for t in [30, 45, 52.5, 60, 75, 110]:
            f = lambda s: transfer(model, boundary, s) / s
            c = invertlaplace(f, mpf(t), method='dehoog', degree=120)
            if t > 10:
                c -= invertlaplace(f, mpf(t) - t1, method='dehoog', degree=120)
            print(model, boundary, t, nstr(c, 20))
