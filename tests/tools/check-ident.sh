#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 'paramod ident': models with and without equations, keys of JSON, a profile that is
# broken off and resumed, exit statuses and exact refusals.
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
awk() { LC_ALL=C command awk "$@"; }

# expect STATUS MESSAGE ARGUMENT...
expect() {
    want=$1 message=$2
    shift 2
    "$paramod" "$@" > out 2> err
    got=$?
    test $got -eq "$want" || complain "$*" "exit status $got, not $want" "$(cat err)"
    test "$(cat err)" = "$message" || complain "$*" "stderr: $(cat err)" "not: $message"
}
value() {
    sed -n 's/^ *"'"$1"'": \(.*[^,]\),\{0,1\}$/\1/p' out | head -n 1
}
near() {
    awk -v a="$1" -v b="$(value "$2")" -v t="$3" 'BEGIN { d = a - b
        if (d < 0) d = -d
        exit !(b != "" && d <= t) }' || complain "$2" "got '$(value "$2")', expected $1"
}

# ---- an algebraic model: only the product of a and b matters ----
cat > product.json <<'END'
{ "parameters": ["a", "b", "k"], "scale": ["log10", "log10", "lin"],
  "nominal": [2, 3, 0.5], "lower": [0.1, 0.1, 0], "upper": [100, 100, 10],
  "experiments": [ { "data": [
    { "t": 0, "m": 6.1, "y": "a*b*exp(-k*time_t)", "sigma": 0.1 },
    { "t": 1, "m": 3.5, "y": "a*b*exp(-k*time_t)", "sigma": 0.1 },
    { "t": 2, "m": 2.3, "y": "a*b*exp(-k*time_t)", "sigma": 0.1 },
    { "t": 4, "m": 0.8, "y": "a*b*exp(-k*time_t)", "sigma": 0.1 } ] } ] }
END
expect 1 "" ident analyze product.json --json
near 2 rank 0
grep -q "only 'b' 'a' is determined" out || complain product "no monomial" "$(cat out)"
grep -q '"structural": true' out || complain product "not structural"
for key in llh gradient eigenvalues eigenvalue_errors K_inf K_2 se null_directions; do
    grep -q "\"$key\":" out || complain product "no key $key"
done
expect 0 "" ident fit product.json --json
near 0 at_bound 0
expect 0 "" ident profile product.json --json
grep -q '"status": "flat"' out || complain product "no flat profile"
expect 0 "" ident simulate product.json --seed 1
test "$(wc -l < out)" -eq 5 || complain simulate "$(cat out)"
expect 0 "" ident analyze product.json --help
expect 1 "" ident analyze product.json --plot plot.svg
grep -q '</svg>' plot.svg || complain plot "no drawing"

# ---- resuming: one thread, broken off by the checkpoint's own copy ----
sed 's/"a\*b\*exp/"a*exp/; s/"nominal": \[2, 3/"nominal": [6, 1/' product.json |
    sed 's/"a\*b\*/"a*/g; s/"a", "b", "k"/"a", "k"/; s/"log10", "log10", "lin"/"log10", "lin"/
         s/\[6, 1, 0.5\]/[6, 0.5]/; s/\[0.1, 0.1, 0\]/[0.1, 0]/; s/\[100, 100, 10\]/[100, 10]/' \
    > single.json
expect 0 "" ident profile single.json --json --threads 1
cp out whole
expect 0 "" ident profile single.json --json --threads 7 --checkpoint state
cmp -s out whole || complain resume "threads change the result"
expect 0 "" ident profile single.json --json --threads 2 --checkpoint state
cmp -s out whole || complain resume "a finished state changes the result"
expect 2 "paramod: the state is not one of these profiles: model, data, parameters or \
options differ" ident profile single.json --json --checkpoint state --drop 1

# ---- designs ----
expect 0 "" ident design single.json --json
awk -v g="$(value gap)" 'BEGIN { exit !(g >= 0 && g <= 1e-6) }' || complain design "gap $(value gap)"
expect 0 "" ident design single.json --points 2 --json
expect 0 "" ident design single.json --complete --json

expect 2 "paramod: 4 candidates are fewer than the 9 points wanted" ident design single.json --points 9

# ---- refusals ----
echo '{ "parameters": ["k"], "nominal": [1], "experiments": [ { "data": [
 { "t": 0, "y": "kk*2" } ] } ] }' > bad.json
expect 2 "paramod: 'bad.json': experiment 1, datum 1, y: there is no 'kk'; did you mean \
'k'?" ident analyze bad.json
echo '{ "parameters": ["k"], "nominal": [1], "experiments": [ { "data": [
 { "t": 0, "y": "2*(k" } ] } ] }' > bad.json
expect 2 "paramod: 'bad.json': experiment 1, datum 1, y: ')' is missing at character 5 of \
'2*(k'" ident analyze bad.json
echo '{ "parameters": ["k"], "nominal": [1] }' > bad.json
expect 2 "paramod: 'bad.json': there are no experiments" ident analyze bad.json
echo '{ "parameters": ["k"], "nominal": [-1], "scale": ["log10"], "experiments": [ {
 "data": [ { "t": 0, "y": "k" } ] } ] }' > bad.json
expect 2 "paramod: 'k': -1 is not inside [0, inf]" ident analyze bad.json
echo '{ "parameters": ["k"], "nominal": [1], "experiments": [ { "data": [ ] } ] }' > bad.json
expect 2 "paramod: 'bad.json': experiment 1 has no data" ident analyze bad.json
echo '{ "parameters": ["k"], "nominal": [1], "experiments": [ { "data": [
 { "t": 0, "m": 1, "y": "k", "sigma": 1 }, { "t": 0, "m": 1, "y": "k", "sigma": 0 } ] } ] }' \
    > bad.json
expect 2 "paramod: sigma[1] is 0; a standard deviation must be positive" ident analyze bad.json
expect 2 "paramod: one model file is needed: see --help" ident analyze

# ---- differential equations, if there is an integrator ----
cat > decay.json <<'END'
{ "states": ["x"], "parameters": ["k", "x0"], "scale": ["log10", "lin"],
  "nominal": [0.5, 2], "lower": [0.01, 0], "upper": [10, 100],
  "experiments": [ { "rhs": { "x": "-k*x" }, "x0": { "x": "x0" }, "data": [
    { "t": 0, "m": 2.1, "y": "x", "sigma": 0.1 }, { "t": 1, "m": 1.2, "y": "x", "sigma": 0.1 },
    { "t": 3, "m": 0.4, "y": "x", "sigma": 0.1 } ] } ] }
END
if "$paramod" ident simulate decay.json > out 2> err; then
    awk -F, 'NR == 3 { d = $3 - 2 * exp(-0.5); exit !(d < 1e-9 && d > -1e-9) }' out ||
        complain decay "$(cat out)"
    expect 0 "" ident profile decay.json --json
    # times twice and in any order are allowed; what they tell is their sum
    sed 's/"t": 3, "m": 0.4/"t": 1, "m": 1.3/' decay.json > twice.json
    expect 0 "" ident analyze twice.json --json
    near 2 rank 0
    sed 's/"t": [13]/"t": 0/' decay.json > start.json
    expect 1 "" ident analyze start.json --json
    near 1 rank 0
    grep -q "'k' never reaches an observable" out || complain start "$(cat out)"
    sed 's/"t": 1/"t": -1/' decay.json > before.json
    expect 2 "paramod: output time 0 at -1 comes before the start at 0; sort the times" \
        ident analyze before.json
    sed 's/-k\*x/log(k - 1)*x/' decay.json > nan.json
    expect 2 "paramod: paramod_ode_solve_twice: experiment 0, t = 0, y = (2), theta = \
(0.5, 2): rate() is not finite for state 'x'" ident analyze nan.json
    mkdir figures
    expect 0 "" reproduce ident --folder figures
    test "$(grep -c ' ok$' out)" -eq 81 || complain reproduce "$(grep -c ' ok$' out) rows"
    for figure in alzheimer glioma hill_bands xi_seir xi_lotka_volterra; do
        grep -q '</svg>' figures/$figure.svg || complain reproduce "no $figure.svg"
    done
else
    grep -q SUNDIALS err || complain decay "$(cat err)"
fi
exit $status
