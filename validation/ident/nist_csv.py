#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns nist_reference.json (40-digit fits of the NIST StRD sets, with eigenvalues,
K and 95 % profile intervals of 17 of them) into nist_17.csv.
usage: nist_csv.py nist_reference.json > nist_17.csv"""
import json
import sys

reference = json.load(open(sys.argv[1]))
print("set,quantity,index,value")
for name, r in sorted(reference.items()):
    for key in ("theta", "eig_JtJ", "eig_JtJ_colscaled", "K_inf", "K_2"):
        for i, value in enumerate(r.get(key, [])):
            print(f"{name},{key},{i},{value}")
    print(f"{name},sse,0,{r['sse']}")
    for i, (lower, upper) in enumerate(r.get("profileCI95_chi2_s2", [])):
        print(f"{name},lower,{i},{lower if lower is not None else 'NA'}")
        print(f"{name},upper,{i},{upper if upper is not None else 'NA'}")
