#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes learners.ref: Tsallis-INF distributions by bisection in 60 digits (mpmath),
# for losses that cover ties, spreads of 1e8 and steps from 0.01 to 2.
#     python3 learners.py >learners.ref
from mpmath import mp, mpf, sqrt

mp.dps = 60
CASES = [
    ([0] * 5, 1.0), ([0, 1, 2, 3], 2.0), ([0] * 19 + [1000000], 0.0282842712474619),
    ([5000 * i / 19 for i in range(20)], 0.0282842712474619),
    ([4990, 5000, 5100, 9000, 20000], 0.0282842712474619),
    ([1e-9, 0, 0], 2.0), ([1e8, 1e8 + 1, 1e8 + 2], 0.01), ([7], 0.5),
    ([0, 3e7, 12, 12, 5], 0.2),
]


def solve(loss, eta):
    least = min(map(mpf, loss))
    k = [mpf(x) - least for x in loss]
    eta = mpf(eta)
    low, high = -2 * sqrt(len(k)) / eta, -2 / eta
    for _ in range(220):
        x = (low + high) / 2
        if sum(4 / (eta * (v - x)) ** 2 for v in k) > 1:
            high = x
        else:
            low = x
    return [4 / (eta * (v - x)) ** 2 for v in k]


print("# made by learners.py: count eta, losses, probabilities")
for loss, eta in CASES:
    print(len(loss), repr(eta))
    print(" ".join(repr(float(x)) for x in loss))
    print(" ".join(mp.nstr(p, 20) for p in solve(loss, eta)))
