#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The command as its users meet it: exit statuses, exact messages, the keys and
# some values of JSON, and Ctrl-C.
set -u
paramod=$PARAMOD_BUILD/tools/paramod
data=$PARAMOD_SOURCE/examples/data/e1684.csv
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

# refuse CSV MESSAGE OPTION...: a file that 'fit' must refuse without output
refuse() {
    printf "$1" > x.csv
    message="paramod: $2"
    shift 2
    expect 2 "$message" survival fit x.csv --time t "$@"
    test ! -s out || complain "$*" "output in spite of a refusal"
}

# number KEY FILE: the first value of that key in JSON as we print it
number() {
    sed -n 's/^ *"'"$1"'": \([^,]*\),\{0,1\}$/\1/p' "$2" | head -n 1
}

# near WANTED GOT TOLERANCE WHAT
near() {
    awk -v a="$1" -v b="$2" -v t="$3" 'BEGIN { d = a - b; if (d < 0) d = -d
        exit !(b != "" && d <= t) }' || complain "$4" "got '$2', expected $1"
}

# ---- usage ----
expect 2 "paramod: there is no command 'survivla'; did you mean 'survival'?" survivla
expect 2 "paramod: there is no command 'survival fitt'; did you mean 'fit'?" survival fitt
expect 2 "paramod: 'survival' needs a command: see 'paramod --help'" survival
expect 2 "paramod: there is no option '--tmie'; did you mean '--time'?" \
    survival fit x.csv --tmie t
expect 2 "paramod: the data file is missing ('-' is the standard input)" \
    survival fit --time t
expect 2 "paramod: there is no family 'weibul'; did you mean 'weibull'?" \
    survival fit x.csv --time t --family weibul
expect 2 "paramod: family 'weibull' has no parameter 'kappa'; it has phi, lambda, gamma" \
    survival fit x.csv --time t --family weibull --kappa 1
expect 2 "paramod: cannot open 'none.csv': No such file or directory" \
    survival fit none.csv --time t
expect 0 "" --version
test "$(head -n 1 out)" = "paramod $PARAMOD_VERSION" || complain "--version" "$(cat out)"
for command in "survival fit" "survival predict" "survival simulate" \
               "survival compare" "reproduce survival"; do
    expect 0 "" $command --help
    test "$(head -c 6 out)" = "Usage:" || complain "$command --help" "$(head -n 1 out)"
done

# ---- what is refused, with row, column and value ----
e='--family exponential --status d'
refuse '' "'x.csv' is empty" $e
refuse 't,d\n' "'x.csv' has a header, but no rows" $e
refuse 't,d\n1,1\n2\n' "row 2 of 'x.csv' has 1 field, but the header names 2 columns" $e
refuse 't,d\n1,1\nabc,1\n' "row 2, column 't': 'abc' is not a number" $e
refuse 't,dd\n1,1\n' "there is no column 'd' in 'x.csv'" $e
refuse 'time,d\n1,1\n' "there is no column 't' in 'x.csv'" $e
refuse 't,d\n1,1\n-3,0\n' "row 2, column 't': -3 is negative, but times are 0 or more" $e
refuse 't,d\n1,1\nNaN,1\n' "row 2, column 't': nan is not a finite number" $e
refuse 't,d\n1,1\nNA,1\n0,1\n' "row 3, column 't': 0 is not possible for an event, whose time must be above 0" $e
refuse 't,d\n1,0\n2,0\n' "all 2 rows are censored in column 'd': without an event the likelihood has no maximum" $e
refuse 't,d\n1,1\n2,7\n' "row 2, column 'd': '7' is no status: 0 is censored, 1 an event, 2 left-censored; '--event VALUE' chooses another code" $e
refuse 't,d,e\n1,1,0\n2,1,2\n' "row 2, column 't': 2 is not after 2 in column 'e'" $e --entry e
refuse 't,d,e\n1,1,0\n2,1,3\n' "row 2, column 't': 2 is not after 3 in column 'e'" $e --entry e
refuse 't,u\n1,2\n2,1.5\n' "row 2, column 'u': 1.5 is below 2 in column 't'" --family exponential --time2 u
refuse 't,d,w\n1,1,1\n2,1,-1\n' "row 2, column 'w': -1 is negative, but weights are 0 or more" $e --weights w
refuse 't,d,x\n1,1,1\n2,1,2\n3,1,a\n' "row 3, column 'x': 'a' is not a number (factor(x) makes categories of numbers and texts)" $e --phi x
refuse 't,d,x\n1,1,1\n2,1,inf\n' "row 2, column 'x': inf is not a finite number" $e --phi x
refuse 't,d,c\n1,1,a\n2,1,b\n' "option '--ref': column 'c' has no level 'bb'; did you mean 'b'?" $e --phi c --ref c=bb
refuse 't,d,c\n1,1,a\n2,1,b\n' "the formula of 'phi' has no coefficient 'ca'; did you mean 'cb'?" $e --phi c --fix phi:ca=1
refuse 't,d\n1,1\n2,1\n' "option '--frailty' needs '--cluster', which says who shares a frailty" $e --frailty gamma

# ---- what is coped with ----
# The exponential rate is events over time: 2 / 6.
printf '\357\273\277"t","d","w"\r\n1,1,1\r\n2,0,1\r\n9,1,0\r\nNA,1,1\r\n3,1,1' > x.csv
expect 0 "" survival fit x.csv --time t --status d --weights w --family exponential --json
near -1.0986122886681098 "$(number estimate out)" 1e-14 "rate of BOM, CRLF"
test "$(number n out)" = 3 || complain "rows" "$(number n out)"
test "$(number rows_missing out)" = 1 || complain "rows_missing" "$(number rows_missing out)"
test "$(number rows_weight_zero out)" = 1 || complain "rows_weight_zero" "$(number rows_weight_zero out)"

printf 't,d,c\n1,1,5\n2,1,5\n3,0,5\n' > x.csv # a constant covariate
expect 0 "" survival fit x.csv --time t --status d --family exponential --phi c --json
grep -q '"phi:c"' out || complain "constant column is not reported" "$(cat out)"
test "$(grep -c '"estimate": null' out)" = 1 || complain "coefficient of a constant column"

printf 't,d\n1,2\n2,1\n3,2\n' > x.csv # R's other coding
expect 0 "paramod: column 'd' holds 1 and 2 only: read as 1 censored, 2 event" \
    survival fit x.csv --time t --status d --family exponential --json
test "$(number events out)" = 2 || complain "events of a column of 1 and 2"

printf 't,d,x\n1,1,0\n2,1,0\n3,0,1\n4,0,1\n' > x.csv # monotone likelihood
expect 1 "" survival fit x.csv --time t --status d --family exponential --phi x --json
grep -q '"degenerate": "monotone likelihood: .*phi:x.* minus infinity"' out ||
    complain "monotone likelihood" "$(grep degenerate out)"
test "$(number se out)" = null || complain "standard errors of a monotone likelihood"

# ---- values: log likelihoods of the same data by survreg 3.5-3 and by a Newton
# ---- iteration in numpy (tests/data holds neither: see validation/) ----
e1684="survival fit $data --time FAILTIME --status FAILCENS"
expect 0 "" $e1684 --phi TRT --json
near -369.4353102588 "$(number loglik out)" 1e-9 "M(phi)"
near 748.8706 "$(number aic out)" 1e-4 "AIC of M(phi)"
for key in family n events loglik aic bic ending newton_decrement condition \
           degenerate parameters; do
    grep -q "^  \"$key\":" out || complain "no key $key"
done
expect 0 "" $e1684 --family weibull --phi TRT --json
near -414.7291068 "$(number loglik out)" 1e-6 "Weibull"
expect 0 "" $e1684 --family weibull --lambda TRT --json
near -414.7291068 "$(number loglik out)" 1e-6 "Weibull, proportional hazards"
expect 0 "" $e1684 --covariates TRT --search bic --json
near -369.4353102588 "$(number loglik out)" 1e-9 "search by BIC"
expect 0 "" $e1684 --phi TRT --fix lambda=0 --json
test "$(number free out)" = 4 || complain "--fix lambda=0"
expect 0 "" $e1684 --phi TRT --plot fit.svg
grep -q '</svg>' fit.svg || complain "--plot"
expect 0 "" $e1684 --phi TRT --complete AGE --json
near -365.4925923323 "$(number loglik out)" 1e-9 "complete rows"

# ---- the other commands ----
expect 0 "" survival predict "$data" --time FAILTIME --status FAILCENS --phi TRT \
    --gamma TRT --what hazard-ratio --for TRT=1 --reference TRT=0 --times 0.25 --json
near 0.5671350 "$(sed -n '/predictions/,$p' out | sed -n 's/.*"estimate": \([^,]*\),/\1/p')" \
    1e-6 "hazard ratio"
expect 2 "paramod: there is no value for 'TRT'" survival predict "$data" \
    --time FAILTIME --status FAILCENS --phi TRT --for "" --times 1
expect 0 "" survival simulate --family weibull --set phi=0,phi:x=1,gamma=0.5 --rows 50
cp out first
expect 0 "" survival simulate --family weibull --set phi=0,phi:x=1,gamma=0.5 --rows 50
cmp -s out first || complain "a simulation does not repeat itself"
test "$(wc -l < out)" -eq 51 || complain "rows of a simulation"
cp out sim.csv
expect 0 "" survival fit sim.csv --time time --status status --family weibull --phi x
expect 0 "" survival compare "$data" --time FAILTIME --status FAILCENS \
    --covariates TRT --family weibull,lognormal
grep -q '^lognormal  *3  *-390.10584[0-9]* .*best AIC  best BIC$' out ||
    complain "compare" "$(cat out)"
expect 0 "" reproduce survival --melanoma --shapes --data "$data" --output .
grep -q '^M(phi,gamma)  *6  *-368.41687135[0-9]* .*best AIC' out ||
    complain "reproduce" "$(cat out)"
for file in melanoma.svg hazard-shapes.svg hazard-shapes.csv; do
    test -s $file || complain "reproduce has not written $file"
done

# ---- Ctrl-C: the best so far, and 130 ----
"$paramod" $e1684 --phi TRT --starts 100000 --json > out 2> err &
child=$!
sleep 1
kill -INT $child
wait $child
got=$?
test $got -eq 130 || complain "Ctrl-C" "exit status $got"
test "$(number ending out)" = '"interrupted"' || complain "ending" "$(number ending out)"
near -369.4353102588 "$(number loglik out)" 1e-6 "the best so far"

# ---- the locale changes nothing ----
LC_ALL=de_DE.UTF-8 "$paramod" $e1684 --phi TRT --json > german 2> err
LC_ALL=C "$paramod" $e1684 --phi TRT --json > plain 2> err
cmp -s german plain || complain "output depends on the locale"
exit $status
