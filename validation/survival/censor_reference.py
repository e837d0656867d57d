#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Recomputes ref_censor_loglik.csv in 50-digit arithmetic, taking its arguments as
the decimal numbers that are printed, and fails unless all digits agree.  Then
writes censor_at_doubles.csv: the same terms at the nearest doubles, which is
all that a double-precision library can be given.

H of APGW is integrated neither here nor there: the formulas of the paper are
evaluated directly, as 50 digits are enough for their cancellation; derivatives
are central differences with a step of 1e-15, whose error is 1e-30.
"""
import csv, os
import mpmath as mp

mp.mp.dps = 60
HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ("dl/da", "dl/db", "dl/dg", "dl/dn")


def cumulative(t, a, b, g, n):
    k, c = mp.expm1(n), mp.exp(n)
    u = mp.exp(mp.exp(g) * (a + mp.log(t))) / c
    return mp.exp(b) * c * (mp.log1p(u) if k == 0 else mp.expm1(k * mp.log1p(u)) / k)


def log_hazard(t, a, b, g, n):
    s = mp.exp(g) * (a + mp.log(t))
    return b + g + s - mp.log(t) + (mp.expm1(n) - 1) * mp.log1p(mp.exp(s - n))


def term(row, p, number):
    left, right, entry = row["left"], row["right"], number(row["entry"])
    value = cumulative(entry, *p) if entry > 0 else mp.mpf(0)
    if left == right:
        t = number(left)
        value += log_hazard(t, *p) - cumulative(t, *p)
    elif right == "Inf":
        value -= cumulative(number(left), *p)
    elif number(left) == 0:
        value += mp.log(-mp.expm1(-cumulative(number(right), *p)))
    else:
        value += mp.log(mp.exp(-cumulative(number(left), *p))
                        - mp.exp(-cumulative(number(right), *p)))
    return number(row["weight"]) * value


def terms(row, number):
    """log likelihood and its four derivatives"""
    p = [number(x) for x in row["params(a;b;g;n)"].split(";")]
    out, h = [term(row, p, number)], mp.mpf(10) ** -15
    for i in range(4):
        up, down = list(p), list(p)
        up[i] += h
        down[i] -= h
        out.append((term(row, up, number) - term(row, down, number)) / (2 * h))
    return out


def decimal(text):
    return mp.mpf(text)


def double(text):
    return mp.mpf(float(text))


def main():
    with open(os.path.join(HERE, "ref_censor_loglik.csv"), newline="") as f:
        reader = csv.DictReader(f)
        rows, header = list(reader), reader.fieldnames
    sums, written = [mp.mpf(0)] * 5, []
    for row in rows:
        printed = [mp.mpf(row[k]) for k in ("loglik",) + NAMES]
        if row["row"] == "TOTAL":
            at_doubles, sums = sums, [mp.mpf(0)] * 5
        else:
            ours = terms(row, decimal)
            assert all(abs(x - y) <= 1e-18 * abs(y) for x, y in zip(ours, printed)), row
            at_doubles = terms(row, double)
            sums = [x + y for x, y in zip(sums, at_doubles)]
        written.append(dict(row, **{k: mp.nstr(x, 20) for k, x in
                                    zip(("loglik",) + NAMES, at_doubles)}))
    with open(os.path.join(HERE, "censor_at_doubles.csv"), "w", newline="") as f:
        writer = csv.DictWriter(f, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(written)


main()
