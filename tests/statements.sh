# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by checks: what the public headers declare, as the compiler sees it.

# Each declaration of the public headers on a line of its own, with exported
# functions marked by the visibility attribute.
statements()
{
    for header in "$PARAMOD_SOURCE"/include/paramod/*.h \
                  "$PARAMOD_BUILD"/include/paramod/*.h; do
        test ! -f "$header" || echo "#include <paramod/${header##*/}>"
    done |
    $CC -E -P -x c -I"$PARAMOD_SOURCE/include" -I"$PARAMOD_BUILD/include" - |
    tr '\n' ' ' | tr ';{}' '\n\n\n'
}

# Names of the exported functions.
declared()
{
    statements | grep 'visibility("default")' |
        sed 's/__attribute__((visibility("default")))//
             s/__attribute__((warn_unused_result))//
             s/(.*//; s/[[:space:]]*$//; s/.*[[:space:]*]//' | sort -u
}
