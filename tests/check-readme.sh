#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the README shows is what the programs print.
set -eu
status=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readme=$PARAMOD_SOURCE/README.md

# The block of the README that begins after the line $1.
block() { awk -v first="$1" '/^```/ { on = 0 } on; $0 == first { on = 1 }' "$readme"; }

compare()
{
    test -s "$2" || { echo "README.md: no output of $1"; return 1; }
    awk -v name="README.md, $1" -v expected="$2" -f "$PARAMOD_SOURCE/tests/compare.awk"
}

block '$ ./quickstart' | grep -v '^quickstart: ' >"$work/quickstart"
mkdir "$work/build"
(cd "$work" && "$PARAMOD_BUILD/tools/paramod" reproduce survival --melanoma \
    --data "$PARAMOD_SOURCE/examples/data/e1684.csv" --plot build/melanoma.svg) |
    compare quickstart "$work/quickstart" || status=1

block '```text' >"$work/survival_fit"
"$PARAMOD_BUILD/examples/survival_fit" "$PARAMOD_SOURCE/examples/data/e1684.csv" |
    compare survival_fit "$work/survival_fit" || status=1
exit $status
