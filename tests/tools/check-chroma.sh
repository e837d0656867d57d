#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 'paramod chroma': its numbers, its JSON, and what it refuses.
set -eu
command=$PARAMOD_BUILD/tools/paramod
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

# holds NAME TEXT PATTERN: the text has a line that matches.
holds()
{
    printf '%s\n' "$2" | grep -qE -- "$3" || {
        echo "$1: no '$3' in"; printf '%s\n' "$2" | head -20; status=1; }
}

# refuses PATTERN WORD...: exit status 2 and that sentence.
refuses()
{
    pattern=$1
    shift
    code=0
    text=$("$command" chroma "$@" 2>&1 >/dev/null) || code=$?
    test "$code" = 2 || { echo "chroma $*: exit status $code, not 2"; status=1; }
    holds "chroma $*" "$text" "$pattern"
}

cat >"$folder/column.json" <<END
{ "column": { "length": 20, "radius": 9e-5, "film": 1e-6, "speed": 0.41,
              "inlet_pressure": 4.01e5, "outlet_pressure": 1.013e5 },
  "injection": { "duration": 4 },
  "analytes": [ { "name": "benzene", "ka": 579, "kd": 5.299 },
                { "name": "toluene", "ka": 2953, "kd": 11.502 } ] }
END

# 25 digits: 0.5141135799745559578351703 and 0.4858864200254440421648297
text=$("$command" chroma j 100 100 --json)
holds j "$text" '"j": 0\.51411357997455'
holds j "$text" '"complement": 0\.48588642002544'
text=$("$command" chroma simulate --a 439.7 --kd 5.299 --t0 34 --t1 4 --times 33,119 --json)
holds simulate "$text" '"engine": "closed form"'
holds simulate "$text" '"error_bound": [0-9.]+e-1[5-9]'
holds simulate "$text" '0\.27905413663413'
text=$("$command" chroma simulate "$folder/column.json" --times 60:0.5:260 \
       --plot "$folder/peaks.svg")
holds "simulate a column" "$text" '^t,benzene,toluene$'
grep -q '</svg>' "$folder/peaks.svg" || { echo "no drawing"; status=1; }
text=$("$command" chroma moments "$folder/column.json" --json)
holds moments "$text" '"mean": 119\.16'
holds moments "$text" '"resolution": '

# What was simulated is found again, from no knowledge of the rates.
"$command" chroma simulate "$folder/column.json" --times 60:0.25:260 |
    LC_ALL=C awk -F, 'NR == 1 { print "t,signal"; next } { print $1 "," 40 + 1000 * $2 + 500 * $3 }' \
    >"$folder/signal.csv"
sed 's/"ka": [0-9]*, "kd": [0-9.]*/"detector": 1/' "$folder/column.json" >"$folder/unknown.json"
text=$("$command" chroma fit "$folder/unknown.json" --data "$folder/signal.csv")
holds fit "$text" '^benzene\.ka +(579|578\.9999|579\.0000)'
holds fit "$text" '^toluene\.kd +(11\.502|11\.50199|11\.50200)'
text=$("$command" chroma invert --a 439.7 --kd 5.299 --t0 34 --t1 4 --times 119 --json)
holds invert "$text" '"method": "'
holds invert "$text" '0\.279054136634'

text=$("$command" reproduce chroma --output "$folder")
holds reproduce "$text" '^o-xylene .* 1\.8706. .* 576\.450 .* 7984\.8$'
holds reproduce "$text" '^benzene .* 118\.89. .* 1647\.0$'
for figure in 1-70 1-6500 2-top 2-bottom 3 4-simulated; do
    grep -q '</svg>' "$folder/figure-$figure.svg" && test -s "$folder/figure-$figure.csv" ||
        { echo "no figure $figure"; status=1; }
done

refuses "'x' is not a number" j x 1
refuses 'J\(-1, 2\) is not defined' j -- -1 2
refuses '\-\-kd is missing' simulate --a 1 --times 1
refuses 'peak: kd = -1 is not a finite number of at least 0' \
    simulate --a 1 --kd=-1 --t0 1 --t1 1 --times 1
refuses '\-\-times is missing' simulate "$folder/column.json"
sed 's/length/lenght/' "$folder/column.json" >"$folder/bad.json"
refuses "there is no member 'lenght'; did you mean 'length'" moments "$folder/bad.json"
sed 's/579/-579/' "$folder/column.json" >"$folder/bad.json"
refuses 'benzene: ka = -579 is not a finite number of at least 0' moments "$folder/bad.json"
echo '{ "column": ' >"$folder/bad.json"
refuses 'line [0-9]+: ' moments "$folder/bad.json"
echo '{ "column": {}, "injection": {}, "analytes": [] }' >"$folder/bad.json"
refuses "'analytes' is not an array" moments "$folder/bad.json"
exit $status
