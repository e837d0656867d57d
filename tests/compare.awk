# SPDX-License-Identifier: GPL-3.0-or-later
# Compares standard input with the file in `expected`: words must be equal,
# numbers (brackets and commas around them aside) must agree to 1e-3 of their
# size; one that rounding left, below 1e-15, need only be as small.  Prints the
# first difference after `name`.

function number(word) {
    gsub(/^[(\[]|[)\],;:]+$/, "", word)
    return word ~ /^[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?$/ ? word + 0 : "no"
}
function differ(got, want,    x, y, size) {
    if (got == want) return 0
    x = number(got); y = number(want)
    if (x == "no" || y == "no") return 1
    size = y < 0 ? -y : y
    if (size < 1e-15) size = 1e-12
    return x - y > 1e-3 * size || y - x > 1e-3 * size
}
{ bad = (getline line < expected) <= 0
  n = split(line, want)
  if (n != NF) bad = 1
  for (i = 1; i <= NF && !bad; i++) bad = differ($i, want[i])
  if (bad) { print name ":" FNR ": got \"" $0 "\", expected \"" line "\""
             failed = 1; exit 1 } }
END { if (!failed && (getline line < expected) > 0) {
          print name ": output ends before \"" line "\""; exit 1 } }
