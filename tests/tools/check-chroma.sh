#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 'paramod chroma': its numbers, its JSON, and what it refuses.
set -eu
command=$PARAMOD_BUILD/tools/paramod
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

# some read numbers by the locale
awk() { LC_ALL=C command awk "$@"; }

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
# inside the column: 25 digits of fig_exact.csv at the top of benzene's peak
text=$("$command" chroma simulate "$folder/column.json" --at 108.45 --places 16.4222532277)
holds "inside the column" "$text" '^x,benzene,toluene,benzene q,toluene q$'
holds "inside the column" "$text" '^16\.4222532277,0\.13924379779[67]'
text=$("$command" chroma simulate "$folder/column.json" --at 80 --places 1,2 --json)
holds "a profile as JSON" "$text" '"q": \['
sed 's/"ka": 579/"detector": 10, &/' "$folder/column.json" >"$folder/detector.json"
text=$("$command" chroma simulate "$folder/detector.json" --detector --times 118.892458997)
holds "the detector" "$text" '^118\.892458997,0\.70583519625'
text=$("$command" chroma moments "$folder/column.json")
holds "moments as text" "$text" '^toluene .* 4\.807$'
text=$("$command" chroma moments "$folder/column.json" --json)
holds moments "$text" '"mean": 119\.16'
holds moments "$text" '"resolution": '

# What was simulated is found again, from no knowledge of the rates.
"$command" chroma simulate "$folder/column.json" --times 60:0.25:260 |
    awk -F, 'NR == 1 { print "t,signal"; next } { print $1 "," 40 + 1000 * $2 + 500 * $3 }' \
    >"$folder/signal.csv"
sed 's/"ka": [0-9]*, "kd": [0-9.]*/"detector": 1/' "$folder/column.json" >"$folder/unknown.json"
text=$("$command" chroma fit "$folder/unknown.json" --data "$folder/signal.csv" \
       --plot "$folder/fit.svg")
grep -q 'signal - fit.*</text>' "$folder/fit.svg" || { echo "no drawing of a fit"; status=1; }
holds fit "$text" '^benzene\.ka +(579|578\.9999|579\.0000)'
holds fit "$text" '^toluene\.kd +(11\.502|11\.50199|11\.50200)'
holds fit "$text" '^benzene\.amplitude +(1000|999\.9999|1000\.0000)'
holds fit "$text" '^baseline 0 +(40|39\.9999|40\.0000)'
text=$("$command" chroma fit "$folder/unknown.json" --data "$folder/signal.csv" --json \
       --window benzene=90:150 --window toluene=200:260 --bound benzene.kd=:5 \
       --loss huber --level 0.9) || test $? = 3
holds "fit with bounds" "$text" '"name": "toluene.amplitude"'
awk '/benzene.kd/ { getline; exit !($2 + 0 <= 5 && $2 + 0 > 4.5) }' <<END || {
$text
END
    echo "benzene.kd is not at its bound"; status=1; }
# the front: right-continuous at t0 + t1, where the closed form and the inversion must agree
text=$("$command" chroma invert --a 2 --kd 1 --t0 1 --t1 1 --times 1,2 --json)
holds "the front" "$text" '0\.135335283236'
holds "the front" "$text" '0\.2589615756[0-9]*,?$'
text=$("$command" chroma invert --a 439.7 --kd 5.299 --t0 34 --t1 4 --times 119 --json)
holds invert "$text" '"method": "'
holds invert "$text" '0\.279054136634'

text=$("$command" reproduce chroma --output "$folder")
holds reproduce "$text" '^o-xylene .* 1\.8706. \| 1\.8708$'
holds reproduce "$text" '^o-xylene +576\.5527 +8\.7726 +4319 +576\.450 +0\.045953 +7984\.8 .* 0\.045188$'
holds reproduce "$text" '^benzene .* 118\.892 .* 1647\.0 .* 0\.069440$'
holds reproduce "$text" '^u0 from the pressures, m/s +0\.4132'
holds "the fit of Figure 4" "$text" '^benzene +579\.0 +5[78][0-9]\.[0-9] '
for figure in 1-70 1-1500 1-4000 1-6500 2-top 2-bottom 3 4-simulated; do
    grep -q '</svg>' "$folder/figure-$figure.svg" && test -s "$folder/figure-$figure.csv" ||
        { echo "no figure $figure"; status=1; }
done

refuses "'x' is not a number" j x 1
refuses 'J\(-1, 2\) is not defined' j -- -1 2
refuses '\-\-kd is missing' simulate --a 1 --times 1
refuses 'peak: kd = -1 is not a finite number of at least 0' \
    simulate --a 1 --kd=-1 --t0 1 --t1 1 --times 1
refuses '\-\-times is missing' simulate "$folder/column.json"
refuses '\-\-places is missing' simulate "$folder/column.json" --at 3
refuses 'at the outlet: give --times' simulate "$folder/column.json" --at 3 --detector
refuses '\-\-at needs a COLUMN.json' simulate --at 3 --places 1
refuses 'place 0 = 21 is outside the column, 0 to 20' \
    simulate "$folder/column.json" --at 3 --places 21
refuses '\-\-data is missing' fit "$folder/unknown.json"
fit="fit $folder/unknown.json --data $folder/signal.csv"
refuses "there is none for number 2" $fit --window benzene=90:150
refuses "'benzin=1:2' does not begin with the name of an analyte" $fit --window benzin=1:2
refuses "'benzene=1:2' is not ANALYTE.ka=LOWER:UPPER" $fit --bound benzene=1:2
refuses "\-\-bound: 'x' is not a number" $fit --bound benzene.kd=x:2
refuses "'hubert' is none of squares, huber, bisquare" $fit --loss hubert
refuses "there is no column 'no' in" $fit --sigma no
refuses '\-\-baseline: 9 is more than 6 terms' $fit --baseline 9
refuses '\-\-level: 2 is not inside' $fit --level 2
refuses 'unable to open' moments "$folder/absent.json"
sed 's/"column"/"colum"/' "$folder/column.json" >"$folder/bad.json"
refuses "there is no member 'colum', but 'column', 'injection' and 'analytes'" \
    moments "$folder/bad.json"
sed 's/"name": "benzene"/"name": 3/' "$folder/column.json" >"$folder/bad.json"
refuses "analyte 1: 'name' is not a text" moments "$folder/bad.json"
sed 's/"ka"/"kaa"/' "$folder/column.json" >"$folder/bad.json"
refuses "benzene: there is no member 'kaa'; did you mean 'ka'" moments "$folder/bad.json"
sed 's/"ka": 579/"ka": "579"/' "$folder/column.json" >"$folder/bad.json"
refuses "benzene: 'ka' is not a number" moments "$folder/bad.json"
sed 's/1.013e5/5e5/' "$folder/column.json" >"$folder/bad.json"
refuses 'outlet_pressure = 500000 exceeds inlet_pressure = 401000' moments "$folder/bad.json"
sed 's/length/lenght/' "$folder/column.json" >"$folder/bad.json"
refuses "there is no member 'lenght'; did you mean 'length'" moments "$folder/bad.json"
sed 's/579/-579/' "$folder/column.json" >"$folder/bad.json"
refuses 'benzene: ka = -579 is not a finite number of at least 0' moments "$folder/bad.json"
echo '{ "column": ' >"$folder/bad.json"
refuses 'line [0-9]+: ' moments "$folder/bad.json"
echo '{ "column": {}, "injection": {}, "analytes": [] }' >"$folder/bad.json"
refuses "'analytes' is not an array" moments "$folder/bad.json"
exit $status
