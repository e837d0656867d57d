#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 'paramod spline knots': the published counts of the compatible mode, the keys of
# JSON, files, exit statuses and exact refusals.
set -u
paramod=$PARAMOD_BUILD/tools/paramod
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 99
status=0

complain() {
    echo "FAILED: $1"
    shift
    printf '%s\n' "$@"
    status=1
}

# expect STATUS MESSAGE ARGUMENT...: runs, and compares status and stderr
expect() {
    want=$1 message=$2
    shift 2
    "$paramod" spline knots "$@" > out 2> err
    got=$?
    test $got -eq "$want" || complain "$*" "exit status $got, not $want"
    test "$(cat err)" = "$message" || complain "$*" "stderr: $(cat err)" "not: $message"
}

# value KEY WANTED: the value of that key in the JSON of the last run
value() {
    got=$(sed -n 's/^ *"'"$1"'": \(.*[^,]\),\{0,1\}$/\1/p' out | head -n 1)
    test "$got" = "$2" || complain "$1" "is $got, not $2"
}

# the reference implementation's counts (numcosmo_suite.csv, SPLINE_r1)
expect 0 '' --expr '1/(1+25*x^2)' --from -1 --to 1 --tol 1e-8 --mode compatible --json
value knots 769
value evaluations 769
value status '"met"'
expect 0 '' --expr 'exp(20*x)' --from 0 --to 1 --tol 1e-6 --mode compatible --json
value knots 439

# the default takes a fraction of that, and writes what it says
expect 0 '' --expr '1/(1+25*x^2)' --from -1 --to 1 --tol 1e-8 --json --out knots.csv \
    --plot knots.svg
value status '"met"'
n=$(sed -n 's/^ *"evaluations": \([0-9]*\),/\1/p' out)
test "$n" -lt 154 || complain evaluations "$n"
n=$(sed -n 's/^ *"knots": \([0-9]*\),/\1/p' out)
test "$(wc -l < knots.csv)" -eq $((n + 1)) || complain 'lines of knots.csv'
grep -q '</svg>' knots.svg || complain 'knots.svg is cut'
for key in passes achieved_error worst_x; do
    grep -q "\"$key\": " out || complain "no $key"
done

# data: the spline through a parabola is the parabola
printf 't,v\n0,0\n1,1\n2,4\n3,9\n4,16\n5,25\n' > data.csv
expect 0 '' data.csv --scale 1 --json
value status '"met"'

# endings that are no success
expect 1 '' --expr 'x < 1/3 ? 0 : 1' --from 0 --to 1 --scale 1 --json
value status '"discontinuous"'
expect 1 '' --expr 'sqrt(x-0.25)' --from 0 --to 1 --scale 1 --json
value status '"not finite"'

expect 2 "paramod: give either --expr or one data file" --from 0 --to 1
expect 2 "paramod: --expr needs --from and --to" --expr x
expect 2 "paramod: from is 1, which is not below to, 0" --expr x --from 1 --to 0
expect 2 "paramod: --tol is 0; it must be above 0" --expr x --from 0 --to 1 --tol 0
expect 2 "paramod: from is 0; the logarithmic map needs it above 0" --expr x --from 0 \
    --to 1 --map log
exit $status
