#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes fig_exact.csv: the peaks of Figures 1 and 2 of arXiv:2501.00001 in 12 digits.

    python3 fig_exact.py >fig_exact.csv

The rows are those of fig_tables.csv whose maximum is inside the column.  The pulse is the
integral over its own window of exp(-a - v) sqrt(a / v) I1(2 sqrt(a v)) in 30 digits; its
maximum over time is the zero of the difference of the integrand's ends, its maximum over
place the zero of a central difference in that precision.
"""
import csv
import sys
from mpmath import mp, mpf, besseli, diff, exp, findroot, nstr, quad, sqrt

mp.dps = 30
U0, L, ALPHA, T1 = mpf('0.41'), mpf(20), 2 * mpf('1e-6') / mpf('9e-5'), mpf(4)
RATIO = mpf('1.013e5') / mpf('4.01e5')
RATES = {'o-xylene': ('1.0168e4', '14.291'), 'p,m-xylene': ('6483', '11.057'),
         'ethylbenzene': ('9203', '16.940'), 'toluene': ('2953', '11.502'),
         'benzene': ('579', '5.299')}


def density(a, v):
    if v <= 0:
        return a * exp(-a)
    return exp(-a - v) * sqrt(a / v) * besseli(1, 2 * sqrt(a * v))


def pulse(a, kd, since, t1):
    """c / c0 at `since` after the carrier's arrival."""
    low, high = max(mpf(0), kd * (since - t1)), kd * since
    cuts = [low + (high - low) * k / 6 for k in range(7)]
    front = exp(-a) if since < t1 else mpf(0)
    return front + quad(lambda v: density(a, v), cuts)


def over_time(a, kd, t0, t1, guess):
    ends = lambda t: density(a, kd * (t - t0)) - density(a, kd * (t - t0 - t1))
    t = findroot(ends, (guess - mpf('0.01'), guess + mpf('0.01')))
    return t, pulse(a, kd, t - t0, t1)


def over_place(ka, kd, t, guess):
    def c(x):
        p = sqrt(1 - (1 - RATIO ** 2) * x / L)
        t0 = 2 * L * (1 - p ** 3) / (3 * U0 * (1 - RATIO ** 2))
        return p * pulse(ALPHA * ka * t0, kd, t - t0, T1)
    x = findroot(lambda x: diff(c, x, h=mpf('1e-9')), (guess - mpf('1e-4'), guess + mpf('1e-4')),
                 tol=mpf('1e-22'))
    return x, c(x)


print('figure,variant,component,time,position,height')
for row in csv.reader(open(sys.path[0] + '/fig_tables.csv')):
    if row[0] == 'figure' or 'eluted' in row[6]:
        continue
    figure, variant, name, time, guess = row[0], row[1], row[2], row[3], mpf(row[4])
    ka, kd = (mpf(v) for v in RATES[name])
    if figure.startswith('Fig1'):
        where, height = over_place(ka, kd, mpf(time), guess)
    elif variant.startswith('literal'):
        w = mpf(2) / 3 * 10683 * (1 + RATIO + RATIO ** 2) / (1 + RATIO)
        where, height = over_time(w * ka / mpf('1.0168e4'), kd / mpf('14.291'),
                                  mpf('0.0633') * w, T1 / mpf('0.0723'), guess)
        height *= RATIO
    else:
        variable = variant.startswith('variable')
        t0 = L / U0
        if variable:
            t0 *= mpf(2) / 3 * (1 + RATIO + RATIO ** 2) / (1 + RATIO)
        where, height = over_time(ALPHA * ka * t0, kd, t0, T1, guess)
        height *= RATIO if variable else 1
    print('%s,"%s","%s",%s,%s,%s' % (figure, variant, name, time, nstr(where, 12),
                                     nstr(height, 12)), flush=True)
