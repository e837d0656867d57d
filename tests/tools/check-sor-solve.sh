#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 'paramod sor solve' and 'paramod sor bound': counts of the published code, the
# keys of JSON, exit statuses and exact refusals.
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

# value KEY: the first value of that key in the JSON of the last run
value() {
    sed -n 's/^ *"'"$1"'": \(.*[^,]\),\{0,1\}$/\1/p' out | head -n 1
}

# count ITERATIONS OPTION...: a solve that must take so many
count() {
    steps=$1
    shift
    expect 0 "" sor solve "$@" --json
    test "$(value iterations)" = "$steps" ||
        complain "$*" "$(value iterations) iterations, not $steps"
    test "$(value converged)" = true || complain "$*" "not converged"
    awk -v r="$(value relative_residual)" 'BEGIN { exit !(r > 0 && r <= 1e-8) }' ||
        complain "$*" "relative residual $(value relative_residual)"
}

# near WANTED KEY TOLERANCE
near() {
    awk -v a="$1" -v b="$(value "$2")" -v t="$3" 'BEGIN { d = a - b
        if (d < 0) d = -d
        exit !(b != "" && d <= t) }' || complain "$2" "got '$(value "$2")', expected $1"
}

# ---- counts of the published code (validation/sor has all of them) ----
count 379 --laplacian S:12 --shift -0.15 --rhs sin --omega 1.6
count 2927 --laplacian S:12 --shift -0.15 --rhs ones --omega 1 --method sor --tol 1e-8
count 46 --laplacian L:12 --shift -0.15 --omega 1.5953726114618958
for sweep in textbook single blocked; do
    count 175 --laplacian S:12 --shift -0.15 --rhs sin --omega 1.8 --sweep $sweep
done
count 34 --laplacian S:12 --rhs sin --omega 1.5 --method ssor
count 15 --laplacian S:12 --shift -0.15 --rhs sin --omega 1.3 --method ssorpcg
count 15 --laplacian S:12 --shift -0.15 --rhs sin --omega 1.3 --method ssorpcg \
    --order authors --stop b
test "$(value n)" = 100 || complain "n is $(value n)"
test "$(value ending)" = '"converged"' || complain "ending is $(value ending)"
near 1.3 omega 1e-15

# ---- files: what is written reads back, and the start saves the work ----
cat > a.mtx <<'END'
%%MatrixMarket matrix coordinate real symmetric
3 3 5
1 1 4
2 1 -1
2 2 4
3 2 -1
3 3 4
END
printf '%%%%MatrixMarket matrix array real general\n3 1\n3\n2\n3\n' > b.mtx
expect 0 "" sor solve a.mtx --rhs b.mtx --output x.mtx --tol 1e-13
awk 'NR > 2 { d = $1 - 1; if (d < 0) d = -d; if (d > 1e-12) bad = 1 } END { exit bad || NR != 5 }' \
    x.mtx || complain "the solution is not (1, 1, 1)" "$(cat x.mtx)"
expect 0 "" sor solve --matrix a.mtx --rhs b.mtx --start x.mtx --stop absolute --json
test "$(value iterations)" = 0 || complain "a solution took $(value iterations) iterations"
expect 0 "" sor solve --laplacian S:12 --method chebyshev --beta 0.9594929736144974 \
    --threads 2 --json
test "$(value iterations)" -lt 45 || complain "Chebyshev took $(value iterations)"
expect 0 "" sor solve --laplacian S:5 --rhs random --seed 3 --history
test "$(grep -c '^[0-9]' out)" -gt 10 || complain "no history" "$(cat out)"

# ---- bad ends ----
expect 1 "" sor solve --laplacian S:12 --max-iterations 3 --json
test "$(value converged)" = false || complain "3 iterations cannot do"
expect 1 "" sor solve --laplacian S:12 --shift -1 --method ssorpcg --json
test "$(value ending)" = '"indefinite"' || complain "ending $(value ending)"
expect 1 "" sor solve --laplacian S:12 --shift -1 --json
test "$(value ending)" = '"diverged"' || complain "ending $(value ending)"

# ---- refusals ----
expect 2 "paramod: omega is 2; it must lie inside (0, 2)" \
    sor solve --laplacian S:12 --omega 2
expect 2 "paramod: omega is 0; it must lie inside (0, 2)" \
    sor solve --laplacian S:12 --omega 0
expect 2 "paramod: there is no matrix: give '--laplacian S:12' or a MatrixMarket file" \
    sor solve --omega 1.5
expect 2 "paramod: there are two matrices, 'S:12' and 'a.mtx'" \
    sor solve a.mtx --laplacian S:12
expect 2 "paramod: option '--laplacian': 'T:12' is neither S:SIDE nor L:SIDE" \
    sor solve --laplacian T:12
expect 2 "paramod: a grid of 2 x 2 points; the side must be 3 to 30000" \
    sor solve --laplacian S:2
expect 2 "paramod: row 1: the diagonal entry 4 plus the shift -4 is 0; it must be positive" \
    sor solve --laplacian S:12 --shift -4
expect 2 "paramod: 'none.mtx' cannot be read" sor solve none.mtx
expect 2 "paramod: 'b.mtx' is 3 x 1; a right-hand side of 100 equations is 100 x 1" \
    sor solve --laplacian S:12 --rhs b.mtx
expect 2 "paramod: '--method chebyshev' needs --beta; 'paramod sor bound' computes it" \
    sor solve --laplacian S:12 --method chebyshev
expect 2 "paramod: option '--tol': 0 is not positive" \
    sor solve --laplacian S:12 --tol 0
sed 's/^3 2 -1$/3 9 -1/' a.mtx > bad.mtx
expect 2 "paramod: 'bad.mtx': line 6: column index 9 exceeds 3 columns" sor solve bad.mtx
sed 's/^2 2 4$/2 2 0/' a.mtx > bad.mtx
expect 2 "paramod: row 2: the diagonal entry is 0; it must be positive" sor solve bad.mtx
sed 's/symmetric/general/' a.mtx > bad.mtx
expect 2 "paramod: the matrix is not symmetric, which conjugate gradients need; use SOR" \
    sor solve bad.mtx --method ssorpcg

# ---- bounds ----
expect 0 "" sor bound --laplacian S:12 --rhs sin --omegas 1,1.6 --shifts=-0.15,0.45 --json
near 48.3741500787 condition 1e-8
near 0.9594929736144974 beta 1e-11
near 1.5603879212 omega 1e-9
near 24.687075 mu 1e-5
grep -q '"iterations": 131,' out || complain "no count of omega 1"
grep -q '"iterations": 41,' out || complain "no count of omega 1.6"
expect 0 "" sor bound --laplacian L:12 --tau 0.2 --rounds 73077
grep -q 'Theorem 2.1' out || complain "no theorem" "$(cat out)"
expect 2 "paramod: the matrix with shift -0.5 is not positive definite" \
    sor bound --laplacian S:12 --shift -0.5
expect 2 "paramod: option '--tau': 2 is not inside [0, 1)" \
    sor bound --laplacian S:12 --tau 2
exit $status
