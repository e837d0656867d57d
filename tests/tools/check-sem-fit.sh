#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 'paramod sem fit|simulate': exit statuses, exact messages, keys and values of JSON.
set -u
paramod=$PARAMOD_BUILD/tools/paramod
data=$PARAMOD_TEST_DATA/sem/lavaan
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 99
status=0

awk() { LC_ALL=C command awk "$@"; }

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
    grep -qF -e "$1" out || complain "$2" "no '$1' in:" "$(head -n 40 out)"
}

pd=$data/PoliticalDemocracy.csv
for command in fit simulate; do
    expect 0 "" sem $command --help
    test "$(head -c 6 out)" = "Usage:" || complain "$command --help" "$(head -n 1 out)"
done
expect 2 "paramod: the model is missing: a file, or a text such as 'y ~ x'" \
    sem fit --data "$pd"
expect 2 "paramod: give either '--data' or '--cov'" sem fit 'y1 ~ x1'
expect 2 "paramod: cannot read 'none.lav': No such file or directory" \
    sem fit none.lav --data "$pd"
expect 2 "paramod: option '--n' is missing: the number of observations behind '--cov'" \
    sem fit 'y5 ~ y1' --cov "$data/cyc3.cov1.csv"
expect 2 "paramod: the data have no variable 'zebra', which the model needs" \
    sem fit 'y1 ~ zebra' --data "$pd"
expect 2 "paramod: line 1, column 4: the name of a variable is expected" \
    sem fit 'y ~' --data "$pd"
expect 2 "paramod: the model is not identified: it has 1 parameter more than moments; these are not determined: 'y1~x1', 'x1~~y1', 'y1~~y1'" \
    sem fit 'x1>y1;x1-y1' --data "$pd"
expect 2 "paramod: 'y~x' has no value: give '--set y~x=VALUE', or start(VALUE) in the model" \
    sem simulate 'y ~ x'

expect 2 "paramod: options '--n' and '--divisor' go with '--cov'" \
    sem fit 'y1 ~ x1' --data "$pd" --n 75
expect 2 "paramod: options '--group' and '--missing' go with '--data'" \
    sem fit 'y5 ~ y1' --cov "$data/cyc3.cov1.csv" --n 75 --group g
printf ',x,y\ny,1,0.2\nx,0.2,1\n' > swapped.csv
expect 2 "paramod: row 1 of 'swapped.csv' is of 'y', but column 1 of 'x': both must have the same order" \
    sem fit 'y ~ x' --cov swapped.csv --n 10
printf ',x,y\nx,1,0.2\n' > short.csv
expect 2 "paramod: 'short.csv' has 1 rows for 2 variables: a covariance matrix is square, with at most a row of means below" \
    sem fit 'y ~ x' --cov short.csv --n 10
printf 'x,y\n1,2\n2,inf\n3,4\n4,4\n' > infinite.csv
expect 2 "paramod: row 2, variable 'y': the value is infinite" \
    sem fit 'y ~ x' --data infinite.csv

# ---- fits ----
expect 0 "" sem fit "$data/poldem.lav" --data "$pd"
has 'chi2 38.1252, df 35, p 0.3292' "a summary"
has 'dem60 =~ y2         1.25675      0.18244     6.889    0.7171' "a row"
expect 0 "" sem fit "$data/poldem.lav" --data "$pd" --json
for key in chi2 df pvalue npar n logl fit ending optima parameters; do
    has "\"$key\"" "keys of JSON"
done
has '"ending": "converged"' "the ending"
has '"df": 35' "degrees of freedom"
expect 0 "" sem fit "$data/dhp.lav" --cov "$data/dhp.cov1.csv" --n 329 --modifications --effects
has 'chi2 26.7786, df 15' "a fit to covariances"
has 'ROccAsp ~~ FEdAsp' "modifications"
expect 0 "" sem fit "$data/hs3.lav" --data "$data/HolzingerSwineford1939.csv" \
    --group school --equal loadings --estimator mlr
has 'chi2 124.044, df 54' "groups"
has 'group Pasteur' "a label of a group"
expect 0 "" sem fit "$data/hs3.lav" --data "$data/hs_missing.csv" --missing fiml
has 'chi2 82.3476, df 24' "missing values"
expect 2 "paramod: option '--equal': 'x' is none of loadings, intercepts, regressions, residuals, latent_variances, latent_covariances, means" \
    sem fit "$data/hs3.lav" --data "$data/hs_missing.csv" --equal x

# ---- after a fit ----
hs=$data/HolzingerSwineford1939.csv
three='visual =~ x1 + a*x2 + b*x3; textual =~ x4 + x5 + x6; speed =~ x7 + x8 + x9'
expect 0 "" sem fit "$three" --data "$hs" --wald 'a == b'
has 'Wald test: chi2 2.3763' "a Wald test"
expect 0 "" sem fit "$three; a == b" --data "$hs" --against "$three" --release
has 'likelihood-ratio test: chi2 2.66' "a ratio test"
has 'score test of the constraints: chi2 2.862' "a score test"
expect 0 "" sem fit "$three" --data "$hs" --scores bartlett --output scores.csv
test "$(head -n 1 scores.csv)" = "visual,textual,speed" ||
    complain "names of scores" "$(head -n 1 scores.csv)"
test "$(wc -l < scores.csv)" -eq 302 || complain "rows of scores" "$(wc -l < scores.csv)"
# lavaan's, to its accuracy
awk -F, 'NR == FNR { for (i = 1; i <= 3; i++) want[FNR, i] = $i; next }
    FNR > 1 { for (i = 1; i <= 3; i++) if (($i - want[FNR, i]) ^ 2 > 1e-8) exit 1 }' \
    "$data/hs3.fscores_bartlett.csv" scores.csv ||
    complain "scores" "$(head -n 4 scores.csv)"
expect 2 "paramod: with '--json', '--scores' needs '--output'" \
    sem fit "$three" --data "$hs" --scores regression --json
expect 2 "paramod: factor scores need observations: give '--data'" \
    sem fit "$data/dhp.lav" --cov "$data/dhp.cov1.csv" --n 329 --scores regression
expect 0 "" sem fit 'y1 ~ b*x1' --data "$pd" --intervals --level 0.9 --bootstrap 200 --json
for key in intervals bootstrap lower upper bootstrap_failed; do
    has "\"$key\"" "keys of intervals"
done
expect 0 "" sem fit 'y1 ~ b*x1' --data "$pd" --bootstrap 50 --parametric
has 'bootstrap                        estimate           se        lower        upper' \
    "the table of resamples"
expect 2 "paramod: option '--level': '1' is not inside (0, 1)" \
    sem fit 'y1 ~ x1' --data "$pd" --level 1
expect 2 "paramod: option '--bootstrap': '1' is not from 2 to 10000000" \
    sem fit 'y1 ~ x1' --data "$pd" --bootstrap 1
expect 0 "" sem fit "$three" --data "$hs" --group school --plot fit.svg
test "$(grep -c '>visual =~ x2<' fit.svg)" -eq 1 || complain "the plot" "$(head fit.svg)"
grep -q '>Grant-White<' fit.svg || complain "groups of the plot" "$(head fit.svg)"

# ---- draws ----
expect 0 "" sem simulate 'f =~ 1*a + start(0.5)*b + 0.7*c' --rows 200 --seed 3 --output drawn.csv
test "$(wc -l < drawn.csv)" -eq 201 || complain "rows drawn" "$(wc -l < drawn.csv)"
expect 0 "" sem fit 'f =~ 1*a + b + c' --data drawn.csv
expect 0 "" sem simulate 'y1 ~ x1' --data "$pd" --rows 5
test "$(head -n 1 out)" = "y1,x1" || complain "header" "$(head -n 1 out)"

exit $status
