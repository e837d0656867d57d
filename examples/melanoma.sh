#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The melanoma analysis of the tutorial, from the command line.
set -eu
data=${1:-e1684.csv}

paramod survival fit "$data" --time FAILTIME --status FAILCENS \
    --phi TRT --lambda 1 --gamma 1 --kappa 1 --quiet

paramod survival predict "$data" --time FAILTIME --status FAILCENS \
    --phi TRT --lambda 1 --gamma 1 --kappa 1 --quiet \
    --for TRT=0 --for TRT=1 --times 1,2,5
