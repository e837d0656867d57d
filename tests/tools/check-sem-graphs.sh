#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 'paramod sem covariance|identify|ideal' and 'paramod reproduce sem': exit statuses,
# exact messages, keys and values of JSON.
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
    "$paramod" "$@" > out 2> err
    got=$?
    test $got -eq "$want" || complain "$*" "exit status $got, not $want"
    test "$(cat err)" = "$message" || complain "$*" "stderr: $(cat err)" "not: $message"
}

# has TEXT WHAT: the output holds a line with that text
has() {
    grep -qF -e "$1" out || complain "$2" "no '$1' in:" "$(cat out)"
}

for command in covariance identify ideal; do
    expect 0 "" sem $command --help
    test "$(head -c 6 out)" = "Usage:" || complain "$command --help" "$(head -n 1 out)"
    expect 2 "paramod: the graph is missing, such as '1>2,2>3; 1-3'" sem $command
    expect 2 "paramod: line 1, column 1: node '1' has an edge to itself, which a mixed graph cannot have" \
        sem $command '1>1'
    expect 2 "paramod: line 1, column 5: the edge 1>2 is given twice" sem $command '1>2,1>2'
    expect 2 "paramod: node '3' is out of range: the graph has 2 nodes" \
        sem $command '1>3' --nodes 2
    expect 2 "paramod: '2>3' is not expected: the graph is one word, in quotes" \
        sem $command '1>2' '2>3'
done

# ---- covariance ----
expect 0 "" sem covariance '1>2;1-2' --entry 2,2
has 's(2,2) = w11*l12^2+w22+2*w12*l12' "an entry"
expect 0 "" sem covariance '1>2,2>1' --entry 1,2 --factored
has 's(1,2) = (w11*l12+w22*l21)/((-l12*l21+1)*(-l12*l21+1))' "a factored entry"
expect 0 "" sem covariance '1>2,2>3' --style latex --entry 1,2
has '\omega_{11}\lambda_{12}' "LaTeX"
expect 0 "" sem covariance '1>2,2>3' --style c --entry 1,2
has 'omega[0][0]*lambda[0][1]' "C"
expect 0 "" sem covariance '1>2,1>3,2>1,2>3,3>1,3>2;1-2,1-3,2-3' --squared --count
has '162 terms' "terms of the complete graph on three nodes"
expect 0 "" sem covariance '1>2,2>1' --json
has '"numerator": "w11+w22*l21^2"' "JSON of a covariance"
expect 0 "" sem covariance '1>2,1>3' --entry 2,3 --connections
has '  + 1>2 | 1>3' "treks"
expect 2 "paramod: option '--entry': the graph has no node '7'" sem covariance '1>2' --entry 1,7
expect 2 "paramod: option '--entry': '1' is not two nodes, I,J" sem covariance '1>2' --entry 1

# ---- identify ----
expect 0 "" sem identify '1>2,2>3;2-3' --json
for key in dimension generic_rank finite_to_one htc_identifiable htc_infinite \
           tian_identifiable globally_identifiable fibre_degree formulas; do
    has "\"$key\":" "keys of identify"
done
has '"formula": "l23 = (s13)/(s12)"' "the instrumental variable formula"
has '"fibre_degree": 1' "its fibre degree"
expect 1 "" sem identify '1>2;1-2' --json
has '"finite_to_one": false' "a bow"
has '"fibre_degree": null' "a bow"
expect 0 "" sem identify '1>2,2>3,3>1' --lambda 1/2,2/3,-1/3 --omega 1,2,3
has '  lambda 1/2 2/3 -1/3; omega 1 2 3; spectral radius 0.48075, stable' "a fibre"
has '  lambda 189/58 18/7 -29/27; omega 29/9 378/29 81/7; spectral radius 2.08008' "a fibre"
expect 0 "" sem identify '1>2,2>3,3>1' --lambda 1/2,2/3,-1/3 --omega 1,2,3 --json
has '"29/25"' "exact Sigma"
expect 2 "paramod: option '--lambda' has 1 values, but the graph needs 2" \
    sem identify '1>2,2>3' --lambda 1 --omega 1,1,1
expect 2 "paramod: option '--omega': '1,x' is not a list of fractions and decimals of up to nine digits" \
    sem identify '1>2' --lambda 1 --omega 1,x
expect 2 "paramod: options '--lambda' and '--omega' go together: '--omega' is missing" \
    sem identify '1>2' --lambda 1
expect 2 "paramod: det(I - Lambda) is 0: the system has no equilibrium" \
    sem identify '1>2,2>1,3>1' --lambda 2,0.5,1 --omega 1,1,1
expect 2 "paramod: omega is not positive definite: the error variance of node '2' is -1" \
    sem identify '1>2' --lambda 2 --omega 1,-1
printf 'a,b\n1,0.5\n0.5,2\n' > s.csv
expect 0 "" sem identify 'a>b' --cov s.csv --json
has '1.75' "Omega from a covariance matrix"
printf 'a,b\n1,2\n2,1\n' > s.csv
expect 2 "paramod: the covariance matrix is not positive definite: its smallest eigenvalue is -1" \
    sem identify 'a>b' --cov s.csv
expect 2 "paramod: 's.csv' has 2 rows and 2 columns, but the graph has 3 nodes" \
    sem identify '1>2,2>3' --cov s.csv

# ---- ideal ----
expect 0 "" sem ideal '1>2,1>3,2>3,3>4;2-4' --degree 4 --json
has '"s11*s13*s22*s34-s11*s13*s23*s24-s11*s14*s22*s33+s11*s14*s23^2-s12^2*s13*s34+s12^2*s14*s33+s12*s13^2*s24-s12*s13*s14*s23"' "the Verma quartic"
has '"complete_to": 4' "the Verma ideal"
has '"degrees":' "the Verma ideal"
expect 0 "" sem ideal '1>2,2>3,3>4,4>1' --degree 3 --certificates
has 'multidegree 2 1 2 1: 6 monomials, 0 spanned by products, rank 5, 1 new' "certificates"
expect 0 "" sem ideal '1>2,1>3,1>4' --constraints tetrads
has 's13*s24-s14*s23' "tetrads"
printf 'a,b,c\n2,0.9,0.7\n0.9,1.5,0.6\n0.7,0.6,1.2\n' > s.csv
expect 0 "" sem ideal 'a>b,b>c' --cov s.csv --n 80
has 'df = 1' "a test"
expect 2 "paramod: option '--cov' needs '--n', the sample size" sem ideal 'a>b,b>c' --cov s.csv
expect 2 "paramod: sample size -1 is not positive" sem ideal 'a>b,b>c' --cov s.csv --n -1

# ---- reproduce ----
expect 0 "" reproduce sem
has 'complete graph on 5 nodes: exact, 141150 terms (expected 141150)' "the rule"
has '5 nodes: 9608 classes (expected 9608), 9608 of full rank' "the theorem"
exit $status
