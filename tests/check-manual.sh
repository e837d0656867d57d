#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every exported function has an entry with text in the manual, and every
# option of the command stands on its page.
set -eu
. "$PARAMOD_SOURCE/tests/statements.sh"
status=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

built=$PARAMOD_BUILD/doc/built
test -f "$built/paramod.1" || built=$PARAMOD_SOURCE/doc/built
test -f "$built/paramod.1" || { echo "the manual was not built"; exit 77; }

# In a man page a function's entry is its name, in bold, before a bracket.
declared >"$work/declared"
test -s "$work/declared" || { echo "no declaration was found"; status=1; }
sed 's/\\f[BIPR]//g; s/\\//g' "$built"/paramod_*.3 >"$work/pages"
while read -r name; do
    grep -q "[ *]$name(" "$work/pages" || {
        echo "$name() has no entry in the manual"; status=1; }
done <"$work/declared"

undocumented=$PARAMOD_BUILD/doc/source/undocumented.txt
if test -s "$undocumented"; then
    echo "functions whose headers do not say what they do:"
    cat "$undocumented"; status=1
fi

command=$PARAMOD_BUILD/tools/paramod
{ echo; "$command" --help | sed -n 's/^  paramod \([a-z]* *[a-z]*\) .*/\1/p'; } |
while read -r topic; do
    # a list of words
    # shellcheck disable=SC2086
    "$command" $topic --help
done >"$work/help"
sed 's/\\f[BIPR]//g; s/\\//g' "$built/paramod.1" >"$work/page"
grep -o -- '--[a-z][a-z0-9-]*' "$work/help" | sort -u >"$work/options"
test -s "$work/options" || { echo "no option was found"; status=1; }
while read -r option; do
    grep -q -e "$option\([^a-z0-9-]\|\$\)" "$work/page" || {
        echo "$option is missing from paramod(1)"; status=1; }
done <"$work/options"
exit $status
