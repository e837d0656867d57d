#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 'paramod sor tune' and 'paramod sor replay': totals add up, learners beat fixed
# omegas, checkpoints resume, and exact refusals.
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

# numbers have points here, whatever the locale that the command runs in
awk() { LC_ALL=C command awk "$@"; }

# expect STATUS MESSAGE ARGUMENT...: runs, and compares status and stderr
expect() {
    want=$1 message=$2
    shift 2
    "$paramod" "$@" > out 2> err
    got=$?
    test $got -eq "$want" || complain "$*" "exit status $got, not $want"
    test "$(cat err)" = "$message" || complain "$*" "stderr: $(cat err)" "not: $message"
}

# value KEY [N]: the Nth value of that key in the JSON of the last run
value() {
    sed -n 's/^ *"'"$1"'": \(.*[^,]\),\{0,1\}$/\1/p' out | sed -n "${2:-1}p"
}

# holds EXPRESSION
holds() {
    awk "BEGIN { exit !($1) }" || complain "$1" "$(cat out)"
}

# ---- sequences: per-round costs add up; the default beats omega*(c) ----
expect 0 "" sor tune --laplacian S:12 --rounds 300 --costs --json
sum=$(awk '/"cost": / { s += $2 } END { print s }' out)
holds "$(value total_iterations) == $sum"
test "$(value method)" = '"chebyshev"' || complain "method is $(value method)"
holds "$(value ratio 2) <= 1 && $(value ratio 1) < 0.9"
expect 0 "" sor tune --laplacian S:12 --rounds 300 --learner spectral --json
holds "$(value ratio 2) <= 1.02"
holds "$(value radius) > 3.83 && $(value radius) < 3.845"
expect 0 "" sor tune --laplacian L:12 --rounds 60 --method ssorpcg --learner fixed \
    --omega 1.3 --json --rhs sin --shifts 0.1,0.2 --law uniform
holds "$(value total_iterations) > 60 * 8 && $(value total_iterations) < 60 * 20"
expect 0 "" sor tune --laplacian S:12 --rounds 80 --learner tsallis --trials 3 --threads 2 \
    --no-regret --json
cp out two
expect 0 "" sor tune --laplacian S:12 --rounds 80 --learner tsallis --trials 3 --no-regret \
    --json
cmp -s out two || complain "threads change totals" "$(diff out two)"

# ---- checkpoints: 50 rounds and 70 more are 120 ----
for part in 50 70; do
    expect 0 "" sor tune --laplacian S:12 --rounds $part --learner tsallis --no-regret \
        --checkpoint state --json
    echo "$(value total_iterations)" >> parts
done
expect 0 "" sor tune --laplacian S:12 --rounds 120 --learner tsallis --no-regret --json
holds "$(value total_iterations) == $(awk '{ s += $1 } END { print s }' parts)"
printf 'no checkpoint' > bad
expect 2 "paramod: these 13 bytes are no checkpoint of a tuner" \
    sor tune --laplacian S:12 --checkpoint bad --rounds 5

# ---- replay of recorded costs ----
expect 0 "" sor tune --laplacian S:12 --rounds 400 --table costs.csv --json
best=$(value total)
expect 0 "" sor replay costs.csv --json
holds "$(value total) == $best && $(value rounds) == 400 && $(value omegas) == 20"
grep -q '"name": "composite"' out || complain "the composite was not replayed"
cat > own.csv <<'END'
time,c,1,1.5,1.8
0,0.1,50,20,
1,0.1,51,21,30
2,0.2,40,19,NA
END
expect 0 "" sor replay own.csv --context c --learner fixed --omega 1.5
grep -q '^fixed  *60  *1.0000' out || complain "fixed omega" "$(cat out)"
expect 2 "paramod: there is no file of costs" sor replay
expect 2 "paramod: there is no column 'd' in 'own.csv'" \
    sor replay own.csv --context d
printf 'c,1.5\n1,-3\n' > negative.csv
expect 2 "paramod: row 1, column '1.5': the cost -3 is not positive" sor replay negative.csv
printf 'c,d\n1,3\n' > none.csv
expect 2 "paramod: 'none.csv' has no column named by an omega in (0, 2)" sor replay none.csv

# ---- refusals ----
expect 2 "paramod: there is no matrix: give '--laplacian S:12' or a MatrixMarket file" \
    sor tune
expect 2 "paramod: option '--shifts': '1' is not MIN,MAX" \
    sor tune --laplacian S:12 --shifts 1
expect 2 "paramod: option '--shifts': 2 is above 1" sor tune --laplacian S:12 --shifts 2,1
expect 2 "paramod: option '--rounds': 0 is not positive" \
    sor tune --laplacian S:12 --rounds 0
expect 2 "paramod: option '--learner': 'ucp' is none of composite, fixed, tsallis, chebcb, \
thompson, ucb, spectral" sor tune --laplacian S:12 --learner ucp
expect 2 "paramod: option 'omega': 2 is not inside (0, 2)" \
    sor tune --laplacian S:12 --learner fixed --omega 2
expect 2 "paramod: option 'model': the spectral learner needs one" \
    sor tune --laplacian S:12 --learner spectral --blind
exit $status
