#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each third-party library has one door: only the folders named below include
# its headers or call it, and nothing of it shows in the public interface.
set -eu
cd "$PARAMOD_SOURCE"
status=0

# door NAME HEADERS FOLDERS: no file outside the folders includes the headers.
door()
{
    bad=$(grep -nE "^ *# *include *[<\"]($2)[>\"]" lib/*/*.[ch] tools/*.[ch] \
          2>/dev/null | grep -vE "^($3)/" || true)
    test -z "$bad" || { echo "$1 belongs to $3:"; echo "$bad"; status=1; }
}
door LAPACK   'lapacke?[a-z_]*\.h|cblas[a-z0-9_-]*\.h|openblas[a-z_/]*\.h' lib/linalg
door SUNDIALS '(sundials|cvodes?|idas?|kinsol|arkode|nvector|sunmatrix|sunlinsol|sunnonlinsol)/.*' lib/ode
door FFTW     'fftw3[a-z.]*' 'lib/chroma|lib/spline'
door FLINT    'flint/.*|gmp\.h|mpfr\.h' lib/sem
door jansson  'jansson\.h' tools
door muParser 'muParser[A-Za-z]*\.h' tools
door libcsv   'csv\.h' tools
door GSL      'gsl/.*' 'lib/[a-z]*'

# Fortran and LAPACKE entry points that a file declares for itself.
bad=$(grep -nE '\b(LAPACKE|cblas)_[a-z]|\bopenblas_[a-z]|\b[ds](ge|sy|po|tr|or|tp|pp|la)[a-z0-9]{2,4}_ *\(' \
      lib/*/*.c | grep -v '^lib/linalg/' || true)
test -z "$bad" || { echo "LAPACK belongs to lib/linalg:"; echo "$bad"; status=1; }

# GSL calls its error handler, which aborts, from most functions.  Those below
# never do; a function that calls any other must hold the guard.
cannot_raise='gsl_(rng_(uniform|get)|ran_[a-z0-9_]+_pdf|cdf_[a-z0-9_]+_[PQ]|cdf_ugaussian_[PQ]inv|integration_glfixed(_point)?|log1p|expm1|hypot|isnan|isinf|finite)'
bad=$(for file in $(ls lib/*/*.c | grep -v '^lib/core/gsl_guard.c$'); do
    awk -v harmless="^$cannot_raise\$" '
        /^\{/ { inside = 1; guarded = 0 }
        /^\}/ { inside = 0 }
        inside && /paramod_i_gsl_enter/ { guarded = 1 }
        inside && !guarded {
            text = $0
            sub(/^ *(\*|\/\*).*/, "", text)
            while (match(text, /gsl_[a-zA-Z0-9_]+ *\(/)) {
                before = substr(text, RSTART - 1, 1)
                name = substr(text, RSTART, RLENGTH)
                text = substr(text, RSTART + RLENGTH)
                sub(/ *\($/, "", name)
                if (before !~ /[A-Za-z0-9_]/ && name !~ harmless)
                    print FILENAME ":" FNR ": " name
            }
        }' "$file"
done)
test -z "$bad" || {
    echo "GSL functions that may raise, outside a guarded section:"
    echo "$bad"; status=1; }

# Public headers: our own and the C library's; no type of anyone else's.
bad=$(grep -nE '^ *# *include' include/paramod/*.h include/paramod/*.h.in |
      grep -vE '<(paramod/[a-z]+|std(def|int|bool|arg)|limits|float)\.h>' || true)
test -z "$bad" || {
    echo "public headers include more than the standard library:"
    echo "$bad"; status=1; }
bad=$(for header in include/paramod/*.h; do
    sed 's|/\*.*\*/||; /^ *\/\*/,/\*\//d' "$header" |
        grep -nwE 'gsl_[a-z_]+|lapack_[a-z_]+|N_Vector|SUN[A-Z][A-Za-z]+|sun[a-z]+type|fftw_[a-z]+|json_t|FILE|va_list|(fmpz|fmpq)[a-z_]*' |
        sed "s|^|$header: |"
done || true)
test -z "$bad" || {
    echo "types of other libraries in the public interface:"; echo "$bad"; status=1; }
exit $status
